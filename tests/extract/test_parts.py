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


def _clauses(words: str, language: str) -> list[str]:
    tokens = tokenize(words)
    document = Document.of(words, tokens, [], quotations(words))
    parts = ClauseParts(StatementPack(load_ground().language(language), {})).of(document, 0, len(tokens.norms))
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
    ],
)
def test_a_clause_ends_where_one_with_a_verb_of_its_own_begins(words: str, clauses: list[str]) -> None:
    """Not at the marks of a list, before words that depend on the clause before, nor inside what is quoted."""
    assert _clauses(words, "ru") == clauses


def test_a_language_without_endings_has_one_clause_a_stretch() -> None:
    """Where the pack lists none, nothing is parted."""
    words = "The column stood at the bridge, and the infantry left."
    assert _clauses(words, "en") == [words.rstrip(".")]


def test_a_clause_beside_a_claim_is_read_for_itself() -> None:
    """The words of one claim end where the next clause begins, and that makes its own."""
    claims, _ = read("Под вечер гарнизон оставил посёлок, а у переезда догорали два танка.", "ru")
    found = {claim.type: claim.quote.exact for claim in claims}
    assert found["withdrawal"] == "Под вечер гарнизон оставил посёлок"
    assert found["equipment_loss"] == "у переезда догорали два танка"
