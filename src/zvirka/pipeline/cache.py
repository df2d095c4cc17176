"""What was computed before is not computed again: results by key, kept as Parquet segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pyarrow as pa

from zvirka.model.canonical import digest
from zvirka.model.ports import BatchFunction, EnginePort
from zvirka.record.derived import Derived

T = TypeVar("T")
INPUT = pa.schema([("key", pa.string()), ("json", pa.string())])
"""What a cached function is given: rows of one key each."""
RESULT = pa.schema([("key", pa.string()), ("kind", pa.string()), ("id", pa.string()), ("json", pa.string())])
"""What it gives: any number of rows a key; a key without any is remembered as done."""
DONE = "done"
MOST_SEGMENTS = 32
"""More segments than this are merged into one: each costs a file to open in every run."""
Rows = dict[str, list[tuple[str, str, str]]]
"""key to its (kind, id, json), sorted."""


class Inputs(Mapping[str, str]):
    """Inputs by key, of which only those asked for are written as JSON: most are known from before."""

    def __init__(self, given: Mapping[str, T], written: Callable[[T], str]) -> None:
        self._given: Mapping[str, Any] = given
        self._written: Callable[[Any], str] = written

    def __getitem__(self, key: str) -> str:
        return self._written(self._given[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)


class Shelf:
    """Results of one stage and version, by key, in Parquet segments; those of other versions are removed when it is closed."""

    def __init__(self, derived: Derived, stage: str, version: str) -> None:
        self._derived, self._stage, self._version = derived, stage, version[:16]
        self._folder = f"{stage}/{self._version}"
        self._segments = 0

    def look(self, keys: Iterable[str]) -> tuple[Rows, set[str]]:
        """(rows of each of these keys, sorted; the keys among them that were done before, also those without any row)."""
        results: Rows = {key: [] for key in keys}
        done: set[str] = set()
        segments = self._derived.segments(self._folder)
        self._segments = len(segments)
        for table in segments.values():
            if table.schema.equals(RESULT):  # else somebody put it there: it is made anew
                _take(table, results, done)
        return results, done

    def put(self, keys: Iterable[str], table: Any) -> None:
        """Keeps a table of RESULT that holds all rows, and the mark, of these keys. Raises StorageFault."""
        self._derived.put(self._folder, digest("segment", sorted(keys)), table)
        self._segments += 1

    def close(self, keys: Iterable[str]) -> None:
        """Merges the segments into one of these keys' results where they have become many."""
        if self._segments > MOST_SEGMENTS:
            results, done = self.look(keys)
            rows = [(key, *entry) for key in sorted(done) for entry in (*results[key], (DONE, "", ""))]
            name = digest("segment", sorted(done))
            self._derived.put(self._folder, name, result_table(rows))
            self._derived.keep_only(self._folder, [name])
        self._derived.keep_versions(self._stage, [self._version])


def cached_map(
    derived: Derived, engine: EnginePort, stage: str, version: str, inputs: Mapping[str, str], function: BatchFunction
) -> Rows:
    """`function` over `inputs` (key to JSON), only for keys no earlier run of this `version` has done.

    function takes tables of INPUT and gives tables of RESULT. The result has every key of `inputs`, and is the same
    whatever was cached. Raises what `function` raises, StorageFault.
    """
    shelf = Shelf(derived, stage, version)
    results, done = shelf.look(inputs)
    missing = sorted(set(inputs) - done)
    if missing:
        table = _compute(engine, {key: inputs[key] for key in missing}, function)
        shelf.put(missing, table)
        _take(table, results, done)
    shelf.close(inputs)
    return results


def result_table(rows: Sequence[tuple[str, str, str, str]]) -> Any:
    """Rows of (key, kind, id, json) as a table of RESULT."""
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in RESULT.names]
    return pa.table(dict(zip(RESULT.names, columns, strict=True)), schema=RESULT)


def _compute(engine: EnginePort, inputs: Mapping[str, str], function: BatchFunction) -> Any:
    table = pa.table({"key": list(inputs), "json": list(inputs.values())}, schema=INPUT)
    found = engine.collect(engine.map_batches(engine.from_table(table), function, RESULT), ["key", "kind", "id"])
    marks = pa.table(
        {"key": list(inputs), "kind": [DONE] * len(inputs), "id": [""] * len(inputs), "json": [""] * len(inputs)},
        schema=RESULT,
    )
    return pa.concat_tables([found.cast(RESULT), marks])


def _take(table: Any, results: Rows, done: set[str]) -> None:
    columns = [table[name].to_pylist() for name in RESULT.names]
    fresh = set(columns[0]) & (results.keys() - done)
    for key, kind, id_, json in zip(*columns, strict=True):
        if key in fresh:
            if kind == DONE:
                done.add(key)
            else:
                results[key].append((kind, id_, json))
