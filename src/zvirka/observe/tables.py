"""Delimited tables as plain rows: what every list reader starts from."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from zvirka.model.errors import FormatError

COLUMNS: dict[str, tuple[str, ...]] = {
    "official_counts": ("date",),
    "oryx_events": ("country", "system", "status", "date_recorded"),
    "warspotting": ("id", "type", "model", "status", "lost_by", "date", "nearest_location"),
    "sightings": ("date", "class", "model", "status", "place"),
    "settlement_statuses": ("place", "status", "as_of", "source"),
    "list_tallies": ("snapshot", "equipment_type", "destroyed", "damaged", "abandoned", "captured"),
    "measured_areas": (
        "source",
        "place",
        "boundary",
        "as_of",
        "since",
        "held_km2",
        "unknown_km2",
        "regained_low_km2",
        "regained_high_km2",
    ),
}
"""Columns a list of each kind cannot be read without; further ones are used where `lists` says so."""
_DELIMITERS = (",", ";", "\t")


def read_table(data: bytes, *, path: str, kind: str, columns: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A CSV file (UTF-8, BOM allowed; commas, semicolons or tabs) as plain data: `{"columns", "rows", "bad"}`.

    columns: names, lower case. rows: `[line, {column: value}]`, values stripped, line 1-based where the row begins, blank rows left out.
    bad: `[line, words]` of rows with more or fewer fields than columns. To be run in a confined worker.
    columns: headings of this table by the column of the kind that they stand for, where they differ.
    Raises FormatError for what is no table, and for a missing column with the columns present.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise FormatError(
            "is not UTF-8", file=path, place=f"byte {fault.start}", remedy="Save the table as UTF-8."
        ) from fault
    required = COLUMNS[kind]
    first = next((line for line in text.splitlines() if line.strip()), "")
    own = {heading.strip().casefold(): name for name, heading in (columns or {}).items()}
    delimiter = max(
        _DELIMITERS, key=lambda mark: (len(set(_names([first], mark)) & {*required, *own}), first.count(mark))
    )
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names: list[str] = []
    rows: list[list[Any]] = []
    bad: list[list[Any]] = []
    before = 0
    try:
        for values in lines:
            line, before = before + 1, lines.line_num
            if not any(value.strip() for value in values):
                continue
            if not names:
                names = [own.get(value.strip().casefold(), value.strip().casefold()) for value in values]
                _check_columns(names, required, path, line)
            elif len(values) != len(names):
                bad.append([line, f"it has {len(values)} fields where the heading has {len(names)}"])
            else:
                rows.append([line, {name: value.strip() for name, value in zip(names, values, strict=True)}])
    except csv.Error as fault:
        raise FormatError(
            f"is no table: {fault}", file=path, place=f"line {before + 1}", remedy="Save it as CSV again."
        ) from fault
    if not names:
        raise FormatError("is an empty table", file=path, remedy=f"It needs the columns {', '.join(required)}.")
    return {"columns": names, "rows": rows, "bad": bad}


def _names(lines: Sequence[str], delimiter: str) -> list[str]:
    try:
        return [value.strip().casefold() for value in next(csv.reader(lines, delimiter=delimiter), [])]
    except csv.Error:
        return []


def _check_columns(columns: Sequence[str], required: Sequence[str], path: str, line: int) -> None:
    missing = [name for name in required if name not in columns]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if not missing and not twice:
        return
    name = (missing or twice)[0]
    near = get_close_matches(name, columns, 1) if missing else []
    raise FormatError(
        f"the column {name!r} is {'missing' if missing else 'there twice'}",
        file=path,
        place=f"line {line}",
        value=", ".join(columns),
        remedy=f"Rename {near[0]!r} to {name!r}."
        if near
        else f"The heading must hold {', '.join(required)}, each once.",
    )
