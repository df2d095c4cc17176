"""Lists of losses, tallies, settlement statuses and measured areas: rows to observations, row by row.

`list_observations` takes what `tables.read_table` gave. Rows are kept as they are: a row is not a vehicle, and nothing is
deduplicated. A row that cannot be read becomes the issue row_invalid with its line, and the rest goes on.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import tzinfo
from typing import Any

from zvirka.ground import Ground
from zvirka.model.case import ListRule
from zvirka.model.issues import Issue, IssueCode
from zvirka.model.observations import (
    SETTLEMENT_STATUSES,
    AreaObservation,
    CountObservation,
    LossObservation,
    Observation,
    RevisionObservation,
    StatusObservation,
)
from zvirka.model.sources import UNKNOWN, Side
from zvirka.model.times import Moment
from zvirka.observe.rows import Fault, Reading, Row, area_km2, is_number, position, whole
from zvirka.observe.tallies import lowered, running_tallies

LOST = "lost"
"""Status of official tallies: they do not tell destroyed from captured."""
NO_CLASS = "unknown"
"""Class of a row whose equipment the theatre pack does not know."""
_NUMBERED = re.compile(r"\s*(\d+)\s+(?=\S)")


def list_observations(
    rule: ListRule, table: Mapping[str, Any], *, item: str, ground: Ground, zone: tzinfo
) -> tuple[list[Observation], list[Issue]]:
    """The observations of one `[[lists]]` table in the order of its rows (tallies after them, by class, status and day), and issues.

    table: what `tables.read_table` gave for this kind. item: id of the file's item. zone: of civil days.
    """
    ready: Mapping[str, Any] = next(
        (entry for entry in ground.theatre.get("lists", ()) if entry["id"] == rule.kind), {}
    )
    reading = Reading(rule, item, ground, zone, ready)
    for line, words in table["bad"]:
        reading.issue(
            "row_invalid", words, "Quote values that hold the delimiter, and write every field.", f"line {line}"
        )
    if rule.kind == "official_counts":
        found: list[Observation] = list(_official_counts(reading, table))
    elif rule.kind == "list_tallies":
        found = running_tallies(reading, table)
    else:
        found = [one for line, row in table["rows"] for one in _guarded(reading, _READERS[rule.kind], line, row)]
        found += _tallies(reading, [one for one in found if isinstance(one, LossObservation)])
    _note_unknown(reading)
    return found, reading.issues


def _guarded(
    reading: Reading, read: Callable[[Reading, int, Row], Observation], line: int, row: Row
) -> Iterator[Observation]:
    try:
        yield read(reading, line, row)
    except Fault as fault:
        reading.issue("row_invalid", fault.words, fault.remedy, f"line {line}")


def _note_unknown(reading: Reading) -> None:
    _note(reading, "partly_read", "equipment", reading.unknown_equipment)
    _note(reading, "place_ambiguous", "places", reading.unknown_places)


def _note(reading: Reading, code: IssueCode, section: str, words: Counter[str]) -> None:
    """One issue for all rows whose words a section of the theatre pack lacks, with the five commonest."""
    if words:
        shown = ", ".join(word or "–" for word, _ in sorted(words.items(), key=lambda entry: (-entry[1], entry[0]))[:5])
        message = (
            f"{words.total()} rows name {section} the theatre pack does not know, most often {shown}; kept as written"
        )
        reading.issue(code, message, f"Add them to [[{section}]] of the theatre pack.", count=words.total())


def _oryx_row(reading: Reading, line: int, row: Row) -> LossObservation:
    numbered = _NUMBERED.match(row["system"])
    day = reading.moment(row["date_recorded"], "date_recorded")
    return _loss(
        reading,
        line,
        row,
        owner=row["country"],
        model=row["system"],
        cls=row.get("equipment_type") or None,
        day=day,
        basis="recorded",
        evidence=row.get("url"),
        number=numbered[1] if numbered else None,
    )


def _warspotting_row(reading: Reading, line: int, row: Row) -> LossObservation:
    lat, _, lon = row.get("geolocation", "").partition(",")
    day = reading.moment(row["date"], "date")
    return _loss(
        reading,
        line,
        row,
        owner=row["lost_by"],
        model=row["model"],
        cls=row["type"],
        day=day,
        basis="loss",
        evidence=row.get("oryx_url"),
        number=row["id"],
        place=row["nearest_location"],
        at=(lon, lat),
    )


def _sightings_row(reading: Reading, line: int, row: Row) -> LossObservation:
    day = reading.moment(row["date"], "date")
    return _loss(
        reading,
        line,
        row,
        source=row.get("source"),
        owner=row.get("owner"),
        model=row["model"],
        cls=row["class"],
        day=day,
        basis="seen",
        evidence=row.get("address"),
        number=None,
        place=row["place"],
        at=(row.get("lon", ""), row.get("lat", "")),
    )


def _loss(
    reading: Reading,
    line: int,
    row: Row,
    *,
    owner: str | None,
    model: str,
    cls: str | None,
    day: Moment,
    basis: str,
    evidence: str | None,
    number: str | None,
    source: str | None = None,
    place: str = "",
    at: tuple[str, str] = ("", ""),
) -> LossObservation:
    side = reading.owner_of(owner)
    lon, lat = position(*at)
    count = whole(row.get("count") or "1", "count")
    node = reading.node(model, cls)
    return LossObservation(
        id=reading.id("loss", sorted(row.items())),
        source=source or reading.source,
        owner=side,
        cls=node.cls if node else NO_CLASS,
        model=node.id if node and not node.is_class else None,
        model_as_written=model or (cls or ""),
        status=reading.status(row["status"]),
        count=count,
        day=day,
        date_basis=basis,
        place=reading.place(place, lon, lat),
        place_as_written=place or None,
        lon=lon,
        lat=lat,
        evidence=evidence or None,
        row=line,
        number=number or None,
        items=(reading.item,),
    )


def _settlement_row(reading: Reading, line: int, row: Row) -> StatusObservation:
    status = row["status"].casefold()
    if status not in SETTLEMENT_STATUSES:
        raise Fault(f"{row['status']!r} is no status", f"Write one of {', '.join(SETTLEMENT_STATUSES)}.")
    if not row["source"]:
        raise Fault("the source is missing", "Write whose opinion it is.")
    lon, lat = position(row.get("lon", ""), row.get("lat", ""))
    place = row.get("place_id") or reading.place(row["place"], lon, lat) or ""
    as_of = reading.moment(row["as_of"], "as_of")
    return StatusObservation(
        id=reading.id("status", row["source"], place or row["place"], str(as_of), status),
        source=row["source"],
        place=place,
        place_as_written=row["place"],
        lon=lon,
        lat=lat,
        status=status,
        holder=reading.side(row.get("holder") or UNKNOWN),
        as_of=as_of,
        address=row.get("address") or None,
        row=line,
        items=(reading.item,),
    )


def _area_row(reading: Reading, _line: int, row: Row) -> AreaObservation:
    for name in ("source", "place"):
        if not row[name]:
            raise Fault(f"the {name} is missing", "Fill it in.")
    as_of = reading.moment(row["as_of"], "as_of")
    since = reading.moment(row["since"], "since") if row["since"] else None
    held, unknown, low, high = (
        area_km2(row, name) for name in ("held_km2", "unknown_km2", "regained_low_km2", "regained_high_km2")
    )
    if low is not None and high is not None and low > high:
        raise Fault(f"regained_low_km2 {low:g} is above regained_high_km2 {high:g}", "Swap or mend them.")
    if reading.ground.gazetteer.get(row["place"]) is None:
        reading.unknown_places[row["place"]] += 1
    words = row.get("method", "")
    return AreaObservation(
        id=reading.id(
            "area",
            row["source"],
            row["place"],
            row["boundary"],
            str(as_of),
            since and str(since),
            row.get("address", ""),
        ),
        source=row["source"],
        holder=reading.owner_of(row.get("holder")),
        place=row["place"],
        boundary=row["boundary"],
        as_of=as_of,
        since=since,
        held_km2=held,
        unknown_km2=unknown,
        regained_low_km2=low,
        regained_high_km2=high,
        lost_km2=area_km2(row, "lost_km2"),
        method=f"as cited: {words}" if words else "as cited",
        items=(reading.item,),
        address=row.get("address") or None,
    )


_READERS: dict[str, Callable[[Reading, int, Row], Observation]] = {
    "oryx_events": _oryx_row,
    "warspotting": _warspotting_row,
    "sightings": _sightings_row,
    "settlement_statuses": _settlement_row,
    "measured_areas": _area_row,
}


def _official_counts(reading: Reading, table: Mapping[str, Any]) -> Iterator[CountObservation | RevisionObservation]:
    """Cumulative tallies by day of publication. Columns of one class are added up; a column of figures of no known class is told about."""
    owner = reading.side(reading.owner or UNKNOWN)
    classes = _count_columns(reading, table)
    totals: dict[str, dict[Moment, int]] = defaultdict(dict)
    seen: set[Moment] = set()
    for line, row in table["rows"]:
        try:
            day = reading.moment(row["date"], "date")
            if day in seen:
                raise Fault(f"{day} is there twice; the later line was not used", "Keep one line a day.")
        except Fault as fault:
            reading.issue("row_invalid", fault.words, fault.remedy, f"line {line}")
            continue
        seen.add(day)
        for cls, count in _counted(reading, line, row, classes):
            totals[cls][day] = totals[cls].get(day, 0) + count
    for cls in sorted(totals):
        previous: int | None = None
        for day in sorted(totals[cls], key=lambda each: each.sort_key):
            total = totals[cls][day]
            increment = None if previous is None else total - previous
            yield _count(reading, reading.source, owner, cls, LOST, day, total, increment, "published", 1)
            previous = total
        yield from lowered(reading, owner, cls, cls, LOST, totals[cls])


def _counted(reading: Reading, line: int, row: Row, classes: Mapping[str, str]) -> list[tuple[str, int]]:
    """Class and count of each cell; a class of which a cell is no count is left out, and the others stay."""
    found: list[tuple[str, int]] = []
    broken: set[str] = set()
    for column, cls in classes.items():
        try:
            found += [(cls, whole(row[column], column))] if row[column] else []
        except Fault as fault:
            broken.add(cls)
            reading.issue("row_invalid", fault.words, fault.remedy, f"line {line}")
    return [each for each in found if each[0] not in broken]


def _count_columns(reading: Reading, table: Mapping[str, Any]) -> dict[str, str]:
    """Column -> class id of the columns that count something."""
    ignored = {"date", *(name.casefold() for name in reading.ready.get("ignored", ()))}
    found: dict[str, str] = {}
    for column in table["columns"]:
        if not column or column in ignored:
            continue
        named = reading.ready.get("classes", {}).get(column)
        node = None if named else reading.ground.equipment.from_list(column)
        if named or node:
            found[column] = named or (node.cls if node else NO_CLASS)
        elif any(is_number(row[column]) for _, row in table["rows"]):
            reading.issue(
                "partly_read",
                f"the column {column!r} is no class of equipment the theatre pack knows; it was not used",
                "Add it to [lists.classes] or to ignored of official_counts in the theatre pack.",
                f"column {column}",
            )
    return found


def _tallies(reading: Reading, rows: list[LossObservation]) -> Iterator[CountObservation]:
    """Rows added up by owner, class, status and day."""
    by_key: dict[tuple[str, Side, str, str, str], Counter[Moment]] = defaultdict(Counter)
    behind: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        if row.day is not None:
            key = (row.source, row.owner, row.cls, row.status, row.date_basis)
            day = Moment(row.day.day)
            by_key[key][day] += row.count
            behind[*key, day] += 1
    for key in sorted(by_key):
        source, owner, cls, status, basis = key
        total = lines = 0
        for day in sorted(by_key[key], key=lambda each: each.sort_key):
            increment = by_key[key][day] if total else None
            total += by_key[key][day]
            lines += behind[*key, day]
            yield _count(reading, source, owner, cls, status, day, total, increment, basis, lines)


def _count(
    reading: Reading,
    source: str,
    owner: Side,
    cls: str,
    status: str,
    day: Moment,
    total: int,
    increment: int | None,
    basis: str,
    rows: int,
) -> CountObservation:
    key = reading.id("count", source, owner, cls, status, str(day), basis)
    return CountObservation(key, source, owner, cls, status, day, total, increment, basis, rows, (reading.item,))
