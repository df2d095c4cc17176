"""Pictures seen before are found through edits, also among copies of each other, and others are not."""

from __future__ import annotations

import os
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from gate.pictures.edits import EDITS, jpeg
from tests.observe.pictures.files import encoded, street, video
from zvirka.observe.pictures.fingerprint import mirrored, trimmed
from zvirka.observe.pictures.frames import Frame, differing_bits, from_plain, to_plain
from zvirka.observe.pictures.matching import (
    LEAST_INLIERS,
    copies,
    distinct,
    find_homography,
    fundamental,
    matched,
)
from zvirka.observe.pictures.opening import look, pixels_at
from zvirka.observe.pictures.overlay import overlay
from zvirka.observe.pictures.relations import Given, relations
from zvirka.observe.pictures.scenes import same_scene
from zvirka.observe.pictures.searching import Index, seen_before

CASE = 8


def frame(data: bytes) -> Frame:
    """The frame of a picture's bytes."""
    looked = look(data)
    assert looked["outcome"] == "read", looked["reason"]
    return from_plain(looked["frames"][0])


@cache
def frames() -> tuple[Frame, ...]:
    """The case's pictures."""
    return tuple(frame(jpeg(street(number), 90)) for number in range(CASE))


@cache
def index() -> Index:
    """All of them."""
    return Index(frames(), [str(number) for number in range(CASE)])


@pytest.mark.parametrize("edit", EDITS)
def test_a_picture_is_found_through_each_edit_and_no_other_is(edit: str) -> None:
    edited = EDITS[edit](street(7), np.random.default_rng(7))
    assert [each.left for each in seen_before(index(), frame(jpeg(edited, 80)))] == [7]


def test_a_picture_that_was_not_seen_is_not_found() -> None:
    for number in range(100, 104):
        assert seen_before(index(), frame(jpeg(street(number), 90))) == []


def test_a_frame_is_the_same_after_its_way_out_of_the_worker() -> None:
    again = from_plain(to_plain(frames()[0]))
    for name in ("at_s", "width", "height", "scale", "box", "quality"):
        assert getattr(again, name) == getattr(frames()[0], name)
    for name in ("pdq", "points", "descriptors", "view"):
        assert np.array_equal(getattr(again, name), getattr(frames()[0], name))


def test_the_points_of_a_mirror_image_are_told_without_looking() -> None:
    other = frame(encoded(ImageOps.mirror(street(3))))
    points, described = mirrored(frame(encoded(street(3))))
    pairs = matched(described, other.descriptors)
    off = np.abs(points[pairs[:, 0], :2] - other.points[pairs[:, 1], :2]).max(1)
    assert len(pairs) > 300
    assert (off < 2).mean() > 0.95


def test_borders_of_any_colour_are_trimmed_and_a_picture_without_any_is_left_whole() -> None:
    grey = np.asarray(street(1).convert("L"))
    assert trimmed(grey) == (0, 0, 640, 480)
    for colour in (0, 90, 255):
        framed = np.full((600, 800), colour, np.uint8)
        framed[70:550, 40:680] = grey
        left, top, right, bottom = trimmed(framed)
        assert abs(left - 40) + abs(top - 70) + abs(right - 680) + abs(bottom - 550) <= 8
    assert trimmed(np.full((60, 80), 7, np.uint8)) == (0, 0, 80, 60)


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 600), st.floats(0, 600), st.floats(0, 600)), max_size=60))
def test_matches_counted_have_places_of_their_own_in_both_pictures(
    rows: list[tuple[float, float, float, float]],
) -> None:
    left = np.array([row[:2] for row in rows]).reshape(-1, 2)
    right = np.array([row[2:] for row in rows]).reshape(-1, 2)
    kept = distinct(left, right)
    assert distinct(np.concatenate([left, left]), np.concatenate([right, right])).tolist() == kept.tolist()
    for places in (left, right):
        assert len({tuple(cell) for cell in np.floor(places[kept] / 3).tolist()}) == len(kept)


def test_many_matches_on_one_place_are_no_likeness() -> None:
    places = np.zeros((50, 2))
    assert len(distinct(places, places)) == 1 < LEAST_INLIERS


def test_hashes_differ_in_as_many_bits_as_they_do() -> None:
    one, other = np.zeros((2, 32), np.uint8), np.array([[0] * 32, [255] + [0] * 30 + [1]], np.uint8)
    assert differing_bits(one, other).tolist() == [0, 9]


