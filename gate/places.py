"""Places of the theatre in our own sentences: found, and the right one, in every case and script."""

from __future__ import annotations

import tomllib
from pathlib import Path

from zvirka.extract.places import PlaceReader
from zvirka.ground import load_ground

PHRASES = Path(__file__).with_name("phrases")


def score() -> dict[str, float]:
    """The share of mentions found with their words and right id, by language and over all."""
    found, asked = missed_mentions()
    scores = {code: round(1 - len(found[code]) / asked[code], 4) for code in asked}
    total = 1 - sum(map(len, found.values())) / sum(asked.values())
    return {**scores, "all": round(total, 4)}


def missed_mentions() -> tuple[dict[str, list[str]], dict[str, int]]:
    """What was not found, a line each, and how many mentions there are, by language."""
    ground = load_ground()
    missed: dict[str, list[str]] = {}
    asked: dict[str, int] = {}
    for path in sorted(PHRASES.glob("places_*.toml")):
        code = path.stem.removeprefix("places_")
        table = tomllib.loads(path.read_text("utf-8"))
        reader = PlaceReader(ground, code)
        asked[code], missed[code] = len(table["phrases"]["mentions"]), []
        for text, words, key in table["phrases"]["mentions"]:
            got = {mention.span.exact: mention.ids[:1] for mention in reader.read(text)}
            if got.get(words) != (table["ids"][key],):
                missed[code].append(f"{text} | {words} | {table['ids'][key]} | {got}")
    return missed, asked
