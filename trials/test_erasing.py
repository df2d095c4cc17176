"""A hundred people are erased from a case, ten at a time: nothing of them is left, and what was sealed before still verifies.

Each has a report of their own, in one of six formats, named after them; of some an outlet was corrected in items.csv, about some a person
decided. Sought are their names, in what is packed too, and the SHA-256 and id of their files. `make trials` runs it and writes a line
to bench/history/trials_erasing.jsonl.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import zvirka
from tests.hostile.forms import FORMS
from tests.pipeline.left import left_of
from trials.told import told
from zvirka.pipeline.bag import write_bag
from zvirka.pipeline.by_hand import judge_case
from zvirka.pipeline.erasing import erase_items
from zvirka.pipeline.own_sheet import read_sheet, sheet
from zvirka.pipeline.sealing import seal
from zvirka.pipeline.views import export_chunks
from zvirka.publish.export import EXPORTED, FORMATS
from zvirka.record import Record

SUBJECTS = max(20, int(os.environ.get("ZVIRKA_TRIALS", "1000")) // 10)
AT_ONCE, OTHERS = 10, 20
KINDS = ("txt", "html", "eml", "docx", "zip", "pdf")
AT = "2022-09-20T08:00:00Z"
CASE = """
schema = 1
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
"""


def name_of(number: int) -> str:
    return f"canary{number:03d}x"


def path_of(number: int) -> str:
    return f"{name_of(number)}.{KINDS[number % len(KINDS)]}"


def folder_of(folder: Path) -> None:
    folder.mkdir()
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    for number in range(SUBJECTS + OTHERS):
        said = (
            f"Ukrainian forces recaptured {number + 100} square kilometres of Kharkiv Oblast on 11 September 2022, "
            f"said Zoryana C{name_of(number)[1:]}, a resident of Hrakove."
        )
        (folder / path_of(number)).write_bytes(FORMS[KINDS[number % len(KINDS)]](said))


def decide(case: Path) -> None:
    """Corrects the outlet of one in ten, and accepts the claim of another one in ten."""
    account, _ = zvirka.open_case(case)
    claims = {claim.path.partition("!/")[0]: claim.id for claim in account.claims}
    for number in range(5, SUBJECTS + OTHERS, 10):
        judge_case(case, "accept", [claims[path_of(number)]], "Maria", f"C{name_of(number)[1:]} told me", None)
    table = case / "items.csv"
    rows = [row for _, row in read_sheet(table, ("path", "outlet"), "")]
    for row in rows:
        if row["path"].startswith("canary") and int(row["path"][6:9]) % 10 == 3:
            row["outlet"] = f"Diary of C{row['path'][1:10]}"
    table.write_bytes(sheet(list(rows[0]), rows))


def given_out(case: Path, to: Path) -> None:
    """Every export in every format, and a bag."""
    to.mkdir()
    for what in EXPORTED:
        for form in FORMATS:
            (to / f"{what}.{form}").write_bytes(b"".join(export_chunks(case, what, form, None)))
    write_bag(case, to / "bag", AT[:10])


def test_a_hundred_erased_people(tmp_path: Path) -> None:
    began, wrong = time.monotonic(), []
    folder, case = tmp_path / "in", tmp_path / "case"
    folder_of(folder)
    zvirka.run(folder, case, jobs=1)
    decide(case)
    result = zvirka.run(folder, case, jobs=1)
    sealed = seal(case, AT)
    before = {path: path.read_bytes() for path in (case / "checkpoints").glob("0*.json")}
    traces: dict[int, set[str]] = {number: {name_of(number)} for number in range(SUBJECTS)}
    bytes_of: dict[str, set[str]] = {}
    for item in result.account.items:
        bytes_of.setdefault(item.object, set()).add(item.path[:10])
    for item in result.account.items:
        if item.path.startswith("canary") and int(item.path[6:9]) < SUBJECTS:
            own = {item.object} if len(bytes_of[item.object]) == 1 else set()  # else others hold the same bytes
            traces[int(item.path[6:9])] |= {item.id, *own}
    seen = left_of(case, [name_of(number) for number in range(SUBJECTS)])
    assert len(seen) == SUBJECTS, "the watch must see everybody before"
    gone: set[str] = set()
    for first in range(0, SUBJECTS, AT_ONCE):
        batch = range(first, min(first + AT_ONCE, SUBJECTS))
        for number in batch:
            (folder / path_of(number)).unlink()
            gone |= traces[number]
        erase_items(
            case,
            [path_of(number) for number in batch],
            by="Maria",
            why="asked",
            authority="letters",
            at=AT,
            folder=folder,
        )
        wrong += [f"after erasing: {word}" for word in left_of(case, gone)]
        if first % (AT_ONCE * 5) == 0 or batch.stop == SUBJECTS:
            zvirka.run(folder, case, jobs=1)
            given_out(case, tmp_path / f"out{first}")
            wrong += [f"after a run: {word}" for word in left_of(case, gone)]
            wrong += [f"in what was given out: {word}" for word in left_of(tmp_path / f"out{first}", gone)]
        wrong += Record(case).verify().problems
    if any(path.read_bytes() != data for path, data in before.items()) or not sealed.path.exists():
        wrong.append("a checkpoint of before has changed")
    others = left_of(case, [name_of(number) for number in range(SUBJECTS, SUBJECTS + OTHERS)])
    assert len(others) == OTHERS, "those who were not erased must be there"
    told("trials_erasing", "erased people", SUBJECTS, wrong, began, sought=len(gone), kinds=len(KINDS))
