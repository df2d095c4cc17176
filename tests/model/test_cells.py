"""Words of strangers stay words in tables that spreadsheets open."""

from __future__ import annotations

import pytest

from tests.hostile.strings import FORMULAS
from zvirka.model.cells import is_formula

_WORDS = {"minus_sign", "quote", "quote_break", "quote_line", "semicolon", "percent", "apostrophe", "bar", "lotus"}
"""Those that begin as words do: what follows a quote or a separator in them is guarded by the quotes around the cell."""


@pytest.mark.parametrize("name", FORMULAS)
def test_what_a_spreadsheet_may_run_is_told(name: str) -> None:
    assert is_formula(FORMULAS[name]) is (name not in _WORDS)


@pytest.mark.parametrize("words", ["", "words", "1-1", "a=b", "”=", "Ізюм", " words"])
def test_words_are_none(words: str) -> None:
    assert not is_formula(words)
