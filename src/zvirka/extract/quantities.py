"""Figures in running text: value, unit, bound and form, with exact spans. The words are the language pack's `quantities`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple, cast

from zvirka.extract.mentions import QuantityMention
from zvirka.ground.ground import Ground
from zvirka.ground.words import Folded, Phrases, expand_all, fold, fold_word
from zvirka.model.quantities import Bound, Counted, Form
from zvirka.model.spans import Span

_DIGITS = r"\d{1,3}(?:[,. ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_COUNTED: dict[str, Counted] = {
    "area": "area",
    "distance": "distance",
    "people": "people",
    "settlements": "settlements",
    "items": "items",
    "percent": "area",
    "times": "area",
}
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)]*\s+(?=[\"'“‘«(]*[A-ZА-ЯІЇЄҐ])|\n")
_INCREMENT = re.compile(r" ?\(\+ ?\d[\d ]*\)")
_INCREMENT_END = re.compile(r"\)(?<=\d\))")
_TOTAL_BEFORE = re.compile(r"(?<![\w.,])(\d[\d ,.']*) ?\(\+ ?[\d ]+$")
_LIST_END = re.compile(r"\)? ?(?:\(\+ ?\d[\d ]*\))? ?(?:[,;.)]|$|\n)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
"""Four digits between these are a year where nothing else says what they count."""
_SMALL = 10
_LONGEST_BETWEEN = 4
"""How many words may stand between a figure and what it counts ("86 heavily armoured enemy tanks")."""
_HEAD_REACH = 100
"""How far before a figure, in characters, the word may stand that says what it counts ("the number of … was 40")."""
_UNIT_REACH = 40
"""How far behind "number of", in characters, the unit may stand."""
_OF_TERRITORY = 16
"""How far behind a distance somebody moved, in characters, a word for ground still makes it an area ("2,000 km of our land")."""
_AREA_WINDOW = 80
"""How far from a bare distance, in characters, a word of regaining ground makes it a figure of area."""


class Number(NamedTuple):
    """A figure: offsets into the folded text, value (None where vague), lower bound where vague, words of its multiplier."""

    start: int
    end: int
    value: float | None
    low: float | None
    multiplier: float


@dataclass(frozen=True, slots=True)
class _Draft:
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


class QuantityReader:
    """Finds quantities in texts of one language.

    Only what carries a unit, a share or a comparison counts: bare numbers, dates, times of day, model names and list numbers
    are none. Bounds follow the table of DESIGN section 2; values are in the unit as written.
    """

    def __init__(self, ground: Ground, language: str) -> None:
        document = ground.language(language)
        pack: Mapping[str, Any] = document.get("quantities", {})
        words = {name: expand_all(listed) for name, listed in pack.get("words", {}).items()}
        self._dimension = ground.units.dimension
        self._units = Phrases(_pairs(pack.get("units", {})), after_digits=True)
        self._before = Phrases(_pairs(pack.get("hedges", {})))
        self._after = Phrases(_pairs(pack.get("hedges_after", {})))
        self._far = Phrases(_pairs(pack.get("hedges_far", {})))
        self._vague = Phrases(
            (word, float(low)) for low, listed in pack.get("vague", {}).items() for word in expand_all(listed)
        )
        self._fractions = Phrases(
            (word, float(value)) for value, listed in pack.get("fractions", {}).items() for word in expand_all(listed)
        )
        self._ratios = Phrases(
            (word, float(value)) for value, listed in pack.get("ratios", {}).items() for word in expand_all(listed)
        )
        self._definitions = Phrases(_pairs(document.get("definitions", {})))
        self._cues = Phrases(
            (word, name)
            for name in (
                "rate",
                "part",
                "complement",
                "territory",
                "distance_cues",
                "not_shares_of",
                "bridge",
                "definition_links",
                "heads",
                "heads_link",
                "heads_people",
                "comparisons",
                "heads_direct",
                "heads_killed",
                "rises",
            )
            for word in words.get(name, ())
        )
        self._between = {fold_word(word) for word in words.get("between", ())}
        self._between |= {
            fold_word(word)
            for side in ground.sides.values()
            for word in side.words.get(language, {}).get("adjective", ())
        }
        self._endings = tuple(fold_word(word) for word in words.get("between_endings", ()))
        self._area_cues = tuple(fold_word(word) for word in words.get("area_cues", ()))
        self._of = {fold_word(word) for word in words.get("of", ())}
        before = "|".join(re.escape(fold_word(word)) for word in words.get("distance_before", ())) or r"(?!)"
        self._distance_before = re.compile(rf"\b(?:{before})[^.;:,]{{0,32}}$")
        self._stop = {fold_word(word) for word in words.get("stop", ())}
        self._comparatives = tuple(fold_word(word) for word in words.get("comparatives", ()))
        ranges = pack.get("ranges", {})
        self._open = {fold_word(word) for word in ranges.get("open", ())}
        self._to = sorted((fold_word(word) for word in ranges.get("to", ())), key=len, reverse=True)
        self._plain_to = {fold_word(word) for word in ranges.get("plain", ())}
        self._numbers = NumberScanner(pack)

    def read(self, text: str) -> list[QuantityMention]:
        """The quantities of a text by start; spans are offsets into it and hold figure and unit, hedges apart."""
        return self.read_all(text)[0]

    def read_all(self, text: str) -> tuple[list[QuantityMention], list[QuantityMention]]:
        """The quantities of a text, and its figures without a unit as counts of people, for words that count nothing else."""
        page = _Page(text, fold(text), self)
        counted = page.counted()
        drafts = [*counted, *page.headed(counted), *page.shares(), *page.ratios()]
        kept: list[_Draft] = []
        for draft in sorted(drafts, key=lambda entry: (entry.start, -entry.end)):
            if not kept or draft.start >= kept[-1].end:
                kept.append(draft)
        return page.finish(kept), page.finish(page.lone())

    def unit_dimension(self, unit: str) -> str:
        """What a unit measures (area, distance, people, …)."""
        return self._dimension(unit)


class _Page:
    """One text being read: every list of words looked up once, then joined by position."""

    def __init__(self, text: str, folded: Folded, reader: QuantityReader) -> None:
        self.text, self.folded, self.reader = text, folded, reader
        self.page = folded.text
        self.units = _by_start(reader._units.within(self.page))
        self.unit_ends = {end: (start, ids) for start, (end, ids) in self.units.items()}
        self.hedges = _by_end(reader._before.within(self.page))
        self.hedges_after = _by_start(reader._after.within(self.page))
        self.cues: dict[str, dict[int, int]] = {}
        self.cue_ends: dict[str, dict[int, int]] = {}
        for start, end, names in reader._cues.within(self.page):
            for name in names:
                self.cues.setdefault(name, {}).setdefault(start, end)
                self.cue_ends.setdefault(name, {}).setdefault(end, start)
        self.breaks = [match.end() for match in _SENTENCE_END.finditer(text)]
        self.numbers = self._merged_numbers()

    def counted(self) -> list[_Draft]:
        """Figures with a unit, ranges joined."""
        drafts: list[_Draft] = []
        index = 0
        while index < len(self.numbers):
            number = self.numbers[index]
            following = self.numbers[index + 1] if index + 1 < len(self.numbers) else None
            joined = self._range(number, following) if following else None
            last = following if joined and following else number
            index += 2 if joined else 1
            unit = self._unit(last.end) or self._bracketed(last.end) or self._headed(number.start, last.end)
            if unit is None and drafts and self._before(number.start) in self.cue_ends.get("part", {}):
                same = self._sentence_start(drafts[-1].start) == self._sentence_start(number.start)
                unit = (last.end, drafts[-1].unit) if same and self._ends_figure(last.end) else None
            if unit is None or self._inside_model(number.start):
                continue
            end, unit_id = unit
            if following and not joined and self._unit_twice(number, following, unit):
                joined, index = self._ends(number, following), index + 1
                end = (self._unit(following.end) or unit)[0]
            if joined:
                drafts.append(
                    _Draft(number.start, end, None, joined[0], joined[1], unit_id, "between", _form(unit_id), "range")
                )
            elif number.value is None:
                drafts.append(
                    _Draft(number.start, end, None, number.low, None, unit_id, "vague", _form(unit_id), "vague")
                )
            elif unit_id != "times" or self._compared(end, number.start):
                drafts.append(
                    _Draft(
                        number.start,
                        end,
                        number.value,
                        number.value,
                        number.value,
                        unit_id,
                        "exact",
                        _form(unit_id),
                        "figure",
                    )
                )
        return drafts

    def headed(self, drafts_before: Sequence[_Draft]) -> list[_Draft]:
        """Figures without a unit whose word stands before them: "the number of villages rose to 179", "losses at 60"."""
        drafts: list[_Draft] = []
        heads = self.cues.get("heads", {})
        links = self.cue_ends.get("heads_link", {})
        people = self.cues.get("heads_people", {})
        starts = sorted(heads)
        for index, number in enumerate(self.numbers):
            if number.value is None or self._unit(number.end) is not None or self._inside_model(number.start):
                continue
            unit = self._direct(number.start, drafts_before)
            if unit is not None and self._ends_figure(number.end):
                value = number.value
                drafts.append(
                    _Draft(number.start, number.end, value, value, value, unit, "exact", _form(unit), "headed")
                )
                continue
            at = bisect_left(starts, number.start) - 1
            if at < 0 or starts[at] < self._sentence_start(number.start) or number.start - starts[at] > _HEAD_REACH:
                continue
            if not self._linked(number.start, links) or not self._ends_figure(number.end):
                continue
            unit = "people" if starts[at] in people else self._headed_unit(heads[starts[at]], number.start)
            if unit is None:
                continue
            following = self.numbers[index + 1] if index + 1 < len(self.numbers) else None
            joined = self._range(number, following) if following else None
            if joined and following:
                drafts.append(
                    _Draft(number.start, following.end, None, *joined, unit, "between", _form(unit), "headed")
                )
            else:
                value = number.value
                drafts.append(
                    _Draft(number.start, number.end, value, value, value, unit, "exact", _form(unit), "headed")
                )
        return drafts

    def _direct(self, start: int, counted: Sequence[_Draft]) -> str | None:
        """The unit of a bare figure right behind a word of losing or taking ("they lost 300"): that of the figure before it in
        the sentence, people behind "killed", else items."""
        position = self._before(start)
        if position in self.hedges:
            position = self._before(self.hedges[position][0])
        if position in self.cue_ends.get("heads_killed", {}):
            return "people"
        if position not in self.cue_ends.get("heads_direct", {}):
            return None
        opening = self._sentence_start(start)
        before = [draft.unit for draft in counted if opening <= draft.start < start]
        return (
            before[-1]
            if before and self.reader._dimension(before[-1]) in ("people", "settlements", "items")
            else "items"
        )

    def _linked(self, start: int, links: Mapping[int, int]) -> bool:
        """Whether a linking word ("at", "was") stands before a figure, hedges and one word like "reached about" between."""
        position = self._before(start)
        for _ in range(3):
            if position in links:
                return True
            if position not in self.hedges:
                return False
            position = self._before(self.hedges[position][0])
        return False

    def _ends_figure(self, end: int) -> bool:
        """Whether a figure stands alone: before a mark, the text's end, or a word that starts something else."""
        word = _WORD.match(self.page, end + 1) if self.page[end : end + 1] == " " else None
        return self.page[end : end + 1] not in "-%:/" if word is None else word.group() in self.reader._stop

    def _headed_unit(self, start: int, end: int) -> str | None:
        """The unit named between "number of" and its figure; None for what is no unit."""
        found = [
            ids[0] for at, (stop, ids) in self.units.items() if start <= at and stop <= min(end, start + _UNIT_REACH)
        ]
        counted = [unit for unit in found if self.reader._dimension(unit) in ("people", "settlements", "items")]
        return counted[0] if counted else None

    def lone(self) -> list[_Draft]:
        """Figures without a unit that are no years: "12 were captured"; small number words are left out ("one of them")."""
        drafts: list[_Draft] = []
        for number in self.numbers:
            value = number.value
            if value is None or value != int(value) or self._unit(number.end) is not None:
                continue
            digits = self.page[number.start : number.end]
            year = digits.isdigit() and len(digits) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR
            small = not digits[0].isdigit() and value < _SMALL
            glued = self.page[number.end : number.end + 1] in "-/:%°" and number.end < len(self.page)
            alone = self._ends_figure(number.end)
            if alone and not (year or small or glued or self._inside_model(number.start)):
                drafts.append(_Draft(number.start, number.end, value, value, value, "people", "exact", "level", "lone"))
        return drafts

    def shares(self) -> list[_Draft]:
        """Fractions in words: "a third of the oblast", "половину"."""
        drafts = []
        taken = 0
        for start, end, values in self.reader._fractions.within(self.page):
            word = _WORD.match(self.page, end + 1)
            follows_of = word is not None and word.group() in self.reader._of
            excluded = self.cues.get("not_shares_of", {}).get(end + 1)
            if start >= taken and excluded is None and (follows_of or not self.reader._of):
                drafts.append(
                    _Draft(start, end, values[0], values[0], values[0], "percent", "exact", "share", "fraction")
                )
                taken = end
        return drafts

    def ratios(self) -> list[_Draft]:
        """Comparisons in words: "almost twice", "майже удвічі більше"."""
        drafts = []
        taken = 0
        for start, end, values in self.reader._ratios.within(self.page):
            if start >= taken and self._compared(end, start):
                drafts.append(_Draft(start, end, values[0], values[0], values[0], "times", "exact", "ratio", "ratio"))
                taken = end
        return drafts

    def finish(self, drafts: Sequence[_Draft]) -> list[QuantityMention]:
        """Hedges, bounds, wholes and definitions for drafts in order of position."""
        far = [(start, end, cast(Bound, values[0])) for start, end, values in self.reader._far.within(self.page)]
        mentions: list[QuantityMention] = []
        for number, draft in enumerate(drafts):
            hedges, bound, complement = self._hedges(draft)
            if bound == "exact" and draft.bound == "exact":
                start_of = self._sentence_start(draft.start)
                since = max([start_of, *(drafts[number - 1].end,)] if number else [start_of])
                index = bisect_left(far, (draft.start,)) - 1
                hit = far[index] if index >= 0 and since <= far[index][0] and far[index][1] <= draft.start else None
                if hit is not None and "\n" not in self.page[hit[1] : draft.start]:
                    hedges, bound = [(hit[0], hit[1])], hit[2]
            mentions.append(self._mention(draft, hedges, bound, complement, mentions))
        return self._defined(mentions)

    def _mention(
        self,
        draft: _Draft,
        hedges: list[tuple[int, int]],
        bound: Bound,
        complement: bool,
        before: Sequence[QuantityMention],
    ) -> QuantityMention:
        low, high = _bounds(draft, bound)
        unit, counted, rule = self._area_of_distance(draft)
        if draft.form == "ratio" and draft.end + 1 in self.cues.get("comparisons", {}):
            rule = "comparison"
        increment = self.page[max(0, draft.start - 2) : draft.start].endswith("(+")
        form: Form = "rate" if increment or self._rate(draft.end) else draft.form
        part = self._part_of(draft, before)
        return QuantityMention(
            span=self._span(draft.start, draft.end),
            hedges=tuple(self._span(start, end) for start, end in sorted(hedges)),
            value=draft.value,
            low=low,
            high=high,
            unit=unit,
            bound=bound if draft.bound == "exact" else draft.bound,
            counted=counted,
            form=form,
            of=self._whole_of(draft) if draft.form == "share" else None,
            part_of=part,
            rule="increment" if increment else "complement" if complement else rule,
        )

    def _range(self, first: Number, second: Number) -> tuple[float, float] | None:
        """Both ends of "6 to 8 thousand", "від 6 до 8", "6-8"; None where the two figures are no range."""
        if first.value is None or second.value is None:
            return None
        between = self.page[first.end : second.start].strip()
        if between not in self.reader._to or len(self.page[first.end : second.start]) > len(between) + 2:
            return None
        if not self._opened(first) and between not in self.reader._plain_to:
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
        if between not in self.reader._to or self._ends(first, second) is None:
            return False
        other = self._unit(second.end)
        return other is not None and other[1] == unit[1] and (between == "-" or self._opened(first))

    @staticmethod
    def _ends(first: Number, second: Number) -> tuple[float, float] | None:
        if first.value is None or second.value is None or first.value >= second.value:
            return None
        return first.value, second.value

    def _opened(self, first: Number) -> bool:
        """Whether a range's opening word ("from", "between") stands before its first figure."""
        opener = re.search(r"([^\W\d_]+)\s*$", self.page[max(0, first.start - 12) : first.start])
        return opener is not None and opener.group(1) in self.reader._open

    def _unit(self, at: int) -> tuple[int, str] | None:
        """End and id of the unit that follows a figure; for what is counted in heads, words like "enemy" may stand between."""
        page, reader = self.page, self.reader
        position = at
        for step in range(_LONGEST_BETWEEN + 1):
            if position < len(page) and page[position] in " -" and page[position : position + 2] != "- ":
                position += 1
            unit = self.units.get(position)
            if unit is not None:
                end, ids = unit
                if (position == at and page[end : end + 1] == "-") or (
                    page[end - 1] == "%" and page[end : end + 1].isalnum()
                ):
                    return None  # "2М-3М", "%D0": a name or an address
                if step == 0 or reader._dimension(ids[0]) in ("people", "settlements", "items"):
                    return end, ids[0]
            word = _WORD.match(page, position)
            if word is None or not (
                word.group() in reader._between or word.group().endswith(reader._endings or ("\0",))
            ):
                return None
            position = word.end()
        return None

    def _bracketed(self, at: int) -> tuple[int, str] | None:
        """Unit behind an increment in brackets, "79 400 (+710) persons", of the figure before them or of the one inside."""
        increment = _INCREMENT.match(self.page, at) or _INCREMENT_END.match(self.page, at)
        unit = None if increment is None else self._unit(increment.end())
        if unit is None or self.reader._dimension(unit[1]) not in ("people", "items"):
            return self._headed_by_total(at)
        return at, unit[1]

    def _headed_by_total(self, at: int) -> tuple[int, str] | None:
        """Unit of the increment in "personnel – 79 400 (+710)": that of the total before it."""
        if _INCREMENT_END.match(self.page, at) is None:
            return None
        total = _TOTAL_BEFORE.search(self.page, max(0, at - 40), at)
        return None if total is None else self._headed(total.start(1), at)

    def _headed(self, start: int, end: int) -> tuple[int, str] | None:
        """Unit of people named before its figure in a list: "personnel – about 79 400"."""
        position = self._before(start)
        for _ in range(3):
            hedge = self.hedges.get(position)
            if hedge is None:
                break
            position = self._before(hedge[0])
        if position < 2 or self.page[position - 1] not in "-:" or _LIST_END.match(self.page, end) is None:
            return None
        hit = self.unit_ends.get(self._before(position - 1))
        if hit is None or self.reader._dimension(hit[1][0]) != "people":
            return None
        return end, hit[1][0]

    def _hedges(self, draft: _Draft) -> tuple[list[tuple[int, int]], Bound, bool]:
        """Hedges right before and after a figure, the bound they give together, and whether it is what is left ("all but")."""
        found: list[tuple[int, int]] = []
        bounds: list[Bound] = []
        complement = False
        position = draft.start
        for _ in range(4):
            position = self._before(position)
            hedge = self.hedges.get(position)
            left = self.cue_ends.get("complement", {}).get(position)
            bridge = self.cue_ends.get("bridge", {}).get(position)
            if left is not None:
                complement, position = True, left
                found.append((left, self.cues["complement"][left]))
            elif hedge is not None and self._before(hedge[0]) in self.cue_ends.get("rises", {}):
                break  # "rose to 40" bounds nothing
            elif hedge is not None:
                start, names = hedge
                found.append((start, position))
                bounds.append(cast(Bound, names[0]))
                position = start
            elif bridge is not None:
                position = bridge
            else:
                break
        after = self.hedges_after.get(draft.end + 1)
        if after is not None and any(after[0] < end and start < after[0] for end, (start, _) in self.hedges.items()):
            after = None  # "92 villages and more than 40 hamlets": the words bound the next figure
        if after is not None and self.page[draft.end : draft.end + 1] == " ":
            found.append((draft.end + 1, after[0]))
            bounds.append(cast(Bound, after[1][0]))
        firm: list[Bound] = [bound for bound in bounds if bound != "about"]
        return found, (firm or bounds or ["exact"])[0], complement

    def _area_of_distance(self, draft: _Draft) -> tuple[str, Counted, str]:
        """Unit, what is counted, and rule: a bare distance of territory ("2,000 km of our land") counts area, its unit kept as said."""
        dimension = self.reader._dimension(draft.unit)
        if dimension != "distance":
            return draft.unit, _COUNTED[dimension], draft.rule
        for gap in (1, 2):
            if draft.end + gap in self.cues.get("distance_cues", {}):
                return draft.unit, "distance", draft.rule
        tail = self.page[draft.end : draft.end + 48]
        territory = self.cues.get("territory", {})
        moved = self.reader._distance_before.search(self.page[max(0, draft.start - 48) : draft.start]) is not None
        if moved and not any(start in territory for start in range(draft.end, draft.end + _OF_TERRITORY)):
            return draft.unit, "distance", draft.rule
        if any(start in territory for start in range(draft.end, draft.end + len(tail.split(".")[0]))):
            return draft.unit, "area", "bare_distance:territory"
        start, end = self._sentence_start(draft.start), self._sentence_end(draft.end)
        near = self.page[max(start, draft.start - _AREA_WINDOW) : min(end, draft.end + _AREA_WINDOW)]
        if any(re.search(rf"\b{re.escape(cue)}", near) for cue in self.reader._area_cues):
            return draft.unit, "area", "bare_distance:verb"
        return draft.unit, "distance", draft.rule

    def _part_of(self, draft: _Draft, before: Sequence[QuantityMention]) -> Span | None:
        """The whole that "including 23 …" is a part of: the figure before in the sentence."""
        head = self.page[max(0, draft.start - 40) : draft.start].rstrip()
        ends = self.cue_ends.get("part", {})
        at = max(0, draft.start - 40) + len(head)
        if at not in ends or not before:
            return None
        whole = before[-1].span
        same = self._sentence_start(whole.start) == self._sentence_start(draft.start)
        return whole if same else None

    def _whole_of(self, draft: _Draft) -> Span | None:
        """The words naming what a share is of, up to the next preposition, verb or mark."""
        position = draft.end
        word = _WORD.match(self.page, position + 1) if self.page[position : position + 1] == " " else None
        if word is not None and word.group() in self.reader._of:
            position = word.end()
        elif self.reader._of:
            return None
        start, end = None, None
        for _ in range(5):
            word = _WORD.match(self.page, position + 1) if self.page[position : position + 1] == " " else None
            if word is None or (word.group() in self.reader._stop):
                break
            start = word.start() if start is None else start
            end = position = word.end()
        return None if start is None or end is None else self._span(start, end)

    def _rate(self, end: int) -> bool:
        return any(end + gap in self.cues.get("rate", {}) for gap in (0, 1))

    def _compared(self, end: int, start: int) -> bool:
        """Whether a ratio's words compare: hedged, followed by a comparative, or holding one."""
        head = self._before(start)
        if head in self.hedges and self.hedges[head][1][0] in ("nearly", "about", "at_least", "at_most"):
            return True
        word = _WORD.match(self.page, end + 1)
        inside = self.page[start:end].split()
        words = [*inside[1:], *([word.group()] if word else [])]
        return any(entry.startswith(self.reader._comparatives or ("\0",)) for entry in words)

    def _defined(self, mentions: list[QuantityMention]) -> list[QuantityMention]:
        """What is counted, where the sentence of a figure of area or, failing that, the next one, pointing back ("this", "це"), says so."""
        areas = [
            index
            for index, mention in enumerate(mentions)
            if mention.counted == "area" and mention.form in ("level", "change")
        ]
        links = sorted(self.folded.span(link, link)[0] for link in self.cues.get("definition_links", ()))
        for start, end, ids in self.reader._definitions.within(self.page):
            at = self.folded.span(start, end)[0]
            opening = self._sentence_start(at)
            first, last = self._between(mentions, areas, opening, self._sentence_end(at + 1))
            linked = bisect_right(links, at) > bisect_left(links, opening) and self.text[opening - 1 : opening] != "\n"
            if first == last and linked:
                first, last = self._between(mentions, areas, self._sentence_start(max(0, opening - 2)), opening)
            if first < last:
                after = bisect_left(areas, at, first, last, key=lambda index: mentions[index].span.start)
                near = areas[max(first, after - 1) : min(last, after + 1)]
                nearest = min(near, key=lambda index: abs(mentions[index].span.start - at))
                if mentions[nearest].definition is None:
                    mentions[nearest] = replace(mentions[nearest], definition=str(ids[0]))
        return mentions

    @staticmethod
    def _between(mentions: Sequence[QuantityMention], areas: Sequence[int], start: int, end: int) -> tuple[int, int]:
        """First and past-the-last of the figures of area that stand in start..end, as positions in areas."""
        first = bisect_left(areas, start, key=lambda index: mentions[index].span.start)
        return first, bisect_left(areas, end, key=lambda index: mentions[index].span.start)

    def _merged_numbers(self) -> list[Number]:
        """Figures and vague numbers by start, the longer of two that begin together.

        "тисячі" alone is thousands, after a hedge ("понад тисячі") it is one thousand.
        """
        numbers = [*self.reader._numbers.scan(self.page)]
        numbers += [
            Number(start, end, None, values[0], 1) for start, end, values in self.reader._vague.within(self.page)
        ]
        kept: list[Number] = []
        for number in sorted(numbers, key=lambda entry: (entry.start, -entry.end, self._vague_rank(entry))):
            if not kept or number.start >= kept[-1].end:
                kept.append(number)
        return kept

    def _vague_rank(self, number: Number) -> int:
        return int((number.value is None) == (self._before(number.start) in self.hedges))

    def _before(self, at: int) -> int:
        """Where the word before an offset ends."""
        while at > 0 and self.page[at - 1] == " ":
            at -= 1
        return at

    def _inside_model(self, start: int) -> bool:
        """Whether the figure is the second half of a name ("T-72", "ZSU-23")."""
        return start >= 2 and self.page[start - 1] == "-" and self.page[start - 2].isalnum()

    def _sentence_start(self, at: int) -> int:
        index = bisect_right(self.breaks, at)
        return self.breaks[index - 1] if index else 0

    def _sentence_end(self, at: int) -> int:
        index = bisect_left(self.breaks, at)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)

    def _span(self, start: int, end: int) -> Span:
        return Span.of(self.text, *self.folded.span(start, end))


