"""The two tables that people edit by hand (items.csv, decisions.csv): written with commas, read as spreadsheets save them too."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from zvirka.model.errors import CaseError

_CELL_CHARACTERS = 2**31 - 1
"""The longest cell read, the most that csv takes on every system: what a source put into a cell may not keep people's rows from us."""


def sheet(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The table: UTF-8, a heading, one row each in the order given, lines ending in a line feed. Cells that are missing are empty.

    A cell with a carriage return is quoted like one with a line feed: bare, it ends the row for who reads it.
    """
    ended = _Lines()
    table = csv.writer(ended, lineterminator="\r\n")  # csv quotes what its own line ends hold
    table.writerow(names)
    table.writerows([row.get(name, "") for name in names] for row in rows)
    return "".join(ended.lines).encode("utf-8")


class _Lines:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, row: str) -> None:
        """Takes a row as csv ends it."""
        self.lines.append(row.removesuffix("\r\n") + "\n")


def read_sheet(path: Path, needed: Sequence[str], remedy: str) -> list[tuple[int, dict[str, str]]]:
    """Each row with the line it ends in (from 1); cells by heading, "" where the row is short.

    Raises CaseError naming the file where it cannot be read, is no UTF-8, lacks a needed column or is no CSV; remedy says what
    to do then.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CaseError("is not UTF-8", file=path.name, remedy="Save it as CSV UTF-8.") from fault
    except OSError as fault:
        raise CaseError(f"cannot be read ({fault.strerror})", file=path.name, remedy=remedy) from fault
    head = re.split("[\r\n]", text, maxsplit=1)[0]
    comma = ";" if head.count(";") > head.count(",") else ","
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=comma, strict=True)  # a quote left open is told
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
