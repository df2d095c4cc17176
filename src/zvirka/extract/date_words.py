"""Words that tell of the day a text was published: what each says, before the years are known.

Built on the times a text names (`TimeReader`): days as stated, and words that count from publication. What joins two of them
("yesterday, 11 September", "two days after the 6th") and the words of past and future are the pack's section `dating`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zvirka.extract.mentions import TimeMention
from zvirka.extract.sentences import SentenceSplitter, quotations
from zvirka.extract.times import TimeReader
from zvirka.ground.ground import Ground
from zvirka.ground.words import Phrases, expand_all, fold, fold_word
from zvirka.model.items import DateRule

_ENDING_WORD = 5
"""Letters of the shortest word of which the ending tells that it is past: shorter ones are listed whole in the pack."""
_HEAD_LINES, _TAIL_LINES = 6, 2
"""House rule: lines at the beginning and end of a text where a date that stands alone is the day it was published."""
_HEAD_CHARS = 40
"""House rule: a dateline begins the text; a town and an agency stand before its date at most ("KYIV (Agency), 12 September — ")."""
_AROUND = 40
_GAP = re.compile(r"\s?[,:(–—-]?\s?")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?|[\W_]+")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing the words say. start, end: offsets of the words. words: the day as stated ("on 12 September"), or "" with `bare`.

    bare: the number of a day without its month. weekday: ISO number it must fall on. relative: words that count from publication
    and mean that day. plus_days: days counted on from it. rule `past` or `future` of a weekday: what its sentence says of it, None
    where it says neither.
    """

    rule: DateRule
    start: int
    end: int
    words: str = ""
    bare: int = 0
    weekday: int = 0
    relative: str = ""
    plus_days: int = 0
    tense: str | None = None


