"""GeoJSON (RFC 7946) as polygons in longitude and latitude (WGS84 degrees).

Broken structure raises FormatError naming the feature; an outline that crosses or overlaps itself is mended and told about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from zvirka.model.errors import FormatError

_POLYGONAL = ("Polygon", "MultiPolygon", "GeometryCollection")
_OTHERS = ("Point", "MultiPoint", "LineString", "MultiLineString")
_WGS84_NAME = re.compile(r"(?:CRS:?:?84h?|EPSG:?:?[^:]*:?(?:4326|4979))$", re.IGNORECASE)
"""Names of WGS84, with heights too, in the `crs` member of files older than RFC 7946 (GeoJSON 2008, section 3)."""
MOST_RINGS_MENDED = 10_000
"""GEOS looks at each hole against each other when it mends: measured, 5,000 stray ones take 1 s, 20,000 take 12 s, 200,000 minutes."""

MOST_MEETINGS = 3e8
"""Pairs of edges of one outline that may meet, by their boxes: GEOS looks at each of them whatever it does. Measured: 2e9 take 10 s a step;
the front line of 2024 has 2e4, a smooth outline of a million points 3e7."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature. number: from 1, in the file's order. geometry: the GeoJSON object, None where it is null."""

    number: int
    properties: Mapping[str, Any]
    geometry: Mapping[str, Any] | None

    @property
    def polygonal(self) -> bool:
        """Whether it may hold polygons (points and lines show no area)."""
        return self.geometry is not None and self.geometry.get("type") in _POLYGONAL


@dataclass(frozen=True, slots=True)
class Outline:
    """The polygons of one feature, valid. problems: what was wrong with the outline as drawn, in GEOS's words."""

    area: MultiPolygon
    problems: tuple[str, ...]


def read_features(data: bytes, path: str) -> list[Feature]:
    """The features of a FeatureCollection, a Feature, a bare geometry, or of one Feature a line (RFC 8142). Raises FormatError."""
    document = _decode(data, path)
    _check_reference_system(document, path)
    kind = document.get("type")
    if kind == "FeatureCollection":
        members = document.get("features")
        if not isinstance(members, list):
            raise FormatError(
                "a FeatureCollection has no list of features",
                file=path,
                place="features",
                remedy="Export the layer again.",
            )
        return [_feature(number, member, path) for number, member in enumerate(members, 1)]
    if kind == "Feature":
        return [_feature(1, document, path)]
    if kind in _POLYGONAL or kind in _OTHERS:
        return [Feature(1, {}, document)]
    others = {"Topology": "This is TopoJSON. ", None: "Other formats of maps in JSON (Esri's, say) are not read. "}
    raise FormatError(
        "this is JSON but no GeoJSON: its type is not one of RFC 7946",
        file=path,
        place="type",
        value=None if kind is None else str(kind),
        remedy=f"{others.get(kind if isinstance(kind, str) else None, '')}Export the layer as GeoJSON.",
    )


def outline(feature: Feature, path: str) -> Outline:
    """The feature's polygons: crossing outlines mended (GEOS make_valid, method "structure": shells are united, holes
    taken out), lines and points in a collection left out. Raises FormatError for what are no coordinates in degrees.
    """
    place = f"feature {feature.number}"
    problems: list[str] = []
    parts: list[Polygon] = []
    for rings in _polygon_rings(feature.geometry, path, place):
        shell, *holes = [_ring(ring, path, place) for ring in rings] or [None]
        if shell is None or any(hole is None for hole in holes):
            problems.append("a ring of fewer than four positions has no area")
        if shell is not None:
            parts.append(Polygon(shell, [hole for hole in holes if hole is not None]))
    drawn = MultiPolygon(parts)
    _check_meetings(drawn, path, place)
    if not shapely.is_valid(drawn):
        problems.append(shapely.is_valid_reason(drawn))
        drawn = _mended(drawn, path, place)
    return Outline(drawn, tuple(problems))


def _check_meetings(drawn: MultiPolygon, path: str, place: str) -> None:
    """Refuses a tangle. Of each edge no more others can meet it than share its span of longitude, or of latitude."""
    if int(shapely.get_num_coordinates(drawn)) ** 2 <= MOST_MEETINGS:
        return
    corners, ring = shapely.get_coordinates(shapely.get_rings(drawn.geoms), return_index=True)
    within = ring[1:] == ring[:-1]
    start, end = corners[:-1][within], corners[1:][within]
    meets = np.full(len(start), np.inf)
    for axis in (0, 1):
        low, high = np.minimum(start[:, axis], end[:, axis]), np.maximum(start[:, axis], end[:, axis])
        began, ended = np.searchsorted(np.sort(low), high, "right"), np.searchsorted(np.sort(high), low, "left")
        meets = np.minimum(meets, began - ended)
    if meets.sum() > MOST_MEETINGS:
        raise FormatError(
            f"this outline is a tangle: its {len(start):,} edges lie across each other",
            file=path,
            place=place,
            remedy="Simplify it in a map program, or take it out.",
        )


