"""The mentions of a stretch are found by where they start, without looking at each."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.reading import InOrder, within
from zvirka.model.spans import Span


@dataclass(frozen=True)
class Mention:
    span: Span


_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=12)


@given(_SPANS, st.integers(0, 35), st.integers(0, 40))
def test_the_mentions_within_are_those_that_lie_there(places: list[tuple[int, int]], start: int, end: int) -> None:
    mentions = [Mention(Span(at, at + size, "x" * size)) for at, size in sorted(places)]
    lying = [each for each in mentions if start <= each.span.start < end and each.span.end <= end]
    assert within(InOrder(mentions), start, end) == lying
