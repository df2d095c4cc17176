"""Reuse search through the nineteen edits: of each photograph and edit, is the photograph found, and is anything else?"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from gate.pictures.drawn import photo
from gate.pictures.edits import EDITS, jpeg
from zvirka.observe.pictures.frames import Frame, from_plain, to_plain
from zvirka.observe.pictures.opening import look
from zvirka.observe.pictures.searching import Index, seen_before

_QUALITY = 90
_SENT_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: which photograph after which edit, whether it was found, and how many others were called its copies."""

    photo: int
    edit: str
    found: bool
    others: int


def photographs(drawn: int) -> list[Path | int]:
    """Numbers of drawn photographs, and those of the shared data that are of places of their own."""
    shared = os.environ.get("ZVIRKA_SHARED")
    taken = []
    if shared:
        data = Path(shared) / "data"
        taken = [*sorted((data / "opensfm-scenes").glob("*.jpg")), *(data / "pdq-bridge-mods").glob("*aaa-orig.jpg")]
    return [*range(drawn), *taken]


def opened(one: Path | int) -> Image.Image:
    """The photograph."""
    return photo(one) if isinstance(one, int) else Image.open(one).convert("RGB")


def fingerprint_of(data: bytes) -> Frame:
    """The one frame of a picture's bytes. Raises ValueError where it was not read."""
    looked = look(data)
    if looked["outcome"] != "read":
        raise ValueError(looked["reason"])
    return from_plain(looked["frames"][0])


def asked(ones: Sequence[Path | int], queries: Sequence[int], workers: int) -> Iterator[Asked]:
    """Every edit of the photographs with these positions, asked of an index of all."""
    with ProcessPoolExecutor(workers) as pool:
        frames = list(pool.map(_looked, ones, chunksize=8))
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(frames, list(ones))) as pool:
        for answers in pool.map(_ask, queries):
            yield from answers


def _looked(one: Path | int) -> dict[str, Any]:
    return to_plain(fingerprint_of(jpeg(opened(one), _QUALITY)))


_state: list[Any] = []


def _start(frames: list[dict[str, Any]], ones: list[Path | int]) -> None:
    _state[:] = [frames, ones]


@cache
def _index() -> Index:
    return Index([from_plain(frame) for frame in _state[0]], [str(number) for number in range(len(_state[0]))])


def _ask(number: int) -> list[Asked]:
    index, picture = _index(), opened(_state[1][number])
    answers = []
    for at, (name, edit) in enumerate(EDITS.items()):
        edited = edit(picture, np.random.default_rng([number, at]))
        got = {each.left for each in seen_before(index, fingerprint_of(jpeg(edited, _SENT_QUALITY)))}
        answers.append(Asked(number, name, number in got, len(got - {number})))
    return answers


def scored(answers: Sequence[Asked]) -> dict[str, Any]:
    """Recall by edit, its mean and least, and false images a query."""
    recall = {
        name: sum(each.found for each in answers if each.edit == name) / sum(each.edit == name for each in answers)
        for name in EDITS
        if any(each.edit == name for each in answers)
    }
    return {
        "photographs": len({each.photo for each in answers}),
        "queries": len(answers),
        "mean_recall": round(sum(recall.values()) / len(recall), 4),
        "least_recall": round(min(recall.values()), 4),
        "false_images_a_query": round(sum(each.others for each in answers) / len(answers), 6),
        "recall": {name: round(value, 4) for name, value in recall.items()},
    }
