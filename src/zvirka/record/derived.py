"""Derived tables: Parquet named by the digest of what they were made from; rebuildable, never migrated.

Written with page checksums and read with their verification: without them a flipped bit came back as wrong data in 338
of 400 trials (DESIGN section 9).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from zvirka.model.canonical import canonical_json
from zvirka.model.ports import Table
from zvirka.record.disk import write_whole

_SEALS = "seals.json"


class Derived:
    """The `derived` folder of a case: tables by (stage, key)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, stage: str, key: str) -> Table | None:
        """The table, or None where there is none or its bytes don't hold: then it has to be made anew."""
        import pyarrow as pa

        path = self._path(stage, key)
        if not path.exists():
            return None
        try:
            return _read(path)
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

    def put_sealed(self, stage: str, key: str, table: Table) -> None:
        """As `put`, and notes with the digest of its bytes where and when this file system wrote them. Raises StorageFault."""
        self.put(stage, key, table)
        path = self._path(stage, key)
        seals = {name: seal for name, seal in self._seals(stage).items() if self._path(stage, name).exists()}
        seals[key] = [_sha256(path), _written(path)]
        write_whole(self._folder / stage / _SEALS, canonical_json(seals).encode("utf-8"))

    def sealed(self, stage: str) -> dict[str, Table]:
        """The tables of `put_sealed` by key, sorted by key, that stand where and as they were written; no others.

        A folder that came from elsewhere, in an archive or as a copy, has other inodes and times of change, which nobody can set: its
        tables are not taken, whatever they say. They are left where they are.
        """
        import pyarrow as pa

        found: dict[str, Table] = {}
        for key, seal in sorted(self._seals(stage).items()):
            path = self._path(stage, key)
            try:
                if seal == [_sha256(path), _written(path)]:
                    found[key] = _read(path)
            except (OSError, pa.ArrowException):
                continue
        return found

    def _seals(self, stage: str) -> dict[str, object]:
        try:
            seals = json.loads((self._folder / stage / _SEALS).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return {key: seal for key, seal in seals.items() if "/" not in key} if isinstance(seals, dict) else {}

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


def _read(path: Path) -> Table:
    """A table of one file. `parquet.read_table` looks for many and starts threads, which takes longer than reading most of ours."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return file.read(use_threads=False)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _written(path: Path) -> str:
    """What a file system says of a file that no copy of it has in common: its inode and the time of its last change."""
    status = path.stat()
    return f"{status.st_dev} {status.st_ino} {status.st_ctime_ns} {status.st_mtime_ns}"


class _ReadingOnly(Derived):
    """Keeps nothing and removes nothing that holds."""

    def put(self, stage: str, key: str, table: Table) -> None:
        """Nothing."""

    def put_sealed(self, stage: str, key: str, table: Table) -> None:
        """Nothing."""

    def keep_only(self, stage: str, keys: Iterable[str]) -> None:
        """Nothing."""

    def keep_versions(self, stage: str, versions: Iterable[str]) -> None:
        """Nothing."""
