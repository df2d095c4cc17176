"""What a source named in a text is: known by name or role, else told by its words; which kind, which side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention, retold, without
from zvirka.extract.phrases import QUOTE_MARKS
from zvirka.extract.private_people import PrivatePeople
from zvirka.extract.source_kinds import HeadKinds
from zvirka.extract.source_sides import SourceSides
from zvirka.extract.tokens import Match, Tokens, other_letters
from zvirka.extract.told_before import ToldBefore
from zvirka.ground import Ground
from zvirka.ground.sources import SourceInfo
from zvirka.model.sources import THIRD, UNKNOWN, Side, SourceKind
from zvirka.model.spans import Span

_PERSONAL = frozenset({"official", "politician", "military_unnamed", "blogger", "analyst"})
_OUTLETS = frozenset({"media", "channel", "blogger"})
"""Kinds of source that others tell things to."""
_CONFIDING = frozenset({"unnamed", "military_unnamed"})
"""Kinds of source that may be told to be an outlet's own."""
_KEPT_SOURCES = 4096
"""Sources whose look-up is remembered: "the General Staff" comes again in every report."""
_LONGEST_NAME = 4
"""Words of the longest name of a person."""
_NAMED_LATER = 4
"""Attributions and sentences behind a pronoun among which whom it means may be named."""
_LONGEST_I = 5
"""Characters of the longest word by which the author speaks of himself ("we've")."""
_INSIDE = 3
"""Words of the shortest "source in BODY"."""
_SELF_MADE: frozenset[SourceKind] = frozenset({"channel", "blogger"})
"""Kinds that are one voice's two names: of them the text's own word holds."""
_SOMEBODY = frozenset({"unnamed", "military_unnamed", "eyewitness"})
"""Kinds of people who may be inside a body without speaking for it."""
_PERSONS = frozenset({"politician", "blogger", "analyst"})
"""Kinds of known sources that are persons, not bodies."""
_SENTENCES_BACK = 4
"""Sentences before a pronoun, its own counted, in which a name may stand that it means."""
_NO_NAME = ("determiner", "time", "preposition", "boundary", "opener", "pronoun", "joiner")
"""Classes of words with which no person's name begins."""
_OWNERS = ("'s", "’s")
"""Endings of a name that owns something."""
_SUBJECT_WORDS = 6
"""Words before a name that may be its title, in a sentence it is the subject of."""
_NAMELESS = frozenset({"official_document", "video", "eyewitness", "military_unnamed"})
"""Kinds that are told by what they are: a name among their words is somebody else's."""


@dataclass(slots=True)
class Known:
    """A source resolved. id: of the theatre pack, "" where it is told by its words alone."""

    id: str
    kind: SourceKind
    side: Side
    named: bool


