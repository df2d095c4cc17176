"""Places of the gazetteer that a text spells otherwise: by their name in another language ("Voevodovka" for Voievodivka, "Бильогоровка" for
Білогорівка). Looked up for names behind a word of place that are no place's as they stand, in texts about the theatre's country alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from zvirka.extract.mentions import PlaceMention
from zvirka.ground import Ground
from zvirka.ground.places import Gazetteer

_LEAST = 4
"""House rule: consonants that a name must have for these to tell it."""
_LATIN = (("shch", "WQ"), ("zh", "Z"), ("kh", "X"), ("ts", "C"), ("ch", "Q"), ("sh", "W"), ("g", "h"), ("w", "v"))
"""Latin letters of consonants that take several, as one sign each (the Ukrainian table of 2010 and BGN/PCGN 1947)."""
_CYRILLIC = str.maketrans(
    {
        "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "ж": "Z", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n", "п": "p",
        "р": "r", "с": "s", "т": "t", "ф": "f", "х": "X", "ц": "C", "ч": "Q", "ш": "W", "щ": "WQ",
    }
)  # fmt: skip
_VOWELS = re.compile(r"[^bcdfhklmnpqrstvxzCQWXZ]+")
_SOFTENING = str.maketrans("", "", "ьъ'’ʼ-")
"""Signs that languages write or leave out between consonants."""
_BROAD = {**dict.fromkeys("aая", "a"), **dict.fromkeys("uую", "u")}
"""Vowels that spellings keep apart; all others turn into each other between languages ("Білогорівка", "Белогоровка")."""
_FIRST = {
    vowel: sign for sign, vowels in {"1": "aая", "2": "oо", "3": "uуює", "4": "eiyеёиіїэй"}.items() for vowel in vowels
}
_ENDINGS = ("м", "х", "в")
"""Consonants that a case adds to a Slavic name."""


class SpeltPlaces:
    """Looks them up; the signs of all settlements are made when a first name is looked up."""

    def __init__(self, ground: Ground) -> None:
        self._gazetteer = ground.gazetteer

    def read(self, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
        """The mentions, those of a listed settlement by its id."""
        return [self._listed(each) for each in mentions]

    def _listed(self, mention: PlaceMention) -> PlaceMention:
        if mention.kind != "settlement":
            return mention
        known = _known(self._gazetteer)
        for signs in _spelt(mention.span.exact):
            id_ = known.get(signs)
            if id_ is not None:
                return replace(mention, ids=(id_,), rule="spelt")
        return mention


@lru_cache(maxsize=4)
def _known(gazetteer: Gazetteer) -> dict[str, str | None]:
    """Id by the signs of a name: of the largest of several settlements that share them, None where two are as large."""
    found: dict[str, tuple[int, str | None]] = {}
    for id_, rank, name in gazetteer.settlement_names():
        signs = _signs(name)
        if sum(sign not in "aeu" for sign in signs) <= _LEAST:
            continue
        least, known = found.get(signs, (rank, id_))
        if rank < least or known == id_:
            found[signs] = rank, id_
        elif rank == least:
            found[signs] = rank, None
    return {signs: id_ for signs, (_, id_) in found.items()}


def _spelt(name: str) -> Iterator[str]:
    """The signs of a name as it stands, and of that less the consonant of a case."""
    yield _signs(name)
    if name.lower().endswith(_ENDINGS):
        yield _signs(name[:-1])


def _signs(name: str) -> str:
    """What a name begins with, its consonants, each run of one written once, and where which sort of vowel stands between them."""
    low = name.lower().translate(_SOFTENING)
    signs = low.translate(_CYRILLIC)
    if low[0].isascii():
        for letters, sign in _LATIN:
            signs = signs.replace(letters, sign)
    inner = _VOWELS.sub(lambda run: _BROAD.get(run.group()[-1], "e"), signs).rstrip("aeu")
    start = _FIRST.get(low[0], "0")
    return start + "".join(sign for sign, _ in groupby(inner.lstrip("aeu")))
