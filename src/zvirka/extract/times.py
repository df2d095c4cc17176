"""Days and spans of days in running text, as civil days of the case's time zone. The words are the language pack's `times`.

Relative words count from the publication ("on Monday" is the latest Monday not after it, "48 hours ago"), words like "two
days later" from the last day the text told. A date without a year is the nearest past one, unless a word of future says
otherwise. Without a publication date relative words stay without days.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from zvirka.extract.mentions import TimeMention, TimeRole
from zvirka.extract.tokens import SENTENCE_END
from zvirka.ground.ground import Ground
from zvirka.ground.words import Folded, Phrases, expand_all, fold, fold_word
from zvirka.model.spans import Span
from zvirka.model.times import Moment, TimeBasis

_NEAR_FUTURE = timedelta(days=7)
"""House rule: a date without a year up to a week after publication is this year's, not last year's."""
_EARLY, _LATE = 10, 21
"""House rule: the beginning of a month is its first ten days, the end from the 21st on."""
_SAID_REACH = 48
"""How far before a date, in characters, a word of speaking makes it the day something was said."""
_CLOCK_WORDS = 5
"""Words of the longest time of day between a cue and its date ("at 8 p.m. local time on")."""
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?:[ap]\.?m\.?)?")
_DAYS = {"day": 1.0, "week": 7.0, "hour": 1 / 24}


@dataclass(frozen=True, slots=True)
class _Days:
    """What a pattern found. earliest, latest: days or None. anchors: whether later words may count from it."""

    earliest: date | None
    latest: date | None
    basis: TimeBasis
    rule: str
    anchors: bool = False


class TimeReader:
    """Finds times in texts of one language."""

    def __init__(self, ground: Ground, language: str) -> None:
        document = ground.language(language)
        pack: Mapping[str, Any] = document.get("times", {})
        self._words = {
            name: [fold_word(word) for word in expand_all(listed)] for name, listed in pack.get("words", {}).items()
        }
        self._months = _table(pack.get("months", {}))
        self._weekdays = _table(pack.get("weekdays", {}))
        self._days = _table(pack.get("days", {}))
        self._units = {
            fold_word(word): name for name, listed in pack.get("units", {}).items() for word in expand_all(listed)
        }
        self._few = set(_table(pack.get("few", {})))
        numbers = document.get("quantities", {}).get("numbers", {})
        self._numbers = {**_floats(numbers), **_floats(pack.get("numbers", {}))}
        self._ordinals = _table(pack.get("ordinals", {}))
        self._capitals = bool(pack.get("capitals", False))
        self._doubtful = {fold_word(word) for word in pack.get("doubtful_months", ())}
        self._cues = Phrases(
            (word, cast(TimeRole, role)) for role, listed in pack.get("cues", {}).items() for word in expand_all(listed)
        )
        self._said = Phrases((word, True) for word in expand_all(pack.get("said", {}).get("nouns", ())))
        self._future = Phrases((word, True) for word in self._words.get("future", ()))
        self._patterns = {name: re.compile(pattern) for name, pattern in _patterns(self).items()}
        self._any = re.compile(
            "|".join(f"(?P<{name}>{_unnamed(pattern)})" for name, pattern in _patterns(self).items())
        )
        self._reads: dict[str, Callable[[_Page, re.Match[str]], _Days | None]] = {
            "iso": _iso,
            "dotted": _dotted,
            "span_before": _span_of_days,
            "span_after": _span_of_days,
            "day_month": _day_month,
            "month_day": _day_month,
            "part_month": _part_of_month,
            "month": _month,
            "weekday": _weekday,
            "ago": _ago,
            "later": _later,
            "past": _past,
            "within": _within,
            "overnight": _overnight,
            "next_day": _next_day,
            "same_day": _next_day,
            "day": _relative_day,
            "period": _period,
            "this_period": _period,
        }

    def read(self, text: str, published: Moment | None) -> list[TimeMention]:
        """The times of a text by start. published: what relative words count from, None where unknown."""
        page = _Page(self, text, fold(text), published)
        found: list[tuple[int, int, str, _Days]] = []
        for match in self._any.finditer(page.text):
            name = match.lastgroup or ""
            exact = self._patterns[name].match(page.text, match.start())
            days = self._reads[name](page, exact) if exact is not None and page.written(exact) else None
            if days is not None and exact is not None:
                if not page.superlative(exact.start()):
                    found.append((exact.start(), exact.end(), name, days))
                page.told(exact.end(), days)
        return [page.mention(*entry) for entry in _joined(page, found)]


class _Page:
    """One text being read: where its sentences begin, what cues it holds, and the last day it told."""

    def __init__(self, reader: TimeReader, original: str, folded: Folded, published: Moment | None) -> None:
        self.reader, self.original, self.folded = reader, original, folded
        self.text = folded.text
        self.published = published.day if published else None
        self.last: date | None = None
        self.year: int | None = None
        self.cues = {end: (start, role[0]) for start, end, role in reader._cues.within(self.text) if True}
        for start, end, role in reader._cues.within(self.text):
            if start < self.cues[end][0] or end - start > end - self.cues[end][0]:
                self.cues[end] = (start, role[0])
        self.said = [(start, end) for start, end, _ in reader._said.within(self.text)]
        self.clock = {word for phrase in reader._words.get("clock", ()) for word in phrase.split()}
        self.superlatives = set(reader._words.get("superlatives", ()))
        self.futures = [start for start, _, _ in reader._future.within(self.text)]
        self.breaks = [0, *(match.end() for match in SENTENCE_END.finditer(original))] if folded.starts is None else [0]

    def written(self, match: re.Match[str]) -> bool:
        """Whether months and weekdays stand with the capital their language asks for."""
        groups = match.groupdict()
        name = groups.get("month") or groups.get("weekday")
        if not self.reader._capitals or name is None:
            return True
        group = "month" if groups.get("month") else "weekday"
        start, _ = self.folded.span(match.start(group), match.end(group))
        return self.original[start].isupper()

    def told(self, at: int, days: _Days) -> None:
        """Remembers the last day told, and its year."""
        if days.anchors and days.earliest is not None:
            self.last = days.latest
            if days.rule == "date:full":
                self.year = days.earliest.year

    def number(self, words: str | None) -> float | None:
        """Value of digits or a number word; None for "few" and unknown words."""
        if words is None or words in self.reader._few:
            return None
        if words[:1].isdigit():
            return float(words.replace(",", "."))
        return float(self.reader._numbers[words]) if words in self.reader._numbers else None

    def dated(self, day: int, month: int, year: str | None, at: int) -> _Days | None:
        """A day of a month; the year as given, or inferred from publication or from the text's last full date."""
        if year is not None:
            full = int(year) if len(year) == 4 else 2000 + int(year)
            found = _date(full, month, day)
            return None if found is None else _Days(found, found, "stated", "date:full", True)
        found = self.infer(day, month, at)
        if found is None:
            valid = _date(2024, month, day) is not None
            return _Days(None, None, "stated", "date:year_unknown") if valid else None
        return _Days(found, found, "stated", "date:year_inferred", True)

    def infer(self, day: int, month: int, at: int) -> date | None:
        """The nearest past day of that name, or the coming one where the sentence speaks of the future."""
        if self.published is None:
            return None if self.year is None else _date(self.year, month, day)
        this_year = _date(self.published.year, month, day)
        if this_year is not None and (this_year <= self.published + _NEAR_FUTURE or self.future(at)):
            return this_year
        return _date(self.published.year - 1, month, day)

    def future(self, at: int) -> bool:
        """Whether a word of future stands in the sentence of an offset."""
        index = bisect_right(self.breaks, at)
        start = self.breaks[index - 1]
        end = self.breaks[index] if index < len(self.breaks) else len(self.text)
        return bisect_left(self.futures, end) > bisect_left(self.futures, start)

    def cue(self, start: int) -> tuple[int, int, TimeRole] | None:
        """The cue right before an offset: its start, end and role."""
        end = start
        while end > 0 and self.text[end - 1] == " ":
            end -= 1
        for article in self.reader._words.get("cue_bridge", ()):
            if self.text.endswith(article, 0, end) and self.text[end - len(article) - 1 : end - len(article)] == " ":
                end -= len(article) + 1
        if end not in self.cues:
            end = self._past_clock(end)
        found = self.cues.get(end)
        return None if found is None or (end == start and start) else (found[0], end, found[1])

    def superlative(self, start: int) -> bool:
        """Whether a day only says since when something is the most of its kind ("the biggest gain since October")."""
        cue = self.cue(start)
        if cue is None or cue[2] != "since":
            return False
        before = self.text[max(0, cue[0] - _SAID_REACH) : cue[0]]
        words = re.split(r"[.;:,]", before)[-1].split()
        return any(word in self.superlatives for word in words)

    def _past_clock(self, end: int) -> int:
        """Where a time of day right before a date begins, less the white space: "as of |8 p.m. on| 9 November"."""
        position = end
        for _ in range(_CLOCK_WORDS):
            word = re.search(r"[^\s,(]+,?$", self.text[max(0, position - 16) : position])
            if word is None:
                break
            plain = word.group().rstrip(",")
            if not (_CLOCK.fullmatch(plain) or plain in self.clock):
                break
            position -= len(word.group())
            while position > 0 and self.text[position - 1] == " ":
                position -= 1
            if position in self.cues:
                return position
        return end

    def mention(self, start: int, end: int, name: str, days: _Days) -> TimeMention:
        """The mention of a match, with cue and role, preposition inside the span."""
        cue = self.cue(start)
        if cue is not None and days.rule == "span" and cue[2] == "since":
            cue = None  # "from 8 to 11 September" is a window of its own, no beginning of one
        role: TimeRole | None = cue[2] if cue else None
        begin = start
        if cue is None:
            for word in sorted(self.reader._words.get("on", ()), key=len, reverse=True):
                at = start - len(word) - 1
                if at >= 0 and self.text.startswith(word + " ", at) and not self.text[at - 1 : at].isalnum():
                    begin = at
                    break
        if (
            role in (None, "since")
            and name in ("iso", "dotted", "day_month", "month_day", "weekday", "day")
            and self._spoken(cue[0] if cue else begin)
        ):
            role = (
                "said"
                if role is None or (cue and self.text[cue[0] : cue[1]] in self.reader._words.get("document_since", ()))
                else role
            )
        if role == "since":
            days = _as_start(days)
        span_start, span_end = self.folded.span(begin, end)
        span = Span.of(self.original, span_start, span_end)
        held = None if cue is None or role == "said" else Span.of(self.original, *self.folded.span(cue[0], cue[1]))
        return TimeMention(span, role, held, days.earliest, days.latest, days.basis, days.rule)

    def _spoken(self, start: int) -> bool:
        """Whether a word of speaking stands before the date in its sentence, nothing but a few words between."""
        low = max(start - _SAID_REACH, self.breaks[bisect_right(self.breaks, start) - 1])
        first, past = bisect_left(self.said, (low, 0)), bisect_left(self.said, (start, 0))
        near = [entry for entry in self.said[first:past] if entry[1] <= start]
        if not near:
            return False
        between = self.text[near[-1][1] : start]
        return not re.search(r"[.;:()]|, |\d", between) and not set(between.split()) & set(
            self.reader._words.get("said_breaks", ())
        )


