"""Whether a border given for a place holds the towns the gazetteer counts to it: some atlases draw other countries than the law knows.

Natural Earth and world-atlas draw Crimea as Russia (against UN General Assembly resolution 68/262).
"""

from __future__ import annotations

import numpy as np
import shapely

from zvirka.ground import Ground
from zvirka.model.issues import Issue
from zvirka.observe.territory import Region

SLACK_M = 10_000.0
"""House rule: borders drawn at 1:10 million stray by some km from those of towns' lands, so nearer towns tell nothing."""
DEGREE_M = 111_195.0
"""Metres a degree of latitude (mean Earth radius 6,371.0088 km)."""
NAMED = 5


def misdrawn(region: Region, path: str, item: str | None, ground: Ground) -> list[Issue]:
    """An issue where the border leaves out settlements of its place or takes in some of other places, with the first of them."""
    gazetteer = ground.gazetteer
    towns = [town for town in gazetteer.of_kind("settlement") if town.lon is not None and town.lat is not None]
    if not towns:
        return []
    border = shapely.from_wkb(region.area)
    spots = shapely.points([(town.lon, town.lat) for town in towns])
    inside = shapely.contains(border, spots)
    edge_m = np.array([max(SLACK_M, town.uncertainty_m) for town in towns])
    deep = (
        shapely.distance(shapely.boundary(border), spots) * DEGREE_M * np.cos(np.radians(shapely.get_y(spots))) > edge_m
    )
    issues = []
    lies = [gazetteer.relation(region.place, town.id) if deep[at] else "" for at, town in enumerate(towns)]
    for wrong, words in ((False, "leaves out"), (True, "takes in")):
        amiss = "disjoint" if wrong else "contains"
        found = [town for at, town in enumerate(towns) if lies[at] == amiss and inside[at] == wrong]
        if found:
            found.sort(key=lambda town: (town.rank, town.id))
            shown = ", ".join(gazetteer.name(town.id, "en") for town in found[:NAMED])
            place = gazetteer.name(region.place, "en")
            counted = "counts to it" if not wrong else "counts to other places"
            issues.append(
                Issue(
                    "map_invalid",
                    path,
                    f"the border given for {place} {words} {shown}, which the gazetteer {counted}; areas follow the border as given",
                    "Use a border with all of its ground (Ukraine's holds Crimea: UN General Assembly resolution 68/262).",
                    place=region.place,
                    item=item,
                    count=len(found),
                )
            )
    return issues
