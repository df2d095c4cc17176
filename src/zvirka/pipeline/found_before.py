"""What reconcile found out before, kept between runs: an answer a question and a pair of reports, by digest of all it stands on.

Kept in `derived` as Parquet, and rebuildable like all of it. What is read back must be of this version of code and packs, under the
digest that names what it stands on, and in a table that this file system wrote (`Derived.sealed`): a case that came from elsewhere brings
no answers along. Two runs at once each keep what they found; at worst one of them finds it out again.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, TypeVar

import msgspec
import pyarrow as pa

from zvirka.ground import Ground
from zvirka.model.canonical import digest
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.versions import code_version
from zvirka.pipeline.working import digest_of
from zvirka.record.derived import Derived

T = TypeVar("T")
STAGE = "found"
SCHEMA = pa.schema([("kind", pa.string()), ("key", pa.string()), ("json", pa.string())])
MOST_SEGMENTS = 16
"""More tables than this are made one, of what the last run used: each costs a file to open and to hash in every run."""


class FoundBefore:
    """The answers of one case (`model.ports.FoundBefore`). computed: how many were found out in this run, by kind."""

    def __init__(self, derived: Derived, ground: Ground) -> None:
        self._derived = derived
        self._version = digest("found", code_version("reconcile", "ground", "model"), ground.version, FORMAT)[:16]
        self._stage = f"{STAGE}/{self._version}"
        self._digest_of = digest_of(self._version)
        self._tables = [each for each in derived.sealed(self._stage).values() if each.schema.equals(SCHEMA)]
        self._at: dict[tuple[str, str], Any] = {}
        for table in self._tables:
            kinds, keys = (table[name].to_pylist() for name in ("kind", "key"))
            self._at.update(zip(zip(kinds, keys, strict=True), table["json"].combine_chunks(), strict=True))
        self._used: dict[tuple[str, str], Any] = {}
        self._made: dict[tuple[str, str], str] = {}
        self.computed: Counter[str] = Counter()

    def key(self, *records: object) -> str:
        """The digest of records."""
        return self._digest_of(*records)

    def recall(self, kind: str, key: str, form: type[T]) -> T | None:
        """What was kept under a key, None where nothing was or it has another form."""
        kept = self._at.get((kind, key))
        if kept is None:
            return None
        try:
            found = unpacked(form, kept.as_py())
        except msgspec.MsgspecError:
            return None
        self._used[kind, key] = kept
        return found

    def keep(self, kind: str, key: str, form: type[T], found: T) -> None:
        """Keeps what was found out, where it comes back from its JSON as it is (no number that JSON has not)."""
        self.computed[kind] += 1
        document = packed(found)
        if _comes_back(form, found, document):
            self._made[kind, key] = document

    def close(self) -> None:
        """Writes what was found out in this run. Raises StorageFault."""
        made = [(*name, document) for name, document in sorted(self._made.items())]
        if made:
            self._put(made)
        if made and len(self._tables) >= MOST_SEGMENTS:
            made += [(*name, kept.as_py()) for name, kept in self._used.items() if name not in self._made]
            self._derived.keep_only(self._stage, [self._put(sorted(made))])
        self._derived.keep_versions(STAGE, [self._version])

    def _put(self, rows: list[tuple[str, str, str]]) -> str:
        name = digest("found", [row[:2] for row in rows])
        columns = [list(column) for column in zip(*rows, strict=True)]
        table = pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)
        self._derived.put_sealed(self._stage, name, table)
        return name


def _comes_back(form: type[T], found: T, document: str) -> bool:
    try:
        again = unpacked(form, document)
    except msgspec.MsgspecError:
        return False
    return bool(again == found) and packed(again) == document