class NumberScanner:
    """Figures in digits or words, with multipliers: "3 800", "2,5 тис.", "двадцять", "a hundred and fifty thousand"."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        self._decimal: str = pack.get("decimal", ".")
        self._values = {
            fold_word(word): float(value)
            for value, listed in pack.get("numbers", {}).items()
            for word in expand_all(listed)
        }
        self._multipliers = {
            fold_word(word): float(value)
            for value, listed in pack.get("multipliers", {}).items()
            for word in expand_all(listed)
        }
        words = "|".join(re.escape(word) for word in sorted({*self._values, *self._multipliers}, key=len, reverse=True))
        multipliers = "|".join(re.escape(word) for word in sorted(self._multipliers, key=len, reverse=True))
        word = rf"(?:{words})(?![\w'])" if words else r"(?!)"
        tail = rf"(?:[ -]?(?P<multiplier>{multipliers})(?![\w]))?" if multipliers else "(?P<multiplier>)"
        self._pattern = re.compile(
            rf"(?<![\w.,:/'])(?:(?P<digits>{_DIGITS}){tail}|(?P<words>{word}(?:[ -](?:and )?{word})*))"
        )

    def scan(self, page: str) -> Iterable[Number]:
        """The figures of a folded text by start."""
        for match in self._pattern.finditer(page):
            digits = match.group("digits")
            if digits is not None:
                multiplier = self._multipliers.get(match.group("multiplier") or "", 1.0)
                value = self._digits(digits, multiplier) * multiplier
                yield Number(match.start(), match.end(), _rounded(value), None, multiplier)
            else:
                words = match.group("words")
                if words in ("a", "an"):
                    continue
                start = match.start()
                for part in self._apart(words):
                    value, last = self._words(part)
                    yield Number(start, start + len(part), value, None, last)
                    start += len(part) + 1

    def _apart(self, words: str) -> list[str]:
        """Number words parted at hyphens that join two figures ("два-три"), not the parts of one ("twenty-five")."""
        pieces = words.split("-")
        parts = [pieces[0]]
        for left, right in pairwise(pieces):
            tens, ones = self._values.get(left.split(" ")[-1], 0.0), self._values.get(right.split(" ")[0], 0.0)
            one = (tens in range(20, 100, 10) and 0 < ones < 10) or not (tens and ones)
            if one or words in self._values:
                parts[-1] += f"-{right}"
            else:
                parts.append(right)
        return parts

    def _digits(self, digits: str, multiplier: float) -> float:
        """Three digits after a mark are a group, except one comma before a multiplier and a point where points are decimal."""
        marks = re.sub(r"\d", "", digits)
        last = re.split(r"[,. ']", digits)[-1]
        if not marks:
            return float(digits)
        mark = marks[-1]
        grouped = len(last) == 3 and mark in ",. '" and not (mark == "." and self._decimal == "." and len(marks) == 1)
        if grouped and mark == self._decimal and len(marks) == 1 and multiplier > 1:
            grouped = False
        if grouped:
            return float(re.sub(r"[,. ']", "", digits))
        whole = re.sub(r"[,. ']", "", digits[: -len(last) - 1])
        return float(f"{whole}.{last}")

    def _words(self, words: str) -> tuple[float, float]:
        """Value of number words, and the last multiplier (1 without)."""
        total, current, last = 0.0, 0.0, 1.0
        rest = words
        for token in self._tokens(rest):
            if token in self._multipliers:
                factor = self._multipliers[token]
                last = factor
                if factor < 1000:
                    current = (current or 1) * factor
                else:
                    total += (current or 1) * factor
                    current = 0.0
            else:
                current += self._values.get(token, 0.0)
        return total + current, last

    def _tokens(self, words: str) -> list[str]:
        if words in self._values or words in self._multipliers:
            return [words]
        return [token for token in re.split(r"[ -]", words) if token in self._values or token in self._multipliers]


def _form(unit: str) -> Form:
    return "share" if unit == "percent" else "ratio" if unit == "times" else "level"


def _bounds(draft: _Draft, bound: Bound) -> tuple[float | None, float | None]:
    """low and high of the table in DESIGN section 2."""
    if draft.bound != "exact":
        return draft.low, draft.high
    if bound in ("at_least", "conservative"):
        return draft.value, None
    if bound in ("at_most", "nearly"):
        return None, draft.value
    return (draft.value, draft.value) if bound == "exact" else (None, None)


def _rounded(value: float) -> float:
    """Without the dust that 2.3 times 1,000,000 leaves."""
    return round(value, 6)


def _pairs(table: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(word, name) for name, listed in table.items() for word in expand_all(listed)]


def _by_start(hits: Iterable[tuple[int, int, tuple[Any, ...]]]) -> dict[int, tuple[int, tuple[Any, ...]]]:
    """The longest hit at each start (hits come longest first)."""
    found: dict[int, tuple[int, tuple[Any, ...]]] = {}
    for start, end, values in hits:
        found.setdefault(start, (end, values))
    return found


def _by_end(hits: Iterable[tuple[int, int, tuple[Any, ...]]]) -> dict[int, tuple[int, tuple[Any, ...]]]:
    """The longest hit at each end (hits come by start)."""
    found: dict[int, tuple[int, tuple[Any, ...]]] = {}
    for start, end, values in hits:
        found.setdefault(end, (start, values))
    return found
