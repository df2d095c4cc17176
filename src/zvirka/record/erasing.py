"""Erasure: bytes and salt go, the log stays. What the log said of them is then a number that nothing can be matched to.

A commitment is an HMAC under a random salt of 256 bits: without the salt it tells nothing of the bytes, not even to who has a copy to
compare (RFC 2104). A tombstone stays: an object that says who erased, when, why and on whose authority, and nothing of what was erased.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.model.errors import Damaged
from zvirka.model.items import Item
from zvirka.model.wire import from_plain, to_plain
from zvirka.record.commitments import (
    CAPTURED,
    ERASED,
    committed_answer,
    committed_edits,
    committed_item,
    committed_judgement,
    committed_tombstone,
)
from zvirka.record.disk import faults_named, sync_folder, write_whole
from zvirka.record.objects import Kept, Objects, new_salt
from zvirka.record.record import Record
from zvirka.record.verifying import ERASING as JOURNAL


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


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure that was begun. objects: what goes, by SHA-256. of: the commitments the log is to call erased. renewed: objects that stay
    for other items, each with the salt file it gets: the old salt would still tell of the items that went. more: what else who erases
    needs to end it, as plain data.
    """

    tombstone: Tombstone
    objects: tuple[str, ...]
    of: tuple[str, ...]
    renewed: tuple[tuple[str, Kept], ...]
    more: Mapping[str, Any]


def erase(record: Record, tombstone: Tombstone, objects: Collection[str]) -> list[str]:
    """Logs the erasure of objects (captured or judged, by SHA-256) and removes bytes and salts; gives what was removed, sorted.

    The event is on disk before the first byte goes. A run killed in between leaves what `verify` names; erasing again ends it.
    Raises Busy, StorageFault, Damaged.
    """
    pending = begun(record)
    if pending is not None:
        carry_out(record, pending)
    erasure = begin(record, tombstone, objects)
    carry_out(record, erasure)
    end(record)
    return list(erasure.objects)


def begin(
    record: Record,
    tombstone: Tombstone,
    objects: Collection[str],
    staying: Mapping[str, Collection[Item]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Erasure:
    """Writes down what is to go, before anything goes, so that whoever comes after a kill can end it. staying: objects of which some
    items stay, and these. Raises StorageFault, Damaged."""
    staying = staying or {}
    names = sorted({name for name in objects if record.objects.kept(name) or record.objects.path(name).exists()})
    marks = sorted({mark for name in {*names, *staying} for mark in _marks(record.objects, name)})
    renewed = tuple(
        (name, Kept(new_salt(), tuple(sorted(items, key=lambda each: each.id))))
        for name, items in sorted(staying.items())
    )
    gone = tuple(name for name in names if name not in staying)
    erasure = Erasure(tombstone, gone, tuple(marks), renewed, more or {})
    write_whole(record.folder / JOURNAL, _journal(erasure))
    return erasure


def begun(record: Record) -> Erasure | None:
    """The erasure that was begun and not ended, None where there is none. Raises Damaged."""
    path = record.folder / JOURNAL
    if not path.exists():
        return None
    with faults_named(path):
        raw = path.read_bytes()
    try:
        told = json.loads(raw)
        renewed = tuple(
            (name, Kept(salt, tuple(from_plain(Item, item) for item in items))) for name, salt, items in told["renewed"]
        )
        return Erasure(
            Tombstone(**told["tombstone"]), tuple(told["objects"]), tuple(told["of"]), renewed, dict(told["more"])
        )
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Damaged("cannot be read", file=JOURNAL, remedy="Take the file away, then erase again.") from fault


def carry_out(record: Record, erasure: Erasure) -> None:
    """Logs and removes what is not yet: done twice, it is as done once. Raises Busy, StorageFault, Damaged."""
    tombstone, objects = erasure.tombstone, record.objects
    with record.log.alone(tombstone.at):
        objects.put(tombstone.data, tombstone.id)
        own = objects.add_salt(tombstone.id).commitment(committed_tombstone(tombstone.id))
        logged = list(record.log.events_of(CAPTURED, ERASED))
        erased = {mark for event in logged if event["kind"] == ERASED for mark in event["of"]}
        # also what was captured again since it was begun, under another salt
        now = {mark for name in erasure.objects for mark in _marks(objects, name)}
        of = {*erasure.of, *now} - erased
        told = {event["tombstone"] for event in logged if event["kind"] == ERASED}
        events: list[tuple[str, Mapping[str, object]]] = []
        if of or own not in told:
            events.append((ERASED, {"of": sorted(of), "tombstone": own}))
        captured = {event["item"] for event in logged if event["kind"] == CAPTURED}
        for name, kept in erasure.renewed:
            for mark in (kept.commitment(committed_item(item)) for item in kept.items):
                if mark not in captured:
                    events.append((CAPTURED, {"item": mark, "object": kept.commitment(name)}))
        if events:
            record.log.append(tombstone.at, events)
        for name, kept in erasure.renewed:
            objects.put_salt(name, kept)
        for name in erasure.objects:
            _remove(objects, name)


def end(record: Record) -> None:
    """Takes away what `begin` wrote: nothing is left to do. Raises StorageFault."""
    path = record.folder / JOURNAL
    with faults_named(path):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def _journal(erasure: Erasure) -> bytes:
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "tombstone": asdict(erasure.tombstone),
            "objects": list(erasure.objects),
            "of": list(erasure.of),
            "renewed": [[name, kept.salt, [to_plain(item) for item in kept.items]] for name, kept in erasure.renewed],
            "more": dict(erasure.more),
        }
    )


def _marks(objects: Objects, sha256: str) -> set[str]:
    kept = objects.kept(sha256)
    if kept is None:
        return set()
    items = {kept.commitment(committed_item(item)) for item in kept.items}
    of_people = {kept.commitment(of(sha256)) for of in (committed_judgement, committed_edits, committed_answer)}
    return items | of_people | {kept.commitment(sha256)}


def _remove(objects: Objects, sha256: str) -> None:
    """Bytes first: the salt file alone says whose they were, so that nothing can be left that nobody finds again."""
    path = objects.path(sha256)
    with faults_named(path):
        path.unlink(missing_ok=True)
        objects.salt_path(sha256).unlink(missing_ok=True)
        if path.parent.exists():
            sync_folder(path.parent)
