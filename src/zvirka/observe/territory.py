"""How much ground a map gives to whom: areas held, unknown, regained and lost (DESIGN section 1).

Overlays are made in a Lambert azimuthal equal-area projection centred on the place; every total is geodesic on the WGS84
ellipsoid (Karney 2013, "Algorithms for geodesics", doi:10.1007/s00190-012-0578-z, through pyproj.Geod).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import combinations
from typing import Any, TypeVar

import numpy as np
import shapely
from pyproj import Geod, Proj

from zvirka.model.case import AskedQuestion, BoundaryRule
from zvirka.model.issues import Issue
from zvirka.model.observations import AreaObservation, DisagreementObservation, observation_id
from zvirka.model.times import Moment
from zvirka.observe.geojson import polygons_of
from zvirka.observe.maps import Snapshot
from zvirka.observe.overlay import differences

LONGEST_EDGE_DEG = 0.01
"""An edge is a straight line in longitude and latitude (RFC 7946, section 3.1.1): longer ones are cut before they are projected, so
that areas do not depend on where a map has its corners. At 0.01 degree the bend left is below 1e-5 km² an edge at 50° N."""
NIGHT = timedelta(hours=4)
"""House rule: a map published up to 04:00 local time describes the day before (as `reconcile.maps` has it)."""
DECIMALS = 7
"""Areas are rounded to 1e-7 km² (0.1 m²), far below any map's truth, so that float noise reaches no id and no file."""
_WGS84 = Geod(ellps="WGS84")
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Region:
    """A place's border. place: gazetteer id. boundary: source name with the start of its SHA-256. area: WKB, WGS84 degrees.

    aside: whether the place has another border that figures use, and this one shows what it would change.
    """

    place: str
    boundary: str
    area: bytes
    aside: bool = False


def region_of(rule: BoundaryRule, object_sha256: str, read: Mapping[str, Any], aside: bool = False) -> Region:
    """The region of a `[[boundaries]]` rule from what `maps.read_boundary` gave."""
    return Region(rule.place, f"{rule.source}, sha256 {object_sha256[:12]}", bytes.fromhex(read["area"]), aside)


def described(moment: Moment, zone: tzinfo) -> datetime:
    """The instant (UTC) a map describes: its own, or for a map stamped with a day the end of that civil day."""
    if moment.instant is not None:
        return moment.instant
    return start_of(moment.day + timedelta(days=1), zone)


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a civil day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def baseline(snapshots: Sequence[Snapshot], since: date, zone: tzinfo) -> Snapshot:
    """The snapshot that "since DAY" counts from: the one whose described instant is nearest to the start of that civil day.

    Of two equally near the later one, so that a change from before the window is never counted in it. For 6 September 2022 in Kyiv
    that is DeepState of 5 September 21:01:07 UTC (67 s after midnight), ISW's layer of the 5th (it describes the end of that day)
    and, of Liveuamap's layers of the 4th and the 6th, each a day away, that of the 6th.
    """
    start = start_of(since, zone)

    def distance(snapshot: Snapshot) -> tuple[timedelta, timedelta]:
        away = described(snapshot.moment, zone) - start
        return abs(away), -away

    return min(snapshots, key=distance)


def areas(
    snapshots: Sequence[Snapshot], region: Region | None, since: Iterable[date], zone: tzinfo
) -> list[AreaObservation]:
    """One observation a snapshot and baseline, ordered by the instant described, then by baseline.

    snapshots: of one source, in any order. region: None measures everything the map shows, with place "". since: the first civil days
    of the windows wanted; days that fall on the same baseline give one series, and without any the first snapshot is the baseline.
    Snapshots from before a baseline have no regained and lost values for it (None, since None).

    With base = held less unknown at the baseline: regained_high is base less what is now held, regained_low is base less what is now
    held or unknown, lost is what is now held (less unknown) and was neither held nor unknown. held_km2 leaves out what the source shows
    as unknown too. Differences are taken between totals, so where a map has no unknown ground lost - regained = held - held before.
    """
    ordered = _in_order(snapshots, zone)
    if not ordered:
        return []
    bases = {str(base.moment): base for base in (baseline(ordered, day, zone) for day in sorted(set(since)))}
    bases = bases or {str(ordered[0].moment): ordered[0]}
    plane = _Plane.centred(region, ordered)
    shown = {key: _Shown.of(base, plane) for key, base in bases.items()}
    found: dict[str, AreaObservation] = {}
    last: tuple[Snapshot, _Shown] | None = None
    for snapshot in ordered:
        entry = shown.get(str(snapshot.moment)) or _Shown.of(snapshot, plane)
        step = _step(last, snapshot, entry, plane)
        for key, base in bases.items():
            before = described(snapshot.moment, zone) < described(base.moment, zone)
            change = None if before else _change(shown[key], entry, plane)
            observation = _observation(snapshot, entry, None if before else base, change, region, plane, step)
            found.setdefault(observation.id, observation)
        last = (snapshot, entry)
    return list(found.values())


