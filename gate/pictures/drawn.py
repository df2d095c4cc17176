"""Photographs of our own: streets, fields and vehicles, drawn from a number with textures, haze, noise and a lens's softness.

No two numbers share a place; what they share is what photographs share: skies, windows, foliage, gravel.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

Generator = np.random.Generator
Array = npt.NDArray[Any]


def photo(number: int, size: tuple[int, int] = (960, 720)) -> Image.Image:
    """The photograph of this number: always the same."""
    random = np.random.default_rng([20260911, number])
    width, height = size
    horizon = int(height * random.uniform(0.3, 0.6))
    canvas = _sky(random, width, height)
    pen = ImageDraw.Draw(canvas)
    for _ in range(int(random.integers(2, 6))):
        _hill(random, pen, width, horizon, height)
    canvas.paste(_ground(random, width, height - horizon), (0, horizon))
    for depth in sorted(random.uniform(0.15, 1, int(random.integers(5, 14)))):
        thing = random.choice(["house", "tree", "vehicle", "rubble", "pole"], p=[0.35, 0.25, 0.15, 0.15, 0.1])
        _DRAWN[str(thing)](random, canvas, horizon, float(depth))
    return _taken(random, canvas)


def _colour(random: Generator, low: int = 20, high: int = 230) -> tuple[int, int, int]:
    grey = random.uniform(low, high)
    tint = np.clip(grey + random.normal(0, 22, 3), 0, 255).astype(int)
    return int(tint[0]), int(tint[1]), int(tint[2])


def noise(random: Generator, width: int, height: int, octaves: int = 6, rough: float = 0.6) -> Array:
    """(height, width) fractal noise of mean 0 and spread 1."""
    total = np.zeros((height, width), np.float32)
    for octave in range(octaves):
        cells = 2 ** (octave + 1)
        small = random.normal(0, 1, (max(2, cells * height // width + 2), cells + 2)).astype(np.float32)
        layer = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        total += np.asarray(layer) * rough**octave
    return np.asarray((total - total.mean()) / (total.std() + 1e-6))


def _sky(random: Generator, width: int, height: int) -> Image.Image:
    top, low = np.array(_colour(random, 90, 200)), np.array(_colour(random, 150, 245))
    fade = np.linspace(0, 1, height)[:, None, None]
    clouds = noise(random, width, height, 7)[..., None] * random.uniform(3, 22)
    return Image.fromarray(np.clip(top * (1 - fade) + low * fade + clouds, 0, 255).astype(np.uint8))


def _hill(random: Generator, pen: ImageDraw.ImageDraw, width: int, horizon: int, height: int) -> None:
    steps = np.linspace(0, width, 60)
    line = np.cumsum(random.normal(0, height * 0.012, 60))
    line = horizon - np.abs(line) - random.uniform(0, height * 0.12)
    pen.polygon(
        [(0, height), *zip(steps.tolist(), line.tolist(), strict=True), (width, height)], fill=_colour(random, 60, 150)
    )


def _ground(random: Generator, width: int, height: int) -> Image.Image:
    """Gravel or grass that grows coarser towards the eye."""
    flat = noise(random, width * 2, height * 2, 9, 0.82)
    depth = (np.arange(height) + 8.0) / height
    rows = np.clip(flat.shape[0] * (1 - 0.12 / (depth + 0.12)), 0, flat.shape[0] - 1).astype(int)
    across = (np.arange(width) - width / 2)[None] / (0.35 + depth[:, None]) * 0.9 + width
    seen = flat[rows[:, None], np.clip(across, 0, flat.shape[1] - 1).astype(int)]
    picture = np.array(_colour(random, 60, 160)) + seen[..., None] * random.uniform(12, 30) * np.array(
        [1.0, 0.95, 0.85]
    )
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def _textured(random: Generator, canvas: Image.Image, mask: Image.Image, strength: float) -> None:
    """Roughens what the mask covers."""
    box = mask.getbbox()
    if box is None:
        return
    width, height = box[2] - box[0], box[3] - box[1]
    part = np.asarray(canvas.crop(box), np.float32)
    rough = noise(random, max(4, width), max(4, height), 7, 0.85)[:height, :width, None] * strength
    covered = np.asarray(mask.crop(box), np.float32)[..., None] / 255
    canvas.paste(Image.fromarray(np.clip(part + rough * covered, 0, 255).astype(np.uint8)), box[:2])


def _house(random: Generator, canvas: Image.Image, horizon: int, depth: float) -> None:
    width, height = canvas.size
    wide, tall = width * depth * random.uniform(0.2, 0.5), height * depth * random.uniform(0.25, 0.7)
    left, foot = random.uniform(-0.1, 0.9) * width, horizon + (height - horizon) * depth * 0.6
    slant = random.uniform(-0.18, 0.18) * tall
    corners = [(left, foot), (left, foot - tall), (left + wide, foot - tall + slant), (left + wide, foot - slant * 0.3)]
    mask = Image.new("L", canvas.size)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    pen = ImageDraw.Draw(canvas)
    pen.polygon(corners, fill=_colour(random))
    _textured(random, canvas, mask, random.uniform(4, 16))
    floors, bays = int(random.integers(1, 7)), int(random.integers(2, 9))
    glass = _colour(random, 10, 120)
    for floor in range(floors):
        for bay in range(bays):
            if random.random() < 0.12:
                continue
            x, y = (bay + 0.28) / bays, (floor + 0.25) / floors
            w, h = random.uniform(0.35, 0.55) / bays, random.uniform(0.35, 0.55) / floors
            spots = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
            shift = tuple(int(np.clip(value + random.normal(0, 18), 0, 255)) for value in glass)
            pen.polygon([(left + u * wide, foot - tall * (1 - v) + slant * u * (1 - v)) for u, v in spots], fill=shift)
            if random.random() < 0.4:
                start = left + (x + w / 2) * wide
                pen.line(
                    [(start, foot - tall * (1 - y) + slant * x), (start, foot - tall * (1 - y - h) + slant * x)],
                    fill=_colour(random),
                )
    if random.random() < 0.6:
        peak = (left + wide * random.uniform(0.3, 0.7), foot - tall - tall * random.uniform(0.1, 0.4))
        pen.polygon([corners[1], peak, corners[2]], fill=_colour(random))


def _tree(random: Generator, canvas: Image.Image, horizon: int, depth: float) -> None:
    width, height = canvas.size
    x, foot = random.uniform(0, width), horizon + (height - horizon) * depth * 0.7
    tall = height * depth * random.uniform(0.25, 0.7)
    pen = ImageDraw.Draw(canvas)
    pen.line(
        [(x, foot), (x + random.normal(0, 8), foot - tall * 0.6)],
        fill=_colour(random, 20, 80),
        width=max(1, int(10 * depth)),
    )
    shade = np.array(_colour(random, 30, 110))
    for _ in range(int(random.integers(60, 220))):
        cx, cy = x + random.normal(0, tall * 0.18), foot - tall * 0.7 + random.normal(0, tall * 0.16)
        r = max(1.0, tall * random.uniform(0.01, 0.06))
        leaf = tuple(int(v) for v in np.clip(shade + random.normal(0, 28), 0, 255))
        pen.ellipse((cx - r, cy - r * 0.7, cx + r, cy + r * 0.7), fill=leaf)


def _vehicle(random: Generator, canvas: Image.Image, horizon: int, depth: float) -> None:
    width, height = canvas.size
    long, x = width * depth * random.uniform(0.15, 0.35), random.uniform(0, 0.8) * width
    foot = horizon + (height - horizon) * min(0.95, depth * 0.85)
    tall = long * random.uniform(0.25, 0.4)
    mask = Image.new("L", canvas.size)
    hull = [(x, foot), (x + long * 0.06, foot - tall * 0.6), (x + long * 0.9, foot - tall * 0.62), (x + long, foot)]
    tower = [
        (x + long * 0.3, foot - tall * 0.6),
        (x + long * 0.36, foot - tall),
        (x + long * 0.68, foot - tall),
        (x + long * 0.75, foot - tall * 0.6),
    ]
    pen = ImageDraw.Draw(canvas)
    for shape in (hull, tower):
        ImageDraw.Draw(mask).polygon(shape, fill=255)
        pen.polygon(shape, fill=_colour(random, 30, 110))
    end = (x - long * random.uniform(0, 0.4), foot - tall * random.uniform(0.7, 1.1))
    pen.line([(x + long * 0.4, foot - tall * 0.8), end], fill=_colour(random, 20, 80), width=max(2, int(tall * 0.08)))
    _textured(random, canvas, mask, random.uniform(8, 24))
    r = tall * 0.2
    for spot in np.linspace(x + r * 2, x + long - r * 2, int(random.integers(3, 8))):
        pen.ellipse((spot - r, foot - r, spot + r, foot + r), fill=_colour(random, 5, 60), outline=_colour(random))


def _rubble(random: Generator, canvas: Image.Image, horizon: int, depth: float) -> None:
    width, height = canvas.size
    middle, foot = random.uniform(0, width), horizon + (height - horizon) * depth * 0.8
    pen = ImageDraw.Draw(canvas)
    for _ in range(int(random.integers(40, 160))):
        cx, cy = middle + random.normal(0, width * 0.12 * depth), foot - abs(random.normal(0, height * 0.05 * depth))
        r, turn = max(1.5, width * 0.02 * depth * random.random()), random.uniform(0, math.pi)
        pen.polygon(
            [(cx + r * math.cos(turn + a), cy + r * 0.6 * math.sin(turn + a)) for a in (0, 1.4, 2.9, 4.6)],
            fill=_colour(random),
        )


def _pole(random: Generator, canvas: Image.Image, horizon: int, depth: float) -> None:
    width, height = canvas.size
    x, foot = random.uniform(0, width), horizon + (height - horizon) * depth * 0.8
    tall = height * depth * random.uniform(0.5, 0.9)
    pen = ImageDraw.Draw(canvas)
    pen.line([(x, foot), (x, foot - tall)], fill=_colour(random, 30, 120), width=max(1, int(8 * depth)))
    for cross in (0.85, 0.95):
        y = foot - tall * cross
        pen.line(
            [(x - tall * 0.15, y), (x + tall * 0.15, y)], fill=_colour(random, 30, 120), width=max(1, int(4 * depth))
        )
        pen.line([(x, y), (x + width, y + random.normal(0, height * 0.1))], fill=_colour(random, 20, 60))


_DRAWN = {"house": _house, "tree": _tree, "vehicle": _vehicle, "rubble": _rubble, "pole": _pole}


def _taken(random: Generator, canvas: Image.Image) -> Image.Image:
    """As a camera has it: light from one side, a soft lens, grain."""
    width, height = canvas.size
    light = 1 + noise(random, width, height, 2)[..., None] * random.uniform(0.03, 0.12)
    soft = canvas.filter(ImageFilter.GaussianBlur(float(random.uniform(0.4, 1.1))))
    grain = random.normal(0, random.uniform(2, 7), (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(soft, np.float32) * light + grain, 0, 255).astype(np.uint8))
