"""How much ground a map gives to whom: areas held, unknown, regained and lost (DESIGN section 1).

Overlays are made in a Lambert azimuthal equal-area projection centred on the place; every total is geodesic on the WGS84
ellipsoid (Karney 2013, "Algorithms for geodesics", doi:10.1007/s00190-012-0578-z, through pyproj.Geod).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Proj

from zvirka.model.case import AskedQuestion, BoundaryRule
from zvirka.model.issues import Issue
from zvirka.model.observations import AreaObservation, observation_id
from zvirka.model.times import Moment
from zvirka.observe.geojson import polygons_of
from zvirka.observe.maps import Snapshot

LONGEST_EDGE_DEG = 0.01
"""An edge is a straight line in longitude and latitude (RFC 7946, section 3.1.1): longer ones are cut before they are projected, so
that areas do not depend on where a map has its corners. At 0.01 degree the bend left is below 1e-5 km² an edge at 50° N."""
DECIMALS = 7
"""Areas are rounded to 1e-7 km² (0.1 m²), far below any map's truth, so that float noise reaches no id and no file."""
_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Region:
    """A place's border. place: gazetteer id. boundary: source name with the start of its SHA-256. area: WKB, WGS84 degrees."""

    place: str
    boundary: str
    area: bytes


def region_of(rule: BoundaryRule, object_sha256: str, read: Mapping[str, Any]) -> Region:
    """The region of a `[[boundaries]]` rule from what `maps.read_boundary` gave."""
    return Region(rule.place, f"{rule.source}, sha256 {object_sha256[:12]}", bytes.fromhex(read["area"]))


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
    ordered = sorted(snapshots, key=lambda snapshot: (described(snapshot.moment, zone), str(snapshot.moment)))
    if not ordered:
        return []
    bases = {str(base.moment): base for base in (baseline(ordered, day, zone) for day in sorted(set(since)))}
    bases = bases or {str(ordered[0].moment): ordered[0]}
    plane = _Plane.centred(region, ordered)
    shown = [_Shown.of(snapshot, plane) for snapshot in ordered]
    by_moment = {str(snapshot.moment): entry for snapshot, entry in zip(ordered, shown, strict=True)}
    found: dict[str, AreaObservation] = {}
    for snapshot, entry in zip(ordered, shown, strict=True):
        for key, base in bases.items():
            before = described(snapshot.moment, zone) < described(base.moment, zone)
            change = None if before else _change(by_moment[key], entry, plane)
            observation = _observation(snapshot, entry, None if before else base, change, region, plane)
            found.setdefault(observation.id, observation)
    return list(found.values())


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


@dataclass(slots=True)
class _Plane:
    """The equal-area plane of one place, and what was already measured in it.

    Geometries in it are keyed by their WKB, so that days on which a map did not change cost nothing.
    """

    projection: Proj
    method: str
    region: Any = None
    box: tuple[float, float, float, float] | None = None
    _placed: dict[bytes, Any] = field(default_factory=dict)
    _areas: dict[bytes, float] = field(default_factory=dict)
    _common: dict[tuple[bytes, bytes], Any] = field(default_factory=dict)

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
        if wkb not in self._placed:
            shape = shapely.from_wkb(wkb)
            if self.box is not None:
                shape = polygons_of(shapely.intersection(shape, shapely.box(*self.box)))
            shape = self._project(shape)
            if self.region is not None and not shapely.contains_properly(self.region, shape):
                shape = polygons_of(shapely.intersection(shape, self.region))
            self._placed[wkb] = shape
        return self._placed[wkb]

    def common(self, left: Any, right: Any) -> Any:
        """The polygons both cover; the same for either order."""
        first, second = sorted((bytes(shapely.to_wkb(left)), bytes(shapely.to_wkb(right))))
        if first == second:
            return left
        if (first, second) not in self._common:
            self._common[first, second] = polygons_of(
                shapely.intersection(shapely.from_wkb(first), shapely.from_wkb(second))
            )
        return self._common[first, second]

    def shared_km2(self, left: Any, right: Any) -> float:
        """Geodesic area both cover, never more than either: where outlines run along each other the overlay is off by some m²."""
        return min(self.area_km2(self.common(left, right)), self.area_km2(left), self.area_km2(right))

    def area_km2(self, shape: Any) -> float:
        """Geodesic area of polygons in the plane."""
        key = bytes(shapely.to_wkb(shape))
        if key not in self._areas:
            self._areas[key] = sum(self._polygon_m2(part) for part in shapely.get_parts(shape)) / 1e6
        return self._areas[key]

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
    base = plane.area_km2(before.clear)
    return _Change(
        regained_low_km2=base - plane.shared_km2(before.clear, now.either),
        regained_high_km2=base - plane.shared_km2(before.clear, now.held),
        lost_km2=plane.area_km2(now.clear) - plane.shared_km2(now.clear, before.either),
    )


def _observation(
    snapshot: Snapshot,
    shown: _Shown,
    base: Snapshot | None,
    change: _Change | None,
    region: Region | None,
    plane: _Plane,
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
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
