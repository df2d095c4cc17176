"""Borders: towns on the wrong side are told, and those near the edge are not."""

from __future__ import annotations

import pytest

from tests.observe.drawn import wkb
from zvirka.ground import Ground, load_ground
from zvirka.observe.borders import misdrawn
from zvirka.observe.territory import Region

UKRAINE, RUSSIA = "geonames:690791", "geonames:2017370"
WITHOUT_CRIMEA = wkb((22, 46.2, 40.3, 52.4))


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


@pytest.mark.parametrize(
    ("town", "country"),
    [("Simferopol", UKRAINE), ("Sevastopol", UKRAINE), ("Kherson", UKRAINE), ("Belgorod", RUSSIA)],
)
def test_towns_that_atlases_misplace_lie_in_the_country_the_law_knows(town: str, country: str, ground: Ground) -> None:
    place = ground.gazetteer.resolve(town, "en")
    assert place is not None
    assert ground.gazetteer.ancestors(place)[-1] == country


def test_a_border_of_ukraine_without_crimea_or_with_belgorod_is_told_with_the_towns(ground: Ground) -> None:
    leaves, takes = misdrawn(Region(UKRAINE, "drawn", WITHOUT_CRIMEA), "a.geojson", "item", ground)
    assert "leaves out Simferopol, Sevastopol" in leaves.message
    assert "takes in Belgorod" in takes.message
    assert {leaves.place, takes.place} == {UKRAINE}


def test_a_border_of_russia_with_crimea_is_told(ground: Ground) -> None:
    found = misdrawn(Region(RUSSIA, "drawn", wkb((32.4, 44.3, 36.7, 46.1))), "a.geojson", None, ground)
    assert any("takes in Simferopol, Sevastopol" in issue.message for issue in found)


def test_a_border_with_all_its_towns_is_told_nothing_of(ground: Ground) -> None:
    izium = ground.gazetteer.resolve("Izium", "en")
    assert izium is not None
    town = ground.gazetteer.get(izium)
    assert town is not None
    assert town.lon is not None
    assert town.lat is not None
    near = Region(izium, "drawn", wkb((town.lon - 0.05, town.lat - 0.05, town.lon + 0.05, town.lat + 0.05)))
    assert misdrawn(near, "a.geojson", None, ground) == []
