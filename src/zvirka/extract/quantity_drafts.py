"""Figures joined with what they count: ranges, figures behind their word, shares and comparisons; hedges apart."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zvirka.extract.numbers import Number
from zvirka.extract.quantity_lookups import WORD, Lookups
from zvirka.extract.quantity_words import THINGS
from zvirka.model.quantities import Bound, Form

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
"""Four digits between these are a year where nothing else says what they count."""
_SMALL = 10
_HEAD_REACH = 100
"""How far before a figure, in characters, the word may stand that says what it counts ("the number of … was 40")."""
_FRACTION = re.compile(r"(?<![\w./,:-])([1-9])/(\d{1,2})(?![\w/.]|,\d)")
_LAST_WORD = re.compile(r"[^\W\d_][\w'-]* *$")
_JOINED = re.compile(r" ?([^\W\d_]+) ?")
_GAP = re.compile(r",? ?")
_OUT_OF_SCALE = 100
"""House rule: a bare figure so many times the one before it counts something else."""
_RISE_WORDS = 3
"""Words from a range's first figure back to the word of rising ("rose sharply from 41 to 179")."""
_OPENER_REACH = 12
_LONGEST_WORD = 32
_LONGEST_ADDRESS = 64
_COMPARED_WORDS, _COMPARED_MOST = 9, 4
"""How many words behind a ratio are searched for "than", and how many behind that are taken."""
_UNIT_REACH = 40
"""How far behind "number of", in characters, the unit may stand."""


