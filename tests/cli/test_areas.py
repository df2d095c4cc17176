"""`zvirka areas`: what maps show to have changed between any two days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.observe.drawn import feature, layer, ring
from zvirka import run
from zvirka.cli.commands import zvirka

CASE = """schema = 1
[[maps]]
source = "Atlas"
files = "maps/*.geojson"
time_in_name = "%Y-%m-%d"
status_property = "state"
holder = "russia"
held = ["red"]
unknown = ["grey"]
[[boundaries]]
place = "geonames:706482"
file = "border.geojson"
source = "Drawn"
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of three maps on which red ground shrinks from three squares to one, by way of an unknown one."""
    folder = tmp_path_factory.mktemp("areas") / "in"
    (folder / "maps").mkdir(parents=True)
    (folder / "report.txt").write_text("Nothing is told here.\n", "utf-8")
    (folder / "case.toml").write_text(CASE, "utf-8")
    (folder / "border.geojson").write_bytes(layer(feature("any", ring(35, 49, 38, 50))))
    squares = [ring(35 + at, 49, 36 + at, 50) for at in range(3)]
    for day, states in ((1, "rrr"), (4, "rrg"), (6, "rg.")):
        drawn = [
            feature({"r": "red", "g": "grey"}[s], square) for s, square in zip(states, squares, strict=True) if s != "."
        ]
        (folder / "maps" / f"2022-09-0{day}.geojson").write_bytes(layer(*drawn))
    run(folder, folder.with_name("case"))
    return folder.with_name("case")


def asked(case: Path, *arguments: str) -> Result:
    words: Sequence[str] = ["areas", "--case", str(case), *arguments]
    return CliRunner().invoke(zvirka, words)


def test_any_two_days_are_compared(case: Path) -> None:
    [seen] = [
        json.loads(line)
        for line in asked(case, "--since", "2022-09-05", "--until", "2022-09-06", "--json").output.splitlines()
    ]
    assert (seen["since"], seen["as_of"], seen["kind"]) == ("2022-09-04", "2022-09-06", "area")
    square = seen["held_km2"]
    assert seen["regained_high_km2"] == pytest.approx(square, rel=1e-6)
    assert (seen["regained_low_km2"], seen["lost_km2"]) == (0, 0)
    whole = json.loads(asked(case, "--since", "2022-09-02", "--until", "2022-09-30", "--json").output)
    assert whole["regained_high_km2"] == pytest.approx(2 * square, rel=1e-6)
    assert whole["regained_low_km2"] == pytest.approx(square, rel=1e-6)


def test_it_is_told_in_words_with_border_and_days(case: Path) -> None:
    said = asked(case, "--since", "2022-09-05", "--until", "2022-09-06", "--language", "uk").output
    assert "Atlas" in said
    assert "Drawn, sha256" in said
    assert "4 вересня 2022" in said


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2022-10-05", "2022-10-06", "No map of this case describes these days."),
        ("2022-09-06", "2022-09-05", "ends before it begins"),
        ("6 September", "2022-09-05", "is no day"),
    ],
)
def test_days_without_a_map_and_days_turned_round_are_said(case: Path, since: str, until: str, words: str) -> None:
    ended = asked(case, "--since", since, "--until", until)
    assert words in ended.output + str(ended.exception or "")
