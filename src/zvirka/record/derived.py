"""Derived tables: Parquet named by the digest of what they were made from; rebuildable, never migrated.

Written with page checksums and read with their verification: without them a flipped bit came back as wrong data in 338
of 400 trials (DESIGN section 9).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from zvirka.model.ports import Table
from zvirka.record.disk import write_whole


class Derived:
    """The `derived` folder of a case: tables by (stage, key)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, stage: str, key: str) -> Table | None:
        """The table, or None where there is none or its bytes don't hold: then it has to be made anew."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self._path(stage, key)
        if not path.exists():
            return None
        try:
            return pq.read_table(path, page_checksum_verification=True)
        except (OSError, pa.ArrowException):
            path.unlink(missing_ok=True)
            return None

    def put(self, stage: str, key: str, table: Table) -> None:
        """Keeps a table under its key. Raises StorageFault."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
        write_whole(self._path(stage, key), sink.getvalue().to_pybytes())

    def keep_only(self, stage: str, keys: Iterable[str]) -> None:
        """Removes this stage's tables that none of `keys` names: they can be made again."""
        wanted = {self._path(stage, key).name for key in keys}
        for path in (self._folder / stage).glob("*.parquet"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def segments(self, stage: str) -> dict[str, Table]:
        """All tables of a stage by key, sorted by key; tables whose bytes don't hold are left out (and removed)."""
        found: dict[str, Table] = {}
        for path in sorted((self._folder / stage).glob("*.parquet")):
            table = self.get(stage, path.stem)
            if table is not None:
                found[path.stem] = table
        return found

    def keep_versions(self, stage: str, versions: Iterable[str]) -> None:
        """Removes the folders of a stage that hold tables of other code versions."""
        wanted = set(versions)
        for path in (self._folder / stage).glob("*/"):
            if path.name not in wanted:
                shutil.rmtree(path)

    def reading_only(self) -> Derived:
        """The same tables for who may use them and leave no trace."""
        return _ReadingOnly(self._folder)

    def _path(self, stage: str, key: str) -> Path:
        return self._folder / stage / f"{key}.parquet"


class _ReadingOnly(Derived):
    """Keeps nothing and removes nothing that holds."""

    def put(self, stage: str, key: str, table: Table) -> None:
        """Nothing."""

    def keep_only(self, stage: str, keys: Iterable[str]) -> None:
        """Nothing."""

    def keep_versions(self, stage: str, versions: Iterable[str]) -> None:
        """Nothing."""
