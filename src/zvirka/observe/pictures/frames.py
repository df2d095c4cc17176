"""A frame as it was looked at: its fingerprint, and its plain form for confined workers and derived tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
PDQ_BITS = 256
_ONES = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(1).astype(np.uint16)


def differing_bits(left: Array, right: Array) -> Any:
    """In how many of its 256 bits each hash of `left` (..., 32) differs from that of `right`, as arrays broadcast."""
    return _ONES[left ^ right].sum(-1)


@dataclass(frozen=True, slots=True)
class Frame:
    """One still picture, or one frame of an animation or video. Pixels are those of the working size unless said otherwise.

    at_s: seconds from the video's beginning, None for a still picture. width, height: of the picture as shown, in its own pixels.
    scale: working pixels for each of its own. box: (left, top, right, bottom) of what is left without uniform borders.
    pdq: (8, 32) bytes, the hash as it is and turned and mirrored, in pdqhash's order. quality: PDQ's own, 0 to 100; below
    `searching.LEAST_QUALITY` a hash says little. points: (n, 4) x, y, size, angle in degrees; descriptors: (n, 128) RootSIFT
    as bytes, strongest first. view: the picture in grey, (h, w) bytes, its long side `fingerprint.VIEW_PX` at most.
    """

    at_s: float | None
    width: int
    height: int
    scale: float
    box: tuple[int, int, int, int]
    pdq: Array
    quality: int
    points: Array
    descriptors: Array
    view: Array

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in working pixels."""
        return self.width * self.scale, self.height * self.scale


def to_plain(frame: Frame) -> dict[str, Any]:
    """The frame as data that a confined worker may send."""
    return {
        "at_s": frame.at_s,
        "width": frame.width,
        "height": frame.height,
        "scale": frame.scale,
        "box": list(frame.box),
        "pdq": frame.pdq.tobytes(),
        "quality": frame.quality,
        "points": frame.points.astype("<f4").tobytes(),
        "descriptors": frame.descriptors.tobytes(),
        "view": frame.view.tobytes(),
        "view_height": int(frame.view.shape[0]),
    }


def from_plain(plain: dict[str, Any]) -> Frame:
    """The frame of its plain form. Raises ValueError, KeyError or TypeError for what is none."""
    left, top, right, bottom = (int(value) for value in plain["box"])
    frame = Frame(
        at_s=None if plain["at_s"] is None else float(plain["at_s"]),
        width=int(plain["width"]),
        height=int(plain["height"]),
        scale=float(plain["scale"]),
        box=(left, top, right, bottom),
        pdq=np.frombuffer(plain["pdq"], np.uint8).reshape(8, PDQ_BITS // 8),
        quality=int(plain["quality"]),
        points=np.frombuffer(plain["points"], "<f4").reshape(-1, 4),
        descriptors=np.frombuffer(plain["descriptors"], np.uint8).reshape(-1, 128),
        view=np.frombuffer(plain["view"], np.uint8).reshape(int(plain["view_height"]), -1),
    )
    if len(frame.points) != len(frame.descriptors) or not np.isfinite(frame.points).all():
        raise ValueError("points and descriptors do not go together")
    return frame
