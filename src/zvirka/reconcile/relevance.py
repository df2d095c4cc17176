"""Relevance: which claims stand, and which are set aside as bearing on nothing the case asks. A rule that can be read, not a score.

The first line that fits a claim tells how it stands, and is shown with it. Nothing is set aside where nothing is asked but by window.

| reason | the claim | it |
|---|---|---|
| window | speaks of other days than the case's | is set aside |
| measure | may answer an asked question: its measure, with place and window that overlap or are not known | stands |
| place | names a place in the case's places: those asked about, and those of [[boundaries]] | stands |
| origins | stands in a report that speaks more of the case than of other places, or in one of its origin | stands |
| evidence | says who holds, took or left a place whose ground a map or list of the case shows | stands |
| side | meets a matter (measure, place, window) of what stands by measure, place or evidence, on which its side is silent | stands |
| change | meets such a matter, and may change what is said of it | stands |
| elsewhere | names places, all of them others | is set aside |
| nowhere | names no place | is set aside |

The case's days are `since` and `until` of [case]. Where one is not given, it follows from the questions asked: the earliest `since` of
them; the latest `until` of them or, where one has none, the last day any map or list shows; each with SLACK_DAYS more. A claim speaks
of the days it names (event, as-of, until); where it names none, of the day it was said; then of the day its report was published. It is
of the case's days where these share a day with them, or are not known.

A report published on other days than the case's may bear on a question by a day it names; it forms none. What is set aside stays in the
case, its exports and its index; it joins no question, and an issue counts it by file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zvirka.ground import Ground
from zvirka.model.account import Relevance
from zvirka.model.case import Case
from zvirka.model.claims import Claim
from zvirka.model.issues import Issue, IssueCode
from zvirka.model.items import Text
from zvirka.model.observations import (
    AreaObservation,
    CountObservation,
    DisagreementObservation,
    LossObservation,
    Observation,
    PictureObservation,
    RevisionObservation,
    StatusObservation,
)
from zvirka.model.times import TimeSlot
from zvirka.reconcile.questions import CHANGES_HANDS, Joins, form_questions
from zvirka.reconcile.views import BORDER, View

SLACK_DAYS = 60
"""House rule: figures of an operation are corrected, and told again, for about two months after it."""


ASIDE: frozenset[Relevance] = frozenset({"window", "elsewhere", "nowhere"})
"""Reasons by which a claim is set aside."""
_INSIDE = frozenset({"same", "within"})
"""How a place lies to one of the case's to be in it; a country that contains it is not. A direction that overlaps it is too, and a border
that it has a stretch of for moves to that border only: a border is long."""


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
    """The days a case is about. shown: the last day any map or list shows. Open at both ends where nothing tells."""
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
    """Whether a claim speaks of the case's days, or of days nobody knows."""
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


def stand(
    case: Case, views: Sequence[View], late: Iterable[str], observations: Iterable[Observation], ground: Ground
) -> dict[str, Relevance]:
    """{claim: how it stands} of claims of the case's days; "open" for all where nothing is asked.

    late: reports published on other days than the case's.
    """
    if not case.questions:
        return {view.id: "open" for view in views}
    asked = Joins(form_questions(case.questions, (), ground), ground)
    places = {question.place for question in case.questions} | {rule.place for rule in case.boundaries}
    relations = cache(lambda place: {ground.gazetteer.relation(place, other) for other in places})
    reasons: dict[str, Relevance] = {}
    for view in views:
        beside = view.place_kind == "border" and view.claim.type not in BORDER
        if asked.of(view):
            reasons[view.id] = "measure"
        elif any(relations(place) & (_INSIDE if beside else _INSIDE | {"overlaps"}) for place in view.places):
            reasons[view.id] = "place"
    shown = _shown_places(observations)
    about = _about_the_case(views, reasons)
    for view in views:
        if view.id not in reasons and view.origin in about:
            reasons[view.id] = "origins"
        elif view.id not in reasons and view.claim.type in CHANGES_HANDS and not shown.isdisjoint(view.places):
            reasons[view.id] = "evidence"
    return reasons | _bearing(case, views, reasons, set(late), ground)


def _about_the_case(views: Sequence[View], reasons: Mapping[str, Relevance]) -> set[str]:
    """Origins of reports that speak of the case: more of their claims stand by measure or place than name places elsewhere. A digest
    of a whole war's day that names the case's place once is none."""
    balance: Counter[str] = Counter()
    for view in views:
        balance[view.origin] += 1 if view.id in reasons else -1 if view.places else 0
    return {origin for origin, more in balance.items() if more > 0}


def _bearing(
    case: Case, views: Sequence[View], reasons: Mapping[str, Relevance], late: set[str], ground: Ground
) -> dict[str, Relevance]:
    """The rest of the claims: those that meet a matter of what stands at its very place, and those set aside."""
    standing = [view for view in views if reasons.get(view.id, "origins") != "origins"]
    matters = Joins(
        form_questions(case.questions, [view for view in standing if view.report not in late], ground), ground
    )
    spoken: dict[str, set[str]] = defaultdict(set)
    for view in standing:
        for question in matters.of(view):
            spoken[question.id].add(view.side)
    found: dict[str, Relevance] = {}
    for view in views:
        if view.id in reasons:
            continue
        met = [question for question in matters.of(view) if question.place in view.places] if view.places else []
        new = view.side in ground.sides and any(view.side not in spoken[question.id] for question in met)
        found[view.id] = ("side" if new else "change") if met else "elsewhere" if view.places else "nowhere"
    return found


def _shown_places(observations: Iterable[Observation]) -> set[str]:
    """Places whose ground a map, or a list of areas or settlements, shows. Lists of losses cover a whole war: that they have a row at a
    place is no sign that the case is about it."""
    return {
        seen.place for seen in observations if isinstance(seen, (AreaObservation, StatusObservation)) and seen.place
    }


def set_aside(claims: Sequence[Claim], reasons: Mapping[str, Relevance], days: Days) -> list[Issue]:
    """An issue for each file that holds claims which do not stand, one for those of other days and one for those of other places."""
    left: Counter[tuple[IssueCode, str, str]] = Counter()
    for claim in claims:
        reason = reasons[claim.id]
        if reason in ASIDE:
            left["other_days" if reason == "window" else "other_places", claim.path, claim.item] += 1
    said = {
        "other_days": f"claims about days outside the case's ({days})",
        "other_places": "claims about other places, or none, that bear on nothing the case asks",
    }
    remedy = {
        "other_days": "Set since and until in [case] of case.toml to take them in.",
        "other_places": "Ask about their matter or place in [[questions]] of case.toml to take them in.",
    }
    kept = "They stay in the exports and in `zvirka find`."
    return [
        Issue(code, path, f"{path}: {said[code]}", f"{kept} {remedy[code]}", item=item, count=n)
        for (code, path, item), n in sorted(left.items())
    ]


def _ends(slot: TimeSlot) -> tuple[date | None, date | None]:
    """A span bounded only by when it was said is read as of that day, as scope does."""
    return (slot.earliest or slot.latest, slot.latest or (slot.earliest if slot.basis == "said" else None))


def _shown(seen: Observation) -> date | None:
    match seen:
        case AreaObservation() | StatusObservation():
            return seen.as_of.day
        case CountObservation() | DisagreementObservation() | RevisionObservation():
            return seen.day.day
        case LossObservation():
            return seen.day.day if seen.day else None
        case PictureObservation():
            return None  # the day a file names is its own claim
