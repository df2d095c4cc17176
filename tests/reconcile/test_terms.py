"""An official term beside its neutral type: who used it when, across languages and sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from tests.reconcile.hand import Folder, ground, said_by
from zvirka.model.claims import Claim
from zvirka.model.spans import Span
from zvirka.reconcile import terms_of

MOSCOW, KYIV = said_by("Russia's defence ministry", "russia"), said_by("Hanna Maliar", "ukraine")


def labelled(folder: Folder, key: str, words: str, language: str, **slots: Any) -> Claim:
    claim = folder.claim(key, f"it was a {words}", kind="withdrawal", **slots)
    return replace(claim, label=Span(9, 9 + len(words), words), language=language)


def test_uses_in_three_languages_are_one_term_with_its_first_use_of_each_side() -> None:
    folder = Folder()
    claims = [
        labelled(folder, "a", "перегрупування", "uk", by=KYIV, said=12),
        labelled(folder, "b", "Перегруппировка", "ru", by=MOSCOW, said=10),
        labelled(folder, "c", "regrouping operation", "en", by=MOSCOW, said=11),
    ]
    (term,) = terms_of(claims, folder.texts, ground())
    assert (term.id, term.type, term.side) == ("regrouping", "withdrawal", "russia")
    assert [(use.day, use.side) for use in term.uses] == [
        (date(2022, 9, 10), "russia"),
        (date(2022, 9, 11), "russia"),
        (date(2022, 9, 12), "ukraine"),
    ]
    assert term.first == term.first_by_side["russia"]
    assert term.first_by_side["ukraine"].speaker == "Hanna Maliar"
    assert terms_of(claims[::-1], folder.texts, ground()) == (term,)


def test_a_term_the_lexicon_has_no_entry_for_stands_by_its_own_words() -> None:
    folder = Folder()
    (term,) = terms_of([labelled(folder, "a", "Tidying Up", "en", said=12)], folder.texts, ground())
    assert (term.id, term.side) == ("tidying up", None)
    assert term.uses[0].words == "Tidying Up"


def test_a_use_of_no_known_day_is_no_first_use() -> None:
    folder = Folder()
    claim = labelled(folder, "a", "regrouping", "en", said=None)
    (term,) = terms_of([claim], [replace(text, published=None) for text in folder.texts], ground())
    assert (term.first, term.first_by_side) == (None, {})
    assert len(term.uses) == 1


def test_what_has_no_label_is_no_use() -> None:
    folder = Folder()
    assert terms_of([folder.claim("a", "they were regrouping", kind="withdrawal")], folder.texts, ground()) == ()
