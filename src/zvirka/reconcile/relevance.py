"""Relevance: which claims speak of the case's days. A rule that can be read, not a score.

1. The case's days are `since` and `until` of [case]. Where one is not given, it follows from the questions asked: the earliest
   `since` of them; the latest `until` of them or, where one has none, the last day any map or list shows; each with SLACK_DAYS more.
   Without questions asked there is no such window, and every claim is taken.
2. A claim speaks of the days it names (event, as-of, until); where it names none, of the day it was said; then of the day its report was
   published. It is taken where these share a day with the case's, or are not known.
3. A report published on other days than the case's may bear on a question by a day it names; it forms none.
4. What is not taken stays in the case, its exports and its index; it joins no question, and an issue counts it by file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zvirka.model.case import Case
from zvirka.model.claims import Claim
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.observations import AreaObservation, CountObservation, LossObservation, Observation, StatusObservation
from zvirka.model.times import TimeSlot

SLACK_DAYS = 60
"""House rule: figures of an operation are corrected, and told again, for about two months after it."""


@dataclass(frozen=True, slots=True)
class Days:
    """The civil days a case is about, both ends inclusive; None is open."""

    since: date | None = None
    until: date | None = None

    def overlap(self, first: date | None, last: date | None) -> bool:
        """Whether first..last shares a day with these; None is not known, which may be any day."""
        return not ((last and self.since and last < self.since) or (first and self.until and first > self.until))

    def __str__(self) -> str:
        return f"{self.since or '…'} – {self.until or '…'}"


def last_shown(observations: Iterable[Observation]) -> date | None:
    """The last day any map or list shows."""
    return max((day for seen in observations if (day := _shown(seen))), default=None)


def case_days(case: Case, shown: date | None) -> Days:
    """Rule 1. shown: the last day any map or list shows. Open at both ends where nothing tells."""
    asked, slack = case.questions, timedelta(days=SLACK_DAYS)
    since, until = case.since, case.until
    if since is None and asked and all(question.since for question in asked):
        since = min(question.since for question in asked if question.since) - slack
    if until is None and asked:
        ends = [question.until or question.as_of for question in asked]
        known = [day for day in ends if day]
        if len(known) < len(ends):
            known = [*known, shown] if shown and (since is None or shown >= since) else []
        until = max(known) + slack if known else None
    return Days(since, until)


def of_the_days(days: Days, claim: Claim, text: Text | None) -> bool:
    """Rule 2."""
    times = claim.times
    named = [slot for slot in (times.event, times.as_of, times.until) if slot is not None and slot.basis != "said"]
    slots = named or [slot for slot in (times.as_of, times.said) if slot is not None]
    known = [_ends(slot) for slot in slots if slot.earliest or slot.latest]
    if known:
        return any(days.overlap(*ends) for ends in known)
    published = text.published.day if text is not None and text.published else None
    return days.overlap(published, published)


def text_of_the_days(days: Days, text: Text) -> bool:
    """Whether a report may speak of the case's days for itself: published in them, or nobody knows when."""
    published = text.published.day if text.published else None
    return days.overlap(published, published)


def aside(days: Days, claims: Sequence[Claim], texts: Mapping[str, Text]) -> tuple[list[Claim], list[Issue]]:
    """(claims taken, in the order given; one issue a file that holds claims which are not). texts: by report key."""
    taken: list[Claim] = []
    left: Counter[tuple[str, str]] = Counter()
    for claim in claims:
        report = claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"
        if of_the_days(days, claim, texts.get(report)):
            taken.append(claim)
        else:
            left[claim.path, claim.item] += 1
    remedy = (
        "They stay in the exports and in `zvirka find`. Set since and until in [case] of case.toml to take them in."
    )
    issues = [
        Issue("other_days", path, f"{path}: claims about days outside the case's ({days})", remedy, item=item, count=n)
        for (path, item), n in sorted(left.items())
    ]
    return taken, issues


def _ends(slot: TimeSlot) -> tuple[date | None, date | None]:
    """A span bounded only by when it was said is read as of that day, as scope does."""
    return (slot.earliest or slot.latest, slot.latest or (slot.earliest if slot.basis == "said" else None))


def _shown(seen: Observation) -> date | None:
    match seen:
        case AreaObservation() | StatusObservation():
            return seen.as_of.day
        case CountObservation():
            return seen.day.day
        case LossObservation():
            return seen.day.day if seen.day else None
