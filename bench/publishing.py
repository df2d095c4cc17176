"""A large case given out: `zvirka publish` of 1,000 findings and 20,000 claims, on two cores where the system can bind it to two.

Own texts from a fixed seed: each report tells of losses near twenty towns in the words of several speakers, each town stands in twenty
reports. The case is run, every question is accepted by the desk, it is run again, and only the publication is timed.
"""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.eight_am import bound
from bench.measure import measure
from zvirka.ground import load_ground
from zvirka.pipeline.views import open_case

TOWNS, EACH, CORES = 1_000, 20, 2
SEED = 20220912
SPEAKERS = (
    "The General Staff",
    "The Russian Defence Ministry",
    "The governor",
    "Local officials",
    "The Institute for the Study of War",
)
CASE = """schema = 1

[case]
title = "A large case"
theatre = "ukraine"

[publish]
chosen_by = "The bench"

[[items]]
files = "*"
published = 2022-09-12
"""


def publishing_bench(runs: int) -> list[dict[str, object]]:
    """Seconds from the command to the whole edition in its folder, and what lies there."""
    zvirka = str(Path(sys.executable).parent / "zvirka")
    with tempfile.TemporaryDirectory() as scratch, bound(CORES) as cores:
        folder, case, to = (Path(scratch) / name for name in ("folder", "case", "site"))
        write_folder(folder, TOWNS, EACH)
        first = Path(scratch) / "before"
        accepted_case(zvirka, folder, first)

        def anew() -> None:
            for path in (case, to):
                shutil.rmtree(path, ignore_errors=True)
            shutil.copytree(first, case)

        measured = measure([zvirka, "publish", str(case), "--to", str(to)], runs, before=anew)
        edition = to / "editions" / "1"
        files = [path for path in edition.rglob("*") if path.is_file()]
        pages = [path for path in files if path.suffix == ".html"]
        counted = {"findings": _lines(edition / "data/findings.jsonl"), "claims": _lines(edition / "data/claims.jsonl")}
        summary = measured.summary() | {"command": "zvirka publish CASE --to DIR"}
        return [
            {
                "bench": "publishing",
                **summary,
                "bound_to_cores": cores,
                **counted,
                "files": len(files),
                "pages": len(pages),
                "largest_page_kb": round(max(path.stat().st_size for path in pages) / 1000, 1),
                "edition_mb": round(sum(path.stat().st_size for path in files) / 1e6, 1),
            }
        ]


def write_folder(folder: Path, towns: int, each: int) -> None:
    """As many reports as towns, each of so many towns; the same every time."""
    folder.mkdir(parents=True)
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    chance = random.Random(SEED)  # noqa: S311 - the same texts each time, nothing secret
    names = town_names(towns)
    for number in range(towns):
        told = [
            f"{chance.choice(SPEAKERS)} said {chance.randint(2, 60)} Russian tanks were destroyed near "
            f"{names[(number + step) % towns]} on {chance.randint(6, 9)} September."
            for step in range(each)
        ]
        (folder / f"report-{number:04}.txt").write_text("\n\n".join(told), encoding="utf-8")


def town_names(wanted: int) -> list[str]:
    """English names of settlements that no other place of the theatre has, of one word, in the order of their ids."""
    gazetteer = load_ground("ukraine").gazetteer
    found: list[str] = []
    for place in sorted(gazetteer.of_kind("settlement"), key=lambda each: each.id):
        name = gazetteer.name(place.id, "en")
        hits = gazetteer.find(name, "en") if name.isascii() and name.isalpha() else []
        if [(hit.ids, hit.sure) for hit in hits] == [((place.id,), True)]:
            found.append(name)
        if len(found) == wanted:
            return found
    raise RuntimeError(f"the theatre has {len(found)} such settlements, and {wanted} are wanted")


def accepted_case(zvirka: str, folder: Path, case: Path) -> None:
    """The case of the folder with every question accepted."""
    run = [zvirka, "run", str(folder), "--case", str(case), "--jobs", str(CORES)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    account, _ = open_case(case)
    with (case / "decisions.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("kind", "subject", "by", "why"))
        table.writerows(("accept", each.question.id, "Ann Editor", "") for each in account.findings)
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")
