"""When something was published."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture.dates import published_moment

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.mark.parametrize(
    ("words", "day", "shown"),
    [
        ("2022-09-12", "2022-09-12", "2022-09-12"),
        ("2022-09-08T08:47", "2022-09-08", "2022-09-08"),
        ("2022-09-12 10:15:00", "2022-09-12", "2022-09-12"),
        ("2022-09-12T10:15:00+03:00", "2022-09-12", "2022-09-12T07:15:00Z"),
        ("2022-09-12T10:15:00.123+0300", "2022-09-12", "2022-09-12T07:15:00Z"),
        ("2022-09-12T22:30:00Z", "2022-09-13", "2022-09-12T22:30:00Z"),
        ("2022-09-12 22:30 UTC", "2022-09-13", "2022-09-12T22:30:00Z"),
        ("Mon, 12 Sep 2022 10:15:00 +0300", "2022-09-12", "2022-09-12T07:15:00Z"),
        ("12.09.2022", "2022-09-12", "2022-09-12"),
    ],
)
def test_dates_are_read_with_the_civil_day_of_the_zone(words: str, day: str, shown: str) -> None:
    moment = published_moment(words, KYIV)
    assert moment is not None
    assert (moment.day.isoformat(), str(moment)) == (day, shown)


@pytest.mark.parametrize(
    "words", ["", "yesterday", "2022-13-01", "2022", "31.02.2022", "0001-01-01T00:00:00+14:00", "20220912104500"]
)
def test_what_is_no_date_gives_none(words: str) -> None:
    assert published_moment(words, KYIV) is None


@given(st.text(max_size=40))
def test_any_words_have_an_answer(words: str) -> None:
    published_moment(words, KYIV)


@pytest.mark.parametrize(
    "words", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "31.12.9999"]
)
def test_a_filler_is_no_date(words: str) -> None:
    assert published_moment(words, KYIV) is None
