"""Whether two frames are copies of one picture, by points that lie alike in both.

Points are matched by Lowe's ratio between the two frames alone, so that further copies in a case cannot spoil it; a homography found by
MAGSAC must explain at least `LEAST_INLIERS` of them on distinct places; and what it lays over each other must look the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from zvirka.observe.pictures.fingerprint import mirrored
from zvirka.observe.pictures.frames import Array, Frame

RATIO = 0.8
"""Lowe, IJCV 2004, section 7.1."""
LEAST_INLIERS = 8
"""Matched points, on distinct places in both, below which likeness is chance (measured by `gate.pictures`: false images)."""
APART_PX = 3.0
"""Side of the cells of which each counts as one place."""
_COPY_PX = 4.0
"""Working pixels a copy's points may lie off: compression and resampling move them by one or two."""
_FLAT = 0.75
"""Of the points that two views of one scene could explain, the share that one flat picture must: a camera that moved leaves near things
behind (neighbouring photographs of opensfm-scenes: 0.3 to 0.6; copies: over 0.9)."""
_SCALES = (0.08, 12.0)
"""How much smaller or larger a copy may be."""
_ANISOTROPY = 2.0
"""How much more one way than the other a copy may be stretched."""
_PERSPECTIVE = 0.12
"""How much the scale may change across a copy: no edit tilts a picture, a second camera does."""
_BLOCK_PX = 16
_LEAST_BLOCK_SPREAD = 4.0
_ALIKE = 0.6
LEAST_ALIKE = 0.6
"""Of the blocks of the common ground that have any structure, the share whose grey values go together (correlation over _ALIKE)."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """How one frame lies on another. homography: (3, 3), from the left frame's working pixels (of its mirror image where `mirror`) to
    the right's.

    inliers: matched points on distinct places that it explains. left, right: (n, 2) those points. alike: share of blocks of the common
    ground that look the same, 0 to 1. common: the share of the smaller frame that the common ground takes.
    """

    homography: Array
    mirror: bool
    inliers: int
    left: Array
    right: Array
    alike: float
    common: float


def copies(left: Frame, right: Frame, mirrors: tuple[bool, ...] = (False, True)) -> Overlay | None:
    """How two copies of one picture lie on each other; None where they are not shown to be that. mirrors: which ways are tried."""
    for mirror in mirrors:
        points, described = mirrored(left) if mirror else (left.points, left.descriptors)
        found = _overlay(left, right, points, described, mirror)
        if found is not None:
            return found
    return None


def matched(left: Array, right: Array, ratio: float = RATIO) -> Array:
    """(n, 2) numbers of descriptors that match one to one, by the ratio of the nearest to the second nearest."""
    if len(left) < 2 or len(right) < 2:
        return np.zeros((0, 2), np.int64)
    one, other = left.astype(np.float32), right.astype(np.float32)
    squares = (one**2).sum(1)[:, None] + (other**2).sum(1)[None] - 2 * (one @ other.T)
    rows, back, best = np.arange(len(one)), squares.argmin(0), squares.argmin(1)
    nearest = np.maximum(squares[rows, best], 0)
    squares[rows, best] = np.inf
    good = (nearest < ratio**2 * np.maximum(squares.min(1), 0)) & (back[best] == rows)
    return np.stack([rows[good], best[good]], 1)


def distinct(left: Array, right: Array) -> Array:
    """Which of these matches (n, 2) of places have a cell of APART_PX of their own in both pictures; the first of each cell is kept."""
    kept = np.arange(len(left))
    for places in (left, right):
        cells = np.floor(places[kept] / APART_PX).astype(np.int64)
        kept = kept[np.sort(np.unique(cells, axis=0, return_index=True)[1])]
    return kept


def _overlay(left: Frame, right: Frame, points: Array, described: Array, mirror: bool) -> Overlay | None:
    pairs = matched(described, right.descriptors)
    if len(pairs) < LEAST_INLIERS:
        return None
    from_, to = points[pairs[:, 0], :2], right.points[pairs[:, 1], :2]
    homography, mask = find_homography(from_, to, _COPY_PX)
    if homography is None:
        return None
    inside = np.flatnonzero(mask)
    inside = inside[distinct(from_[inside], to[inside])]
    if len(inside) < LEAST_INLIERS or not _as_edits_do(homography, from_[inside]):
        return None
    apart = distinct(from_, to)
    few = len(inside) < _FLAT * len(apart)  # else an epipolar geometry, which takes longer to find, cannot explain more
    if few and len(inside) < _FLAT * find_epipolar(from_[apart], to[apart], _COPY_PX / 2).sum():
        return None
    alike, common = _alike(left, right, homography, mirror)
    if alike < LEAST_ALIKE:
        return None
    return Overlay(homography, mirror, len(inside), from_[inside], to[inside], alike, common)


def find_homography(left: Array, right: Array, px: float) -> tuple[Array | None, Array]:
    """(homography or None, mask) by MAGSAC++ (Barath et al., CVPR 2020); the same for the same points."""
    if len(left) < 4:
        return None, np.zeros(len(left), bool)
    try:
        found: Any = cv2.findHomography(
            left.astype(np.float64), right.astype(np.float64), cv2.USAC_MAGSAC, px, maxIters=2000, confidence=0.999
        )
    except cv2.error:  # points on one line: its solver gives up with an assertion
        return None, np.zeros(len(left), bool)
    homography, mask = found
    if homography is None or not np.isfinite(homography).all():
        return None, np.zeros(len(left), bool)
    return np.asarray(homography), mask.ravel().astype(bool)


def find_epipolar(left: Array, right: Array, px: float) -> Array:
    """Which of these matches (n, 2) one epipolar geometry explains, by MAGSAC++; none where there are fewer than eight."""
    return fundamental(left, right, px)[1]


def fundamental(left: Array, right: Array, px: float) -> tuple[Array | None, Array]:
    """(fundamental matrix or None, mask) of the geometry that `find_epipolar` tells of."""
    none = None, np.zeros(len(left), bool)
    if len(left) < 8:
        return none
    try:
        found: Any = cv2.findFundamentalMat(
            left.astype(np.float64), right.astype(np.float64), cv2.USAC_MAGSAC, px, 0.999, 5000
        )
    except cv2.error:  # as above
        return none
    matrix, mask = found
    if matrix is None or mask is None or matrix.shape != (3, 3) or not np.isfinite(matrix).all():
        return none
    return np.asarray(matrix), np.asarray(mask).ravel().astype(bool)


def _as_edits_do(homography: Array, points: Array) -> bool:
    """Whether it scales, turns and stretches no more than an edit does, and alike all over."""
    middle: Array = points.mean(0)
    reach: Array = np.maximum(points.std(0), 10.0)
    scales = []
    for across, down in ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)):
        local = _local(homography, middle + reach * (across, down))
        wide, narrow = np.linalg.svd(local, compute_uv=False)
        if np.linalg.det(local) <= 0 or narrow <= 0 or wide / narrow > _ANISOTROPY:
            return False
        if not _SCALES[0] < np.sqrt(wide * narrow) < _SCALES[1]:
            return False
        scales.append(np.sqrt(wide * narrow))
    return bool(max(scales) / min(scales) - 1 <= _PERSPECTIVE * 2)


def _local(homography: Array, point: Array) -> Array:
    """The derivative (2, 2) of a homography at a point."""
    x, y, w = homography @ (point[0], point[1], 1.0)
    if abs(w) < 1e-9:
        return np.zeros((2, 2))
    top = homography[:2, :2] - np.outer((x / w, y / w), homography[2, :2])
    return np.asarray(top / w)


def _alike(left: Frame, right: Frame, homography: Array, mirror: bool) -> tuple[float, float]:
    """(share of blocks with structure that look the same, share of the smaller frame that both show) under the homography."""
    view = left.view[:, ::-1] if mirror else left.view
    to_left = np.diag([view.shape[1] / left.size[0], view.shape[0] / left.size[1], 1.0])
    to_right = np.diag([right.view.shape[1] / right.size[0], right.view.shape[0] / right.size[1], 1.0])
    between: Array = to_right @ homography @ np.linalg.inv(to_left)
    if np.linalg.det(between[:2, :2]) < 1:  # laid over each other at the coarser of the two scales
        base, over = right.view, np.ascontiguousarray(view)
    else:
        base, over, between = view, right.view, np.linalg.inv(between)
    factor = np.sqrt(max(1e-6, abs(np.linalg.det(between[:2, :2] / between[2, 2]))))
    if factor < 1:
        over = cv2.GaussianBlur(over, (0, 0), max(0.3, 0.5 / factor * 0.8))
    size = base.shape[1], base.shape[0]
    laid = cv2.warpPerspective(over, between, size, flags=cv2.INTER_LINEAR)
    there = cv2.warpPerspective(np.full_like(over, 255), between, size, flags=cv2.INTER_NEAREST) > 0
    base_soft, laid_soft = (cv2.GaussianBlur(each.astype(np.float32), (0, 0), 1.0) for each in (base, laid))
    share = float(there.sum()) / min(base.size, max(1.0, over.size * factor**2))
    return _blocks_alike(base_soft, laid_soft, there), min(1.0, share)


def _blocks_alike(base: Array, laid: Array, there: Array) -> float:
    like = total = 0
    for top in range(0, base.shape[0] - _BLOCK_PX // 2, _BLOCK_PX):
        for left in range(0, base.shape[1] - _BLOCK_PX // 2, _BLOCK_PX):
            block = slice(top, top + _BLOCK_PX), slice(left, left + _BLOCK_PX)
            inside = there[block]
            if inside.mean() < 0.9:
                continue
            one, other = base[block][inside], laid[block][inside]
            if one.std() < _LEAST_BLOCK_SPREAD and other.std() < _LEAST_BLOCK_SPREAD:
                continue
            total += 1
            like += _correlation(one, other) > _ALIKE
    return like / total if total >= 3 else 0.0


def _correlation(one: Array, other: Array) -> float:
    spread = float(one.std() * other.std())
    return float(((one - one.mean()) * (other - other.mean())).mean()) / spread if spread > 1e-6 else 0.0
