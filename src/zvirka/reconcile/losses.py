"""Loss lists beside claims: rows that may show a claim's object, and tallies that may bear a count out.

A row is a candidate, never identity; a list that never records a class says nothing about it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from zvirka.ground import Ground
from zvirka.model.claims import Claim, EquipmentSlot
from zvirka.model.findings import Backing, ClaimBacking, Link, LinkReason, Question, Range
from zvirka.model.observations import CountObservation, LossObservation
from zvirka.model.places import PlaceSlot
from zvirka.reconcile.evidence import only
from zvirka.reconcile.figures import Interval
from zvirka.reconcile.views import OBJECTS, View, since_window

WINDOW_DAYS = 3
"""House rule: a row may show a claim's object where its day is within three of the claim's: pictures surface within days."""
NEAR_M = 5_000.0
"""House rule: beyond the uncertainty of the claim's place a row's coordinates may lie 5 km off: the town named is the nearest one."""
CLASS_ROWS = 20
"""Rows named for a claim that gives only a class; more would be a list, not candidates. The nearest in days come first."""
_BLIND = "class_never_recorded"
EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (Moritz 2000, Geodetic Reference System 1980); good to 0.5 % for a distance between two towns."""


class LossLists:
    """The rows and tallies of a case's lists."""

    def __init__(self, rows: Iterable[LossObservation], counts: Iterable[CountObservation], ground: Ground) -> None:
        self._ground = ground
        self._by_node: dict[str, list[LossObservation]] = defaultdict(list)
        self._recorded: dict[str, set[str]] = defaultdict(set)
        self._by_evidence: dict[str, list[LossObservation]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (row.source, row.row, row.id)):
            self._by_node[row.model or row.cls].append(row)
            self._recorded[row.source].add(row.cls)
            if row.evidence:
                self._by_evidence[same_address(row.evidence)].append(row)
        self._counts: dict[str, dict[tuple[str, str], list[CountObservation]]] = defaultdict(lambda: defaultdict(list))
        self.classes: dict[str, set[str]] = defaultdict(set)
        for count in sorted(counts, key=lambda count: (count.day.sort_key, count.id)):
            self._counts[count.cls][count.source, count.owner].append(count)
            self.classes[count.source].add(count.cls)
            self._recorded[count.source].add(count.cls)
        self._related: dict[str, tuple[str, ...]] = {}

    @property
    def has_rows(self) -> bool:
        """Whether any list has a row that may show a claim's object."""
        return bool(self._by_node)

    def candidates(self, view: View, question: Question | None) -> list[Link]:
        """A candidate_object link from a claim to each row that may show its object, sorted by row.

        By model (see `may_be_one_model`), or by class for a sighting that names none; place the same, within it or within reach by
        coordinates; day within the window. A row without a place joins only by the evidence address of one that fits, and for a
        model only: what has one picture with something of the class is anything.
        """
        if not self._by_node:
            return []
        claim = view.claim
        place = next((slot for slot in claim.places if slot.id == view.place and slot.id), None)
        days = event_days(claim)
        if place is None or days is None:
            return []
        links: dict[str, Link] = {}
        named = {slot.cls for slot in claim.equipment if slot.model is not None}
        for slot in claim.equipment:
            if slot.model is None and (claim.type not in OBJECTS or slot.cls in named):
                continue
            rows = [
                (gap, row)
                for row in self._like(slot)
                if (gap := _gap(row, days)) is not None and self._there(row, place)
            ]
            rows.sort(key=lambda found: (found[0], found[1].source, found[1].row, found[1].id))
            for gap, row in rows if slot.model is not None else rows[:CLASS_ROWS]:
                links.setdefault(row.id, self._link(view, row, gap, slot, question, None))
                for twin in (
                    self._by_evidence.get(same_address(row.evidence), ()) if row.evidence and slot.model else ()
                ):
                    if twin.id != row.id and (twin.model or twin.cls) in self._related[slot.model or slot.cls]:
                        links.setdefault(twin.id, self._link(view, twin, gap, slot, question, row))
        return sorted(links.values(), key=lambda link: link.right)

    def _like(self, slot: EquipmentSlot) -> list[LossObservation]:
        node = slot.model or slot.cls
        if node not in self._related:
            is_a = self._ground.equipment.is_a
            self._related[node] = tuple(
                other
                for other in self._by_node
                if (is_a(other, node) if slot.model is None else may_be_one_model(other, node, self._ground))
            )
        rows = [row for other in self._related[node] for row in self._by_node[other]]
        return [row for row in rows if slot.owner is None or row.owner == slot.owner]

    def _there(self, row: LossObservation, place: PlaceSlot) -> bool:
        if row.place and self._ground.gazetteer.relation(row.place, place.id) in ("same", "within"):
            return True
        if row.lon is None or row.lat is None or place.lon is None or place.lat is None:
            return False
        return distance_m(row.lon, row.lat, place.lon, place.lat) <= (place.uncertainty_m or 0.0) + NEAR_M

    def _link(
        self,
        view: View,
        row: LossObservation,
        gap: int,
        slot: EquipmentSlot,
        question: Question | None,
        twin: LossObservation | None,
    ) -> Link:
        data = [
            ("source", row.source),
            ("row", str(row.row)),
            ("number", row.number or ""),
            ("model", row.model_as_written),
            ("status", row.status),
            ("place", row.place_as_written or ""),
            ("day", row.day.day.isoformat() if row.day else ""),
            ("date_basis", row.date_basis),
            ("days_apart", str(gap)),
            ("evidence", row.evidence or ""),
        ]
        rule = "candidate:model_place_date" if slot.model else "candidate:class_place_date"
        if twin is not None:
            rule, data = "candidate:same_evidence", [*data, ("as_row", f"{twin.source} {twin.row}")]
        return Link(
            "candidate_object",
            view.id,
            row.id,
            (LinkReason(rule, tuple(data)),),
            question=question.id if question else None,
        )

    def back(self, view: View, question: Question) -> ClaimBacking:
        """Backing of a count of losses by tallies of its class. A list of what pictures show bounds a count from below only; what a list
        never records of what the claim names stands among the reasons: on that it says nothing."""
        found = self._back(view, question)
        blind = self._blind(view.claim)
        if not blind or any(reason.rule == _BLIND for reason in found.reasons):
            return found
        return replace(found, reasons=(*found.reasons, LinkReason(_BLIND, blind)))

    def _blind(self, claim: Claim) -> tuple[tuple[str, str], ...]:
        """(list, class) of what a claim names and the list has no row of, under that name, a wider or a narrower one."""
        known = self._ground.equipment
        named = {slot.cls for slot in claim.equipment if (node := known.get(slot.cls)) is not None and node.parent}
        return tuple(
            (source, cls)
            for source, recorded in sorted(self._recorded.items())
            for cls in sorted(named)
            if not any(
                known.is_a(other, cls) or (known.is_a(cls, other) and (node := known.get(other)) and node.parent)
                for other in recorded
            )
        )

    def _back(self, view: View, question: Question) -> ClaimBacking:
        cls = view.measure.partition(":")[2]
        if view.figure is None or view.figure.dimension != "items" or not view.plain or not view.positive:
            return _plain(view, "cannot_tell", "no_count")
        if cls not in self._counts:
            known = bool(self._counts) or bool(self._by_node)
            if not known:
                return _plain(view, "none", "no_list")
            blind = tuple((source, cls) for source in sorted(self.classes))
            return replace(_plain(view, "cannot_tell", ""), reasons=(LinkReason(_BLIND, blind),))
        if view.as_of is None:
            return _plain(view, "cannot_tell", "as_of_unknown")
        shown = [
            (source, found)
            for source, found in self._tallies(cls, view.whose, view.since or question.since, view.as_of)
        ]
        if not shown:
            return _plain(view, "none", "no_tally_of_that_day")
        exact = [entry for entry in shown if math.isfinite(entry[1][1])]
        meets = [view.figure.allowed.meets(Interval(low, high, "items")) for _, (low, high, _) in (exact or shown)]
        some: Backing = "partly" if exact else "cannot_tell"
        backing: Backing = "fits" if exact and all(meets) else some if any(meets) else "outside"
        used = exact or shown
        rows = sorted({row for _, (_, _, found) in used for row in found}, key=lambda row: (row.day.sort_key, row.id))
        low, high = min(entry[1][0] for entry in used), max(entry[1][1] for entry in used)
        reason = LinkReason("tally", tuple((source, f"{low:.6g}") for source, (low, _, _) in used))
        ids = tuple(sorted(row.id for row in rows))
        return ClaimBacking(
            view.id, backing, rows[-1].day, low, high if math.isfinite(high) else None, (), ids, (reason,)
        )

    def ranges(self, measure: str, owner: str | None, since: date | None, day: date | None) -> tuple[Range, ...]:
        """Tallies of an owner's losses of a class by source from `since` by a day, as ranges in items; open above for lists of pictures."""
        cls = measure.partition(":")[2]
        if cls not in self._counts or day is None or owner is None:
            return ()
        made = []
        for source, (low, high, rows) in self._tallies(cls, owner, since, day):
            best = low if math.isfinite(high) else None
            ids = tuple(sorted(row.id for row in rows))
            made.append(
                Range(low, best, high if math.isfinite(high) else None, "items", rows[-1].day, "tally", source, ids)
            )
        return tuple(made)

    def _tallies(
        self, cls: str, owner: str | None, since: date | None, day: date
    ) -> list[tuple[str, tuple[float, float, tuple[CountObservation, ...]]]]:
        """(source, (low, high, rows)) of what each list counts from the start of `since` to the end of `day`."""
        found = []
        for (source, of), entries in sorted(self._counts[cls].items()):
            by_status: dict[str, list[CountObservation]] = defaultdict(list)
            for entry in entries:
                by_status[entry.status].append(entry)
            if owner is not None and of != owner:
                continue
            totals = [_between(rows, since, day) for rows in by_status.values()]
            known = [total for total in totals if total is not None]
            if known:
                total = float(sum(count for count, _ in known))
                rows = tuple(
                    sorted((row for _, rows in known for row in rows), key=lambda row: (row.day.sort_key, row.id))
                )
                found.append((source, (total, total if rows[-1].date_basis == "published" else math.inf, rows)))
        return found


