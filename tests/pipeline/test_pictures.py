"""A folder's pictures come out as observations, links and a page; what cannot be opened is said, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gate.pictures.edits import EDITS, jpeg
from tests.observe.pictures.files import encoded, heic, png_bomb, street, video
from zvirka import run
from zvirka.model.observations import PictureObservation
from zvirka.pipeline import picturing


@pytest.fixture(autouse=True)
def no_reader_of_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text on pictures is tried in `test_on_screen.py`; here it would cost seconds a frame."""
    monkeypatch.setattr("zvirka.pipeline.on_screen.PROGRAM", "no-such-program-here")


def folder(path: Path) -> Path:
    """A report and pictures: one of them in a post's screenshot and in a video, one cut, one a bomb."""
    (path / "pictures").mkdir(parents=True)
    (path / "report.txt").write_text("The mayor said on 3 May 2031 that two tanks were destroyed.\n", "utf-8")
    files = {
        "one.jpg": jpeg(street(1), 90),
        "shot.jpg": jpeg(EDITS["screenshot"](street(1), np.random.default_rng(1)), 80),
        "film.mp4": video([street(number) for number in (4, 1, 5)]),
        "other.jpg": jpeg(street(9), 90),
        "cut.jpg": jpeg(street(7), 90)[:30_000],
        "bomb.png": png_bomb(20_000),
    }
    for name, data in files.items():
        (path / "pictures" / name).write_bytes(data)
    return path


def test_pictures_are_looked_at_compared_and_shown(tmp_path: Path) -> None:
    made = run(folder(tmp_path / "in"), tmp_path / "case")
    seen = {each.path: each for each in made.account.observations if isinstance(each, PictureObservation)}
    outcomes = {path.removeprefix("pictures/"): each.outcome for path, each in seen.items()}
    assert outcomes == {
        "one.jpg": "read",
        "shot.jpg": "read",
        "film.mp4": "read",
        "other.jpg": "read",
        "cut.jpg": "in_part",
        "bomb.png": "refused",
    }
    names = {each.id: path.removeprefix("pictures/") for path, each in seen.items()}
    links = [link for link in made.account.links if link.kind == "same_picture"]
    assert {name for link in links for name in (names[link.left], names[link.right])} == {
        "one.jpg",
        "shot.jpg",
        "film.mp4",
    }
    assert len(links) == 2
    said = {
        issue.path.removeprefix("pictures/"): issue.code
        for issue in made.account.issues
        if issue.path.startswith("pictures/")
    }
    assert said == {"cut.jpg": "partly_read", "bomb.png": "not_read"}
    assert made.account.coverage.not_looked_at == 0
    working = made.working.parent
    page = (working / "pictures.html").read_text("utf-8")
    for link in links:
        overlay = f"pictures/{link.id[:24]}.png"
        assert overlay in page
        assert (working / overlay).read_bytes().startswith(b"\x89PNG")
    rows = [json.loads(line) for line in (working / "data" / "observations.jsonl").read_text("utf-8").splitlines()]
    assert {(row["kind"], row["format"]) for row in rows} == {
        ("picture", "jpeg"),
        ("picture", "mov"),
        ("picture", "png"),
    }
    assert 'href="pictures.html"' in (working / "index.html").read_text("utf-8")


def test_a_second_run_looks_at_nothing_again_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(folder(tmp_path / "in"), tmp_path / "case")
    before = {path: path.read_bytes() for path in first.working.parent.rglob("*") if path.is_file()}
    monkeypatch.setattr(picturing.Confine, "run", lambda *_: pytest.fail("looked at again"))
    again = run(tmp_path / "in", tmp_path / "case", read_again=False)
    assert again.account == first.account
    assert {path: path.read_bytes() for path in again.working.parent.rglob("*") if path.is_file()} == before


def test_without_the_extra_pictures_are_kept_and_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picturing, "MODULES", {"no_such_module_here": "no-such-module-here"})
    made = run(folder(tmp_path / "in"), tmp_path / "case")
    waiting = [issue for issue in made.account.issues if issue.code == "not_looked_at"]
    assert {issue.path for issue in waiting} == {
        f"pictures/{name}" for name in ("one.jpg", "shot.jpg", "film.mp4", "other.jpg", "cut.jpg", "bomb.png")
    }
    assert all("zvirka[media]" in issue.remedy for issue in waiting)
    assert made.account.coverage.not_looked_at == 6
    assert not (made.working.parent / "pictures.html").exists()


def test_films_and_pictures_of_older_kinds_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    kinds = {"flv": "flv1", "mpegts": "mpeg2video", "mpeg": "mpeg2video", "asf": "wmv2"}
    for form, codec in kinds.items():
        (tmp_path / "in" / f"film.{form}").write_bytes(video([street(1)] * 5, form=form, codec=codec, rate=25))
    (tmp_path / "in" / "still.jp2").write_bytes(encoded(street(2), "JPEG2000"))
    (tmp_path / "in" / "telephone.heic").write_bytes(heic(street(3)))
    made = run(tmp_path / "in", tmp_path / "case")
    seen = {each.path: each for each in made.account.observations if isinstance(each, PictureObservation)}
    assert {path: (each.format, each.outcome) for path, each in seen.items()} == {
        **{f"film.{form}": (form, "read") for form in kinds},
        "still.jp2": ("jpeg2000", "read"),
        "telephone.heic": ("heif", "read"),
    }
    assert made.account.coverage.not_looked_at == 0
