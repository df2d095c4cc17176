"""What comes from files is shown so that it cannot steer the terminal it is shown on."""

from __future__ import annotations

import re

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters but tab and line feed (ECMA-48), marks that turn the order of writing (Unicode Standard Annex 9),
line and paragraph separators, half characters."""


def shown(text: str) -> str:
    """The text with each such character written as its escape (`\\x1b`); lines and all other characters stay."""
    return _STEERING.sub(lambda found: _escaped(found[0]), text)


def one_line(text: str) -> str:
    """The same on one line, whatever names and values stand in it."""
    return shown(text).replace("\n", "\\n").replace("\t", "\\t")


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"
