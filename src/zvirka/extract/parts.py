"""The clauses of a stretch of words: where one with a verb of its own ends and the next begins, by a language's endings.

Pack section `statement_words`: finite_endings and finite tell a verb or a predicate, not_finite what only looks like one,
dependent the words that open a clause which belongs to the one beside it. A language without them has one clause a stretch.
"""

from __future__ import annotations

from itertools import pairwise

from zvirka.extract.document import Document
from zvirka.extract.triggers import StatementPack

_MARKS = frozenset({",", ";", ":", "–", "—"})
_LEAST = 3
"""Words of the shortest clause that tells something for itself."""


class ClauseParts:
    """Parts stretches of texts in one language."""

    def __init__(self, pack: StatementPack) -> None:
        self._pack = pack

    def of(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        """The clauses of tokens first..past-1 as token ranges, marks and joining words between them left to the left one."""
        if not self._pack.finite_endings:
            return [(first, past)]
        kept: list[tuple[int, int]] = []
        for start, end in self._pieces(document, first, past):
            # what cannot stand alone belongs to the clause before it; at the start, to the one behind
            if kept and (not self._stands(document, start, end) or not self._stands(document, *kept[-1])):
                kept[-1] = (kept[-1][0], end)
            else:
                kept.append((start, end))
        return kept or [(first, past)]

    def _pieces(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        tokens = document.tokens
        begin = tokens.starts[first] if first < past else 0
        bounds = [first]
        depth = 0
        for at in range(first + 1, past - 1):
            word = tokens.norms[at]
            depth += (word == "(") - (word == ")")
            if depth > 0 or not (word in _MARKS or self._pack.holds("joiners", word)):
                continue
            quote = document.quote_at(tokens.starts[at])
            if quote is not None and quote[0] > begin:
                continue
            bounds.append(at)
        bounds.append(past)
        return [(left, right) for left, right in pairwise(bounds) if left < right]

    def _stands(self, document: Document, start: int, end: int) -> bool:
        """Whether words have a verb of their own, are long enough and depend on no other clause."""
        norms = document.tokens.norms
        while start < end and (norms[start] in _MARKS or self._pack.holds("joiners", norms[start])):
            start += 1
        if start == end or self._pack.holds("dependent", norms[start]):
            return False
        words = [at for at in range(start, end) if norms[at][0].isalnum()]
        return len(words) >= _LEAST and any(self._finite(document, at) for at in words)

    def _finite(self, document: Document, at: int) -> bool:
        word = document.tokens.norms[at]
        if self._pack.holds("finite", word):
            return True
        if not word.endswith(self._pack.finite_endings) or self._pack.holds("not_finite", word):
            return False
        return document.tokens.raw(at)[0].islower() or at == 0 or document.tokens.norms[at - 1] in {".", "!", "?", "…"}
