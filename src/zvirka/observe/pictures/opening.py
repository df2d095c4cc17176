"""Decoding other people's pictures and videos, by Pillow and PyAV alone. To be run in `zvirka.confine`, never in the main process.

The decoder is chosen by what the bytes are, never by a name, and FFmpeg is told which container to read: so a playlist, which would
have it open other files, is none of them. Sizes are looked at before pixels are. Bounds are counts, not clocks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import av
import av.error
import numpy as np
import pi_heif
from PIL import Image, ImageFile, ImageOps

from zvirka.observe.pictures.fingerprint import MOST_POINTS, SCENE_POINTS, SCENE_PX, WORKING_PX, fingerprint
from zvirka.observe.pictures.frames import Array, Frame, differing_bits, to_plain

LARGEST_PIXELS = 64_000_000
"""What is larger would take more than 256 MB as RGBA; a JPEG is decoded at a fraction of its size and may be eight times as wide."""
MOST_FRAMES = 12
"""Different frames kept of one file."""
ANIMATION_FRAMES = 64
"""Frames of an animation gone through: it can only be decoded from its beginning."""
SAME_FRAME_BITS = 31
"""PDQ's own threshold for one picture (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019)."""
_SKIPPED = 3
"""Frames in a row that cannot be decoded before a video is given up."""
_PICTURES = (
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"\x89PNG\r\n\x1a\n", "PNG"),
    (rb"GIF8[79]a", "GIF"),
    (rb"RIFF.{4}WEBP", "WEBP"),
    (rb"BM.{4}\0\0\0\0", "BMP"),
    (rb"II\*\0|MM\0\*", "TIFF"),
    (rb".{4}ftypavi[fs]", "AVIF"),
    (rb"\0\0\0\x0cjP  \r\n\x87\n", "JPEG2000"),
    (rb".{4}ftyp(hei[cxms]|hev[cxms]|mif[12]|msf1)", "HEIF"),
)
_VIDEOS = (
    (rb"\x1aE\xdf\xa3", "matroska"),
    (rb"RIFF.{4}AVI ", "avi"),
    (rb".{4}ftyp|.{4}(moov|mdat|wide|free|skip)", "mov"),
    (rb"\x47.{187}\x47", "mpegts"),
    (rb"FLV\x01", "flv"),
    (rb"\0\0\x01\xba", "mpeg"),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
)
"""Signature and FFmpeg's name of the one container it is then told to read."""

_FORMATS = {"HEIF": ("HEIF", "AVIF")}
"""Formats that one signature may stand for; Pillow tells them apart."""
_ALBUMS = ("TIFF", "HEIF")
"""What may hold several pictures that are no animation: the first is looked at, in HEIF the primary one."""

pi_heif.register_heif_opener(thumbnails=False)
pi_heif.options.DECODE_THREADS = 1
Image.MAX_IMAGE_PIXELS = None  # `LARGEST_PIXELS` is held here, before anything is decoded, with words of our own


@dataclass(slots=True)
class Looked:
    """outcome: read, in_part, refused (it would harm), failed (it cannot be decoded). reason: why, one clause, "" where read."""

    outcome: str = "read"
    reason: str = ""
    kind: str = ""
    width: int = 0
    height: int = 0
    seconds: float | None = None
    frames: list[Frame] = field(default_factory=list)

    def part(self, reason: str) -> None:
        """Something of it was not looked at."""
        self.outcome, self.reason = "in_part", reason


class Refused(Exception):
    """Decoding it would take more than any picture is worth."""


def look(data: bytes) -> dict[str, Any]:
    """What came of a picture or video, as plain data: outcome, reason, kind, width, height, seconds and frames (`frames.to_plain`)."""
    looked = Looked()
    try:
        for pixels, at_s in _frames(data, looked):
            _keep(looked, pixels, at_s)
        if not looked.frames:
            looked.outcome, looked.reason = "failed", looked.reason or "holds no frame that can be decoded"
    except Refused as refusal:
        looked.outcome, looked.reason = "refused", str(refusal)
    except Exception as fault:
        looked.outcome = "in_part" if looked.frames else "failed"
        looked.reason = (
            f"cannot be decoded further ({_words(fault)})" if looked.frames else f"cannot be decoded ({_words(fault)})"
        )
    return _plain(looked)


def _plain(looked: Looked) -> dict[str, Any]:
    return {
        "outcome": looked.outcome,
        "reason": looked.reason,
        "kind": looked.kind,
        "width": looked.width,
        "height": looked.height,
        "seconds": looked.seconds,
        "frames": [to_plain(frame) for frame in looked.frames],
    }


def look_closely(data: bytes, at_s: float | None = None) -> dict[str, Any]:
    """As `look`, but of one frame alone, the key frame nearest to `at_s` (the first with None), with as many points as a scene needs."""
    looked = Looked()
    try:
        frames = _frames(data, looked, SCENE_PX)
        pixels, at = next(frames) if at_s is None else min(frames, key=lambda each: abs((each[1] or 0.0) - at_s))
        size = pixels.shape[1], pixels.shape[0]
        looked.frames.append(fingerprint(pixels, at, size, SCENE_PX, SCENE_POINTS))
    except Refused as refusal:
        looked.outcome, looked.reason = "refused", str(refusal)
    except Exception as fault:
        looked.outcome, looked.reason = "failed", f"cannot be decoded ({_words(fault)})"
    return _plain(looked)


