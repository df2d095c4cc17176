"""Cells of tables that spreadsheets open: words of strangers stay words there."""

from __future__ import annotations

import re

_RUNS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@＝＋－＠]|[\t\r\n]")
"""What makes a spreadsheet read a cell as a formula (OWASP, "CSV Injection"), full-width signs and signs behind white space or
zero-width characters included: programs differ in what they pass over."""


def is_formula(words: str) -> bool:
    """Whether a spreadsheet may run the words of a cell; such cells are written with an apostrophe before them."""
    return _RUNS.match(words) is not None
