"""Quantities: what was counted, in which unit, how tightly bound (DESIGN section 2, table of bounds)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.spans import Span

Bound = Literal["exact", "about", "closer_to", "at_least", "conservative", "at_most", "nearly", "between", "vague"]
Counted = Literal["area", "settlements", "people", "items", "distance"]
Form = Literal["level", "change", "share", "ratio", "rate"]
QuantityBasis = Literal["assessed", "claimed", "measured"]
Unit = str
"""A unit id of `ground` ("km2", "m2", "mi2", "ha", "km", "m", "people", "settlements", "items", "percent", "times", …)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as said; nothing is converted: value, low and high are in `unit` as written; None is unbounded or not said.

    form: level (a state), change (a cumulative count over a window), share, ratio, rate (per time).
    of: the words naming what a share or level is of. relative_to: the words naming what a ratio compares with.
    part_of: the words of the whole this is a part of ("23" of "102 pieces"). definition: lexicon id of what is
    counted ("stabilised", "contested", …) or None. as_written: figure with its unit, without the hedge.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: Unit
    bound: Bound
    counted: Counted
    form: Form
    of: Span | None
    relative_to: Span | None
    part_of: Span | None
    definition: str | None
    basis: QuantityBasis
    as_written: Span
