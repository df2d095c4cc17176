"""Who says it by a verb that no list need hold, or that is left out: "«…», whispers the nurse", "Moscow says that …; Kyiv – that …"."""

from __future__ import annotations

from dataclasses import replace

from zvirka.extract.attribution_content import LOOK_AHEAD
from zvirka.extract.attribution_sources import LONGEST_NAME, Sources
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import DASHES
from zvirka.extract.tokens import Match

_SHORT_QUOTATION = 3
"""Tokens of the shortest quotation that a verb nobody listed may tell who said."""
_ANY = ("",)
"""Endings of a language that lists none: its verbs are told by their place alone."""
TAGGING = frozenset({",", "?", "!", "…", "..."})
"""Marks inside a quotation behind which its speaker is told."""
_NO_VERB = (
    "preposition",
    "inner_preposition",
    "place_preposition",
    "boundary",
    "joiner",
    "pronoun",
    "relative",
    "complementiser",
    "being",
    "determiner",
    "time",
    "adverb",
)
"""Classes of words that no verb is of."""


class Tags:
    """Finds such attributions in one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.said = sources.said
        self.doc = sources.doc
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases
        self._tense = tuple(self.pack.words.sets.get("tag_endings", ())) or _ANY

    def tagged(self, first: int, past: int) -> AttributionMention | None:
        """ "«…», – whispers the nurse": a quotation, a mark, any verb and who speaks; the form tells, the verb need not be known."""
        opening = None if past - first < _SHORT_QUOTATION else self.doc.quote_at(self.tokens.starts[first])
        if opening is None:
            return None
        for at in range(first + _SHORT_QUOTATION, past - 2):
            if opening[1] != self.tokens.ends[at]:
                continue
            start = at + 1
            marked = self.norms[at - 1] in TAGGING
            while start < past and (self.norms[start] == "," or self.norms[start] in DASHES):
                marked, start = True, start + 1
            tag = self._tag(start, past) if marked else None
            content = None if tag is None else self.said.left_content(first, at + 1)
            if tag is not None and content is not None:
                head = Match(tag[1], tag[1] + 1, Cue("stated", ("inverted",)))
                spans = self.said.continued(content, max(tag[0][1], tag[1] + 1), past)
                return self.sources.mention(tag[0], head, spans, "tag")
        return None

    def gapped(self, first: int, past: int, here: list[AttributionMention]) -> list[AttributionMention]:
        """With who says the next thing by the same verb, left out ("Moscow says that …; Kyiv – that …")."""
        for dash in range(first + 3, past - 2) if here else ():
            if self.norms[dash] not in DASHES or not self.phrases.is_a("complementiser", dash + 1):
                continue
            start = next(
                (at + 1 for at in range(dash - 1, max(first, dash - LONGEST_NAME), -1) if self.norms[at] in ",;"), 0
            )
            told = here[-1]
            while start and start < dash - 1 and self.phrases.is_a("opener", start):
                start += 1
            told_before = (
                told.cue is not None and told.content[-1].start < self.tokens.starts[start] < told.content[-1].end
            )
            content = self.said.content(dash + 2, past)
            if not start or told.rule != "clause" or not told_before or content is None:
                continue
            if self.sources.somebody((start, dash), first):
                cut = self.said.trimmed(told.content[-1].start, self.tokens.starts[start] - 1)
                head = Match(dash, dash + 2, Cue(told.commitment, ("clause",)))
                here = [*here[:-1], replace(told, content=(*told.content[:-1], cut))]
                here.append(self.sources.mention((start, dash), head, (content,), "clause"))
        return here

    def _tag(self, start: int, past: int) -> tuple[tuple[int, int], int] | None:
        """The source and the verb of "whispers the nurse" or "Tymur grins"; None for what is neither."""
        if start + 1 >= past or not self.norms[start][0].isalpha():
            return None
        if self.phrases.capital(start):
            source = self.phrases.right(start, min(past, start + LOOK_AHEAD))
            if source is None:
                return None
            verb = source[1] - 1
            closed = source[1] >= past or self.phrases.stop(source[1])
            named = verb > start and not self.phrases.capital(verb) and self.norms[verb].endswith(self._tense)
            return ((start, verb), verb) if closed and named else None
        if any(self.phrases.is_a(name, start) for name in _NO_VERB):
            return None
        source = self.phrases.right(self.sources.small(start + 1, past), past)
        if (
            source is None
            or not self.sources.somebody(source, start)
            or self.pack.verbs.holds(self.norms[source[1] - 1])
        ):
            return None
        known = self.pack.verbs.holds(self.norms[start])
        return (source, start) if known or self._tense == _ANY or self.norms[start].endswith(self._tense) else None
