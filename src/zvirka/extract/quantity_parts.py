"""Figures without a unit that are parts of a figure before them: "of 40 missiles 31", "14, of which nine destroyed, five abandoned"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.extract.mentions import QuantityMention
from zvirka.extract.numbers import Number
from zvirka.extract.quantity_drafts import Draft, exact
from zvirka.extract.quantity_lookups import Lookups

_WHOLES = frozenset({"people", "items", "things", "settlements"})
_PARTING = frozenset(".;:!?\n")
_MARKS, _OPENING = ",;:(-\n", ":("


@dataclass(slots=True)
class _Whole:
    """A figure that may have parts. start, end: folded offsets."""

    start: int
    end: int
    mention: QuantityMention


class Parts:
    """The parts of one text. wholes: its figures and counted machines."""

    def __init__(self, lookups: Lookups, wholes: Sequence[QuantityMention]) -> None:
        self.lookups, self.words, self.page = lookups, lookups.words, lookups.page
        listed = sorted(wholes, key=lambda each: (each.span.start, each.span.end))
        at = lookups.folded.at
        self._wholes = [_Whole(at(each.span.start), at(each.span.end), each) for each in listed]
        self._starts = [each.start for each in self._wholes]
        self._part_ends = sorted(lookups.cue_ends.get("part", {}))

    def find(self, bare: Sequence[Number]) -> list[tuple[Draft, QuantityMention | None]]:
        """Drafts of figures that are parts or say what became of some, with their wholes; None where no words make it one."""
        found: list[tuple[Draft, QuantityMention | None]] = []
        last = -1
        for number in bare:
            before = self._before(number)
            if before is None or number.value is None:
                continue
            if before.mention.value is not None and number.value > before.mention.value:
                continue
            status, alone = self._status(number.end), self.lookups.ends_figure(number.end)
            alone = alone or self.lookups.is_subject(number.end)
            out_of, behind = alone and self._opened(before), self._named_behind(before, number)
            part = alone and (self._part(number.start) or self._goes_on(last, number, before))
            if status is None and not out_of and not behind and not part:
                continue
            last = number.end if part else -1
            parted = out_of or behind or self._parted(before, number)
            rule = "part:of" if out_of else f"part:{status[1]}" if status else "part:them" if behind else "part"
            unit = "things" if before.mention.counted == "things" else before.mention.unit
            end = number.end if status is None else status[0]
            found.append((exact(number.start, end, number.value, unit, rule), before.mention if parted else None))
        return found

    def _named_behind(self, whole: _Whole, number: Number) -> bool:
        """Whether words like "of them" stand right behind a figure; one of some people is told for what befell them."""
        cues, at = self.lookups.cues, number.end + 1
        told = at in cues.get("part", {}) and at in cues.get("out_of", {})
        return told and not (number.value == 1 and whole.mention.unit == "people")

    def _part(self, start: int) -> bool:
        """Whether words like "including" stand right before a figure."""
        return self.lookups.before(start) in self.lookups.cue_ends.get("part", {})

    def _goes_on(self, last: int, number: Number, whole: _Whole) -> bool:
        """Whether a list of parts goes on: "including 43 over one region and 24 over another". last: where the part before ends."""
        between = self.page[last : number.start].strip()
        if last < whole.end or set(between) & _PARTING:
            return False
        return between.endswith(",") or between.rpartition(" ")[2] in self.words.to

    def _parted(self, whole: _Whole, number: Number) -> bool:
        """Whether a colon or words like "of which" stand between a figure and another."""
        if set(self.page[whole.end : number.start]) & set(_OPENING):
            return True
        at = bisect_left(self._part_ends, whole.end)
        return at < len(self._part_ends) and self._part_ends[at] <= number.start

    def _before(self, number: Number) -> _Whole | None:
        """The nearest figure before a number in its sentence; None where the number is inside one."""
        index = bisect_right(self._starts, number.start) - 1
        if index < 0:
            return None
        whole = self._wholes[index]
        inside = number.start < whole.end
        same = self.lookups.sentence_start(whole.start) == self.lookups.sentence_start(number.start)
        return whole if same and not inside and whole.mention.counted in _WHOLES else None

    def _status(self, end: int) -> tuple[int, str] | None:
        """End and name of a word for what became of machines, right behind a figure and before nothing it could describe."""
        hit = self.lookups.status.get(end + 1) if self.page[end : end + 1] == " " else None
        return (hit[0], str(hit[1][0])) if hit is not None and self.lookups.ends_figure(hit[0]) else None

    def _opened(self, whole: _Whole) -> bool:
        """Whether "of" or "out of" stands before a figure at the beginning of a clause."""
        start = self.lookups.cue_ends.get("out_of", {}).get(self.lookups.before(whole.start))
        if start is None:
            return False
        at = self.lookups.before(start)
        return (
            self.lookups.word_before(at) in self.words.stop
            or at == 0
            or self.page[at - 1] in _MARKS
            or self.lookups.sentence_start(start) >= at
        )