class DateWords:
    """Finds what one language's texts say of the day they were published."""

    def __init__(self, ground: Ground, language: str, times: TimeReader) -> None:
        document = ground.language(language)
        pack: Mapping[str, Any] = document.get("times", {})
        own: Mapping[str, Any] = document.get("dating", {})
        self._times = times
        self._splitter = SentenceSplitter(document)
        self._weekdays = Phrases(
            (word, int(day)) for day, listed in pack.get("weekdays", {}).items() for word in expand_all(listed)
        )
        self._days = Phrases((word, True) for listed in pack.get("days", {}).values() for word in expand_all(listed))
        self._future = Phrases(
            (word, True) for word in (*expand_all(pack.get("words", {}).get("future", ())), *_words(own, "future"))
        )
        self._unsure = Phrases((word, True) for word in _words(own, "unsure"))
        self._past, self._not_past = (
            Phrases((word, True) for word in _words(own, "past")),
            {fold_word(word) for word in _words(own, "not_past")},
        )
        self._endings = tuple(fold_word(word) for word in _words(own, "past_endings"))
        self._sure = {fold_word(word) for word in _words(own, "sure_as_of")}
        self._dateline = Phrases((word, True) for word in _words(own, "dateline"))
        self._ordinals = {
            fold_word(word): int(day) for day, listed in pack.get("ordinals", {}).items() for word in expand_all(listed)
        }
        numbers = [*document.get("quantities", {}).get("numbers", {}).items(), *pack.get("numbers", {}).items()]
        self._numbers = {fold_word(word): float(number) for number, listed in numbers for word in expand_all(listed)}
        units = pack.get("units", {})
        self._units = {
            fold_word(word): days
            for unit, days in (("day", 1), ("week", 7))
            for word in expand_all(units.get(unit, ()))
        }
        suffix, after_day, before = (
            pack.get("words", {}).get("day_suffix", ()),
            _words(own, "after_day"),
            _words(own, "before_day"),
        )
        ordinal = f"|(?P<ordinal>{_any(self._ordinals)})" if self._ordinals else ""
        number = rf"(?:(?P<day>\d{{1,2}})(?:(?:{_any(suffix)})(?: (?:{_any(after_day)}))?| (?:{_any(after_day)})){ordinal})(?!\w)"
        self._bare = re.compile(rf"\s?[,(]?\s?(?:(?:{_any(before)}) )?{number}")
        self._joined = re.compile(rf"\s?[,:(–—-]?\s?(?:(?:{_any(before)}) ?)?")
        amount = rf"(?P<amount>\d{{1,3}}|{_any(self._numbers)})"
        self._after = re.compile(
            rf"(?<!\w){amount} (?P<unit>{_any(self._units)}) (?:{_any(_words(own, 'after_date'))}) (?:(?:{_any(before)}) )?(?:{number})?"
        )  # fmt: skip

    def find(self, text: str) -> list[Told]:
        """What a text says, by the place of the words. Nothing where it names no day."""
        mentions = sorted(self._times.read(text, None), key=lambda each: (each.span.start, -each.span.end))
        if not mentions:
            return []
        page = _Page(self, text)
        found: dict[tuple[int, int], Told] = {}
        stated = [each for each in mentions if each.basis == "stated"]
        for told in (
            *self._datelines(page, stated),
            *self._counted(page, stated),
            *self._beside(page, mentions),
            *self._plain(page, stated),
        ):
            found.setdefault((told.start, told.end), told)
        taken: list[Told] = []
        for told in sorted(found.values(), key=lambda each: (each.start, -each.end)):
            if not taken or told.start >= taken[-1].end:
                taken.append(told)
        return taken

    def _datelines(self, page: _Page, stated: list[TimeMention]) -> Iterator[Told]:
        """A line that holds a date and nothing else but a time of day and words that belong to it; a date before the text's first dash."""
        lines = list(_LINE.finditer(page.text))
        ends = {match.start() for match in (*lines[:_HEAD_LINES], *lines[-_TAIL_LINES:])}
        starts = [match.start() for match in lines]
        for mention in stated:
            line = lines[bisect_right(starts, mention.span.start) - 1]
            start, end = _reach(mention)
            before, after = page.text[line.start() : start], page.text[end : line.end()]
            alone = (
                line.start() in ends
                and len(before) + len(after) <= 2 * _AROUND
                and not self._left(f"{before} | {after}")
            )
            opening = line is lines[0] and len(before) <= _HEAD_CHARS and not before.strip()[-1:].islower()
            if alone or (opening and re.match(r"\.?\s*(?:\([^)\n]{1,30}\)\s*)?[–—-]{1,2}\s", after)):
                yield Told("dateline", start, end, page.text[start:end], weekday=self.weekday(mention.span.exact))

    def _left(self, words: str) -> str:
        spans = [(hit.start, hit.end) for hit in self._weekdays.find(words)]
        for start, end in (*spans, *((hit.start, hit.end) for hit in self._dateline.find(words))):
            words = words[:start] + " " * (end - start) + words[end:]
        return _CLOCK.sub("", words)

    def _counted(self, page: _Page, stated: list[TimeMention]) -> Iterator[Told]:
        """ "two days after the 6th", "через два дні після 6 вересня"."""
        begins = {_reach(mention)[0]: mention for mention in stated} | {
            mention.span.start: mention for mention in stated
        }
        for match in self._after.finditer(page.folded.text):
            start, end = page.folded.span(match.start(), match.end())
            amount = match["amount"]
            days = round((float(amount) if amount.isdecimal() else self._numbers[amount]) * self._units[match["unit"]])
            number = max(match.start("day"), match.start("ordinal") if self._ordinals else -1)
            at = end if number < 0 else page.folded.span(number, match.end())[0]
            mention = next((begins[each] for each in (at, at - 1) if each in begins), None)
            bare = self._number(match)
            if mention is not None:
                end = mention.span.end
            elif not bare:
                continue
            if page.tense(start) != "past":
                continue
            if mention is not None:
                yield Told("after", start, end, mention.span.exact, plus_days=days)
            else:
                yield Told("after", start, end, bare=bare, plus_days=days)

    def _number(self, match: re.Match[str]) -> int:
        groups = match.groupdict()
        day = int(groups["day"]) if groups.get("day") else self._ordinals.get(groups.get("ordinal") or "", 0)
        return day if 1 <= day <= 31 else 0

    def _beside(self, page: _Page, mentions: list[TimeMention]) -> Iterator[Told]:
        """Words that count from publication beside the day they mean, outside of quotations: in those they count from another day."""
        for index, mention in enumerate(mentions):
            if mention.basis == "stated":
                told = self._within(mention) or self._neighbours(page, mentions, index)
            elif mention.basis == "publication" and mention.earliest is None:
                told = self._bare_day(page, mention)
            else:
                continue
            if told is None:
                continue
            if told.relative and page.quoted(told.start):
                continue
            yield told

    def _within(self, mention: TimeMention) -> Told | None:
        """ "today, 14 September" is one mention."""
        start, end = _reach(mention)
        exact = mention.span.exact
        hit = next(iter(self._days.find(exact)), None)
        if hit is None:
            return None
        return Told(
            "beside",
            start,
            end,
            exact[hit.end :].lstrip(" ,(–—-"),
            weekday=self.weekday(exact),
            relative=exact[hit.start : hit.end],
        )

    def _neighbours(self, page: _Page, mentions: list[TimeMention], index: int) -> Told | None:
        mention = mentions[index]
        start, end = _reach(mention)
        before = mentions[index - 1] if index else None
        after = mentions[index + 1] if index + 1 < len(mentions) else None
        if (
            before is not None
            and _open(before)
            and self._joined.fullmatch(fold_word(page.text[before.span.end : start]))
        ):
            weekday = self.weekday(before.span.exact)
            return self._pair(page, before, mention, before.span.start, end, weekday)
        if (
            after is not None
            and _open(after)
            and re.fullmatch(r"\s?\(", page.text[end : after.span.start])
            and page.text[after.span.end :][:1] == ")"
        ):
            return self._pair(page, after, mention, start, after.span.end, self.weekday(after.span.exact))
        return None

    def _pair(
        self, page: _Page, relative: TimeMention, stated: TimeMention, start: int, end: int, weekday: int
    ) -> Told:
        words = stated.span.exact
        if weekday:
            return Told("weekday", start, end, words, weekday=weekday, tense=page.tense(start))
        return Told("beside", start, end, words, weekday=self.weekday(words), relative=relative.span.exact)

    def _bare_day(self, page: _Page, mention: TimeMention) -> Told | None:
        tail = fold(page.text[mention.span.end : mention.span.end + _AROUND])
        match = self._bare.match(tail.text)
        day = self._number(match) if match else 0
        if match is None or not day:
            return None
        start, end = mention.span.start, mention.span.end + tail.span(match.start(), match.end())[1]
        weekday = self.weekday(mention.span.exact)
        if weekday:
            return Told("weekday", start, end, bare=day, weekday=weekday, tense=page.tense(start))
        return Told("beside", start, end, bare=day, relative=mention.span.exact)

    def _plain(self, page: _Page, stated: list[TimeMention]) -> Iterator[Told]:
        """Days that stand by themselves: with their weekday, as past, as to come."""
        for mention in stated:
            start, end = _reach(mention)
            tense = page.tense(mention.span.start)
            cue = fold_word(mention.cue.exact) if mention.cue is not None else ""
            if mention.role == "said" or (tense != "future" and cue in self._sure):
                tense = "past"
            elif mention.role == "until" or (tense == "future" and (mention.role == "since" or page.quoted(start))):
                tense = None
            weekday = self.weekday(mention.span.exact)
            words = page.text[start:end]
            if weekday:
                yield Told("weekday", start, end, words, weekday=weekday, tense=tense)
            elif tense == "past":
                yield Told("past", start, end, words)
            elif tense == "future":
                yield Told("future", start, end, words)

    def weekday(self, words: str) -> int:
        """ISO number of the weekday among words, 0 without."""
        return next((hit.values[0] for hit in self._weekdays.find(words)), 0)

    def tense_of(self, sentence: str) -> str | None:
        """ "past", "future", or None where a sentence holds words of both, or of neither."""
        words = _WORD.findall(fold_word(sentence))
        past = bool(self._past.find(sentence)) or any(
            len(word) >= _ENDING_WORD and word.endswith(self._endings) and word not in self._not_past for word in words
        )
        if self._unsure.find(sentence):
            return None
        future = bool(self._future.find(sentence))
        return None if past == future else "past" if past else "future"


