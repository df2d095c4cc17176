"""The case on disk: objects kept unchanged, a hash-chained log, derived tables that can be rebuilt.

`Record` is loaded on first use: looking words up in the index of a case needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zvirka.record.record import Record

__all__ = ["OWN_NAMES", "Record"]
OWN_NAMES = frozenset(
    {
        "objects",
        "checkpoints",
        "derived",
        "working",
        "editions",
        "certificates",
        "log.jsonl",
        "items.csv",
        "decisions.csv",
    }
    | {"index.sqlite", "index.sqlite-wal", "index.sqlite-shm", "erasing.json"}
)
"""What the tool itself writes at the top of a case: nothing of a folder of reports may take such a place, nor go with what had its name."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from zvirka.record.record import Record

    return Record
