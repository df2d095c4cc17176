"""The patterns of times of one language, made of its words. No repetition stands inside another, so that matching is linear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zvirka.extract.time_words import TimeWords

_YEAR = r"(?P<year>(?:19|20)\d\d)"


class TimePatterns:
    """The patterns, tried in their order at every place where a time can begin."""

    def __init__(self, words: TimeWords) -> None:
        listed = {**_stated(words), **_relative(words)}
        order = [*_ORDER, *(name for name in listed if name not in _ORDER)]
        patterns = {name: rf"(?:{listed[name]})(?!\w)" for name in order if listed[name]}
        self._single = {name: re.compile(pattern) for name, pattern in patterns.items()}
        self.any = re.compile("|".join(f"(?P<{name}>{_unnamed(pattern)})" for name, pattern in patterns.items()))
        self.first = words.first_words()
        """What begins a time, if no figure does."""
        self._starts = re.compile(r"(?<![\w/])\w+")

    def scan(self, page: str) -> Iterable[tuple[str, re.Match[str]]]:
        """Name and match of each time of a folded text by start, none overlapping."""
        taken = 0
        for word in self._starts.finditer(page):
            spelled = word.group()
            if spelled not in self.first and not spelled[0].isdecimal():
                continue
            start = word.start()
            if start < taken:
                continue
            found = self.any.match(page, start)
            exact = None if found is None else self._single[found.lastgroup or ""].match(page, start)
            if found is not None and exact is not None:
                taken = max(exact.end(), start + 1)
                yield found.lastgroup or "", exact


_YEAR_ALONE = r"(?:19|20)\d\d(?!\d)"
"""A figure that is a year and no number of years ("протягом 2022 року")."""
_ORDER = (
    "iso", "dotted", "slashed", "span_before", "span_after", "day_month", "month_day", "slice", "event", "part_month",
    "season", "month", "year_alone", "weekday_span", "weekday", "ahead", "ago", "later", "window", "day", "period", "last_year", "past",
    "within", "weekend",
    "previous_night", "overnight", "clock", "daypart", "since_then", "next_day", "same_day", "day_alone", "night_day",
)  # fmt: skip
"""At one place the first that fits is taken: what says more stands before what says less."""


def _stated(words: TimeWords) -> dict[str, str]:
    month = _any(words.months)
    suffix = f"(?:{_any(words.list('day_suffix'))})?"
    of = f"(?:{_any(words.list('of'))} )?" if words.list("of") else ""
    year_word = f"(?: (?:{_any(words.list('year'))}))?" if words.list("year") else ""
    then = _any([*words.list("of_last_year"), *words.list("of_this_year")])
    year = rf"(?:,? (?:{_YEAR}{year_word}|(?P<then>{then})))?"
    day, second = rf"(?P<first>\d{{1,2}}){suffix}", rf"(?P<second>\d{{1,2}}){suffix}"
    to = f" ?(?:{_any(words.list('range_to'))}) ?"
    ordinal = f"|{_any(words.ordinals)}" if words.ordinals else ""
    part = _any([*words.list("begin"), *words.list("middle"), *words.list("end")])
    periods = "|".join(f"(?P<{name}>{_any(words.list(name))})" for name in ("the_month", "the_year", "the_week"))
    opened = f"(?:(?:{_any(words.list('past_open'))}) )?"
    number_word = f" (?:{_any(words.list('day_alone'))})"
    suffixed = f"(?:{_any(words.list('day_suffix'))})"
    follows, behind_ordinal = (
        rf" ?(?:[.,;:)!?\n]|$|(?:{_any(words.list(name))})(?!\w))"
        for name in ("day_alone_after", "ordinal_alone_after")
    )
    alone = (
        rf"(?P<first>\d{{1,2}}(?={suffixed}{follows}|{suffixed}?{number_word})|(?:{_any(words.ordinals)})(?={number_word}|{behind_ordinal}))"
        rf"{suffixed}?(?:{number_word})?"
    )
    year_end = rf"(?P<closed>{suffix} (?:{_any(words.list('year'))}))" if words.list("year") else ""
    season = rf"(?P<season>{_any(words.seasons)})(?:(?: (?:of )?|, ?){_YEAR}{suffix}{year_word}| (?P<then>{then}))?"
    if words.list("of"):
        season = season.replace("(?:of )?", of)
    return {
        "iso": r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<first>\d\d)",
        "dotted": r"(?<![\w.,/:-])(?P<first>\d\d?)\.(?P<number>\d\d)(?:\.(?P<year>(?:20)?\d\d))?(?!\.?\d)",
        "slashed": r"(?<![\w.,/:-])(?P<first>\d\d?)/(?P<number>\d\d?)(?:/(?P<year>(?:20)?\d\d))?(?![/.]?\d)",
        "span_before": rf"{day}{to}{second} {of}(?P<month>{month}){year}",
        "span_after": rf"(?P<month>{month}) {day}{to}{second}{year}",
        "day_month": rf"(?P<first>\d{{1,2}}{ordinal}){suffix} ?{of}(?P<month>{month}){year}",
        "month_day": rf"(?P<month>{month}) {day}{year}(?![:.]\d)",
        "slice": rf"{opened}(?P<slice>{_any(words.slices)}) {of}(?:(?P<month>{month})|{periods})(?: {_YEAR}{year_word})?",
        "event": rf"(?P<part>{_any(words.list('begin'))}) (?:[^\W\d]{{1,24}}(?:-[^\W\d]{{1,24}})? ){{0,2}}"
        rf"(?:{_any(words.list('events'))})",
        "part_month": rf"(?P<part>{part})[ -]?(?:(?P<month>{month})|{periods})(?: {_YEAR})?",
        "season": season,
        "month": rf"(?P<month>{month}){year}",
        "year_alone": rf"{_YEAR}{year_end}" + ("?" if year_end else ""),
        "day_alone": alone,
        "night_day": rf"(?P<first>{_any(words.list('ordinal_night'))})" if words.list("ordinal_night") else "",
    }


def _relative(words: TimeWords) -> dict[str, str]:
    weekday, unit = _any(words.weekdays), _any(words.units)
    count = rf"(?P<amount>(?!{_YEAR_ALONE})\d{{1,4}}|{_any({*words.numbers, *words.few})})"
    last, this, following = (_any(words.list(name)) for name in ("last", "this", "next"))
    opened = _any(words.list("past_open"))
    before_later = rf"(?:(?:{_any(words.list('later_before'))}) (?:{count} )?(?P<unit>{unit}))"
    later = rf"(?:{count} )(?P<unit>{unit}) (?:{_any(words.list('later'))})"
    opening = f"(?:{_any(words.list('range_open'))})"
    to = f"(?: (?:{_any(words.list('range_to'))}) |-)"
    next_ = rf"(?= (?:{_any(words.list('ahead_next'))}) )" if words.list("ahead_next") else r"(?= [^\W\d])"
    hours, parts = _any([*words.list("hours"), *words.numbers]), _any(words.list("hours_of"))
    clock = (
        rf"(?:{_any(words.list('hours_at'))}) (?:\d{{1,2}}:\d\d(?: ?(?:{parts}))?|(?:\d{{1,2}}|{hours}) ?(?:{parts}))"
    )
    return {
        "weekday_span": rf"(?:{opening} )(?P<first_weekday>{weekday}){to}(?P<weekday>{weekday})",
        "weekday": rf"(?:(?P<which>{last}|{following}|{this}) )?(?P<weekday>{weekday})",
        "ahead": rf"(?:(?:{_any(words.list('ahead_open'))}) )?{count} (?P<unit>{unit}) (?:{_any(words.list('ahead'))}){next_}",
        "ago": rf"(?:{count} )?(?P<unit>{unit}) (?:{_any(words.list('ago'))})",
        "later": before_later if words.list("later_before") else later,
        "window": rf"(?P<window>{_any(words.windows)})",
        "period": rf"(?P<which>{last}|{this}) (?P<unit>{unit})",
        "last_year": _any(words.list("last_year")) if words.list("last_year") else "",
        "past": rf"(?:(?:{opened}) )?(?:{_any(words.list('past'))}) (?:{count} )?(?P<unit>{unit})",
        "within": rf"(?:{_any(words.list('within'))}) {count} (?P<unit>{unit})",
        "weekend": _any(words.list("weekend")),
        "previous_night": _any(words.list("previous_night")),
        "clock": clock if words.list("hours_of") else "",
        "overnight": _any([*words.list("overnight"), *words.list("overnight_first")]),
        "daypart": _any([*words.list("daypart"), *words.list("daypart_story"), *words.list("daypart_told")])
        if words.list("daypart_story")
        else "",
        "since_then": _any(words.list("since_then")) if words.list("since_then") else "",
        "next_day": _any(words.list("next_day")),
        "same_day": _any(words.list("same_day")),
        "day": rf"(?P<day>{_any(words.days)})",
    }


def _any(words: Iterable[str]) -> str:
    """An alternation, longest first; matches nothing where there are no words."""
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in listed) if listed else r"(?!)"


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)
