"""Excel workbooks (ECMA-376 part 1, SpreadsheetML) as rows of texts: what a person sees in the cells, dates in ISO 8601."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from zvirka.capture.readers.xml_walk import attribute, local, opened, part
from zvirka.model.errors import FormatError

MOST_ROWS = 200_000
MOST_COLUMNS = 16_384
"""The format's last column (18.3.1.73)."""
_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Ids of built-in number formats that show dates or times (18.8.30)."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]hms]*\]|_.|\*.')
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - cells hold local time (18.17.4.1)
Sheet = tuple[str, list[tuple[int, list[str]]]]
"""Name, and (row number from 1, cells from column A on) of rows that hold something."""


def sheets_of(data: bytes) -> list[Sheet]:
    """All worksheets in the workbook's order, hidden ones too. Raises FormatError."""
    with opened(io.BytesIO(data), "an Excel workbook") as package:
        root = part(package, "xl/workbook.xml")
        if root is None:
            raise FormatError("is no Excel workbook", place="xl/workbook.xml", remedy="Save it anew in its program.")
        strings = _strings(part(package, "xl/sharedStrings.xml"))
        dates = _date_styles(part(package, "xl/styles.xml"))
        since_1904 = any(
            attribute(each, "date1904") in ("1", "true") for each in root.iter() if local(each.tag) == "workbookPr"
        )
        found = []
        for name, path in _places(package, root):
            sheet = part(package, path)
            if sheet is not None:
                found.append((name, list(_rows(sheet, strings, dates, _EPOCHS[since_1904]))))
        return found


def _places(package: zipfile.ZipFile, workbook: Any) -> Iterator[tuple[str, str]]:
    """Names of the sheets and where they lie."""
    relations = part(package, "xl/_rels/workbook.xml.rels")
    targets = {} if relations is None else {each.get("Id"): each.get("Target", "") for each in relations}
    number = 0
    for each in workbook.iter():
        if local(each.tag) == "sheet":
            number += 1
            identity = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
            target = targets.get(identity) or f"worksheets/sheet{number}.xml"
            yield each.get("name") or f"sheet {number}", target[1:] if target.startswith("/") else f"xl/{target}"


def _strings(root: Any) -> list[str]:
    return [] if root is None else [_words(each) for each in root if local(each.tag) == "si"]


def _words(element: Any) -> str:
    """Text of a string item: its runs, without phonetic ones (18.4.6)."""
    parts = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [each.text or "" for each in child if local(each.tag) == "t"]
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), "".join(parts))


def _date_styles(root: Any) -> set[int]:
    """Indexes of cell styles that show dates."""
    if root is None:
        return set()
    own = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in root.iter()
        if local(each.tag) == "numFmt" and each.get("numFmtId", "").isdecimal()
    }
    shown = {id_ for id_, code in own.items() if re.search(r"[dmyhs]", _QUOTED.sub("", code), re.IGNORECASE)}
    styles = next((each for each in root if local(each.tag) == "cellXfs"), ())
    ids = [each.get("numFmtId", "0") for each in styles]
    wanted = (_DATE_FORMATS - own.keys()) | shown
    return {index for index, id_ in enumerate(ids) if id_.isdecimal() and int(id_) in wanted}


def _rows(sheet: Any, strings: list[str], dates: set[int], epoch: datetime) -> Iterator[tuple[int, list[str]]]:
    number = 0
    for row in sheet.iter():
        if local(row.tag) != "row":
            continue
        given = row.get("r", "")
        number = int(given) if given.isdecimal() else number + 1
        cells: list[str] = []
        for cell in row:
            column = _column(cell.get("r", "")) or len(cells)
            if column < MOST_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _value(cell, strings, dates, epoch)
        if any(cells):
            yield number, cells
        if number > MOST_ROWS:
            raise FormatError("has too many rows", value=str(number), remedy=f"Split it: at most {MOST_ROWS}.")


def _column(reference: str) -> int | None:
    """Index from 0 of "C7"; None where there is no reference."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return None
    index = 0
    for letter in letters[0]:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _value(cell: Any, strings: list[str], dates: set[int], epoch: datetime) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return " ".join(_words(each) for each in cell if local(each.tag) == "is").strip()
    raw = next((each.text or "" for each in cell if local(each.tag) == "v"), "").strip()
    if kind == "s":
        return strings[int(raw)].strip() if raw.isdecimal() and int(raw) < len(strings) else ""
    if kind in ("str", "d"):
        return raw
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
    if kind == "e":
        return ""
    return _number(raw, cell.get("s", "0").isdecimal() and int(cell.get("s", "0")) in dates, epoch)


def _number(raw: str, is_date: bool, epoch: datetime) -> str:
    try:
        number = float(raw)
    except ValueError:
        return raw
    if is_date and 1 <= number < 2_958_466:  # 1 to the end of year 9999
        moment = epoch + timedelta(seconds=round(number * 86_400))
        return moment.date().isoformat() if number == int(number) else moment.isoformat()
    return shown_number(raw)


def shown_number(raw: str) -> str:
    """A number as written, whole ones without a decimal point."""
    try:
        number = float(raw)
    except ValueError:
        return raw
    return str(int(number)) if abs(number) < 1e15 and number == int(number) else raw
