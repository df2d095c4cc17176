"""Who is meant by a surname alone, or by "the ministry": the one that the text told in full before."""

from __future__ import annotations

from itertools import takewhile

from zvirka.extract.cues import CuePack
from zvirka.extract.mentions import AttributionMention, retold
from zvirka.extract.tokens import Tokens
from zvirka.ground import Ground
from zvirka.model.spans import Span

_MOST_ALIKE = 64
"""Surnames that begin alike among which the one meant is looked for: bounds the work in a list of names."""
RULE = "told_before"
"""The rule that stands beside a side taken over so."""
_SHORTEST = 4
"""House rule: inflected surnames share at least so many letters …"""
_ENDING = 3
"""… and differ in endings of at most so many ("Смирнов", "Смирновым")."""


class ToldBefore:
    """Sources of one text, in its order. A surname that two people of the text share means neither."""

    def __init__(self, ground: Ground, pack: CuePack, tokens: Tokens, inflected: bool) -> None:
        self._ground, self._pack, self._tokens, self._inflected = ground, pack, tokens, inflected
        self._people: dict[str, dict[str, list[AttributionMention]]] = {}
        """By the letters that all forms of a surname begin with, by surname."""
        self._body: AttributionMention | None = None
        self._outlet: AttributionMention | None = None

    def add(self, mention: AttributionMention) -> None:
        """Remembers a resolved source that is told in full: by a first name and surname, or as a body that the theatre pack knows."""
        if mention.source is None or mention.carried or mention.of is not None or mention.parallel:
            return
        surname = self._surname(mention.source)
        if surname:
            told = self._people.setdefault(self._key(surname), {}).setdefault(surname, [])
            same = any(each.source is not None and each.source.exact == mention.source.exact for each in told)
            if not same and len(told) < 2:  # two already mean neither
                told.append(mention)
        if mention.kind == "media" and mention.named:
            self._outlet = mention
        first, past = self._tokens.at(mention.source.start), self._tokens.at(mention.source.end)
        if mention.kind == "official" and past - first > 1 and self._pack.bodies.within(self._tokens, first, past):
            self._body = mention
        info = self._ground.sources.get(mention.known) if mention.known else None
        if info is not None and info.kind == "official" and not info.roles:
            self._body = mention

    def meant(self, mention: AttributionMention) -> AttributionMention:
        """The mention as whoever it means; unchanged where its own words tell, or nobody fits."""
        if mention.source is None or mention.carried or mention.known:
            return mention
        first, past = self._tokens.at(mention.source.start), self._tokens.at(mention.source.end)
        words = self._pack.words
        apart = words.sets["determiner"] | words.sets["definite"] | words.sets["same"]
        norms = [norm for norm in self._tokens.norms[first:past] if norm not in apart]
        if len(norms) != 1:
            return mention
        found = self._named(norms[0]) if self._tokens.raw(past - 1)[:1].isupper() else None
        if found is None and self._pack.bodies.find(self._tokens, past - 1, past):
            found = self._body
        if found is None and not self._tokens.raw(past - 1)[:1].isupper() and self.is_medium(self._pack, norms[0]):
            found = self._outlet
        if found is None:
            return mention
        return retold(
            mention, known=found.known, kind=found.kind, side=found.side, named=found.named, of=found.source, side_rule=RULE
        )  # fmt: skip

    @staticmethod
    def is_medium(pack: CuePack, word: str) -> bool:
        """Whether a word alone is one for a medium ("the paper")."""
        _, kinds = pack.kinds.match([word], 0, 1)
        return bool(kinds) and min(kinds)[1] == "media"

    def _named(self, word: str) -> AttributionMention | None:
        people = self._people.get(self._key(word), {})
        if len(people) > _MOST_ALIKE:
            return None
        fitting = [told for surname, told in people.items() if self._same(surname, word)]
        return fitting[0][0] if len(fitting) == 1 and len(fitting[0]) == 1 else None

    def _key(self, surname: str) -> str:
        return surname[:_SHORTEST] if self._inflected else surname

    def _same(self, one: str, other: str) -> bool:
        if one == other:
            return True
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
        longest = max(len(one), len(other))
        return self._inflected and shared >= _SHORTEST and longest - shared <= _ENDING

    def _surname(self, source: Span) -> str:
        """The last of two or more words with a capital that stand side by side as the source's end, or before a comma."""
        first, past = self._tokens.at(source.start), self._tokens.at(source.end)
        end = next((at for at in range(first, past) if self._tokens.norms[at] == ","), past)
        capitals = 0
        while end - capitals > first and self._capital(end - capitals - 1):
            capitals += 1
        return self._tokens.norms[end - 1] if capitals > 1 else ""

    def _capital(self, at: int) -> bool:
        raw = self._tokens.raw(at)
        return raw[:1].isupper() and not (raw.isupper() and len(raw) > 1)
