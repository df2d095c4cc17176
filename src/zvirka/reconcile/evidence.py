"""What evidence says to one claim: areas on maps, settlement statuses and tallies.

A map of a larger place or window than the claim's bounds it from above, a smaller one from below: either can show that a figure
is outside, neither that it fits.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zvirka.model.findings import Backing, Bears, ClaimBacking, LinkReason, Question
from zvirka.model.observations import StatusObservation
from zvirka.reconcile.figures import Figure, Interval
from zvirka.reconcile.maps import Dated, Ground_, Maps, baseline, extent, nearest_baseline
from zvirka.reconcile.views import View, Viewer

STILL_HELD_SHARE = 0.05
STILL_HELD_KM2 = 1.0
"""A place is not cleared while a source shows more than 5 % of the most it ever showed held there, and more than 1 km²: borders
drawn by two sources differ by up to 3.4 % of an area (DESIGN section 9), so less may be a sliver."""
STATUS_DAYS = 3
"""House rule: a list's opinion on a settlement speaks for up to three days before it: lists are dated when somebody looked."""


@cache
def only(rule: str) -> tuple[LinkReason, ...]:
    """A rule without values as the only reason; a case tells few of them over and over."""
    return (LinkReason(rule),)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one source shows beside a claim. exact: of the claim's own place, window and definition, not a bound."""

    source: str
    low: float
    high: float
    exact: bool
    entries: tuple[Dated, ...]


def back_area(view: View, question: Question, maps: Maps, suspect: bool) -> ClaimBacking:
    """Backing of a figure of territory by all map sources on the day it describes.

    suspect: its unit is. A figure without a place is held against the place a person asked about, as one within it.
    Where the day is known only from when it was said, the day before counts too before a figure is called
    outside: what is announced was counted earlier. Of a span of days ("early September") any may be meant: then a figure that maps of one
    of them show is not outside either.
    """
    unclear = _unclear(view, question, suspect)
    if unclear is not None or view.as_of is None or view.figure is None:
        return _empty(view, "cannot_tell", unclear or "as_of_unknown")
    what = _what(view, question, maps)
    if what is None:
        return _empty(view, "cannot_tell", "holder_not_mapped")
    on_day = _judge(view, view.figure, list(_shown(view, question, maps, what, view.as_of)))
    if view.as_of_said and on_day.backing in ("outside", "none"):
        before = _judge(view, view.figure, list(_shown(view, question, maps, what, view.as_of - timedelta(days=1))))
        if on_day.backing == "none":
            on_day = before
        elif before.backing not in ("outside", "none"):
            softened: Backing = "partly" if before.backing in ("fits", "partly") else "cannot_tell"
            on_day = _with(on_day, softened, LinkReason("fits_day_before", (("said", view.as_of.isoformat()),)))
    if on_day.backing == "none" and not maps.places(_where(view, question)):
        on_day = _with(on_day, "cannot_tell", LinkReason("place_not_mapped", (("place", view.place),)))
    fits_on = tuple(_fits_on(view, view.figure, question, maps, what))
    if on_day.backing == "outside" and (span := _span_of(view)) is not None:
        within = [run for run in fits_on if run.first.day <= span[1] and span[0] <= run.last.day]
        if within:
            data = (("from", span[0].isoformat()), ("to", span[1].isoformat()))
            on_day = _with(on_day, "partly", LinkReason("fits_within_days", data))
    return ClaimBacking(
        on_day.claim,
        on_day.backing,
        on_day.at,
        on_day.low,
        on_day.high,
        fits_on,
        on_day.observations,
        on_day.reasons,
    )


def _span_of(view: View) -> tuple[date, date] | None:
    """The days a claim says its figure is of, where these are more than one."""
    slot = view.claim.times.as_of or view.claim.times.event
    if (
        slot is None
        or slot.basis == "said"
        or slot.earliest is None
        or slot.latest is None
        or slot.earliest == slot.latest
    ):
        return None
    return slot.earliest, slot.latest


