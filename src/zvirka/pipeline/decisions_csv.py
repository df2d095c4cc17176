"""decisions.csv: people's decisions, one a row; written by the tool, edited by people (docs/reference/decisions.md).

The file is a view of the record that can be written in. A row without an id is a new decision. A changed row is a new decision
too, which supersedes the old one; the old row comes back above it. A row that was taken out comes back: `undo` takes back.
Cells that would be formulas in a spreadsheet are written with a leading apostrophe (OWASP, CSV injection) and read without it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zvirka.model.canonical import canonical_json
from zvirka.model.cells import is_formula
from zvirka.model.errors import CaseError
from zvirka.model.judgements import Judgement, Subject
from zvirka.model.wire import from_plain, to_plain
from zvirka.pipeline.own_sheet import read_sheet, sheet
from zvirka.record.disk import write_whole

NAME = "decisions.csv"
GIVEN = ("kind", "subject", "other", "slot", "value", "why", "by")
"""Columns that are the decision; a change in one of them is a new decision."""
COLUMNS = ("id", *GIVEN, "at", "supersedes", "path", "words", "anchor")
NEEDED = ("kind", "subject", "by")
"""Columns that a file which people made must have."""
_ANEW = "Put it right, or delete the file: the record writes it anew with all it holds."


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file. line: where. cells: every column, "" where empty."""

    line: int
    cells: dict[str, str]

    @property
    def given(self) -> tuple[str, ...]:
        """The decision's own cells."""
        return tuple(self.cells[name] for name in GIVEN)

    def fault(self, problem: str, column: str, remedy: str) -> CaseError:
        """An error that names this row."""
        place = f"line {self.line}, {column}"
        return CaseError(problem, file=NAME, place=place, value=self.cells[column] or None, remedy=remedy)


def read_rows(case_folder: Path) -> list[Row]:
    """The rows that are not empty. Raises CaseError where the file's structure is broken."""
    path = case_folder / NAME
    if not path.exists():
        return []
    rows = []
    for line, row in read_sheet(path, NEEDED, _ANEW):
        cells = {name: _read(row.get(name, "")) for name in COLUMNS}
        if any(cells[name] for name in ("id", *GIVEN, "supersedes")):
            rows.append(Row(line, cells))
    return rows


def write_rows(case_folder: Path, judgements: Sequence[Judgement]) -> None:
    """Writes the file where its bytes change: a row a judgement, in the order given. No judgements, no file unless there is one."""
    path = case_folder / NAME
    if not judgements and not path.exists():
        return
    rows = map(as_cells, judgements)
    data = sheet(COLUMNS, ({name: _shown(cell) for name, cell in cells.items()} for cells in rows))
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)


def as_cells(judgement: Judgement) -> dict[str, str]:
    """A judgement as a row's cells."""
    subjects = [*judgement.subjects, *[None] * 2][:2]
    first, other = (subject.id if subject else "" for subject in subjects)
    seen = subjects[0]
    given = {
        "kind": judgement.kind,
        "subject": first,
        "other": other,
        "slot": judgement.slot or "",
        "value": judgement.value or "",
        "why": judgement.why,
        "by": judgement.by,
    }
    cells = {name: _one_line(value) for name, value in given.items()}
    where = (f"{seen.path}#{seen.fragment}" if seen.fragment else seen.path) if seen else ""
    words = (seen.quote.exact if seen.quote else seen.about) if seen else ""
    return cells | {
        "id": judgement.id,
        "at": judgement.at,
        "supersedes": judgement.supersedes or "",
        "path": _one_line(where),
        "words": _one_line(words),
        "anchor": canonical_json(to_plain(judgement.subjects)) if judgement.subjects else "",
    }


def anchored(row: Row) -> tuple[Subject, ...] | None:
    """The subjects of the row's anchor, None where it holds none that can be read or others than the row names."""
    try:
        subjects = tuple(from_plain(Subject, entry) for entry in json.loads(row.cells["anchor"] or "[]"))
    except (ValueError, TypeError, AttributeError):
        return None
    named = [row.cells["subject"], row.cells["other"]]
    return subjects if [_one_line(each.id) for each in subjects] == [name for name in named if name] else None


def _one_line(text: str) -> str:
    """As it comes back from a spreadsheet: white space is no decision."""
    return " ".join(text.split())


def _shown(value: str) -> str:
    return "'" + value if value.startswith("'") or is_formula(value) else value


def _read(value: str) -> str:
    text = _one_line(value)
    return text[1:] if text.startswith("'") else text
