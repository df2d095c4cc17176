"""Sheets of reports, Excel, OpenDocument and CSV: a row a report, columns told by their headings or by case.toml.

`as_csv` gives a workbook's sheet as CSV to those who read lists.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.open_sheets import MIMETYPE, open_sheets_of
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy
from zvirka.capture.readers.workbook import Sheet, sheets_of
from zvirka.model.errors import FormatError

VERSION = "sheet/1"
HEADING_ROWS = 20
"""The row of headings is among the first so many that hold something: desks put titles above it (house rule)."""
LEAST_CHARACTERS = 20
"""Median length from which a column told by its heading alone holds reports, and not codes (house rule)."""
_REMEDY = (
    'Name its columns in case.toml: columns = {text = "…", published = "…"} under [[items]], or add it under [[lists]].'
)


def read_workbook(data: bytes, columns: Mapping[str, str], names: Mapping[str, Sequence[str]]) -> Any:
    """A report a row of each sheet that has a column of words. columns: headings by what they hold, as case.toml gives them.

    names: headings by what they hold in the languages read. Reports are called by their own id, else "Sheet row 7".
    """
    sheets = _sheets(data)
    several = len(sheets) > 1
    return plain(_output([(name if several else "", rows) for name, rows in sheets], columns, names, []))


def read_table(
    data: bytes, encoding: str, columns: Mapping[str, str], names: Mapping[str, Sequence[str]], mark_bytes: int = 0
) -> Any:
    """The same of a CSV file; reports without an id are called "row 7" by the line they begin in."""
    text, replaced = Encoding(encoding, mark_bytes).decode(data)
    return plain(_output([("", csv_rows(text))], columns, names, replaced_note(replaced, encoding)))


def _sheets(data: bytes) -> list[Sheet]:
    return open_sheets_of(data) if MIMETYPE in data[:200] else sheets_of(data)


def as_csv(data: bytes, wanted: Sequence[str]) -> Any:
    """The sheet with most of the wanted headings as UTF-8 CSV, from its row of headings on; rows keep their line numbers."""
    best: tuple[int, int, list[tuple[int, list[str]]]] = (0, 0, [])
    folded = {_folded(name) for name in wanted}
    for _, rows in _sheets(data):
        for index, (_, cells) in enumerate(rows[:HEADING_ROWS]):
            score = len(folded & {_folded(cell) for cell in cells})
            if score > best[0]:
                best = (score, index, rows)
    score, index, rows = best
    if not score:
        headings = ", ".join(wanted)
        raise FormatError("has no sheet with these headings", value=headings, remedy="Name them in columns = {…}.")
    sink = io.StringIO(newline="")
    table = csv.writer(sink, lineterminator="\n")
    line, width = 1, len(rows[index][1])
    for number, cells in rows[index:]:
        sink.write("\n" * (number - line))
        row = [re.sub(r"\s+", " ", cell) for cell in cells]
        table.writerow(row + [""] * (width - len(row)))
        line = number + 1
    return sink.getvalue().encode("utf-8")


def csv_rows(text: str) -> list[tuple[int, list[str]]]:
    """Rows that hold something with the line they begin in. The mark between fields is the one that parts the first rows most."""
    csv.field_size_limit(sys.maxsize)
    first = [line for line in text.split("\n", 50)[:50] if line.strip()]
    mark = max(
        ",;\t",
        key=lambda each: sum(1 for line in first if each in line) * 1000 + sum(line.count(each) for line in first),
    )
    rows: list[tuple[int, list[str]]] = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    before = 0
    try:
        for values in lines:
            if any(value.strip() for value in values):
                rows.append((before + 1, values))
            before = lines.line_num
    except csv.Error as fault:
        place, remedy = f"line {before + 1}", "Save it as CSV again."
        raise FormatError("is no table", place=place, value=str(fault), remedy=remedy) from fault
    return rows


def _output(
    sheets: Sequence[Sheet], columns: Mapping[str, str], names: Mapping[str, Sequence[str]], notes: list[Note]
) -> Output:
    reports: list[Report] = []
    passed: list[str] = []
    seen: set[str] = set()
    for name, rows in sheets:
        found = _columns(rows, columns, names)
        if found is None:
            if rows:
                passed.append(name)
            continue
        start, at = found
        _take(name, rows[start + 1 :], at, reports, notes, seen)
        notes += _missing(columns, rows[start][1])
    if passed and (reports or len(sheets) == 1):
        shown = f"its sheet {passed[0]}" if passed[0] else "is a table that"
        words = f"{shown} has no column of reports' words, and case.toml does not name it as a list"
        notes.append(Note(words, _REMEDY, count=len(passed), code="not_looked_at"))
    elif passed:
        words = f"is a workbook whose sheets ({', '.join(passed[:5])}) have no column of reports' words"
        notes.append(Note(words, _REMEDY, code="not_looked_at"))
    return Output(reports, notes)


def _columns(
    rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, str], names: Mapping[str, Sequence[str]]
) -> tuple[int, dict[str, int]] | None:
    """Index of the row of headings and columns by what they hold; None where none holds words."""
    for index, (_, cells) in enumerate(rows[:HEADING_ROWS]):
        headings = [_folded(cell) for cell in cells]
        at: dict[str, int] = {}
        for key in {*columns, *names}:
            likely = [columns[key]] if key in columns else names.get(key, ())
            found = next((headings.index(_folded(name)) for name in likely if _folded(name) in headings), None)
            if found is not None and (key in columns or found not in at.values()):
                at[key] = found
        if "text" in at and ("text" in columns or (len(at) > 1 and _wordy(rows[index + 1 :], at["text"]))):
            return index, at
    return None


def _wordy(rows: Sequence[tuple[int, list[str]]], column: int) -> bool:
    lengths = sorted(len(cells[column]) for _, cells in rows if column < len(cells) and cells[column].strip())
    return bool(lengths) and lengths[len(lengths) // 2] >= LEAST_CHARACTERS


def _missing(columns: Mapping[str, str], headings: Sequence[str]) -> list[Note]:
    there = {_folded(heading) for heading in headings}
    return [
        Note(f"there is no column {heading!r} that case.toml names for {key}", "Correct columns in case.toml.")
        for key, heading in sorted(columns.items())
        if _folded(heading) not in there
    ]


def _take(
    sheet: str,
    rows: Sequence[tuple[int, list[str]]],
    at: Mapping[str, int],
    reports: list[Report],
    notes: list[Note],
    seen: set[str],
) -> None:
    bare = []
    for number, cells in rows:
        row = {key: tidy(cells[column]) for key, column in at.items() if column < len(cells)}
        title, body = row.get("title", ""), row.get("text", "")
        text = body if not title or body.startswith(title) else f"{title}\n\n{body}" if body else title
        if not text:
            bare.append(number)
            continue
        place = f"{sheet} row {number}" if sheet else f"row {number}"
        fragment, again = row.get("id") or place, 1
        while fragment in seen:
            again += 1
            fragment = f"{row.get('id') or place}#{again}"
        seen.add(fragment)
        address = row.get("address", "")
        told = {key: row.get(key) or None for key in ("published", "outlet", "language")}
        link = address if re.match(r"https?://\S+$", address) else None
        reports.append(Report(text, fragment, told["published"], told["outlet"], link, told["language"], number))
    if bare:
        where = f"{sheet} row {bare[0]}" if sheet else f"row {bare[0]}"
        notes.append(Note("rows without words", "Fill the column, or leave it so.", where, len(bare)))


def _folded(heading: str) -> str:
    return re.sub(r"[^\w№]+|_", "", heading).casefold()
