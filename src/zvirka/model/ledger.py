"""The ledger of equipment: rows of lists beside each other, with vehicles, pictures, tallies and what no list can hold.

A row is not a vehicle, and a picture is not a row: whether two rows are of one vehicle is same, different or undecided, with reasons, so
that every number of vehicles is a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zvirka.model.sources import Side
from zvirka.model.times import Moment

Verdict = Literal["same", "different", "undecided"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that share a picture. left, right: ids of `LossObservation`s, left first by id. reasons: rules of `reconcile.ledger`."""

    left: str
    right: str
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """One state of a vehicle as one row has it. day: None where the row has none; date_basis: what the day is."""

    status: str
    day: Moment | None
    date_basis: str
    source: str
    row: str


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle that several rows are of. rows: ids, sorted. states: its dated states, in order of time ("abandoned", then "captured").

    model: node id of the narrowest model, or None. place, lon, lat: of the first row that has them. address: the picture that joins them.
    """

    id: str
    owner: Side
    cls: str
    model: str | None
    rows: tuple[str, ...]
    states: tuple[State, ...]
    place: str | None
    place_as_written: str | None
    lon: float | None
    lat: float | None
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One piece of evidence that several rows cite. rows: ids, sorted. vehicles_low, vehicles_high: how many vehicles it shows by them."""

    address: str
    rows: tuple[str, ...]
    vehicles_low: int
    vehicles_high: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class VehicleTally:
    """How many vehicles of an owner and class a list's rows are. rows: lines of the list; pictures: different addresses they cite."""

    source: str
    owner: Side
    cls: str
    rows: int
    vehicles_low: int
    vehicles_high: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Losses of one class as claimed and as a list of pictures has them, between two days that both have, and what each added.

    by_status: (status, total on the first day, on the last) of the list. days: (day, claimed total, list's total) of each day both have.
    A list of what pictures show bounds losses from below, and its days are `date_basis`; claims are by day of publication.
    """

    owner: Side
    cls: str
    claimed_by: str
    listed_by: str
    date_basis: str
    first: Moment
    last: Moment
    claimed_first: int
    claimed_last: int
    listed_first: int
    listed_last: int
    by_status: tuple[tuple[str, int, int], ...]
    days: tuple[tuple[Moment, int, int], ...]


@dataclass(frozen=True, slots=True)
class ListContents:
    """What a list holds and what it cannot: of what its rows lack it says nothing.

    lacks: of place, position, evidence, model, day_of_loss: what no row of it gives. never: classes that other lists of the case
    record and this one does not once, under that name, a wider or a narrower one.
    """

    source: str
    rows: int
    vehicles_low: int
    vehicles_high: int
    first: Moment | None
    last: Moment | None
    lacks: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One time that an object was seen, by a claim or a row of a list (kind, id).

    earliest, latest: civil days, None where not told. basis: what they are: "circulated" (a picture went round: taken by then), "told",
    else as a row's `date_basis`. place, place_as_written: where, as the claim or row has it.
    """

    kind: Literal["claim", "row"]
    id: str
    earliest: date | None
    latest: date | None
    basis: str
    status: str | None
    place: str | None
    place_as_written: str | None


@dataclass(frozen=True, slots=True)
class Resighting:
    """One object seen more than once, at days apart.

    joined_by: rules of `reconcile.resightings`, "one_report" or "decided". sightings: by day. follows: what can be said if they are one
    object: seen_again, by_first_day (the first day says only that it was there by then), one_place, other_place, state_changed. open: what
    does not follow: one_object, still_between, why_there, since_when. candidates: rows of lists that may show it.
    """

    id: str
    owner: Side
    cls: str
    model: str | None
    joined_by: tuple[str, ...]
    sightings: tuple[Sighting, ...]
    follows: tuple[str, ...]
    open: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of it, each part sorted by its own key."""

    lists: tuple[ListContents, ...] = ()
    tallies: tuple[VehicleTally, ...] = ()
    pictures: tuple[Picture, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    resightings: tuple[Resighting, ...] = ()


EMPTY = Ledger()
"""Of a case without lists."""
