"""A source's record: counts of what people judged, with an interval; nothing without a judgement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.model.judgements import Judgement, JudgementStanding, Standing, Subject
from zvirka.model.narratives import Speech, Statement
from zvirka.reconcile import records_of
from zvirka.reconcile.records import share


def statement(*claims: str, topic: str = "control") -> Statement:
    return Statement(claims, len(claims), None, None, topic, topic, ())  # type: ignore[arg-type]


def outcome(claim: str, value: str, standing: JudgementStanding = "acts", by: str = "Ann") -> Standing:
    made = Judgement("outcome", (Subject("claim", claim),), by, "2022-09-20T08:00:00Z", value=value)
    return Standing(made, standing, (claim,))


SAID = Speech("source:maliar", "ukraine", "", (statement("a", "b"), statement("c"), statement("d", topic="raid")), ())


def test_nothing_judged_is_no_record() -> None:
    assert records_of([SAID], []) == ()
    assert records_of([SAID], [outcome("a", "refuted", "superseded")]) == ()
    assert records_of([SAID], [outcome("elsewhere", "refuted")]) == ()


def test_a_statement_counts_once_by_topic_however_many_reports_carry_it() -> None:
    judged = [outcome("a", "borne_out"), outcome("b", "borne_out"), outcome("d", "refuted")]
    control, raid = records_of([SAID], judged)
    assert (control.topic, control.borne_out, control.refuted, control.open) == ("control", 1, 0, 1)
    assert (raid.topic, raid.borne_out, raid.refuted, raid.open) == ("raid", 0, 1, 0)


def test_what_people_or_renderings_are_judged_differently_on_counts_for_neither() -> None:
    for judged in (
        [outcome("a", "borne_out"), outcome("b", "refuted")],
        [outcome("a", "borne_out", "contradicted"), outcome("a", "refuted", "contradicted", "Ben")],
    ):
        (record,) = records_of([SAID], judged)
        assert (record.borne_out, record.refuted, record.disputed, record.open) == (0, 0, 1, 1)
        assert (record.low, record.high) == (None, None)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (1, 1, 0.2065, 1.0)]
)
def test_the_interval_is_the_published_one(hits: int, of: int, low: float, high: float) -> None:
    """8 of 10 and 0 of 10: as statsmodels' and R's binom.wilson give them."""
    assert share(hits, of) == (low, high)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_and_narrows_with_more_judgements(drawn: tuple[int, int]) -> None:
    hits, of = drawn
    low, high = share(hits, of)
    assert 0.0 <= low <= hits / of + 1e-4
    assert hits / of - 1e-4 <= high <= 1.0
    wider = share(10 * hits, 10 * of)
    assert wider[1] - wider[0] < high - low
