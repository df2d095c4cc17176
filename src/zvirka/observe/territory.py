"""How much ground a map gives to whom: areas held, unknown, regained and lost (DESIGN section 1).

Overlays are made in a Lambert azimuthal equal-area projection centred on the place; every total is geodesic on the WGS84
ellipsoid (Karney 2013, "Algorithms for geodesics", doi:10.1007/s00190-012-0578-z, through pyproj.Geod).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import combinations
from typing import Any

import shapely

from zvirka.model.case import AskedQuestion, BoundaryRule
from zvirka.model.issues import Issue
from zvirka.model.observations import AreaObservation, DisagreementObservation, observation_id
from zvirka.model.times import Moment
from zvirka.observe.geojson import polygons_of
from zvirka.observe.maps import Snapshot
from zvirka.observe.plane import Plane

NIGHT = timedelta(hours=4)
"""House rule: a map published up to 04:00 local time describes the day before (as `reconcile.maps` has it)."""
DECIMALS = 7
"""Areas are rounded to 1e-7 km² (0.1 m²), far below any map's truth, so that float noise reaches no id and no file."""


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
    plane = _plane(region, ordered)
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
    plane = _plane(region, everything)
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
    day: date, one: Snapshot, other: Snapshot, region: Region | None, plane: Plane
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


def _plane(region: Region | None, snapshots: Sequence[Snapshot]) -> Plane:
    drawn = [layer for snapshot in snapshots for layer in (snapshot.held, snapshot.unknown) if layer is not None]
    return Plane.centred(region.area if region is not None else None, drawn)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One snapshot in the plane. clear: held and not unknown. either: held or unknown."""

    held: Any
    clear: Any
    either: Any
    held_km2: float
    unknown_km2: float | None

    @classmethod
    def of(cls, snapshot: Snapshot, plane: Plane) -> _Shown:
        held = plane.place(snapshot.held)
        if snapshot.unknown is None:
            return cls(held, held, held, plane.area_km2(held), None)
        unknown = plane.place(snapshot.unknown)
        clear = polygons_of(shapely.difference(held, unknown))
        either = polygons_of(shapely.union(held, unknown))
        return cls(held, clear, either, plane.area_km2(clear), plane.area_km2(unknown))


def _change(before: _Shown, now: _Shown, plane: Plane) -> _Change:
    return _Change(
        regained_low_km2=plane.only_km2(before.clear, now.either),
        regained_high_km2=plane.only_km2(before.clear, now.held),
        lost_km2=plane.only_km2(now.clear, before.either),
    )


def _step(last: tuple[Snapshot, _Shown] | None, snapshot: Snapshot, now: _Shown, plane: Plane) -> _Step | None:
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
    plane: Plane,
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
