"""The clauses of a stretch of words: where one with a verb of its own ends and the next begins, by a language's endings.

Pack section `statement_words`: finite_endings and finite tell a verb or a predicate, not_finite what only looks like one,
not_finite_after the words and marks behind which an ending makes none ("the wounded"). joiners part clauses, openers do too.
dependent are the words that open a clause which belongs to the one beside it, unless a joining word stands before them ("and that
…") or, behind a whole clause, they are telling ("…, which was hit again"); a word with one of opening_endings opens a clause of its
own behind a mark ("…, sealing the road"). A language of subjects has a verb behind its subject and before any clause within the
same words; subjects are those that open a clause with their verb ("we left"). A language without finite_endings has one clause a
stretch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from zvirka.extract.document import Document
from zvirka.extract.triggers import StatementPack

_MARKS = frozenset({",", ";", ":", "–", "—"})
_BRACKETS = frozenset("()")
_LEAST = 2
"""Words of the shortest clause that tells something for itself ("…, the gas failed")."""


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
    waits: bool
    """Whether a clause inside it still waits for its verb ("… that beating them with arms", "and money is impossible")."""

    @property
    def whole(self) -> bool:
        return self.verb and self.words >= _LEAST and not self.waits


class ClauseParts:
    """Parts stretches of texts in one language."""

    def __init__(self, pack: StatementPack) -> None:
        self._pack = pack
        single = pack.single
        self._joiners = _MARKS | single["joiners"]
        self._bounds = self._joiners | single["openers"] | _BRACKETS
        self._subjects, self._dependent, self._not_finite = (
            single["subjects"],
            single["dependent"],
            single["not_finite"],
        )

        self._told: tuple[Document | None, int, int, list[tuple[int, int]]] = (None, 0, 0, [])
        """What was asked last, and told: a stretch in which no statement is found is asked for again."""

    def of(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        """The clauses of tokens first..past-1 as token ranges, marks and joining words between them left to the left one."""
        if not self._pack.finite_endings:
            return [(first, past)]
        asked, begin, end, told = self._told
        if asked is not document or begin != first or end != past:
            told = self._of(document, first, past)
            self._told = document, first, past, told
        return told

    def _of(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        kept: list[_Piece] = []
        norms = document.tokens.norms
        for start, end in self._pieces(document, first, past):
            piece = self._piece(document, start, end)
            # what cannot stand alone belongs to the clause before it; at the start, to the one behind
            whole = bool(kept) and kept[-1].whole and (kept[-1].words > _LEAST or norms[start] != ":")
            if not kept or (whole and piece.anew):
                kept.append(piece)
            elif whole and piece.telling:
                kept.append(piece._replace(verb=True))
            else:
                before = kept.pop()
                words, verb = before.words + piece.words, before.verb or piece.verb
                waits = piece.waits or (before.waits and not piece.verb)
                kept.append(_Piece(before.start, end, words, verb, telling=False, anew=False, waits=waits))
        return [(each.start, each.end) for each in kept] or [(first, past)]

    def whole(self, document: Document, first: int, past: int) -> bool:
        """Whether tokens first..past-1 hold a clause that depends on no other: one that may stand alone."""
        pieces = [self._piece(document, start, end) for start, end in self._pieces(document, first, past)]
        return any(piece.verb and piece.words > _LEAST for piece in pieces)

    def verb_at(self, document: Document, first: int, past: int) -> int:
        """The first finite verb of tokens first..past-1, the first of them where none is told."""
        return next((at for at in range(first, past) if self._finite(document, at)), first)

    def _pieces(self, document: Document, first: int, past: int) -> list[tuple[int, int]]:
        tokens = document.tokens
        begin = tokens.starts[first] if first < past else 0
        bounds = [first]
        depth = 0
        for at in range(first + 1, past - 1):
            word = tokens.norms[at]
            if word not in self._bounds:
                continue
            depth += (word == "(") - (word == ")")
            if depth > 0 or word in _BRACKETS:
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
        while at < end and norms[at] in self._joiners:
            at += 1
        words = [word for word in range(at, end) if norms[word][0].isalnum()]
        if not words:
            return _Piece(start, end, 0, verb=False, telling=False, anew=False, waits=False)
        dependent = norms[at] in self._dependent
        anew = dependent and at > start and self._pack.holds("joiners", norms[at - 1])
        verb = self._verb(document, words)
        opens = at > start and norms[at].endswith(self._pack.opening_endings)
        opens = opens and norms[at] not in self._not_finite
        own = anew or not dependent
        telling = opens or (verb and (own or self._pack.holds("telling", norms[at])))
        telling = telling and len(words) >= _LEAST
        return _Piece(start, end, len(words), verb and own, telling, anew, self._waits(document, words))

    def _verb(self, document: Document, words: Sequence[int]) -> bool:
        norms = document.tokens.norms
        if not self._subjects or norms[words[0]] in self._subjects:
            return any(self._finite(document, at) for at in words)
        rest = takewhile(lambda at: norms[at] not in self._dependent, words[1:])
        return any(self._finite(document, at) for at in rest)

    def _waits(self, document: Document, words: Sequence[int]) -> bool:
        """Whether the last clause that depends on another has no verb yet, where each has a subject of its own before it."""
        if not self._subjects:
            return False
        norms = document.tokens.norms
        opened = next((at for at in reversed(words[1:]) if norms[at] in self._dependent), None)
        return opened is not None and not any(self._finite(document, at) for at in words if at > opened)

    def _finite(self, document: Document, at: int) -> bool:
        word = document.tokens.norms[at]
        if self._pack.holds("finite", word):
            return True
        if not word.endswith(self._pack.finite_endings) or word in self._not_finite or "-" in word:
            return False
        if at > 0 and self._pack.holds("not_finite_after", document.tokens.norms[at - 1]):
            return False
        return document.tokens.raw(at)[0].islower() or at == 0 or document.tokens.norms[at - 1] in {".", "!", "?", "…"}
