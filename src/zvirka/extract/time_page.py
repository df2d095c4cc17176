"""One text whose times are read: its sentences, cues, the day it last told, and what a match becomes there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zvirka.extract.mentions import TimeMention, TimeRole
from zvirka.extract.time_words import TimeWords
from zvirka.extract.tokens import SENTENCE_END
from zvirka.ground.words import Folded
from zvirka.model.spans import Span
from zvirka.model.times import Moment, TimeBasis

_NEAR_FUTURE = timedelta(days=7)
"""House rule: a date without a year up to a week after publication is this year's, not last year's."""
_SAID_REACH = 48
"""How far before a date, in characters, a word of speaking makes it the day something was said."""
_BEGAN_REACH = 90
"""How far before a day, in characters, the words open that say what began on it."""
_OPENING = 8
"""Marks that may stand before the first word of a sentence ("- ", "▪️ ")."""
_LONGEST_FORECAST = 400
"""Characters of a sentence searched for words of weather."""
_EVENING_BACK, _EVENING_AHEAD = 30, 12
"""Characters before the end of a day, and behind it, in which its evening is told."""
_CLOCK_WORDS = 5
"""Words of the longest time of day between a cue and its date ("at 8 p.m. local time on")."""
_WORD_BEFORE = re.compile(r"(\w+)[\s,:]*$")
_CLOCK_WORD = re.compile(r"[^\s,(]+,?$")
_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?:[ap]\.?m\.?)?")


@dataclass(frozen=True, slots=True)
class Days:
    """What a pattern found. earliest, latest: days or None. anchors: whether later words may count from it."""

    earliest: date | None
    latest: date | None
    basis: TimeBasis
    rule: str
    anchors: bool = False


_HEADING = 40
"""Characters of the longest heading within a paragraph."""
_JOINTS = frozenset({", ", " ", " (", ", on "})
"""What stands between a weekday and its date."""
_SINGLE = frozenset({"iso", "dotted", "slashed", "day_month", "month_day", "weekday", "day"})
"""Patterns of one day."""
_BEFORE_MONTH = 24
"""Characters before a month in which its year may be told ("торік у березні")."""
_BESIDE = re.compile(r" (?:\w{1,2} )?")
_PREPOSITION = re.compile(r"\b\w{1,2} $")


class TimePage:
    """One text being read: where its sentences begin, what cues it holds, and the last day it told."""

    def __init__(self, words: TimeWords, original: str, folded: Folded, published: Moment | None) -> None:
        self.words, self.original, self.folded = words, original, folded
        self.text = folded.text
        self.published = published.day if published else None
        self.last: date | None = None
        self._last_at = 0
        self.story: date | None = None
        """The last day told that nothing is said to have gone on since."""
        self._story_at = 0
        self.year: int | None = None
        self.cues: dict[int, tuple[int, TimeRole]] = {}
        for start, end, role in words.cues.within(self.text):
            self.cues.setdefault(end, (start, role[0]))  # hits come by start: the longest of those that end here
        self.said = [(start, end) for start, end, _ in words.said.within(self.text)]
        self.clock = {word for phrase in words.list("clock") for word in phrase.split()}
        self.superlatives = set(words.list("superlatives"))
        self.futures = [start for start, _, _ in words.future.within(self.text)]
        self.breaks = [0, *(folded.at(match.end()) for match in SENTENCE_END.finditer(original))]

    def written(self, match: re.Match[str]) -> bool:
        """Whether months and weekdays stand with the capital their language asks for."""
        groups = match.groupdict()
        names = [name for name in ("month", "weekday", "first_weekday") if groups.get(name)]
        starts = [self.folded.span(match.start(name), match.end(name))[0] for name in names]
        return not self.words.capitals or all(self.original[start].isupper() for start in starts)

    def told(self, start: int, at: int, days: Days) -> None:
        """Remembers the last day told in start..at, and its year."""
        if days.anchors and days.earliest is not None:
            self.last, self._last_at = days.latest, at
            cue = self.cue(start)
            if cue is None or cue[2] != "since":
                self.story, self._story_at = days.latest, at
            if days.rule == "date:full":
                self.year = days.earliest.year

    def last_near(self, at: int, sentences: int = 1) -> date | None:
        """The last day told, where that was in the sentence of an offset or in so many less one before it."""
        index = bisect_right(self.breaks, at) - sentences
        return self.last if self._last_at >= self.breaks[max(0, index)] else None

    def story_near(self, at: int, sentences: int) -> date | None:
        """The same of a day that the story was at."""
        index = bisect_right(self.breaks, at) - sentences
        return self.story if self._story_at >= self.breaks[max(0, index)] else None

    def evening(self) -> bool:
        """Whether the last day told was told to its evening ("late on Friday")."""
        around = self.text[max(0, self._last_at - _EVENING_BACK) : self._last_at + _EVENING_AHEAD]
        return any(word in around for word in self.words.list("evening"))

    def holds_one(self, at: int, starts: list[int]) -> bool:
        """Whether the sentence of an offset holds one of others, which are in order."""
        index = bisect_right(self.breaks, at)
        end = self.breaks[index] if index < len(self.breaks) else len(self.text)
        return bisect_left(starts, end) > bisect_left(starts, self.breaks[index - 1])

    def number(self, words: str | None) -> float | None:
        """Value of digits or a number word; None for "few" and unknown words."""
        if words is None or words in self.words.few:
            return None
        if words[:1].isdecimal():
            return float(words.replace(",", "."))
        return float(self.words.numbers[words]) if words in self.words.numbers else None

    def dated(self, day: int, month: int, year: str | None, at: int) -> Days | None:
        """A day of a month; the year as given, or inferred from publication or from the text's last full date."""
        if year is not None:
            full = int(year) if len(year) == 4 else 2000 + int(year)
            found = day_of(full, month, day)
            return None if found is None else Days(found, found, "stated", "date:full", True)
        found = self.infer(day, month, at)
        if found is None:
            valid = day_of(2024, month, day) is not None
            return Days(None, None, "stated", "date:year_unknown") if valid else None
        return Days(found, found, "stated", "date:year_inferred", True)

    def infer(self, day: int, month: int, at: int) -> date | None:
        """The nearest past day of that name, or the coming one where the sentence speaks of the future."""
        if self.published is None:
            return None if self.year is None else day_of(self.year, month, day)
        this_year = day_of(self.published.year, month, day)
        if this_year is not None and (this_year <= self.published + _NEAR_FUTURE or self.future(at)):
            return this_year
        return day_of(self.published.year - 1, month, day)

    def future(self, at: int) -> bool:
        """Whether a word of future stands in the sentence of an offset."""
        index = bisect_right(self.breaks, at)
        start = self.breaks[index - 1]
        end = self.breaks[index] if index < len(self.breaks) else len(self.text)
        return bisect_left(self.futures, end) > bisect_left(self.futures, start)

    def of_weather(self, at: int) -> bool:
        """Whether the sentence of an offset holds a stem that makes its night and morning those of any day (rain, degrees)."""
        index = bisect_right(self.breaks, at)
        end = self.breaks[index] if index < len(self.breaks) else len(self.text)
        sentence = self.text[self.breaks[index - 1] : min(end, self.breaks[index - 1] + _LONGEST_FORECAST)]
        return any(stem in sentence for stem in self.words.list("weather"))

    def opens(self, at: int) -> bool:
        """Whether no word stands before an offset in its sentence."""
        start = self.breaks[bisect_right(self.breaks, at) - 1]
        return at - start <= _OPENING and not any(char.isalnum() for char in self.text[start:at])

    def year_of(self, match: re.Match[str]) -> str | None:
        """The year a match names: in figures, or as that of publication or the one before it ("of last year")."""
        groups = match.groupdict()
        if self.published is not None and groups.get("then") is None and groups.get("year") is None:
            head = _PREPOSITION.sub("", self.text[max(0, match.start() - _BEFORE_MONTH) : match.start()])
            last = head.rstrip().endswith(tuple(self.words.list("last_year")))
            return str(self.published.year - 1) if last else None
        if groups.get("then") is None or self.published is None:
            return groups.get("year")
        return str(self.published.year - (groups["then"] in self.words.list("of_last_year")))

    def headed(self, at: int) -> bool:
        """Whether an offset opens the sentence behind a heading that opens its paragraph ("Белгородская область. Утром …")."""
        index = bisect_right(self.breaks, at) - 1
        start, before = self.breaks[index], self.breaks[max(0, index - 1)]
        opens = before == 0 or self.original[max(0, before - 1) : before] == "\n"
        return self.opens(at) and opens and 0 < start - before <= _HEADING

    def opens_clause(self, at: int) -> bool:
        """Whether an offset opens a sentence, or what somebody said in it ("заявила, что |за двое суток …")."""
        if self.opens(at):
            return True
        word = _WORD_BEFORE.search(self.text, max(0, at - 16), at)
        return word is not None and word.group(1) in self.words.list("said_breaks")

    def cue(self, start: int) -> tuple[int, int, TimeRole] | None:
        """The cue right before an offset: its start, end and role."""
        end = start
        while end > 0 and self.text[end - 1] == " ":
            end -= 1
        for article in self.words.list("cue_bridge"):
            if self.text.endswith(article, 0, end) and self.text[end - len(article) - 1 : end - len(article)] == " ":
                end -= len(article) + 1
        if end not in self.cues:
            end = self._past_clock(end)
        found = self.cues.get(end)
        if found is None or (end == start and start):
            return self._began(start)
        return (found[0], end, found[1])

    def _began(self, start: int) -> tuple[int, int, TimeRole] | None:
        """ "since the offensive began on" right before a day, as a cue."""
        low, end = max(0, start - _BEGAN_REACH), start
        while end > low and self.text[end - 1] == " ":
            end -= 1
        pattern = self.words.beginning
        found = pattern.search(self.text, low, end) if pattern is not None and end < start else None
        return None if found is None else (found.start(), end, "since")

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
            word = _CLOCK_WORD.search(self.text, max(0, position - 16), position)
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

    def mention(self, start: int, end: int, name: str, days: Days) -> TimeMention:
        """The mention of a match, with cue and role, preposition inside the span."""
        cue = self.cue(start)
        if cue is not None and days.rule == "span" and cue[2] == "since":
            cue = None  # "from 8 to 11 September" is a window of its own, no beginning of one
        role: TimeRole | None = cue[2] if cue else "since" if name == "since_then" else None
        begin = start if cue is not None else self._with_preposition(start)
        if begin < start and self.text[begin:start].strip() in self.words.list("night_to"):
            days = _night_before(days)
        if role in (None, "since") and name in _SINGLE and self._spoken(cue[0] if cue else begin):
            document = cue and self.text[cue[0] : cue[1]] in self.words.list("document_since")
            role = "said" if role is None or document else role
        if role == "since":
            days = _as_start(days)
        span_start, span_end = self.folded.span(begin, end)
        span = Span.of(self.original, span_start, span_end)
        held = None if cue is None or role == "said" else Span.of(self.original, *self.folded.span(cue[0], cue[1]))
        return TimeMention(span, role, held, days.earliest, days.latest, days.basis, days.rule)

    def _with_preposition(self, start: int) -> int:
        """Where the longest of the words like "on" and "on the morning of" right before an offset begins, else the offset."""
        for word in self.words.prepositions:
            at = start - len(word) - 1
            if at >= 0 and self.text.startswith(word + " ", at) and not self.text[at - 1 : at].isalnum():
                return at
        return start

    def _spoken(self, start: int) -> bool:
        """Whether a word of speaking stands before the date in its sentence, nothing but a few words between."""
        low = max(start - _SAID_REACH, self.breaks[bisect_right(self.breaks, start) - 1])
        first, past = bisect_left(self.said, (low, 0)), bisect_left(self.said, (start, 0))
        near = [entry for entry in self.said[first:past] if entry[1] <= start]
        if not near:
            return False
        between = self.text[near[-1][1] : start]
        return not re.search(r"[.;:()]|, |\d", between) and not set(between.split()) & set(
            self.words.list("said_breaks")
        )


