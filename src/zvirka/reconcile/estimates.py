"""What the figures of a question come to: the plain vote, the median, and for what only grows an interval with its coverage.

Copies are collapsed before anything is counted: one speaker has one voice a day. The vote is the number most speakers give last, the
median is of what each gives last. A count that only grows (ground regained, losses since a day) has an envelope: speakers' figures of
other days are moved to the day asked by the rise that all of them together show (isotonic regression by pooling adjacent violators,
Barlow et al. 1972, in logarithms, since who counts more is off by more), and the interval is Student's over what speakers then give,
its spread drawn toward a prior one, since few speakers seem to agree better than they do. Fewer
than two who tell since when they count give none. Who stands on one side shares its errors.
An interval wider than its own value says nothing and is refused. What evidence shows of the day bounds it. No estimate replaces a figure.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter
from statistics import median

from msgspec import Struct

from zvirka.model.findings import Estimate, Range
from zvirka.reconcile.views import CUMULATIVE, OBJECTS, View

COVERAGE = 0.9
LEAST_SPEAKERS = 2
"""House rule: one speaker tells nothing of how far speakers are off, so its figure gets no interval."""
DIGITS = 6
"""Significant digits kept of an estimate: more would be those of the machine's exponential, not of any figure."""
PRIOR_SPREAD, PRIOR_SPEAKERS = 0.15, 4
"""Spread of speakers' logarithms before any is heard, and the number of speakers it weighs as much as. Measured: set on 1,000 cases of
`bench.estimates` so that 90 % intervals held the truth in about 90 %; what they hold on cases of other seeds stands in bench/history."""
SHARED = 0.5
"""Share of a speaker's variance that others of its side are taken to have too; set with the spread above."""
WEEK = 7.0
"""House rule: how steeply a quantity rises is read off the week before and after a day, in days."""
LATE_DAYS = 1.0
"""House rule: what is told of a day may be the count of the day before."""
LEAST_RISE = 0.08
"""Rise of a logarithm a day (8 %) that is allowed for at least where a day lies beyond all reports; set with the spread above."""
_T95 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753)
"""95 % quantile of Student's t by degrees of freedom from 1 (NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2)."""
_NORMAL95 = 1.645


class Told(Struct, frozen=True, gc=False):
    """One figure of one speaker for one day. value above 0."""

    speaker: str
    side: str
    day: date
    value: float


def estimates(
    views: Iterable[View], measure: str, since: date | None, day: date | None, dimension: str, shown: Range | None
) -> tuple[Estimate, ...]:
    """Vote, median and, for what only grows, the envelope of the claims that stand behind a finding, by the end of `day` (None: their
    last). since: the start of the question's window; without one nothing is known to grow. dimension: what the question's figures
    measure. shown: what evidence shows of that day, or None."""
    kind = measure.partition(":")[0]
    if kind in OBJECTS:
        return ()
    fit = _of_one_count([view for view in views if _counts(view, dimension)])
    latest = _latest(fit, day) if fit else []
    if not latest:
        return ()
    unit = latest[0].figure.unit if latest[0].figure else ""
    numbers = [view.figure.shown for view in latest if view.figure is not None and view.figure.shown is not None]
    ids = tuple(sorted(view.id for view in latest))
    last = max((view.as_of for view in latest if view.as_of), default=None)
    made = [_vote(numbers, unit, last, ids), _median(numbers, unit, last, ids)]
    points = [
        Told(view.speaker, view.side, view.as_of, view.figure.shown)
        for view in fit
        if view.as_of is not None and view.figure is not None and view.figure.shown
    ]
    if kind in CUMULATIVE and since is not None and points:
        at = day or max(point.day for point in points)
        since_told = {view.speaker for view in fit if view.since_days is not None and view.as_of is not None}
        found = envelope(points, at)
        if len(since_told) < LEAST_SPEAKERS and found.refused != "one_speaker":
            found = _refused(at, len(since_told), "since_unknown")
        everyone = tuple(sorted(view.id for view in fit if view.as_of is not None))
        made.append(_bounded(replace(found, unit=unit, claims=everyone), shown))
    return tuple(made)


_order, _told = attrgetter("order"), attrgetter("speaker", "day", "value", "side")


