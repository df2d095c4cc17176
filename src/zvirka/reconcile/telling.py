"""What one report tells, in marks that can be held against another report's, in the same language or another: names as skeletons of
consonants, figures, days, and beginnings of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zvirka.ground import Ground
from zvirka.ground.words import expand_all, fold_word
from zvirka.model.claims import Claim
from zvirka.model.items import Text

STEM_LETTERS, WORD_LETTERS = 5, 5
"""House rule: words of five letters and more are compared by their first five, which forms of one word share in all three languages."""
HALF = 0.5
"""House rule, as for statements retold (`statements.WORDS_SHARED`, "surely so"): with half of the longer words of the shorter in
common two passages of one language speak of one thing."""
NAME_LETTERS = 4
"""House rule: two skeletons are one name where their first four consonants are the same, or one of three is how the other begins."""

_TOKEN = re.compile(r"\d+(?:[\u00a0\u202f ]\d{3}(?!\d)|[.,]\d+)*|[^\W\d_](?:[\w]|['’ʼ-](?=\w))*")
_ENDS = ".!?…\n:"
_LETTERS = dict(
    zip("абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяё", ["a", "b", "v", "g", "g", "d", "e", "e", "j", "z", "i", "i", "i", "", "k", "l", "m",
        "n", "o", "p", "r", "s", "t", "u", "f", "g", "c", "q", "w", "w", "", "i", "", "e", "u", "a", "e"], strict=True)
)  # fmt: skip
"""Cyrillic letters by the sound class they share with what the usual romanisations write for them: г, ґ, х and g, h, kh are one
(KMU 2010 writes h for г, BGN/PCGN g), ч is q, ш and щ are w, ж is j, ц is c."""
_DIGRAPHS = (
    ("w", "v"), ("shch", "w"), ("sch", "w"), ("tsch", "q"), ("ch", "q"), ("sh", "w"), ("zh", "j"), ("kh", "g"), ("ts", "\0"), ("tz", "\0"),
    ("ck", "k"), ("ph", "f"), ("x", "ks"), ("c", "k"), ("\0", "c"), ("h", "g"),
)  # fmt: skip
_VOWELS = frozenset("aeiouy")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|-?[а-яіїєґ]{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a report tells. names: skeletons of its names, sides' and months' left out. maybe: those of words that only begin a sentence.

    figures: numbers, in digits or words, that are no part of a date. days: days its claims name. stems: beginnings of its longer
    words. speakers: skeletons of the names of whoever its claims are closest to, where they are named. words: how many words and
    figures it has.
    """

    language: str
    published: date | None
    names: frozenset[str]
    maybe: frozenset[str]
    figures: frozenset[float]
    days: frozenset[str]
    stems: frozenset[str]
    speakers: frozenset[str]
    words: int


