"""Canonical JSON, spans, the wire form and errors keep their promises."""

from __future__ import annotations

import json
import math
import pickle
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.canonical import canonical_json, digest
from zvirka.model.errors import FormatError, InputError, ZvirkaError
from zvirka.model.spans import Span
from zvirka.model.times import Moment, TimeSlot
from zvirka.model.wire import from_plain, moment_of, to_plain

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_canonical_json_reads_back_as_what_was_written(value: object) -> None:
    assert json.loads(canonical_json(value), parse_int=float) == value  # JSON numbers are doubles (RFC 8785, 3.2.2.3)


@given(st.dictionaries(st.text(), st.integers(0, 9), max_size=6))
def test_the_order_of_keys_changes_nothing(value: dict[str, int]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical_json(value) == canonical_json(backwards)
    assert digest(value) == digest(backwards)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # RFC 8785, appendix B, by their IEEE 754 values
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (1e21, "1e+21"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (333333333.33333329, "333333333.3333333"),
        (6000.0, "6000"),
        (1.8, "1.8"),
    ],
)
def test_numbers_are_written_as_rfc_8785_prints_them(value: float, text: str) -> None:
    assert canonical_json(value) == text


def test_keys_are_sorted_by_utf_16_units() -> None:
    # RFC 8785, section 3.2.3: U+1F600 sorts before U+FB33 by its surrogates
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2, "1": 3}) == '{"1":3,"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, "\ud800"])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        canonical_json(value)


@given(st.text(min_size=1), st.data())
def test_a_span_holds_what_stands_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span.of(text, start, end)
    assert text[span.start : span.end] == span.exact
    assert from_plain(Span, to_plain(span)) == span


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (2, 9)])
def test_a_span_outside_its_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Span.of("words", start, end)


def test_a_moment_keeps_its_civil_day_and_its_instant() -> None:
    instant = datetime(2022, 9, 12, 22, 30, tzinfo=UTC)
    assert str(Moment(date(2022, 9, 13), instant)) == "2022-09-12T22:30:00Z"
    assert moment_of("2022-09-12") == Moment(date(2022, 9, 12))
    with pytest.raises(ValueError, match="no time zone"):
        moment_of("2022-09-12T22:30:00")


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no field colour"):
        from_plain(TimeSlot, {"earliest": None, "latest": None, "as_written": None, "basis": "said", "colour": 1})


def test_an_error_says_file_place_value_and_remedy_and_survives_a_process_boundary() -> None:
    error = FormatError("a column is missing", file="lists/a.csv", place="line 1", value="date", remedy="Add it.")
    assert str(error) == "lists/a.csv, line 1: a column is missing ('date'). Add it."
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, FormatError)
    assert isinstance(again, InputError)
    assert isinstance(again, ZvirkaError)
    assert str(again) == str(error)
