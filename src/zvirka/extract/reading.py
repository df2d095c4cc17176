"""Everything the readers find in one text, before it becomes claims."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from zvirka.extract.attribution import AttributionReader
from zvirka.extract.counts import CountReader
from zvirka.extract.date_words import DateWords
from zvirka.extract.dating import DateSolver
from zvirka.extract.document import Document
from zvirka.extract.equipment import EquipmentReader
from zvirka.extract.mentions import (
    AttributionMention,
    EquipmentMention,
    PlaceMention,
    QuantityMention,
    Sentence,
    TimeMention,
    without,
)
from zvirka.extract.noise import NoiseFinder
from zvirka.extract.numbers import NumberScanner
from zvirka.extract.places import PlaceReader
from zvirka.extract.quantities import QuantityReader
from zvirka.extract.sentences import SentenceSplitter, quotations
from zvirka.extract.spelt_places import SpeltPlaces
from zvirka.extract.times import TimeReader
from zvirka.extract.tokens import Lexicon, Match, tokenize, word_set
from zvirka.extract.triggers import StatementPack, Trigger
from zvirka.extract.unlisted_places import UnlistedPlaces
from zvirka.extract.voices import VoiceReader
from zvirka.ground import Ground
from zvirka.ground.words import expand_all
from zvirka.model.claims import StatementType
from zvirka.model.sources import UNKNOWN, Side
from zvirka.model.spans import Span
from zvirka.model.times import Moment

_OF_WAR: frozenset[StatementType] = frozenset(
    {
        "territory_regained",
        "territory_lost",
        "control",
        "advance",
        "withdrawal",
        "border_crossing",
        "raid",
        "clash",
        "prisoners",
        "equipment_loss",
    }
)
"""Types whose words tell of war by themselves. Those of the others (a blow, a victory, the injured) need a text that does:
one that names arms, an army, an official of a side, or a word of war."""


_ARMED = frozenset({"army", "people"})
"""Words for a side by which a text speaks of war: its army, its people."""
_VILLAGE = 6
"""Rank of the gazetteer's villages."""
_SHORT = 2
"""Sentences of a text so short that one word of war is all it may hold."""
_STEM = 5
"""Letters by which the forms of a word are taken for one, where different words of war are counted."""
_COUNTED: frozenset[StatementType] = frozenset({"casualties", "civilian_harm", "background"})
"""Types that a text with a figure of people may make whatever it tells of: no figure is lost."""


_NONE_OF_THEM: frozenset[StatementType] = frozenset()
_BY_ACCIDENT: frozenset[StatementType] = frozenset({"casualties", "civilian_harm", "strike", "clash", "background"})
"""Types that accidents make as well as war."""


FOREIGN = "language"
"""Noise of sentences that are read in another language."""


_TITLED = frozenset({"media", "channel", "blogger"})
"""Kinds of source that have a title, in which a place is no place spoken of."""


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=_Spanned)


@dataclass(slots=True)
class SideMention:
    """A word for a side. word: class of the word (country, adjective, people, army, government, pro)."""

    span: Span
    side: str
    word: str


class InOrder(list[S]):
    """Mentions in text order, with where they start, so that those of a stretch are found without looking at each."""

    __slots__ = ("starts",)

    def __init__(self, mentions: Iterable[S]) -> None:
        super().__init__(mentions)
        self.starts = [mention.span.start for mention in self]


