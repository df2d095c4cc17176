"""What words tell of where no word of the pack makes a statement of them, and where one that does may mean something else.

A source that is named says something about the war more often than not; left out, it would be lost. What it is about is told by all of
its words together, as the examples of the language have taught; where they leave it open, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any, cast

from zvirka.extract.clause_types import NOTHING, ClauseTypes, features_of, outside
from zvirka.extract.parts import ClauseParts
from zvirka.extract.reading import Reading, within
from zvirka.extract.regions import Region
from zvirka.extract.statements import GROUND_TYPES, outer
from zvirka.extract.tokens import Match, Tokens
from zvirka.extract.triggers import LABEL_RANK, StatementPack, Trigger
from zvirka.model.claims import StatementType

_NONE: frozenset[str] = frozenset()
_LEAST_WORDS = 3
"""Words of the shortest clause that is read by hints."""
_LEAST_CHANCE = 0.27
"""Chance from which on a clause of a known kind of source is what it most likely is. Chosen, as those below, where examples of one writer
taught how another's were read, on gate/gold/*/wide, and by the totals of the blind half (gate/gold/README.md)."""
_LEAST_CHANCE_OWN = 0.39
"""The same of any other clause."""
_LEAST_CHANCE_UNMET = 0.55
"""The same where a word of the type stands there but lacks what the pack says it needs ("doubt has reached Moscow")."""
_NEEDING = GROUND_TYPES | {
    "advance",
    "withdrawal",
    "border_crossing",
    "clash",
    "casualties",
    "prisoners",
    "equipment_loss",
    "raid",
    "order",
}
_AUXILIARIES = 2
"""Tokens behind a finite verb where what it says is taken to stand, so that "will" and "did not" stand before that."""
_KEPT = 1 << 12
"""Triggers remembered with another type: each is made anew of a few rows of the pack."""
_SURER = 0.5
"""How much more likely another type must be than the one that a word tells."""
_SURER_OF_HARM = 0.4
"""The same where the word tells what was done to people and things: hit, taken and burned mean one thing of a tank, another of a house."""
_HARMS = frozenset({"strike", "casualties", "civilian_harm", "conduct", "equipment_loss", "prisoners"})
_PEOPLE = frozenset({"people"})
_SETTLED = GROUND_TYPES | {"withdrawal", "advance", "order", "policy_position", "framing"}
"""Types whose words stand for them whatever is beside them: who leaves leaves, and what is ordered or wanted is not the deed."""
_SAYINGS = frozenset({"policy_position", "assessment", "framing", "background", "communication", "media_posted"})
"""Types that a deed told by a word becomes only where they are far likelier ("it will respond to any strike")."""
_PEACEFUL = frozenset({"policy_position", "framing", "media_posted"})
"""Types of which as much is told where there is no war."""
_LEAST_OF_WAR = 0.3
"""Share of a text's sentences beside a word of war from which on it all tells of war."""
_ARMS = frozenset({"C:armour", "C:weapon", "C:flyer", "Q:items:level"})
"""What is seen of a clause with arms in it beside named equipment: words for them, and a number of things."""
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


def hinted(
    reading: Reading, region: Region, pack: StatementPack, taught: ClauseTypes, parts: ClauseParts
) -> Match[Trigger] | None:
    """A match behind the first verb, of the type the words are likeliest of, or, of a known source's, have most hints at; None where
    they may be about anything."""
    tokens = reading.document.tokens
    first, past = tokens.at(region.start), tokens.at(region.end)
    own = outside(reading, first, past, region.holes)
    words = sum(word[0].isalpha() for start, end in own for word in tokens.norms[start:end])
    if not reading.tells_of_war or region.aside or region.sentence in reading.accidents or words < _LEAST_WORDS:
        return None
    kind = reading.attributions[region.chain[0]].kind if region.chain else None
    if (kind is None and not _whole(reading, region)) or _asked(reading, region):
        return None
    known = kind not in {None, "public", "unnamed"} and not region.carried
    told = first
    while told < past - 1 and (not tokens.norms[told][0].isalnum() or pack.holds("joiners", tokens.norms[told])):
        told += 1  # examples begin with no "and"
    seen = features_of(reading, pack, told, past, region.holes)
    like = taught.likeliest(seen)
    found = [each for each in pack.hints.find(tokens, first, past) if region.holds(*_place(tokens, each))]
    least = _LEAST_CHANCE if known else _LEAST_CHANCE_OWN
    if like is not None and like.type in _NEEDING and f"T:{like.type}" in seen:
        least = _LEAST_CHANCE_UNMET
    type_ = None if like is None or like.chance < least else like.type
    if type_ is None and known and not (like is not None and like.type is None and like.chance >= _LEAST_CHANCE):
        type_ = _most_hinted(found)
    if type_ is None:
        return None if region.holes else _by_figure(reading, region, pack, first)
    if _elsewhere(reading, region, type_):
        return None
    verb = parts.verb_at(reading.document, first, past)
    at = min(verb + _AUXILIARIES, past - 1)
    harmed = any(each.value[1] in _HARMS for each in found) or any(f"T:{each}" in seen for each in _HARMS)
    return Match(at, at + 1, _likely(type_, harmed))


