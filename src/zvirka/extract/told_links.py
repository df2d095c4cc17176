"""What a text itself ties together: one statement told as the cause of another, or concluded from it.

The text's words make the tie, not we: a link says that somebody told it so. Words come from packs (section `told_links`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from zvirka.extract.document import Document
from zvirka.extract.reading import Reading
from zvirka.extract.tokens import Lexicon, Match, word_set
from zvirka.model.claims import Claim
from zvirka.model.findings import Link, LinkReason

_BACKWARD = frozenset({"effect", "conclusion"})
"""What stands first where the word looks back: the link goes from what follows the word to what stands before it."""
_OPENS = 2
"""Tokens at the beginning of a sentence among which a word ties it to the sentence before ("And as a result, …")."""
_NEAR = 2
"""Tokens before a word of tying searched for one that takes it back ("not because")."""


class _Tie(NamedTuple):
    """What a pack says of a word. backward: the statement behind the word brings about, or bears out, the one before it."""

    kind: Literal["cause", "inference"]
    backward: bool


class ToldLinks:
    """Finds the ties between claims in texts of one language."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        section = pack.get("told_links", {})
        self._ties = Lexicon(
            (phrase, _Tie(row["kind"], row["first"] in _BACKWARD))
            for row in section.get("words", ())
            for phrase in row["words"]
        )
        self._not = word_set(section.get("not", ()))

    def read(self, reading: Reading, claims: Sequence[Claim]) -> list[Link]:
        """The links of a text by place of their words. claims: the text's, by quote position.

        Left is the cause or premise, right the effect or conclusion. Both stand in one sentence, or in two where the word opens
        the second, and are told by the same sources.
        """
        starts = [claim.quote.start for claim in claims]
        found: dict[str, Link] = {}
        taken = 0
        for match in self._ties.find(reading.document.tokens) if len(claims) > 1 else ():
            if match.first < taken or self._taken_back(reading.document, match):
                continue
            taken = match.past
            for left, right in self._pairs(reading.document, match, claims, starts):
                link = self._link(reading.document, match, left, right)
                found.setdefault(link.id, link)
        return list(found.values())

    def _taken_back(self, document: Document, match: Match[_Tie]) -> bool:
        sentence = document.sentences[document.sentence_at(document.tokens.starts[match.first])]
        before = document.tokens.norms[max(0, match.first - _NEAR) : match.first]
        return sentence.noise is not None or any(word in self._not or word.endswith("n't") for word in before)

    def _pairs(
        self, document: Document, match: Match[_Tie], claims: Sequence[Claim], starts: Sequence[int]
    ) -> Iterator[tuple[Claim, Claim]]:
        """Claims nearest before and behind a word that the same sources tell: (before, behind)."""
        tokens, sentences = document.tokens, document.sentences
        at, end = tokens.starts[match.first], tokens.ends[match.past - 1]
        index = document.sentence_at(at)
        here = sentences[index]
        inside = claims[bisect_left(starts, here.start) : bisect_left(starts, here.end)]
        before = [claim for claim in inside if claim.quote.start < at and claim.quote.end <= end]
        behind = [claim for claim in inside if claim.quote.start >= at]
        opens = match.first - document.words[index][0] < _OPENS
        if not before and opens and match.value.backward:  # "Because X, Y"
            first = [claim for claim in behind if claim.quote.start == behind[0].quote.start]
            before, behind = behind[len(first) :][:1], first
        elif not before and opens and index > 0 and sentences[index - 1].paragraph == here.paragraph:
            earlier = sentences[index - 1]
            before = list(claims[bisect_left(starts, earlier.start) : bisect_left(starts, earlier.end)])
        for claim in before:
            if claim.quote.end != max(each.quote.end for each in before):
                continue
            fitting = [other for other in behind if _sources(other, at, end) == _sources(claim, at, end)]
            for other in fitting:
                if other.quote.start == fitting[0].quote.start:
                    yield claim, other

    def _link(self, document: Document, match: Match[_Tie], before: Claim, behind: Claim) -> Link:
        tokens = document.tokens
        start, end = tokens.starts[match.first], tokens.ends[match.past - 1]
        left, right = (behind, before) if match.value.backward else (before, behind)
        data = (("words", document.text[start:end]), ("start", str(start)), ("end", str(end)))
        return Link(match.value.kind, left.id, right.id, (LinkReason("told", data),))


def _sources(claim: Claim, start: int, end: int) -> tuple[str, ...]:
    """Names of a claim's sources, without one whose word of saying is the tie itself ("which suggests that …")."""
    cues = ((step.name, step.cue) for step in claim.attribution)
    return tuple(name for name, cue in cues if cue is None or cue.end <= start or end <= cue.start)
