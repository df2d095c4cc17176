"""`zvirka displacement` from files to careful words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gate.pictures.displaced import photographs
from gate.pictures.edits import jpeg
from gate.pictures.rendered import SIZE, Box, pair
from tests.observe.pictures.files import png_bomb, street
from zvirka.cli import zvirka
from zvirka.cli.ending import run_to_exit_code
from zvirka.ground import load_ground
from zvirka.observe.pictures.displacement import Displacement
from zvirka.pipeline.displacing import displacement_text


def in_px(box: Box) -> str:
    """As a person writes it."""
    return ",".join(f"{share * side:.0f}" for share, side in zip(box, (*SIZE, *SIZE), strict=True))


def test_a_moved_vehicle_is_told_with_what_it_rests_on(tmp_path: Path) -> None:
    made = pair(0)
    for name, picture in zip(("one.jpg", "two.jpg"), photographs(made), strict=True):
        (tmp_path / name).write_bytes(jpeg(picture, 92))
    boxes = [f"--left-box={in_px(made.boxes[0])}", f"--right-box={in_px(made.boxes[1])}"]
    files = [str(tmp_path / "one.jpg"), str(tmp_path / "two.jpg")]
    told = CliRunner().invoke(zvirka, ["displacement", *files, *boxes])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("Moved:")
    assert "only if both boxes show the same object" in told.output
    plain = CliRunner().invoke(zvirka, ["displacement", *files, *boxes, "--json"])
    assert json.loads(plain.output)["verdict"] == "moved"


@pytest.mark.parametrize(
    ("box", "said"), [("1,2,3", "left,top,right,bottom"), ("9,9,5,20", "is no box"), ("0,0,9000,9", "is no box")]
)
def test_a_box_that_is_none_is_refused_with_what_to_write(
    box: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "one.jpg").write_bytes(jpeg(street(1), 92))
    file = str(tmp_path / "one.jpg")
    assert run_to_exit_code(zvirka, ["displacement", file, file, f"--left-box={box}", "--right-box=1,1,9,9"]) == 2
    assert said in capsys.readouterr().err


def test_a_bomb_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bomb.png").write_bytes(png_bomb(20_000))
    file = str(tmp_path / "bomb.png")
    assert run_to_exit_code(zvirka, ["displacement", file, file, "--left-box=1,1,9,9", "--right-box=1,1,9,9"]) == 2
    assert "bomb.png" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
@pytest.mark.parametrize(
    "found",
    [
        Displacement("moved", "epipolar", 100, 20, 15, 4.2),
        Displacement("no_displacement_found", "", 100, 20, 15, 0.4, 0.03),
        *(
            Displacement("undetermined", why)
            for why in ("copies", "few_outside", "few_on_object", "few_around", "between", "insensitive")
        ),
    ],
)
def test_every_verdict_has_words_in_every_language(found: Displacement, language: str) -> None:
    told = displacement_text(found, language).splitlines()
    ground = load_ground()
    assert told[0] == ground.message(language, f"displaced_{found.verdict}")
    assert ground.message(language, "displaced_same_object") in told
    assert len(told) == (4 if found.verdict == "undetermined" else 3)
