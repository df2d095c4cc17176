"""Files in a file: ZIP (PKWARE APPNOTE 6.3.10), WACZ (specs.webrecorder.net/wacz/1.1.1) and gzip."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from zvirka.capture.readers import wacz
from zvirka.capture.readers.names import Distinct
from zvirka.capture.readers.output import Member, Note, Output, plain
from zvirka.model.errors import FormatError

LARGEST_MEMBER_BYTES = 128 * 2**20
MOST_ENTRIES = 100_000
WORST_RATIO = 200
RATIO_FROM_BYTES = 10 * 2**20
"""Text packs to a tenth, tables to a fiftieth: what is larger than this and packs better is a bomb or not worth reading (house rule)."""
_ENCRYPTED = 1
_UTF_8 = 0x800
"""General purpose bits 0 and 11 (APPNOTE 4.4.4)."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def read_archive(data: bytes, file: str | None = None) -> Any:
    """The files in it as members, in its order; hidden ones are passed over as they are in folders. file: path to read instead."""
    with ExitStack() as opened:
        stream = _stream(data, file, opened)
        if _is_gzip(stream):
            return plain(_of_gzip(stream))
        try:
            packed = opened.enter_context(zipfile.ZipFile(stream))
        except _DAMAGED as fault:
            raise FormatError(
                "is a ZIP archive that is cut or damaged", value=str(fault), remedy="Copy or download it again."
            ) from fault
        if not wacz.is_wacz(packed):
            return plain(_listed(packed))
        try:
            return plain(wacz.listed(packed))
        except _DAMAGED as fault:
            remedy = "Copy or download it again."
            raise FormatError(
                "is a web archive (WACZ) that is damaged inside", value=str(fault)[:100], remedy=remedy
            ) from fault


def take_archive(data: bytes, indexes: list[int], file: str | None = None) -> list[Any]:
    """The bytes of the members with these indexes, or words saying why there are none."""
    with ExitStack() as opened:
        stream = _stream(data, file, opened)
        if _is_gzip(stream):
            return [_gunzipped(stream)[0]]
        packed = opened.enter_context(zipfile.ZipFile(stream))
        if wacz.is_wacz(packed):
            return wacz.taken(packed, indexes)
        return [_bytes(packed, packed.infolist()[index]) for index in indexes]


def _stream(data: bytes, file: str | None, opened: ExitStack) -> BinaryIO:
    return io.BytesIO(data) if file is None else opened.enter_context(Path(file).open("rb"))


def _listed(packed: zipfile.ZipFile) -> Output:
    members: list[Member] = []
    notes: list[Note] = []
    distinct = Distinct()
    entries = packed.infolist()
    for index, entry in enumerate(entries[:MOST_ENTRIES]):
        name = _name(entry)
        if entry.is_dir() or name.endswith("/") or _hidden(name):
            continue
        shown = distinct(name)
        refused = _refused(entry)
        if refused:
            notes.append(Note(f"was not taken out: it {refused[0]}", refused[1], shown, code="not_read"))
        else:
            members.append(Member(shown, index, entry.file_size))
    if len(entries) > MOST_ENTRIES:
        rest = len(entries) - MOST_ENTRIES
        notes.append(Note(f"{rest} of its files were not looked at", "Split it.", count=rest, code="not_read"))
    if not members and not notes:
        notes.append(Note("is an archive without files", "Check whether it is the right one.", code="not_read"))
    return Output([], notes, members=members)


def _refused(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted", "Unpack it with its password, and add what comes out."
    if entry.file_size > LARGEST_MEMBER_BYTES:
        return f"is larger than {LARGEST_MEMBER_BYTES // 2**20} MB", "Unpack it yourself into the folder."
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > WORST_RATIO * max(1, entry.compress_size):
        return f"would grow more than {WORST_RATIO} times", "Treat the archive as hostile."
    return None


def _name(entry: zipfile.ZipInfo) -> str:
    """The name; without the mark of UTF-8 it is in UTF-8 all the same (macOS), or in code page 866 (Windows in Cyrillic)."""
    name = entry.filename
    if not entry.flag_bits & _UTF_8 and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp866")
    return name.replace("\\", "/")


def _hidden(name: str) -> bool:
    parts = name.split("/")
    return (
        parts[-1].startswith(".")
        or "__MACOSX" in parts
        or any(part.startswith(".") and part.strip(".") for part in parts)
    )


def _bytes(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | str:
    try:
        with packed.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except _DAMAGED as fault:
        return f"is cut or damaged in its archive ({str(fault)[:120]})"
    return data if len(data) == entry.file_size else "is not as long as its archive says"


def _is_gzip(stream: BinaryIO) -> bool:
    begin = stream.read(2)
    stream.seek(0)
    return begin == b"\x1f\x8b"


def _of_gzip(stream: BinaryIO) -> Output:
    data, note = _gunzipped(stream)
    name = _gzip_name(stream)
    return Output([], note, members=[Member(name, 0, len(data))] if data else [])


def _gunzipped(stream: BinaryIO) -> tuple[bytes, list[Note]]:
    """As much as is there, and a note where that is not all."""
    stream.seek(0)
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            while part := unpacked.read1(2**20):
                size += len(part)
                if size > LARGEST_MEMBER_BYTES:
                    words = f"holds more than {LARGEST_MEMBER_BYTES // 2**20} MB"
                    return b"", [Note(words, "Unpack and split it.", code="not_read")]
                parts.append(part)
    except _DAMAGED:
        words = f"is cut or damaged after {size} unpacked bytes"
        return b"".join(parts), [Note(words, "Copy or download it again.", code="partly_read" if size else "not_read")]
    empty = [] if size else [Note("is empty inside", "Check whether it is the right file.", code="not_read")]
    return b"".join(parts), empty


def _gzip_name(stream: BinaryIO) -> str:
    """The name in its head (RFC 1952, 2.3.1), else "content"."""
    stream.seek(0)
    head = stream.read(2048)
    if len(head) < 10 or not head[3] & 8:
        return "content"
    at = 10 + (2 + int.from_bytes(head[10:12], "little") if head[3] & 4 else 0)
    return Distinct()(head[at : head.find(b"\0", at)].decode("utf-8", "replace")) if b"\0" in head[at:] else "content"
