"""Candidate near copies by one peer, in an environment of its own; needs nothing but that peer.

    python bench/lineage_peer.py rensa|datasketch < asked.json > answered.json

Asked: {"texts": [text, …], "runs"}. Answered: {"version", "seconds": [of each run], "cpu_s": [of each run], "pairs"}.
The work: words as Zvirka takes them, runs of four, 64 values, 16 bands of 4, every pair that shares a band. The exact check of the pairs,
which Zvirka does in the same time, is left out: neither peer has one.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

WORDS, VALUES, BANDS, ROWS = 4, 64, 16, 4
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`ʹ′‘\u00ad\u200b\u200d\u2060\ufeff"))
_WORD = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    """The runs of four words of a text, or all its words where there are fewer."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().replace("ё", "е"))
    return [" ".join(words[at : at + WORDS]) for at in range(max(len(words) - WORDS + 1, min(len(words), 1)))]


def rensa() -> Callable[[Sequence[str]], int]:
    """rensa's bulk way: all digests at once, then its index."""
    peer: Any = importlib.import_module("rensa")

    def find(texts: Sequence[str]) -> int:
        made = peer.RMinHash.from_token_sets([shingles(text) for text in texts], VALUES, 1)
        index = peer.RMinHashLSH(0.5, VALUES, BANDS)
        index.insert_many(made)
        return _pairs(index.query_all(made))

    return find


def datasketch() -> Callable[[Sequence[str]], int]:
    """datasketch's MinHash.bulk and MinHashLSH."""
    peer: Any = importlib.import_module("datasketch")

    def find(texts: Sequence[str]) -> int:
        made = peer.MinHash.bulk([[each.encode("utf-8") for each in shingles(text)] for text in texts], num_perm=VALUES)
        index = peer.MinHashLSH(num_perm=VALUES, params=(BANDS, ROWS))
        for number, each in enumerate(made):
            index.insert(number, each)
        return _pairs(index.query(each) for each in made)

    return find


def _pairs(answers: Any) -> int:
    return len({(min(at, other), max(at, other)) for at, found in enumerate(answers) for other in found if other != at})


PEERS: dict[str, Callable[[], Callable[[Sequence[str]], int]]] = {"rensa": rensa, "datasketch": datasketch}


def main(name: str) -> None:
    """Answers what was asked on standard input."""
    asked = json.load(sys.stdin)
    find = PEERS[name]()
    find(asked["texts"][:50])
    seconds, computing, pairs = [], [], 0
    for _ in range(asked["runs"]):
        began, cpu = time.perf_counter(), time.process_time()
        pairs = find(asked["texts"])
        seconds.append(time.perf_counter() - began)
        computing.append(time.process_time() - cpu)
    json.dump(
        {"version": importlib.metadata.version(name), "seconds": seconds, "cpu_s": computing, "pairs": pairs},
        sys.stdout,
    )


if __name__ == "__main__":
    main(sys.argv[1])
