"""What a figure's words allow."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.hand import quantity
from zvirka.ground import Units
from zvirka.reconcile.figures import figure, rounding


@pytest.mark.parametrize(
    ("value", "slack"),
    [
        (2500, 50),
        (3800, 50),
        (8500, 50),
        (6000, 300),
        (10_000, 500),
        (388, 0.5),
        (421, 0.5),
        (1.8, 0.05),
        (40, 2),
        (0, 0),
    ],
)
def test_rounding_is_half_a_unit_of_the_last_digit_said_and_at_most_five_per_cent(value: float, slack: float) -> None:
    assert rounding(value) == pytest.approx(slack)


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [
        ("exact", 5700, 6300),
        ("about", 5400, 6600),
        ("closer_to", 5400, 6600),
        ("at_least", 6000, math.inf),
        ("conservative", 6000, math.inf),
        ("at_most", 0, 6000),
        ("nearly", 5400, 6000),
    ],
)
def test_a_bound_opens_the_interval_its_words_open(bound: Any, low: float, high: float) -> None:
    found = figure(quantity(6000, bound), Units())
    assert found is not None
    assert (found.allowed.low, found.allowed.high) == pytest.approx((low, high))


def test_a_range_is_taken_as_said() -> None:
    found = figure(quantity(None, "between", low=6000, high=8000), Units())
    assert found is not None
    assert (found.allowed.low, found.allowed.high, found.shown) == (6000, 8000, 6000)


def test_square_miles_are_compared_in_square_kilometres() -> None:
    found = figure(quantity(2000, unit="mi2"), Units())
    assert found is not None
    assert found.value == pytest.approx(5179.98, abs=0.01)


def test_kilometres_of_territory_are_read_as_square_kilometres_and_marked() -> None:
    found = figure(quantity(2500, "about", unit="km"), Units())
    assert found is not None
    assert (found.unit, found.dimension, found.read_as) == ("km2", "area", "km2")


def test_a_rate_is_no_total_and_no_number_is_no_figure() -> None:
    rate = figure(quantity(100, form="rate"), Units())
    assert rate is not None
    assert rate.dimension == "area/time"
    assert figure(quantity(None), Units()) is None


@given(
    st.floats(0.01, 1e9),
    st.sampled_from(["exact", "about", "closer_to", "at_least", "conservative", "at_most", "nearly"]),
)
def test_the_number_said_is_always_allowed_and_in_its_core(value: float, bound: Any) -> None:
    found = figure(quantity(value, bound), Units())
    assert found is not None
    assert found.allowed.low <= value <= found.allowed.high
    assert found.core.low <= value <= found.core.high