def _joined(page: _Page, found: list[tuple[int, int, str, _Days]]) -> list[tuple[int, int, str, _Days]]:
    """A weekday and the date right after it are one: "on Monday, 12 September"."""
    joined: list[tuple[int, int, str, _Days]] = []
    for start, end, name, days in found:
        dated = name in ("day_month", "month_day", "iso", "dotted")
        if (
            joined
            and dated
            and joined[-1][2] in ("weekday", "day")
            and page.text[joined[-1][1] : start] in (", ", " ", " (", ", on ")
        ):
            joined[-1] = (joined[-1][0], end, name, days)
        else:
            joined.append((start, end, name, days))
    return joined


def _as_start(days: _Days) -> _Days:
    """What "since" a span means: since its first day."""
    return days if days.earliest is None or days.rule.startswith("past") else replace(days, latest=days.earliest)


def _iso(page: _Page, match: re.Match[str]) -> _Days | None:
    found = _date(int(match["year"]), int(match["number"]), int(match["first"]))
    return None if found is None else _Days(found, found, "stated", "date:full", True)


def _dotted(page: _Page, match: re.Match[str]) -> _Days | None:
    year = match["year"]
    if year is None and page.cue(match.start()) is None:
        return None
    return (
        page.dated(int(match["first"]), int(match["number"]), year, match.start())
        if int(match["number"]) <= 12
        else None
    )