def between(
    snapshots: Sequence[Snapshot], region: Region | None, start: date, end: date, zone: tzinfo
) -> AreaObservation | None:
    """What changed from the start of one civil day to the end of another; None where no map describes a day from `start` to `end`."""
    last = start_of(end + timedelta(days=1), zone)
    until = [snapshot for snapshot in snapshots if described(snapshot.moment, zone) <= last]
    if not until:
        return None
    final = max(until, key=lambda snapshot: (described(snapshot.moment, zone), str(snapshot.moment)))
    base = baseline(until, start, zone)
    if described(final.moment, zone) < start_of(start, zone):
        return None
    pair = {str(each.moment): each for each in (base, final)}
    return areas(list(pair.values()), region, [start], zone)[-1]


def _in_order(snapshots: Sequence[Snapshot], zone: tzinfo) -> list[Snapshot]:
    return sorted(snapshots, key=lambda snapshot: (described(snapshot.moment, zone), str(snapshot.moment)))


def disagreements(
    sources: Mapping[str, Sequence[Snapshot]], region: Region | None, zone: tzinfo
) -> list[DisagreementObservation]:
    """Each pair of sources that draw one holder's ground, on each day of which both have a map, by sources and day.

    Of several maps of a day a source's last counts.
    """
    found = []
    shown = {source: _by_day(snapshots, zone) for source, snapshots in sorted(sources.items())}
    everything = [snapshot for by_day in shown.values() for snapshot in by_day.values()]
    if len(shown) < 2 or not everything:
        return []
    plane = _Plane.centred(region, everything)
    for first, second in combinations(shown, 2):
        for day in sorted(shown[first].keys() & shown[second].keys()):
            one, other = shown[first][day], shown[second][day]
            if one.holder == other.holder:
                found.append(_disagreement(day, one, other, region, plane))
    return found


def _by_day(snapshots: Iterable[Snapshot], zone: tzinfo) -> dict[date, Snapshot]:
    """The last map that describes each civil day: a map published up to the end of the night describes the day before."""
    return {
        (described(snapshot.moment, zone) - NIGHT - timedelta(microseconds=1)).astimezone(zone).date()
        if snapshot.moment.instant is not None
        else snapshot.moment.day: snapshot
        for snapshot in sorted(snapshots, key=lambda each: (described(each.moment, zone), str(each.moment)))
    }


def _disagreement(
    day: date, one: Snapshot, other: Snapshot, region: Region | None, plane: _Plane
) -> DisagreementObservation:
    first, second = (_Shown.of(snapshot, plane) for snapshot in (one, other))
    only_first, only_second = (max(0.0, alone) for alone in plane.alone_km2(first.clear, second.clear))
    place, boundary = (region.place, region.boundary) if region is not None else ("", "")
    moments = (str(one.moment), str(other.moment))
    return DisagreementObservation(
        id=observation_id("disagreement", one.source, other.source, place, boundary, *moments),
        first=one.source,
        second=other.source,
        holder=one.holder,
        place=place,
        boundary=boundary,
        day=Moment(day),
        first_at=one.moment,
        second_at=other.moment,
        both_km2=round(first.held_km2 - only_first, DECIMALS),
        only_first_km2=round(only_first, DECIMALS),
        only_second_km2=round(only_second, DECIMALS),
        items=tuple(sorted({*one.items, *other.items})),
    )


def missing_boundaries(
    questions: Iterable[AskedQuestion], sources: Sequence[str], regions: Iterable[Region]
) -> list[Issue]:
    """An issue for each place asked about whose border the case does not give, where there are maps to measure."""
    have = {region.place for region in regions}
    wanted = sorted({question.place for question in questions} - have - {""}) if sources else []
    return [
        Issue(
            "partly_read",
            "case.toml",
            f"the maps of {', '.join(sorted(set(sources)))} cannot be measured within {place}: its border is not given",
            f'Add [[boundaries]] with place = "{place}", file = a GeoJSON polygon of its border, source = where it is from.',
            place=place,
        )
        for place in wanted
    ]


@dataclass(frozen=True, slots=True)
class _Change:
    regained_low_km2: float
    regained_high_km2: float
    lost_km2: float


@dataclass(frozen=True, slots=True)
class _Step:
    """A map beside the source's map before."""

    previous: Moment
    gained_km2: float
    given_up_km2: float
    redrawn: bool


REMEMBERED = 24
"""Geometries of each kind that are remembered: those of two days and of a few baselines."""


