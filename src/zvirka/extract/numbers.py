"""Figures in digits and words, with their multipliers. The words are the language pack's `quantities`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from zvirka.ground.words import expand_all, fold_word

_DIGITS = r"\d{1,3}(?:[,. ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"


_LARGEST = 1e12
"""House rule: longer figures are telephone numbers, accounts and noise, no counts; floats hold all below exactly."""
_HALF = "½"
"""Stands for the words of "two and a half" while they are added up."""


class Number(NamedTuple):
    """A figure: offsets into the folded text, value (None where vague), lower bound where vague, words of its multiplier."""

    start: int
    end: int
    value: float | None
    low: float | None
    multiplier: float


class NumberScanner:
    """Figures in digits or words, with multipliers: "3 800", "2,5 тис.", "15k", "двадцять", "two and a half thousand"."""

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
        self._suffixes = {
            fold_word(word): float(value) for value, listed in pack.get("suffixes", {}).items() for word in listed
        }
        self._halves = {fold_word(word) for word in pack.get("words", {}).get("and_a_half", ())}
        word, half = (
            rf"(?:{_any({*self._values, *self._multipliers})})(?![\w'])",
            rf"(?: (?:{_any(self._halves)})(?!\w))?",
        )
        multiplier = (
            rf"[ -]?(?P<multiplier>{_any(self._multipliers)})(?!\w)|(?P<suffix>{_any(self._suffixes)})(?![\w-])"
        )
        self._pattern = re.compile(
            rf"(?<![\w.,:/'])(?:(?P<digits>{_DIGITS})(?P<half>{half})(?:{multiplier})?"
            rf"|(?P<words>{word}{half}(?:[ -](?:and )?{word})*))"
        )
        self._half = re.compile(rf" (?:{_any(self._halves)})(?!\w)")
        self._last: tuple[str, list[Number]] = ("", [])

    def scan(self, page: str) -> list[Number]:
        """The figures of a folded text by start; those of the last text are kept, for the next reader of it."""
        if self._last[0] is not page:
            self._last = (page, _summed(page, self._scan(page)))
        return self._last[1]

    def _scan(self, page: str) -> Iterable[Number]:
        for match in self._pattern.finditer(page):
            digits = match.group("digits")
            if digits is not None:
                multiplier = self._multipliers.get(match.group("multiplier") or "", 1.0)
                multiplier = self._suffixes.get(match.group("suffix") or "", multiplier)
                value = (self._digits(digits, multiplier) + (0.5 if match.group("half") else 0.0)) * multiplier
                if value < _LARGEST:
                    yield Number(match.start(), match.end(), _rounded(value), None, multiplier)
            else:
                words = match.group("words")
                if words in ("a", "an"):
                    continue
                start = match.start()
                for part in self._apart(words):
                    value, last = self._words(part)
                    if value < _LARGEST:
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
        if digits.isdecimal():
            return float(digits)
        marks = re.sub(r"\d", "", digits)
        last = re.split(r"[,. ']", digits)[-1]
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
        for token in self._tokens(words):
            if token == _HALF:
                current += 0.5
            elif token in self._multipliers:
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
        tokens = re.split(r"[ -]", self._half.sub(f" {_HALF}", words))
        return [token for token in tokens if token in self._values or token in self._multipliers or token == _HALF]


def _summed(page: str, numbers: Iterable[Number]) -> list[Number]:
    """Figures told in two steps as one: "1 млн 577 тысяч", "2 тыс. 345"."""
    found: list[Number] = []
    for number in numbers:
        whole = found[-1] if found else None
        if whole is not None and _goes_on(page, whole, number):
            value = _rounded((whole.value or 0.0) + (number.value or 0.0))
            found[-1] = Number(whole.start, number.end, value, None, number.multiplier)
        else:
            found.append(number)
    return found


def _goes_on(page: str, whole: Number, rest: Number) -> bool:
    """Whether a figure with a multiplier is followed by what it leaves out: less than the multiplier, with a smaller one or as bare
    hundreds."""
    if whole.value is None or rest.value is None or page[whole.end : rest.start] != " ":
        return False
    smaller = 1 < rest.multiplier < whole.multiplier
    hundreds = rest.multiplier == 1 and 100 <= rest.value < whole.multiplier and page[rest.end - 1].isdecimal()
    return whole.multiplier >= 1000 and rest.value < whole.multiplier and (smaller or hundreds)


def _any(words: Iterable[str]) -> str:
    """An alternation, longest first; matches nothing where there are no words."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or r"(?!)"


def _rounded(value: float) -> float:
    """Without the dust that 2.3 times 1,000,000 leaves."""
    return round(value, 6)