def _span_of_days(page: _Page, match: re.Match[str]) -> _Days | None:
    month = page.reader._months[match["month"]]
    last = page.dated(int(match["second"]), month, match["year"], match.start())
    if last is None or last.latest is None:
        return last
    first = _date(last.latest.year, month, int(match["first"]))
    if first is None or first >= last.latest:
        return None
    return _Days(first, last.latest, "stated", "span", True)


def _day_month(page: _Page, match: re.Match[str]) -> _Days | None:
    words = match["first"]
    day = int(words) if words.isdigit() else page.reader._ordinals.get(words, 0)
    return (
        page.dated(day, page.reader._months[match["month"]], match["year"], match.start()) if 1 <= day <= 31 else None
    )


def _part_of_month(page: _Page, match: re.Match[str]) -> _Days | None:
    days = _whole_month(page, match)
    if days is None or days.earliest is None or days.latest is None:
        return days
    part = _which(page.reader, match["part"])
    first, last = days.earliest, days.latest
    if part == "begin":
        last = first.replace(day=_EARLY)
    elif part == "middle":
        first, last = first.replace(day=_EARLY + 1), first.replace(day=_LATE - 1)
    else:
        first = first.replace(day=_LATE)
    return _Days(first, last, days.basis, f"part:{part}")


