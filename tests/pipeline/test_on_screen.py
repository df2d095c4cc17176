"""Text on pictures is read by an optional program: a lead that stands beside the picture, never a quotation or a claim."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.observe.pictures.files import encoded, street, video
from zvirka import run
from zvirka.ground import load_ground
from zvirka.model.observations import PictureObservation
from zvirka.observe.pictures.on_screen import PAGE_PX, lines, page
from zvirka.pipeline.doctor import doctor
from zvirka.pipeline.on_screen import tesseract, to_install
from zvirka.pipeline.run import RunResult
from zvirka.pipeline.searching import Filters, find

FAKE = """#!/bin/sh
case "$*" in
*--version*) echo "tesseract 9.9.9" ;;
*--list-langs*) printf 'List of available languages (2):\\neng\\nukr\\n' ;;
*)  echo "$*" >> "{log}"
    head -c 2 >> "{log}"; cat > /dev/null
    printf '5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t91.5\\tConvoy\\n5\\t1\\t1\\t1\\t1\\t2\\t0\\t0\\t9\\t9\\t88.5\\t<b>7</b>\\n'
    printf '5\\t1\\t1\\t1\\t2\\t1\\t0\\t0\\t9\\t9\\t31\\tleaves\\n' ;;
esac
exit {code}
"""


def program(folder: Path, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> Path:
    """A tesseract that finds one sure line and one unsure on everything, alone on the path with what it needs; gives its log."""
    folder.mkdir()
    log = folder / "asked.txt"
    (folder / "tesseract").write_text(FAKE.format(log=log, code=code), "utf-8")
    (folder / "tesseract").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return log


def pictures(made: RunResult) -> dict[str, PictureObservation]:
    return {each.path: each for each in made.account.observations if isinstance(each, PictureObservation)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A report, a photograph, a film and a file that is no picture."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "report.txt").write_text("The mayor said on 3 May 2031 that two tanks were destroyed.\n", "utf-8")
    (folder / "one.png").write_bytes(encoded(street(1)))
    (folder / "film.mp4").write_bytes(video([street(4), street(5)]))
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    return folder


def test_what_the_program_read_stands_beside_the_picture_and_makes_no_claim(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = program(tmp_path / "bin", monkeypatch)
    made = run(folder, tmp_path / "case")
    seen = pictures(made)
    [line] = seen["one.png"].on_screen
    assert (line.at_s, line.text, line.confidence) == (None, "Convoy <b>7</b>", 90)
    assert {each.at_s for each in seen["film.mp4"].on_screen} == set(seen["film.mp4"].at_s)
    assert seen["one.png"].on_screen_by == "tesseract 9.9.9 (eng, ukr)"
    assert (seen["broken.png"].on_screen_by, seen["broken.png"].on_screen) == ("", ())
    assert not any("Convoy" in claim.quote.exact for claim in made.account.claims)
    assert set(log.read_text("latin-1").replace("P5", "").splitlines()) == {"stdin stdout -l eng+ukr --psm 3 tsv"}
    shown = (made.working.parent / "pictures.html").read_text("utf-8")
    assert "Convoy &lt;b&gt;7&lt;/b&gt;" in shown
    assert "tesseract 9.9.9" in shown
    assert "leaves" not in shown
    count, hits = find(tmp_path / "case", "convoy", Filters(), 9)
    assert (count, {hit.kind for hit in hits}) == (2, {"picture"})
    asked = log.read_bytes()
    assert run(folder, tmp_path / "case").account == made.account
    assert log.read_bytes() == asked, "a second run asked again"


def test_where_the_program_fails_it_is_said_and_nothing_else_changes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", monkeypatch, code=1)
    made = run(folder, tmp_path / "case")
    assert {(each.on_screen_by, each.on_screen) for each in pictures(made).values()} == {("", ())}
    assert {each.outcome for each in pictures(made).values()} == {"read", "failed"}
    assert "the program tesseract is not installed" in (made.working.parent / "pictures.html").read_text("utf-8")


def test_where_the_program_is_absent_doctor_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zvirka.pipeline.on_screen.PROGRAM", "no-such-program-here")
    assert tesseract(load_ground("ukraine")) is None
    [check] = [each for each in doctor(None) if each.name == "text on pictures"]
    assert "apt-get install tesseract-ocr tesseract-ocr-rus tesseract-ocr-ukr" in check.found
    assert not check.fault


def test_a_frame_is_given_in_grey_and_no_larger_than_needed() -> None:
    given = Image.open(io.BytesIO(page(encoded(Image.new("RGB", (4000, 1000), "red")), None)))
    assert (given.format, given.mode, given.size) == ("PPM", "L", (PAGE_PX, 400))


@pytest.mark.parametrize(
    "table",
    ["", "5\t1", "5" + "\t" * 11, "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\tnan\tConvoy", "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\t--", "\0\r\n\t"],
)  # fmt: skip
def test_a_table_without_a_sure_line_gives_none(table: str) -> None:
    assert list(lines(table)) == []


def test_the_real_program_reads_a_caption() -> None:
    ground = load_ground("ukraine")
    reader = tesseract(ground)
    if reader is None and os.environ.get("CI") != "true":
        pytest.skip(f"tesseract is not installed: apt-get install {to_install(ground)}")
    assert reader is not None
    assert reader.missing == ()
    picture = street(3).resize((1280, 960))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 800, 1280, 960), fill="black")
    try:
        font, words = ImageFont.truetype("DejaVuSans.ttf", 48), "Залізний Брід"
    except OSError:
        font, words = ImageFont.load_default(48), "bridge over the river"  # Pillow's own has Latin letters alone
    pen.text((40, 820), words, font=font, fill="white")
    pen.text((40, 885), "convoy", font=font, fill="white")
    table = reader.read(page(encoded(picture, "JPEG", quality=85), None))
    assert table is not None
    read = " ".join(text for text, _ in lines(table))
    assert words in read
    assert "convoy" in read
