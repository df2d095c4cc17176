"""The record of a case: what was captured, in which order it became known, and whether it still stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from zvirka.model.canonical import sha256_hex
from zvirka.model.items import Item
from zvirka.record.answers import Answers
from zvirka.record.captures import Captures
from zvirka.record.checkpoints import Checkpoint, Checkpoints, read_checkpoint
from zvirka.record.commitments import CAPTURED, SEALED, WITNESSED, committed_item
from zvirka.record.derived import Derived
from zvirka.record.disk import faults_named
from zvirka.record.edits import Edits
from zvirka.record.judgements import Judgements
from zvirka.record.log import Log
from zvirka.record.objects import Objects
from zvirka.record.present import Folder, Present
from zvirka.record.verifying import Verdict, verify


class Record:
    """A case folder. Opening makes nothing; the first thing kept does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = Objects(folder / "objects")
        self.log = Log(folder / "log.jsonl")
        self.derived = Derived(folder / "derived")
        self.judgements = Judgements(self.objects, self.log)
        self.edits = Edits(self.objects, self.log)
        self.answers = Answers(self.objects, self.log)
        self._captures = Captures(self.derived, folder / "log.jsonl")
        self._folder = Folder(self.objects, self.log, folder / "derived")
        self._fresh: set[str] = set()
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
        self.log.rely_on(length)
        since = {str(event["item"]) for event in self.log.events_from(length) if event["kind"] == CAPTURED}
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
            brought: dict[str, list[Item]] = {}
            for item, data in found:
                if item.object not in brought:
                    self._put(data, item.object)
                brought.setdefault(item.object, []).append(item)
            salts = {sha256: self.objects.add_items(sha256, items) for sha256, items in brought.items()}
            for item, _ in found:
                kept = salts[item.object]
                mark = kept.commitment(committed_item(item))
                self._marks[item] = mark
                self._captured_here = True
                if mark not in logged:
                    logged.add(mark)
                    self._fresh.add(mark)
                    events.append((CAPTURED, {"item": mark, "object": kept.commitment(item.object)}))
            self.log.append(at, events)
            self._known = (self.log.length(), logged)
        return len(events)

    def _put(self, data: bytes | Path, sha256: str) -> None:
        if isinstance(data, Path):
            self.objects.put_file(data, sha256)
        else:
            self.objects.put(data, sha256)

    def note_folder(self, at: str, items: Iterable[Item]) -> None:
        """Logs which items captured before the folder no longer holds, or holds again. items: all it holds, each known by `held` or
        captured since. Raises Busy, StorageFault, Damaged."""
        self._folder.note(at, [self._marks[item] for item in items], self._fresh)

    def since(self, items: Iterable[Item]) -> tuple[str, str]:
        """When the first and the last of these items came into the record (ISO 8601, UTC), as its log says. items: at least one, each
        known by `held` or captured since. Raises Damaged."""
        marks = {self._marks[item] for item in items}
        times = [str(event["at"]) for event in self.log.events_of(CAPTURED) if event["item"] in marks]
        return min(times), max(times)

    def present(self, until: str) -> Present:
        """What the folder held at a moment of the record (ISO 8601, UTC). Raises Damaged."""
        marks, length = self._captures.get()
        self.log.rely_on(length)
        return self._folder.at(until, marks)

    def _captured(self) -> set[str]:
        """The commitments of all items the log holds; read again where another run has appended since."""
        if not self._cleared:
            self.objects.clear_unfinished()
            self._cleared = True
        if self._known is not None and self._known[0] == self.log.length():
            return self._known[1]
        return {str(event["item"]) for event in self.log.events() if event["kind"] == CAPTURED}

    def note(self, at: str, kind: str, fields: Mapping[str, object]) -> None:
        """Logs one event that is no capture. `fields` hold no words and no bare digests."""
        self.log.append(at, [(kind, fields)])

    def seal(self, at: str, *, anew: bool = False) -> Checkpoint:
        """A checkpoint of the log, kept and logged; the last again where nothing followed, unless `anew`.

        Raises CaseError, StorageFault, Damaged.
        """
        checkpoints = Checkpoints(self.folder / "checkpoints", self.folder / "log.jsonl")
        with self.log.alone(at):
            sealed = None
            for event in self.log.events():
                if event["kind"] != WITNESSED:
                    sealed = event["checkpoint"] if event["kind"] == SEALED else None
            for path in reversed(checkpoints.paths()) if sealed and not anew else ():
                checkpoint = read_checkpoint(path)
                if checkpoint.id == sealed:
                    return checkpoint
            checkpoint = checkpoints.make(at)
            self.log.append(at, [(SEALED, {"checkpoint": checkpoint.id})])
        return checkpoint

    def witness(self, at: str, file: Path) -> None:
        """Logs, once, a signature or time stamp beside a checkpoint, so that it is missed when it goes. Raises Busy, StorageFault."""
        with faults_named(file):
            digest = sha256_hex(file.read_bytes())
        if self._witnessed(file.name) == digest:
            return
        self.log.append(at, [(WITNESSED, {"file": file.name, "digest": digest})])

    def _witnessed(self, name: str) -> str | None:
        """The digest that the log last recorded of a file."""
        told = [each["digest"] for each in self.log.events_of(WITNESSED) if each["file"] == name]
        return str(told[-1]) if told else None

    def verify(self, share: float = 1.0) -> Verdict:
        """Checks all of it against itself. share: of the objects, how many have their bytes read (0 to 1)."""
        return verify(self.folder, self.objects, self.log, share)
