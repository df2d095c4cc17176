"""KML 2.2/2.3 (OGC 12-007r2) as features: placemarks with their polygons, names, styles, folders and times.

DTDs and entities are refused, nothing that a file links to is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from zvirka.model.errors import FormatError
from zvirka.observe.geojson import Feature

_LEAVES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Model", "Track", "MultiTrack")
_SAID = ("name", "description")
_HOLDERS = ("Folder", "Document", "kml")
_DEEPEST = 200
"""Folders and geometries nested deeper than this are no map (house rule)."""


def read_kml(data: bytes, path: str) -> list[Feature]:
    """One feature a placemark, in the file's order. Raises FormatError.

    Properties: name, description, style (of styleUrl, without "#"), folder (the innermost), folders (all, joined by "/"), time (`when`
    of a TimeStamp, `begin` of a TimeSpan), end; and every name of ExtendedData.
    """
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise FormatError(
            "holds a DTD or entities, which are refused",
            file=path,
            remedy="Treat it as hostile; export the layer again.",
        ) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise FormatError(
            f"is KML that is cut or damaged: {fault}", file=path, remedy="Export the layer again."
        ) from fault
    if _local(root) != "kml":
        raise FormatError("this is XML but no KML", file=path, value=_local(root), remedy="Export the layer as KML.")
    found = [_feature(number, *each, path) for number, each in enumerate(_placemarks(root, path), 1)]
    if not found and any(_local(each) == "NetworkLink" for each in root.iter()):
        raise FormatError(
            "it only links to a map elsewhere, and nothing is fetched",
            file=path,
            place="NetworkLink",
            remedy="Download the linked map and add that.",
        )
    return found


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _words(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _child(element: Any, name: str) -> Any:
    return next((each for each in element if _local(each) == name), None)


def _placemarks(root: Any, path: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every placemark with the names of the folders around it."""
    waiting: list[tuple[Any, tuple[str, ...], int]] = [(root, (), 0)]
    while waiting:
        element, folders, depth = waiting.pop()
        if depth > _DEEPEST:
            raise FormatError("its folders are nested too deeply to be a map", file=path, remedy="Export it again.")
        if _local(element) == "Placemark":
            yield element, folders
        elif _local(element) in _HOLDERS:
            named = _child(element, "name")
            inner = (*folders, _words(named)) if named is not None and _local(element) == "Folder" else folders
            waiting.extend((each, inner, depth + 1) for each in reversed(element))


def _feature(number: int, placemark: Any, folders: tuple[str, ...], path: str) -> Feature:
    properties: dict[str, Any] = {name: _words(each) for name in _SAID if (each := _child(placemark, name)) is not None}
    if (style := _child(placemark, "styleUrl")) is not None:
        properties["style"] = _words(style).removeprefix("#")
    if folders:
        properties |= {"folder": folders[-1], "folders": "/".join(folders)}
    properties |= _times(placemark)
    if (extended := _child(placemark, "ExtendedData")) is not None:
        properties |= _extended(extended)
    shapes = [each for each in placemark if _local(each) in _LEAVES]
    geometry = _geometry(shapes[0], path, f"placemark {number}", 0) if shapes else None
    return Feature(number, properties, geometry)


def _times(placemark: Any) -> dict[str, str]:
    found = {}
    for each in placemark:
        if _local(each) in ("TimeStamp", "TimeSpan"):
            for name, shown in (("when", "time"), ("begin", "time"), ("end", "end")):
                if (moment := _child(each, name)) is not None:
                    found[shown] = _words(moment)
    return found


def _extended(extended: Any) -> dict[str, str]:
    found = {}
    for each in extended.iter():
        name = each.get("name")
        if name and _local(each) == "SimpleData":
            found[name] = _words(each)
        elif name and _local(each) == "Data":
            value = _child(each, "value")
            found[name] = _words(value) if value is not None else ""
    return found


def _geometry(element: Any, path: str, place: str, depth: int) -> dict[str, Any]:
    """The GeoJSON geometry of a KML one; what is no polygon is a point, since it has no area."""
    kind = _local(element)
    if depth > _DEEPEST:
        raise FormatError(
            "its geometry is nested too deeply to be a map", file=path, place=place, remedy="Export it again."
        )
    if kind == "MultiGeometry":
        inner = [_geometry(each, path, place, depth + 1) for each in element if _local(each) in _LEAVES]
        return {"type": "GeometryCollection", "geometries": inner}
    if kind != "Polygon":
        return {"type": "Point"}
    rings = []
    for border in ("outerBoundaryIs", "innerBoundaryIs"):
        for holder in (each for each in element if _local(each) == border):
            rings += [_ring(each, path, place) for each in holder if _local(each) == "LinearRing"]
    if _child(element, "outerBoundaryIs") is None:
        raise FormatError("a polygon has no outer ring", file=path, place=place, remedy="Export the layer again.")
    return {"type": "Polygon", "coordinates": rings}


def _ring(ring: Any, path: str, place: str) -> list[list[float]]:
    """Positions of "lon,lat[,height] lon,lat[,height] …" (OGC 12-007r2, section 10.6)."""
    words = _child(ring, "coordinates")
    try:
        told = [each.split(",") for each in _words(words).split()] if words is not None else []
        return [[float(each[0]), float(each[1])] for each in told]
    except (ValueError, IndexError) as fault:
        raise FormatError(
            "coordinates are not longitude,latitude pairs",
            file=path,
            place=place,
            value=str(fault)[:80],
            remedy="Export the layer again.",
        ) from fault
