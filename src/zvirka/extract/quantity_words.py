"""The words of a language pack that quantities need, made ready (pack section `quantities`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from zvirka.extract.numbers import NumberScanner
from zvirka.ground.ground import Ground
from zvirka.ground.units import Dimension
from zvirka.ground.words import Phrases, expand_all, fold_word

THINGS = "things"
"""Unit of counted things that are neither equipment nor people (houses, brigades, mines), until it is given out as items."""


_CUES = (
    "rate", "part", "complement", "territory", "distance_cues", "not_shares_of", "bridge", "definition_links", "heads",
    "heads_link", "heads_people", "comparisons", "heads_direct", "heads_killed", "rises", "than", "than_behind", "another",
    "factor", "out_of",
)  # fmt: skip
"""Lists of words beside a figure that tell what it is."""


class QuantityWords:
    """All lexicons of figures, units and hedges of one language."""

    def __init__(self, ground: Ground, language: str, numbers: NumberScanner | None = None) -> None:
        document = ground.language(language)
        pack: Mapping[str, Any] = document.get("quantities", {})
        words = {name: expand_all(listed) for name, listed in pack.get("words", {}).items()}
        self._units = ground.units
        things = [(word, THINGS) for word in expand_all(pack.get("things", ()))]
        self.units = Phrases([*_pairs(pack.get("units", {})), *things], after_digits=True)
        lists: dict[str, list[tuple[str, Any]]] = {
            "after_words": [(word, THINGS) for word in expand_all(pack.get("things_after_words", ()))],
            "before": _pairs(pack.get("hedges", {})),
            "after": _pairs(pack.get("hedges_after", {})),
            "far": _pairs(pack.get("hedges_far", {})),
            **{
                name: [(word, float(value)) for word, value in _pairs(pack.get(name, {}))]
                for name in ("vague", "fractions", "ratios")
            },
            "status": _pairs(document.get("equipment", {}).get("status", {})),
            "definitions": _pairs(document.get("definitions", {})),
            "cues": [(word, name) for name in _CUES for word in words.get(name, ())],
        }
        self._lists = Phrases((word, (name, value)) for name, pairs in lists.items() for word, value in pairs)
        no_things = [fold_word(word) for word in words.get("no_things", ())]
        self.no_things = {word for word in no_things if not word.endswith("*")}
        self.no_things_stems = tuple(word.rstrip("*") for word in no_things if word.endswith("*")) or ("\0",)
        self.counted_verbs = {fold_word(word) for word in words.get("counted_verbs", ())}
        self.articles = {fold_word(word) for word in words.get("articles", ())}
        self.others = {fold_word(word) for word in words.get("others", ())}
        self.no_things_after = {fold_word(word) for word in words.get("no_things_after", ())}
        self.collective = {fold_word(word) for word in words.get("collective", ())}
        self.collective_not = tuple(fold_word(word) for word in words.get("collective_not", ())) or ("\0",)
        self.between = {fold_word(word) for word in words.get("between", ())}
        self.between |= {
            fold_word(word)
            for side in ground.sides.values()
            for word in side.words.get(language, {}).get("adjective", ())
        }
        self.endings = tuple(fold_word(word) for word in words.get("between_endings", ()))
        self.area_cues = tuple(fold_word(word) for word in words.get("area_cues", ()))
        self.of = {fold_word(word) for word in words.get("of", ())}
        before = "|".join(re.escape(fold_word(word)) for word in words.get("distance_before", ())) or r"(?!)"
        self.distance_before = re.compile(rf"\b(?:{before})[^.;:,]{{0,32}}$")
        named = document.get("places", {}).get("around", {}).get("street", ())
        along, ends = (_any(words.get(name, ())) for name in ("address_along", "address_endings"))
        self.address = re.compile(rf"\b(?:(?:{_any(named)})[^.;:,\n]{{1,40}}|(?:{along}) [\w'-]+(?:{ends})), ?$")
        self.inverted = tuple(fold_word(word) for word in words.get("inverted", ()))
        self.inverted_units = {fold_word(word) for word in words.get("inverted_units", ())}
        self.stop = {fold_word(word) for word in words.get("stop", ())}
        self.compared_endings = tuple(fold_word(word) for word in words.get("compared_endings", ()))
        self.comparatives = tuple(fold_word(word) for word in words.get("comparatives", ()))
        ranges = pack.get("ranges", {})
        self.open = {fold_word(word) for word in ranges.get("open", ())}
        self.to = sorted((fold_word(word) for word in ranges.get("to", ())), key=len, reverse=True)
        self.plain_to = {fold_word(word) for word in ranges.get("plain", ())}
        self.numbers = numbers or NumberScanner(pack)

    def found(self, page: str) -> Mapping[str, list[tuple[int, int, tuple[Any, ...]]]]:
        """Where the words of every list but the units stand in a folded text, looked for all at once: by list, start, end and
        values of each, by start and then longest first."""
        found: dict[str, list[tuple[int, int, tuple[Any, ...]]]] = defaultdict(list)
        for start, end, values in self._lists.within(page):
            told: dict[str, list[Any]] = {}
            for name, value in values:
                told.setdefault(name, []).append(value)
            for name, listed in told.items():
                found[name].append((start, end, tuple(listed)))
        return found

    def dimension(self, unit: str) -> Dimension:
        """What a unit measures; things that are no equipment are counted in items."""
        return "items" if unit == THINGS else self._units.dimension(unit)


def _pairs(table: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(word, name) for name, listed in table.items() for word in expand_all(listed)]


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(fold_word(word)) for word in words) or r"(?!)"
