"""Telegram exports: posts a second on one core and memory, beside the json module (and ijson, where it is installed).

The export is a replay of real posts (shared telegram-ru-news, 4,753 of them) under new numbers, laid out as Telegram Desktop
does. Each reader runs in a process of its own that is bound to one core where the system can, its worker included; rates
count the start of Python and loading of modules and packs. posts_per_cpu_s is of the last run, and does not depend on what else
the machine does. All give the same number of posts and characters, or the bench fails.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.measure import measure
from zvirka.capture import read_items, walk
from zvirka.capture.readers.output import Output
from zvirka.capture.readers.telegram import stream_telegram
from zvirka.confine import Confine
from zvirka.ground import load_ground
from zvirka.model.case import Case
from zvirka.pipeline.memory import few_collections

POSTS = 100_000
LARGE_BYTES = 10**9
STREAM = "zvirka.capture.readers.telegram:stream_telegram"
Words = Iterator[str]


def write_export(source: Path, target: Path, posts: int | None = None, size_bytes: int | None = None) -> int:
    """Writes a single-chat export of `posts` posts, or of as many as make `size_bytes`; gives how many."""
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    count = 0
    with target.open("w", encoding="utf-8") as file:
        file.write('{\n "name": "Replay",\n "type": "public_channel",\n "id": 1500,\n "messages": [')
        for row in islice(cycle(rows), posts):
            shown = json.dumps(_message(count + 1, row), ensure_ascii=False, indent=1).replace("\n", "\n  ")
            file.write(("," if count else "") + "\n  " + shown)
            count += 1
            if size_bytes is not None and count % 1000 == 0 and file.tell() >= size_bytes:
                break
        file.write("\n ]\n}")
    return count


def _message(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """The post with its first words in bold, as many channels set them."""
    moment, text = datetime.fromisoformat(row["date"]), row["text"]
    cut = max(text.find(" ", 40), 0)
    parts = [{"type": "bold", "text": text[:cut]}, {"type": "plain", "text": text[cut:]}]
    return {
        "id": number,
        "type": "message",
        "date": moment.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(moment.timestamp())),
        "from": "Replay",
        "from_id": "channel1500",
        "text": [parts[0], text[cut:]],
        "text_entities": parts,
    }


def _zvirka(path: Path) -> Words:
    for batch in stream_telegram(str(path), "utf-8"):
        yield from (report.text for report in batch.reports)


def _confined(path: Path) -> Words:
    with Confine() as running:
        for batch in running.stream(STREAM, path, {"encoding": "utf-8"}, Output):
            yield from (report.text for report in batch.reports)


def _capture(path: Path) -> Words:
    """All the way to texts with their dates, languages, voices and digests, as `zvirka run` reads a folder."""
    ground = load_ground("ukraine", path.parent)
    with few_collections(), Confine() as running:
        for captured in read_items(walk(path.parent), Case(), ground, running, now=datetime.now(UTC)):
            yield from (text.text for text in captured.texts)


def _json(path: Path) -> Words:
    """What a script does with the standard library: all of it at once."""
    with path.open(encoding="utf-8") as file:
        messages = json.load(file)["messages"]
    yield from (_report(message)[0] for message in messages)


def _ijson(path: Path) -> Words:
    with path.open("rb") as file:
        yield from (_report(each)[0] for each in importlib.import_module("ijson").items(file, "messages.item"))


def _report(message: dict[str, Any]) -> tuple[str, str, str]:
    """Words, number and moment, as Zvirka's reader makes them of a post."""
    text = message["text"]
    words = text if isinstance(text, str) else "".join(part if isinstance(part, str) else part["text"] for part in text)
    return words.strip(), str(message["id"]), datetime.fromtimestamp(int(message["date_unixtime"]), UTC).isoformat()


READERS: dict[str, Callable[[Path], Words]] = {
    "zvirka": _zvirka,
    "zvirka_confined": _confined,
    "zvirka_capture": _capture,
    "json": _json,
    "ijson": _ijson,
}


def telegram_bench(runs: int) -> list[dict[str, object]]:
    """100,000 posts by every reader, and an export of 1 GB; nothing, and a word about it, without the shared data."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("telegram: left out, because ZVIRKA_SHARED is not set", file=sys.stderr)
        return []
    source = Path(shared) / "data" / "telegram-ru-news" / "posts_war_related.jsonl"
    names = [name for name in READERS if name != "ijson" or importlib.util.find_spec("ijson")]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "result.json"
        write_export(source, file, posts=POSTS)
        results = _race("telegram_100000", file, names, runs)
        write_export(source, file, size_bytes=LARGE_BYTES)
        return results + _race("telegram_1gb", file, names, 1)


def _race(name: str, file: Path, readers: list[str], runs: int) -> list[dict[str, object]]:
    results: list[dict[str, object]] = []
    seen: set[tuple[int, int]] = set()
    for reader in readers:
        measured = measure([sys.executable, "-m", "bench.telegram", reader, str(file)], runs)
        told = json.loads(measured.output)
        seen.add((told["posts"], told["characters"]))
        summary: dict[str, Any] = measured.summary() | {"command": f"python -m bench.telegram {reader} FILE"}
        rates = {
            "posts_per_s": round(told["posts"] / summary["median_s"]),
            "posts_per_cpu_s": round(told["posts"] / told["cpu_s"]),
        }
        mb = round(file.stat().st_size / 1e6)
        results.append({"bench": name, "reader": reader, "mb": mb, **told, **rates, **summary})
    if len(seen) != 1:
        raise RuntimeError(f"the readers of {name} do not agree on posts and characters: {sorted(seen)}")
    return results


def main(reader: str, path: str) -> None:
    """One reader over one file, on one core: prints posts, characters, and seconds of computing, the worker's included."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    posts, characters = 0, 0
    for words in READERS[reader](Path(path)):
        posts += 1
        characters += len(words)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu_s = sum(each.ru_utime + each.ru_stime for each in used)
    print(json.dumps({"posts": posts, "characters": characters, "cpu_s": round(cpu_s, 3)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
