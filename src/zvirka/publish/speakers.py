"""Who says it and what figure, in the words of one language: shared by sentences, pages and the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, ClaimScope, Finding
from zvirka.model.items import Text
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Side, SourceKind
from zvirka.model.times import TimeSlot
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import Words

OCCUPATION = "occupation administration"
"""The sub-group of a side whose members its state put in office (DESIGN section 2)."""
SQUARES = {"km": "km2", "m": "m2", "mi": "mi2"}
"""A length given for ground ("2,500 km of land") is compared as that unit's square, and shown as said."""
_POSTS = ("channel", "blogger", "politician")
_STATEMENTS = ("official", "official_document", "military_unnamed")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The source closest to the event. name: for print. id: of the known source, or None. words: as the text names it.

    by_role: the text names an office only; the name is ours. place in print: `name`, in a list: with what put them in office.
    """

    name: str
    id: str | None
    words: str
    side: Side
    kind: SourceKind
    named: bool
    by_role: bool
    group: str


def speaker(claim: Claim, words: Words) -> Speaker:
    """The closest source of a claim, with the name its language prints (kept: a claim is shown in many places)."""
    known = words.memory.get(claim.id)
    if known is None:
        known = words.memory[claim.id] = _speaker(claim, words)
    found: Speaker = known
    return found


def _speaker(claim: Claim, words: Words) -> Speaker:
    closest = claim.attribution[0] if claim.attribution else None
    as_named = closest.name if closest else claim.voice.name
    kind, side = (closest.kind, closest.side) if closest else (claim.voice.kind, claim.voice.side)
    said = claim.times.said.latest if claim.times.said else None
    info = words.ground.sources.resolve(as_named, claim.language, said) if as_named.strip() else None
    if info is None:
        shown = one_line(as_named, 80)
        unnamed = closest is not None and not closest.named
        if not shown or (unnamed and (claim.language != words.language or " " not in shown)):
            # "she" or "Russian" alone, or another language's words for somebody unnamed, say less than what and whose they are
            shown = words.say(f"kind_{kind}")
            if side != "unknown":
                shown = words.say("unnamed_of_side", kind=shown, side=words.side(side))
        return Speaker(
            shown, None, visible(as_named), side, kind, closest.named if closest else bool(as_named), False, ""
        )
    return Speaker(
        words.source_name(info.id), info.id, visible(as_named), info.side, info.kind, True, info.by_role, info.group
    )


def listed_name(who: Speaker, words: Words) -> str:
    """The name as a list of speakers shows it: "Russian-installed Ganchev"."""
    if who.group != OCCUPATION or who.id is None:
        return who.name
    pattern = words.ending("installed", who.name)
    return pattern.format(
        name=who.name, adjective=words.adjective(who.side), country=words.side(who.side, "instrumental")
    )


def item_key(text: Text | None, claim: Claim) -> str:
    """What a report is called in a sentence: media, post, statement, video or report."""
    kind = text.voice.kind if text else claim.voice.kind
    if kind == "video":
        return "video"
    if kind in _POSTS:
        return "post"
    return "statement" if kind in _STATEMENTS else "media" if kind == "media" else "report"


def scope_place(claim: Claim) -> PlaceSlot | None:
    """The place a claim is about: its scope, else where it is at, else where it goes to."""
    for role in ("scope", "at", "to", "from", "near"):
        found = next((place for place in claim.places if place.role == role), None)
        if found is not None:
            return found
    return None


def as_of_day(claim: Claim) -> date | None:
    """The day a claim describes: the end of its as-of, else of its event, else of when it was said."""
    for slot in (claim.times.as_of, claim.times.event, claim.times.said):
        if slot is not None and (slot.latest or slot.earliest) is not None:
            return slot.latest or slot.earliest
    return None


def slot_days(slot: TimeSlot | None, words: Words, year: bool = False) -> str:
    """A time slot in words; where only its end is known by when it was said, that day."""
    if slot is None:
        return words.say("not_stated")
    if slot.basis == "said" and slot.latest is not None:
        return words.day(slot.latest, year)
    return words.days(slot.earliest, slot.latest, year)


def definition_of(claim: Claim, words: Words) -> str:
    """What a figure counts, in words; "not stated" where it does not say."""
    definition = claim.quantity.definition if claim.quantity else None
    return words.rule(f"definition_{definition}", visible(definition)) if definition else words.say("not_stated")


def counts_part(claim: Claim, words: Words) -> bool:
    """Whether a figure says that it counts a part only ("stabilised"), not everything as a plain one does."""
    definition = claim.quantity.definition if claim.quantity else None
    return bool(definition) and definition not in words.whole_definitions


def bound_key(claim: Claim, quantity: Quantity, words: Words) -> str:
    """The catalogue's key of a figure's bound: "over" apart from "at least" where the claim's own language says so."""
    if quantity.bound != "at_least":
        return f"bound_{quantity.bound}"
    over = (
        words.ground.language(claim.language).get("print", {}).get("over_words", ())
        if claim.language in words.ground.languages
        else ()
    )
    said = {hedge.exact.casefold().strip() for hedge in claim.hedges}
    return "bound_over" if any(word in hedge for word in over for hedge in said) else "bound_at_least"


