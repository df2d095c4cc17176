"""The clauses of a stretch of words: where one with a verb of its own ends and the next begins, by a language's endings.

Pack section `statement_words`: finite_endings and finite tell a verb or a predicate, not_finite what only looks like one,
dependent the words that open a clause which belongs to the one beside it, unless a joining word stands before them ("and that …");
a word with one of opening_endings opens a clause of its own behind a mark ("…, sealing the road"). A language without finite_endings
has one clause a stretch.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from zvirka.extract.document import Document
from zvirka.extract.triggers import StatementPack

_MARKS = frozenset({",", ";", ":", "–", "—"})
_LEAST = 3
"""Words of the shortest clause that tells something for itself."""


class _Piece(NamedTuple):
    """Tokens start..end-1 between two bounds, or several such that are one clause."""

    start: int
    end: int
    words: int
    verb: bool
    """Whether a verb stands there that depends on no other clause."""
    telling: bool
    """Whether it says something of its own behind a whole clause."""
    anew: bool
    """Whether it opens a clause whose verb may come behind a mark ("and that, most likely, …")."""

    @property
    def whole(self) -> bool:
        return self.verb and self.words >= _LEAST


class ClauseParts:
    """Parts stretches of texts in one language."""

    def __init__(self, pack: StatementPack) -> None:
        self._pack = pack

    def of(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        """The clauses of tokens first..past-1 as token ranges, marks and joining words between them left to the left one."""
        if not self._pack.finite_endings:
            return [(first, past)]
        kept: list[_Piece] = []
        for start, end in self._pieces(document, first, past):
            piece = self._piece(document, start, end)
            # what cannot stand alone belongs to the clause before it; at the start, to the one behind
            if not kept or (kept[-1].whole and piece.anew):
                kept.append(piece)
            elif kept[-1].whole and piece.telling:
                kept.append(piece._replace(verb=True))
            else:
                before = kept.pop()
                words, verb = before.words + piece.words, before.verb or piece.verb
                kept.append(_Piece(before.start, end, words, verb, telling=False, anew=False))
        return [(each.start, each.end) for each in kept] or [(first, past)]

    def _pieces(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        tokens = document.tokens
        begin = tokens.starts[first] if first < past else 0
        bounds = [first]
        depth = 0
        for at in range(first + 1, past - 1):
            word = tokens.norms[at]
            depth += (word == "(") - (word == ")")
            if depth > 0 or not self._joins(word):
                continue
            quote = document.quote_at(tokens.starts[at])
            if quote is not None and quote[0] > begin:
                continue
            bounds.append(at)
        bounds.append(past)
        return [(left, right) for left, right in pairwise(bounds) if left < right]

    def _piece(self, document: Document, start: int, end: int) -> _Piece:
        norms = document.tokens.norms
        at = start
        while at < end and self._joins(norms[at]):
            at += 1
        words = [word for word in range(at, end) if norms[word][0].isalnum()]
        if not words:
            return _Piece(start, end, 0, verb=False, telling=False, anew=False)
        dependent = self._pack.holds("dependent", norms[at])
        anew = dependent and at > start and self._pack.holds("joiners", norms[at - 1])
        verb = (anew or not dependent) and any(self._finite(document, word) for word in words)
        opens = at > start and norms[at].endswith(self._pack.opening_endings)
        opens = opens and not self._pack.holds("not_finite", norms[at])
        return _Piece(start, end, len(words), verb, telling=(verb or opens) and len(words) >= _LEAST, anew=anew)

    def _joins(self, word: str) -> bool:
        return word in _MARKS or self._pack.holds("joiners", word)

    def _finite(self, document: Document, at: int) -> bool:
        word = document.tokens.norms[at]
        if self._pack.holds("finite", word):
            return True
        if not word.endswith(self._pack.finite_endings) or self._pack.holds("not_finite", word) or "-" in word:
            return False
        return document.tokens.raw(at)[0].islower() or at == 0 or document.tokens.norms[at - 1] in {".", "!", "?", "…"}
