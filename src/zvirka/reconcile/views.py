"""Claims made comparable: each is looked at once, and everything after works on what was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any

from msgspec import Struct

from zvirka.ground import Ground, SourceInfo
from zvirka.ground.counting import Counting
from zvirka.ground.words import Phrases
from zvirka.model.claims import Claim, affirms
from zvirka.model.findings import LinkReason
from zvirka.model.items import Text
from zvirka.model.places import PlaceRole, PlaceSlot
from zvirka.model.quantities import QuantityBasis
from zvirka.model.sources import Side
from zvirka.model.times import TimeSlot
from zvirka.reconcile.figures import Figure, Figures
from zvirka.reconcile.people import name_key
from zvirka.reconcile.posts import Version

CUMULATIVE: frozenset[str] = frozenset(
    {"territory_regained", "territory_lost", "equipment_loss", "casualties", "prisoners", "civilian_harm"}
)
"""Types whose figures add up over a window that starts at `since`."""
OBJECTS: frozenset[str] = frozenset({"sighting", "media_posted"})
"""Types about one object wherever and whenever it is seen: one matter, so that a re-sighting stands beside the sighting."""
ON_THE_GROUND: frozenset[str] = CUMULATIVE | OBJECTS | {
    "control", "advance", "withdrawal", "border_crossing", "raid", "strike", "clash", "conduct", "order", "communication",
    "equipment_fact",
}  # fmt: skip
"""Types that a question is formed from: matters of fact. Nobody can check framing or policy."""
NATURAL: Mapping[str, str] = {
    "casualties": "people",
    "prisoners": "people",
    "civilian_harm": "people",
    "equipment_loss": "items",
}
"""What a type counts when its measure names nothing."""
TERRITORY: frozenset[str] = frozenset({"territory_regained", "territory_lost", "control"})
"""Types whose figures are of ground."""
WIDE_KINDS = frozenset({"country", "adm1", "adm2", "region", "direction"})
"""Places so wide that ground won in them is not counted in square metres."""
_ROLES: Mapping[str, tuple[PlaceRole, ...]] = {
    "withdrawal": ("from", "scope", "at", "near", "to"),
    "raid": ("to", "at", "scope", "near", "from"),
    "advance": ("to", "at", "scope", "near", "from"),
    "border_crossing": ("to", "at", "scope", "near", "from"),
}
BORDER: frozenset[str] = frozenset({"advance", "border_crossing"})
"""Types that are about a border they name as where they go, not about the ground beside it."""
_ANY_ROLE: tuple[PlaceRole, ...] = ("scope", "at", "near", "to", "from")
NO_STAND: frozenset[str] = frozenset({"opposition", "exile"})
"""Sub-groups of a side that never stand for its admission (DESIGN section 2)."""


class View(Struct, frozen=True, gc=False):
    """One claim made comparable.

    id: the claim's. speaker: who is counted as one origin: the closest known source, else the report, copies being one. report: key of
    its report. origin: key of the report it goes back to. published: ISO 8601 or "9999". measure: see `measure_of`. place: gazetteer id
    or "". places: all its known places in the role of that one, sorted: more than one are no single place. place_kind: kind of `place`.
    as_of: the day described, None where unknown. as_of_said: known only as "not later than said". since, until: window of a count or
    event, None where unknown. definition: id of what is counted, "" for a plain figure. whose: see `whose_of`. source: key of the
    closest source, None where nobody is told apart (the report speaks). resolved: its id in the pack. named: by its own name, not by an
    office. side, group: of that source; stands: may stand for its side. said: (first, last) day said. positive: affirmed and not
    denied. plain: asserted and meant literally. order: total key: originals first, then by publication, report, position, id.
    since_days: first and last day on which its window may start. defined: whether its words say what is counted ("" is then
    everything). kind: of what its type covers it counts this ("killed", "destroyed t-80bvm"), "" for all of it: any answers a question.
    basis: how its figure was got. part: a part of another figure. pronoun: who is told only as "she" or "they". left: its figure is
    what of a place somebody still holds. version: of a post whose other wordings were read
    too. added: what the rules of `renderings` and `shares` read into it beyond its own words, each
    with its reason.

    A Struct and no dataclass, since there is one a claim: it is made in a fiftieth of the time, and never in a cycle.
    """

    claim: Claim
    id: str
    report: str
    origin: str
    published: str
    measure: str
    place: str
    places: tuple[str, ...]
    place_kind: str
    as_of: date | None
    as_of_said: bool
    since: date | None
    until: date | None
    figure: Figure | None
    definition: str
    whose: Side | None
    source: str | None
    speaker: str
    resolved: str | None
    named: bool
    side: Side
    group: str
    stands: bool
    said: tuple[date | None, date | None]
    positive: bool
    plain: bool
    order: tuple[bool, str, str, int, str]
    since_days: tuple[date, date] | None = None
    defined: bool = False
    kind: str = ""
    basis: QuantityBasis | None = None
    part: bool = False
    pronoun: bool = False
    left: bool = False
    version: Version | None = None
    added: tuple[LinkReason, ...] = ()

    @property
    def primary(self) -> bool:
        """Whether it stands in the report its copies go back to."""
        return self.report == self.origin


class Viewer:
    """Makes views. texts: by (item, fragment). origins: {report or claim: origin}; a claim's goes before its report's, and reports left
    out are their own origin. versions: of posts with several wordings, by report. people: keys of
    speakers whose name another claim tells otherwise (`people.people_of`)."""

    def __init__(
        self,
        ground: Ground,
        texts: Iterable[Text],
        origins: Mapping[str, str],
        versions: Mapping[str, Version] | None = None,
        people: Mapping[tuple[Side, str], str] | None = None,
    ) -> None:
        self.ground = ground
        self._versions, self._people = versions or {}, people or {}
        self._texts = {(text.item, text.fragment): text for text in texts}
        self._by_report = {text.report: text for text in self._texts.values()}
        self._origins = origins
        self._counting = {code: Counting(ground.language(code)) for code in ground.languages}
        self._whole = frozenset(entry for known in self._counting.values() for entry in known.whole)
        self._figures = Figures(ground.units)
        self._seen: dict[Any, Any] = {}
        self._resolved: dict[tuple[str, str], tuple[SourceInfo | None, Any]] = {}
        self._published = {text.report: str(text.published) for text in self._texts.values() if text.published}
        self._extent = {
            code: Phrases(
                (word, extent)
                for extent in ("partial", "whole")
                for word in _scope_section(ground, code).get(extent, ())
            )
            for code in ground.languages
        }

    def view(self, claim: Claim) -> View:
        """The view of one claim."""
        one = (
            self._seen.setdefault
        )  # the first of equal values seen, so that each is held once, however many claims have it
        report = claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"
        report = one(report, report)
        origin = self._origins.get(claim.id) or self._origins.get(report, report)
        slots = slots_of(claim)
        place = self._whole_border(slots[0]) if slots else ""
        places = (place,) if len(slots) == 1 else tuple(sorted({self._whole_border(slot) for slot in slots}))
        source, info, named, side = self._source(claim, self._by_report.get(origin))
        as_of, as_of_said = day_described(claim)
        since, until = window_of(claim)
        quantity, attribution = claim.quantity, claim.attribution
        words = self._counting.get(claim.language)
        definition = quantity.definition if quantity and quantity.definition else ""
        group = info.group if info else ""
        slot = claim.times.said
        said = (slot.earliest, slot.latest) if slot else (None, None)
        published = self._published.get(report, "9999")
        speaker = source if source is not None else f"report:{origin}"
        since_days = since_window(claim.times.since)
        return View(  # by position, in the order in which `View` names them: by name it takes fifty times as long
            claim,
            claim.id,
            report,
            origin,
            published,
            measure_of(claim),
            place,
            one(places, places),
            slots[0].kind if slots else "unknown",
            as_of,
            as_of_said,
            since,
            until,
            self._figures.of(quantity) if quantity else None,
            "" if definition in self._whole else definition,
            whose_of(claim),
            source,
            one(speaker, speaker),
            info.id if info else None,
            named,
            side,
            group,
            side in self.ground.sides and group not in NO_STAND and not is_witness(claim),
            one(said, said),
            affirms(claim),
            claim.modality == "asserted" and claim.literal,
            (report != origin, published, report, claim.quote.start, claim.id),
            one(since_days, since_days),
            bool(definition),
            self._kind(claim, words) if quantity else "",
            (words.basis(claim) if words else quantity.basis) if quantity else None,
            quantity is not None and quantity.part_of is not None,
            source is None and words is not None and bool(attribution) and words.is_pronoun(attribution[0].name),
            False,
            self._versions.get(report),
            (_one_name(source),) if info is not None and source is not None and self._told_in_full(claim) else (),
        )

    def _told_in_full(self, claim: Claim) -> bool:
        """Whether who speaks is known only by what other claims call the same person."""
        closest = claim.attribution[0] if claim.attribution else None
        return closest is not None and (closest.side, closest.name) in self._people

    def _resolve(self, name: str, language: str, day: date | None) -> SourceInfo | None:
        known = self._resolved.get((name, language))
        if known is None:
            sources = self.ground.sources
            named = sources.named(name, language)
            known = self._resolved[name, language] = (named, sources.offices(name, language) if named is None else ())
        info, offices = known
        return self.ground.sources.in_office(offices, day) if info is None and offices else info

    @staticmethod
    def _kind(claim: Claim, words: Counting | None) -> str:
        """What a figure counts of all that its type covers: killed or wounded, net or gross; of equipment what became of it, and the
        model where one is named."""
        if claim.type == "equipment_loss" and claim.equipment:
            slot = claim.equipment[0]
            return " ".join(entry for entry in (slot.status, slot.model) if entry)
        return words.kind(claim) if words is not None else ""

    def complement(self, claim: Claim) -> bool:
        """Whether a claim's figure is what is left over ("all but 1.8 %"), by the words before it."""
        words = self._counting.get(claim.language)
        return words is not None and words.is_complement(claim)

    def extents(self, claim: Claim) -> frozenset[str]:
        """ "partial" and "whole" where the claim's words or hedges say so (pack section scope of its language)."""
        phrases = self._extent.get(claim.language)
        if phrases is None:
            return frozenset()
        words = [claim.quote.exact, *(hedge.exact for hedge in claim.hedges)]
        return frozenset(value for text in words for hit in phrases.find(text) for value in hit.values)

    def _whole_border(self, slot: PlaceSlot) -> str:
        """The id of a place; of a stretch of a border the border it is of: who reached a stretch reached the border, in places."""
        if slot.kind != "border":
            return slot.id
        gazetteer = self.ground.gazetteer
        above = [id for id in gazetteer.ancestors(slot.id) if (known := gazetteer.get(id)) and known.kind == "border"]
        return above[-1] if above else slot.id

    def _source(self, claim: Claim, origin: Text | None) -> tuple[str | None, SourceInfo | None, bool, Side]:
        """(key, known source, named, side) of whoever is closest to the event."""
        said = claim.times.said
        day = said.latest if said else None
        if claim.attribution:
            closest = claim.attribution[0]
            info = self._resolve(closest.name, claim.language, day)
            if info is not None:
                return f"source:{info.id}", info, not info.by_role, info.side
            if closest.named and closest.name.strip():
                key = self._people.get((closest.side, closest.name)) or _name_key(closest.side, closest.name)
                info = self.ground.sources.get(key.removeprefix("source:")) if key.startswith("source:") else None
                return key, info, True, closest.side if info is None else info.side
            return None, None, False, closest.side
        voice = origin.voice if origin is not None else claim.voice
        info = self._resolve(voice.name, claim.language, day) if voice.name else None
        if info is not None and info.kind != "media":
            return f"source:{info.id}", info, True, info.side
        return None, info, info is not None, claim.voice.side if info is None else info.side