@dataclass(slots=True)
class Reading:
    """One text with all mentions in it, each list in text order."""

    document: Document
    attributions: Sequence[AttributionMention]
    quantities: InOrder[QuantityMention]
    times: InOrder[TimeMention]
    places: InOrder[PlaceMention]
    scenes: InOrder[PlaceMention]
    """The places with those that no gazetteer holds."""
    elsewhere: bool
    """Whether the text is about another country than the theatre's: it names places there, and neither that country, a place in it
    nor its people."""
    equipment: InOrder[EquipmentMention]
    sides: InOrder[SideMention]
    triggers: Sequence[Match[Trigger]]
    labels: Sequence[Match[StatementType]]
    counting: Lexicon[bool]
    of_war: bool
    """Whether the text speaks of war at all."""
    tells_of_war: bool
    """Whether it does by more than one word, or names a town or a region beside it: only then is a clause without a word of the pack
    read by likeness."""
    people: InOrder[SideMention]
    """Known officials by name, with their sides."""
    lone: InOrder[QuantityMention]
    """Figures that name no unit, read as counts of people."""
    unlisted: InOrder[QuantityMention]
    """Figures before a word that is no unit, read as counts of things."""
    seats: frozenset[Span]
    """Places whose name is also a word for a side's authorities ("Kyiv"), or part of what an outlet is called."""
    joiners: frozenset[str]
    articles: frozenset[str]
    """Words that join what a list names, and those that count one ("a", "another")."""
    accidents: frozenset[int]
    """Sentences that tell of an accident and name no weapon."""
    firsts: Sequence[int]
    """The token each trigger begins at."""
    beside_war: frozenset[int]
    """Sentences that hold a word of war, arms, a side or an official of one, or stand right beside one that does."""
    persons: frozenset[str]
    person_articles: frozenset[str]
    """Words for one person, and those of which one must stand before them."""
    owners: frozenset[str]
    """Words before whoever belongs to the one told before ("her son", "двоє її онуків")."""
    acts: Sequence[AttributionMention]
    """Who does by saying what a clause tells ("NAME accused the staff of …"): its words, the subject among them, are his."""
    outlets: int
    """How many outlets it passes on."""


def within(mentions: InOrder[S], start: int, end: int) -> list[S]:
    """The mentions that lie in start..end."""
    starts = mentions.starts
    first = bisect_left(starts, start)
    if first == len(starts) or starts[first] >= end:
        return []
    return [each for each in mentions[first : bisect_left(starts, end, first)] if each.span.end <= end]


def starting(mentions: InOrder[S], start: int, end: int) -> list[S]:
    """The mentions that begin in start..end."""
    return mentions[bisect_left(mentions.starts, start) : bisect_left(mentions.starts, end)]


class _Holding(Protocol):
    @property
    def holes(self) -> tuple[tuple[int, int], ...]: ...
    def holds(self, start: int, end: int) -> bool: ...


def held(region: _Holding, mentions: list[S]) -> list[S]:
    """Those of the mentions that lie in none of a region's holes."""
    if not region.holes:
        return mentions
    return [each for each in mentions if region.holds(each.span.start, each.span.end)]


