"""Which files a folder holds, in an order that depends on their names alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zvirka.model.errors import InputError
from zvirka.model.issues import Issue

_NO_MARK = ("!/", "\\x21/")


@dataclass(frozen=True, slots=True)
class Found:
    """A file. path: POSIX, relative to the folder, bytes that are no UTF-8 as "\\xff". file: where to read it."""

    path: str
    file: Path
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Walk:
    """found: sorted by the code points of path. issues: what stands there and cannot be read, sorted by path."""

    found: tuple[Found, ...]
    issues: tuple[Issue, ...]

    def __iter__(self) -> Iterator[Found]:
        return iter(self.found)


def walk(folder: Path, case_folder: Path | None = None) -> Walk:
    """All files under a folder except hidden ones (a name that begins with a dot) and the case's own folder.

    Links are followed to files inside the folder only; links out of it, dead links, devices and what the system does not
    let us read become issues. Raises InputError where the folder itself cannot be listed.
    """
    try:
        root = folder.resolve(strict=True)
        list(os.scandir(root))
    except OSError as error:
        raise InputError(
            f"the folder cannot be read ({error.strerror})",
            file=str(folder),
            remedy="Name a folder that exists and that you may read.",
        ) from error
    skipped = case_folder.resolve() if case_folder is not None else None
    found: list[Found] = []
    issues: list[Issue] = []
    waiting = [root]
    while waiting:
        _list_folder(waiting.pop(), root, skipped, waiting, found, issues)
    return Walk(tuple(sorted(found, key=lambda each: each.path)), tuple(sorted(issues, key=lambda each: each.path)))


def _list_folder(
    folder: Path, root: Path, skipped: Path | None, waiting: list[Path], found: list[Found], issues: list[Issue]
) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        issues.append(_unread(shown_path(folder, root), f"the folder cannot be listed ({error.strerror})"))
        return
    inside = "" if folder == root else f"{shown_path(folder, root)}/".replace(*_NO_MARK)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        file, path = Path(entry.path), inside + _shown(entry.name)
        try:
            if entry.is_dir(follow_symlinks=False):
                if file != skipped:
                    waiting.append(file)
            elif entry.is_symlink() and not _stays(file, root):
                issues.append(
                    _not_looked_at(
                        path, "is a link that leads out of the folder", "Copy the file itself into the folder."
                    )
                )
            elif entry.is_dir():
                continue  # a link to a folder in here: its files are read where they are
            elif stat.S_ISREG(entry.stat().st_mode):
                found.append(Found(path, file, entry.stat().st_size))
            else:
                issues.append(_not_looked_at(path, "is a device or pipe, not a file", "Take it out of the folder."))
        except OSError as error:
            issues.append(_unread(path, f"cannot be read ({error.strerror})"))
        except RuntimeError:  # what pathlib makes of a link that leads back to itself, before Python 3.13
            issues.append(_unread(path, "is a link that leads back to itself"))


def shown_path(file: Path, root: Path) -> str:
    """The path relative to root, with "/" and without bytes that have no Unicode form.

    A folder whose name ends with "!" is written with its escape: "!/" stands between a file and what lies in it.
    """
    return _shown(file.relative_to(root).as_posix()).replace(*_NO_MARK)


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _stays(link: Path, root: Path) -> bool:
    return link.resolve(strict=True).is_relative_to(root)


def _unread(path: str, what: str) -> Issue:
    return Issue("not_read", path, what, "Check that it exists and that you may read it.")


def _not_looked_at(path: str, what: str, remedy: str) -> Issue:
    return Issue("not_looked_at", path, what, remedy)
