"""The fingerprint of a picture given as pixels: borders off, eight-way PDQ, RootSIFT points."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
import pdqhash

from zvirka.observe.pictures.frames import Array, Frame

WORKING_PX = 640
"""Long side at which features are taken: what messengers leave of a picture is rarely less."""
VIEW_PX = 256
MOST_POINTS = 700
SCENE_PX = 1024
SCENE_POINTS = 3000
"""For the comparison of two frames of one scene, which needs more points than finding a copy does."""
_CONTRAST = 0.02
"""SIFT's contrast threshold: half of Lowe's 0.04 (IJCV 2004, section 4), so that dark and compressed pictures have points too."""
_GRID = 8
_SURPLUS = 3
"""Points looked for, for each that is kept."""
_BORDER_SPREAD = 12
"""Grey values (5th to 95th percentile) a row or column of a border spreads at most; compression rings within that."""
_MOST_TRIMMED = 0.45
"""No side loses more than this share: a uniform picture is no border."""
_TO_BYTE = 512
"""RootSIFT components are at most 1 and rarely over 0.4; times 512 and cut at 255 they keep eight bits (as SIFT itself is stored)."""


def fingerprint(
    pixels: Array, at_s: float | None, size: tuple[int, int], px: int = WORKING_PX, points: int = MOST_POINTS
) -> Frame:
    """pixels: (h, w, 3) RGB bytes, any scale. size: width and height of the picture itself. px, points: long side, most points."""
    work = _scaled(pixels, px)
    grey = cv2.cvtColor(work, cv2.COLOR_RGB2GRAY)
    box = trimmed(grey)
    left, top, right, bottom = box
    hashes, quality = _pdq(work[top:bottom, left:right])
    found, described = features(grey, points)
    return Frame(
        at_s, size[0], size[1], grey.shape[1] / size[0], box, hashes, quality, found, described, _scaled(grey, VIEW_PX)
    )


def trimmed(grey: Array) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of a grey picture without uniform rows and columns at its sides."""
    top, bottom = _inner(grey)
    left, right = _inner(grey[top:bottom].T)
    return left, top, right, bottom


def features(grey: Array, most: int) -> tuple[Array, Array]:
    """(points (n, 4), RootSIFT bytes (n, 128)) of a grey picture, at most `most`, in an order of which every beginning is spread over
    the picture: the strongest of each cell of a grid, then the second of each …, so that letters laid over it do not take all places."""
    keys, raw = _sift(most * _SURPLUS).detectAndCompute(grey, None)
    if raw is None or not len(keys):
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)
    points = np.array([(*key.pt, key.size, key.angle) for key in keys], np.float32)
    strength = np.array([key.response for key in keys])
    order = np.lexsort((points[:, 3], points[:, 1], points[:, 0], -strength))
    cell = np.minimum(points[:, :2] * _GRID / (grey.shape[1], grey.shape[0]), _GRID - 1).astype(np.int64) @ (1, _GRID)
    order = order[np.argsort(_rank_in(cell[order]), kind="stable")][:most]
    return points[order], rooted(np.asarray(raw)[order])


def _rank_in(cells: Array) -> Array:
    """For each entry how many of the same cell stand before it."""
    ranks = np.zeros(len(cells), np.int64)
    for cell in np.unique(cells):
        inside = np.flatnonzero(cells == cell)
        ranks[inside] = np.arange(len(inside))
    return ranks


def rooted(raw: Array) -> Array:
    """RootSIFT (Arandjelović and Zisserman, CVPR 2012): the square root of SIFT with its sum made 1, as bytes."""
    total = np.maximum(raw.sum(1, keepdims=True), 1e-9)
    return np.asarray(np.minimum(np.sqrt(raw / total) * _TO_BYTE, 255), np.uint8)


def mirrored(frame: Frame) -> tuple[Array, Array]:
    """(points, descriptors) that the mirrored picture would have: no second search for points is needed.

    A descriptor is 4 rows by 4 columns of 8 directions, along the point's own direction: mirrored, rows and directions turn round.
    """
    points = frame.points.copy()
    points[:, 0] = frame.size[0] - 1 - points[:, 0]
    points[:, 3] = (180 - points[:, 3]) % 360
    turned = frame.descriptors.reshape(-1, 4, 4, 8)[:, ::-1][..., [0, 7, 6, 5, 4, 3, 2, 1]]
    return points, np.ascontiguousarray(turned).reshape(-1, 128)


def _scaled(pixels: Array, px: int) -> Array:
    height, width = pixels.shape[:2]
    factor = px / max(height, width)
    if factor >= 1:
        return pixels
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _inner(lines: Array) -> tuple[int, int]:
    """First row, and row after the last, that is not of a border."""
    low, high = np.percentile(lines, (5, 95), axis=1)
    busy = np.flatnonzero(high - low > _BORDER_SPREAD)
    most = int(len(lines) * _MOST_TRIMMED)
    if not len(busy):
        return 0, len(lines)
    return min(int(busy[0]), most), max(int(busy[-1]) + 1, len(lines) - most)


def _pdq(pixels: Array) -> tuple[Array, int]:
    hashes, quality = pdqhash.compute_dihedral(np.ascontiguousarray(pixels))
    return np.packbits(np.asarray(hashes, np.uint8), axis=1), int(quality)


@cache
def _sift(most: int) -> Any:
    cv2.setNumThreads(1)
    return cv2.SIFT_create(nfeatures=most, contrastThreshold=_CONTRAST)  # type: ignore[attr-defined,unused-ignore]
