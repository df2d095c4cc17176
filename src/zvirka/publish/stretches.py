"""Where in an item words stand: its page, time code or row, beside the offset into its text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_PAGE = re.compile(r"page (\d+)")
_TIME = re.compile(r"\d{2,3}:\d{2}:\d{2}")
_ROW = re.compile(r"(?:(?P<sheet>.+) )?row (?P<number>\d+)(?:#\d+)?", re.DOTALL)


def mark_at(marks: Sequence[tuple[int, str]], fragment: str | None, offset: int) -> str:
    """The name of the stretch that holds a code point: "page 3", "00:01:12", "row 7", "Sheet row 7"; "" where the item has no such parts.

    marks: as `Text.marks`. A fragment is such a place where it is the row of a sheet.
    """
    index = bisect_right(marks, offset, key=lambda mark: mark[0]) - 1
    if index >= 0:
        return marks[index][1]
    return fragment if fragment is not None and _ROW.fullmatch(fragment) else ""


def mark_message(name: str) -> tuple[str, dict[str, str]] | None:
    """Key and slots of the catalogue's text for the name of a stretch; None where it is a name of the item's own."""
    if (page := _PAGE.fullmatch(name)) is not None:
        return "mark_page", {"number": page[1]}
    if _TIME.fullmatch(name) is not None:
        return "mark_time", {"time": name}
    if (row := _ROW.fullmatch(name)) is not None:
        slots = {"number": row["number"]}
        return ("mark_sheet_row", {**slots, "sheet": row["sheet"]}) if row["sheet"] else ("mark_row", slots)
    return None