@dataclass(slots=True)
class Draft:
    """A mention before hedges: folded offsets of figure and unit. rule "from_to": the figure a rise or fall ends at."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    bound: Bound
    form: Form
    rule: str
    relative_to: tuple[int, int] | None = None
    """Folded offsets of the words a figure is compared with."""


_AGE_DIGITS = 2
"""Digits of an age that is told between commas."""


class Drafts:
    """The drafts of one text."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.words, self.page = lookups.words, lookups.page
        self.cues, self.cue_ends = lookups.cues, lookups.cue_ends
        self.units, self.hedges, self.numbers = lookups.units, lookups.hedges, lookups.numbers
        self._starts = [number.start for number in self.numbers]
        joined = [(first, second, self._range(first, second)) for first, second in pairwise(self.numbers)]
        self._firsts = {first.start: (second, ends) for first, second, ends in joined if ends is not None}
        self._seconds = {second.start for second, _ in self._firsts.values()}

    def counted(self) -> list[Draft]:
        """Figures with a unit, ranges joined."""
        drafts: list[Draft] = []
        index = 0
        while index < len(self.numbers):
            number = self.numbers[index]
            following = self.numbers[index + 1] if index + 1 < len(self.numbers) else None
            joined = self._range(number, following) if following else None
            if following and not joined and self._risen(number.start):
                joined = self._range(number, following, falling=True)
            last = following if joined and following else number
            index += 2 if joined else 1
            unit = (
                self.lookups.unit(last.end)
                or self.lookups.bracketed(last.end)
                or self.lookups.listed_unit(number.start, last.end)
                or self.lookups.unit_of_words(last)
            )
            if unit is None and drafts and self.lookups.before(number.start) in self.cue_ends.get("part", {}):
                same = self.lookups.sentence_start(drafts[-1].start) == self.lookups.sentence_start(number.start)
                unit = (last.end, drafts[-1].unit) if same and self.lookups.ends_figure(last.end) else None
            if unit is None and drafts and not joined:
                unit = self._of_context(number, drafts[-1])
            unit = unit or self.lookups.collective(last)
            inverted = None if unit or joined else self._inverted(number)
            if inverted is not None:
                drafts.append(inverted)
                continue
            if unit is None or self.lookups.inside_model(number.start):
                continue
            end, unit_id = unit
            if following and not joined and self._unit_twice(number, following, unit):
                joined, index = self._ends(number, following), index + 1
                end = (self.lookups.unit(following.end) or unit)[0]
            if joined and following and self._risen(number.start):
                drafts.append(_risen_to(number, following, end, unit_id))
            elif joined:
                drafts.append(
                    Draft(number.start, end, None, joined[0], joined[1], unit_id, "between", _form(unit_id), "range")
                )
            elif number.value is None:
                drafts.append(
                    Draft(number.start, end, None, number.low, None, unit_id, "vague", _form(unit_id), "vague")
                )
            elif unit_id != "times" or self.lookups.compared(end, number.start):
                draft = exact(number.start, end, number.value, unit_id, "figure")
                drafts.append(replace(draft, relative_to=self._than(end)) if unit_id == "times" else draft)
        return drafts

    def _inverted(self, number: Number) -> Draft | None:
        """A unit before its figure, perhaps with a preposition between: so Russian and Ukrainian say "about" ("человек тридцать",
        "метров на четыреста")."""
        if number.value is None or not self.words.inverted_units or not self.lookups.ends_figure(number.end):
            return None
        at = self.lookups.before(number.start)
        word = _LAST_WORD.search(self.page, max(0, at - _LONGEST_WORD), at)
        if word is not None and word.group() in self.words.inverted:
            at = self.lookups.before(word.start())
        start, ids = self.lookups.unit_ends.get(at, (at, ()))
        if not ids or self.page[start:at] not in self.words.inverted_units:
            return None
        near = exact(start, number.end, number.value, ids[0], "inverted")
        return replace(near, low=None, high=None, bound="about")

    def headed(self, drafts_before: Sequence[Draft]) -> list[Draft]:
        """Figures without a unit whose word stands before them: "the number of villages rose to 179", "losses at 60"."""
        drafts: list[Draft] = []
        heads = self.cues.get("heads", {})
        links = self.cue_ends.get("heads_link", {})
        people = self.cues.get("heads_people", {})
        starts = sorted(heads)
        for index, number in enumerate(self.numbers):
            if (
                self.lookups.unit(number.end) is not None
                or self.lookups.inside_model(number.start)
                or self._age(number)
            ):
                continue
            unit = self._direct(number.start, drafts_before)
            if unit is not None and self.lookups.ends_figure(number.end):
                drafts.append(self._plain(number, unit))
                continue
            if number.value is None:
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
            before = self.numbers[index - 1] if index else None
            if before is not None and self._range(before, number, falling=True) and self._risen(before.start):
                drafts.append(_risen_to(before, number, number.end, unit))
            elif joined and following:
                drafts.append(Draft(number.start, following.end, None, *joined, unit, "between", _form(unit), "headed"))
            else:
                value = number.value
                drafts.append(exact(number.start, number.end, value, unit, "headed"))
        return drafts

    @staticmethod
    def _plain(number: Number, unit: str) -> Draft:
        """A figure as it stands, or the least of "dozens"."""
        if number.value is not None:
            return exact(number.start, number.end, number.value, unit, "headed")
        return Draft(number.start, number.end, None, number.low, None, unit, "vague", _form(unit), "headed")

    def shares(self) -> list[Draft]:
        """Fractions in words: "a third of the oblast", "половину"."""
        drafts = []
        taken = 0
        for start, end, values in self.lookups.found["fractions"]:
            word = WORD.match(self.page, end + 1)
            follows_of = word is not None and word.group() in self.words.of
            excluded = self.cues.get("not_shares_of", {}).get(end + 1)
            if start >= taken and excluded is None and (follows_of or not self.words.of):
                drafts.append(exact(start, end, values[0], "percent", "fraction"))
                taken = end
        for match in _FRACTION.finditer(self.page):
            parts, wholes = int(match[1]), int(match[2])
            word = WORD.match(self.page, match.end() + 1) if self.page[match.end() : match.end() + 1] == " " else None
            whole = word is not None and (word.group() in self.words.of if self.words.of else not self._stops(word))
            if parts < wholes and whole:
                drafts.append(exact(match.start(), match.end(), round(100 * parts / wholes, 1), "percent", "fraction"))
        return drafts

    def _stops(self, word: re.Match[str]) -> bool:
        return word.group() in self.words.stop

    def ratios(self) -> list[Draft]:
        """Comparisons in words: "almost twice", "майже удвічі більше"."""
        drafts = []
        taken = 0
        for start, end, values in self.lookups.found["ratios"]:
            if start >= taken and self.lookups.compared(end, start):
                drafts.append(replace(exact(start, end, values[0], "times", "ratio"), relative_to=self._than(end)))
                taken = end
        drafts += self._factors()
        return drafts

    def _factors(self) -> list[Draft]:
        """Comparisons by a number: "by a factor of three"."""
        openings = self.cue_ends.get("factor", {})
        drafts = []
        for number in self.numbers:
            opening = openings.get(self.lookups.before(number.start))
            if opening is not None and number.value is not None:
                drafts.append(replace(exact(opening, number.end, number.value, "times", "ratio"), start=opening))
        return drafts

    def bare(self) -> list[Number]:
        """Whole figures without a unit that are no years and no parts of names."""
        found: list[Number] = []
        for number in self.numbers:
            value = number.value
            if self.lookups.unit(number.end) is not None:
                continue
            if value is None:
                found.append(number)
                continue
            if value != int(value):
                continue
            digits = self.page[number.start : number.end]
            year = digits.isdecimal() and len(digits) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR
            glued = self.page[number.end : number.end + 1] in "-/:%°" and number.end < len(self.page)
            named = self.lookups.inside_model(number.start) or self._house(number)
            if not (year or glued or self._age(number) or self._years(number) or named):
                found.append(number)
        return found

    def _house(self, number: Number) -> bool:
        """Whether a figure is a house's in its street ("на вулиці Миру, 8")."""
        low = max(0, number.start - _LONGEST_ADDRESS)
        return bool(self.words.address.search(self.page, low, number.start)) and not self.lookups.is_subject(number.end)

    def _years(self, number: Number) -> bool:
        """Whether a figure shares with the one behind a word that counts nothing: "67 and 70 years old"."""
        joined = _JOINED.match(self.page, number.end)
        if joined is None or joined.group(1) not in self.words.to:
            return False
        at = bisect_left(self._starts, joined.end())
        if at == len(self._starts) or self._starts[at] != joined.end():
            return False
        word = WORD.match(self.page, self.numbers[at].end + 1)
        return word is not None and word.group().startswith(self.words.no_things_stems)

    def _age(self, number: Number) -> bool:
        """Whether a figure set off by commas behind a word tells how old somebody is ("a woman, 72, was killed")."""
        page, start, end = self.page, number.start, number.end
        if page[start:end].isdecimal() and end - start == _AGE_DIGITS and self._of_one(start):
            return True  # "a woman of 41"
        aside = (
            page[start - 2 : start] == ", "
            and page[start - 3 : start - 2].isalpha()
            and page[end : end + 1] in (",", ".")
        )
        return aside and page[start:end].isdecimal() and end - start == _AGE_DIGITS

    def _of_one(self, start: int) -> bool:
        """Whether "of" and before it one person by article stand right before a figure."""
        word = _LAST_WORD.search(self.page, max(0, start - _LONGEST_WORD), start)
        if word is None or word.group().strip() not in self.words.of:
            return False
        person = self.lookups.unit_ends.get(self.lookups.before(word.start()))
        if person is None or person[1][0] != "people":
            return False
        return self.lookups.word_before(person[0]) in self.words.articles

    def lone(self, bare: Sequence[Number]) -> list[Draft]:
        """Bare figures that count people where they stand alone: "12 were captured"; small number words are left out ("one of
        them") but before a verb that what they count is the subject of ("two were injured")."""
        drafts: list[Draft] = []
        for number in bare:
            last = self._firsts[number.start][0] if number.start in self._firsts else number
            subject = self.lookups.is_subject(last.end)
            ends = self.lookups.ends_figure(last.end) or subject
            told = (
                self.page[number.start].isdecimal() or (number.value or 0) >= _SMALL or (subject and number.value != 1)
            )
            if number.value is None:  # "hundreds were killed", "killed hundreds"
                hedge = self.lookups.hedges.get(self.lookups.before(number.start))
                start = number.start if hedge is None else hedge[0]
                told = subject or self.lookups.before(start) in self.cue_ends.get("heads_killed", {})
            if ends and told and number.start not in self._seconds:
                drafts.append(self._told_alone(number, "people", "lone"))
        return drafts

    def _told_alone(self, number: Number, unit: str, rule: str) -> Draft:
        """A bare figure, or the range that it opens."""
        joined = self._firsts.get(number.start)
        if number.value is None:
            return Draft(number.start, number.end, None, number.low, None, unit, "vague", _form(unit), rule)
        if joined is None:
            return exact(number.start, number.end, number.value or 0.0, unit, rule)
        last, (low, high) = joined
        return Draft(number.start, last.end, None, low, high, unit, "between", _form(unit), rule)

    def unlisted(self, bare: Sequence[Number]) -> list[Draft]:
        """Bare figures before a word that no list of units holds ("three guided bombs", "вісім вагонів"): some things, where
        a clause needs to know how many. Not behind a preposition ("in two directions"), nor of money and hours."""
        return [
            self._told_alone(number, THINGS, "unlisted")
            for number in bare
            if number.value is not None and number.start not in self._seconds and self._counts_a_noun(number)
        ]

    def _counts_a_noun(self, number: Number) -> bool:
        end = self._firsts[number.start][0].end if number.start in self._firsts else number.end
        word = WORD.match(self.page, end + 1) if self.page[end : end + 1] == " " else None
        if word is None or word.group() in self.words.stop or word.group() in self.words.no_things:
            return False
        if number.value == 1 or word.group().startswith(self.words.no_things_stems):
            return False
        before = _LAST_WORD.search(self.page, max(0, number.start - _LONGEST_WORD), number.start)
        return before is None or before.group().strip() not in self.words.no_things_after

    def _of_context(self, number: Number, before: Draft) -> tuple[int, str] | None:
        """The unit of the figure before it in the sentence, for a hedged bare figure ("300 km² in August and roughly 800 in
        September") or "another 12"."""
        if number.value is None or self.words.dimension(before.unit) in ("percent", "times", "distance"):
            return None
        if before.value is not None and number.value >= _OUT_OF_SCALE * max(before.value, 1):
            return None  # "12 villages, of troops about 11 thousand are left there"
        position = self.lookups.before(number.start)
        more, hedge = position in self.cue_ends.get("another", {}), self.hedges.get(position)
        if not (more or hedge) or not self.lookups.ends_figure(number.end):
            return None
        if hedge and self.lookups.before(hedge[0]) in self.lookups.unit_ends:
            return None  # "people under 30"
        if self.lookups.sentence_start(before.start) != self.lookups.sentence_start(number.start):
            return None
        return (number.end, before.unit) if "\n" not in self.page[before.end : number.start] else None

    def _risen(self, start: int) -> bool:
        """Whether a word of rising or falling stands before the opening word of a range: "rose from 41 to 179"."""
        rises, position = self.cue_ends.get("rises"), start
        if not rises:
            return False
        for _ in range(_RISE_WORDS):
            word = _LAST_WORD.search(self.page, max(0, position - _LONGEST_WORD), position)
            if word is None:
                return False
            position = self.lookups.before(word.start())
            if position in rises:
                return True
        return False

    def _than(self, end: int) -> tuple[int, int] | None:
        """The words a ratio compares with: behind "than" in its clause, else right behind it where their form says so."""
        words: list[re.Match[str]] = []
        position, than = end, None
        for _ in range(_COMPARED_WORDS):
            gap = _GAP.match(self.page, position)
            word = None if gap is None else WORD.match(self.page, gap.end())
            if word is None:
                break
            if than is None and word.start() in self.cues.get("than", {}):
                than = len(words) + 1
            words.append(word)
            position = word.end()
            if than is not None and len(words) - than >= _COMPARED_MOST:
                break
        compared = words[than:] if than is not None else self._behind(words)
        while compared and (compared[-1].group() in self.words.stop or compared[-1].group() in self.words.of):
            compared = compared[:-1]
        return (compared[0].start(), compared[-1].end()) if compared else None

    def _behind(self, words: Sequence[re.Match[str]]) -> list[re.Match[str]]:
        """Words right behind a ratio that name what it compares with: "twice the earlier figure", "вдвое больше прежней"."""
        if words and words[0].start() in self.cues.get("than_behind", {}):
            return list(words[:_COMPARED_MOST])
        start = 1 if words and words[0].group().startswith(self.words.comparatives or ("\0",)) else 0
        fits = bool(words[start:]) and words[start].group().endswith(self.words.compared_endings or ("\0",))
        return [words[start]] if fits else []

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
        at = bisect_left(counted, start, key=lambda draft: draft.start) - 1
        before = counted[at].unit if at >= 0 and counted[at].start >= opening else None
        return before if before and self.words.dimension(before) in ("people", "settlements", "items") else "items"

    def _linked(self, start: int, links: Mapping[int, int]) -> bool:
        """Whether a linking word ("at", "was") stands before a figure, hedges and one word like "reached about" between."""
        position = self.lookups.before(start)
        for _ in range(3):
            if position in links:
                return True
            if start in self._firsts and (opener := self._opener(start)) is not None:
                position, start = self.lookups.before(opener), -1
                continue
            if position not in self.hedges:
                return False
            position = self.lookups.before(self.hedges[position][0])
        return False

    def _headed_unit(self, start: int, end: int) -> str | None:
        """The unit named between "number of" and its figure; None for what is no unit."""
        reach = min(end, start + _UNIT_REACH)
        hits = (self.units[at] for at in range(start, reach) if at in self.units)
        found = [ids[0] for stop, ids in hits if stop <= reach]
        counted = [unit for unit in found if self.words.dimension(unit) in ("people", "settlements", "items")]
        return counted[0] if counted else None

    def _range(self, first: Number, second: Number, *, falling: bool = False) -> tuple[float, float] | None:
        """Both ends of "6 to 8 thousand", "від 6 до 8", "6-8"; None where the two figures are no range. falling: the first may
        be the greater one."""
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
        return (scaled, second.value) if scaled < second.value or falling else None

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
        return self._opener(first.start) is not None

    def _opener(self, start: int) -> int | None:
        """Where the opening word of a range stands, right before the first figure."""
        word = _LAST_WORD.search(self.page, max(0, start - _OPENER_REACH), start)
        return word.start() if word is not None and word.group().strip() in self.words.open else None


def _risen_to(first: Number, second: Number, end: int, unit: str) -> Draft:
    """The figure a rise or fall ends at, compared with the one it began at."""
    draft = exact(second.start, end, second.value or 0.0, unit, "from_to")
    return replace(draft, relative_to=(first.start, first.end))


def _form(unit: str) -> Form:
    return "share" if unit == "percent" else "ratio" if unit == "times" else "level"


def exact(start: int, end: int, value: float, unit: str, rule: str) -> Draft:
    """A figure meant as it stands."""
    return Draft(start, end, value, value, value, unit, "exact", _form(unit), rule)
