"""The ground of a theatre: its languages, sides, places, sources, equipment and units as one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from zvirka.ground.equipment import Equipment
from zvirka.ground.places import Gazetteer
from zvirka.ground.sources import Sources
from zvirka.ground.units import Units
from zvirka.ground.words import Phrases, expand_all
from zvirka.model.canonical import digest
from zvirka.model.errors import CaseError

SIDE_WORDS = ("country", "adjective", "people", "army", "government", "pro")


@dataclass(frozen=True, slots=True)
class Side:
    """A side of the war. names: {language: {case: form}}. words: {language: {class: all forms}}, classes as in SIDE_WORDS.

    country: gazetteer id of its country, "" where it has none. residents: {language: all forms of words for people of its towns}.
    """

    id: str
    country: str
    names: Mapping[str, Mapping[str, str]]
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    residents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Ground:
    """What words mean in one theatre. Read only. `version` is the digest of all its data.

    origin: what `load_ground` was called with; a pickled Ground is that, loaded again on the other side.
    """

    def __init__(
        self,
        theatre: Mapping[str, Any],
        languages: Mapping[str, Mapping[str, Any]],
        origin: tuple[str, str | None] | None = None,
    ) -> None:
        header = theatre["theatre"]
        self.name: str = header["name"]
        self.time_zone: str = header["time_zone"]
        self.languages: tuple[str, ...] = tuple(code for code in header["languages"] if code in languages)
        self.country: str = header.get("country", "")
        self.in_office: Mapping[str, str] = MappingProxyType(dict(header.get("in_office", {})))
        """Whose offices work in places that lie in another's country: {place: side}."""
        self.theatre: Mapping[str, Any] = MappingProxyType(dict(theatre))
        self._documents = {code: MappingProxyType(dict(document)) for code, document in languages.items()}
        self._origin = origin
        self._packed: Ground | None = None
        self._judged: dict[str, str] = {}
        self._last: tuple[str, str, list[tuple[int, int, str, str]]] = ("", "", [])
        self.version: str = digest("ground", theatre, {code: dict(document) for code, document in languages.items()})
        self.gazetteer = Gazetteer(theatre.get("places", ()), self._documents, theatre.get("tables", ()))
        self.sides: Mapping[str, Side] = MappingProxyType(
            {entry["id"]: _side(entry, self.gazetteer, tuple(self._documents)) for entry in theatre.get("sides", ())}
        )
        self._side_phrases = {
            code: Phrases(
                (word, (side.id, kind))
                for side in self.sides.values()
                for kind, words in side.words.get(code, {}).items()
                for word in words
            )
            for code in self._documents
        }
        owners = {
            code: [
                (word, side.id)
                for side in self.sides.values()
                for words in side.words.get(code, {}).values()
                for word in words
            ]
            for code in self._documents
        }
        self.sources = Sources(theatre.get("sources", ()), self._documents, owners)
        self.equipment = Equipment(theatre.get("equipment", ()), tuple(self._documents))
        self.units = Units()

    def with_sides(self, sides: Mapping[str, str]) -> Ground:
        """The same ground with other sides of known sources: {source id: side id}. `version` stays that of the packs."""
        if not sides:
            return self
        made = Ground.__new__(Ground)
        made.__dict__.update(self.__dict__)  # every part is read only and can be shared
        made.sources = self.sources.with_sides(sides)
        made._packed, made._judged = self._packed or self, {**self._judged, **sides}
        return made

    def language(self, code: str) -> Mapping[str, Any]:
        """The merged document of a language pack. Raises CaseError for a language there is no pack of."""
        try:
            return self._documents[code]
        except KeyError:
            raise CaseError(
                "there is no pack for this language",
                value=code,
                remedy=f"There are {', '.join(sorted(self._documents))}.",
            ) from None

    def message(self, code: str, key: str, **slots: object) -> str:
        """Text of the catalogue by key ("status.one_origin"), its {slots} filled; plural forms chosen by slot `n`.

        Raises CaseError where the key or a slot is missing.
        """
        found: Any = self.language(code).get("messages", {})
        if key in found:
            found = found[key]
        else:
            for step in key.split("."):
                found = found.get(step) if isinstance(found, Mapping) else None
        if isinstance(found, Mapping):
            n = slots.get("n")
            found = (
                found.get(plural(code, n), found.get("other")) if isinstance(n, (int, float)) else found.get("other")
            )
        if not isinstance(found, str):
            raise CaseError("no such message", file=f"packs/languages/{code}/messages.toml", place=key)
        try:
            return found.format(**slots)
        except (KeyError, IndexError) as error:
            raise CaseError(
                f"the message needs a slot {error} that was not given",
                file=f"packs/languages/{code}/messages.toml",
                place=key,
                value=found,
            ) from error

    def find_sides(self, text: str, language: str) -> list[tuple[int, int, str, str]]:
        """Words for sides in a text: start, end, side id, class of the word (see SIDE_WORDS); leftmost and longest."""
        phrases = self._side_phrases.get(language)
        if phrases is None:
            return []
        if self._last[:2] != (text, language):  # several readers ask it of a text, one after the other
            self._last = (text, language, [(hit.start, hit.end, *hit.values[0]) for hit in phrases.find(text)])
        return list(self._last[2])

    def __reduce__(self) -> tuple[Any, ...]:
        if self._packed is not None:
            return (Ground.with_sides, (self._packed, self._judged))
        if self._origin is None:
            return (Ground, (dict(self.theatre), {code: dict(document) for code, document in self._documents.items()}))
        from zvirka.ground.load import reload_ground

        return (reload_ground, self._origin)


def plural(code: str, n: float) -> str:
    """The plural category of a number (Unicode CLDR 45, plural rules of en, uk and ru for cardinals)."""
    if n != int(n):
        return "other"
    count = abs(int(n))
    if code == "en":
        return "one" if count == 1 else "other"
    if count % 10 == 1 and count % 100 != 11:
        return "one"
    if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:
        return "few"
    return "many"


def _side(entry: Mapping[str, Any], gazetteer: Gazetteer, languages: tuple[str, ...]) -> Side:
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    country = gazetteer.get(entry.get("country", ""))
    for code in languages:
        listed = {kind: entry.get("country_forms" if kind == "country" else kind, {}) for kind in SIDE_WORDS}
        classes = {kind: tuple(expand_all(words[code])) for kind, words in listed.items() if code in words}
        if country is not None and code in country.names:
            forms = (
                gazetteer.name(country.id, code, case)
                for case in ("nominative", "genitive", "dative", "accusative", "instrumental", "locative")
            )
            classes["country"] = tuple(dict.fromkeys([*classes.get("country", ()), *forms]))
        if classes:
            words[code] = classes
    names = {
        code: ({"nominative": forms} if isinstance(forms, str) else dict(forms))
        for code, forms in entry["names"].items()
    }
    residents = {code: tuple(expand_all(listed)) for code, listed in entry.get("residents", {}).items()}
    return Side(entry["id"], entry.get("country", ""), names, words, residents)
