"""The record of a case: what was captured, in which order it became known, and whether it still stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zvirka.model.canonical import sha256_hex
from zvirka.model.errors import Damaged, RecordError
from zvirka.model.items import Item
from zvirka.record.captures import Captures
from zvirka.record.derived import Derived
from zvirka.record.judgements import KIND as JUDGED
from zvirka.record.judgements import Judgements, commitment
from zvirka.record.log import Log
from zvirka.record.objects import Objects


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found. problems: one line each, naming the file and what is wrong with it; empty when all holds."""

    events: int
    objects: int
    problems: tuple[str, ...]


class Record:
    """A case folder. Opening makes nothing; the first thing kept does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = Objects(folder / "objects")
        self.log = Log(folder / "log.jsonl")
        self.derived = Derived(folder / "derived")
        self.judgements = Judgements(self.objects, self.log)
        self._captures = Captures(self.derived, folder / "log.jsonl")
        self._marks: dict[Item, str] = {}
        self._known: tuple[int, set[str]] | None = None
        self._cleared = self._captured_here = False

    def exists(self) -> bool:
        """Whether anything has been recorded here."""
        return (self.folder / "log.jsonl").exists()

    def held(self) -> set[Item]:
        """The items that are in the record with their bytes and salt, as far as that is told without reading every salt file: then
        they need not be captured again. That the bytes and salts are the right ones, `verify` says. Raises Damaged."""
        self._marks, length = self._captures.get()
        if not self._marks:
            return set()
        since = {str(event["item"]) for event in self.log.events_from(length) if event["kind"] == "captured"}
        self._known = (self.log.length(), {*self._marks.values(), *since})
        sizes, salted = self.objects.standing()
        return {item for item in self._marks if sizes.get(item.object) == item.size_bytes and item.object in salted}

    def keep_held(self) -> None:
        """Keeps what `held` needs to know of the items captured since, so that the next run finds them. Raises StorageFault."""
        if self._captured_here:
            self._captures.put(self._marks)

    def capture(self, at: str, found: Sequence[tuple[Item, bytes | Path]]) -> int:
        """Keeps bytes (or the bytes of files) and items and logs one `captured` event for each that the log does not hold; gives how many.

        Bytes and salt are on disk before the event that speaks of them, so a run killed in between is made good by the
        next one. One run at a time does this: two that make the salt of one object would each log what the other's salt
        no longer holds. Raises Busy, StorageFault, Damaged.
        """
        with self.log.alone(at):
            if not self.exists():
                self.log.append(at, [("opened", {})])
            logged = self._captured()
            events: list[tuple[str, Mapping[str, object]]] = []
            for item, data in found:
                if isinstance(data, Path):
                    self.objects.put_file(data, item.object)
                else:
                    self.objects.put(data, item.object)
                kept = self.objects.add_item(item)
                mark = kept.commitment(_committed(item))
                self._marks[item] = mark
                self._captured_here = True
                if mark not in logged:
                    logged.add(mark)
                    events.append(("captured", {"item": mark, "object": kept.commitment(item.object)}))
            self.log.append(at, events)
            self._known = (self.log.length(), logged)
        return len(events)

    def _captured(self) -> set[str]:
        """The commitments of all items the log holds; read again where another run has appended since."""
        if not self._cleared:
            self.objects.clear_unfinished()
            self._cleared = True
        if self._known is not None and self._known[0] == self.log.length():
            return self._known[1]
        return {str(event["item"]) for event in self.log.events() if event["kind"] == "captured"}

    def note(self, at: str, kind: str, fields: Mapping[str, object]) -> None:
        """Logs one event that is no capture. `fields` hold no words and no bare digests."""
        self.log.append(at, [(kind, fields)])

    def verify(self) -> Verdict:
        """Checks chain, objects, salts and commitments against each other; names all that does not hold."""
        problems: list[str] = []
        committed, events = self._committed(problems)
        seen: set[str] = set()
        count = 0
        for sha256 in self.objects.all():
            count += 1
            problems.extend(self._object_problems(sha256, committed, seen))
        problems.extend(
            f"log.jsonl: line {seq + 1} records a {'judgement' if what == 'judgement' else 'capture'} whose {what} is missing"
            for mark, (seq, what) in committed.items()
            if mark not in seen
        )
        return Verdict(events, count, tuple(problems))

    def _committed(self, problems: list[str]) -> tuple[dict[str, tuple[int, str]], int]:
        marks: dict[str, tuple[int, str]] = {}
        events = 0
        try:
            for event in self.log.events():
                events += 1
                for kind, what in (("captured", "item"), (JUDGED, "judgement")):
                    if event["kind"] == kind:
                        marks[str(event[what])] = (int(event["seq"]), what)
                        marks[str(event["object"])] = (int(event["seq"]), "object")
        except Damaged as damage:
            problems.append(str(damage))
        return marks, events

    def _object_problems(self, sha256: str, committed: Mapping[str, Any], seen: set[str]) -> list[str]:
        name = f"objects/{sha256[:2]}/{sha256}"
        found: list[str] = []
        path = self.objects.path(sha256)
        if not path.exists():
            found.append(f"{name}: the bytes are missing")
        elif sha256_hex(path.read_bytes()) != sha256:
            found.append(f"{name}: the bytes have changed")
        try:
            kept = self.objects.kept(sha256)
        except RecordError as damage:
            return [*found, str(damage)]
        if kept is None:
            return [*found, f"{name}.salt: the salt is missing"]
        for item in kept.items:
            for what, mark in (("item", kept.commitment(_committed(item))), ("object", kept.commitment(sha256))):
                if mark in committed:
                    seen.add(mark)
                else:
                    found.append(f"{name}.salt: the {what} at {item.path} is not what the log records")
        told = commitment(kept, sha256)
        if told in committed:
            seen |= {told, kept.commitment(sha256)}
        elif not kept.items:
            found.append(f"{name}: no item brought it and the log records no judgement of it")
        return found


def _committed(item: Item) -> list[object]:
    return [item.id, item.object, item.path, item.media, item.size_bytes]
