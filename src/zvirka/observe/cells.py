"""Settlement statuses as a second way to an area: each settlement stands for its cell, and the figure is always a band.

Between two neighbouring settlements that different sides hold, the line runs somewhere in their cells: such cells, and those of
settlements on which opinions differ or are missing, are held at most, not at least. Settlements tell levels well and small changes not
at all, so a figure whose band is wider than its value is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

import numpy as np
import shapely

from zvirka.ground import Gazetteer
from zvirka.model.case import ListRule
from zvirka.model.errors import FormatError
from zvirka.model.issues import Issue
from zvirka.model.observations import AreaObservation, StatusObservation, observation_id
from zvirka.model.sources import Side
from zvirka.model.times import Moment
from zvirka.observe.geojson import outline, polygons_of
from zvirka.observe.layers import read_features
from zvirka.observe.plane import Plane
from zvirka.observe.territory import DECIMALS, Region, described, start_of

TOUCH_M = 250.0
"""House rule: cells of a file, simplified, leave gaps of some hundred metres; nearer ones are neighbours."""
_IDS = (("place_id", ""), ("geonameid", "geonames:"))
"""Properties that name a cell's settlement, with what makes a gazetteer id of them."""
Cells = Sequence[tuple[str, Any]]


def read_cells(data: bytes, *, path: str) -> dict[str, Any]:
    """Cells of settlements as plain data: `{"cells": [[gazetteer id, WKB hex]], "unnamed", "problems"}`. Raises FormatError.

    A feature names its settlement by `place_id` (a gazetteer id) or `geonameid` (a number of GeoNames).
    unnamed: numbers of those that do not, or show no area.
    """
    cells: list[list[str]] = []
    unnamed: list[int] = []
    problems: list[list[Any]] = []
    for feature in read_features(data, path):
        name = next((f"{lead}{feature.properties[key]}" for key, lead in _IDS if feature.properties.get(key)), None)
        if not feature.polygonal or name is None:
            unnamed.append(feature.number)
            continue
        shape = outline(feature, path)
        cells.append([name, bytes(shapely.to_wkb(shape.area)).hex()])
        problems += [[feature.number, words] for words in shape.problems]
    if not cells:
        raise FormatError(
            "no polygon here names a settlement",
            file=path,
            remedy="Give each cell a property place_id (a gazetteer id) or geonameid (a number of GeoNames).",
        )
    return {"cells": cells, "unnamed": unnamed, "problems": problems}


def unnamed(numbers: Sequence[int], path: str, item: str) -> list[Issue]:
    """An issue for the features of a file of cells that name no settlement or show no area."""
    if not numbers:
        return []
    message = f"{len(numbers)} features name no settlement or show no area, the first is feature {numbers[0]}"
    remedy = "Give each cell a polygon and a property place_id or geonameid."
    return [Issue("partly_read", path, message, remedy, item=item, count=len(numbers))]


def cell_areas(
    rule: ListRule,
    statuses: Iterable[StatusObservation],
    region: Region,
    since: Iterable[date],
    zone: tzinfo,
    gazetteer: Gazetteer,
    given: Sequence[Sequence[str]] | None = None,
) -> tuple[list[AreaObservation], list[Issue]]:
    """What a list of statuses gives for a place, a day of the list each, and issues for what is refused. All are aside ("cells").

    since: first civil days of windows; what changed is counted from the list's last day before each. given: cells as `read_cells` gave
    them; without, a settlement of the gazetteer or the list has those points of the place as its cell that are nearest to it (Voronoi
    1908, doi:10.1515/crll.1908.134.198). Every side that holds a settlement of the place by the list is measured.
    """
    told = sorted(statuses, key=lambda each: (each.as_of.sort_key, each.id))
    plane = Plane.centred(region.area, ())
    cells = [(id, plane.place(bytes.fromhex(wkb))) for id, wkb in given] if given else _nearest(told, plane, gazetteer)
    drawn = _Drawn.of([(id, shape) for id, shape in cells if not shape.is_empty], plane)
    told = [each for each in told if each.place in drawn.row]
    found: list[AreaObservation] = []
    issues: list[Issue] = []
    for side in sorted({each.holder for each in told if each.status == "held"}):
        method = f"cells of settlements: {len(drawn.km2)}, {plane.method.replace('overlay ', '')}, geodesic WGS84"
        measure = _Measure(rule.source or rule.file, side, region, drawn, told, zone, method)
        found += measure.areas(sorted(set(since)))
        issues += measure.refused(rule.file)
    return found, issues


def _nearest(told: Sequence[StatusObservation], plane: Plane, gazetteer: Gazetteer) -> list[tuple[str, Any]]:
    spots = {
        town.id: (town.lon, town.lat)
        for town in gazetteer.of_kind("settlement")
        if town.lon is not None and town.lat is not None
    }
    spots |= {each.place: (each.lon, each.lat) for each in told if each.lon is not None and each.lat is not None}
    at: dict[tuple[float, float], str] = {}
    for id, (lon, lat) in sorted(spots.items()):
        if id:
            at.setdefault(plane.projection(lon, lat), id)
    points = list(at)
    within = shapely.dwithin(plane.region, shapely.points(points), _span_m(plane.region))
    near = [point for point, is_near in zip(points, within, strict=True) if is_near]
    if len(near) < 2:
        return [(at[point], plane.region) for point in near]
    drawn = shapely.voronoi_polygons(shapely.MultiPoint(near), extend_to=plane.region, ordered=True)
    return [
        (at[point], polygons_of(shapely.intersection(cell, plane.region)))
        for point, cell in zip(near, shapely.get_parts(drawn), strict=True)
    ]


