"""A name behind a word of place that no gazetteer holds is the claim's place, in its own words and without a position."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _places(words: str, code: str) -> list[tuple[str, str, str]]:
    """Role, name and id of the places of the first claim."""
    claims, _ = read(words, code)
    return [(place.role, place.name, place.id) for place in claims[0].places]


@pytest.mark.parametrize(
    ("code", "words", "place"),
    [
        ("en", "Five civilians were killed by shells in Omdurman on Monday.", ("at", "Omdurman", "")),
        ("en", "Shells killed five civilians in the border town of Gisenyi.", ("at", "Gisenyi", "")),
        ("en", "Rebels shot down a helicopter near Deir Hafir.", ("near", "Deir Hafir", "")),
        ("uk", "Двоє цивільних загинули від обстрілу в Шринагарі.", ("at", "Шринагарі", "")),
        ("uk", "Артилерія обстріляла село Ламбвейка.", ("at", "Ламбвейка", "")),
        ("ru", "В Идлибе при обстреле погибли пятеро мирных жителей.", ("at", "Идлибе", "")),
        ("ru", "Боевики отошли из села Анделах.", ("from", "Анделах", "")),
    ],
)
def test_a_name_behind_a_word_of_place_is_the_place(code: str, words: str, place: tuple[str, str, str]) -> None:
    assert _places(words, code) == [place]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Five civilians were killed by shells in Indian missile strikes."),
        ("en", "Five civilians were killed by shells in August."),
        ("en", "Five civilians were killed by shells, it said in Telegram posts."),
        ("en", "Five civilians were killed by shells in the GHQ compound."),
        ("uk", "Двоє цивільних загинули від обстрілу на Великдень."),
        ("ru", "Пятеро мирных жителей погибли при обстреле, сказали в Кремле."),
    ],
)
def test_months_peoples_platforms_and_what_is_short_for_a_body_are_no_places(code: str, words: str) -> None:
    assert _places(words, code) == []


def test_a_place_that_the_gazetteer_holds_goes_before_a_name_that_it_does_not() -> None:
    places = _places("Shells killed five civilians in Izium, a convoy to Gisenyi was hit too.", "en")
    assert [name for _, name, _ in places] == ["Izium"]


def test_the_words_of_a_source_are_no_place_of_what_it_says() -> None:
    assert _places("Officials in Gisenyi said five civilians were killed by shells.", "en") == []
