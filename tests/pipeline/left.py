"""Looks for what must be gone, in files and in what is packed in them: tables, archives, databases."""

from __future__ import annotations

import gzip
import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq


def left_of(folder: Path, words: Iterable[str]) -> set[str]:
    """Those of the words (plain letters and digits, any case) that stand in a file below the folder or in its name, in UTF-8 or UTF-16."""
    sought = {word.casefold() for word in words}
    pattern = re.compile("|".join(map(re.escape, sorted(sought))), re.IGNORECASE) if sought else re.compile("(?!)")
    found: set[str] = set()
    for path in sorted(folder.rglob("*")):
        found.update(pattern.findall(path.relative_to(folder).as_posix()))
        if path.is_file() and not path.is_symlink():
            for data in _unpacked(path.name, path.read_bytes(), path):
                for text in (
                    data.decode("utf-8", "ignore"),
                    data.decode("utf-16-le", "ignore"),
                    data[1:].decode("utf-16-le", "ignore"),
                ):
                    found.update(pattern.findall(text))
    return {each.casefold() for each in found} & sought


def _unpacked(name: str, data: bytes, path: Path | None) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield data
    if data[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(data))
        yield repr(table.to_pylist()).encode()
    elif data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield each.encode()
                yield from _unpacked(each, packed.read(each), None)
    elif data[:2] == b"\x1f\x8b":
        yield from _unpacked(name, gzip.decompress(data), None)
    elif data[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        yield zlib.decompress(data)
    elif data[:15] == b"SQLite format 3" and path is not None:
        with closing(sqlite3.connect(path)) as database:
            yield "\n".join(database.iterdump()).encode()
