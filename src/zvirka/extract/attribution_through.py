"""Sources behind sources: "NAME, citing SOURCE, reports …", "NAME quotes SOURCE as saying …"."""

from __future__ import annotations

from dataclasses import replace

from zvirka.extract.attribution_sources import Sources
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.tokens import Match
from zvirka.model.spans import Span

_NAMES = 5
"""Words behind a verb among which the one who heard it stands ("learned the paper from …")."""
_SEAT = 3
"""Words behind "in" among which the armed body stands that a source is in ("two sources in the Syrian army")."""
_REACH = 14
"""Tokens between a cue or its source and a word of passing on that belongs to it."""


class ThroughFrames:
    """Finds whom a source has it from, in one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.said = sources.said
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases

    def apply(self, first: int, past: int, here: list[AttributionMention]) -> list[AttributionMention]:
        """The attributions of a sentence with those added whose words others pass on."""
        for match in self.pack.relays.find(self.tokens, first, past):
            here = self._relayed(match, first, past, here)
        here = [each for mention in here for each in self._heard(mention, first, past)]
        here = [each for mention in here for each in self._words_of(mention)]
        for match in self.pack.through.find(self.tokens, first, past):
            inner = self.phrases.right(match.past, past)
            if inner is None or not (inner[1] - inner[0] > 1 or self.sources.tells(inner)):
                continue  # "refused passage, citing mines"
            inner = self._seated(inner, past)
            own = [each for each in here if each.cue is not None and self._same(each.cue, match)]
            at = next(
                (index for index, each in enumerate(here) if each not in own and self._belongs(each, match, inner)),
                None,
            )
            if at is None:
                if own:
                    continue
                content = self.said.around(first, match.first, inner[1], past)
                if content:
                    here = [*here, self.sources.mention(inner, match, content, "preposition")]
                continue
            inner = self._within(here[at], match, inner)
            outer = self._outer(here[at], match, inner)
            if outer is not None:
                here = [*here[:at], outer, self._inner(outer, match, inner), *here[at + 1 :]]
                here = [each for each in here if each not in own]
        return here

    def _heard(self, mention: AttributionMention, first: int, past: int) -> list[AttributionMention]:
        """The attribution, and whom its source has heard it from ("his wife heard from a cellmate that …", "from a comrade she
        heard that …")."""
        cue, source = mention.cue, mention.source
        if cue is None or source is None or mention.rule not in {"clause", "embedded", "inverted"}:
            return [mention]
        behind = self.tokens.at(cue.end)
        near = range(behind, behind + _NAMES) if mention.rule == "inverted" else (behind, first)
        opens = next((at for at in near if at < past and self.phrases.is_a("heard_from", at)), None)
        if opens is None or not self.phrases.is_a("hearing", self.tokens.at(cue.start)):
            return [mention]
        inner = self.phrases.right(opens + 1, past if opens >= behind else self.tokens.at(source.start))
        if inner is None:
            return [mention]
        start, _ = self.said.past_marks(inner[1], past)
        follows = start is not None and opens == behind and mention.rule != "inverted"
        rest = self.said.content(start, past) if start is not None and follows else None
        mention = mention if rest is None else replace(mention, content=(rest,))
        head = Match(opens, opens + 1, Cue("stated", ()))
        return [mention, replace(self.sources.mention(inner, head, mention.content, "through"), within=cue)]

    def _words_of(self, mention: AttributionMention) -> list[AttributionMention]:
        """The attribution, and whose words its source passes on ("…, passes on the correspondent the words of a lieutenant")."""
        source, cue = mention.source, mention.cue
        if source is None or cue is None or mention.rule != "inverted":
            return [mention]
        first, past = self.tokens.at(source.start), self.tokens.at(source.end)
        at = next((at for at in range(first + 1, past - 1) if self.phrases.is_a("words_of", at)), None)
        if at is None:
            return [mention]
        told = self.sources.mention((at + 1, past), Match(at, at + 1, Cue("stated", ())), mention.content, "through")
        return [replace(mention, source=self.tokens.span(first, at)), replace(told, within=cue)]

    def _seated(self, inner: tuple[int, int], past: int) -> tuple[int, int]:
        """A source with the armed body that it sits in ("citing its own sources in the special services")."""
        at = inner[1]
        if (
            at + 1 >= past
            or not self.phrases.is_a("inside", at)
            or not self.pack.armed.stands(self.tokens, at + 1, min(past, at + 1 + _SEAT))
        ):
            return inner
        seat = self.phrases.right(at + 1, past)
        return inner if seat is None else (inner[0], seat[1])

    def _same(self, cue: Span, match: Match[Cue]) -> bool:
        return cue.start < self.tokens.ends[match.past - 1] and self.tokens.starts[match.first] < cue.end

    def _belongs(self, mention: AttributionMention, match: Match[Cue], inner: tuple[int, int]) -> bool:
        """Whether it is this attribution's source that has it from somebody."""
        cue, source = mention.cue, mention.source
        start, end = self.tokens.starts[match.first], self.tokens.ends[inner[1] - 1]
        if source is not None and mention.rule == "preposition" and source.start < start < source.end:
            return True  # "as «NAME» writes with reference to …"
        if cue is None or source is None or mention.rule in {"through", "preposition", "unnamed", "act"}:
            return False
        if source.start <= start < source.end:
            return source.start < start
        if any(span.start <= start < span.end for span in mention.content):
            return True
        near = (self.tokens.at(cue.end), self.tokens.at(source.end))
        ahead = min(self.tokens.at(cue.start), self.tokens.at(source.start))
        behind = any(0 <= match.first - at <= _REACH for at in near)
        return (behind or 0 <= ahead - inner[1] <= _REACH) and end > 0

    def _within(self, mention: AttributionMention, match: Match[Cue], inner: tuple[int, int]) -> tuple[int, int]:
        """The inner source as far as the words of the outer one go, and no farther than that one's cue."""
        source, cue = mention.source, mention.cue
        if source is None or cue is None:
            return inner
        end = self.tokens.at(source.end)
        if source.start <= self.tokens.starts[match.first] < source.end and end > match.past:
            inner = (match.past, end)
        cued = self.tokens.at(cue.start)
        return (inner[0], cued) if inner[0] < cued < inner[1] else inner

    def _outer(
        self, mention: AttributionMention, match: Match[Cue], inner: tuple[int, int]
    ) -> AttributionMention | None:
        """The attribution without the words that name whom it passes on, None where nothing is left of it."""
        start, end = self.tokens.starts[match.first], self.tokens.ends[inner[1] - 1]
        source = mention.source
        if source is not None and source.start <= start < source.end:
            past = match.first
            while (
                past > 0 and not self.norms[past - 1][0].isalnum() and self.norms[past - 1] not in {"»", "”", '"', ")"}
            ):
                past -= 1
            return replace(mention, source=self.tokens.span(self.tokens.at(source.start), past))
        content: list[Span] = []
        for span in mention.content:
            if not span.start <= start < span.end:
                content.append(span)
                continue
            rest = self.said.content(inner[1], self.tokens.at(span.end)) if end < span.end else None
            parts = (self.said.content(self.tokens.at(span.start), match.first), rest)
            content.extend(part for part in parts if part is not None and len(part.exact) > 2)
        return replace(mention, content=tuple(content)) if content else None

    def _inner(self, outer: AttributionMention, match: Match[Cue], inner: tuple[int, int]) -> AttributionMention:
        told = self.sources.mention(inner, match, outer.content, "through")
        return replace(told, within=outer.cue)

    def _relayed(
        self, match: Match[Cue], first: int, past: int, here: list[AttributionMention]
    ) -> list[AttributionMention]:
        """ "NAME quotes SOURCE as saying that …", "NAME quotes SOURCE: …"."""
        before = match.first - 1
        while before >= first and self.pack.words.skipped(self.norms[before]):
            before -= 1
        source = self.phrases.left(first, before) if before >= first else None
        inner = self.phrases.right(match.past, past)
        if inner is not None and self.phrases.is_a("inside", inner[1]) and self.pack.kinds.find(self.tokens, *inner):
            seat = self.phrases.right(inner[1] + 1, past)  # "quotes a source in the White House:"
            inner = inner if seat is None else (inner[0], seat[1])
        if source is None or inner is None:
            return here
        start = inner[1]
        if start + 1 >= past:
            below = self._relayed_below(match, source, inner, first)
            return [
                *(each for each in here if not below or each.cue is None or not self._same(each.cue, match)),
                *below,
            ]
        if start + 2 >= past:
            return here
        opens = start + 1 if self.phrases.is_a("whole_as", start) else start
        saying = opens < past and self.phrases.is_a("as_saying", opens)
        start = opens + 1 if saying else start
        if start >= past:
            return here
        told = self.norms[start] == ":" or (self.norms[start] == "," and self.phrases.is_a("complementiser", start + 1))
        opened, _ = self.said.past_marks(start, past)
        if opened is None or not (told or saying):
            return here
        content = self.said.content(opened, past)
        if content is None:
            return here
        here = [each for each in here if each.cue is None or not self._same(each.cue, match)]
        outer = self.sources.mention(source, match, (content,), "clause")
        passed = self.sources.mention(inner, match, (content,), "through")
        return [*here, outer, replace(passed, within=outer.cue)]

    def _relayed_below(
        self, match: Match[Cue], source: tuple[int, int], inner: tuple[int, int], first: int
    ) -> list[AttributionMention]:
        """ "NAME passes on the words of SOURCE. He admitted …": what the next sentence tells of him by a pronoun."""
        doc = self.sources.doc
        at = doc.sentence_at(self.tokens.starts[first]) + 1
        if at >= len(doc.sentences) or doc.sentences[at].paragraph != doc.sentences[at - 1].paragraph:
            return []
        start, past = doc.words[at]
        content = self.said.content(start, past) if self.phrases.is_a("one_person", start) else None
        if content is None:
            return []
        outer = self.sources.mention(source, match, (content,), "clause")
        passed = self.sources.mention(inner, match, (content,), "through")
        return [outer, replace(passed, within=outer.cue)]
