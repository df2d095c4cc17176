"""Batch functions for the tests of the engine: at module level, because workers import them by name."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pyarrow as pa

from zvirka.model.errors import FormatError

MARKS = pa.schema([("id", pa.string()), ("mark", pa.string()), ("where", pa.list_(pa.struct([("start", pa.int64())])))])
SIZES = pa.schema([("id", pa.string()), ("rows", pa.int64()), ("first", pa.string())])
LENGTHS = pa.schema([("rows", pa.int64()), ("process", pa.int64())])


def mark_each(table: pa.Table) -> pa.Table:
    """None, one or several rows for each row, as an extractor does: by the length of its text."""
    rows = [
        {"id": f"{row['id']}/{index}", "mark": row["text"], "where": [{"start": index}] * index}
        for row in table.to_pylist()
        for index in range(len(row["text"] or "") % 4)
    ]
    return pa.Table.from_pylist(rows, schema=MARKS)


def size_of_group(table: pa.Table) -> pa.Table:
    """One row a group. `first` depends on the order of rows, which the engine has to hide."""
    first = table.to_pylist()[0]
    rows = [{"id": f"{first['kind']}-{first['flag']}", "rows": table.num_rows, "first": first["id"]}]
    return pa.Table.from_pylist(rows, schema=SIZES)


def lengths(table: pa.Table) -> pa.Table:
    """How long the batch is, and which process has it; slow enough that every worker gets a share."""
    time.sleep(0.02)
    return pa.Table.from_pylist([{"rows": table.num_rows, "process": os.getpid()}], schema=LENGTHS)


def count_calls(table: pa.Table, folder: str) -> pa.Table:
    """Leaves one file for each time a row is seen."""
    for row in table.to_pylist():
        (Path(folder) / f"{row['id']}-{time.time_ns()}-{os.getpid()}").touch()
    return table


def refuse(table: pa.Table) -> pa.Table:
    """Fails as a reader of a broken file does."""
    raise FormatError("a brace is missing", file="posts.json", place="line 3", remedy="Export it again.")


def wrong_schema(table: pa.Table) -> pa.Table:
    """Breaks its promise."""
    return pa.table({"other": [1] * table.num_rows})


def die(table: pa.Table) -> pa.Table:
    """Ends its process as the system does when memory runs out."""
    os._exit(9)


class Stubborn(Exception):
    """An error that cannot be unpickled, as those of some libraries cannot."""

    def __init__(self, file: str, line: int) -> None:
        super().__init__(f"{file} is bad at {line}")


def refuse_stubbornly(table: pa.Table) -> pa.Table:
    """Fails with an error that does not survive the way between processes."""
    raise Stubborn("posts.json", 3)
