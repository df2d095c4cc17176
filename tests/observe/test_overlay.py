"""Overlays of what is mostly the same give what an overlay of the whole gives."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from zvirka.observe import overlay
from zvirka.observe.overlay import differences


def coast(moved: dict[int, float], holes: tuple[int, ...] = ()) -> MultiPolygon:
    """A disc of 1,200 corners, some of them moved outwards by metres, with square holes."""
    turn = np.linspace(0, 2 * np.pi, 1200, endpoint=False)
    far = np.full(1200, 100_000.0)
    for corner, metres in moved.items():
        far[corner] += metres
    inner = [shapely.box(x * 9000, -4000, x * 9000 + 5000, 4000).exterior.coords for x in holes]
    return MultiPolygon([Polygon(np.column_stack([far * np.cos(turn), far * np.sin(turn)]), inner)])


changes = st.dictionaries(st.integers(0, 1199), st.sampled_from([-900.0, -20.0, 30.0, 1500.0]), max_size=8)
gaps = st.lists(st.integers(-8, 8), max_size=3, unique=True).map(tuple)


@settings(max_examples=40, deadline=None)
@given(changes, changes, gaps, gaps)
def test_the_parts_of_one_alone_are_those_of_the_whole_overlay(
    one: dict[int, float], other: dict[int, float], holes: tuple[int, ...], more: tuple[int, ...]
) -> None:
    left, right = coast(one, holes), coast(other, more)
    found = differences(left, right)
    assert found is not None
    for part, whole in zip(found, (shapely.difference(left, right), shapely.difference(right, left)), strict=True):
        assert part.area == pytest.approx(whole.area, abs=1.0)
        assert shapely.symmetric_difference(part, whole).area < 1.0


def test_outlines_that_are_the_same_have_nothing_alone() -> None:
    found = differences(coast({}), coast({}))
    assert found is not None
    assert [part.is_empty for part in found] == [True, True]


def test_small_outlines_and_those_that_differ_everywhere_are_left_to_the_whole_overlay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    square = MultiPolygon([shapely.box(0, 0, 1000, 1000)])
    assert differences(square, square) is None
    assert differences(coast({}), coast(dict.fromkeys(range(1200), 50.0))) is None
    monkeypatch.setattr(overlay, "MOST_WINDOWS", 1)
    assert differences(coast({}), coast({1: 900.0, 600: 900.0})) is None
