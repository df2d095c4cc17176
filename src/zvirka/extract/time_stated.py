"""Days that the words themselves name: dates, spans of dates, months and their parts, seasons, years."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from zvirka.extract.time_page import Days, TimePage, day_of
from zvirka.model.times import TimeBasis

_EARLY, _LATE = 10, 21
"""House rule: the beginning of a month is its first ten days, the end from the 21st on."""
_SEASON_MONTHS = 3
"""Seasons by whole months, as the meteorological ones (WMO guide to climatological practices): winter begins on 1 December."""

_RANKS = 4
"""Ordinals up to here that end a clause tell the order of things more often than a day."""


def _iso(page: TimePage, match: re.Match[str]) -> Days | None:
    found = day_of(int(match["year"]), int(match["number"]), int(match["first"]))
    return None if found is None else Days(found, found, "stated", "date:full", True)


def _dotted(page: TimePage, match: re.Match[str]) -> Days | None:
    year = match["year"]
    if year is None and page.cue(match.start()) is None:
        return None
    return (
        page.dated(int(match["first"]), int(match["number"]), year, match.start())
        if int(match["number"]) <= 12
        else None
    )


def _span_of_days(page: TimePage, match: re.Match[str]) -> Days | None:
    month = page.words.months[match["month"]]
    last = page.dated(int(match["second"]), month, match["year"], match.start())
    if last is None or last.latest is None:
        return last
    first = day_of(last.latest.year, month, int(match["first"]))
    if first is None or first >= last.latest:
        return None
    return Days(first, last.latest, "stated", "span", True)


def _day_month(page: TimePage, match: re.Match[str]) -> Days | None:
    words = match["first"]
    day = int(words) if words.isdecimal() else page.words.ordinals.get(words, 0)
    return (
        page.dated(day, page.words.months[match["month"]], page.year_of(match), match.start())
        if 1 <= day <= 31
        else None
    )


def _slashed(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "13/09/2022": day first, as in Europe, unless only the second figure can be a day."""
    first, second, year = int(match["first"]), int(match["number"]), match["year"]
    cue = page.cue(match.start())
    if year is None and (cue is None or cue[2] != "as_of"):
        return None  # "from 9/11 on" names an attack
    day, month = (second, first) if first <= 12 < second else (first, second)
    return page.dated(day, month, year, match.start()) if month <= 12 else None


