"""Matching words of a pack in a text: folding, shorthand for forms, and one automaton for many phrases.

Folding makes spellings equal that differ only in case, apostrophe, dash, kind of space or stress mark, and keeps a way
back to offsets of the original text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

import ahocorasick

T = TypeVar("T")

_APOSTROPHES = "’‘ʼ`´ʹ′＇"
_DASHES = "‐‑‒–—−"
_SPACES = "\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\u2004\u2005\u2006\u2008\u3000\t"
_FORMS = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    "ё": "е",
    "ґ": "г",
}
_VARIANTS = re.compile(f"[{re.escape(''.join(_FORMS))}]")
WHOLE = 256
"""Characters from which on a text is a report rather than a word of one."""
_KEPT_NAMES = 1024
"""Shorter texts whose folding is remembered."""
_INVISIBLE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LATIN_LOOKS = ("авеікмнорстухѕј", "abeikmhopctyxsj")
_LOOK_ALIKES = str.maketrans(*_LATIN_LOOKS)
"""Cyrillic letters whose capitals look like Latin ones, by the Latin letter they look like (Unicode confusables)."""
_LOOKS_LATIN = re.compile(f"[{_LATIN_LOOKS[0]}]")


@dataclass(slots=True)
class Folded:
    """A folded text. starts: offset into the original of each folded character and of the end, None where they are equal."""

    text: str
    starts: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original of folded text[start:end]."""
        return (start, end) if self.starts is None else (self.starts[start], self.starts[end])

    def at(self, offset: int) -> int:
        """Offset into the folded text of the first character kept at or after an offset of the original."""
        return offset if self.starts is None else bisect_left(self.starts, offset)


def fold(text: str) -> Folded:
    """Lower case, one apostrophe, one dash, one space, е for ё, г for ґ; stress marks and invisible characters dropped."""
    return _fold_whole(text) if len(text) >= WHOLE else _fold_name(text)


@lru_cache(maxsize=2)
def _fold_whole(text: str) -> Folded:
    """A text is folded by each of its readers in turn: kept until the next but one comes."""
    return _fold(text)


@lru_cache(maxsize=_KEPT_NAMES)
def _fold_name(text: str) -> Folded:
    """The words of a source are looked up in half a dozen lists, one after the other."""
    return _fold(text)


def _fold(text: str) -> Folded:
    if not _INVISIBLE.search(text):
        return Folded(_alike(_lower(text)))
    kept: list[str] = []
    starts = array("i")  # a list of a million offsets takes ten times as much
    for offset, char in enumerate(text):
        if not _INVISIBLE.match(char):
            kept.append(char)
            starts.append(offset)
        elif kept and unicodedata.combining(char):
            joined = unicodedata.normalize("NFC", kept[-1] + char)
            if len(joined) == 1:
                kept[-1] = joined
    starts.append(len(text))
    return Folded(_alike(_lower("".join(kept))), starts)


def _alike(lower: str) -> str:
    """One form of what is written in several; most texts hold few of them, so that searching is cheaper than translating."""
    return _VARIANTS.sub(_one_form, lower)


def _one_form(found: re.Match[str]) -> str:
    return _FORMS[found.group()]


def fold_in_place(text: str) -> str:
    """Folded character by character, nothing dropped: offsets into it are offsets into the text."""
    return _alike(_lower(text))


def fold_word(word: str) -> str:
    """`fold` for a word of a pack, where offsets do not matter."""
    return fold(word).text


def fold_model(text: Folded) -> Folded:
    """Further makes Cyrillic letters equal to the Latin ones their capitals look like: "Т-80БВМ" written in either script."""
    if _LOOKS_LATIN.search(text.text) is None:
        return text
    return Folded(text.text.translate(_LOOK_ALIKES), text.starts)


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def expand(pattern: str) -> list[str]:
    """Shell-like braces, nested too: "square {kilomet{er,re},meter}{,s}" gives six strings. Raises ValueError when unbalanced."""
    if pattern.count("{") != pattern.count("}"):
        raise ValueError(f"unbalanced braces in {pattern!r}")
    words = [pattern]
    while any("{" in word for word in words):
        words = [grown for word in words for grown in _innermost(word)]
    return words


_INNERMOST = re.compile(r"\{([^{}]*)\}")


def _innermost(pattern: str) -> list[str]:
    found = _INNERMOST.search(pattern)
    if found is None:
        if "{" in pattern:
            raise ValueError(f"unbalanced braces in {pattern!r}")
        return [pattern]
    outer = pattern[: found.start()].rpartition("{")[2]
    if "{" in pattern[: found.start()] and "}" not in outer and "," in found.group(1):
        # a choice inside a choice: spread it over the alternatives of the outer one
        head, before, tail = pattern[: found.start()], outer.rpartition(",")[2], pattern[found.end() :]
        after = re.match(r"[^,{}]*(?:\{[^{}]*\}[^,{}]*)*", tail)
        rest = after.group() if after else ""
        base = head[: len(head) - len(before)]
        return [base + ",".join(before + choice + rest for choice in found.group(1).split(",")) + tail[len(rest) :]]
    return [pattern[: found.start()] + choice + pattern[found.end() :] for choice in found.group(1).split(",")]


def expand_all(patterns: Iterable[str]) -> list[str]:
    """`expand` for each, in order, without repetition."""
    return list(dict.fromkeys(word for pattern in patterns for word in expand(pattern)))


@dataclass(slots=True)
class Hit(Generic[T]):
    """A phrase found: offsets into the original text and the values filed under it, in the order given."""

    start: int
    end: int
    values: tuple[T, ...]


