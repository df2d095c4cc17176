"""What stands in one segment of a region, and whether a word that may tell something has there what it needs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property

from zvirka.extract.cues import Words
from zvirka.extract.mentions import EquipmentMention, PlaceMention, QuantityMention, TimeMention
from zvirka.extract.reading import Reading, SideMention, held, within
from zvirka.extract.regions import Region
from zvirka.extract.statements import LISTED, opens_list, outer, overlap, quote_of
from zvirka.extract.tokens import Match
from zvirka.extract.triggers import StatementPack, Trigger
from zvirka.model.spans import Span

_LONGEST_NAME = 3
"""Words in the longest unknown name."""
_OBJECT_WORDS = 6
"""Words behind a trigger among which its object begins."""
_OBJECT_NEAR = 4
"""Words behind a trigger among which a thing that it is done to begins."""
_DESCRIBED = 3
"""Words before a machine among which stands what it was used with, where it was."""
NEAR = 7
"""Words before a trigger searched for negation and the like."""


class Segment:
    """One segment of a region with what stands in it."""

    def __init__(
        self, reading: Reading, region: Region, segment: tuple[int, int], pack: StatementPack, words: Words
    ) -> None:
        self.words = words
        self.reading = reading
        self.tokens = reading.document.tokens
        self.region = region
        self.first, self.past = segment
        self.pack = pack
        while self.first < self.past - 1 and self._trails(self.tokens.norms[self.first]):
            self.first += 1
        while self.past - 1 > self.first and self._trails(self.tokens.norms[self.past - 1]):
            self.past -= 1
        span = quote_of(reading.document, self.first, self.past)
        self.quote = span
        start, end = (span.start, span.end) if span is not None else (region.start, region.start)
        self.quantities: list[QuantityMention] = held(region, within(reading.quantities, start, end))
        self.equipment = held(region, within(reading.equipment, start, end))
        self.sides = held(region, within(reading.sides, start, end))
        self.places = held(region, within(reading.places, start, end))
        self._bounds = start, end
        self._denied: dict[tuple[int, int, str, bool], bool] = {}
        """Whether words are negated, by their tokens, type and own negation: asked when a type is chosen and when it is told."""

    @cached_property
    def times(self) -> list[TimeMention]:
        """Times named in the segment."""
        return within(self.reading.times, *self._bounds)

    @property
    def region_sides(self) -> list[SideMention]:
        """Sides named anywhere in the region."""
        return within(self.reading.sides, *self.region.reach)

    @property
    def region_places(self) -> list[PlaceMention]:
        """Places named anywhere in the region."""
        return within(self.reading.places, *self.region.reach)

    def _trails(self, word: str) -> bool:
        return outer(word) or self.pack.holds("joiners", word)

    def fits(self, match: Match[Trigger]) -> bool:
        """Whether something the trigger needs stands in the clause, or for sides and places in the region."""
        needs = match.value.needs
        unless = match.value.unless
        if unless and any(_test(name)(self, match) for name in unless):
            return False
        if match.value.type in LISTED and opens_list(self.reading.document, self.region):
            return True
        return not needs or any(_test(need)(self, match) for need in needs)

    def _found(self, name: str, first: int, past: int) -> list[Match[bool]]:
        lexicon = self.pack.words.get(name)
        return [] if lexicon is None else lexicon.find(self.tokens, first, past)

    def _reach(self) -> tuple[int, int]:
        """Tokens of the region and the clauses beside it."""
        start, end = self.region.reach
        return self.tokens.at(start), self.tokens.at(end)

    def _dated(self, found: Match[bool]) -> bool:
        """Whether words are only part of a date ("since the start of the offensive")."""
        start, end = self.tokens.starts[found.first], self.tokens.ends[found.past - 1]
        return any(time.span.start <= start and end <= time.span.end for time in self.times)

    def _doer(self, match: Match[Trigger]) -> bool:
        start = self.tokens.starts[match.first]
        return any(side.span.end <= start for side in self.sides)

    def _from(self, match: Match[Trigger]) -> bool:
        return any(place.role == "from" for place in self.places)

    def _lone(self, match: Match[Trigger]) -> bool:
        return bool(within(self.reading.lone, self.region.start, self.region.end))

    def _spoken(self, match: Match[Trigger]) -> bool:
        return bool(self.region.chain) or bool(within(self.reading.people, self.region.start, self.region.end))

    def _cued(self, match: Match[Trigger]) -> bool:
        return not self.region.start <= self.tokens.starts[match.first] < self.region.end

    def _ground(self, match: Match[Trigger]) -> bool:
        return any(place.kind != "country" for place in self.region_places)

    def _sided(self, match: Match[Trigger]) -> bool:
        return bool(self.region_sides) or bool(self._found("third", *self._reach()))

    def _placed(self, match: Match[Trigger]) -> bool:
        return bool(self.region_places)

    def _place_object(self, match: Match[Trigger]) -> bool:
        if self.unknown_object(match) is not None:
            return True
        reach = self.tokens.ends[min(match.past + _OBJECT_WORDS, self.past) - 1]
        return any(
            place.role is None and place.ids and place.kind != "country" and place.span.start < reach
            for place in self.places
        )

    def _equipped(self, match: Match[Trigger]) -> bool:
        return any(not self._instrument(each) for each in self.equipment) or (
            match.value.type != "equipment_loss" and bool(self.equipment)
        )

    def _figured(self, match: Match[Trigger]) -> bool:
        return bool(self.quantities)

    def _people(self, match: Match[Trigger]) -> bool:
        return self._counts("people") or self._words("people")

    def _counts(self, counted: str) -> bool:
        return any(figure.counted == counted for figure in self.quantities)

    def _words(self, name: str) -> bool:
        """Whether words of a class stand in the segment, not as part of a date."""
        return any(not self._dated(each) for each in self._found(name, self.first, self.past))

    def _structure_behind(self, match: Match[Trigger]) -> bool:
        """Whether a building and no machine stands behind: what was hit is no machine then."""
        near = min(match.past + _OBJECT_NEAR, self.past)
        machines = any(self.tokens.at(each.span.start) >= match.past for each in self.equipment)
        return not machines and bool(self._found("structure", match.past, near))

    def _people_object(self, match: Match[Trigger]) -> bool:
        """Whether people, not ground, are what is taken: soldiers right behind, or before a passive."""
        near = min(match.past + _OBJECT_NEAR, self.past)
        if self._found("military", match.past, near) or self._found("people", match.past, near):
            return True
        before = max(self.first, match.first - NEAR)
        return self._passive(match) and bool(self._found("military", before, match.first))

    def _share_of_people(self, match: Match[Trigger]) -> bool:
        """Whether a share of the clause is one of people ("half of its men")."""
        for figure in self.quantities:
            first = self.tokens.at(figure.span.start)
            past = min(self.tokens.at(figure.span.end) + _OBJECT_NEAR, self.past)
            if figure.form == "share" and (self._found("military", first, past) or self._found("people", first, past)):
                return True
        return False

    def _instrument(self, item: EquipmentMention) -> bool:
        """Whether a machine is only what it was done with ("hit by missiles", "ракетами"), by its case or the word before."""
        past = self.tokens.at(item.span.end)
        first = self.tokens.at(item.span.start)
        if self.tokens.norms[past - 1].endswith(self.pack.instrument_endings):
            return True
        for before in range(first - 1, max(self.first, first - _DESCRIBED) - 1, -1):
            word = self.tokens.norms[before]
            if self.pack.holds("instrument", word):
                return True
            if not self.tokens.raw(before)[0].isupper():
                break  # "by Thai artillery": only whose it is may stand between
        return False

    def _thing_behind(self, match: Match[Trigger]) -> bool:
        """Whether a machine or a word for arms stands right behind: it is what was left, not a town."""
        near = min(match.past + _OBJECT_NEAR, self.past)
        if self.pack.lexicon("armour").find(self.tokens, match.past, near):
            return True
        reach = self.tokens.ends[near - 1]
        people = (each.span.start for each in self.quantities if each.counted == "people")
        first = next((start for start in people if self.tokens.at(start) >= match.past), reach)
        reach = min(reach, first)  # "lost 300 soldiers and two tanks": people and machines
        return any(match.past <= self.tokens.at(each.span.start) and each.span.start < reach for each in self.equipment)

    def unknown_object(self, match: Match[Trigger]) -> Span | None:
        """A name right behind the trigger that no gazetteer, side or date knows: "took Orlivka", "took the village of X"."""
        at = match.past
        while at < self.past and self.pack.holds("before_name", self.tokens.norms[at]):
            at += 1
        end = at
        while end < self.past and end - at < _LONGEST_NAME and self.tokens.raw(end)[0].isupper():
            end += 1
        span = self.tokens.span(at, end) if at < end else None
        if span is None:
            return None
        spans = [each.span for each in self.region_sides] + [each.span for each in self.region_places]
        spans += [each.span for each in self.equipment] + [each.span for each in self.times]
        return None if any(overlap(each, span) for each in spans) else span

    def _passive(self, match: Match[Trigger]) -> bool:
        if any(self.pack.holds("being", word) for word in self.tokens.norms[match.first : match.past - 1]):
            return True
        at = match.first - 1
        while at > self.first and at > match.first - 4 and self.words.adverb(self.tokens.norms[at]):
            at -= 1
        return at >= self.first and self.pack.holds("being", self.tokens.norms[at])


_Test = Callable[[Segment, Match[Trigger]], bool]
_TESTS: Mapping[str, _Test] = {
    "doer": Segment._doer,
    "from": Segment._from,
    "place_object": Segment._place_object,
    "structure_object": Segment._structure_behind,
    "people_object": Segment._people_object,
    "lone": Segment._lone,
    "share_of_people": Segment._share_of_people,
    "spoken": Segment._spoken,
    "cue": Segment._cued,
    "ground": Segment._ground,
    "side": Segment._sided,
    "place": Segment._placed,
    "equipment": Segment._equipped,
    "equipment_object": Segment._thing_behind,
    "figure": Segment._figured,
    "people": Segment._people,
    "percent": lambda segment, match: False,
}
"""How the needs that are more than a class of words are told."""


@cache
def _test(need: str) -> _Test:
    """How a need of the packs is told: one of those above, a class of words, words of a class "_behind", "figure:" and what is
    counted, or several joined by "+" that must all stand there."""
    if "+" in need:
        parts = [_test(part) for part in need.split("+")]
        return lambda segment, match: all(part(segment, match) for part in parts)
    if need in _TESTS:
        return _TESTS[need]
    if need in {"area", "settlements", "distance", "items"} or need.startswith("figure:"):
        counted = need.removeprefix("figure:")
        return lambda segment, match: segment._counts(counted)
    if need in {"share", "ratio"}:
        return lambda segment, match: any(figure.form == need for figure in segment.quantities)
    if need.endswith("_behind"):
        name = need.removesuffix("_behind")
        return lambda segment, match: bool(
            segment._found(name, match.past, min(match.past + _OBJECT_NEAR, segment.past))
        )
    return lambda segment, match: segment._words(need)
