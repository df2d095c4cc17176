"""Total order and bytes of tables, on which the sameness of engines rests."""

from __future__ import annotations

import struct
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.engine.tables import from_bytes, ordered, to_bytes

SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("day", pa.date32()),
        ("share", pa.float64()),
        ("spans", pa.list_(pa.struct([("start", pa.int64()), ("exact", pa.string())]))),
    ]
)
FEW_VALUES = st.fixed_dictionaries(
    {
        "name": st.sampled_from([None, "a", "б", "\U0001f600", "\uffff"]),
        "day": st.none() | st.dates(),
        "share": st.sampled_from([None, 0.0, -0.0, 0.1, float("inf"), float("nan")]),
        "spans": st.none()
        | st.lists(st.fixed_dictionaries({"start": st.integers(0, 1), "exact": st.none()}), max_size=2),
    }
)


def exactly(table: pa.Table) -> list[tuple[Any, ...]]:
    """The rows, with floats as their bits, so that 0.0 is not -0.0 and NaN is itself."""
    rows = table.to_pylist()
    return [
        (row["name"], row["day"], None if row["share"] is None else struct.pack(">d", row["share"]), repr(row["spans"]))
        for row in rows
    ]


@given(
    rows=st.lists(FEW_VALUES, max_size=12),
    by=st.lists(st.sampled_from(["name", "day", "share"]), unique=True),
    chance=st.randoms(),
)
def test_the_order_does_not_depend_on_the_order_given(rows: list[dict[str, Any]], by: list[str], chance: Any) -> None:
    """By whichever columns, and down to the sign of a zero."""
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = (ordered(pa.Table.from_pylist(these, schema=SCHEMA), by) for these in (rows, shuffled))
    assert exactly(one) == exactly(other)
    assert sorted(map(repr, exactly(one))) == sorted(map(repr, exactly(pa.Table.from_pylist(rows, schema=SCHEMA))))


@given(st.lists(st.text(max_size=3), max_size=9))
def test_strings_sort_by_code_point(words: list[str]) -> None:
    """As Python sorts them, not by locale and not by UTF-16."""
    assert ordered(pa.table({"word": pa.array(words, pa.string())}), ["word"])["word"].to_pylist() == sorted(words)


def test_nulls_sort_last() -> None:
    """What is unknown comes after what is known."""
    assert ordered(pa.table({"n": [None, 2, 1]}), ["n"])["n"].to_pylist() == [1, 2, None]


def test_nested_columns_are_no_sort_key() -> None:
    """Lists and structs have no order that two readers would agree on."""
    with pytest.raises(TypeError, match="'spans' is list"):
        ordered(SCHEMA.empty_table(), ["spans"])


def test_a_missing_column_is_named() -> None:
    """With those that are there."""
    with pytest.raises(KeyError, match="no column 'id'; there are n"):
        ordered(pa.table({"n": [1]}), ["id"])


@given(rows=st.lists(FEW_VALUES, max_size=12), start=st.integers(0, 12), length=st.integers(0, 12))
def test_bytes_of_a_slice_give_the_slice(rows: list[dict[str, Any]], start: int, length: int) -> None:
    """Rows before and after it do not travel."""
    part = pa.Table.from_pylist(rows, schema=SCHEMA).slice(start, length)
    assert exactly(from_bytes(to_bytes(part))) == exactly(part)


def test_bytes_of_a_slice_are_as_few_as_its_rows() -> None:
    """A batch sent to a worker does not take the whole table with it."""
    table = pa.table({"text": ["x" * 1000] * 1000})
    assert len(to_bytes(table.slice(10, 1))) < 2000
