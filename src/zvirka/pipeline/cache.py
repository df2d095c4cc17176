"""What was computed before is not computed again: results by key, kept as Parquet segments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from zvirka.model.canonical import digest
from zvirka.model.ports import BatchFunction, EnginePort
from zvirka.record.derived import Derived

INPUT = pa.schema([("key", pa.string()), ("json", pa.string())])
"""What a cached function is given: rows of one key each."""
RESULT = pa.schema([("key", pa.string()), ("kind", pa.string()), ("id", pa.string()), ("json", pa.string())])
"""What it gives: any number of rows a key; a key without any is remembered as done."""
DONE = "done"
MOST_SEGMENTS = 32
"""More segments than this are merged into one: each costs a file to open in every run."""
Rows = dict[str, list[tuple[str, str, str]]]
"""key to its (kind, id, json), sorted."""


def cached_map(
    derived: Derived, engine: EnginePort, stage: str, version: str, inputs: Mapping[str, str], function: BatchFunction
) -> Rows:
    """`function` over `inputs` (key to JSON), only for keys no earlier run of this `version` has done.

    function takes tables of INPUT and gives tables of RESULT. The result has every key of `inputs`, and is the same
    whatever was cached. Raises what `function` raises, StorageFault.
    """
    folder = f"{stage}/{version[:16]}"
    segments = derived.segments(folder)
    results: Rows = {key: [] for key in inputs}
    done: set[str] = set()
    for table in segments.values():
        if table.schema.equals(RESULT):  # else somebody put it there: it is made anew
            _take(table, results, done)
    missing = sorted(set(inputs) - done)
    if missing:
        table = _compute(engine, {key: inputs[key] for key in missing}, function)
        derived.put(folder, digest("segment", missing), table)
        _take(table, results, done)
    if len(segments) + bool(missing) > MOST_SEGMENTS:
        _merge(derived, folder, results)
    derived.keep_versions(stage, [version[:16]])
    return results


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


def _merge(derived: Derived, folder: str, results: Rows) -> None:
    rows = [(key, *entry) for key in sorted(results) for entry in (*results[key], (DONE, "", ""))]
    columns = [list(column) for column in zip(*rows, strict=True)]
    name = digest("segment", sorted(results))
    derived.put(folder, name, pa.table(dict(zip(RESULT.names, columns, strict=True)), schema=RESULT))
    derived.keep_only(folder, [name])