@lru_cache(1000)
def _one_name(source: str) -> LinkReason:
    return LinkReason("one_name", (("speaker", source),))


_name_key = lru_cache(100_000)(name_key)


def in_order(views: Iterable[View]) -> list[View]:
    """The views by `View.order`: reports are put in order, then the few claims of each, which takes a fifth of the time."""
    by_report: dict[tuple[object, ...], list[View]] = defaultdict(list)
    for view in views:
        by_report[view.order[:3]].append(view)
    return [view for key in sorted(by_report) for view in sorted(by_report[key], key=attrgetter("order"))]


def in_square_metres(view: View) -> bool:
    """Whether ground counted in a wide place is given in square metres: a suspected slip of the unit."""
    quantity = view.claim.quantity
    return (
        quantity is not None
        and quantity.unit == "m2"
        and view.claim.type in TERRITORY
        and view.place_kind in WIDE_KINDS
    )


def is_witness(claim: Claim) -> bool:
    """Whether who is closest to the event is a resident, a passer-by: of a country, never its word."""
    return bool(claim.attribution) and claim.attribution[0].kind == "eyewitness"


def whose_of(claim: Claim) -> Side | None:
    """Whose ground, losses or people a claim counts, or who is said to hold or to move; None where its words do not tell."""
    slot = claim.equipment[0] if claim.equipment else None
    if claim.type == "equipment_loss":
        return slot.owner if slot is not None and slot.owner else claim.target
    return claim.target if claim.type in ("casualties", "prisoners", "civilian_harm") else claim.actor


