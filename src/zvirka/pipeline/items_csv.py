"""items.csv: what each report is and how that is known; written by the tool, edited by people.

A person's edit is a cell that differs from what the tool wrote last (a copy lies in `derived/`), or that is marked `items_csv`
in the column `known`; it wins until the cell is emptied. Cells that would be formulas in a spreadsheet are written with a
leading apostrophe (OWASP, CSV injection) and read without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from operator import itemgetter
from pathlib import Path

from zvirka.capture.members import MARK
from zvirka.model.cells import is_formula
from zvirka.model.errors import CaseError
from zvirka.model.items import Dating, Item, Text
from zvirka.pipeline.own_sheet import read_sheet, sheet
from zvirka.pipeline.schemas import case_schema, up_to_date
from zvirka.record.disk import write_whole

NAME = "items.csv"
FIELDS = ("published", "outlet", "address", "language", "side", "kind")
COLUMNS = ("path", "fragment", *FIELDS, "known", "item")
SOLVED = "published_solved"
"""The last column: what a report's own words say of its date, where nothing else told it. Tables of before have none."""
SHOWN = 6
"""Things a text says of its date that are listed in a cell or message."""
Key = tuple[str, str]
"""(path, fragment or "")."""
Edits = dict[Key, dict[str, str]]
_ANEW = "Mend it, or delete the file: it is then written anew."


def read_edits(case_folder: Path) -> Edits:
    """The values people set, by report. Raises CaseError where the file's structure is broken."""
    path = case_folder / NAME
    if not path.exists():
        return {}
    schema = case_schema(case_folder)
    if _as_written(case_folder):
        return {}
    written = _written(case_folder, schema)
    edits: Edits = {}
    for key, row in _rows(path, schema):
        marked = {part.partition("=")[0] for part in row["known"].split() if part.endswith("=items_csv")}
        before = written.get(key) if written is not None else None
        values = {
            name: row[name]
            for name in FIELDS
            if row[name]
            and (
                name in marked
                or (before is not None and before[name] != row[name])
                or (written is not None and before is None)
            )
        }
        if values:
            edits[key] = values
    return edits


def _as_written(case_folder: Path) -> bool:
    """Whether the table holds nothing of people's: it is what the tool wrote last, and no cell is marked as theirs."""
    try:
        data = (case_folder / NAME).read_bytes()
        return b"=items_csv" not in data and data == _copy(case_folder).read_bytes()
    except OSError:
        return False


def rows_of(case_folder: Path) -> set[Key]:
    """The reports that have a row. Raises CaseError where the file's structure is broken."""
    return {key for key, _ in _rows(case_folder / NAME, case_schema(case_folder))}


def shown_before(case_folder: Path) -> dict[Key, Mapping[str, str]]:
    """The cells as the tool wrote them last; empty where its copy is gone."""
    return _written(case_folder, case_schema(case_folder)) or {}


def _written(case_folder: Path, schema: int) -> dict[Key, Mapping[str, str]] | None:
    """What the tool wrote last; None where the copy is gone or broken: then only marked cells count as edits."""
    try:
        return dict(_rows(_copy(case_folder), schema)) if _copy(case_folder).exists() else None
    except CaseError:
        return None


def write_items(case_folder: Path, items: Iterable[Item], texts: Iterable[Text]) -> None:
    """Writes items.csv (and the copy that edits are told from) where its bytes changed: a row a report, sorted by path and place."""
    rows = [
        _report_row(text) for text in sorted(texts, key=lambda each: (each.path, each.position, each.fragment or ""))
    ]
    told = {row["path"] for row in rows}
    rows += [{"path": item.path, "item": item.id} for item in items if item.path not in told]
    data = _table(
        {name: _shown(value) if value else "" for name, value in row.items()}
        for row in sorted(rows, key=itemgetter("path"))
    )
    for path in (case_folder / NAME, _copy(case_folder)):
        if not path.exists() or path.read_bytes() != data:
            write_whole(path, data)


def drop_items(case_folder: Path, paths: Collection[str]) -> None:
    """Takes the rows of these files, and of what lies in them, out of items.csv; the others stay as people left them."""
    path = case_folder / NAME
    if path.exists():
        rows = [
            row
            for _, row in read_sheet(path, COLUMNS, _ANEW)
            if row["path"].removeprefix("'").partition(MARK)[0] not in paths
        ]
        write_whole(path, _table({name: row.get(name, "") for name in (*COLUMNS, SOLVED)} for row in rows))


def _table(rows: Iterable[Mapping[str, str]]) -> bytes:
    return sheet((*COLUMNS, SOLVED), rows)


def _report_row(text: Text) -> dict[str, str]:
    return {
        "path": text.path,
        "fragment": text.fragment or "",
        "published": str(text.published) if text.published else "",
        "outlet": text.voice.name,
        "address": text.address or "",
        "language": text.language or "",
        "side": text.voice.side,
        "kind": text.voice.kind,
        "known": " ".join(f"{name}={how}" for name, how in text.known),
        "item": text.item,
        SOLVED: f"{text.dated.state} {days_left(text.dated)}: {told_in_short(text.dated)}" if text.dated else "",
    }


def told_in_short(found: Dating) -> str:
    """What a text says of its date: "beside “yesterday, the 11th” 2022-09-12; past “on 6 September” 2022-09-06 – …"."""
    told = (
        f"{each.rule} “{' '.join(each.span.exact.split())[:60]}” {_days(each.earliest, each.latest)}".rstrip()
        for each in found.constraints[:SHOWN]
    )
    return "; ".join(told)


def days_left(found: Dating) -> str:
    """The days that what a text says leaves, "" where none or all."""
    return _days(found.earliest, found.latest)


def _days(earliest: date | None, latest: date | None) -> str:
    if earliest is None and latest is None:
        return ""
    return str(earliest) if earliest == latest else f"{earliest or '…'} – {latest or '…'}"


def _rows(path: Path, schema: int) -> Iterable[tuple[Key, Mapping[str, str]]]:
    for _, row in read_sheet(path, COLUMNS, _ANEW):
        clean = {name: row[name].strip().removeprefix("'") for name in COLUMNS}
        clean["path"] = row["path"].removeprefix("'")  # a file's name may begin or end with a space
        clean = up_to_date(NAME, clean, schema)
        yield (clean["path"], clean["fragment"]), clean


def _copy(case_folder: Path) -> Path:
    return case_folder / "derived" / NAME


def _shown(value: str) -> str:
    return "'" + value if is_formula(value) or value.startswith("'") else value
