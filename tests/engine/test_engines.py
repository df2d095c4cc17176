"""Both engines keep the same promises: each test runs on all of them."""

from __future__ import annotations

import functools
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.functions import (
    LENGTHS,
    MARKS,
    SIZES,
    Stubborn,
    count_calls,
    die,
    lengths,
    mark_each,
    refuse,
    refuse_stubbornly,
    size_of_group,
    wrong_schema,
)
from zvirka.engine import AUTO_LOCAL_ROWS, make_engine
from zvirka.engine.choose import usable_cores
from zvirka.model.errors import FormatError, InputError, ZvirkaError
from zvirka.model.ports import EnginePort

TEXTS = pa.schema(
    [
        ("id", pa.string()),
        ("text", pa.string()),
        ("kind", pa.string()),
        ("flag", pa.bool_()),
        ("number", pa.int64()),
        ("share", pa.float64()),
        ("spans", pa.list_(pa.struct([("start", pa.int64()), ("exact", pa.string())]))),
    ]
)
WORDS = st.text(st.sampled_from("aя їb\U0001f600'\n"), max_size=5)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.none() | WORDS,
            "kind": st.none() | st.sampled_from(["raid", "strike"]),
            "flag": st.none() | st.booleans(),
            "number": st.none() | st.integers(-(2**63), 2**63 - 1),
            "share": st.none() | st.floats(allow_nan=False),
            "spans": st.none()
            | st.lists(st.fixed_dictionaries({"start": st.integers(0, 9), "exact": st.none() | WORDS}), max_size=2),
        }
    ),
    max_size=9,
)
EVERY_ENGINE = [("local", 1), ("local", 2), ("daft", 1), ("daft", 2)]


@pytest.fixture(scope="module")
def engines() -> Iterator[list[EnginePort]]:
    """All engines with one and two jobs."""
    made = [make_engine(name, jobs) for name, jobs in EVERY_ENGINE]
    yield made
    for engine in made:
        engine.close()


@pytest.fixture(params=range(len(EVERY_ENGINE)), ids=[f"{name}-{jobs}" for name, jobs in EVERY_ENGINE])
def engine(request: pytest.FixtureRequest, engines: list[EnginePort]) -> EnginePort:
    """Each engine in turn."""
    return engines[request.param]


def texts(rows: list[dict[str, Any]]) -> pa.Table:
    """A table of the rows given, numbered; what a row leaves out is null."""
    return pa.Table.from_pylist([{"id": f"{index:03}", **row} for index, row in enumerate(rows)], schema=TEXTS)


def parquet(table: pa.Table) -> bytes:
    """The table as the record writes it."""
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def account(engine: EnginePort, table: pa.Table) -> list[pa.Table]:
    """The outputs of every operation over a table, as a pipeline would combine them."""
    data = engine.from_table(table)
    marked = engine.map_batches(data, mark_each, MARKS, batch_rows=2)
    sizes = engine.group_map(data, ["kind", "flag"], size_of_group, SIZES)
    raids = engine.select(engine.filter_in(data, "kind", ["raid"]), ["kind", "flag", "number"])
    kinds = engine.distinct(engine.select(data, ["kind", "flag"]))
    pairs = engine.join(engine.select(data, ["kind", "id", "spans"]), engine.select(data, ["kind", "text"]), ["kind"])
    twice = engine.union([data, engine.filter_in(data, "text", ["a", "я"]), data])
    return [
        engine.collect(marked, ["id"]),
        engine.collect(sizes, ["id"]),
        engine.collect(raids, []),
        engine.collect(kinds, ["flag"]),
        engine.collect(pairs, ["id", "text"]),
        engine.collect(twice, ["share", "id"]),
    ]


def assert_same_bytes(engine: EnginePort, rows: list[dict[str, Any]], order: Any, expected: list[pa.Table]) -> None:
    """The engine's account of the rows in another order is the expected one, also as Parquet."""
    positions = list(range(len(rows)))
    order.shuffle(positions)
    shuffled = texts(rows).take(pa.array(positions, pa.int64()))
    for got, wanted in zip(account(engine, shuffled), expected, strict=True):
        assert got.equals(wanted)
        assert parquet(got) == parquet(wanted)


FIXTURES_ARE_REUSED = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@settings(FIXTURES_ARE_REUSED, max_examples=60)
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_the_same_bytes_with_any_jobs_in_any_order(
    engines: list[EnginePort], rows: list[dict[str, Any]], order: Any
) -> None:
    """However many jobs, whatever order rows come in: the same bytes."""
    expected = account(engines[0], texts(rows))
    for engine in engines[:2]:
        assert_same_bytes(engine, rows, order, expected)


