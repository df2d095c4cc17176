"""Where the words of a mark stand in a text, and how far two stretches of it, or two wordings, are the same."""

from __future__ import annotations

import re

Spans = list[tuple[int, int]]
THRESHOLD = 0.5
"""Least token F1 of two stretches that are taken for the same, as PolNeAR's scorers have it."""
_WORD = re.compile(r"\w+")
_CONTENT = re.compile(r"\d+|\w{3,}")


def position(text: str, words: str, nth: int = 1) -> int:
    """Offset of the nth occurrence of the words; -1 where there are fewer."""
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            return -1
    return at


def tokens_of(text: str, spans: Spans) -> set[int]:
    """Offsets of the words that begin in any of the spans."""
    return {start + match.start() for start, end in spans for match in _WORD.finditer(text[start:end])}


def overlap(left: set[int], right: set[int]) -> float:
    """Token F1; 1 where both are empty."""
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def same_stretch(text: str, wanted: tuple[int, int], have: tuple[int, int]) -> float:
    """Token F1 of two stretches, 0 unless it is at least 0.5 or one holds the other and at least half of the wanted content words."""
    left, right = tokens_of(text, [wanted]), tokens_of(text, [have])
    f1 = overlap(left, right)
    if f1 >= THRESHOLD:
        return f1
    content = {wanted[0] + word.start() for word in _CONTENT.finditer(text[slice(*wanted)])}
    if (left <= right or right <= left) and 2 * len(content & right) >= len(content) > 0:
        return f1
    return 0.0


def words_overlap(left: str, right: str) -> bool:
    """Whether two wordings share words with F1 of at least 0.5, or one holds the other's words in a row."""
    a, b = _WORD.findall(left.casefold()), _WORD.findall(right.casefold())
    if not a or not b:
        return False
    shared = len(set(a) & set(b))
    inside = f" {' '.join(a)} " in f" {' '.join(b)} " or f" {' '.join(b)} " in f" {' '.join(a)} "
    return inside or 2 * shared / (len(set(a)) + len(set(b))) >= THRESHOLD
