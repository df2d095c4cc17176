"""A local equal-area plane: overlays are made in it, totals are taken back to the ellipsoid.

Lambert azimuthal equal-area, centred on the place; every total is geodesic on the WGS84 ellipsoid (Karney 2013, "Algorithms for
geodesics", doi:10.1007/s00190-012-0578-z, through pyproj.Geod).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import shapely
from pyproj import Geod, Proj

from zvirka.observe.geojson import polygons_of
from zvirka.observe.overlay import differences

LONGEST_EDGE_DEG = 0.01
"""An edge is a straight line in longitude and latitude (RFC 7946, section 3.1.1): longer ones are cut before they are projected, so
that areas do not depend on where a map has its corners. At 0.01 degree the bend left is below 1e-5 km² an edge at 50° N."""
_WGS84 = Geod(ellps="WGS84")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
REMEMBERED = 24
"""Geometries of each kind that are remembered: those of two days and of a few baselines."""


class _Latest(dict[_Key, _Value]):
    """The latest entries of a dict, oldest out first."""

    def __setitem__(self, key: _Key, value: _Value) -> None:
        super().__setitem__(key, value)
        while len(self) > REMEMBERED:
            del self[next(iter(self))]


@dataclass(slots=True)
class Plane:
    """The equal-area plane of one place, and what was last measured in it.

    Geometries in it are keyed by their WKB, so that days on which a map did not change cost nothing; the latest are remembered only, so
    that memory does not grow with the number of days.
    """

    projection: Proj
    method: str
    region: Any = None
    box: tuple[float, float, float, float] | None = None
    _placed: _Latest[bytes, Any] = field(default_factory=lambda: _Latest())
    _areas: _Latest[bytes, float] = field(default_factory=lambda: _Latest())
    _alone: _Latest[tuple[bytes, bytes], tuple[float, float]] = field(default_factory=lambda: _Latest())

    @classmethod
    def centred(cls, border: bytes | None, drawn: Sequence[bytes]) -> Plane:
        """Centred on a place's border, or without one on the middle of the layers drawn (all WKB, WGS84 degrees)."""
        if border is not None:
            area = shapely.from_wkb(border)
            lon, lat = shapely.get_coordinates(shapely.centroid(area))[0]
        else:
            area = None
            west, south, east, north = np.nan_to_num(shapely.total_bounds(shapely.from_wkb(list(drawn))))
            lon, lat = (west + east) / 2, (south + north) / 2
        words = f"+proj=laea +lat_0={lat:.6f} +lon_0={lon:.6f} +ellps=WGS84 +units=m"
        plane = cls(Proj(words), f"overlay {words}")
        if area is not None:
            plane.region = plane.projected(area)
            shapely.prepare(plane.region)
            plane.box = tuple(shapely.bounds(area))
        return plane

    def place(self, wkb: bytes) -> Any:
        """A layer in the plane, clipped to the border."""
        shape = self._placed.get(wkb)
        if shape is None:
            shape = shapely.from_wkb(wkb)
            if self.box is not None:
                shape = polygons_of(shapely.intersection(shape, shapely.box(*self.box)))
            shape = self.projected(shape)
            if self.region is not None and not shapely.contains_properly(self.region, shape):
                shape = polygons_of(shapely.intersection(shape, self.region))
            self._placed[wkb] = shape
        return shape

    def alone_km2(self, left: Any, right: Any) -> tuple[float, float]:
        """(geodesic area of left alone, of right alone), whose difference is that of the two areas.

        Edges are cut where outlines cross, which bends them by some m²; what that leaves between the parts and the totals goes to the
        larger part, so that a part which is none stays none.
        """
        if left is right:
            return 0.0, 0.0
        first, second = bytes(shapely.to_wkb(left)), bytes(shapely.to_wkb(right))
        if first > second:
            turned = self.alone_km2(right, left)
            return turned[1], turned[0]
        key = (first, second)
        found = self._alone.get(key)
        if found is None:
            found = self._alone[key] = self._measured_alone(left, right)
        return found

    def _measured_alone(self, left: Any, right: Any) -> tuple[float, float]:
        whole, other_whole = self.area_km2(left), self.area_km2(right)
        parts = differences(left, right)
        if parts is None:
            common = self._sum_km2(polygons_of(shapely.intersection(left, right)))
            common = min(common, whole, other_whole)
            return whole - common, other_whole - common
        one, other = (self._sum_km2(part) for part in parts)
        net = whole - other_whole
        return (other + net, other) if one >= other else (one, one - net)

    def only_km2(self, left: Any, right: Any) -> float:
        """Geodesic area of left alone."""
        return max(0.0, self.alone_km2(left, right)[0])

    def area_km2(self, shape: Any) -> float:
        """Geodesic area of polygons in the plane."""
        key = bytes(shapely.to_wkb(shape))
        found = self._areas.get(key)
        if found is None:
            found = self._sum_km2(shape)
            self._areas[key] = found
        return found

    def _sum_km2(self, shape: Any) -> float:
        return sum(self._polygon_m2(part) for part in shapely.get_parts(shape)) / 1e6

    def _polygon_m2(self, polygon: Any) -> float:
        shell, *holes = (self._ring_m2(ring) for ring in (polygon.exterior, *polygon.interiors))
        return float(shell - sum(holes))

    def _ring_m2(self, ring: Any) -> float:
        x, y = shapely.get_coordinates(ring).T
        lon, lat = self.projection(x, y, inverse=True)
        return abs(_WGS84.polygon_area_perimeter(lon, lat)[0])

    def projected(self, shape: Any) -> Any:
        """Polygons in degrees as polygons in the plane, long edges cut, mended where that made them invalid."""

        def forward(points: Any) -> Any:
            return np.column_stack(self.projection(points[:, 0], points[:, 1]))

        placed = shapely.transform(shapely.segmentize(shape, LONGEST_EDGE_DEG), forward)
        if not shapely.is_valid(placed):
            placed = shapely.make_valid(placed, method="structure", keep_collapsed=False)
        return polygons_of(placed)
