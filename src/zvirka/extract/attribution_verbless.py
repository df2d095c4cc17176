"""Who says it where no verb tells: "NAME: words", "words – NAME", "words (the rescue service)"."""

from __future__ import annotations

from dataclasses import replace

from zvirka.extract.attribution_content import FINAL
from zvirka.extract.attribution_sources import LONGEST_NAME, Sources
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import DASHES, ornament
from zvirka.model.spans import Span

_LONGEST_SIGNED = 4
"""Sentences of the longest paragraph that a name at its end signs as a whole. House rule: posts of news are that short."""
_LONGEST_QUOTED = 5
"""Tokens of the longest name in quotation marks, they counted, before a colon: longer ones are titles."""

_MOST_SIGNED = 12
"""Sentences of the longest text whose last line may sign all of it: a post. House rule."""

_SHORTEST_SIGN = 2
"""Tokens of the shortest line that signs: a dash and a name."""


class Verbless:
    """Finds such attributions in one text. adjectives: those of the sides."""

    def __init__(self, sources: Sources, adjectives: frozenset[str]) -> None:
        self.adjectives = adjectives
        self.sources = sources
        self.said = sources.said
        self.doc = sources.doc
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases

    def read(self, index: int, first: int, past: int) -> AttributionMention | None:
        """ "NAME: words" at the start of a paragraph, "words – NAME" at an end."""
        opens = index == 0 or self.doc.sentences[index - 1].paragraph != self.doc.sentences[index].paragraph
        while first < past and ornament(self.norms[first]):
            first += 1
        for at in range(first + 1, min(past - 2, first + LONGEST_NAME + 2)):
            if self.norms[at] != ":":
                continue
            named = opens or self.sources.body(first, at)
            titled = opens and index > 0 and at - first <= _LONGEST_QUOTED and self.phrases.quote_end(first, at) == at
            if named and (titled or self.sources.name(first, at)):
                content = self.said.content(at + 1, past)
                rule = "colon" if opens else "headed"
                return None if content is None else self.plain((first, at), (at, at + 1), content, rule)
        end = past
        while end > first and (self.norms[end - 1] in FINAL or ornament(self.norms[end - 1])):
            end -= 1
        if end > first + 3 and self.norms[end - 1] == ")":
            return self._bracketed(first, end)
        for at in range(end - 2, max(first + 2, end - 9), -1):
            if (self.norms[at] in DASHES or self.norms[at] == "-") and self._spaced(at):
                start = at + 2 if self.phrases.is_a("findings", at + 1) and at + 2 < end else at + 1
                if not self._signs(start, end) or self._dashed(first, at):
                    return None
                content = self.said.left_content(first, at)
                return None if content is None else self.plain((start, end), (at, at + 1), content, "dash")
        return None

    def signature(
        self, index: int, first: int, past: int, found: list[AttributionMention]
    ) -> AttributionMention | None:
        """ "— NAME" or "(the border service)" alone at the end of a short text: who says what nobody else is told to say in it."""
        sentences = self.doc.sentences
        if index + 1 < len(sentences) or not 0 < index <= _MOST_SIGNED:
            return None
        end = past
        while end > first and (self.norms[end - 1] in FINAL or ornament(self.norms[end - 1])):
            end -= 1
        if end - first < _SHORTEST_SIGN:
            return None
        bracketed = end > first + 2 and self.norms[first] == "(" and self.norms[end - 1] == ")"
        start, stop = first + 1, end - 1 if bracketed else end
        if not (bracketed or self.norms[first] in DASHES) or start >= stop or not self._signs(start, stop):
            return None
        if bracketed and not self.pack.kinds.find(self.tokens, start, stop):
            return None
        told = [span for each in found for span in (*each.content, *([each.cue] if each.cue is not None else []))]
        spoken = [
            self.said.content(*self.doc.words[at])
            for at, each in enumerate(sentences[:index])
            if each.noise is None and not any(span.start < each.end and each.start < span.end for span in told)
        ]
        content = tuple(span for span in spoken if span is not None)
        spans = self.tokens.span(start, stop), self.tokens.span(first, first + 1)
        return AttributionMention(*spans, content, "stated", carried=False, rule="signed") if content else None

    def _signs(self, first: int, past: int) -> bool:
        """Whether words name who says so: a name, an office, or both with a comma between them ("– NAME, deputy minister")."""
        if self.sources.name(first, past) or self.sources.office(first, past):
            return True
        if past - first > 1 and self.norms[first] in self.adjectives and self.sources.office(first + 1, past):
            return True  # "– Ukrainian media"
        comma = next((at for at in range(first + 1, past - 1) if self.norms[at] == ","), None)
        return comma is not None and self.sources.name(first, comma) and self.sources.office(comma + 1, past)

    def _dashed(self, first: int, at: int) -> bool:
        """Whether another dash stands before this one outside quotations: a list, whose last entry tells nobody's name."""
        before = at - 1
        while before > first and ornament(self.norms[before]):
            before -= 1
        if self.norms[before] == ",":
            return False  # "…, — NAME": a comma before the dash tells that what stands behind says so
        return any(
            self.norms[near] in DASHES and self._spaced(near) and self.doc.quote_at(self.tokens.starts[near]) is None
            for near in range(first + 1, at - 1)
        )

    def _bracketed(self, first: int, end: int) -> AttributionMention | None:
        """ "words (the rescue service)": who says so, in brackets behind it."""
        opened = next(
            (at for at in range(end - 2, max(first, end - LONGEST_NAME - 2), -1) if self.norms[at] == "("), None
        )
        if opened is None:
            return None
        start = opened + 2 if self.phrases.is_a("findings", opened + 1) and opened + 3 < end else opened + 1
        if not self.pack.kinds.find(self.tokens, start, end - 1):
            return None
        if not (self.sources.name(start, end - 1) or self.sources.office(start, end - 1)):
            return None
        content = self.said.left_content(first, opened)
        return None if content is None else self.plain((start, end - 1), (opened, opened + 1), content, "dash")

    def _spaced(self, at: int) -> bool:
        return self.tokens.ends[at - 1] < self.tokens.starts[at]

    def signing_all(
        self, index: int, mention: AttributionMention, found: list[AttributionMention]
    ) -> AttributionMention:
        """With the sentences of a short paragraph that a name behind a dash at its end signs, where nobody else speaks in it."""
        sentences = self.doc.sentences
        here = sentences[index].paragraph
        last = index + 1 == len(sentences) or sentences[index + 1].paragraph != here
        opening = index
        while opening > 0 and sentences[opening - 1].paragraph == here:
            opening -= 1
        if mention.rule != "dash" or not last or not 0 < index - opening < _LONGEST_SIGNED:
            return mention
        spoken = any((each.cue or each.content[0]).start >= sentences[opening].start for each in found)
        if spoken or any(sentences[at].noise for at in range(opening, index)):
            return mention
        before = [self.said.content(*self.doc.words[at]) for at in range(opening, index)]
        return replace(mention, content=(*(span for span in before if span is not None), *mention.content))

    def plain(self, source: tuple[int, int], cue: tuple[int, int], content: Span, rule: str) -> AttributionMention:
        return AttributionMention(
            self.tokens.span(*source), self.tokens.span(*cue), (content,), "stated", carried=False, rule=rule
        )
