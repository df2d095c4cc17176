"""Whom "he said" means: the source told last, a known person, or somebody by name who is the subject of a sentence before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.source_words import SourceWords
from zvirka.ground import Ground
from zvirka.model.sources import UNKNOWN, SourceKind
from zvirka.model.spans import Span

PERSONAL = frozenset({"official", "politician", "military_unnamed", "blogger", "analyst"})
"""Kinds of source that may be one person."""
_ONE: frozenset[SourceKind | None] = frozenset({"eyewitness", "military_unnamed", "politician", "blogger", "analyst"})
"""Kinds of source that are no body."""
UNTOLD = frozenset({"subjectless", "quotation"})
"""Rules of attributions whose source is left out: whoever the words before tell of."""
_TOLD: frozenset[SourceKind] = frozenset({"eyewitness", "military_unnamed"})
"""Kinds of people whose role opens a sentence about them."""
_SENTENCES_BACK = 4
"""Sentences before a pronoun, its own counted, in which a name may stand that it means."""
_GOES_ON = 2
"""Sentences back to an official who goes on speaking ("The minister said … And noted that …")."""
_NO_NAME = ("determiner", "time", "preposition", "boundary", "opener", "pronoun", "joiner")
"""Classes of words with which no person's name begins."""
_OWNERS = ("'s", "’s")
"""Endings of a name that owns something."""
_ROLE_WORDS = 3
"""Words before a role that opens a sentence ("a tall old fisherman")."""
_SUBJECT_WORDS = 6
"""Words before a name that may be its title, in a sentence it is the subject of."""


