"""No pattern of extract takes more than linear steps: counted by an engine that walks what `re` parses, not by a clock."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import zvirka.extract
from tests.extract.regex_steps import Engine, TooManySteps, seeds
from zvirka.extract.reading import TextReader
from zvirka.ground import load_ground

SHORT = 40
"""Characters of the shorter text; the other has twice as many."""
MOST_GROWTH = 2.6
"""Of steps, for twice the text: linear patterns have 2 and a little for what is tried once."""
FREE = 400
"""Steps that say nothing yet about growth."""
WINDOWED = {
    "_LAST_WORD": "searched in the 32 characters before a figure",
    "_WORD": "searched in the 40 characters before a machine",
    "_TOTAL_BEFORE": "searched in the 40 characters before an increment",
    "_NAME_BEFORE": "searched in the few dozen characters before a place",
    "_WORD_BEFORE": "searched in the 24 characters before a full stop",
    "_CLOCK_WORD": "searched in the 16 characters before a date",
    "distance_before": "searched in the 48 characters before a distance",
}
"""Patterns whose last repetition ends at the text's end: they are given a window of fixed length, never a text."""


def _held(value: Any, name: str, seen: set[int], depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns in an object's attributes and tables, with the name of the attribute that holds them."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < 6 and id(value) not in seen:
        seen.add(id(value))
        if isinstance(value, dict):
            entries = [(str(key), each) for key, each in value.items()]
        elif isinstance(value, (list, tuple)):
            entries = [(name, each) for each in value]
        elif type(value).__module__.startswith("zvirka.extract"):
            entries = list(getattr(value, "__dict__", {}).items())
        else:
            entries = []
        for key, each in entries:
            yield from _held(each, key, seen, depth + 1)


def _patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.iter_modules(zvirka.extract.__path__):
        for name, value in vars(importlib.import_module(f"zvirka.extract.{module.name}")).items():
            if isinstance(value, re.Pattern):
                found.setdefault(value.pattern, value)
                NAMES.setdefault(value.pattern, name)
    for code in ("en", "uk"):
        for name, pattern in _held(TextReader(load_ground(), code), "", set()):
            found.setdefault(pattern.pattern, pattern)
            NAMES.setdefault(pattern.pattern, name)
    return {f"{NAMES[text]}-{index}": found[text] for index, text in enumerate(sorted(found))}


NAMES: dict[str, str] = {}
PATTERNS = _patterns()


def growth(pattern: re.Pattern[str], seed: str) -> float:
    """Steps for a seed repeated to twice a length, over those for the length."""
    short, long = ((seed * size)[:size] + "\0" for size in (SHORT, 2 * SHORT))
    try:
        steps = Engine(pattern, short, 2_000_000).scan()
        return Engine(pattern, long, 4_000_000).scan() / max(steps, FREE)
    except TooManySteps:
        return float("inf")


def test_patterns_are_found_in_modules_and_in_readers() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_twice_the_text_takes_about_twice_the_steps(name: str) -> None:
    pattern = PATTERNS[name]
    if NAMES[pattern.pattern] in WINDOWED:
        return
    over = {seed: growth(pattern, seed) for seed in seeds(pattern)}
    assert {seed: times for seed, times in over.items() if times > MOST_GROWTH} == {}


@pytest.mark.parametrize(
    ("pattern", "seed", "least"), [(r"(a+)+b", "a", 100.0), (r"\w+\s*$", "a", 3.0), (r"[a ]*x", "a ", 3.0)]
)
def test_the_engine_notices_what_grows_faster(pattern: str, seed: str, least: float) -> None:
    assert growth(re.compile(pattern), seed) >= least
