"""Which language a text is in."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
_ADDRESS = re.compile(r"(?:https?://|t\.me/)[^\s()\[\]<>\"»]*")
"""Addresses are in no language, and a long one has more letters than the words beside it."""
SAMPLE_CHARACTERS = 20_000
"""How much of a text decides."""
_SURE = 0.5
"""py3langid's own probability from which it is believed. House rule: on short lines with names it stays below."""
_SHORT_LETTERS = 200
_SOFT = re.compile("ь(?!о)")
"""Bulgarian has this letter before о alone, Serbian and Macedonian not at all."""
SOFT_LETTERS = 80
"""Cyrillic letters, ь among them, without any that is Ukrainian's or another language's own, from which they are Russian. House
rule: in 2,615 posts of both languages (UNLP 2025) 11 % of Russian stretches of 80 letters have no ы, э or ё, and 0.3 % of
Ukrainian ones no і, ї, є or ґ, quotations in Russian included."""
FREQUENT_SHARE, FREQUENT_KINDS = 0.12, 4
"""A Latin text of which this share of the words, and this many different ones, are a language's own small words is in it. House
rule; English news has 0.15 to 0.3, other languages under 0.03."""
PLAIN_SHARE = 0.9
"""How much of such a text is ASCII at least (house rule): the rest is typographic marks, emoji and names."""
_NO_PRESS = frozenset({"an", "eo", "ht", "la", "oc", "sa", "vo", "wa"})
"""Languages of the model without a daily press, and so are those with codes of three letters: next to them short lines of English
pass for Nigerian Pidgin or Latin."""
Frequent = Mapping[str, frozenset[str]]
"""Language code to words that are frequent in that language and in none that shares its letters (`frequent` of the packs)."""

_PAGE = "cp1251"
"""A code page with all letters of both alphabets: one byte a character is counted many times faster than a string is."""
_NO_LETTER, _UK, _RU, _FOREIGN, _CYRILLIC_LETTER, _LETTER = range(6)


def _class_of(letter: str) -> int:
    if letter == "\ufffd" or not _LETTERS.fullmatch(letter):
        return _NO_LETTER
    for kind, letters in ((_UK, _OWN["uk"]), (_RU, _OWN["ru"]), (_FOREIGN, _ELSEWHERE)):
        if letter in letters:
            return kind
    return _CYRILLIC_LETTER if _CYRILLIC.fullmatch(letter) else _LETTER


_PAGE_LETTERS = bytes(range(256)).decode(_PAGE, "replace")
_CLASSES = bytes(_class_of(each.lower()) for each in _PAGE_LETTERS)
"""What each byte of the code page is."""
_NOT_CYRILLIC = bytes((_NO_LETTER, _LETTER))
_OTHER_LETTER = re.compile(rf"[^{''.join(filter(str.isalpha, _PAGE_LETTERS))}\W\d_]")
"""A letter that the code page lacks."""