def _span_m(shape: Any) -> float:
    """Half the longer side of what encloses a place: settlements farther off have no cell in it that matters."""
    west, south, east, north = shapely.bounds(shape)
    return float(max(east - west, north - south)) / 2


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The cells, their areas, and which touch: pairs of row numbers, either way round."""

    row: Mapping[str, int]
    km2: Any
    left: Any
    right: Any

    @classmethod
    def of(cls, cells: Cells, plane: Plane) -> _Drawn:
        shapes = np.array([shape for _, shape in cells], dtype=object)
        left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCH_M)
        apart = left != right
        return cls(
            {id: row for row, (id, _) in enumerate(cells)},
            np.array([plane.area_km2(shape) for shape in shapes]),
            left[apart],
            right[apart],
        )

    def beside(self, chosen: Any) -> Any:
        """Cells that touch a chosen one."""
        marked = np.zeros(len(self.km2), dtype=bool)
        marked[self.left[chosen[self.right]]] = True
        return marked


@dataclass(frozen=True, slots=True)
class _Held:
    """Cells of settlements a side holds (told) and does not hold (free) by all opinions; and what it holds at least and at most, where a
    cell beside another's, or beside one of which opinions differ, may be held in part."""

    told: Any
    free: Any
    least: Any
    most: Any

    @classmethod
    def of(cls, told: Any, free: Any, drawn: _Drawn) -> _Held:
        return cls(told, free, told & ~drawn.beside(~told), ~free | drawn.beside(~free))


@dataclass(slots=True)
class _Measure:
    """One side's ground by one list. told: statuses of settlements that have a cell, in order of time."""

    name: str
    side: Side
    region: Region
    drawn: _Drawn
    told: Sequence[StatusObservation]
    zone: tzinfo
    method: str
    levels_refused: int = 0
    changes_refused: int = 0

    def areas(self, since: Sequence[date]) -> list[AreaObservation]:
        """By day, then by the day it is counted from."""
        days = sorted({each.as_of.day for each in self.told})
        held = {day: self._held(day) for day in days}
        bases = sorted({base for first in since if (base := self._base(first, days)) is not None})
        found = []
        for day in days:
            level = self._level(held[day])
            changes = [
                (base, change) for base in bases if base < day and (change := self._change(held[base], held[day]))
            ]
            found += [self._observation(day, base, level, change) for base, change in changes]
            if level is not None and not changes:
                found.append(self._observation(day, None, level, None))
        return found

    def refused(self, path: str) -> list[Issue]:
        """What was not given, counted."""
        return [
            Issue(
                "partly_read",
                path,
                f"its settlements tell no area {what} of {self.region.place}: the band would be wider than the value",
                "Give statuses of more settlements of the place, or use maps.",
                place=self.region.place,
                item=self.told[0].items[0],
                count=count,
            )
            for what, count in (("held", self.levels_refused), ("regained", self.changes_refused))
            if count
        ]

    def _base(self, first: date, days: Sequence[date]) -> date | None:
        """The last day of the list before a window begins."""
        start = start_of(first, self.zone)
        return max((day for day in days if described(Moment(day), self.zone) <= start), default=None)

    def _held(self, day: date) -> _Held:
        """By each source's last opinion up to a day."""
        last = {(each.place, each.source): each for each in self.told if each.as_of.day <= day}
        opinions = {each: np.zeros(len(self.drawn.km2), dtype=bool) for each in (True, False, None)}
        for each in last.values():
            opinions[self._holds(each)][self.drawn.row[each.place]] = True
        yes, no, open_ = opinions[True], opinions[False], opinions[None]
        return _Held.of(yes & ~no & ~open_, no & ~yes & ~open_, self.drawn)

    def _holds(self, status: StatusObservation) -> bool | None:
        """Whether it is the side's by this opinion; None where that does not tell."""
        if status.status == "held":
            return status.holder == self.side
        return False if status.status == "liberated" else None

    def _km2(self, chosen: Any) -> float:
        return float(np.sum(self.drawn.km2[chosen]))

    def _level(self, held: _Held) -> tuple[float, float] | None:
        low, high = self._km2(held.least), self._km2(held.most)
        if high - low > self._km2(held.told):
            self.levels_refused += 1
            return None
        return low, high

    def _change(self, before: _Held, now: _Held) -> tuple[float, float] | None:
        low, high = self._km2(before.least & ~now.most), self._km2(before.most & ~now.least)
        if high - low > self._km2(before.told & now.free):
            self.changes_refused += 1
            return None
        return low, high

    def _observation(
        self, day: date, base: date | None, level: tuple[float, float] | None, change: tuple[float, float] | None
    ) -> AreaObservation:
        as_of, since = Moment(day), Moment(base) if base is not None else None
        return AreaObservation(
            id=observation_id(
                "area", self.name, "cells", self.side, self.region.place, self.region.boundary, str(as_of), str(since)
            ),
            source=self.name,
            holder=self.side,
            place=self.region.place,
            boundary=self.region.boundary,
            as_of=as_of,
            since=since,
            held_km2=round(level[0], DECIMALS) if level else None,
            unknown_km2=round(level[1] - level[0], DECIMALS) if level else None,
            regained_low_km2=round(change[0], DECIMALS) if change else None,
            regained_high_km2=round(change[1], DECIMALS) if change else None,
            lost_km2=None,
            method=self.method,
            items=tuple(sorted({item for each in self.told for item in each.items})),
            aside="cells",
        )
