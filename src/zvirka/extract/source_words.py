"""What the words of a source tell of it: known by name or office, else its kind, side and name by the words themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.phrases import QUOTE_MARKS
from zvirka.extract.source_kinds import HeadKinds
from zvirka.extract.source_sides import SourceSides
from zvirka.extract.tokens import Lexicon, Match, Tokens, other_letters
from zvirka.ground import Ground
from zvirka.ground.sources import SourceInfo
from zvirka.model.sources import THIRD, UNKNOWN, Side, SourceKind
from zvirka.model.spans import Span

OUTLETS = frozenset({"media", "channel", "blogger"})
"""Kinds of source that others tell things to."""
LONGEST_NAME = 4
"""Words of the longest name of a person or an outlet."""
_AGE = 3
"""Words behind the first of an age by words ("seventy-one years old")."""
_KEPT_SOURCES = 4096
"""Sources whose look-up is remembered: "the General Staff" comes again in every report."""
_TO_OUTLET = 4
"""Words behind a verb among which the noun of the outlet stands that is told something."""
_SEVERAL = frozenset(
    {"military_unnamed", "eyewitness", "official", "blogger", "analyst", "politician", "channel", "media"}
)
"""Kinds of sources of whom "one of them" may be one."""
_ARMY_BACK = 5
"""Sentences before one in which the army is named whose soldier speaks."""
_SEVERAL_BACK = 2
"""Sentences before in which they are told of."""
_ARTICLE = 4
"""Characters of the longest article and its space."""
_ROLE_WORDS = 3
"""Words of a role before a name."""
_INSIDE = 3
"""Words of the shortest "source in BODY"."""
_SELF_MADE: frozenset[SourceKind] = frozenset({"channel", "blogger"})
"""Kinds that are one voice's two names: of them the text's own word holds."""
_SOMEBODY = frozenset({"unnamed", "military_unnamed", "eyewitness"})
"""Kinds of people who may be inside a body without speaking for it."""
_PERSONS = frozenset({"politician", "blogger", "analyst"})
"""Kinds of known sources that are persons, not bodies."""
_NAMELESS = frozenset({"official_document", "video", "eyewitness", "military_unnamed"})
"""Kinds that are told by what they are: a name among their words is somebody else's."""


@dataclass(slots=True)
class Known:
    """A source resolved. id: of the theatre pack, "" where it is told by its words alone."""

    id: str
    kind: SourceKind
    side: Side
    named: bool


