"""Whether somebody told by a name alone is a private person: a witness, of no side, where nothing else tells what he or she is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zvirka.extract.cues import CuePack
from zvirka.extract.document import Document
from zvirka.extract.mentions import AttributionMention
from zvirka.extract.source_kinds import HeadKinds
from zvirka.extract.tokens import Tokens
from zvirka.model.sources import UNKNOWN, SourceKind

_LONGEST_ROLE = 4
"""Words before a name that may tell what somebody is."""
_TELLINGS = 8
"""Places in a text where a name is looked for what it is told to be."""
_DIALOGUE = frozenset("—–―")
"""Dashes that open a line of dialogue."""
_LONGEST_NAME = 3
"""Words of the longest name looked for."""


class PrivatePeople:
    """Gives people without an office the kind that another place of the text tells of them, or a witness's: who goes by a first name
    alone, or by first name and patronymic, or speaks of his own life in a quotation."""

    def __init__(self, pack: CuePack, heads: HeadKinds) -> None:
        self._pack, self._heads = pack, heads

    def told(self, document: Document, mentions: Sequence[AttributionMention]) -> list[AttributionMention]:
        """The resolved attributions of a text, in its order, with these kinds."""
        kinds: dict[str, SourceKind | None] = {}
        for mention in mentions:
            name = self._name(mention)
            if name and kinds.get(name) is None:
                kinds[name] = self._kind(document, mention)
        mentions = [replace(each, kind="eyewitness") if self._somebody(document, each) else each for each in mentions]
        return [
            mention if kind is None else replace(mention, kind=kind, side=UNKNOWN)
            for mention, kind in ((each, kinds.get(self._name(each))) for each in mentions)
        ]

    def _somebody(self, document: Document, mention: AttributionMention) -> bool:
        """Whether a pronoun that means nobody named tells a quotation: whom the author has met."""
        if mention.kind != "unnamed" or mention.source is None or mention.of is not None:
            return False
        word = document.tokens.norms[document.tokens.at(mention.source.start)]
        alone = len(mention.source.exact) == len(word) and self._pack.words.is_a("one_person", word)
        return alone and _spoken(document, mention)

    def _name(self, mention: AttributionMention) -> str:
        person = mention.kind == "public" and mention.named and not mention.known and mention.side == UNKNOWN
        span = (mention.of or mention.source) if person else None
        return span.exact if span is not None else ""

    def _kind(self, document: Document, mention: AttributionMention) -> SourceKind | None:
        span = mention.of or mention.source
        if span is None:
            return None
        tokens = document.tokens
        first, past = tokens.at(span.start), tokens.at(span.end)
        past = next((at for at in range(first + 1, past) if tokens.norms[at] == ","), past)
        if past - first > _LONGEST_NAME or not all(tokens.raw(at)[0].isupper() for at in range(first, past)):
            return None
        return self._elsewhere(tokens, first, past) or (
            "eyewitness"
            if self._familiar(tokens, first, past)
            or self._own_life(document, mention)
            or (mention.carried and mention.rule in {"inverted", "embedded", "tag"} and _spoken(document, mention))
            else None
        )

    def _familiar(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether a name is a first name alone, or one with a patronymic; an adjective that opens a sentence may stand before it."""
        if past - first > 1 and tokens.norms[first].endswith(self._pack.words.adjective_endings):
            first += self._pack.given_names.holds(tokens.norms[first + 1])
        if past - first == 1 and self._first_name(tokens, first):
            return True
        if not self._pack.given_names.holds(tokens.norms[first]):
            return False
        endings = self._pack.words.patronymic_endings
        return past - first == 1 or (past - first == 2 and tokens.norms[first + 1].endswith(endings))

    def _first_name(self, tokens: Tokens, at: int) -> bool:
        """Whether the text tells somebody in full before whom it then calls by the first name alone."""
        for place in tokens.index.places(tokens.norms[at])[:_TELLINGS]:
            if place >= at:
                return False
            surname = place + 1 < len(tokens.norms) and tokens.raw(place + 1)[0].isupper()
            behind = place > 0 and tokens.raw(place - 1)[0].isupper() and tokens.norms[place - 1][0].isalpha()
            if surname and not behind and tokens.raw(place)[0].isupper():
                return True
        return False

    def _own_life(self, document: Document, mention: AttributionMention) -> bool:
        """Whether the words, quoted, are told in the first person."""
        tokens = document.tokens
        return any(
            document.quote_at(span.start) is not None
            and any(
                self._pack.words.is_a("own", tokens.norms[at])
                for at in range(tokens.at(span.start), tokens.at(span.end))
            )
            for span in mention.content
        )

    def _elsewhere(self, tokens: Tokens, first: int, past: int) -> SourceKind | None:
        """What a name is told to be where it stands with words before it ("the retired teacher NAME") or behind its comma."""
        size = past - first
        for at in tokens.index.places(tokens.norms[past - 1])[:_TELLINGS]:
            start = at + 1 - size
            if start < 0 or start == first or tokens.norms[start : at + 1] != tokens.norms[first:past]:
                continue
            begin = max(0, start - _LONGEST_ROLE)
            roles = [match for match in self._pack.kinds.within(tokens, begin, start) if match.past == start]
            kind = min(roles, key=lambda match: match.value[0]).value[1] if roles else None
            kind = kind or self._heads.apposition(tokens, at + 1)
            if kind is not None:
                return kind
        return None


def _spoken(document: Document, mention: AttributionMention) -> bool:
    """Whether words are quoted, or a line of dialogue."""
    return any(
        document.quote_at(span.start) is not None
        or document.text[max(0, span.start - 3) : span.start].rstrip()[-1:] in _DIALOGUE
        for span in mention.content
    )
