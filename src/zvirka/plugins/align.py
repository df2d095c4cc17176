"""Words that somebody says stand in a text, found there: exactly, or with white space, quotation marks, dashes and case folded.

Nothing is guessed: words that are only similar ("12 tanks" for "21 tanks") say something else, and are not found.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from zvirka.model.spans import Span

LONGEST = 4000
"""Characters of the longest words looked for: twice the longest sentence that is read as one (`extract.sentences`)."""
_MOST_PLACES = 1000
"""Places of the same words looked at to find the nearest."""
_SAME = str.maketrans(
    dict.fromkeys("“”„‟«»″〝〞", '"') | dict.fromkeys("‘’‚‛ʼʹ′`´", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)


class Aligner:
    """Finds words in one stretch of a text."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self._text = text
        self._folded, self._at = _folded(text, start, len(text) if end is None else end)

    def find(self, words: str, *, near: Span | None = None, after: int = 0) -> Span | None:
        """The span of these words as whole words: the one nearest to `near`, else the first that begins at `after` or behind it.

        None where they do not stand there.
        """
        if len(words) > LONGEST:
            return None
        wanted, _ = _folded(words, 0, len(words))
        wanted = wanted.strip()
        if not any(char.isalnum() for char in wanted):
            return None
        spans = (span for span in self._spans(wanted, after) if span.start >= after)
        if near is None:
            return next(spans, None)
        return min(
            spans, key=lambda span: (max(near.start - span.end, span.start - near.end, 0), span.start), default=None
        )

    def _spans(self, wanted: str, after: int) -> Iterator[Span]:
        at = self._folded.find(wanted, bisect_left(self._at, after))
        for _ in range(_MOST_PLACES):
            if at < 0:
                return
            start, end = self._at[at], self._at[at + len(wanted) - 1] + 1
            if self._whole(start, end):
                yield Span.of(self._text, start, end)
            at = self._folded.find(wanted, at + 1)

    def _whole(self, start: int, end: int) -> bool:
        """Whether no letter, digit or combining mark is cut off at either end."""
        text = self._text
        before = start > 0 and _joined(text[start - 1]) and text[start].isalnum()
        after = end < len(text) and (
            unicodedata.combining(text[end]) or (_joined(text[end]) and _joined(text[end - 1]))
        )
        return not before and not after


def _joined(char: str) -> bool:
    return char.isalnum() or unicodedata.combining(char) > 0


def _folded(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """text[start:end] folded, and for each of its characters where the one it comes from stands."""
    out: list[str] = []
    at: list[int] = []
    for place in range(start, end):
        char = text[place]
        if char.isspace():
            folded = "" if out and out[-1] == " " else " "
        elif unicodedata.category(char) == "Cf":
            continue  # zero-width and bidi characters: models leave them out
        else:
            folded = unicodedata.normalize("NFD", char.translate(_SAME).casefold())
        out += folded
        at += [place] * len(folded)
    return "".join(out), at
