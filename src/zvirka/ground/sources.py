"""Known sources: people, bodies, outlets and channels, by name in any script or by the role they held on a date."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from zvirka.ground.words import Declension, Phrases, expand_all
from zvirka.model.sources import Side, SourceKind


@dataclass(frozen=True, slots=True)
class Role:
    """An office held. names: by language. since, until: first and last day, None where open."""

    names: Mapping[str, tuple[str, ...]]
    since: date | None
    until: date | None

    def held(self, on: date | None) -> bool:
        """Whether the office was held on that day; on an unknown day only one that the pack gives no dates."""
        if on is None:
            return self.since is None and self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A known source. names: chief name by language. group: sub-group inside its side ("" for none).

    place: gazetteer id of what an official heads, "" otherwise. by_role: resolved by an office held, not by its own name:
    who held it is ours, not the text's.
    """

    id: str
    names: Mapping[str, str]
    kind: SourceKind
    side: Side
    group: str
    roles: tuple[Role, ...]
    place: str = ""
    by_role: bool = False


class Sources:
    """entries: [[sources]] of a theatre; side_words: (word, side id) by language, to tell whose office is meant."""

    def __init__(
        self,
        entries: Sequence[Mapping[str, Any]],
        languages: Mapping[str, Mapping[str, Any]],
        side_words: Mapping[str, Sequence[tuple[str, Side]]],
    ) -> None:
        self._infos = {entry["id"]: _info(entry) for entry in entries}
        self._spellings: dict[str, list[str]] = {}
        self._names: dict[str, Phrases[str]] = {}
        self._roles: dict[str, Phrases[str]] = {}
        self._last: tuple[str, str, list[tuple[int, int, str]]] = ("", "", [])
        self._sides = {code: Phrases(words) for code, words in side_words.items()}
        for code, document in languages.items():
            declension = Declension(document.get("places", {}).get("declension", ()))
            named = list(_named(entries, code, declension))
            for form, id in named:
                self._spellings.setdefault(id, []).append(form)
            self._names[code] = Phrases(named)
            self._roles[code] = Phrases(_roles(self._infos.values(), code, declension))

    def with_sides(self, sides: Mapping[str, Side]) -> Sources:
        """The same sources with other sides by id, as people say; a sub-group of the old side is no group of the new one."""
        made = copy.copy(self)
        made._infos = dict(self._infos)
        for id, side in sides.items():
            if id in made._infos and made._infos[id].side != side:
                made._infos[id] = replace(made._infos[id], side=side, group="")
        return made

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all sources, in the pack's order."""
        return tuple(self._infos)

    def get(self, id: str) -> SourceInfo | None:
        """The source of an id."""
        return self._infos.get(id)

    def spellings(self, id: str) -> tuple[str, ...]:
        """Every form of a source's names in all languages and cases."""
        return tuple(dict.fromkeys(self._spellings.get(id, ())))

    def resolve(self, name: str, language: str, on: date | None) -> SourceInfo | None:
        """Who is meant by a name or by an office with its country, on that day; None where nobody or more than one is.

        A name in any language wins over an office. An office needs its holder at that date to be the only one the words fit.
        """
        return self.named(name, language) or self.in_office(self.offices(name, language), on)

    def named(self, name: str, language: str) -> SourceInfo | None:
        """Who is meant by a name; the day is nothing to it."""
        for code in (language, *(other for other in self._names if other != language)):
            found = self._names[code].find(name) if code in self._names else []
            if found:
                # the last name heads the phrase: "Deputy Defence Minister of Ukraine Hanna Maliar", "NTV's Ivanov"
                people = [hit for hit in found if self._infos[hit.values[0]].kind not in ("media", "official_document")]
                return self._infos[(people or found)[0].values[0]]
        return None

    def find(self, text: str, language: str) -> list[tuple[int, int, SourceInfo]]:
        """Known names in a text (not offices): start, end, source; leftmost and longest."""
        phrases = self._names.get(language)
        if phrases is None:
            return []
        if self._last[:2] != (text, language):
            found = [
                (hit.start, hit.end, hit.values[0])
                for hit in phrases.find(text)
                if text[hit.start].isupper() or not text[hit.start].isalpha()
            ]
            self._last = (text, language, found)  # several readers ask it of a text, one after the other
        return [(start, end, self._infos[id]) for start, end, id in self._last[2]]

    def offices(self, name: str, language: str) -> tuple[tuple[SourceInfo, ...], ...]:
        """Of each office that words may name all who ever held it, those of the side the words tell, the longest words first."""
        if language not in self._roles:
            return ()
        found = []
        sides = {side for hit in self._sides[language].all(name) for side in hit.values}
        hits = sorted(self._roles[language].find(name), key=lambda hit: hit.start - hit.end)
        for hit in hits:
            rest = name[: hit.start] + " " + name[hit.end :]
            if not sides and any(char.isupper() for char in rest):
                continue  # somebody else's: "France's deputy defence minister"
            holders = (self._infos[id] for id in hit.values)
            found.append(tuple(info for info in holders if not sides or info.side in sides))
        return tuple(found)

    @staticmethod
    def in_office(offices: Iterable[Iterable[SourceInfo]], on: date | None) -> SourceInfo | None:
        """Who held the first of the offices that just one held on that day."""
        for holders in offices:
            held = [info for info in holders if any(role.held(on) for role in info.roles)]
            if len(held) == 1:
                return replace(held[0], by_role=True)
        return None


def _info(entry: Mapping[str, Any]) -> SourceInfo:
    roles = tuple(
        Role(
            {code: tuple(expand_all(words)) for code, words in role.items() if code not in ("since", "until")},
            _day(role.get("since")),
            _day(role.get("until")),
        )
        for role in entry.get("roles", ())
    )
    return SourceInfo(
        id=entry["id"],
        names={code: (words if isinstance(words, str) else words[0]) for code, words in entry["names"].items()},
        kind=cast(SourceKind, entry["kind"]),
        side=entry["side"],
        group=entry.get("group", ""),
        roles=roles,
        place=entry.get("place", ""),
    )


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _named(entries: Sequence[Mapping[str, Any]], code: str, declension: Declension) -> Iterator[tuple[str, str]]:
    for entry in entries:
        names = entry["names"].get(code, [])
        for name in expand_all([names] if isinstance(names, str) else names):
            for forms in declension.forms(name).values():
                for form in forms:
                    yield form, entry["id"]
        for name in expand_all(entry.get("forms", {}).get(code, ())):
            yield name, entry["id"]


def _roles(infos: Any, code: str, declension: Declension) -> Iterator[tuple[str, str]]:
    for info in infos:
        for role in info.roles:
            for name in role.names.get(code, ()):
                for forms in declension.forms(name).values():
                    for form in forms:
                        yield form, info.id