def joined(page: TimePage, found: list[tuple[int, int, str, Days]]) -> list[tuple[int, int, str, Days]]:
    """A weekday and the date right after it are one: "on Monday, 12 September"; so are "yesterday" and its night."""
    whole: list[tuple[int, int, str, Days]] = []
    for start, end, name, days in found:
        dated = name in ("day_month", "month_day", "iso", "dotted", "slashed", "span_before", "span_after")
        last = whole[-1] if whole else (0, 0, "", days)
        beside = page.text[last[1] : start] == " "
        began = page.words.started
        of_start = last[2] == "event" and dated and began is not None and began.fullmatch(page.text, last[1], start)
        apart = _BESIDE.fullmatch(page.text, last[1], start) is not None  # "вечером в четверг"
        of_day = name in ("day", "weekday", "day_alone") and last[2] in ("overnight", "daypart") and apart
        after = ("weekday", "day", "overnight", "daypart")
        if of_start or of_day or (dated and last[2] in after and _joint(page, last[1], start)):
            whole[-1] = (last[0], end, name, days)
        elif name in ("overnight", "daypart") and last[2] in _SINGLE and beside:
            whole[-1] = (last[0], end, last[2], last[3])
        else:
            whole.append((start, end, name, days))
    return whole


def without_clocks(page: TimePage, found: list[tuple[int, int, str, Days]]) -> list[tuple[int, int, str, Days]]:
    """Without hours of the day in sentences that tell a day themselves."""
    if not any(name == "clock" for _, _, name, _ in found):
        return found
    days = [start for start, _, name, _ in found if name != "clock"]
    return [entry for entry in found if entry[2] != "clock" or not page.holds_one(entry[0], days)]


def _night_before(days: Days) -> Days:
    """The night to a day lies in the day before it, too."""
    if days.earliest is None or days.earliest != days.latest:
        return days
    return replace(days, earliest=days.earliest - timedelta(days=1), rule="night")


def _joint(page: TimePage, end: int, start: int) -> bool:
    gap = page.text[end:start]
    return gap in _JOINTS or gap.strip() in page.words.list("range_open")


def _as_start(days: Days) -> Days:
    """What "since" a span means: since its first day."""
    return days if days.earliest is None or days.rule.startswith("past") else replace(days, latest=days.earliest)


def day_of(year: int, month: int, day: int) -> date | None:
    """The civil day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
