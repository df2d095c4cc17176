"""Pictures and videos made for the tests."""

from __future__ import annotations

import io
import re
import struct
import zlib
from fractions import Fraction
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


def heic(picture: Image.Image) -> bytes:
    """The picture as one HEVC frame in a HEIF file (ISO/IEC 23008-12), as telephones write it."""
    context: Any = av.CodecContext.create("libx265", "w")
    context.width, context.height, context.pix_fmt = *picture.size, "yuv420p"
    context.time_base, context.options = (
        Fraction(1, 25),
        {"x265-params": "log-level=none:pools=1:frame-threads=1", "crf": "18"},
    )
    frame = av.VideoFrame.from_ndarray(np.asarray(picture.convert("RGB")), format="rgb24")
    stream = b"".join(bytes(packet) for packet in [*context.encode(frame), *context.encode()])
    units = [unit for unit in re.split(b"\0?\0\0\1", stream) if unit]
    kinds = {unit: unit[0] >> 1 & 63 for unit in units}  # Rec. ITU-T H.265, 7.3.1.2
    profile = next(unit for unit in units if kinds[unit] == 33).replace(b"\0\0\3", b"\0\0")[3:15]
    arrays = b"".join(
        struct.pack(">BHH", kind, 1, len(unit)) + unit for kind in (32, 33, 34) for unit in units if kinds[unit] == kind
    )
    config = b"\1" + profile + struct.pack(">HBBBBHBB", 0xF000, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0x0F, 3) + arrays
    coded = b"".join(struct.pack(">I", len(unit)) + unit for unit in units if kinds[unit] < 32)
    head = _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
    meta = _meta(picture.size, config, 0, len(coded))
    meta = _meta(picture.size, config, len(head) + len(meta) + 8, len(coded))
    return head + meta + _box(b"mdat", coded)


def _meta(size: tuple[int, int], config: bytes, at: int, length: int) -> bytes:
    properties = _box(b"hvcC", config) + _box(b"ispe", struct.pack(">III", 0, *size))
    return _box(
        b"meta",
        bytes(4)
        + _box(b"hdlr", bytes(8) + b"pict" + bytes(13))
        + _box(b"pitm", struct.pack(">IH", 0, 1))
        + _box(b"iloc", struct.pack(">IBBHHHHII", 0, 0x44, 0, 1, 1, 0, 1, at, length))
        + _box(b"iinf", struct.pack(">IH", 0, 1) + _box(b"infe", struct.pack(">IHH", 2 << 24, 1, 0) + b"hvc1\0"))
        + _box(b"iprp", _box(b"ipco", properties) + _box(b"ipma", struct.pack(">IIHBBB", 0, 1, 1, 2, 0x81, 2))),
    )


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


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
