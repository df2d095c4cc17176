"""Sentences and quotations with exact offsets. A line is a paragraph; nothing reaches over its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zvirka.extract.mentions import Sentence
from zvirka.extract.tokens import fold

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_STOP = re.compile(r"(?<![.!?…])[.!?…]+([\"'”’»)\]“]*)(\s+)")
_AWAITING = re.compile(r"[\"'”’»][*_,;]{0,6}\s{1,9}\Z")
"""A quotation that ends a line, its comma behind it …"""
_SPEAKER = re.compile(r"[—–-]\s[*_]{0,4}(?=[^\W\d_])")
"""… and a line that opens with a dash and a verb: who said it ("«…», / — сказал X")."""
_LONGEST_WAIT = 16
"""Characters from the end of such a quotation to the line of who said it."""
_OPENERS = "\"'“‘«„‹([*_#@—–-"
_PAIRS = {"“": "”", "«": "»", "„": "“”", "‘": "’", "‹": "›"}
_MARK = re.compile(f"[{re.escape(''.join(sorted({*_PAIRS, *''.join(_PAIRS.values())})))}\"'`]")
"""Every character that can open or close a quotation."""

_NUMBER = re.compile(
    r"(?:\(?\d{1,3}(?:/|\s/\s)\d{1,3}\)?[.:]?|\d{1,3}/|\(?(?:\d{1,2}|[^\W\d_])\)|[\u2460-\u2473\u2776-\u277f]|\d\ufe0f?\u20e3)\s+(?=\S)"
)
"""The number of an entry in a list or thread, with what parts it from the entry's words; "3." is read as a sentence's start is."""

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_ABBREVIATION = 24
"""Characters looked back from a full stop."""
LONGEST_SENTENCE = 2000
"""Characters of the longest stretch read as one sentence; longer ones are cut at a space. House rule: the longest sentences of
reports (lists of losses) have some 1,500, and what is read of a sentence together may take the square of its length."""


class SentenceSplitter:
    """Splits by a language's abbreviations (pack section `sentences`)."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        section = pack.get("sentences", {})
        self._abbreviations = frozenset(fold(word).rstrip(".") for word in section.get("abbreviations", ()))
        self._hours = frozenset(fold(word).rstrip(".") for word in section.get("hours", ()))
        self._openers = frozenset(fold(word) for word in section.get("openers", ()))
        self._before_number = frozenset(fold(word).rstrip(".") for word in section.get("before_number", ()))

    def split(self, text: str) -> list[Sentence]:
        """The sentences of a text in order, without outer white space."""
        found: list[Sentence] = []
        paragraph = -1
        for line in _LINE.finditer(text):
            start = line.start()
            if found and self._says_who(text, found[-1], line):
                start = found.pop().start
            else:
                paragraph += 1
            for stop in _STOP.finditer(text, line.start(), line.end()):
                if stop.end() < line.end() and self._ends(text, start, stop):
                    _add(found, text, start, stop.end(1), paragraph)
                    start = stop.end()
            _add(found, text, start, line.end(), paragraph)
        return found

    def _says_who(self, text: str, before: Sentence, line: re.Match[str]) -> bool:
        """Whether a line only tells who said the quotation that the line before ends in."""
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        dash = _SPEAKER.match(text, start, line.end())
        low = max(before.start, start - _LONGEST_WAIT)
        return dash is not None and text[dash.end()].islower() and _AWAITING.search(text, low, start) is not None

    def _ends(self, text: str, start: int, stop: re.Match[str]) -> bool:
        after = text[stop.end()]
        if after in "—–-" and text[stop.end() + 1 : stop.end() + 3].strip()[:1].islower():
            return False
        if after.islower():
            return False
        if text[stop.start()] == "." and not stop.group(1):
            before = _word_before(text, max(start, stop.start() - _LONGEST_ABBREVIATION), stop.start())
            if before and fold(before) in self._hours:  # "at 2:15 a.m. One woman …", but "at 5 a.m. Moscow time"
                opener = _WORD.match(text, stop.end())
                return opener is not None and fold(opener.group()) in self._openers
            if before and self._abbreviated(fold(before), before, after):
                return False
        return after.isupper() or after.isdecimal() or after in _OPENERS or not after.isalpha()

    def _abbreviated(self, word: str, raw: str, after: str) -> bool:
        if word in self._before_number:
            return after.isdecimal()
        if len(raw) == 1 and raw.isupper():
            return True
        return word in self._abbreviations or (len(word) > 2 and word[1::2].replace(".", "") == "" and "." in word)


def _word_before(text: str, low: int, end: int) -> str:
    """The letters, digits, full stops and apostrophes that text[low:end] ends in."""
    start = end
    while start > low and (text[start - 1].isalnum() or text[start - 1] in ".'’"):
        start -= 1
    return text[start:end]


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE) + 1 or start + LONGEST_SENTENCE
        found.append(Sentence(start, cut, paragraph))
        start = cut
    number = _NUMBER.match(text, start, end)
    if number is not None:
        start = number.end()
    if start < end:
        found.append(Sentence(start, end, paragraph, numbered=number is not None))


def quotations(text: str) -> list[tuple[int, int]]:
    """Quoted stretches, marks included, outermost only, in order; an unclosed mark quotes nothing but may open a paragraph.

    A quotation that is not closed in its paragraph runs to the paragraph's end where it opens it, or where the next
    paragraph opens with the same mark (the convention for quotations of several paragraphs).
    """
    found: list[tuple[int, int]] = []
    lines = [(line.start(), line.end()) for line in _LINE.finditer(text) if not line.group().isspace()]
    for index, (start, end) in enumerate(lines):
        follows = lines[index + 1] if index + 1 < len(lines) else (end, end)
        found.extend(_line_quotations(text, start, end, text[follows[0] : follows[1]].lstrip()[:1]))
    return found


def _line_quotations(text: str, start: int, end: int, following: str) -> list[tuple[int, int]]:
    """following: the first character of the next paragraph."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    closers = ""
    index = start
    while (mark := _MARK.search(text, index, end)) is not None:
        index = mark.start()
        char = text[index]
        double = text[index : index + 2] in ("''", "``")
        if opened is None:
            single = char in "'‘" and not double
            if (char in _PAIRS or double or char in "\"'") and (not single or _opens(text, index, start)):
                opened, closers = index, _PAIRS.get(char, "''" if double else char)
        elif _closing(char, double, closers) and (closers not in ("'", "’") or _closes(text, index, end)):
            found.append((opened, index + (2 if closers == "''" else 1)))
            opened = None
        index += 2 if double else 1
    held = opened is not None and (not text[start:opened].strip() or following == text[opened])
    if opened is not None and held and closers not in ("'", "’"):
        found.append((opened, end))
    return found


def _closing(char: str, double: bool, closers: str) -> bool:
    return double if closers == "''" else char in closers and not double


def _opens(text: str, index: int, start: int) -> bool:
    return (index == start or not text[index - 1].isalnum()) and text[index + 1 : index + 2].isalnum()


def _closes(text: str, index: int, end: int) -> bool:
    return index + 1 >= end or not text[index + 1].isalnum()
