"""What words tell of where no word of the pack makes a statement of them: the class of words that stand there.

A source that is named says something about the war more often than not; left out, it would be lost. What it is about is
guessed from wide hints (pack section hints); without any, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zvirka.extract.reading import Reading, within
from zvirka.extract.regions import Region
from zvirka.extract.statements import outer
from zvirka.extract.tokens import Match, Tokens
from zvirka.extract.triggers import LABEL_RANK, StatementPack, Trigger
from zvirka.model.claims import StatementType

_NONE: frozenset[str] = frozenset()
_LEAST_TOLD = 4
"""Words of the shortest thing said that is read by hints."""
_LEAST_OWN = 4
"""Words of the shortest sentence of the voice's own that is."""
_LEAST_HINTS = 2
"""Hints at one type that are needed where no word tells what kind of source speaks."""
_COUNTS: Mapping[str, frozenset[str]] = {
    "casualties": frozenset({"people"}),
    "civilian_harm": frozenset({"people"}),
    "prisoners": frozenset({"people"}),
    "background": frozenset({"people", "items", "times"}),
    "equipment_loss": frozenset({"items"}),
    "strike": frozenset({"items"}),
    "clash": frozenset({"items"}),
    "advance": frozenset({"distance"}),
    "control": frozenset({"area", "settlements", "share"}),
    "equipment_fact": frozenset({"distance"}),
}
"""Figures each type takes."""


def hinted(reading: Reading, region: Region, pack: StatementPack) -> Match[Trigger] | None:
    """A match at the first hint of the likeliest type; None where the words may be about anything."""
    tokens = reading.document.tokens
    first, past = tokens.at(region.start), tokens.at(region.end)
    words = sum(tokens.norms[at][0].isalpha() for at in range(first, past))
    if not reading.of_war or region.aside or region.sentence in reading.accidents:
        return None
    if words < (_LEAST_TOLD if region.chain else _LEAST_OWN):
        return None
    kind = reading.attributions[region.chain[0]].kind if region.chain else None
    if kind is None and not _whole(reading, region):
        return None
    found = [each for each in pack.hints.find(tokens, first, past) if region.holds(*_place(tokens, each))]
    type_ = _likeliest(found)
    known = kind not in {None, "public", "unnamed"} and not region.carried
    if type_ is None:
        return None if region.holes else _by_figure(reading, region, pack, first)
    if not known and len({each.first for each in found if each.value[1] == type_}) < _LEAST_HINTS:
        return None
    at = next((each for each in found if each.value[1] == type_), Match(first, first + 1, (0, type_)))
    counts = _COUNTS.get(type_, _NONE)
    return Match(
        at.first, at.past, Trigger(type_, LABEL_RANK, "actor", counts, _NONE, None, in_source=False, last=True)
    )


def _by_figure(reading: Reading, region: Region, pack: StatementPack, first: int) -> Match[Trigger] | None:
    """A match for words that only give a figure of what wars are told in: ground, a way gone, settlements; people, where somebody
    is told to say so."""
    for figure in within(reading.quantities, region.start, region.end):
        type_ = pack.figures.get(figure.counted)
        if (
            type_ is not None
            and figure.form in {"level", "change"}
            and region.holds(figure.span.start, figure.span.end)
        ):
            counts = frozenset({figure.counted})
            trigger = Trigger(type_, LABEL_RANK, "actor", counts, _NONE, None, in_source=False, last=True)
            return Match(first, first + 1, trigger)
    return None


def _whole(reading: Reading, region: Region) -> bool:
    """Whether the region's sentence ends as sentences that state something do: no heading, no question."""
    sentence = reading.document.sentences[region.sentence]
    text = reading.document.text[sentence.start : sentence.end].rstrip("\"'”»’)* ")
    while text and outer(text[-1]) and text[-1] not in ".!…":
        text = text[:-1].rstrip()
    return text.endswith((".", "!", "…"))


def _place(tokens: Tokens, match: Match[Any]) -> tuple[int, int]:
    return tokens.starts[match.first], tokens.ends[match.past - 1]


def _likeliest(found: list[Match[tuple[int, StatementType]]]) -> StatementType | None:
    """The type with most hints, the first listed of equals."""
    tally: dict[tuple[int, StatementType], set[int]] = {}
    for each in found:
        tally.setdefault(each.value, set()).add(each.first)
    best = min(tally, key=lambda key: (-len(tally[key]), key[0]), default=None)
    return None if best is None else best[1]
