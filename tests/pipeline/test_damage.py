"""What can be made again is made again, whatever became of it; what cannot is never lost by runs that meet or die."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zvirka
from zvirka.pipeline import accounts
from zvirka.pipeline.views import export_chunks
from zvirka.record import Record

SENTENCE = "Ukrainian forces recaptured about {} square kilometres near Izium on Friday, the regional governor said.\n"
COMMAND = [sys.executable, "-m", "zvirka", "run"]


def folder_of(path: Path, reports: int) -> Path:
    """A folder of so many short reports."""
    path.mkdir()
    for number in range(reports):
        (path / f"{number:03d}.txt").write_text(SENTENCE.format(number + 10), encoding="utf-8")
    return path


def claims(case: Path) -> bytes:
    """The export of a case."""
    return b"".join(export_chunks(case, "claims", "jsonl", "en"))


def flip(path: Path) -> None:
    """Turns one bit in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    "damage",
    [
        flip,
        lambda path: path.write_bytes(path.read_bytes()[:50]),
        lambda path: path.write_bytes(b""),
        lambda path: path.unlink(),
        lambda path: pq.write_table(pa.table({"other": [1]}), path),
    ],
)
def test_damaged_derived_tables_are_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = folder_of(tmp_path / "in", 3)
    case = zvirka.run(folder, jobs=1).case_folder
    before = claims(case)
    tables = list((case / "derived").rglob("*.parquet"))
    assert tables
    for path in tables:
        damage(path)
    zvirka.run(folder, jobs=1)
    assert claims(case) == before


@pytest.mark.parametrize("words", ["[1]", "{", '{"current": "../../x", "at": 5}'])
def test_a_broken_pointer_to_the_account_is_made_anew(tmp_path: Path, words: str) -> None:
    folder = folder_of(tmp_path / "in", 2)
    case = zvirka.run(folder, jobs=1).case_folder
    before = claims(case)
    (case / "derived" / "account" / "current.json").write_text(words)
    zvirka.run(folder, jobs=1)
    assert claims(case) == before


@pytest.mark.parametrize("data", [b"x", b"\xff", b""])
def test_a_broken_copy_of_items_csv_does_not_stop_a_run(tmp_path: Path, data: bytes) -> None:
    folder = folder_of(tmp_path / "in", 2)
    case = zvirka.run(folder, jobs=1).case_folder
    (case / "derived" / "items.csv").write_bytes(data)
    assert zvirka.run(folder, jobs=1).account.coverage.reports == 2


def test_runs_that_meet_on_one_case_lose_nothing(tmp_path: Path) -> None:
    folder, case = folder_of(tmp_path / "in", 60), tmp_path / "case"
    command = [*COMMAND, str(folder), "--case", str(case), "--jobs", "1"]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)]
    ended = [(process.communicate()[1], process.returncode) for process in running]
    assert [code for _, code in ended] == [0, 0, 0], ended
    verdict = Record(case).verify()
    assert verdict.problems == ()
    assert verdict.events == 61, "each capture is logged once"


def test_an_account_that_is_kept_while_another_is_being_kept_is_listed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [zvirka.run(folder_of(tmp_path / f"in{number}", 2 + number), jobs=1).account for number in range(2)]
    case, between = tmp_path / "case", accounts._with_changes
    others: list[threading.Thread] = []

    def meanwhile(*rest: object) -> object:
        """Another run comes to its end between this one's reading of the list and its writing."""
        if not others:
            others.append(
                threading.Thread(target=accounts.keep_account, args=(Record(case), made[1], "2022-09-12T09:00:00Z"))
            )
            others[0].start()
            others[0].join(1)
        return between(*rest)  # type: ignore[arg-type]

    monkeypatch.setattr(accounts, "_with_changes", meanwhile)
    accounts.keep_account(Record(case), made[0], "2022-09-12T08:00:00Z")
    others[0].join()
    assert [number for number, _ in accounts.runs_kept(Record(case))] == [1, 2]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_a_run_killed_at_any_time_loses_nothing(tmp_path: Path) -> None:
    folder, case = folder_of(tmp_path / "in", 60), tmp_path / "case"
    expected = claims(zvirka.run(folder, tmp_path / "whole", jobs=1).case_folder)
    chance = random.Random(4)
    for _ in range(4):
        process = subprocess.Popen(
            [*COMMAND, str(folder), "--case", str(case), "--jobs", "1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.5, 2.5))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    zvirka.run(folder, case, jobs=1)
    assert claims(case) == expected
    assert Record(case).verify().problems == ()
    assert not list((case / "objects").rglob(".tmp-*"))
