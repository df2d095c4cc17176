"""What type of statement a clause is by all of its words together, as the example clauses of its language have taught.

A multinomial logistic regression over words, their beginnings, pairs of neighbours, and what the readers find among them. The examples
stand in packs/languages/<code>/examples; gate/teach.py learns from them and writes the pack section read here (`make teach`).
"""

from __future__ import annotations

import base64
import math
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

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
_KEPT_CLAUSES = 1 << 10
"""Clauses of which is remembered what they likely are: posts repeat their phrases."""
_KEPT_WORDS = 1 << 14
"""Words of which is remembered what is seen of them: the same few thousand come again in every text."""
_KINDS = ("T:", "H:", "E:", "Q:", "S:", "P:")
"""What is found in a clause, by its first letters, that tells something by its absence too: without arms nothing of arms is lost."""
_SIZES = (4, 7, 11)
"""Words from which on a clause is of the next size. Chosen with the kinds above: they read one writer's examples better by what the others
taught, 58.8 in a hundred English ones for 57.4, 61.0 Ukrainian for 60.0 (2026-11-23)."""


class Likely(NamedTuple):
    """What a clause most likely is. type: None for one that states nothing. chance: 0 to 1, as the examples go."""

    type: StatementType | None
    chance: float


def features_of(
    reading: Reading, pack: StatementPack, first: int, past: int, holes: Sequence[tuple[int, int]] = ()
) -> set[str]:
    """What is seen of tokens first..past-1: words, beginnings and pairs of words, triggers, hints and word classes of the pack,
    arms, figures, sides and places, which of these there are none of, and how many words. holes: stretches of text among them that are
    others' words, in order: these are not looked at."""
    found: set[str] = set()
    words = 0
    for start, end in outside(reading, first, past, holes):
        norms = reading.document.tokens.norms[start:end]
        words += sum(word[0].isalnum() for word in norms)
        found |= _words_of(pack, norms)
        found |= _found_in(reading, pack, start, end)
    there = {each[:2] for each in found}
    found.update(kind + "none" for kind in _KINDS if kind not in there)
    found.add(f"N:{bisect_right(_SIZES, words)}")
    return found


def outside(reading: Reading, first: int, past: int, holes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of tokens first..past-1 the ranges that lie in no hole (stretches of text in order)."""
    tokens = reading.document.tokens
    for left, right in holes:
        stop, behind = tokens.at(left), tokens.at(right)
        if first < min(stop, past):
            yield first, min(stop, past)
        first = max(first, behind)
    if first < past:
        yield first, past


@lru_cache(maxsize=_KEPT_CLAUSES)
def _words_of(pack: StatementPack, norms: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    before = "^"
    for word in norms:
        features, short = _of_word(pack, word)
        found |= features
        if short:
            found.add(f"{before} {short}")
            before = short
    return frozenset(found)


@lru_cache(maxsize=_KEPT_WORDS)
def _of_word(pack: StatementPack, word: str) -> tuple[frozenset[str], str]:
    """What is seen of a word whatever stands beside it, and what it is to its neighbours; "" for a mark."""
    classes = {"C:" + name for name in pack.classes_of(word)}
    if not word[0].isalnum():
        return frozenset(classes), ""
    if word[0].isdecimal():
        return frozenset(classes), "0"
    return frozenset(classes | {word} | {word[:size] + "~" for size in _STEMS}), word[:_PAIR]


def _found_in(reading: Reading, pack: StatementPack, first: int, past: int) -> set[str]:
    tokens = reading.document.tokens
    start, end = tokens.starts[first], tokens.ends[past - 1]
    return {
        *["T:" + each.value.type for each in pack.triggers.find(tokens, first, past)],
        *["H:" + each.value[1] for each in pack.hints.find(tokens, first, past)],
        *["C:" + each.value for each in pack.longer_classes.find_nested(tokens, first, past)],
        *["E:" + each.cls for each in within(reading.equipment, start, end)],
        *[f"Q:{each.counted}:{each.form}" for each in within(reading.quantities, start, end)],
        *["S:" + each.word for each in within(reading.sides, start, end)],
        *[f"P:{each.kind}:{each.role}" for each in within(reading.places, start, end)],
    }


class ClauseTypes:
    """What the examples of a language have taught (pack section clause_types); without any, nothing is likely.

    Unpacked when a first clause is asked for: most short texts never ask, and it takes 10 MB.
    """

    def __init__(self, taught: Mapping[str, Any]) -> None:
        self.types: list[str] = list(taught.get("types", ()))
        self._taught = taught
        self._bias: list[float] = taught.get("bias", [])
        self._step = float(taught.get("step", 1.0))
        self._kept = lru_cache(maxsize=_KEPT_CLAUSES)(self._chances)

    @cached_property
    def _rows(self) -> dict[str, int]:
        names = self._taught["features"].split("\n") if self.types else []
        return {feature: at for at, feature in enumerate(names)}

    @cached_property
    def _weights(self) -> Any:
        return _bytes(self._taught["weights"], "i1").reshape(-1, len(self.types))

    @cached_property
    def _rarity(self) -> Any:
        return _bytes(self._taught["rarity"], "u1")

    def chances(self, features: set[str]) -> Mapping[str, float]:
        """The chance of each type, summing to 1; empty where the examples know none of the features."""
        return self._kept(frozenset(features))

    def _chances(self, features: frozenset[str]) -> Mapping[str, float]:
        known = [row for row in map(self._rows.get, features) if row is not None]
        if not known:
            return {}
        rarity = self._rarity.take(known).astype("f8")
        length = math.sqrt(rarity @ rarity)
        step = self._step
        sums = (rarity @ self._weights.take(known, 0).astype("f8")).tolist()  # whole numbers: the same in any order
        logits = [bias + told * step / length for bias, told in zip(self._bias, sums, strict=True)]
        largest = max(logits)
        odds = [math.exp(each - largest) for each in logits]
        whole = math.fsum(odds)
        return dict(zip(self.types, [each / whole for each in odds], strict=True))

    def likeliest(self, features: set[str]) -> Likely | None:
        """What a clause most likely is, None where nothing is known of it."""
        chances = self.chances(features)
        if not chances:
            return None
        best = max(chances, key=chances.__getitem__)
        return Likely(None if best == NOTHING else cast(StatementType, best), chances[best])


def _bytes(packed: str, kind: str) -> Any:
    import numpy as np  # only where clauses are asked for: 17 MB

    return np.frombuffer(zlib.decompress(base64.b64decode(packed)), dtype=kind)
