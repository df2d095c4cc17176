"""How fast near copies are found among posts on one core, from their text to the pairs, beside rensa and datasketch in the same run.

The posts are those of `telegram-ru-news` of the shared data, without which the bench is left out, and says so. Ours is timed with the
exact check of every candidate pair; the peers, which have none, without (`bench/lineage_peer.py`).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.race import environment
from zvirka.reconcile.lineage import candidate_pairs, copies, sign_many

POSTS = Path("data") / "telegram-ru-news" / "posts_war_related.jsonl"
PEERS = ("rensa", "datasketch")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "RAYON", "MKL")}

Result = dict[str, object]


def lineage_bench(runs: int) -> list[Result]:
    """One line for Zvirka and one for each peer that installs here."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("lineage: left out, because ZVIRKA_SHARED is not set", file=sys.stderr)
        return []
    with (Path(shared) / POSTS).open(encoding="utf-8") as file:
        texts = [str(json.loads(line)["text"]) for line in file]
    lines = [_line("zvirka", texts, ours(texts, runs))]
    for peer in PEERS:
        try:
            python = environment(peer)
        except (OSError, subprocess.CalledProcessError) as fault:
            print(f"lineage: {peer} is left out, because it cannot be installed here: {fault}", file=sys.stderr)
            continue
        lines.append(_line(peer, texts, _run_peer(peer, python, texts, runs)))
    return lines


def ours(texts: Sequence[str], runs: int) -> dict[str, Any]:
    """Signatures, candidates and the exact check of each."""
    reports = [(f"post-{number}", text) for number, text in enumerate(texts)]
    sign_many(reports[:50])
    seconds, computing = [], []
    for _ in range(runs):
        began, cpu = time.perf_counter(), time.process_time()
        signed = sign_many(reports)
        found = copies(signed)
        seconds.append(time.perf_counter() - began)
        computing.append(time.process_time() - cpu)
    return {"seconds": seconds, "cpu_s": computing, "pairs": len(candidate_pairs(signed)), "copies": len(found)}


def _run_peer(name: str, python: Path, texts: Sequence[str], runs: int) -> dict[str, Any]:
    script = Path(__file__).with_name("lineage_peer.py")
    ran = subprocess.run(
        [str(python), "-W", "ignore", str(script), name], input=json.dumps({"texts": texts, "runs": runs}),
        capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD},
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(f"{name} ended with {ran.returncode}:\n{ran.stderr}")
    answered: dict[str, Any] = json.loads(ran.stdout)
    return answered


def _line(reader: str, texts: Sequence[str], answered: dict[str, Any]) -> Result:
    version = {"version": answered["version"]} if "version" in answered else {}
    checked = {"copies": answered["copies"]} if "copies" in answered else {}
    return {
        "bench": "near_copies", "reader": reader, **version, "posts": len(texts), "characters": sum(map(len, texts)),
        "posts_per_s": round(len(texts) / statistics.median(answered["seconds"])),
        "posts_per_cpu_s": round(len(texts) / statistics.median(answered["cpu_s"])),
        "candidate_pairs": answered["pairs"], **checked,
    }  # fmt: skip
