"""Units: what they measure and how they convert."""

from __future__ import annotations

from typing import Literal

Dimension = Literal["area", "distance", "people", "settlements", "items", "percent", "times"]

MILE_M = 1609.344
"""Metres in an international mile (NIST Handbook 44, appendix C)."""

_UNITS: dict[str, tuple[Dimension, float]] = {
    "m2": ("area", 1.0),
    "ha": ("area", 10_000.0),
    "km2": ("area", 1_000_000.0),
    "mi2": ("area", MILE_M**2),
    "m": ("distance", 1.0),
    "km": ("distance", 1_000.0),
    "mi": ("distance", MILE_M),
    "people": ("people", 1.0),
    "settlements": ("settlements", 1.0),
    "items": ("items", 1.0),
    "percent": ("percent", 1.0),
    "times": ("times", 1.0),
}


class Units:
    """The units of quantities, by id."""

    ids = tuple(_UNITS)

    def dimension(self, unit: str) -> Dimension:
        """What a unit measures. Raises ValueError for an unknown id."""
        return self._known(unit)[0]

    def convert(self, value: float, unit: str, to: str) -> float:
        """value in `to`. Raises ValueError for unknown ids and where the two measure different things."""
        (have, factor), (want, target) = self._known(unit), self._known(to)
        if have != want:
            raise ValueError(f"{unit} measures {have}, {to} measures {want}")
        return value if unit == to else value * factor / target

    def _known(self, unit: str) -> tuple[Dimension, float]:
        try:
            return _UNITS[unit]
        except KeyError:
            raise ValueError(f"no unit {unit!r}; there are {', '.join(_UNITS)}") from None
