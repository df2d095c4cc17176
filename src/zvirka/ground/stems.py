"""Words made comparable for searching: folded, stripped of their endings by script, models in one script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zvirka.ground.words import fold, fold_model

SHORTEST = 3
"""Letters an ending must leave (as in Porter's measure: shorter stems meet too many others)."""
_WORD = re.compile(r"\d{1,3}(?: \d{3})+(?![\w.,'-]*\w)|\w+(?:['.,-]\w+)*")
"""Thousands parted by spaces are one word: "8 500" is "8,500" and "8500"."""
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_JOINTS = re.compile(r"['\s-]")
_PARTS = re.compile(r"[-.,]")


@dataclass(frozen=True, slots=True)
class Stem:
    """A word of a text: its stem, and its offsets."""

    stem: str
    start: int
    end: int


class Stemmer:
    """suffixes: {language: endings}. Endings of all languages of a script are one list, so that a word's language need not be told."""

    def __init__(self, suffixes: Mapping[str, Sequence[str]]) -> None:
        listed = {fold(each).text for endings in suffixes.values() for each in endings}
        self._latin = frozenset(each for each in listed if not _CYRILLIC.search(each))
        self._cyrillic = frozenset(listed - self._latin)
        self._longest = max(map(len, listed), default=0)
        self._known: dict[str, str] = {}

    def words(self, text: str) -> Iterator[Stem]:
        """The words of a text in order; a word with a figure in it keeps its joints out ("Т-80" is "t80"), others split at hyphens."""
        folded = fold(text)
        for found in _WORD.finditer(folded.text):
            word, at = found.group(), found.start()
            if any(char.isdecimal() for char in word):
                yield Stem(self.stem(word), *folded.span(at, found.end()))
                continue
            for part in _parts(word):
                start = at + part[0]
                yield Stem(self.stem(part[1]), *folded.span(start, start + len(part[1])))

    def stem(self, word: str) -> str:
        """The stem of one folded word."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 500_000:
                self._known.clear()
            known = self._known[word] = self._stem(word)
        return known

    def phrase(self, text: str) -> str:
        """The stems of a text, joined by spaces."""
        return " ".join(word.stem for word in self.words(text))

    def _stem(self, word: str) -> str:
        if any(char.isdecimal() for char in word):
            return _JOINTS.sub("", fold_model(fold(word)).text).replace(",", "").replace(".", "")
        word = _JOINTS.sub("", word.removesuffix("'s"))
        endings = self._cyrillic if _CYRILLIC.search(word) else self._latin
        for size in range(min(self._longest, len(word) - SHORTEST), 0, -1):
            if word[-size:] in endings:
                return word[:-size]
        return word


def _parts(word: str) -> Iterable[tuple[int, str]]:
    at = 0
    for part in _PARTS.split(word):
        if part:
            yield at, part
        at += len(part) + 1
