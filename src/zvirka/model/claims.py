"""Claims: one checkable statement as said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.canonical import digest
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Attribution, Side, Voice
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes

StatementType = Literal[
    "territory_regained",
    "territory_lost",
    "control",
    "advance",
    "withdrawal",
    "border_crossing",
    "raid",
    "strike",
    "clash",
    "equipment_loss",
    "casualties",
    "prisoners",
    "civilian_harm",
    "conduct",
    "order",
    "communication",
    "media_posted",
    "sighting",
    "equipment_fact",
    "policy_position",
    "assessment",
    "framing",
    "background",
]
Polarity = Literal["affirmed", "negated"]
Modality = Literal["asserted", "conditional", "normative", "question", "predicted"]


@dataclass(frozen=True, slots=True)
class EquipmentSlot:
    """Equipment a claim names. model: node id of the theatre's variant tree ("t-80bvm"), None where only the class is said.

    cls: class id ("tank"; `class` in exports). count: how many, None where not said. status: destroyed, damaged,
    abandoned, captured, or None. owner: side, or None.
    """

    model: str | None
    cls: str
    count: float | None
    owner: Side | None
    status: str | None
    as_written: Span


@dataclass(frozen=True, slots=True)
class Reason:
    """Which rule filled which slot. field: dotted path ("places.0"). rule: the rule's id ("inherited:sentence")."""

    field: str
    rule: str


@dataclass(frozen=True, slots=True)
class Extractor:
    """Who read the text. version: digest of the code and packs that read it."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable statement as said. Slots as in DESIGN section 4; exported to the letter by `model.wire`.

    quote: the words that make the claim. label: the official term used for it ("regrouping"), beside the neutral type.
    attribution: closest to the event first; empty where the voice itself speaks. actor, target: side ids or None.
    literal: False for jokes and scare quotes. presupposed: said in passing, as a matter of course.
    """

    id: str
    item: str
    path: str
    fragment: str | None
    text_digest: str
    language: str
    type: StatementType
    label: Span | None
    polarity: Polarity
    modality: Modality
    literal: bool
    presupposed: bool
    actor: Side | None
    target: Side | None
    equipment: tuple[EquipmentSlot, ...]
    quote: Span
    voice: Voice
    attribution: tuple[Attribution, ...]
    hedges: tuple[Span, ...]
    quantity: Quantity | None
    places: tuple[PlaceSlot, ...]
    times: ClaimTimes
    extractor: Extractor
    reasons: tuple[Reason, ...]


def affirms(claim: Claim) -> bool:
    """Whether its closest source says that it is so: it is affirmed and not denied, or a denial of it is denied. Where the very words that
    deny it negate it ("denied the claim"), that is one denial."""
    closest = claim.attribution[0] if claim.attribution else None
    if closest is None or closest.commitment != "denied":
        return claim.polarity == "affirmed"
    cue, quote = closest.cue, claim.quote
    return claim.polarity == "negated" and not (cue is not None and quote.start <= cue.start and cue.end <= quote.end)


def figure_said(claim: Claim) -> str:
    """Who says which figure, in the words of the text without its bound: "General Staff: 8,100 square kilometres"; "" without a figure.
    Accounts are compared by it."""
    if claim.quantity is None:
        return ""
    who = claim.attribution[0].name if claim.attribution else claim.voice.name
    return f"{who}: {claim.quantity.as_written.exact}"


def claim_id(
    item: str, fragment: str | None, text_digest: str, type_: str, quote: Span, attribution: tuple[Attribution, ...]
) -> str:
    """The id of a claim: item, fragment, text digest, type, quote and attribution spans; never the extractor (DESIGN section 3)."""
    spans = [
        [
            [step.quote.start, step.quote.end] if step.quote else None,
            [step.cue.start, step.cue.end] if step.cue else None,
        ]
        for step in attribution
    ]
    return digest("claim", item, fragment, text_digest, type_, [quote.start, quote.end], spans)
