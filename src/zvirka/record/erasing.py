"""Erasure: bytes and salt go, the log stays. What the log said of them is then a number that nothing can be matched to.

A commitment is an HMAC under a random salt of 256 bits: without the salt it tells nothing of the bytes, not even to who has a copy to
compare (RFC 2104). A tombstone stays: an object that says who erased, when, why and on whose authority, and nothing of what was erased.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.record.commitments import (
    ERASED,
    committed_answer,
    committed_edits,
    committed_item,
    committed_judgement,
    committed_tombstone,
)
from zvirka.record.disk import faults_named, sync_folder
from zvirka.record.objects import Objects
from zvirka.record.record import Record


@dataclass(frozen=True, slots=True)
class Tombstone:
    """Who erased, when (ISO 8601 UTC), why, on whose authority. objects: how many objects' bytes and salts went with it."""

    by: str
    at: str
    why: str
    authority: str
    objects: int

    @property
    def data(self) -> bytes:
        """The tombstone's bytes."""
        return canonical_bytes({"schema": SCHEMA, "kind": "tombstone", **asdict(self)})

    @property
    def id(self) -> str:
        """Its SHA-256, in hex."""
        return sha256_hex(self.data)


def erase(record: Record, tombstone: Tombstone, objects: Collection[str]) -> list[str]:
    """Logs the erasure of objects (captured or judged, by SHA-256) and removes bytes and salts; gives what was removed, sorted.

    The event is on disk before the first byte goes. A run killed in between leaves what `verify` names; erasing it again ends it.
    Raises Busy, StorageFault, Damaged.
    """
    names = sorted({name for name in objects if record.objects.kept(name) or record.objects.path(name).exists()})
    with record.log.alone(tombstone.at):
        marks = sorted({mark for name in names for mark in _marks(record.objects, name)})
        record.objects.put(tombstone.data, tombstone.id)
        kept = record.objects.add_salt(tombstone.id)
        record.log.append(
            tombstone.at,
            [(ERASED, {"of": marks, "tombstone": kept.commitment(committed_tombstone(tombstone.id))})],
        )
        for name in names:
            _remove(record.objects, name)
    return names


def _marks(objects: Objects, sha256: str) -> set[str]:
    kept = objects.kept(sha256)
    if kept is None:
        return set()
    items = {kept.commitment(committed_item(item)) for item in kept.items}
    of_people = {kept.commitment(of(sha256)) for of in (committed_judgement, committed_edits, committed_answer)}
    return items | of_people | {kept.commitment(sha256)}


def _remove(objects: Objects, sha256: str) -> None:
    """Salt first: from then on the log's commitments say nothing."""
    path = objects.path(sha256)
    with faults_named(path):
        objects.salt_path(sha256).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            sync_folder(path.parent)
