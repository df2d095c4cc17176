"""What both engines do alike: checks of columns, total order, tables as bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zvirka.model.ports import BatchFunction

_PLAINLY_ORDERED = (
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_date,
    pa.types.is_time,
    pa.types.is_timestamp,
)


def is_plain(kind: Any) -> bool:
    """Whether equal values of this Arrow type are equal bytes and arrow can sort them: no floats, nothing nested.

    Floats are out because 0.0 equals -0.0 and NaN equals nothing.
    """
    return any(test(kind) for test in _PLAINLY_ORDERED)


def ordered(table: Any, by: Sequence[str] = ()) -> Any:
    """The rows of `table` sorted by the columns `by`, nulls last, ties broken by all other columns.

    So the order is total up to equal rows and does not depend on the order given. Strings sort by code point.
    Floats and nested columns break ties by their printed form. Raises KeyError for a column that is not there,
    TypeError for sorting by a nested one.
    """
    require_columns(table.schema, by)
    kinds = [table.schema.field(name).type for name in by]
    for name, kind in zip(by, kinds, strict=True):
        if not is_plain(kind) and not pa.types.is_floating(kind):
            raise TypeError(f"sorting: column {name!r} is {kind}, which has no order")
    keys = table.select(list(by))
    if not by or not all(map(is_plain, kinds)) or _has_ties(keys):
        keys = _with_ties_broken(table, by)
    order = [(name, "ascending") for name in keys.column_names]
    return table.take(pc.sort_indices(keys, sort_keys=order)).combine_chunks()


def _has_ties(keys: Any) -> bool:
    return bool(keys.group_by(keys.column_names, use_threads=False).aggregate([]).num_rows < keys.num_rows)


def _with_ties_broken(table: Any, by: Sequence[str]) -> Any:
    columns = {f"by {name}": table[name] for name in by}
    plain = [name for name in table.column_names if is_plain(table.schema.field(name).type)]
    columns |= {f"plain {name}": table[name] for name in plain if name not in by}
    for name in table.column_names:
        if name not in plain:
            columns[f"printed {name}"] = pa.array([repr(value) for value in table[name].to_pylist()], pa.string())
    return pa.table(columns)


def require_columns(schema: Any, names: Sequence[str]) -> None:
    """Raises KeyError naming the first of `names` that is no column of `schema`."""
    for name in names:
        if name not in schema.names:
            raise KeyError(f"no column {name!r}; there are {', '.join(schema.names)}")


def require_plain(schema: Any, names: Sequence[str], operation: str) -> None:
    """Raises KeyError for a missing column, TypeError for one whose values have no exact equality (see `is_plain`)."""
    require_columns(schema, names)
    for name in names:
        if not is_plain(schema.field(name).type):
            raise TypeError(f"{operation}: column {name!r} is {schema.field(name).type}, which has no exact equality")


def require_same(schemas: Sequence[Any]) -> None:
    """Raises ValueError unless there is at least one schema and all are equal."""
    if not schemas:
        raise ValueError("union of no tables: the schema would be unknown")
    for schema in schemas[1:]:
        if not schema.equals(schemas[0]):
            raise ValueError(f"union of different schemas: {schemas[0]} and {schema}")


def joined_schema(left: Any, right: Any, on: Sequence[str]) -> Any:
    """The schema of an inner join: all columns of `left`, then those of `right` that are not keys.

    Raises KeyError for a missing key, TypeError for keys without exact equality or of unlike types, ValueError
    for no keys at all and for other columns of one name.
    """
    if not on:
        raise ValueError("join on no columns")
    for side in (left, right):
        require_plain(side, on, "join")
    for name in on:
        if left.field(name).type != right.field(name).type:
            raise TypeError(
                f"join: {name!r} is {left.field(name).type} on one side, {right.field(name).type} on the other"
            )
    others = [field for field in right if field.name not in on]
    for field in others:
        if field.name in left.names:
            raise ValueError(f"join: both sides have a column {field.name!r} that is no key")
    return pa.schema([*left, *others])


def bare(table: Any) -> Any:
    """The table without schema metadata, which engines do not carry."""
    return table.replace_schema_metadata(None)


def checked(result: Any, schema: Any, function: BatchFunction) -> Any:
    """`result`, if it is a table of `schema`; raises TypeError naming `function` otherwise."""
    if not isinstance(result, pa.Table) or not result.schema.equals(schema):
        name = getattr(getattr(function, "func", function), "__qualname__", repr(function))
        got = result.schema if isinstance(result, pa.Table) else type(result).__name__
        raise TypeError(f"{name} gave {got} where {schema} was promised")
    return bare(result)


def to_bytes(table: Any) -> bytes:
    """The table as an Arrow IPC stream, holding only the rows of the slice it may be."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue().to_pybytes())


def from_bytes(data: bytes) -> Any:
    """The table that `to_bytes` wrote."""
    return pa.ipc.open_stream(data).read_all()
