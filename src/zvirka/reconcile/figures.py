"""Figures as intervals: what a figure with its words allows, rounding included, in one unit a dimension."""

from __future__ import annotations

import math
from typing import NamedTuple

from zvirka.ground import Units
from zvirka.model.quantities import Bound, Quantity

ROUNDING_CAP = 0.05
"""A bare figure allows half a unit of its last significant digit (JCGM 100:2008, GUM, F.2.2.1: a resolution of d gives plus or
minus d/2), trailing zeros of whole numbers not counted as significant; house rule: never more than 5 %, since who says 10,000
does not mean 5,000 to 15,000."""
ABOUT_SLACK = 0.10
"""House rule: "about" and "closer to" allow 10 % either way: wide enough for 8,500 said of a map's 8,400, narrow enough to tell
apart figures that a desk would print differently."""
NEARLY_SLACK = 0.10
"""House rule: "almost 6,000" is at most 6,000 and at least 10 % less: a speaker with less would name a smaller round number."""
CANONICAL = {"area": "km2", "distance": "km"}
"""The unit in which figures of a dimension are compared; the other dimensions have one unit each."""
AREA_OF_LENGTH = {"km": "km2", "m": "m2", "mi": "mi2"}
"""A length given for counted ground ("2,500 km of territory") is read as that unit's square and never taken as certain."""


class Interval(NamedTuple):
    """low <= x <= high in `unit`; infinite where open."""

    low: float
    high: float
    unit: str

    def meets(self, other: Interval) -> bool:
        """Whether both allow a common value; False for different units."""
        return self.unit == other.unit and self.low <= other.high and other.low <= self.high


class Figure(NamedTuple):
    """A claim's figure made comparable. dimension: what it measures. value: the number as said, in `unit`, or None.

    allowed: what its words allow. core: the number itself with its rounding, whichever way its words are open: on which
    dates maps show this number. read_as: unit it was read as where its words name a length for ground, else None. shown: the number
    to show it by: as said, else the only or the lower bound. Made by `made`.
    """

    dimension: str
    value: float | None
    unit: str
    allowed: Interval
    core: Interval
    read_as: str | None
    shown: float | None


def made(
    dimension: str, value: float | None, unit: str, allowed: Interval, core: Interval, read_as: str | None
) -> Figure:
    """A figure with the number to show it by."""
    ends = (end for end in (allowed.low, allowed.high) if math.isfinite(end) and end > 0)
    shown = value if value is not None else next(ends, None)
    return Figure(dimension, value, unit, allowed, core, read_as, shown)


class Figures:
    """Figures of quantities by what they say: of the few numbers that are told over and over one figure each is made."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._made: dict[tuple[object, ...], Figure | None] = {}

    def of(self, quantity: Quantity) -> Figure | None:
        """As `figure`."""
        key = (
            quantity.value, quantity.low, quantity.high, quantity.unit, quantity.bound, quantity.counted == "area",
            quantity.form == "rate",
        )  # fmt: skip
        if key not in self._made:
            self._made[key] = figure(quantity, self._units)
        return self._made[key]


def figure(quantity: Quantity, units: Units) -> Figure | None:
    """The comparable figure of a quantity, or None where it holds no number or names no unit we know.

    Rates ("a day") measure something else than totals: their dimension ends in "/time".
    """
    if quantity.unit not in units.ids:
        return None
    read_as = AREA_OF_LENGTH.get(quantity.unit) if quantity.counted == "area" else None
    unit = read_as or quantity.unit
    dimension: str = units.dimension(unit)
    canonical = CANONICAL.get(dimension, unit)
    allowed, core = bounds(quantity)
    if allowed is None or core is None:
        return None
    factor = units.convert(1.0, unit, canonical)
    value = None if quantity.value is None else quantity.value * factor
    dimension = f"{dimension}/time" if quantity.form == "rate" else dimension
    return made(
        dimension, value, canonical, _scaled(allowed, factor, canonical), _scaled(core, factor, canonical), read_as
    )


def bounds(quantity: Quantity) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """(what the words allow, the number with its rounding) in the unit as written; (None, None) without a number."""
    value = quantity.value
    if value is None:
        if quantity.low is None and quantity.high is None:
            return None, None
        span = (
            quantity.low if quantity.low is not None else 0.0,
            quantity.high if quantity.high is not None else math.inf,
        )
        return span, span
    slack = rounding(value)
    core = (value - slack, value + slack)
    return _allowed(quantity.bound, value, quantity, core), _core(quantity.bound, value, core)


def _allowed(bound: Bound, value: float, quantity: Quantity, core: tuple[float, float]) -> tuple[float, float]:
    match bound:
        case "about" | "closer_to":
            slack = max(abs(value) * ABOUT_SLACK, core[1] - value)
            return (value - slack, value + slack)
        case "at_least" | "conservative" | "vague":
            return (
                quantity.low if quantity.low is not None else value,
                math.inf if quantity.high is None else quantity.high,
            )
        case "at_most":
            return (0.0, quantity.high if quantity.high is not None else value)
        case "nearly":
            high = quantity.high if quantity.high is not None else value
            return (high * (1 - NEARLY_SLACK), high)
        case "between":
            low = quantity.low if quantity.low is not None else value
            return (low, quantity.high if quantity.high is not None else value)
        case _:
            return core


def _core(bound: Bound, value: float, core: tuple[float, float]) -> tuple[float, float]:
    if bound in ("about", "closer_to"):
        slack = max(abs(value) * ABOUT_SLACK, core[1] - value)
        return (value - slack, value + slack)
    return (value * (1 - NEARLY_SLACK), value) if bound == "nearly" else core


def rounding(value: float) -> float:
    """Half a unit of the last significant digit of a number, at most 5 % of it: 2,500 gives 50, 10,000 gives 500, 1.8 gives 0.05."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    text = f"{abs(value):.12g}"
    if "e" in text:
        return abs(value) * ROUNDING_CAP
    whole, _, fraction = text.partition(".")
    step = 10.0 ** -len(fraction) if fraction else 10.0 ** (len(whole) - len(whole.rstrip("0")))
    return min(step / 2, abs(value) * ROUNDING_CAP)


def _scaled(span: tuple[float, float], factor: float, unit: str) -> Interval:
    return Interval(span[0] * factor, span[1] * factor, unit)
