"""Pairs of photographs of a scene in three dimensions in which a vehicle stood still or moved by a known share of its length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from gate.pictures.drawn import noise

Array = npt.NDArray[Any]
Generator = np.random.Generator
Box = tuple[float, float, float, float]
"""left, top, right, bottom as shares of width and height."""
SIZE = 1024, 768
_TILE_M = 4.0
_FIELD_M = 48.0
_TEXELS = 256
_NEAR_M = 0.3


@dataclass(frozen=True, slots=True)
class Camera:
    """place: metres, z up. turned: (3, 3) world to camera, x right, y down, z ahead. focal: pixels."""

    place: Array
    turned: Array
    focal: float

    def seen(self, points: Array) -> tuple[Array, Array]:
        """(n, 2) pixels and (n,) depths of world points (n, 3)."""
        there = (points - self.place) @ self.turned.T
        depth = there[:, 2]
        safe = np.maximum(depth, 1e-3)[:, None]
        return there[:, :2] / safe * self.focal + np.array(SIZE) / 2, depth


@dataclass(frozen=True, slots=True)
class Face:
    """corners: (4, 3) metres, in order round. texture: (h, w, 3) floats."""

    corners: Array
    texture: Array


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photographs, the box around the vehicle in each (shares of width and height), and by what share of its length it moved."""

    left: Array
    right: Array
    boxes: tuple[Box, Box]
    moved: float
    kind: str


def camera(place: Array, target: Array, focal: float, roll: float) -> Camera:
    """A camera that looks at a target."""
    ahead = (target - place) / np.linalg.norm(target - place)
    right = np.cross(ahead, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    down = np.cross(ahead, right)
    turn = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    return Camera(place, turn @ np.stack([right, down, ahead]), focal)


def painted(random: Generator, rough: float, low: int = 40, high: int = 200) -> Array:
    """A rough surface of one colour with stains and marks."""
    colour = random.uniform(low, high) + random.normal(0, 15, 3)
    grain = noise(random, _TEXELS, _TEXELS, 7, 0.85)[..., None] * rough
    picture = np.ascontiguousarray(np.clip(colour + grain, 0, 255).astype(np.float32))
    for _ in range(int(random.integers(3, 12))):
        x, y = (int(each) for each in random.integers(0, _TEXELS, 2))
        wide, tall = (int(each) for each in random.integers(4, 60, 2))
        shade = tuple(float(each) for each in np.clip(colour + random.normal(0, 45, 3), 0, 255))
        cv2.rectangle(picture, (x, y), (x + wide, y + tall), shade, -1 if random.random() < 0.6 else 2)
    return picture


def windowed(random: Generator) -> Array:
    """A wall with windows, no two alike."""
    picture = painted(random, random.uniform(6, 16), 80, 210)
    floors, bays = int(random.integers(2, 5)), int(random.integers(2, 6))
    for floor in range(floors):
        for bay in range(bays):
            x, y = int((bay + 0.25) / bays * _TEXELS), int((floor + 0.25) / floors * _TEXELS)
            wide = int(_TEXELS / bays * random.uniform(0.35, 0.55))
            tall = int(_TEXELS / floors * random.uniform(0.35, 0.55))
            shade = tuple(float(each) for each in np.clip(random.uniform(10, 110) + random.normal(0, 8, 3), 0, 255))
            cv2.rectangle(picture, (x, y), (x + wide, y + tall), shade, -1)
            if random.random() < 0.5:
                cv2.line(picture, (x + wide // 2, y), (x + wide // 2, y + tall), (200.0, 200.0, 200.0), 2)
    return picture


def block(random: Generator, middle: Array, size: Array, turn: float, wall: Any) -> list[Face]:
    """The four sides and top of an upright block; middle: of its foot."""
    cos, sin = np.cos(turn), np.sin(turn)
    axes = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]]) * (size[:2] / 2)[:, None]
    up = np.array([0.0, 0.0, size[2]])
    foot = [middle + a * axes[0] + b * axes[1] for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    faces = [
        Face(np.array([foot[i] + up, foot[(i + 1) % 4] + up, foot[(i + 1) % 4], foot[i]]), wall(random))
        for i in range(4)
    ]
    return [*faces, Face(np.array([each + up for each in foot]), wall(random))]


def shifted(faces: list[Face], by: Array) -> list[Face]:
    """The same faces elsewhere."""
    return [Face(face.corners + by, face.texture) for face in faces]


def drawn(faces: list[Face], seen_by: Camera) -> Array:
    """(h, w, 3) floats."""
    width, height = SIZE
    picture = np.full((height, width, 3), 190.0, np.float32)
    depths = np.full((height, width), np.inf, np.float32)
    for face in faces:
        _lay(face, seen_by, picture, depths)
    return picture


def _lay(face: Face, seen_by: Camera, picture: Array, depths: Array) -> None:
    pixels, depth = seen_by.seen(face.corners)
    if (depth < _NEAR_M).any():
        return
    low = np.maximum(np.floor(pixels.min(0)).astype(int), 0)
    high = np.minimum(np.ceil(pixels.max(0)).astype(int) + 1, SIZE)
    if (high - low < 2).any():
        return
    size = tuple(int(each) for each in high - low)
    texture = face.texture
    reach = float(max(np.ptp(pixels[:, 0]), np.ptp(pixels[:, 1])))
    while min(texture.shape[:2]) > max(4, reach * 1.4):
        texture = cv2.pyrDown(texture)
    tall, wide = texture.shape[:2]
    corners = np.array([(0, 0), (wide - 1, 0), (wide - 1, tall - 1), (0, tall - 1)], np.float32)
    onto = cv2.getPerspectiveTransform(corners, (pixels - low).astype(np.float32))
    laid = cv2.warpPerspective(texture, onto, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.round((pixels - low) * 16).astype(np.int32), 1, shift=4)
    # 1 / depth is linear in pixels on a plane.
    flat = np.c_[pixels - low, np.ones(4)]
    inverse = np.linalg.lstsq(flat, 1 / depth, rcond=None)[0]
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    away = 1 / np.maximum(inverse[0] * x + inverse[1] * y + inverse[2], 1e-6)
    part = slice(low[1], high[1]), slice(low[0], high[0])
    front = (mask > 0) & (away < depths[part])
    picture[part][front] = laid[front]
    depths[part][front] = away[front]


def taken(random: Generator, picture: Array) -> Array:
    """(h, w, 3) bytes as a camera and a channel have it: light, softness, grain, compression."""
    light = picture * random.uniform(0.75, 1.2) + random.uniform(-12, 12)
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), random.uniform(0.5, 1.0)))
    light = light + random.normal(0, random.uniform(1.5, 5), (*light.shape[:2], 1))
    file = cv2.imencode(
        ".jpg", np.clip(light, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(70, 93))]
    )[1]
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR))


