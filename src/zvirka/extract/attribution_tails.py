"""Who says what the same sentence tells before: "…, X wrote of this on Monday", "… – so says X"."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.extract.attribution_sources import Sources
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import DASHES
from zvirka.extract.tokens import Match

_SHORTEST_TOLD = 3
"""Words of the shortest clause that "…, X wrote of this" tells the source of."""
_REACH = 8
"""Words between "of this" and the verb that goes with it."""


class Tails:
    """Finds such attributions in one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.said = sources.said
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases

    def told(self, first: int, past: int) -> Iterator[AttributionMention]:
        """ "claim, of this wrote X", "claim – so says X": a reference behind a mark tells who says what stands before that."""
        for match in self.pack.references.find(self.tokens, first, past):
            mark = match.first - 1
            if mark - first < _SHORTEST_TOLD or not (self.norms[mark] in {",", ";"} or self.norms[mark] in DASHES):
                continue
            begin = max((at + 1 for at in range(first, mark) if self.said.parts(at)), default=first)
            content = self.said.content(begin, mark)
            found = None if match.value.subject == "before" else self._who(match, past)
            if content is not None and found is not None:
                yield self.sources.mention(found[0], found[1], (content,), "reference")

    def _who(self, match: Match[Cue], past: int) -> tuple[tuple[int, int], Match[Cue]] | None:
        """The source and the verb of a reference."""
        if match.value.subject != "between":
            source = self.phrases.right(self.sources.small(match.past, past), past)
            return None if source is None or not self.sources.somebody(source, match.first) else (source, match)
        end = next((at for at in range(match.past, past) if self.phrases.stop(at)), past)
        verb = next(iter(self.pack.verbs.find(self.tokens, match.past, min(end, match.past + _REACH))), None)
        if verb is None:
            return None
        before = self.phrases.left(match.past, verb.first - 1) if verb.first > match.past else None
        behind = self.phrases.right(self.sources.small(verb.past, past), past) if verb.past < past else None
        for source in (before, behind):
            if source is not None and self.sources.somebody(source, match.first):
                return source, verb
        return None
