"""How fast pictures are indexed and asked for on one core, and what is found through the nineteen edits, beside plain PDQ and imagehash.

    python -m bench.pictures           prints what one run came to, as JSON

Pictures are drawn by `gate.pictures`. The index of 10,000 holds them and, to be as large, frames made up of the points of several of
them, with noise and in other places: more like them than other pictures would be, and copies of none.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.lineage import ONE_THREAD
from bench.measure import measure
from bench.race import environment
from gate.pictures.copies import fingerprint_of
from gate.pictures.drawn import photo
from gate.pictures.edits import EDITS, jpeg
from zvirka.observe.pictures.frames import Frame, differing_bits
from zvirka.observe.pictures.searching import INDEXED_POINTS, SAME_BITS, Index, seen_before

DRAWN, ASKED, INDEXED = 60, 6, 10_000
"""Photographs drawn; those of them asked for through every edit; frames in the index."""
_PEER_BITS = 10
"""Of 64: what imagehash's own documents take for one picture (README: "a cutoff of 10")."""
_MIXED, _NOISE = 6, 10

Result = dict[str, object]


def pictures_bench(runs: int) -> list[Result]:
    """Ours, plain PDQ, and imagehash where it installs."""
    made = measure([sys.executable, "-m", "bench.pictures"], 1, environment={**os.environ, **ONE_THREAD})
    lines = [json.loads(line) for line in made.output.splitlines() if line.startswith("{")]
    lines[0]["peak_mb"] = round(max(made.peak_mb))
    try:
        lines.append(_imagehash(environment("imagehash")))
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"pictures: imagehash is left out, because it cannot be installed here: {fault}", file=sys.stderr)
    return lines


def main() -> None:
    """One run of ours and of plain PDQ."""
    files = [jpeg(photo(number), 90) for number in range(DRAWN)]
    began = time.process_time()
    frames = [fingerprint_of(file) for file in files]
    indexed_per_s = DRAWN / (time.process_time() - began)
    frames += list(made_up(frames, INDEXED - DRAWN))
    began = time.process_time()
    index = Index(frames, [str(number) for number in range(len(frames))])
    built_s = time.process_time() - began
    found, plain, seconds = [], [], []
    for number, file in edited():
        frame = fingerprint_of(file)
        began = time.process_time()
        got = {each.left for each in seen_before(index, frame)}
        seconds.append(time.process_time() - began)
        found.append((number in got, len(got - {number})))
        near = differing_bits(frame.pdq[0][None], np.stack([each.pdq[0] for each in frames[:DRAWN]])) <= SAME_BITS
        plain.append((bool(near[number]), int(near.sum() - near[number])))
    speed = {
        "indexed_per_s": round(indexed_per_s, 2),
        "index_built_s": round(built_s, 1),
        "median_query_s": round(statistics.median(seconds), 4),
        "slowest_query_s": round(max(seconds), 4),
    }
    print(json.dumps({**_line("zvirka", found), "images": len(frames), **speed}))
    print(json.dumps({**_line("pdq", plain), "images": DRAWN}))


def edited() -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each query."""
    for number in range(ASKED):
        picture = photo(number)
        for at, edit in enumerate(EDITS.values()):
            yield number, jpeg(edit(picture, np.random.default_rng([number, at])), 80)


def made_up(frames: list[Frame], wanted: int) -> Iterator[Frame]:
    """Frames of points of several pictures each, their descriptors off by some noise, with hashes of chance."""
    random = np.random.default_rng(20260911)
    for _ in range(wanted):
        parts = [frames[each] for each in random.integers(0, len(frames), _MIXED)]
        taken = [random.permutation(len(part.descriptors))[: INDEXED_POINTS // _MIXED + 1] for part in parts]
        described = np.concatenate([part.descriptors[rows] for part, rows in zip(parts, taken, strict=True)])
        places = random.permutation(
            np.concatenate([part.points[rows] for part, rows in zip(parts, taken, strict=True)])
        )
        noisy = np.clip(described + random.normal(0, _NOISE, described.shape), 0, 255).astype(np.uint8)
        hashes = random.integers(0, 256, (8, 32), dtype=np.uint8)
        yield replace(parts[0], pdq=hashes, points=places, descriptors=noisy)


def _imagehash(python: Path) -> Result:
    """Its perceptual hash (phash) over the same pictures, in its own environment."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, asked = Path(scratch), []
        for number in range(DRAWN):
            (folder / f"photo-{number:03}.jpg").write_bytes(jpeg(photo(number), 90))
        for at, (number, file) in enumerate(edited()):
            (folder / f"asked-{at:04}.jpg").write_bytes(file)
            asked.append(number)
        script = Path(__file__).with_name("pictures_peer.py")
        ran = subprocess.run(
            [str(python), str(script), scratch], capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD}
        )  # fmt: skip
        if ran.returncode:
            raise RuntimeError(f"imagehash ended with {ran.returncode}:\n{ran.stderr}")
        answered: dict[str, Any] = json.loads(ran.stdout)
    found = []
    for number, distances in zip(asked, answered["bits"], strict=True):
        near = [each for each, bits in enumerate(distances) if bits <= _PEER_BITS]
        found.append((number in near, len(set(near) - {number})))
    more = {"images": DRAWN, "version": answered["version"], "indexed_per_s": round(answered["indexed_per_s"], 2)}
    return {**_line("imagehash", found), **more}


def _line(reader: str, found: list[tuple[bool, int]]) -> Result:
    names = list(EDITS)
    recall = [statistics.mean(each for each, _ in found[at :: len(names)]) for at in range(len(names))]
    return {
        "bench": "pictures",
        "reader": reader,
        "queries": len(found),
        "mean_recall": round(statistics.mean(recall), 3),
        "least_recall": round(min(recall), 3),
        "false_images_a_query": round(sum(others for _, others in found) / len(found), 4),
    }


if __name__ == "__main__":
    main()
