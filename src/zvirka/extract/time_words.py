"""The words of a language pack that times need, made ready (pack section `times`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from zvirka.extract.mentions import TimeRole
from zvirka.ground.ground import Ground
from zvirka.ground.words import Phrases, expand_all, fold_word

_WORD = re.compile(r"\w+")


_OPENING = (
    "begin", "middle", "end", "past_open", "range_open", "last", "this", "next", "later_before", "past", "within", "weekend",
    "previous_night", "hours_at", "ahead_open", "overnight", "overnight_first", "daypart", "daypart_story", "daypart_told",
    "since_then", "next_day", "same_day", "last_year",
)  # fmt: skip
"""Lists whose words may begin a time; those of the others stand inside one or beside it."""


class TimeWords:
    """All lexicons of days, spans and their cues of one language."""

    def __init__(self, ground: Ground, language: str) -> None:
        document = ground.language(language)
        pack: Mapping[str, Any] = document.get("times", {})
        self.lists = {
            name: [fold_word(word) for word in expand_all(listed)] for name, listed in pack.get("words", {}).items()
        }
        self.months = _table(pack.get("months", {}))
        self.weekdays = _table(pack.get("weekdays", {}))
        self.days = _table(pack.get("days", {}))
        self.windows = _table(pack.get("windows", {}))
        self.seasons = _table(pack.get("seasons", {}))
        self.slices = {
            fold_word(word): name for name, listed in pack.get("slices", {}).items() for word in expand_all(listed)
        }
        """Parts of a month by number of days ("1-7", "last-10")."""
        self.units = {
            fold_word(word): name for name, listed in pack.get("units", {}).items() for word in expand_all(listed)
        }
        self.few = set(_table(pack.get("few", {})))
        numbers = document.get("quantities", {}).get("numbers", {})
        self.numbers = {**_floats(numbers), **_floats(pack.get("numbers", {}))}
        self.ordinals = _table(pack.get("ordinals", {}))
        self.capitals = bool(pack.get("capitals", False))
        self.doubtful = {fold_word(word) for word in pack.get("doubtful_months", ())}
        self.cues = Phrases(
            (word, cast(TimeRole, role)) for role, listed in pack.get("cues", {}).items() for word in expand_all(listed)
        )
        self.said = Phrases((word, True) for word in expand_all(pack.get("said", {}).get("nouns", ())))
        links, verbs = ("|".join(map(re.escape, self.list(name))) for name in ("start_links", "start_verbs"))
        on = "|".join(map(re.escape, self.list("on")))
        self.beginning = (
            re.compile(rf"(?<!\w)(?:{links})\b[^.;:()\d]{{1,60}} (?:{verbs})(?: (?:{on}))?$")
            if links and verbs
            else None
        )
        """ "since the offensive began on", right before a day."""
        self.started = re.compile(rf",?(?: (?:{verbs}))?(?: (?:{on}))? ") if verbs else None
        """What may stand between a beginning ("since the start of the offensive") and its day."""
        self.prepositions = sorted([*self.list("on"), *self.list("night_to")], key=len, reverse=True)
        self.future = Phrases((word, True) for word in self.list("future"))

    def list(self, name: str) -> list[str]:
        """A list of the pack's `times.words`, folded; [] where it has none of that name."""
        return self.lists.get(name, [])

    def first_words(self) -> frozenset[str]:
        """The first word of everything a time can begin with, digits apart."""
        tables = (self.months, self.weekdays, self.days, self.windows, self.seasons, self.slices, self.units)
        phrases = [*self.few, *self.numbers, *self.ordinals, *(word for table in tables for word in table)]
        phrases += [word for name in _OPENING for word in self.list(name)]
        return frozenset(found.group() for phrase in phrases if (found := _WORD.search(phrase)) is not None)


def _table(listed: Mapping[str, Any]) -> dict[str, int]:
    return {fold_word(word): int(number) for number, words in listed.items() for word in expand_all(words)}


def _floats(listed: Mapping[str, Any]) -> dict[str, float]:
    return {fold_word(word): float(number) for number, words in listed.items() for word in expand_all(words)}
