"""OpenDocument sheets (OpenDocument 1.3 part 3, 9) as rows of texts, like those of `workbook`: dates in ISO 8601, numbers unformatted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from zvirka.capture.readers.workbook import MOST_COLUMNS, MOST_ROWS, Sheet, shown_number
from zvirka.capture.readers.xml_walk import attribute, local, opened, part, walk
from zvirka.model.errors import FormatError

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MOST_CELLS = 10_000_000
"""A few bytes can say "the same cell a million times"; no sheet that people fill is larger (house rule)."""
_SKIPPED = frozenset({"annotation", "table"})
"""Comments, and sheets inside a cell."""
_BREAKS = {"line-break": "\n", "tab": "\t", "s": " "}


def open_sheets_of(data: bytes) -> list[Sheet]:
    """All sheets in the document's order, hidden ones too. Raises FormatError."""
    with opened(io.BytesIO(data), "an OpenDocument spreadsheet") as package:
        root = part(package, "content.xml")
    if root is None:
        raise FormatError("is no OpenDocument spreadsheet", place="content.xml", remedy="Save it anew in its program.")
    book = next((each for each in root.iter() if local(str(each.tag)) == "spreadsheet"), ())
    tables = [each for each in book if local(str(each.tag)) == "table"]
    return [(attribute(each, "name") or f"sheet {index}", list(_rows(each))) for index, each in enumerate(tables, 1)]


def _rows(table: Any) -> Iterator[tuple[int, list[str]]]:
    number = held = 0
    for row in table.iter():
        if local(str(row.tag)) != "table-row":
            continue
        cells = _cells(row)
        again = _repeated(row, "number-rows-repeated")
        if any(cells):
            held += again * len(cells)
            if number + again > MOST_ROWS or held > MOST_CELLS:
                raise FormatError(
                    "is too large", value=f"row {number + 1}", remedy=f"Split it: at most {MOST_ROWS} rows."
                )
            yield from ((number + index, list(cells)) for index in range(1, again + 1))
        number += again


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    pending = 0
    for cell in row:
        if local(str(cell.tag)) not in ("table-cell", "covered-table-cell"):
            continue
        value = _value(cell) if local(str(cell.tag)) == "table-cell" else ""
        again = min(_repeated(cell, "number-columns-repeated"), MOST_COLUMNS)
        if not value:
            pending += again  # a row ends with thousands of empty cells
        elif len(cells) + pending + again <= MOST_COLUMNS:
            cells += [""] * pending + [value] * again
            pending = 0
    return cells


def _repeated(element: Any, name: str) -> int:
    written = attribute(element, name) or "1"
    return int(written) if written.isdecimal() and len(written) < 9 else 1


def _value(cell: Any) -> str:
    kind = attribute(cell, "value-type")
    if kind in ("float", "percentage", "currency"):
        return shown_number(attribute(cell, "value") or "")
    if kind == "date":
        return attribute(cell, "date-value") or ""
    if kind == "boolean":
        return (attribute(cell, "boolean-value") or "").upper()
    return "\n".join(_paragraphs(cell)).strip()


def _paragraphs(cell: Any) -> list[str]:
    lines: list[str] = []
    depth = 0
    for what, words, element in walk(cell, _SKIPPED):
        if what == "start" and words == "p":
            depth += 1
            lines.append("")
        elif what == "end" and words == "p":
            depth -= 1
        elif depth and what == "text":
            lines[-1] += " ".join(words.split("\n"))
        elif depth and what == "start" and words in _BREAKS:
            count = attribute(element, "c") or "1"
            lines[-1] += _BREAKS[words] * (min(int(count), 100) if words == "s" and count.isdecimal() else 1)
    return lines