def _month(page: _Page, match: re.Match[str]) -> _Days | None:
    name = match["month"]
    if match["year"] is None:
        before = page.text[max(0, match.start() - 16) : match.start()].rstrip()
        cued = any(
            before == word or before.endswith((" " + word, "\n" + word))
            for word in page.reader._words.get("month_cues", ())
        )
        if not cued or (name in page.reader._doubtful and before.endswith("for")):
            return None
    return _whole_month(page, match)


def _whole_month(page: _Page, match: re.Match[str]) -> _Days | None:
    groups = match.groupdict()
    name, year = groups.get("month"), groups.get("year")
    if name is None:
        if page.published is None:
            return _Days(None, None, "publication", "part:unknown")
        if groups.get("the_year"):
            return _Days(date(page.published.year, 1, 1), date(page.published.year, 12, 31), "publication", "year")
        if groups.get("the_week"):
            monday = page.published - timedelta(days=page.published.weekday())
            return _Days(monday, monday + timedelta(days=6), "publication", "week")
        basis: TimeBasis = "publication"
        first = page.published.replace(day=1)
    else:
        number = page.reader._months[name]
        full = int(year) if year else None
        if full is None:
            inferred = page.infer(1, number, match.start())
            if inferred is None:
                return _Days(None, None, "stated", "month:year_unknown")
            full = inferred.year
        basis = "stated"
        first = date(full, number, 1)
    return _Days(first, first.replace(day=monthrange(first.year, first.month)[1]), basis, "month")


def _weekday(page: _Page, match: re.Match[str]) -> _Days | None:
    if page.published is None:
        return _Days(None, None, "publication", "weekday:no_publication")
    wanted = page.reader._weekdays[match["weekday"]]
    back = (page.published.isoweekday() - wanted) % 7
    which = match["which"]
    words = page.reader._words
    if (which and which in words.get("next", ())) or (not which and page.future(match.start())):
        found = page.published + timedelta(days=(wanted - page.published.isoweekday()) % 7 or 7)
    else:
        found = page.published - timedelta(days=back or (7 if which in words.get("last", ()) else 0))
    return _Days(found, found, "publication", "weekday", True)


def _amount(page: _Page, match: re.Match[str]) -> tuple[float | None, str]:
    """How many days "two weeks" are (None where the number is vague or a unit has no fixed length), and the unit."""
    words = match.groupdict().get("amount")
    number = 1.0 if words is None else page.number(words)
    unit = page.reader._units[match["unit"]]
    return (None if number is None else number * _DAYS[unit] if unit in _DAYS else number), unit


def _back(day: date, amount: float, unit: str) -> date:
    """The day that lies an amount before another; months and years by the calendar."""
    if unit in ("month", "year"):
        months = int(amount) * (12 if unit == "year" else 1)
        total = day.year * 12 + day.month - 1 - months
        year, month = divmod(total, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) if year >= 1 else date(1, 1, 1)
    return date.fromordinal(max(1, day.toordinal() - round(amount)))