def bare_figure(quantity: Quantity, words: Words) -> str:
    """The number or span as said, without bound and unit."""
    if quantity.value is not None:
        return words.number(quantity.value)
    if quantity.low is not None and quantity.high is not None:
        return words.say("number_range", low=words.number(quantity.low), high=words.number(quantity.high))
    one = quantity.low if quantity.low is not None else quantity.high
    return words.number(one) if one is not None else one_line(quantity.as_written.exact, 60)


def figure_of(claim: Claim, words: Words, unit: bool = True, about: bool = True) -> str:
    """A claim's figure in words: bound, number, unit. about=False drops "about", as before a figure in quotes."""
    quantity = claim.quantity
    if quantity is None:
        return ""
    figure = bare_figure(quantity, words)
    one = next((end for end in (quantity.value, quantity.high, quantity.low) if end is not None), 0.0)
    if unit:
        thing = words.things(claim.equipment[0].cls, one) if quantity.unit == "items" and claim.equipment else None
        figure = (
            words.with_unit(figure, quantity.unit, one)
            if thing is None
            else words.say("figure_unit", figure=figure, unit=thing)
        )
    key = bound_key(claim, quantity, words)
    return figure if key == "bound_about" and not about else words.say(key, figure=figure)


def place_of(claim: Claim, words: Words, form: str = "context") -> str:
    """A claim's place in words."""
    place = scope_place(claim)
    return words.place(place.id, form, place.name) if place is not None else words.say("question_nowhere")


def ends(quantity: Quantity, words: Words, unit: str) -> tuple[float | None, float | None, float | None] | None:
    """low, value, high of a quantity in another unit of its dimension; None where it cannot be put in it. See SQUARES."""
    units = words.ground.units
    have = SQUARES.get(quantity.unit, quantity.unit) if is_slip(quantity, unit) else quantity.unit
    try:
        low, value, high = (
            None if end is None else end if have == unit else units.convert(end, have, unit)
            for end in (quantity.low, quantity.value, quantity.high)
        )
    except ValueError:
        return None
    return low, value, high