def _mended(drawn: MultiPolygon, path: str, place: str) -> MultiPolygon:
    rings = len(drawn.geoms) + int(sum(shapely.get_num_interior_rings(drawn.geoms)))
    remedy = "Mend it in a map program, or take it out."
    if rings > MOST_RINGS_MENDED:
        raise FormatError(
            f"this outline of {rings} rings is not valid, and more than {MOST_RINGS_MENDED} are not mended",
            file=path,
            place=place,
            remedy=remedy,
        )
    try:
        return polygons_of(shapely.make_valid(drawn, method="structure", keep_collapsed=False))
    except (shapely.GEOSException, MemoryError) as fault:
        raise FormatError(
            "this outline crosses itself too often to be mended",
            file=path,
            place=place,
            value=str(fault),
            remedy=remedy,
        ) from fault


def polygons_of(geometry: Any) -> MultiPolygon:
    """The polygonal part of any geometry as one MultiPolygon (empty where there is none)."""
    flat = [geometry]
    while any(part.geom_type not in ("Polygon", "Point", "LineString", "LinearRing") for part in flat):
        flat = list(shapely.get_parts(flat))
    return MultiPolygon([part for part in flat if part.geom_type == "Polygon" and not part.is_empty])


def _decode(data: bytes, path: str) -> dict[str, Any]:
    remedy = "Export the layer again, as UTF-8 GeoJSON."
    try:
        document = _document(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FormatError(f"this is no JSON: {error}", file=path, remedy=remedy) from error
    except RecursionError as error:
        raise FormatError("this JSON is nested too deeply to be a map", file=path, remedy=remedy) from error
    if not isinstance(document, dict):
        raise FormatError("this is JSON but no GeoJSON: it holds no object", file=path, remedy=remedy)
    return document


def _document(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        lines = [
            line for each in data.splitlines() if (line := each.strip(b"\x1e \t"))
        ]  # RFC 8142 sets off texts by 0x1E
        if len(lines) < 2 or not all(line.startswith(b"{") for line in lines):
            raise
        members = [msgspec.json.decode(line) for line in lines]
        if not all(each.get("type") == "Feature" for each in members):
            raise
        return {"type": "FeatureCollection", "features": members}


def _check_reference_system(document: Mapping[str, Any], path: str) -> None:
    declared = document.get("crs")
    if not isinstance(declared, dict):
        return
    properties = declared.get("properties")
    said = properties if isinstance(properties, dict) else {}
    name = str(said.get("name", "") or said.get("href", ""))
    if name and not _WGS84_NAME.search(name):
        raise FormatError(
            "its coordinates are not in WGS84 degrees",
            file=path,
            place="crs",
            value=name,
            remedy="Reproject the layer to EPSG:4326 (RFC 7946, section 4).",
        )


def _feature(number: int, member: Any, path: str) -> Feature:
    properties, geometry = (member.get("properties"), member.get("geometry")) if isinstance(member, dict) else (0, 0)
    if not isinstance(properties, dict | None) or not isinstance(geometry, dict | None):
        raise FormatError(
            "this is no GeoJSON feature",
            file=path,
            place=f"feature {number}",
            remedy="A feature has an object (or null) for properties and geometry (RFC 7946, section 3.2).",
        )
    return Feature(number, properties or {}, geometry)


def _polygon_rings(geometry: Any, path: str, place: str) -> Iterator[list[Any]]:
    """Lists of rings, one a polygon, of any nesting of collections."""
    waiting = [geometry]
    while waiting:
        current = waiting.pop()
        kind = current.get("type") if isinstance(current, dict) else None
        if kind in _OTHERS:
            continue
        key = "geometries" if kind == "GeometryCollection" else "coordinates"
        members = current.get(key) if kind in _POLYGONAL else None
        polygons = [members] if kind == "Polygon" else members
        if not isinstance(polygons, list) or not (
            kind == "GeometryCollection" or all(isinstance(m, list) for m in polygons)
        ):
            raise FormatError(
                f"its geometry has no {key} as RFC 7946 asks",
                file=path,
                place=place,
                value=str(kind),
                remedy="Export the layer again.",
            )
        if kind == "GeometryCollection":
            waiting.extend(polygons)
        else:
            yield from polygons


def _ring(positions: Any, path: str, place: str) -> np.ndarray[Any, np.dtype[np.float64]] | None:
    """Closed ring as (n, 2) degrees, heights dropped; None where there are too few positions to hold an area."""
    try:
        ring = np.array([(position[0], position[1]) for position in positions], dtype=np.float64).reshape(-1, 2)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise FormatError(
            "a ring holds something other than positions", file=path, place=place, remedy="Export the layer again."
        ) from error
    outside = ~(np.abs(ring) <= (180.0, 90.0)).all(axis=1)
    if outside.any():
        first = ring[int(np.argmax(outside))]
        raise FormatError(
            "a position is not longitude and latitude in degrees",
            file=path,
            place=place,
            value=f"{first[0]:g}, {first[1]:g}",
            remedy="Reproject the layer to EPSG:4326; metres of web Mercator would give wrong areas.",
        )
    if len(ring) and (ring[0] != ring[-1]).any():
        ring = np.vstack([ring, ring[:1]])
    leap = np.flatnonzero((np.abs(np.diff(ring[:, 0])) > 180.0) & (np.abs(np.diff(ring[:, 0])) < 360.0))
    if len(leap):
        raise FormatError(
            "an edge goes further than half round the world: the outline crosses the 180th meridian and is not cut there",
            file=path,
            place=place,
            value=f"from {ring[leap[0], 0]:g} to {ring[leap[0] + 1, 0]:g}",
            remedy="Cut it at 180 degrees into two polygons (RFC 7946, section 3.1.9).",
        )
    return ring if len(ring) >= 4 else None
