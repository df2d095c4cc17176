"""What type of statement a clause is by all of its words together, as the example clauses of its language have taught.

A multinomial logistic regression over words, their beginnings, pairs of neighbours, and what the readers find among them. The examples
stand in packs/languages/<code>/examples; gate/teach.py learns from them and writes the pack section read here (`make teach`).
"""

from __future__ import annotations

import base64
import math
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from zvirka.extract.reading import Reading, within
from zvirka.model.claims import StatementType

if TYPE_CHECKING:
    from zvirka.extract.triggers import StatementPack

NOTHING = "nothing"
"""What the examples call a clause that states nothing checkable."""
_STEMS = (4, 6)
"""Letters at the beginning of a word by which its forms are taken for one another."""
_PAIR = 5
"""Letters of each of two neighbouring words that are taken together."""


class Likely(NamedTuple):
    """What a clause most likely is. type: None for one that states nothing. chance: 0 to 1, as the examples go."""

    type: StatementType | None
    chance: float


def features_of(
    reading: Reading, pack: StatementPack, first: int, past: int, holes: Sequence[tuple[int, int]] = ()
) -> set[str]:
    """What is seen of tokens first..past-1: words, beginnings and pairs of words, triggers, hints and word classes of the pack,
    arms, figures, sides and places. holes: stretches of text among them that are others' words, in order: these are not looked at."""
    found: set[str] = set()
    for start, end in _parts(reading, first, past, holes):
        found |= _words_of(reading.document.tokens.norms[start:end])
        found |= _found_in(reading, pack, start, end)
    return found


def _parts(reading: Reading, first: int, past: int, holes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The tokens between holes."""
    tokens = reading.document.tokens
    for left, right in holes:
        stop, behind = tokens.at(left), tokens.at(right)
        if first < min(stop, past):
            yield first, min(stop, past)
        first = max(first, behind)
    if first < past:
        yield first, past


def _words_of(norms: Sequence[str]) -> set[str]:
    found: set[str] = set()
    before = "^"
    for word in norms:
        if not word[0].isalnum():
            continue
        if word[0].isdecimal():
            short = "0"
        else:
            found.add(word)
            found.update(word[:size] + "~" for size in _STEMS)
            short = word[:_PAIR]
        found.add(f"{before} {short}")
        before = short
    return found


def _found_in(reading: Reading, pack: StatementPack, first: int, past: int) -> set[str]:
    tokens = reading.document.tokens
    start, end = tokens.starts[first], tokens.ends[past - 1]
    found = {"T:" + each.value.type for each in pack.triggers.find(tokens, first, past)}
    found.update("H:" + each.value[1] for each in pack.hints.find(tokens, first, past))
    for name, lexicon in pack.words.items():
        firsts = tokens.index.firsts(lexicon)
        at = bisect_left(firsts, first)
        if at < len(firsts) and firsts[at] < past and lexicon.find(tokens, first, past):
            found.add("C:" + name)
    found.update("E:" + each.cls for each in within(reading.equipment, start, end))
    found.update(f"Q:{each.counted}:{each.form}" for each in within(reading.quantities, start, end))
    found.update("S:" + each.word for each in within(reading.sides, start, end))
    found.update(f"P:{each.kind}:{each.role}" for each in within(reading.places, start, end))
    return found


class ClauseTypes:
    """What the examples of a language have taught (pack section clause_types); without any, nothing is likely."""

    def __init__(self, taught: Mapping[str, Any]) -> None:
        self.types: list[str] = list(taught.get("types", ()))
        names: list[str] = taught.get("features", "").split("\n") if self.types else []
        self._rows = {feature: at for at, feature in enumerate(names)}
        self._weights = _bytes(taught.get("weights", ""), np.int8).reshape(len(names), len(self.types) or 1)
        self._rarity = _bytes(taught.get("rarity", ""), np.uint8)
        self._bias = np.array(taught.get("bias", ()), dtype=np.float64)
        self._step = float(taught.get("step", 1.0))

    def chances(self, features: set[str]) -> dict[str, float]:
        """The chance of each type, summing to 1; empty where the examples know none of the features."""
        known = [self._rows[each] for each in features if each in self._rows]
        if not known:
            return {}
        rarity = self._rarity[known].astype(np.float64)
        length = math.sqrt(float(rarity @ rarity))
        logits = self._bias + rarity @ self._weights[known] * (self._step / length)
        odds = np.exp(logits - logits.max())
        return dict(zip(self.types, (odds / odds.sum()).tolist(), strict=True))

    def likeliest(self, features: set[str]) -> Likely | None:
        """What a clause most likely is, None where nothing is known of it."""
        chances = self.chances(features)
        if not chances:
            return None
        best = max(sorted(chances), key=lambda type_: chances[type_])
        return Likely(None if best == NOTHING else cast(StatementType, best), chances[best])


def _bytes(packed: str, kind: Any) -> Any:
    return np.frombuffer(zlib.decompress(base64.b64decode(packed)) if packed else b"", dtype=kind)
