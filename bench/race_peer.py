"""Runs one peer of the race in an environment of its own; needs nothing but that peer.

    python bench/race_peer.py dateparser|quantulum3|natasha < asked.json > answered.json

Asked: {"language", "texts": [[text, day or null], …], "timed": [[text, day or null], …], "runs"}.
Answered: {"version", "mentions": [[mention, …] a text], "seconds": [of each run over `timed`]}.
A mention is {start, end} in code points, with `first` and `last` day, or `value` and `unit`, or nothing more.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

Mention = dict[str, Any]
Read = Callable[[str, str | None], list[Mention]]
PREFERRED_HOUR = 12
"""Relative days are counted from noon of the day of publication, so that "48 hours ago" is a day and no edge."""


def dateparser(language: str) -> Read:
    """dateparser.search over the language; what it finds has no offsets, so its words are looked for in order."""
    search = importlib.import_module("dateparser.search").search_dates

    def read(text: str, day: str | None) -> list[Mention]:
        base = datetime.fromisoformat(day).replace(hour=PREFERRED_HOUR) if day else None
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"} if base else {"PREFER_DATES_FROM": "past"}
        mentions, at = [], 0
        for words, moment in search(text, languages=[language], settings=settings) or ():
            start = text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            shown = moment.date().isoformat()
            mentions.append({"start": start, "end": at, "first": shown, "last": shown})
        return mentions

    return read


def quantulum3(language: str) -> Read:
    """quantulum3's parser, without its classifier, which would have to be downloaded."""
    parse = importlib.import_module("quantulum3.parser").parse

    def read(text: str, day: str | None) -> list[Mention]:
        found = parse(text, lang=f"{language}_{language.upper()}" if language != "en" else "en_US")
        return [
            {"start": each.span[0], "end": each.span[1], "value": each.value, "unit": each.unit.name} for each in found
        ]

    return read


def natasha(language: str) -> Read:
    """natasha's names of places in news."""
    parts = importlib.import_module("natasha")
    segmenter = parts.Segmenter()
    tagger = parts.NewsNERTagger(parts.NewsEmbedding())

    def read(text: str, day: str | None) -> list[Mention]:
        document = parts.Doc(text)
        document.segment(segmenter)
        document.tag_ner(tagger)
        return [{"start": span.start, "end": span.stop} for span in document.spans if span.type == "LOC"]

    return read


PEERS: dict[str, Callable[[str], Read]] = {"dateparser": dateparser, "quantulum3": quantulum3, "natasha": natasha}


def answer(read: Read, asked: dict[str, Any]) -> dict[str, Any]:
    """Mentions of each text, and the wall time of each run over the timed texts after a first one that is not counted."""
    mentions = [read(text, day) for text, day in asked["texts"]]
    seconds = []
    for run in range(asked["runs"] + 1):
        start = time.perf_counter()
        for text, day in asked["timed"]:
            read(f"{text}\n{run}", day)  # another text each time: nobody is timed at remembering
        if run:
            seconds.append(time.perf_counter() - start)
    return {"mentions": mentions, "seconds": seconds}


def main() -> None:
    """Answers what is asked on standard input."""
    name = sys.argv[1]
    asked = json.load(sys.stdin)
    result = answer(PEERS[name](asked["language"]), asked)
    json.dump({"version": importlib.metadata.version(name), **result}, sys.stdout)


if __name__ == "__main__":
    main()