def _unclear(view: View, question: Question, suspect: bool) -> str | None:
    if suspect:
        return "unit_suspect"
    if view.figure is None or view.figure.dimension != "area":
        return "not_an_area"
    if not _where(view, question):
        return "place_unknown"
    if not view.positive or not view.plain:
        return "not_asserted"
    return "as_of_unknown" if view.as_of is None else None


def _what(view: View, question: Question, maps: Maps) -> Ground_ | None:
    """Which of a map's areas a figure is about, by who acts: ground its holder lost, won or holds. None where nobody mapped is meant."""
    holders = {
        entry.seen.holder
        for _, place in maps.places(_where(view, question))
        for entries in maps.series(place).values()
        for entry in entries[-1:]
    }
    actor = view.claim.actor
    if view.left:
        return "held" if actor not in holders else None
    if view.claim.type == "control":
        return "held" if actor in holders else None
    own = actor in holders
    if view.claim.type == "territory_lost":
        return "regained" if own or actor is None else "lost"
    return "lost" if own else "regained"


def _shown(view: View, question: Question, maps: Maps, what: Ground_, day: date) -> Iterator[Shown]:
    """What each source shows on a day, as an interval that the claim's figure must meet."""
    since = view.since or question.since
    for lay, place in maps.places(_where(view, question)):
        lies = _lies(view, lay)
        for source in maps.series(place):
            entries = [entry for entry in maps.on(place, source, day) if extent(entry.seen, what) is not None]
            entries = entries if what == "held" else nearest_baseline(entries, since)
            if not entries:
                continue
            side = _bound(view, lies, what, entries, since)
            low = min(found[0] for entry in entries if (found := extent(entry.seen, what)))
            high = max(found[1] for entry in entries if (found := extent(entry.seen, what)))
            if side is not None:
                yield Shown(
                    source,
                    0.0 if side == "above" else low,
                    math.inf if side == "below" else high,
                    side == "exact",
                    tuple(entries),
                )
            else:
                yield Shown(source, 0.0, math.inf, False, tuple(entries))


def _where(view: View, question: Question) -> str:
    """The place whose maps are held against a figure: its own, else that of a question a person asked."""
    return view.place or (question.place if question.asked else "")


def _lies(view: View, lay: str) -> str:
    """How a mapped place lies to a claim's: around one not named, taken to be within the one asked about; a part of several."""
    if not view.places:
        return "contains" if lay in ("same", "contains") else "unknown"
    return "within" if lay == "same" and len(view.places) > 1 else lay


def _bound(view: View, lies: str, what: Ground_, entries: Sequence[Dated], since: date | None) -> str | None:
    """ "exact", or "above" or "below" where the map only bounds the figure from there, or None where it says nothing."""
    if lies == "unknown":
        return None
    above, below = lies == "contains" or (bool(view.definition) and not view.left), lies == "within"
    if what != "held":
        bases = {baseline(entry, since) for entry in entries}
        above, below = above or "earlier" in bases, below or "later" in bases
        if "unknown" in bases or (view.since is None and lies != "same"):
            return None
    if above and below:
        return None
    return "above" if above else "below" if below else "exact"


def _judge(view: View, told: Figure, shown: list[Shown]) -> ClaimBacking:
    if not shown:
        return _empty(view, "none", "no_map_of_that_day")
    allowed = told.allowed
    exact = [entry for entry in shown if entry.exact]
    meets = [_meets(entry, allowed) for entry in exact or shown]
    low, high = min(entry.low for entry in exact or shown), max(entry.high for entry in exact or shown)
    backing: Backing
    if exact:
        within = allowed.meets(Interval(low, high, allowed.unit))
        backing = "fits" if all(meets) else "partly" if any(meets) or within else "outside"
        rule = "maps"
    else:
        backing, rule = ("cannot_tell", "maps_bound_only") if any(meets) else ("outside", "beyond_bound")
    used = [entry for each in exact or shown for entry in each.entries]
    sources = tuple((entry.source, f"{entry.low:.6g}..{entry.high:.6g}") for entry in exact or shown)
    return ClaimBacking(
        view.id, backing, max((entry.seen.as_of for entry in used), key=lambda moment: moment.sort_key),
        low if low > 0 or exact else None, high if math.isfinite(high) else None, (),
        tuple(sorted({entry.seen.id for entry in used})), (LinkReason(rule, sources),),
    )  # fmt: skip


