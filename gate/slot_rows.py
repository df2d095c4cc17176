"""Scores the slots of claims in sentences of our own (gate/slot_rows/README.md has the format).

    python -m gate.slot_rows [-v]

A row's marks are held against the found claim that has most of them right; where no claim is found, all of them count as wrong.
With -v the wrong marks of the rows that are not held are printed, never those of the held ones.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import get_args

from gate.gold_files import SIDES, TIMES, GoldClaim, GoldPlace, GoldSource
from gate.slots import slots_of
from zvirka.extract import RulesExtractor
from zvirka.ground import Ground, load_ground
from zvirka.model.claims import Claim
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import SourceKind, Voice
from zvirka.model.times import Moment

FOLDER = Path(__file__).with_name("slot_rows")
LANGUAGES = ("en", "uk", "ru")
SOURCES, SLOTS = "sources_", "slots_"
TABLES = ("", SOURCES, SLOTS)
"""What stands before a language in a file's name: sentences with all their slots, and in a few frames sources of every sort, and
places, times, quantities and manners."""
SCORED = ("source", "kind", "side", "quantity", "place", "time", "manner")


@dataclass(frozen=True, slots=True)
class Row:
    """A text, its day and voice, and its marks as those of one claim. held: its faults are not shown."""

    text: str
    published: date
    voice: Voice
    marks: GoldClaim
    held: bool


def read_rows(language: str, folder: Path = FOLDER, table: str = "") -> list[Row]:
    """The rows of a language: those of its file, or of its file of another table. Raises ValueError, with the row, for a mark that
    is not in the format."""
    file = tomllib.loads((folder / f"{table}{language}.toml").read_text("utf-8"))
    rows = [*file.get("rows", ()), *(row for frame in file.get("frames", ()) for row in _framed(frame))]
    return [_row(text, entries, file["published"], bool(at % 2)) for at, (text, *entries) in enumerate(rows)]


def _framed(frame: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Lines of words and their marks, as the sentences that a frame makes of them."""
    for key, lines in frame.items():
        for line in lines.strip().splitlines() if key != "text" else ():
            words, _, marks = line.partition("|")
            yield frame["text"].replace("{}", words.strip()), *_MARKS[key](words.strip(), marks.strip())


_MARKS: Mapping[str, Callable[[str, str], list[str]]] = {
    "sources": lambda words, marks: [f"s: {words} | {marks}"],
    "times": lambda _, marks: [f"t: {marks}"],
    "quantities": lambda _, marks: [f"q: {marks}"],
    "places": lambda words, marks: [f"p: {words} | {each}" for each in marks.split(";")],
    "manners": lambda _, marks: [f"m: {marks}"],
}
"""The marks that a line of a frame stands for, by what the frame's lines are."""


def _row(text: str, entries: Sequence[str], day: str, held: bool) -> Row:
    voice = Voice("The Table", "media", "unknown")
    sources: list[GoldSource] = []
    places: list[GoldPlace] = []
    quantity: dict[str, float | str] = {}
    manner: tuple[str, ...] = ("", "")
    times: dict[str, tuple[date, date]] = {}
    for entry in entries:
        mark, _, rest = entry.partition(":")
        fields = [part.strip() for part in rest.split("|")]
        if entry.startswith("@"):
            day = entry[1:]
        elif mark == "s" and len(fields) == 3 and fields[0] in text:
            words, kind, side = fields
            if kind not in ("", *get_args(SourceKind)) or side not in ("", *SIDES):
                raise ValueError(f"{text!r}: {entry!r} names no kind or side")
            sources.append(GoldSource(words, kind or None, side or None))
        elif mark == "p" and len(fields) in (2, 3) and fields[0] in text:
            places.append(GoldPlace(fields[0], fields[1], fields[2] if len(fields) == 3 else None))
        elif mark == "t" and rest.split()[0] in TIMES:
            slot, days = rest.split()
            first, _, last = days.partition("/")
            times[slot] = (date.fromisoformat(first), date.fromisoformat(last or first))
        elif mark == "q":
            for each in rest.split():
                key, _, value = each.partition("=")
                quantity[key] = float(value) if key in ("value", "low", "high") else value
        elif mark == "m" and len(rest.split()) == 2:
            manner = tuple(rest.split())
        elif mark == "v" and len(fields) == 2 and fields[0] in get_args(SourceKind):
            kind_of_voice: SourceKind = next(each for each in get_args(SourceKind) if each == fields[0])
            voice = Voice("The Table", kind_of_voice, fields[1])
        else:
            raise ValueError(
                f"{text!r}: {entry!r} is no mark of gate/slot_rows/README.md or its words are not in the text"
            )
    marks = GoldClaim(
        "background", text, 1, (), manner[0], manner[1], None, tuple(sources) or None, quantity, tuple(places), times,
        False,
    )  # fmt: skip
    return Row(text, date.fromisoformat(day), voice, marks, held)


