"""Clauses with a verb of their own: each is told for itself, what depends on another stays with it."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read
from zvirka.extract.document import Document
from zvirka.extract.parts import ClauseParts
from zvirka.extract.sentences import quotations
from zvirka.extract.tokens import tokenize
from zvirka.extract.triggers import StatementPack
from zvirka.ground import load_ground


def _clauses(words: str, language: str | None) -> list[str]:
    tokens = tokenize(words)
    document = Document.of(words, tokens, [], quotations(words))
    parts = ClauseParts(StatementPack({} if language is None else load_ground().language(language), {})).of(
        document, 0, len(tokens.norms)
    )
    return [words[tokens.starts[first] : tokens.ends[past - 1]].strip(" ,.–") for first, past in parts]


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        (
            "Колонна стояла у моста, а пехота ушла за реку.",
            ["Колонна стояла у моста", "а пехота ушла за реку"],
        ),
        ("Сапёры нашли три мины и вывезли их на полигон.", ["Сапёры нашли три мины", "и вывезли их на полигон"]),
        ("Из сёл вывезли женщин, детей и стариков.", ["Из сёл вывезли женщин, детей и стариков"]),
        ("Мост уцелел, хотя снаряды ложились рядом.", ["Мост уцелел, хотя снаряды ложились рядом"]),
        ("Комбат сказал: «Мы ушли, и мост рухнул».", ["Комбат сказал: «Мы ушли, и мост рухнул»"]),
        ("Света нет, газ кончился, пекарня закрыта.", ["Света нет", "газ кончился", "пекарня закрыта"]),
    ],
)
def test_a_clause_ends_where_one_with_a_verb_of_its_own_begins(words: str, clauses: list[str]) -> None:
    """Not at the marks of a list, before words that depend on the clause before, nor inside what is quoted."""
    assert _clauses(words, "ru") == clauses


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        (
            "Поромну переправу затопило вночі, тому хворих вивозять човнами.",
            ["Поромну переправу затопило вночі", "тому хворих вивозять човнами"],
        ),
        ("Водолази підняли дві міни й передали їх саперам.", ["Водолази підняли дві міни", "й передали їх саперам"]),
        (
            "Ворог накрив депо ракетами, знищивши чотири цистерни пального.",
            ["Ворог накрив депо ракетами", "знищивши чотири цистерни пального"],
        ),
        (
            "Саперний взвод, втративши дві машини, повернувся на базу.",
            ["Саперний взвод, втративши дві машини, повернувся на базу"],
        ),
        (
            "Міст, який охороняли прикордонники, підірвали вночі.",
            ["Міст, який охороняли прикордонники, підірвали вночі"],
        ),
        ("Одні сиділи в погребі, інші носили воду з річки.", ["Одні сиділи в погребі, інші носили воду з річки"]),
        ("З хуторів вивезли жінок, дітей і стареньких.", ["З хуторів вивезли жінок, дітей і стареньких"]),
        (
            "Мер запевняє, що газ у місті є і що, мабуть, воду дадуть завтра.",
            ["Мер запевняє, що газ у місті є", "і що, мабуть, воду дадуть завтра"],
        ),
    ],
)
def test_ukrainian_clauses_end_where_one_with_a_verb_of_its_own_begins(words: str, clauses: list[str]) -> None:
    """A participle clause behind a whole one is its own; one in the middle, or a relative one, stays with its clause."""
    assert _clauses(words, "uk") == clauses


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        (
            "The ferry was sunk on Sunday, so the sick are rowed across.",
            ["The ferry was sunk on Sunday", "so the sick are rowed across"],
        ),
        (
            "They hit the sugar mill, which was shelled again at noon.",
            ["They hit the sugar mill", "which was shelled again at noon"],
        ),
        (
            "The sugar mill, which was shelled again at noon, burned until dusk.",
            ["The sugar mill, which was shelled again at noon, burned until dusk"],
        ),
        ("The men who held the ridge left it on Friday.", ["The men who held the ridge left it on Friday"]),
        (
            "Rockets struck the depot while people queued for bread.",
            ["Rockets struck the depot", "while people queued for bread"],
        ),
        ("They took the pump and ate our bread.", ["They took the pump and ate our bread"]),
        (
            "The wounded, the displaced and the dying were brought here.",
            ["The wounded, the displaced and the dying were brought here"],
        ),
        ("As dusk fell over the town, the guns went quiet.", ["As dusk fell over the town, the guns went quiet"]),
    ],
)
def test_english_clauses_end_where_one_with_a_subject_and_a_verb_begins(words: str, clauses: list[str]) -> None:
    """A second verb of the same subject stays, as does a relative clause in the middle."""
    assert _clauses(words, "en") == clauses


def test_a_clause_joined_by_and_that_is_its_own() -> None:
    """What a joining word sets beside a clause depends on what is said before, not on that clause."""
    assert _clauses("Комбат заявил, что мост цел и что рота держит берег.", "ru") == [
        "Комбат заявил, что мост цел",
        "и что рота держит берег",
    ]


def test_a_language_without_endings_has_one_clause_a_stretch() -> None:
    """Where the pack lists none, nothing is parted."""
    words = "The column stood at the bridge, and the infantry left."
    assert _clauses(words, None) == [words.rstrip(".")]


def test_a_clause_beside_a_claim_is_read_for_itself() -> None:
    """The words of one claim end where the next clause begins, and that makes its own."""
    claims, _ = read("Под вечер гарнизон оставил посёлок, а у переезда догорали два танка.", "ru")
    found = {claim.type: claim.quote.exact for claim in claims}
    assert found["withdrawal"] == "Под вечер гарнизон оставил посёлок"
    assert found["equipment_loss"] == "у переезда догорали два танка"


def test_a_ukrainian_claim_quotes_its_clause() -> None:
    """Not the clause beside it, which tells something else."""
    claims, _ = read("На світанку гарнізон залишив селище, тому пошту туди більше не возять.", "uk")
    assert [(claim.type, claim.quote.exact) for claim in claims] == [
        ("withdrawal", "На світанку гарнізон залишив селище")
    ]