def group(kinds: list[Image.Image]) -> list[Given]:
    """Each picture as a file of its own."""
    return [Given(f"{number:02}", f"object {number}", frame(jpeg(each, 85))) for number, each in enumerate(kinds)]


def test_copies_that_a_hash_cannot_tell_do_not_hide_each_other() -> None:
    """Five captioned copies of one picture: the second nearest point is another copy's, so a ratio over all pictures fails."""
    copies_ = [EDITS["caption bar"](street(2), np.random.default_rng(number)) for number in range(5)]
    given = group([street(2), *copies_, street(5), street(6)])
    found = [each.link for each in relations(given) if each.link.kind == "same_picture"]
    joined: dict[str, str] = {each.observation: each.observation for each in given}
    for link in found:
        old, new = joined[link.right], joined[link.left]
        joined = {name: new if root == old else root for name, root in joined.items()}
    assert len({joined[f"{number:02}"] for number in range(6)}) == 1
    assert len(set(joined.values())) == 3
    assert len(found) == 5


def test_relations_do_not_depend_on_the_run() -> None:
    given = group([street(2), EDITS["mirrored"](street(2), np.random.default_rng(1)), street(3)])
    assert [each.link for each in relations(given)] == [each.link for each in relations(given)]


def test_a_still_is_found_in_a_video() -> None:
    film = look(video([street(number) for number in (20, 21, 22, 23)]))
    given = [Given("film", "a", from_plain(each)) for each in film["frames"]]
    given.append(Given("still", "b", frame(jpeg(EDITS["cropped to 50 %"](street(22), np.random.default_rng(2)), 70))))
    [found] = relations(given)
    assert (found.link.kind, found.link.left, found.link.right) == ("same_picture", "film", "still")
    assert dict(found.link.reasons[0].data)["left_at_s"] == "2.00"


def test_the_overlay_shows_both_pictures_with_the_points_that_match() -> None:
    left, right = jpeg(street(2), 90), jpeg(ImageOps.mirror(street(2)), 90)
    lying = copies(frame(left), frame(right))
    assert lying is not None
    assert lying.mirror
    assert np.abs(lying.left - lying.right).max() < 6
    shares = (lying.left / (640, 480)).round(4).tolist()
    png = overlay(left + right, len(left), [None, None], True, shares, shares)
    assert pixels_at(png, None).shape == (480, 640 + 8 + 640, 3)


SHARED = os.environ.get("ZVIRKA_SHARED")


@pytest.mark.skipif(not SHARED, reason="ZVIRKA_SHARED is not set")
def test_neighbouring_photographs_of_a_walk_show_one_scene_and_are_no_copies() -> None:
    """opensfm-scenes: every pair within berlin and of neighbours within lund is found, none across, and none is called a copy."""
    files = sorted((Path(str(SHARED)) / "data" / "opensfm-scenes").glob("*.jpg"))
    assert len(files) == 19
    seen = {file.stem.removeprefix("data_"): frame(file.read_bytes()) for file in files}
    for one, other in combinations(seen, 2):
        across = one[:4] != other[:4]
        near = one.startswith("berlin") or int(other[-2:]) - int(one[-2:]) == 1
        if across or near:
            assert (same_scene(seen[one], seen[other]) is None) == across, (one, other)
            assert copies(seen[one], seen[other]) is None


@settings(max_examples=40, derandomize=True, deadline=None)
@given(st.integers(0, 24), st.sampled_from(["one place", "one line", "two lines", "anywhere"]), st.integers(0, 2**16))
def test_matches_that_fit_no_geometry_give_none_and_never_fail(count: int, kind: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    left, right = random.uniform(0, 600, (2, count, 2))
    if kind == "one place":
        left[:] = right[:] = 100.0
    elif kind == "one line":
        left[:, 1], right[:, 1] = 50.0, 70.0
    elif kind == "two lines":
        left[:, 1] = np.where(np.arange(count) % 2, 50.0, 200.0)
        right = left + np.array([5.0, 0.0])
    matrix, mask = fundamental(left, right, 1.5)
    assert mask.shape == (count,)
    assert matrix is None or np.isfinite(matrix).all()
    homography, flat = find_homography(left, right, 2.0)
    assert flat.shape == (count,)
    assert homography is None or np.isfinite(homography).all()
