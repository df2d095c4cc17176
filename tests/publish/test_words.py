"""Numbers, days and rounding in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import ZONE, moment
from zvirka.ground import Ground
from zvirka.publish.words import Words, outward

NUMBERS = st.floats(0, 1e7, allow_nan=False).map(lambda value: round(value, 3))


@given(NUMBERS, NUMBERS)
def test_rounding_outward_never_narrows(one: float, other: float) -> None:
    """The printed range holds the exact one and has at most two significant digits."""
    low, high = min(one, other), max(one, other)
    shown_low, shown_high = outward(low, high)
    assert shown_low is not None
    assert shown_high is not None
    assert shown_low <= low <= high <= shown_high
    for value in (shown_low, shown_high):
        assert len(Decimal(repr(value)).normalize().as_tuple().digits) <= 2


@pytest.mark.parametrize(
    ("language", "value", "expected"),
    [
        ("en", 7000, "7,000"),
        ("uk", 7000, "7000"),
        ("ru", 37505, "37\u00a0505"),
        ("en", 1234567.5, "1,234,567.5"),
        ("uk", 0.25, "0,25"),
        ("en", -3, "−3"),
        ("en", 0, "0"),
    ],
)
def test_numbers_are_written_as_the_language_does(language: str, value: float, expected: str, ground: Ground) -> None:
    """Groups and decimal mark follow the language."""
    assert Words(ground, language, ZONE).number(value) == expected


def test_a_clock_time_is_rounded_up_to_the_minute(ground: Ground) -> None:
    """ "Published by" holds of a later minute, never of an earlier one; over midnight it is the next day."""
    words = Words(ground, "en", ZONE)
    assert words.when(moment("2022-09-12T16:06:55Z")) == "19:07 Kyiv time on 12 September"
    assert words.when(moment("2022-09-12T16:07:00Z")) == "19:07 Kyiv time on 12 September"
    assert words.when(moment("2022-09-12T20:59:01Z")) == "00:00 Kyiv time on 13 September"
    assert words.when(moment("2022-09-12")) == "12 September"
    assert words.when_utc(moment("2022-09-12T16:06:55Z")) == "12 September 2022, 16:06:55 UTC"


def test_spans_of_days_are_short(ground: Ground) -> None:
    """Days of one month share its name; one day stands once; no day is said to be unknown."""
    words = Words(ground, "uk", ZONE)
    assert words.days(date(2022, 9, 9), date(2022, 9, 12)) == "9–12 вересня"
    assert words.days(date(2022, 9, 9), date(2022, 9, 9)) == "9 вересня"
    assert words.days(date(2022, 8, 31), date(2022, 9, 1)) == "31 серпня–1 вересня"
    assert words.days(None, None) == "невідомо"


def test_a_place_outside_the_gazetteer_keeps_its_own_name(ground: Ground) -> None:
    """A place the theatre does not know is named as the claim names it."""
    assert Words(ground, "ru", ZONE).place("", given="Некое село") == "Некое село"
    assert Words(ground, "ru", ZONE).place("") == "место неизвестно"


def test_what_became_of_a_vehicle_is_told_in_each_language(ground: Ground) -> None:
    """A state that a list has and the catalogue has not is shown as written."""
    told = {code: Words(ground, code, ZONE).state("damaged, captured, up-armoured") for code in ("en", "uk", "ru")}
    assert told["en"] == "damaged, captured, up-armoured"
    assert told["uk"] == "пошкоджено, захоплено, up-armoured"
    assert told["ru"].endswith(", up-armoured")
    assert "captured" not in told["ru"]
