"""Text on pictures: the page that the optional program tesseract is given of a frame, and what its answer says.

What a program read off a picture is a lead to look at, never a quotation: no claim is made of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

from zvirka.observe.pictures.opening import pixels_at

PAGE_PX = 1600
"""Long side of what is given to tesseract: captions of 12 points on a telephone's screenshot keep some 20 px of height."""
LEAST_CONFIDENCE = 60
"""Tesseract's own mean confidence (0 to 100) from which a line is shown. House rule: on the shared street scenes, which hold no caption,
what it makes of bricks and leaves stays below 58; drawn captions in three languages are at 87 and more."""
LEAST_LETTERS = 3
MOST_LINES, LONGEST_LINE = 60, 300
"""Of one frame, and in characters."""


def page(data: bytes, at_s: float | None) -> bytes:
    """The frame at `at_s` (None: a still picture) in grey, as binary PGM. Decodes others' bytes: to be run confined. Raises ValueError."""
    picture = Image.fromarray(np.ascontiguousarray(pixels_at(data, at_s, PAGE_PX))).convert("L")
    picture.thumbnail((PAGE_PX, PAGE_PX))
    out = io.BytesIO()
    picture.save(out, "PPM")
    return out.getvalue()


def lines(table: str) -> Iterator[tuple[str, int]]:
    """(words of a line, mean confidence) of each line of tesseract's TSV that is sure enough, in its order of reading."""
    words: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for row in table.splitlines():
        cells = row.split("\t")
        if (
            len(cells) == 12 and cells[0] == "5" and cells[11].strip()
        ):  # level 5 is a word; page, block, paragraph, line follow
            words.setdefault(tuple(cells[1:5]), []).append((cells[11].strip(), _number(cells[10])))
    shown = 0
    for found in words.values():
        text = " ".join(word for word, _ in found)[:LONGEST_LINE]
        confidence = round(sum(sure for _, sure in found) / len(found))
        if confidence >= LEAST_CONFIDENCE and sum(map(str.isalnum, text)) >= LEAST_LETTERS and shown < MOST_LINES:
            shown += 1
            yield text, min(100, confidence)


def _number(cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        return 0.0
    return value if 0.0 <= value <= 100.0 else 0.0
