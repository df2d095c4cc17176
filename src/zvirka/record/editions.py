"""Editions kept whole beside the record: `editions/N/` with a manifest of its files, which the log holds the digest of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDER, MANIFEST = "editions", "manifest-sha256.txt"
_AT_ONCE = 4


def manifest(digests: Mapping[str, str]) -> bytes:
    """The list of an edition's files as `sha256sum -c` reads it: {path: SHA-256}, sorted by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode("utf-8")


def edition_problems(folder: Path, digest: str) -> Iterator[str]:
    """A line for each way in which a kept edition is not as it was given out. digest: of its manifest, as the log has it."""
    name = f"{FOLDER}/{folder.name}"
    listed = folder / MANIFEST
    if not listed.is_file():
        yield f"{name}: the edition is missing"
        return
    data = listed.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        yield f"{name}/{MANIFEST}: has changed since the log recorded it"
        return
    wanted = {line[66:]: line[:64] for line in data.decode("utf-8").splitlines()}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    both = sorted(wanted.keys() & there)
    with ThreadPoolExecutor(_AT_ONCE) as threads:  # digests are made outside of Python's lock
        found = dict(zip(both, threads.map(_digest, (folder / path for path in both)), strict=True))
    for path in sorted(wanted.keys() | there):
        if path not in wanted:
            yield f"{name}/{path}: is not of the edition"
        elif path not in there:
            yield f"{name}/{path}: is missing"
        elif found[path] != wanted[path]:
            yield f"{name}/{path}: the bytes have changed"


def is_whole(folder: Path) -> bool:
    """Whether the folder is an edition as its own manifest lists it, of whichever case."""
    listed = folder / MANIFEST
    if not listed.is_file():
        return False
    try:
        return not any(edition_problems(folder, _digest(listed)))
    except UnicodeDecodeError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
