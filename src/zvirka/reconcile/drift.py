"""What a retelling lost or changed: source, hedge, "some", number, unit, count of witnesses, place, date, tense."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from zvirka.ground import Ground
from zvirka.ground.words import Phrases
from zvirka.model.claims import Claim
from zvirka.model.findings import LinkReason
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Attribution
from zvirka.model.times import TimeSlot
from zvirka.reconcile.telling import in_common, skeletons

VAGUE = frozenset({"vague", "about"})
PRIVATE = frozenset({"eyewitness", "public", "unnamed"})
"""Kinds of source whose names are left out of reasons: reasons go wherever links go, and witnesses are not named there."""


def drift(told: Claim, origin: Claim, ground: Ground) -> list[LinkReason]:
    """What `told` lost or changed of `origin`, in the order of the docstring above; [] where nothing.

    Each reason is drift:WHAT_lost, _changed or _added with `was` and `is` in the words of the texts (days in ISO 8601).
    """
    return [
        *_sources(told, origin, ground), *_hedges(told, origin), *_parts(told, origin, ground), *_numbers(told, origin),
        *_witnesses(told, origin), *_places(told, origin, ground), *_dates(told, origin), *_tense(told, origin),
    ]  # fmt: skip


def _reason(rule: str, was: str = "", now: str = "") -> LinkReason:
    return LinkReason(f"drift:{rule}", tuple((name, words) for name, words in (("was", was), ("is", now)) if words))


def _sources(told: Claim, origin: Claim, ground: Ground) -> Iterator[LinkReason]:
    """Who is closest to the event; a report whose own voice speaks is its outlet. Whom "she" is, the report tells elsewhere."""
    was = origin.attribution[0] if origin.attribution else None
    now = told.attribution[0] if told.attribution else None
    names = skeletons(was.name) if was else frozenset()
    if was and not now:
        yield _reason("source_lost", _shown(was))
    elif was and now and names and not in_common(names, skeletons(now.name)) and not by_pronoun(told, ground):
        yield _reason("source_changed", _shown(was), _shown(now))
    outlet = origin.voice.name
    one_speaker = bool(was and now and in_common(names, skeletons(now.name)))
    if outlet and outlet != told.voice.name and not one_speaker and not cites(told, outlet):
        yield _reason("outlet_lost", outlet)


def _shown(step: Attribution) -> str:
    return "" if step.kind in PRIVATE else step.name


def by_pronoun(claim: Claim, ground: Ground) -> bool:
    """Whether who is closest to the event is told only by a pronoun."""
    if not claim.attribution or claim.language not in ground.languages:
        return False
    pronouns = ground.language(claim.language).get("attribution", {}).get("words", {}).get("pronoun", ())
    return " ".join(claim.attribution[0].name.casefold().split()) in {word.casefold() for word in pronouns}


def cites(claim: Claim, outlet: str) -> bool:
    """Whether a claim names an outlet among those it has its words from: by any name in it, in any of the three scripts' spellings."""
    names = skeletons(outlet)
    return any(in_common(skeletons(step.name), names) for step in claim.attribution)


def _hedges(told: Claim, origin: Claim) -> Iterator[LinkReason]:
    if origin.hedges and not told.hedges:
        yield _reason("hedge_lost", origin.hedges[0].exact)
    elif told.hedges and not origin.hedges:
        yield _reason("hedge_added", now=told.hedges[0].exact)


def _parts(told: Claim, origin: Claim, ground: Ground) -> Iterator[LinkReason]:
    """Words that say only a part is meant ("some soldiers"), which the retelling does without."""
    was, now = (_partial_words(claim, ground) for claim in (origin, told))
    if was and not now:
        yield _reason("part_lost", was)


def _partial_words(claim: Claim, ground: Ground) -> str:
    scope = ground.language(claim.language).get("scope", {}) if claim.language in ground.languages else {}
    words = claim.quote.exact
    return next((words[hit.start : hit.end] for hit in _phrases(tuple(scope.get("partial", ()))).find(words)), "")


@lru_cache(maxsize=8)
def _phrases(words: tuple[str, ...]) -> Phrases[bool]:
    return Phrases((word, True) for word in words)


def _numbers(told: Claim, origin: Claim) -> Iterator[LinkReason]:
    was, now = origin.quantity, told.quantity
    if was is None:
        return
    if now is None:
        yield _reason("number_lost", was.as_written.exact)
    elif _given(was) != _given(now):
        yield _reason("number_changed", was.as_written.exact, now.as_written.exact)
    elif was.unit != now.unit:
        yield _reason("unit_changed", was.as_written.exact, now.as_written.exact)
    elif was.bound != now.bound and not {was.bound, now.bound} <= VAGUE:
        yield _reason("bound_changed", was.as_written.exact, now.as_written.exact)


def _given(quantity: Quantity) -> tuple[float | None, ...]:
    return tuple(sorted({each for each in (quantity.value, quantity.low, quantity.high) if each is not None}))


def _witnesses(told: Claim, origin: Claim) -> Iterator[LinkReason]:
    if origin.attribution and told.attribution:
        was, now = origin.attribution[0].at_least, told.attribution[0].at_least
        if was != now:
            yield _reason("witnesses_changed", str(was), str(now))


def _places(told: Claim, origin: Claim, ground: Ground) -> Iterator[LinkReason]:
    was, now = ([slot for slot in claim.places if slot.id and slot.kind != "country"] for claim in (origin, told))
    if was and not now:
        yield _reason("place_lost", was[0].name)
    elif was and now:
        relations = {ground.gazetteer.relation(slot.id, beside.id) for slot in now for beside in was}
        if "same" not in relations:
            yield _reason("place_wider" if "contains" in relations else "place_changed", was[0].name, now[0].name)


def _dates(told: Claim, origin: Claim) -> Iterator[LinkReason]:
    was, now = _day(origin.times.event), _day(told.times.event)
    if was and not now:
        yield _reason("date_lost", was)
    elif was and now and was != now:
        yield _reason("date_changed", was, now)


def _day(slot: TimeSlot | None) -> str:
    if slot is None or slot.basis == "said":
        return ""
    day = slot.latest or slot.earliest
    return day.isoformat() if day else ""


def _tense(told: Claim, origin: Claim) -> Iterator[LinkReason]:
    """What was to come, on a condition or a question is told as a fact, or the other way round."""
    if told.modality != origin.modality:
        yield _reason("tense_changed", origin.modality, told.modality)
