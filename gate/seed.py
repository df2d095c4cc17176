"""Scores the article the project was begun with; its words are read where they lie, its marks are offsets and digests.

ZVIRKA_SHARED=DIR python -m gate.seed
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gate.gold_files import GoldError, GoldText, claim_of
from gate.own_gold import Scored, captured, measures, score_text
from zvirka.extract import RulesExtractor
from zvirka.ground import load_ground

MARKS = Path(__file__).with_name("seed_article.toml")
ARTICLE = Path("local-only-seed-article") / "article.txt"
_DIGITS = 16


def read(article: Path, marks: Path = MARKS) -> GoldText:
    """The article with its marks. Raises GoldError where the article is another than the one that was marked."""
    text = article.read_text("utf-8")
    table = tomllib.loads(marks.read_text("utf-8"))
    found = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if found != table["article"]:
        raise GoldError(f"{article}: is not the text that was marked: its SHA-256 is {found}, not {table['article']}")
    claims = tuple(
        claim_of(f"{marks.name} claim {number}", _in_words(number, mark, text), text)
        for number, mark in enumerate(table["claims"], 1)
    )
    voice = table["voice"]
    return GoldText(
        name="seed",
        language="en",
        half="open",
        kind="agency",
        path=article,
        text=text,
        published=table["published"],
        outlet=table["outlet"],
        voice_kind=voice["kind"],
        voice_side=voice["side"],
        claims=claims,
        nothing=(),
    )


def _in_words(number: int, mark: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A mark with the words its offsets mean instead of them."""
    start, end = mark["at"]
    quote = text[start:end]
    if hashlib.sha256(quote.encode("utf-8")).hexdigest()[:_DIGITS] != mark["sha256"]:
        raise GoldError(f"{MARKS.name} claim {number}: other words stand at {start}:{end} than were marked")
    plain = {key: value for key, value in mark.items() if key not in ("at", "sha256")}
    plain |= {"quote": quote, "nth": text.count(quote, 0, start) + 1}
    for key in ("sources", "places"):
        if key in plain:
            plain[key] = [_slot_in_words(each, text) for each in plain[key]]
    return plain


def _slot_in_words(slot: Mapping[str, Any], text: str) -> dict[str, Any]:
    start, end = slot["at"]
    return {**{key: value for key, value in slot.items() if key != "at"}, "words": text[start:end]}


def scored(data: Path) -> Scored:
    """The article held against its marks; data: the folder of the shared data."""
    gold = read(data / ARTICLE)
    ground = load_ground("ukraine")
    text = captured([gold], gold.path.parent, ground)[gold.name]
    (found,) = RulesExtractor(ground).extract([text])
    return score_text(gold, text.text, found.claims, ground)


def score(data: Path) -> dict[str, float]:
    """Measures as of own gold (`own_gold.measures`)."""
    return measures([scored(data)])


def main() -> int:
    """Prints the score as one JSON line."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print(f"ZVIRKA_SHARED is not set: name the folder that holds data/{ARTICLE}", file=sys.stderr)
        return 2
    print(json.dumps(score(Path(shared) / "data")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
