"""Whether what Zvirka prints of rival figures is ever below the better of vote and median, on sets whose truth is known (`truth-*` of
the shared data; local only, so nothing of them is kept but figures).

Three rules on the same claims: the plain vote (ties share the credit), the median (of numbers and times), and ours, as a finding shows
it: the vote, whose ties stay ties but where one tied place lies in another that is said too; copies counted once, where
copies are known. Ties were also tried by nearness to the median and by how often a source says elsewhere what most do: either lost on
some of these sets. A place is right where it is the truth's own; a number within 1 %; a time to the minute; a gate letter by letter.

crowd-kit answers the same in the same run; it weighs sources, which we do not.

Copies in the flight set: two sources are one voice where, of what both say and most sources do not, they say the same in a share of at
least a threshold. Learned on the days before and scored on days never looked at; over all thresholds, so that none is picked.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from bench.race import environment
from zvirka.reconcile.lineage import Groups

Value = str | float
Claims = dict[str, Value]
"""{source: what it says of one thing}."""
PEER = "crowd-kit"
LEAKED = frozenset({"aa", "ua", "co"})
"""Sources the flight set's truth was made from (its README): left out."""
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
LEARNED_DAYS = (1, 3, 6)
LEAST_SHARED = 20
"""So many odd values two sources must both speak on before their agreeing tells anything."""
TOLERANCE = 0.01
_TIME = re.compile(r"(\d{1,2}):(\d\d)\s*(?:([ap])\.?\s?m?\.?)?", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_GATE = re.compile(r"[A-Z]*\d+[A-Z]?$")
_FLIGHT = ("departure planned", "departure", "departure gate", "arrival planned", "arrival", "arrival gate")


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing with its truth and what sources say. part: what is scored apart (a property). above: {place: the places it lies in}."""

    part: str
    truth: Value
    claims: Claims
    right: Callable[[Value, Value], bool]
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)


def exactly(said: Value, truth: Value) -> bool:
    """The same word or minute."""
    return said == truth


def nearly(said: Value, truth: Value) -> bool:
    """Numbers at most TOLERANCE apart."""
    return (
        isinstance(said, float) and isinstance(truth, float) and abs(said - truth) <= TOLERANCE * max(abs(truth), 1e-9)
    )


def most_said(values: Iterable[Value]) -> list[Value]:
    """The values said most often, sorted: several where they tie."""
    counted = Counter(values)
    most = max(counted.values())
    return sorted((value for value, times in counted.items() if times == most), key=str)


def vote(thing: Thing) -> list[Value]:
    """The plain vote over sources."""
    return most_said(thing.claims.values())


def median(thing: Thing) -> list[Value]:
    """The median over sources; nothing where what they say is no number."""
    numbers = [value for value in thing.claims.values() if isinstance(value, float)]
    return [statistics.median(numbers)] if len(numbers) == len(thing.claims) else []


def ours(thing: Thing, voices: Mapping[str, str] | None = None) -> list[Value]:
    """What is printed. voices: {source: the source it copies}; a voice says what most of its sources say."""
    said: dict[str, list[Value]] = defaultdict(list)
    for source, value in sorted(thing.claims.items()):
        said[(voices or {}).get(source, source)].append(value)
    values = [most_said(each)[0] for each in said.values()]
    tied = most_said(values)
    lies_in = [sum(other in thing.above.get(str(value), ()) for other in values) for value in tied]
    return [value for value, times in zip(tied, lies_in, strict=True) if times == max(lies_in)]


def credit(told: Sequence[Value], thing: Thing) -> float:
    """1 for a right value, shared among tied ones; 0 for none."""
    return sum(thing.right(value, thing.truth) for value in told) / len(told) if told else 0.0


def scored(things: Sequence[Thing]) -> dict[str, float]:
    """The share of things each rule gets right. median: over things of numbers only, where there are any."""
    count = len(things)
    found = {
        "vote": sum(credit(vote(thing), thing) for thing in things) / count,
        "ours": sum(credit(ours(thing), thing) for thing in things) / count,
    }
    of_numbers = [thing for thing in things if median(thing)]
    if len(of_numbers) == count:
        found["median"] = sum(credit(median(thing), thing) for thing in things) / count
    return {name: round(share, 4) for name, share in found.items()}


def places(folder: Path) -> list[Thing]:
    """A set of places with a hierarchy (birthplaces, heritages)."""
    truth = {row["obj"]: row["value"].split(",")[0] for row in _rows(folder / "groundtruths.csv")}
    above = _above(folder / "hierarchy.csv")
    said: dict[str, Claims] = defaultdict(dict)
    for row in _rows(folder / "claims.csv"):
        said[row["obj"]][row["src"]] = row["value"]
    return [
        Thing("place", truth[each], claims, exactly, above) for each, claims in sorted(said.items()) if each in truth
    ]


def _above(path: Path) -> dict[str, frozenset[str]]:
    rows = {row["ID"]: row for row in _rows(path)}
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows.values():
        at = rows.get(row["parentID"])
        while at is not None and at["parentID"] != "-1":
            found[row["name"]].add(at["name"])
            at = rows.get(at["parentID"])
    return {name: frozenset(names) for name, names in found.items()}


def population(folder: Path) -> list[Thing]:
    """Population figures of cities."""
    truth = {row["item"]: float(row["value"]) for row in _rows(folder / "truth.csv")}
    said: dict[str, Claims] = defaultdict(dict)
    for row in _rows(folder / "claims.csv"):
        said[row["item"]][row["source"]] = float(row["value"])
    return [Thing("population", truth[each], claims, nearly) for each, claims in sorted(said.items()) if each in truth]


def weather(folder: Path) -> list[Thing]:
    """Weather of cities by the hour."""
    truth = {(row["ObjectID"], row["PropertyID"]): row["PropertyValue"] for row in _rows(folder / "truth.csv.gz")}
    said: dict[tuple[str, str], Claims] = defaultdict(dict)
    for path in sorted((folder / "claims").glob("*.csv.gz")):
        for row in _rows(path):
            number = _number(row["PropertyValue"])
            if number is not None:
                said[row["ObjectID"], row["PropertyID"]][row["SourceID"]] = number
    found = []
    for each, claims in sorted(said.items()):
        number = _number(truth.get(each, ""))
        if number is not None:
            found.append(Thing(each[1], number, claims, nearly))
    return found


def flights(folder: Path) -> dict[str, list[Thing]]:
    """Times and gates of flights, by day, without the sources the truth was made from."""
    return {path.name[:8]: list(_day(path, folder / "truth")) for path in sorted((folder / "claims").glob("*.txt.gz"))}


def _day(path: Path, truths: Path) -> Iterator[Thing]:
    said: dict[tuple[str, str], Claims] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
        for source, flight, *cells in (line.rstrip("\n").split("\t") for line in lines):
            if source.casefold() not in LEAKED:
                for part, value in _cells(cells):
                    said[flight, part][source] = value
    with (truths / path.name.removesuffix(".gz")).open(encoding="utf-8", errors="replace") as lines:
        for flight, *cells in (line.rstrip("\n").split("\t") for line in lines):
            for part, value in _cells(cells):
                if said.get((flight, part)):
                    yield Thing(part, value, said[flight, part], exactly)


def _cells(cells: Sequence[str]) -> Iterator[tuple[str, Value]]:
    for part, cell in zip(_FLIGHT, cells, strict=False):
        value = _gate(cell) if part.endswith("gate") else _minute(cell)
        if value is not None:
            yield part, value


def _minute(cell: str) -> float | None:
    """The minute of the day."""
    found = _TIME.search(cell)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return float(hour * 60 + minute) if hour < 24 and minute < 60 else None


def _gate(cell: str) -> str | None:
    """The gate without its terminal."""
    found = _GATE.search(re.sub(r"[^A-Z0-9]", " ", cell.upper()).replace("  ", " ").strip())
    return found[0].lstrip("0") if found else None


def _number(cell: str) -> float | None:
    found = _NUMBER.search(cell.replace(",", ""))
    return float(found[0]) if found else None


def _rows(path: Path) -> list[dict[str, str]]:
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="")
    ) as lines:
        return list(csv.DictReader(lines))


def copiers(things: Iterable[Thing]) -> dict[tuple[str, str], tuple[int, int]]:
    """{pair of sources: (odd values both speak on where they say the same, odd values both speak on)}; odd is what most do not say."""
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for thing in things:
        usual = set(vote(thing))
        for one, other in combinations(sorted(thing.claims), 2):
            left, right = thing.claims[one], thing.claims[other]
            if left not in usual or right not in usual:
                found[one, other][0] += left == right
                found[one, other][1] += 1
    return {both: (same, odd) for both, (same, odd) in found.items()}


def voices(shared: Mapping[tuple[str, str], tuple[int, int]], threshold: float) -> dict[str, str]:
    """{source: the first of those that say the same odd things}."""
    groups = Groups()
    for (one, other), (same, odd) in sorted(shared.items()):
        if odd >= LEAST_SHARED and same / odd >= threshold:
            groups.unite(one, other)
    return {source: groups.root(source) for both in shared for source in both}


def copy_gain(days: Mapping[str, list[Thing]]) -> list[dict[str, object]]:
    """By how many points counting copies once changes what is right, on all days after those it was learned on, over the thresholds."""
    named = sorted(days)
    lines: list[dict[str, object]] = []
    for learned in LEARNED_DAYS:
        shared = copiers(thing for day in named[:learned] for thing in days[day])
        held_out = [thing for day in named[learned:] for thing in days[day]]
        plain = sum(credit(ours(thing), thing) for thing in held_out)
        gains, families = [], []
        for threshold in THRESHOLDS:
            told = voices(shared, threshold)
            families.append(sum(size > 1 for size in Counter(told.values()).values()))
            gains.append(100 * (sum(credit(ours(thing, told), thing) for thing in held_out) - plain) / len(held_out))
        lines.append(
            {
                "bench": "truth_flight_copies",
                "learned_days": learned,
                "scored_days": len(named) - learned,
                "things": len(held_out),
                "plain": round(plain / len(held_out), 4),
                "thresholds": list(THRESHOLDS),
                "families": families,
                "gain_points": [round(each, 2) for each in gains],
                "least": round(min(gains), 2),
                "median": round(statistics.median(gains), 2),
                "most": round(max(gains), 2),
            }
        )
    return lines


def truth_bench(shared: str | None = None) -> list[dict[str, object]]:
    """A line a set, with each of its parts, and the gain of counting copies once; nothing, and a word about it, without shared data."""
    shared = shared or os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("truth: left out, because ZVIRKA_SHARED is not set", file=sys.stderr)
        return []
    data = Path(shared) / "data"
    days = flights(data / "truth-flight")
    sets = {
        "birthplaces": places(data / "truth-birthplaces"),
        "heritages": places(data / "truth-heritages"),
        "population": population(data / "truth-population"),
        "weather": weather(data / "truth-weather"),
        "flight": [thing for day in sorted(days) for thing in days[day]],
    }
    return [*(line(name, things) for name, things in sets.items()), *copy_gain(days), *peer_lines(sets)]


def peer_lines(sets: Mapping[str, Sequence[Thing]]) -> list[dict[str, object]]:
    """What crowd-kit gets right of the same things, a line a set; none, and a word about it, where it cannot be installed."""
    asked = {
        name: [[str(at), source, str(value)] for at, each in enumerate(things) for source, value in each.claims.items()]
        for name, things in sets.items()
    }
    try:
        python = environment(PEER)
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"truth: {PEER} is left out, because it cannot be installed here: {fault}", file=sys.stderr)
        return []
    script = Path(__file__).with_name("truth_peer.py")
    ran = subprocess.run(
        [str(python), "-W", "ignore", str(script)], input=json.dumps({"sets": asked}), capture_output=True, text=True, check=False
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(f"{PEER} ended with {ran.returncode}:\n{ran.stderr}")
    answered = json.loads(ran.stdout)
    return [
        {
            "bench": f"truth_{name}_peer", "reader": PEER, "version": answered["version"], "things": len(things),
            "ours": scored(things)["ours"],
            **{method: peer_share(told, things) for method, told in answered["told"][name].items()},
        }
        for name, things in sets.items()
    ]  # fmt: skip


def peer_share(told: Mapping[str, str], things: Sequence[Thing]) -> float:
    """The share of things a peer gets right. told: {place of the thing: label}; a thing it does not answer is not right."""
    right = 0
    for at, each in enumerate(things):
        label = told.get(str(at))
        if label is not None:
            right += each.right(float(label) if isinstance(each.truth, float) else label, each.truth)
    return round(right / len(things), 4)


def line(name: str, things: Sequence[Thing]) -> dict[str, object]:
    """What a line of history holds of a set. Raises ValueError for a set without things: then nothing was read."""
    if not things:
        raise ValueError(f"{name}: nothing with a known truth was read")
    parts = sorted({thing.part for thing in things})
    by_part = {part: scored([thing for thing in things if thing.part == part]) for part in parts}
    whole = scored(things)
    better = max(whole["vote"], whole.get("median", 0.0))
    below = sorted(
        part for part, found in by_part.items() if found["ours"] < max(found["vote"], found.get("median", 0))
    )
    return {
        "bench": f"truth_{name}", "things": len(things), **whole, "below_better": round(max(0.0, better - whole["ours"]), 4),
        **({"parts": by_part, "parts_below": below} if len(parts) > 1 else {}),
    }  # fmt: skip
