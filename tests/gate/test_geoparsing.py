"""Places found in sets of others are right where the toponym marked there lies at the same spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from gate.geoparsing import read, score_set
from zvirka.ground import Ground, load_ground

TEXT = "Officials met in Kyiv. Russian visitors went on to Moscow, north of the river."
KYIV = (TEXT.index("Kyiv"), "703448", 50.45, 30.52, "Kyiv")
MOSCOW = (TEXT.index("Moscow"), "5601538", 46.73, -117.0, "Moscow")
RUSSIA = (TEXT.index("Russian"), "2017370", 60.0, 100.0, "Russian")


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


def written(folder: Path, *marks: tuple[int, str, float, float, str]) -> Path:
    toponyms = "".join(
        f'<toponym><start>{start}</start><end>{start + len(words)}</end><phrase>{words}</phrase><gaztag geonameid="{id}">'
        f"<name>{words}</name><lat>{lat}</lat><lon>{lon}</lon></gaztag></toponym>"
        for start, id, lat, lon, words in marks
    )
    file = folder / "set.xml"
    file.write_text(
        f"<articles><article><text>{TEXT}</text><toponyms>{toponyms}</toponyms></article></articles>", "utf-8"
    )
    return file


def test_a_place_at_its_spot_is_right_and_a_namesake_is_not(ground: Ground, tmp_path: Path) -> None:
    counts = score_set(written(tmp_path, KYIV, MOSCOW), ground)
    assert counts == {"toponyms": 1, "reached": 1, "found": 2, "right": 1}


def test_words_for_people_do_not_count_as_places_missed(ground: Ground, tmp_path: Path) -> None:
    assert score_set(written(tmp_path, KYIV, RUSSIA), ground)["toponyms"] == 1


def test_marks_without_a_number_are_taken_by_name_and_spot(ground: Ground, tmp_path: Path) -> None:
    file = tmp_path / "virus.xml"
    at = KYIV[0]
    mark = f"<name>Kyiv</name><start>{at}</start><end>{at + 4}</end><lat>50.4</lat><lon>30.6</lon>"
    bare = "<name>Nowhere</name><start>0</start><end>3</end>"
    file.write_text(
        f"<articles><article><text>{TEXT}</text><locations><location>{mark}</location><location>{bare}</location>"
        "</locations></article></articles>",
        "utf-8",
    )
    ((_, toponyms),) = read(file)
    assert [toponym.id for toponym in toponyms] == [""]
    assert score_set(file, ground)["reached"] == 1
