"""A thousand kills, every broken call, ten thousand flipped bits, a thousand changed judgements: nothing lost, nothing unnoticed.

`make trials` runs them and writes a line each to bench/history/trials_record.jsonl. ZVIRKA_TRIALS sets another thousand.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.record import faults
from tests.record.day import AT, live
from trials.told import told
from zvirka.model.canonical import canonical_bytes, sha256_hex
from zvirka.pipeline.sealing import seal
from zvirka.record import Record

THOUSAND = int(os.environ.get("ZVIRKA_TRIALS", "1000"))
WORKERS = os.cpu_count() or 1
SEED = 20220912


def test_kills(tmp_path: Path) -> None:
    began, chance = time.monotonic(), random.Random(SEED)
    seeds = [chance.random() for _ in range(THOUSAND)]

    def killed(number: int) -> tuple[int, list[str]]:
        place = faults.fresh(tmp_path / f"{number:05d}")
        acts = faults.killed_day(place, 24, random.Random(seeds[number]))
        wrong = faults.after(place, acts, 24)
        shutil.rmtree(place)
        return len(acts), wrong

    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(killed, range(THOUSAND)))
    wrong = [each for _, found in results for each in found]
    told("trials_record", "kill -9", THOUSAND, wrong, began, under_way=sum(1 for acts, _ in results if acts))


def test_broken_calls(tmp_path: Path) -> None:
    began, steps = time.monotonic(), 8
    every = faults.points(faults.fresh(tmp_path / "case"), tmp_path / "trace", steps)

    def broken(numbered: tuple[int, faults.Point]) -> list[str]:
        number, point = numbered
        place = faults.fresh(tmp_path / f"{number:04d}")
        code, acts, said = faults.broken_day(place, steps, point)
        wrong = faults.after(place, acts, steps)
        if code not in (0, 3, 74) or "Traceback" in said:
            wrong.append(f"ended with {code}: {said[-300:]}")
        shutil.rmtree(place)
        return [f"{point}: {each}" for each in wrong]

    with ThreadPoolExecutor(WORKERS) as pool:
        wrong = [each for found in pool.map(broken, enumerate(every)) for each in found]
    calls = {call: sum(1 for point in every if point.call == call) for call in faults.CALLS}
    told("trials_record", "broken calls of the system", len(every), wrong, began, **calls)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A signed case of thirty reports."""
    live(tmp_path / "case", 30)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    seal(tmp_path / "case", AT, key=tmp_path / "key", signer="maria")
    assert Record(tmp_path / "case").verify().problems == ()
    return tmp_path / "case"


def test_flipped_bits(case: Path) -> None:
    """Over objects, salts, log, checkpoints and signatures, files taken evenly, so that small ones are not missed."""
    began, chance = time.monotonic(), random.Random(SEED)
    parts = [case / "objects", case / "checkpoints"]
    files = [case / "log.jsonl", *(path for part in parts for path in sorted(part.rglob("*")) if path.is_file())]
    files = [path for path in files if path.name != "allowed_signers"]  # what one trusts is brought by who checks
    wrong: list[str] = []
    for _ in range(THOUSAND * 10):
        path = chance.choice([case / "log.jsonl", chance.choice(files)])
        before = path.read_bytes()
        after = bytearray(before)
        place = chance.randrange(len(before) * 8)
        after[place // 8] ^= 1 << (place % 8)
        path.write_bytes(bytes(after))
        if not Record(case).verify().problems:
            wrong.append(f"{path.relative_to(case)}: bit {place}")
        path.write_bytes(before)
    assert Record(case).verify().problems == ()
    told("trials_record", "flipped bits", THOUSAND * 10, wrong, began, files=len(files))


def _rechained(lines: list[bytes]) -> tuple[bytes, bytes]:
    before, out = "0" * 64, []
    for seq, line in enumerate(lines):
        out.append(canonical_bytes({**json.loads(line), "seq": seq, "prev": before}))
        before = sha256_hex(out[-1])
    log = b"".join(line + b"\n" for line in out)
    return log, canonical_bytes({"schema": 1, "lines": len(out), "digest": before, "length": len(log)})


def _edit(lines: list[bytes], at: int, chance: random.Random) -> None:
    event = json.loads(lines[at])
    event["judgement"] = f"{chance.getrandbits(256):064x}"
    lines[at] = canonical_bytes(event)


def _backdate(lines: list[bytes], at: int, chance: random.Random) -> None:
    lines[at] = canonical_bytes({**json.loads(lines[at]), "at": f"2022-09-{chance.randint(13, 28)}T00:00:00Z"})


def _drop(lines: list[bytes], at: int, chance: random.Random) -> None:
    del lines[at]


def _reorder(lines: list[bytes], at: int, chance: random.Random) -> None:
    other = chance.choice([number for number in range(1, len(lines)) if number != at])
    lines[at], lines[other] = lines[other], lines[at]


def _double(lines: list[bytes], at: int, chance: random.Random) -> None:
    """A judgement once more among what is sealed; what is put in behind the seal is new, and no seal speaks of it."""
    sealed = next(number for number, line in enumerate(lines) if b'"kind":"sealed"' in line)
    lines.insert(chance.randrange(1, sealed), lines[at])


def test_changed_judgements(case: Path) -> None:
    """Each with the chain made good again, as whoever tampers would; the words of judgements in their objects too."""
    began, chance = time.monotonic(), random.Random(SEED)
    log, head = case / "log.jsonl", case / "checkpoints" / "head.json"
    whole, end = log.read_bytes(), head.read_bytes()
    lines = whole.splitlines()
    judged = [number for number, line in enumerate(lines) if b'"kind":"judged"' in line]
    words = [
        path for path in sorted((case / "objects").rglob("*")) if path.is_file() and b"reason " in path.read_bytes()
    ]
    assert judged
    assert words
    ways: list[Callable[[list[bytes], int, random.Random], None]] = [_edit, _backdate, _drop, _reorder, _double]
    wrong: list[str] = []
    for number in range(THOUSAND):
        if number % 6 == 5:
            path = chance.choice(words)
            before = path.read_bytes()
            path.write_bytes(before.replace(b"reason ", b"rumour "))
            if not Record(case).verify().problems:
                wrong.append(f"words of {path.name}")
            path.write_bytes(before)
            continue
        changed = list(lines)
        way = ways[number % 6]
        way(changed, chance.choice(judged), chance)
        mended = _rechained(changed)
        log.write_bytes(mended[0])
        head.write_bytes(mended[1])
        if mended[0] != whole and not Record(case).verify().problems:
            wrong.append(way.__name__)
        log.write_bytes(whole)
        head.write_bytes(end)
    assert Record(case).verify().problems == ()
    told("trials_record", "changed judgements, chain mended", THOUSAND, wrong, began)
