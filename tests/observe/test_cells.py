"""Settlements as a second way to areas: a band around what maps show, and nothing where it would be wider than its value."""

from __future__ import annotations

import json
from datetime import date

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.observe.drawn import ZONE, region, ring, small_ground, wkb
from zvirka.model.case import ListRule
from zvirka.model.errors import FormatError
from zvirka.model.observations import AreaObservation, StatusObservation
from zvirka.model.times import Moment
from zvirka.observe.cells import cell_areas, read_cells, unnamed
from zvirka.observe.plane import Plane

SIDE = 12
STEP = 0.05
HERE = region(30, 50, 30 + SIDE * STEP, 50 + SIDE * STEP)
WHOLE_KM2 = Plane.centred(HERE.area, ()).area_km2(Plane.centred(HERE.area, ()).place(HERE.area))
GAZETTEER = small_ground().gazetteer
RULE = ListRule("settlement_statuses", "s.csv")
Found = tuple[list[AreaObservation], list[str]]


def town(column: int, row: int) -> tuple[str, float, float]:
    return f"t:{column}-{row}", 30 + (column + 0.5) * STEP, 50 + (row + 0.5) * STEP


def told(column: int, row: int, day: int, held: bool | None, source: str = "Watch") -> StatusObservation:
    """One settlement of a grid: held by the reds, freed, or contested."""
    id, lon, lat = town(column, row)
    status = {True: "held", False: "liberated", None: "contested"}[held]
    holder = {True: "reds", False: "blues", None: "unknown"}[held]
    return StatusObservation(
        f"{source}{id}{day}{held}",
        source,
        id,
        id,
        lon,
        lat,
        status,
        holder,
        Moment(date(2030, 3, day)),
        None,
        1,
        ("i",),
    )


def front(day: int, at: int) -> list[StatusObservation]:
    """All columns east of `at` are held."""
    return [told(column, row, day, column >= at) for column in range(SIDE) for row in range(SIDE)]


def cells() -> list[list[str]]:
    boxes = [(town(column, row)[0], column, row) for column in range(SIDE) for row in range(SIDE)]
    return [
        [id, wkb((30 + c * STEP, 50 + r * STEP, 30 + (c + 1) * STEP, 50 + (r + 1) * STEP)).hex()] for id, c, r in boxes
    ]


def measured(statuses: list[StatusObservation], drawn: bool = True, since: int = 2) -> Found:
    found, issues = cell_areas(
        RULE, statuses, HERE, [date(2030, 3, since)], ZONE, GAZETTEER, cells() if drawn else None
    )
    return found, [issue.message.split(" of ")[0] for issue in issues]


@pytest.mark.parametrize("drawn", [True, False])
def test_a_level_is_a_band_of_one_cell_either_side_of_the_line(drawn: bool) -> None:
    [seen], issues = measured(front(1, 6), drawn)
    assert (seen.source, seen.holder, seen.aside, seen.since) == ("s.csv", "reds", "cells", None)
    assert seen.held_km2 == pytest.approx(WHOLE_KM2 * 5 / SIDE, rel=2e-3)
    assert seen.unknown_km2 == pytest.approx(WHOLE_KM2 * 2 / SIDE, rel=2e-3)
    assert issues == []


def test_a_large_change_is_a_band_and_a_small_one_is_refused() -> None:
    found, issues = measured([*front(1, 1), *front(5, 2), *front(9, 9)])
    by_day = {seen.as_of.day.day: seen for seen in found}
    assert (by_day[5].since, by_day[5].regained_high_km2) == (None, None)
    assert by_day[9].since == Moment(date(2030, 3, 1))
    low, high = by_day[9].regained_low_km2, by_day[9].regained_high_km2
    assert low is not None
    assert high is not None
    assert low == pytest.approx(WHOLE_KM2 * 6 / SIDE, rel=2e-3)
    assert high == pytest.approx(WHOLE_KM2 * 10 / SIDE, rel=2e-3)
    assert issues == ["its settlements tell no area regained"]


def test_a_level_whose_band_is_wider_than_it_is_refused() -> None:
    assert measured(front(1, 11)) == ([], ["its settlements tell no area held"])


def test_opinions_that_differ_leave_a_settlement_open() -> None:
    other = [told(9, row, 1, False, "Other") for row in range(SIDE)]
    [alone], _ = measured(front(1, 4))
    [both], _ = measured([*front(1, 4), *other])
    assert both.held_km2 is not None
    assert alone.held_km2 is not None
    assert both.held_km2 < alone.held_km2
    [agreed], _ = measured([*front(1, 4), *[told(9, row, 1, True, "Other") for row in range(SIDE)]])
    assert agreed.held_km2 == alone.held_km2


def test_each_sources_last_opinion_counts() -> None:
    [first, last], _ = measured([*front(1, 4), *[told(4, row, 3, None) for row in range(SIDE)]])
    assert first.held_km2 is not None
    assert last.held_km2 is not None
    assert last.held_km2 < first.held_km2


def test_settlements_nobody_speaks_of_may_be_held() -> None:
    """A list of a few villages says nothing of the rest of the place."""
    assert measured([told(3, 3, 1, True), told(8, 8, 1, False)])[1] == ["its settlements tell no area held"]


def test_a_place_of_which_a_list_tells_nothing_gives_nothing() -> None:
    assert measured([]) == ([], [])
    assert measured([told(40, 40, 1, True)]) == ([], [])


@settings(max_examples=20)
@given(st.lists(st.sampled_from([True, False, None]), min_size=SIDE, max_size=SIDE), st.randoms())
def test_bands_lie_within_the_place_and_hold_what_every_opinion_holds(columns, random) -> None:  # type: ignore[no-untyped-def]
    statuses = [told(column, row, 1, columns[column]) for column in range(SIDE) for row in range(SIDE)]
    once = measured(statuses)
    random.shuffle(statuses)
    assert measured(statuses) == once
    for seen in once[0]:
        assert seen.held_km2 is not None
        assert seen.unknown_km2 is not None
        assert 0 <= seen.held_km2 <= WHOLE_KM2 * columns.count(True) / SIDE * 1.002
        assert seen.held_km2 + seen.unknown_km2 <= WHOLE_KM2 * 1.001


def collection(*features: dict[str, object]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def feature(properties: dict[str, object], geometry: dict[str, object] | None = None) -> dict[str, object]:
    drawn = geometry or {"type": "Polygon", "coordinates": [ring(30, 50, 31, 51)]}
    return {"type": "Feature", "properties": properties, "geometry": drawn}


def test_a_file_of_cells_names_settlements_by_gazetteer_id_or_number_of_geonames() -> None:
    spot = {"type": "Point", "coordinates": [30, 50]}
    data = collection(
        feature({"geonameid": 686732}), feature({"place_id": "t:1"}), feature({}), feature({"place_id": "x"}, spot)
    )
    read = read_cells(data, path="cells.geojson")
    assert [name for name, _ in read["cells"]] == ["geonames:686732", "t:1"]
    assert shapely.from_wkb(bytes.fromhex(read["cells"][0][1])).area == 1
    assert (read["unnamed"], read["problems"]) == ([3, 4], [])
    [issue] = unnamed(read["unnamed"], "cells.geojson", "i")
    assert (issue.count, issue.message) == (2, "2 features name no settlement or show no area, the first is feature 3")
    assert unnamed([], "cells.geojson", "i") == []


def test_a_file_without_a_named_cell_is_refused() -> None:
    with pytest.raises(FormatError, match="names a settlement"):
        read_cells(collection(feature({})), path="cells.geojson")
