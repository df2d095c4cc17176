"""Videos: length, size, and date and place as MP4 and QuickTime files give them. What they show is not looked at."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from zvirka.capture.readers.media_facts import Facts, not_looked_at
from zvirka.capture.sniff import name_by_signature

VERSION = "video/1"
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
"""Zero of times in MP4 (ISO 14496-12, 8.2.2)."""
_CONTAINERS = frozenset({b"moov", b"trak", b"udta", b"mdia"})
_PLACE = re.compile(rb"([+-]\d{1,3}\.\d+)([+-]\d{1,3}\.\d+)")
"""Latitude and longitude in ISO 6709 form, as cameras write it into `\\xa9xyz` and `com.apple.quicktime.location.ISO6709`."""
_MOST_BOXES = 10_000
Box = tuple[bytes, int, int]
"""Type, first byte of its body, end."""


def read_video(data: bytes) -> Any:
    """No reports: what the file says of itself. A file that ends early is still kept, and says what it can."""
    facts = Facts()
    if data[4:8] != b"ftyp":
        name = name_by_signature(data[:1024])
        if data[:4] == b"RIFF" and data[12:16] == b"LIST":
            found = data.find(b"avih", 0, 4096)
            if 0 <= found <= len(data) - 48:
                facts.width, facts.height = struct.unpack("<II", data[found + 40 : found + 48])
        return not_looked_at(name, facts)
    try:
        whole = _of_mp4(data, facts)
    except (struct.error, IndexError, OverflowError, ValueError):
        whole = False
    name = "an MP4 or QuickTime video"
    return not_looked_at(name if whole else f"{name} that is cut or damaged", facts)


def _of_mp4(data: bytes, facts: Facts) -> bool:
    """Fills facts; whether the last box ends where the file does and the index of the video is there."""
    end, indexed = 0, False
    for kind, start, stop in _boxes(data, 0, len(data)):
        end = max(end, stop)
        indexed = indexed or kind == b"moov"
        if kind == b"mvhd":
            _head(data[start:stop], facts)
        elif kind == b"tkhd":
            width, height = struct.unpack(">II", data[stop - 8 : stop])
            if width * height > facts.width * facts.height << 32:
                facts.width, facts.height = width >> 16, height >> 16
        elif kind in (b"\xa9xyz", b"meta"):
            _place(data[start : min(stop, start + 65_536)], facts)
    return indexed and end <= len(data)


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Boxes in order, those inside containers after them (ISO 14496-12, 4.2)."""
    waiting = [(start, end)]
    for _ in range(_MOST_BOXES):
        while waiting and waiting[0][0] + 8 > waiting[0][1]:
            waiting.pop(0)
        if not waiting:
            return
        at, last = waiting.pop(0)
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = last - at
        if size < head:
            return
        yield kind, at + head, at + size
        inside = [(at + head, min(at + size, last))] if kind in _CONTAINERS else []
        waiting = [*inside, (at + size, last), *waiting]


def _head(body: bytes, facts: Facts) -> None:
    if body[0] == 1:
        created, _, scale, duration = struct.unpack(">QQIQ", body[4:32])
    else:
        created, _, scale, duration = struct.unpack(">IIII", body[4:20])
    if created:
        facts.taken = (_EPOCH + timedelta(seconds=created)).strftime("%Y-%m-%d %H:%M:%S UTC")
    if scale:
        facts.seconds = duration / scale


def _place(body: bytes, facts: Facts) -> None:
    found = _PLACE.search(body)
    if found is not None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
        facts.lat, facts.lon = float(found[1]), float(found[2])
