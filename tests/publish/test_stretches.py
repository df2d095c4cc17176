"""Where in an item words stand."""

from __future__ import annotations

import pytest

from zvirka.publish.stretches import mark_at, mark_message

PAGES = ((0, "page 1"), (100, "page 2"), (250, "page 4"))


@pytest.mark.parametrize(("offset", "name"), [(0, "page 1"), (99, "page 1"), (100, "page 2"), (10_000, "page 4")])
def test_words_stand_in_the_stretch_that_begins_last_before_them(offset: int, name: str) -> None:
    assert mark_at(PAGES, None, offset) == name


def test_a_row_of_a_sheet_is_a_place_and_an_id_of_a_report_is_none() -> None:
    assert mark_at((), "row 7", 5) == "row 7"
    assert mark_at((), "Втрати row 7", 5) == "Втрати row 7"
    assert mark_at((), "d23", 5) == ""
    assert mark_at((), None, 5) == ""
    assert mark_at(((40, "00:01:12"),), None, 5) == "", "before the first cue"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("page 3", ("mark_page", {"number": "3"})),
        ("00:01:12", ("mark_time", {"time": "00:01:12"})),
        ("row 7", ("mark_row", {"number": "7"})),
        ("Втрати row 7#2", ("mark_sheet_row", {"number": "7", "sheet": "Втрати"})),
        ("chapter of its own", None),
    ],
)
def test_names_of_stretches_have_their_text_in_the_catalogues(name: str, message: object) -> None:
    assert mark_message(name) == message
