"""The watch over what must be gone sees it wherever it lies."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.capture.readers.samples import zipped
from tests.pipeline.left import left_of


def test_words_are_found_in_names_files_and_what_is_packed_in_them(tmp_path: Path) -> None:
    words = [f"canary{number}x" for number in range(9)]
    (tmp_path / "a-Canary0x.txt").write_bytes(b"")
    (tmp_path / "b").write_bytes(b"\xff canary1x")
    (tmp_path / "c").write_bytes(b"." + "Canary2x".encode("utf-16-le"))
    pq.write_table(
        pa.table({"a": ["x" * 500 + "canary3x" for _ in range(50)]}), tmp_path / "d.parquet", compression="zstd"
    )
    (tmp_path / "e.zip").write_bytes(zipped({"canary4x": gzip.compress(b"canary5x")}))
    with closing(sqlite3.connect(tmp_path / "f.sqlite")) as database:
        database.execute("create virtual table t using fts5(a)")
        database.execute("insert into t values ('canary6x')")
        database.commit()
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "h").write_bytes(b"canary7 x")
    assert left_of(tmp_path, words) == set(words[:7])
    assert left_of(tmp_path, []) == set()