def measure_of(claim: Claim) -> str:
    """The measure of a claim: its type, with what is counted where that is not area or what the type counts anyway.

    Troops that advanced to a border reached it: one measure with its crossing, which is told in the same words. Losses name the
    equipment class, sightings and circulated pictures the model or class of the one object they are about.
    """
    slot = claim.equipment[0] if claim.equipment else None
    if claim.type in OBJECTS:
        return f"sighting:{(slot.model or slot.cls)}" if slot else claim.type
    if claim.type in ("equipment_loss", "equipment_fact") and slot:
        return f"{claim.type}:{slot.cls if claim.type == 'equipment_loss' else slot.model or slot.cls}"
    if claim.type in BORDER and claim.quantity is None and any(slot.kind == "border" for slot in _known_places(claim)):
        return "border_crossing"
    counted = claim.quantity.counted if claim.quantity else None
    if counted is None or counted == "area" or counted == NATURAL.get(claim.type) or _is_share(claim):
        return claim.type
    return f"{claim.type}:{counted}"


def _is_share(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.form in ("share", "ratio")


def place_of(claim: Claim) -> PlaceSlot | None:
    """The place a claim is about: its slot in the role that its type is about first, known places before unknown ones.

    Moves toward a border are about the border, whichever place stands beside it.
    """
    return next(iter(slots_of(claim)), None)


def slots_of(claim: Claim) -> list[PlaceSlot]:
    """All places of a claim in the role that `place_of` takes it from, in their order: "the south and east" are two."""
    known = _known_places(claim)
    if len(known) < 2:
        return known
    roles = _ROLES.get(claim.type, _ANY_ROLE)
    first = min(roles.index(slot.role) for slot in known)
    return [slot for slot in known if slot.role == roles[first]]


def _known_places(claim: Claim) -> list[PlaceSlot]:
    """Places of the gazetteer that a claim is about: a border is one of moves toward it; who is driven over it leaves the ground before
    it; and "50 km from the border" is at neither."""
    if len(claim.places) == 1 and claim.places[0].id and claim.places[0].kind != "border":
        return [claim.places[0]]
    known = [slot for slot in claim.places if slot.id]
    borders = [slot for slot in known if slot.kind == "border" and slot.role != "from"]
    if claim.type in BORDER and borders:
        return borders
    return [slot for slot in known if slot.kind != "border"] or ([] if claim.type in BORDER else known)


def day_described(claim: Claim) -> tuple[date | None, bool]:
    """(day the claim's state or event is of, whether that is only bounded by when it was said).

    The latest day is taken: a state "as of this week" is the week's last. Without as-of the event, else the day it was said.
    """
    times = claim.times
    for slot in (times.event if times.as_of is None else times.as_of, times.until):
        if slot is not None and (day := slot.latest or slot.earliest) is not None:
            return day, slot.basis == "said"
    return (_day(times.said), True) if times.said else (None, False)


def window_of(claim: Claim) -> tuple[date | None, date | None]:
    """(since, until) of a count's window or an event's days; None where not known."""
    times = claim.times
    if claim.type in CUMULATIVE and claim.quantity is not None:
        return (times.since.earliest or times.since.latest) if times.since else None, _day(
            times.until
        ) if times.until else None
    event = times.event
    if event is not None and event.earliest is not None:
        return event.earliest, event.latest or event.earliest
    if event is not None and event.latest is not None and event.basis != "said":
        return event.latest, event.latest
    return None, None


def since_window(slot: TimeSlot | None) -> tuple[date, date] | None:
    """First and last day that a stated start of a window allows, or None."""
    if slot is None:
        return None
    first, last = slot.earliest or slot.latest, slot.latest or slot.earliest
    return None if first is None or last is None else (first, last)


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None], slack_days: int = 0) -> bool:
    """Whether two windows of days share a day, open ends reaching everywhere; `slack_days` widens the gap allowed."""
    gap = timedelta(days=slack_days)
    after = one[0] is not None and other[1] is not None and one[0] > other[1] + gap
    before = other[0] is not None and one[1] is not None and other[0] > one[1] + gap
    return not after and not before


def _day(slot: TimeSlot) -> date | None:
    return slot.latest or slot.earliest


def _scope_section(ground: Ground, code: str) -> Mapping[str, tuple[str, ...]]:
    section: Mapping[str, tuple[str, ...]] = ground.language(code).get("scope", {})
    return section
