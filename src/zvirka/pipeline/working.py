"""Writes the working copy: changed files only, stale ones away."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from zvirka.model.errors import StorageFault
from zvirka.record.disk import faults_named

MARK = ".zvirka-working-copy"
"""A file that says the folder is ours: nothing is removed from a folder without it."""


def write_working(folder: Path, pages: Iterable[tuple[str, bytes]]) -> None:
    """Makes `folder` hold exactly these pages, by POSIX path. Raises StorageFault.

    They can be made again at any time, so they are not flushed one by one as the record is.
    """
    with faults_named(folder):
        if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
            raise StorageFault(
                "the folder of the working copy holds files of somebody else",
                file=folder.name,
                remedy="Move them away, then run again.",
            )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).touch()
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
