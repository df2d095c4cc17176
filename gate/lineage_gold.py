"""Scores lineage on gold of our own (gate/lineage): which reports are retellings of one, and which claims say the same.

A story is a TOML file: `day` it is published, `look_day` of its look-alike, and a table a language with `base` (a report), `light`
([[words, words instead], …], an edit of it), `para` (the report retold in other words) and `look` (another event told alike: another
raid, another village of the same name, the same speaker a day later). `{a|words}` marks a statement; the same letter in `base`, `para`
and the other languages is the same statement, and no letter of `look` is.

Six pairs a story and language mix: base with itself under a new last line, with its edit, edit and base with the retelling, and base and
retelling with the look-alike; across languages bases and retellings with each other, and with look-alikes. A pair is given to
reconcile as a folder of its own, and is right when both reports get one origin, or do not. Same claims: of statements marked on both
sides with the same letter, and found by extraction on both, the share found to be one; what extraction misses the gate of claims scores.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from zvirka.extract import RulesExtractor
from zvirka.ground import load_ground
from zvirka.model.claims import Claim
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment
from zvirka.reconcile.retelling import Lineage, lineage_of

FOLDER = Path(__file__).with_name("lineage")
LANGUAGES = ("en", "uk", "ru")
MIXES = ("en-en", "uk-uk", "ru-ru", "cross")
TAIL = {"en": "Subscribe to our channel.", "uk": "Підписуйтеся на наш канал.", "ru": "Подписывайтесь на наш канал."}
WITHIN = (
    ("base", "verbatim", True), ("base", "light", True), ("base", "para", True), ("light", "para", True),
    ("base", "look", False), ("para", "look", False),
)  # fmt: skip
"""Pairs of one language: left, right, whether they go back to one report."""
ACROSS = (
    (("en", "base"), ("uk", "base"), True), (("uk", "base"), ("ru", "base"), True), (("ru", "base"), ("en", "base"), True),
    (("en", "para"), ("ru", "para"), True), (("en", "base"), ("uk", "look"), False), (("ru", "base"), ("en", "look"), False),
)  # fmt: skip
_MARK = re.compile(r"\{(\w)\|([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a story. marks: (letter, start, end) in its text; letters of the look-alike are its own."""

    text: Text
    claims: tuple[Claim, ...]
    marks: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings. wanted: whether one retells the other."""

    name: str
    half: str
    mix: str
    left: Version
    right: Version
    wanted: bool


def read_pairs(folder: Path = FOLDER) -> list[Pair]:
    """All pairs, in the order of their files. Raises ValueError for an edit whose words the report does not hold."""
    pairs: list[Pair] = []
    for path in sorted(folder.glob("*/*.toml")):
        pairs += _of_story(path)
    return pairs


def _of_story(path: Path) -> Iterator[Pair]:
    story = tomllib.loads(path.read_text("utf-8"))
    versions = {
        (language, kind): _version(path.stem, language, kind, words, story["look_day" if kind == "look" else "day"])
        for language in LANGUAGES
        for kind, words in _wordings(path, story[language], language)
    }
    for language in LANGUAGES:
        for left, right, wanted in WITHIN:
            name = f"{path.stem}: {language} {left}, {right}"
            mix = f"{language}-{language}"
            yield Pair(name, path.parent.name, mix, versions[language, left], versions[language, right], wanted)
    for one, other, wanted in ACROSS:
        name = f"{path.stem}: {' '.join(one)}, {' '.join(other)}"
        yield Pair(name, path.parent.name, "cross", versions[one], versions[other], wanted)


def _wordings(path: Path, told: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    edited = told["base"]
    for words, instead in told["light"]:
        if words not in edited:
            raise ValueError(f"{path}: {words!r} is to be edited and is not in the report")
        edited = edited.replace(words, instead)
    yield "base", told["base"]
    yield "verbatim", f"{told['base']}\n{TAIL[language]}"
    yield "light", edited
    yield "para", told["para"]
    yield "look", told["look"]


def _version(story: str, language: str, kind: str, words: str, day: date) -> Version:
    marks, plain, at = [], "", 0
    for mark in _MARK.finditer(words):
        plain += words[at : mark.start()]
        letter = f"look:{mark[1]}" if kind == "look" else mark[1]
        marks.append((letter, len(plain), len(plain) + len(mark[2])))
        plain, at = plain + mark[2], mark.end()
    plain += words[at:]
    item = f"{story}-{language}-{kind}"
    voice = Voice(f"Outlet {language} {kind}", "media", "unknown")
    text = Text(item, None, f"{item}.txt", plain, text_digest(plain), language, Moment(day), None, voice, "gold")
    return Version(text, _extractor().extract([text])[0].claims, tuple(marks))


@cache
def _extractor() -> RulesExtractor:
    return RulesExtractor(load_ground("ukraine"))


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with what reconcile made of it. same: pairs of claims it takes for one."""

    pair: Pair
    found: bool
    same: tuple[tuple[str, str], ...]

    @property
    def claims(self) -> tuple[int, int, int]:
        """(same claims wanted, found, right) among claims that stand on a mark; wanted are letters that extraction found on both sides."""
        marks = [_marked(version) for version in (self.pair.left, self.pair.right)]
        found_on = [{letter for letters in each.values() for letter in letters} for each in marks]
        wanted = len(found_on[0] & found_on[1])
        verdicts = [
            bool(set(marks[0][one]) & set(marks[1][other]))
            for one, other in self.same
            if one in marks[0] and other in marks[1]
        ]
        right = {
            letter
            for one, other in self.same
            if one in marks[0] and other in marks[1]
            for letter in set(marks[0][one]) & set(marks[1][other])
        }
        return wanted, len(right) + verdicts.count(False), len(right)


