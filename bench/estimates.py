"""Whether 90 % intervals hold the truth: growing quantities told by copied, biased and late reports, unlike what the estimator assumes.

The estimator takes errors for symmetric in logarithms and of one spread. Here truth grows in bursts or along a logistic; a speaker is
honest, boasts or belittles by a factor that is not lognormal; its reports are late by days, rounded to one or two digits, now and then
wrong by a tenth; and some speakers only repeat another's figures, mistakes too, without anyone knowing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from random import Random

from zvirka.reconcile.estimates import COVERAGE, Told, envelope

START = date(2022, 9, 1)


@dataclass(frozen=True, slots=True)
class Generator:
    """How cases are made; published with what is measured. Shares are of speakers or reports, lag in days."""

    days: int = 20
    speakers_most: int = 8
    boasting: float = 0.25
    boast_most: float = 0.35
    belittling: float = 0.2
    belittle_most: float = 0.25
    unknown_copies: float = 0.15
    lag_mean: float = 0.8
    noise: float = 0.05
    one_digit: float = 0.25
    wrong_by_a_tenth: float = 0.03


@dataclass(frozen=True, slots=True)
class Made:
    """One case: its reports, the day asked and the truth of that day."""

    told: tuple[Told, ...]
    day: date
    truth: float


def make(random: Random, how: Generator) -> Made:
    """A case from a seeded source of chance."""
    truth = _truth(random, how.days)
    day = random.randrange(how.days // 2, how.days)
    told: list[Told] = []
    for number in range(random.randint(1, how.speakers_most)):
        side = random.choice(("one", "other", "third"))
        if told and random.random() < how.unknown_copies:
            copied = random.choice(told)
            own = [each for each in told if each.speaker == copied.speaker]
            told += [Told(f"s{number}", side, each.day, each.value) for each in own]
            continue
        factor = _factor(random, how, side)
        for _ in range(random.randint(1, 4)):
            when = random.randrange(0, how.days)
            seen = max(0, when - int(random.expovariate(1 / how.lag_mean)))
            value = truth[seen] * factor * (1 + random.uniform(-how.noise, how.noise) + random.gauss(0, how.noise / 2))
            if random.random() < how.wrong_by_a_tenth:
                value *= random.choice((0.9, 1.1))
            digits = 1 if random.random() < how.one_digit else 2
            told.append(Told(f"s{number}", side, START + timedelta(when), _rounded(max(value, 1.0), digits)))
    return Made(tuple(told), START + timedelta(day), truth[day])


def _truth(random: Random, days: int) -> list[float]:
    end = 10 ** random.uniform(2, 4)
    if random.random() < 0.5:
        middle, width = random.uniform(0.2, 0.8) * days, random.uniform(1, 5)
        return [end * (0.15 + 0.85 / (1 + math.exp((middle - day) / width))) for day in range(days)]
    level, levels = end * random.uniform(0.2, 0.6), []
    for _ in range(days):
        level += end * random.uniform(0.05, 0.2) if random.random() < 0.2 else 0.0
        levels.append(level)
    return levels


def _factor(random: Random, how: Generator, side: str) -> float:
    """How many times the truth a speaker tells: sides boast and belittle, third ones are honest more often."""
    chance = random.random() * (1.6 if side == "third" else 1.0)
    if chance < how.boasting:
        return 1 + random.uniform(0, how.boast_most)
    if chance < how.boasting + how.belittling:
        return 1 - random.uniform(0, how.belittle_most)
    return 1 + random.triangular(-0.08, 0.08, 0)


def _rounded(value: float, digits: int) -> float:
    step = 10.0 ** (math.floor(math.log10(value)) - digits + 1)
    return max(step, round(value / step) * step)


def coverage(seeds: Sequence[int], how: Generator) -> dict[str, float]:
    """Of intervals given: the share that holds the truth, their median width by value; the share refused."""
    held, widths, refused = 0, [], 0
    for seed in seeds:
        case = make(Random(seed), how)  # noqa: S311 a seeded trial, no secret
        found = envelope(case.told, case.day)
        if found.low is None or found.high is None or not found.best:
            refused += 1
            continue
        held += found.low <= case.truth <= found.high
        widths.append((found.high - found.low) / found.best)
    given = len(widths)
    return {
        "held": held / given if given else 0.0,
        "width_by_value": sorted(widths)[given // 2] if given else 0.0,
        "refused": refused / len(seeds),
    }


OTHERS = {
    "as_set": Generator(),
    "later": Generator(lag_mean=1.6),
    "more_copies": Generator(unknown_copies=0.3),
    "few_speakers": Generator(speakers_most=3),
    "boasting": Generator(boasting=0.4),
}
"""Generators besides the one the prior was set on, each harder in one thing."""


def estimates_bench(cases: int = 2000) -> list[dict[str, object]]:
    """Coverage of 90 % intervals on so many cases of each generator, with its parameters."""
    seeds = range(1_000_000, 1_000_000 + cases)
    return [
        {
            "bench": f"interval_coverage_{name}",
            "cases": cases,
            "nominal": COVERAGE,
            **{key: round(value, 4) for key, value in coverage(seeds, how).items()},
            "generator": asdict(how),
        }
        for name, how in OTHERS.items()
    ]
