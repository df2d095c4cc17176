"""Edits of items.csv are logged with who, when, old and new; the log holds commitments only."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import zvirka
from tests.pipeline.test_dating import edit, folder_of
from zvirka.pipeline.edit_log import edits_logged, in_force
from zvirka.pipeline.erasing import erase_items
from zvirka.pipeline.history import history_text
from zvirka.pipeline.items_csv import NAME, read_edits
from zvirka.record import Record


def run(folder: Path, hour: int, case: Path | None = None) -> Path:
    """A run by Olena at an hour of one day; its case."""
    return zvirka.run(folder, case, jobs=1, now=datetime(2022, 9, 20, hour, tzinfo=UTC), by="Olena").case_folder


def told(case: Path) -> list[tuple[str, str, str, str, str, str]]:
    """(by, at, path, field, old, new) of all edits logged."""
    return [(e.by, e.at, x.path, x.field, x.old, x.new) for e in edits_logged(Record(case)) for x in e.edits]


def test_an_edit_its_change_and_its_taking_back_are_logged_in_order(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    assert told(case) == []
    edit(case, "day.txt", "published", "2022-09-15")
    run(folder, 9)
    run(folder, 10)
    edit(case, "day.txt", "published", "2022-09-16")
    run(folder, 11)
    edit(case, "day.txt", "published", "")
    run(folder, 12)
    assert told(case) == [
        ("Olena", "2022-09-20T09:00:00Z", "day.txt", "published", "2022-09-14", "2022-09-15"),
        ("Olena", "2022-09-20T11:00:00Z", "day.txt", "published", "2022-09-15", "2022-09-16"),
        ("Olena", "2022-09-20T12:00:00Z", "day.txt", "published", "2022-09-16", ""),
    ]
    assert in_force(edits_logged(Record(case))) == {} == read_edits(case)


def test_the_log_holds_no_word_of_an_edit_and_verify_knows_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    edit(case, "day.txt", "outlet", "The Izium Herald")
    run(folder, 9)
    log = (case / "log.jsonl").read_text(encoding="utf-8")
    assert log.count('"kind":"edited"') == 1
    assert "Herald" not in log
    assert "Olena" not in log
    assert edits_logged(Record(case))[0].id not in log
    assert Record(case).verify().problems == ()
    path = Record(case).objects.path(edits_logged(Record(case))[0].id)
    path.unlink()
    assert any("missing" in problem for problem in Record(case).verify().problems)


def test_a_moved_case_and_a_lost_pointer_change_nothing(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    edit(case, "day.txt", "side", "ukraine")
    edit(case, "none.txt", "published", "2022-09-09")
    run(folder, 9)
    before = told(case)
    assert len(before) == 2
    moved = tmp_path / "elsewhere"
    shutil.move(case, moved)
    shutil.rmtree(moved / "derived")
    assert told(moved) == before, "found by their salts"
    run(folder, 10, moved)
    assert told(moved) == before
    assert in_force(edits_logged(Record(moved))) == read_edits(moved)


def test_what_the_tool_wrote_is_no_edit_and_is_not_logged(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    (folder / "more.txt").write_text("Russian troops left Chuhuiv on 9 September, a resident said.", encoding="utf-8")
    run(folder, 9)
    assert told(case) == []
    assert NAME in {each.name for each in case.iterdir()}


def test_history_tells_the_edits_of_the_reports_behind_a_question(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    edit(case, "day.txt", "outlet", "The Izium Herald")
    run(folder, 9)
    words = history_text(case, "1", as_json=False)
    assert "Olena edited items.csv: outlet of day.txt" in words
    assert "The Izium Herald" in words
    assert '"what":"edit"' in history_text(case, "1", as_json=True)


def test_an_edit_outlasts_the_days_on_which_its_file_was_away(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    edit(case, "day.txt", "outlet", "The Izium Herald")
    run(folder, 9)
    before = told(case)
    data = (folder / "day.txt").read_bytes()
    (folder / "day.txt").unlink()
    run(folder, 10)
    assert told(case) == before
    (folder / "day.txt").write_bytes(data)
    run(folder, 11)
    assert told(case) == before
    assert {text.voice.name for text in zvirka.open_case(case)[0].texts if text.path == "day.txt"} == {
        "The Izium Herald"
    }


def test_the_words_of_an_edit_go_with_what_is_erased(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in")
    case = run(folder, 8)
    edit(case, "day.txt", "outlet", "Canary of Izium")
    run(folder, 9)
    (folder / "day.txt").unlink()
    erase_items(
        case, ["day.txt"], by="Olena", why="asked", authority="letter", at="2022-09-20T10:00:00Z", folder=folder
    )
    assert not [path for path in case.rglob("*") if path.is_file() and b"Canary" in path.read_bytes()]
    assert Record(case).verify().problems == ()
    run(folder, 11)
    assert Record(case).verify().problems == ()
    assert not [path for path in case.rglob("*") if path.is_file() and b"Canary" in path.read_bytes()]
