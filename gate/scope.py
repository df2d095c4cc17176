"""Scope between two claims against pairs of our own: the relation and the reason a person expects, half of them blind."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zvirka.ground import Ground, load_ground
from zvirka.model.claims import Claim, EquipmentSlot, Extractor, claim_id
from zvirka.model.items import Text, text_digest
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Quantity
from zvirka.model.sources import Attribution, Voice
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes, TimeSlot
from zvirka.reconcile import Viewer, compare

PAIRS = Path(__file__).with_name("scope_pairs.toml")
KHARKIV = "geonames:706482"
SIDES = {"Hanna Maliar": "ukraine", "Zelensky": "ukraine", "Vitaly Ganchev": "russia"}
"""Sides of the speakers named in the pairs; all others are third."""
_LOW, _HIGH = ("at_least", "conservative"), ("at_most", "nearly")


def score() -> dict[str, float]:
    """The share of pairs with both relation and reason right, by half and over all."""
    right: dict[str, list[bool]] = defaultdict(list)
    for half, found in judged():
        right[half].append(not found)
        right["all"].append(not found)
    return {half: round(sum(each) / len(each), 4) for half, each in sorted(right.items())}


def faults() -> list[str]:
    """What came out of each pair of the open half that is wrong."""
    return [found for half, found in judged() if half == "open" and found]


def judged() -> list[tuple[str, str]]:
    """(half, "" or what is wrong) of each pair, in their order."""
    ground = load_ground()
    made = []
    for number, entry in enumerate(tomllib.loads(PAIRS.read_text("utf-8"))["pairs"], 1):
        texts, claims = zip(
            *(_claim(ground, f"{side}{number}", entry[side]) for side in ("left", "right")), strict=True
        )
        viewer = Viewer(ground, texts, {})
        relation = compare(viewer.view(claims[0]), viewer.view(claims[1]), ground)
        rules = [reason.rule for reason in relation.reasons]
        fits = relation.kind == entry["relation"] and (not entry["reason"] or entry["reason"] in rules)
        wanted = f"{entry['relation']} by {entry['reason']}"
        made.append((entry["half"], "" if fits else f"pair {number}: {relation.kind} by {rules}, expected {wanted}"))
    return made


def _claim(ground: Ground, key: str, slots: Mapping[str, Any]) -> tuple[Text, Claim]:
    """A report of one claim, made of the slots of a pair."""
    words = slots.get("words") or f"{slots.get('value', 'it')} as told"
    type_, said = slots.get("type", "territory_regained"), slots.get("said", slots["as_of"])
    language = slots.get("language", "en")
    voice = Voice("", "media", "unknown")
    text = Text(key, None, f"{key}.txt", words, text_digest(words), language, None, None, voice, "text")
    quote = Span(0, len(words), words)
    by = Attribution(
        slots["by"], "official", SIDES.get(slots["by"], "third"), True, 1, None, "claimed", False, None, None
    )
    equipment = (
        (EquipmentSlot(slots.get("model"), slots["class"], None, slots.get("owner"), slots.get("status"), quote),)
        if "class" in slots
        else ()
    )
    claim = Claim(
        claim_id(key, None, text.digest, type_, quote, (by,)), key, text.path, None, text.digest, language, type_, None,
        slots.get("polarity", "affirmed"), slots.get("modality", "asserted"), True, False, slots.get("actor"), slots.get("target"),
        equipment, quote, voice, (by,), (), _quantity(slots, words), _places(ground, slots.get("place", KHARKIV)),
        ClaimTimes(None, _day(slots["as_of"]), _day(slots.get("since", 6)), None, _day(said)), Extractor("pairs", "1"), (),
    )  # fmt: skip
    return text, claim


def _quantity(slots: Mapping[str, Any], words: str) -> Quantity | None:
    if "value" not in slots:
        return None
    value, bound = float(slots["value"]), slots.get("bound", "exact")
    counted = slots.get("counted", "items" if "class" in slots else "area")
    figure = str(slots["value"])
    start = words.index(figure)
    span = Span(start, start + len(figure), figure)
    return Quantity(
        value, value if bound in _LOW else None, value if bound in _HIGH else None,
        slots.get("unit", "items" if "class" in slots else "km2"), bound, counted, slots.get("form", "change"), None, None,
        span if slots.get("part") else None, slots.get("definition"), slots.get("basis", "claimed"), span,
    )  # fmt: skip


def _places(ground: Ground, id: str) -> tuple[PlaceSlot, ...]:
    known = ground.gazetteer.get(id)
    if known is None:
        return ()
    name = ground.gazetteer.name(id, "en")
    return (PlaceSlot("scope", id, name, known.kind, known.lon, known.lat, known.uncertainty_m, None, None),)


def _day(number: int) -> TimeSlot | None:
    """A day of September 2022; 0 is not known."""
    return TimeSlot(date(2022, 9, number), date(2022, 9, number), None, "stated") if number else None
