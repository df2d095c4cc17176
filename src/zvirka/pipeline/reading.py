"""Reading a folder's files, and not reading again those that stand as they stood.

What came of a file is kept under its path, the digest of its bytes and all else that reading depends on. A file whose size, times of
change and inode are those noted with its digest is taken to hold the same bytes; any other is hashed. That relies on the file system
moving a file's time of change (ctime; on Windows mtime) whenever its bytes change; one changed within RACY_NS before it was noted is
hashed anyway. `again` reads everything anew. `zvirka verify` reads all bytes of the record, always.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from zvirka.capture import FUTURE_SLACK, LOOKS_BESIDE, MARK, Captured, Found
from zvirka.model.canonical import digest
from zvirka.model.issues import Issue
from zvirka.model.items import Item, Text
from zvirka.pipeline.cache import DONE, Shelf, result_table
from zvirka.pipeline.items_csv import Edits
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.versions import code_version
from zvirka.record.derived import Derived

STAGE = "reading"
_FILES = ("files", "stamps")
"""Stage and key of the table of stamps."""
_STAMPS = pa.schema([("path", pa.string()), ("stamp", pa.string()), ("sha256", pa.string())])
RACY_NS = 2_000_000_000
"""The coarsest clock of a file system in use: FAT counts changes in steps of two seconds."""
FLUSH_CHARACTERS = 64 * 2**20
"""Characters of results gathered before they are written, which bounds memory."""

Row = tuple[str, str, str, str]
Reader = Callable[[Iterable[Found]], Iterator[Captured]]


@dataclass(frozen=True, slots=True)
class About:
    """What else must hold for kept results. newest: the latest publication (ISO 8601), None without one. beside: digest of the names
    in the file's folder where its reader looks at them, else ""."""

    newest: datetime | None
    beside: str


@dataclass(frozen=True, slots=True)
class Part:
    """A `Captured` whose texts follow it. path, size_bytes: of its `Found`."""

    path: str
    size_bytes: int
    item: Item
    issues: tuple[Issue, ...]
    part: int


