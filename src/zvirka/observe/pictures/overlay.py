"""The picture that shows why two frames are called copies, or one scene: both side by side with the points that match. Run confined."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from zvirka.observe.pictures.opening import pixels_at

SIDE_PX = 640
MOST_LINES = 60
_GAP_PX = 8
_COLOURS = ("#ffd60a", "#30d5c8", "#ff6b6b", "#7cfc00")


def overlay(data: bytes, cut: int, at_s: list[float | None], mirror: bool, left: Any, right: Any) -> bytes:
    """A PNG. data: the bytes of both files, the first `cut` of them the left one's. at_s: which frame of each.

    left, right: places of the matching points as shares of width and height, [[x, y], …]; where `mirror`, of the left one's mirror image.
    """
    shown = []
    for part, at in ((data[:cut], at_s[0]), (data[cut:], at_s[1])):
        picture = Image.fromarray(np.ascontiguousarray(pixels_at(part, at)))
        picture.thumbnail((SIDE_PX, SIDE_PX))
        shown.append(picture)
    if mirror:
        shown[0] = ImageOps.mirror(shown[0])
    first, second = shown
    whole = Image.new("RGB", (first.width + _GAP_PX + second.width, max(first.height, second.height)), "white")
    whole.paste(first, (0, 0))
    whole.paste(second, (first.width + _GAP_PX, 0))
    pen = ImageDraw.Draw(whole)
    step = max(1, len(left) // MOST_LINES)
    for number, (one, other) in enumerate(list(zip(left, right, strict=True))[::step]):
        start = one[0] * first.width, one[1] * first.height
        end = first.width + _GAP_PX + other[0] * second.width, other[1] * second.height
        colour = _COLOURS[number % len(_COLOURS)]
        pen.line((start, end), fill=colour, width=1)
        for x, y in (start, end):
            pen.ellipse((x - 3, y - 3, x + 3, y + 3), outline=colour)
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()
