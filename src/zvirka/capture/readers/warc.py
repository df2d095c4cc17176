"""WARC files (ISO 28500:2017, WARC 1.1), gzipped or not: the pages in them, and what of them is cut.

Lengths are counted here: a digest that a crawler wrote over a cut answer is right for the cut answer.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from zvirka.capture.readers.http_answer import Answer, answer_of, digest_fits
from zvirka.capture.readers.names import Distinct
from zvirka.capture.readers.output import Member, Note, Output, plain

LARGEST_RECORD_BYTES = 128 * 2**20
LONGEST_LINE_BYTES = 65_536
NAMED = 20
"""How many faulty records are named one by one; the rest is counted."""
_PAGES = re.compile(
    r"(text/(html|plain|markdown|csv|vtt)|application/(xhtml\+xml|pdf|rss\+xml|atom\+xml|feed\+json|geo\+json|msword"
    r"|vnd\.(openxmlformats|oasis\.opendocument).*))$"
)
"""Media types of what a person would open by itself; scripts, styles, fonts and pictures are parts of pages."""
_DAMAGED = (EOFError, OSError, zlib.error, zipfile.BadZipFile)
"""What reading from a file that is cut or changed raises: gzip inside, ZIP around it."""
_REMEDY = "Archive the page again, if it is still there."


@dataclass(frozen=True, slots=True)
class Record:
    """One record. block: its bytes as far as they are there. length_bytes: as it says. number: from 1."""

    number: int
    kind: str
    headers: dict[str, str]
    block: bytes
    length_bytes: int

    @property
    def address(self) -> str:
        """What it is a copy of."""
        return self.headers.get("warc-target-uri", "").strip("<>")


class Fault(Exception):
    """The file cannot be read on from here."""


def read_warc(data: bytes, file: str | None = None) -> Any:
    """Members: the pages and documents among the answers. file: path to read instead of data."""
    with ExitStack() as open_files:
        return plain(listed([_stream(data, file, open_files)], None))


def take_warc(data: bytes, indexes: list[int], file: str | None = None) -> list[Any]:
    """The bodies of the members with these indexes."""
    with ExitStack() as open_files:
        return taken([_stream(data, file, open_files)], indexes)


def listed(streams: Iterable[BinaryIO], pages: set[str] | None) -> Output:
    """What the WARC files hold. pages: addresses of the pages of the crawl, where that is known; frames are then left aside."""
    members: list[Member] = []
    notes: list[Note] = []
    aside: Counter[str] = Counter()
    distinct = Distinct()
    for index, (record, answer) in enumerate(_answers(streams, notes)):
        notes += _faults(record, answer)
        framed = pages is not None and answer.media == "text/html" and record.address.partition("#")[0] not in pages
        if answer.status != 200 or not _PAGES.match(answer.media) or framed:
            aside[answer.media or "no type"] += 1
        elif not answer.body:
            notes.append(_note(record, answer.problem or "the answer is empty"))
        else:
            name = distinct(record.address or f"record {record.number}")
            size = len(answer.body)
            members.append(Member(name, index, size, record.address or None, answer.charset))
    if not members:
        notes.append(Note("holds no page that could be read", "Check whether it is the right file.", code="not_read"))
    return Output([], [*_capped(notes), *_left_aside(aside)], members=members)


def taken(streams: Iterable[BinaryIO], indexes: list[int]) -> list[Any]:
    """Bodies by index, in the order asked for."""
    wanted, found = set(indexes), {}
    for index, (_, answer) in enumerate(_answers(streams, [])):
        if index in wanted:
            found[index] = answer.body
            if len(found) == len(wanted):
                break
    return [found.get(index, "is no longer where it was") for index in indexes]


def unzipped(stream: BinaryIO) -> BinaryIO:
    """The stream, without gzip where it has it."""
    begin = stream.read(2)
    stream.seek(0)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if begin == b"\x1f\x8b" else stream


def _stream(data: bytes, file: str | None, open_files: ExitStack) -> BinaryIO:
    return io.BytesIO(data) if file is None else open_files.enter_context(Path(file).open("rb"))


def _answers(streams: Iterable[BinaryIO], notes: list[Note]) -> Iterator[tuple[Record, Answer]]:
    for stream in streams:
        for record in _records(unzipped(stream), notes):
            if not record.address.startswith(("http:", "https:")):
                continue  # about the crawl itself: its log, its settings, texts and pictures it made of pages
            if record.kind == "response":
                yield record, answer_of(record.block)
            elif record.kind in ("resource", "conversion"):
                yield record, Answer(200, record.headers.get("content-type", ""), None, record.block)
            elif record.kind == "revisit":
                notes.append(_note(record, "the answer was the same as one kept elsewhere and is not in here"))


def _records(stream: BinaryIO, notes: list[Note]) -> Iterator[Record]:
    number = whole = 0
    try:
        while (line := _line(stream)) is not None:
            if not line.strip():
                continue
            if not re.match(rb"WARC/\d", line):
                raise Fault(f"what follows record {number} is no record")
            number += 1
            record = _record(stream, number)
            yield record
            if len(record.block) < record.length_bytes <= LARGEST_RECORD_BYTES:
                return
            whole = number
    except (Fault, *_DAMAGED) as fault:
        why = str(fault) if isinstance(fault, Fault) else "the file is cut or damaged"
        notes.append(Note(f"{why}: nothing after it was read", _REMEDY, f"after record {whole}"))


def _record(stream: BinaryIO, number: int) -> Record:
    headers: dict[str, str] = {}
    while (line := _line(stream)) is not None and line.strip():
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdecimal() or len(length) > 18:
        raise Fault(f"record {number} does not say how long it is")
    size = int(length)
    if size > LARGEST_RECORD_BYTES:
        left = size
        while left and (part := stream.read(min(left, 2**20))):
            left -= len(part)
        return Record(number, headers.get("warc-type", ""), headers, b"", size)
    return Record(number, headers.get("warc-type", ""), headers, _whole(stream, size), size)


def _whole(stream: Any, size: int) -> bytes:
    """As many of the bytes as there are, where a compressed file is cut too."""
    parts = []
    try:
        while size and (part := stream.read1(min(size, 65_536))):
            parts.append(part)
            size -= len(part)
    except _DAMAGED:
        pass  # fewer bytes than the record says: told by `_faults`
    return b"".join(parts)


def _line(stream: BinaryIO) -> bytes | None:
    line = stream.readline(LONGEST_LINE_BYTES)
    return line or None


def _faults(record: Record, answer: Answer) -> Iterator[Note]:
    if len(record.block) < record.length_bytes:
        yield _note(record, f"is cut: {len(record.block)} of {record.length_bytes} bytes are there")
    elif "warc-truncated" in record.headers:
        yield _note(record, f"was cut by the crawler ({record.headers['warc-truncated'][:40]})")
    elif answer.problem and answer.body:
        yield _note(record, answer.problem)
    elif not digest_fits(record.headers.get("warc-block-digest", ""), record.block):
        yield _note(record, "its bytes are not those its digest was made of")


def _note(record: Record, words: str) -> Note:
    return Note(words, _REMEDY, f"record {record.number} ({record.address[:200]})")


def _capped(notes: list[Note]) -> list[Note]:
    if len(notes) <= NAMED:
        return notes
    more = f"{len(notes) - NAMED} more records with faults like these"
    return [*notes[:NAMED], Note(more, _REMEDY, f"from {notes[NAMED].place}", len(notes) - NAMED)]


def _left_aside(aside: Counter[str]) -> list[Note]:
    if not aside:
        return []
    kinds = ", ".join(
        f"{count} {kind[:60]}" for kind, count in sorted(aside.items(), key=lambda each: (-each[1], each[0]))[:5]
    )
    words = f"{aside.total()} answers that are parts of pages or no pages were left in it ({kinds})"
    return [Note(words, "They are kept. To have one looked at, save it by itself.", code="not_looked_at")]
