"""Writes the working copy: changed files only, stale ones away, and nothing at all where it stands as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.errors import StorageFault
from zvirka.record.disk import faults_named

MARK = ".zvirka-working-copy"
"""An empty file that says the folder is ours: nothing is removed from a folder without it."""


def write_working(folder: Path, note: Path, made_of: str, pages: Callable[[], Iterable[tuple[str, bytes]]]) -> None:
    """Makes `folder` hold exactly these pages, by POSIX path. Raises StorageFault.

    made_of: digest of all the pages follow from. note: a file outside the folder that tells of it and of how long and how old
    each page was after the last writing; where all that still holds, `pages` is not called.
    They can be made again at any time, so they are not flushed one by one as the record is.
    """
    with faults_named(folder):
        if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
            raise StorageFault(
                "the folder of the working copy holds files of somebody else",
                file=folder.name,
                remedy="Move them away, then run again.",
            )
        if _told(note) == {"schema": SCHEMA, "made_of": made_of, "files": _standing(folder)}:
            return
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_bytes(b"")
        _write(folder, pages())
        told = {"schema": SCHEMA, "made_of": made_of, "files": _standing(folder)}
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(canonical_json(told), encoding="utf-8")


def _write(folder: Path, pages: Iterable[tuple[str, bytes]]) -> None:
    kept = {folder / MARK}
    for name, data in pages:
        path = folder / PurePosixPath(name)
        if ".." in path.parts:
            raise ValueError(f"{name!r} leads out of the working copy")
        kept.add(path)
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path not in kept:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _told(note: Path) -> Any:
    try:
        return json.loads(note.read_bytes())
    except (OSError, ValueError):
        return None


def _standing(folder: Path) -> dict[str, list[Any]]:
    """Length in bytes and time of change (nanoseconds, as text: beyond what JSON's numbers hold) of each file."""
    found: dict[str, list[Any]] = {}
    for path in folder.rglob("*"):
        if path.name != MARK and path.is_file():
            status = path.stat()
            found[path.relative_to(folder).as_posix()] = [status.st_size, str(status.st_mtime_ns)]
    return found
