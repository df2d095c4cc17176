"""Names of places that no gazetteer holds, told by the words before them ("in the border town of Gisenyi", "в Каср-бен-Гашире").

Pack section `places.unlisted`: words of place by the role they give (at, near, from, to), nouns that may stand before the name, not: names
and other words with a capital that are no places, described: endings of adjectives ("in Indian strikes").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zvirka.extract.reading import Reading, starting
from zvirka.extract.statements import Statement, overlap
from zvirka.extract.tokens import Lexicon, Tokens
from zvirka.ground.words import fold_word
from zvirka.model.places import PlaceRole, PlaceSlot
from zvirka.model.spans import Span

_ROLES: tuple[PlaceRole, ...] = ("from", "to", "near", "at")
"""A word listed under several has the last."""
_LOOKED_AT = 80
"""Tokens of a clause that are searched; bounds the work in sentences without an end."""
_LONGEST_NAME = 3
"""Words of the longest name."""
_ACRONYM = 2
"""Letters of what is short for something else, whatever its case."""
_NOUN_REACH = 4
"""Words from the word of place to the noun before a name ("in the Rwandan border town of")."""


class UnlistedPlaces:
    """Finds them in texts of one language; places: its pack section `places`."""

    def __init__(self, places: Mapping[str, Any]) -> None:
        pack: Mapping[str, Any] = places.get("unlisted", {})
        words = {word: role for role in _ROLES for word in pack.get(role, ())}
        self._before: Lexicon[PlaceRole | None] = Lexicon(
            [*words.items(), *((noun, None) for noun in pack.get("nouns", ()))]
        )
        self._not = frozenset(fold_word(word) for word in pack.get("not", ()))
        self._described = tuple(pack.get("described", ())) or ("\0",)

    def first(self, reading: Reading, statement: Statement) -> PlaceSlot | None:
        """The first such name of a statement's own words that no side, person, source, gazetteer or date knows, without id."""
        for role, name in self._names(reading.document.tokens, statement.quote):
            if not statement.region.away(name.start, name.end) and not _known(reading, statement, name):
                return PlaceSlot(role, "", name.exact, "unknown", None, None, None, name, None)
        return None

    def _names(self, tokens: Tokens, quote: Span) -> Iterator[tuple[PlaceRole, Span]]:
        first = max(1, tokens.at(quote.start))
        past = min(tokens.at(quote.end), first + _LOOKED_AT)
        last: tuple[int, PlaceRole] = (-_NOUN_REACH, "at")
        for match in self._before.find(tokens, first - 1, past):
            near = match.value is None and match.first - last[0] <= _NOUN_REACH
            role = match.value or (last[1] if near else "at")
            end = match.past
            while end < past and end - match.past < _LONGEST_NAME and self._may_be_one(tokens, end):
                end += 1
            name = tokens.span(match.past, end)
            if name is not None:
                yield role, name
            if match.value is not None:
                last = (match.first, match.value)

    def _may_be_one(self, tokens: Tokens, at: int) -> bool:
        raw = tokens.raw(at)
        if not raw[0].isupper() or len(raw) <= _ACRONYM or raw.isupper() or tokens.norms[at] in self._not:
            return False
        followed = at + 1 < len(tokens.norms) and tokens.raw(at + 1)[0].islower()
        return not (followed and tokens.norms[at].endswith(self._described))


def _known(reading: Reading, statement: Statement, name: Span) -> bool:
    sources = (reading.attributions[index].source for index in statement.region.chain)
    if any(source is not None and overlap(source, name) for source in sources):
        return True
    start, end = name.start, name.end
    return bool(
        starting(reading.sides, start, end)
        or starting(reading.people, start, end)
        or starting(reading.places, start, end)
        or starting(reading.times, start, end)
        or starting(reading.equipment, start, end)
        or starting(reading.quantities, start, end)
    )
