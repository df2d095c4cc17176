"""Scores places on news articles of others: LGL, TR-News, GeoVirus (Gritta, Pilehvar, Collier 2020, Language Resources and Evaluation 54).

    ZVIRKA_SHARED=DIR python -m gate.geoparsing

The sets are about the whole world and our gazetteer about one theatre, so of the toponyms marked only those count that it holds:
by GeoNames id, or, in GeoVirus, which has none, by name and spot. recall: how many of these are found, at the right spot.
precision: how many of all places found are toponyms there at the right spot; the rest are namesakes (Moscow in Idaho), or
words that are no toponym there. Words for people and adjectives ("Russian"), which TR-News and LGL mark as toponyms, and compass
words, which none of them marks, are left out. The right spot is within 161 km, as usual with these sets, or within the radius that
holds the place where that is larger, as with countries. None of their text is printed or kept.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import parse
from pyproj import Geod

from zvirka.extract.layers import layer
from zvirka.ground import Ground, load_ground
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice

SETS = ("lgl", "TR-News", "GeoVirus")
NEAR_KM = 161.0
"""100 miles: the distance up to which these sets' papers take a place for resolved rightly (Accuracy@161km)."""
_PEOPLE = ("adjective", "people")
"""Words of a side that name no place."""
_GEOD = Geod(ellps="WGS84")


class Toponym(NamedTuple):
    """A marked place name: offsets into the text, degrees WGS84, GeoNames id or ""."""

    start: int
    end: int
    name: str
    id: str
    lon: float
    lat: float


def read(file: Path) -> Iterator[tuple[str, list[Toponym]]]:
    """(text, toponyms that have a spot) of each article."""
    for article in parse(file).getroot():
        text = article.findtext("text") or ""
        marks = [*article.iter("toponym"), *article.iter("location")]
        yield text, [toponym for mark in marks if (toponym := _toponym(mark)) is not None]


def _toponym(mark: Element) -> Toponym | None:
    tag = mark.find("gaztag")
    place = mark if tag is None else tag
    lon, lat = place.findtext("lon"), place.findtext("lat")
    if not lon or not lat:
        return None
    start, end = int(mark.findtext("start") or 0), int(mark.findtext("end") or 0)
    number = place.get("geonameid")
    return Toponym(
        start, end, place.findtext("name") or "", f"geonames:{number}" if number else "", float(lon), float(lat)
    )


def score_set(file: Path, ground: Ground) -> dict[str, int]:
    """Counts: toponyms the gazetteer holds, those found at the right spot, places found, those right."""
    people = {word for side in ground.sides.values() for kind in _PEOPLE for word in side.words["en"].get(kind, ())}
    counts = {"toponyms": 0, "reached": 0, "found": 0, "right": 0}
    for text, toponyms in read(file):
        found = _found(text, ground)
        right = [
            [
                toponym
                for toponym in toponyms
                if start < toponym.end and toponym.start < end and _at(id, toponym, ground)
            ]
            for start, end, id in found
        ]
        ours = [
            toponym
            for toponym in toponyms
            if text[toponym.start : toponym.end] not in people and _held(toponym, ground)
        ]
        reached = {toponym for many in right for toponym in many}
        counts["toponyms"] += len(ours)
        counts["reached"] += sum(toponym in reached for toponym in ours)
        counts["found"] += len(found)
        counts["right"] += sum(map(bool, right))
    return counts


def _found(text: str, ground: Ground) -> list[tuple[int, int, str]]:
    given = Text(
        "set", None, "set.txt", text, text_digest(text), "en", None, None, Voice("", "media", "unknown"), "set"
    )
    found = [(each["start"], each["end"], each["ids"][0]) for each in layer(given, "places", ground) if each["ids"]]
    return [(start, end, id) for start, end, id in found if "#" not in id]


def _held(toponym: Toponym, ground: Ground) -> bool:
    if toponym.id:
        return ground.gazetteer.get(toponym.id) is not None
    id = ground.gazetteer.resolve(toponym.name, "en")
    return id is not None and _at(id, toponym, ground)


def _at(id: str, toponym: Toponym, ground: Ground) -> bool:
    place = ground.gazetteer.get(id)
    if place is None or place.lon is None or place.lat is None:
        return False
    if toponym.id and place.id == toponym.id:
        return True
    _, _, metres = _GEOD.inv(place.lon, place.lat, toponym.lon, toponym.lat)
    return bool(metres <= max(NEAR_KM * 1000, place.uncertainty_m))


def score(data: Path) -> dict[str, float]:
    """Recall and precision over the three sets together, with their counts. data: the folder of the shared data."""
    ground = load_ground("ukraine")
    each = [score_set(data / "geoparsing" / f"{name}.xml", ground) for name in SETS]
    counts = {key: sum(one[key] for one in each) for key in each[0]}
    return {
        "recall": round(counts["reached"] / max(counts["toponyms"], 1), 4),
        "precision": round(counts["right"] / max(counts["found"], 1), 4),
        **counts,
    }


def main() -> int:
    """Prints the score as one JSON line."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("ZVIRKA_SHARED is not set: name the folder that holds data/geoparsing", file=sys.stderr)
        return 2
    print(json.dumps(score(Path(shared) / "data")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
