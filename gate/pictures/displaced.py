"""The displacement verdict on rendered pairs, and on copies of one photograph: how often is what moved said to stand where it stood?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from gate.pictures.edits import EDITS, jpeg
from gate.pictures.rendered import Pair, pair
from zvirka.observe.pictures.displacement import displacement
from zvirka.observe.pictures.frames import Frame, from_plain
from zvirka.observe.pictures.opening import look_closely

COPIES = ("compressed to quality 30", "brighter", "half the size", "logos")
_EVERY = 10
"""Of each so many pairs the left photograph is also asked against an edited copy of itself."""


@dataclass(frozen=True, slots=True)
class Judged:
    """kind: of the pair, or "copies". moved: by what share of its length. verdict, reason: as `displacement` gave them."""

    number: int
    kind: str
    moved: float
    verdict: str
    reason: str


def judged(numbers: Sequence[int], workers: int) -> Iterator[Judged]:
    """The pairs with these numbers, and copies of some."""
    with ProcessPoolExecutor(workers) as pool:
        for made in pool.map(_judge, numbers):
            yield from made


def seen(picture: Image.Image) -> Frame:
    """Its frame, through a file and back."""
    return from_plain(look_closely(jpeg(picture, 92))["frames"][0])


def photographs(made: Pair) -> tuple[Image.Image, Image.Image]:
    """Both of a pair."""
    left, right = (Image.fromarray(cv2.cvtColor(each, cv2.COLOR_BGR2RGB)) for each in (made.left, made.right))
    return left, right


def _judge(number: int) -> list[Judged]:
    made = pair(number)
    left, right = photographs(made)
    one = seen(left)
    found = displacement(one, seen(right), *made.boxes)
    answers = [Judged(number, made.kind, made.moved, found.verdict, found.reason)]
    if number % _EVERY == 0:
        edit = EDITS[COPIES[number // _EVERY % len(COPIES)]]
        copy = seen(edit(left, np.random.default_rng(number)))
        found = displacement(one, copy, made.boxes[0], made.boxes[0])
        answers.append(Judged(number, "copies", 0.0, found.verdict, found.reason))
    return answers


def scored(answers: Sequence[Judged]) -> dict[str, Any]:
    """Shares of verdicts: of what moved, of what stood still, of copies; and of all pairs the share undetermined."""
    pairs = [each for each in answers if each.kind != "copies"]
    moved = [each for each in pairs if each.moved]
    still = [each for each in pairs if not each.moved]
    copies = [each for each in answers if each.kind == "copies"]
    return {
        "pairs": len(pairs),
        "moved": {"pairs": len(moved), **_shares(moved)},
        "still": {"pairs": len(still), **_shares(still)},
        "copies": {"pairs": len(copies), **_shares(copies)},
        "undetermined": round(sum(each.verdict == "undetermined" for each in pairs) / len(pairs), 4),
        "reasons": dict(sorted(Counter(each.reason for each in pairs if each.verdict == "undetermined").items())),
    }


def _shares(answers: Sequence[Judged]) -> dict[str, float]:
    counted = Counter(each.verdict for each in answers)
    verdicts = ("moved", "no_displacement_found", "undetermined")
    return {verdict: round(counted[verdict] / len(answers), 4) for verdict in verdicts} if answers else {}
