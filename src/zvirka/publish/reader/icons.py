"""The icon as PNG, drawn here: two bars that meet, a record held against a record. No file, no library."""

from __future__ import annotations

import struct
import zlib

PAPER = (31, 78, 121)
INK = (251, 250, 246)
MARK = (240, 190, 60)
SIZES = (180, 192, 512)
"""Apple's touch icon; the two sizes an installable page needs (W3C Web Application Manifest, as Chromium asks)."""
_SAFE = 0.2
"""The share of each edge that a mask may cut off (W3C Manifest: a maskable icon's safe zone is a circle of 40 % radius)."""


def icon(size: int) -> bytes:
    """A square PNG of `size` pixels, the drawing within the safe zone, so that it serves as a maskable icon too."""
    rows = (
        b"\x00" + b"".join(bytes(_pixel((x + 0.5) / size, (y + 0.5) / size)) for x in range(size)) for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _pixel(x: float, y: float) -> tuple[int, int, int]:
    """The colour at a point of the unit square: two upright bars, and the line they share."""
    inner = 1 - 2 * _SAFE
    across, down = (x - _SAFE) / inner, (y - _SAFE) / inner
    if not (0 <= across <= 1 and 0 <= down <= 1):
        return PAPER
    if abs(down - 0.5) <= 0.07:
        return MARK
    left = 0.08 <= across <= 0.42 and down >= 0.2
    right = 0.58 <= across <= 0.92 and down <= 0.8
    return INK if left or right else PAPER


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk (W3C PNG, section 5.3): length, type, data, CRC of type and data."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
