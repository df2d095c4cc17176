"""A day over hostile words: nothing crashes, runs, is loaded, asks the network, lies outside the case or is hidden.

Continuous integration takes a part of the strings, `make trials` all of them.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile import browser, desk
from tests.hostile.strings import MARKUP

EVERY = 13
EXPORTS = ("claims", "judgements")
PAGES = 30
"""So many are opened, taken evenly."""


def test_a_day_over_hostile_words_breaks_no_promise(tmp_path: Path) -> None:
    """Pages in a real browser: no script, dialog, request, refused policy, handler, form, picture, frame, or link but to files."""
    day = desk.day(tmp_path / "day", EVERY, EXPORTS)
    assert list(desk.faults(day)) == []
    assert {"items.csv", "decisions.csv"} <= {path.name for path in day.case.glob("*.csv")}
    assert len(list((day.root / "traces").iterdir())) == len(day.said)
    pages = desk.pages(day)
    words = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert "hit(1)" in words
    assert "[U+202E]" in words
    assert browser.faults(pages[:: max(1, len(pages) // PAGES)], tmp_path / "profile") == []


def test_the_watch_sees_a_formula(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "".join(f'"{cell}"\n' for cell in ("-1.5", "'=1", "\u200b=1", "words", "@x")), encoding="utf-8"
    )
    assert [line.partition(":")[0] for line in desk.formula_cells([tmp_path / "a.csv"])] == [
        "a.csv row 3",
        "a.csv row 5",
    ]


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


def test_the_watch_sees_what_a_day_may_not_do(tmp_path: Path) -> None:
    case = tmp_path / "case"
    for folder in (
        case / "working" / "data",
        tmp_path / "in",
        tmp_path / "home",
        tmp_path / "out",
        tmp_path / "elsewhere",
    ):
        folder.mkdir(parents=True)
    (tmp_path / "in" / "fields.jsonl").write_text("{}\n")
    (tmp_path / "home" / "x").touch()
    (case / "outside.txt").touch()
    (case / "items.csv").write_text("=1+1\n")
    (case / "working" / "a.html").write_text("a\u202eb", encoding="utf-8")
    (case / "working" / "data" / "items.jsonl").write_text("")
    wrong = list(desk.faults(desk.Day(tmp_path, {}, ("\x1b[2J",), ("socket(AF_INET",))))
    assert len(wrong) == 9
