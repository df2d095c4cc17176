"""Whether an object stands where it stood, told from two frames of one scene and a box around it in each.

First, whether one map lays all that lies outside the boxes on the other view: then the two may be copies of one picture, and nothing
follows. A camera that moved leaves every still thing on its epipolar line, so an object off the lines of what lies outside the boxes has
moved. Along its line it may have moved too: then its foot has left the ground about it, the ring. What could not be noticed between these
two views is asked at last: the object, triangulated with the rest, is shifted by `ASKED_SHARE` of its length each way, and where the
same tests would pass that too the verdict is undetermined. Held by `gate.pictures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from zvirka.observe.pictures.frames import Array, Frame
from zvirka.observe.pictures.matching import distinct, find_epipolar, find_homography, fundamental, matched
from zvirka.observe.pictures.scenes import EPIPOLAR_PX, LEAST_EPIPOLAR

Box = tuple[float, float, float, float]
"""left, top, right, bottom as shares of width and height."""
Verdict = Literal["moved", "no_displacement_found", "undetermined"]

RING_SHARE = 0.08
"""How far an object's foot may lie off where the ground about it puts it, as a share of its size: the longer side of its box."""
ASKED_SHARE = 0.2
"""Moves of this share of the object's length must not be missed."""
LEAST_POINTS = 8
LEAST_RING = 8
_MOVED_PX = 2 * EPIPOLAR_PX
"""Off its lines by twice what is allowed, before an object is said to have moved."""
_RING_WIDTH = 1.5
_OBJECT_PX = 4.0
_FIXED_PX = 2.0
_FIXED = 0.9
"""Share of the matches outside that one homography explains where the camera only turned, or the two are copies of one picture."""
_FOCAL = 1.2
"""Focal length as a share of the long side where the file is not trusted to tell it (53° across; telephones and video have 45° to 70°)."""
_MOST = 0.5
"""Share of the matches outside that must go together, else the geometry found may be one of chance."""
_DIRECTIONS = 24
_MOVED_FLAT = 0.25
"""As RING_SHARE, where one map lays all the rest: what stands off flat ground shifts somewhat when the camera moves."""


@dataclass(frozen=True, slots=True)
class Displacement:
    """The verdict and what it rests on.

    reason: why it is undetermined ("copies", "few_outside", "few_on_object", "few_around", "between", "insensitive"), or by what it moved:
    "epipolar", or "fixed" where the camera stood. outside, on_object, around: points each rests on. epipolar_px: median distance of
    the object's points from their lines, in working pixels. ring: how far it lies off where the ground puts it, as a share of its size.
    """

    verdict: Verdict
    reason: str
    outside: int = 0
    on_object: int = 0
    around: int = 0
    epipolar_px: float | None = None
    ring: float | None = None


@dataclass(frozen=True, slots=True)
class _Views:
    """Matches outside the boxes and on the object, (n, 2) working pixels each. size: of the object in the right view."""

    out_left: Array
    out_right: Array
    on_left: Array
    on_right: Array
    size: float


def displacement(left: Frame, right: Frame, left_box: Box, right_box: Box) -> Displacement:
    """The verdict. Frames: fingerprints of `SCENE_PX` and `SCENE_POINTS`, else few objects have points enough. The same for the same
    frames. That both boxes hold the same object is the asker's word."""
    views = _views(left, right, left_box, right_box)
    outside, on_object = len(views.out_left), len(views.on_left)
    if outside < LEAST_EPIPOLAR:
        return Displacement("undetermined", "few_outside", outside, on_object)
    if on_object < LEAST_POINTS:
        return Displacement("undetermined", "few_on_object", outside, on_object)
    homography, flat = find_homography(views.out_left, views.out_right, _FIXED_PX)
    epipolar = find_epipolar(views.out_left, views.out_right, EPIPOLAR_PX)
    off_map = (epipolar & ~flat).sum()
    if (
        homography is not None
        and flat.sum() >= _MOST * outside
        and off_map < max(LEAST_POINTS, (1 - _FIXED) * epipolar.sum())
    ):
        near = int(_about_foot(views.out_left[flat], _in_px(left_box, left)).sum())
        return _under_one_map(views, homography, (int(flat.sum()), on_object, near))
    if epipolar.sum() < max(LEAST_EPIPOLAR, _MOST * outside) or off_map < LEAST_POINTS:
        return Displacement("undetermined", "few_outside", int(epipolar.sum()), on_object)
    return _between(views, epipolar, left, left_box)


