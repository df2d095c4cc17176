"""Dates nobody gave, solved within a case: where they are shown, what they are used for, and what an edit reads anew."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import zvirka
from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.pipeline.items_csv import NAME, SOLVED
from zvirka.pipeline.run import RunResult
from zvirka.publish.export import export
from zvirka.record import Record

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
CASE = """
schema = 1
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
until = 2022-09-14
"""
REPORTS = {
    "day.txt": (
        "Ukrainian troops struck a bridge near Kupiansk on Monday, the General Staff said. Yesterday, 13 September, "
        "they recaptured 300 square kilometres in Kharkiv oblast."
    ),
    "span.txt": "On Monday, 12 September, Russian troops left Izium. A resident said they fled yesterday.",
    "both.txt": "Today, 10 September, and today, 11 September, the Russian troops left the town of Vovchansk, a resident said.",
    "none.txt": "Russian troops left Balakliia yesterday.",
}


def folder_of(path: Path) -> Path:
    """A folder of reports of which nobody gives the date."""
    path.mkdir()
    (path / "case.toml").write_text(CASE, encoding="utf-8")
    for name, text in REPORTS.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def run(folder: Path) -> RunResult:
    """A run at the tests' time."""
    return zvirka.run(folder, jobs=1, now=NOW)


def text_at(account: Account, path: str) -> Text:
    """The report of a file."""
    return next(text for text in account.texts if text.path == path)


def claims_at(account: Account, path: str) -> list[Claim]:
    """The claims of a file."""
    return [claim for claim in account.claims if claim.path == path]


def rows_of(case: Path) -> list[dict[str, str]]:
    """The rows of items.csv."""
    with (case / NAME).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def edit(case: Path, path: str, column: str, value: str) -> None:
    """What a person does in a spreadsheet."""
    rows = rows_of(case)
    for row in rows:
        if row["path"] == path:
            row[column] = value
    with (case / NAME).open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)


def read_anew(case: Path) -> set[str]:
    """Keys of all texts that runs up to now have read: each run adds those it read, and no other."""
    derived = Record(case).derived
    version = next((case / "derived" / "claims").iterdir()).name
    return {key for table in derived.segments(f"claims/{version}").values() for key in table["key"].to_pylist()}


def test_a_solved_day_is_the_day_of_publication_and_marked_as_solved(tmp_path: Path) -> None:
    result = run(folder_of(tmp_path / "in"))
    text = text_at(result.account, "day.txt")
    assert text.published is not None
    assert (text.published.day, dict(text.known)["published"]) == (date(2022, 9, 14), "solved")
    struck = next(claim for claim in claims_at(result.account, "day.txt") if claim.type == "strike")
    assert struck.times.event is not None
    assert struck.times.event.earliest == date(2022, 9, 12), "“on Monday” counts from the solved day"
    assert {"times.event", "times.said"} <= {each.field for each in struck.reasons if each.rule == "publication:solved"}
    assert not [each for each in result.account.issues if each.code == "date_unknown" and each.path == "day.txt"]


def test_what_is_not_settled_stays_unknown_and_an_issue_says_what_the_words_leave(tmp_path: Path) -> None:
    account = run(folder_of(tmp_path / "in")).account
    said = {
        each.path: each.message for each in account.issues if each.code == "date_unknown" and "settled" in each.message
    }
    assert sorted(said) == ["both.txt", "span.txt"]
    assert "2022-09-12 – 2022-09-18" in said["span.txt"]
    assert "On Monday, 12 September" in said["span.txt"]
    assert "contradict" in said["both.txt"]
    for path in ("span.txt", "both.txt", "none.txt"):
        assert text_at(account, path).published is None
        assert dict(text_at(account, path).known)["published"] == "unknown"


def test_items_csv_the_page_and_the_export_show_what_it_was_solved_from(tmp_path: Path) -> None:
    result = run(folder_of(tmp_path / "in"))
    row = next(each for each in rows_of(result.case_folder) if each["path"] == "day.txt")
    assert row["published"] == "2022-09-14"
    assert "published=solved" in row["known"].split()
    assert "Yesterday, 13 September" in row[SOLVED]
    pages = [page.read_text(encoding="utf-8") for page in (result.working.parent / "items").iterdir()]
    assert any("Yesterday, 13 September" in page and "a word that counts from publication" in page for page in pages)
    lines = [json.loads(line) for line in export(result.account, result.ground, "items", "jsonl", "en")]
    told = next(each for each in lines if each["path"] == "day.txt")
    assert told["dated"]["state"] == "day"
    first = told["dated"]["constraints"][0]["span"]
    assert REPORTS["day.txt"][first["start"] : first["end"]] == first["exact"]


def test_a_person_s_day_wins_and_its_taking_back_brings_the_solved_one_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder).case_folder
    edit(case, "day.txt", "published", "2022-09-15")
    text = text_at(run(folder).account, "day.txt")
    assert text.published is not None
    assert (text.published.day, dict(text.known)["published"], text.dated) == (date(2022, 9, 15), "items_csv", None)
    edit(case, "day.txt", "published", "")
    text = text_at(run(folder).account, "day.txt")
    assert text.published is not None
    assert (text.published.day, dict(text.known)["published"]) == (date(2022, 9, 14), "solved")


def test_an_edit_of_items_csv_reads_anew_the_one_text_it_is_about(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder).case_folder
    first = read_anew(case)
    assert len(first) == len(REPORTS)
    run(folder)
    assert read_anew(case) == first, "nothing changed, nothing is read"
    edit(case, "none.txt", "published", "2022-09-09")
    account = run(folder).account
    second = read_anew(case)
    assert len(second - first) == 1
    left = claims_at(account, "none.txt")[0].times.event
    assert left is not None
    assert left.earliest == date(2022, 9, 8)
    edit(case, "none.txt", "published", "")
    run(folder)
    assert read_anew(case) == second, "it was read without a date before"


def test_other_days_of_the_case_read_anew_only_texts_whose_solved_day_changes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder).case_folder
    first = read_anew(case)
    (folder / "case.toml").write_text(CASE.replace("2022-09-14", "2022-09-15"), encoding="utf-8")
    run(folder)
    assert read_anew(case) == first


def test_the_days_a_file_was_saved_on_are_no_evidence(tmp_path: Path) -> None:
    import os

    folder = folder_of(tmp_path / "in")
    before = run(folder).account
    for path in folder.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert [text.published for text in run(folder).account.texts] == [text.published for text in before.texts]


def test_a_text_s_date_does_not_depend_on_the_texts_beside_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    (folder / "case.toml").write_text(CASE.replace("until = 2022-09-14\n", ""), encoding="utf-8")
    before = text_at(run(folder).account, "day.txt").dated
    (folder / "later.jsonl").write_text(
        json.dumps({"report_id": "1", "published": "2030-01-01", "outlet": "x", "text": "Troops left Izium."}) + "\n"
    )
    assert text_at(run(folder).account, "day.txt").dated == before
