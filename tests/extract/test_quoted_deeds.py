"""Deeds in quotation marks, papers told by their verb, whose a channel's wounded are, and nouns that only tell when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, one, read, text_of
from zvirka.model.claims import Claim
from zvirka.model.sources import SourceKind, Voice


def _of_voice(words: str, kind: SourceKind, side: str) -> list[Claim]:
    text = replace(text_of(words, "uk"), voice=Voice("V", kind, side))
    return list(extractor().extract([text])[0].claims)


@pytest.mark.parametrize(
    ("code", "words", "source", "type_"),
    [
        ("uk", "Фронт. Російські пабліки вчора «відбили» атаку біля Роботиного.", "Російські пабліки", "clash"),
        ("uk", "Фронт. Z-канали «взяли» Торецьк.", "Z-канали", "territory_lost"),
        ("ru", "Фронт. Российские паблики вчера «отбили» атаку у Работино.", "Российские паблики", "clash"),
    ],
)
def test_who_does_something_in_quotation_marks_only_says_it(code: str, words: str, source: str, type_: str) -> None:
    """The writer passes the deed on as theirs."""
    claim = one(words, code)
    assert (claim.type, [step.name for step in claim.attribution]) == (type_, [source])


def test_a_unit_whose_name_is_in_quotation_marks_says_nothing() -> None:
    """A name in quotation marks is no deed: its word has a capital."""
    claim = one("Фронт. Бійці батальйону «Донбас» відбили дві атаки біля Роботиного.", "uk")
    assert claim.attribution == ()


def test_a_title_that_prints_something_is_a_paper() -> None:
    """A name in quotation marks before "writes" is a paper, without its own verb nobody knows what it is."""
    claim = one("Фронт. «Вечірній край» пише, що бригаду відвели з Лимана.", "uk")
    assert [(step.name, step.kind) for step in claim.attribution] == [("«Вечірній край»", "media")]


def test_where_somebody_was_heard_is_not_who_spoke() -> None:
    """The radio stands between the verb and what is said; the adviser stands before the verb."""
    claim = one("Радник мера Іван Лось сказав в ефірі радіо, що частина солдатів перевдяглася в цивільне.", "uk")
    assert [step.name for step in claim.attribution] == ["Радник мера Іван Лось"]


def test_an_adverb_before_the_verb_is_no_part_of_who_spoke() -> None:
    """ "Moscow earlier denied" is Moscow's."""
    claim = one("Москва раніше заперечувала удар по порту в Одесі.", "uk")
    assert [(step.name, step.side) for step in claim.attribution] == [("Москва", "russia")]


@pytest.mark.parametrize(
    ("kind", "side", "type_"), [("channel", "ukraine", "casualties"), ("official", "ukraine", "civilian_harm")]
)
def test_whose_the_wounded_are_depends_on_who_speaks(kind: SourceKind, side: str, type_: str) -> None:
    """A channel of the front counts its own, a governor the people of the oblast."""
    claims = _of_voice("Доба на фронті. Четверо поранених, один важкий.", kind, side)
    assert {claim.type for claim in claims} == {type_}


def test_a_noun_of_when_makes_no_claim_beside_another() -> None:
    """ "A week before the withdrawal" only tells when the tanks drove through."""
    found, _ = read("За тиждень до відходу через селище проїхало двадцять танків.", "uk")
    assert [claim.type for claim in found] == ["sighting"]


def test_seamen_of_a_trading_ship_are_civilians() -> None:
    """A sailor is a soldier unless his ship carries wheat."""
    assert (
        one("Ракета влучила в суховантаж у порту, загинули троє моряків.", "uk", "civilian_harm").quantity is not None
    )


@pytest.mark.parametrize(
    ("words", "source", "kind"),
    [
        (
            "Як пише «Столичний тиждень» з посиланням на власні джерела у спецслужбі, міст підірвали дрони.",
            "власні джерела у спецслужбі",
            "military_unnamed",
        ),
        ("Фронт. На НТВ політолог Єгор Лісний сказав, що росіяни залишили Лиман.", "політолог Єгор Лісний", "analyst"),
    ],
)
def test_a_source_is_told_with_its_body_and_without_its_station(words: str, source: str, kind: str) -> None:
    """Somebody in the special services is one of their people; whom a station lets speak is not the station."""
    claim = one(words, "uk")
    assert (claim.attribution[0].name, claim.attribution[0].kind) == (source, kind)
