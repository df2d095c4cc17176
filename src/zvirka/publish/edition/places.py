"""Where an edition's claims and rows are, as GeoJSON (RFC 7946) and KML 2.2 (OGC 07-147r2): middles of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from zvirka.model.canonical import canonical_bytes
from zvirka.model.observations import LossObservation, StatusObservation
from zvirka.publish.edition.edition import Edition
from zvirka.publish.visible import visible

_NOTE = "Coordinates are the middles of grid cells, not exact places."


@dataclass(frozen=True, slots=True)
class Point:
    """id: of the claim or row, with the number of its place. kind: "claim" or "row". cell_m: radius that holds the place, or None."""

    id: str
    kind: str
    lon: float
    lat: float
    name: str
    day: str
    about: tuple[tuple[str, str], ...]


def points(edition: Edition) -> Iterator[Point]:
    """Every place of a claim and every row of a list that has coordinates, in the account's order."""
    for claim in edition.account.claims:
        times = claim.times
        slot = times.event or times.as_of or times.said
        day = slot.latest.isoformat() if slot is not None and slot.latest is not None else ""
        for number, place in enumerate(claim.places):
            if place.lon is not None and place.lat is not None:
                about = (("type", claim.type), ("role", place.role), ("place", place.id), ("report", claim.item))
                yield Point(f"{claim.id}-{number}", "claim", place.lon, place.lat, claim.quote.exact, day, about)
    for seen in edition.account.observations:
        if isinstance(seen, (LossObservation, StatusObservation)) and seen.lon is not None and seen.lat is not None:
            what = seen.cls if isinstance(seen, LossObservation) else seen.holder
            moment = seen.day if isinstance(seen, LossObservation) else seen.as_of
            facts = (("source", seen.source), ("status", seen.status), ("what", what), ("place", seen.place or ""))
            name = seen.model_as_written if isinstance(seen, LossObservation) else seen.place_as_written
            yield Point(seen.id, "row", seen.lon, seen.lat, name, moment.day.isoformat() if moment else "", facts)


def geojson(edition: Edition) -> bytes:
    """One FeatureCollection of points; canonical JSON."""
    features = [
        {
            "type": "Feature",
            "id": each.id,
            "geometry": {"type": "Point", "coordinates": [each.lon, each.lat]},
            "properties": {"kind": each.kind, "name": each.name, "day": each.day or None, **dict(each.about)},
        }
        for each in points(edition)
    ]
    return canonical_bytes({"type": "FeatureCollection", "features": features, "note": _NOTE})


def kml(edition: Edition) -> bytes:
    """The same points as placemarks."""
    marks = "".join(_placemark(each) for each in points(edition))
    title = escape(visible(edition.citation.title))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
        f"<name>{title}</name>\n<description>{_NOTE}</description>\n{marks}</Document>\n</kml>\n"
    ).encode("utf-8", "backslashreplace")


def _placemark(point: Point) -> str:
    facts = "".join(
        f"<Data name={quoteattr(name)}><value>{escape(visible(value))}</value></Data>"
        for name, value in (("kind", point.kind), *point.about)
    )
    when = f"<TimeStamp><when>{point.day}</when></TimeStamp>" if point.day else ""
    return (
        f'<Placemark id="p-{point.id}"><name>{escape(visible(point.name))}</name>{when}'
        f"<ExtendedData>{facts}</ExtendedData><Point><coordinates>{point.lon},{point.lat}</coordinates></Point></Placemark>\n"
    )
