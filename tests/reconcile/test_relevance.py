"""Relevance: the case's days follow from what was asked and what evidence shows, and a claim is told by the days it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.case import AskedQuestion, Case
from zvirka.model.times import TimeBasis, TimeSlot
from zvirka.reconcile.relevance import SLACK_DAYS, Days, case_days

ASKED = AskedQuestion("territory_regained", "geonames:706482", date(2022, 9, 6), date(2022, 9, 14))
DAYS = st.none() | st.dates(date(2022, 1, 1), date(2024, 12, 31))


def test_nothing_asked_leaves_the_days_open() -> None:
    assert case_days(Case(), None) == Days(None, None)


def test_the_days_of_the_case_file_win() -> None:
    case = Case(since=date(2022, 9, 1), until=date(2022, 9, 30), questions=(ASKED,))
    assert case_days(case, None) == Days(date(2022, 9, 1), date(2022, 9, 30))


def test_a_question_without_an_end_and_without_evidence_leaves_the_end_open() -> None:
    days = case_days(Case(questions=(replace(ASKED, until=None),)), None)
    assert days.until is None
    assert days.since is not None
    assert (date(2022, 9, 6) - days.since).days == SLACK_DAYS


@given(DAYS, DAYS, DAYS, DAYS)
def test_spans_that_are_not_known_may_be_of_any_day(
    since: date | None, until: date | None, first: date | None, last: date | None
) -> None:
    days = Days(since, until)
    assert days.overlap(None, None)
    if days.overlap(first, last):
        assert days.overlap(None, last)
        assert days.overlap(first, None)
        assert Days(None, until).overlap(first, last)


@pytest.mark.parametrize(("basis", "taken"), [("said", False), ("stated", False), ("publication", False)])
def test_a_state_told_two_years_later_is_of_other_days(basis: TimeBasis, taken: bool) -> None:
    from zvirka.reconcile.relevance import _ends

    slot = TimeSlot(None, date(2024, 11, 20), None, basis)
    assert Days(date(2022, 7, 1), date(2022, 12, 1)).overlap(*_ends(slot)) is taken
