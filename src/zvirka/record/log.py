"""The log: one canonical JSON line an event, each holding the digest of the line before it.

A line has schema, seq (from 0), prev (SHA-256 of the line before without its newline, 64 zeros at first), at (UTC, what the
clock said), kind, and the event's own fields. It holds salted commitments only: no words and no bare digests.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from zvirka.model.canonical import MAX_SAFE_INTEGER, canonical_bytes, sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.model.errors import Damaged, StorageFault
from zvirka.record.disk import faults_named, sync_folder, write_whole
from zvirka.record.lock import held

HEAD = "head.json"
"""Name of the file in `checkpoints` that says after each append where the log ends."""
FIRST = "0" * 64
"""`prev` of the first line."""

_KEYS = frozenset({"schema", "seq", "prev", "at", "kind"})
_OWN = {
    "captured": frozenset({"item", "object"}),
    "judged": frozenset({"judgement", "object"}),
    "edited": frozenset({"edits", "object"}),
    "folder": frozenset({"gone", "back"}),
    "answered": frozenset({"answer", "object"}),
    "erased": frozenset({"of", "tombstone"}),
    "sealed": frozenset({"checkpoint"}),
    "witnessed": frozenset({"file", "digest"}),
    "published": frozenset({"edition", "digest", "manifest"}),
}
"""Fields that an event of a kind must have."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends: number of lines, digest of the last one, length in bytes of the whole lines."""

    lines: int
    digest: str
    length: int


def is_canonical(event: dict[str, Any], line: bytes) -> bool:
    """Whether the line is the canonical JSON of its event. Events of texts, numbers and lists of texts, without a character that would have
    to be escaped, are told by msgspec, of whose JSON canonical JSON then is one: a long log is checked in half the time."""
    if b"\\" not in line and line.isascii() and all(map(_is_simple, event.values())):
        return msgspec.json.encode(event, order="sorted") == line
    try:
        return canonical_bytes(event) == line
    except ValueError:
        return False


def _is_simple(value: Any) -> bool:
    kind = type(value)
    if kind is int:
        return bool(abs(value) <= MAX_SAFE_INTEGER)
    return kind is str or (kind is list and all(type(each) is str for each in value))


