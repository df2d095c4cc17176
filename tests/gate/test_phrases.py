"""The phrase tables: their size, what counts as right, and that they reach their floors without any other data."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gate import __main__ as gate
from gate import phrases


@pytest.mark.parametrize("name", phrases.TABLES)
def test_a_table_has_two_hundred_phrases_half_of_them_blind(name: str) -> None:
    sizes = [[len(phrases.read_table(name, code, half)) for code in phrases.LANGUAGES] for half in phrases.HALVES]
    assert [sum(each) for each in sizes] == [100, 100]


@pytest.mark.parametrize("name", phrases.TABLES)
def test_a_table_reaches_its_floor(name: str) -> None:
    floors = json.loads(gate.FLOORS.read_text("utf-8"))[f"phrases_{name}"]
    scores = phrases.score(name)
    assert {key: scores[key] for key in floors if scores[key] < floors[key]} == {}


def test_a_phrase_is_wrong_where_a_mention_too_many_or_another_day_is_found() -> None:
    row = phrases.Row("On 3 May it rained.", date(2022, 9, 14), ({"exact": "3 May", "earliest": "2022-05-03"},))
    found = {"start": 0, "end": 8, "exact": "On 3 May", "earliest": "2022-05-03"}
    assert phrases.right(row, [found])
    assert not phrases.right(row, [{**found, "earliest": "2022-05-04"}])
    assert not phrases.right(row, [found, {**found, "start": 9, "end": 11}])
    assert not phrases.right(row, [])


def test_low_and_high_of_a_mark_follow_from_its_bound() -> None:
    (row,) = [row for row in phrases.read_table("quantities", "en", "open") if row.text.startswith("Up to 300")]
    assert (row.marks[0]["value"], row.marks[0]["low"], row.marks[0]["high"]) == (300, None, 300)
