"""Overlays of two outlines that are mostly the same, as a map's are from day to day: only where they differ is anything computed.

The parts that one of two polygons has and the other lacks are bordered by segments that only one of them has. So each part lies within
one of the boxes around such segments, boxes that meet taken together; outside of all boxes the two are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely import MultiPolygon

from zvirka.observe.geojson import polygons_of

_POLYGON, _POLYGONAL = 3, (3, 6)
"""Of GEOS: the numbers of Polygon, and of that and MultiPolygon."""
MOST_WINDOWS = 256
"""Where more boxes than this differ, one overlay of the whole is cheaper: clipping goes over all of both outlines once a box."""
FEW_SEGMENTS = 1_000
MOST_CHANGED = 0.25
"""Outlines of so few segments, or of which more than this share differs, are overlaid whole."""
MARGIN_M = 1.0
"""Boxes are this much wider than their segments, so that no border of a part runs along the edge of its box."""


def differences(left: Any, right: Any) -> tuple[MultiPolygon, MultiPolygon] | None:
    """(polygons of left alone, polygons of right alone), of valid polygons in metres; None where an overlay of the whole is cheaper."""
    windows = _windows(left, right)
    if windows is None:
        return None
    one, other = (_clipped(shape, windows) for shape in (left, right))
    return _polygons(shapely.difference(one, other)), _polygons(shapely.difference(other, one))


def _clipped(shape: Any, windows: Any) -> Any:
    """An array of what of the shape lies in each window."""
    clipped = np.array([shapely.clip_by_rect(shape, *window) for window in windows], dtype=object)
    for at in np.flatnonzero(
        ~shapely.is_valid(clipped)
    ):  # clip_by_rect is quick and may leave parts that touch along an edge
        clipped[at] = shapely.intersection(shape, shapely.box(*windows[at]))
    lines = np.flatnonzero(~np.isin(shapely.get_type_id(clipped), _POLYGONAL))
    for at in lines:
        clipped[at] = polygons_of(clipped[at])
    return clipped


def _polygons(shapes: Any) -> MultiPolygon:
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return MultiPolygon(list(parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]))


def _windows(left: Any, right: Any) -> Any:
    """Boxes (west, south, east, north) around the segments of one alone, none meeting another; None where there are too many."""
    (one, ring_one), (other, ring_other) = _segments(left), _segments(right)
    both = np.concatenate([one, other])
    if len(both) < FEW_SEGMENTS:
        return None
    keys = np.ascontiguousarray(both).view(np.dtype((np.void, both.dtype.itemsize * 4))).ravel()
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    changed = counts[inverse.ravel()] == 1
    if changed.mean() > MOST_CHANGED:
        return None
    return _merged(_boxes(both, changed, np.concatenate([ring_one, ring_other + ring_one.max(initial=0) + 1])))


def _boxes(segments: Any, changed: Any, ring: Any) -> Any:
    """One box a run of changed segments that follow each other on a ring."""
    where = np.flatnonzero(changed)
    if len(where) == 0:
        return np.empty((0, 4))
    starts = np.flatnonzero(np.r_[True, (np.diff(where) > 1) | (np.diff(ring[where]) != 0)])
    x, y = segments[where][:, 0::2], segments[where][:, 1::2]
    return np.column_stack(
        [
            np.minimum.reduceat(x.min(axis=1), starts) - MARGIN_M,
            np.minimum.reduceat(y.min(axis=1), starts) - MARGIN_M,
            np.maximum.reduceat(x.max(axis=1), starts) + MARGIN_M,
            np.maximum.reduceat(y.max(axis=1), starts) + MARGIN_M,
        ]
    )


def _merged(boxes: Any) -> Any:
    """The boxes, those that meet united, until none meets another; None where there are too many to compare."""
    while len(boxes):
        if len(boxes) > 4 * MOST_WINDOWS:
            return None
        meets = (boxes[:, None, :2] <= boxes[None, :, 2:]).all(axis=2)
        meets &= meets.T
        first = meets.argmax(axis=1)  # of each box the first that it meets, at most itself
        if (first == np.arange(len(boxes))).all():
            break
        keep = np.unique(first)
        boxes = np.array([[*boxes[first == one, :2].min(axis=0), *boxes[first == one, 2:].max(axis=0)] for one in keep])
    return boxes if len(boxes) <= MOST_WINDOWS else None


def _segments(shape: Any) -> tuple[Any, Any]:
    """((n, 4) metres: every segment of every ring, its ends in one order; (n,) the number of its ring)."""
    points, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    inside = ring[1:] == ring[:-1]
    start, end = points[:-1][inside], points[1:][inside]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    ordered = (
        np.where(swap[:, None], np.hstack([end, start]), np.hstack([start, end])) + 0.0
    )  # no -0.0, which has other bytes
    return ordered, ring[:-1][inside]