def language_code(words: str | None) -> str | None:
    """The ISO 639-1 code in a language tag ("en-GB", "uk_UA", "UKR"), or None where there is none."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", words or "")
    if found is None:
        return None
    code = found[1].lower()
    code = _CODES.get(code, code)
    return code if len(code) == 2 else None


def language_of(text: str, declared: str | None = None, frequent: Frequent | None = None) -> tuple[str | None, bool]:
    """The language, and whether it is the declared one.

    declared: an ISO 639-1 code the item gives. It stands unless the letters rule it out: page templates often declare the
    language of their menus. Without it: in Cyrillic by own letters (і ї є ґ against ы э ё, ь alone in longer
    ones), in Latin letters by `frequent`
    words, else by py3langid; short lines of plain Latin letters on which that is unsure are taken as English; what stays open
    is None. Addresses do not count.
    """
    sample = text[:SAMPLE_CHARACTERS]
    if declared is None and (told := _by_letters(sample)) is not None:
        return told, False
    if "://" in sample or "t.me/" in sample:
        sample = _ADDRESS.sub(" ", sample)
    if declared is None and (told := _by_letters(sample) or _by_words(sample, frequent or {})) is not None:
        return told, False
    letters = "".join(_LETTERS.findall(sample.lower()))
    cyrillic = sum(map(len, _CYRILLIC.findall(letters)))
    own = {code: sum(map(letters.count, each)) for code, each in _OWN.items()}
    if declared is not None and not _ruled_out(declared, own, cyrillic, len(letters)):
        return declared, True
    if not letters:
        return None, False
    mostly = cyrillic * 2 >= len(letters)
    return _cyrillic(sample, letters, own, cyrillic) if mostly else _other(sample, letters), False


def _by_letters(sample: str) -> str | None:
    """What the whole rule says of a Cyrillic text where its letters settle it, in a few microseconds; else None."""
    known = sample.encode(_PAGE, "ignore").translate(_CLASSES)
    cyrillic = len(known.translate(None, _NOT_CYRILLIC))
    if not cyrillic:
        return None
    uk, ru, foreign = known.count(_UK), known.count(_RU), known.count(_FOREIGN)
    lacking = len(sample) - len(known)  # mostly emoji; as letters of others they would speak against the answer
    if lacking and max(uk, ru) <= foreign + lacking:
        lacking = len(_OTHER_LETTER.findall(sample))
    if cyrillic * 2 < len(sample) and cyrillic < known.count(_LETTER) + lacking:
        return None
    return _own_letters(sample, uk, ru, foreign + lacking, cyrillic)


def _own_letters(sample: str, uk: int, ru: int, foreign: int, cyrillic: int) -> str | None:
    """The language by how many letters are its own; foreign: letters that neither has; cyrillic: Cyrillic letters in all."""
    if max(uk, ru) > foreign and uk != ru:
        return "uk" if uk > ru else "ru"
    soft = not (uk or ru or foreign) and cyrillic >= SOFT_LETTERS and _SOFT.search(sample.lower())
    return "ru" if soft else None


def _by_words(sample: str, frequent: Frequent) -> str | None:
    """The language of a text in Latin letters whose small words are that language's; None where none is."""
    if len(sample.encode("ascii", "ignore")) < PLAIN_SHARE * len(sample):
        return None
    words = sample.lower().split()
    for code, small in frequent.items():
        found = [word for word in words if word in small]
        if len(found) >= FREQUENT_SHARE * len(words) and len(set(found)) >= FREQUENT_KINDS:
            return code
    return None


def _ruled_out(declared: str, own: dict[str, int], cyrillic: int, letters: int) -> bool:
    if declared in own:
        rival = "ru" if declared == "uk" else "uk"
        return letters >= 10 and (cyrillic * 5 < letters or (own[rival] >= 5 and own[rival] > 4 * own[declared]))
    return declared == "en" and letters >= 10 and cyrillic * 2 >= letters


def _cyrillic(sample: str, letters: str, own: dict[str, int], cyrillic: int) -> str | None:
    foreign = sum(map(letters.count, _ELSEWHERE))
    if (told := _own_letters(sample, own["uk"], own["ru"], foreign, cyrillic)) is not None:
        return told
    code, probability = _classified(sample)
    if probability >= _SURE:
        return code
    if not foreign and len(letters) < _SHORT_LETTERS:
        shares = {code: score for code, score in _identifier().rank(sample) if code in own}
        likely = max(shares, key=lambda code: shares[code])
        return likely if shares[likely] >= 0.6 * sum(shares.values()) else None
    return None


def _other(sample: str, letters: str) -> str | None:
    code, probability = _classified(sample)
    if probability >= _SURE:
        return code
    return "en" if len(letters) < _SHORT_LETTERS and letters.isascii() else None


def _classified(sample: str) -> tuple[str, float]:
    """The likeliest language and its probability."""
    told: tuple[str, float] = _identifier().classify(sample)
    return told


@cache
def _identifier() -> Any:
    """Loaded when first needed: the model takes 0.7 s, and most reports tell their language themselves.

    Of languages with an ISO 639-1 code only: among all of them short plain English is often taken for Nigerian Pidgin.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = {str(code) for code in identifier.nb_classes}
    identifier.set_languages(sorted(code for code in known if len(code) == 2 and code not in _NO_PRESS))
    return identifier
