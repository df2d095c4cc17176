"""The nineteen edits pictures undergo on their way through channels, each a function of the picture and a number for chance."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

Edit = Callable[[Image.Image, np.random.Generator], Image.Image]


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG file."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def _compressed(quality: int) -> Edit:
    return lambda picture, _: Image.open(io.BytesIO(jpeg(picture, quality))).convert("RGB")


def _sized(share: float) -> Edit:
    def edit(picture: Image.Image, _: Any) -> Image.Image:
        return picture.resize((int(picture.width * share), int(picture.height * share)), Image.Resampling.BILINEAR)

    return edit


def _cropped(area: float) -> Edit:
    """Keeps this share of the area, somewhere."""

    def edit(picture: Image.Image, random: np.random.Generator) -> Image.Image:
        side = area**0.5
        width, height = int(picture.width * side), int(picture.height * side)
        left, top = (
            int(random.integers(0, picture.width - width + 1)),
            int(random.integers(0, picture.height - height + 1)),
        )
        return picture.crop((left, top, left + width, top + height))

    return edit


def _logos(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    shown = picture.copy()
    pen = ImageDraw.Draw(shown)
    for x, y in ((0.03, 0.03), (0.78, 0.05), (0.4, 0.85)):
        left, top, wide, tall = x * shown.width, y * shown.height, shown.width * 0.19, shown.height * 0.11
        pen.rounded_rectangle((left, top, left + wide, top + tall), 12, fill=tuple(random.integers(0, 255, 3).tolist()))
        pen.text((left + wide * 0.1, top + tall * 0.2), "NEWS 24", fill="white", font_size=max(8, tall * 0.5))
    return shown


def _captioned(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    shown = picture.copy()
    pen = ImageDraw.Draw(shown)
    top = int(shown.height * 0.76)
    pen.rectangle((0, top, shown.width, shown.height), fill=tuple(random.integers(0, 120, 3).tolist()))
    words = "".join(random.choice(list("abcdefghij klmnop "), 60))
    for line in (0, 1):
        pen.text(
            (shown.width * 0.04, top + shown.height * (0.03 + 0.1 * line)),
            words[line * 30 :][:30],
            fill="white",
            font_size=shown.height * 0.06,
        )
    return shown


def _letterboxed(picture: Image.Image, _: Any) -> Image.Image:
    return ImageOps.pad(picture, (picture.width, int(picture.height * 1.5)), color="black")


def _screenshot(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """A telephone's screen: bars, a name, the picture, words and buttons under it."""
    wide = 720
    inner = picture.resize((wide, int(picture.height * wide / picture.width)))
    shown = Image.new("RGB", (wide, 1280), (24, 26, 32))
    shown.paste(inner, (0, 220))
    pen = ImageDraw.Draw(shown)
    pen.text((24, 12), "14:07", fill="white", font_size=28)
    pen.text((640, 12), "63 %", fill="white", font_size=28)
    pen.ellipse((20, 110, 90, 180), fill=tuple(random.integers(40, 255, 3).tolist()))
    pen.text((110, 120), "Channel of the day", fill="white", font_size=34)
    for line in range(9):
        words = "".join(random.choice(list("abcdefghijklmnop     "), 40))
        pen.text((24, 250 + inner.height + line * 44), words, fill=(220, 220, 220), font_size=30)
    return shown


def _inset(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """Picture in picture: small in the corner of a studio's screen."""
    from gate.pictures.drawn import photo

    shown = photo(1_000_000 + int(random.integers(0, 60))).resize((960, 720))
    wide = int(960 * 0.45)
    inner = picture.resize((wide, int(picture.height * wide / picture.width)))
    shown.paste(inner, (960 - wide - 30, 40))
    return shown


EDITS: dict[str, Edit] = {
    "compressed to quality 30": _compressed(30),
    "compressed to quality 10": _compressed(10),
    "half the size": _sized(0.5),
    "a quarter of the size": _sized(0.25),
    "brighter": lambda picture, _: ImageEnhance.Brightness(picture).enhance(1.5),
    "darker": lambda picture, _: ImageEnhance.Brightness(picture).enhance(0.5),
    "more contrast": lambda picture, _: ImageEnhance.Contrast(picture).enhance(1.7),
    "grey": lambda picture, _: ImageOps.grayscale(picture).convert("RGB"),
    "cropped to 80 % of its area": _cropped(0.8),
    "cropped to 50 %": _cropped(0.5),
    "cropped to 25 %": _cropped(0.25),
    "logos": _logos,
    "caption bar": _captioned,
    "mirrored": lambda picture, _: ImageOps.mirror(picture),
    "turned by 90°": lambda picture, _: picture.transpose(Image.Transpose.ROTATE_90),
    "turned by 7°": lambda picture, _: picture.rotate(7, Image.Resampling.BICUBIC, expand=True),
    "letterbox": _letterboxed,
    "screenshot": _screenshot,
    "picture in picture": _inset,
}
