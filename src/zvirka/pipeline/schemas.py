"""Older and newer cases: what was written under an older schema is brought up to today's, step by step; a newer one is refused.

The number stands in case.toml (`schema`) and in every line of the log; items.csv and decisions.csv go by the log's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError, Damaged
from zvirka.record import Record

Document = dict[str, Any]
Step = Callable[[Document], Document]
_TAIL = 2**20
"""Bytes at the end of a log that hold its last line whole."""
STEPS: dict[str, dict[int, Step]] = {"case.toml": {}, "items.csv": {}}
"""{file: {schema: the step that makes a document of it one of the next}}. A document of items.csv is one row by column."""


def up_to_date(file: str, document: Document, schema: object, steps: Mapping[int, Step] | None = None) -> Document:
    """The document of `file` as schema SCHEMA has it. Raises CaseError for one that is newer, or that no step leads from."""
    known = STEPS[file] if steps is None else steps
    if not isinstance(schema, int) or isinstance(schema, bool):
        raise CaseError(
            "is no schema number", file=file, place="schema", value=str(schema), remedy=f"Write schema = {SCHEMA}."
        )
    if schema > SCHEMA:
        raise newer(file, schema)
    while schema < SCHEMA:
        if schema not in known:
            raise CaseError(
                "is no schema there ever was",
                file=file,
                place="schema",
                value=str(schema),
                remedy=f"Write schema = {SCHEMA}.",
            )
        document, schema = known[schema](document), schema + 1
    return document


def case_schema(case_folder: Path) -> int:
    """The schema a case stands under (that of its log's last whole line), SCHEMA where there is none. Raises CaseError for a newer one."""
    path = case_folder / "log.jsonl"
    if not path.exists():
        return SCHEMA
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - _TAIL))
        lines = log.read().split(b"\n")[:-1]
    try:
        schema = json.loads(lines[-1])["schema"] if lines else SCHEMA
    except (ValueError, KeyError, TypeError) as fault:
        raise Damaged(
            "the log is no log", file="log.jsonl", place="its end", remedy="Restore the case from a copy."
        ) from fault
    if isinstance(schema, int) and schema > SCHEMA:
        raise newer("log.jsonl", schema)
    return int(schema)


def note_migrated(record: Record, at: str) -> None:
    """Logs that the case now stands under SCHEMA, where it stood under an older one."""
    if record.exists() and (was := case_schema(record.folder)) < SCHEMA:
        record.note(at, "migrated", {"from": was})


def newer(file: str, schema: int) -> CaseError:
    """The error for what a newer version wrote."""
    return CaseError(
        f"was written by a newer Zvirka: this one reads schema {SCHEMA}",
        file=file,
        place="schema",
        value=str(schema),
        remedy="Update Zvirka; nothing was changed.",
    )
