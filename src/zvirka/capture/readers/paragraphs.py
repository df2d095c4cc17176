"""Lines that a page's width broke, joined to paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

FULL_LINE_SHARE = 0.6
"""A line at least so long, against the longest of its page, was broken by the width and not by its writer (house rule)."""
LEAST_WIDTH = 30
"""Pages with shorter lines only are lists or verse: nothing is joined (house rule)."""
AROUND = 3
"""Lines before or after one that tell the width of its column (house rule)."""
LEAST_COLUMN = 20
"""Narrower columns are taken as cells, which no width breaks (house rule)."""
LEAST_HEADS = 3
"""From so many pages on, a line at the same end of at least half the pages is a running head or foot (house rule)."""
_MOST_NUMBERS = 8
ENDS = re.compile(r"[.!?…:;][\"'»”’)\]]*$")
"""The end of a sentence or of what leads to a list."""
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")


def joined(lines: Sequence[str]) -> list[str]:
    """Paragraphs of one page's lines. Blank lines part them; a line that fills the width goes on in the next one.

    The width is the page's; before a small letter, that of the lines around, as in columns and boxes. A word parted by a hyphen
    before a small letter becomes whole; sentences are not parted or moved.
    """
    stripped = [line.strip() for line in lines]
    width = max((len(line) for line in stripped), default=0)
    out: list[str] = []
    going_on = False
    for index, line in enumerate(stripped):
        if not line:
            going_on = False
            continue
        in_column = index > 0 and line[0].islower() and _full(stripped[index - 1], _column(stripped, index))
        if out and (going_on or in_column):
            out[-1] = _glued(out[-1], line)
        else:
            out.append(line)
        going_on = width >= LEAST_WIDTH and _full(line, width)
    return out


def _column(lines: Sequence[str], index: int) -> int:
    """Width of the column that lines[index] and the line before it stand in: what lies beyond one end of it does not count."""
    before, after = lines[max(0, index - AROUND) : index + 1], lines[index - 1 : index + AROUND]
    return max(LEAST_COLUMN, min(max(map(len, before)), max(map(len, after))))


def _full(line: str, width: int) -> bool:
    return len(line) >= FULL_LINE_SHARE * width and not ENDS.search(line)


def without_heads(pages: Sequence[str]) -> list[list[str]]:
    """Each page's lines; a head or foot that returns stays only on the first page that has it.

    It returns where it is the same but for one number that counts the pages: other numbers are what a page says.
    """
    lined = [page.split("\n") for page in pages]
    for end in (0, -1):
        forms = [_forms(lines[end], index) if len(lines) > 1 else set() for index, lines in enumerate(lined)]
        heads = Counter(form for each in forms for form in each)
        running = {form for form, count in heads.items() if count >= LEAST_HEADS and count * 2 >= len(pages)}
        seen: set[str] = set()
        for lines, each in zip(lined, forms, strict=True):
            if each & running & seen or (each & running and not any(char.isalpha() for char in lines[end])):
                lines[end] = ""
            seen |= each
    return lined


def _forms(line: str, index: int) -> set[str]:
    """The line, and it with each of its numbers in turn written as how far it is ahead of the page's index."""
    line = line.strip()
    numbers = list(re.finditer(r"[0-9]{1,6}", line))[:_MOST_NUMBERS]
    counted = {f"{line[: found.start()]}#{int(found[0]) - index}{line[found.end() :]}" for found in numbers}
    return {line, *counted} - {""}


def _glued(before: str, line: str) -> str:
    if _HYPHENATED.search(before) and line[:1].islower():
        return before[:-1] + line
    return f"{before} {line}"
