"""Lines that a page's width broke, joined to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Sequence

FULL_LINE_SHARE = 0.6
"""A line at least so long, against the longest of its page, was broken by the width and not by its writer (house rule)."""
LEAST_WIDTH = 30
"""Pages with shorter lines only are lists or verse: nothing is joined (house rule)."""
_ENDS = re.compile(r"[.!?…:;][\"'»”’)\]]*$")
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


def joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs of one page's lines. Blank lines part them; a line that fills the width goes on in the next one.

    A word parted by a hyphen before a small letter becomes whole; sentences are not parted or moved.
    """
    stripped = [line.strip() for line in lines]
    width = max((len(line) for line in stripped), default=0)
    out: list[str] = []
    going_on = False
    for line in stripped:
        if not line:
            going_on = False
            continue
        if going_on and out:
            out[-1] = _glued(out[-1], line)
        else:
            out.append(line)
        going_on = width >= LEAST_WIDTH and len(line) >= FULL_LINE_SHARE * width and not _ENDS.search(line)
    return out


def _glued(before: str, line: str) -> str:
    if _HYPHENATED.search(before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"
