"""Stems: one for all forms of a word, whichever language of its script it is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.ground import load_ground
from zvirka.ground.stems import Stemmer


@pytest.fixture(scope="module")
def stemmer() -> Stemmer:
    ground = load_ground("ukraine")
    return Stemmer({code: ground.language(code)["search"]["suffixes"] for code in ground.languages})


@pytest.mark.parametrize(
    "forms",
    [
        ("tank", "tanks", "tank's", "TANKS"),
        ("танк", "танки", "танків", "танкам", "танками", "танков", "танке"),
        ("територія", "території", "територій", "територією"),
        ("зелёный", "зеленый", "зеленого", "зелёными"),
        ("ґанок", "ганок"),
        ("Куп’янськ", "Куп'янська", "Купянську"),
        ("Т-80БВМ", "т80бвм"),
        ("8500", "8,500", "8 500", "8\u00a0500", "8.500"),
    ],
)
def test_all_forms_of_a_word_have_one_stem(stemmer: Stemmer, forms: tuple[str, ...]) -> None:
    assert len({stemmer.phrase(form) for form in forms}) == 1


@given(text=st.text(max_size=60))
def test_every_stem_stands_for_the_characters_it_names(stemmer: Stemmer, text: str) -> None:
    end = 0
    for word in stemmer.words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.stem
        end = word.end


def test_only_thousands_are_put_together(stemmer: Stemmer) -> None:
    assert stemmer.phrase("in 2022 300 tanks") == "in 2022 300 tank"
    assert stemmer.phrase("9 12 300 men") == "9 12300 men"
    assert stemmer.phrase("12 3000") == "12 3000"