def may_be_one_model(one: str, other: str, ground: Ground) -> bool:
    """Whether two models may be words for one vehicle: the same, a family and its member ("T-80", "T-80BVM"), or one designation
    with and without a year ("T-80BV", "T-80BV Obr. 1989"). A T-80BVM is developed from the T-80BV, but is none."""
    known = ground.equipment
    if one == other:
        return True
    wide, narrow = (known.get(one), known.get(other)) if known.is_a(other, one) else (known.get(other), known.get(one))
    if wide is None or narrow is None or wide.is_class or not known.is_a(narrow.id, wide.id):
        return False
    above = known.get(wide.parent)
    family = above is None or above.is_class
    return family or wide.name.split()[:1] == narrow.name.split()[:1]


def _between(
    rows: list[CountObservation], since: date | None, day: date
) -> tuple[int, tuple[CountObservation, ...]] | None:
    """(count, rows used) from the start of `since` to the end of `day`: the total then less the total before; None outside the list."""
    until = [row for row in rows if row.day.day <= day]
    if not until or (day - until[-1].day.day).days > WINDOW_DAYS:
        return None
    if since is None:
        return until[-1].total, (until[-1],)
    before = [row for row in rows if row.day.day < since]
    if not before:
        return None
    return until[-1].total - before[-1].total, (before[-1], until[-1])