class _Page:
    """A text with its sentences and quotations."""

    def __init__(self, words: DateWords, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self._words = words
        self._sentences = words._splitter.split(text)
        self._starts = [each.start for each in self._sentences]
        self._quotes = quotations(text)
        self._tense = lru_cache(maxsize=None)(self._tense_of)

    def tense(self, offset: int) -> str | None:
        return self._tense(max(0, bisect_right(self._starts, offset) - 1))

    def _tense_of(self, index: int) -> str | None:
        sentence = self._sentences[index]
        return self._words.tense_of(self.text[sentence.start : sentence.end])

    def quoted(self, offset: int) -> bool:
        at = bisect_right(self._quotes, (offset, len(self.text) + 1)) - 1
        return at >= 0 and self._quotes[at][0] <= offset < self._quotes[at][1]


def _reach(mention: TimeMention) -> tuple[int, int]:
    """From the cue, where there is one, to the end: "as of 12.09" is a date, "12.09" alone need not be."""
    return (mention.cue.start if mention.cue is not None else mention.span.start), mention.span.end


def _open(mention: TimeMention) -> bool:
    return mention.basis == "publication" and mention.earliest is None


def _words(pack: Mapping[str, Any], name: str) -> list[str]:
    return expand_all(pack.get(name, ()))


def _any(words: Iterable[str]) -> str:
    listed = sorted({fold_word(word) for word in words}, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, listed)) if listed else r"(?!)"
