"""Everybody in the race is counted in the same way."""

from __future__ import annotations

import tomllib

from bench.race import NAMES, count, occurrences, quantities_fit, times_fit
from bench.race_peer import Mention, answer
from gate.gold_files import FOLDER


def at(start: int, end: int, **more: object) -> Mention:
    return {"start": start, "end": end, **more}


def day(first: str | None, last: str | None) -> Mention:
    return at(0, 9, first=first, last=last)


def test_days_must_lie_within_the_days_marked() -> None:
    mark = {"start": 3, "end": 12, "earliest": "2022-09-06", "latest": "2022-09-09"}
    assert times_fit(day("2022-09-07", "2022-09-07"), mark)
    assert times_fit(day("2022-09-06", "2022-09-09"), mark)
    assert not times_fit(day("2022-09-05", "2022-09-07"), mark)
    assert not times_fit(day(None, None), mark)
    assert times_fit(day("1999-01-01", "1999-01-01"), {**mark, "earliest": None, "latest": None})
    assert times_fit(day("1999-01-01", "1999-01-01"), {**mark, "earliest": None})
    assert not times_fit({**day("2022-09-07", "2022-09-07"), "start": 20, "end": 30}, mark)


def test_a_bare_number_is_right_for_people_and_not_for_an_area() -> None:
    mark = {"start": 0, "end": 9, "value": 40.0, "low": 40.0, "high": 40.0, "unit": "people"}
    bare = at(0, 2, value=40.0, unit="dimensionless")
    assert quantities_fit(bare, mark)
    assert not quantities_fit(bare, {**mark, "unit": "km2"})
    assert quantities_fit(at(0, 2, value=40.0, unit="square kilometre"), {**mark, "unit": "km2"})
    assert not quantities_fit(at(0, 2, value=41.0, unit="people"), mark)


def test_of_a_range_the_middle_is_compared_and_of_a_vague_word_the_least() -> None:
    span = {"start": 0, "end": 9, "value": None, "low": 20.0, "high": 30.0, "unit": "km"}
    assert quantities_fit(at(0, 4, value=25.0, unit="kilometre"), span)
    assert quantities_fit(at(0, 4, value=20.0, unit="kilometre"), {**span, "high": None})


def test_a_mention_stands_for_one_mark_only() -> None:
    marks = [[at(0, 3), at(4, 7)]]
    counted = count(marks, [[at(0, 7), at(9, 12)]], lambda one, other: one["start"] < other["end"])
    assert counted == {"marked": 2, "found": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_names_stand_as_whole_words_in_their_texts() -> None:
    assert [one["start"] for one in occurrences("Суджи и Суджинский, Суджи", ["Суджи"])] == [0, 20]
    for stem, table in tomllib.loads(NAMES.read_text("utf-8")).items():
        text = (FOLDER / "ru" / "open" / f"{stem}.txt").read_text("utf-8")
        assert [name for name in (*table["names"], *table["either"]) if not list(occurrences(text, [name]))] == []


def test_a_peer_is_timed_once_a_run_and_asked_for_every_text() -> None:
    read: list[str] = []

    def reader(text: str, day: str | None) -> list[Mention]:
        read.append(text)
        return [at(0, len(text))]

    answered = answer(reader, {"texts": [["ab", None]], "timed": [["c", "2022-09-12"]], "runs": 2})
    assert answered["mentions"] == [[{"start": 0, "end": 2}]]
    assert len(answered["seconds"]) == 2
    assert read == ["ab", "c\n0", "c\n1", "c\n2"]
