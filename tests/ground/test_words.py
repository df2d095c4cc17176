"""Folding, braces, phrases and case forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.ground.words import Declension, Phrases, expand, fold, fold_model


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("tank", ["tank"]),
        ("tank{,s}", ["tank", "tanks"]),
        ("sq {km,mile{,s}}", ["sq km", "sq mile", "sq miles"]),
        ("{a,b}{1,2}", ["a1", "a2", "b1", "b2"]),
    ],
)
def test_braces_stand_for_every_choice(pattern: str, words: list[str]) -> None:
    assert sorted(expand(pattern)) == sorted(words)


@pytest.mark.parametrize("pattern", ["a{b", "a}b", "}{"])
def test_unbalanced_braces_are_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        expand(pattern)


def test_spellings_of_one_word_fold_together() -> None:
    assert fold("Куп’янськ").text == fold("КУП'ЯНСЬК").text == "куп'янськ"
    assert fold("Киї\u0301в").text == "київ"
    assert fold_model(fold("Т-80БВМ")).text == fold_model(fold("T-80БВМ")).text


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=120))
def test_folded_offsets_lead_back_into_the_text(text: str) -> None:
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_phrase_is_found_between_breaks_whatever_surrounds_it(before: str, after: str) -> None:
    text = f"{before}\nзелений гай\n{after}"
    hits = Phrases([("Зелений Гай", "x")]).find(text)
    assert "зелений гай" in [text[hit.start : hit.end] for hit in hits]


def test_phrases_are_whole_words_and_the_longest_wins() -> None:
    phrases = Phrases([("km", 1), ("km2", 2), ("sq km", 3)])
    assert [hit.values for hit in phrases.find("5 km2, 6 sq km, kmx")] == [(2,), (3,)]


def test_the_longest_ending_rules_and_capitals_do_not_change() -> None:
    declension = Declension(
        [{"ending": "а", "genitive": ["и"]}, {"ending": "ка", "genitive": ["ки"], "locative": ["ці"]}]
    )
    assert declension.forms("Каховка")["locative"] == ["Каховці"]
    assert declension.forms("Баштана")["genitive"] == ["Баштани"]
    assert declension.forms("ДКА")["genitive"] == ["ДКА"]
