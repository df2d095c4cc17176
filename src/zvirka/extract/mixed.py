"""Texts whose paragraphs are in several languages: an English post that quotes a Ukrainian paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zvirka.extract.claim_maker import steps_of
from zvirka.extract.reading import Reading
from zvirka.model.claims import Claim, claim_id
from zvirka.model.items import Text

_LINE = re.compile(r"[^\r\n]+")
_LEAST_LETTERS = 30
"""Letters of the shortest paragraph whose language is told for itself: shorter ones go with the text."""
_OWN_LETTERS = 2
"""Letters of its own that show a language among those of one script …"""
_AGAINST = 4
"""… where there are so many times as many as of the text's own language."""
_WHOLE = 20
"""Letters from which on they are a script of their own."""
_SCRIPT = 0.7
"""Share of letters of a language that alone has its script."""
_LEAST_SMALL_WORDS = 2
"""Small words of such a language: a list of names in Latin letters is in none."""


@dataclass(slots=True)
class Alphabet:
    """How a language read is known by. own: letters no other language read has. small: its commonest words."""

    own: str
    small: frozenset[str]

    @property
    def script(self) -> bool:
        """Whether its letters are its own as a whole."""
        return len(self.own) >= _WHOLE


def foreign_paragraphs(text: str, language: str, alphabets: Mapping[str, Alphabet]) -> dict[str, list[tuple[int, int]]]:
    """The paragraphs in other languages that are read, by language, as stretches of the text in order."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line in _LINE.finditer(text):
        if line.end() - line.start() > _LEAST_LETTERS:
            other = _told(line.group().lower(), language, alphabets)
            if other is not None:
                found.setdefault(other, []).append(line.span())
    return found


def _told(line: str, language: str, alphabets: Mapping[str, Alphabet]) -> str | None:
    """The other language a line is in, None where it is the text's own or cannot be told."""
    letters = sum(map(str.isalpha, line))
    if letters < _LEAST_LETTERS or language not in alphabets:
        return None
    counts = {language: _own_letters(line, alphabets[language])}
    if alphabets[language].script and counts[language] >= _SCRIPT * letters:
        return None
    counts |= {code: _own_letters(line, each) for code, each in alphabets.items() if code != language}
    scripts = [code for code, each in alphabets.items() if each.script and counts[code] >= _SCRIPT * letters]
    if scripts:
        small = sum(word in alphabets[scripts[0]].small for word in line.split())
        return scripts[0] if scripts[0] != language and small >= _LEAST_SMALL_WORDS else None
    if any(each.script and counts[code] > (1 - _SCRIPT) * letters for code, each in alphabets.items()):
        return None
    own = 0 if alphabets[language].script else counts[language]
    others = [code for code, each in alphabets.items() if code != language and not each.script]
    best = max(others, key=lambda code: (counts[code], code), default=None)
    if best is None or counts[best] < _OWN_LETTERS or counts[best] <= _AGAINST * own:
        return None
    rival = max((counts[code] for code in others if code != best), default=0)
    return best if counts[best] > _AGAINST * rival else None


def _own_letters(line: str, alphabet: Alphabet) -> int:
    return sum(map(line.count, alphabet.own))


def only(text: str, kept: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for everything but some stretches and line ends: offsets stay."""
    parts, at = [], 0
    for start, end in kept:
        parts += [_LINE.sub(_blank, text[at:start]), text[start:end]]
        at = end
    return "".join([*parts, _LINE.sub(_blank, text[at:])])


def _blank(line: re.Match[str]) -> str:
    return " " * len(line.group())


def passed_on(text: Text, claim: Claim, reading: Reading) -> Claim:
    """A claim of a foreign paragraph that the text around it quotes, with whoever is told there to have said it."""
    quoting = [
        mention
        for mention in reading.attributions
        if any(part.start <= claim.quote.start and claim.quote.end <= part.end for part in mention.content)
    ]
    if not quoting:
        return claim
    around = min(quoting, key=lambda each: sum(part.end - part.start for part in each.content))
    attribution = (*claim.attribution, *steps_of(around, carried=False)[:1])
    id_ = claim_id(text.item, text.fragment, text.digest, claim.type, claim.quote, attribution)
    return replace(claim, id=id_, attribution=attribution)