def _counts(view: View, dimension: str) -> bool:
    figure = view.figure
    return (
        figure is not None
        and view.plain
        and view.positive
        and not view.part
        and not view.definition
        and figure.read_as is None
        and figure.dimension == dimension
        and (figure.shown or 0.0) > 0
    )


def _of_one_count(views: list[View]) -> list[View]:
    """Those that count one thing of one side: the kind ("killed", "captured") and the side of which most speakers tell. Killed and
    wounded have no median, nor have one side's losses and the other's; what tells no side is of the one that is told, where just one is."""
    if not views:
        return []
    speakers: dict[str, set[str]] = defaultdict(set)
    for view in views:
        speakers[view.kind].add(view.speaker)
    kind = min(speakers, key=lambda kind: (-len(speakers[kind]), kind))
    alike = [view for view in views if view.kind == kind]
    sides: dict[str, set[str]] = defaultdict(set)
    for view in alike:
        if view.whose is not None:
            sides[view.whose].add(view.speaker)
    if len(sides) < 2:
        return alike
    side = min(sides, key=lambda side: (-len(sides[side]), side))
    return [view for view in alike if view.whose == side]


def _latest(views: Sequence[View], day: date | None) -> list[View]:
    """Each speaker's last figure by the end of a day, the first of several of one day by their order; without any by then, its first."""
    last: dict[str, View] = {}
    for view in views:
        if day is not None and view.as_of is not None and view.as_of > day:
            continue
        before = last.get(view.speaker)
        if before is not None:
            one, other = view.as_of or date.min, before.as_of or date.min
            if one < other or (one == other and before.order < view.order):
                continue
        last[view.speaker] = view
    return sorted(last.values(), key=_order)


def _vote(numbers: Sequence[float], unit: str, day: date | None, ids: tuple[str, ...]) -> Estimate:
    """The number most speakers give; none where two are given as often."""
    counted = Counter(numbers).most_common()
    tied = len(counted) > 1 and counted[0][1] == counted[1][1]
    best = None if tied else counted[0][0]
    return Estimate("vote", None, best, None, unit, day, None, len(numbers), "tied" if tied else "", ids)


def _median(numbers: Sequence[float], unit: str, day: date | None, ids: tuple[str, ...]) -> Estimate:
    return Estimate("median", min(numbers), median(numbers), max(numbers), unit, day, None, len(numbers), "", ids)


def _refused(day: date, speakers: int, why: str) -> Estimate:
    return Estimate("envelope", None, None, None, "", day, COVERAGE, speakers, why, ())


def envelope(points: Sequence[Told], day: date) -> Estimate:
    """The interval of a growing quantity at the end of a day. Order of `points` irrelevant; a speaker's second figure of a day counts
    with the first as their mean. best lies within the lowest and highest figure. unit and claims are left to who calls."""
    daily: dict[tuple[str, date], list[float]] = defaultdict(list)
    sides: dict[str, str] = {}
    for point in sorted(points, key=_told):
        daily[point.speaker, point.day].append(math.log(point.value))
        sides.setdefault(point.speaker, point.side)
    told = {key: math.fsum(values) / len(values) for key, values in daily.items()}
    if len(sides) < LEAST_SPEAKERS:
        return _refused(day, len(sides), "one_speaker")
    rise = Rise(sorted((when, value) for (_, when), value in told.items()))
    by_speaker: dict[str, dict[date, float]] = defaultdict(dict)
    for (speaker, when), value in told.items():
        by_speaker[speaker][when] = value
    moved = []
    for speaker in sorted(sides):
        own = by_speaker[speaker]
        until = [when for when in own if when <= day]
        nearest = max(until) if until else min(own)
        moved.append((sides[speaker], own[nearest] + rise.at(day) - rise.at(nearest)))
    centre, half = _interval(moved)
    lowest, highest = min(told.values()), max(told.values())
    best = math.exp(min(max(centre, lowest), highest))
    down, up = rise.slack(day)
    low, high = math.exp(centre - math.hypot(half, down)), math.exp(centre + math.hypot(half, up))
    low, best, high = (_kept(end) for end in (min(low, best), best, max(high, best)))
    if high - low > best:
        return Estimate("envelope", None, None, None, "", day, COVERAGE, len(moved), "wider_than_value", ())
    return Estimate("envelope", low, best, high, "", day, COVERAGE, len(moved), "", ())