def _elsewhere(reading: Reading, region: Region, type_: StatementType) -> bool:
    """Whether a clause stands in a part of its text that does not speak of war: nothing is read there by likeness of what the
    voice itself says people want and show, and where most of the text is so, nothing at all."""
    if region.sentence in reading.beside_war:
        return False
    own = type_ in _PEACEFUL and not region.chain
    return own or len(reading.beside_war) < _LEAST_OF_WAR * len(reading.document.sentences)


def settled(told: Trigger) -> bool:
    """Whether a trigger's type stands whatever is beside its word."""
    return told.type in _SETTLED or told.negated


def surely(match: Match[Trigger], chances: Mapping[str, float], *, armed: bool, built: bool) -> Match[Trigger]:
    """A trigger of a clause, with the type of the whole clause where that is far likelier than what its word tells. armed: whether arms
    stand in the clause; without any, nothing of arms is lost in it ("half of the town has been destroyed"). built: whether something
    built does: nobody fights with what was struck there."""
    told = match.value
    unlike: set[str] = set() if armed or told.type == "equipment_loss" else {"equipment_loss"}
    if built and told.type == "strike":
        unlike.add("clash")
    able = [type_ for type_ in chances if type_ not in unlike]
    best = max(able, key=chances.__getitem__, default=NOTHING)
    least = _SURER_OF_HARM if told.type in _HARMS and not _deed_said(told, best) else _SURER
    if best in (NOTHING, told.type) or chances[best] - chances.get(told.type, 0.0) <= least:
        return match
    return match._replace(value=_likelier(told, cast(StatementType, best)))


@cache
def _likely(type_: StatementType, harmed: bool) -> Trigger:
    """The trigger of a clause that is likely of a type. harmed: whether a word of harm stands there; somebody told of without any is
    not counted as hurt ("did the commander know?")."""
    counts = _COUNTS.get(type_, _NONE) - (_NONE if harmed or type_ not in _HARMS else _PEOPLE)
    return Trigger(type_, LABEL_RANK, "actor", counts, _NONE, None, in_source=False, last=True, likely=True)


@lru_cache(maxsize=_KEPT)
def _likelier(told: Trigger, type_: StatementType) -> Trigger:
    """A word's trigger in a clause that is far likelier of another type."""
    counts = told.counts | _COUNTS.get(type_, _NONE)
    return replace(told, type=type_, status=None, counts=counts, likely=True)


def armed(seen: Set[str]) -> bool:
    """Whether arms, a word for them or a number of things stands among what is seen of a clause."""
    return not _ARMS.isdisjoint(seen) or any(each.startswith("E:") and each != "E:none" for each in seen)


def _deed_said(told: Trigger, best: str) -> bool:
    """Whether a deed would become what is said of it."""
    return best in _SAYINGS and told.type not in _SAYINGS


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


def _asked(reading: Reading, region: Region) -> bool:
    """Whether the region ends in a question mark."""
    return reading.document.text[region.start : region.end + 1].rstrip("\"'”»’)* ").endswith("?")


def _place(tokens: Tokens, match: Match[Any]) -> tuple[int, int]:
    return tokens.starts[match.first], tokens.ends[match.past - 1]


def _most_hinted(found: list[Match[tuple[int, StatementType]]]) -> StatementType | None:
    """The type with most hints, the first listed of equals."""
    tally: dict[tuple[int, StatementType], set[int]] = {}
    for each in found:
        tally.setdefault(each.value, set()).add(each.first)
    best = min(tally, key=lambda key: (-len(tally[key]), key[0]), default=None)
    return None if best is None else best[1]