class Log:
    """The `log.jsonl` of a case."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._head: Head | None = None
        self._alone = False
        self._known = 0

    def rely_on(self, length: int) -> None:
        """Takes the first `length` bytes, a line's end, for checked: their digest is that of bytes that were."""
        self._known = length

    def events_of(self, *kinds: str) -> Iterator[dict[str, Any]]:
        """The events of these kinds, in order; as `events`, but that what is relied on is not checked again. Raises Damaged."""
        if not self._known:
            yield from (event for event in self.events() if event["kind"] in kinds)
            return
        marks = [b'"kind":' + canonical_bytes(kind) for kind in kinds]
        with faults_named(self._path), self._path.open("rb") as log:
            lines = log.read(self._known).split(b"\n")
        told = (json.loads(line) for line in lines if any(mark in line for mark in marks))
        yield from (event for event in chain(told, self.events_from(self._known)) if event["kind"] in kinds)

    def events(self) -> Iterator[dict[str, Any]]:
        """The events in order, the chain checked as they are read. Raises Damaged at the first line that does not hold.

        A torn last line (without its newline) is left out: it was never acknowledged.
        """
        before, length, number = FIRST, 0, -1
        sealed = self._checkpoint()
        for number, line in enumerate(self._lines()):
            event = self._event(number, line)
            if event.get("seq") != number or event.get("prev") != before or not is_canonical(event, line):
                raise self._damaged(number, "does not follow the line before it")
            before, length = sha256_hex(line), length + len(line) + 1
            if sealed is not None and number + 1 == sealed.lines and Head(number + 1, before, length) != sealed:
                raise self._damaged(number, "is not as the checkpoint says")
            yield event
        if sealed is not None and number + 1 < sealed.lines:
            raise self._damaged(number, f"ends too early: the checkpoint knows {sealed.lines} lines")

    def events_from(self, length: int) -> Iterator[dict[str, Any]]:
        """The events behind the first `length` bytes, a line's end; for who knows what stands before. Raises Damaged."""
        if self.length() <= length:
            return
        with faults_named(self._path), self._path.open("rb") as lines:
            lines.seek(length)
            whole = [line[:-1] for line in lines if line.endswith(b"\n")]
        try:
            yield from [self._event(number, line) for number, line in enumerate(whole)]
        except Damaged:
            for _ in self.events():  # says which line it is
                pass
            raise

    def length(self) -> int:
        """Bytes of the log, 0 where there is none."""
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0

    @contextlib.contextmanager
    def alone(self, at: str) -> Iterator[None]:
        """Holds the record's lock for longer than one append; within the block this log's own appends go through. Raises Busy."""
        if self._alone:
            yield
            return
        with held(self._path.with_name(".lock"), f"process {os.getpid()} on {socket.gethostname()} since {at}"):
            self._alone = True
            try:
                yield
            finally:
                self._alone = False

    def append(self, at: str, events: Sequence[tuple[str, Mapping[str, object]]]) -> list[int]:
        """Appends events (kind, fields) in one write; they are on disk and read back when it returns. Gives their seq.

        Takes the lock for just this; a torn tail that an earlier crash left is kept aside first and said in a line of its own.
        Afterwards `checkpoints/head.json` says where the log ends, so that a change of its last line shows. Without events
        that is all it does. Raises Busy, StorageFault, Damaged.
        """
        with self.alone(at), faults_named(self._path):
            torn = self._set_torn_tail_aside()
            head = self._read_head()
            wanted = [("recovered", {"torn_bytes": torn}), *events] if torn else list(events)
            lines: list[bytes] = []
            for offset, (kind, fields) in enumerate(wanted):
                line = canonical_bytes(
                    {
                        "schema": SCHEMA,
                        "seq": head.lines + offset,
                        "prev": sha256_hex(lines[-1]) if lines else head.digest,
                        "at": at,
                        "kind": kind,
                        **fields,
                    }
                )
                lines.append(line)
            if lines:
                self._write(b"".join(line + b"\n" for line in lines), head)
                self._head = Head(
                    head.lines + len(lines), sha256_hex(lines[-1]), head.length + sum(map(len, lines)) + len(lines)
                )
            self._seal(self._head if lines else head)
            first = head.lines + len(wanted) - len(events)
            return list(range(first, first + len(events)))

    def _write(self, data: bytes, head: Head) -> None:
        created = not self._path.exists()
        with self._path.open("ab") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        with self._path.open("rb") as back:
            back.seek(head.length)
            if back.read() != data:
                raise StorageFault(
                    "the disk gave back another log than was written", file=self._path.name, remedy="Check the disk."
                )
        if created:
            sync_folder(self._path.parent)

    def _seal(self, head: Head | None) -> None:
        if head is not None and head.lines and head != self._checkpoint():
            write_whole(self._seal_path(), canonical_bytes({"schema": SCHEMA, **asdict(head)}))

    def _checkpoint(self) -> Head | None:
        path = self._seal_path()
        if not path.exists():
            return None
        with faults_named(path):
            raw = path.read_bytes()
        try:
            document = json.loads(raw)
            head = Head(document["lines"], document["digest"], document["length"])
            if canonical_bytes({"schema": SCHEMA, **asdict(head)}) != raw:
                raise ValueError("not as it was written")
        except (ValueError, KeyError, TypeError) as fault:
            raise Damaged(
                "the checkpoint cannot be read", file="checkpoints/head.json", remedy="Restore the case from a copy."
            ) from fault
        return head

    def _seal_path(self) -> Path:
        return self._path.parent / "checkpoints" / HEAD

    def _set_torn_tail_aside(self) -> int:
        if not self._path.exists():
            return 0
        data = self._path.read_bytes()
        whole = data.rfind(b"\n") + 1
        torn = data[whole:]
        if not torn:
            return 0
        aside = self._path.with_name(f"log.torn-{sha256_hex(torn)[:16]}")
        aside.write_bytes(torn)
        with self._path.open("r+b") as log:
            log.truncate(whole)
            log.flush()
            os.fsync(log.fileno())
        return len(torn)

    def _read_head(self) -> Head:
        """The end of the log, read anew unless nobody appended since we did. Raises Damaged where its chain does not hold."""
        size = self._path.stat().st_size if self._path.exists() else 0
        if self._head is not None and self._head.length == size:
            return self._head
        before, count, length = FIRST, 0, 0
        for number, line in enumerate(self._lines()):
            if self._event(number, line).get("prev") != before:
                raise self._damaged(number, "does not follow the line before it")
            before, count, length = sha256_hex(line), number + 1, length + len(line) + 1
        self._head = Head(count, before, length)
        return self._head

    def _lines(self) -> Iterator[bytes]:
        if not self._path.exists():
            return
        with faults_named(self._path), self._path.open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield line[:-1]

    def _event(self, number: int, line: bytes) -> dict[str, Any]:
        try:
            event = msgspec.json.decode(line)
        except ValueError:
            event = None
        if (
            not isinstance(event, dict)
            or not event.keys() >= _KEYS
            or not event.keys() >= _OWN.get(str(event["kind"]), frozenset())
        ):
            raise self._damaged(number, "is no event")
        return event

    def _damaged(self, number: int, problem: str) -> Damaged:
        return Damaged(
            f"the log {problem}",
            file=self._path.name,
            place=f"line {number + 1}",
            remedy="Restore the case from a copy; do not edit the log.",
        )
