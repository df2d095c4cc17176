"""Figures, days and places of claims, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import one, read


@pytest.mark.parametrize(
    ("code", "words", "value"),
    [
        ("en", "Three guided bombs fell on the market in Izium on Monday.", 3),
        ("en", "Russian troops shelled Izium and two dozen greenhouses burned down, the mayor said.", 24),
        ("uk", "Унаслідок удару по Ізюму пошкоджено вісім вагонів.", 8),
        ("uk", "Окупанти викрали з Ізюма 18 підлітків.", 18),
        ("ru", "В понедельник на рынок в Изюме упали три авиабомбы.", 3),
        ("ru", "Ракетами повреждены два моста в Изюме.", 2),
    ],
)
def test_what_is_counted_need_be_no_word_of_the_pack(code: str, words: str, value: float) -> None:
    claims, _ = read(words, code)
    assert [claim.quantity.value for claim in claims if claim.quantity is not None] == [value]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Russian troops shelled Izium in two directions for three hours."),
        ("uk", "Російські війська обстріляли Ізюм у двох напрямках о 5 ранку."),
        ("ru", "Российские войска обстреляли Изюм в 5 часов утра."),
    ],
)
def test_hours_and_directions_are_no_things_counted(code: str, words: str) -> None:
    claims, _ = read(words, code)
    assert claims
    assert [claim.quantity for claim in claims] == [None] * len(claims)


def test_a_day_within_what_somebody_said_is_the_day_of_the_event() -> None:
    """Not the day of saying, which stands outside: "he said on Monday"."""
    inside = one("The mayor said shelling had killed five people in Izium on Monday.")
    assert inside.times.event is not None
    assert inside.times.event.earliest == date(2022, 9, 12)
    assert inside.times.said is not None
    assert inside.times.said.as_written is None
    outside = one("Shelling had killed five people in Izium, the mayor said on Monday.")
    assert outside.times.event is None
    assert outside.times.said is not None
    assert outside.times.said.earliest == date(2022, 9, 12)
