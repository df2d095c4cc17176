"""Values of case.toml and items.csv that only the ground can judge: places, sides, measures, kinds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from zvirka.capture.language import language_code
from zvirka.ground import Ground, load_ground
from zvirka.model.case import AskedQuestion, Case
from zvirka.model.claims import StatementType
from zvirka.model.errors import CaseError
from zvirka.model.sources import SourceKind
from zvirka.pipeline.case_file import NAME as CASE_FILE
from zvirka.pipeline.items_csv import NAME as ITEMS_CSV
from zvirka.pipeline.items_csv import Edits

OTHER_SIDES = ("third", "unknown")
"""Sides that every case has besides the theatre's own (DESIGN section 2)."""


def ground_of(case: Case, folder: Path) -> Ground:
    """The ground of the case's theatre, its pack looked for in `folder` too. Raises CaseError."""
    try:
        _check_pack(folder / case.theatre, folder.resolve())
        return load_ground(case.theatre, folder)
    except OSError as fault:
        raise CaseError(
            f"the theatre pack cannot be read ({fault.strerror})",
            file=CASE_FILE,
            place="theatre in [case]",
            value=case.theatre,
            remedy="Name a pack, or a folder of TOML files relative to the case's folder.",
        ) from fault
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError) as fault:
        # A pack is written by hand, and its compiler does not check every inner type: what it stumbles over is the pack's fault.
        raise CaseError(
            f"the theatre pack cannot be used ({type(fault).__name__}: {fault})",
            file=case.theatre,
            remedy="Compare its entries with those of the pack “ukraine”: texts in quotes, lists in brackets.",
        ) from fault


def _check_pack(pack: Path, inside: Path) -> None:
    for path in pack.glob("*.t[os][mv]*"):
        if not path.is_file() or not path.resolve().is_relative_to(inside):
            raise CaseError(
                "is no file of this folder",
                file=f"{pack.name}/{path.name}",
                remedy="Copy the file itself into the theatre pack.",
            )


def zone_of(case: Case, ground: Ground) -> ZoneInfo:
    """The case's time zone, else the theatre's. Raises CaseError."""
    try:
        return ZoneInfo(case.time_zone or ground.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        remedy = 'Use a name such as "Europe/Kyiv".'
        raise CaseError("is no time zone", file=case.theatre, value=ground.time_zone, remedy=remedy) from fault


def check_case(case: Case, ground: Ground) -> None:
    """Raises CaseError at the first value that this ground does not know."""
    for number, rule in enumerate(case.items, start=1):
        place = f"entry {number} of [[items]]"
        _check_report(rule.side, rule.kind, rule.language, ground, CASE_FILE, place)
    for number, question in enumerate(case.questions, start=1):
        place = f"entry {number} of [[questions]]"
        _one_of(question.measure, get_args(StatementType), "measure", CASE_FILE, place)
        _known_place(question.place, ground, place)
        _check_window(question, place)
    for number, boundary in enumerate(case.boundaries, start=1):
        _known_place(boundary.place, ground, f"entry {number} of [[boundaries]]")


def check_edits(edits: Edits, ground: Ground) -> None:
    """Raises CaseError at the first edit of items.csv that this ground does not know."""
    for (path, fragment), row in edits.items():
        place = f"the row of {path}" + (f", {fragment}" if fragment else "")
        _check_report(row.get("side"), row.get("kind"), row.get("language"), ground, ITEMS_CSV, place)


def _check_report(
    side: str | None, kind: str | None, language: str | None, ground: Ground, file: str, place: str
) -> None:
    if side:
        _one_of(side, (*ground.sides, *OTHER_SIDES), "side", file, place)
    if kind:
        _one_of(kind, get_args(SourceKind), "kind", file, place)
    if language and language_code(language) is None:
        raise CaseError(
            "is no language",
            file=file,
            place=f"language in {place}",
            value=language,
            remedy='Write it as "en" or "uk".',
        )


def _check_window(question: AskedQuestion, place: str) -> None:
    for name, day in (("as_of", question.as_of), ("until", question.until)):
        if question.since is not None and day is not None and day < question.since:
            raise CaseError(
                f"{name} is before since",
                file=CASE_FILE,
                place=place,
                value=f"since {question.since}, {name} {day}",
                remedy="Swap or mend the two days.",
            )


def _known_place(identity: str, ground: Ground, place: str) -> None:
    if ground.gazetteer.get(identity) is None:
        raise CaseError(
            "the gazetteer knows no such place",
            file=CASE_FILE,
            place=f"place in {place}",
            value=identity,
            remedy="Use a place id of the theatre pack, such as those of `zvirka export claims`.",
        )


def _one_of(value: str, allowed: Iterable[str], name: str, file: str, place: str) -> None:
    known = list(allowed)
    if value not in known:
        close = difflib.get_close_matches(value, known, n=1)
        remedy = f"Did you mean {close[0]}?" if close else f"Use one of {', '.join(known)}."
        raise CaseError(f"is no {name}", file=file, place=f"{name} in {place}", value=value, remedy=remedy)