def _meets(entry: Shown, allowed: Interval) -> bool:
    return allowed.meets(Interval(entry.low, entry.high, allowed.unit))


def _fits_on(view: View, told: Figure, question: Question, maps: Maps, what: Ground_) -> Iterator[Bears]:
    """For each source the unbroken runs of its maps that show the figure itself, rounding included, over the whole series."""
    if view.definition or len(view.places) > 1 or maps.places(view.place)[:1] != [("same", view.place)]:
        return
    core, since = told.core, view.since or question.since
    for source, entries in maps.series(view.place).items():
        run: list[Dated] = []
        for entry in entries:
            found = extent(entry.seen, what)
            if found is None or (what != "held" and baseline(entry, since) != "same"):
                continue
            if core.meets(Interval(found[0], found[1], core.unit)):
                run.append(entry)
            elif run:
                yield Bears(source, run[0].seen.as_of, run[-1].seen.as_of)
                run = []
        if run:
            yield Bears(source, run[0].seen.as_of, run[-1].seen.as_of)


def may_be_whole(view: View) -> bool:
    """Whether a claim is of a kind that can say so of a wide place, whatever its words."""
    return (
        view.figure is None
        and view.plain
        and view.positive
        and view.place_kind in ("country", "adm1", "adm2")
        and view.claim.type in ("control", "territory_regained", "withdrawal")
    )


def is_whole(view: View, viewer: Viewer) -> bool:
    """Whether a claim without a figure says that all of a wide place changed hands or was left.

    Control of it; ground of it regained in words that say all; a withdrawal from it, or in it to somewhere outside. Words that limit
    it ("in places", "almost", "began": pack section scope) keep it from that.
    """
    if not may_be_whole(view):
        return False
    claim, ground, extents = view.claim, viewer.ground, viewer.extents(view.claim)
    if "partial" in extents or claim.type != "withdrawal":
        return "partial" not in extents and (claim.type == "control" or "whole" in extents)
    roles = {slot.role for slot in claim.places if slot.id == view.place}
    outside = any(slot.kind == "border" for slot in claim.places) or any(
        slot.role in ("to", "near")
        and slot.id
        and ground.gazetteer.relation(view.place, slot.id) in ("disjoint", "overlaps")
        for slot in claim.places
    )
    return bool(roles & {"from", "scope"}) or outside or "whole" in extents


def back_whole(view: View, maps: Maps) -> ClaimBacking:
    """Backing of "all of it": outside where every source still shows ground held on that day, in it or in a mapped part of it."""
    if view.as_of is None:
        return _empty(view, "cannot_tell", "as_of_unknown")
    days = list(_held(view, view.as_of, maps))
    if not days:
        reason = "no_map_of_that_day" if maps.places(view.place) else "place_not_mapped"
        return _empty(view, "none" if maps.places(view.place) else "cannot_tell", reason)
    parties = {view.claim.actor, view.claim.target} - {None}
    if (parties and parties.isdisjoint(entry.seen.holder for entry, _ in days)) or _holder_keeps(view, days):
        return _empty(view, "cannot_tell", "holder_not_mapped")
    still = [left for _, left in days]
    held = [entry.seen.held_km2 for entry, _ in days if entry.seen.held_km2 is not None]
    backing: Backing = "outside" if all(still) else "partly" if any(still) else "fits"
    at = max((entry.seen.as_of for entry, _ in days), key=lambda moment: moment.sort_key)
    sources = tuple((entry.seen.source, f"{entry.seen.held_km2:.6g}") for entry, _ in days)
    ids = tuple(sorted({entry.seen.id for entry, _ in days}))
    return ClaimBacking(view.id, backing, at, min(held), max(held), (), ids, (LinkReason("still_held", sources),))


