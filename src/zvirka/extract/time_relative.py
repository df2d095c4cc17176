"""Days that words give by counting: from the publication ("on Monday", "48 hours ago") or from the story ("two days later")."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from zvirka.extract.time_page import Days, TimePage

_DAYS = {"day": 1.0, "week": 7.0, "hour": 1 / 24}
_SATURDAY = 6
_NEXT_WORD = re.compile(r" (?:\w{1,2} )?(\w+)")
"""The word behind, a preposition between."""


def _weekday(page: TimePage, match: re.Match[str]) -> Days | None:
    if page.published is None:
        return Days(None, None, "publication", "weekday:no_publication")
    if _of_title(page, match):
        return None
    wanted = page.words.weekdays[match["weekday"]]
    back = (page.published.isoweekday() - wanted) % 7
    which = match["which"]
    if (which and which in page.words.list("next")) or (not which and page.future(match.start())):
        found = page.published + timedelta(days=(wanted - page.published.isoweekday()) % 7 or 7)
    else:
        found = page.published - timedelta(days=back or (7 if which in page.words.list("last") else 0))
    return Days(found, found, "publication", "weekday", True)


def _of_title(page: TimePage, match: re.Match[str]) -> bool:
    """Whether a weekday with its capital is part of a paper's title ("the Sunday Chronicle reports")."""
    if not page.words.capitals or not page.text.endswith("the ", 0, match.start()):
        return False
    at = page.folded.span(match.start(), match.end())[1]
    return page.original[at : at + 1] == " " and page.original[at + 1 : at + 2].isupper()


