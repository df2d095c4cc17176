"""Figures joined with what they count: ranges, figures behind their word, shares and comparisons; hedges apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zvirka.extract.numbers import Number
from zvirka.extract.quantity_lookups import WORD, Lookups
from zvirka.model.quantities import Bound, Form

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
"""Four digits between these are a year where nothing else says what they count."""
_SMALL = 10
_HEAD_REACH = 100
"""How far before a figure, in characters, the word may stand that says what it counts ("the number of … was 40")."""
_UNIT_REACH = 40
"""How far behind "number of", in characters, the unit may stand."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention before hedges: folded offsets of figure and unit."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    bound: Bound
    form: Form
    rule: str


class Drafts:
    """The drafts of one text."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.words, self.page = lookups.words, lookups.page
        self.cues, self.cue_ends = lookups.cues, lookups.cue_ends
        self.units, self.hedges, self.numbers = lookups.units, lookups.hedges, lookups.numbers

    def counted(self) -> list[Draft]:
        """Figures with a unit, ranges joined."""
        drafts: list[Draft] = []
        index = 0
        while index < len(self.numbers):
            number = self.numbers[index]
            following = self.numbers[index + 1] if index + 1 < len(self.numbers) else None
            joined = self._range(number, following) if following else None
            last = following if joined and following else number
            index += 2 if joined else 1
            unit = (
                self.lookups.unit(last.end)
                or self.lookups.bracketed(last.end)
                or self.lookups.listed_unit(number.start, last.end)
            )
            if unit is None and drafts and self.lookups.before(number.start) in self.cue_ends.get("part", {}):
                same = self.lookups.sentence_start(drafts[-1].start) == self.lookups.sentence_start(number.start)
                unit = (last.end, drafts[-1].unit) if same and self.lookups.ends_figure(last.end) else None
            if unit is None or self.lookups.inside_model(number.start):
                continue
            end, unit_id = unit
            if following and not joined and self._unit_twice(number, following, unit):
                joined, index = self._ends(number, following), index + 1
                end = (self.lookups.unit(following.end) or unit)[0]
            if joined:
                drafts.append(
                    Draft(number.start, end, None, joined[0], joined[1], unit_id, "between", _form(unit_id), "range")
                )
            elif number.value is None:
                drafts.append(
                    Draft(number.start, end, None, number.low, None, unit_id, "vague", _form(unit_id), "vague")
                )
            elif unit_id != "times" or self.lookups.compared(end, number.start):
                drafts.append(_exact(number.start, end, number.value, unit_id, "figure"))
        return drafts

    def headed(self, drafts_before: Sequence[Draft]) -> list[Draft]:
        """Figures without a unit whose word stands before them: "the number of villages rose to 179", "losses at 60"."""
        drafts: list[Draft] = []
        heads = self.cues.get("heads", {})
        links = self.cue_ends.get("heads_link", {})
        people = self.cues.get("heads_people", {})
        starts = sorted(heads)
        for index, number in enumerate(self.numbers):
            if (
                number.value is None
                or self.lookups.unit(number.end) is not None
                or self.lookups.inside_model(number.start)
            ):
                continue
            unit = self._direct(number.start, drafts_before)
            if unit is not None and self.lookups.ends_figure(number.end):
                value = number.value
                drafts.append(_exact(number.start, number.end, value, unit, "headed"))
                continue
            at = bisect_left(starts, number.start) - 1
            if (
                at < 0
                or starts[at] < self.lookups.sentence_start(number.start)
                or number.start - starts[at] > _HEAD_REACH
            ):
                continue
            if not self._linked(number.start, links) or not self.lookups.ends_figure(number.end):
                continue
            unit = "people" if starts[at] in people else self._headed_unit(heads[starts[at]], number.start)
            if unit is None:
                continue
            following = self.numbers[index + 1] if index + 1 < len(self.numbers) else None
            joined = self._range(number, following) if following else None
            if joined and following:
                drafts.append(Draft(number.start, following.end, None, *joined, unit, "between", _form(unit), "headed"))
            else:
                value = number.value
                drafts.append(_exact(number.start, number.end, value, unit, "headed"))
        return drafts

    def shares(self) -> list[Draft]:
        """Fractions in words: "a third of the oblast", "половину"."""
        drafts = []
        taken = 0
        for start, end, values in self.words.fractions.within(self.page):
            word = WORD.match(self.page, end + 1)
            follows_of = word is not None and word.group() in self.words.of
            excluded = self.cues.get("not_shares_of", {}).get(end + 1)
            if start >= taken and excluded is None and (follows_of or not self.words.of):
                drafts.append(_exact(start, end, values[0], "percent", "fraction"))
                taken = end
        return drafts

    def ratios(self) -> list[Draft]:
        """Comparisons in words: "almost twice", "майже удвічі більше"."""
        drafts = []
        taken = 0
        for start, end, values in self.words.ratios.within(self.page):
            if start >= taken and self.lookups.compared(end, start):
                drafts.append(_exact(start, end, values[0], "times", "ratio"))
                taken = end
        return drafts

    def lone(self) -> list[Draft]:
        """Figures without a unit that are no years: "12 were captured"; small number words are left out ("one of them")."""
        drafts: list[Draft] = []
        for number in self.numbers:
            value = number.value
            if value is None or value != int(value) or self.lookups.unit(number.end) is not None:
                continue
            digits = self.page[number.start : number.end]
            year = digits.isdigit() and len(digits) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR
            small = not digits[0].isdigit() and value < _SMALL
            glued = self.page[number.end : number.end + 1] in "-/:%°" and number.end < len(self.page)
            alone = self.lookups.ends_figure(number.end)
            if alone and not (year or small or glued or self.lookups.inside_model(number.start)):
                drafts.append(_exact(number.start, number.end, value, "people", "lone"))
        return drafts

    def _direct(self, start: int, counted: Sequence[Draft]) -> str | None:
        """The unit of a bare figure right behind a word of losing or taking ("they lost 300"): that of the figure before it in
        the sentence, people behind "killed", else items."""
        position = self.lookups.before(start)
        if position in self.hedges:
            position = self.lookups.before(self.hedges[position][0])
        if position in self.cue_ends.get("heads_killed", {}):
            return "people"
        if position not in self.cue_ends.get("heads_direct", {}):
            return None
        opening = self.lookups.sentence_start(start)
        before = [draft.unit for draft in counted if opening <= draft.start < start]
        return (
            before[-1] if before and self.words.dimension(before[-1]) in ("people", "settlements", "items") else "items"
        )

    def _linked(self, start: int, links: Mapping[int, int]) -> bool:
        """Whether a linking word ("at", "was") stands before a figure, hedges and one word like "reached about" between."""
        position = self.lookups.before(start)
        for _ in range(3):
            if position in links:
                return True
            if position not in self.hedges:
                return False
            position = self.lookups.before(self.hedges[position][0])
        return False

    def _headed_unit(self, start: int, end: int) -> str | None:
        """The unit named between "number of" and its figure; None for what is no unit."""
        found = [
            ids[0] for at, (stop, ids) in self.units.items() if start <= at and stop <= min(end, start + _UNIT_REACH)
        ]
        counted = [unit for unit in found if self.words.dimension(unit) in ("people", "settlements", "items")]
        return counted[0] if counted else None

    def _range(self, first: Number, second: Number) -> tuple[float, float] | None:
        """Both ends of "6 to 8 thousand", "від 6 до 8", "6-8"; None where the two figures are no range."""
        if first.value is None or second.value is None:
            return None
        between = self.page[first.end : second.start].strip()
        if between not in self.words.to or len(self.page[first.end : second.start]) > len(between) + 2:
            return None
        if not self._opened(first) and between not in self.words.plain_to:
            return None
        scaled = (
            first.value * second.multiplier
            if first.multiplier == 1 and first.value * second.multiplier <= second.value
            else first.value
        )
        return (scaled, second.value) if scaled < second.value else None

    def _unit_twice(self, first: Number, second: Number, unit: tuple[int, str]) -> bool:
        """Whether "from 20 % to 30 %" names its unit at both ends."""
        between = self.page[unit[0] : second.start].strip()
        if between not in self.words.to or self._ends(first, second) is None:
            return False
        other = self.lookups.unit(second.end)
        return other is not None and other[1] == unit[1] and (between == "-" or self._opened(first))

    @staticmethod
    def _ends(first: Number, second: Number) -> tuple[float, float] | None:
        if first.value is None or second.value is None or first.value >= second.value:
            return None
        return first.value, second.value

    def _opened(self, first: Number) -> bool:
        """Whether a range's opening word ("from", "between") stands before its first figure."""
        opener = re.search(r"([^\W\d_]+)\s*$", self.page[max(0, first.start - 12) : first.start])
        return opener is not None and opener.group(1) in self.words.open


def _form(unit: str) -> Form:
    return "share" if unit == "percent" else "ratio" if unit == "times" else "level"


def _exact(start: int, end: int, value: float, unit: str, rule: str) -> Draft:
    """A figure meant as it stands."""
    return Draft(start, end, value, value, value, unit, "exact", _form(unit), rule)