@settings(FIXTURES_ARE_REUSED, max_examples=5)
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_the_same_bytes_on_every_engine_in_any_order(
    engines: list[EnginePort], rows: list[dict[str, Any]], order: Any
) -> None:
    """Whichever engine: the same bytes."""
    expected = account(engines[0], texts(rows))
    for engine in engines[2:]:
        assert_same_bytes(engine, rows, order, expected)


def test_a_batch_function_gives_any_number_of_rows(engine: EnginePort) -> None:
    """Texts of 0, 1, 2 and 5 letters give 0, 1, 2 and 1 marks; a null gives none."""
    data = engine.from_table(texts([{"text": "x" * length} for length in (0, 1, 2, 5)] + [{"text": None}]))
    got = engine.collect(engine.map_batches(data, mark_each, MARKS), ["id"])
    assert got["id"].to_pylist() == ["001/0", "002/0", "002/1", "003/0"]
    assert got["where"].to_pylist() == [[], [], [{"start": 1}], []]


def test_an_empty_table_gives_an_empty_table_of_the_promised_schema(engine: EnginePort) -> None:
    """No rows in, no rows out, schema kept."""
    data = engine.from_table(TEXTS.empty_table())
    assert engine.collect(engine.map_batches(data, mark_each, MARKS), ["id"]).equals(MARKS.empty_table())
    assert engine.collect(engine.group_map(data, ["kind"], size_of_group, SIZES), ["id"]).equals(SIZES.empty_table())


def test_batches_are_at_most_as_long_as_asked(engine: EnginePort) -> None:
    """Twenty rows in batches of up to six: none longer, none lost."""
    data = engine.from_table(texts([{}] * 20))
    rows = engine.collect(engine.map_batches(data, lengths, LENGTHS, batch_rows=6), ["rows"])["rows"].to_pylist()
    assert sum(rows) == 20
    assert max(rows) <= 6


def test_functions_run_in_as_many_processes_as_there_are_jobs(engine: EnginePort) -> None:
    """One job is one process; two are two, and neither is this one."""
    data = engine.from_table(texts([{}] * 60))
    seen = set(
        engine.collect(engine.map_batches(data, lengths, LENGTHS, batch_rows=1), ["rows"])["process"].to_pylist()
    )
    assert len(seen) == (1 if engine.jobs == 1 else 2)  # type: ignore[attr-defined]
    assert (os.getpid() in seen) == (engine.name == "local" and engine.jobs == 1)  # type: ignore[attr-defined]


def test_a_function_sees_each_row_once(engine: EnginePort, tmp_path: Path) -> None:
    """However often the result is counted, filtered and collected."""
    data = engine.from_table(texts([{"kind": "raid"}] * 10))
    seen = engine.map_batches(data, functools.partial(count_calls, folder=str(tmp_path)), TEXTS, batch_rows=3)
    raids = engine.filter_in(seen, "kind", ["raid"])
    assert engine.count(raids) == engine.collect(raids, ["id"]).num_rows == len(list(tmp_path.iterdir())) == 10


def test_a_group_has_all_rows_of_its_key_nulls_included(engine: EnginePort) -> None:
    """Nulls are a key like any other."""
    data = engine.from_table(
        texts([{"kind": "raid"}, {"kind": None}, {"kind": "raid"}, {"kind": None}, {"kind": "strike"}])
    )
    got = engine.collect(engine.group_map(data, ["kind"], size_of_group, SIZES), ["id"]).to_pylist()
    assert [(row["id"], row["rows"], row["first"]) for row in got] == [
        ("None-None", 2, "001"),
        ("raid-None", 2, "000"),
        ("strike-None", 1, "004"),
    ]


def test_nulls_join_nothing(engine: EnginePort) -> None:
    """An unknown key equals no key, least of all another unknown one."""
    data = engine.from_table(texts([{"kind": None}, {"kind": "raid"}]))
    pairs = engine.join(engine.select(data, ["kind", "id"]), engine.select(data, ["kind", "number"]), ["kind"])
    assert engine.collect(pairs, ["id"])["id"].to_pylist() == ["001"]


def test_filtering_by_nothing_leaves_nothing(engine: EnginePort) -> None:
    """No value is among none."""
    data = engine.from_table(texts([{"kind": None}, {"kind": "raid"}]))
    assert engine.count(engine.filter_in(data, "kind", [])) == 0


def test_what_a_function_raises_arrives_as_it_was_raised(engine: EnginePort) -> None:
    """File, place and remedy survive the way back from a worker."""
    data = engine.from_table(texts([{"text": "x"}] * 5))
    with pytest.raises(FormatError, match="a brace is missing") as caught:
        engine.count(engine.map_batches(data, refuse, MARKS, batch_rows=1))
    assert (caught.value.file, caught.value.place, caught.value.remedy) == ("posts.json", "line 3", "Export it again.")


