"""The engine of small cases: pyarrow in this process, Python functions here or in worker processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zvirka.engine import tables
from zvirka.engine.tasks import apply, pack_function, run_function
from zvirka.model.errors import ZvirkaError
from zvirka.model.ports import BatchFunction

GROUP_ROWS = 64
"""Rows of groups that travel to a worker together, so that many small groups do not cost a message each."""
AHEAD = 4
"""Batches in the workers' queue for each job: enough to keep them busy, few enough to bound memory."""


class InProcessEngine:
    """`EnginePort` over pyarrow tables; every operation is done when its call returns.

    jobs: 1 calls functions in this process; more calls them in that many worker processes, started (spawn) when
    first needed and kept until `close`, so a script that uses it needs the usual `if __name__ == "__main__"`.
    """

    name = "local"

    def __init__(self, jobs: int = 1) -> None:
        if jobs < 1:
            raise ValueError(f"jobs is {jobs}, not at least 1")
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def from_table(self, table: Any) -> Any:
        """Takes a table in."""
        return tables.bare(table)

    def map_batches(self, data: Any, function: BatchFunction, schema: Any, batch_rows: int = 64) -> Any:
        """Applies `function` to consecutive batches of `batch_rows` rows (the last may be shorter).

        Raises what `function` raises, and TypeError if it gives anything but a table of `schema`.
        """
        starts = range(0, data.num_rows, batch_rows)
        return self._apply(([data.slice(start, batch_rows)] for start in starts), len(starts), function, schema, False)

    def group_map(self, data: Any, keys: Sequence[str], function: BatchFunction, schema: Any) -> Any:
        """Applies `function` once to all rows of each distinct key; nulls are a key like any other.

        Raises as `map_batches` does, and TypeError for keys without exact equality.
        """
        tables.require_plain(data.schema, keys, "group_map")
        numbered = data.select(list(keys)).append_column(" row", pa.array(range(data.num_rows), pa.int64()))
        grouped = numbered.group_by(list(keys), use_threads=False).aggregate([(" row", "list")])
        rows = [group.values for group in grouped[" row_list"]]
        parts = _parts(data, rows)
        return self._apply(parts, len(rows), function, schema, True)

    def filter_in(self, data: Any, column: str, values: Sequence[str]) -> Any:
        """Rows whose `column` is among `values`; a null is among none."""
        tables.require_plain(data.schema, [column], "filter_in")
        wanted = pa.array(list(values), data.schema.field(column).type)
        return data.filter(pc.is_in(data[column], value_set=wanted.drop_null()))

    def select(self, data: Any, columns: Sequence[str]) -> Any:
        """Only these columns, in this order."""
        tables.require_columns(data.schema, columns)
        return data.select(list(columns))

    def join(self, left: Any, right: Any, on: Sequence[str]) -> Any:
        """Inner join on equal columns, nulls equal to nothing: columns of `left`, then the others of `right`.

        Raises KeyError, TypeError or ValueError for columns that cannot be joined (`tables.joined_schema`).
        """
        schema = tables.joined_schema(left.schema, right.schema, on)
        # Arrow joins no nested columns, so it joins row numbers and the rows are taken by them.
        numbered = [
            side.select(list(on)).append_column(name, pa.array(range(side.num_rows), pa.int64()))
            for side, name in ((left, " left"), (right, " right"))
        ]
        pairs = numbered[0].join(numbered[1], keys=list(on), join_type="inner", use_threads=False)
        taken_left, taken_right = left.take(pairs[" left"]), right.take(pairs[" right"])
        columns = [taken_left[name] if name in left.column_names else taken_right[name] for name in schema.names]
        return pa.Table.from_arrays(columns, schema=schema)

    def union(self, parts: Sequence[Any]) -> Any:
        """All rows of tables with the same schema; raises ValueError for unlike schemas or for no table."""
        tables.require_same([part.schema for part in parts])
        return pa.concat_tables(parts)

    def distinct(self, data: Any) -> Any:
        """Each row once; raises TypeError for columns without exact equality (floats, nested)."""
        tables.require_plain(data.schema, data.column_names, "distinct")
        return data.group_by(data.column_names, use_threads=False).aggregate([])

    def count(self, data: Any) -> int:
        """How many rows."""
        return int(data.num_rows)

    def collect(self, data: Any, sort_by: Sequence[str]) -> Any:
        """The table sorted by `sort_by`, ties broken by all other columns (`tables.ordered`), in one chunk."""
        return tables.ordered(data, sort_by)

    def close(self) -> None:
        """Ends worker processes; the engine may be used again and then starts new ones."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _apply(
        self, parts: Iterable[list[Any]], count: int, function: BatchFunction, schema: Any, in_order: bool
    ) -> Any:
        if self.jobs == 1 or count < 2:
            results = [apply(function, table, schema, in_order) for part in parts for table in part]
        else:
            results = list(self._in_workers(parts, function, schema, in_order))
        return pa.concat_tables([tables.bare(schema.empty_table()), *results])

    def _in_workers(
        self, parts: Iterable[list[Any]], function: BatchFunction, schema: Any, in_order: bool
    ) -> Iterator[Any]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=multiprocessing.get_context("spawn"))
        payload = pack_function(function, schema)
        messages = ([tables.to_bytes(table) for table in part] for part in parts)
        waiting: deque[Future[list[bytes]]] = deque()
        try:
            for message in messages:
                waiting.append(self._pool.submit(run_function, payload, message, in_order))
                if len(waiting) >= self.jobs * AHEAD:
                    yield from map(tables.from_bytes, waiting.popleft().result())
            while waiting:
                yield from map(tables.from_bytes, waiting.popleft().result())
        except BrokenProcessPool as error:
            self.close()
            raise ZvirkaError(
                "a worker process died, most likely of too little memory", remedy="Run again with fewer jobs: --jobs 1."
            ) from error
        finally:
            for future in waiting:
                future.cancel()


def _parts(data: Any, groups: list[Any]) -> Iterator[list[Any]]:
    """The tables of `groups` (arrays of row numbers), so many together as have `GROUP_ROWS` rows or more."""
    remaining = iter(groups)
    while first := list(islice(remaining, 1)):
        together = first
        while sum(len(rows) for rows in together) < GROUP_ROWS and (more := next(remaining, None)) is not None:
            together.append(more)
        yield [data.take(rows) for rows in together]
