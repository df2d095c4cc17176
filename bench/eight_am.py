"""The folder of a desk at eight in the morning: `zvirka run` on it with two jobs, bound to two cores where the system can.

Made of shared data: 400 posts as a Telegram export (200 of telegram-ru-news, 200 of telegram-uk-ru-unlp2025, in Ukrainian
and Russian), 30 news articles (TR-News, half as saved pages, half as text), three control maps of the Kharkiv region with its
border, and 12 MP4 files of 2 MB that hold no pictures, since videos are kept and not looked at. Posts and articles get dates of 12
September 2022, so that none is set aside for being of other days than the case.
"""

from __future__ import annotations

import csv
import html
import json
import os
import random
import shutil
import struct
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from bench.measure import measure

CORES = 2
EACH_POSTS, ARTICLES, VIDEOS, VIDEO_BYTES = 200, 30, 12, 2 * 10**6
FIRST_POST_S = 1_662_962_400
"""12 September 2022, 9 o'clock in Kyiv."""
MAPS = ("deepstate/2022-09-05T210107Z.geojson", "deepstate/2022-09-11T220753Z.geojson", "isw/{}")
ISW = "20220905_RussianAssessedCoTinUkraine.geojson"
CASE = """schema = 1

[case]
title = "Eight in the morning"
theatre = "ukraine"

[[items]]
files = "articles/*"
published = 2022-09-12

[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06

[[maps]]
source = "DeepState"
files = "maps/deepstate/*.geojson"
time_in_name = "%Y-%m-%dT%H%M%SZ"
status_property = "status"
holder = "russia"
held = ["occupied"]
unknown = ["unknown"]

[[maps]]
source = "ISW"
profile = "isw"
files = "maps/isw/*.geojson"

[[boundaries]]
place = "geonames:706482"
file = "border.geojson"
source = "Natural Earth 10m"
"""


def eight_am_bench(runs: int) -> list[dict[str, object]]:
    """Seconds of a run from nothing; nothing, and a word about it, without the shared data."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("eight_am: left out, because ZVIRKA_SHARED is not set", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as scratch, bound(CORES) as cores:
        folder, case = Path(scratch) / "folder", Path(scratch) / "case"
        write_folder(Path(shared) / "data", folder)
        zvirka = Path(sys.executable).parent / "zvirka"
        command = [str(zvirka), "run", str(folder), "--case", str(case), "--jobs", str(CORES)]
        # 1: some inputs are not read and listed, as the videos are
        measured = measure(command, runs, accept=(0, 1), before=lambda: shutil.rmtree(case, ignore_errors=True))
        counted = _counted(case)
    expected = {"posts": 2 * EACH_POSTS, "articles": ARTICLES, "videos": VIDEOS, "maps": len(MAPS)}
    if counted != expected:
        raise RuntimeError(f"the run took in {counted}, and the folder holds {expected}")
    summary = measured.summary() | {"command": f"zvirka run FOLDER --case CASE --jobs {CORES}"}
    return [{"bench": "eight_am", **summary, "bound_to_cores": cores, **counted}]


def write_folder(data: Path, folder: Path) -> None:
    """The folder, made of the shared data; the same every time."""
    (folder / "articles").mkdir(parents=True)
    (folder / "telegram").mkdir()
    (folder / "case.toml").write_text(CASE, encoding="utf-8")
    messages = [_message(number, words) for number, words in enumerate(_posts(data), start=1)]
    export = {"name": "Morning", "type": "public_channel", "id": 1500, "messages": messages}
    text = json.dumps(export, ensure_ascii=False, indent=1)
    (folder / "telegram" / "result.json").write_text(text, encoding="utf-8")
    for number, (title, words) in enumerate(_articles(data / "geoparsing" / "TR-News.xml"), start=1):
        name = folder / "articles" / f"{number:02}"
        if number % 2:
            name.with_suffix(".html").write_text(_page(title, words), encoding="utf-8")
        else:
            name.with_suffix(".txt").write_text(f"{title}\n\n{words}", encoding="utf-8")
    control = data / "local-only-kharkiv2022-control"
    for path in (each.format(ISW) for each in MAPS):
        (folder / "maps" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(control / path, folder / "maps" / path)
    shutil.copy(control / "kharkiv_oblast.geojson", folder / "border.geojson")
    chance = random.Random(20220912)  # noqa: S311 - the same bytes every time
    for number in range(VIDEOS):
        (folder / f"video_{number:02}.mp4").write_bytes(_video(chance.randbytes(VIDEO_BYTES)))


def _posts(data: Path) -> Iterator[str]:
    for name in ("telegram-ru-news/posts_war_related.jsonl", "telegram-uk-ru-unlp2025/posts_dev.jsonl"):
        with (data / name).open(encoding="utf-8") as lines:
            yield from islice((json.loads(line)["text"] for line in lines), EACH_POSTS)


def _message(number: int, words: str) -> dict[str, Any]:
    seconds = FIRST_POST_S + 60 * number
    return {"id": number, "type": "message", "date_unixtime": str(seconds), "from": "Morning", "text": words}


def _articles(file: Path) -> Iterator[tuple[str, str]]:
    articles = ElementTree.parse(file).getroot().iter("article")  # noqa: S314 - shared data, read by nobody else
    for article in islice(articles, ARTICLES):
        yield (article.findtext("title") or "").strip(), (article.findtext("text") or "").strip()


def _page(title: str, words: str) -> str:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in words.splitlines() if line.strip())
    head = f'<head><meta charset="utf-8"><title>{html.escape(title)}</title></head>'
    menu = "<nav>" + "".join(f'<a href="/{number}">Part {number}</a>' for number in range(40)) + "</nav>"
    article = f"<article><h1>{html.escape(title)}</h1>{paragraphs}</article>"
    return f'<!DOCTYPE html><html lang="en">{head}<body>{menu}{article}</body></html>'


def _video(content: bytes) -> bytes:
    """An MP4 file of 12 September 2022 with one box of content (ISO 14496-12, 4.2, 8.2.2): version 0, times from 1904, 5 s."""
    times = struct.pack(">IIII", FIRST_POST_S + 2_082_844_800, FIRST_POST_S + 2_082_844_800, 1000, 5000)
    header = _box(b"mvhd", bytes(4) + times + bytes(80))
    return _box(b"ftyp", b"isom\0\0\2\0isommp41") + _box(b"moov", header) + _box(b"mdat", content)


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _counted(case: Path) -> dict[str, int]:
    """What the case's items.csv lists of each kind."""
    with (case / "items.csv").open(encoding="utf-8", newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    starts = {"posts": "telegram/", "articles": "articles/", "videos": "video_", "maps": "maps/"}
    return {kind: sum(path.startswith(start) for path in paths) for kind, start in starts.items()}


@contextmanager
def bound(cores: int) -> Iterator[int]:
    """Binds this process and its children to so many cores; gives how many they have."""
    if not hasattr(os, "sched_setaffinity"):
        yield os.cpu_count() or 1
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[:cores]))
    try:
        yield len(os.sched_getaffinity(0))
    finally:
        os.sched_setaffinity(0, before)
