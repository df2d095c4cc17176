"""Times: civil days in the case's zone, instants in UTC, never one for the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from zvirka.model.spans import Span

FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2200, 12, 31)
"""Publication and maps outside are no dates but fillers ("0001-01-01" is what .NET writes for none); days near the ends of
the calendar would leave it as soon as something is counted from them."""

TimeBasis = Literal["stated", "publication", "story", "said", "inherited"]
"""How a day was got from words. stated: the words name it ("9 September"). publication: relative words against the
publication date ("on Monday", "48 hours ago"). story: relative to the last date the text tells ("two days later").
said: no words; bounded by when it was said. inherited: taken over from words elsewhere in the text."""


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """A day or span of civil days in the case's time zone, both ends inclusive; None is not known (not: unbounded).

    Holds no time of day and no zone on purpose: "9 September" in a text is a day, not a midnight.
    """

    earliest: date | None
    latest: date | None
    as_written: Span | None
    basis: TimeBasis


@dataclass(frozen=True, slots=True)
class ClaimTimes:
    """The five times of a claim, which never merge (DESIGN section 2).

    event: when it happened. as_of: the state described. since, until: the window of a cumulative count.
    said: when the closest source said it.
    """

    event: TimeSlot | None = None
    as_of: TimeSlot | None = None
    since: TimeSlot | None = None
    until: TimeSlot | None = None
    said: TimeSlot | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was published or a map holds: a civil day, and the UTC instant where it is known.

    day: the civil day in the case's time zone. instant: aware, UTC, whole seconds; None where only the day is known.
    """

    day: date
    instant: datetime | None = None

    def __post_init__(self) -> None:
        if (
            self.instant is not None
            and self.instant.tzinfo is not UTC
            and self.instant.utcoffset() != UTC.utcoffset(None)
        ):
            raise ValueError(f"instant {self.instant!r} is not in UTC")

    def __str__(self) -> str:
        """ISO 8601: "2022-09-12T16:06:55Z" or "2022-09-12"."""
        return self.day.isoformat() if self.instant is None else self.instant.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def sort_key(self) -> tuple[date, int, str]:
        """Order by day; within a day known instants first in their order, then the bare day (which means its end)."""
        return (self.day, 0 if self.instant is not None else 1, str(self))
