"""A claim's slot set to what a person says is right. The words as written stay; only what was made of them changes."""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from zvirka.ground import Ground
from zvirka.model.claims import Claim, Reason
from zvirka.model.errors import InputError
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Counted, Quantity
from zvirka.model.sources import THIRD, UNKNOWN
from zvirka.model.spans import Span
from zvirka.model.times import TimeSlot

FIXED = (
    "id",
    "item",
    "path",
    "fragment",
    "text_digest",
    "quote",
    "extractor",
    "reasons",
    "language",
    "label",
    "hedges",
)
"""What a claim is found by, or words of the text: no slots that can be wrong."""
NONE = ("", "none", "null", "not stated")
"""What stands for "not said"."""
_TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
_SIDES = ("actor", "target", "owner", "side")


def corrected(claim: Claim, path: str, value: str, by: str, ground: Ground) -> Claim:
    """The claim with the slot at dotted `path` ("quantity.unit", "places.0.id", "times.as_of") set to `value` as written.

    Keeps its id and every word; a reason says by whom (rule "by:NAME"). A time is a day, or two with ".." between; a place is a
    gazetteer id, and brings its name and point. Raises InputError where there is no such slot or the value is none of it.
    """
    steps = [("cls" if step == "class" else step) for step in path.split(".")]
    if steps[0] in FIXED:
        raise _no_slot(path, f"{steps[0]} is what the claim is found by, or words of the text")
    made = _set(claim, Claim, steps, value, path, ground)
    rule = Reason(path, f"by:{by}")
    others = tuple(reason for reason in made.reasons if not (reason.field == path and reason.rule.startswith("by:")))
    changed: Claim = dataclasses.replace(made, reasons=(*others, rule))
    return changed


def _set(holder: Any, hint: Any, steps: list[str], value: str, path: str, ground: Ground) -> Any:
    """`holder`, of type `hint`, with the value set below it; an empty slot is made only where it needs no words of the text."""
    if not steps:
        return _value(hint, value, path, ground)
    kind = _inner(hint)
    if get_origin(kind) is tuple:
        return _set_entry(holder, get_args(kind)[0], steps, value, path, ground)
    if holder is None and kind is TimeSlot:
        holder = TimeSlot(None, None, None, "stated")
    if holder is None:
        raise _no_slot(path, "the claim has no words for it")
    if not dataclasses.is_dataclass(kind) or kind is Span:
        raise _no_slot(path, f"nothing lies at {steps[0]!r}")
    hints = get_type_hints(kind)
    if steps[0] not in hints or _inner(hints[steps[0]]) is Span:
        known = ", ".join(sorted("class" if name == "cls" else name for name in hints if name not in FIXED))
        raise _no_slot(path, f"{steps[0]!r} is none of {known}")
    if kind is PlaceSlot and steps == ["id"]:
        return _place(holder, value, path, ground)
    if len(steps) == 1 and steps[0] in _SIDES and value not in NONE:
        _known_side(value, path, ground)
    inner = _set(getattr(holder, steps[0]), hints[steps[0]], steps[1:], value, path, ground)
    made = dataclasses.replace(holder, **{steps[0]: inner})
    if isinstance(made, Quantity):
        return _quantity(holder, made, steps[0], path, ground)
    return _ordered(made, path) if isinstance(made, TimeSlot) else made


def _set_entry(entries: Any, kind: Any, steps: list[str], value: str, path: str, ground: Ground) -> Any:
    if not steps[0].isdecimal():
        raise _no_slot(path, "name one by its number, from 0")
    at = int(steps[0])
    if kind is PlaceSlot and at == len(entries):
        entries = (*entries, PlaceSlot("scope", "", "", "unknown", None, None, None, None, None))
    if at >= len(entries):
        raise _no_slot(path, f"there are only {len(entries)}")
    if len(steps) == 1:
        if value not in NONE:
            raise _no_slot(path, "name one of its slots, or give no value to take it out")
        return (*entries[:at], *entries[at + 1 :])
    return (*entries[:at], _set(entries[at], kind, steps[1:], value, path, ground), *entries[at + 1 :])


