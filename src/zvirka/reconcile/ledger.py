"""The ledger of equipment: which rows are one vehicle, how many vehicles lists hold, and claims beside what pictures show.

Rules, each by the name that stands as reason:
- `row_repeated`: one list, one number of its own, nothing else differs: same.
- `one_link_one_model`: two lists, one address, and on either side just one row of a model that may be the other's: same.
- `one_list_counts_both`: one list has two rows in one state under one address: it counts two, different.
- `states_may_follow`: one list, one model, one address, different states: one vehicle in two states, or two vehicles: undecided.
- `other_model`, `other_owner`: one picture, several vehicles: different.
- `several_of_the_model`: two lists, one address, more than one row that may be meant: undecided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from zvirka.ground import Ground
from zvirka.model.canonical import digest
from zvirka.model.ledger import (
    Comparison,
    Ledger,
    ListContents,
    Pair,
    Picture,
    State,
    Vehicle,
    VehicleTally,
    Verdict,
)
from zvirka.model.observations import CountObservation, LossObservation, Observation
from zvirka.model.times import Moment
from zvirka.reconcile.losses import may_be_one_model, same_address

MOST_ROWS_A_PICTURE = 200
"""An address that more rows cite is no picture (a list's own front page); its rows are not compared in pairs."""
_CLAIMED = "published"
_ANY_LACK = ("place", "position", "evidence", "model", "day_of_loss")
Rows = Sequence[LossObservation]


def ledger_of(observations: Iterable[Observation], ground: Ground) -> Ledger:
    """The ledger of a case's rows and tallies. Order of the input is irrelevant."""
    rows: list[LossObservation] = []
    counts: list[CountObservation] = []
    for seen in observations:
        if isinstance(seen, LossObservation):
            rows.append(seen)
        elif isinstance(seen, CountObservation):
            counts.append(seen)
    rows.sort(key=lambda row: (row.source, row.row, row.id))
    by_address: dict[str, list[LossObservation]] = defaultdict(list)
    for row in rows:
        if row.evidence:
            by_address[same_address(row.evidence)].append(row)
    pictures: list[Picture] = []
    vehicles: list[Vehicle] = []
    for address, cited in sorted(by_address.items()):
        if 1 < len(cited) <= MOST_ROWS_A_PICTURE:
            pairs = tuple(sorted(_pairs(cited, ground), key=lambda pair: (pair.left, pair.right)))
            low, high = _in_picture(cited, ground)
            pictures.append(Picture(address, tuple(sorted(row.id for row in cited)), low, high, pairs))
            vehicles += _vehicles(address, cited, pairs, ground)
    return Ledger(
        tuple(_contents(rows, counts, ground)),
        tuple(_tallies(rows)),
        tuple(pictures),
        tuple(sorted(vehicles, key=lambda vehicle: vehicle.id)),
        tuple(_comparisons(counts)),
    )


def _pairs(cited: Rows, ground: Ground) -> Iterator[Pair]:
    for one, other in combinations(sorted(cited, key=lambda row: row.id), 2):
        verdict, reason = _verdict(one, other, cited, ground)
        yield Pair(one.id, other.id, verdict, (reason,))


def _verdict(one: LossObservation, other: LossObservation, cited: Rows, ground: Ground) -> tuple[Verdict, str]:
    if one.owner != other.owner:
        return "different", "other_owner"
    if not _alike(one, other, ground):
        return "different", "other_model"
    if one.source == other.source:
        if one.number and one.number == other.number and _told(one) == _told(other) and one.date_basis == "loss":
            return "same", "row_repeated"
        states = set(one.status.split(", ")) & set(other.status.split(", "))
        return ("different", "one_list_counts_both") if states else ("undecided", "states_may_follow")
    for row, source in ((one, other.source), (other, one.source)):
        like = [
            each for each in cited if each.source == source and each.owner == row.owner and _alike(each, row, ground)
        ]
        if len(like) != 1 or like[0].count != 1 or row.count != 1:
            return "undecided", "several_of_the_model"
    return "same", "one_link_one_model"


def _told(row: LossObservation) -> tuple[object, ...]:
    """What a row says, without where it stands."""
    return (row.owner, row.cls, row.model, row.model_as_written, row.status, row.count, row.day, row.place_as_written)


def _alike(one: LossObservation, other: LossObservation, ground: Ground) -> bool:
    """Whether two rows may be of one vehicle by what they are: models that may be one; without a model one class above the other."""
    if one.model and other.model:
        return may_be_one_model(one.model, other.model, ground)
    if one.cls == other.cls == "unknown":
        return one.model_as_written.casefold() == other.model_as_written.casefold()
    is_a = ground.equipment.is_a
    return is_a(one.model or one.cls, other.cls) or is_a(other.model or other.cls, one.cls)


def vehicles_of(rows: Rows) -> tuple[int, int]:
    """(low, high) of the vehicles that rows of one list are: rows of one owner, model and address in different states may be one vehicle,
    in one state they are several, unless one is the other repeated (`row_repeated`)."""
    states: dict[tuple[str, ...], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        if row.number and row.date_basis == "loss":
            told = (row.source, row.number, same_address(row.evidence or ""), *_told(row))
            if told in seen:
                continue
            seen.add(told)
        key = (row.owner, row.model or row.model_as_written, same_address(row.evidence)) if row.evidence else (row.id,)
        states[key][row.status] += row.count
    return sum(max(each.values()) for each in states.values()), sum(sum(each.values()) for each in states.values())


def _in_picture(cited: Rows, ground: Ground) -> tuple[int, int]:
    """(low, high) of the vehicles a picture shows by all lists: at least what one list says; at most, of each model, what the list that has
    most of it says, rows of models that cannot be one added up."""
    by_source: dict[str, list[LossObservation]] = defaultdict(list)
    for row in cited:
        by_source[row.source].append(row)
    kinds: list[list[LossObservation]] = []
    for row in cited:
        kind = next((kind for kind in kinds if kind[0].owner == row.owner and _alike(kind[0], row, ground)), None)
        if kind is None:
            kinds.append([row])
        else:
            kind.append(row)
    high = 0
    for kind in kinds:
        sources = {row.source for row in kind}
        high += max(vehicles_of([row for row in kind if row.source == source])[1] for source in sources)
    return max(vehicles_of(rows)[0] for rows in by_source.values()), high


def _vehicles(address: str, cited: Rows, pairs: Iterable[Pair], ground: Ground) -> Iterator[Vehicle]:
    """Rows that are of one vehicle by chains of "same", unless two of them are different."""
    by_id = {row.id: row for row in cited}
    group = {row.id: {row.id} for row in cited}
    for pair in pairs:
        if pair.verdict == "same" and group[pair.left] is not group[pair.right]:
            joined = group[pair.left] | group[pair.right]
            for id in joined:
                group[id] = joined
    different = {(pair.left, pair.right) for pair in pairs if pair.verdict == "different"}
    for ids in sorted({tuple(sorted(each)) for each in group.values() if len(each) > 1}):
        if not any(both in different for both in combinations(ids, 2)):
            yield _vehicle(address, [by_id[id] for id in ids], ground)


def _vehicle(address: str, rows: Rows, ground: Ground) -> Vehicle:
    models = [row.model for row in rows if row.model]
    narrow = max(
        models, key=lambda one: (sum(ground.equipment.is_a(one, other) for other in models), one), default=None
    )
    placed = sorted(rows, key=lambda row: (row.lon is None, row.place is None, row.source, row.row))[0]
    states = [State(row.status, row.day, row.date_basis, row.source, row.id) for row in rows]
    states.sort(key=lambda state: (state.day.day if state.day else date.max, state.source, state.row))
    return Vehicle(
        digest("vehicle", [row.id for row in rows]),
        rows[0].owner,
        next((row.cls for row in rows if row.model == narrow), rows[0].cls),
        narrow,
        tuple(row.id for row in rows),
        tuple(states),
        placed.place,
        placed.place_as_written,
        placed.lon,
        placed.lat,
        address,
    )


def _tallies(rows: Rows) -> Iterator[VehicleTally]:
    by_key: dict[tuple[str, str, str], list[LossObservation]] = defaultdict(list)
    for row in rows:
        by_key[row.source, row.owner, row.cls].append(row)
    for (source, owner, cls), found in sorted(by_key.items()):
        low, high = vehicles_of(found)
        pictures = {same_address(row.evidence) for row in found if row.evidence}
        yield VehicleTally(source, owner, cls, len(found), low, high, len(pictures))


def _contents(rows: Rows, counts: Iterable[CountObservation], ground: Ground) -> Iterator[ListContents]:
    classes: dict[str, set[str]] = defaultdict(set)
    days: dict[str, list[Moment]] = defaultdict(list)
    published: set[str] = set()
    for count in counts:
        classes[count.source].add(count.cls)
        days[count.source].append(count.day)
        if count.date_basis in (_CLAIMED, "snapshot"):
            published.add(count.source)
    listed: dict[str, list[LossObservation]] = defaultdict(list)
    for row in rows:
        listed[row.source].append(row)
        classes[row.source].add(row.cls)
    every = {cls for found in classes.values() for cls in found} - {"unknown"}
    for source in sorted(classes):
        found = listed.get(source, [])
        low, high = vehicles_of(found)
        has = {
            "place": any(row.place_as_written for row in found),
            "position": any(row.lon is not None for row in found),
            "evidence": any(row.evidence for row in found),
            "model": any(row.model for row in found),
            "day_of_loss": any(row.date_basis in ("loss", "seen") for row in found),
        }
        span = sorted(days[source], key=lambda day: day.sort_key)
        yield ListContents(
            source,
            len(found),
            low,
            high,
            span[0] if span else None,
            span[-1] if span else None,
            tuple(name for name in _ANY_LACK if not has[name]),
            tuple(sorted(cls for cls in every if not any(_one_above(cls, has, ground) for has in classes[source]))),
        )


def _one_above(cls: str, other: str, ground: Ground) -> bool:
    """Whether one class holds the other: a list that counts armoured vehicles counts carriers in them."""
    return ground.equipment.is_a(cls, other) or ground.equipment.is_a(other, cls)


def _comparisons(counts: Iterable[CountObservation]) -> Iterator[Comparison]:
    """Each claimed tally beside each list of the same owner and class, over the days that both have."""
    claimed: dict[tuple[str, str], dict[str, dict[Moment, int]]] = defaultdict(lambda: defaultdict(dict))
    listed: dict[tuple[str, str], dict[tuple[str, str], list[CountObservation]]] = defaultdict(
        lambda: defaultdict(list)
    )
    spans: dict[tuple[str, str], list[date]] = defaultdict(list)
    for count in sorted(counts, key=lambda count: (count.day.sort_key, count.id)):
        key = (count.owner, count.cls)
        spans[count.source, count.date_basis].append(count.day.day)
        if count.date_basis == _CLAIMED:
            claimed[key][count.source][Moment(count.day.day)] = count.total
        else:
            listed[key][count.source, count.date_basis].append(count)
    for key in sorted(claimed.keys() & listed.keys()):
        for source, totals in sorted(claimed[key].items()):
            for (list_source, basis), entries in sorted(listed[key].items()):
                span = spans[list_source, basis]
                yield from _comparison(key, source, totals, list_source, basis, entries, (min(span), max(span)))


def _comparison(
    key: tuple[str, str],
    source: str,
    totals: Mapping[Moment, int],
    list_source: str,
    basis: str,
    entries: Sequence[CountObservation],
    span: tuple[date, date],
) -> Iterator[Comparison]:
    """span: first and last day on which the list has anything at all."""
    by_status: dict[str, dict[Moment, int]] = defaultdict(dict)
    for entry in entries:
        by_status[entry.status][Moment(entry.day.day)] = entry.total
    known = {day for by_day in by_status.values() for day in by_day}
    days = sorted((day for day in totals if span[0] <= day.day <= span[1]), key=lambda day: day.day)
    if basis == "snapshot":  # a version that was not kept is not known; rows recorded by day are known on every day
        days = [day for day in days if day in known]
    if len(days) < 2:
        return
    shown = {status: [_upto(by_day, day) for day in days] for status, by_day in sorted(by_status.items())}
    sums = [sum(each) for each in zip(*shown.values(), strict=True)]
    yield Comparison(
        key[0],
        key[1],
        source,
        list_source,
        basis,
        days[0],
        days[-1],
        totals[days[0]],
        totals[days[-1]],
        sums[0],
        sums[-1],
        tuple((status, each[0], each[-1]) for status, each in shown.items()),
        tuple((day, totals[day], total) for day, total in zip(days, sums, strict=True)),
    )


def _upto(by_day: Mapping[Moment, int], day: Moment) -> int:
    """The cumulative total by the end of a day."""
    before = [each for each in by_day if each.day <= day.day]
    return by_day[max(before, key=lambda each: each.day)] if before else 0
