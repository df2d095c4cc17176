"""Edits of items.csv into the record: what people changed there since the last run, with who, when, the old value and the new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from zvirka.model.canonical import canonical_json
from zvirka.model.edits import Edit, Edited
from zvirka.pipeline.items_csv import FIELDS, NAME, Edits, Key, read_edits, rows_of, shown_before
from zvirka.record import Record
from zvirka.record.disk import write_whole

_LAST = "edits.json"
"""In `derived`: the id of the latest edits, so that they are found at once; without it they are found by their salts."""


def standing_edits(record: Record) -> Edits:
    """The values people set, by report: what items.csv says, and for reports that have no row there (their file is away) what the log has.

    Raises CaseError where the table's structure is broken, RecordError.
    """
    edits = read_edits(record.folder)
    path = record.folder / NAME
    if not path.exists() or not (_pointer(record).exists() or record.edits.any()):
        return edits
    rows = rows_of(record.folder)
    away = {key: values for key, values in in_force(edits_logged(record)).items() if key not in rows}
    return {**away, **edits}


def log_edits(record: Record, edits: Edits, by: str, at: str) -> None:
    """Logs what differs between the edits that stand in items.csv and those the log holds; nothing where they are the same.

    Call it before items.csv is written anew: what a cell held before is what the tool wrote there last. Raises RecordError.
    """
    if not edits and not _pointer(record).exists() and not record.edits.any():
        return
    logged = edits_logged(record)
    held = in_force(logged)
    if held == {key: dict(values) for key, values in edits.items() if values}:
        return
    before = shown_before(record.folder)
    found = tuple(
        Edit(*key, field, was or before.get(key, {}).get(field, ""), new)
        for key in sorted(held.keys() | edits.keys())
        for field in FIELDS
        if (new := edits.get(key, {}).get(field, "")) != (was := held.get(key, {}).get(field, ""))
    )
    edited = Edited(by, at, found, logged[-1].id if logged else None)
    record.edits.keep(at, edited)
    write_whole(_pointer(record), canonical_json({"last": edited.id}).encode())


def edits_logged(record: Record) -> list[Edited]:
    """All edits the log holds, oldest first."""
    try:
        last = json.loads(_pointer(record).read_bytes())["last"]
    except (OSError, ValueError, KeyError, TypeError):
        last = None
    return record.edits.all(last if isinstance(last, str) else None)


def in_force(logged: Iterable[Edited]) -> dict[Key, dict[str, str]]:
    """What people have set and not taken back, by report."""
    held: dict[Key, dict[str, str]] = {}
    for each in (edit for edited in logged for edit in edited.edits):
        values = held.setdefault((each.path, each.fragment), {})
        values.pop(each.field, None)
        if each.new:
            values[each.field] = each.new
    return {key: values for key, values in held.items() if values}


def of_reports(logged: Iterable[Edited], reports: Mapping[Key, object]) -> list[tuple[Edited, Edit]]:
    """The edits of some reports, oldest first."""
    return [(edited, edit) for edited in logged for edit in edited.edits if (edit.path, edit.fragment) in reports]


def _pointer(record: Record) -> Path:
    return record.folder / "derived" / _LAST
