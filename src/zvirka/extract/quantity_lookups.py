"""Where the figures, units and hedges of a text stand: every list of words looked up once, then joined by position."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

from zvirka.extract.numbers import Number
from zvirka.extract.quantity_words import QuantityWords
from zvirka.extract.tokens import SENTENCE_END
from zvirka.ground.words import Folded
from zvirka.model.spans import Span

_INCREMENT = re.compile(r" ?\(\+ ?\d[\d ,.']*\)")
_INCREMENT_END = re.compile(r"\)(?<=\d\))")
_TOTAL_BEFORE = re.compile(r"(?<![\w.,])(\d[\d ,.']*) ?\(\+ ?[\d ,.']+$")
_LIST_END = re.compile(r"\)? ?(?:\(\+ ?\d[\d ,.']*\))? ?(?:[,;.)]|$|\n)", re.MULTILINE)
_LAST_WORD = re.compile(r"([^\W\d_][\w'-]*) *$")
_LONGEST_WORD = 32
WORD = re.compile(r"[^\W\d_][\w'-]*")
_CLOSING = frozenset("»”")
"""Marks that may part a quoted figure from what it counts (“well over a thousand” soldiers); a straight
one does not tell whether it closes."""
_LONGEST_BETWEEN = 4
"""How many words may stand between a figure and what it counts ("86 heavily armoured enemy tanks")."""


class Lookups:
    """One text being read; offsets are into its folded text unless told."""

    def __init__(self, text: str, folded: Folded, words: QuantityWords) -> None:
        self.text, self.folded, self.words = text, folded, words
        self.page = folded.text
        self.found = words.found(self.page)
        self.units = _by_start(words.units.within(self.page))
        self._told: dict[int, tuple[int, str] | None] = {}
        """What `unit` found before: four kinds of drafts ask it of the same figures."""
        self.after_words = _by_start(self.found["after_words"])
        self.status = _by_start(self.found["status"])
        self.unit_ends = {end: (start, ids) for start, (end, ids) in self.units.items()}
        self.hedges = _by_end(self.found["before"])
        self.longest_hedge = max((end - start for end, (start, _) in self.hedges.items()), default=0)
        self.hedges_after = _by_start(self.found["after"])
        self.cues: dict[str, dict[int, int]] = {}
        self.cue_ends: dict[str, dict[int, int]] = {}
        for start, end, names in self.found["cues"]:
            for name in names:
                self.cues.setdefault(name, {}).setdefault(start, end)
                self.cue_ends.setdefault(name, {}).setdefault(end, start)
        self.breaks = [match.end() for match in SENTENCE_END.finditer(text)]
        self.numbers = self._merged_numbers()

    def _merged_numbers(self) -> list[Number]:
        """Figures and vague numbers by start, the longer of two that begin together.

        "тисячі" alone is thousands, after a hedge ("понад тисячі") it is one thousand.
        """
        numbers = [*self.words.numbers.scan(self.page)]
        numbers += [Number(start, end, None, values[0], 1) for start, end, values in self.found["vague"]]
        kept: list[Number] = []
        for number in sorted(numbers, key=lambda entry: (entry.start, -entry.end, self._vague_rank(entry))):
            if not kept or number.start >= kept[-1].end:
                kept.append(number)
        return kept

    def _vague_rank(self, number: Number) -> int:
        return int((number.value is None) == (self.before(number.start) in self.hedges))

    def before(self, at: int) -> int:
        """Where the word before an offset ends."""
        while at > 0 and self.page[at - 1] == " ":
            at -= 1
        return at

    def inside_model(self, start: int) -> bool:
        """Whether the figure is the second half of a name ("T-72", "ZSU-23") or stands in a row ("No 7")."""
        if self.page[self.before(start) - 1 : self.before(start)] in ("№", "#"):
            return True
        return start >= 2 and self.page[start - 1] == "-" and self.page[start - 2].isalnum()

    def sentence_start(self, at: int) -> int:
        """Where the sentence of an offset begins."""
        index = bisect_right(self.breaks, at)
        return self.breaks[index - 1] if index else 0

    def sentence_end(self, at: int) -> int:
        """Where the sentence of an offset ends."""
        index = bisect_left(self.breaks, at)
        return self.breaks[index] if index < len(self.breaks) else len(self.text)

    def span(self, start: int, end: int) -> Span:
        """The span of the text as written, of folded offsets."""
        return Span.of(self.text, *self.folded.span(start, end))

    def ends_figure(self, end: int) -> bool:
        """Whether a figure stands alone: before a mark, the text's end, or a word that starts something else."""
        word = WORD.match(self.page, end + 1) if self.page[end : end + 1] == " " else None
        if word is not None and word.group() in self.words.others:
            end, word = (
                word.end(),
                WORD.match(self.page, word.end() + 1) if self.page[word.end() :][:1] == " " else None,
            )
        return self.page[end : end + 1] not in "-%:/" if word is None else word.group() in self.words.stop

    def is_subject(self, end: int) -> bool:
        """Whether a figure that ends there is followed by a verb that what it counts is the subject of ("two were injured")."""
        word = WORD.match(self.page, end + 1) if self.page[end : end + 1] == " " else None
        if word is not None and word.group() in self.words.others:
            word = WORD.match(self.page, word.end() + 1)
        return word is not None and word.group() in self.words.counted_verbs

    def word_before(self, at: int) -> str:
        """The word that ends right before an offset, spaces between; empty without one."""
        word = _LAST_WORD.search(self.page, max(0, at - _LONGEST_WORD), at)
        return "" if word is None else word.group(1)

    def unit(self, at: int) -> tuple[int, str] | None:
        """End and id of the unit that follows a figure; for what is counted in heads, words like "enemy" may stand between."""
        if at not in self._told:
            self._told[at] = self._unit(at)
        return self._told[at]

    def _unit(self, at: int) -> tuple[int, str] | None:
        page, words = self.page, self.words
        position = at + (page[at : at + 1] in _CLOSING)
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
                if step == 0 or words.dimension(ids[0]) in ("people", "settlements", "items"):
                    return end, ids[0]
            word = WORD.match(page, position)
            if word is None or (step == 0 and word.group() in words.to):
                return None  # "killed 13 and wounded 30": what stands behind counts others
            pair = WORD.match(page, word.end() + 1)
            if pair is not None and page[word.start() : pair.end()] in words.between:
                word = pair
            elif not (
                word.group() in words.between or word.group().endswith(words.endings or ("\0",)) or self._named(word)
            ):
                return None
            position = word.end()
        return None

    def _named(self, word: re.Match[str]) -> bool:
        """Whether a word has a capital: whose or of what make, "20 Afghan soldiers", "15 Hezbollah fighters", not "5 PM"."""
        if word.group() in self.words.no_things:
            return False
        return self.text[self.folded.span(word.start(), word.end())[0]].isupper()

    def unit_of_words(self, number: Number) -> tuple[int, str] | None:
        """End and id of a unit that counts only behind number words: "три бригади", but not "бійці 3 бригади"."""
        unit = None if self.page[number.start].isdecimal() else self.after_words.get(number.end + 1)
        return None if unit is None else (unit[0], unit[1][0])

    def collective(self, number: Number) -> tuple[int, str] | None:
        """People, behind a number word that counts nobody else: "ещё четверо", "троє працівників", but not "двое суток"."""
        if self.page[number.start : number.end] not in self.words.collective:
            return None
        return None if self.page.startswith(self.words.collective_not, number.end + 1) else (number.end, "people")

    def bracketed(self, at: int) -> tuple[int, str] | None:
        """Unit behind an increment in brackets, "79 400 (+710) persons", of the figure before them or of the one inside."""
        increment = _INCREMENT.match(self.page, at) or _INCREMENT_END.match(self.page, at)
        unit = None if increment is None else self.unit(increment.end())
        if unit is None or self.words.dimension(unit[1]) not in ("people", "items"):
            return self._headed_by_total(at)
        return at, unit[1]

    def _headed_by_total(self, at: int) -> tuple[int, str] | None:
        """Unit of the increment in "personnel – 79 400 (+710)": that of the total before it."""
        if _INCREMENT_END.match(self.page, at) is None:
            return None
        total = _TOTAL_BEFORE.search(self.page, max(0, at - 40), at)
        return None if total is None else self.listed_unit(total.start(1), at)

    def listed_unit(self, start: int, end: int) -> tuple[int, str] | None:
        """Unit of people named before its figure in a list: "personnel – about 79 400"."""
        position = self.before(start)
        for _ in range(3):
            hedge = self.hedges.get(position)
            if hedge is None:
                break
            position = self.before(hedge[0])
        if position < 2 or self.page[position - 1] not in "-:" or _LIST_END.match(self.page, end) is None:
            return None
        hit = self.unit_ends.get(self.before(position - 1))
        if hit is None or self.words.dimension(hit[1][0]) != "people":
            return None
        return end, hit[1][0]

    def compared(self, end: int, start: int) -> bool:
        """Whether a ratio's words compare: hedged, followed by a comparative, or holding one."""
        head = self.before(start)
        if head in self.hedges and self.hedges[head][1][0] in ("nearly", "about", "at_least", "at_most"):
            return True
        word = WORD.match(self.page, end + 1)
        inside = self.page[start:end].split()
        words = [*inside[1:], *([word.group()] if word else [])]
        return any(entry.startswith(self.words.comparatives or ("\0",)) for entry in words)


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
