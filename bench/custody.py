"""What custody and safety cost: appending to the log, verifying 200,000 lines, reading in confinement."""

from __future__ import annotations

import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import Measurement, measure
from zvirka.record import Record
from zvirka.record.commitments import CAPTURED, ERASED, committed_tombstone
from zvirka.record.erasing import Tombstone

ROOT = Path(__file__).resolve().parent.parent
LINES = 200_000
AT = "2022-09-12T10:00:00Z"
SINGLE, BATCH = 200, 1_000
READ = (0, 1)
"""Exit codes of a run that finished: everything read, or some inputs not read and listed."""
AIM_S, AIM_SHARE = 3.0, 0.15
"""Issue's aims: 200,000 lines verified in so many seconds; the main job at most so much slower in confinement."""
NOW = "2022-10-24T08:00:00Z"

Result = dict[str, object]


def custody_bench(runs: int) -> list[Result]:
    """All of it."""
    return [appending(), *verifying(runs), *confining(runs)]


def appending() -> Result:
    """Events a second that are on disk and read back: one at a time, as a person decides, and in batches, as a run captures."""
    with tempfile.TemporaryDirectory() as scratch:
        log = Record(Path(scratch) / "case").log
        log.append(AT, [("opened", {})])
        began = time.perf_counter()
        for number in range(SINGLE):
            log.append(AT, [(CAPTURED, _marks(number))])
        single = time.perf_counter() - began
        began = time.perf_counter()
        for first in range(SINGLE, SINGLE + 20 * BATCH, BATCH):
            log.append(AT, [(CAPTURED, _marks(number)) for number in range(first, first + BATCH)])
        batched = time.perf_counter() - began
    return {
        "bench": "log_append",
        "one_at_a_time_events_per_s": round(SINGLE / single, 1),
        "batch": BATCH,
        "in_batches_events_per_s": round(20 * BATCH / batched),
    }


def verifying(runs: int) -> list[Result]:
    """`zvirka verify` on a log of 200,000 lines whose captures were erased since, so that only log and checkpoint are read."""
    with tempfile.TemporaryDirectory() as scratch:
        case = Path(scratch) / "case"
        record = Record(case)
        for first in range(0, LINES - 2, BATCH):
            last = min(first + BATCH, LINES - 2)
            record.log.append(AT, [(CAPTURED, _marks(number)) for number in range(first, last)])
        tombstone = Tombstone("bench", AT, "measured", "bench", LINES)
        record.objects.put(tombstone.data, tombstone.id)
        mark = record.objects.add_salt(tombstone.id).commitment(committed_tombstone(tombstone.id))
        every = [each for number in range(LINES - 2) for each in _marks(number).values()]
        record.log.append(AT, [(ERASED, {"of": every, "tombstone": mark})])
        record.seal(AT)
        measured = measure([sys.executable, "-m", "zvirka", "verify", str(case)], runs)
        if f"{LINES} events" not in measured.output:
            raise RuntimeError(f"not {LINES} lines: {measured.output}")
    return [
        {"bench": "log_verify", **measured.summary(), "command": "zvirka verify CASE", "lines": LINES, "aim_s": AIM_S}
    ]


def _marks(number: int) -> dict[str, str]:
    return {name: hashlib.sha256(f"{name} {number}".encode()).hexdigest() for name in ("item", "object")}


def confining(runs: int) -> list[Result]:
    """The main job with its readers confined and with them in its own process: the demonstration, and the real folder where it is."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = {"demonstration": Path(scratch) / "demonstration"}
        shutil.copytree(ROOT / "cases" / "kharkiv-2022" / "input", folders["demonstration"])
        if shared := os.environ.get("ZVIRKA_SHARED"):
            folders["real_folder"] = Path(scratch) / "real"
            subprocess.run([Path(shared) / "make-real-folder", folders["real_folder"]], check=True)
        return [_confined(name, folder, Path(scratch) / "case", runs) for name, folder in folders.items()]


def _confined(name: str, folder: Path, case: Path, runs: int) -> Result:
    """In turn, so that what else the machine does falls on both. Compared by computing time: clocks measure the neighbours."""

    def run(module: str) -> Measurement:
        command = [sys.executable, "-m", module, "run", str(folder), "--case", str(case), "--jobs", "1", "--now", NOW]
        shutil.rmtree(case, ignore_errors=True)
        return measure(command, 1, accept=READ, environment={**os.environ, "PYTHONPATH": str(ROOT)})

    pairs = [(run("zvirka"), run("bench.unconfined")) for _ in range(runs)]
    confined, direct = (statistics.median(pair[side].cpu_s[0] for pair in pairs) for side in (0, 1))
    clocks = [round(statistics.median(pair[side].seconds[0] for pair in pairs), 2) for side in (0, 1)]
    return {
        "bench": f"confinement_{name}",
        "runs": runs,
        "confined_cpu_s": round(confined, 2),
        "unconfined_cpu_s": round(direct, 2),
        "slower_by": round(confined / direct - 1, 3),
        "aim": AIM_SHARE,
        "confined_s": clocks[0],
        "unconfined_s": clocks[1],
    }
