"""Twice the text takes about twice the steps, whatever it is dense with: counted in lines of Python executed, not in seconds."""

from __future__ import annotations

import pytest

from bench.worst_cases import WORST
from tests.extract.helpers import extractor, text_of
from tests.extract.line_steps import steps

EXTRACTOR = extractor()
SHORT = 4000
"""Characters of the shorter text, several times what is read together (a sentence, what is looked back over)."""
MOST_GROWTH = 2.3
"""Of steps, for twice the text: the last sentence is cut off anywhere."""


@pytest.mark.parametrize("name", sorted(WORST))
def test_twice_the_text_takes_about_twice_the_steps(name: str) -> None:
    language, made = WORST[name]
    short, long = (text_of(made(size), language) for size in (SHORT, 2 * SHORT))
    EXTRACTOR.extract([long])  # what is remembered of words is remembered then, for both
    few = steps(lambda: EXTRACTOR.extract([short]))
    assert steps(lambda: EXTRACTOR.extract([long])) <= MOST_GROWTH * few


def test_the_texts_are_as_long_as_asked_for() -> None:
    assert {name for name, (_, made) in WORST.items() if not SHORT - 100 <= len(made(SHORT)) <= SHORT} == set()


def test_work_that_grows_with_the_square_is_noticed() -> None:
    pairs = [
        steps(lambda size=size: [a for a in range(size) if all(a != b + size for b in range(size))])
        for size in (40, 80)
    ]
    assert pairs[1] > 3 * pairs[0]
