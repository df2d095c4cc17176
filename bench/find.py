"""`find` over 100,000 posts: own posts from a fixed seed, indexed as a case's texts are, and queries of several kinds."""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bench.measure import measure
from zvirka.ground import load_ground
from zvirka.model.account import Account
from zvirka.model.case import Case
from zvirka.model.findings import Coverage
from zvirka.model.items import Item, Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment
from zvirka.pipeline.indexing import update_index
from zvirka.pipeline.searching import find
from zvirka.record.index import Filters

POSTS = 100_000
SEED = 20220912
SYLLABLES = ("ка", "ро", "та", "ли", "мо", "ве", "ну", "ши", "по", "за", "ду", "ге", "бо", "ри")
QUERIES = (
    "Ізюм",
    "Izyum",
    "танк",
    "Т-80БВМ",
    "Харьков удар",
    "General Staff tanks",
    "войска",
    "дрон Куп'янськ",
    "nothing",
)
PARTS = (
    "Войска заявили об ударе по складу в {place}.",
    "Генштаб повідомив про {n} танків під {place}.",
    "Russian forces lost {n} tanks near {place}, the General Staff said.",
    "Дрон сбит над {place}, сообщил мэр.",
)
PLACES = ("Изюме", "Харькове", "Куп'янськом", "Kharkiv", "Белгородом", "Izium", "Балаклії")


def find_bench(runs: int) -> list[dict[str, object]]:
    """Seconds to index, to index again with one post more, and to answer each query in this process and as a command."""
    ground = load_ground("ukraine")
    account = _account(POSTS)
    with tempfile.TemporaryDirectory() as scratch:
        case = Path(scratch)
        indexed = _timed(lambda: update_index(case, account, ground))
        again = _timed(lambda: update_index(case, _account(POSTS + 1), ground))
        answered: dict[str, list[float]] = {}
        counts: dict[str, int] = {}
        for _ in range(max(runs, 5)):
            for query in QUERIES:
                begun = time.perf_counter()
                counts[query] = find(case, query, Filters(), 20)[0]
                answered.setdefault(query, []).append(time.perf_counter() - begun)
        slowest = max(answered, key=lambda query: statistics.median(answered[query]))
        zvirka = str(Path(sys.executable).parent / "zvirka")
        command = measure([zvirka, "find", slowest, "--case", str(case)], max(runs, 5))
        return [
            {
                "bench": "find",
                "posts": POSTS,
                "index_s": round(indexed, 2),
                "one_more_s": round(again, 2),
                "index_mb": round((case / "index.sqlite").stat().st_size / 1e6, 1),
                "slowest_query": slowest,
                "hits": counts[slowest],
                "slowest_query_s": round(statistics.median(answered[slowest]), 4),
                "median_query_s": round(
                    statistics.median(seconds for times in answered.values() for seconds in times), 4
                ),
                "command_s": round(statistics.median(command.seconds), 4),
                "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
            }
        ]


def _timed(function: Callable[[], None]) -> float:
    begun = time.perf_counter()
    function()
    return time.perf_counter() - begun


def _account(posts: int) -> Account:
    chance = random.Random(SEED)  # noqa: S311 - the same posts each time, nothing secret
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]
    item = Item("0" * 64, "1" * 64, "posts.jsonl", "reports", 0)
    texts = []
    for number in range(posts):
        filler = " ".join(chance.choices(words, k=chance.randint(20, 90)))
        part = chance.choice(PARTS).format(place=chance.choice(PLACES), n=chance.randint(2, 99))
        text = f"{part} {filler}."
        moment = Moment(_day(number))
        voice = Voice(f"channel {number % 40}", "channel", "unknown")
        texts.append(
            Text(
                item.id, str(number), item.path, text, text_digest(text), "ru", moment, None, voice, "bench", (), number
            )
        )
    coverage = Coverage(1, posts, posts, 0, 0)
    return Account(Case(), "Europe/Kyiv", (item,), tuple(texts), (), (), (), (), (), (), coverage)


def _day(number: int) -> date:
    return date(2022, 9, 1) + timedelta(days=number % 400)
