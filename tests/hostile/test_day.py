"""A day over hostile words: nothing crashes, runs, is loaded, asks the network, lies outside the case or is hidden.

Continuous integration takes a part of the strings, `make trials` all of them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hostile import browser, desk
from tests.hostile.strings import MARKUP
from zvirka.model.visible import HIDDEN as HIDING

EVERY = 13
EXPORTS = ("claims", "judgements")
PAGES = 30
"""So many are opened, taken evenly."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> desk.Day:
    return desk.day(tmp_path_factory.mktemp("hostile"), EVERY, EXPORTS)


def test_everything_written_lies_in_the_case_and_what_was_given_is_as_it_was(day: desk.Day) -> None:
    assert sorted(path.name for path in day.root.iterdir()) == ["case", "home", "in", "out", "traces"]
    assert [path for path in (day.root / "home").rglob("*") if path.is_file()] == []
    assert desk.digests(day.root / "in") == day.given
    assert not [path for path in day.case.rglob("*") if path.is_symlink() or "outside" in path.name]


def test_no_command_goes_to_the_network(day: desk.Day) -> None:
    assert len(list((day.root / "traces").iterdir())) == len(day.said)
    assert day.sockets == ()


def test_no_cell_of_any_table_is_a_formula(day: desk.Day) -> None:
    tables = sorted([*day.case.rglob("*.csv"), *(day.root / "out").iterdir()])
    assert {"items.csv", "decisions.csv", *(f"{what}.csv" for what in EXPORTS)} <= {path.name for path in tables}
    assert list(desk.formula_cells(tables)) == []


def test_the_watch_sees_a_formula(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "".join(f'"{cell}"\n' for cell in ("-1.5", "'=1", "\u200b=1", "words", "@x")), encoding="utf-8"
    )
    assert [line.partition(":")[0] for line in desk.formula_cells([tmp_path / "a.csv"])] == [
        "a.csv row 3",
        "a.csv row 5",
    ]


def test_no_page_and_nothing_printed_hides_or_turns_what_it_shows(day: desk.Day) -> None:
    pages = sorted((day.case / "working").rglob("*.html"))
    assert list(desk.hidden_signs(pages)) == []
    assert [found[0] for words in day.said if (found := HIDING.search(words))] == []
    assert any("[U+202E]" in page.read_text(encoding="utf-8") for page in pages)


def test_no_page_runs_loads_or_holds_anything_of_a_source(day: desk.Day, tmp_path: Path) -> None:
    """In a real browser: no script, dialog, request, refused policy, handler, form, picture, frame, or link but to files."""
    pages = sorted((day.case / "working").rglob("*.html"))
    assert any("hit(1)" in page.read_text(encoding="utf-8") for page in pages)
    assert browser.faults(pages[:: max(1, len(pages) // PAGES)], tmp_path) == []


def test_the_browser_sees_what_runs_loads_or_is_held(tmp_path: Path) -> None:
    pages = []
    for name, words in MARKUP.items():
        if name in (
            "script",
            "img_onerror",
            "svg_onload",
            "link_style",
            "iframe_srcdoc",
            "form",
            "object",
            "base",
            "details",
        ):
            pages.append(tmp_path / f"{name}.html")
            pages[-1].write_text(
                f"<!doctype html><html><head></head><body><p>{words}</p></body></html>", encoding="utf-8"
            )
    found = browser.faults(pages, tmp_path / "profile")
    assert {line.partition(":")[0] for line in found} == {page.name for page in pages}
    assert any("script.html: ran" in line for line in found)
    assert any("asked for https://hit.invalid/x" in line for line in found)


def test_of_every_report_given_there_is_one_read(day: desk.Day) -> None:
    lines = (day.case / "working" / "data" / "items.jsonl").read_bytes().split(b"\n")
    read = {row["fragment"] for row in map(json.loads, filter(None, lines)) if row["path"] == "fields.jsonl"}
    given = sum(1 for line in (day.root / "in" / "fields.jsonl").read_text("utf-8").split("\n") if line)
    assert len(read) == given
