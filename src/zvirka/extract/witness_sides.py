"""Which side people without an office are of: that of the country they live in, as their own words or the places around them tell.

The rule: a resident, a driver, a nurse is of the country whose town he is told to be of, else of the one that his paragraph or the
whole text tells of, where it tells of one alone; of none where nothing says which. It is where somebody is at home, no more: what a
resident tells is no word of his country's, and never counts as one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention, retold
from zvirka.extract.source_sides import SourceSides
from zvirka.extract.tokens import Tokens
from zvirka.ground import Ground
from zvirka.ground.words import Phrases
from zvirka.model.sources import THIRD, UNKNOWN, Side, SourceKind
from zvirka.model.spans import Span

AT_HOME = frozenset({"side:lives", "side:about"})
"""The rules by which they are told."""
_ENOUGH = 2
"""Things that tell whose country a text is about, at least: a place of that name may lie in several."""
_OFTEN = 3
"""The same, where a place of the theatre's may be another's namesake."""
_OVER = 4
"""Times as many things that tell of one country as of any other."""
_STORY = 4
"""Sentences of a text, at least, whose places tell where those are at home whom it speaks with: a single sentence may tell of anywhere."""
_ROLE = 4
"""Words before a name among which stands what somebody is ("a Russian pensioner, NAME")."""
_TELLINGS = 8
"""Times that a name is looked at in its text."""
_MOST = 4096
"""Tokens of a text looked at."""
_OF_THE_PLACE: frozenset[SourceKind | None] = frozenset(
    {"official", "official_document", "military_unnamed", "unnamed", "public"}
)
"""Kinds of source that are of the country whose war is told of, where their words name none."""
_GUESSED = frozenset({"side:place", "side:language"})
"""Rules that take a text to be about the theatre."""
_PEOPLE = frozenset({"country", "adjective", "people", "army", "pro"})
"""Classes of words for a side that tell of its country; a government's word may be any country's ("general staff")."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text names a place with a preposition, or heads a paragraph with it, and whose it is."""

    start: int
    id: str
    side: Side