def pixels_at(data: bytes, at_s: float | None, px: int = SCENE_PX) -> Array:
    """RGB pixels (h, w, 3) of the frame at `at_s`, as `look` told it, of a still picture with None. Raises ValueError where it is gone."""
    for pixels, at in _frames(data, Looked(), px):
        if at_s is None or at is None or abs(at - at_s) < 1e-6:
            return pixels
    raise ValueError(f"has no frame at {at_s} s")


def _frames(data: bytes, looked: Looked, px: int = WORKING_PX) -> Iterator[tuple[Array, float | None]]:
    """RGB pixels and seconds of the frames to be looked at; fills what is known of the whole."""
    head = data[:256]
    for mark, name in _PICTURES:
        if re.match(mark, head, re.DOTALL):
            looked.kind = name.lower()
            return _of_picture(data, name, looked, px)
    for mark, name in _VIDEOS:
        if re.match(mark, head, re.DOTALL):
            looked.kind = name
            return _of_video(data, name, looked)
    if re.match(rb"\s*(#EXTM3U|ffconcat|<\?xml|<MPD|v=0|\[playlist\])", head):
        raise Refused("is a playlist, which names other files, and no picture or video")
    raise Refused("is no picture or video that Pillow or PyAV are trusted with here")


def _of_picture(data: bytes, name: str, looked: Looked, px: int) -> Iterator[tuple[Array, float | None]]:
    with Image.open(io.BytesIO(data), formats=_FORMATS.get(name, (name,))) as picture:
        looked.width, looked.height = picture.size
        if name == "JPEG":
            picture.draft("RGB", (px * 2, px * 2))
        _check_size(*picture.size)
        animated = bool(getattr(picture, "is_animated", False)) if name not in _ALBUMS else False
        yield _rgb(picture, looked), 0.0 if animated else None
        looked.width, looked.height = _turned(picture, looked)
        if animated:
            yield from _of_animation(picture, looked)


def _of_animation(picture: Any, looked: Looked) -> Iterator[tuple[Array, float | None]]:
    seconds = 0.0
    for number in range(1, ANIMATION_FRAMES + 1):
        seconds += float(picture.info.get("duration", 100)) / 1000
        try:
            picture.seek(number)
        except EOFError:
            looked.seconds = seconds
            return
        if number == ANIMATION_FRAMES:
            looked.part(f"is an animation, of which the first {ANIMATION_FRAMES} frames were looked at")
            return
        yield _rgb(picture, looked), seconds


def _rgb(picture: Any, looked: Looked) -> Array:
    """The pixels as they are to be seen: turned by EXIF, on white where they are transparent; of a cut file, what there is."""
    try:
        picture.load()
    except OSError as fault:
        if "truncated" not in str(fault):
            raise
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            picture.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        looked.part("is cut off: only what there is of it was looked at")
    shown = ImageOps.exif_transpose(picture)
    if shown.mode.startswith(("I;16", "I", "F")):
        levels = np.asarray(shown, np.float64)
        low, high = np.percentile(np.nan_to_num(levels), (0, 100))
        shown = Image.fromarray(np.uint8(255 * (np.nan_to_num(levels) - low) / max(high - low, 1e-9)))
    if "A" in shown.mode or "transparency" in shown.info:
        shown = shown.convert("RGBA")
        shown = Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown)
    return np.asarray(shown.convert("RGB"))


def _turned(picture: Any, looked: Looked) -> tuple[int, int]:
    sideways = False
    with suppress(Exception):
        sideways = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # EXIF: Orientation
    return (looked.height, looked.width) if sideways else (looked.width, looked.height)


def _of_video(data: bytes, name: str, looked: Looked) -> Iterator[tuple[Array, float | None]]:
    """Key frames, spread evenly over its length; the first ones where it does not tell that."""
    with av.open(io.BytesIO(data), "r", format=name, options={"protocol_whitelist": "none"}) as container:
        if not container.streams.video:
            raise Refused("holds no moving picture")
        stream = container.streams.video[0]
        looked.width, looked.height = stream.codec_context.width, stream.codec_context.height
        _check_size(looked.width, looked.height)
        stream.thread_type = "NONE"
        stream.codec_context.skip_frame = "NONKEY"
        length = container.duration / av.time_base if container.duration and container.duration > 0 else None
        looked.seconds = length
        seen: set[float] = set()
        failed = 0
        for number in range(MOST_FRAMES):
            if length is not None and number:
                with suppress(av.error.FFmpegError):
                    container.seek(int(length * number / MOST_FRAMES * av.time_base))
            try:
                frame = next(container.decode(stream), None)
            except av.error.FFmpegError as fault:
                failed += 1
                looked.part(f"is damaged: some frames cannot be decoded ({_words(fault)})")
                if failed >= _SKIPPED:
                    return
                continue
            if frame is None:
                if length is None:
                    return
                continue
            at_s = round(float(frame.time or 0.0), 3)
            if at_s not in seen:
                seen.add(at_s)
                _check_size(frame.width, frame.height)
                yield frame.to_ndarray(format="rgb24"), at_s


def _check_size(width: int, height: int) -> None:
    if width * height > LARGEST_PIXELS:
        raise Refused(f"would unfold to {width} × {height} points, over {LARGEST_PIXELS // 1_000_000} million")


def _keep(looked: Looked, pixels: Array, at_s: float | None) -> None:
    if len(looked.frames) >= MOST_FRAMES:
        return
    frame = fingerprint(pixels, at_s, (pixels.shape[1], pixels.shape[0]), WORKING_PX, MOST_POINTS)
    if not any(differing_bits(frame.pdq[0], kept.pdq[0]) <= SAME_FRAME_BITS for kept in looked.frames):
        looked.frames.append(frame)


def _words(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {str(fault)[:120]}".rstrip(": ")