def ground(random: Generator) -> list[Face]:
    """A field of earth, no two spots alike."""
    side = int(_FIELD_M / _TILE_M)
    whole = noise(random, side * 128, side * 128, 11, 0.9)
    colour = random.uniform(70, 150) + random.normal(0, 12, 3)
    rough = random.uniform(16, 30)
    marked = _marked(random, np.clip(colour + whole[..., None] * rough, 0, 255).astype(np.float32), colour)
    faces = []
    for row in range(side):
        for column in range(side):
            part = marked[row * 128 : row * 128 + 129, column * 128 : column * 128 + 129]
            x, y = column * _TILE_M - _FIELD_M / 2, row * _TILE_M - _FIELD_M / 2
            corners = [(x, y), (x + _TILE_M, y), (x + _TILE_M, y + _TILE_M), (x, y + _TILE_M)]
            faces.append(Face(np.array([(*each, 0.0) for each in corners]), cv2.resize(part, (_TEXELS, _TEXELS))))
    return faces


def _marked(random: Generator, field: Array, colour: Array) -> Array:
    """Stones, puddles and ruts on it."""
    side = field.shape[0]
    for _ in range(int(random.integers(1500, 4000))):
        x, y, wide, tall = (int(each) for each in random.integers((0, 0, 2, 2), (side, side, 9, 9)))
        shade = tuple(float(each) for each in np.clip(colour + random.normal(0, 35) + random.normal(0, 6, 3), 0, 255))
        cv2.ellipse(field, (x, y), (wide, tall), float(random.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
    for _ in range(int(random.integers(1, 4))):
        start, turn = random.uniform(0, side, 2), random.uniform(0, np.pi)
        ahead = np.array([np.cos(turn), np.sin(turn)]) * side
        beside = np.array([-ahead[1], ahead[0]]) / side * 30
        for rut in (-1, 1):
            one, other = ((start + rut * beside + sign * ahead).astype(int) for sign in (-1, 1))
            shade = tuple(float(each) for each in colour * random.uniform(0.6, 0.85))
            cv2.line(field, tuple(one.tolist()), tuple(other.tolist()), shade, 8, cv2.LINE_AA)
    return field


def _skin(random: Generator) -> Array:
    return painted(random, random.uniform(12, 26), 50, 150)


def _rough(random: Generator) -> Array:
    return painted(random, 20)


def vehicle(random: Generator) -> tuple[list[Face], float]:
    """(faces of a vehicle standing at the origin, its length in metres)."""
    length = float(random.uniform(4.5, 9))
    wide, tall, turn = length * random.uniform(0.35, 0.5), random.uniform(1.0, 1.8), random.uniform(0, np.pi)
    hull = block(random, np.zeros(3), np.array([length, wide, tall]), turn, _skin)
    tower = np.array([random.uniform(-0.15, 0.15) * length, 0.0, tall])
    top = block(random, tower, np.array([length * 0.4, wide * 0.7, random.uniform(0.5, 1.1)]), turn, _skin)
    return [*hull, *top], length


def surroundings(random: Generator) -> list[Face]:
    """Ground, houses and what lies about."""
    faces = ground(random)
    for _ in range(int(random.integers(4, 8))):
        away, turn = random.uniform(10, 22), random.uniform(0.35 * np.pi, 1.65 * np.pi)
        middle = np.array([away * np.cos(turn), away * np.sin(turn), 0.0])
        faces += block(random, middle, random.uniform((4, 4, 3), (9, 9, 9)), random.uniform(0, np.pi), windowed)
    for _ in range(int(random.integers(6, 20))):
        away, turn = random.uniform(5.5, 14), random.uniform(0, 2 * np.pi)
        middle = np.array([away * np.cos(turn), away * np.sin(turn), 0.0])
        faces += block(
            random, middle, random.uniform((0.3, 0.3, 0.2), (1.4, 1.4, 1.1)), random.uniform(0, np.pi), _rough
        )
    return faces


def pair(number: int) -> Pair:
    """The pair of this number: always the same. Kinds in turn: two of three moved, the others stood still."""
    random = np.random.default_rng([20260911, 3, number])
    around, (faces, length) = surroundings(random), vehicle(random)
    kind = ("moved", "still", "moved", "moved", "still", "moved_and_turned")[number % 6]
    share = float(random.uniform(0.2, 1.0)) if kind != "still" else 0.0
    way = random.uniform(0, 2 * np.pi)
    by = share * length * np.array([np.cos(way), np.sin(way), 0.0])
    later = shifted(faces, by)
    if kind == "moved_and_turned":
        later = turned(faces, float(np.radians(random.uniform(5, 40)) * random.choice([-1, 1])), by)
    cameras = two_cameras(random, length, by)
    views = [taken(random, drawn([*around, *each], at)) for each, at in zip((faces, later), cameras, strict=True)]
    boxes = tuple(around_of(random, each, at) for each, at in zip((faces, later), cameras, strict=True))
    return Pair(views[0], views[1], (boxes[0], boxes[1]), share, kind)


def turned(faces: list[Face], angle: float, by: Array) -> list[Face]:
    """The same faces turned about the upright axis, then shifted."""
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return [Face(face.corners @ turn.T + by, face.texture) for face in faces]


def two_cameras(random: Generator, length: float, by: Array) -> tuple[Camera, Camera]:
    """A first view, and another 3 to 25 degrees round the vehicle, somewhat nearer or farther, which looks at where it is then."""
    away, turn = length * random.uniform(1.6, 4.5), random.uniform(-0.2, 0.2)
    focal = SIZE[0] * float(random.uniform(0.8, 1.3))
    step = np.radians(random.uniform(3, 25)) * random.choice([-1, 1])
    made = []
    for angle, far, target in ((turn, away, np.zeros(3)), (turn + step, away * random.uniform(0.8, 1.25), by / 2)):
        place = np.array([far * np.cos(angle), far * np.sin(angle), random.uniform(1.4, 4.0)])
        about = target + np.append(random.normal(0, 0.08 * length, 2), random.uniform(0.3, 1.8))
        made.append(camera(place, about, focal * float(random.uniform(0.95, 1.05)), float(random.normal(0, 0.02))))
    return made[0], made[1]


def around_of(random: Generator, faces: list[Face], seen_by: Camera) -> Box:
    """A box about the faces as a hand draws it: off by some per cent."""
    pixels = np.concatenate([seen_by.seen(face.corners)[0] for face in faces])
    low, high = pixels.min(0), pixels.max(0)
    off = random.normal(0, 0.03, 4) * np.tile(high - low, 2)
    left, top, right, bottom = (np.r_[low, high] + off) / np.tile(SIZE, 2)
    return tuple(float(np.clip(each, 0, 1)) for each in (left, top, right, bottom))  # type: ignore[return-value]