class Phrases(Generic[T]):
    """Many phrases, found in one pass. entries: (phrase, value); a phrase may have several values.

    models: letters of both scripts that look alike are one. after_digits: a phrase may follow a figure without a space.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], *, models: bool = False, after_digits: bool = False) -> None:
        self._models = models
        self._after_digits = after_digits
        listed = list(entries)
        folded = self._fold("\n".join(phrase.replace("\n", " ") for phrase, _ in listed)).text.split("\n")
        filed: dict[str, list[T]] = {}
        for phrase, (_, value) in zip(folded, listed, strict=bool(listed)):
            values = filed.setdefault(phrase, [])
            if value not in values:
                values.append(value)
        filed.pop("", None)
        self._automaton = ahocorasick.Automaton()
        for phrase, values in filed.items():
            self._automaton.add_word(phrase, (len(phrase), tuple(values)))
        if filed:
            self._automaton.make_automaton()
        self._empty = not filed

    def find(self, text: str) -> list[Hit[T]]:
        """Whole-word hits by start, leftmost and longest first, none overlapping."""
        return list(self.scan(self._fold(text))) if text and not self._empty else []

    def all(self, text: str) -> list[Hit[T]]:
        """Every whole-word hit, overlapping ones too, by start and then longest first."""
        folded = self._fold(text)
        return [Hit(*folded.span(start, end), values) for start, end, values in self.within(folded.text)]

    def get(self, phrase: str) -> tuple[T, ...]:
        """The values filed under exactly this phrase (folded), or ()."""
        key = self._fold(phrase).text
        return self._automaton.get(key)[1] if not self._empty and key in self._automaton else ()

    def scan(self, folded: Folded) -> Iterator[Hit[T]]:
        """`find` on text that is folded already."""
        taken = 0
        for start, end, values in self.within(folded.text):
            if start >= taken:
                taken = end
                yield Hit(*folded.span(start, end), values)

    def _fold(self, text: str) -> Folded:
        return fold_model(fold(text)) if self._models else fold(text)

    def within(self, text: str) -> list[tuple[int, int, tuple[T, ...]]]:
        """`all` on folded text, with offsets into it: (start, end, values)."""
        if self._empty:
            return []
        found: list[tuple[int, int, tuple[T, ...]]] = []
        length = len(text)
        for last, (size, values) in self._automaton.iter(text):
            start, end = last + 1 - size, last + 1
            # most hits are parts of words: told by the letter beside them, without a call
            inner = start > 0 and ((beside := text[start - 1]).isalnum() or beside == "_") and _is_word(text[start])
            if inner and not (self._after_digits and beside.isdecimal() and not text[start].isdecimal()):
                continue
            if end < length and ((beside := text[end]).isalnum() or beside == "_") and _is_word(text[last]):
                continue
            found.append((start, end, values))
        if len(found) > 1:
            found.sort(key=lambda hit: (hit[0], -hit[1]))
        return found


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "locative")


def _firm(parts: Sequence[str]) -> set[int]:
    """Which parts of a name with hyphens keep their shape: "Івано" of "Івано-Франківськ", all after a preposition ("на-Дону")."""
    firm: set[int] = set()
    for index, part in enumerate(parts):
        if parts[index + 1 : index + 2] == ["-"] and part.lower().endswith(("о", "е", "є")):
            firm.add(index)
        if index and parts[index - 1] == "-" and part.islower():
            firm.update(range(index, len(parts)))
    return firm


class Declension:
    """Case forms by ending. rules: [{ending, genitive: [...], …}], each list replaces the ending; the longest ending that fits wins.

    adjectives: rules of the same shape for a word that another follows ("Велика Новосілка"), before the others.

    A rule without case lists says that words of this ending do not change. Words no rule fits keep their nominative.
    """

    def __init__(self, rules: Sequence[Mapping[str, Any]], adjectives: Sequence[Mapping[str, Any]] = ()) -> None:
        self._rules = {str(rule["ending"]): rule for rule in rules}
        self._adjectives = {str(rule["ending"]): rule for rule in adjectives}
        self._longest = max(map(len, (*self._rules, *self._adjectives)), default=0)
        self._known: dict[str, dict[str, list[str]]] = {}

    def endings(self) -> Iterator[tuple[str, str]]:
        """Every ending of a nominative with each ending of a case that replaces it."""
        for ending, rule in (*self._rules.items(), *self._adjectives.items()):
            for case in CASES:
                for other in rule.get(case, ()):
                    yield ending, other

    def forms(self, name: str) -> dict[str, list[str]]:
        """Case to forms of a name; all its words take the same case, abbreviations in capitals and words of foreign script stay."""
        if name in self._known:
            return self._known[name]
        parts = re.split(r"([ -])", name)
        firm = _firm(parts)
        forms: dict[str, list[str]] = {}
        for case in CASES:
            built = [""]
            for index, part in enumerate(parts):
                ahead = parts[index + 1 : index + 2] == [" "]
                variants = [part] if index in firm else self._word(part, case, adjective=ahead)
                built = [head + variant for head in built for variant in variants][:24]
            forms[case] = list(dict.fromkeys(built))
        self._known[name] = forms
        return forms

    def _word(self, word: str, case: str, *, adjective: bool = False) -> list[str]:
        if case == "nominative" or len(word) < 2 or word.isupper():
            return [word]
        for size in range(min(self._longest, len(word) - 1), 0, -1) if adjective else ():
            rule = self._adjectives.get(word[-size:].lower())
            if rule is not None:
                return [word[:-size] + ending for ending in rule[case]]
        for size in range(min(self._longest, len(word) if len(word) > 2 else 1), 0, -1):
            rule = self._rules.get(word[-size:].lower())
            if rule is not None:
                endings = rule.get(case)
                return [word[:-size] + ending for ending in endings] if endings else [word]
        return [word]