def verdicts(row: Row, claims: Sequence[Claim], ground: Ground) -> tuple[dict[str, list[bool]], Claim | None]:
    """Right or wrong for every mark, by slot, and the claim they are held against."""
    best: tuple[dict[str, list[bool]], Claim | None] = (_none_right(row.marks), None)
    for claim in claims:
        found = {slot: right for slot, right in slots_of(row.marks, claim, ground).items() if slot in SCORED}
        found["manner"] = found["manner"] if row.marks.polarity else []
        if best[1] is None or _right(found) > _right(best[0]):
            best = (found, claim)
    return best


def _right(slots: dict[str, list[bool]]) -> int:
    return sum(sum(each) for each in slots.values())


def _none_right(marks: GoldClaim) -> dict[str, list[bool]]:
    sources = marks.sources or ()
    many = (
        marks.sources is not None,
        sum(each.kind is not None for each in sources),
        sum(each.side is not None for each in sources),
        bool(marks.quantity),
        len(marks.places),
        len(marks.times),
        bool(marks.polarity),
    )
    return {slot: [False] * number for slot, number in zip(SCORED, many, strict=True)}


def read_all(
    language: str, ground: Ground, table: str = ""
) -> Iterator[tuple[Row, dict[str, list[bool]], Claim | None]]:
    """Every row with its verdicts."""
    rows = read_rows(language, table=table)
    texts = [
        Text(
            f"item{at}", None, "row.txt", row.text, text_digest(row.text), language, Moment(row.published), None,
            row.voice, "plain",
        )
        for at, row in enumerate(rows)
    ]  # fmt: skip
    for row, result in zip(rows, RulesExtractor(ground).extract(texts), strict=True):
        yield row, *verdicts(row, result.claims, ground)


def score(language: str, table: str = "") -> dict[str, float]:
    """Share right of each slot over the rows with a claim and over the held ones of them ("side", "side_held"), of the rows with
    a claim, and ("side_reached") right among all rows, those without a claim wrong: that does not fall when more is found."""
    right: dict[str, list[bool]] = {}
    for row, slots, claim in read_all(language, load_ground("ukraine"), table):
        for slot, each in (("found", [claim is not None]), *(slots.items() if claim else ())):
            right.setdefault(slot, []).extend(each)
            right.setdefault(f"{slot}_held", []).extend(each if row.held else [])
        for slot, each in slots.items():
            right.setdefault(f"{slot}_reached", []).extend(each)
    return {slot: round(sum(each) / len(each), 3) for slot, each in right.items() if each}


def main(arguments: Sequence[str]) -> int:
    """Prints the scores; with -v what is wrong in the rows that are not held."""
    for table, language in product(TABLES, LANGUAGES):
        print(f"{table}{language}", score(language, table))
        for row, slots, claim in read_all(language, load_ground("ukraine"), table) if "-v" in arguments else ():
            wrong = [slot for slot, each in slots.items() if not all(each)]
            if wrong and not row.held:
                print(f"  {', '.join(wrong)}: {row.text}\n{_shown(claim, wrong)}")
    return 0


def _shown(claim: Claim | None, wrong: Sequence[str]) -> str:
    if claim is None:
        return "      no claim"
    lines = [f"      {claim.type} “{claim.quote.exact}”"]
    if {"source", "kind", "side"} & set(wrong):
        lines += [f"      s {each.name} | {each.kind} | {each.side}" for each in claim.attribution]
    if "quantity" in wrong:
        lines.append(f"      q {claim.quantity}")
    if "place" in wrong:
        lines += [
            f"      p {each.name} | {each.role} | {each.as_written and each.as_written.exact}" for each in claim.places
        ]
    if "time" in wrong:
        lines.append(f"      t {claim.times}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
