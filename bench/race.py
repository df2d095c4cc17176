"""Zvirka beside the peers that install here, on the same own gold in one run: times, quantities, names, attribution.

Peers are no dependencies of the project: each gets a throwaway environment under build/race, made by uv from PEERS, and is run
there by `bench/race_peer.py` (those of `bench/lineage.py` and `bench/areas.py` by their own). Accuracy is counted by mentions and
leniently, in the same way for everybody: a time is right when its words overlap and its days lie within the days marked; a
quantity when its words overlap and figure and unit fit (a bare number for people, settlements and items; the middle of a range);
a name when its words overlap. Speed is over the own gold texts of the language, in one thread, loading left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.race_peer import Mention, answer
from gate.gold_files import TUNED, GoldText, read_gold
from gate.phrases import read_table
from zvirka.extract.layers import attributions_in, layer
from zvirka.ground import Ground, load_ground
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "race"
NAMES = Path(__file__).with_name("race_names.toml")
PEERS = {
    "dateparser": "dateparser==1.5.0",
    "quantulum3": "quantulum3==0.10.0",
    "natasha": "natasha==1.6.0",
    "rensa": "rensa==0.5.0",
    "datasketch": "datasketch==2.0.0",
    "geopandas": "geopandas==1.2.0",
    "imagehash": "imagehash==4.3.2",
    "crowd-kit": "crowd-kit==1.4.2 scikit-learn==1.5.2",  # beside newer ones it fails: it has no __sklearn_tags__
}
_PEER_UNITS = {
    "square kilometre": "km2",
    "square mile": "mi2",
    "square metre": "m2",
    "hectare": "ha",
    "kilometre": "km",
    "metre": "m",
    "mile": "mi",
    "percentage": "percent",
}
"""Names of units of quantulum3 as ours."""
_BARE = ("people", "settlements", "items", "times")
"""What is counted without a unit: a bare number is right there."""
_BY_NAME = ("name", "form")
"""Rules by which our places are names, and no compass words or adjectives."""
_CLOSE = 0.01
"""Relative: two thirds may be 66.7 or 66.67 percent."""

Given = tuple[str, str | None]
Marks = Sequence[Sequence[Mapping[str, Any]]]
Result = dict[str, object]


def race_bench(runs: int) -> list[Result]:
    """One line a discipline, language, half and reader."""
    ground = load_ground("ukraine")
    golds = list(read_gold(halves=TUNED))
    lines = [*_phrases("times", "dateparser", ("en", "uk", "ru"), golds, ground, runs)]
    lines += _phrases("quantities", "quantulum3", ("en",), golds, ground, runs)
    lines += _names(golds, ground, runs)
    lines += [_attribution(code, golds, ground, runs) for code in ("en", "uk", "ru")]
    return lines


def _phrases(
    task: str, peer: str, languages: Sequence[str], golds: Sequence[GoldText], ground: Ground, runs: int
) -> Iterator[Result]:
    """The phrase tables, whose rows say all that is in them."""
    for language in languages:
        for half in ("open", "blind"):
            rows = read_table(task, language, half)
            texts = [(row.text, row.published.isoformat() if row.published else None) for row in rows]
            marks = [[{**mark, **_place_of(mark, row.text)} for mark in row.marks] for row in rows]
            fits = times_fit if task == "times" else quantities_fit
            for reader, answered in _both(task, peer, language, texts, _timed(golds, language), ground, runs):
                counted = count(marks, answered["mentions"], fits)
                yield _line(task, language, half, reader, counted, answered, _timed(golds, language))


def _place_of(mark: Mapping[str, Any], text: str) -> dict[str, int]:
    start = text.index(mark["exact"])
    return {"start": start, "end": start + len(mark["exact"])}


def _names(golds: Sequence[GoldText], ground: Ground, runs: int) -> Iterator[Result]:
    """Names of places in the open Russian texts."""
    table = tomllib.loads(NAMES.read_text("utf-8"))
    texts = [gold for gold in golds if gold.name.startswith("ru/open/")]
    given: list[Given] = [(gold.text, None) for gold in texts]
    marks = [list(occurrences(gold.text, table[gold.path.stem]["names"])) for gold in texts]
    either = [list(occurrences(gold.text, table[gold.path.stem]["either"])) for gold in texts]
    for reader, answered in _both("places", "natasha", "ru", given, _timed(golds, "ru"), ground, runs):
        found = [
            [
                one
                for one in many
                if any(_overlap(one, mark) for mark in here) or not any(_overlap(one, each) for each in out)
            ]
            for many, here, out in zip(answered["mentions"], marks, either, strict=True)
        ]
        yield _line("names", "ru", "open", reader, count(marks, found, _overlap), answered, _timed(golds, "ru"))


def occurrences(text: str, names: Sequence[str]) -> Iterator[dict[str, int]]:
    """Where each name stands as whole words."""
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield {"start": match.start(), "end": match.end()}


def _attribution(language: str, golds: Sequence[GoldText], ground: Ground, runs: int) -> Result:
    """Marked sources that are found with what they say; the blind half, and no peer: those there are need a model to be downloaded."""
    wanted = reached = 0
    for gold in golds:
        if gold.language != language or gold.half != "blind":
            continue
        found = attributions_in(gold.text, language, ground)
        for claim in gold.claims:
            if not claim.sources or claim.optional:
                continue
            wanted += 1
            source = list(occurrences(gold.text, [claim.sources[0].words]))
            quote = list(occurrences(gold.text, [claim.quote]))
            reached += any(
                any(_meets(span, source) for span in spans) and any(_meets(span, quote) for span in content)
                for spans, content in found
            )
    timed = _timed(golds, language)

    def read(text: str, day: str | None) -> list[Mention]:
        attributions_in(text, language, ground)
        return []

    answered = answer(read, {"texts": [], "timed": timed, "runs": runs})
    line = _line("attribution", language, "blind", "zvirka", {}, answered, timed)
    return {**line, "marked": wanted, "recall": round(reached / max(wanted, 1), 4)}


def _meets(span: tuple[int, int], others: Sequence[Mapping[str, int]]) -> bool:
    return any(span[0] < other["end"] and other["start"] < span[1] for other in others)


def _timed(golds: Sequence[GoldText], language: str) -> list[Given]:
    return [(gold.text, gold.published.isoformat()) for gold in golds if gold.language == language]


def _both(
    task: str, peer: str, language: str, texts: Sequence[Given], timed: Sequence[Given], ground: Ground, runs: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What we find, and what the peer does."""
    asked = {"language": language, "texts": texts, "timed": timed, "runs": runs}

    def read(text: str, day: str | None) -> list[Mention]:
        found = layer(_text(text, day, language), task, ground)
        return [_plain(each) for each in found if task != "places" or each["rule"] in _BY_NAME]

    yield "zvirka", answer(read, asked)
    try:
        environment(peer)
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"race: {peer} is left out, because it cannot be installed here: {fault}", file=sys.stderr)
        return
    yield peer, run_peer(peer, asked)


