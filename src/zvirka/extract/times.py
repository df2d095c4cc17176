"""Days and spans of days in running text, as civil days of the case's time zone. The words are the language pack's `times`.

Relative words count from the publication ("on Monday" is the latest Monday not after it, "48 hours ago"), words like "two
days later" from the last day the text told. A date without a year is the nearest past one, unless a word of future says
otherwise. Without a publication date relative words stay without days.
"""

from __future__ import annotations

from dataclasses import replace

from zvirka.extract.mentions import TimeMention
from zvirka.extract.time_page import Days, TimePage, joined, without_clocks
from zvirka.extract.time_patterns import TimePatterns
from zvirka.extract.time_relative import RELATIVE
from zvirka.extract.time_stated import STATED
from zvirka.extract.time_words import TimeWords
from zvirka.ground.ground import Ground
from zvirka.ground.words import fold
from zvirka.model.times import Moment

_READINGS = {**STATED, **RELATIVE}


class TimeReader:
    """Finds times in texts of one language."""

    def __init__(self, ground: Ground, language: str) -> None:
        self._words = TimeWords(ground, language)
        self._patterns = TimePatterns(self._words)

    def read(self, text: str, published: Moment | None, *, hours: bool = False) -> list[TimeMention]:
        """The times of a text by start. published: what relative words count from, None where unknown. hours: those of the day, too,
        which tell no day themselves: each of the day that the story is at."""
        page = TimePage(self._words, text, fold(text), published)
        found: list[tuple[int, int, str, Days]] = []
        for name, match in self._patterns.scan(page.text):
            days = _READINGS[name](page, match) if page.written(match) else None
            if days is not None and match.groupdict().get("then"):
                days = replace(days, basis="publication")
            if days is not None and (hours or name != "clock"):
                if not page.superlative(match.start()):
                    found.append((match.start(), match.end(), name, days))
                page.told(match.start(), match.end(), days)
        return [page.mention(*entry) for entry in joined(page, without_clocks(page, found))]
