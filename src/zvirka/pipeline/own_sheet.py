"""The two tables that people edit by hand (items.csv, decisions.csv), as spreadsheets save them: commas or semicolons, UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from zvirka.model.errors import CaseError

_CELL_CHARACTERS = 131_072
"""The longest cell read: four times what a cell of a spreadsheet can hold (32,767, Microsoft's specifications of Excel)."""


def read_sheet(path: Path, needed: Sequence[str], remedy: str) -> list[tuple[int, dict[str, str]]]:
    """Each row with the line it ends in (from 1); cells by heading, "" where the row is short.

    Raises CaseError naming the file where it cannot be read, is no UTF-8, lacks a needed column or is no CSV; remedy says what
    to do then.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CaseError("is not UTF-8", file=path.name, remedy="Save it as CSV UTF-8.") from fault
    except OSError as fault:
        raise CaseError(f"cannot be read ({fault.strerror})", file=path.name, remedy=remedy) from fault
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    before = csv.field_size_limit(_CELL_CHARACTERS)  # one for the whole process: others may have raised it
    try:
        names = [name.strip() for name in table.fieldnames or []]
        if missing := [name for name in needed if name not in names]:
            raise CaseError(f"column {missing[0]} is missing", file=path.name, place="line 1", remedy=remedy)
        table.fieldnames = names
        return list(_rows(table))
    except csv.Error as fault:
        place = f"line {table.line_num}"
        raise CaseError(f"is no CSV ({fault})", file=path.name, place=place, remedy=remedy) from fault
    finally:
        csv.field_size_limit(before)


def _rows(table: csv.DictReader[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in table:
        yield table.line_num, {name: cell or "" for name, cell in row.items() if isinstance(name, str)}