def _kept(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _interval(moved: Sequence[tuple[str, float]]) -> tuple[float, float]:
    """(centre, half width) of what speakers give, sides weighing alike: what each gives is one draw, what a side shares is one too."""
    by_side: dict[str, list[float]] = defaultdict(list)
    for side, value in moved:
        by_side[side].append(value)
    means = [math.fsum(values) / len(values) for _, values in sorted(by_side.items())]
    centre = math.fsum(means) / len(means)
    squares = math.fsum((value - centre) ** 2 for _, value in moved)
    degrees = PRIOR_SPEAKERS + len(moved) - 1
    variance = (PRIOR_SPEAKERS * PRIOR_SPREAD**2 + squares) / degrees
    own = math.fsum(1 / len(values) for values in by_side.values()) / len(means) ** 2
    share = SHARED / len(means) + (1 - SHARED) * own
    quantile = _T95[degrees - 1] if degrees <= len(_T95) else _NORMAL95
    return centre, quantile * math.sqrt(variance * share)


class Rise:
    """The rise that all figures together show: isotonic regression over days, straight between the middles of its steps."""

    def __init__(self, points: Sequence[tuple[date, float]]) -> None:
        blocks: list[list[float]] = []
        for when, value in points:
            blocks.append([float(when.toordinal()), value, 1.0])
            while len(blocks) > 1 and (blocks[-2][1] >= blocks[-1][1] or blocks[-2][0] == blocks[-1][0]):
                day, level, weight = blocks.pop()
                before = blocks[-1]
                total = before[2] + weight
                blocks[-1] = [
                    (before[0] * before[2] + day * weight) / total,
                    (before[1] * before[2] + level * weight) / total,
                    total,
                ]
        self._told = sorted({float(when.toordinal()) for when, _ in points})
        self._days = [block[0] for block in blocks]
        self._levels = [block[1] for block in blocks]

    def slack(self, day: date) -> tuple[float, float]:
        """How much lower and higher than `at` the quantity may be since nobody told of that very day: as on the last day told of before
        and on the first after, and beyond these by the steepest rise near; higher too since reports come late."""
        when = float(day.toordinal())
        before, after = [each for each in self._told if each <= when], [each for each in self._told if each >= when]
        here, steep = self.at(day), self._steepest(when)
        down = here - self._level(before[-1]) if before else steep * (self._told[0] - when)
        up = self._level(after[0]) - here if after else steep * (when - self._told[-1])
        return down, up + steep * LATE_DAYS

    def _steepest(self, when: float) -> float:
        """The greatest rise a day between two steps within a week of a day, or LEAST_RISE."""
        steps = zip(self._days, self._days[1:], self._levels, self._levels[1:], strict=False)
        near = [
            (upper - lower) / max(1.0, last - first)
            for first, last, lower, upper in steps
            if first - WEEK <= when <= last + WEEK
        ]
        return max([LEAST_RISE, *near])

    def at(self, day: date) -> float:
        """Its level on a day; before the first step and after the last as there."""
        return self._level(float(day.toordinal()))

    def _level(self, when: float) -> float:
        index = bisect_right(self._days, when)
        if index == 0 or index == len(self._days):
            return self._levels[min(index, len(self._days) - 1)]
        first, last = self._days[index - 1], self._days[index]
        share = (when - first) / (last - first)
        return self._levels[index - 1] * (1 - share) + self._levels[index] * share


def _bounded(found: Estimate, shown: Range | None) -> Estimate:
    """An interval within what evidence shows of the day; refused where the two do not meet: then something is wrong with one of them."""
    if shown is None or found.best is None or found.low is None or found.high is None or shown.unit != found.unit:
        return found
    low = found.low if shown.low is None else max(found.low, shown.low)
    high = found.high if shown.high is None else min(found.high, shown.high)
    if low > high:
        return replace(found, low=None, best=None, high=None, refused="outside_evidence")
    return replace(found, low=low, best=min(max(found.best, low), high), high=high)
