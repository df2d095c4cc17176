"""What is too fresh to be told: positions of forces, media, harm to civilians, counted from the time they are true of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from zvirka.ground.ground import Ground
from zvirka.model.case import CIVILIAN_FLOOR_H, MILITARY_FLOOR_H, PublishRule
from zvirka.model.claims import Claim
from zvirka.model.findings import Question
from zvirka.model.items import Text
from zvirka.model.observations import (
    AreaObservation,
    DisagreementObservation,
    LossObservation,
    Observation,
    PictureObservation,
    StatusObservation,
)
from zvirka.model.times import Moment, TimeSlot

MEDIA_TYPES = frozenset({"media_posted", "sighting"})
"""Statements that show where a camera stood: held back wherever it was, as positions of forces are."""
MILITARY_TYPES = MEDIA_TYPES | frozenset(
    {
        *("control", "advance", "withdrawal", "border_crossing", "raid", "strike", "clash", "territory_regained"),
        *("territory_lost", "equipment_loss", "casualties", "prisoners", "order", "communication"),
    }
)
"""Statements that tell where forces stand or fight, where they name a place finer than `COARSE`."""
CIVILIAN_TYPES = frozenset({"civilian_harm", "conduct"})
COARSE = frozenset({"country", "adm1", "region"})
"""Kinds of places (hundred kilometres and more across) that are no position."""

Age = Literal["old", "fresh", "unknown", "no_position"]


@dataclass(frozen=True, slots=True)
class Embargo:
    """The rule of a case at one time. at: when the edition is made (aware). zone: the case's, for the ends of civil days."""

    at: datetime
    zone: ZoneInfo
    rule: PublishRule
    ground: Ground

    def claim(self, claim: Claim, text: Text | None) -> Age:
        """Whether a claim tells a position, and whether that is old enough."""
        hours = self._hours(claim)
        if hours is None:
            return "no_position"
        return self._age(_latest(claim, text.published if text else None), hours)

    def row(self, seen: Observation) -> Age:
        """The same of what evidence shows. Tallies, and areas of a wide place, are sums and no positions."""
        if isinstance(seen, (AreaObservation, DisagreementObservation)):
            placed = self._is_fine(seen.place)
        elif isinstance(seen, LossObservation):
            unknown_place = bool(seen.place_as_written) and not seen.place
            placed = (
                seen.lon is not None or self._is_fine(seen.place or "") or unknown_place or seen.date_basis == "seen"
            )
        else:
            placed = isinstance(seen, (StatusObservation, PictureObservation))
        return self._age(_day_of(seen), self._military) if placed else "no_position"

    def is_position(self, question: Question) -> bool:
        """Whether the answer to a question is itself a position."""
        measure = question.measure.partition(":")[0]
        return measure in MILITARY_TYPES | CIVILIAN_TYPES and self._is_fine(question.place)

    def free_at(self, seen: Claim | Observation, text: Text | None = None) -> datetime | None:
        """When a fresh claim or row may go out; None where its time is not known."""
        if isinstance(seen, Claim):
            end, hours = _latest(seen, text.published if text else None), self._hours(seen) or self._military
        else:
            end, hours = _day_of(seen), self._military
        return None if end is None else self._end(end) + timedelta(hours=hours)

    @property
    def _military(self) -> int:
        return max(MILITARY_FLOOR_H, self.rule.embargo_hours)

    @property
    def _civilian(self) -> int:
        return max(CIVILIAN_FLOOR_H, self.rule.civilian_embargo_hours)

    def _hours(self, claim: Claim) -> int | None:
        """How many hours a claim is held back, None where it is no position."""
        kinds = [place.kind for place in claim.places]
        if claim.type in MEDIA_TYPES:
            return self._military
        if claim.type not in MILITARY_TYPES | CIVILIAN_TYPES:
            return None
        if kinds and all(kind in COARSE for kind in kinds):
            return None
        if not kinds and claim.quantity is not None:
            return None  # a sum of no stated place
        return self._military if claim.type in MILITARY_TYPES else self._civilian

    def _is_fine(self, place: str) -> bool:
        known = self.ground.gazetteer.get(place) if place else None
        return bool(place) and (known is None or known.kind not in COARSE)

    def _age(self, end: Moment | None, hours: int) -> Age:
        if end is None:
            return "unknown"
        return "fresh" if self.at < self._end(end) + timedelta(hours=hours) else "old"

    def _end(self, moment: Moment) -> datetime:
        """The instant, or the end of a civil day of which the time of day is not known."""
        if moment.instant is not None:
            return moment.instant
        return datetime.combine(moment.day + timedelta(days=1), time(), self.zone).astimezone(UTC)


def _latest(claim: Claim, published: Moment | None) -> Moment | None:
    """The last moment a claim may be true of: the end of its event or as-of; where that is open or not told, when it was said or
    published, whichever is later. Media count from when they were posted."""
    times = claim.times
    state = [slot for slot in (times.event, times.as_of) if slot is not None]
    days = [_end_of(slot) for slot in state]
    known = [each for each in days if each is not None]
    if known and len(known) == len(days) and claim.type not in MEDIA_TYPES:
        return Moment(max(known))
    said = _end_of(times.said)
    ends = [*known, *([said] if said else [])]
    if published is not None and all(day <= published.day for day in ends):
        return published
    return Moment(max(ends)) if ends else None


def _day_of(seen: Observation) -> Moment | None:
    """The moment evidence holds for; a picture has none of its own."""
    if isinstance(seen, PictureObservation):
        return None
    return seen.as_of if isinstance(seen, (AreaObservation, StatusObservation)) else seen.day


def _end_of(slot: TimeSlot | None) -> date | None:
    return slot.latest if slot is not None else None
