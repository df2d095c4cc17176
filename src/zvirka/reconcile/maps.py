"""Areas on maps by place, source and the day they describe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Literal

from zvirka.ground import Ground
from zvirka.model.findings import Range
from zvirka.model.observations import AreaObservation
from zvirka.model.times import Moment

NIGHT_ENDS_HOUR = 4
"""House rule: a map published up to 04:00 local time describes the day before: mappers close a day after midnight."""
STALE_DAYS = 3
"""House rule: a source's latest map stands in a printed range for three days; an older one no longer shows that day."""
BASELINE_SLACK_DAYS = 1
""""Since 6 September" is since its start, which is what the map of the end of 5 September shows; either day is that baseline."""
Ground_ = Literal["regained", "lost", "held"]
"""What of an area is read: ground its holder lost since the baseline, won since, or holds."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An observation with the day it describes and that of its baseline."""

    seen: AreaObservation
    day: date
    since: date | None


class Maps:
    """All area observations of a case. zone: the case's time zone."""

    def __init__(self, observations: Iterable[AreaObservation], ground: Ground, zone: tzinfo) -> None:
        self._gazetteer = ground.gazetteer
        series: dict[str, dict[str, list[Dated]]] = defaultdict(lambda: defaultdict(list))
        for seen in sorted(observations, key=lambda seen: (seen.as_of.sort_key, seen.id)):
            since = described_day(seen.since, zone) if seen.since else None
            series[seen.place][seen.source].append(Dated(seen, described_day(seen.as_of, zone), since))
        self._series = {
            place: {source: tuple(entries) for source, entries in sorted(by.items())}
            for place, by in sorted(series.items())
        }
        self._by_day = {
            (place, source): _by_day(entries) for place, by in self._series.items() for source, entries in by.items()
        }

    def places(self, place: str) -> list[tuple[str, str]]:
        """Observed places that bear on a place with how they lie to it: [("same", id)] alone where it is observed itself, else
        the smallest that contains it, else all those within it."""
        if not place or not self._series:
            return []
        if place in self._series:
            return [("same", place)]
        around = next((above for above in self._gazetteer.ancestors(place) if above in self._series), None)
        if around is not None:
            return [("contains", around)]
        related: list[tuple[str, str]] = [
            (self._gazetteer.relation(other, place), other) for other in self._series if other
        ]
        return [entry for entry in related if entry[0] == "contains"][:1] or [
            entry for entry in related if entry[0] == "within"
        ]

    @property
    def mapped(self) -> tuple[str, ...]:
        """Ids of the places observed, sorted."""
        return tuple(place for place in self._series if place)

    def series(self, place: str) -> dict[str, tuple[Dated, ...]]:
        """{source: its observations of the place in order of time}."""
        return self._series.get(place, {})

    def on(self, place: str, source: str, day: date) -> Sequence[Dated]:
        """The observations of one source that describe a day."""
        return self._by_day.get((place, source), {}).get(day, ())

    def by(self, place: str, source: str, day: date | None, what: Ground_, since: date | None) -> Dated | None:
        """A source's latest map with that baseline published by the end of a civil day, unless stale; its latest where day is None."""
        known = [
            entry
            for entry in self.series(place).get(source, ())
            if (day is None or entry.seen.as_of.day <= day)
            and extent(entry.seen, what) is not None
            and (what == "held" or since is None or baseline(entry, since) == "same")
        ]
        return known[-1] if known and (day is None or (day - known[-1].day).days <= STALE_DAYS) else None


def described_day(moment: Moment, zone: tzinfo) -> date:
    """The civil day a map describes: a day as given; an instant's local day, and in the hours after midnight the day before."""
    if moment.instant is None:
        return moment.day
    local = moment.instant.astimezone(zone)
    return local.date() - timedelta(days=1) if local.hour < NIGHT_ENDS_HOUR else local.date()


def extent(seen: AreaObservation, what: Ground_) -> tuple[float, float] | None:
    """(low, high) of an area in km², or None where the source does not show it. Unknown ground is in high only."""
    if what == "held":
        return None if seen.held_km2 is None else (seen.held_km2, seen.held_km2 + (seen.unknown_km2 or 0.0))
    if what == "lost":
        return None if seen.lost_km2 is None else (seen.lost_km2, seen.lost_km2 + (seen.unknown_km2 or 0.0))
    if seen.regained_low_km2 is None or seen.regained_high_km2 is None:
        return None
    return (seen.regained_low_km2, seen.regained_high_km2)


def baseline(entry: Dated, since: date | None) -> Literal["same", "earlier", "later", "unknown"]:
    """How a map's baseline lies to the start of a count: the same, earlier (the map counts more), later (less), unknown."""
    if since is None or entry.since is None:
        return "unknown"
    if since - timedelta(days=BASELINE_SLACK_DAYS) <= entry.since <= since:
        return "same"
    return "earlier" if entry.since < since else "later"


def nearest_baseline(entries: Sequence[Dated], since: date | None) -> list[Dated]:
    """Of maps measured against several baselines those with the one asked for, else the latest earlier, else the earliest later one."""
    by_lie: dict[str, list[Dated]] = defaultdict(list)
    for entry in entries:
        by_lie[baseline(entry, since)].append(entry)
    if by_lie["same"] or since is None:
        return by_lie["same"] or list(entries)
    days = {entry.since for entry in by_lie["earlier"] or by_lie["later"] if entry.since is not None}
    chosen = (max if by_lie["earlier"] else min)(days, default=None)
    return [entry for entry in entries if entry.since == chosen]


def printed(
    maps: Maps, place: str, what: Ground_, since: date | None, day: date | None
) -> tuple[Range | None, tuple[Range, ...]]:
    """(range over all sources, ranges by source) of a place by the end of a day, or of each source's latest map where day is None.

    By source the extent of its latest map published by then with the baseline asked for; over all the hull. No average: sources are
    not independent, and a mean is a number nobody drew. as_of: the latest map's moment, an instant before a bare day.
    """
    ranges = []
    for source in maps.series(place):
        fitting = maps.by(place, source, day, what, since)
        shown = extent(fitting.seen, what) if fitting is not None else None
        if fitting is not None and shown is not None:
            ranges.append(
                Range(shown[0], None, shown[1], "km2", fitting.seen.as_of, f"map:{what}", source, (fitting.seen.id,))
            )
    if not ranges:
        return None, ()
    low = min(entry.low for entry in ranges if entry.low is not None)
    high = max(entry.high for entry in ranges if entry.high is not None)
    ids = tuple(sorted({key for entry in ranges for key in entry.observations}))
    latest = max((entry.as_of for entry in ranges if entry.as_of is not None), key=_instant_first)
    return Range(low, None, high, "km2", latest, f"map:{what}:hull", "all", ids), tuple(ranges)


def _instant_first(moment: Moment) -> tuple[date, bool, str]:
    return (moment.day, moment.instant is not None, str(moment))


def _by_day(entries: Sequence[Dated]) -> dict[date, list[Dated]]:
    days: dict[date, list[Dated]] = defaultdict(list)
    for entry in entries:
        days[entry.day].append(entry)
    return dict(days)
