"""`make bench`: measures what the tool promises and appends one line of JSON for each to history/.

The real folder is assembled by `make-real-folder` of the folder that ZVIRKA_SHARED names; without it, that is said and
left out. The date is passed in, so that a line says when it was measured and not when it was replayed.
"""

from __future__ import annotations

import argparse
import csv
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench.areas import areas_bench
from bench.claims import claims_bench
from bench.custody import custody_bench
from bench.eight_am import eight_am_bench
from bench.estimates import estimates_bench
from bench.find import find_bench
from bench.lineage import lineage_bench
from bench.measure import code_version, machine, measure
from bench.noon import noon_bench
from bench.pictures import pictures_bench
from bench.publishing import publishing_bench
from bench.race import race_bench
from bench.reading import reading_bench
from bench.telegram import telegram_bench
from bench.truth import truth_bench
from bench.worst_cases import worst_cases_bench

ROOT = Path(__file__).resolve().parent.parent
HISTORY = ROOT / "bench" / "history"
ZVIRKA = Path(sys.executable).parent / "zvirka"
READ = (0, 1)
"""Exit codes of a run that finished: everything read, or some inputs not read and listed."""

Result = dict[str, object]


def cold_start(runs: int) -> list[Result]:
    """How long `zvirka --help` takes in a fresh process, and the claims of one report; and how large the wheel is."""
    report = ROOT / "gate" / "gold" / "en" / "open" / "01-agency.txt"
    first = measure([str(ZVIRKA), "extract", str(report), "--layer", "claims"], runs)
    if not first.output.strip():
        raise RuntimeError("no claims were found in the report")
    # The paths of this machine mean nothing to a reader of the history.
    return [
        {"bench": "cold_start", **measure([str(ZVIRKA), "--help"], runs).summary(), "command": "zvirka --help"},
        {"bench": "first_claim", **first.summary(), "command": "zvirka extract REPORT --layer claims"},
        {"bench": "wheel", "megabytes": wheel_megabytes()},
    ]


def wheel_megabytes() -> float:
    """The size of the wheel that `make wheel` builds, in units of 10^6 bytes."""
    subprocess.run(["make", "--silent", "wheel"], cwd=ROOT, check=True, capture_output=True)  # noqa: S607 - the make on PATH
    newest = max((ROOT / "dist").glob("*.whl"), key=lambda path: path.stat().st_mtime)
    return round(newest.stat().st_size / 1e6, 2)


def run_folder(name: str, folder: Path, runs: int) -> list[Result]:
    """`zvirka run` on a folder: from nothing with one job and with a job for each core, and again with nothing changed."""
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        case = Path(scratch) / "case"
        fresh = functools.partial(shutil.rmtree, case, ignore_errors=True)
        for jobs in sorted({1, os.cpu_count() or 1}):
            command = [str(ZVIRKA), "run", str(folder), "--case", str(case), "--jobs", str(jobs)]
            results.append(_account(f"{name}_from_nothing", command, jobs, runs, case, fresh))
        results.append(_account(f"{name}_again", command, jobs, runs, case, None))
    return results


def _account(
    name: str, command: list[str], jobs: int, runs: int, case: Path, before: Callable[[], None] | None
) -> Result:
    measured = measure(command, runs, accept=READ, before=before)
    items = count_items(case)
    summary = measured.summary()
    seconds = sorted(measured.seconds)[len(measured.seconds) // 2]
    # Folders of this run mean nothing to a reader of the history.
    summary["command"] = f"zvirka run FOLDER --case CASE --jobs {jobs}"
    return {"bench": name, **summary, "jobs": jobs, "documents": items, "documents_per_s": round(items / seconds, 2)}


def count_items(case: Path) -> int:
    """How many things were given in: the rows of the case's items.csv."""
    with (case / "items.csv").open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def real_folder(runs: int) -> list[Result]:
    """The real folder of the shared data, assembled anew; nothing, and a word about it, where there is none."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("real_folder: left out, because ZVIRKA_SHARED is not set", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "folder"
        subprocess.run([Path(shared) / "make-real-folder", folder], check=True)
        return run_folder("real_folder", folder, runs)


def demonstration(runs: int) -> list[Result]:
    """The demonstration case, as given in."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "input"
        shutil.copytree(ROOT / "cases" / "kharkiv-2022" / "input", folder)
        return run_folder("demonstration", folder, runs)


BENCHES: dict[str, Callable[[int], list[Result]]] = {
    "cold_start": lambda runs: cold_start(max(runs, 10)),
    "demonstration": demonstration,
    "custody": custody_bench,
    "eight_am": eight_am_bench,
    "find": find_bench,
    "noon": noon_bench,
    "pictures": pictures_bench,
    "real_folder": real_folder,
    "telegram": telegram_bench,
    "areas": areas_bench,
    "race": race_bench,
    "worst_cases": worst_cases_bench,
    "reading": reading_bench,
    "lineage": lineage_bench,
    "estimates": lambda runs: estimates_bench(),
    "claims": lambda runs: claims_bench(),
    "truth": lambda runs: truth_bench(),
    "publishing": publishing_bench,
}
"""In the order they run: commands first, since a child's peak memory is never less than what this process held (`bench.measure`)."""


def main() -> None:
    """Runs the benches asked for, prints their lines and appends each to history/NAME.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="the day of measuring, YYYY-MM-DD")
    parser.add_argument("--runs", type=int, default=3, help="how often each command runs; the median is what counts")
    parser.add_argument("--only", choices=sorted(BENCHES), action="append", help="this bench only; may be repeated")
    parser.add_argument("--dry", action="store_true", help="print the lines, but leave history/ as it is")
    options = parser.parse_args()
    where = {"date": options.date.isoformat(), "code": code_version(ROOT), **machine()}
    for name in options.only or BENCHES:
        for result in BENCHES[name](options.runs):
            line = json.dumps({**where, **result}, ensure_ascii=False)
            print(line, flush=True)
            if not options.dry:
                with (HISTORY / f"{name}.jsonl").open("a", encoding="utf-8") as file:
                    file.write(line + "\n")


if __name__ == "__main__":
    main()
