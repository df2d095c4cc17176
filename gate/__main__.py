"""Runs the gates: each score must reach its floor in floors.json, and what is found in our own texts is held against what was.

    ZVIRKA_SHARED=DIR python -m gate [--faults] [--show-blind] [--raise]
    python -m gate --sealed

Without ZVIRKA_SHARED the gates whose data lie there are left out, and there is no verdict. A floor only rises, and only by --raise,
which also keeps the scores, what was found and docs/accuracy.md as they are now; where a score has fallen it does nothing.
The sealed half is read by --sealed alone, which keeps every time it was, and prints totals only: use it seldom, never to choose by.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.measure import code_version
from gate import accuracy, geoparsing, lineage_gold, own_gold, phrases, places, polnear, scope, seed, slot_rows
from gate.gold_files import SEALED
from gate.slots import SLOTS

ROOT = Path(__file__).resolve().parent.parent
FLOORS = Path(__file__).with_name("floors.json")
SHOWN = ("f1", "precision", "recall", *SLOTS)
"""Measures of own gold that are printed, in this order."""

Scores = dict[str, dict[str, float]]
OWN: Mapping[str, Callable[[], dict[str, float]]] = {
    **{f"phrases_{name}": partial(phrases.score, name) for name in phrases.TABLES},
    "places": places.score,
    "scope": scope.score,
    **{f"slot_rows/{language}": partial(slot_rows.score, language) for language in slot_rows.LANGUAGES},
    **{
        f"{name}/{language}": partial(slot_rows.score, language, table)
        for name, table in (("source_rows", slot_rows.SOURCES), ("frame_rows", slot_rows.SLOTS))
        for language in slot_rows.LANGUAGES
    },
}
"""Gates over data of the repository, by name, besides own gold."""
SHARED: Mapping[str, Callable[[Path], dict[str, float]]] = {
    "polnear_dev": lambda data: polnear.score(data / "local-only-polnear-dev"),
    "geoparsing": geoparsing.score,
    "seed_article": seed.score,
}
"""Gates over shared data, by name: they take its folder `data`."""


def main(arguments: Sequence[str] = ()) -> int:
    """Prints every score beside its floor; 1 where one is missed, 2 where there is no verdict because data is not there."""
    options = _options(arguments)
    if options.sealed:
        return score_sealed()
    texts = own_gold.score_all()
    scores = own_scores(texts)
    shared = os.environ.get("ZVIRKA_SHARED")
    if shared:
        scores |= {name: score(Path(shared) / "data") for name, score in SHARED.items()}
    else:
        print("ZVIRKA_SHARED is not set: name the folder that holds the data of the other gates", file=sys.stderr)
    for line in table(scores):
        print(line)
    changed = own_gold.changes(texts)
    print(f"claims gained and lost in the open half: {own_gold.told(changed)}")
    for line in changed:
        print(line)
    if options.faults or options.show_blind:
        for line in own_gold.faults(texts, blind=options.show_blind):
            print(line)
    floors: Scores = json.loads(FLOORS.read_text("utf-8"))
    missed = held(floors, scores)
    if options.raise_floors and shared and not missed:
        keep(floors, scores, texts)
    return 1 if missed else 0 if shared else 2


def score_sealed() -> int:
    """Scores the sealed half, prints its totals and keeps them, after those of every time before, with day and commit."""
    scores = {
        f"own_gold/{name}": measures for name, measures in own_gold.groups(own_gold.score_all(halves=(SEALED,))).items()
    }
    for line in table(scores):
        print(line)
    stored = json.loads(accuracy.RESULTS.read_text("utf-8"))
    write_results({**stored, "sealed": [*stored.get("sealed", ()), {**_stamp(), "scores": scores}]})
    return 0


def own_scores(texts: Sequence[own_gold.Scored]) -> Scores:
    """Scores of the gates whose data are in the repository."""
    gold = {f"own_gold/{name}": measures for name, measures in own_gold.groups(texts).items()}
    others = {name: score() for name, score in OWN.items()}
    return gold | own_gold.agreements() | others | lineage_gold.score_all()


def table(scores: Scores) -> list[str]:
    """Own gold by language, half and kind of text, a line each; of the blind half nothing but these figures is printed."""
    lines = [f"{'own gold, %':28}" + "".join(f"{name:>10}" for name in (*SHOWN, "marked"))]
    for name, measures in scores.items():
        if name.startswith("own_gold/"):
            cells = [f"{100 * measures[each]:10.1f}" if each in measures else f"{'-':>10}" for each in SHOWN]
            lines.append(f"{name.removeprefix('own_gold/'):28}" + "".join(cells) + f"{int(measures['marked']):10}")
    return lines


def held(floors: Scores, scores: Scores) -> int:
    """How many floors are missed; prints each score that was made beside its floor."""
    missed = 0
    for name, wanted in sorted(floors.items()):
        for measure, floor in sorted(wanted.items()) if name in scores else ():
            reached = scores[name].get(measure, 0.0)
            missed += reached < floor
            print(f"{name} {measure}: {reached} (floor {floor}){' MISSED' if reached < floor else ''}")
    return missed


def risen(floors: Scores, scores: Scores) -> Scores:
    """The floors, each raised to the score reached, cut to whole per cents; none falls."""
    return {
        name: {
            measure: max(floor, int(100 * scores.get(name, {}).get(measure, 0.0)) / 100)
            for measure, floor in sorted(wanted.items())
        }
        for name, wanted in sorted(floors.items())
    }


def keep(floors: Scores, scores: Scores, texts: Sequence[own_gold.Scored]) -> None:
    """Writes the raised floors, the scores with day and commit, what was found in the open half, and docs/accuracy.md."""
    FLOORS.write_text(json.dumps(risen(floors, scores), indent=2) + "\n", "utf-8")
    own_gold.STORED.parent.mkdir(exist_ok=True)
    own_gold.STORED.write_text("".join(line + "\n" for line in own_gold.digest_lines(texts)), "utf-8")
    sealed = json.loads(accuracy.RESULTS.read_text("utf-8")).get("sealed", ()) if accuracy.RESULTS.exists() else ()
    write_results({**_stamp(), "scores": scores, "sealed": list(sealed)})
    print("floors, scores, found claims and docs/accuracy.md are written")


def write_results(results: Mapping[str, object]) -> None:
    """Keeps the scores, and makes docs/accuracy.md of them."""
    accuracy.RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    accuracy.PAGE.write_text(accuracy.page(), "utf-8")


def _stamp() -> dict[str, str]:
    return {"date": datetime.now(UTC).date().isoformat(), "code": code_version(ROOT)}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m gate", description=__doc__)
    parser.add_argument(
        "--faults", action="store_true", help="print what is missed, invented or wrong in the open half"
    )
    parser.add_argument(
        "--show-blind", action="store_true", help="the same of the blind half: it is then blind no more"
    )
    parser.add_argument("--sealed", action="store_true", help="score the sealed half, and nothing else")
    parser.add_argument("--raise", action="store_true", dest="raise_floors", help="raise the floors to what is reached")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