def _text(text: str, day: str | None, language: str) -> Text:
    moment = Moment(date.fromisoformat(day)) if day else None
    voice = Voice("", "media", "unknown")
    return Text("race", None, "race.txt", text, text_digest(text), language, moment, None, voice, "race")


def _plain(mention: Mapping[str, Any]) -> Mention:
    """A mention of a layer of ours as peers give theirs."""
    plain: Mention = {"start": mention["start"], "end": mention["end"]}
    if "earliest" in mention:
        plain |= {"first": mention["earliest"], "last": mention["latest"]}
    elif "unit" in mention:
        plain |= {"value": _figure(mention), "unit": mention["unit"]}
    return plain


def environment(name: str) -> Path:
    """The interpreter of a peer's own environment, made anew where it is missing or holds another version."""
    home = PLACE / name
    python = home / "bin" / "python"
    made = home / "made-of"
    if not made.exists() or made.read_text("utf-8") != PEERS[name]:
        uv = shutil.which("uv") or str(ROOT / ".tools" / "uv" / "bin" / "uv")
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(home)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(python), *PEERS[name].split()], check=True)
        made.write_text(PEERS[name], "utf-8")
    return python


def run_peer(name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the peer answers. Raises RuntimeError with what it printed where it fails."""
    script = Path(__file__).with_name("race_peer.py")
    ran = subprocess.run(
        [str(environment(name)), "-W", "ignore", str(script), name],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    if ran.returncode:
        raise RuntimeError(f"{name} ended with {ran.returncode}:\n{ran.stderr}")
    answered: dict[str, Any] = json.loads(ran.stdout)
    return answered


def count(marks: Marks, found: Marks, fits: Callable[[Mapping[str, Any], Mapping[str, Any]], bool]) -> dict[str, float]:
    """Precision, recall and F1 of mentions; each mark and each mention stands in one pair at most, in text order."""
    right = wanted = given = 0
    for here, there in zip(marks, found, strict=True):
        left = list(there)
        wanted, given = wanted + len(here), given + len(left)
        for mark in here:
            match = next((one for one in left if fits(one, mark)), None)
            if match is not None:
                left.remove(match)
                right += 1
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    f1 = 2 * right / max(given + wanted, 1)
    shares = {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
    return {"marked": wanted, "found": given, **shares}


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def times_fit(found: Mapping[str, Any], mark: Mapping[str, Any]) -> bool:
    """Words overlap, and the days found lie within those marked; where none are marked, none are asked for."""
    if not _overlap(found, mark):
        return False
    first, last = mark["earliest"], mark["latest"]
    if first is None and last is None:
        return True
    days = [day for day in (found["first"], found["last"]) if day is not None]
    return bool(days) and all((first or day) <= day <= (last or day) for day in days)


def quantities_fit(found: Mapping[str, Any], mark: Mapping[str, Any]) -> bool:
    """Words overlap, the figure is the same, and so is the unit, which a bare number need not have."""
    unit = _PEER_UNITS.get(found["unit"], found["unit"])
    same = unit == mark["unit"] or (unit == "dimensionless" and mark["unit"] in _BARE)
    wanted, figure = _figure(mark), found["value"]
    if not _overlap(found, mark) or not same or figure is None or wanted is None:
        return False
    return bool(abs(figure - wanted) <= _CLOSE * abs(wanted))


def _figure(mention: Mapping[str, Any]) -> float | None:
    """The value; of a range its middle, of a vague word its least."""
    value, low, high = mention["value"], mention["low"], mention["high"]
    figure = value if value is not None else low if high is None else (low + high) / 2
    return None if figure is None else float(figure)


def _line(
    task: str,
    language: str,
    half: str,
    reader: str,
    counted: Mapping[str, float],
    answered: Mapping[str, Any],
    timed: Sequence[Given],
) -> Result:
    seconds = statistics.median(answered["seconds"])
    return {
        "bench": f"race_{task}",
        "language": language,
        "half": half,
        "reader": f"{reader} {answered['version']}" if "version" in answered else reader,
        **counted,
        "characters_per_s": round(sum(len(text) for text, _ in timed) / seconds),
        "runs": len(answered["seconds"]),
    }