class _Latest(dict[_Key, _Value]):
    """The latest entries of a dict, oldest out first."""

    def __setitem__(self, key: _Key, value: _Value) -> None:
        super().__setitem__(key, value)
        while len(self) > REMEMBERED:
            del self[next(iter(self))]


@dataclass(slots=True)
class _Plane:
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
    def centred(cls, region: Region | None, snapshots: Sequence[Snapshot]) -> _Plane:
        """Centred on the border, or without one on the middle of what all snapshots show."""
        if region is not None:
            border = shapely.from_wkb(region.area)
            lon, lat = shapely.get_coordinates(shapely.centroid(border))[0]
        else:
            border = None
            drawn = shapely.from_wkb([w for s in snapshots for w in (s.held, s.unknown) if w is not None])
            west, south, east, north = np.nan_to_num(shapely.total_bounds(drawn))
            lon, lat = (west + east) / 2, (south + north) / 2
        words = f"+proj=laea +lat_0={lat:.6f} +lon_0={lon:.6f} +ellps=WGS84 +units=m"
        plane = cls(Proj(words), f"overlay {words}")
        if border is not None:
            plane.region = plane._project(border)
            shapely.prepare(plane.region)
            plane.box = tuple(shapely.bounds(border))
        return plane

    def place(self, wkb: bytes) -> Any:
        """A layer in the plane, clipped to the border."""
        shape = self._placed.get(wkb)
        if shape is None:
            shape = shapely.from_wkb(wkb)
            if self.box is not None:
                shape = polygons_of(shapely.intersection(shape, shapely.box(*self.box)))
            shape = self._project(shape)
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

    def _project(self, shape: Any) -> Any:
        def forward(points: Any) -> Any:
            return np.column_stack(self.projection(points[:, 0], points[:, 1]))

        placed = shapely.transform(shapely.segmentize(shape, LONGEST_EDGE_DEG), forward)
        if not shapely.is_valid(placed):
            placed = shapely.make_valid(placed, method="structure", keep_collapsed=False)
        return polygons_of(placed)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One snapshot in the plane. clear: held and not unknown. either: held or unknown."""

    held: Any
    clear: Any
    either: Any
    held_km2: float
    unknown_km2: float | None

    @classmethod
    def of(cls, snapshot: Snapshot, plane: _Plane) -> _Shown:
        held = plane.place(snapshot.held)
        if snapshot.unknown is None:
            return cls(held, held, held, plane.area_km2(held), None)
        unknown = plane.place(snapshot.unknown)
        clear = polygons_of(shapely.difference(held, unknown))
        either = polygons_of(shapely.union(held, unknown))
        return cls(held, clear, either, plane.area_km2(clear), plane.area_km2(unknown))


def _change(before: _Shown, now: _Shown, plane: _Plane) -> _Change:
    return _Change(
        regained_low_km2=plane.only_km2(before.clear, now.either),
        regained_high_km2=plane.only_km2(before.clear, now.held),
        lost_km2=plane.only_km2(now.clear, before.either),
    )


def _step(last: tuple[Snapshot, _Shown] | None, snapshot: Snapshot, now: _Shown, plane: _Plane) -> _Step | None:
    if last is None:
        return None
    before, shown = last
    gained, given_up = plane.alone_km2(now.clear, shown.clear)
    redrawn = (before.held, before.unknown) != (snapshot.held, snapshot.unknown)
    return _Step(before.moment, max(0.0, gained), max(0.0, given_up), redrawn)


def _observation(
    snapshot: Snapshot,
    shown: _Shown,
    base: Snapshot | None,
    change: _Change | None,
    region: Region | None,
    plane: _Plane,
    step: _Step | None,
) -> AreaObservation:
    place, boundary = (region.place, region.boundary) if region is not None else ("", "")
    since = base.moment if base is not None else None
    items = set(snapshot.items) | set(base.items if base is not None else ())
    return AreaObservation(
        id=observation_id("area", snapshot.source, place, boundary, str(snapshot.moment), since and str(since)),
        source=snapshot.source,
        holder=snapshot.holder,
        place=place,
        boundary=boundary,
        as_of=snapshot.moment,
        since=since,
        held_km2=_rounded(shown.held_km2),
        unknown_km2=_rounded(shown.unknown_km2),
        regained_low_km2=_rounded(change.regained_low_km2) if change else None,
        regained_high_km2=_rounded(change.regained_high_km2) if change else None,
        lost_km2=_rounded(change.lost_km2) if change else None,
        method=f"{plane.method}, geodesic WGS84",
        items=tuple(sorted(items)),
        previous=step.previous if step else None,
        gained_km2=_rounded(step.gained_km2) if step else None,
        given_up_km2=_rounded(step.given_up_km2) if step else None,
        redrawn=step.redrawn if step else None,
        aside="boundary" if region is not None and region.aside else "",
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
