"""What is printed of rival figures, on sets whose truth is known: never below the better of vote and median."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench.truth import (
    Thing,
    copiers,
    credit,
    exactly,
    line,
    nearly,
    ours,
    peer_share,
    places,
    population,
    scored,
    voices,
    vote,
)

ABOVE = {"Izium": frozenset({"Kharkiv oblast"}), "Lyman": frozenset({"Donetsk oblast"})}


def thing(truth: float | str, *said: float | str) -> Thing:
    return Thing("p", truth, {f"s{number}": each for number, each in enumerate(said)}, exactly, ABOVE)


def test_a_tie_stays_a_tie_and_shares_its_credit() -> None:
    tied = thing(100.0, 100.0, 100.0, 400.0, 400.0, 390.0)
    assert ours(tied) == vote(tied) == [100.0, 400.0]
    assert credit(ours(tied), tied) == 0.5


def test_of_tied_places_the_one_that_lies_in_another_that_is_said_is_taken() -> None:
    assert ours(thing("Izium", "Izium", "Kharkiv oblast", "Lyman")) == ["Izium"]


def test_copies_count_once() -> None:
    told = thing(100.0, 400.0, 400.0, 400.0, 100.0, 100.0)
    assert ours(told) == [400.0]
    assert ours(told, {"s0": "s0", "s1": "s0", "s2": "s0"}) == [100.0]


def test_sources_are_told_to_copy_by_what_most_others_do_not_say() -> None:
    things = [thing(1.0, 9.0, 9.0, 1.0, 1.0, 1.0) for _ in range(20)]
    found = voices(copiers(things), 0.9)
    assert found["s0"] == found["s1"] == "s0"
    assert len({found[each] for each in ("s2", "s3", "s4")} | {"s0"}) == 4
    assert voices(copiers(things[:19]), 0.9)["s1"] == "s1", "nineteen tell too little"


def test_a_set_of_which_nothing_was_read_is_no_success() -> None:
    with pytest.raises(ValueError, match="nothing"):
        line("empty", [])


def test_what_a_peer_leaves_unanswered_is_not_right() -> None:
    things = [thing(100.0, 100.0), thing(100.0, 400.0), thing("Izium", "Izium")]
    assert peer_share({"0": "100.0", "2": "Izium"}, things) == round(2 / 3, 4)


def test_a_number_is_right_within_one_per_cent() -> None:
    assert nearly(101.0, 100.0)
    assert not nearly(101.1, 100.0)
    assert scored([Thing("p", 100.0, {"a": 100.5, "b": 300.0, "c": 100.5}, nearly)]) == {
        "vote": 1.0,
        "ours": 1.0,
        "median": 1.0,
    }


@pytest.mark.skipif("ZVIRKA_SHARED" not in os.environ, reason="ZVIRKA_SHARED is not set: the shared data are not here")
def test_on_real_sets_what_is_printed_is_never_below_the_better_of_vote_and_median() -> None:
    data = Path(os.environ["ZVIRKA_SHARED"]) / "data"
    for name, things in (
        ("birthplaces", places(data / "truth-birthplaces")),
        ("heritages", places(data / "truth-heritages")),
        ("population", population(data / "truth-population")),
    ):
        found = line(name, things)
        assert found["below_better"] == 0, name
        assert len(things) > 250
