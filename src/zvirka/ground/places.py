"""The gazetteer: places of a theatre, their names in every case and script, and how they lie to each other.

Besides the places a pack lists, parts and directions exist by rule: "geonames:706482#north" is the north of a listed
place, "geonames:706482#direction" the front-line direction named after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Literal, NamedTuple, cast

from zvirka.ground.words import CASES, Declension, Phrases, expand_all
from zvirka.model.places import PlaceKind
from zvirka.model.sources import Side

PlaceRelation = Literal["same", "contains", "within", "overlaps", "disjoint", "unknown"]
COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "centre")
_UNCERTAINTY_M: dict[PlaceKind, float] = {
    "country": 600_000,
    "adm1": 100_000,
    "adm2": 40_000,
    "settlement": 5_000,
    "direction": 60_000,
    "region": 100_000,
    "border": 100_000,
    "river": 100_000,
    "facility": 1_000,
    "unknown": 1_000_000,
}
"""House rule: a radius that holds the usual place of the kind in the theatre, where a pack gives none."""
_OFFSET_DEG = {"north": (0, 1), "northeast": (1, 1), "east": (1, 0), "southeast": (1, -1), "south": (0, -1)}
_OFFSET_DEG |= {"southwest": (-1, -1), "west": (-1, 0), "northwest": (-1, 1), "centre": (0, 0)}
_FOREIGN = 20
"""Added to the rank of names in another language than the text's: writers mix them, but their own language's go first."""
_REACH = 24
"""How many characters may stand between a compass word and its name ("of the part of the")."""
_METRES_A_DEGREE = 111_195.0
"""Length of a degree of latitude on a sphere of the Earth's mean radius (6,371.0088 km, IUGG)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place. names: by language, nominative. forms: other names by language. lon, lat: WGS84 degrees or None.

    parent: the place it lies in, "" at the top; within, covers, touches: further places it lies in, holds or reaches into.
    uncertainty_m: radius that holds it. side: home side of a country or first-level unit. seat: its chief town.
    """

    id: str
    kind: PlaceKind
    names: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parent: str = ""
    within: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    lon: float | None = None
    lat: float | None = None
    uncertainty_m: float = 0.0
    side: Side | None = None
    seat: str = ""
    rank: int = 5


class PlaceForm(NamedTuple):
    """How a place was named. via: name, form, adjective, direction or compass. cases: grammatical cases the form may stand in."""

    via: str
    cases: tuple[str, ...] = ()


class PlaceHit(NamedTuple):
    """A place name in a text: offsets, gazetteer ids best first, and how it was named."""

    start: int
    end: int
    ids: tuple[str, ...]
    form: PlaceForm


@dataclass(frozen=True, slots=True)
class _Filed:
    """What the automaton files under a phrase: a place, or a compass word."""

    id: str
    via: str
    case: str
    rank: int = 0
    capital: bool = True


class Gazetteer:
    """Places by id and by name. entries: [[places]] of a theatre; languages: merged language documents by code."""

    def __init__(self, entries: Sequence[Mapping[str, Any]], languages: Mapping[str, Mapping[str, Any]]) -> None:
        self._places = {entry["id"]: _place(entry) for entry in entries}
        self._raw = {entry["id"]: entry for entry in entries}
        self._rules = {code: document.get("places", {}) for code, document in languages.items()}
        self._declensions = {code: Declension(rules.get("declension", ())) for code, rules in self._rules.items()}
        self._phrases = {code: Phrases(self._filed(code)) for code in languages}
        self._joins = {code: _between(rules, "compass_joins") for code, rules in self._rules.items()}
        self._lists = {code: _between(rules, "compass_lists", "compass_joins") for code, rules in self._rules.items()}

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all listed places, in the pack's order."""
        return tuple(self._places)

    def get(self, id: str) -> Place | None:
        """The place of an id, listed or made by rule; None where there is none."""
        base, mark, part = id.partition("#")
        place = self._places.get(base)
        if place is None or not mark:
            return place
        if part == "direction":
            return replace(
                place,
                id=id,
                kind="direction",
                parent=self._top(base),
                touches=(base,),
                side=None,
                uncertainty_m=60_000,
                names=self._named(id),
            )
        if part not in COMPASS:
            return None
        lon, lat = place.lon, place.lat
        reach = place.uncertainty_m / 2
        if lon is not None and lat is not None:
            east, north = _OFFSET_DEG[part]
            lon, lat = lon + east * reach / _METRES_A_DEGREE, lat + north * reach / _METRES_A_DEGREE
        return replace(
            place,
            id=id,
            kind="region",
            parent=base,
            within=(),
            covers=(),
            touches=(),
            lon=lon,
            lat=lat,
            uncertainty_m=reach,
            names=self._named(id),
        )

    def name(self, id: str, language: str, case: str = "nominative") -> str:
        """A place's name in a language and case, falling back to the nominative, English, any name, and at last the id."""
        base, mark, part = id.partition("#")
        place = self._places.get(base)
        if place is None:
            return id
        code = language if language in place.names else "en" if "en" in place.names else next(iter(place.names), "")
        if not code:
            return id
        if mark:
            return self._part_name(base, part, code, case)
        listed = self._raw[base].get("cases", {}).get(code, {}).get(case)
        if isinstance(listed, str):
            return listed
        forms = self._declensions[code].forms(place.names[code]) if code in self._declensions else {}
        return forms.get(case, [place.names[code]])[0]

    def spellings(self, id: str) -> tuple[str, ...]:
        """Every form of a listed place's names in all languages and cases, adjectives left out."""
        place = self._places.get(id)
        if place is None:
            return ()
        forms: list[str] = []
        for code in self._rules:
            forms += [form for form, filed in self._filed_names(place, code, 0) if filed.id == id]
        return tuple(dict.fromkeys(forms))

    def ancestors(self, id: str) -> tuple[str, ...]:
        """Ids of everything the place lies in, nearest first."""
        found: list[str] = []
        queue = [id]
        while queue:
            place = self.get(queue.pop(0))
            for outer in (place.parent, *place.within) if place else ():
                if outer and outer not in found and outer != id:
                    found.append(outer)
                    queue.append(outer)
        return tuple(found)

    def contains(self, outer: str, inner: str) -> bool:
        """Whether inner lies wholly in outer; a place contains itself."""
        if outer == inner:
            return True
        above = self.ancestors(inner)
        if outer in above:
            return True
        place = self.get(outer)
        return place is not None and any(covered == inner or covered in above for covered in place.covers)

    def relation(self, a: str, b: str) -> PlaceRelation:
        """How a lies to b: same, contains, within, overlaps, disjoint, or unknown where the pack cannot tell."""
        if a == b:
            return "same"
        if self.contains(a, b):
            return "contains"
        if self.contains(b, a):
            return "within"
        first, second = self.get(a), self.get(b)
        if first is None or second is None:
            return "unknown"
        if self._reaches(first, b) or self._reaches(second, a):
            return "overlaps"
        return self._apart(first, second)

    def find(self, text: str, language: str) -> list[PlaceHit]:
        """Place names in a text, leftmost and longest; names hold a capital or follow "#", adjectives need not.

        Compass words join what follows them: "northern Kharkiv oblast", "північ Харківщини", "south and east of Ukraine".
        """
        phrases = self._phrases.get(language)
        if phrases is None:
            return []
        names, compass = [], []
        for hit in phrases.find(text):
            if any(value.via == "compass" for value in hit.values):
                compass.append((hit.start, hit.end, tuple(value.id for value in hit.values)))
            elif _is_name(text, hit.start, hit.end, hit.values[0]):
                best = sorted(hit.values, key=lambda value: value.rank)
                cases = tuple(dict.fromkeys(value.case for value in best if value.id == best[0].id))
                names.append(
                    PlaceHit(
                        hit.start,
                        hit.end,
                        tuple(dict.fromkeys(value.id for value in best)),
                        PlaceForm(best[0].via, cases),
                    )
                )
        return self._join_compass(text, language, names, compass)

    def compass(self, text: str, language: str) -> list[tuple[int, int, str]]:
        """Compass words of a text that no place name follows: (start, end, one of COMPASS)."""
        phrases = self._phrases.get(language)
        if phrases is None:
            return []
        covered: set[int] = set()
        for hit in self.find(text, language):
            covered.update(range(hit.start, hit.end))
        return [
            (hit.start, hit.end, hit.values[0].id)
            for hit in phrases.find(text)
            if hit.values[0].via == "compass" and hit.start not in covered
        ]

    def resolve(self, name: str, language: str | None = None) -> str | None:
        """The id of a name standing alone, in one language or any; None where no place is called so."""
        for code in (language,) if language else tuple(self._phrases):
            for hit in self.find(name.strip(), code) if code in self._phrases else ():
                if hit.start == 0 and hit.end == len(name.strip()):
                    return hit.ids[0]
        return None

    def _filed(self, code: str) -> Iterator[tuple[str, _Filed]]:
        for place in self._places.values():
            yield from self._filed_names(place, code, place.rank)
            for other in self._rules:
                if other != code:
                    yield from self._filed_names(place, other, place.rank + _FOREIGN)
            yield from self._filed_adjectives(place, code)
        for part, words in self._rules[code].get("compass", {}).items():
            for word in expand_all([*words.get("noun", ()), *words.get("adjective", ())]):
                yield word, _Filed(part, "compass", "")

    def _filed_names(self, place: Place, code: str, rank: int) -> Iterator[tuple[str, _Filed]]:
        named = [(place.names[code], "name")] if code in place.names else []
        named += [(form, "form") for form in expand_all(place.forms.get(code, ()))]
        for name, via in named:
            for case, forms in self._declensions[code].forms(name).items():
                for form in forms:
                    capital = name != name.lower()
                    yield from _spellings(form, _Filed(place.id, via, case, rank, capital))
        for case, form in self._raw[place.id].get("cases", {}).get(code, {}).items():
            yield from _spellings(form, _Filed(place.id, "name", case, rank))

    def _filed_adjectives(self, place: Place, code: str) -> Iterator[tuple[str, _Filed]]:
        rules = self._rules[code]
        endings = rules.get("adjective_endings", [""])
        for stem in expand_all(self._raw[place.id].get("stem", {}).get(code, ())):
            for kind in (place.kind, "direction"):
                nouns = rules.get("nouns", {}).get(kind, {})
                id = f"{place.id}#direction" if kind == "direction" and place.kind != "direction" else place.id
                via = "direction" if kind == "direction" else "adjective"
                for case, ending in product(nouns, endings):
                    for noun in expand_all(nouns[case]):
                        phrase = f"{noun} {stem}" if case == "before" else f"{stem}{ending} {noun}"
                        yield from _spellings(phrase, _Filed(id, via, "" if case == "before" else case, place.rank))

    def _join_compass(
        self, text: str, language: str, names: list[PlaceHit], compass: list[tuple[int, int, tuple[str, ...]]]
    ) -> list[PlaceHit]:
        """Compass words directly before a name take it: each gives one hit; only the last one's span holds the name."""
        joins, lists = self._joins[language], self._lists[language]
        hits = {hit.start: hit for hit in names}
        for start, end, parts in reversed(compass):
            follower = next((hits[at] for at in range(end, min(end + _REACH, len(text))) if at in hits), None)
            between = lists if follower is not None and follower.form.via == "compass" else joins
            if follower is None or not between.fullmatch(text, end, follower.start):
                continue
            part = next((value for value in parts if value in COMPASS), None)
            base = follower.ids[0].partition("#")[0]
            place = self._places[base]
            if part is None or place.kind not in ("country", "adm1", "adm2", "region"):
                continue
            listed = follower.form.via == "compass" and follower.ids[0].partition("#")[2] in COMPASS
            hits[start] = PlaceHit(
                start, end if listed else follower.end, (f"{base}#{part}",), PlaceForm("compass", follower.form.cases)
            )
            if not listed:
                del hits[follower.start]
        return [hits[start] for start in sorted(hits)]

    def _part_name(self, base: str, part: str, code: str, case: str) -> str:
        if part == "direction":
            pattern = self._rules[code].get("names", {}).get("direction", "{name}")
            stem = expand_all(self._raw[base].get("stem", {}).get(code, ()))
            if isinstance(pattern, dict):
                pattern = pattern.get(case, pattern["nominative"])
            return str(pattern).format(
                name=self.name(base, code), stem=stem[0].capitalize() if stem else self.name(base, code)
            )
        pattern = self._rules[code].get("compass", {}).get(part, {}).get("name", "{name} (" + part + ")")
        if isinstance(pattern, dict):
            pattern = pattern.get(case, pattern["nominative"])
        return str(pattern).format(name=self.name(base, code), genitive=self.name(base, code, "genitive"))

    def _named(self, id: str) -> dict[str, str]:
        base = self._places[id.partition("#")[0]]
        return {code: self.name(id, code) for code in base.names if code in self._rules}

    def _top(self, id: str) -> str:
        above = self.ancestors(id)
        return above[-1] if above else ""

    def _reaches(self, place: Place, other: str) -> bool:
        return any(
            touched == other or self.contains(touched, other) or self.contains(other, touched)
            for touched in place.touches
        )

    def _apart(self, first: Place, second: Place) -> PlaceRelation:
        """Two places of which neither holds the other: apart, unless both are parts of one place or fuzzy in one."""
        fuzzy = ("direction", "region", "border", "river", "unknown")
        if first.kind not in fuzzy and second.kind not in fuzzy:
            return (
                "disjoint"
                if (first.parent or first.kind == "country") and (second.parent or second.kind == "country")
                else "unknown"
            )
        above, below = self.ancestors(first.id), self.ancestors(second.id)
        if not above or not below:
            return "unknown"
        if first.kind in fuzzy and second.kind in fuzzy:
            return "unknown" if set(above) & set(below) else "disjoint"
        firm, soft = (below, above) if first.kind in fuzzy else (above, below)
        return (
            "unknown"
            if soft[0] in firm or soft[0] in (first.id, second.id)
            else "disjoint"
            if not set(soft) & set(firm)
            else "unknown"
        )