class SourceWords:
    """Reads the words of sources in one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack, sides: SourceSides, heads: HeadKinds) -> None:
        self._ground = ground
        self._language = language
        self._pack = pack
        self._sides = sides
        self._heads = heads
        self._listed = lru_cache(maxsize=_KEPT_SOURCES)(self._look_up)
        self._bodies = lru_cache(maxsize=_KEPT_SOURCES)(self._named_bodies)

    def known_apart(self, tokens: Tokens, source: Span, on: date | None) -> Known:
        """What is known of a source's words, the outlet left out that he is a source of."""
        outlet = self.own_outlet(tokens, source)
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
        if info is not None and body and self._sides.of_other_side(source.exact, info.side):
            info = None  # "the Russian general staff", where the theatre knows only the other's by these words
        if info is not None and info.kind == "official" and self._heads.kind(tokens, start, end) == "official_document":
            return Known(info.id, "official_document", info.side, named=False)  # "a Pentagon document"
        if info is not None:
            told = (info.kind in _SELF_MADE and self._heads.kind(tokens, start, end)) or info.kind
            return Known(info.id, told if told in _SELF_MADE else info.kind, info.side, by_name is not None)
        first, past = tokens.at(source.start), tokens.at(source.end)
        kind = self.kind(tokens, first, past)
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

    def _look_up(self, words: str, on: date | None) -> tuple[SourceInfo | None, SourceInfo | None]:
        """Whom the theatre pack knows by a name in a source's words, and whom by an office held on that day."""
        by_name = next((info for _, _, info in self._ground.sources.find(words, self._language)), None)
        return by_name, by_name or self._ground.sources.resolve(words, self._language, on)

    def _envoy(self, tokens: Tokens, source: Span, body: SourceInfo) -> bool:
        """Whether a body is only where somebody of a side is sent or speaks ("Moscow's ambassador to the OSCE")."""
        start = next((start for start, _, info in self._bodies(source.exact) if info.id == body.id), 0)
        before = tokens.at(source.start + start) - 1
        before -= self._pack.words.is_a("determiner", tokens.norms[before])
        sent = start > 0 and any(
            self._pack.words.is_a(name, tokens.norms[before]) for name in ("preposition", "inner_preposition")
        )
        return sent and self._sides.named(source.exact[:start]) not in {UNKNOWN, body.side}

    def _inside(self, tokens: Tokens, source: Span) -> Known | None:
        """Somebody unnamed inside a body that is known itself, or may be ("a source in the SBU"): of that body's side."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        kind = self._heads.kind(tokens, first, past)
        if kind not in _SOMEBODY:
            return None
        words = self._pack.words
        for start, end, info in self._bodies(source.exact):
            at = tokens.at(source.start + start) - 1
            while at > first and words.is_a("determiner", tokens.norms[at]):
                at -= 1
            between = words.is_a("preposition", tokens.norms[at]) or words.is_a("inner_preposition", tokens.norms[at])
            ahead = kind == "military_unnamed" and start <= _ARTICLE and source.start + end < tokens.starts[past - 1]
            ahead = (
                ahead
                and not info.roles
                and "," not in source.exact
                and self._heads.kind(tokens, past - 1, past) == kind
            )
            if (at > first and between) or ahead:  # "a Wagner fighter"
                return Known("", kind, UNKNOWN if kind == "eyewitness" else info.side, named=False)
        if kind == "eyewitness" or self._pack.kinds.match(tokens.norms, first, past)[0] - first < _INSIDE:
            return None
        side = self._sides.named(source.exact)
        return Known("", kind, self._sides.of_place(source.exact) if side == UNKNOWN else side, named=False)

    def _named_bodies(self, words: str) -> list[tuple[int, int, SourceInfo]]:
        """Where in a source's words known bodies are named, and which."""
        found = self._ground.sources.find(words, self._language)
        return [(start, end, info) for start, end, info in found if info.kind not in _PERSONS]

    def _from(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether somebody is told to come from somewhere ("a conscript from Buryatia")."""
        return any(self._pack.words.is_a("origin", tokens.norms[at]) for at in range(first + 1, past))

    def kind(self, tokens: Tokens, first: int, past: int) -> SourceKind:
        """The kind of a source by its words, and by what stands behind their comma; "public" for a name, else "unnamed"."""
        told = self._heads.kind(tokens, first, past)
        if told is not None:
            return told
        for comma in range(first + 1, past + 1):  # "NAME, 61": whoever is told with an age holds no office
            if comma < len(tokens.norms) - 1 and tokens.norms[comma] == ",":
                age = tokens.norms[comma + 1]
                near = tokens.norms[comma + 2 : comma + 2 + _AGE]
                if (age.isdecimal() and len(age) == 2) or any(self._pack.words.is_a("age", word) for word in near):
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

    def count(self, tokens: Tokens, source: Span) -> int:
        """How many sources its words tell at least ("two officials"); 1 where they tell no number."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        _, counts = self._pack.at_least.match(tokens.norms, first, past)
        return counts[0] if counts else 1

    def without_venue(self, tokens: Tokens, source: Span) -> Span:
        """A source without where it spoke: "NAME at a meeting with OTHER" is NAME."""
        first, past = tokens.at(source.start), tokens.at(source.end)
        found = self._pack.venues.within(tokens, first + 1, past) if past - first > 2 else []
        return (found and tokens.span(first, found[0].first)) or source

    def parallel(self, tokens: Tokens, source: Span) -> tuple[tuple[Span, Side, str], ...]:
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

    def printed(self, tokens: Tokens, source: Span, cue: Span | None) -> bool:
        """Whether a title in quotation marks is a paper's by its verb ("«Вечір» пише")."""
        if cue is None or not all(
            tokens.norms[at] in QUOTE_MARKS for at in (tokens.at(source.start), tokens.at(source.end) - 1)
        ):
            return False
        return any(
            self._pack.words.is_a("prints", tokens.norms[at]) for at in range(tokens.at(cue.start), tokens.at(cue.end))
        )

    def words_before(self, tokens: Tokens, name: Span, words: Lexicon[bool]) -> Match[bool] | None:
        """The phrase of these words that ends right before a name or its role ("asked the expert NAME")."""
        first = tokens.at(name.start)
        near = (match for match in words.within(tokens, max(0, first - LONGEST_NAME), first))
        return next((match for match in near if first - match.past <= _ROLE_WORDS), None)

    def posts(self, tokens: Tokens, source: Span, cue: Span | None) -> bool:
        """Whether one word that is nobody's first name is a channel's by its verb ("NAME posts forty prisoners")."""
        first = tokens.at(source.start)
        alone = first + 1 == tokens.at(source.end) and not self._pack.given_names.holds(tokens.norms[first])
        return alone and cue is not None and self._pack.words.is_a("posts", tokens.norms[tokens.at(cue.start)])

    def own_outlet(self, tokens: Tokens, source: Span) -> Span | None:
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

    def several_before(self, document: Document, source: Span) -> tuple[SourceKind, str] | None:
        """Kind and side of those whom "one of them" is of, a name behind it or none: of the sources by role told last before."""
        tokens = document.tokens
        first, past = tokens.at(source.start), tokens.at(source.end)
        end = self._pack.one_of.match(tokens.norms, first, past)[0]
        if end == first or not (end == past or tokens.norms[end] == ","):
            return None
        at = document.sentence_at(source.start)
        start = document.words[max(document.opening(at), at - _SEVERAL_BACK)][0]
        found = [match for match in self._pack.kinds.within(tokens, start, first) if match.value[1] in _SEVERAL]
        if not found:
            return None
        if end == past:
            last = max(found, key=lambda match: (match.first, -match.value[0]))
        else:  # "Ukrainian channels admit …; one of them, NAME, …": whom the sentence is of
            begin = document.words[at][0]
            last = min(found, key=lambda match: (match.first < begin, match.first, match.value[0]))
        told = tokens.span(max(start, last.first - 1), last.past)
        return last.value[1], UNKNOWN if told is None else self.known(tokens, told, None).side

    def side_before(self, document: Document, source: Span) -> Side:
        """The one side whose people or army are told of in the sentences before; unknown where none or two are."""
        at = document.sentence_at(source.start)
        start = document.sentences[max(0, at - _ARMY_BACK)].start
        found = self._ground.find_sides(document.text[start : source.start], self._language)
        sides = {side for _, _, side, word in found if word in {"adjective", "army", "people"}}
        return sides.pop() if len(sides) == 1 else UNKNOWN

    def outlet_at(self, tokens: Tokens, at: int, past: int) -> Span | None:
        """The name that begins there, a determiner before it, where it may be an outlet's."""
        at += at < past and self._pack.words.is_a("determiner", tokens.norms[at])
        span = tokens.span(at, self._past_name(tokens, at, past)) if at < past else None
        return (
            span
            if span is not None and self.known(tokens, span, None).kind in {*OUTLETS, "public", "unnamed"}
            else None
        )

    def titled(self, tokens: Tokens, source: Span) -> bool:
        """Whether a name ends in what papers are called ("the Herald-Courier")."""
        last = tokens.at(source.end) - 1
        words = tokens.norms[last].split("-")
        return tokens.raw(last)[0].isupper() and any(self._pack.words.is_a("press_title", word) for word in words)

    def addressed(self, tokens: Tokens, at: int) -> tuple[int, int]:
        """The outlet by name, behind its noun, that a verb right before tells something to ("рассказал украинскому изданию «NAME»", "сказал
        CNN"): where its name stands, with its noun, (at, at) where none does."""
        end = min(len(tokens.norms), at + _TO_OUTLET)
        noun = next((m for m in self._pack.kinds.within(tokens, at, end) if m.value[1] == "media"), None)
        if not self._pack.words.adjective_endings:
            return at, at
        noun = None if noun is None or tokens.raw(noun.first)[0].isupper() else noun
        start = at if noun is None else noun.past
        plain = all(tokens.raw(near)[0].islower() and tokens.norms[near].isalpha() for near in range(at, start))
        past = self._past_name(tokens, start, min(len(tokens.norms), start + LONGEST_NAME + 2)) if plain else start
        foreign = past > start and tokens.raw(start).isascii() and other_letters(tokens.text)
        quoted = past > start and tokens.norms[start] in QUOTE_MARKS and noun is not None
        return (at if quoted else start, past) if foreign or quoted else (at, at)

    def as_one(self, tokens: Tokens, mention: AttributionMention) -> tuple[Span | None, Span | None]:
        """Who said it and the outlet told, where both stand behind the verb as one phrase ("сообщил РИА Новости NAME", "рассказал
        «NAME» мэр"), or who is cited and by whom ("цитирует мэра агентство Reuters"); two Nones where they do not."""
        source, cue, words = mention.source, mention.cue, self._pack.words
        if source is None or cue is None or mention.carried or not words.adjective_endings:
            return None, None
        first, past = tokens.at(source.start), tokens.at(source.end)
        if past - first < 2 or not 0 <= first - tokens.at(cue.end) <= 1:
            return None, None
        if words.is_a("cites", tokens.norms[tokens.at(cue.start)]):
            at = next((at for at in range(first + 1, past) if self._past_outlet(tokens, at, past) == past), past)
            outlet = tokens.span(at, past) if at < past else None
            return (None, None) if outlet is None else (tokens.span(first, at), outlet)
        end = self._past_outlet(tokens, first, past)
        if not first < end < past or not tokens.norms[end].isalpha() or past - end > LONGEST_NAME:
            return None, None
        _, kinds = self._pack.kinds.match(tokens.norms, end, past)
        person = bool(kinds) and min(kinds)[1] not in OUTLETS
        rest = tokens.span(end, past)
        named = rest is not None and tokens.raw(end)[0].isupper() and not rest.exact.isascii() and not person
        placed = named and rest is not None and self._ground.gazetteer.resolve(rest.exact, self._language) is not None
        return (rest, tokens.span(first, end)) if person or (named and not placed) else (None, None)

    def _past_outlet(self, tokens: Tokens, at: int, past: int) -> int:
        """Past an outlet by name, its noun before it; `at` where none begins."""
        start = at
        if self._pack.kinds.match(tokens.norms, at, at + 1)[0] > at and not tokens.raw(at)[0].isupper():
            at += 1
        if at < past and tokens.norms[at] in QUOTE_MARKS:
            end = next((end + 1 for end in range(at + 1, past) if tokens.norms[end] in QUOTE_MARKS), at)
            return end if end > at else start
        end, kinds = self._pack.kinds.match(tokens.norms, at, past) if at < past else (at, [])
        media = bool(kinds) and min(kinds)[1] == "media" and tokens.raw(at)[0].isupper()
        return end if media else start

    def _confides(self, tokens: Tokens, match: Match[tuple[int, SourceKind]]) -> bool:
        return match.value[1] == "unnamed" and match.past == match.first + 1 and tokens.raw(match.first).isalpha()

    def _past_name(self, tokens: Tokens, first: int, past: int) -> int:
        """Past a name in quotation marks or words with capitals; `first` where none stands there."""
        at = first
        if at < past and tokens.norms[at] in QUOTE_MARKS:
            return next((end + 1 for end in range(at + 1, past) if tokens.norms[end] in QUOTE_MARKS), first)
        while at < past and at - first < LONGEST_NAME and tokens.raw(at)[0].isupper():
            at += 1
        return at

    def _outlet(self, tokens: Tokens, name: Span) -> bool:
        """Whether a name is an outlet's: a known one, one with a word for a medium, or one in Latin letters among others."""
        foreign = name.exact.isascii() and other_letters(tokens.text)
        return foreign or self.known(tokens, name, None).kind in OUTLETS
