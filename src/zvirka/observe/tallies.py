"""Running tallies of a list, version by version, and tallies that went down: what a list took back without a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from zvirka.ground import EquipmentNode
from zvirka.model.observations import (
    EQUIPMENT_STATUSES,
    CountObservation,
    Observation,
    RevisionObservation,
    observation_id,
)
from zvirka.model.sources import Side
from zvirka.model.times import Moment
from zvirka.observe.rows import Fault, Reading, whole

SNAPSHOT = "snapshot"
"""`date_basis` of running tallies: the day of the version that holds them."""


def running_tallies(reading: Reading, table: Mapping[str, Any]) -> list[Observation]:
    """Cumulative tallies by class and state of each version, and a revision for every one that is below the version before.

    Headings of one class are added up. A heading that another of its class begins with is that one's former name, and left out, where
    its `date_recorded` is older.
    """
    read: dict[Moment, list[tuple[str, Side, EquipmentNode, dict[str, int], str]]] = defaultdict(list)
    ignored = {name.casefold() for name in reading.ready.get("ignored", ())}
    for line, row in table["rows"]:
        heading = " ".join(row["equipment_type"].split())
        if heading.casefold() in ignored:
            continue
        try:
            day = reading.moment(row["snapshot"], "snapshot")
            owner = reading.owner_of(row.get("country"))
            by_status = {status: whole(row[status], status) for status in EQUIPMENT_STATUSES if row.get(status)}
        except Fault as fault:
            reading.issue("row_invalid", fault.words, fault.remedy, f"line {line}")
            continue
        node = reading.node(heading)
        if node is not None:
            read[day].append((heading, owner, node, by_status, row.get("date_recorded", "")))
    found: list[Observation] = []
    totals: dict[tuple[Side, str, str], dict[Moment, int]] = defaultdict(dict)
    told: dict[tuple[Side, str, str, str], dict[Moment, int]] = defaultdict(dict)
    for day in sorted(read, key=lambda each: each.sort_key):
        for heading, owner, node, by_status, recorded in read[day]:
            if any(_renamed(heading, recorded, node, each) for each in read[day]):
                continue
            for status, count in by_status.items():
                key = (owner, node.cls, status)
                totals[key][day] = totals[key].get(day, 0) + count
                told[owner, node.cls, heading, status][day] = count
    for (owner, cls, status), by_day in sorted(totals.items()):
        found += _counted(reading, owner, cls, status, by_day)
    for (owner, cls, heading, status), by_day in sorted(told.items()):
        found += lowered(reading, owner, cls, heading, status, by_day)
    return found


def _renamed(
    heading: str, recorded: str, node: EquipmentNode, other: tuple[str, Side, EquipmentNode, Any, str]
) -> bool:
    longer = other[0].casefold()
    begins = longer != heading.casefold() and longer.startswith(heading.casefold())
    again = longer == heading.casefold()
    return node.cls == other[2].cls and recorded < other[4] and (begins or again)


def _counted(
    reading: Reading, owner: Side, cls: str, status: str, by_day: Mapping[Moment, int]
) -> Iterator[CountObservation]:
    previous: int | None = None
    for day in sorted(by_day, key=lambda each: each.sort_key):
        total = by_day[day]
        key = reading.id("count", reading.source, owner, cls, status, str(day), SNAPSHOT)
        more = None if previous is None else total - previous
        yield CountObservation(key, reading.source, owner, cls, status, day, total, more, SNAPSHOT, 1, (reading.item,))
        previous = total


def lowered(
    reading: Reading, owner: Side, cls: str, heading: str, status: str, by_day: Mapping[Moment, int]
) -> Iterator[RevisionObservation]:
    """A revision for each day on which a cumulative tally is below that of the day before it."""
    days = sorted(by_day, key=lambda each: each.sort_key)
    for before, now in pairwise(days):
        if by_day[now] < by_day[before]:
            yield RevisionObservation(
                reading.id("revision", reading.source, owner, heading, status, str(before), str(now)),
                reading.source,
                owner,
                cls,
                heading,
                status,
                now,
                before,
                now,
                by_day[before],
                by_day[now],
                True,
                "",
                (reading.item,),
            )


def revisions(
    older: Iterable[Observation], newer: Iterable[Observation], was_at: Moment, now_at: Moment
) -> list[RevisionObservation]:
    """What a later version of a list says otherwise of days that the earlier one told of, by owner, class, status and day.

    was_at, now_at: when the versions were taken. A day on which the later version counts nothing keeps its total of the day before. Totals
    are cumulative, so one change shows on all later days: told is the first day of each difference.
    """
    before, after = _by_key(older), _by_key(newer)
    found = []
    for key in sorted(before.keys()):
        now = after.get(key, [])
        apart = 0
        for count in before[key]:
            total = _upto(now, count.day)
            apart, last = total - count.total, apart
            if apart not in (0, last):
                source, owner, cls, status, _ = key
                found.append(
                    RevisionObservation(
                        observation_id("revision", *key, str(count.day), str(was_at), str(now_at)),
                        source,
                        owner,
                        cls,
                        cls,
                        status,
                        count.day,
                        was_at,
                        now_at,
                        count.total,
                        total,
                        total < count.total,
                        "",
                        tuple(sorted({*count.items, *(item for each in now for item in each.items)})),
                    )
                )
    return found


_Key = tuple[str, Side, str, str, str]


def _by_key(observations: Iterable[Observation]) -> dict[_Key, list[CountObservation]]:
    found: dict[_Key, list[CountObservation]] = defaultdict(list)
    for each in observations:
        if isinstance(each, CountObservation):
            found[each.source, each.owner, each.cls, each.status, each.date_basis].append(each)
    return {key: sorted(counts, key=lambda count: count.day.sort_key) for key, counts in found.items()}


def _upto(counts: Sequence[CountObservation], day: Moment) -> int:
    return next((count.total for count in reversed(counts) if count.day.sort_key <= day.sort_key), 0)
