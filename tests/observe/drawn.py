"""Small maps drawn for the tests, and a small invented theatre."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import shapely
from shapely import MultiPolygon

from zvirka.ground.ground import Ground
from zvirka.model.case import MapRule
from zvirka.model.times import Moment
from zvirka.observe.maps import Snapshot
from zvirka.observe.territory import Region

ZONE = ZoneInfo("Europe/Kyiv")
RULE = MapRule("Atlas", "maps/*.geojson", None, "%Y-%m-%d", "state", "reds", ("red",), ("grey",))


def ring(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A closed rectangle."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(state: str, *rings: Sequence[Sequence[float]], **further: Any) -> dict[str, Any]:
    """A polygon feature of that state."""
    return {
        "type": "Feature",
        "properties": {"state": state, **further},
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


def layer(*features: dict[str, Any]) -> bytes:
    """The bytes of a FeatureCollection."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def wkb(*boxes: tuple[float, float, float, float]) -> bytes:
    """Rectangles, united."""
    area = shapely.union_all([shapely.box(*box) for box in boxes])
    return bytes(
        shapely.to_wkb(MultiPolygon([part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]))
    )


def snapshot(day: int, held: bytes, unknown: bytes | None = None, source: str = "Atlas") -> Snapshot:
    """What a source shows at the end of a day of March 2030."""
    return Snapshot(source, "reds", Moment(date(2030, 3, day)), held, unknown, (f"item-{day}",))


def region(west: float, south: float, east: float, north: float) -> Region:
    """A rectangular place."""
    return Region("here:box", "drawn, sha256 0", wkb((west, south, east, north)))


def small_ground() -> Ground:
    """Two sides, two namesake villages in two districts, some equipment, in English."""
    return Ground(
        {
            "theatre": {"name": "plain", "time_zone": "Europe/Kyiv", "languages": ["en"]},
            "sides": [
                {"id": "reds", "names": {"en": {"nominative": "Redland"}}},
                {"id": "blues", "names": {"en": {"nominative": "Blueland"}}},
            ],
            "places": [
                {"id": "here:north", "kind": "adm2", "names": {"en": "North district"}},
                {"id": "here:south", "kind": "adm2", "names": {"en": "South district"}},
                {
                    "id": "here:mill-n",
                    "kind": "settlement",
                    "parent": "here:north",
                    "lon": 30,
                    "lat": 52,
                    "names": {"en": "Milltown"},
                },
                {
                    "id": "here:mill-s",
                    "kind": "settlement",
                    "parent": "here:south",
                    "lon": 30,
                    "lat": 48,
                    "names": {"en": "Milltown"},
                },
            ],
            "equipment": [
                {"id": "tank", "names": {"en": "tank"}, "lists": ["Tanks"]},
                {"id": "truck", "names": {"en": "truck"}},
                {"id": "m-7", "parent": "tank", "names": ["M-7"]},
            ],
            "maps": [
                {
                    "id": "layered",
                    "time_in_name": "%Y%m%d_{layer}",
                    "holder": "reds",
                    "held": ["Control", "Advance"],
                }
            ],
            "lists": [
                {
                    "id": "official_counts",
                    "source": "Ministry",
                    "owner": "reds",
                    "classes": {"heavy things": "tank", "more heavy things": "tank", "lorries": "truck"},
                    "ignored": ["day"],
                }
            ],
        },
        {"en": {}},
    )
