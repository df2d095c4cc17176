"""Paragraphs in another language than their text are read in their own, with whoever the text says speaks in them."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read
from zvirka.model.claims import Claim

UKRAINIAN = "«Наші підрозділи звільнили дев'ять сіл під Ізюмом, ворог втратив шість танків»."
RUSSIAN = "«Наши части вынуждены были оставить девять сёл под Изюмом, это были тяжёлые бои»."
ENGLISH = "“Our troops have liberated nine villages near Izium, and the enemy has lost six tanks.”"


def told(words: str, language: str) -> list[Claim]:
    return read(words, language)[0]


@pytest.mark.parametrize(
    ("words", "language", "inner", "source"),
    [
        (f"The brigade wrote on Telegram:\n{UKRAINIAN}\nNobody was hurt near Izium.", "en", "uk", "The brigade"),
        (f"Ворожі канали пишуть:\n{RUSSIAN}\nНаші мовчать.", "uk", "ru", "Ворожі канали"),
        (f"Представитель Генштаба Украины написал:\n{UKRAINIAN}", "ru", "uk", "Представитель Генштаба Украины"),
        (f"Речник бригади написав:\n{ENGLISH}", "uk", "en", "Речник бригади"),
    ],
)
def test_a_quoted_paragraph_is_read_in_its_own_language(words: str, language: str, inner: str, source: str) -> None:
    claims = [claim for claim in told(words, language) if claim.language == inner]
    assert claims
    assert {claim.attribution[-1].name for claim in claims} == {source}
    for claim in claims:
        assert words[claim.quote.start : claim.quote.end] == claim.quote.exact
        assert words.index("\n") < claim.quote.start


def test_a_paragraph_of_another_language_speaks_for_itself_where_nobody_is_said_to_speak() -> None:
    words = "An update from the front.\nУкраїнські військові звільнили три села біля Куп'янська, повідомив речник."
    [claim] = told(words, "en")
    assert (claim.language, claim.type, claim.attribution[0].name) == ("uk", "territory_regained", "речник")


def test_each_paragraph_is_claimed_once() -> None:
    words = f"The brigade wrote on Telegram:\n{UKRAINIAN}\nThe mayor said that two houses burned near Izium."
    claims = told(words, "en")
    assert len({claim.id for claim in claims}) == len(claims)
    assert [claim.language for claim in claims] == ["uk", "uk", "en"]


@pytest.mark.parametrize(
    "words",
    [
        "Наші звільнили дев'ять сіл під Ізюмом.\nTelegram | YouTube | Twitter | Facebook | Instagram",
        "Наші звільнили дев'ять сіл під Ізюмом.\nХарків. Ізюм. Куп'янськ. Балаклія. Вовчанськ. Чугуїв.",
    ],
)
def test_names_and_links_make_no_paragraph_of_another_language(words: str) -> None:
    assert {claim.language for claim in told(words, "uk")} == {"uk"}


@pytest.mark.parametrize(
    ("words", "language", "source"),
    [
        ("The brigade said in its evening post:\n“We liberated 12 villages near Izium.”", "en", "The brigade"),
        ("Речник Генштабу написав у телеграмі:\n«Звільнено 12 сіл під Ізюмом».", "uk", "Речник Генштабу"),
        (
            "Представитель Генштаба написал в телеграме:\n«Под Изюмом потеряно 14 танков».",
            "ru",
            "Представитель Генштаба",
        ),
    ],
)
def test_a_line_that_ends_in_a_colon_tells_who_is_quoted_below(words: str, language: str, source: str) -> None:
    [claim] = told(words, language)
    assert [each.name for each in claim.attribution] == [source]
