"""One person under several spellings: who is told by the same name in another script, case or length is one speaker.

A name is led back to its consonants (`telling.skeleton`), so that it is the same in three languages. A family name alone is
whoever has it in full, where just one does: of two Smirnovs nobody knows which one "Smirnov" is. Bodies are not looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zvirka.ground import Ground
from zvirka.ground.words import fold_word
from zvirka.model.claims import Claim
from zvirka.model.sources import Side
from zvirka.reconcile.telling import alike, skeleton

CASE_LETTERS = frozenset("gm")
"""Consonants that an ending of a declined name may add in Ukrainian and Russian: -ого, -ом, -ым, -им."""
SHORTEST = 3
"""House rule: a family name of fewer consonants is the same only where all of them are."""
_TOKEN = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
Told = tuple[Side, str]
"""A side, and a name as written."""


@dataclass(frozen=True, slots=True)
class _Person:
    """A name taken apart into skeletons. given: "" where only the family name is told."""

    given: str
    family: str
    side: Side
    key: str


def name_key(side: Side, name: str) -> str:
    """The key of a speaker known by name alone."""
    return f"name:{side}:{' '.join(name.casefold().split())}"


def people_of(claims: Iterable[Claim], ground: Ground) -> dict[Told, str]:
    """{(side, name as written): key of the speaker} of names that no pack knows and that another spelling tells too: "source:…" where that
    one is in a pack, else the key of one of them. Order of the claims is irrelevant."""
    names: dict[Told, str] = {}
    known: dict[str, _Person] = {}
    seen: set[tuple[Side, str, str]] = set()
    for claim in claims:
        closest = claim.attribution[0] if claim.attribution else None
        if closest is None or not closest.named:
            continue
        looked_at = len(seen)
        seen.add((closest.side, closest.name, claim.language))
        if len(seen) == looked_at:
            continue
        info = ground.sources.named(closest.name, claim.language)
        if info is None:
            names[closest.side, closest.name] = claim.language
        elif info.id not in known and info.kind not in ("media", "official_document"):
            person = next(
                (
                    found
                    for name in info.names.values()
                    if (found := _taken_apart(name, info.side, f"source:{info.id}"))
                ),
                None,
            )
            if person is not None and person.given:
                known[info.id] = person
    bodies = {code: _bodies(ground, code) for code in ground.languages}
    told: dict[Told, _Person] = {}
    for (side, name), language in names.items():
        if not any(fold_word(word).startswith(bodies.get(language, ())) for word in _TOKEN.findall(name)):
            person = _taken_apart(name, side, name_key(side, name))
            if person is not None:
                told[side, name] = person
    return _united(told, known.values())


def _taken_apart(name: str, side: Side, key: str) -> _Person | None:
    """The person a name ends in: of the parts between commas the first that ends in two words with capitals; else one word alone, or
    after words without a capital."""
    if any(char.isdecimal() for char in name):
        return None
    for part in name.split(","):
        words = [found[0] for found in _TOKEN.finditer(part)]
        if len(words) > 1 and _is_name(words[-1]) and _is_name(words[-2]):
            return _Person(skeleton(words[-2]), skeleton(words[-1]), side, key)
    words = [found[0] for found in _TOKEN.finditer(name)]
    if (
        words
        and _is_name(words[-1])
        and not any(word[0].isupper() for word in words[:-1])
        and len(skeleton(words[-1])) > 1
    ):
        return _Person("", skeleton(words[-1]), side, key)
    return None


def _is_name(word: str) -> bool:
    return word[0].isupper() and not word.isupper()


def _united(told: Mapping[Told, _Person], known: Iterable[_Person]) -> dict[Told, str]:
    """Full names first, those in packs at the head of their groups; then family names alone, where just one group has it."""
    families: dict[str, list[list[_Person]]] = defaultdict(list)
    full = [*sorted(known, key=_order), *sorted((each for each in told.values() if each.given), key=_order)]
    for person in full:
        beside = families[person.family[:SHORTEST]]
        group = next((group for group in beside if all(_one(person, other) for other in group)), None)
        if group is not None:
            group.append(person)
        else:
            beside.append([person])
    for person in sorted((each for each in told.values() if not each.given), key=_order):
        beside = families[person.family[:SHORTEST]]
        fitting = [group for group in beside if all(_one(person, other) for other in group)]
        if len(fitting) == 1:
            fitting[0].append(person)
        elif not fitting:
            beside.append([person])
    head = {person.key: group[0].key for beside in families.values() for group in beside for person in group}
    return {name: head[person.key] for name, person in told.items() if head.get(person.key, person.key) != person.key}


def _order(person: _Person) -> tuple[bool, bool, str]:
    return (not person.key.startswith("source:"), person.side == "unknown", person.key)


def _one(one: _Person, other: _Person) -> bool:
    """Whether two names may be one person's: the family name, the given name where both have one, and no two sides."""
    if not _one_family(one.family, other.family) or (one.given and other.given and not alike(one.given, other.given)):
        return False
    return one.side == other.side or "unknown" in (one.side, other.side)


def _one_family(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    return len(short) >= SHORTEST and long[:-1] == short and long[-1] in CASE_LETTERS


def _bodies(ground: Ground, code: str) -> tuple[str, ...]:
    """Beginnings of words that name a body and no person, folded."""
    written = ground.language(code).get("attribution", {}).get("bodies", {}).get("words", ())
    return tuple(fold_word(word.rstrip("*")) for word in written)