def _marked(version: Version) -> dict[str, list[str]]:
    """{claim: letters of the marks that its quote lies on by half of its length or of theirs}."""
    found = {}
    for claim in version.claims:
        start, end = claim.quote.start, claim.quote.end
        letters = [
            letter
            for letter, first, last in version.marks
            if 2 * (min(end, last) - max(start, first)) >= min(end - start, last - first)
        ]
        if letters:
            found[claim.id] = letters
    return found


def score_pair(pair: Pair) -> Scored:
    """The pair as a folder of two reports."""
    left, right = pair.left, pair.right
    if left.text.report == right.text.report:
        raise ValueError(f"{pair.name}: one report twice")
    made: Lineage = lineage_of([left.text, right.text], [*left.claims, *right.claims], load_ground("ukraine"))
    ids = {claim.id for claim in left.claims}
    same = tuple(sorted((one, other) if one in ids else (other, one) for one, other in made.same))
    return Scored(pair, made.origins[left.text.report] == made.origins[right.text.report], same)


def measures(scored: Sequence[Scored]) -> dict[str, float]:
    """Of pairs: precision, recall, F1, false merges of look-alikes; of claims of the retold pairs: F1 of sameness; counts beside them."""
    right = sum(each.found and each.pair.wanted for each in scored)
    found, wanted = sum(each.found for each in scored), sum(each.pair.wanted for each in scored)
    same = [sum(column) for column in zip(*(each.claims for each in scored), strict=True)]
    return {
        "precision": round(right / max(found, 1), 4),
        "recall": round(right / max(wanted, 1), 4),
        "f1": round(2 * right / max(found + wanted, 1), 4),
        "without_false_merge": float(found == right),
        "same_claim_f1": round(2 * same[2] / max(same[0] + same[1], 1), 4),
        "pairs": len(scored),
        "same_claims": same[0],
    }


def score_all(folder: Path = FOLDER) -> dict[str, dict[str, float]]:
    """Measures by language mix and half ("en-en/open")."""
    scored = [score_pair(each) for each in read_pairs(folder)]
    return {
        f"lineage/{mix}/{half}": measures([each for each in scored if (each.pair.mix, each.pair.half) == (mix, half)])
        for mix in MIXES
        for half in ("open", "blind")
    }