def _ago(page: _Page, match: re.Match[str]) -> _Days | None:
    amount, unit = _amount(page, match)
    if page.published is None:
        return _Days(None, None, "publication", "ago:no_publication")
    if match["amount"] is None and match["unit"] not in page.reader._words.get("one", ()):
        return _Days(None, page.published, "publication", "ago:unknown_number")
    if amount is None:
        return _Days(None, page.published, "publication", "ago:few")
    if unit == "hour":
        late, early = date.fromordinal(max(1, page.published.toordinal() - int(amount))), amount
        first = date.fromordinal(
            max(1, page.published.toordinal() - (int(early) if early == int(early) else int(early) + 1))
        )
        return _Days(first, late, "publication", "ago:hours", True)
    found = _back(page.published, amount, unit)
    return _Days(found, found, "publication", "ago", True)


def _later(page: _Page, match: re.Match[str]) -> _Days | None:
    amount, unit = _amount(page, match)
    if page.last is None:
        return _Days(None, None, "story", "later:no_date")
    if amount is None:
        return _Days(page.last, None, "story", "later:few")
    if unit in ("month", "year"):
        return _Days(page.last, None, "story", "later:long")
    try:
        found = page.last + timedelta(days=round(amount))
    except OverflowError:
        return None
    return _Days(found, found, "story", "later", True)


def _past(page: _Page, match: re.Match[str]) -> _Days | None:
    if page.published is None:
        return _Days(None, None, "publication", "past:no_publication")
    amount, unit = _amount(page, match)
    if amount is None:
        return _Days(None, page.published, "publication", "past:few")
    return _Days(_back(page.published, amount, unit), page.published, "publication", "past")


def _within(page: _Page, match: re.Match[str]) -> _Days | None:
    """ "within four days" of the story's last day; open where that would end after publication."""
    amount, unit = _amount(page, match)
    if page.last is None or amount is None or unit in ("month", "year"):
        return _Days(page.last, None, "story", "within:open")
    end = date.fromordinal(min(date.max.toordinal(), page.last.toordinal() + round(amount)))
    if page.published is not None and end > page.published:
        return _Days(None, None, "story", "within:open")
    return _Days(page.last, end, "story", "within")


def _next_day(page: _Page, match: re.Match[str]) -> _Days | None:
    step = 1 if match.re is page.reader._patterns["next_day"] else 0
    if page.last is None:
        return _Days(None, None, "story", "next_day:no_date")
    found = page.last + timedelta(days=step)
    return _Days(found, found, "story", "next_day" if step else "same_day", True)


def _overnight(page: _Page, match: re.Match[str]) -> _Days | None:
    """The night that ends on the day of publication: both days it lies in."""
    if page.published is None:
        return _Days(None, None, "publication", "day:no_publication")
    return _Days(page.published - timedelta(days=1), page.published, "publication", "overnight")


def _relative_day(page: _Page, match: re.Match[str]) -> _Days | None:
    if page.published is None:
        return _Days(None, None, "publication", "day:no_publication")
    found = page.published + timedelta(days=page.reader._days[match["day"]])
    return _Days(found, found, "publication", "day", True)


def _period(page: _Page, match: re.Match[str]) -> _Days | None:
    """ "this month", "last week": calendar weeks from Monday (ISO 8601), months and years whole."""
    if page.published is None:
        return _Days(None, None, "publication", "period:no_publication")
    unit = page.reader._units[match["unit"]]
    last = match["which"] in page.reader._words.get("last", ())
    if unit == "week":
        monday = page.published - timedelta(days=page.published.weekday() + (7 if last else 0))
        return _Days(monday, monday + timedelta(days=6), "publication", "period:week")
    if unit == "month":
        first = _back(page.published.replace(day=1), 1 if last else 0, "month")
        return _Days(first, first.replace(day=monthrange(first.year, first.month)[1]), "publication", "period:month")
    if unit == "year":
        year = page.published.year - (1 if last else 0)
        return _Days(date(year, 1, 1), date(year, 12, 31), "publication", "period:year")
    return None


def _which(reader: TimeReader, words: str) -> str:
    return next(name for name in ("begin", "middle", "end") if words in reader._words.get(name, ()))