class Pronouns:
    """Tells whom pronouns that speak mean, in one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack, told: SourceWords) -> None:
        self._ground = ground
        self._language = language
        self._pack = pack
        self._told = told

    def people(self, document: Document) -> list[AttributionMention]:
        """Known persons named anywhere in the text, in its order, as if they were sources; a headline's too."""
        found = []
        for start, end, info in self._ground.sources.find(document.text, self._language):
            span = Span.of(document.text, start, end)
            if (info.kind in PERSONAL and info.roles) or info.kind in {"politician", "blogger"}:
                found.append(
                    AttributionMention(
                        span,
                        None,
                        (),
                        "stated",
                        carried=False,
                        known=info.id,
                        kind=info.kind,
                        side=info.side,
                        named=True,
                    )
                )
        return found

    def meant(
        self,
        document: Document,
        mention: AttributionMention,
        last: AttributionMention | None,
        people: Sequence[AttributionMention],
    ) -> AttributionMention | None:
        """Whom a pronoun means: the last source, or the known person named after it as a sentence's first, or before all."""
        if not mention.carried or mention.source is None:
            return last
        word = document.tokens.norms[document.tokens.at(mention.source.start)]
        if not self._pack.words.is_a("one_person", word):
            return last
        behind = bisect_right(people, mention.source.start, key=lambda each: each.source.end if each.source else 0)
        person = people[behind - 1] if behind else None
        stranger = self._among(document, mention, last) or self._stranger(
            document, mention.source, last, mention.content[0]
        )
        if stranger is not None and last is not None and self._titled(document, last.source, stranger):
            stranger = None
        if stranger is not None and (person is None or person.source is None or person.source.end <= stranger.start):
            return AttributionMention(
                stranger,
                None,
                (),
                "stated",
                carried=False,
                kind=self._stranger_kind(document, stranger),
                side=UNKNOWN,
                named=True,
            )
        if person is None or person.source is None:
            return last
        if last is None or last.source is None:
            return person
        newer = person.source.start > last.source.end and self._opens(document, person.source)
        vague = last.kind in {"unnamed", "public"} and last.known == ""
        return person if newer or (vague and not last.named) else last

    def speaker(self, document: Document, mention: AttributionMention, last: AttributionMention | None) -> Span | None:
        """Whom an attribution means that leaves out its source: the subject by name or role of a sentence before, else the source
        told last where that is a person of the same paragraph."""
        span = mention.cue or mention.content[0]
        stranger = self._stranger(document, span, last, roles=mention.rule != "quotation")
        if stranger is not None or last is None or last.source is None or mention.rule == "quotation":
            return stranger
        here, there = document.sentence_at(span.start), document.sentence_at(last.source.start)
        near = document.sentences[here].paragraph == document.sentences[there].paragraph
        goes_on = last.kind in PERSONAL and here - there <= _GOES_ON
        return (
            last.source if near and (last.kind in _ONE or goes_on or (last.kind == "public" and last.named)) else None
        )

    def _stranger(
        self,
        document: Document,
        pronoun: Span,
        last: AttributionMention | None,
        said: Span | None = None,
        *,
        roles: bool = False,
    ) -> Span | None:
        """The subject by name, or also by role, of the pronoun's sentence or of one before it in its paragraph, since the last source
        spoke: "Iryna Hlushko listened to the ceiling. … she says". None for names of places, sides and known sources."""
        tokens, sentences = document.tokens, document.sentences
        here = document.sentence_at(min(pronoun.start, pronoun.start if said is None else said.start))
        past = last.source.end if last is not None and last.source is not None else 0
        for at in range(here, max(-1, here - _SENTENCES_BACK), -1):
            if sentences[here].paragraph - sentences[at].paragraph > 1 or sentences[at].end <= past:
                return None
            first, end = document.words[at]
            for start in range(first, min(end, first + 2 * _SUBJECT_WORDS)):
                if not past <= tokens.starts[start] < pronoun.start:
                    continue
                name = self._named_role(document, start, end, roles and start - first <= _ROLE_WORDS)
                if name is None and tokens.text[tokens.starts[start]].isupper():
                    name = self._name(document, start, end)
                if name is not None and name.end <= pronoun.start:
                    return name
        return None

    def _among(self, document: Document, mention: AttributionMention, last: AttributionMention | None) -> Span | None:
        """Who alone was told to be among others right before ("we took 25 prisoners, among them a company commander. He says")."""
        tokens, source = document.tokens, mention.source
        at = document.sentence_at(source.start) if source is not None else 0
        if at == 0 or document.opening(at) == at:
            return None
        first, end = document.words[at - 1]
        for match in self._pack.among.find(tokens, first, end):
            start = match.past + self._pack.words.is_a("determiner", tokens.norms[min(match.past, end - 1)])
            past, kinds = self._pack.kinds.match(tokens.norms, start, end)
            if (
                past > start
                and min(kinds)[1] in _ONE
                and (last is None or last.source is None or last.source.end <= tokens.starts[start])
            ):
                return tokens.span(start, past)
        return None

    def _titled(self, document: Document, source: Span | None, name: Span) -> bool:
        """Whether a name behind a source is that source's own ("the minister of communities and territories NAME")."""
        tokens = document.tokens
        first = tokens.at(source.end) if source is not None else len(tokens.norms)
        between = range(first, tokens.at(name.start))
        plain = all(tokens.norms[at].isalpha() and not self._pack.words.verbal(tokens.norms[at]) for at in between)
        return first <= tokens.at(name.start) and len(between) <= _SUBJECT_WORDS and plain

    def _named_role(self, document: Document, start: int, end: int, alone: bool) -> Span | None:
        """A word for a witness or soldier with the name behind it ("the baker NAME"), alone also without; None for neither."""
        tokens = document.tokens
        past, kinds = self._pack.kinds.match(tokens.norms, start, end)
        if past <= start or min(kinds)[1] not in _TOLD or document.quote_at(tokens.starts[start]) is not None:
            return None
        noun, behind = self._pack.kinds.match(tokens.norms, past, end)
        if (
            noun > past
            and tokens.norms[start].endswith(self._pack.words.adjective_endings or ("\0",))
            and min(behind)[1] in _TOLD
        ):
            past = noun  # "a driver I know"
        stop = past
        while stop < min(end, past + 2) and tokens.raw(stop)[0].isupper():
            stop += 1
        return tokens.span(start, stop) if stop > past or alone else None

    def _name(self, document: Document, start: int, end: int) -> Span | None:
        """Two or three words with capitals in a row, or a first name that opens its sentence, that name nobody and nothing known, outside
        quotations."""
        tokens = document.tokens
        stop = start
        while stop < min(end, start + 3) and tokens.raw(stop)[0].isupper() and not tokens.raw(stop).isupper():
            stop += 1
        alone = start + 1 == stop and start == document.words[document.sentence_at(tokens.starts[start])][0]
        alone = alone and self._pack.given_names.holds(tokens.norms[start])
        span = tokens.span(start, stop) if stop - start >= 2 or alone else None
        if span is None or document.quote_at(span.start) is not None:
            return None
        if span.exact.endswith(_OWNERS):
            span = Span.of(tokens.text, span.start, span.end - len(_OWNERS[0]))
        if any(self._pack.words.is_a(name, tokens.norms[start]) for name in _NO_NAME):
            return None
        if any(self._pack.words.is_a("place_noun", tokens.norms[at]) for at in (start, stop - 1)):
            return None  # "Freedom Square"
        known = next(iter(self._ground.sources.find(span.exact, self._language)), None)
        sided = next(iter(self._ground.find_sides(span.exact, self._language)), None)
        placed = self._ground.gazetteer.resolve(span.exact, self._language)
        return span if known is None and sided is None and placed is None else None

    def _stranger_kind(self, document: Document, name: Span) -> SourceKind:
        tokens = document.tokens
        first = tokens.at(name.start)
        for start in range(max(0, first - _ROLE_WORDS), first):  # "the expert NAME"
            past, kinds = self._pack.kinds.match(tokens.norms, start, first)
            if past == first:
                return min(kinds)[1]
        return self._told.kind(tokens, first, tokens.at(name.end))

    def _opens(self, document: Document, span: Span) -> bool:
        """Whether a name stands among the first words of its sentence, as a subject does."""
        sentence = document.sentences[document.sentence_at(span.start)]
        return document.tokens.at(span.start) - document.tokens.at(sentence.start) <= _SUBJECT_WORDS
