"""Results are computed once a key and are the same whatever was cached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.engine import make_engine
from zvirka.pipeline.cache import MOST_SEGMENTS, RESULT, cached_map
from zvirka.record.derived import Derived

CALLS: list[str] = []


def letters(table: Any) -> Any:
    """Each letter of the JSON text as a row of its own."""
    rows = []
    for key, text in zip(table["key"].to_pylist(), table["json"].to_pylist(), strict=True):
        CALLS.append(key)
        rows += [(key, "letter", str(number), letter) for number, letter in enumerate(text)]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]
    return pa.table(dict(zip(RESULT.names, columns, strict=True)), schema=RESULT)


@settings(max_examples=40, deadline=None)
@given(
    runs=st.lists(
        st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["", "x", "yz"]), max_size=5),
        min_size=1,
        max_size=5,
    )
)
def test_a_cached_run_equals_a_fresh_one(tmp_path_factory: Any, runs: list[dict[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("derived")
    engine = make_engine("local", 1)
    for number, run in enumerate(runs):
        inputs = {key + value: value for key, value in run.items()}  # a key stands for its content
        fresh = cached_map(Derived(folder / f"fresh{number}"), engine, "s", "v" * 16, inputs, letters)
        assert cached_map(Derived(folder / "kept"), engine, "s", "v" * 16, inputs, letters) == fresh


def test_only_what_is_new_is_computed_and_a_new_version_computes_all(tmp_path: Path) -> None:
    derived, engine = Derived(tmp_path), make_engine("local", 1)
    cached_map(derived, engine, "s", "v1" * 8, {"a": "x", "b": ""}, letters)
    CALLS.clear()
    cached_map(derived, engine, "s", "v1" * 8, {"a": "x", "b": "", "c": "y"}, letters)
    assert CALLS == ["c"]
    CALLS.clear()
    cached_map(derived, engine, "s", "v2" * 8, {"a": "x", "b": ""}, letters)
    assert sorted(CALLS) == ["a", "b"]


def test_many_small_runs_do_not_leave_many_files(tmp_path: Path) -> None:
    derived, engine = Derived(tmp_path), make_engine("local", 1)
    inputs: dict[str, str] = {}
    for number in range(MOST_SEGMENTS + 3):
        inputs[f"k{number}"] = "x"
        assert len(cached_map(derived, engine, "s", "v" * 16, inputs, letters)) == len(inputs)
    assert len(list(tmp_path.rglob("*.parquet"))) <= MOST_SEGMENTS
