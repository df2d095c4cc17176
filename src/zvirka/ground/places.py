"""The gazetteer: places of a theatre, their names in every case and script, and how they lie to each other.

Besides the places a pack lists, parts and directions exist by rule: "geonames:706482#north" is the north of a listed
place, "geonames:706482#direction" the front-line direction named after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from zvirka.ground.names import Filed, Named, Names
from zvirka.ground.place_rows import RANK, Place, PlaceForm, PlaceHit, Row, place_of, read_rows
from zvirka.ground.words import CASES, WHOLE, Declension, Phrases, expand_all, fold
from zvirka.model.places import PlaceKind

PlaceRelation = Literal["same", "contains", "within", "overlaps", "disjoint", "unknown"]
FUZZY: tuple[PlaceKind, ...] = ("direction", "region", "border", "river", "unknown")
"""Kinds of place that have no edges of their own."""
COMPASS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest", "centre")
_OFFSET_DEG = {"north": (0, 1), "northeast": (1, 1), "east": (1, 0), "southeast": (1, -1), "south": (0, -1)}
_OFFSET_DEG |= {"southwest": (-1, -1), "west": (-1, 0), "northwest": (-1, 1), "centre": (0, 0)}
_FOREIGN = 20
"""Added to the rank of names in another language than the text's: writers mix them, but their own language's go first."""
_REACH = 24
"""How many characters may stand between a compass word and its name ("of the part of the")."""
_METRES_A_DEGREE = 111_195.0
"""Length of a degree of latitude on a sphere of the Earth's mean radius (6,371.0088 km, IUGG)."""


