"""A post that answers another goes on with what that one was about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, text_of
from zvirka.model.claims import Claim, Reason

AREAS = [
    ("Освобождено более 3000 кв. км в Харьковской области.", "Неправда: не более 400 кв. км.", "ru", 400),
    ("Звільнено понад 3000 кв. км на Харківщині.", "Неправда, не більше 500 кв. км!", "uk", 500),
    ("More than 3,000 km² were liberated in Kharkiv oblast.", "Not true: no more than 600 km².", "en", 600),
]


def answer(post: str, words: str, language: str) -> list[Claim]:
    first = replace(text_of(post, language), fragment="1")
    second = replace(text_of(words, language), fragment="2", reply_to="1")
    return list(extractor().extract([second], {second.report: first})[0].claims)


@pytest.mark.parametrize(("post", "words", "language", "most"), AREAS)
def test_a_bare_figure_of_ground_is_of_what_the_answered_post_counted(
    post: str, words: str, language: str, most: int
) -> None:
    [claim] = answer(post, words, language)
    assert claim.type == "territory_regained"
    assert claim.quantity is not None
    assert (claim.quantity.bound, claim.quantity.high) == ("at_most", most)
    assert [place.id for place in claim.places] == ["geonames:706482"]
    assert Reason("places.0", "inherited:answered") in claim.reasons
    assert claim.quote.exact in words
    assert all(place.as_written is None and place.inherited_from is None for place in claim.places)


@pytest.mark.parametrize(("post", "words", "language", "most"), AREAS)
def test_without_the_answered_post_such_a_figure_is_of_nothing(post: str, words: str, language: str, most: int) -> None:
    assert extractor().extract([text_of(words, language)])[0].claims == ()


def test_an_answer_that_names_a_place_keeps_it() -> None:
    [claim] = answer(AREAS[2][0], "No, in Donetsk oblast no more than 600 km² were liberated.", "en")
    assert [place.name for place in claim.places] == ["Donetsk Oblast"]


def test_an_answer_about_something_else_takes_nothing_over() -> None:
    assert answer(AREAS[2][0], "What lovely weather we have today.", "en") == []
