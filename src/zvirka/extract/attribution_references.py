"""Who says what stands before: told by a sentence of its own ("This X said on Monday."), or by the end of the same one ("…, X wrote
of this", "… – so says X")."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.extract.attribution_sources import Sources
from zvirka.extract.cues import Cue
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import DASHES
from zvirka.extract.tokens import Match
from zvirka.model.spans import Span

_LONGEST_CONDITION = 5
"""Tokens before a pronoun for what was just said that tell on what condition or when it is confirmed."""
_SHORTEST_TOLD = 3
"""Words of the shortest clause that "…, X wrote of this" tells the source of."""
_REACH = 8
"""Words between "of this" and the verb that goes with it."""


class References:
    """Finds such attributions in one text."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.said = sources.said
        self.doc = sources.doc
        self.tokens = sources.tokens
        self.norms = sources.norms
        self.pack = sources.pack
        self.phrases = sources.phrases

    def whole(self, index: int, first: int, past: int) -> AttributionMention | None:
        for match in self.pack.references.find(self.tokens, first, min(past, first + 12)):
            content = self.before(index) or self.after(index)
            if content is None:
                continue
            if match.value.subject == "between":
                source, verb = self._between(match, first, past)
                if source is not None and verb is not None and not self._describing(source):
                    return self.sources.mention(source, verb, content, "reference")
                continue
            if match.value.subject == "before":
                source = self.phrases.left(first, match.first - 1)
            elif match.first == first:
                source = self.phrases.right(match.past, past)
            else:
                source = None
            if source is not None and not self._describing(source):
                return self.sources.mention(source, match, content, "reference")
        return None

    def _between(self, match: Match[Cue], first: int, past: int) -> tuple[tuple[int, int] | None, Match[Cue] | None]:
        """Who "told of this": between these words and the verb, or behind it where only "in his own channel" stands there."""
        verb = next(iter(self.pack.verbs.find(self.tokens, match.past, past)), None)
        if match.first != first or verb is None:
            return None, None
        start = self.sources.small(match.past, verb.first)
        behind = self.phrases.right(self.sources.small(verb.past, past), past)
        if start >= verb.first:
            return behind, verb
        before = (start, verb.first)
        if behind is None or not self.sources.somebody(behind, first):
            return before, verb
        where = self.phrases.is_a("place_preposition", start)
        told = self.sources.role(behind) and not self.sources.role(
            before
        )  # "of this NEWS told the deputy commander NAME"
        return (behind if where or told else before), verb

    def _describing(self, source: tuple[int, int]) -> bool:
        """Whether a phrase is only a word that describes what stands further on ("опублікований на сайті законопроєкт")."""
        alone = source[1] - source[0] == 1 and not self.phrases.capital(source[0])
        endings = self.pack.words.adjective_endings
        return (
            alone
            and bool(endings)
            and self.norms[source[0]].endswith(endings)
            and not self.pack.kinds.find(self.tokens, *source)
        )

    def same_thing(self, index: int, first: int, past: int) -> AttributionMention | None:
        """ "This both prisoners and locals confirm": a pronoun for what was just said, a verb, who says so too."""
        pronoun = first
        if first < past and self.phrases.is_a("preposition", first):  # "On condition of anonymity …"
            near = range(first + 1, min(past, first + _LONGEST_CONDITION))
            pronoun = next((at for at in near if self.phrases.is_a("object_pronoun", at)), first)
        if index == 0 or first >= past or not self.phrases.is_a("object_pronoun", pronoun):
            return None
        verb = pronoun + 1
        while verb < past and self.pack.words.skipped(self.norms[verb]):
            verb += 1
        cue = next((each for each in self.pack.verbs.find(self.tokens, verb, min(past, verb + 1))), None)
        if cue is None or cue.first != verb or not self.phrases.is_a("object_first", verb):
            return None
        start = cue.past
        while start < past and (self.phrases.is_a("joiner", start) or self.phrases.is_a("told", start)):
            start += 1
        source = self.phrases.right(start, past)
        content = self.before(index)
        if source is None or content is None or not self.sources.somebody(source, first):
            return None
        return self.sources.mention(source, cue, content, "reference")

    def before(self, index: int) -> tuple[Span, ...] | None:
        if index == 0:
            return None
        previous = self.doc.sentences[index - 1]
        quote = self.doc.quote_at(previous.end - 1) or self.doc.quote_at(max(previous.start, previous.end - 2))
        start = min(previous.start, quote[0]) if quote else previous.start
        return (self.said.trimmed(start, previous.end),)

    def after(self, index: int) -> tuple[Span, ...] | None:
        if index + 1 >= len(self.doc.sentences):
            return None
        following = self.doc.sentences[index + 1]
        quote = self.doc.quote_at(following.start)
        return (Span.of(self.doc.text, quote[0], quote[1]),) if quote else None

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
