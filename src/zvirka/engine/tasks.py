"""What runs inside worker processes: a function unpickled once, then called on one table after another."""

from __future__ import annotations

import functools
import pickle
import traceback
from typing import Any

from zvirka.engine.tables import checked, from_bytes, ordered, to_bytes
from zvirka.model.ports import BatchFunction


@functools.lru_cache(maxsize=8)
def load(payload: bytes) -> tuple[BatchFunction, Any]:
    """The function and its output schema from `pack_function`, unpickled once a process."""
    function, schema = pickle.loads(payload)  # noqa: S301 - bytes made by pack_function in the parent process
    return function, schema


def pack_function(function: BatchFunction, schema: Any) -> bytes:
    """A function and its output schema for a worker; raises PicklingError for one that is not importable by name."""
    return pickle.dumps((function, schema))


def run_function(payload: bytes, tables: list[bytes], in_order: bool) -> list[bytes]:
    """Applies a packed function to each of `tables`, which are sorted first if `in_order`; all as `to_bytes` writes."""
    function, schema = load(payload)
    try:
        return [to_bytes(apply(function, from_bytes(table), schema, in_order)) for table in tables]
    except Exception as error:
        raise portable(error) from error


def apply(function: BatchFunction, table: Any, schema: Any, in_order: bool) -> Any:
    """One call of a batch function, its result checked; `in_order` hides the order that rows of a group came in."""
    return checked(function(ordered(table) if in_order else table), schema, function)


def portable(error: Exception) -> Exception:
    """The error, if it survives the way to another process; else a RuntimeError with its whole traceback as text."""
    try:
        if type(pickle.loads(pickle.dumps(error))) is type(error):  # noqa: S301 - bytes made on this line
            return error
    except Exception:  # noqa: S110 - whatever its pickling raises, the answer is the one below
        pass
    return RuntimeError("".join(traceback.format_exception(error)))