def test_an_error_that_cannot_travel_arrives_as_text(engine: EnginePort) -> None:
    """Nothing of what went wrong is lost, and the worker is not taken for dead."""
    data = engine.from_table(texts([{"text": "x"}] * 5))
    with pytest.raises((RuntimeError, Stubborn), match=r"posts\.json is bad at 3"):
        engine.count(engine.map_batches(data, refuse_stubbornly, MARKS, batch_rows=1))


def test_a_function_that_breaks_its_schema_is_named(engine: EnginePort) -> None:
    """The message says which function gave what instead of what."""
    data = engine.from_table(texts([{"text": "x"}] * 5))
    with pytest.raises(TypeError, match="wrong_schema gave other: int64"):
        engine.count(engine.map_batches(data, wrong_schema, MARKS, batch_rows=1))


def test_columns_without_exact_equality_are_refused(engine: EnginePort) -> None:
    """Floats and nested columns are no keys."""
    data = engine.from_table(texts([{"kind": "raid"}]))
    with pytest.raises(TypeError, match="share"):
        engine.group_map(data, ["share"], size_of_group, SIZES)
    with pytest.raises(TypeError, match="distinct"):
        engine.distinct(data)
    with pytest.raises(TypeError, match="spans"):
        engine.join(data, engine.select(data, ["spans"]), ["spans"])


def test_columns_that_are_not_there_are_named(engine: EnginePort) -> None:
    """The message names the column asked for and those there are."""
    data = engine.from_table(texts([{"kind": "raid"}]))
    with pytest.raises(KeyError, match="no column 'sort'; there are id, text"):
        engine.select(data, ["sort"])
    with pytest.raises(KeyError, match="no column 'sort'"):
        engine.collect(data, ["sort"])


def test_a_join_with_one_name_on_both_sides_is_refused(engine: EnginePort) -> None:
    """Two columns of one name could not be told apart."""
    data = engine.from_table(texts([{"kind": "raid"}]))
    with pytest.raises(ValueError, match="both sides have a column 'id'"):
        engine.join(data, engine.select(data, ["kind", "id"]), ["kind"])


def test_unlike_tables_have_no_union(engine: EnginePort) -> None:
    """Nor have no tables at all."""
    data = engine.from_table(texts([{"kind": "raid"}]))
    with pytest.raises(ValueError, match="different schemas"):
        engine.union([data, engine.select(data, ["id"])])
    with pytest.raises(ValueError, match="no tables"):
        engine.union([])


def test_a_worker_that_dies_is_reported_and_the_engine_goes_on() -> None:
    """The message names the remedy, and the next call has new workers."""
    engine = make_engine("local", 2)
    data = engine.from_table(texts([{"text": "x"}] * 5))
    with pytest.raises(ZvirkaError, match="fewer jobs"):
        engine.map_batches(data, die, MARKS, batch_rows=1)
    assert engine.count(engine.map_batches(data, mark_each, MARKS, batch_rows=1)) == 5
    engine.close()


def test_an_engine_may_be_used_after_it_was_closed(engine: EnginePort) -> None:
    """Closing ends workers, not the engine."""
    engine.close()
    data = engine.from_table(texts([{"text": "x"}] * 5))
    assert engine.count(engine.map_batches(data, mark_each, MARKS, batch_rows=1)) == 5


def test_auto_goes_by_the_number_of_rows() -> None:
    """Small and unknown cases stay in this process."""
    assert make_engine("auto").name == "local"
    assert make_engine("auto", rows=AUTO_LOCAL_ROWS).name == "local"
    assert make_engine("auto", rows=AUTO_LOCAL_ROWS + 1).name == "daft"


def test_an_unknown_engine_and_no_jobs_are_refused() -> None:
    """With what there is instead."""
    with pytest.raises(InputError, match='"auto", "local" and "daft"'):
        make_engine("spark")
    with pytest.raises(InputError, match="--jobs 1"):
        make_engine("local", 0)


def test_no_number_of_jobs_means_every_core_allowed() -> None:
    """None is resolved here, so that engines know a number."""
    assert make_engine("local", None).jobs == usable_cores() >= 1  # type: ignore[attr-defined]
    assert make_engine("local", None, rows=100).jobs == 1, "a small folder is read faster in this process"  # type: ignore[attr-defined]
    assert make_engine("local", None, rows=10**6).jobs == usable_cores()  # type: ignore[attr-defined]
