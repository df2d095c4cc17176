"""Pictures: size, and date, place and camera as their EXIF (JEITA CP-3451) gives them. What they show is not looked at."""

from __future__ import annotations

import re
import struct
from typing import Any

from zvirka.capture.readers.media_facts import Facts, not_looked_at
from zvirka.capture.readers.names import harmless

VERSION = "image/1"
_SOF = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""Markers of frames, which hold the size (ITU T.81, table B.1)."""
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
"""Bytes a value of an EXIF type takes."""
_MAKE, _MODEL, _DATE, _EXIF, _GPS = 0x010F, 0x0110, 0x0132, 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_MOST_ENTRIES = 512
Tags = dict[int, Any]


def read_image(data: bytes) -> Any:
    """No reports: what the file says of itself. A file that ends early is still kept, and says what it can."""
    facts = Facts()
    name, read = next(((name, read) for mark, name, read in _KINDS if re.match(mark, data, re.DOTALL)), _HEIF)
    try:
        read(data, facts)
    except (struct.error, IndexError, ValueError, KeyError, ZeroDivisionError):
        name = f"{name} that is cut or damaged"
    return not_looked_at(name, facts)


def _of_gif(data: bytes, facts: Facts) -> None:
    facts.width, facts.height = struct.unpack("<HH", data[6:10])


def _of_bmp(data: bytes, facts: Facts) -> None:
    facts.width, facts.height = (abs(value) for value in struct.unpack("<ii", data[18:26]))


def _of_jp2(data: bytes, facts: Facts) -> None:
    """Size (ISO/IEC 15444-1, I.5.3.1: image header box)."""
    at = data.index(b"ihdr", 0, 4096)
    facts.height, facts.width = struct.unpack(">II", data[at + 4 : at + 12])


def _of_tiff(data: bytes, facts: Facts) -> None:
    tags = _exif(data, facts)
    facts.width, facts.height = int(tags.get(0x100, 0)), int(tags.get(0x101, 0))


def _of_jpeg(data: bytes, facts: Facts) -> None:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _SOF:
            facts.height, facts.width = struct.unpack(">HH", data[at + 5 : at + 9])
        elif marker == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            _exif(data[at + 10 : at + 2 + length], facts)
        if marker in (0xDA, 0xD9):
            return
        at += 2 + length
    raise ValueError("ends before the picture begins")


def _of_png(data: bytes, facts: Facts) -> None:
    facts.width, facts.height = struct.unpack(">II", data[16:24])
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == b"eXIf":
            _exif(data[at + 8 : at + 8 + length], facts)
        if kind == b"IEND":
            return
        at += 12 + length
    raise ValueError("has no end")


def _of_webp(data: bytes, facts: Facts) -> None:
    at = 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        if kind == b"VP8X":
            facts.width = int.from_bytes(body[4:7], "little") + 1
            facts.height = int.from_bytes(body[7:10], "little") + 1
        elif kind == b"VP8 " and not facts.width:
            facts.width, facts.height = (value & 0x3FFF for value in struct.unpack("<HH", body[6:10]))
        elif kind == b"VP8L" and not facts.width:
            bits = int.from_bytes(body[1:5], "little")
            facts.width, facts.height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"EXIF":
            _exif(body.removeprefix(b"Exif\0\0"), facts)
        at += 8 + length + length % 2


def _of_heif(data: bytes, facts: Facts) -> None:
    """Size of the largest picture in it (ISO 23008-12, `ispe`), and EXIF where its header is found."""
    sizes = [
        struct.unpack(">II", data[found.end() + 4 : found.end() + 12]) for found in re.finditer(b"ispe", data[:65_536])
    ]
    if sizes:
        facts.width, facts.height = max(sizes, key=lambda size: size[0] * size[1])
    found = data.find(b"Exif\0\0")
    if found >= 0:
        _exif(data[found + 6 :], facts)


def _exif(tiff: bytes, facts: Facts) -> Tags:
    """Reads a TIFF block into facts; gives its first directory."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return {}
    first = _directory(tiff, int(struct.unpack(order + "I", tiff[4:8])[0]), order)
    exif = _directory(tiff, first[_EXIF], order) if isinstance(first.get(_EXIF), int) else {}
    gps = _directory(tiff, first[_GPS], order) if isinstance(first.get(_GPS), int) else {}
    facts.device = " ".join(part for part in (_word(first, _MAKE), _word(first, _MODEL)) if part)[:80]
    taken = _word(exif, _TAKEN) or _word(first, _DATE)
    moment = re.match(r"(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})", taken)
    if moment is not None:
        facts.taken = f"{moment[1]}-{moment[2]}-{moment[3]} {moment[4]}" + (f" {_word(exif, _OFFSET)}".rstrip())
    lat, lon = _degrees(gps, 1, "S", 90), _degrees(gps, 3, "W", 180)
    if lat is not None and lon is not None:
        facts.lat, facts.lon = lat, lon
    return first


def _directory(tiff: bytes, at: int, order: str) -> Tags:
    """One directory's tags: text as str, one number as int or float, several as a list (TIFF 6.0, section 2)."""
    (count,) = struct.unpack(order + "H", tiff[at : at + 2])
    tags: Tags = {}
    for index in range(min(count, _MOST_ENTRIES)):
        entry = tiff[at + 2 + 12 * index : at + 14 + 12 * index]
        tag, kind, number = struct.unpack(order + "HHI", entry[:8])
        size = _SIZES.get(kind, 0) * number
        if not size or size > 4096:
            continue
        start = struct.unpack(order + "I", entry[8:])[0] if size > 4 else 0
        raw = tiff[start : start + size] if size > 4 else entry[8 : 8 + size]
        tags[tag] = _values(raw, kind, number, order)
    return tags


def _values(raw: bytes, kind: int, number: int, order: str) -> Any:
    if kind in (2, 7):
        return raw.split(b"\0")[0].decode("utf-8", "replace").strip()
    if kind in (5, 10):
        pairs = struct.unpack(order + ("II" if kind == 5 else "ii") * number, raw)
        values: list[Any] = [
            pairs[index] / pairs[index + 1] if pairs[index + 1] else 0.0 for index in range(0, len(pairs), 2)
        ]
    else:
        values = list(struct.unpack(order + {1: "B", 3: "H", 4: "I", 9: "i"}[kind] * number, raw))
    return values[0] if number == 1 else values


def _word(tags: Tags, tag: int) -> str:
    value = tags.get(tag)
    return harmless(value) if isinstance(value, str) and value else ""


def _degrees(gps: Tags, tag: int, negative: str, most: int) -> float | None:
    """Degrees, minutes and seconds at tag + 1, with the letter at tag; None where they are no position."""
    parts = gps.get(tag + 1)
    if not isinstance(parts, list) or len(parts) != 3 or not any(parts):
        return None
    value = float(parts[0] + parts[1] / 60 + parts[2] / 3600)
    return None if value > most else -value if _word(gps, tag).startswith(negative) else value


_KINDS = (
    (rb"\xff\xd8", "a JPEG image", _of_jpeg),
    (rb"\x89PNG", "a PNG image", _of_png),
    (rb"GIF8", "a GIF image", _of_gif),
    (rb"RIFF.{4}WEBP", "a WebP image", _of_webp),
    (rb"BM", "a BMP image", _of_bmp),
    (rb"II\*\0|MM\0\*", "a TIFF image", _of_tiff),
    (rb"\0\0\0\x0cjP", "a JPEG 2000 image", _of_jp2),
)
"""Signature, name and reader; what has none of them is HEIF."""
_HEIF = ("a HEIF or AVIF image", _of_heif)