def _holder_keeps(view: View, days: list[tuple[Dated, bool]]) -> bool:
    """Whether the mapped holder is who is said to control the place: that its ground is all of it, maps of it cannot tell."""
    return view.claim.type in ("control", "territory_regained") and view.claim.actor in {
        entry.seen.holder for entry, _ in days
    }


def _held(view: View, day: date, maps: Maps) -> Iterator[tuple[Dated, bool]]:
    """Each source's map of the day described, with whether it still shows held ground beyond slivers."""
    for lies, place in maps.places(view.place):
        if lies == "contains":
            continue
        for source, entries in maps.series(place).items():
            today = [entry for entry in maps.on(place, source, day) if entry.seen.held_km2 is not None]
            if today:
                most = max(entry.seen.held_km2 or 0.0 for entry in entries)
                left = today[-1].seen.held_km2 or 0.0
                yield today[-1], left > max(STILL_HELD_KM2, STILL_HELD_SHARE * most)


class Statuses:
    """Who holds settlements, by list."""

    def __init__(self, observations: Iterable[StatusObservation]) -> None:
        by_place: dict[str, dict[str, list[StatusObservation]]] = defaultdict(lambda: defaultdict(list))
        for seen in sorted(observations, key=lambda seen: (seen.as_of.sort_key, seen.id)):
            if seen.place:
                by_place[seen.place][seen.source].append(seen)
        self._by_place = by_place

    def back(self, view: View) -> ClaimBacking:
        """Backing of a settlement's change of hands by each source's first opinion from the day described on, else its last before.

        An opinion of before the day can bear the claim out but not contradict it: the change came after.
        """
        lists = self._by_place.get(view.place)
        if view.as_of is None or not lists:
            return _empty(view, "cannot_tell" if lists else "none", "as_of_unknown" if lists else "not_listed")
        latest = [found for seen in lists.values() if (found := _nearest(seen, view.as_of)) is not None]
        if not latest:
            return _empty(view, "none", "no_list_of_that_day")
        votes = [_vote(entry, view, view.as_of) for entry in latest]
        told = [vote for vote in votes if vote is not None]
        backing: Backing = "cannot_tell" if not told else "fits" if all(told) else "partly" if any(told) else "outside"
        sources = tuple((entry.source, f"{entry.status}:{entry.holder}") for entry in latest)
        at = max((entry.as_of for entry in latest), key=lambda moment: moment.sort_key)
        ids = tuple(sorted(entry.id for entry in latest))
        return ClaimBacking(view.id, backing, at, None, None, (), ids, (LinkReason("settlement_status", sources),))

    def knows(self, place: str) -> bool:
        """Whether any list has an opinion on the place."""
        return place in self._by_place


def _nearest(seen: Sequence[StatusObservation], day: date) -> StatusObservation | None:
    """A source's first opinion within STATUS_DAYS from a day on, else its last before it."""
    after = [entry for entry in seen if 0 <= (entry.as_of.day - day).days <= STATUS_DAYS]
    before = [entry for entry in seen if entry.as_of.day < day]
    return after[0] if after else before[-1] if before else None


def _vote(entry: StatusObservation, view: View, day: date) -> bool | None:
    held = _holds(entry, view)
    return None if held is False and entry.as_of.day < day else held


def _holds(entry: StatusObservation, view: View) -> bool | None:
    """Whether a list's opinion is what the claim says; None where it is contested or unknown, or nobody is said to hold."""
    if entry.status not in ("held", "liberated") or view.claim.actor is None:
        return None
    leaves = view.claim.type in ("withdrawal", "territory_lost")
    return (entry.holder != view.claim.actor) if leaves else (entry.holder == view.claim.actor)


def _empty(view: View, backing: Backing, rule: str) -> ClaimBacking:
    return ClaimBacking(view.id, backing, None, None, None, (), (), only(rule))


def _with(found: ClaimBacking, backing: Backing, reason: LinkReason) -> ClaimBacking:
    return ClaimBacking(
        found.claim,
        backing,
        found.at,
        found.low,
        found.high,
        found.fits_on,
        found.observations,
        (*found.reasons, reason),
    )