class Gazetteer:
    """Places by id and by name.

    entries: [[places]] of a theatre; languages: merged language documents by code; tables: further places, one a row.
    """

    def __init__(
        self,
        entries: Sequence[Mapping[str, Any]],
        languages: Mapping[str, Mapping[str, Any]],
        tables: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self._raw: dict[str, Mapping[str, Any]] = {entry["id"]: entry for entry in entries}
        self._rows: dict[str, Row] = {}
        for table in tables:
            for row in read_rows(table):
                if row.id not in self._raw:
                    self._rows.setdefault(row.id, row)
        kinds = [
            *((id, entry["kind"]) for id, entry in self._raw.items()),
            *((id, row.kind) for id, row in self._rows.items()),
        ]
        self._works = frozenset(id for id, kind in kinds if kind == "facility")
        self._places: dict[str, Place] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, Place] = {}
        self._last: tuple[str, str, tuple[PlaceHit, ...]] = ("", "", ())
        self._rules = {code: document.get("places", {}) for code, document in languages.items()}
        self._declensions = {
            code: Declension(rules.get("declension", ()), rules.get("declension_adjective", ()))
            for code, rules in self._rules.items()
        }
        self._common = frozenset(
            word.lower() for rules in self._rules.values() for word in rules.get("common_names", ())
        )
        self._shapes = {code: tuple(rules.get("adjective_shapes", ())) for code, rules in self._rules.items()}
        self._names = Names(self._declensions, self._rules)
        self._names.add(named for id in self.ids for named in self._named_of(id))
        for id in self.ids:
            self._file_stems(id)
        self._compass = {code: Phrases(_compass_words(rules)) for code, rules in self._rules.items()}
        self._joins = {code: _between(rules, "compass_joins") for code, rules in self._rules.items()}
        self._lists = {code: _between(rules, "compass_lists", "compass_joins") for code, rules in self._rules.items()}

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all places: those of the pack's entries in its order, then those of its tables."""
        return (*self._raw, *self._rows)

    def of_kind(self, kind: PlaceKind) -> tuple[Place, ...]:
        """All places of a kind, in the order of `ids`."""
        listed = [id for id, entry in self._raw.items() if entry["kind"] == kind]
        listed += [id for id, row in self._rows.items() if row.kind == kind]
        return tuple(self._place(id) for id in listed)

    def _place(self, id: str) -> Place:
        place = self._places.get(id)
        if place is None:
            place = self._places[id] = place_of(self._entry(id))
        return place

    def _entry(self, id: str) -> Mapping[str, Any]:
        entry = self._raw.get(id)
        return entry if entry is not None else self._rows[id].entry()

    def get(self, id: str) -> Place | None:
        """The place of an id, listed or made by rule; None where there is none."""
        base, mark, part = id.partition("#")
        if base not in self._raw and base not in self._rows:
            return None
        if not mark:
            return self._place(base)
        made = self._parts.get(id)
        if made is None and (part == "direction" or part in COMPASS):
            made = self._parts[id] = self._part(id, base, part)
        return made

    def _part(self, id: str, base: str, part: str) -> Place:
        """The direction of a place, or a part of it by the compass."""
        place = self._place(base)
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
        place = self.get(base)
        if place is None:
            return id
        code = language if language in place.names else "en" if "en" in place.names else next(iter(place.names), "")
        if not code:
            return id
        if mark:
            return self._part_name(base, part, code, case)
        listed = self._entry(base).get("cases", {}).get(code, {}).get(case)
        if isinstance(listed, str):
            return listed
        forms = self._declensions[code].forms(place.names[code]) if code in self._declensions else {}
        return forms.get(case, [place.names[code]])[0]

    def spellings(self, id: str) -> tuple[str, ...]:
        """Every form of a listed place's names in all languages and cases, adjectives left out."""
        forms: list[str] = []
        for named in self._named_of(id) if self.get(id) is not None else ():
            forms += [named.name] if named.fixed else []
            declined = {} if named.fixed else self._declensions[named.language].forms(named.name)
            forms += [spelling for listed in declined.values() for form in listed for spelling in _spellings(form)]
        return tuple(dict.fromkeys(forms))

    def ancestors(self, id: str) -> tuple[str, ...]:
        """Ids of everything the place lies in, nearest first."""
        known = self._above.get(id)
        if known is None:
            known = self._above[id] = self._ancestors(id)
        return known

    def _ancestors(self, id: str) -> tuple[str, ...]:
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

    def plain(self, id: str) -> bool:
        """Whether what a place lies in tells all of how it lies to another plain place: apart unless one lies in the other."""
        place = self.get(id)
        if place is None or place.kind in FUZZY or place.touches or place.covers:
            return False
        return bool(place.parent) or place.kind == "country"

    def find(self, text: str, language: str) -> list[PlaceHit]:
        """Place names in a text, leftmost and longest; names hold a capital or follow "#", adjectives need not.

        Compass words join what follows them: "northern Kharkiv oblast", "північ Харківщини", "south and east of Ukraine".
        """
        if language not in self._compass:
            return []
        if self._last[:2] == (text, language):
            return list(self._last[2])
        found = self._find(text, language)
        if (
            len(text) >= WHOLE
        ):  # compass words are asked for right after, and those of a sentence, names of sources between
            self._last = (text, language, tuple(found))
        return found

    def _find(self, text: str, language: str) -> list[PlaceHit]:
        folded = fold(text)
        spans: dict[tuple[int, int], list[Filed]] = {}
        for match in self._names.find(text, folded, language, _FOREIGN):
            spans.setdefault((match.start, match.end), []).extend(match.values)
        for start, end, parts in self._compass[language].within(folded.text):
            spans.setdefault((start, end), []).extend(Filed(part, "compass", "", 0) for part in parts)
        names, compass, taken = [], [], 0
        for (start, end), values in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
            if start < taken:
                continue
            taken = end
            at, past = folded.span(start, end)
            parts = tuple(value.id for value in values if value.via == "compass")
            if parts:
                compass.append((at, past, parts))
            else:
                named = [value for value in values if _is_name(text, at, past, value)]
                names += [_hit(at, past, self._largest_works(named))] if named else []
        return self._join_compass(text, language, names, compass)

    def _largest_works(self, values: list[Filed]) -> list[Filed]:
        """Of several places named alike the works that bear the whole name: "Каховская ГЭС" is no more of Kakhovka than itself."""
        own = [value for value in values if value.via in ("name", "form")] if len(values) > 1 else []
        works = {value.id for value in own if value.id in self._works}
        return [value for value in values if value.id in works] if works else values

    def compass(self, text: str, language: str) -> list[tuple[int, int, str]]:
        """Compass words of a text that no place name follows: (start, end, one of COMPASS)."""
        if language not in self._compass:
            return []
        covered: set[int] = set()
        for hit in self.find(text, language):
            covered.update(range(hit.start, hit.end))
        found = self._compass[language].find(text)
        return [(hit.start, hit.end, hit.values[0]) for hit in found if hit.start not in covered]

    def resolve(self, name: str, language: str | None = None) -> str | None:
        """The id of a name standing alone, in one language or any; None where no place is called so."""
        for code in (language,) if language else tuple(self._compass):
            for hit in self.find(name.strip(), code):
                if hit.start == 0 and hit.end == len(name.strip()):
                    return hit.ids[0]
        return None

    def settlement_names(self) -> Iterator[tuple[str, int, str]]:
        """Id, rank and the names of all settlements, one a language, in the order of `ids`."""
        for id in self.ids:
            row, entry = self._rows.get(id), self._raw.get(id)
            if entry is not None and entry["kind"] == "settlement":
                yield from ((id, int(entry.get("rank", RANK)), name) for name in entry["names"].values())
            elif row is not None and row.kind == "settlement":
                yield from ((id, row.rank, name) for code in self._rules for name in row.listed(code)[:1])

    def _named_of(self, id: str) -> Iterator[Named]:
        """Every name of a place, as it is filed."""
        entry = self._raw.get(id)
        if entry is None:
            yield from self._named_row(self._rows[id])
            return
        rank, sure = int(entry.get("rank", RANK)), bool(entry.get("sure", True))
        for code in self._rules:
            if code in entry["names"]:
                yield Named(entry["names"][code], code, id, "name", rank, sure)
            for form in expand_all(entry.get("forms", {}).get(code, ())):
                yield Named(form, code, id, "form", rank, sure)
            for former in entry.get("former", ()):
                for form in expand_all(former.get(code, ())):
                    yield Named(form, code, id, "former", rank)
            for case, form in entry.get("cases", {}).get(code, {}).items():
                for spelled in [form] if isinstance(form, str) else form:
                    yield Named(spelled, code, id, "name", rank, fixed=case)

    def _named_row(self, row: Row) -> Iterator[Named]:
        for code in self._rules:
            for index, name in enumerate(row.listed(code)):
                yield Named(name, code, row.id, "form" if index else "name", row.rank, self._sure(name, code, row.rank))

    def _sure(self, name: str, code: str, rank: int) -> bool:
        low = name.lower()
        shaped = rank > RANK and low.endswith(self._shapes[code] or ("\0",))
        return len(name) > 3 and low not in self._common and not shaped

    def _file_stems(self, id: str) -> None:
        """Adjectives: a place's own kind and the direction named after it, or, for a district, after its seat."""
        row = self._rows.get(id)
        if row is not None and not row.has_stems:
            return
        place, entry = self._place(id), self._entry(id)
        base = place.seat if place.kind == "adm2" and place.seat else id
        for code in self._rules:
            for stem in expand_all(entry.get("stem", {}).get(code, ())):
                self._names.add_stem(code, stem, id, place.kind, "adjective", place.rank)
                if place.kind != "direction":
                    self._names.add_stem(code, stem, f"{base}#direction", "direction", "direction", place.rank)

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
            place = self._place(base)
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
            stem = [*expand_all(self._entry(base).get("stem", {}).get(code, ())), *self._adjective(base, code)]
            if isinstance(pattern, dict):
                pattern = pattern.get(case, pattern["nominative"])
            name = self.name(base, code)
            return str(pattern).format(name=name, stem=stem[0][:1].upper() + stem[0][1:] if stem else name)
        pattern = self._rules[code].get("compass", {}).get(part, {}).get("name", "{name} (" + part + ")")
        if isinstance(pattern, dict):
            pattern = pattern.get(case, pattern["nominative"])
        return str(pattern).format(name=self.name(base, code), genitive=self.name(base, code, "genitive"))

    def _adjective(self, id: str, code: str) -> list[str]:
        """The stem of the adjective the language's rules make of a place's name, where one fits."""
        name = self.name(id, code)
        fitting = [
            (len(ending), name[: len(name) - len(ending)] + rule["ending"])
            for rule in self._rules[code].get("adjectives", ())
            for ending in rule["names"]
            if name.endswith(ending)
        ]
        return [max(fitting)[1]] if fitting else []

    def _named(self, id: str) -> dict[str, str]:
        base = self._place(id.partition("#")[0])
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
        if first.kind not in FUZZY and second.kind not in FUZZY:
            return (
                "disjoint"
                if (first.parent or first.kind == "country") and (second.parent or second.kind == "country")
                else "unknown"
            )
        above, below = self.ancestors(first.id), self.ancestors(second.id)
        if not above or not below:
            return "unknown"
        if first.kind in FUZZY and second.kind in FUZZY:
            return "unknown" if set(above) & set(below) else "disjoint"
        firm, soft = (below, above) if first.kind in FUZZY else (above, below)
        return (
            "unknown"
            if soft[0] in firm or soft[0] in (first.id, second.id)
            else "disjoint"
            if not set(soft) & set(firm)
            else "unknown"
        )


