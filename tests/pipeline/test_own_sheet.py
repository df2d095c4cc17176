"""The tables people edit are read the same whatever else the process has read before."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.errors import CaseError
from zvirka.pipeline.own_sheet import read_sheet, sheet

_ANY = st.characters(exclude_categories=["Cs"]) | st.sampled_from("\r\n\t\0,;\"'=")


@pytest.mark.parametrize("before", [10, 131_072, sys.maxsize])
def test_a_cell_of_any_length_is_read_whatever_was_read_before(tmp_path: Path, before: int) -> None:
    kept = csv.field_size_limit(before)
    try:
        (tmp_path / "t.csv").write_text("a,b\n1," + "x" * 200_000 + "\n", encoding="utf-8")
        assert len(read_sheet(tmp_path / "t.csv", ("a",), "Mend it.")[0][1]["b"]) == 200_000
        assert csv.field_size_limit() == before
    finally:
        csv.field_size_limit(kept)


def test_a_quote_left_open_takes_no_rows_in_silence(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('a,b\n1,"x\n2,y\n', encoding="utf-8")
    with pytest.raises(CaseError, match=r"t\.csv.*is no CSV"):
        read_sheet(tmp_path / "t.csv", ("a",), "Mend it.")


@given(st.lists(st.fixed_dictionaries({"a": st.text(_ANY), "b": st.text(_ANY)}), max_size=5))
def test_what_is_written_is_read(rows: list[dict[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(sheet(("a", "b"), rows))
        assert [row for _, row in read_sheet(path, ("a", "b"), "Mend it.")] == rows


def test_semicolons_short_rows_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("\ufeffa ;b\n1;2\n3\n", encoding="utf-8")
    assert read_sheet(tmp_path / "t.csv", ("a", "b"), "Mend it.") == [
        (2, {"a": "1", "b": "2"}),
        (3, {"a": "3", "b": ""}),
    ]


@pytest.mark.parametrize(("bytes_", "said"), [(b"\xff\xfe\x00", "is not UTF-8"), (b"a\n1\n", "column b is missing")])
def test_a_broken_table_is_named(tmp_path: Path, bytes_: bytes, said: str) -> None:
    (tmp_path / "t.csv").write_bytes(bytes_)
    with pytest.raises(CaseError, match=said):
        read_sheet(tmp_path / "t.csv", ("a", "b"), "Mend it.")
