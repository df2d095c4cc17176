"""Which items the record holds, in one table: made from the log and the salt files, which are the record; deleted at any time.

Without it a run reads one salt file an object and the whole log to learn that nothing is new. It says for which first bytes of
the log it was made, with their digest, so that a log that was changed since is never believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zvirka.model.canonical import sha256_hex
from zvirka.model.items import Item
from zvirka.model.ports import Table
from zvirka.record.derived import Derived

_STAGE, _KEY = "record", "captured"
_COLUMNS = ("id", "object", "path", "media", "size_bytes", "mark")
_LENGTH, _DIGEST = b"log_bytes", b"log_sha256"


class Captures:
    """The table of a case."""

    def __init__(self, derived: Derived, log: Path) -> None:
        self._derived = derived
        self._log = log

    def get(self) -> tuple[dict[Item, str], int]:
        """({item: its commitment}, how many bytes of the log hold them all). Nothing where there is no table for this log."""
        table = self._derived.get(_STAGE, _KEY)
        if table is None or tuple(table.schema.names) != _COLUMNS:
            return {}, 0
        told = table.schema.metadata or {}
        length = int(told.get(_LENGTH, b"0"))
        if not length or sha256_hex(self._prefix(length)).encode() != told.get(_DIGEST):
            return {}, 0
        columns = [table[name].to_pylist() for name in _COLUMNS]
        return {Item(*row[:-1]): row[-1] for row in zip(*columns, strict=True)}, length

    def put(self, marks: Mapping[Item, str]) -> None:
        """Keeps the table for the log as it is now. Raises StorageFault."""
        import pyarrow as pa

        data = self._prefix(-1)
        data = data[: data.rfind(b"\n") + 1]
        items = sorted(marks, key=lambda item: item.id)
        columns: dict[str, list[object]] = {name: [getattr(item, name) for item in items] for name in _COLUMNS[:-1]}
        table: Table = pa.table({**columns, _COLUMNS[-1]: [marks[item] for item in items]})
        about = {_LENGTH: str(len(data)).encode(), _DIGEST: sha256_hex(data).encode()}
        self._derived.put(_STAGE, _KEY, table.replace_schema_metadata(about))

    def _prefix(self, length: int) -> bytes:
        try:
            with self._log.open("rb") as log:
                return log.read(length)
        except FileNotFoundError:
            return b""
