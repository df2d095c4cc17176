"""Nothing acknowledged is lost when the disk fails, lies or the power goes. `make trials` does it a thousand times."""

from __future__ import annotations

import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.record.faults import ExitCode, Point, after, broken_day, fresh, killed_day, points

STEPS = 4
KILLS = 100
LONG = 24
"""Steps of a day that is killed: more than it gets to."""


def test_no_broken_call_of_the_system_loses_what_was_acknowledged(tmp_path: Path) -> None:
    if shutil.which("strace") is None and os.environ.get("CI") != "true":
        pytest.skip("strace is missing; CI installs it")
    case = fresh(tmp_path / "case")
    every = points(case, tmp_path / "trace", STEPS)
    assert {point.call for point in every} >= {"openat", "write", "fsync", "rename", "unlink"}
    assert len(every) > 150

    def broken(numbered: tuple[int, Point]) -> list[str]:
        number, point = numbered
        # The same length of path as in the day that went well, so that the same calls come.
        place = fresh(tmp_path / f"{number:04d}")
        code, told, said = broken_day(place, STEPS, point)
        faults = after(place, told, STEPS)
        if code not in (0, int(ExitCode.STORAGE_FAULT), int(ExitCode.RECORD)) or "Traceback" in said:
            faults.append(f"ended with {code}: {said[-300:]}")
        shutil.rmtree(place)
        return [f"{point}: {fault}" for fault in faults]

    with ThreadPoolExecutor(2) as pool:
        faults = [fault for found in pool.map(broken, enumerate(every)) for fault in found]
    assert faults == []


def test_no_kill_loses_what_was_acknowledged(tmp_path: Path) -> None:
    chance = random.Random(20220912)
    seeds = [chance.random() for _ in range(KILLS)]

    def killed(number: int) -> tuple[int, list[str]]:
        place = fresh(tmp_path / f"{number:04d}")
        told = killed_day(place, LONG, random.Random(seeds[number]))
        faults = after(place, told, LONG)
        shutil.rmtree(place)
        return len(told), faults

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(killed, range(KILLS)))
    assert [fault for _, faults in results for fault in faults] == []
    assert sum(1 for told, _ in results if told) > KILLS // 4  # the kills met days that were under way