def event_days(claim: Claim) -> tuple[date, date] | None:
    """First and last day on which the claim's object was seen: its event, else the state it describes."""
    for slot in (claim.times.event, claim.times.as_of):
        if slot is not None and (slot.earliest or slot.latest):
            return since_window(slot)
    return None


def _gap(row: LossObservation, days: tuple[date, date]) -> int | None:
    """Days between a row and a claim's days, None beyond the window or without a day."""
    if row.day is None:
        return None
    day = row.day.day
    if not days[0] - timedelta(days=WINDOW_DAYS) <= day <= days[1] + timedelta(days=WINDOW_DAYS):
        return None
    return max((days[0] - day).days, (day - days[1]).days, 0)


def same_address(address: str) -> str:
    """A cited address as compared: without protocol, "www." and "mobile.", query, fragment and trailing slash, in lower case."""
    bare = address.strip().casefold().partition("://")[2] or address.strip().casefold()
    bare = bare.partition("?")[0].partition("#")[0].rstrip("/")
    for prefix in ("www.", "mobile.", "m."):
        bare = bare.removeprefix(prefix)
    return "twitter.com" + bare.removeprefix("x.com") if bare.startswith("x.com/") else bare


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance in metres by the haversine formula (Sinnott 1984, Virtues of the Haversine)."""
    one, other = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((other - one) / 2) ** 2
        + math.cos(one) * math.cos(other) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def _plain(view: View, backing: Backing, rule: str) -> ClaimBacking:
    return ClaimBacking(view.id, backing, None, None, None, (), (), only(rule))
