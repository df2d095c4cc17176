"""Borders: whose each place is, and how a window is drawn."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, Point

from zvirka.publish.reader.basemap import COUNTRIES, REGIONS, WIDTH, window

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("name", "lon", "lat", "country"),
    [
        ("Simferopol", 34.10, 44.95, "Ukraine"),
        ("Sevastopol", 33.53, 44.60, "Ukraine"),
        ("Kerch", 36.44, 45.35, "Ukraine"),
        ("Kherson", 32.62, 46.64, "Ukraine"),
        ("Armiansk", 33.69, 46.11, "Ukraine"),
        ("Donetsk", 37.80, 48.00, "Ukraine"),
        ("Belgorod", 36.59, 50.60, "Russia"),
        ("Krasnodar", 38.98, 45.04, "Russia"),
        ("Chisinau", 28.86, 47.01, "Moldova"),
    ],
)
def test_a_place_is_in_its_country_and_in_no_other(name: str, lon: float, lat: float, country: str) -> None:
    """Crimea is Ukraine's (UN General Assembly resolution 68/262)."""
    assert [found for found, shape in COUNTRIES.items() if shape.contains(Point(lon, lat))] == [country], name


def test_no_border_is_left_between_crimea_and_the_mainland() -> None:
    """Perekop lies inside: the two are one polygon."""
    parts = [part for part in COUNTRIES["Ukraine"].geoms if part.contains(Point(34.1, 44.95))]
    assert len(parts) == 1
    assert parts[0].contains(Point(30.52, 50.45))
    assert parts[0].contains(Point(33.66, 46.16))


IZIUM, KHARKIV, POLTAVA, SLOVIANSK = (37.26, 49.21), (36.23, 49.99), (34.55, 49.59), (37.61, 48.85)
CHAPLYNKA, ARMIANSK, BELGOROD, KURSK = (33.53, 46.37), (33.69, 46.11), (36.59, 50.60), (36.19, 51.73)


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        (IZIUM, KHARKIV, False),
        (IZIUM, SLOVIANSK, True),
        (KHARKIV, POLTAVA, True),
        (CHAPLYNKA, ARMIANSK, True),
        (BELGOROD, KURSK, True),
    ],
)
def test_a_line_runs_between_places_of_different_regions_only(
    left: tuple[float, float], right: tuple[float, float], apart: bool
) -> None:
    assert bool(REGIONS.intersects(LineString([left, right]))) is apart


def test_lines_of_a_country_lie_in_that_country_as_it_is_drawn() -> None:
    """Those of Ukraine's regions, Crimea's among them, in Ukraine and none of Russia's, but for 15 km of coarser borders."""
    lines = json.loads((ROOT / "src" / "zvirka" / "publish" / "reader" / "lines.json").read_text("utf-8"))
    ours, theirs = (MultiLineString(lines[country]) for country in ("ukr", "rus"))
    assert ours.difference(COUNTRIES["Ukraine"].buffer(0.15)).length < 0.01 * ours.length
    assert theirs.intersection(COUNTRIES["Ukraine"].buffer(-0.15)).length == 0
    assert theirs.length > ours.length > 10


def test_the_name_of_a_country_stands_inside_of_it_or_nowhere() -> None:
    view = window([(36.2, 50.0)], 4.0)
    x, y = view.middle(30.52, 50.45) or (0.0, 0.0)
    scale = WIDTH / (view.east - view.west)
    down = view.height / (view.north - view.south)
    assert COUNTRIES["Ukraine"].contains(Point(view.west + x / scale, view.north - y / down))
    assert view.middle(-3.7, 40.4) is None
    assert view.middle(-30.0, 40.0) is None


def test_the_lock_pins_every_package_by_digest_and_names_no_host() -> None:
    lock = json.loads((ROOT / "basemap" / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert "node_modules/world-atlas" in packages
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in packages.values())


@given(st.lists(st.tuples(st.floats(-170, 170), st.floats(-75, 75)), min_size=1, max_size=8))
def test_every_point_lies_inside_its_window(points: list[tuple[float, float]]) -> None:
    view = window(points)
    for lon, lat in points:
        x, y = view.at(lon, lat)
        assert -1e-6 <= x <= WIDTH + 1e-6
        assert -1e-6 <= y <= view.height + 1e-6


@given(st.floats(20, 40), st.floats(44, 52), st.floats(2, 20))
def test_a_window_is_true_to_scale_in_its_middle(lon: float, lat: float, least: float) -> None:
    """A kilometre east is as long as one north."""
    view = window([(lon, lat)], least)
    middle = (view.south + view.north) / 2
    here = view.at(lon, middle)
    east = view.at(lon + 0.01 / math.cos(math.radians(middle)), middle)
    north = view.at(lon, middle + 0.01)
    assert math.isclose(east[0] - here[0], here[1] - north[1], rel_tol=1e-6)


def test_borders_are_cut_to_the_window() -> None:
    """Nothing is drawn far outside, and the countries of the window are there."""
    view = window([(36.2, 50.0)], 4.0)
    drawn = dict(view.borders())
    assert set(drawn) == {"Ukraine", "Russia"}
    for path in drawn.values():
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path):
            assert -1 <= float(x) <= WIDTH + 1
            assert -1 <= float(y) <= view.height + 1
