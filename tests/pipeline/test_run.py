"""A run: what people edit wins, what changed is said, and the case stands without its folder."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.pipeline import cache
from zvirka.pipeline.accounts import load_account
from zvirka.pipeline.views import export_chunks, show
from zvirka.record import Record

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
SAID = " square kilometres in Kharkiv oblast since 6 September, the General Staff said on Sunday."
FIRST = "Ukrainian forces have recaptured about 120" + SAID
SECOND = "Ukrainian forces have recaptured more than 700" + SAID
CASE = """
schema = 1
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[items]]
files = "*.txt"
published = 2022-09-12
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one report."""
    target = tmp_path / "in"
    target.mkdir()
    (target / "first.txt").write_text(FIRST, encoding="utf-8")
    (target / "case.toml").write_text(CASE, encoding="utf-8")
    return target


def run(folder: Path) -> zvirka.RunResult:
    """One run in this process."""
    return zvirka.run(folder, jobs=1, now=NOW)


def test_an_edit_of_items_csv_wins_and_is_marked(folder: Path) -> None:
    case = run(folder).case_folder
    with (case / "items.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    next(row for row in rows if row["path"] == "first.txt")["outlet"] = "The Herald"
    with (case / "items.csv").open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    for _ in range(2):
        result = run(folder)
        assert {claim.voice.name for claim in result.account.claims} == {"The Herald"}
        assert dict(result.account.texts[0].known)["outlet"] == "items_csv"
    assert "outlet=items_csv" in (case / "items.csv").read_text(encoding="utf-8")


def test_the_first_run_tells_no_changes_and_the_next_tells_what_changed(folder: Path) -> None:
    assert run(folder).account.changes == ()
    (folder / "second.txt").write_text(SECOND, encoding="utf-8")
    changed = run(folder).account
    asked = next(finding.question.id for finding in changed.findings if finding.question.asked)
    assert "reports" in {change.field for change in changed.changes if change.question == asked}
    assert changed.before == "2022-09-20T08:00:00Z"
    assert run(folder).account.changes == changed.changes, "run again, the same is told"


def test_a_new_report_is_the_only_one_read_for_claims(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder)
    computed: list[int] = []
    compute = cache._compute

    def counted(engine: object, inputs: dict[str, str], function: object) -> object:
        computed.append(len(inputs))
        return compute(engine, inputs, function)  # type: ignore[arg-type]

    monkeypatch.setattr(cache, "_compute", counted)
    (folder / "second.txt").write_text(SECOND, encoding="utf-8")
    run(folder)
    assert set(computed) == {1}, "each stage took the new one alone"
    before = len(computed)
    run(folder)
    assert len(computed) == before


def test_a_removed_report_leaves_the_account_but_not_the_record(folder: Path) -> None:
    (folder / "second.txt").write_text(SECOND, encoding="utf-8")
    both = run(folder)
    kept = {item.path: item.object for item in both.account.items}
    (folder / "second.txt").unlink()
    after = run(folder)
    assert {claim.path for claim in after.account.claims} == {"first.txt"}
    assert Record(after.case_folder).objects.get(kept["second.txt"]) == SECOND.encode()
    assert Record(after.case_folder).verify().problems == ()


def test_a_case_stands_without_its_folder(tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "data" / "other_war"
    shutil.copytree(source, tmp_path / "in")
    result = run(tmp_path / "in")
    before = (
        b"".join(export_chunks(result.case_folder, "findings", "jsonl", "en")),
        show(result.case_folder, None, "en", False),
    )
    shutil.rmtree(tmp_path / "in")
    shutil.move(result.case_folder, tmp_path / "moved")
    again = (
        b"".join(export_chunks(tmp_path / "moved", "findings", "jsonl", "en")),
        show(tmp_path / "moved", None, "en", False),
    )
    assert again[0] == before[0]
    assert again[1].splitlines()[:-2] == before[1].splitlines()[:-2], "all but the line that says where it is"


def test_the_account_kept_is_the_account_made(folder: Path) -> None:
    (folder / "losses.csv").write_text(
        "date,class,model,status,place,owner\n2022-09-11,tank,T-72B3,captured,Izium,russia\n"
    )
    with (folder / "case.toml").open("a") as out:
        out.write('[[lists]]\nkind = "sightings"\nfile = "losses.csv"\n')
    result = run(folder)
    loaded = load_account(Record(result.case_folder))
    assert loaded is not None
    assert loaded[0] == result.account


def test_the_export_is_the_working_copys_data_file(folder: Path) -> None:
    result = run(folder)
    for what in ("claims", "findings", "issues"):
        exported = b"".join(export_chunks(result.case_folder, what, "jsonl", "en"))  # type: ignore[arg-type]
        assert exported == (result.working.parent / "data" / f"{what}.jsonl").read_bytes()
        assert all(json.loads(line)["schema"] == 1 for line in exported.splitlines())


def test_a_working_folder_of_somebody_else_is_left_alone(folder: Path) -> None:
    mine = folder.with_name("in-case") / "working"
    mine.mkdir(parents=True)
    (mine / "notes.txt").write_text("mine")
    with pytest.raises(zvirka.StorageFault, match="somebody else"):
        run(folder)
    assert (mine / "notes.txt").read_text() == "mine"
