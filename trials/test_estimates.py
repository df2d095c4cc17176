"""Intervals of growing quantities on 2,000 cases of each generator of `bench.estimates`."""

from __future__ import annotations

import pytest

from bench.estimates import OTHERS, coverage


@pytest.mark.parametrize("name", OTHERS)
def test_ninety_per_cent_intervals_hold_the_truth_in_85_to_95_per_cent_of_2000_cases(name: str) -> None:
    measured = coverage(range(5_000_000, 5_002_000), OTHERS[name])
    assert 0.85 <= measured["held"] <= 0.95
    assert measured["refused"] < 0.5, "one speaker of three is often the only one"