class TextReader:
    """All readers of one language."""

    def __init__(self, ground: Ground, language: str) -> None:
        pack = ground.language(language)
        self.ground = ground
        self.language = language
        self.splitter = SentenceSplitter(pack)
        self.noise = NoiseFinder(pack)
        adjectives = [
            w for side in ground.sides.values() for w in expand_all(side.words.get(language, {}).get("adjective", ()))
        ]
        self.attribution = AttributionReader(pack, adjectives)
        self.voices = VoiceReader(ground, language, self.attribution.pack)
        self.statements = StatementPack(pack, _theatre_labels(ground, language))
        numbers = NumberScanner(pack.get("quantities", {}))
        self.quantities = QuantityReader(ground, language, numbers)
        self.times = TimeReader(ground, language)
        self.dates = DateSolver(DateWords(ground, language, self.times), self.times)
        self.places = PlaceReader(ground, language)
        self.spelt_places = SpeltPlaces(ground)
        self.unlisted_places = UnlistedPlaces(pack.get("places", {}))
        self.equipment = EquipmentReader(ground, language, numbers)
        self.counts = CountReader(pack)
        section = pack.get("sentences", {})
        self.common = word_set(section.get("common", ()))
        self.partly = bool(section.get("partly_read", False))
        self.definitions = pack.get("definitions", {})
        self.defining = Lexicon((phrase, id_) for id_, phrases in self.definitions.items() for phrase in phrases)

    def document(self, text: str, foreign: Sequence[tuple[int, int]] = ()) -> Document:
        """The text as tokens, sentences and quotations. foreign: stretches that are read in another language."""
        tokens = tokenize(text)
        sentences = self.noise.mark(tokens, self.splitter.split(text))
        if foreign:
            apart = sorted(foreign)
            sentences = [_foreign(each) if _stands_in(each, apart) else each for each in sentences]
        return Document.of(text, tokens, sentences, quotations(text))

    def attributions(
        self, document: Document, published: Moment | None, voice: Side = UNKNOWN
    ) -> list[AttributionMention]:
        """The attributions with sources resolved. voice: side of the text's own voice."""
        return self._attributions(document, published, voice)[1]

    def _attributions(
        self, document: Document, published: Moment | None, voice: Side
    ) -> tuple[Document, list[AttributionMention]]:
        """The attributions, and the document up to the last where it has more than any report."""
        day = None if published is None else published.day
        found = self.attribution.read(document)
        if len(found) >= document.most():
            document = document.up_to(max(document.sentence_at((each.cue or each.content[0]).start) for each in found))
        return document, self.voices.resolve(document, found, day, voice)

    def _titles(
        self, document: Document, attributions: Sequence[AttributionMention], places: InOrder[PlaceMention]
    ) -> frozenset[Span]:
        """The places that are only part of what an outlet, channel or blogger is called ("Kostroma Diary"), with no preposition
        before them."""
        tokens, words = document.tokens, self.attribution.pack.words
        found = set()
        for source in [each.source for each in attributions if each.source is not None and each.kind in _TITLED]:
            for place in within(places, source.start, source.end):
                before = tokens.norms[tokens.at(source.start) : tokens.at(place.span.start)]
                if not any(words.is_a("preposition", word) or words.is_a("topic", word) for word in before):
                    found.add(place.span)
        return frozenset(found)

    def _triggers(
        self, document: Document, labels: Sequence[Match[StatementType]], types: frozenset[StatementType] | None
    ) -> list[Match[Trigger]]:
        """Triggers in text order; a label stands for its neutral type where that is no mere background.

        types: the only ones, and of words that tell them by themselves, in a text that tells of no war; None in one that does.
        """
        named = [
            Match(label.first, label.past, self.statements.by_label(label.value))
            for label in labels
            if label.value != "background"
        ]
        found = [*self.statements.triggers.find_nested(document.tokens), *named]
        if types is not None:  # before longer phrases hide the words inside them
            found = [match for match in found if match.value.type in types and not match.value.war]
        return sorted(found, key=lambda match: (match.first, -match.past, match.value.rank))

    def _words_of_war(self, document: Document) -> set[str]:
        """The beginnings of the words of war and of weapons in a text."""
        norms = document.tokens.norms
        found = (self.statements.lexicon(name).find(document.tokens) for name in ("war", "weapon"))
        return {norms[match.first][:_STEM] for matches in found for match in matches}

    def _scene(self, sides: Sequence[SideMention], places: Sequence[PlaceMention]) -> bool:
        """Whether a text names a side and a place in another's country, or two sides and any place: one side's offices and towns
        are in any local news."""
        named = {each.side for each in sides}
        countries = {self.ground.sides[side].country for side in named if side in self.ground.sides}
        found = {each.ids[0] for each in places if each.ids and each.kind != "country"}
        if len(named) > 1:
            return bool(found)
        return any(countries and not countries & set(self.ground.gazetteer.ancestors(id_)) for id_ in found)

    def _beside_war(self, document: Document, *mentions: Iterable[_Spanned]) -> set[int]:
        """The sentences with a word of war or one of the mentions in them, and those right beside them."""
        starts = [each.span.start for group in mentions for each in group]
        for name in ("war", "weapon"):
            found = self.statements.lexicon(name).find(document.tokens)
            starts += [document.tokens.starts[match.first] for match in found]
        last = len(document.sentences) - 1
        here = {document.sentence_at(start) for start in starts}
        return {near for at in here for near in (at - 1, at, at + 1) if 0 <= near <= last}

    def _no_accidents(
        self, document: Document, triggers: list[Match[Trigger]], accidents: frozenset[int]
    ) -> list[Match[Trigger]]:
        """Without harm and damage told in a sentence of accidents that names no weapon: a bus that hit a lorry is no war."""
        tokens = document.tokens
        if not accidents:
            return triggers
        return [
            match
            for match in triggers
            if match.value.type not in _BY_ACCIDENT or document.sentence_at(tokens.starts[match.first]) not in accidents
        ]

    def _of_crime(self, document: Document) -> bool:
        """Whether a text tells of crimes and courts of peace and has no word that only wars have."""
        tokens, pack = document.tokens, self.statements
        return bool(pack.lexicon("crime").find(tokens)) and not pack.lexicon("war_strong").find(tokens)

    def _accidents(self, document: Document) -> Iterator[int]:
        """Sentences that tell of an accident and name no weapon."""
        tokens, pack = document.tokens, self.statements
        for match in pack.lexicon("accident").find(tokens):
            at = document.sentence_at(tokens.starts[match.first])
            if not any(pack.lexicon(name).find(tokens, *document.words[at]) for name in ("weapon", "war")):
                yield at

    def _about_home(self, places: Sequence[PlaceMention], sides: Sequence[SideMention], voice: Side) -> bool:
        """Whether a text names the theatre's country, a place in it, or its people, or speaks for them."""
        home, gazetteer = self.ground.country, self.ground.gazetteer
        named = (
            each for each in sides if each.word != "army" or not each.span.exact.islower()
        )  # "general staff" is anybody's
        told = {voice, *(each.side for each in named)}
        if any(side.country == home for id_, side in self.ground.sides.items() if id_ in told):
            return True
        placed = {each.ids[0].partition("#")[0] for each in places if each.ids and each.rule != "compass:country"}
        at_home = [id_ for id_ in placed if home in (id_, *gazetteer.ancestors(id_))]
        larger = [id_ for id_ in at_home if (place := gazetteer.get(id_)) is None or place.rank < _VILLAGE]
        return bool(larger) or len(at_home) > 1  # one village may be a namesake

    def read(
        self, text: str, published: Moment | None, voice: Side = UNKNOWN, foreign: Sequence[tuple[int, int]] = ()
    ) -> Reading:
        """Everything found in a text. published: what relative times count from. voice: side of the text's own voice.

        foreign: stretches that are read in another language.
        """
        document = self.document(text, foreign)
        sources = list(self.ground.sources.find(text, self.language))
        named = [(start, end) for start, end, _ in sources]
        people = [
            SideMention(Span.of(text, start, end), info.side, "name")
            for start, end, info in sources
            if info.kind == "official" and info.side in self.ground.sides
        ]
        sides = [
            SideMention(Span.of(text, start, end), side, word)
            for start, end, side, word in self.ground.find_sides(text, self.language)
            if not _inside_name(start, end, named)
        ]
        labels = self.statements.labels.find(document.tokens)
        times = _ordered(self.times.read(text, published, hours=True))
        equipment = _ordered(self.equipment.read(text, [each.span for each in times]))
        machines = [self.counts.of(document.tokens, item) for item in equipment if item.counted]
        quantities, lone, unlisted = (_undated(figures, times) for figures in self.quantities.read_all(text, machines))
        places = _largest(_ordered(self.places.read(text)))
        armed = self._scene(sides, places) or any(each.word in _ARMED for each in sides)
        words = self._words_of_war(document)
        crime = self._of_crime(document) and not equipment and not any(each.word == "army" for each in sides)
        at_war = bool(armed or equipment or people or words) and not crime
        arms, persons = ({each.span.exact for each in equipment}, {each.span.exact for each in people})
        several = len(words | arms | persons | {each.word for each in sides}) > 1
        several = several or len(document.sentences) <= _SHORT
        tells = at_war and (several or any(each.ids and each.kind != "country" for each in places))
        tells = tells and bool(words or equipment or people or any(each.word in _ARMED for each in sides))
        people_counted = bool(lone) or any(each.counted == "people" for each in quantities)
        types = None if at_war else _OF_WAR | _COUNTED if people_counted else _OF_WAR
        types = _NONE_OF_THEM if crime else types
        triggers = _without(self._triggers(document, labels, types), document, equipment, times)
        accidents = frozenset(self._accidents(document))
        triggers = self._no_accidents(document, triggers, accidents)
        sides = _ordered(sides)
        document, attributions = self._attributions(document, published, voice)
        acts = {at for at, each in enumerate(attributions) if each.rule == "act"}
        others: list[Sequence[_Spanned]] = [sides, people, times, equipment, quantities]
        known = [each.span for mentions in others for each in mentions]
        said_by = [each.source for each in attributions if each.source is not None]
        unlisted_places = self.unlisted_places.read(document, [each.span for each in places], known, said_by)
        elsewhere = bool(unlisted_places) and not self._about_home(places, sides, voice)
        if not elsewhere:
            unlisted_places = self.spelt_places.read(unlisted_places)
        starts = {each.span.start for each in unlisted_places}
        listed = [  # without "the village" right before its name
            each
            for each in places
            if not (each.reference is not None and self.places.name_after(text, each.span.end) & starts)
            and not (elsewhere and each.rule == "compass:country")
        ]
        scenes = _ordered([*listed, *unlisted_places])
        return Reading(
            document,
            without(attributions, acts),
            _ordered(quantities),
            times,
            places,
            scenes,
            elsewhere,
            equipment,
            sides,
            triggers,
            labels,
            self.statements.lexicon("counting"),
            at_war,
            tells,
            _ordered(people),
            _ordered(lone),
            _ordered(unlisted),
            _seats(sides, places) | self._titles(document, attributions, places),
            self.statements.single.get("joiners", frozenset()),
            self.statements.single.get("indefinite", frozenset()),
            accidents,
            [match.first for match in triggers],
            frozenset(self._beside_war(document, equipment, sides, people)),
            self.statements.single.get("one_person", frozenset()),
            self.statements.single.get("person_articles", frozenset()),
            self.statements.single.get("person_owners", frozenset()),
            [attributions[at] for at in sorted(acts)],
            len({each.source.exact for each in attributions if each.kind == "media" and each.source is not None}),
        )