def is_slip(quantity: Quantity, unit: str) -> bool:
    """Whether ground is counted in a unit of length where `unit` is one of area."""
    return quantity.counted == "area" and quantity.unit in SQUARES and unit in SQUARES.values()


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Claims with the same speaker, figure, day and place as one row. claims: ids, first the one shown. order: for sorting."""

    claim: Claim
    claims: tuple[str, ...]
    who: str
    figure: str
    place: str
    reports: int
    scope: ClaimScope
    backing: ClaimBacking | None


def figure_rows(finding: Finding, index: AccountIndex, words: Words) -> list[FigureRow]:
    """Each distinct figure of a finding once, by the day it describes, then size, then name: who, what, how often.

    One speaker's number for one day and place is one figure, however a retelling bounds it or slips its unit ("2,500 km"); told
    without a place it goes with the same one told with a place, where that is the only one.
    """
    grouped: dict[_Told, dict[str, list[ClaimScope]]] = {}
    for scope in finding.claims:
        claim = index.claims.get(scope.claim)
        if claim is not None and claim.quantity is not None:
            place = scope_place(claim)
            places = grouped.setdefault(_told(claim, claim.quantity, words), {})
            places.setdefault(place.id or place.name if place else "", []).append(scope)
    for places in grouped.values():
        if len(places) == 2 and "" in places:
            next(found for place, found in places.items() if place).extend(places.pop(""))
    backings = {backing.claim: backing for backing in finding.backings}
    groups = [group for places in grouped.values() for group in places.values()]
    rows = [_row(group, index, words, backings, finding.highlights) for group in groups]
    return sorted(rows, key=_order)


_Told = tuple[str, float | None, float | None, float | None, str, str, str]


def _told(claim: Claim, quantity: Quantity, words: Words) -> _Told:
    """Speaker, number, unit, day and definition: what makes two claims one figure wherever their words bound it otherwise."""
    who = speaker(claim, words)
    unit = SQUARES.get(quantity.unit, quantity.unit) if quantity.counted == "area" else quantity.unit
    ends = (None, None) if quantity.value is not None else (quantity.low, quantity.high)
    return (who.id or who.name, quantity.value, *ends, unit, str(as_of_day(claim)), str(quantity.definition))


def _row(
    group: list[ClaimScope],
    index: AccountIndex,
    words: Words,
    backings: dict[str, ClaimBacking],
    highlights: Iterable[str],
) -> FigureRow:
    first = set(highlights)
    chosen = min(group, key=lambda scope: (scope.claim not in first, *_retold(index.claims[scope.claim])))
    claim = index.claims[chosen.claim]
    rest = [scope.claim for scope in group if scope is not chosen]
    reports = {(index.claims[scope.claim].item, index.claims[scope.claim].fragment) for scope in group}
    who = listed_name(speaker(claim, words), words)
    return FigureRow(
        claim,
        (chosen.claim, *rest),
        who,
        figure_of(claim, words),
        place_of(claim, words),
        len(reports),
        chosen,
        backings.get(chosen.claim),
    )


def _retold(claim: Claim) -> tuple[bool, ...]:
    """What a retelling loses: the unit, the source's own voice, the place, the bound."""
    quantity = claim.quantity
    slip = quantity is not None and quantity.counted == "area" and quantity.unit in SQUARES
    return (slip, bool(claim.attribution), not claim.places, quantity is not None and quantity.bound == "exact")


def _order(row: FigureRow) -> tuple[str, float, str, str]:
    quantity = row.claim.quantity
    value = 0.0
    if quantity is not None:
        value = next((end for end in (quantity.value, quantity.low, quantity.high) if end is not None), 0.0)
    return (str(as_of_day(row.claim) or "9999"), value, row.who, row.claim.id)


def told_together(finding: Finding, index: AccountIndex) -> list[set[str]]:
    """Pairs of claims in which one report tells the numbers of both highlighted figures, in the finding's order; their ids."""
    shown = [index.claims[id] for id in finding.highlights if id in index.claims]
    numbers = [number for claim in shown if (number := _number(claim)) is not None]
    if len(numbers) < 2:
        return []
    reports: dict[str, dict[float, str]] = {}
    for scope in finding.claims:
        claim = index.claims.get(scope.claim)
        number = _number(claim) if claim is not None else None
        if claim is not None and number in numbers:
            reports.setdefault(report_of(claim), {}).setdefault(number, claim.id)
    found = [set(ids.values()) for ids in reports.values() if len(ids) > 1]
    return [pair for pair in found if pair != set(finding.highlights)]


def _number(claim: Claim) -> float | None:
    return claim.quantity.value if claim.quantity is not None else None