def _place(entry: Mapping[str, Any]) -> Place:
    kind = cast(PlaceKind, entry["kind"])
    return Place(
        id=entry["id"],
        kind=kind,
        names=dict(entry["names"]),
        forms={code: tuple(words) for code, words in entry.get("forms", {}).items()},
        parent=entry.get("parent", ""),
        within=tuple(entry.get("within", ())),
        covers=tuple(entry.get("covers", ())),
        touches=tuple(entry.get("touches", ())),
        lon=entry.get("lon"),
        lat=entry.get("lat"),
        uncertainty_m=float(entry.get("uncertainty_m", _UNCERTAINTY_M[kind])),
        side=entry.get("side"),
        seat=entry.get("seat", ""),
        rank=int(entry.get("rank", 5)),
    )


def _spellings(form: str, filed: _Filed) -> Iterator[tuple[str, _Filed]]:
    """The form as written and, since many writers drop them, without apostrophes."""
    yield form, filed
    bare = re.sub("['’ʼ]", "", form)
    if bare != form:
        yield bare, filed


def _between(rules: Mapping[str, Any], *lists: str) -> re.Pattern[str]:
    """What may stand between a compass word and the name, or the next compass word, it belongs to."""
    listed = expand_all(word for name in lists for word in rules.get(name, ()))
    words = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
    return re.compile(rf"[ \-\u00a0]?(?:(?:{words})[ \u00a0])?" if words else r"[ \-\u00a0]?", re.IGNORECASE)


def _is_name(text: str, start: int, end: int, filed: _Filed) -> bool:
    """Whether a hit is written as a name: what the pack lists with a capital needs one, adjectives and hashtags do not."""
    free = filed.via in ("adjective", "direction") or not filed.capital or text[start - 1 : start] == "#"
    return free or any(char.isupper() for char in text[start:end])


__all__ = ["CASES", "COMPASS", "Gazetteer", "Place", "PlaceForm", "PlaceHit", "PlaceRelation"]