def _spellings(form: str) -> tuple[str, ...]:
    """The form as written and, since many writers drop them, without apostrophes."""
    bare = re.sub("['’ʼ]", "", form)
    return (form,) if bare == form else (form, bare)


def _compass_words(rules: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part, words in rules.get("compass", {}).items():
        for word in expand_all([*words.get("noun", ()), *words.get("adjective", ())]):
            yield word, part


def _hit(start: int, end: int, values: Iterable[Filed]) -> PlaceHit:
    # what its noun describes is said by the words; a name that happens to look like it is not
    best = sorted(values, key=lambda value: (value.via not in ("adjective", "direction"), value.rank))
    # by the text's own language, where that has the name: in another it may stand in other cases
    own = [value for value in best if value.id == best[0].id and value.rank < best[0].rank + _FOREIGN]
    cases = tuple(dict.fromkeys(value.case for value in own))
    ids = tuple(dict.fromkeys(value.id for value in best))
    return PlaceHit(start, end, ids, PlaceForm(best[0].via, cases), any(value.sure for value in best))


def _between(rules: Mapping[str, Any], *lists: str) -> re.Pattern[str]:
    """What may stand between a compass word and the name, or the next compass word, it belongs to."""
    listed = expand_all(word for name in lists for word in rules.get(name, ()))
    words = "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))
    return re.compile(rf"[ \-\u00a0]?(?:(?:{words})[ \u00a0])?" if words else r"[ \-\u00a0]?", re.IGNORECASE)


def _is_name(text: str, start: int, end: int, filed: Filed) -> bool:
    """Whether a hit is written as a name: what the pack lists with a capital needs one, adjectives and hashtags do not."""
    free = filed.via in ("adjective", "direction") or not filed.capital or text[start - 1 : start] == "#"
    return free or any(map(str.isupper, text[start:end]))


__all__ = ["CASES", "COMPASS", "Gazetteer", "Place", "PlaceForm", "PlaceHit", "PlaceRelation"]
