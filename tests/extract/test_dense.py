"""A text made to be slow is read up to a bound, and says so."""

from __future__ import annotations

import pytest

from tests.extract.helpers import extractor, text_of
from zvirka.extract import document

LINES = "".join(f"The army took {number} villages near Izium.\n" for number in range(2, 40))


def test_a_text_that_gives_more_claims_than_any_report_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_MOST", 5)
    whole = text_of(LINES, "en")
    read = extractor().extract([whole])[0]
    most = max(5, len(LINES) // document._CHARACTERS_EACH)
    assert len(read.claims) == most
    told = [issue for issue in read.issues if issue.code == "partly_read"]
    assert len(told) == 1
    assert told[0].span is not None
    assert told[0].span.start >= max(claim.quote.end for claim in read.claims)
    assert f"({most:,} claims up to character" in told[0].message


def test_the_rest_of_such_a_text_gives_no_issues_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_MOST", 5)
    read = extractor().extract([text_of(LINES, "en")])[0]
    assert [issue.code for issue in read.issues] == ["partly_read"]


def test_a_dense_report_of_usual_length_is_read_whole() -> None:
    read = extractor().extract([text_of(LINES, "en")])[0]
    assert len(read.claims) == 38
    assert "partly_read" not in {issue.code for issue in read.issues}


def test_a_text_that_tells_more_often_who_says_what_than_any_report_is_read_up_to_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document, "_MOST", 5)
    words = "".join(f"The mayor said that {number} people were killed near Izium. " for number in range(2, 30))
    read = extractor().extract([text_of(words, "en")])[0]
    most = max(5, len(words) // document._CHARACTERS_EACH)
    assert [claim.attribution[0].name for claim in read.claims] == ["The mayor"] * most
    [issue] = [issue for issue in read.issues if issue.code == "partly_read"]
    assert issue.span is not None
    assert words.index(f" {most + 1} people") < issue.span.end <= words.index(f" {most + 3} people")
    assert {each.code for each in read.issues} == {"partly_read"}
