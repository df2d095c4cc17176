"""Pictures and videos made for the tests."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

import av
import numpy as np
from PIL import Image

from gate.pictures.drawn import photo


def encoded(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def video(pictures: list[Image.Image], rate: int = 1, form: str = "mp4", codec: str = "mpeg4") -> bytes:
    """A video that shows each of these pictures for a second; every frame is a key frame."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt, stream.gop_size = 640, 480, "yuv420p", 1
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(np.asarray(picture.resize((640, 480))), format="rgb24")
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return out.getvalue()


def png_bomb(side: int) -> bytes:
    """A small PNG that unfolds to side × side points of one colour."""
    rows = zlib.compressobj(9)
    line = bytes(1 + (side + 7) // 8)
    body = b"".join(rows.compress(line) for _ in range(side)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)),
            (b"IDAT", body),
            (b"IEND", b""),
        )
    )


def animation(frames: int) -> bytes:
    """A GIF of so many different small frames."""
    pictures = [Image.new("L", (64, 48), number % 251) for number in range(frames)]
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:], duration=40, loop=0)


@cache
def street(number: int) -> Image.Image:
    """A drawn photograph."""
    return photo(number, (640, 480))