def _views(left: Frame, right: Frame, left_box: Box, right_box: Box) -> _Views:
    boxes = [_in_px(box, frame) for box, frame in ((left_box, left), (right_box, right))]
    places = [frame.points[:, :2] for frame in (left, right)]
    outside = [~_in_box(points, box) for points, box in zip(places, boxes, strict=True)]
    within = [_in_ellipse(points, box) for points, box in zip(places, boxes, strict=True)]
    out_left, out_right = _paired(left, right, outside)
    on_left, on_right = _paired(left, right, within)
    size = float(max(boxes[1][2] - boxes[1][0], boxes[1][3] - boxes[1][1]))
    kept = _together(on_left, on_right, size)
    return _Views(out_left, out_right, on_left[kept], on_right[kept], size)


def _paired(left: Frame, right: Frame, chosen: list[Array]) -> tuple[Array, Array]:
    pairs = matched(left.descriptors[chosen[0]], right.descriptors[chosen[1]])
    one, other = left.points[chosen[0]][pairs[:, 0], :2], right.points[chosen[1]][pairs[:, 1], :2]
    kept = distinct(one, other)
    return one[kept].astype(np.float64), other[kept].astype(np.float64)


def _together(left: Array, right: Array, size: float) -> Array:
    """Which matches on the object go together: within a tenth of its size of one affine map, which leaves room for its relief."""
    if len(left) < LEAST_POINTS:
        return np.zeros(len(left), bool)
    cv2.setRNGSeed(0)
    _, mask = cv2.estimateAffine2D(left, right, method=cv2.RANSAC, ransacReprojThreshold=max(_OBJECT_PX, 0.1 * size))
    return np.zeros(len(left), bool) if mask is None else mask.ravel().astype(bool)


def _under_one_map(views: _Views, homography: Array, told: tuple[int, int, int]) -> Displacement:
    """One map lays all the rest on the other view: copies of one picture, a camera that stood still or only turned, or flat ground."""
    off = float(np.hypot(*np.median(views.on_right - _mapped(homography, views.on_left), axis=0))) / views.size
    if off <= RING_SHARE:
        return Displacement("undetermined", "copies", *told, None, off)
    if told[2] < LEAST_RING:  # a far wall alone hides that the camera moved
        return Displacement("undetermined", "few_around", *told, None, off)
    return Displacement(
        "moved" if off > _MOVED_FLAT else "undetermined", "fixed" if off > _MOVED_FLAT else "between", *told, None, off
    )


def _between(views: _Views, epipolar: Array, left: Frame, left_box: Box) -> Displacement:
    one, other = views.out_left[epipolar], views.out_right[epipolar]
    lines = _fundamentals(one, other)
    if not lines:
        return Displacement("undetermined", "few_outside", len(one), len(views.on_left))
    ring = _ring(one, other, _in_px(left_box, left))
    told = len(one), len(views.on_left), 0 if ring is None else ring[1]
    off_lines = _off_lines(lines, views.on_left, views.on_right)
    if ring is None:  # then nothing near it says that the lines hold there
        return Displacement("undetermined", "few_around", *told, max(off_lines))
    if min(off_lines) > _MOVED_PX:
        return Displacement("moved", "epipolar", *told, float(np.median(off_lines)))
    foot = _foot(_in_px(left_box, left))
    off = _off_ground(ring[0], views.on_left, views.on_right, foot) / views.size
    measured = (*told, max(off_lines), off)
    if max(off_lines) > EPIPOLAR_PX or off > RING_SHARE:
        return Displacement("undetermined", "between", *measured)
    if not _would_be_noticed(views, lines, ring[0], one, other, left, left_box):
        return Displacement("undetermined", "insensitive", *measured)
    return Displacement("no_displacement_found", "", *measured)


def _fundamentals(left: Array, right: Array) -> list[Array]:
    """Fundamental matrices of all matches and of each half of them: how far they disagree is how well the lines are known."""
    made = []
    for part in (slice(None), slice(0, None, 2), slice(1, None, 2)):
        matrix, _ = fundamental(left[part], right[part], EPIPOLAR_PX)
        if matrix is None:
            return []
        made.append(matrix)
    return made


def _off_lines(lines: list[Array], left: Array, right: Array) -> list[float]:
    """Median distance in pixels of matches from each other's epipolar lines, the larger of both views, by each matrix."""
    one, other = np.c_[left, np.ones(len(left))], np.c_[right, np.ones(len(right))]
    medians = []
    for matrix in lines:
        to_right, to_left = one @ matrix.T, other @ matrix
        product = np.abs((other * to_right).sum(1))
        far = product / np.maximum(np.minimum(np.hypot(*to_right.T[:2]), np.hypot(*to_left.T[:2])), 1e-12)
        medians.append(float(np.median(far)))
    return medians


