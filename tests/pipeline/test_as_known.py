"""As known then: what a case knew at a moment of its record, and nothing that came later."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import zvirka
from tests.property.known_machine import bytes_of
from zvirka.cli import zvirka as command
from zvirka.model.account import Account
from zvirka.model.errors import CaseError, Damaged, InputError
from zvirka.pipeline.as_known import as_known, run_as_known
from zvirka.pipeline.by_hand import judge_case
from zvirka.pipeline.coming_back import write_question
from zvirka.pipeline.erasing import erase_items
from zvirka.record import Record

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


def write(folder: Path, name: str, figure: str) -> None:
    (folder / name).write_text(f"Ukrainian forces have recaptured {figure}{SAID}", encoding="utf-8")


def run(folder: Path, day: int, hour: int) -> Account:
    return plain(zvirka.run(folder, jobs=1, now=at(day, hour)).account)


def plain(account: Account) -> Account:
    return replace(account, changes=(), before=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One report that says about 120."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "case.toml").write_text(CASE, encoding="utf-8")
    write(path, "a.txt", "about 120")
    return path


@pytest.fixture
def case(folder: Path) -> Path:
    """Where its case lies."""
    return folder.with_name("in-case")


def then(case: Path, moment: str) -> Account:
    return plain(as_known(case, moment).account)


def test_a_report_deleted_since_is_known_then_and_one_added_since_is_not(folder: Path, case: Path) -> None:
    first = run(folder, 20, 8)
    write(folder, "b.txt", "over 700")
    (folder / "a.txt").unlink()
    second = run(folder, 20, 9)
    (folder / "b.txt").unlink()
    write(folder, "a.txt", "about 120")
    third = run(folder, 20, 10)
    assert [then(case, f"2022-09-20T{hour}:00Z") for hour in ("08", "09", "10")] == [first, second, third]
    assert {text.path for text in second.texts} == {"b.txt"}
    assert Record(case).verify().problems == ()


def test_of_a_report_changed_under_its_name_the_bytes_of_then_are_read(folder: Path, case: Path) -> None:
    first = run(folder, 20, 8)
    write(folder, "a.txt", "over 700")
    run(folder, 20, 9)
    write(folder, "a.txt", "about 120")
    third = run(folder, 20, 10)
    assert then(case, "2022-09-20T08:30Z") == first == third
    assert then(case, "2022-09-20T09:30Z").texts[0].text.startswith("Ukrainian forces have recaptured over 700")


def test_a_decision_is_known_from_when_it_was_recorded_whatever_day_it_gives(folder: Path, case: Path) -> None:
    run(folder, 20, 8)
    (claim,) = run(folder, 20, 8).claims
    judge_case(case, "reject", [claim.id], "Ann", "no", at(20, 9))
    rows = (case / "decisions.csv").read_text(encoding="utf-8")
    after = run(folder, 20, 10)
    assert then(case, "2022-09-20T08:30Z").judgements == ()
    assert then(case, "2022-09-20T10:00Z") == after
    (case / "decisions.csv").write_text(rows.replace("2022-09-20T09:00:00Z", "2022-09-01T09:00:00Z"), encoding="utf-8")
    run(folder, 20, 11)
    assert len(then(case, "2022-09-20T10:30Z").judgements) == 1
    assert then(case, "2022-09-20T08:30Z").judgements == ()


def test_an_edit_of_items_csv_is_known_from_the_run_that_found_it(folder: Path, case: Path) -> None:
    run(folder, 20, 8)
    table = case / "items.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",unknown,", ",russia,", 1), encoding="utf-8")
    edited = run(folder, 20, 9)
    assert edited.texts[0].voice.side == "russia"
    assert then(case, "2022-09-20T08:59Z").texts[0].voice.side == "unknown"
    assert then(case, "2022-09-20T09:00Z") == edited


def test_what_was_erased_since_is_missing_and_said_to_be(folder: Path, case: Path) -> None:
    write(folder, "b.txt", "over 700")
    run(folder, 20, 8)
    (folder / "b.txt").unlink()
    erase_items(case, ["b.txt"], by="Ann", why="asked", authority="letter", at="2022-09-20T09:00:00Z", folder=folder)
    found = then(case, "2022-09-20T08:00Z")
    assert {text.path for text in found.texts} == {"a.txt"}
    assert [(issue.code, issue.count) for issue in found.issues if "erased since" in issue.message] == [("not_read", 1)]


def test_a_day_is_known_to_its_end_in_the_zone_of_the_case_and_a_run_by_its_number(folder: Path, case: Path) -> None:
    first = run(folder, 20, 20)
    write(folder, "b.txt", "over 700")
    second = run(folder, 20, 21)  # past midnight in Kyiv
    assert then(case, "2022-09-20") == first == then(case, "1") == then(case, "2022-09-20T23:30")
    assert then(case, "2022-09-21") == second == then(case, "2") == then(case, "2030-12-31")


def test_what_is_no_moment_is_refused_and_before_the_record_nothing_was_known(folder: Path, case: Path) -> None:
    with pytest.raises(CaseError, match="is no case"):
        as_known(case, "2022-09-20")
    run(folder, 20, 8)
    for moment in ("yesterday", "²", "", "99", "2022-13-01", "9999-12-31", "0001-01-01T00:00+14:00"):
        with pytest.raises(InputError, match="--as-known"):
            as_known(case, moment)
    with pytest.raises(CaseError, match="knew nothing yet"):
        as_known(case, "2022-09-19")


def test_bytes_that_changed_in_the_record_are_not_told_as_known(folder: Path, case: Path) -> None:
    run(folder, 20, 8)
    item = next(each for each in Record(case).present("2022-09-20T08:00:00Z").items if each.path == "a.txt")
    path = Record(case).objects.path(item.object)
    path.write_bytes(path.read_bytes().replace(b"120", b"900"))
    with pytest.raises(Damaged):
        as_known(case, "2022-09-20")


def test_every_command_that_shows_a_case_shows_it_as_known_and_changes_nothing(folder: Path, case: Path) -> None:
    run(folder, 20, 8)
    write(folder, "b.txt", "over 700")
    run(folder, 20, 9)
    before = bytes_of(case)
    then = ("--as-known", "2022-09-20T08:00Z", "--case", str(case))
    shown = CliRunner().invoke(command, ["show", *then])
    exported = CliRunner().invoke(command, ["export", "claims", *then])
    moved = CliRunner().invoke(command, ["history", "1", *then, "--json"])
    assert "120" in shown.output
    assert "700" not in shown.output + exported.output
    assert len(exported.output.splitlines()) == 1
    assert {step["at"] for step in json.loads(moved.output)["steps"]} == {"2022-09-20T08:00:00Z"}
    page = write_question(case, "1", None, folder.with_name("page.html"), "2022-09-20T08:00Z")
    assert "over 700" not in page.read_text(encoding="utf-8")
    assert bytes_of(case) == before
    ran = CliRunner().invoke(command, ["run", str(folder), *then, "--jobs", "1"], catch_exceptions=False)
    pages = case / "derived" / "as-known" / "20220920T080000Z" / "index.html"
    assert pages.is_file()
    assert "over 700" not in ran.output + pages.read_text(encoding="utf-8")


def test_pages_as_known_are_those_of_the_run_then(folder: Path, case: Path) -> None:
    run(folder, 20, 8)
    made = {name: digest for name, digest in bytes_of(case / "working").items() if name.startswith("items/")}
    write(folder, "b.txt", "over 700")
    run(folder, 20, 9)
    pages = run_as_known(folder, None, "2022-09-20T08:00Z").working.parent
    assert {name: digest for name, digest in bytes_of(pages).items() if name.startswith("items/")} == made != {}
