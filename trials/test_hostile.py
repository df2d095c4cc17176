"""Every hostile file is read, and a day is lived over every hostile string in every field: nothing crashes, runs, leaks or is lost.

`make trials` runs it and writes a line each to bench/history/trials_hostile.jsonl. Without failure in N trials the rate is below 3/N with
95 % (Hanley and Lippman-Hand 1983, JAMA 249).
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.hostile import browser, desk
from tests.hostile.corpus import made
from tests.hostile.reading import faults, written
from tests.hostile.strings import STRINGS
from trials.told import told
from zvirka.confine import Confine
from zvirka.publish.export import EXPORTED


def test_every_hostile_file(tmp_path: Path) -> None:
    began = time.monotonic()
    files = written(tmp_path, made())
    with Confine() as confined:
        wrong = list(faults(tmp_path, files, confined))
    carrying = sum(1 for each in files.values() if each.carries)
    assert len(files) >= 3000
    told("trials_hostile", "files read or said not to be", len(files), wrong, began, sentinels=carrying)


def test_a_day_over_every_string(tmp_path: Path) -> None:
    began = time.monotonic()
    day = desk.day(tmp_path, 1, EXPORTED)
    wrong = list(desk.faults(day))
    told(
        "trials_hostile",
        "strings in every field, tables and terminal",
        len(STRINGS),
        wrong,
        began,
        commands=len(day.said),
    )
    began, pages = time.monotonic(), desk.pages(day)
    wrong = browser.faults(pages, tmp_path / "profile")
    told("trials_hostile", "pages opened in a browser", len(pages), wrong, began, strings=len(STRINGS))
