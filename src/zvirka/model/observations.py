"""Observations: what evidence shows by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.canonical import digest
from zvirka.model.sources import Side
from zvirka.model.times import Moment

EQUIPMENT_STATUSES = ("destroyed", "damaged", "abandoned", "captured")
"""States of equipment that claims and lists share."""
SETTLEMENT_STATUSES = ("held", "liberated", "contested", "unknown")
"""States of a settlement in a list of statuses."""


@dataclass(frozen=True, slots=True)
class AreaObservation:
    """One map source at one moment against one place's boundary, in km² (geodesic, WGS84).

    held_km2: ground shown as held by `holder`. unknown_km2: ground shown as unknown or contested.
    regained_low_km2: of what was held at `since`, ground now neither held nor unknown; regained_high_km2: now not held.
    lost_km2: ground now held that was neither held nor unknown at `since`. Regained and lost
    are None where there is no baseline.
    boundary: id of the border used ("Natural Earth 10m, sha256 prefix"): it changes an area by up to 3.4 %.
    method: how it was got ("overlay" with projection, "as cited", "cells of settlements"). items: ids of the items it stands on,
    sorted. address: cited address or None.
    previous: the moment of the source's map before, None for its first and for cited figures. gained_km2, given_up_km2: since that map,
    of ground held and not unknown, so that gained - given_up is the difference of held_km2. redrawn: whether any outline differs from
    that map's; one that is the same vertex for vertex was not drawn again, which is no sign that nothing happened.
    aside: why it stands beside the figures and bears on no finding: "" (it does), "boundary" (another border of the place), "cells".
    """

    id: str
    source: str
    holder: Side
    place: str
    boundary: str
    as_of: Moment
    since: Moment | None
    held_km2: float | None
    unknown_km2: float | None
    regained_low_km2: float | None
    regained_high_km2: float | None
    lost_km2: float | None
    method: str
    items: tuple[str, ...]
    address: str | None = None
    previous: Moment | None = None
    gained_km2: float | None = None
    given_up_km2: float | None = None
    redrawn: bool | None = None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class DisagreementObservation:
    """Two map sources of one holder compared on one day, in km² of ground each shows as held and not unknown.

    first, second: sources, in alphabetical order; first_at, second_at: the moments of their maps. both_km2: held on both;
    only_first_km2, only_second_km2: held on one alone. Place and boundary as in `AreaObservation`. items: of both maps, sorted.
    """

    id: str
    first: str
    second: str
    holder: Side
    place: str
    boundary: str
    day: Moment
    first_at: Moment
    second_at: Moment
    both_km2: float
    only_first_km2: float
    only_second_km2: float
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountObservation:
    """A tally by day: official counts, or the rows of a list added up by day.

    cls: equipment class id or "personnel"; a row counts for its own class only, not for those above it.
    status: as the list says ("lost" where it does not tell apart).
    total: cumulative count up to and including `day`. increment: added since the list's previous day, None on its first day.
    date_basis: what `day` is: "published", "recorded", "loss", "seen". rows: how many rows stand behind it (row is not vehicle).
    """

    id: str
    source: str
    owner: Side
    cls: str
    status: str
    day: Moment
    total: int
    increment: int | None
    date_basis: str
    rows: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossObservation:
    """One row of a list of lost or sighted equipment. A row is not a vehicle.

    cls: equipment class id, "unknown" where the theatre pack does not know the row's words. status: of `EQUIPMENT_STATUSES`, several
    joined by ", " in the list's order ("abandoned, captured"), else the list's own word. date_basis: what `day` is: "recorded" (the
    list first had it), "loss", "seen". count: items the row stands for. row: 1-based line number in the file. number: the list's own
    id of the row, or None. model: node id where known.
    model_as_written, place_as_written: the list's words. lon, lat: WGS84 degrees or None. evidence: cited address.
    """

    id: str
    source: str
    owner: Side
    cls: str
    model: str | None
    model_as_written: str
    status: str
    count: int
    day: Moment | None
    date_basis: str
    place: str | None
    place_as_written: str | None
    lon: float | None
    lat: float | None
    evidence: str | None
    row: int
    number: str | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusObservation:
    """One source's opinion on who holds one settlement as of a day. status: of `SETTLEMENT_STATUSES`.

    place: gazetteer id, "" where the name is not in it. holder: a side's id, or unknown.
    """

    id: str
    source: str
    place: str
    place_as_written: str
    lon: float | None
    lat: float | None
    status: str
    holder: Side
    as_of: Moment
    address: str | None
    row: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisionObservation:
    """A tally of a list that differs from what an earlier version of it, or an earlier day of a cumulative one, had said.

    day: the day the tally is of. before_at, after_at: the versions or days compared; before, after: the tallies in them. lowered: whether
    it went down, which a cumulative list does only where something was taken out of it. note: what the list itself says of it, "" where
    it says nothing ("silently"). Other fields as in `CountObservation`.
    """

    id: str
    source: str
    owner: Side
    cls: str
    cls_as_written: str
    status: str
    day: Moment
    before_at: Moment
    after_at: Moment
    before: int
    after: int
    lowered: bool
    note: str
    items: tuple[str, ...]


PictureOutcome = Literal["read", "in_part", "refused", "failed"]
"""How looking at a picture or video ended. refused: opening it would harm, or it is none. failed: it cannot be decoded."""


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A line of text that a program read off a frame: a lead to look at, never a quotation.

    at_s: the frame's time, None for a still picture. confidence: the program's own, 0 to 100.
    """

    at_s: float | None
    text: str
    confidence: int


@dataclass(frozen=True, slots=True)
class PictureObservation:
    """One picture or video file as it was looked at. What its copies and scenes are is said by links between such observations.

    format: what it is by its bytes ("jpeg", "mov"), "" where it is nothing known. reason: why it was not read in whole, one clause, or "".
    width, height: pixels, as the file has them. seconds: length of a video or animation. at_s: times of its frames that were kept, none for
    a still picture. pdq: their PDQ hashes (256 bits, hex), in the same order. says: what the file says of itself (date, place, device): a
    claim by the file. object: SHA-256 of its bytes. on_screen: text on it as a program read it; on_screen_by: which program, "" where
    none was asked.
    """

    id: str
    path: str
    object: str
    format: str
    outcome: PictureOutcome
    reason: str
    width: int
    height: int
    seconds: float | None
    at_s: tuple[float, ...]
    pdq: tuple[str, ...]
    says: str
    items: tuple[str, ...]
    on_screen_by: str = ""
    on_screen: tuple[OnScreen, ...] = ()


Observation = (
    AreaObservation
    | CountObservation
    | LossObservation
    | StatusObservation
    | DisagreementObservation
    | RevisionObservation
    | PictureObservation
)


def observation_id(kind: str, *key: object) -> str:
    """The id of an observation: digest of its kind and canonical key (source, place, times, row …), never of its values' float noise."""
    return digest("observation", kind, *key)
