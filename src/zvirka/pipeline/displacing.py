"""`zvirka displacement`: two pictures and a box around one object in each; whether it stands where it stood. Nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zvirka.confine import Confine
from zvirka.ground import load_ground
from zvirka.model.errors import InputError
from zvirka.pipeline.picturing import EXTRA, LARGEST_BYTES, missing_modules

if TYPE_CHECKING:
    from zvirka.observe.pictures.displacement import Displacement
    from zvirka.observe.pictures.frames import Frame

_MEMORY_MB, _WALL_S = 1500, 14.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the two pictures. box: left, top, right, bottom in its own pixels, as it is shown. at_s: which second of a video."""

    path: Path
    box: tuple[float, float, float, float]
    at_s: float | None = None


def displacement_between(left: Asked, right: Asked) -> Displacement:
    """The verdict. Raises InputError for a file that cannot be looked at, a box that lies not in its picture, and without the extra."""
    if missing_modules():
        raise InputError(
            "cannot look at pictures without what is missing",
            value=", ".join(missing_modules()),
            remedy=f"Install the extra: pip install 'zvirka[{EXTRA}]'.",
        )
    from zvirka.observe.pictures.displacement import displacement

    with Confine(memory_mb=_MEMORY_MB, cpu_s=_WALL_S, wall_s=_WALL_S) as confined:
        looks = [_looked(confined, each) for each in (left, right)]
    boxes = [_share(each, look) for each, look in zip((left, right), looks, strict=True)]
    frames = [_frame(look) for look in looks]
    return displacement(frames[0], frames[1], boxes[0], boxes[1])


def displacement_text(found: Displacement, language: str | None) -> str:
    """The verdict in careful words, with what it rests on."""
    ground, code = load_ground(), language or "en"
    lines = [ground.message(code, f"displaced_{found.verdict}")]
    if found.verdict == "undetermined":
        lines.append(ground.message(code, f"displaced_why_{found.reason}"))
    lines.append(ground.message(code, "displaced_same_object"))
    measured = ground.message(
        code, "displaced_points", outside=found.outside, on_object=found.on_object, around=found.around
    )
    if found.epipolar_px is not None:
        measured += " " + ground.message(code, "displaced_lines", px=f"{found.epipolar_px:.1f}")
    if found.ring is not None:
        measured += " " + ground.message(code, "displaced_ring", percent=f"{100 * found.ring:.0f}")
    return "\n".join([*lines, measured])


def _looked(confined: Confine, asked: Asked) -> dict[str, Any]:
    try:
        if asked.path.stat().st_size > LARGEST_BYTES:
            raise InputError(f"is larger than {LARGEST_BYTES // 2**20} MB", file=str(asked.path))
        data = asked.path.read_bytes()
    except OSError as fault:
        raise InputError("cannot be read", file=str(asked.path), value=fault.strerror or str(fault)) from fault
    [result] = confined.run("zvirka.observe.pictures.opening:look_closely", [(data, {"at_s": asked.at_s})])
    if isinstance(result, InputError):
        raise InputError(result.problem, file=str(asked.path))
    if isinstance(result, BaseException):
        raise result
    if not result["frames"]:
        raise InputError(
            result["reason"], file=str(asked.path), remedy="Save a copy anew (PNG, JPEG, MP4) and name that."
        )
    return dict(result)


def _frame(look: dict[str, Any]) -> Frame:
    from zvirka.observe.pictures.frames import from_plain

    return from_plain(look["frames"][0])


def _share(asked: Asked, look: dict[str, Any]) -> tuple[float, float, float, float]:
    """The box as shares of width and height."""
    left, top, right, bottom = asked.box
    width, height = look["width"], look["height"]
    if not (0 <= left < right <= width and 0 <= top < bottom <= height):
        raise InputError(
            "is no box in the picture",
            file=str(asked.path),
            value=_written(asked.box),
            remedy=f"Give left,top,right,bottom in pixels; the picture has {width} × {height}.",
        )
    return left / width, top / height, right / width, bottom / height


def _written(box: Sequence[float]) -> str:
    return ",".join(f"{each:g}" for each in box)
