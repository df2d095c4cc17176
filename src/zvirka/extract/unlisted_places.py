"""Names of places that no gazetteer holds, told by the words before them ("in the border town of Gisenyi", "в Каср-бен-Гашире").

Pack section `places.unlisted`: words of place by the role they give (at, near, from, to), nouns that may stand before the name, not: names
and other words with a capital that are no places, described: endings of adjectives ("in Indian strikes"), bridge: words and endings
("*ern") of words between the word of place and the name ("в сирийском Идлибе"), articles: those of them behind which only a unit has such
a name ("the Korabel district"), units: what a name or an adjective with a capital may describe as a place ("в Ботлихском районе"),
units_of: endings of such adjectives, any where none is given, of_somebody: endings by role of
names that are somebody's or something's there, far: countries, and towns where people talk about wars elsewhere. A name told so once is
a place wherever the text names it again; so is one in capitals that the text begins with ("GORI, Georgia").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from zvirka.extract.document import Document
from zvirka.extract.mentions import PlaceMention
from zvirka.extract.tokens import Lexicon, Tokens
from zvirka.ground.words import expand_all, fold_word
from zvirka.model.places import PlaceKind, PlaceRole
from zvirka.model.spans import Span

UNLISTED = "?"
"""What the id of such a place begins with: it holds within its text alone, and is given out as none."""
_ROLES: tuple[PlaceRole, ...] = ("from", "to", "near", "at")
"""A word listed under several has the last."""
_LONGEST_NAME = 3
"""Words of the longest name."""
_ACRONYM = 2
"""Letters of what is short for something else, whatever its case."""
_NOUN_REACH = 4
"""Words from the word of place to the noun before a name ("in the Rwandan border town of")."""
_BRIDGED = 2
"""Words between a word of place and its name at most."""
_STEM, _ENDING = 4, 3
"""House rule: forms of one name share four letters and more, and differ in three at their end at most ("Тархуну", "Тархуны")."""
_DATELINE = 12
"""Words before the dash of a dateline at most."""
_DASHES = frozenset({"—", "–", "-"})
_LONGEST_LIST = 8
"""Names of a list read on from its first."""


class UnlistedPlaces:
    """Finds them in texts of one language; places: its pack section `places`."""

    def __init__(self, places: Mapping[str, Any]) -> None:
        pack: Mapping[str, Any] = places.get("unlisted", {})
        words = {word: role for role in _ROLES for word in expand_all(pack.get(role, ()))}
        self._before: Lexicon[PlaceRole | None] = Lexicon(
            [*words.items(), *((noun, None) for noun in pack.get("nouns", ()))]
        )
        self._far = frozenset(fold_word(word) for word in expand_all(pack.get("far", ())))
        known = places.get("roles", {})
        self._roles: Lexicon[PlaceRole] = Lexicon(
            (word, role) for role in _ROLES for word in expand_all(known.get(role, ()))
        )
        self._not = frozenset(fold_word(word) for word in pack.get("not", ()))
        self._particles = frozenset(fold_word(word) for word in pack.get("particles", ()))
        self._described = tuple(pack.get("described", ())) or ("\0",)
        bridge = [fold_word(word) for word in pack.get("bridge", ())]
        self._bridge = frozenset(word for word in bridge if not word.startswith("*"))
        self._bridge_ends = tuple(word[1:] for word in bridge if word.startswith("*")) or ("\0",)
        self._somebody = {role: tuple(ends) for role, ends in pack.get("of_somebody", {}).items()}
        self._units = frozenset(fold_word(word) for word in pack.get("units", ()))
        self._units_of = tuple(pack.get("units_of", ())) or ("",)
        self._articles = frozenset(pack.get("articles", ()))
        self._joins = frozenset(fold_word(word) for word in places.get("list_joins", ()) if " " not in word)
        self._inflected = bool(places.get("declension"))

    def read(
        self, document: Document, places: Sequence[Span], known: Sequence[Span], sources: Sequence[Span]
    ) -> list[PlaceMention]:
        """Such places of a text in its order. places: those that the gazetteer holds; known: what is known to be something else;
        sources: who says something: named by a name they begin with, and from a place by one behind a word of place ("сестра из
        Тквиави"). All in any order."""
        tokens = document.tokens
        listed = {tokens.at(span.start): tokens.at(span.end) for span in places}
        taken = _Stretches([*places, *known])
        speak = {span.start for span in sources}
        told = (each for each in self._told(tokens, taken, listed) if each.span.start not in speak)
        firm = [*told, *self._datelines(document, taken)]
        found = {each.span.start: each for each in firm}
        for each in self._again(tokens, firm, _Stretches([*places, *known, *sources])):
            found.setdefault(each.span.start, each)
        return [found[start] for start in sorted(found)]

    def _told(self, tokens: Tokens, taken: _Stretches, listed: Mapping[int, int]) -> Iterator[PlaceMention]:
        """Names behind a word of place."""
        last: tuple[int, PlaceRole] = (-_NOUN_REACH, "at")
        for match in self._before.find(tokens):
            near = match.value is None and match.first - last[0] <= _NOUN_REACH
            role = match.value or (last[1] if near else "at")
            if match.value is not None:
                last = (match.first, match.value)
            first = match.past
            while first < min(len(tokens.norms), match.past + _BRIDGED) and self._bridges(tokens, first):
                first += 1
            units = self._unit(tokens, first)
            for unit in units:
                if not taken.meets(unit):
                    yield PlaceMention(unit, (f"{UNLISTED}{unit.exact}",), role, "adm2", None, "unlisted:unit")
            if match.value is not None and not units and self._of_somebody(tokens, first, match.value):
                continue
            if not units:
                yield from self._names(tokens, first, role, taken, listed)

    def _of_somebody(self, tokens: Tokens, at: int, role: PlaceRole) -> bool:
        """Whether a name right behind a preposition has a case in which that means somebody: "із Трампом" is with him, "у Трампа"
        what he has."""
        return at < len(tokens.norms) and tokens.norms[at].endswith(self._somebody.get(role, ("\0",)))

    def _names(
        self, tokens: Tokens, first: int, role: PlaceRole, taken: _Stretches, listed: Mapping[int, int]
    ) -> Iterator[PlaceMention]:
        """The name at a token, and those that a list goes on with; those that the gazetteer holds are passed over."""
        at: int | None = first
        for _ in range(_LONGEST_LIST):
            if at is None:
                return
            end = listed.get(at, at)
            if end == at:
                while end < min(len(tokens.norms), at + _LONGEST_NAME) and self._may_be_one(tokens, end):
                    end += 1
                name = tokens.span(at, end)
                if name is None or taken.meets(name):
                    return
                if tokens.norms[at - 1] in self._articles and tokens.norms[end - 1] not in self._units:
                    return
                yield PlaceMention(name, (f"{UNLISTED}{name.exact}",), role, self._kind(name), None, "unlisted")
            at = self._listed(tokens, end)

    def _kind(self, name: Span) -> PlaceKind:
        return "country" if fold_word(name.exact) in self._far else "settlement"

    def _datelines(self, document: Document, taken: _Stretches) -> Iterator[PlaceMention]:
        """Names in capitals that open a paragraph of the text's first, a dash some words behind them."""
        tokens = document.tokens
        past = tokens.at(document.lead)
        for index, sentence in enumerate(document.sentences):
            if sentence.start >= document.lead:
                return
            if document.openings[index] != index:
                continue
            first = tokens.at(sentence.start)
            dash = next((at for at in range(first, min(past, first + _DATELINE)) if tokens.norms[at] in _DASHES), first)
            for at in range(first, dash):
                name = tokens.span(at, at + 1)
                if name is None or not name.exact.isupper() or len(name.exact) < _STEM or taken.meets(name):
                    break
                yield PlaceMention(
                    name, (f"{UNLISTED}{name.exact.title()}",), None, self._kind(name), None, "unlisted:dateline"
                )
                if tokens.norms[at + 1] != "/":
                    break

    def _listed(self, tokens: Tokens, at: int) -> int | None:
        """Where the next name of a list that ends in "and NAME" begins."""
        for step in range(at, min(len(tokens.norms) - 1, at + 2 * _LONGEST_LIST)):
            word = tokens.norms[step]
            if word in self._joins:
                return at + 1 if self._may_be_one(tokens, step + 1) else None
            if word != "," and not self._may_be_one(tokens, step):
                return None
        return None

    def _again(self, tokens: Tokens, firm: Sequence[PlaceMention], taken: _Stretches) -> Iterator[PlaceMention]:
        """The same names without a word of place, or behind one that may mean a person ("у Ботлиха")."""
        names: dict[str, list[tuple[str, PlaceMention]]] = {}
        for each in firm:
            word = tokens.norms[tokens.at(each.span.start)]
            if each.rule == "unlisted:unit":
                word = word[: -len(next(end for end in self._units_of if word.endswith(end)))]
            if each.rule == "unlisted:unit" or " " not in each.span.exact:
                names.setdefault(word[:_STEM], []).append((word, each))
        if not names:
            return
        roles = {match.past: match.value for match in self._roles.find(tokens)}
        for at in range(len(tokens.norms)):
            for word, each in names.get(tokens.norms[at][:_STEM], ()):
                if (
                    not self._same(word, tokens.norms[at])
                    or not tokens.raw(at)[0].isupper()
                    or self._of_person(tokens, at)
                ):
                    continue
                name, role = tokens.span(at, at + 1), roles.get(at)
                if name is not None and not taken.meets(name) and not tokens.possessive(at):
                    kind = self._kind(name)
                    if kind != "country" or role not in {None, "near"}:  # a country by its mere name is one who acts
                        yield PlaceMention(name, each.ids, role, kind, None, "unlisted:again")
                break

    def _same(self, word: str, other: str) -> bool:
        if word == other or not self._inflected:
            return word == other
        shared = next(
            (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
        )
        return shared >= _STEM and max(len(word), len(other)) - shared <= _ENDING

    def _of_person(self, tokens: Tokens, at: int) -> bool:
        """Whether a word with a capital goes on: "Gori Ivanidze"."""
        follows = tokens.raw(at + 1) if at + 1 < len(tokens.norms) else ""
        return follows[:1].isupper() and not follows.isupper()

    def _bridges(self, tokens: Tokens, at: int) -> bool:
        word = tokens.norms[at]
        return tokens.raw(at)[0].islower() and (word in self._bridge or word.endswith(self._bridge_ends))

    def _unit(self, tokens: Tokens, at: int) -> list[Span]:
        """Adjectives with a capital and the unit they describe, the last of them with its noun."""
        found = []
        for step in range(at, min(len(tokens.norms) - 1, at + 2 * _LONGEST_LIST), 2):
            if not tokens.raw(step)[0].isupper() or not tokens.norms[step].endswith(self._units_of):
                return []
            ends = tokens.norms[step + 1] in self._units
            span = tokens.span(step, step + 2 if ends else step + 1)
            if span is not None:
                found.append(span)
            if ends:
                return found if self._inflected or found[0].start == tokens.starts[step] else []
            if tokens.norms[step + 1] not in self._joins and tokens.norms[step + 1] != ",":
                return []
        return []

    def _may_be_one(self, tokens: Tokens, at: int) -> bool:
        raw = tokens.raw(at)
        short = len(raw) == _ACRONYM and raw[1].islower() and at + 1 < len(tokens.norms)
        if short and tokens.norms[at] in self._particles and tokens.raw(at + 1)[0].isupper():
            return True  # "El Fasher"
        if not raw[0].isupper() or len(raw) <= _ACRONYM or raw.isupper() or tokens.norms[at] in self._not:
            return False
        if tokens.possessive(at):
            return False
        followed = at + 1 < len(tokens.norms) and tokens.raw(at + 1)[0].islower()
        followed = followed and tokens.norms[at + 1] not in self._joins
        return not (followed and tokens.norms[at].endswith(self._described))


class _Stretches:
    """Stretches of a text, asked whether a span meets one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted((span.start, span.end) for span in spans):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def meets(self, span: Span) -> bool:
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._ends[at - 1] > span.start
