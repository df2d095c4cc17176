"""Readers that misbehave, run for real."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zvirka.confine import Confine
from zvirka.model.errors import CaseError, FormatError, InputError

ACT = "tests.confine.badly:act"
POSIX_LIMITS = pytest.mark.skipif(sys.platform == "win32", reason="Windows has the wall clock only")
LINUX_LIMITS = pytest.mark.skipif(sys.platform != "linux", reason="only Linux grants RLIMIT_AS")


@pytest.fixture(scope="module")
def confined() -> Iterator[Confine]:
    with Confine(memory_mb=256, cpu_s=1, wall_s=20, output_mb=2) as running:
        yield running


@pytest.fixture(scope="module")
def impatient() -> Iterator[Confine]:
    with Confine(memory_mb=256, cpu_s=60, wall_s=1, output_mb=2) as running:
        yield running


def one(confined: Confine, action: str, **options: Any) -> Any:
    """What comes of one action that stands between two harmless members, which must not suffer."""
    before, result, after = confined.run(ACT, [(b"before", {}), (action.encode("ascii"), options), (b"after", {})])
    assert (before, after) == (b"BEFORE", b"AFTER")
    return result


def test_results_come_back_in_order_as_plain_data(confined: Confine) -> None:
    batch = [(bytes([n]), {"options": [n, "Харків", None, 1.5]}) for n in range(50)]
    results = confined.run("tests.confine.badly:echo", batch)
    assert results == [{"data": data, "options": {"options": opts["options"]}, "length": 1} for data, opts in batch]


def test_several_workers_keep_the_order_of_the_batch() -> None:
    with Confine(workers=3) as running:
        assert running.run(ACT, [(b"%d" % n, {}) for n in range(40)]) == [b"%d" % n for n in range(40)]


def test_a_worker_lives_from_batch_to_batch_until_it_is_closed() -> None:
    with Confine() as running:
        assert running.run("tests.confine.badly:count_calls", [(b"", {})] * 2) == [1, 2]
        assert running.run("tests.confine.badly:count_calls", [(b"", {})]) == [3]
        running.close()
        assert running.run("tests.confine.badly:count_calls", [(b"", {})]) == [1]


@LINUX_LIMITS
def test_allocating_without_end_is_an_error_that_names_memory(confined: Confine) -> None:
    error = one(confined, "allocate")
    assert isinstance(error, InputError)
    assert "memory" in error.problem


@POSIX_LIMITS
def test_computing_without_end_is_an_error_that_names_the_seconds(confined: Confine) -> None:
    error = one(confined, "spin")
    assert isinstance(error, InputError)
    assert "more than 1 s of computing" in error.problem


def test_sleeping_without_end_is_an_error_that_names_the_seconds(impatient: Confine) -> None:
    error = one(impatient, "sleep")
    assert isinstance(error, InputError)
    assert "longer than 1 s" in error.problem


@pytest.mark.parametrize(
    ("action", "words"), [("vanish", "exit status 7"), ("abort", "SIGABRT"), ("exit", "SystemExit")]
)
def test_a_reader_that_ends_its_process_costs_only_its_own_member(confined: Confine, action: str, words: str) -> None:
    error = one(confined, action)
    assert isinstance(error, InputError)
    if action != "abort" or sys.platform != "win32":
        assert words in error.problem


def test_errors_of_ours_keep_class_place_value_and_remedy(confined: Confine) -> None:
    error = one(confined, "format")
    assert type(error) is FormatError
    assert (error.problem, error.file, error.place, error.remedy) == (
        "no polygons",
        "a.geojson",
        "feature 3",
        "Give polygons.",
    )
    assert error.value == "Poin\\ud800t"
    assert type(one(confined, "case")) is CaseError


def test_other_exceptions_become_input_errors_that_name_them(confined: Confine) -> None:
    error = one(confined, "value")
    assert type(error) is InputError
    assert "ValueError" in error.problem


def test_endless_recursion_is_an_error_of_the_member(confined: Confine) -> None:
    assert isinstance(one(confined, "recurse"), InputError)


@pytest.mark.parametrize("action", ["write", "write_low"])
def test_a_file_cannot_be_written_even_where_the_refusal_is_swallowed(
    confined: Confine, tmp_path: Path, action: str
) -> None:
    target = tmp_path / "out.txt"
    error = one(confined, action, where=str(target))
    assert isinstance(error, InputError)
    assert "open a file for writing" in error.problem
    assert not target.exists()


def test_a_file_cannot_be_removed(confined: Confine, tmp_path: Path) -> None:
    target = tmp_path / "kept.txt"
    target.write_text("kept", encoding="ascii")
    assert isinstance(one(confined, "remove", where=str(target)), InputError)
    assert target.exists()


def test_a_socket_cannot_be_opened_and_nobody_hears_a_connection(confined: Confine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        error = one(confined, "connect", port=listening.getsockname()[1])
        assert isinstance(error, InputError)
        assert "socket" in error.problem
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize("action", ["start", "shell", pytest.param("fork", marks=POSIX_LIMITS)])
def test_no_process_can_be_started(confined: Confine, action: str) -> None:
    error = one(confined, action)
    assert isinstance(error, InputError)
    assert "no reader may do" in error.problem


def test_printing_and_reading_standard_input_do_not_disturb_the_answers(confined: Confine) -> None:
    assert one(confined, "speak") == "spoken"


def test_rubbish_in_the_pipe_is_refused_and_does_not_reach_the_next_batch(confined: Confine) -> None:
    results = confined.run(ACT, [(b"scribble", {})])
    assert isinstance(results[0], InputError)
    assert confined.run(ACT, [(b"next", {})]) == [b"NEXT"]


def test_an_announced_length_over_the_limit_is_never_read(impatient: Confine) -> None:
    error = impatient.run(ACT, [(b"announce", {})])[0]
    assert isinstance(error, InputError)
    assert "larger than 2 MB" in error.problem


def test_a_huge_result_is_an_error_that_names_the_limit(confined: Confine) -> None:
    error = one(confined, "huge")
    assert isinstance(error, InputError)
    assert "larger than 2 MB" in error.problem


@pytest.mark.parametrize("action", ["object", "surrogate", "deep"])
def test_what_is_no_plain_data_is_an_error_of_the_member(confined: Confine, action: str) -> None:
    assert isinstance(one(confined, action), InputError)


def test_the_environment_of_the_parent_stays_outside(confined: Confine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_DESK", "1")
    with Confine() as fresh:
        assert "SECRET_OF_THE_DESK" not in fresh.run(ACT, [(b"environment", {})])[0]


def test_a_function_that_does_not_exist_is_said_for_each_member(confined: Confine) -> None:
    results = confined.run("tests.confine.badly:nowhere", [(b"", {}), (b"", {})])
    assert all(isinstance(result, InputError) and "nowhere" in result.problem for result in results)


def test_modules_in_the_working_folder_are_not_picked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(9)", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path and Path(path).resolve() != tmp_path])
    with Confine() as fresh:
        assert fresh.run("zvirka.model.canonical:sha256_hex", [(b"", {})])[0].startswith("e3b0c442")


@pytest.mark.parametrize("limits", [{"memory_mb": 0}, {"wall_s": 0}, {"workers": 0}])
def test_limits_of_nothing_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Confine(**limits)  # type: ignore[arg-type]


COUNT = "tests.confine.badly:count_up"


def test_a_stream_gives_results_as_they_come_and_reads_the_file_itself(confined: Confine, tmp_path: Path) -> None:
    file = tmp_path / "Файл з пробілом"
    file.write_bytes(b"12345")
    assert list(confined.stream(COUNT, file, {"upto": 3})) == [{"number": number, "size": 5} for number in range(3)]


@POSIX_LIMITS
@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("vanish", "exit status 7"),
        ("spin", "computing"),
        ("value", "could not be read"),
        ("write", "no reader may do"),
        ("fork", "no reader may do"),
        pytest.param("allocate", "memory", marks=LINUX_LIMITS),
    ],
)
def test_a_stream_that_fails_has_given_what_came_before_and_says_why(
    confined: Confine, tmp_path: Path, then: str, words: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    stream = confined.stream(COUNT, file, {"upto": 2, "then": then})
    assert [next(stream)["number"], next(stream)["number"]] == [0, 1]
    with pytest.raises(InputError, match=words):
        next(stream)
    assert confined.run(ACT, [(b"after", {})]) == [b"AFTER"]


def test_a_stream_that_waits_too_long_for_one_result_is_ended(impatient: Confine, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="longer than"):
        list(impatient.stream(COUNT, file, {"then": "sleep"}))


def test_one_result_of_a_stream_may_not_be_larger_than_any_other(confined: Confine, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="larger than 2 MB"):
        list(confined.stream("tests.confine.badly:blow_up", file, {"megabytes": 3}))
    together = confined.stream(COUNT, file, {"upto": 50_000})
    assert sum(1 for _ in together) == 50_000


def test_a_stream_nobody_reads_to_its_end_leaves_no_process(confined: Confine, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    stream = confined.stream(COUNT, file, {"upto": 10**9})
    assert next(stream)["number"] == 0
    process = stream.gi_frame.f_locals["worker"]._process
    stream.close()  # type: ignore[attr-defined]
    assert process.returncode is not None
