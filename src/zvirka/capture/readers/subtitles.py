"""Subtitles, SRT and WebVTT (W3C WebVTT 1): cues joined to running text, each with its time code."""

from __future__ import annotations

import html
import re
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy

VERSION = "subtitles/1"
_TIMES = re.compile(
    r"[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2})[,.](\d{1,3})[ \t]*-->[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3})"
)
_TAG = re.compile(
    r"</?(?:[bius]|font|c|v|lang|ruby|rt|\d[\d:.]*)(?:[.\s][^<>\n]{0,200})?>|\{\\[^{}\n]{0,100}\}", re.IGNORECASE
)
"""Marks in cues: <b>, <c.yellow>, <v Name>, <00:01:02.000>, {\\an8}."""
_SPEAKER = re.compile(r"<v(?:\.[\w.]+)?[ \t]+([^<>\n]{1,80})>")
_ENDS = re.compile(r"[.!?…][\"'»”’)]*$")


def read_subtitles(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """One report; marks: where each cue begins, by its time code ("00:01:02"). A line said before, as rolling captions do, once."""
    source, replaced = Encoding(encoding, mark_bytes).decode(data)
    cues, broken = _cues(tidy(source).split("\n"))
    text, marks = _together(cues)
    notes = replaced_note(replaced, encoding)
    if broken:
        words = "the last cue has a time and no words: the file may be cut"
        notes.append(Note(words, "Copy or download it again.", f"line {broken}"))
    return plain(Output([Report(text, marks=marks)] if text else [], notes))


def _cues(lines: list[str]) -> tuple[list[tuple[str, str]], int]:
    """(time code, words) in order; and the line of a last cue without words, 0 where there is none."""
    cues: list[tuple[str, str]] = []
    at: int | None = None
    last_times = 0
    for number, line in enumerate(lines, start=1):
        found = _TIMES.match(line)
        if found is not None:
            cues.append((_code(found[1]), ""))
            at, last_times = number, number
        elif not line.strip():
            at = None
        elif at is not None:
            time, words = cues[-1]
            cues[-1] = (time, f"{words}\n{line}" if words else line)
    broken = last_times if cues and not cues[-1][1] else 0
    return [(time, words) for time, words in cues if words], broken


def _code(written: str) -> str:
    """ "1:02:03" and "02:03" as "01:02:03"."""
    parts = [int(part) for part in written.split(":")]
    return "{:02}:{:02}:{:02}".format(*([0] * (3 - len(parts)) + parts))


def _together(cues: list[tuple[str, str]]) -> tuple[str, list[tuple[int, str]]]:
    """Cues follow each other with a space; after the end of a sentence, and where the speaker changes, a line begins."""
    parts: list[str] = []
    marks: list[tuple[int, str]] = []
    at = 0
    before: list[str] = []
    for time, raw in cues:
        lines = [_clean(line) for line in raw.split("\n")]
        fresh = [line for line in lines if line and line not in before]
        before = [line for line in lines if line] or before
        if not fresh:
            continue
        speaker = _SPEAKER.search(raw)
        words = " ".join(fresh)
        gap = (
            ""
            if not parts
            else "\n"
            if speaker or _ENDS.search(parts[-1]) or words.startswith(("- ", "– ", "— "))
            else " "
        )
        at += len(gap)
        marks.append((at, time))
        parts += [gap, words]
        at += len(words)
    return "".join(parts), marks


def _clean(line: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub("", line))).strip()
