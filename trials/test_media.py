"""Pictures, videos and maps that mean harm: each ends as a record within 30 s and 2 GB, and the main process lives.

`make trials` leaves the slowest and the largest of them in bench/history/trials_media.jsonl.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.observe.pictures.files import animation, encoded, heic, png_bomb, street, video
from trials.told import told
from zvirka.confine import Confine
from zvirka.model.errors import InputError
from zvirka.pipeline.observing import OUTLINES_S
from zvirka.pipeline.picturing import MEMORY_MB, WALL_S

RECORD_S, RECORD_MB = 30.0, 2048
POINTS = 1_000_000
NAMED: dict[str, Any] = {"path": "maps/a.geojson"}
READ = {"read", "in_part", "refused", "failed"}


def media() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of pictures and videos."""
    photo, film = encoded(street(1), "JPEG", quality=90), video([street(number) for number in range(6)])
    yield "a PNG of 30,000 x 30,000", png_bomb(30_000)
    yield "a TIFF of 30,000 x 30,000", encoded(Image.new("1", (30_000, 30_000)), "TIFF", compression="group4")
    yield "a GIF of 60,000 x 60,000", b"GIF89a" + struct.pack("<HHBBB", 60_000, 60_000, 0x80, 0, 0) + bytes(6) + b";"
    yield "a WebP of 16,000 x 16,000", encoded(Image.new("L", (16_000, 16_000)), "WEBP", lossless=True, method=0)
    yield "a JPEG of 20,000 x 20,000", encoded(Image.new("L", (20_000, 20_000), 90), "JPEG")
    yield "10,000 frames of a GIF", animation(10_000)
    yield "10,000 frames of a film", video([street(number % 4) for number in range(4)] * 2500, rate=25)
    for name, whole in (("photograph", photo), ("film", film), ("telephone's picture", heic(street(1)))):
        for share in (0.02, 0.5, 0.98):
            yield f"a {name} cut at {share:.0%}", whole[: int(len(whole) * share)]
        noise = bytearray(whole)
        noise[len(whole) // 4 : len(whole) // 2] = np.random.default_rng(7).bytes(len(whole) // 2 - len(whole) // 4)
        yield f"a {name} overwritten in part", bytes(noise)
    yield "a PNG that is a JPEG", b"\x89PNG\r\n\x1a\n" + photo
    yield "a film that is a playlist", b"\0\0\0\x18ftypmp42" + b"#EXTM3U\nfile:///etc/passwd\n" * 40
    yield "a playlist", b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"
    yield "a list of files", b"ffconcat version 1.0\nfile '/etc/passwd'\n"
    yield "a DASH manifest", b"<?xml version='1.0'?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>"
    yield "a session description", b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"
    yield (
        "a film that refers to another",
        b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0\0\0\x20moov\0\0\0\x18rmra\0\0\0\x10rmdarf:///etc/passwd",
    )


def maps() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of maps."""
    at, rng = np.arange(POINTS), np.random.default_rng(3)
    turn = 2 * np.pi * at / POINTS
    kml = '<?xml version="1.0"?>{}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
    ring = "<outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs>"
    spot = f"<Placemark><Polygon>{ring}</Polygon></Placemark>"
    yield "a polygon of a million points", drawn(_round(1 + 0.01 * np.sin(at / 5000) + 0.001 * np.sin(at / 7), turn))
    yield "a million spikes", drawn(_round(1 + 0.3 * np.sin(at), turn))
    yield "a million random points", drawn(rng.random((POINTS, 2)) + np.array([36, 49]))
    yield "3,000 random points, crossing", drawn(rng.random((3_000, 2)) + np.array([36, 49]))
    yield "10,000 random points, crossing", drawn(rng.random((10_000, 2)) + np.array([36, 49]))
    yield "a bow tie", drawn(np.array([[36, 49], [37, 50], [37, 49], [36, 50]]))
    yield "coordinates that are NaN", drawn(np.array([[36, 49], [37, 50], [37, 49]])).replace(b"50", b"NaN")
    yield "coordinates that are infinite", drawn(np.array([[36, 49], [37, 50], [37, 49]])).replace(b"50", b"1e999")
    yield (
        "200,000 stray holes",
        drawn_rings([_square(36, 49, 1), *(_square(36 + 1e-6 * n, 49, 1e-7) for n in range(200_000))]),
    )
    yield (
        "KML with entities",
        kml.format('<!DOCTYPE k [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>', "<name>&b;</name>").encode(),
    )
    yield (
        "KML with an outer entity",
        kml.format('<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<name>&a;</name>").encode(),
    )
    yield "KML that is NaN", kml.format("", spot.format("nan,nan 1,1 2,2 nan,nan")).encode()
    yield (
        "KML of a million points",
        kml.format("", spot.format(" ".join(f"{x},{y}" for x, y in _round(np.ones(POINTS), turn)))).encode(),
    )
    yield "100,000 nested folders", kml.format("", "<Folder>" * 100_000 + "</Folder>" * 100_000).encode()
    yield "a KMZ of 1 GB", _kmz(("doc.kml", b" " * 2**30))
    yield "gzip of 1 GB", gzip.compress(b" " * 2**30, 1)
    yield "JSON nested 100,000 deep", b'{"type":' * 100_000


def _round(far: Any, turn: Any) -> Any:
    return np.column_stack([37 + far * np.cos(turn), 49 + far * np.sin(turn)])


def _square(x: float, y: float, side: float) -> list[list[float]]:
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def drawn(corners: Any) -> bytes:
    return drawn_rings([[*corners.tolist(), corners[0].tolist()]])


def drawn_rings(rings: list[Any]) -> bytes:
    shape = {"type": "Polygon", "coordinates": rings}
    return json.dumps({"type": "Feature", "properties": {}, "geometry": shape}).encode()


def _kmz(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, data in files:
            packed.writestr(name, data)
    return out.getvalue()


def peak_mb() -> float:
    """The most memory (MiB) that a running child of this process has held."""
    peaks = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":\t", 1) for line in status.read_text("ascii", "replace").splitlines() if ":\t" in line
            )
        except OSError:
            continue
        if fields.get("PPid", "").strip() == str(os.getpid()) and "VmHWM" in fields:
            peaks.append(int(fields["VmHWM"].split()[0]))
    return round(max(peaks) / 1024, 1)


def tried(
    function: str, files: Iterator[tuple[str, bytes]], options: dict[str, Any], limits: dict[str, Any]
) -> tuple[Any, ...]:
    """(count, what was wrong, slowest, largest, ends) of each file in a fresh worker with the limits of a run."""
    wrong: list[str] = []
    ends: dict[str, str] = {}
    slowest, largest, count = (0.0, ""), (0.0, ""), 0
    for name, data in files:
        count += 1
        with Confine(**limits) as confined:
            began = time.monotonic()
            [result] = confined.run(function, [(data, options)])
            seconds = time.monotonic() - began
            held = peak_mb()
        slowest, largest = max(slowest, (round(seconds, 1), name)), max(largest, (held, name))
        if isinstance(result, BaseException):
            ends[name] = f"refused: {result}"[:120]
            if not isinstance(result, InputError):
                wrong.append(f"{name}: {result!r}")
        else:
            ends[name] = str(result.get("outcome", "read"))
            if result.get("outcome", "read") not in READ or (
                result.get("outcome", "read") != "read" and not result["reason"]
            ):
                wrong.append(f"{name}: {result.get('outcome')}")
        if seconds > RECORD_S or held > RECORD_MB:
            wrong.append(f"{name}: {seconds:.1f} s, {held} MB")
    return count, wrong, slowest, largest, ends


def test_every_hostile_picture_and_video() -> None:
    began = time.monotonic()
    limits = {"memory_mb": MEMORY_MB, "cpu_s": WALL_S, "wall_s": WALL_S}
    count, wrong, slowest, largest, ends = tried("zvirka.observe.pictures.opening:look", media(), {}, limits)
    told("trials_media", "pictures and videos", count, wrong, began, slowest=slowest, largest_mb=largest, ends=ends)


def test_every_hostile_map() -> None:
    began = time.monotonic()
    limits = {"cpu_s": OUTLINES_S, "wall_s": OUTLINES_S}
    count, wrong, slowest, largest, ends = tried("zvirka.observe.maps:read_layer", maps(), NAMED, limits)
    told("trials_media", "maps", count, wrong, began, slowest=slowest, largest_mb=largest, ends=ends)
