"""Who says it and what figure, in the words of one language: shared by sentences, pages and the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Side, SourceKind
from zvirka.model.times import TimeSlot
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
    as_named = closest.name if closest else claim.voice.name or claim.path
    kind, side = (closest.kind, closest.side) if closest else (claim.voice.kind, claim.voice.side)
    said = claim.times.said.latest if claim.times.said else None
    info = words.ground.sources.resolve(as_named, claim.language, said) if as_named.strip() else None
    told = words.ground.sources.get(words.spoken[claim.id]) if claim.id in words.spoken else None
    if info is None and told is not None:
        name = words.source_name(told.id)
        return Speaker(name, told.id, visible(as_named), told.side, told.kind, True, False, told.group)
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


def speaks_for(who: Speaker, side: Side) -> bool:
    """Whether a speaker is a side's: a resident of its country is no word of it."""
    return who.side == side and who.kind != "eyewitness"


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
    """The place a claim is about: its scope, else where it is at, else where it goes to; known places before others ("one spot")."""
    roles = ("scope", "at", "to", "from", "near")
    return min(claim.places, key=lambda place: (not place.id, roles.index(place.role)), default=None)


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
        figure = words.counted(figure, claim)
    key = bound_key(claim, quantity, words)
    return figure if key == "bound_about" and not about else words.say(key, figure=figure)


def place_of(claim: Claim, words: Words, form: str = "context") -> str:
    """A claim's place in words."""
    place = scope_place(claim)
    if place is None:
        return words.say("question_nowhere")
    if not place.id and claim.language != words.language and place.name.strip():
        return words.say("quote_open") + one_line(place.name, 60) + words.say("quote_close")
    return words.place(place.id, form, place.name)


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
