"""Kills the day of a record and makes its calls of the system fail, then looks whether anything acknowledged was lost."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.record.day import AT, live
from zvirka.model.errors import ExitCode
from zvirka.record import Record
from zvirka.record.checkpoints import Checkpoints

ROOT = Path(__file__).resolve().parents[2]
CALLS = ("openat", "write", "fsync", "rename", "ftruncate", "unlink")
ERRORS = {"openat": "EIO", "write": "ENOSPC", "fsync": "EIO", "rename": "EIO", "ftruncate": "EIO", "unlink": "EIO"}
_LINE = re.compile(r"^(?:\d+ +)?(?P<call>[a-z0-9_]+)\((?P<arguments>.*)\) += +(?P<result>-?\d+)")


@dataclass(frozen=True, slots=True)
class Point:
    """One call of the system to break: the `number`-th of this name (from 1). lie: it claims success and does nothing, giving `result`."""

    call: str
    number: int
    lie: bool = False
    result: int = 0

    @property
    def injection(self) -> str:
        """As strace's -e inject takes it."""
        how = f"retval={self.result}" if self.lie else f"error={ERRORS[self.call]}"
        return f"inject={self.call}:{how}:when={self.number}"


def command(case: Path, steps: int) -> list[str]:
    """The day as a command."""
    return [sys.executable, "-X", "frozen_modules=on", "-m", "tests.record.day", str(case), str(steps)]


def environment() -> dict[str, str]:
    """One in which the same calls come in the same order each time."""
    return {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}


def points(case: Path, trace: Path, steps: int) -> list[Point]:
    """Every call by which a day touches its case, from a day that went well; each write once failing and once lying."""
    wanted = ",".join(CALLS)
    # -y writes a descriptor's path beside it: that is how a call on the case is told from Python's own.
    traced = ["strace", "-f", "-y", "-s", "0", "-o", str(trace), "-e", f"trace={wanted}", *command(case, steps)]
    subprocess.run(traced, check=True, cwd=ROOT, env=environment(), capture_output=True)
    count = dict.fromkeys(CALLS, 0)
    found: list[Point] = []
    for line in trace.read_text(errors="replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        call = match["call"]
        count[call] += 1
        if str(case) in match["arguments"] and int(match["result"]) >= 0:
            found.append(Point(call, count[call]))
            if call == "write":
                found.append(Point(call, count[call], lie=True, result=int(match["result"])))
    return found


def broken_day(case: Path, steps: int, point: Point) -> tuple[int, list[str], str]:
    """A day with one call broken: (exit code, what was acknowledged, what was said)."""
    inject = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={point.call}", "-e", point.injection]
    done = subprocess.run(
        [*inject, *command(case, steps)], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def killed_day(case: Path, steps: int, chance: random.Random) -> list[str]:
    """A day killed at a random moment: some hundredths of a second after a random act; gives what was acknowledged before.

    Counted in acts, not in seconds, so that it meets a day under way however busy the machine is.
    """
    process = subprocess.Popen(command(case, steps), cwd=ROOT, env=environment(), stdout=subprocess.PIPE)
    assert process.stdout is not None
    wanted = chance.randrange(steps)
    told = list(islice(iter(process.stdout.readline, b""), wanted))
    time.sleep(chance.uniform(0.0, 0.03))
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    return [line for line in (b"".join(told) + rest).decode().splitlines(keepends=True) if line.endswith("\n")]


def losses(case: Path, told: Iterable[str]) -> Iterator[str]:
    """What was acknowledged and is not there, before anything is made good."""
    record = Record(case)
    acts = [line.split() for line in told]
    gone = {id for act, id in acts if act in ("erased", "erasing")}
    judged = {each.id for each in record.judgements.all()[0]} if record.exists() else set()
    sealed = {each.id for each in Checkpoints(case / "checkpoints", case / "log.jsonl").all()}
    for act, id in acts:
        if act == "captured" and id not in gone and not (record.objects.path(id).exists() and record.objects.kept(id)):
            yield f"captured and lost: {id}"
        if act == "captured" and id not in gone:
            record.objects.get(id)
        if act == "erased" and (record.objects.path(id).exists() or record.objects.kept(id)):
            yield f"erased and still there: {id}"
        if act == "judged" and id not in judged:
            yield f"judged and lost: {id}"
        if act == "sealed" and id not in sealed:
            yield f"sealed and lost: {id}"


def after(case: Path, told: list[str], steps: int) -> list[str]:
    """All that is wrong after a broken day: what was lost, and what does not verify once the day was lived again."""
    found = list(losses(case, told))
    live(case, steps)
    found += Record(case).verify().problems
    for aside in case.glob("log.torn-*"):
        aside.unlink()
    return found


def fresh(folder: Path) -> Path:
    """An empty place for a case."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


__all__ = ["AT", "CALLS", "ExitCode", "Point", "after", "broken_day", "fresh", "killed_day", "points"]
