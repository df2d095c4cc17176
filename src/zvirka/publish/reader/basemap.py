"""Borders under the maps: what the build makes of npm's world-atlas (see `basemap/`), cut to a window and drawn as SVG paths."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

WIDTH = 360
"""Of a map, in units of its view box, as charts have it."""


def _read() -> dict[str, BaseGeometry]:
    text = resources.files("zvirka.publish.reader").joinpath("compiled", "basemap.json").read_text("utf-8")
    return {each["name"]: _country(each["polygons"]) for each in json.loads(text)}


def _country(polygons: list[list[list[list[float]]]]) -> BaseGeometry:
    """A country in one piece that overlays can be made of; rounding leaves some rings touching themselves."""
    return shapely.make_valid(MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons]))


COUNTRIES = _read()
"""Countries by their English names, WGS84 degrees. Read here, once, so that drawing opens no file."""


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world in degrees, drawn in a plate carrée true to scale at its middle latitude."""

    west: float
    south: float
    east: float
    north: float

    @property
    def _units(self) -> tuple[float, float]:
        """Units of the view box for a degree of longitude and of latitude."""
        across = WIDTH / (self.east - self.west)
        return across, across / math.cos(math.radians((self.south + self.north) / 2))

    @property
    def height(self) -> float:
        """Of the view box."""
        return (self.north - self.south) * self._units[1]

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is drawn."""
        across, down = self._units
        return (lon - self.west) * across, (self.north - lat) * down

    def length(self, metres: float) -> float:
        """A distance on the ground in units of the view box (111,320 m to a degree of latitude on the WGS84 sphere of equal area)."""
        return metres / 111_320 * self._units[1]

    def borders(self) -> Iterator[tuple[str, str]]:
        """(country, path data) of what is in the window, no finer than half a unit of the view box."""
        fine = 0.5 / self._units[0]
        for name, country in COUNTRIES.items():
            seen = shapely.clip_by_rect(country, self.west, self.south, self.east, self.north).simplify(fine)
            rings = [ring for part in _polygons(seen) for ring in (part.exterior, *part.interiors)]
            path = "".join(self._ring(ring.coords) for ring in rings)
            if path:
                yield name, path

    def _ring(self, points: object) -> str:
        shown = [self.at(lon, lat) for lon, lat in points]  # type: ignore[attr-defined]  # shapely ships no types
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shown[:-1]) + "Z"


def _polygons(shape: BaseGeometry) -> Iterator[Polygon]:
    if isinstance(shape, Polygon):
        if not shape.is_empty:
            yield shape
    elif hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _polygons(part)


def window(points: list[tuple[float, float]], least: float = 2.0) -> Window:
    """A window that holds the points with room around them. least: degrees of latitude it spans at least."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle = (min(lats) + max(lats)) / 2
    squeeze = math.cos(math.radians(max(-80.0, min(80.0, middle))))
    tall = max((max(lats) - min(lats)) * 1.3, least, (max(lons) - min(lons)) * squeeze)
    wide = max((max(lons) - min(lons)) * 1.3, tall / squeeze)
    centre = (min(lons) + max(lons)) / 2
    return Window(centre - wide / 2, middle - tall / 2, centre + wide / 2, middle + tall / 2)
