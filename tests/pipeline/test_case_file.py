"""case.toml is read to the letter, and what is wrong in it is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from zvirka.model.case import Case
from zvirka.model.errors import CaseError
from zvirka.model.times import Moment
from zvirka.pipeline.case_file import parse_case, read_case

WHOLE = """
schema = 1
[case]
title = "A fight"
theatre = "ukraine"
time_zone = "Europe/Kyiv"
[[items]]
files = "article.txt"
published = 2022-09-12
[[items]]
files = "posts/*.txt"
published = 2022-09-12T23:30:00+00:00
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[maps]]
source = "DeepState"
files = "maps/*.geojson"
held = ["occupied"]
[[boundaries]]
place = "geonames:706482"
file = "border.geojson"
source = "a cited border"
[[lists]]
kind = "sightings"
file = "losses.csv"
"""


def test_a_whole_case_is_read() -> None:
    case = parse_case(WHOLE.encode())
    assert case.title == "A fight"
    assert case.items[0].published == Moment(date(2022, 9, 12))
    assert case.items[1].published == Moment(date(2022, 9, 13), datetime(2022, 9, 12, 23, 30, tzinfo=UTC))
    assert case.questions[0].since == date(2022, 9, 6)
    assert case.maps[0].held == ("occupied",)
    assert case.lists[0].kind == "sightings"


def test_a_folder_without_a_case_file_is_a_case(tmp_path: Path) -> None:
    assert read_case(tmp_path) == Case()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("schema = 2", "schema"),
        ("[case]\ntitel = 'x'", "Did you mean title?"),
        ("title = 'x'", "title stands outside [case]. Write the heading [case] above it."),
        ("[[question]]\nplace = 'x'", "Did you mean questions?"),
        ("[[maps]]\nsource = 'x'", "files is missing"),
        ("[[lists]]\nkind = 'oryx_event'\nfile = 'a.csv'", "Did you mean oryx_events?"),
        ("[maps]\nsource = 'x'", "two brackets"),
        ("[[items]]\nfiles = 'a'\npublished = 'yesterday'", "no day"),
        ("[[items]]\nfiles = 'a'\npublished = 2022-09-12T10:00:00", "no zone"),
        ("[case]\ntitle = 3", "no text"),
        ("[case]\ntime_zone = 'Kyiv/Europe'", "no time zone"),
        ("[[items]]\nfiles = 'a'\ntime_zone = 'Kyiv/Europe'", "no time zone"),
        ("[case]\nlanguage = 'pl'", "no language"),
        ("[case\n", "line 1"),
        ("case = 3", "no table"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(text: str, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(text.encode())
    assert message in str(caught.value)
    assert str(caught.value).startswith("case.toml")


def test_bytes_that_are_no_text_are_named() -> None:
    with pytest.raises(CaseError, match="UTF-8"):
        parse_case(b"title = '\xff'")


def test_what_may_be_published_is_read() -> None:
    head = "[publish]\n"
    rule = parse_case(f'{head}reviewers = 2\naddress = "https://desk.example/it"\nnamed = ["A"]'.encode()).publish
    assert (rule.reviewers, rule.address, rule.named, rule.embargo_hours) == (2, "https://desk.example/it/", ("A",), 72)


@pytest.mark.parametrize(
    "line",
    [
        "embargo_hours = 11",
        "civilian_embargo_hours = 2",
        "embargo_hours = true",
        "reviewers = 0",
        "reviewers = 3",
        'under_review = "yes"',
        'address = "javascript:alert(1)"',
        "named = 7",
        "embargo = 72",
    ],
)
def test_what_would_endanger_people_is_refused(line: str) -> None:
    """Whatever the case file says: the floors stand, and a slip of the pen opens nothing."""
    with pytest.raises(CaseError, match="publish"):
        parse_case(f"[publish]\n{line}".encode())
