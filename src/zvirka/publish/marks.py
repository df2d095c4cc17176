"""A report's text in parts, so that every quoted span can be marked and linked to, overlapping ones too."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zvirka.publish.visible import pieces

PAGE = 60_000
"""Code points of a report on one page: some 120 kB in Cyrillic, with marks well under the 300 kB a page may have."""
NESTED = 8
"""How many marks may lie over one another; further ones get a bare anchor."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A span to mark. anchor: its id on the page ("c-…"). start, end: code points."""

    anchor: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark over a part. anchor: its id where the quoted span begins, else None. inner: whether another mark holds it."""

    anchor: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """text[start:end] under the same marks, outermost first. pieces: (words, whether they stand for a hidden character).

    label: what begins here ("page 3"), shown beside the words and no part of them.
    """

    start: int
    end: int
    marks: tuple[Mark, ...]
    anchors: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]
    label: str = ""


def parts(
    text: str, quoted: Sequence[Quoted], start: int = 0, end: int | None = None, labels: Mapping[int, str] | None = None
) -> list[Part]:
    """text[start:end] cut wherever a quoted span begins or ends, and at labels. Joined, the parts are the text."""
    labels = labels or {}
    end = len(text) if end is None else end
    spans = sorted(
        (each for each in quoted if each.start < end and each.end > start),
        key=lambda each: (each.start, -each.end, each.anchor),
    )
    edges = (min(max(edge, start), end) for each in spans for edge in (each.start, each.end))
    cuts = sorted({start, end, *edges, *(at for at in labels if start < at < end)})
    found: list[Part] = []
    waiting, open_spans = 0, list[Quoted]()
    for left, right in pairwise(cuts):
        while waiting < len(spans) and spans[waiting].start <= left:
            open_spans.append(spans[waiting])
            waiting += 1
        open_spans = [each for each in open_spans if each.end > left]
        marks = tuple(Mark(each.anchor if each.start == left else None, each.anchor) for each in open_spans[:NESTED])
        extra = tuple(each.anchor for each in open_spans[NESTED:] if each.start == left)
        found.append(Part(left, right, marks, extra, tuple(pieces(text[left:right])), labels.get(left, "")))
    return found


def page_starts(text: str, size: int = PAGE) -> list[int]:
    """Where each page of a long text begins: at a line's start where one is near, else after `size` code points."""
    starts = [0]
    while len(text) - starts[-1] > size:
        limit = starts[-1] + size
        line = text.rfind("\n", starts[-1] + size // 2, limit)
        starts.append(line + 1 if line > 0 else limit)
    return starts


def page_of(starts: Sequence[int], offset: int) -> int:
    """The page, from 0, that holds a code point."""
    return bisect_right(starts, offset) - 1