class Teller:
    """Makes tellings by the words of a ground's packs."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._numbers: dict[str, dict[str, float]] = {}
        self._months: dict[str, dict[str, int]] = {}
        for code in ground.languages:
            pack = ground.language(code)
            numbers = pack.get("quantities", {}).get("numbers", {})
            self._numbers[code] = {
                fold_word(word): float(key) for key, words in numbers.items() for word in expand_all(words)
            }
            months = pack.get("times", {}).get("months", {})
            self._months[code] = {
                fold_word(word): int(key) for key, words in months.items() for word in expand_all(words)
            }

    def telling(self, text: Text, claims: Sequence[Claim]) -> Telling:
        """What a report tells. claims: all of its claims."""
        language = text.language or ""
        sides = {
            offset for start, end, _, _ in self._ground.find_sides(text.text, language) for offset in range(start, end)
        }
        numbers, months = self._numbers.get(language, {}), self._months.get(language, {})
        tokens = list(_TOKEN.finditer(text.text))
        names: set[str] = set()
        maybe: set[str] = set()
        stems: set[str] = set()
        figures: set[float] = set()
        days: set[str] = set()
        for index, token in enumerate(tokens):
            word, folded = token[0], _folded(token[0])
            if word[0].isdecimal():
                month = _month_beside(tokens, index, months)
                if month is not None and word.isdecimal() and int(word) <= 31:
                    days.add(f"{month:02d}-{int(word):02d}")
                elif _ORDINAL.match(text.text, token.end()):
                    names.add(f"#{word}")
                else:
                    figures.add(_number(word))
                continue
            if folded in numbers:
                if numbers[folded] > 1:
                    figures.add(numbers[folded])
                continue
            if len(word) >= WORD_LETTERS:
                stems.add(stem(word))
            if word[0].isupper() and folded not in months and token.start() not in sides and len(word) > 1:
                key = skeleton(word)
                if len(key) > 1:
                    (maybe if _begins(text.text, token.start()) else names).add(key)
        for claim in claims:
            days |= {f"{day.month:02d}-{day.day:02d}" for day in stated_days(claim)}
        speakers = {key for claim in claims for key in _speaker(claim) if key in names or key in maybe}
        return Telling(
            language, text.published.day if text.published else None, frozenset(names), frozenset(maybe - names),
            frozenset(figures), frozenset(days), frozenset(stems), frozenset(speakers), len(tokens),
        )  # fmt: skip


def _speaker(claim: Claim) -> Iterable[str]:
    """Names of whoever is closest to the event; an office that begins a sentence with a capital is none."""
    closest = claim.attribution[0] if claim.attribution else None
    if closest is None or not closest.named:
        return ()
    words = [token[0] for token in _TOKEN.finditer(closest.name)]
    return skeletons(closest.name if all(word[0].isupper() for word in words) else " ".join(words[1:]))


def stated_days(claim: Claim) -> list[date]:
    """The last day of the event of a claim, where words name it."""
    event = claim.times.event
    day = event and (event.latest or event.earliest)
    return [day] if event is not None and day and event.basis == "stated" else []


_folded = lru_cache(maxsize=200_000)(fold_word)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The beginning by which forms of one word are one."""
    return fold_word(word)[:STEM_LETTERS]


def stems_of(words: str) -> frozenset[str]:
    """Beginnings of the longer words of a passage."""
    return frozenset(stem(token[0]) for token in _TOKEN.finditer(words) if len(token[0]) >= WORD_LETTERS)


def skeletons(words: str) -> frozenset[str]:
    """Skeletons of the capitalised words of a passage, those of one consonant left out."""
    found = (skeleton(token[0]) for token in _TOKEN.finditer(words) if token[0][0].isupper())
    return frozenset(key for key in found if len(key) > 1)


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of a name, the same from every usual spelling: "Ryazan", "Рязань" and "рязанский" begin "rzn"."""
    lower = word.lower().replace("ʼ", "").replace("’", "").replace("'", "").replace("-", "")
    latin = "".join(_LETTERS.get(letter, letter) for letter in lower)
    if latin == lower:
        for pair, letter in _DIGRAPHS:
            latin = latin.replace(pair, letter)
    kept: list[str] = ["a"] if latin[:1] in _VOWELS else []
    for before, letter in zip(" " + latin, latin, strict=False):
        if letter not in _VOWELS and letter != before and not (letter == "j" and before in _VOWELS):
            kept.append(letter)
    return "".join(kept)


def alike(one: str, other: str) -> bool:
    """Whether two skeletons are those of one name (rule above); names with figures in them only where they are the same."""
    if one == other:
        return True
    if "#" in (one[0], other[0]):
        return False
    short, long = sorted((one, other), key=len)
    return (
        one[:NAME_LETTERS] == other[:NAME_LETTERS]
        if len(short) >= NAME_LETTERS
        else len(short) == 3 and long.startswith(short)
    )


def in_common(one: Iterable[str], other: Iterable[str]) -> list[str]:
    """Names of the first that are in the second."""
    others = list(other)
    return [name for name in one if any(alike(name, each) for each in others)]


def _month_beside(tokens: Sequence[re.Match[str]], index: int, months: dict[str, int]) -> int | None:
    """The month of "4 June" or "June 4"."""
    for at in (index + 1, index - 1):
        if 0 <= at < len(tokens) and (month := months.get(_folded(tokens[at][0]))) is not None:
            first, second = sorted((index, at))
            if tokens[second].start() - tokens[first].end() <= 2:
                return month
    return None


def _number(word: str) -> float:
    plain = re.sub(r"[\u00a0\u202f ]", "", word)
    plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    return float(plain) if plain.count(".") < 2 else float(plain.replace(".", ""))


def _begins(text: str, start: int) -> bool:
    """Whether a word begins a sentence, so that its capital says nothing."""
    before = text[:start].rstrip(' \t\u00a0«“"„—–-(')
    return not before or before[-1] in _ENDS or text[len(before) : start].count("\n") > 0
