"""Scores the reading of times and quantities against the phrase tables in gate/phrases.

    python -m gate.phrases [-v]

A row is right when the mentions found are exactly those marked: as many, in order, each overlapping its words, each marked
slot the same. The tables say how a mark is written. Of the blind rows only the counts are printed, with or without -v.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zvirka.extract.layers import layer
from zvirka.ground import Ground, load_ground
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment

FOLDER = Path(__file__).with_name("phrases")
TABLES = ("times", "quantities")
LANGUAGES = ("en", "uk", "ru")
HALVES = ("open", "blind")
_BOUNDS = {
    "exact": (True, True),
    "about": (False, False),
    "closer_to": (False, False),
    "at_least": (True, False),
    "conservative": (True, False),
    "at_most": (False, True),
    "nearly": (False, True),
}
"""Whether low and high are the value itself (DESIGN section 2, table of bounds)."""
_FIGURE_TOLERANCE = 0.05
"""Two thirds may be 66.7 or 66.67 percent."""

Mark = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase, the day it was published (None unknown), and what it holds, in order."""

    text: str
    published: date | None
    marks: tuple[Mark, ...]


def read_table(name: str, language: str, half: str) -> list[Row]:
    """The rows of one half of a table ("times" or "quantities")."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    mark = _time if name == "times" else _quantity
    rows = []
    for text, *rest in table[language][half]:
        day = [entry for entry in rest if entry.startswith("@")]
        published = day[0][1:] if day else table.get("published", "")
        marks = tuple(mark(entry) for entry in rest if not entry.startswith("@"))
        rows.append(Row(text, date.fromisoformat(published) if published else None, marks))
    return rows


def _time(entry: str) -> Mark:
    words, role, days, *basis = (part.strip() for part in entry.split("|"))
    first, slash, last = days.partition("/")
    if days == "unknown":
        first = last = ""
    elif not slash:
        last = first
    mark: Mark = {"exact": words, "earliest": first or None, "latest": last or None}
    mark["role"] = (None, "event") if role == "-" else (role,)
    return mark | ({"basis": basis[0]} if basis else {})


def _quantity(entry: str) -> Mark:
    words, figure, *keys = (part.strip() for part in entry.split("|"))
    bound, *numbers, unit = figure.split()
    if bound[0].isdigit():
        bound, numbers = "exact", [bound, *numbers]
    values = [float(number) for number in numbers]
    mark: Mark = {"exact": words, "unit": unit, "bound": bound}
    if bound == "between":
        mark |= {"value": None, "low": values[0], "high": values[1]}
    elif bound == "vague":
        mark |= {"value": None, "low": values[0], "high": None}
    else:
        low, high = _BOUNDS[bound]
        mark |= {"value": values[0], "low": values[0] if low else None, "high": values[0] if high else None}
    for key in keys[0].split(",") if keys else ():
        name, _, value = key.strip().partition("=")
        mark[name] = value
    return mark


def found_in(row: Row, name: str, language: str, ground: Ground) -> list[Mark]:
    """What the layer finds in a row, in text order."""
    moment = None if row.published is None else Moment(row.published)
    voice = Voice("The Table", "media", "unknown")
    text = Text("item", None, "row.txt", row.text, text_digest(row.text), language, moment, None, voice, "plain")
    return sorted(layer(text, name, ground), key=lambda mention: (mention["start"], mention["end"]))


def right(row: Row, found: Sequence[Mark]) -> bool:
    """Whether the mentions are exactly those marked."""
    if len(found) != len(row.marks):
        return False
    at = 0
    for mark, mention in zip(row.marks, found, strict=True):
        start = row.text.index(mark["exact"], at)
        at = start + 1
        if not (start < mention["end"] and mention["start"] < start + len(mark["exact"])):
            return False
        if not all(_same(key, wanted, mention) for key, wanted in mark.items() if key != "exact"):
            return False
    return True


def _same(key: str, wanted: Any, mention: Mark) -> bool:
    if key == "complement":
        return (mention["rule"] == "complement") is (wanted == "yes")
    got = mention[key]
    if key == "role":
        return bool(got in wanted)
    if key in ("of", "relative_to", "part_of"):
        return got is not None and bool(got["exact"] in wanted or wanted in got["exact"])
    if isinstance(wanted, float):
        return got is not None and abs(got - wanted) <= _FIGURE_TOLERANCE
    return bool(got == wanted)


def wrong(name: str, language: str, half: str) -> Iterator[tuple[Row, list[Mark]]]:
    """The rows read wrongly, with what was found."""
    ground = load_ground()
    for row in read_table(name, language, half):
        found = found_in(row, name, language, ground)
        if not right(row, found):
            yield row, found


def score(name: str) -> dict[str, float]:
    """Share of rows read rightly: "en_open", "en_blind", …, and "all"."""
    scores: dict[str, float] = {}
    missed, rows = 0, 0
    for language in LANGUAGES:
        for half in HALVES:
            size = len(read_table(name, language, half))
            bad = sum(1 for _ in wrong(name, language, half))
            scores[f"{language}_{half}"] = round(1 - bad / size, 3)
            missed, rows = missed + bad, rows + size
    return {**scores, "all": round(1 - missed / rows, 3)}


def main(arguments: Sequence[str]) -> int:
    """Prints the scores; with -v the wrong rows of the open halves."""
    for name in TABLES:
        print(name, score(name))
        for language in LANGUAGES if "-v" in arguments else ():
            for row, found in wrong(name, language, "open"):
                print(f"  {row.text}\n    wanted {list(row.marks)}\n    found  {[_shown(each) for each in found]}")
    return 0


def _shown(mention: Mark) -> Mark:
    plain = {key: value["exact"] if isinstance(value, dict) else value for key, value in mention.items()}
    return {key: value for key, value in plain.items() if value and key not in ("path", "start", "end", "hedges")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
