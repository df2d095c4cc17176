"""Scores attributions against PolNeAR dev: source and content each at token F1 of at least 0.5, jointly.

    ZVIRKA_SHARED=DIR python -m gate.polnear

The corpus (Newell, Margolin, Ruths 2018, LREC) is read where it lies; none of its text is printed or kept.
An attribution found is right when a gold attribution not yet taken has a source and a content whose tokens overlap
its own with F1 >= 0.5 each; where gold has no source, none may be found. Pairs are taken best first.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from pathlib import Path

from gate.words import THRESHOLD, Spans, overlap, tokens_of


def read_gold(folder: Path) -> list[tuple[str, list[tuple[Spans, Spans]]]]:
    """(text, [(source spans, content spans)]) of each article; the first annotator in sorted order."""
    files: dict[str, Path] = {}
    for path in sorted((folder / "attributions").iterdir(), reverse=True):
        files[path.name.rsplit("_", 1)[0]] = path
    articles = []
    for path in sorted((folder / "text").iterdir()):
        with path.open(newline="", encoding="utf-8") as handle:
            text = handle.read()
        articles.append((text, _attributions(files[path.stem])))
    return articles


def _attributions(path: Path) -> list[tuple[Spans, Spans]]:
    spans: dict[str, Spans] = {}
    events: list[list[str]] = []
    with path.open(newline="", encoding="utf-8") as handle:
        for line in handle:
            name, _, rest = line.rstrip("\n").partition("\t")
            if name.startswith("T"):
                where = rest.split("\t")[0].split(" ", 1)[1]
                spans[name] = [(int(a), int(b)) for a, b in (part.split() for part in where.split(";"))]
            elif name.startswith("E") and rest.startswith("Attribution"):
                events.append(rest.split())
    found = []
    for event in events:
        roles: dict[str, Spans] = defaultdict(list)
        for part in event[1:]:
            role, _, name = part.partition(":")
            roles[role.rstrip("0123456789")] += spans.get(name, [])
        if roles["Content"]:
            found.append((roles["Source"], roles["Content"]))
    return found


def score_article(text: str, gold: list[tuple[Spans, Spans]], found: list[tuple[Spans, Spans]]) -> int:
    """How many found attributions match a gold one of their own."""
    golden = [(tokens_of(text, source), tokens_of(text, content)) for source, content in gold]
    pairs = []
    for index, (source, content) in enumerate(found):
        mine = (tokens_of(text, source), tokens_of(text, content))
        for other, theirs in enumerate(golden):
            fit = min(overlap(mine[0], theirs[0]), overlap(mine[1], theirs[1]))
            if fit >= THRESHOLD:
                pairs.append((-fit, index, other))
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, index, other in sorted(pairs):
        if index not in taken[0] and other not in taken[1]:
            taken[0].add(index)
            taken[1].add(other)
    return len(taken[0])


def score(folder: Path) -> dict[str, float]:
    """Precision, recall and F1 of the rules over all articles of a PolNeAR compartment; sure_*: of the sure ones (`extract.sure`)."""
    from zvirka.extract.layers import attributions_in
    from zvirka.ground import load_ground

    ground = load_ground()
    articles = read_gold(folder)
    every = _shares(articles, [attributions_in(text, "en", ground) for text, _ in articles])
    surest = _shares(articles, [attributions_in(text, "en", ground, only_sure=True) for text, _ in articles])
    return every | {f"sure_{name}": surest[name] for name in ("precision", "recall")}


def _shares(
    articles: list[tuple[str, list[tuple[Spans, Spans]]]], every: list[list[tuple[Spans, Spans]]]
) -> dict[str, float]:
    right = given = wanted = 0
    for (text, gold), found in zip(articles, every, strict=True):
        right += score_article(text, gold, found)
        given += len(found)
        wanted += len(gold)
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "found": given,
        "gold": wanted,
    }


def main() -> int:
    """Prints the score as one JSON line."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("ZVIRKA_SHARED is not set: name the folder that holds data/local-only-polnear-dev", file=sys.stderr)
        return 2
    print(json.dumps(score(Path(shared) / "data" / "local-only-polnear-dev")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
