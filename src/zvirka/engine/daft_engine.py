"""The engine of large cases: Daft's native runner, Python functions in worker processes.

Daft reports its use to a third party unless told not to; here it is told before it is imported.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyarrow as pa

from zvirka.engine import tables
from zvirka.engine.tasks import apply, load, pack_function, portable
from zvirka.model.ports import BatchFunction

TELEMETRY_OFF = {"DAFT_ANALYTICS_ENABLED": "0", "DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "true"}
"""What daft/scarf_telemetry.py reads, in its `opted_out`, at import and at each run; worker processes inherit it."""
SENDS_PLANS = ("DAFT_DASHBOARD_URL", "DAFT_DEV_OTEL_EXPORTER_OTLP_ENDPOINT")
"""Variables that make Daft send plans and metrics somewhere: set for other work, they must not carry a case away."""
FAILURE = pa.field(" failure", pa.binary())
"""Beside the columns of a result: the pickled exception that a function raised instead of giving rows."""


def import_daft() -> Any:
    """Daft, imported with its telemetry off; raises RuntimeError if it does not take that as an opt-out."""
    os.environ.update(TELEMETRY_OFF)
    for variable in SENDS_PLANS:
        os.environ.pop(variable, None)
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    import daft
    from daft.scarf_telemetry import opted_out

    if not opted_out():
        raise RuntimeError("this version of Daft does not honour the opt-out from its telemetry; it is not used")
    return daft


@dataclass(frozen=True, slots=True)
class Frame:
    """A Daft dataframe and the Arrow schema it stands for (Daft itself widens strings and lists to 64-bit offsets)."""

    frame: Any
    schema: Any


class DaftEngine:
    """`EnginePort` on Daft's native runner.

    jobs: worker processes that Python functions run in, at least 1 (functions never run in threads). Relational
    operations use Daft's own threads. Operations are planned lazily, but those that call a function are done when
    they return, so a function runs once for each row. Columns: strings, bytes, booleans, integers, floats, dates,
    and lists and structs of them.
    """

    name = "daft"

    def __init__(self, jobs: int = 1) -> None:
        if jobs < 1:
            raise ValueError(f"jobs is {jobs}, not at least 1")
        self.jobs = jobs
        self._daft = import_daft()

    def from_table(self, table: Any) -> Frame:
        """Takes a table in."""
        return Frame(self._daft.from_arrow(tables.bare(table)), table.schema.remove_metadata())

    def map_batches(self, data: Frame, function: BatchFunction, schema: Any, batch_rows: int = 64) -> Frame:
        """Applies `function` to batches of at most `batch_rows` rows, in no promised order.

        Raises what `function` raises, and TypeError if it gives anything but a table of `schema`.
        """
        columns = [self._daft.col(name) for name in data.schema.names]
        called = self._caller(pack_function(function, schema), data.schema, schema, batch_rows)
        return self._unpacked(data.frame.select(called(*columns).alias("rows")), schema)

    def group_map(self, data: Frame, keys: Sequence[str], function: BatchFunction, schema: Any) -> Frame:
        """Applies `function` once to all rows of each distinct key; nulls are a key like any other.

        Raises as `map_batches` does, and TypeError for keys without exact equality.
        """
        tables.require_plain(data.schema, keys, "group_map")
        from daft.functions import to_struct

        col = self._daft.col
        row = to_struct(**{name: col(name) for name in data.schema.names})
        numbered = {f"key {index}": col(name) for index, name in enumerate(keys)}
        rows = data.frame.select(*[key.alias(name) for name, key in numbered.items()], row.alias("rows"))
        # The order in the list is chance; the worker sorts each group before the function sees it.
        grouped = rows.groupby(*numbered).agg(col("rows").list_agg())
        called = self._caller(pack_function(function, schema), data.schema, schema, None)
        return self._unpacked(grouped.select(called(col("rows")).alias("rows")), schema)

    def filter_in(self, data: Frame, column: str, values: Sequence[str]) -> Frame:
        """Rows whose `column` is among `values`; a null is among none."""
        tables.require_plain(data.schema, [column], "filter_in")
        wanted = pa.array(list(values), data.schema.field(column).type).drop_null().to_pylist()
        condition = self._daft.col(column).is_in(wanted) if wanted else self._daft.lit(False)
        return Frame(data.frame.where(condition), data.schema)

    def select(self, data: Frame, columns: Sequence[str]) -> Frame:
        """Only these columns, in this order."""
        tables.require_columns(data.schema, columns)
        return Frame(data.frame.select(*columns), pa.schema([data.schema.field(name) for name in columns]))

    def join(self, left: Frame, right: Frame, on: Sequence[str]) -> Frame:
        """Inner join on equal columns, nulls equal to nothing: columns of `left`, then the others of `right`.

        Raises KeyError, TypeError or ValueError for columns that cannot be joined (`tables.joined_schema`).
        """
        schema = tables.joined_schema(left.schema, right.schema, on)
        joined = left.frame.join(right.frame, on=list(on), how="inner")
        return Frame(joined.select(*schema.names), schema)

    def union(self, parts: Sequence[Frame]) -> Frame:
        """All rows of tables with the same schema; raises ValueError for unlike schemas or for no table."""
        tables.require_same([part.schema for part in parts])
        frame = parts[0].frame
        for part in parts[1:]:
            frame = frame.concat(part.frame)
        return Frame(frame, parts[0].schema)

    def distinct(self, data: Frame) -> Frame:
        """Each row once; raises TypeError for columns without exact equality (floats, nested)."""
        tables.require_plain(data.schema, data.schema.names, "distinct")
        return Frame(data.frame.distinct(), data.schema)

    def count(self, data: Frame) -> int:
        """How many rows."""
        return int(data.frame.count_rows())

    def collect(self, data: Frame, sort_by: Sequence[str]) -> Any:
        """The table sorted by `sort_by`, ties broken by all other columns (`tables.ordered`), in one chunk."""
        return tables.ordered(data.frame.to_arrow().cast(data.schema), sort_by)

    def close(self) -> None:
        """Nothing to end: Daft's workers end with the operation that started them."""

    def _caller(self, payload: bytes, given: Any, schema: Any, batch_rows: int | None) -> Any:
        """A Daft function over all columns of `given`, or, with no `batch_rows`, over one column of lists of its rows."""
        daft = self._daft
        path = list(sys.path)
        call = call_on_groups if batch_rows is None else call_on_batch
        kind = daft.DataType.list(daft.DataType.from_arrow_type(pa.struct([*schema, FAILURE])))

        @daft.cls(use_process=True, max_concurrency=self.jobs, max_retries=0)
        class Worker:
            @daft.method.batch(return_dtype=kind, batch_size=batch_rows)  # type: ignore[untyped-decorator] # Daft is Any
            def run(self, *columns: Any) -> Any:
                return call(payload, path, given, [column.to_arrow() for column in columns])

        return Worker().run

    def _unpacked(self, packed: Any, schema: Any) -> Frame:
        """Rows out of the one column "rows" of lists of structs; runs the plan and raises what a function raised."""
        row = self._daft.col("rows")
        names = [*schema.names, FAILURE.name]
        rows = packed.explode("rows").where(row.not_null()).select(*[row[name].alias(name) for name in names]).collect()
        failed = rows.where(self._daft.col(FAILURE.name).not_null()).select(FAILURE.name).limit(1).to_pydict()
        for failure in failed[FAILURE.name]:
            raise pickle.loads(failure)  # noqa: S301 - bytes made by _failure in our own worker
        return Frame(rows.select(*schema.names), schema.remove_metadata())


