"""Which kind a source is of, told by the word that heads it: "a soldier's wife" is no soldier, "an officer of the police" no police."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zvirka.extract.cues import CuePack
from zvirka.extract.tokens import Match, Tokens
from zvirka.model.sources import SourceKind

_PARTS = frozenset(",();:–—")
"""Marks between a name and what is told of it."""

_ORDINAL = re.compile(r"\d{1,3}-?[^\W\d]{1,3}")
"""A number with an ordinal's ending."""
_NUMBERED = 3
"""Words of the shortest "somebody from NUMBER"."""

_SERVING = 5
"""Words behind a trade among which the body stands that somebody serves with."""
_LONGEST_APPOSITION = 7
"""Words that tell behind a comma what somebody is."""
_NO_OFFICES = frozenset({"public", "media", "analyst", "tracker"})
"""Kinds of bodies whose people hold no office."""
_CLOSING = frozenset(",.;:–—)»”")
"""Marks behind such words."""
_KEPT = 4096
"""Sources whose kind is remembered: "the General Staff" comes again in every report."""

Kind = Match[tuple[int, SourceKind]]


class HeadKinds:
    """Kinds of sources of one language. A pack's kinds are ranked: of two for the same words the first holds."""

    def __init__(self, pack: CuePack) -> None:
        self._pack = pack
        self._told: dict[tuple[str, ...], SourceKind | None] = {}
        self._inner = pack.words.sets.get("inner_preposition", frozenset()) | pack.words.sets.get("of", frozenset())

    def kind(self, tokens: Tokens, first: int, past: int) -> SourceKind | None:
        """The kind of a source's words, None where none of them tells one; remembered, as it hangs on them alone."""
        words = tuple(tokens.norms[first:past])
        if words not in self._told:
            if len(self._told) >= _KEPT:
                self._told.clear()
            self._told[words] = self._kind(tokens, first, past)
        return self._told[words]

    def _kind(self, tokens: Tokens, first: int, past: int) -> SourceKind | None:
        """The kind of a source's words, None where none of them tells one.

        Of what commas part, the first that tells a kind holds; but a rank before a name gives way to an office behind it
        ("Colonel NAME, a spokesman for …"). Somebody unnamed inside an armed body is one of its people.
        """
        found: list[tuple[SourceKind, Kind]] = []
        for start, end in _parts(tokens, first, past):
            head = self._head(tokens, start, end)
            if head is not None:
                found.append((head.value[1], head))
        if (not found or found[0][0] == "eyewitness") and self._of_a_unit(tokens, first, past):
            return "military_unnamed"
        if not found:
            return None
        kind, head = found[0]
        if kind == "eyewitness" and self._serves(tokens, head.past, past):
            return "military_unnamed"
        if kind == "military_unnamed" and len(found) > 1 and found[1][0] == "official":
            return "official"
        if kind == "unnamed" and self._pack.armed.stands(tokens, head.past, past):
            return "military_unnamed"
        return kind

    def _of_a_unit(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether a source is from something that is only numbered ("the boys from the 65th"), as units are called."""
        numbered = past - first >= _NUMBERED and _ORDINAL.fullmatch(tokens.norms[past - 1]) is not None
        before = tokens.norms[first + 1 : past - 1]
        return numbered and any(
            self._pack.words.is_a("preposition", word) or word in self._inner for word in before[-2:]
        )

    def _serves(self, tokens: Tokens, at: int, past: int) -> bool:
        """Whether an armed body stands right behind a trade and "with" ("a cook with a Ukrainian brigade"): nobody else's wife is."""
        end = min(past, at + _SERVING)
        if at >= past or not self._pack.words.is_a("serving", tokens.norms[at]):
            return False
        return self._pack.armed.stands(tokens, at + 1, end)

    def _head(self, tokens: Tokens, first: int, past: int) -> Kind | None:
        """The word that heads words without a comma: where words follow their noun ("officer of X") the last before the first
        preposition, else, in languages that put the possessor behind ("офіцер поліції"), the first that is no adjective."""
        matches = self._pack.kinds.within(tokens, first, past)
        if not matches:
            return None
        if self._pack.words.adjective_endings:
            nouns = [match for match in matches if not self._adjective(tokens, match, past)] or matches
            head = _ranked(nouns, nouns[0].first)
            return self._spoken_for(tokens, nouns, head) or head
        stop = next((at for at in range(first + 1, past) if tokens.norms[at] in self._inner), past)
        front = [match for match in matches if match.first < stop]
        if not front:
            return _ranked(matches, matches[0].first)
        last = max(front, key=lambda match: (match.past, -match.first))
        return _ranked(front, last.first)

    def _spoken_for(self, tokens: Tokens, nouns: list[Kind], head: Kind) -> Kind | None:
        """The body whose head or spokesman somebody is, where that is no office ("глава фонда", "представитель телеканала")."""
        if head.value[1] != "official" or not self._pack.words.is_a("speaks_for", tokens.norms[head.first]):
            return None
        behind = [match for match in nouns if head.past <= match.first <= head.past + 1]
        if not behind:
            return None
        body = _ranked(behind, behind[0].first)
        return body if body.value[1] in _NO_OFFICES else None

    def apposition(self, tokens: Tokens, past: int) -> SourceKind | None:
        """What a name is told to be behind its comma: "NAME, once a teacher,"."""
        if past + 1 >= len(tokens.norms) or tokens.norms[past] != "," or self._pack.verbs.holds(tokens.norms[past + 1]):
            return None  # "In Moscow, recalls the paper, …" tells nothing of Moscow
        end = past + 1
        while end < len(tokens.norms) and end - past <= _LONGEST_APPOSITION and tokens.norms[end][0].isalnum():
            if end > past + 1 and self._pack.words.is_a("relative", tokens.norms[end]):
                break  # "NAME, a marine who asked …"
            end += 1
        told = self._pack.kinds.within(tokens, past + 1, end)
        closed = end < len(tokens.norms) and (tokens.norms[end] in _CLOSING or not tokens.norms[end - 1][0].isdecimal())
        closed = closed and end - past <= _LONGEST_APPOSITION
        return min(match.value for match in told)[1] if told and closed else None

    def _adjective(self, tokens: Tokens, match: Kind, past: int) -> bool:
        """Whether a word only describes the noun behind it ("військова розвідка", "местный священник")."""
        if match.past - match.first > 1 or match.past >= past:
            return False
        follows = tokens.norms[match.past]
        if self._pack.words.is_a("preposition", follows) or follows in self._inner:
            return False
        return tokens.norms[match.first].endswith(self._pack.words.adjective_endings) and follows[0].isalpha()


def _parts(tokens: Tokens, first: int, past: int) -> Iterator[tuple[int, int]]:
    start = first
    for at in range(first, past):
        if tokens.norms[at] in _PARTS:
            if at > start:
                yield start, at
            start = at + 1
    if start < past:
        yield start, past


def _ranked(matches: list[Kind], first: int) -> Kind:
    """The best ranked of the kinds that the words at one place tell."""
    return min((match for match in matches if match.first == first), key=lambda match: match.value[0])
