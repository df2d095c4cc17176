"""Strangers' words made safe to show: what would reorder, hide or steer is shown as its code point."""

from __future__ import annotations

import re

_NONE = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
"""The last two code points of each plane: no characters (Unicode Standard, section 23.7), and XML takes none of the first plane's."""
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff\ufdd0-\ufdef"
    f"{_NONE}]"
)
"""C0 and C1 controls but tab and newline, Unicode's bidirectional controls (UAX 9, section 2), zero-width characters and other
default-ignorable code points (Unicode Standard, section 5.21), tag characters, lone surrogates, noncharacters."""


def symbol(char: str) -> str:
    """The visible stand-in of one hidden character: "[U+202E]"."""
    return f"[U+{ord(char):04X}]"


def visible(text: str) -> str:
    """The text with every hidden character shown as its code point."""
    return HIDDEN.sub(lambda match: symbol(match.group()), text)