def call_on_batch(payload: bytes, path: list[str], given: Any, columns: list[Any]) -> Any:
    """In a worker: the function on one batch; all its rows as the first list of an array as long as the batch."""
    function, schema = _load(payload, path)
    length = len(columns[0])
    try:
        table = pa.Table.from_arrays(columns, names=given.names).cast(given)
        return _lists([apply(function, table, schema, in_order=False)], length, schema)
    except Exception as error:
        return _failure(error, length, schema)


def call_on_groups(payload: bytes, path: list[str], given: Any, columns: list[Any]) -> Any:
    """In a worker: the function on each group, a list of rows; one list of result rows for each."""
    function, schema = _load(payload, path)
    groups = columns[0]
    offsets = groups.offsets.to_pylist()
    results = []
    try:
        for start, end in pairwise(offsets):
            rows = groups.values.slice(start, end - start)
            table = pa.Table.from_arrays(rows.flatten(), names=given.names).cast(given)
            results.append(apply(function, table, schema, in_order=True))
        return _lists(results, len(groups), schema)
    except Exception as error:
        return _failure(error, len(groups), schema)


def _load(payload: bytes, path: list[str]) -> tuple[BatchFunction, Any]:
    """The function, found where the parent process finds it: a fresh interpreter has another search path."""
    sys.path.extend(entry for entry in path if entry not in sys.path)
    return load(payload)


def _lists(results: list[Any], length: int, schema: Any) -> Any:
    """An array of `length` lists of structs: the rows of each table of `results`, none failed; then empty lists."""
    ends = [0]
    for result in results:
        ends.append(ends[-1] + result.num_rows)
    ends += [ends[-1]] * (length - len(results))
    whole = pa.concat_tables([tables.bare(schema.empty_table()), *results])
    arrays = [pa.concat_arrays(column.chunks) for column in whole.columns]
    rows = pa.StructArray.from_arrays(
        [*arrays, pa.nulls(whole.num_rows, FAILURE.type)], fields=[*whole.schema, FAILURE]
    )
    return pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), rows)


def _failure(error: Exception, length: int, schema: Any) -> Any:
    """An array of `length` lists of structs, the first holding one row: the error, because Daft would pass on only text."""
    kind = pa.large_list(pa.struct([*schema.remove_metadata(), FAILURE]))
    return pa.array([[{FAILURE.name: pickle.dumps(portable(error))}], *[[] for _ in range(length - 1)]], kind)
