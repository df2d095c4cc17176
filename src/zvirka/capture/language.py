"""Which language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_OWN = {"uk": frozenset("іїєґ"), "ru": frozenset("ыэё")}
"""Letters that Ukrainian has and Russian lacks, and the other way round (the two official alphabets). Not ъ: Bulgarian is full of it."""
_ELSEWHERE = frozenset("ўјљњћђџѓќѕәғқңөұүһ")
"""Cyrillic letters that neither has: Belarusian, Serbian, Macedonian, Kazakh, Tatar …"""
_CODES = {"ua": "uk", "ukr": "uk", "rus": "ru", "eng": "en"}
"""Codes people write for the three, and what ISO 639-1 calls them."""
_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[Ѐ-ӿ]+")
SAMPLE_CHARACTERS = 20_000
"""How much of a text decides."""
_SURE = 0.5
"""py3langid's own probability from which it is believed. House rule: on short lines with names it stays below."""
_SHORT_LETTERS = 200


def language_code(words: str | None) -> str | None:
    """The ISO 639-1 code in a language tag ("en-GB", "uk_UA", "UKR"), or None where there is none."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", words or "")
    if found is None:
        return None
    code = found[1].lower()
    code = _CODES.get(code, code)
    return code if len(code) == 2 else None


def language_of(text: str, declared: str | None = None) -> tuple[str | None, bool]:
    """The language, and whether it is the declared one.

    declared: an ISO 639-1 code the item gives. It stands unless the letters rule it out: page templates often declare the
    language of their menus. Without it: in Cyrillic by own letters (і ї є ґ against ы э ё), else by py3langid; short lines
    of plain Latin letters on which that is unsure are taken as English; what stays open is None.
    """
    sample = text[:SAMPLE_CHARACTERS]
    letters = "".join(_LETTERS.findall(sample.lower()))
    cyrillic = sum(map(len, _CYRILLIC.findall(letters)))
    own = {code: sum(map(letters.count, each)) for code, each in _OWN.items()}
    if declared is not None and not _ruled_out(declared, own, cyrillic, len(letters)):
        return declared, True
    if not letters:
        return None, False
    told = _cyrillic(sample, letters, own) if cyrillic * 2 >= len(letters) else _other(sample, letters)
    return told, False


def _ruled_out(declared: str, own: dict[str, int], cyrillic: int, letters: int) -> bool:
    if declared in own:
        rival = "ru" if declared == "uk" else "uk"
        return letters >= 10 and (cyrillic * 5 < letters or (own[rival] >= 5 and own[rival] > 4 * own[declared]))
    return declared == "en" and letters >= 10 and cyrillic * 2 >= letters


def _cyrillic(sample: str, letters: str, own: dict[str, int]) -> str | None:
    foreign = sum(map(letters.count, _ELSEWHERE))
    best = max(own, key=lambda code: own[code])
    if own[best] > foreign and own["uk"] != own["ru"]:
        return best
    ranked = _ranked(sample)
    if ranked[0][1] >= _SURE:
        return ranked[0][0]
    if not foreign and len(letters) < _SHORT_LETTERS:
        shares = {code: score for code, score in ranked if code in own}
        likely = max(shares, key=lambda code: shares[code])
        return likely if shares[likely] >= 0.6 * sum(shares.values()) else None
    return None


def _other(sample: str, letters: str) -> str | None:
    code, probability = _ranked(sample)[0]
    if probability >= _SURE:
        return code
    return "en" if len(letters) < _SHORT_LETTERS and letters.isascii() else None


def _ranked(sample: str) -> list[tuple[str, float]]:
    ranked: list[tuple[str, float]] = _identifier().rank(sample)
    return ranked


@cache
def _identifier() -> Any:
    """Loaded when first needed: the model takes 0.7 s, and most reports tell their language themselves."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