def _day_alone(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "on the 9th", "29-го": the nearest past day of that number; where articles stand before one, words before these must tell."""
    articles = tuple(f" {word}" for word in page.words.list("day_alone_before"))
    head = page.text[: match.start()].rstrip(" ")[-24:]
    if articles:
        article = next((word for word in articles if f" {head}".endswith(word)), None)
        cues = page.words.list("day_alone_cues")
        if article is None or not f" {head}"[: -len(article)].endswith(tuple(f" {cue}" for cue in cues)):
            return None
    words = match["first"]
    if words in page.words.list("ordinal_night") and not page.text.endswith(
        tuple(f"{word} " for word in page.words.list("night_to")), 0, match.start()
    ):
        return None  # "седьмое": a day only in "в ночь на седьмое"
    day = int(words) if words.isdecimal() else page.words.ordinals.get(words, 0)
    rest = page.text[match.end() :].lstrip(" ")[:1]
    if not words.isdecimal() and day <= _RANKS and match.end() == match.end("first") and not rest.isalpha():
        return None  # "the second," is rather the second of several
    if page.published is None or not 1 <= day <= 31:
        return Days(None, None, "publication", "day_alone:unknown") if 1 <= day <= 31 else None
    first = page.published.replace(day=1)
    for _ in range(3):  # of three months on end one has a day of every number
        found = day_of(first.year, first.month, day)
        if found is not None and found <= page.published:
            return Days(found, found, "publication", "day_alone", True)
        first = (first - timedelta(days=1)).replace(day=1)
    return None


def _slice(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "the first week of August": the days the pack gives, from the month's first or up to its last."""
    days = _whole_month(page, match)
    if days is None or days.earliest is None or days.latest is None:
        return days
    head, _, tail = page.words.slices[match["slice"]].partition("-")
    if head == "last":
        return Days(days.latest - timedelta(days=int(tail) - 1), days.latest, days.basis, "slice")
    first = days.earliest + timedelta(days=int(head) - 1)
    return Days(first, days.earliest + timedelta(days=int(tail) - 1), days.basis, "slice")


def _season(page: TimePage, match: re.Match[str]) -> Days | None:
    """A season of a year; without one, only where the words say "this" or "last"."""
    month, year = page.words.seasons[match["season"]], page.year_of(match)
    if year is None:
        which = next(
            (name for name in ("season_this", "season_last") if match["season"] in page.words.list(name)), None
        )
        if which is None or page.published is None:
            return None if which is None else Days(None, None, "publication", "season:year_unknown")
        first = _season_near(page.published, month, past=which == "season_last")
    elif month + _SEASON_MONTHS > 13:  # "the winter of 2022" may begin or end in that year
        return Days(date(int(year), 1, 1), _last_of(int(year) + 1, 2), "stated", "season")
    else:
        first = date(int(year), month, 1)
    months = first.month - 1 + _SEASON_MONTHS - 1
    return Days(first, _last_of(first.year + months // 12, months % 12 + 1), "stated", "season")


def _season_near(day: date, month: int, *, past: bool) -> date:
    """First day of the latest season of that name that was over (past), or else of the one that lies nearest."""
    years = (date(day.year + step, month, 1) for step in (1, 0, -1, -2))
    if past:
        return next(first for first in years if first + timedelta(days=31 * _SEASON_MONTHS) <= day)
    return min(years, key=lambda first: abs(first + timedelta(days=45) - day))


def _year_alone(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "in 2014", "у 2014 році": a year where words before or behind it say so."""
    if match.groupdict().get("closed") is None:
        before = page.text[max(0, match.start() - 16) : match.start()].rstrip(" ").rpartition(" ")[2]
        if before not in page.words.list("year_cues"):
            return None
    if page.text.startswith(tuple(page.words.list("year_of_birth")), match.end("year") + 1):
        return None
    year = int(match["year"])
    return Days(date(year, 1, 1), date(year, 12, 31), "stated", "year")


def _event(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "since the start of the offensive": a beginning the text gives no day for."""
    cue = page.cue(match.start())
    return Days(None, None, "stated", "event") if cue is not None and cue[2] == "since" else None


def _part_of_month(page: TimePage, match: re.Match[str]) -> Days | None:
    days = _whole_month(page, match)
    if days is None or days.earliest is None or days.latest is None:
        return days
    part = _which(page, match["part"])
    first, last = days.earliest, days.latest
    if part == "begin":
        last = first.replace(day=_EARLY)
    elif part == "middle":
        first, last = first.replace(day=_EARLY + 1), first.replace(day=_LATE - 1)
    else:
        first = first.replace(day=_LATE)
    return Days(first, last, days.basis, f"part:{part}")


def _month(page: TimePage, match: re.Match[str]) -> Days | None:
    name = match["month"]
    if page.year_of(match) is None:
        before = page.text[max(0, match.start() - 16) : match.start()].rstrip()
        cued = any(
            before == word or before.endswith((" " + word, "\n" + word)) for word in page.words.list("month_cues")
        )
        if not cued or (name in page.words.doubtful and before.endswith("for")):
            return None
    return _whole_month(page, match)


def _whole_month(page: TimePage, match: re.Match[str]) -> Days | None:
    groups = match.groupdict()
    name, year = groups.get("month"), page.year_of(match)
    if name is None:
        if page.published is None:
            return Days(None, None, "publication", "part:unknown")
        if groups.get("the_year"):
            return Days(date(page.published.year, 1, 1), date(page.published.year, 12, 31), "publication", "year")
        if groups.get("the_week"):
            monday = page.published - timedelta(days=page.published.weekday())
            return Days(monday, monday + timedelta(days=6), "publication", "week")
        basis: TimeBasis = "publication"
        first = page.published.replace(day=1)
    else:
        number = page.words.months[name]
        full = int(year) if year else None
        if full is None:
            inferred = page.infer(1, number, match.start())
            if inferred is None:
                return Days(None, None, "stated", "month:year_unknown")
            full = inferred.year
        basis = "stated"
        first = date(full, number, 1)
    return Days(first, first.replace(day=monthrange(first.year, first.month)[1]), basis, "month")


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _which(page: TimePage, words: str) -> str:
    return next(name for name in ("begin", "middle", "end") if words in page.words.list(name))


STATED: Mapping[str, Callable[[TimePage, re.Match[str]], Days | None]] = {
    "iso": _iso,
    "dotted": _dotted,
    "slashed": _slashed,
    "span_before": _span_of_days,
    "span_after": _span_of_days,
    "day_month": _day_month,
    "month_day": _day_month,
    "slice": _slice,
    "event": _event,
    "part_month": _part_of_month,
    "season": _season,
    "month": _month,
    "year_alone": _year_alone,
    "day_alone": _day_alone,
    "night_day": _day_alone,
}
"""How each pattern of `time_patterns` is read."""
