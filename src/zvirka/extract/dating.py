"""The day a text was published, solved from its own words.

Every thing its words say (`date_words`) leaves some days of a window; what all of them leave is the answer. The window is the case's,
else what the text's own full dates reach to. One day left is the day; several are a span; none is a contradiction; and neither of the
two is guessed into a day. When a file was saved is no evidence of when its words were published, and is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from zvirka.extract.date_words import DateWords, Told
from zvirka.extract.times import TimeReader
from zvirka.model.items import DateConstraint, Dating
from zvirka.model.spans import Span
from zvirka.model.times import FIRST_DAY, LAST_DAY, Moment

OPEN_DAYS = 4 * 365
"""Days a window with an open end reaches: fewer than the five years after which, at the earliest, a date falls on its weekday again."""
REACH_DAYS = 31
"""How far a word that counts from publication ("48 hours ago", "last week") is tried from the day beside it. House rule: "a year ago, on
24 February" is an anniversary more often than a count."""
_NAMES_IT = ("dateline", "beside")
"""Rules that name the day itself. Without them a day at an end of the window is one only because the window ends there."""
WEEK = timedelta(days=6)
"""A weekday is written for days within a week of publication (AP Stylebook, "days of the week"): it narrows a span, and decides no day."""
MOST = 200
"""House rule: a text that says more than so many such things is a table of days."""


@dataclass(frozen=True, slots=True)
class _Constraint:
    told: Told
    allows: Callable[[date], bool]
    decides: bool = True


class DateSolver:
    """Solves publication dates of texts in one language."""

    def __init__(self, words: DateWords, times: TimeReader) -> None:
        self._words = words
        self._times = times
        self._read: dict[tuple[str, int], date | None] = {}
        self._offsets: dict[tuple[str, date], tuple[date, ...]] = {}

    def solve(self, text: str, since: date | None = None, until: date | None = None) -> Dating | None:
        """What the words say, None where they say nothing. since, until: the case's days, both ends inclusive, None where open."""
        told = self._words.find(text)
        if not told:
            return None
        self._read.clear()
        self._offsets.clear()
        windows = [window for window in (_window(since, until), self._own(told)) if window is not None]
        if not windows or len(told) > MOST:
            return Dating("no_year", None, None, None, tuple(_shown(text, each, (), ()) for each in told[:MOST]))
        answers = [self._within(text, told, window) for window in windows]
        found = [answer for answer in answers if answer is not None]
        settled = [answer for answer in found if answer.state != "contradiction"]
        return next(iter([*settled, *found]), None)

    def _own(self, told: Iterable[Told]) -> tuple[date, date] | None:
        """The days around the latest full date of the text."""
        full = [day for each in told if each.words and (day := self._stated(each.words, None)) is not None]
        if not full:
            return None
        reach = timedelta(days=OPEN_DAYS)
        return max(FIRST_DAY, max(full) - reach), min(LAST_DAY, max(full) + reach)

    def _within(self, text: str, told: Sequence[Told], window: tuple[date, date]) -> Dating | None:
        days = [window[0] + timedelta(days=number) for number in range((window[1] - window[0]).days + 1)]
        constraints = [each for one in told for each in self._constraints(one, told, window)]
        left = {id(each): [day for day in days if each.allows(day)] for each in constraints}
        constraints = [each for each in constraints if len(left[id(each)]) < len(days)]
        if not constraints:
            return None
        hard = _common([left[id(each)] for each in constraints if each.decides], days)
        shown = tuple(
            dict.fromkeys(
                _shown(text, each.told, left[id(each)], days, each.decides) for each in _strongest(constraints, left)
            )
        )
        if not hard:
            return Dating("contradiction", None, None, window, shown)
        named = any(each.told.rule in _NAMES_IT for each in constraints)
        if len(hard) == 1 and (named or hard[0] not in window):
            return Dating("day", hard[0], hard[0], window, shown)
        soft = _common([left[id(each)] for each in constraints], days) or hard
        return Dating("span", *_ends(soft, days), window, shown)

    def _constraints(self, told: Told, others: Sequence[Told], window: tuple[date, date]) -> Iterable[_Constraint]:
        days = self._days(told, others, window)
        if told.weekday:
            days = frozenset(day for day in days if day.isoweekday() == told.weekday)
        if told.rule == "dateline":
            yield _Constraint(told, days.__contains__)
        elif told.rule == "beside":
            yield _Constraint(
                told, frozenset(found for day in days for found in self._counted_from(told.relative, day)).__contains__
            )
        elif told.rule == "weekday":
            yield _Constraint(told, partial(_after, days) if told.tense == "past" else (lambda _: bool(days)))
            yield _Constraint(told, partial(_within_a_week, days, told.tense), decides=False)
        elif told.rule == "future":
            yield _Constraint(told, partial(_before, days))
        else:
            yield _Constraint(told, partial(_after, frozenset(day + timedelta(days=told.plus_days) for day in days)))

    def _days(self, told: Told, others: Sequence[Told], window: tuple[date, date]) -> frozenset[date]:
        """The days that words may mean: one for each year of the window; a bare number one for each month that the text names."""
        years = range(window[0].year, window[1].year + 1)
        if told.words:
            found = {self._stated(told.words, year) for year in years}
            inside = {day for day in found if day is not None and window[0] <= day <= window[1]}
            return frozenset(inside or {day for day in found if day is not None})
        months = {
            day.month for other in others if other.words and (day := self._stated(other.words, years[0])) is not None
        }
        wanted = months or set(range(1, 13))
        tried = (_day(year, month, told.bare) for year in years for month in wanted)
        return frozenset(day for day in tried if day is not None and window[0] <= day <= window[1])

    def _stated(self, words: str, year: int | None) -> date | None:
        """The one day words state, in that year where they name none; None where they state none. year None: only if they name theirs."""
        key = (words, year or 0)
        if key not in self._read:
            last = None if year is None else Moment(date(year, 12, 31))
            found = [
                each for each in self._times.read(words, last) if each.basis == "stated" and each.earliest is not None
            ]
            one = found[0] if len(found) == 1 and found[0].earliest == found[0].latest else None
            self._read[key] = one.earliest if one is not None else None
        return self._read[key]

    def _counted_from(self, relative: str, day: date) -> tuple[date, ...]:
        """The days of publication on which words that count from it mean `day`."""
        if (relative, day) not in self._offsets:
            tried = (day + timedelta(days=number) for number in range(-REACH_DAYS, REACH_DAYS + 1))
            self._offsets[relative, day] = tuple(
                published for published in tried if self._means(relative, published, day)
            )
        return self._offsets[relative, day]

    def _means(self, relative: str, published: date, day: date) -> bool:
        return any(
            each.earliest is not None and each.latest is not None and each.earliest <= day <= each.latest
            for each in self._times.read(relative, Moment(published))
        )


