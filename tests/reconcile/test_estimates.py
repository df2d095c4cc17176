"""Vote, median and envelope: what they are made of, when they are refused, and how often intervals hold the truth."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.estimates import OTHERS, coverage
from tests.reconcile.hand import Folder, area, asked_finding, said_by
from zvirka.model.findings import Estimate
from zvirka.reconcile.estimates import Told, envelope

DAY = date(2022, 9, 12)
told = st.builds(
    Told,
    st.sampled_from(["a", "b", "c", "d"]),
    st.just("one"),
    st.integers(0, 20).map(lambda days: date(2022, 9, 1) + timedelta(days)),
    st.floats(1, 1e5),
)


def by_method(folder: Folder, observations: Any = ()) -> dict[str, Estimate]:
    return {found.method: found for found in asked_finding(folder.reconcile(observations)).estimates}


def spoken(*figures: tuple[str, float]) -> Folder:
    folder = Folder()
    for index, (name, value) in enumerate(figures):
        folder.claim(
            f"r{index}", f"{name} told of {value}", value, by=said_by(name, "third"), as_of=12, said=12, since=6
        )
    return folder


def test_the_vote_is_the_number_most_speakers_give_and_the_median_is_of_speakers_not_reports() -> None:
    folder = spoken(("Ann", 100), ("Bob", 100), ("Cid", 400), ("Dan", 700), ("Dan", 700), ("Dan", 700))
    found = by_method(folder)
    assert (found["vote"].best, found["vote"].origins) == (100, 4)
    assert (found["median"].low, found["median"].best, found["median"].high) == (100, 250, 700)


def test_a_tied_vote_gives_no_number() -> None:
    found = by_method(spoken(("Ann", 100), ("Bob", 200)))["vote"]
    assert (found.best, found.refused) == (None, "tied")


def test_an_interval_wider_than_its_value_is_refused() -> None:
    found = by_method(spoken(("Ann", 100), ("Bob", 1000)))["envelope"]
    assert (found.low, found.best, found.high, found.refused) == (None, None, None, "wider_than_value")


def test_evidence_bounds_the_interval_and_refuses_one_it_does_not_meet() -> None:
    folder = spoken(("Ann", 1000), ("Bob", 1050), ("Cid", 1020))
    free = by_method(folder)["envelope"]
    assert free.low is not None
    assert free.low < 950
    bounded = by_method(folder, [area("A", "2022-09-12", 950, 1100)])["envelope"]
    assert (bounded.low, bounded.refused) == (950, "")
    assert bounded.high == 1100
    outside = by_method(folder, [area("A", "2022-09-12", 3000, 3100)])["envelope"]
    assert (outside.best, outside.refused) == (None, "outside_evidence")


def test_what_is_counted_otherwise_or_in_a_doubtful_unit_enters_no_estimate() -> None:
    folder = spoken(("Ann", 1000))
    folder.claim("d", "Bob told 10", 10, by=said_by("Bob", "third"), as_of=12, since=6, definition="stabilised")
    folder.claim("u", "Cid told 20", 20, by=said_by("Cid", "third"), as_of=12, since=6, unit="km")
    folder.claim("n", "Dan denied 30", 30, by=said_by("Dan", "third"), as_of=12, since=6, polarity="negated")
    assert by_method(folder)["median"].origins == 1


def test_figures_of_other_days_are_moved_by_the_rise_all_show() -> None:
    points = [Told("a", "one", DAY - timedelta(4), 1000), Told("a", "one", DAY, 2000), Told("b", "one", DAY, 2000)]
    late = [*points, Told("c", "one", DAY - timedelta(4), 1000)]
    found = envelope(late, DAY)
    assert found.best == pytest.approx(2000, rel=0.02), "c told 1,000 when a did, too"


def test_an_estimate_says_how_often_such_intervals_hold_the_truth_and_what_it_is_made_of() -> None:
    folder = spoken(("Ann", 1000), ("Bob", 1050))
    found = by_method(folder)["envelope"]
    assert found.coverage == 0.9
    assert found.claims == tuple(sorted(claim.id for claim in folder.claims))


@settings(max_examples=200, deadline=None)
@given(st.lists(told, min_size=1, max_size=12), st.randoms())
def test_the_envelope_lies_in_the_hull_of_its_figures_and_knows_no_order(points: list[Told], random: Any) -> None:
    found = envelope(points, DAY)
    if found.best is not None:
        values = [point.value for point in points]
        assert min(values) * 0.999 <= found.best <= max(values) * 1.001
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.best <= found.high
        assert found.high - found.low <= found.best
    shuffled = list(points)
    random.shuffle(shuffled)
    assert envelope(shuffled, DAY) == found
    assert envelope([*points, points[0]], DAY).origins == found.origins


def test_ninety_per_cent_intervals_hold_the_truth_about_as_often() -> None:
    measured = coverage(range(5_000_000, 5_000_500), OTHERS["as_set"])
    assert 0.85 <= measured["held"] <= 0.95
    assert measured["refused"] < 0.3


def test_one_speaker_gets_no_interval_however_often_it_is_carried() -> None:
    found = by_method(spoken(("Ann", 1000), ("Ann", 1000), ("Ann", 1100)))
    assert (found["envelope"].refused, found["envelope"].origins) == ("one_speaker", 1)
    assert found["vote"].origins == 1


def test_killed_and_wounded_have_no_median_of_both() -> None:
    folder = Folder()
    told = {
        "kind": "casualties",
        "counted": "people",
        "unit": "people",
        "as_of": 12,
        "since": 6,
        "actor": None,
        "target": "russia",
    }
    for key, name, words, value in (
        ("a", "Ann", "40 soldiers were killed", 40), ("b", "Bob", "42 soldiers were killed", 42), ("c", "Cid", "300 were wounded", 300)
    ):  # fmt: skip
        folder.claim(key, words, value, by=said_by(name, "third"), **told)
    found = {each.method: each for each in folder.reconcile(asked=()).findings[0].estimates}
    assert (found["median"].low, found["median"].high) == (40, 42)


def test_the_losses_of_two_sides_have_no_median_of_both() -> None:
    folder = Folder()
    told = {"kind": "casualties", "counted": "people", "unit": "people", "as_of": 12, "since": 6, "actor": None}
    for key, name, value, whose in (
        ("a", "Ann", 40, "russia"),
        ("b", "Bob", 44, "russia"),
        ("c", "Cid", 900, "ukraine"),
    ):
        folder.claim(
            key, f"{value} soldiers were killed, {name} said", value, by=said_by(name, "third"), target=whose, **told
        )
    found = {each.method: each for each in folder.reconcile(asked=()).findings[0].estimates}
    assert (found["vote"].origins, found["median"].high) == (2, 44)


def test_who_does_not_tell_since_when_gives_no_interval() -> None:
    folder = spoken(("Ann", 1000))
    folder.claim("b", "Bob told of 1020", 1020, by=said_by("Bob", "third"), as_of=12, said=12)
    found = by_method(folder)["envelope"]
    assert (found.low, found.high, found.refused, found.origins) == (None, None, "since_unknown", 1)
    folder.claim("c", "Cid told of 1010", 1010, by=said_by("Cid", "third"), as_of=12, said=12, since=6)
    assert by_method(folder)["envelope"].refused == ""
