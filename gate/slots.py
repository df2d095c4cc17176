"""Holds the slots of a found claim against those marked; a slot that is not marked is not scored.

Slots, each a list of right or wrong: source (the chain of who had it from whom: as many, in the same order, their words
overlapping), kind and side (of each marked source), quantity (all keys given), place (each marked place one), time (each
marked time one; days of an event also as the window counted over), manner (polarity, modality and, where marked, literal, together).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from gate.gold_files import Days, GoldClaim, GoldPlace, GoldSource
from gate.words import words_overlap
from zvirka.ground import Ground
from zvirka.model.claims import Claim, Polarity, affirms
from zvirka.model.places import PlaceSlot
from zvirka.model.sources import Attribution
from zvirka.model.times import TimeSlot

SLOTS = ("source", "kind", "side", "quantity", "place", "time", "manner")
_NEAR = 1e-9
"""Figures are compared as read; this allows for floating point only."""


def slots_of(gold: GoldClaim, found: Claim, ground: Ground) -> dict[str, list[bool]]:
    """Right or wrong for everything marked, by slot."""
    return {
        "source": [] if gold.sources is None else [_same_chain(gold.sources, found.attribution)],
        "kind": _each_source(gold, found, "kind"),
        "side": _each_source(gold, found, "side"),
        "quantity": [_same_quantity(gold, found)] if gold.quantity else [],
        "place": [_has_place(place, found.places, ground) for place in gold.places],
        "time": [_same_time(key, days, found) for key, days in gold.times.items()],
        "manner": [
            (gold.polarity, gold.modality) == (_polarity(found), found.modality)
            and gold.literal in (None, found.literal)
        ],
    }


def _polarity(found: Claim) -> Polarity:
    """Negated also where only the closest source's verb denies what is affirmed ("denied that its troops had left")."""
    denied = bool(found.attribution) and found.attribution[0].commitment == "denied"
    return "negated" if denied and not affirms(found) else found.polarity


def marked_slots(gold: GoldClaim) -> int:
    """How many verdicts `slots_of` gives, whatever was found."""
    sources = gold.sources or ()
    of_sources = sum((source.kind is not None) + (source.side is not None) for source in sources)
    return (gold.sources is not None) + of_sources + bool(gold.quantity) + len(gold.places) + len(gold.times) + 1


def _same_source(gold: GoldSource, found: Attribution) -> bool:
    return words_overlap(gold.words, found.name) or (
        found.quote is not None and words_overlap(gold.words, found.quote.exact)
    )


def _same_chain(gold: tuple[GoldSource, ...], found: tuple[Attribution, ...]) -> bool:
    return len(gold) == len(found) and all(_same_source(*pair) for pair in zip(gold, found, strict=True))


def _each_source(gold: GoldClaim, found: Claim, key: str) -> list[bool]:
    """One verdict for each marked source whose kind (or side) is marked; a source that was not found has neither."""
    wanted = [getattr(source, key) for source in gold.sources or ()]
    have = [getattr(step, key) for step in found.attribution] + [None] * len(wanted)
    return [want == got for want, got in zip(wanted, have, strict=False) if want is not None]


def _same_quantity(gold: GoldClaim, found: Claim) -> bool:
    if found.quantity is None:
        return False
    for key, wanted in gold.quantity.items():
        have = getattr(found.quantity, key)
        if isinstance(wanted, str) or have is None:
            if have != wanted:
                return False
        elif abs(have - wanted) > _NEAR * max(1.0, abs(wanted)):
            return False
    return True


def _has_place(gold: GoldPlace, found: tuple[PlaceSlot, ...], ground: Ground) -> bool:
    """By the gazetteer's id or name; by the words where the gazetteer does not know the name. A mark tells only the name, so that
    any of its namesakes is right, in whatever language the text is."""
    hits = ground.gazetteer.find(gold.name, "en")
    wanted = {id_ for hit in hits if (hit.start, hit.end) == (0, len(gold.name)) for id_ in hit.ids}
    same: Callable[[PlaceSlot], bool]
    if not wanted:
        same = lambda place: any(  # noqa: E731 - one of two tests of one name
            words_overlap(gold.words, span.exact) for span in (place.as_written, place.inherited_from) if span
        )
    else:
        same = lambda place: place.id in wanted or place.name == gold.name  # noqa: E731
    return any(same(place) and gold.role in (None, place.role) for place in found)


def _same_time(key: str, days: Days, found: Claim) -> bool:
    """Whether a time is right. A span in which something happened is also right as the window it was counted over: since its
    first day, until its last."""
    if same_days(days, getattr(found.times, key)):
        return True
    since, until = found.times.since, found.times.until
    if key != "event" or days is None or found.times.event is not None or since is None or until is None:
        return False
    return (since.earliest, until.latest) == days


def same_days(gold: Days, found: TimeSlot | None) -> bool:
    """Whether a time is that day or span; a night, marked by its two days, is also right as either of them."""
    if found is None or (found.earliest is None and found.latest is None):
        return gold is None
    if gold is None:
        return False
    if (found.earliest, found.latest) == gold:
        return True
    night = gold[1] - gold[0] == timedelta(days=1)
    return night and found.earliest == found.latest and found.earliest in gold
