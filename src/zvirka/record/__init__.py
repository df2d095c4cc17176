"""The case on disk: objects kept unchanged, a hash-chained log, derived tables that can be rebuilt.

`Record` is loaded on first use: looking words up in the index of a case needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zvirka.record.record import Record

__all__ = ["Record"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from zvirka.record.record import Record

    return Record