class VoiceReader:
    """Resolves sources of one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack) -> None:
        self._ground = ground
        self._language = language
        self._pack = pack
        self._sides = SourceSides(ground, language, pack)
        self._listed = lru_cache(maxsize=_KEPT_SOURCES)(self._look_up)
        self._bodies = lru_cache(maxsize=_KEPT_SOURCES)(self._named_bodies)
        self._heads = HeadKinds(pack)
        self._private = PrivatePeople(pack, self._heads)
        self._inflected = bool(ground.language(language).get("places", {}).get("declension"))

    def resolve(
        self,
        document: Document,
        mentions: Sequence[AttributionMention],
        on: date | None,
        voice: Side = UNKNOWN,
    ) -> list[AttributionMention]:
        """The attributions with kind, side, named, at_least and medium; pronouns take the last source that is none.

        voice: side of the text's own voice.
        """
        resolved: list[AttributionMention] = []
        last: AttributionMention | None = None
        mentions = self._spoken(mentions)
        people = self._people(document) if any(mention.carried for mention in mentions) else []
        before = ToldBefore(self._ground, self._pack, document.tokens, self._inflected)
        for index, mention in enumerate(mentions):
            meant = self._meant(document, mention, last, people)
            if meant is None and mention.carried:
                meant = self._named_later(document, mentions[index + 1 : index + _NAMED_LATER], mention, on)
            full = before.meant(self._told_later(document, self._one(document, mention, meant, on), on))
            full = self._with_side(document, full, resolved, voice)
            before.add(full)
            resolved.append(full)
            if not full.carried and full.source is not None:
                last = full
        resolved = self._private.told(document, resolved)
        for index, full in enumerate(list(resolved)):
            outlet = None
            if full.nested is None:
                outlet = self._told_to(document, full, on) or self._passed_by(document, full, on)
            if outlet is not None:
                outlet = self._with_side(document, outlet, (), voice)
                resolved[index] = replace(full, nested=len(resolved))
                resolved.append(outlet)
        return resolved

    def _told_to(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention | None:
        """The outlet by name that somebody told it ("two officials told the Herald that …"): through it the text has it."""
        tokens, words, cue = document.tokens, self._pack.words, mention.cue
        if cue is None or mention.source is None or not words.is_a("addressee", tokens.norms[tokens.at(cue.start)]):
            return None
        first = tokens.at(cue.end)
        first += first < len(tokens.norms) and words.is_a("determiner", tokens.norms[first])
        past = first
        while past < len(tokens.norms) and past - first < _LONGEST_NAME and tokens.raw(past)[0].isupper():
            past += 1
        span = tokens.span(first, past)
        if span is None or self.known(tokens, span, on).kind not in _OUTLETS:
            return None
        outlet = AttributionMention(span, cue, mention.content, "stated", carried=False, rule="told_to")
        return self._one(document, outlet, None, on)

    def _passed_by(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention | None:
        """The outlet whose own source somebody unnamed is in his words: through it the text has it."""
        source = mention.source if mention.kind in _CONFIDING and not mention.carried else None
        span = None if source is None else self._own_outlet(document.tokens, source)
        if span is None:
            return None
        outlet = AttributionMention(span, mention.cue, mention.content, "stated", carried=False, rule="told_to")
        outlet = self._one(document, outlet, None, on)
        return outlet if outlet.kind in _OUTLETS else retold(outlet, kind="media")

    def _own_outlet(self, tokens: Tokens, source: Span) -> Span | None:
        """The outlet named in "two interlocutors of the Herald", "источник издания «Голос» в штабе", "Reuters sources"."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        head = next(
            (match for match in self._pack.kinds.within(tokens, first, past) if self._confides(tokens, match)), None
        )
        if head is None:
            return None
        at = head.first + 1
        while at < past and self._pack.words.is_a("determiner", tokens.norms[at]):
            at += 1
        start = at
        if at < past and self._pack.kinds.match(tokens.norms, at, at + 1)[0] > at and not tokens.raw(at)[0].isupper():
            at += 1  # "of the paper NAME"
        end = self._past_name(tokens, at, past)
        span = tokens.span(start, end) if end > at else None
        if span is not None and (at > start or tokens.norms[at] in QUOTE_MARKS or self._outlet(tokens, span)):
            return span
        name = tokens.span(max(first, head.first - 1), head.first)
        return name if name is not None and name.exact[0].isupper() and self._outlet(tokens, name) else None

    def _confides(self, tokens: Tokens, match: Match[tuple[int, SourceKind]]) -> bool:
        return match.value[1] == "unnamed" and match.past == match.first + 1 and tokens.raw(match.first).isalpha()

    def _past_name(self, tokens: Tokens, first: int, past: int) -> int:
        """Past a name in quotation marks or words with capitals; `first` where none stands there."""
        at = first
        if at < past and tokens.norms[at] in QUOTE_MARKS:
            return next((end + 1 for end in range(at + 1, past) if tokens.norms[end] in QUOTE_MARKS), first)
        while at < past and at - first < _LONGEST_NAME and tokens.raw(at)[0].isupper():
            at += 1
        return at

    def _outlet(self, tokens: Tokens, name: Span) -> bool:
        """Whether a name is an outlet's: a known one, one with a word for a medium, or one in Latin letters among others."""
        foreign = name.exact.isascii() and other_letters(tokens.text)
        return foreign or self.known(tokens, name, None).kind in _OUTLETS

    def _spoken(self, mentions: Sequence[AttributionMention]) -> list[AttributionMention]:
        """Without places before a colon that only head what follows ("Kupiansk: two attacks"), or behind a dash that ends a road
        ("the road Lyman – Izium"); nesting kept right."""
        return without(mentions, {at for at, mention in enumerate(mentions) if self._entitles(mention)})

    def _entitles(self, mention: AttributionMention) -> bool:
        if (
            mention.rule not in {"colon", "dash"}
            or mention.source is None
            or self._sides.is_country(mention.source.exact)
        ):
            return False
        return self._ground.gazetteer.resolve(mention.source.exact, self._language) is not None

    def _with_side(
        self, document: Document, mention: AttributionMention, before: Sequence[AttributionMention], voice: Side
    ) -> AttributionMention:
        """With a side told by what the source is, and the rule that told it, where its own words name none."""
        if mention.side != UNKNOWN or mention.carried or mention.kind in {None, "author", "eyewitness", "video"}:
            comrade = mention.kind == "eyewitness" and mention.side == UNKNOWN and not mention.carried
            if not comrade or not self._comrade(document, mention):
                return mention
        side, rule = self._sides.deduced(document, mention, mention.kind or "unnamed", before, voice)
        return (
            mention
            if side == mention.side and rule == mention.side_rule
            else retold(mention, side=side, side_rule=rule)
        )

    def _comrade(self, document: Document, mention: AttributionMention) -> bool:
        """Whether a witness is one of the voice's own people ("a medic I know")."""
        source = mention.source
        tokens = document.tokens
        return source is not None and bool(
            self._pack.comrade.within(tokens, tokens.at(source.start), tokens.at(source.end))
        )

    def _people(self, document: Document) -> list[AttributionMention]:
        """Known persons named anywhere in the text, in its order, as if they were sources; a headline's too."""
        found = []
        for start, end, info in self._ground.sources.find(document.text, self._language):
            span = Span.of(document.text, start, end)
            if (info.kind in _PERSONAL and info.roles) or info.kind == "politician":
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

    def _meant(
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
        stranger = self._stranger(document, mention.source, last)
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

    def _named_later(
        self,
        document: Document,
        behind: Sequence[AttributionMention],
        mention: AttributionMention,
        on: date | None,
    ) -> AttributionMention | None:
        """Whom a pronoun behind a quotation means that nobody was named before: whoever says the next one (“…,” he said. “…,” the
        sergeant added)."""
        if mention.cue is None or document.quote_at(mention.content[0].start) is None:
            return None
        here = document.sentence_at(mention.cue.start)
        for other in behind:
            if other.carried or other.source is None or document.quote_at(other.content[0].start) is None:
                continue
            resolved = self._one(document, other, None, on)
            near = document.sentence_at(other.source.start) - here <= _NAMED_LATER
            person = resolved.kind in _PERSONAL or resolved.kind in {"eyewitness", "public"}
            return self._with_side(document, resolved, (), UNKNOWN) if near and person else None
        return None

    def _told_later(self, document: Document, mention: AttributionMention, on: date | None) -> AttributionMention:
        """With the name of somebody whom one of the next sentences names ("an official said. The official, NAME, …")."""
        tokens, source, words = document.tokens, mention.source, self._pack.words
        if source is None or mention.carried or mention.named or mention.known:
            return mention
        first, past = tokens.at(source.start), tokens.at(source.end)
        definite = words.sets.get("definite", frozenset())
        if past - first < 2 or tokens.norms[first] in definite or not words.is_a("determiner", tokens.norms[first]):
            return mention
        at = document.sentence_at(source.start)
        for start, end in document.words[at + 1 : at + 1 + _NAMED_LATER]:
            told = tokens.norms[start : start + 3]
            if len(told) < 3 or told[0] not in definite or told[1:] != (tokens.norms[past - 1], ","):
                continue
            stop = start + 3
            while stop < min(end, start + 3 + _LONGEST_NAME) and tokens.raw(stop)[0].isupper():
                stop += 1
            name = tokens.span(start + 3, stop)
            if name is not None:
                known = self.known(tokens, name, on)
                kind = known.kind if known.id else mention.kind
                return retold(mention, of=name, named=True, known=known.id, kind=kind, side=known.side)
        return mention

    def _stranger(self, document: Document, pronoun: Span, last: AttributionMention | None) -> Span | None:
        """The subject by name of the pronoun's sentence or of one before it in its paragraph, since the last source spoke:
        "Iryna Hlushko listened to the ceiling. … she says". None for names of places, sides and known sources."""
        tokens, sentences = document.tokens, document.sentences
        here = document.sentence_at(pronoun.start)
        past = last.source.end if last is not None and last.source is not None else 0
        for at in range(here, max(-1, here - _SENTENCES_BACK), -1):
            if sentences[here].paragraph - sentences[at].paragraph > 1 or sentences[at].end <= past:
                return None
            first, end = document.words[at]
            for start in range(first, min(end, first + 2 * _SUBJECT_WORDS)):
                if not past <= tokens.starts[start] < pronoun.start or not tokens.text[tokens.starts[start]].isupper():
                    continue
                name = self._name(document, start, end)
                if name is not None and name.end <= pronoun.start:
                    return name
        return None

    def _titled(self, document: Document, source: Span | None, name: Span) -> bool:
        """Whether a name behind a source is that source's own ("the minister of communities and territories NAME")."""
        tokens = document.tokens
        first = tokens.at(source.end) if source is not None else len(tokens.norms)
        between = range(first, tokens.at(name.start))
        plain = all(tokens.norms[at].isalpha() and not self._pack.words.verbal(tokens.norms[at]) for at in between)
        return first <= tokens.at(name.start) and len(between) <= _SUBJECT_WORDS and plain

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
        known = next(iter(self._ground.sources.find(span.exact, self._language)), None)
        sided = next(iter(self._ground.find_sides(span.exact, self._language)), None)
        placed = self._ground.gazetteer.resolve(span.exact, self._language)
        return span if known is None and sided is None and placed is None else None

    def _stranger_kind(self, document: Document, name: Span) -> SourceKind:
        tokens = document.tokens
        return self._kind(tokens, tokens.at(name.start), tokens.at(name.end))

    def _opens(self, document: Document, span: Span) -> bool:
        """Whether a name stands among the first words of its sentence, as a subject does."""
        sentence = document.sentences[document.sentence_at(span.start)]
        return document.tokens.at(span.start) - document.tokens.at(sentence.start) <= _SUBJECT_WORDS

    def _one(
        self, document: Document, mention: AttributionMention, last: AttributionMention | None, on: date | None
    ) -> AttributionMention:
        medium = self._medium(document, mention)
        if mention.source is None:
            return retold(mention, kind="unnamed", side=UNKNOWN, medium=medium)
        if mention.carried:
            if last is None:
                return retold(mention, carried=False, kind="unnamed", side=UNKNOWN, medium=medium)
            return retold(
                mention,
                known=last.known,
                kind=last.kind,
                side=last.side,
                named=last.named,
                at_least=last.at_least,
                medium=medium,
                of=last.source,
                side_rule=last.side_rule,
            )
        source = self._without_venue(document.tokens, mention.source)
        known = self._known_apart(document.tokens, source, on)
        if known.kind == "public" and self._printed(document.tokens, source, mention.cue):
            known = replace(known, kind="media")
        if self._author(document, source):
            known = Known("", "author", UNKNOWN, named=False)
        parallel = self._parallel(document.tokens, source)
        count = 1 if parallel else self._count(document.tokens, source)
        return retold(
            mention,
            source=source,
            known=known.id,
            kind=known.kind,
            side=known.side,
            named=known.named,
            at_least=count,
            medium=medium,
            parallel=parallel,
        )

    def _without_venue(self, tokens: Tokens, source: Span) -> Span:
        """A source without where it spoke: "NAME at a meeting with OTHER" is NAME."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        found = self._pack.venues.within(tokens, first + 1, past) if past - first > 2 else []
        return (found and tokens.span(first, found[0].first)) or source

    def _printed(self, tokens: Tokens, source: Span, cue: Span | None) -> bool:
        """Whether a title in quotation marks is a paper's by its verb ("«Вечір» пише")."""
        if cue is None or not all(
            tokens.norms[at] in QUOTE_MARKS for at in (tokens.at(source.start), tokens.at(source.end) - 1)
        ):
            return False
        return any(
            self._pack.words.is_a("prints", tokens.norms[at]) for at in range(tokens.at(cue.start), tokens.at(cue.end))
        )

    def _author(self, document: Document, source: Span) -> bool:
        """Whether somebody speaks of himself outside a quotation: the text's own author."""
        word = document.tokens.norms[document.tokens.at(source.start)]
        return (
            len(source.exact) <= _LONGEST_I and word in self._pack.speaker and document.quote_at(source.start) is None
        )

    def _parallel(self, tokens: Tokens, source: Span) -> tuple[tuple[Span, Side, str], ...]:
        """The parts of "both X and Y sources" where X and Y are words for different sides."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        if tokens.norms[first] not in self._pack.both:
            return ()
        joints = [at for at in range(first + 2, past - 1) if tokens.norms[at] in self._pack.both_joiner]
        if not joints:
            return ()
        left, right = tokens.span(first + 1, joints[0]), tokens.span(joints[0] + 1, past)
        if left is None or right is None:
            return ()
        sides = (self._sides.named(left.exact), self._sides.named(right.exact))
        if sides[0] == sides[1] or UNKNOWN in sides:
            return ()
        names = self._shared(tokens, first, joints[0], past)
        return ((left, sides[0], names[0]), (right, sides[1], names[1]))

    def _shared(self, tokens: Tokens, first: int, joint: int, past: int) -> tuple[str, str]:
        """Names of two parallel sources that share a noun: "both X and Y sources" is "X … sources" and "Y sources"; in
        "both sides, X and Y," the noun stands first."""
        text = tokens.text
        left = text[tokens.starts[first + 1] : tokens.ends[joint - 1]]
        right = text[tokens.starts[joint + 1] : tokens.ends[past - 1]]
        if "," in tokens.norms[first:joint]:
            comma = tokens.norms.index(",", first, joint)
            noun = text[tokens.starts[first + 1] : tokens.ends[comma - 1]]
            return (
                f"{noun}, {text[tokens.starts[comma + 1] : tokens.ends[joint - 1]]}",
                f"{noun}, … {right.rstrip(', ')}",
            )
        return (f"{left} … {tokens.raw(past - 1)}", right) if past - joint > 2 and joint - first == 2 else (left, right)

    def _known_apart(self, tokens: Tokens, source: Span, on: date | None) -> Known:
        """What is known of a source's words, the outlet left out that he is a source of."""
        outlet = self._own_outlet(tokens, source)
        if outlet is None:
            return self.known(tokens, source, on)
        kind: SourceKind = "unnamed"
        if self._pack.armed.stands(tokens, tokens.at(outlet.end), tokens.at(source.end)):
            kind = "military_unnamed"
        side = self._sides.named(source.exact[outlet.end - source.start :])
        return Known("", kind, side, named=False)

    def known(self, tokens: Tokens, source: Span, on: date | None) -> Known:
        """What is known of a source's words."""
        inside = self._inside(tokens, source)
        if inside is not None:
            return inside
        start, end = tokens.at(source.start), tokens.at(source.end)
        by_name, by_role = self._listed(source.exact, on)
        if by_name is not None and self._envoy(tokens, source, by_name):
            by_name = by_role = None
        if self._pack.abroad.within(tokens, start, end):  # "the country's prime minister": of one told before
            by_role = None
        if by_role is not None and self._heads.kind(tokens, start, end) == "unnamed":
            by_role = None  # "a source in the president's office"
        info = by_name or by_role
        body = (info is not None and info.kind == "official" and not info.roles) or not by_name
        if info is not None and info.side != THIRD and body and self._sides.of_another_state(tokens, source):
            info = None  # an office that every state has
        if info is not None:
            told = (info.kind in _SELF_MADE and self._heads.kind(tokens, start, end)) or info.kind
            return Known(info.id, told if told in _SELF_MADE else info.kind, info.side, by_name is not None)
        first, past = tokens.at(source.start), tokens.at(source.end)
        kind = self._kind(tokens, first, past)
        if kind in {"public", "unnamed"} and self._sides.is_country(source.exact):
            kind = "official"
        named_at = first + (first + 1 < past and self._pack.words.is_a("determiner", tokens.norms[first]))
        if kind == "public" and self._pack.third.match(tokens.norms, named_at, past)[0] == past:
            return Known("", "official", "third", named=False)  # "Belgium promised": its government
        named = kind not in _NAMELESS and self._named(tokens, first, past)
        side = self._sides.of_words(tokens, source, kind)
        ours = side == UNKNOWN and (
            kind == "official" or (kind == "military_unnamed" and self._from(tokens, first, past))
        )
        return Known("", kind, self._sides.of_place(source.exact) if ours else side, named)

    def _envoy(self, tokens: Tokens, source: Span, body: SourceInfo) -> bool:
        """Whether a body is only where somebody of a side is sent or speaks ("Moscow's ambassador to the OSCE")."""
        start = next((start for start, info in self._bodies(source.exact) if info.id == body.id), 0)
        before = tokens.at(source.start + start) - 1
        before -= self._pack.words.is_a("determiner", tokens.norms[before])
        sent = start > 0 and any(
            self._pack.words.is_a(name, tokens.norms[before]) for name in ("preposition", "inner_preposition")
        )
        return sent and self._sides.named(source.exact[:start]) not in {UNKNOWN, body.side}

    def _named_bodies(self, words: str) -> list[tuple[int, SourceInfo]]:
        """Where in a source's words known bodies are named, and which."""
        found = self._ground.sources.find(words, self._language)
        return [(start, info) for start, _, info in found if info.kind not in _PERSONS]

    def _from(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether somebody is told to come from somewhere ("a conscript from Buryatia")."""
        return any(self._pack.words.is_a("origin", tokens.norms[at]) for at in range(first + 1, past))

    def _look_up(self, words: str, on: date | None) -> tuple[SourceInfo | None, SourceInfo | None]:
        """Whom the theatre pack knows by a name in a source's words, and whom by an office held on that day."""
        by_name = next((info for _, _, info in self._ground.sources.find(words, self._language)), None)
        return by_name, by_name or self._ground.sources.resolve(words, self._language, on)

    def _inside(self, tokens: Tokens, source: Span) -> Known | None:
        """Somebody unnamed inside a body that is known itself, or may be ("a source in the SBU"): of that body's side."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        kind = self._heads.kind(tokens, first, past)
        if kind not in _SOMEBODY:
            return None
        words = self._pack.words
        for start, info in self._bodies(source.exact):
            at = tokens.at(source.start + start) - 1
            while at > first and words.is_a("determiner", tokens.norms[at]):
                at -= 1
            between = words.is_a("preposition", tokens.norms[at]) or words.is_a("inner_preposition", tokens.norms[at])
            if at > first and between:
                return Known("", kind, UNKNOWN if kind == "eyewitness" else info.side, named=False)
        if kind == "eyewitness" or self._pack.kinds.match(tokens.norms, first, past)[0] - first < _INSIDE:
            return None
        side = self._sides.named(source.exact)
        return Known("", kind, self._sides.of_place(source.exact) if side == UNKNOWN else side, named=False)

    def _kind(self, tokens: Tokens, first: int, past: int) -> SourceKind:
        told = self._heads.kind(tokens, first, past)
        if told is not None:
            return told
        for comma in range(first + 1, past + 1):  # "NAME, 61": whoever is told with an age holds no office
            if comma < len(tokens.norms) - 1 and tokens.norms[comma] == ",":
                age = tokens.norms[comma + 1]
                if age.isdecimal() and len(age) == 2:
                    return "eyewitness"
        return self._heads.apposition(tokens, past) or ("public" if self._named(tokens, first, past) else "unnamed")

    def _named(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether a word with a capital stands there that is no role, no side and no sentence's first word."""
        sided = {
            (start, end)
            for start, end, _, _ in self._sides.words(tokens.text[tokens.starts[first] : tokens.ends[past - 1]])
        }
        offset = tokens.starts[first]
        for at in range(first, past):
            raw = tokens.raw(at)
            if not (raw[0].isupper() or raw[0] == "@") or self._pack.described.holds(tokens.norms[at]):
                continue
            inside = any(start <= tokens.starts[at] - offset < end for start, end in sided)
            if not inside and not self._pack.words.is_a("determiner", tokens.norms[at]):
                return True
        return False

    def _count(self, tokens: Tokens, source: Span) -> int:
        first, past = tokens.at(source.start), tokens.at(source.end)
        _, counts = self._pack.at_least.match(tokens.norms, first, past)
        return counts[0] if counts else 1

    def _medium(self, document: Document, mention: AttributionMention) -> Span | None:
        """The first medium named outside what is said, in the sentence of the cue."""
        anchor = mention.cue or mention.content[0]
        start, end = document.frame(anchor, mention.content)
        first, past = document.tokens.at(start), document.tokens.at(end)
        for match in self._pack.media.find(document.tokens, first, past):
            span = document.tokens.span(match.first, match.past)
            if span is None:
                continue
            in_source = mention.source is not None and mention.source.start <= span.start < mention.source.end
            if not in_source and self._introduced(document.tokens, match.first, first):
                return span
        return None

    def _introduced(self, tokens: Tokens, index: int, first: int) -> bool:
        return any(tokens.norms[at] in self._pack.media_where for at in range(max(first, index - 4), index))