def _weekday_span(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "from Monday to Wednesday": up to the latest such day, from the one before it."""
    if page.published is None:
        return Days(None, None, "publication", "weekday:no_publication")
    first, last = (page.words.weekdays[match[name]] for name in ("first_weekday", "weekday"))
    end = page.published - timedelta(days=(page.published.isoweekday() - last) % 7)
    return Days(end - timedelta(days=(last - first) % 7), end, "publication", "span", True)


def _weekend(page: TimePage, match: re.Match[str]) -> Days | None:
    """The last Saturday and Sunday that had begun; the coming ones where the sentence speaks of the future."""
    if page.published is None:
        return Days(None, None, "publication", "weekend:no_publication")
    if page.text.startswith(tuple(f" {word}" for word in page.words.list("weekend_of")), match.end()):
        return None  # "the weekend of 3-4 June": its days follow
    since = (page.published.isoweekday() - _SATURDAY) % 7
    first = page.published + timedelta(days=7 - since if page.future(match.start()) else -since)
    return Days(first, first + timedelta(days=1), "publication", "weekend")


def _window(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "за добу": the days up to publication that the pack gives the words."""
    if page.published is None:
        return Days(None, None, "publication", "past:no_publication")
    first = page.published - timedelta(days=page.words.windows[match["window"]])
    return Days(first, page.published, "publication", "past")


def _amount(page: TimePage, match: re.Match[str]) -> tuple[float | None, str]:
    """How many days "two weeks" are (None where the number is vague or a unit has no fixed length), and the unit."""
    words = match.groupdict().get("amount")
    number = 1.0 if words is None else page.number(words)
    unit = page.words.units[match["unit"]]
    return (None if number is None else number * _DAYS[unit] if unit in _DAYS else number), unit


def _back(day: date, amount: float, unit: str) -> date:
    """The day that lies an amount before another; months and years by the calendar."""
    if unit in ("month", "year"):
        months = int(amount) * (12 if unit == "year" else 1)
        total = day.year * 12 + day.month - 1 - months
        year, month = divmod(total, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if year >= 1 else date(1, 1, 1)
    return date.fromordinal(max(1, day.toordinal() - round(amount)))


def _ago(page: TimePage, match: re.Match[str]) -> Days | None:
    amount, unit = _amount(page, match)
    back = _STORY_BACK if page.opens(match.start()) else 2
    told = page.story_near(match.start(), back) if match.group().endswith(tuple(page.words.list("ago_story"))) else None
    if told is not None and amount is not None and unit != "hour":
        found = _back(told, amount, unit)
        return Days(found, found, "story", "earlier", True)
    if page.published is None:
        return Days(None, None, "publication", "ago:no_publication")
    if match["amount"] is None and match["unit"] not in page.words.list("one"):
        return Days(None, page.published, "publication", "ago:unknown_number")
    if amount is None:
        return Days(None, page.published, "publication", "ago:few")
    if unit == "hour":
        late, early = date.fromordinal(max(1, page.published.toordinal() - int(amount))), amount
        first = date.fromordinal(
            max(1, page.published.toordinal() - (int(early) if early == int(early) else int(early) + 1))
        )
        return Days(first, late, "publication", "ago:hours", True)
    found = _back(page.published, amount, unit)
    return Days(found, found, "publication", "ago", True)


def _later(page: TimePage, match: re.Match[str]) -> Days | None:
    amount, unit = _amount(page, match)
    if match["amount"] is None and match["unit"] not in page.words.list("one"):
        return None
    if page.last is None:
        return Days(None, None, "story", "later:no_date")
    if amount is None:
        return Days(page.last, None, "story", "later:few")
    if unit in ("month", "year"):
        return Days(page.last, None, "story", "later:long")
    try:
        found = page.last + timedelta(days=round(amount))
    except OverflowError:
        return None
    return Days(found, found, "story", "later", True)


def _past(page: TimePage, match: re.Match[str]) -> Days | None:
    if page.published is None:
        return Days(None, None, "publication", "past:no_publication")
    amount, unit = _amount(page, match)
    if amount is None:
        return Days(None, page.published, "publication", "past:few")
    return Days(_back(page.published, amount, unit), page.published, "publication", "past")


def _within(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "within four days" of the story's last day; open where that would end after publication."""
    amount, unit = _amount(page, match)
    if page.last is None and amount is not None and page.published is not None and page.opens_clause(match.start()):
        return Days(_back(page.published, amount, unit), page.published, "publication", "past")
    if page.last is None or amount is None or unit in ("month", "year"):
        return Days(page.last, None, "story", "within:open")
    end = date.fromordinal(min(date.max.toordinal(), page.last.toordinal() + round(amount)))
    if page.published is not None and end > page.published:
        return Days(None, None, "story", "within:open")
    return Days(page.last, end, "story", "within")


def _since_then(page: TimePage, match: re.Match[str]) -> Days | None:
    if page.text.startswith(
        tuple(f"{gap}{word} " for word in page.words.list("since_when") for gap in (" ", ", ")), match.end()
    ):
        return None  # "відтоді як 6 вересня почався наступ": its own day follows
    return Days(page.last, page.last, "story", "since_then")


_STORY_BACK = 8
"""Sentences in which the day must stand that "three days earlier", "two days before the strike" and hours are told of."""
_DAYPART_BACK = 4
"""Sentences, its own counted, in which the day must stand that "in the evening" means."""


def _same_day(page: TimePage, match: re.Match[str]) -> Days | None:
    return Days(page.last, page.last, "story", "same_day" if page.last else "next_day:no_date", page.last is not None)


def _next_day(page: TimePage, match: re.Match[str]) -> Days | None:
    if page.last is None:
        return Days(None, None, "story", "next_day:no_date")
    found = page.last + timedelta(days=1)
    return Days(found, found, "story", "next_day", True)


def _overnight(page: TimePage, match: re.Match[str]) -> Days | None:
    """The night that ends on the day of publication: both days it lies in. Words that may also mean any night count only
    where they open a sentence, or where the story tells of no other days."""
    if match.group() in page.words.list("overnight_first") and not (
        page.opens(match.start()) or _of_today(page, match.start())
    ):
        return None
    if page.published is None:
        return Days(None, None, "publication", "day:no_publication")
    return Days(page.published - timedelta(days=1), page.published, "publication", "overnight")


def _previous_night(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "The previous night": the one that ends on the day told last; without one, on that of publication."""
    day = page.story or page.published
    if day is None:
        return Days(None, None, "story", "day:no_publication")
    return Days(day - timedelta(days=1), day, "story" if page.story else "publication", "overnight")


def _clock(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "At 15:40", "at five in the morning": of the day told just before, else of that of publication, where the story tells of
    no other. It stands only where its sentence tells no day (`without_clocks`)."""
    at = match.start()
    if page.published is None or page.of_weather(at) or page.future(at):
        return None
    told = page.story_near(at, _STORY_BACK)
    if told is not None and told <= page.published:
        return Days(told, told, "story", "clock")
    ahead = page.last is not None and page.last > page.published
    return Days(page.published, page.published, "publication", "clock") if ahead or _of_today(page, at) else None


def _ahead(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "Two days before the strike": before the day told last; unknown where none was told near."""
    amount, unit = _amount(page, match)
    told = page.last_near(match.start(), _STORY_BACK)
    if amount is None or unit == "hour" or told is None:
        return Days(None, None, "story", "ahead:unknown")
    found = _back(told, amount, unit)
    return Days(found, found, "story", "ahead")


def _of_today(page: TimePage, at: int) -> bool:
    """Whether the story has told of no day but that of its publication and the one before, nor tells of the weather."""
    if page.published is None or page.of_weather(at):
        return False
    return page.last is None or abs(page.published - page.last) <= timedelta(days=1)


def _daypart(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "In the morning": of the day of publication, where the story tells of no other days and not of what is to come, or behind
    a heading; else of the day told just before. Words for later in the day ("by noon", "in the evening") only of that."""
    at = match.start()
    if page.of_weather(at) or page.future(at):
        return None
    if match.group() in page.words.list("daypart_told"):  # "ще вранці": earlier on the day that is told of
        return None if page.last is None else Days(page.last, page.last, "story", "daypart")
    later = match.group() in page.words.list("daypart_story")
    today = not later and (_of_today(page, at) or (page.headed(at) and page.last_near(at, 2) is None))
    if today and page.published is not None:
        return Days(page.published, page.published, "publication", "daypart")
    told = page.last_near(at, _DAYPART_BACK)
    if told is not None and match.group() in page.words.list("dawn") and page.evening():
        told = told + timedelta(days=1)  # the morning behind an evening
    return None if told is None else Days(told, told, "story", "daypart")


def _relative_day(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "Yesterday", counted from publication; "the day before", from the day told before it in its sentence."""
    told = page.last_near(match.start()) if match["day"] in page.words.list("day_before") else None
    if told is not None:
        found = told - timedelta(days=1)
        return Days(found, found, "story", "day_before", True)
    if page.published is None:
        return Days(None, None, "publication", "day:no_publication")
    found = page.published + timedelta(days=page.words.days[match["day"]])
    return Days(found, found, "publication", "day", match["day"] not in page.words.list("moment"))


def _period(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "this month", "last week": calendar weeks from Monday (ISO 8601), months and years whole."""
    if page.published is None:
        return Days(None, None, "publication", "period:no_publication")
    unit = page.words.units[match["unit"]]
    last = match["which"] in page.words.list("last")
    if unit == "week":
        monday = page.published - timedelta(days=page.published.weekday() + (7 if last else 0))
        end = monday + timedelta(days=6)
        if page.text.endswith(tuple(f"{word} " for word in page.words.list("earlier_in")), 0, match.start()):
            end = min(end, page.published)
        return Days(monday, end, "publication", "period:week")
    if unit == "month":
        first = _back(page.published.replace(day=1), 1 if last else 0, "month")
        return Days(first, first.replace(day=monthrange(first.year, first.month)[1]), "publication", "period:month")
    if unit == "year":
        year = page.published.year - (1 if last else 0)
        return Days(date(year, 1, 1), date(year, 12, 31), "publication", "period:year")
    if unit == "day" and last:  # "минулої доби"
        return Days(page.published - timedelta(days=1), page.published, "publication", "past")
    return None


def _last_year(page: TimePage, match: re.Match[str]) -> Days | None:
    """ "Торік": the whole year before, unless its month follows."""
    if page.published is None:
        return Days(None, None, "publication", "period:no_publication")
    following = _NEXT_WORD.match(page.text, match.end())
    if following is not None and following.group(1) in page.words.months:
        return None  # "торік у березні": the month is told
    year = page.published.year - 1
    return Days(date(year, 1, 1), date(year, 12, 31), "publication", "period:year")


RELATIVE: Mapping[str, Callable[[TimePage, re.Match[str]], Days | None]] = {
    "weekday_span": _weekday_span,
    "weekday": _weekday,
    "ago": _ago,
    "later": _later,
    "window": _window,
    "period": _period,
    "last_year": _last_year,
    "past": _past,
    "within": _within,
    "weekend": _weekend,
    "ahead": _ahead,
    "previous_night": _previous_night,
    "clock": _clock,
    "overnight": _overnight,
    "daypart": _daypart,
    "since_then": _since_then,
    "next_day": _next_day,
    "same_day": _same_day,
    "day": _relative_day,
}
"""How each pattern of `time_patterns` is read."""