def _foreign(sentence: Sentence) -> Sentence:
    return replace(sentence, noise=sentence.noise or FOREIGN)


def _stands_in(sentence: Sentence, stretches: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(stretches, (sentence.start, sys.maxsize)) - 1
    return at >= 0 and sentence.end <= stretches[at][1]


def _seats(sides: Sequence[SideMention], places: Sequence[PlaceMention]) -> frozenset[Span]:
    """The places that hold a word for a side's authorities."""
    seats = sorted((each.span.start, each.span.end) for each in sides if each.word == "government")
    held = []
    for place in places:
        at = bisect_left(seats, (place.span.start, 0))
        if at < len(seats) and seats[at][1] <= place.span.end + 1:
            held.append(place.span)
    return frozenset(held)


def _inside_name(start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
    """Whether a word is only part of a source's name ("Ukraine Weapons Tracker"); names: in text order."""
    at = bisect_right(names, (start, sys.maxsize)) - 1
    return at >= 0 and names[at][0] <= start and end <= names[at][1] and end - start < names[at][1] - names[at][0]


def _ordered(mentions: Iterable[S]) -> InOrder[S]:
    return InOrder(sorted(mentions, key=lambda mention: (mention.span.start, -mention.span.end)))


def _undated(figures: Sequence[QuantityMention], times: InOrder[TimeMention]) -> list[QuantityMention]:
    """The figures that begin in no words of time: "In 2022 Russian soldiers" counts nobody."""
    kept = []
    for each in figures:
        at = bisect_left(times.starts, each.span.start + 1) - 1
        if at < 0 or times[at].span.end <= each.span.start:
            kept.append(each)
    return kept


def _without(
    matches: list[Match[Trigger]],
    document: Document,
    equipment: InOrder[EquipmentMention],
    times: InOrder[TimeMention],
) -> list[Match[Trigger]]:
    """Without triggers that are only part of a machine's name ("fighting vehicle") or of a date ("since the start of the
    raid"); what became of a machine is none ("14 burnt tanks")."""
    kept = []
    for match in matches:
        start, end = document.tokens.starts[match.first], document.tokens.ends[match.past - 1]
        dated = bisect_right(times.starts, start) - 1
        if dated >= 0 and end <= times[dated].span.end:
            continue
        at = bisect_right(equipment.starts, start) - 1
        if at < 0 or equipment[at].span.end < end or match.value.status is not None:
            kept.append(match)
    return kept


def _largest(mentions: Sequence[S]) -> InOrder[S]:
    """Without mentions inside larger ones; ordered by start, larger first."""
    kept: list[S] = []
    for mention in mentions:
        if not kept or mention.span.end > kept[-1].span.end:
            kept.append(mention)
    return InOrder(kept)


def _theatre_labels(ground: Ground, language: str) -> dict[str, str]:
    labels: dict[str, str] = {}
    for row in ground.theatre.get("labels", ()):
        kind = row.get("type")
        if kind:
            forms = row.get("forms", {}).get(language, ())
            labels.update((form, kind) for form in ([forms] if isinstance(forms, str) else forms))
    return labels
