"""What moved is not said to stand where it stood, and what cannot be told is undetermined."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image

from gate.pictures.displaced import photographs, seen
from gate.pictures.edits import EDITS
from gate.pictures.rendered import Pair, pair
from zvirka.observe.pictures.displacement import RING_SHARE, Displacement, displacement
from zvirka.observe.pictures.frames import Frame
from zvirka.observe.pictures.scenes import EPIPOLAR_PX

MOVED, STILL = 0, 16
"""Numbers of rendered pairs."""


@cache
def looked_at(number: int) -> tuple[Pair, Frame, Frame]:
    """The pair with its frames."""
    made = pair(number)
    left, right = photographs(made)
    return made, seen(left), seen(right)


@cache
def verdict(number: int) -> Displacement:
    """Of the pair."""
    made, left, right = looked_at(number)
    return displacement(left, right, *made.boxes)


def test_a_vehicle_that_moved_is_off_its_lines() -> None:
    assert pair(MOVED).moved > 0.5
    found = verdict(MOVED)
    assert (found.verdict, found.reason) == ("moved", "epipolar")
    assert found.epipolar_px is not None
    assert found.epipolar_px > 2 * EPIPOLAR_PX


def test_a_vehicle_that_stood_still_is_on_its_lines_and_on_its_place() -> None:
    assert pair(STILL).moved == 0
    found = verdict(STILL)
    assert found.verdict == "no_displacement_found"
    assert found.epipolar_px is not None
    assert found.ring is not None
    assert found.epipolar_px <= EPIPOLAR_PX
    assert found.ring <= RING_SHARE


@pytest.mark.parametrize("edit", ["compressed to quality 30", "logos"])
def test_two_copies_of_one_photograph_say_nothing(edit: str) -> None:
    made, left, _ = looked_at(STILL)
    picture = photographs(made)[0]
    copy = seen(EDITS[edit](picture, np.random.default_rng(1)))
    found = displacement(left, copy, made.boxes[0], made.boxes[0])
    assert (found.verdict, found.reason) == ("undetermined", "copies")


def test_a_box_without_points_is_undetermined() -> None:
    _, left, right = looked_at(STILL)
    sky = (0.02, 0.01, 0.12, 0.06)
    found = displacement(left, right, sky, sky)
    assert (found.verdict, found.reason) == ("undetermined", "few_on_object")


def test_pictures_of_two_places_are_undetermined() -> None:
    made, left, _ = looked_at(STILL)
    other, one, _ = looked_at(MOVED)
    assert displacement(left, one, made.boxes[0], other.boxes[0]).verdict == "undetermined"


def test_an_even_picture_is_undetermined() -> None:
    grey = seen(Image.new("RGB", (640, 480), "grey"))
    found = displacement(grey, grey, (0.2, 0.2, 0.5, 0.5), (0.2, 0.2, 0.5, 0.5))
    assert found == Displacement("undetermined", "few_outside", 0, 0)