class Reading:
    """The files of one run."""

    def __init__(
        self,
        derived: Derived,
        read: Reader,
        settings: Sequence[object],
        edits: Edits,
        clock: datetime,
        again: bool = False,
    ) -> None:
        """read: `capture.read_items` with all but the files. settings: what its results depend on besides files, edits and clock.
        clock: the run's. again: whether nothing that is known is used."""
        self._derived, self._read, self._latest, self._again = derived, read, clock + FUTURE_SLACK, again
        version = digest(*settings, code_version("capture", "confine", "ground", "model"), FORMAT)
        self._shelf = Shelf(derived, STAGE, version)
        self._edits = _by_file(edits)
        self._began_ns = time.time_ns()
        self._beside: dict[str, str] = {}
        self._stamps: dict[str, tuple[str, str]] = {}
        self._noted: dict[str, tuple[str, str]] = {}
        self._keys: set[str] = set()
        self._made: dict[str, list[Row]] = {}
        self._characters = 0

    def captured(self, found: Sequence[Found], held: Iterable[Item]) -> Iterator[tuple[Captured, bool]]:
        """(what came of a file, whether it was known before), in the order of the files.

        held: the items of which the record has the bytes; a file with one that is missing is read.
        """
        self._beside = _names_beside(found)
        self._stamps = self._read_stamps()
        known = {} if self._again else self._known(found)
        ids = {item.id for item in held}
        waiting: list[Found] = []
        for each in found:
            kept = self._kept(each, known.get(each.path), ids)
            if kept is None:
                waiting.append(each)
            else:
                if waiting:
                    yield from ((captured, False) for captured in self._anew(waiting))
                    waiting = []
                for captured in kept:
                    yield captured, True
        yield from ((captured, False) for captured in self._anew(waiting))

    def keep(self) -> None:
        """Keeps what was read, and how the files stood. To be called when the record has their bytes. Raises StorageFault."""
        self._flush()
        self._shelf.close(self._keys)
        if self._noted != self._stamps:
            rows = [(path, *entry) for path, entry in sorted(self._noted.items())]
            columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in _STAMPS.names]
            self._derived.put(*_FILES, pa.table(dict(zip(_STAMPS.names, columns, strict=True)), schema=_STAMPS))

    def _read_stamps(self) -> dict[str, tuple[str, str]]:
        table = self._derived.get(*_FILES)
        if table is None or not table.schema.equals(_STAMPS):
            return {}
        columns = [table[name].to_pylist() for name in _STAMPS.names]
        return {path: (stamp, sha256) for path, stamp, sha256 in zip(*columns, strict=True)}

    def _known(self, found: Sequence[Found]) -> dict[str, list[tuple[str, str, str]]]:
        """The kept rows of the files whose bytes were read before, by path."""
        keys = {}
        for each in found:
            told = self._stamps.get(each.path)
            if told is None:
                continue
            stamp = self._stamp(each.file)
            sha256 = told[1] if stamp == told[0] else _sha256(each.file)
            if sha256 == told[1]:
                self._noted[each.path] = (self._trusted(stamp), sha256)
                keys[each.path] = self._key(each.path, sha256)
        rows, done = self._shelf.look(keys.values())
        self._keys = done
        return {path: rows[key] for path, key in keys.items() if key in done}

    def _kept(self, found: Found, rows: Sequence[tuple[str, str, str]] | None, held: set[str]) -> list[Captured] | None:
        """What the rows say came of a file, None where it has to be read: it is new, or what they rest on has changed."""
        if rows is None:
            return None
        parts: list[tuple[Part, list[Text]]] = []
        try:
            for kind, _, document in rows:
                if kind == "about":
                    about = unpacked(About, document)
                    late = about.newest is not None and about.newest > self._latest
                    if late or about.beside not in ("", self._beside[found.path]):
                        return None
                elif kind == "part":
                    part = unpacked(Part, document)
                    if part.item.id not in held:
                        return None
                    parts.append((part, []))
                else:
                    parts[-1][1].append(unpacked(Text, document))
        except (msgspec.MsgspecError, IndexError):  # somebody put it there
            return None
        return [
            Captured(Found(p.path, found.file, p.size_bytes), p.item, None, tuple(texts), p.issues, part=p.part)
            for p, texts in parts
        ]

    def _anew(self, waiting: Sequence[Found]) -> Iterator[Captured]:
        by_file = {each.file: each for each in waiting}
        before = {each.file: self._stamp(each.file) for each in waiting}
        current: Path | None = None
        rows: list[Row] | None = []
        about = About(None, "")
        for captured in self._read(waiting):
            file = captured.found.file
            if file != current:
                self._end(by_file.get(current) if current else None, before, rows, about)
                current, rows, about = file, [], About(None, "")
            about = self._about(about, captured, by_file[file])
            rows = None if rows is None or not _lasting(captured) else rows + list(_rows(captured))
            yield captured
        self._end(by_file.get(current) if current else None, before, rows, about)

    def _about(self, before: About, captured: Captured, outer: Found) -> About:
        times = [before.newest] if before.newest else []
        for text in captured.texts:
            if text.published is not None:
                times.append(text.published.instant or datetime.combine(text.published.day, time_of_day(), UTC))
        looks = captured.kind in LOOKS_BESIDE
        return About(max(times, default=None), self._beside[outer.path] if looks else before.beside)

    def _end(self, found: Found | None, before: dict[Path, str], rows: list[Row] | None, about: About) -> None:
        """A file was read to its end: its rows are gathered, unless they may be other ones the next time."""
        if found is None or rows is None or (about.newest is not None and about.newest > self._latest):
            return
        stamp = self._stamp(found.file)
        sha256 = next((unpacked(Part, row[3]).item.object for row in rows if row[1] == "part"), None)
        if not stamp or stamp != before[found.file] or sha256 is None:
            return
        self._noted[found.path] = (self._trusted(stamp), sha256)
        key = self._key(found.path, sha256)
        self._made[key] = [(key, kind, id, document) for _, kind, id, document in rows]
        self._made[key] += [(key, "about", "", packed(about)), (key, DONE, "", "")]
        self._characters += sum(len(row[3]) for row in rows)
        if self._characters > FLUSH_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if self._made:
            self._shelf.put(self._made, result_table([row for rows in self._made.values() for row in rows]))
            self._keys |= self._made.keys()
        self._made, self._characters = {}, 0

    def _key(self, path: str, sha256: str) -> str:
        return digest("file", path, sha256, self._edits.get(path))

    def _stamp(self, file: Path) -> str:
        """What tells that a file is as it was, "" where it cannot be told."""
        try:
            status = file.stat()
        except OSError:
            return ""
        return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"

    def _trusted(self, stamp: str) -> str:
        """The stamp, or "" where the file changed so shortly before that another change might not show in it."""
        return stamp if stamp and max(map(int, stamp.split()[1:3])) < self._began_ns - RACY_NS else ""


def _lasting(captured: Captured) -> bool:
    """Whether reading the same bytes again gives the same: what could not be read may be readable the next time, and a large file
    read in part too."""
    codes = {issue.code for issue in captured.issues}
    cut_off = captured.part > 0 and "partly_read" in codes
    return captured.item is not None and "not_read" not in codes and not cut_off


def _rows(captured: Captured) -> Iterator[Row]:
    found, item = captured.found, captured.item
    if item is not None:
        yield ("", "part", "", packed(Part(found.path, found.size_bytes, item, captured.issues, captured.part)))
        for text in captured.texts:
            yield ("", "text", "", packed(text))


def _by_file(edits: Edits) -> dict[str, list[Any]]:
    """What people set, by the file of the folder it bears on, in the order of their keys: a file in an archive is part of that."""
    found: dict[str, list[Any]] = defaultdict(list)
    for (path, fragment), values in sorted(edits.items()):
        pieces = path.split(MARK)
        for depth in range(1, len(pieces) + 1):
            found[MARK.join(pieces[:depth])].append([path, fragment, dict(values)])
    return dict(found)


def _names_beside(found: Iterable[Found]) -> dict[str, str]:
    """For each path the digest of all names in its folder."""
    folders: dict[str, list[str]] = defaultdict(list)
    for each in found:
        folders[each.path.rpartition("/")[0]].append(each.path)
    marks = {folder: digest("names", sorted(paths)) for folder, paths in folders.items()}
    return {each.path: marks[each.path.rpartition("/")[0]] for each in found}


def _sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
