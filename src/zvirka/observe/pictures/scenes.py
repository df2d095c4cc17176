"""Whether two frames show one scene from two places: shown to a person, never called identity.

Thresholds of the design, held by `gate.pictures`: at least 20 matched points that one epipolar geometry explains, or 10 on one plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zvirka.observe.pictures.frames import Array, Frame
from zvirka.observe.pictures.matching import distinct, find_epipolar, find_homography, matched

LEAST_EPIPOLAR = 20
LEAST_PLANE = 10
EPIPOLAR_PX = 1.5
_PLANE_PX = 4.0


@dataclass(frozen=True, slots=True)
class Scene:
    """epipolar, plane: matched points on distinct places explained by an epipolar geometry and by a homography. left, right: (n, 2) the
    former, or the latter where those are more, in working pixels."""

    epipolar: int
    plane: int
    left: Array
    right: Array


def same_scene(left: Frame, right: Frame) -> Scene | None:
    """What two frames share of a scene; None below the thresholds."""
    pairs = matched(left.descriptors, right.descriptors)
    if len(pairs) < LEAST_PLANE:
        return None
    one, other = left.points[pairs[:, 0], :2], right.points[pairs[:, 1], :2]
    kept = distinct(one, other)
    one, other = one[kept], other[kept]
    epipolar = find_epipolar(one, other, EPIPOLAR_PX)
    plane = find_homography(one, other, _PLANE_PX)[1]
    if epipolar.sum() < LEAST_EPIPOLAR and plane.sum() < LEAST_PLANE:
        return None
    shown = np.flatnonzero(epipolar if epipolar.sum() >= plane.sum() else plane)
    return Scene(int(epipolar.sum()), int(plane.sum()), one[shown], other[shown])