def _place(slot: PlaceSlot, value: str, path: str, ground: Ground) -> PlaceSlot:
    found = ground.gazetteer.get(value)
    if found is None:
        raise _no_value(path, value, "Give the id of a place of the theatre pack, such as geonames:706482.")
    name = ground.gazetteer.name(found.id, "en")
    return dataclasses.replace(
        slot, id=found.id, name=name, kind=found.kind, lon=found.lon, lat=found.lat, uncertainty_m=found.uncertainty_m
    )


def _known_side(value: str, path: str, ground: Ground) -> None:
    sides = (*ground.sides, THIRD, UNKNOWN)
    if value not in sides:
        raise _no_value(path, value, f"Use one of {', '.join(sides)}.")


def _quantity(before: Quantity, after: Quantity, step: str, path: str, ground: Ground) -> Quantity:
    """What follows from the slot that was set: bounds from value and bound (DESIGN section 2), what is counted from the unit."""
    try:
        dimension = ground.units.dimension(after.unit)
    except ValueError as fault:
        raise _no_value(path, after.unit, f"Use one of {', '.join(ground.units.ids)}.") from fault
    value = after.value
    if step == "bound" and value is not None and after.bound not in ("between", "vague"):
        low = value if after.bound in ("exact", "at_least", "conservative") else None
        return dataclasses.replace(
            after, low=low, high=value if after.bound in ("exact", "at_most", "nearly") else None
        )
    if step == "value":
        low, high = (value if end is not None and end == before.value else end for end in (after.low, after.high))
        return dataclasses.replace(after, low=low, high=high)
    if step == "unit" and dimension in get_args(Counted) and dimension != ground.units.dimension(before.unit):
        return dataclasses.replace(after, counted=dimension)  # type: ignore[arg-type,unused-ignore]  # checked above
    return after


def _ordered(slot: TimeSlot, path: str) -> TimeSlot:
    if slot.earliest is not None and slot.latest is not None and slot.earliest > slot.latest:
        raise _no_value(path, f"{slot.earliest}..{slot.latest}", "Give the earlier day first.")
    return slot


def _value(hint: Any, value: str, path: str, ground: Ground) -> Any:
    kind, optional = _inner(hint), type(None) in get_args(hint)
    if optional and value.casefold() in NONE:
        return None
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise _no_value(path, value, f"Use one of {', '.join(get_args(kind))}.")
        return value
    readers: dict[Any, tuple[Callable[[str], Any], str]] = {
        float: (_number, "Write a number, such as 6000 or 0.5."),
        int: (int, "Write a whole number."),
        bool: (_truth, "Write true or false."),
        date: (date.fromisoformat, "Write it as 2022-09-12."),
        TimeSlot: (_days, "Write it as 2022-09-12, or 2022-09-10..2022-09-12."),
        str: (str, ""),
    }
    if kind not in readers:
        raise _no_slot(path, "name the slot inside it that is wrong")
    reader, remedy = readers[kind]
    try:
        return reader(value)
    except ValueError as fault:
        raise _no_value(path, value, remedy) from fault


def _number(value: str) -> float:
    number = float(value.replace(" ", "").replace("\u00a0", "").replace(",", ""))
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _truth(value: str) -> bool:
    if value.casefold() not in _TRUTHS:
        raise ValueError(value)
    return _TRUTHS[value.casefold()]


def _days(value: str) -> TimeSlot:
    first, _, last = value.partition("..")
    earliest = date.fromisoformat(first.strip())
    latest = date.fromisoformat(last.strip()) if last else earliest
    if earliest > latest:
        raise ValueError(value)
    return TimeSlot(earliest, latest, None, "stated")


def _inner(hint: Any) -> Any:
    """A type without its None."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _no_slot(path: str, why: str) -> InputError:
    example = "Name one such as quantity.value, quantity.unit, places.0.id, times.as_of or attribution.0.side."
    return InputError(f"there is no such slot: {why}", place="slot", value=path, remedy=example)


def _no_value(path: str, value: str, remedy: str) -> InputError:
    return InputError(f"is no value of {path}", place="value", value=value, remedy=remedy)
