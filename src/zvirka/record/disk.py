"""Writing that is not believed until it has been read back."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from zvirka.model.errors import StorageFault

_CHUNK = 2**20
_AT_ONCE = 16


@contextlib.contextmanager
def faults_named(path: Path, but: type[OSError] | tuple[type[OSError], ...] = ()) -> Iterator[None]:
    """Turns an OSError of the block into a StorageFault that names the file and what to do. but: kinds that pass as they are."""
    try:
        yield
    except but:
        raise
    except OSError as fault:
        raise StorageFault(
            f"the disk refused: {fault.strerror or fault}",
            file=path.name,
            remedy="Free space or check the rights on the case folder, then run again: nothing already kept is lost.",
        ) from fault


def write_whole(path: Path, data: bytes) -> None:
    """Writes `data` at `path` so that afterwards either all of it stands there or what stood there before.

    Temporary file beside it, fsync, read back and compare, rename, fsync of the folder. Raises StorageFault.
    """
    with _replacing(path) as temporary:
        with temporary.open("wb") as out:
            out.write(data)
            _flush(out)
        if temporary.read_bytes() != data:
            raise StorageFault(
                "the disk gave back other bytes than were written",
                file=path.name,
                remedy="Check the disk; do not trust this drive.",
            )


def copy_whole(source: Path, path: Path, sha256: str) -> None:
    """`write_whole` for a file too large to hold: copied in chunks, read back and hashed. Raises StorageFault.

    Raises it too where `source` no longer has the digest: it was changed while it was being read.
    """
    with _replacing(path) as temporary:
        with temporary.open("wb") as out, source.open("rb") as given:
            shutil.copyfileobj(given, out, _CHUNK)
            _flush(out)
        with temporary.open("rb") as back:
            if hashlib.file_digest(back, "sha256").hexdigest() != sha256:
                raise StorageFault(
                    "what was written is not what was read before",
                    file=source.name,
                    remedy="Was it still being written? Run again.",
                )


@contextlib.contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder to write in, which stands at `path` when the block ends well, flushed to the disk whole, and else not.

    What lies there of one that was killed is taken away. Raises StorageFault.
    """
    partly = path.with_name(f"{path.name}.partly")
    with faults_named(path):
        shutil.rmtree(partly, ignore_errors=True)
        partly.mkdir(parents=True)
    try:
        yield partly
        with faults_named(path):
            inside = list(partly.rglob("*"))
            with ThreadPoolExecutor(_AT_ONCE) as threads:  # a disk flushes many files in little more time than one
                list(threads.map(_sync_file, (each for each in inside if each.is_file())))
            for folder in (*(each for each in inside if each.is_dir()), partly):
                sync_folder(folder)
            partly.rename(path)
            sync_folder(path.parent)
    except BaseException:
        shutil.rmtree(partly, ignore_errors=True)
        raise


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary file that takes the place of `path` when the block ends well, and goes away when it does not."""
    with faults_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _flush(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """fsync of a folder, so that a rename in it outlives a power cut. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
