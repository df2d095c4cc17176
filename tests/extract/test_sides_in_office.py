"""Offices of places that lie in one country and are run by another, and of regions that go by no map's name."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _side(words: str, code: str, name: str) -> set[str]:
    claims, _ = read(words, code)
    return {step.side for claim in claims for step in claim.attribution if name in step.name.casefold()}


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("ru", "В Севастополе ночью было громко. Губернатор сообщил, что сбиты три беспилотника.", "губернатор"),
        ("uk", "У Севастополі вночі було гучно. Губернатор повідомив, що збито три безпілотники.", "губернатор"),
        ("en", "It was loud in Simferopol at night. The governor said three drones had been shot down.", "governor"),
    ],
)
def test_a_governor_in_a_place_under_occupation_is_the_occupier_s(code: str, words: str, name: str) -> None:
    assert _side(words, code, name) == {"russia"}


def test_rockets_from_an_occupied_place_tell_nothing_of_the_office() -> None:
    """Whose prosecutors they are, the place they were fired from does not say."""
    assert _side("З Криму випустили ракети. Прокуратура повідомила, що загинули двоє людей.", "uk", "прокуратура") == {
        "ukraine"
    }


def test_a_governor_in_a_place_that_is_not_is_of_its_country() -> None:
    assert _side(
        "У Херсоні вночі було гучно. Губернатор повідомив, що збито три безпілотники.", "uk", "губернатор"
    ) == {"ukraine"}


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("ru", "В Херсоне тихо. Губернатор Приморья сообщил, что под Херсоном сгорели три танка.", "губернатор"),
        ("ru", "В Херсоне тихо. Мэр Казани сообщил, что под Херсоном сгорели три танка.", "мэр"),
        ("uk", "У Херсоні тихо. Мер Казані повідомив, що під Херсоном згоріли три танки.", "мер"),
        (
            "en",
            "It is quiet in Kherson. The governor of Primorye said three tanks had burned near Kherson.",
            "governor",
        ),
    ],
)
def test_an_office_far_from_the_front_is_not_of_the_place_spoken_of(code: str, words: str, name: str) -> None:
    assert _side(words, code, name) == {"russia"}
