"""Coming back: what changed since a run or a day, a question in one file, and a case that was moved."""

from __future__ import annotations

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.model.errors import CaseError, InputError
from zvirka.pipeline import schemas
from zvirka.pipeline.by_hand import judge_case
from zvirka.pipeline.coming_back import list_runs, show_since, write_question
from zvirka.pipeline.doctor import doctor
from zvirka.pipeline.history import history_text
from zvirka.pipeline.searching import find
from zvirka.pipeline.views import export_chunks, open_case, show, verify
from zvirka.record.index import Filters

SAID = " square kilometres in Kharkiv oblast since 6 September, the General Staff said on Sunday."
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


def at(day: int, hour: int) -> datetime:
    return datetime(2022, 9, day, hour, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case that was run three times, each time with one report more."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "case.toml").write_text(CASE, encoding="utf-8")
    for number, (figure, moment) in enumerate(
        (("about 120", at(20, 8)), ("over 700", at(20, 12)), ("about 900", at(21, 8)))
    ):
        (path / f"{number}.txt").write_text(f"Ukrainian forces have recaptured {figure}{SAID}", encoding="utf-8")
        zvirka.run(path, jobs=1, now=moment)
    return path


def since(folder: Path, when: str) -> dict[str, set[str]]:
    told = json.loads(show_since(folder.with_name("in-case"), when, None, None, True))
    fields: dict[str, set[str]] = {}
    for change in told["changes"]:
        fields.setdefault(change["field"], set()).add(change["after"] or change["before"])
    return fields


def test_each_run_that_says_something_else_is_kept(folder: Path) -> None:
    zvirka.run(folder, jobs=1, now=at(22, 8))
    runs = json.loads(list_runs(folder.with_name("in-case"), True))["runs"]
    assert runs == [
        {"run": 1, "at": "2022-09-20T08:00:00Z"},
        {"run": 2, "at": "2022-09-20T12:00:00Z"},
        {"run": 3, "at": "2022-09-21T08:00:00Z"},
    ]


@pytest.mark.parametrize(
    ("when", "new"),
    [
        ("1", {"700", "900"}), ("2", {"900"}), ("3", set()), ("2022-09-21", {"900"}), ("2022-09-20", {"700", "900"}),
        ("2022-09-20T11:00", {"700", "900"}), ("2022-09-20T12:00:00Z", {"900"}), ("2022-10-01", set()),
    ],
)  # fmt: skip
def test_what_changed_is_told_since_a_run_a_day_or_a_time(folder: Path, when: str, new: set[str]) -> None:
    fields = since(folder, when)
    assert {number for said in fields.get("figure_new", ()) for number in re.findall(r"\d+", said)} == new
    assert ("reports" in fields) == bool(new)


@pytest.mark.parametrize("when", ["9", "yesterday", "2022-13-01"])
def test_what_is_no_run_and_no_day_is_refused(folder: Path, when: str) -> None:
    with pytest.raises(InputError):
        since(folder, when)


def test_the_first_page_and_the_terminal_tell_new_figures(folder: Path) -> None:
    case = folder.with_name("in-case")
    page = (case / "working" / "index.html").read_text(encoding="utf-8")
    assert "new figure: General Staff of the Armed Forces of Ukraine: about 900 km²" in page
    told = show_since(case, "1", "1", "uk", False)
    assert "нова цифра" in told
    assert "понад 700 км²" in told
    assert "близько 900 км²" in told
    assert "new figure: General Staff of the Armed Forces of Ukraine: over 700 km²" in history_text(case, "1", False)


def test_a_figure_that_a_person_rejected_is_told_with_its_bound(folder: Path) -> None:
    case = folder.with_name("in-case")
    claim = next(each for each in open_case(case)[0].claims if "about 900" in each.quote.exact)
    judge_case(case, "reject", [claim.id], "Ann", "", at(21, 9))
    zvirka.run(folder, jobs=1, now=at(21, 10))
    gone = "figure no longer there: General Staff of the Armed Forces of Ukraine: about 900 km²"
    assert gone in show_since(case, "3", "1", None, False)


def test_a_figure_that_nobody_says_any_more_is_told_in_the_words_kept_of_it(folder: Path) -> None:
    (folder / "2.txt").unlink()
    zvirka.run(folder, jobs=1, now=at(21, 10))
    told = show_since(folder.with_name("in-case"), "3", "1", None, False)
    assert re.search("figure no longer there: [^\n]*900", told)


def test_a_question_in_one_file_stands_alone(folder: Path, tmp_path: Path) -> None:
    target = write_question(folder.with_name("in-case"), "1", None, tmp_path / "question.html")
    page = target.read_text(encoding="utf-8")
    assert "Working copy. Not reviewed." in page
    for words in ("about 120", "over 700", "about 900"):
        assert words in page
    links = re.findall(r' href="([^"]*)"', page)
    assert links
    assert all(link.startswith("#") for link in links)
    ids = set(re.findall(r' id="([^"]*)"', page))
    assert {link[1:] for link in links} <= ids
    assert not re.findall(r'<script|\ssrc="|url\(|@import', page)


def test_a_moved_case_stands_without_its_folder_and_takes_more(folder: Path, tmp_path: Path) -> None:
    case = folder.with_name("in-case")
    (tmp_path / "elsewhere").mkdir()
    moved = tmp_path / "elsewhere" / "справа 1"
    shutil.copytree(case, moved)
    before = b"".join(export_chunks(case, "findings", "jsonl", None)), show(case, "1", None, True)
    shutil.rmtree(case)
    kept = folder.rename(tmp_path / "elsewhere" / "reports")
    assert verify(moved).problems == ()
    assert (b"".join(export_chunks(moved, "findings", "jsonl", None)), show(moved, "1", None, True)) == before
    assert find(moved, "recaptured", Filters(kind="text"), 9)[0] == 3
    (kept / "3.txt").write_text(f"Ukrainian forces have recaptured about 950{SAID}", encoding="utf-8")
    after = zvirka.run(kept, moved, jobs=1, now=at(22, 8))
    assert "reports" in {change.field for change in after.account.changes}
    assert verify(moved).problems == ()


def test_the_doctor_finds_a_sound_case_sound(folder: Path) -> None:
    faults = [check for check in doctor(folder.with_name("in-case")) if check.fault]
    assert faults == []


def test_the_doctor_names_what_is_wrong_and_what_to_do(folder: Path) -> None:
    case = folder.with_name("in-case")
    objects = [path for path in (case / "objects").glob("??/*") if path.suffix != ".salt"]
    objects[0].unlink()
    (case / "case.toml").write_text('schema = 1\n[case]\ntitel = "x"\n', encoding="utf-8")
    faults = {check.name: check for check in doctor(case, at(20, 8)) if check.fault}
    assert {"case", "record", "clock", "log"} <= faults.keys()
    assert all(check.remedy for check in faults.values())
    assert "no bytes" in faults["record"].fault


def test_a_newer_case_is_refused_with_a_clear_word(folder: Path) -> None:
    case = folder.with_name("in-case")
    with (case / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"schema":2}\n')
    with pytest.raises(CaseError, match="newer Zvirka"):
        show(case, None, None, False)
    with pytest.raises(CaseError, match="newer Zvirka"):
        zvirka.run(folder, jobs=1)
    (folder / "case.toml").write_text("schema = 7\n", encoding="utf-8")
    shutil.rmtree(case)
    with pytest.raises(CaseError, match="newer Zvirka"):
        zvirka.run(folder, jobs=1)


def test_an_older_schema_is_brought_up_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: dict[int, schemas.Step] = {
        1: lambda document: {**document, "one": True},
        2: lambda document: {**document, "two": document["one"]},
    }
    monkeypatch.setattr(schemas, "SCHEMA", 3)
    assert schemas.up_to_date("case.toml", {}, 1, steps) == {"one": True, "two": True}
    with pytest.raises(CaseError, match="no schema there ever was"):
        schemas.up_to_date("case.toml", {}, 0, steps)