class WitnessSides:
    """Sides of people without an office in texts of one language."""

    def __init__(self, ground: Ground, language: str, pack: CuePack, sides: SourceSides) -> None:
        self._ground, self._language, self._pack, self._sides = ground, language, pack, sides
        self._theatre = next((side.id for side in ground.sides.values() if side.country == ground.country), UNKNOWN)
        self._residents = Phrases(
            (word, side.id) for side in ground.sides.values() for word in side.residents.get(language, ())
        )
        self._asked: Document | None = None
        self._places: list[_Place] = []
        self._named: set[str] = set()
        """The places of the theatre that a text names, whether something happens there or not."""
        self._named_sides: set[Side] = set()
        """Those whose country or people it names."""
        self._whole: Side = UNKNOWN

    def told(self, document: Document, mentions: Sequence[AttributionMention]) -> list[AttributionMention]:
        """The resolved attributions of a text, in its order, with these sides."""
        if any(map(_may_be_third, mentions)) and self._text(document) == THIRD:
            mentions = [self._third(each) if _may_be_third(each) else each for each in mentions]
        people = [_who(mention) for mention in mentions]
        named: dict[str, Side] = {}
        for who in people:
            side = UNKNOWN if who is None or who.exact in named else self._own(document, who)
            if who is not None and side != UNKNOWN:
                named.setdefault(who.exact, side)
        return [
            each if who is None else self._with_side(document, each, who, named)
            for each, who in zip(mentions, people, strict=True)
        ]

    def _third(self, mention: AttributionMention) -> AttributionMention:
        """An official, soldier or somebody unnamed of another country's war, where no word of his own says whose he is."""
        if self._named_sides and mention.side in {None, UNKNOWN}:
            return mention  # of one of these, perhaps
        return retold(mention, side=THIRD, side_rule="side:about")

    def _with_side(
        self, document: Document, mention: AttributionMention, who: Span, named: dict[str, Side]
    ) -> AttributionMention:
        side, rule = named.get(who.exact, UNKNOWN), "side:lives"
        if side == UNKNOWN and len(document.sentences) >= _STORY:
            side = self._here(document, who)
            if side == UNKNOWN:
                side, rule = self._text(document), "side:about"
        return mention if side == UNKNOWN else retold(mention, side=side, side_rule=rule)

    def _own(self, document: Document, who: Span) -> Side:
        """By his own words, or those before his name: the country, else the place in them."""
        tokens = document.tokens
        if self._pack.third.within(tokens, tokens.at(who.start), tokens.at(who.end)):
            return THIRD
        side = self._of_words(document, who)
        return self._introduced(document, who) if side == UNKNOWN and who.exact[0].isupper() else side

    def _introduced(self, document: Document, who: Span) -> Side:
        """By the adjective of what stands before a name, here or where it is told before ("a Russian pensioner, NAME")."""
        tokens = document.tokens
        first, past = tokens.at(who.start), tokens.at(who.end)
        sides: set[Side] = set()
        for at in tokens.index.places(tokens.norms[past - 1])[:_TELLINGS]:
            start = at + 1 - (past - first)
            if start < 1 or tokens.norms[start : at + 1] != tokens.norms[first:past]:
                continue
            end = start - (tokens.norms[start - 1] == ",")
            roles = self._pack.kinds.within(tokens, max(0, end - _ROLE), end)
            role = min((match.first for match in roles if match.past == end), default=0)
            before = tokens.span(role - 1, role) if role else None
            if before is not None:
                sides.update(side for *_, side, word in self._sides.words(before.exact) if word == "adjective")
        return self._one(sides)

    def _of_words(self, document: Document, who: Span) -> Side:
        """The side at home in the places of a source's words ("a driver in Kherson", "Sumy residents", "киевлянка")."""
        hits = self._ground.gazetteer.find(who.exact, self._language)
        tokens = document.tokens
        first, past = tokens.at(who.start), tokens.at(who.end)
        places = [(tokens.at(who.start + hit.start), tokens.at(who.start + hit.end), hit) for hit in hits]
        return self._one(
            {
                self._sides.home_in(hit.ids[0])
                for start, end, hit in places
                if (start > first or (end < past and tokens.raw(end).islower()))
                and not self._name(tokens, first, start)
            }
            | {hit.values[0] for hit in self._residents.find(who.exact)} - {UNKNOWN}
        )

    def _name(self, tokens: Tokens, first: int, at: int) -> bool:
        """Whether what may be a place is a given name behind a trade ("волонтёр Владимир")."""
        if not self._pack.given_names.holds(tokens.norms[at]):
            return False
        return any(match.past == at for match in self._pack.kinds.within(tokens, first, at))

    def _here(self, document: Document, who: Span) -> Side:
        """By the places of his paragraph up to his sentence's end, where they are of one country, and the text's too, or of several."""
        self._turn_to(document)
        whole = self._text(document)
        at = document.sentence_at(who.start)
        start, end = document.sentences[document.opening(at)].start, document.sentences[at].end
        side = self._one({each.side for each in self._between(start, end)})
        return side if whole in {UNKNOWN, side} and not self._abroad(document, start, end) else UNKNOWN

    def _abroad(self, document: Document, start: int, end: int) -> bool:
        tokens = document.tokens
        return bool(self._pack.third.within(tokens, tokens.at(start), tokens.at(end)))

    def _text(self, document: Document) -> Side:
        self._turn_to(document)
        return self._whole

    def _one(self, sides: set[Side]) -> Side:
        return next(iter(sides)) if len(sides) == 1 else UNKNOWN

    def _between(self, start: int, end: int) -> list[_Place]:
        first = bisect_left(self._places, start, key=_start)
        return self._places[first : bisect_left(self._places, end, key=_start)]

    def _turn_to(self, document: Document) -> None:
        if self._asked is document:
            return
        self._asked = document
        past = min(_MOST, len(document.tokens.norms))
        text = document.text[: document.tokens.ends[past - 1]] if past else ""
        words = list(self._ground.find_sides(text, self._language))
        self._places = self._located(document, text, [(start, end) for start, end, _, _ in words])
        named = self._named_sides = {side for *_, side, word in words if word in _PEOPLE}
        seats = {side for start, end, side, _ in words if side not in named and self._sides.seat(text[start:end])}
        ours = any(side == self._sides.home for *_, side, _ in words)
        self._whole = self._about(document, past, named, named | seats, ours)

    def _located(self, document: Document, text: str, words: Sequence[tuple[int, int]]) -> list[_Place]:
        """The places of a text that something happens in: behind a preposition, or at the head of a paragraph; without sides'
        countries and seats."""
        tokens, found = document.tokens, []
        self._named = set()
        for hit in self._ground.gazetteer.find(text, self._language):
            side = self._sides.home_in(hit.ids[0])
            if side == UNKNOWN or any(start <= hit.start < end for start, end in words):
                continue
            self._named.add(hit.ids[0])
            first = tokens.at(hit.start)
            opens = document.sentences[document.opening(document.sentence_at(hit.start))].start == hit.start
            if opens or (first and self._pack.words.is_a("preposition", tokens.norms[first - 1])):
                found.append(_Place(hit.start, hit.ids[0], side))
        return found

    def _about(self, document: Document, past: int, named: set[Side], told: set[Side], ours: bool) -> Side:
        """The country that a text tells of: by its places, its words for peoples and countries, and the language it is in. named: whose
        people or country it names; told: these, and whose seat of government; ours: whether it names anything of the country whose
        language it is in."""
        abroad = len(self._pack.third.find(document.tokens, 0, past))
        ids: dict[Side, set[str]] = {}
        for each in self._places:
            ids.setdefault(each.side, set()).add(each.id)
        few = sum(map(len, ids.values())) < _ENOUGH and len(self._named) <= _ENOUGH  # of namesakes there may be one
        if abroad >= (_OFTEN if ids else _ENOUGH) and few and self._theatre not in told and len(named) < abroad:
            return THIRD
        home = self._sides.home
        if not ids:
            return home if not abroad or (ours and abroad <= _ENOUGH) else UNKNOWN
        side = max(ids, key=lambda each: len(ids[each]))
        if any(_OVER * len(others) > len(ids[side]) for each, others in ids.items() if each != side):
            return UNKNOWN
        at_home = [self._sides.home_in(id_) for id_ in self._named]  # "into Belgorod oblast" in a text about Kharkiv's
        if any(each != side and at_home.count(each) >= at_home.count(side) for each in {*at_home}):
            return UNKNOWN
        of_home = int(side == home and not abroad)
        enough = len(ids[side]) + (side in told) + of_home >= _ENOUGH and abroad <= len(ids[side]) + _ENOUGH
        return side if enough else UNKNOWN


def _may_be_third(mention: AttributionMention) -> bool:
    """Whether no word of a source's own says whose he is, and he is of the place spoken of."""
    told = mention.side not in {None, UNKNOWN} and mention.side_rule not in _GUESSED
    if told or mention.source is None or mention.kind not in _OF_THE_PLACE:
        return False
    return mention.kind != "public" or not mention.named


def _who(mention: AttributionMention) -> Span | None:
    """The words for a witness whose side is not told yet."""
    return (mention.of or mention.source) if mention.kind == "eyewitness" and mention.side == UNKNOWN else None


def _start(place: _Place) -> int:
    return place.start