def _window(since: date | None, until: date | None) -> tuple[date, date] | None:
    if since is None and until is None:
        return None
    first = since or max(FIRST_DAY, (until or LAST_DAY) - timedelta(days=OPEN_DAYS))
    return first, until or min(LAST_DAY, first + timedelta(days=OPEN_DAYS))


def _after(days: frozenset[date], published: date) -> bool:
    return any(day <= published for day in days)


def _before(days: frozenset[date], published: date) -> bool:
    """A day to come is one of the next twelve months."""
    return any(0 <= (day - published).days <= 366 for day in days)


def _within_a_week(days: frozenset[date], tense: str | None, published: date) -> bool:
    first = timedelta() if tense == "past" else -WEEK
    last = timedelta() if tense == "future" else WEEK
    return any(first <= published - day <= last for day in days)


def _common(left: Sequence[Sequence[date]], days: Sequence[date]) -> list[date]:
    return sorted(set(days).intersection(*map(set, left)))


def _strongest(constraints: Sequence[_Constraint], left: dict[int, list[date]]) -> list[_Constraint]:
    """Of days told as past, or as to come, the one that says most: the latest past one, the first to come; of one place too."""
    kept: dict[object, _Constraint] = {}
    for each in constraints:
        key = each.told.rule if each.told.rule in ("past", "future") else each.told.start
        if key not in kept or len(left[id(each)]) < len(left[id(kept[key])]):
            kept[key] = each
    return sorted(kept.values(), key=lambda each: (each.told.start, each.told.end, each.decides))


def _shown(text: str, told: Told, left: Sequence[date], days: Sequence[date], decides: bool = True) -> DateConstraint:
    return DateConstraint(told.rule, Span.of(text, told.start, told.end), *_ends(left, days), decides)


def _ends(left: Sequence[date], days: Sequence[date]) -> tuple[date | None, date | None]:
    """First and last day left, None for an end that only the window sets."""
    if not left:
        return None, None
    return (None if left[0] == days[0] else left[0]), (None if left[-1] == days[-1] else left[-1])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
