"""Writes the working copy: changed files only, made of blocks of which only changed ones are made; stale files away; and nothing at
all where it stands as it was written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import msgspec

from zvirka.model.case import SCHEMA
from zvirka.model.errors import StorageFault
from zvirka.publish.blocks import Block, DigestOf, File
from zvirka.record.disk import faults_named

MARK = ".zvirka-working-copy"
"""An empty file that says the folder is ours: nothing is removed from a folder without it."""


NONE_AT_HAND: Mapping[int, bytes] = MappingProxyType({})


class Written(msgspec.Struct, array_like=True):
    """A file as it was written. changed_ns: its time of change. blocks: what each was made of, and its length in bytes."""

    size_bytes: int
    changed_ns: int
    blocks: list[tuple[str, int]]


class Note(msgspec.Struct):
    """The working copy as it was written. made_of: digest of all it follows from. files: by POSIX path."""

    schema: int
    made_of: str
    files: dict[str, Written]


def digest_of(version: str, documents: Mapping[int, bytes] = NONE_AT_HAND) -> DigestOf:
    """The digest of records under a version of code and packs: 128 bits of SHA-256, enough to tell any number of blocks apart.

    documents: JSON of records at hand, by their identity: they are not written once more. Whoever gives them holds the records.
    """
    salt = hashlib.sha256(version.encode())
    encoder = msgspec.json.Encoder()

    def made_of(*records: object) -> str:
        hashed = salt.copy()
        # no JSON holds the byte between them
        hashed.update(b"\0".join([documents.get(id(each)) or encoder.encode(each) for each in records]))
        return hashed.hexdigest()[:32]

    return made_of


def write_working(folder: Path, note: Path, made_of: str, files: Callable[[], Iterable[File]]) -> None:
    """Makes `folder` hold exactly these files. Raises StorageFault.

    made_of: digest of all the files follow from. note: a file outside the folder that tells of it, of how long and how old each file was
    after the last writing, and of its blocks; where all of that still holds, `files` is not called.
    They can be made again at any time, so they are not flushed one by one as the record is.
    """
    with faults_named(folder):
        if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
            raise StorageFault(
                "the folder of the working copy holds files of somebody else",
                file=folder.name,
                remedy="Move them away, then run again.",
            )
        told = _told(note)
        stands = dict(_standing(folder, ""))
        known = {path: told.files[path] for path, state in stands.items() if _as_written(told.files.get(path), state)}
        if told.made_of == made_of and len(known) == len(stands) == len(told.files):
            return
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_bytes(b"")
        blocks = {path: _write(folder, path, made, known.get(path)) for path, made in files()}
        _remove_others(folder, "", blocks.keys())
        after = {path: Written(*state, blocks[path]) for path, state in _standing(folder, "")}
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_bytes(msgspec.json.encode(Note(SCHEMA, made_of, after)))


def _write(folder: Path, name: str, made: Iterable[Block], known: Written | None) -> list[tuple[str, int]]:
    """Writes one file where it is not as it should be; gives its blocks. known: how it was written, where it still stands so."""
    path = folder / PurePosixPath(name)
    if ".." in path.parts:
        raise ValueError(f"{name!r} leads out of the working copy")
    blocks = list(made)
    ids = [block.made_of for block in blocks]
    if known is not None and "" not in ids and ids == [made_of for made_of, _ in known.blocks]:
        return known.blocks
    before = path.read_bytes() if path.exists() else None
    kept = dict(_kept(known, before)) if known is not None and before is not None else {}
    pieces = [kept[block.made_of] if block.made_of in kept else block.make() for block in blocks]
    data = b"".join(pieces)
    if before != data:
        _put(path, data)
    return [(block.made_of, len(piece)) for block, piece in zip(blocks, pieces, strict=True)]


def _put(path: Path, data: bytes) -> None:
    """Writes a file over what stands there and cuts off the rest. A file emptied first is flushed by ext4 when it is closed
    (`auto_da_alloc`): of hundreds of pages that took longer than making them. One that is cut short has another time than was noted."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with path.open("r+b") as file:
        file.write(data)
        file.truncate()


def _kept(known: Written, data: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    for made_of, length in known.blocks:
        if made_of:
            yield made_of, data[at : at + length]
        at += length


def _remove_others(folder: Path, inside: str, names: Collection[str]) -> bool:
    """Removes all files but the mark and these (POSIX paths), and folders left without any; whether the folder is empty then."""
    empty = True
    with os.scandir(folder) as listed:
        entries = list(listed)
    for entry in entries:
        name = inside + entry.name
        if entry.is_dir(follow_symlinks=False):
            if _remove_others(Path(entry.path), f"{name}/", names):
                Path(entry.path).rmdir()
            else:
                empty = False
        elif name in names or name == MARK:
            empty = False
        else:
            Path(entry.path).unlink()
    return empty


def _told(note: Path) -> Note:
    try:
        return msgspec.json.decode(note.read_bytes(), type=Note)
    except (OSError, msgspec.MsgspecError):
        return Note(SCHEMA, "", {})


def _as_written(told: Written | None, state: tuple[int, int]) -> bool:
    return told is not None and (told.size_bytes, told.changed_ns) == state


def _standing(folder: Path, inside: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each file but the mark: its POSIX path, length in bytes and time of change (nanoseconds)."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _standing(Path(entry.path), f"{inside}{entry.name}/")
            elif entry.name != MARK and entry.is_file():
                status = entry.stat()
                yield inside + entry.name, (status.st_size, status.st_mtime_ns)
