"""Coordinates on a grid: what is given out is the middle of a cell, never the place itself."""

from __future__ import annotations

import math

from zvirka.model.places import PlaceKind, PlaceSlot

GRID_DEG: dict[PlaceKind, float] = {"country": 1.0, "adm1": 0.5, "region": 0.5, "border": 0.5, "river": 0.5}
GRID_DEG |= {"direction": 0.5, "adm2": 0.2, "settlement": 0.05, "facility": 0.1, "unknown": 0.1}
"""House rule: cells as wide as what stands in them. A settlement's (5.6 km from south to north) tell no more than its name; what is
finer than a settlement, a facility or a place of no known kind, gets twice that."""
ROW_DEG = 0.1
"""The same for a row of a list, whose coordinates are those of an object: 11 km from south to north."""
_METRES_A_DEGREE = 111_195.0
"""Length of a degree of latitude on a sphere of the Earth's mean radius (6,371.0088 km, IUGG)."""


def snapped(lon: float | None, lat: float | None, cell: float) -> tuple[float | None, float | None]:
    """The middle of the cell that holds a point (WGS84 degrees, six decimals); None where either is unknown or off the Earth."""
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None, None
    return _middle(lon, cell, 180), _middle(lat, cell, 90)


def snapped_place(slot: PlaceSlot) -> tuple[float | None, float | None, float | None]:
    """lon, lat and the radius in metres that holds the place, of a claim's place."""
    cell = GRID_DEG[slot.kind]
    lon, lat = snapped(slot.lon, slot.lat, cell)
    if lon is None:
        return None, None, None
    return lon, lat, max(slot.uncertainty_m or 0.0, round(cell * _METRES_A_DEGREE / math.sqrt(2)))


def _middle(degrees: float, cell: float, most: float) -> float:
    """The last cell takes the edge of the Earth in."""
    return round((min(math.floor(degrees / cell), math.ceil(most / cell) - 1) + 0.5) * cell, 6)