def _ring(left: Array, right: Array, box: Box) -> tuple[Array, int] | None:
    """(homography, points it rests on) of the ground about the object's foot."""
    near = _about_foot(left, box)
    homography, flat = find_homography(left[near], right[near], _FIXED_PX)
    if homography is None or flat.sum() < LEAST_RING:
        return None
    return homography, int(flat.sum())


def _about_foot(points: Array, box: Box) -> Array:
    """Which lie where the ground about an object is to be looked for: beside the lower half of its box and under it."""
    width, height = (box[2] - box[0]) * _RING_WIDTH, box[3] - box[1]
    return _in_box(points, (box[0] - width, box[1] + height / 2, box[2] + width, box[3] + height * 4))


def _foot(box: Box) -> Array:
    return np.array([(box[0] + box[2]) / 2, box[3]])


def _off_ground(ground: Array, left: Array, right: Array, foot: Array) -> float:
    """How far in pixels the object's foot lies off where the ground puts it.

    What stands above the ground is shifted against it by the camera's move, in proportion to its height (plane and parallax: Irani and
    Anandan, ECCV 1996): a plane fitted to those shifts is read off at the middle of the box's lower edge.
    """
    shift = right - _mapped(ground, left)
    rows = np.c_[np.ones(len(left)), left - foot]
    weights = np.ones(len(left))
    fit = np.zeros((3, 2))
    for _ in range(10):  # least absolute deviations, by weighting anew
        fit = np.linalg.lstsq(rows * weights[:, None], shift * weights[:, None], rcond=None)[0]
        weights = 1 / np.sqrt(np.maximum(np.hypot(*(shift - rows @ fit).T), 0.5))
    return float(np.hypot(*fit[0]))


def _would_be_noticed(
    views: _Views, lines: list[Array], ring: Array, one: Array, other: Array, left: Frame, box: Box
) -> bool:
    """Whether the same tests would tell a shift of ASKED_SHARE of the object's length, whichever way it went."""
    width, height = left.size
    focal = _FOCAL * max(width, height)
    camera = np.array([(focal, 0, width / 2), (0, focal, height / 2), (0, 0, 1)])
    _, turn, step, _ = cv2.recoverPose(camera.T @ lines[0] @ camera, one, other, camera)
    first, second = camera @ np.eye(3, 4), camera @ np.c_[turn, step]
    lifted = cv2.triangulatePoints(first, second, views.on_left.T, views.on_right.T)
    places = (lifted[:3] / lifted[3]).T
    depth = float(np.median(places[:, 2]))
    ahead = places[:, 2] > 0.2 * depth
    if depth <= 0 or ahead.sum() < LEAST_POINTS:
        return False
    places, on_left, on_right = places[ahead], views.on_left[ahead], views.on_right[ahead]
    px = _in_px(box, left)
    by = ASKED_SHARE * max(px[2] - px[0], px[3] - px[1]) * depth / focal
    here = _mapped(second, places)
    for way in _ways():
        moved = on_right + _mapped(second, places + by * way) - here
        off = _off_ground(ring, on_left, moved, _foot(px)) / views.size
        if off <= RING_SHARE and max(_off_lines(lines, on_left, moved)) <= EPIPOLAR_PX:
            return False
    return True


def _ways() -> Array:
    """Directions spread evenly over a sphere (Fibonacci lattice)."""
    number = np.arange(_DIRECTIONS) + 0.5
    height, turn = 1 - 2 * number / _DIRECTIONS, np.pi * (1 + 5**0.5) * number
    flat = np.sqrt(1 - height**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), height], 1)


def _mapped(matrix: Array, points: Array) -> Array:
    made = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(made[:, :2] / made[:, 2:])


def _in_px(box: Box, frame: Frame) -> Box:
    width, height = frame.size
    return box[0] * width, box[1] * height, box[2] * width, box[3] * height


def _in_box(points: Array, box: Box) -> Array:
    return (points[:, 0] >= box[0]) & (points[:, 0] <= box[2]) & (points[:, 1] >= box[1]) & (points[:, 1] <= box[3])


def _in_ellipse(points: Array, box: Box) -> Array:
    """The corners of a box about an object hold what is behind it."""
    middle, half = np.array([box[0] + box[2], box[1] + box[3]]) / 2, np.array([box[2] - box[0], box[3] - box[1]]) / 2
    return np.asarray((((points[:, :2] - middle) / np.maximum(half, 1e-6)) ** 2).sum(1) <= 1)
