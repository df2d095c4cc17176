"""The records of an edition as JSON lines and CSV, with a codebook; and a variant without the words of any text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

from zvirka.ground.ground import Ground
from zvirka.model.canonical import canonical_json
from zvirka.publish.blocks import untold
from zvirka.publish.edition.edition import Edition
from zvirka.publish.edition.sheet import row, sheet, workbook
from zvirka.publish.export import Cells, Exported, columns_of, csv_line, exported, json_line, line_of
from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import composed
from zvirka.publish.words import Words

TABLES: tuple[Exported, ...] = (
    "findings", "claims", "observations", "links", "items", "judgements", "terms", "speakers", "lives", "records",
)  # fmt: skip
"""Kinds of records given out; issues and the ledger stay."""
CODEBOOK = resources.files("zvirka.publish.edition").joinpath("codebook.csv").read_bytes()
"""What every column of every table means; read here, once."""
_WORDS = frozenset(
    {
        "exact",
        "sentence",
        "footnotes",
        "model_as_written",
        "place_as_written",
        "cls_as_written",
        "note",
        "medium",
        "label",
        "words",
    }
)
"""Names of values that hold words of a text, or quote them."""
_NAMED = frozenset({"attribution", "places"})
"""Columns in which a name may be words of a text too."""
_HOLDS_WORDS = re.compile(f'"(?:{"|".join(sorted(_WORDS))})":')
"""Finds such a name in canonical JSON; most values have none, and need no going through."""


def data_files(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of data/*.jsonl and data/*.csv, the same under data/text-free/, of all of them as a spreadsheet, and the codebook."""
    language = edition.account.case.language
    index = AccountIndex(edition.account)
    words = Words(ground, language, edition.account.time_zone)
    sheets: dict[str, str] = {}
    for what in TABLES:
        records = exported(index, what, lambda finding: composed(finding, index, words), language, untold)
        columns = columns_of(records)
        whole, bare = _Table(columns), _Table([name for name in columns if name not in _WORDS])
        rows = [row(columns)]
        for record in records:
            cells = record.cells()
            lines, without = whole.add(cells), _bare_cells(cells)
            if without == cells and bare.columns == columns:
                bare.add_lines(*lines)
            else:
                bare.add(without)
            rows.append(row([_shown(cells.get(name)) for name in columns]))
        sheets[what] = sheet(rows)
        yield from whole.files(f"data/{what}")
        yield from bare.files(f"data/text-free/{what}")
    yield "data/tables.xlsx", workbook(sheets)
    yield "data/codebook.csv", CODEBOOK


class _Table:
    """A table as JSON lines and as CSV, made in one go over its rows."""

    def __init__(self, columns: list[str]) -> None:
        self.columns, self.lines, self.csv = columns, io.BytesIO(), io.BytesIO()
        self.csv.write(line_of(columns))

    def add(self, cells: Cells) -> tuple[bytes, bytes]:
        """A row more; gives its line in both forms."""
        made = json_line(cells), csv_line(cells, self.columns)
        self.add_lines(*made)
        return made

    def add_lines(self, line: bytes, csv: bytes) -> None:
        """A row that is made already."""
        self.lines.write(line)
        self.csv.write(csv)

    def files(self, name: str) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of both."""
        yield f"{name}.jsonl", self.lines.getvalue()
        yield f"{name}.csv", self.csv.getvalue()


def codebook() -> list[dict[str, str]]:
    """The rows of the codebook: table, column, meaning."""
    return list(csv.DictReader(io.StringIO(CODEBOOK.decode("utf-8"))))


def _shown(cell: tuple[Any, str] | None) -> str | float | None:
    """A cell of the spreadsheet: numbers and texts as they are, what is nested as JSON."""
    if cell is None or cell[0] is None:
        return None
    return cell[0] if isinstance(cell[0], (str, int, float)) and not isinstance(cell[0], bool) else cell[1]


def _bare_cells(cells: Cells) -> Cells:
    found: Cells = {}
    for name, (value, told) in cells.items():
        if name not in _WORDS:
            bare = _bare(value, name) if name in _NAMED or _HOLDS_WORDS.search(told) else value
            found[name] = (value, told) if bare is value else (bare, canonical_json(bare))
    return found


def _bare(value: Any, name: str) -> Any:
    """The value without words of a text: spans keep their offsets, sources their kind and side, places their id.

    It is the value itself where there is nothing to leave out.
    """
    if type(value) is str or value is None:
        return value
    if isinstance(value, list):
        entries = [_bare(each, name) for each in value]
        return value if all(new is old for new, old in zip(entries, value, strict=True)) else entries
    if not isinstance(value, dict):
        return value
    left_out = _WORDS
    if name == "attribution" or (name == "places" and not value.get("id")):
        left_out = _WORDS | {"name"}
    elif "words" in value:
        left_out = _WORDS | {"speaker"}  # of a use of a term, who may be told by a role
    made = {key: _bare(each, key) for key, each in value.items() if key not in left_out}
    same = len(made) == len(value) and all(made[key] is each for key, each in value.items())
    return value if same else made