def _patterns(reader: TimeReader) -> dict[str, str]:
    """The patterns of a language, tried in this order at each place; no repetition stands inside another."""
    words = reader._words
    month, weekday = _any(reader._months), _any(reader._weekdays)
    unit, amount = _any(reader._units), _any({*reader._numbers, *reader._few})
    suffix = f"(?:{_any(words.get('day_suffix', ()))})?"
    of = f"(?:{_any(words.get('of', ()))} )?" if words.get("of") else ""
    year_word = f"(?: (?:{_any(words.get('year', ()))}))?" if words.get("year") else ""
    year = rf"(?:,? (?P<year>(?:19|20)\d\d){year_word})?"
    day = rf"(?P<first>\d{{1,2}}){suffix}"
    to = f" ?(?:{_any(words.get('range_to', ()))}) ?"
    second = rf"(?P<second>\d{{1,2}}){suffix}"
    ordinal = f"|{_any(reader._ordinals)}" if reader._ordinals else ""
    part = _any([*words.get("begin", ()), *words.get("middle", ()), *words.get("end", ())])
    the_month, the_year, the_week = (_any(words.get(name, ())) for name in ("the_month", "the_year", "the_week"))
    periods = f"(?P<the_month>{the_month})|(?P<the_year>{the_year})|(?P<the_week>{the_week})"
    count = rf"(?P<amount>\d{{1,4}}|{amount})"
    last, this = _any(words.get("last", ())), _any(words.get("this", ()))
    opened = _any(words.get("past_open", ()))
    before_later = (
        f"(?:(?:{_any(words['later_before'])}) {count} (?P<unit>{unit}))" if words.get("later_before") else ""
    )
    later = rf"(?:{count} )(?P<unit>{unit}) (?:{_any(words.get('later', ()))})"
    patterns = {
        "iso": r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<first>\d\d)",
        "dotted": r"(?P<first>\d\d?)\.(?P<number>\d\d)(?:\.(?P<year>(?:20)?\d\d))?(?!\.?\d)",
        "span_before": rf"{day}{to}{second} {of}(?P<month>{month}){year}",
        "span_after": rf"(?P<month>{month}) {day}{to}{second}{year}",
        "day_month": rf"(?P<first>\d{{1,2}}{ordinal}){suffix} ?{of}(?P<month>{month}){year}",
        "month_day": rf"(?P<month>{month}) {day}{year}(?![:.]\d)",
        "part_month": rf"(?P<part>{part})[ -]?(?:(?P<month>{month})|{periods})(?: (?P<year>(?:19|20)\d\d))?",
        "month": rf"(?P<month>{month})(?:,? (?P<year>(?:19|20)\d\d){year_word})?",
        "weekday": rf"(?:(?P<which>{last}|{_any(words.get('next', ()))}|{this}) )?(?P<weekday>{weekday})",
        "ago": rf"(?:{count} )?(?P<unit>{unit}) (?:{_any(words.get('ago', ()))})",
        "later": before_later or later,
        "past": rf"(?:(?:{opened}) )?(?:{_any(words.get('past', ()))}) (?:{count} )?(?P<unit>{unit})",
        "within": rf"(?:{_any(words.get('within', ()))}) {count} (?P<unit>{unit})",
        "overnight": _any(words.get("overnight", ())),
        "next_day": _any(words.get("next_day", ())),
        "same_day": _any(words.get("same_day", ())),
        "day": rf"(?P<day>{_any(reader._days)})",
        "period": rf"(?P<which>{last}|{this}) (?P<unit>{unit})",
    }
    return {
        name: rf"(?<![\w.,/:-])(?:{pattern})(?!\w)" if name in ("dotted",) else rf"(?<![\w/])(?:{pattern})(?!\w)"
        for name, pattern in patterns.items()
    }


def _any(words: Iterable[str]) -> str:
    """An alternation, longest first; matches nothing where there are no words."""
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in listed) if listed else r"(?!)"


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _table(listed: Mapping[str, Any]) -> dict[str, int]:
    return {fold_word(word): int(number) for number, words in listed.items() for word in expand_all(words)}


def _floats(listed: Mapping[str, Any]) -> dict[str, float]:
    return {fold_word(word): float(number) for number, words in listed.items() for word in expand_all(words)}


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
