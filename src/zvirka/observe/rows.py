"""One list being read: the words its rows are made of, looked up in the ground, and the issues met on the way."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from pyproj import Geod

from zvirka.ground import EquipmentNode, Ground
from zvirka.ground.words import fold_word
from zvirka.model.case import ListRule
from zvirka.model.issues import Issue, IssueCode
from zvirka.model.observations import EQUIPMENT_STATUSES, observation_id
from zvirka.model.sources import THIRD, UNKNOWN, Side
from zvirka.model.times import Moment
from zvirka.model.wire import moment_of

NEAREST_TOWN_M = 25_000.0
"""House rule: lists name the nearest settlement they know; a position farther off than this (half a raion) means a namesake."""
_WGS84 = Geod(ellps="WGS84")

_DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_WORD = re.compile(r"\w+")
_DECIMAL_COMMA = re.compile(r"([+-]?\d+),(\d+)$")
_GROUPED = re.compile(r"\d{1,3}(?:[,'’]\d{3})+")
"""Counts in groups of three; a count has no decimals, so what separates them says nothing else."""
_LOCAL_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")

Row = Mapping[str, str]
"""One row: column -> value, stripped."""


class Fault(Exception):
    """A row that cannot be used: what is wrong, and what to do."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy


@dataclass(slots=True)
class Reading:
    """One list being read: its rule, with what the theatre pack says of lists of this kind, and the words met on the way."""

    rule: ListRule
    item: str
    ground: Ground
    zone: tzinfo
    ready: Mapping[str, Any]
    issues: list[Issue] = field(default_factory=list)
    unknown_equipment: Counter[str] = field(default_factory=Counter)
    unknown_places: Counter[str] = field(default_factory=Counter)
    _nodes: dict[tuple[str, str | None], EquipmentNode | None] = field(default_factory=dict)
    _places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _sides: dict[str, Side | None] = field(default_factory=dict)
    _keys: Counter[str] = field(default_factory=Counter)
    _begun: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The list's name: of case.toml, else of the pack, else its file."""
        return self.rule.source or self.ready.get("source") or self.rule.file

    @property
    def owner(self) -> str:
        """Whose losses it lists where rows do not say so: of case.toml, else of the pack, else ""."""
        return self.rule.owner or self.ready.get("owner", "")

    def id(self, kind: str, *key: object) -> str:
        """An id that stays when other rows come or go: digest of the key, numbered among rows with the same key."""
        first = observation_id(kind, self.rule.file, *key)
        self._keys[first] += 1
        return first if self._keys[first] == 1 else observation_id(kind, self.rule.file, *key, self._keys[first])

    def issue(self, code: IssueCode, message: str, remedy: str, place: str | None = None, count: int = 1) -> None:
        """Notes an issue of this list."""
        self.issues.append(Issue(code, self.rule.file, message, remedy, place=place, item=self.item, count=count))

    def node(self, words: str, cls_words: str | None = None) -> EquipmentNode | None:
        """The equipment a list names; the pack's own classes for this kind of list go first."""
        key = (words, cls_words)
        if key not in self._nodes:
            named = self.ready.get("classes", {}).get((cls_words or words).casefold())
            fallback = self.ground.equipment.get(named) if named else None
            found = self.ground.equipment.from_list(words, named or cls_words) if words else None
            self._nodes[key] = found or fallback or (self.ground.equipment.from_list(cls_words) if cls_words else None)
        if self._nodes[key] is None:
            self.unknown_equipment[words or cls_words or ""] += 1
        return self._nodes[key]

    def place(self, words: str, lon: float | None = None, lat: float | None = None) -> str | None:
        """The gazetteer's id of "Izium, Izium raion": the first part, within the later parts where the gazetteer knows them, and near
        the row's own position where it has one; None rather than a namesake.
        """
        if not words:
            return None
        if words not in self._places:
            inner, *outer = [self._ids(part) for part in words.split(",")]
            around = [one for ids in outer for one in ids]
            self._places[words] = tuple(
                one for one in inner if not around or any(self.ground.gazetteer.contains(each, one) for each in around)
            )
        found = next((one for one in self._places[words] if self._near(one, lon, lat)), None)
        if found is None:
            self.unknown_places[words] += 1
        return found

    def _near(self, place_id: str, lon: float | None, lat: float | None) -> bool:
        place = self.ground.gazetteer.get(place_id)
        if place is None or None in (place.lon, place.lat, lon, lat):
            return True
        away_m = _WGS84.inv(place.lon, place.lat, lon, lat)[2]
        return bool(away_m <= place.uncertainty_m + NEAREST_TOWN_M)

    def _ids(self, name: str) -> tuple[str, ...]:
        name = name.strip()
        for language in self.ground.languages:
            for start, end, ids, *_ in self.ground.gazetteer.find(name, language):
                if start == 0 and end == len(name):
                    return tuple(ids)
        return ()

    def status(self, words: str) -> str:
        """The shared states that the words name in any language, in their order; else the words themselves."""
        found = []
        for word in _WORD.findall(words.casefold()):
            found += [state for state, beginnings in self._states() if word.startswith(beginnings)]
        return ", ".join(dict.fromkeys(found)) or words.casefold() or "unknown"

    def _states(self) -> list[tuple[str, tuple[str, ...]]]:
        if not self._begun:
            listed = [self.ground.language(code).get("states", {}) for code in self.ground.languages]
            self._begun = [
                (state, (state, *(each for words in listed for each in words.get(state, ()))))
                for state in EQUIPMENT_STATUSES
            ]
        return self._begun

    def side(self, words: str) -> Side:
        """A side by its id or any of its words in any language. Raises Fault."""
        if words not in self._sides:
            self._sides[words] = self._side(words)
        found = self._sides[words]
        if found is None:
            raise Fault(
                f"{words[:40]!r} is no side", f"Write one of {', '.join((*self.ground.sides, THIRD, UNKNOWN))}."
            )
        return found

    def _side(self, words: str) -> Side | None:
        key = fold_word(words)
        if key in (*self.ground.sides, THIRD, UNKNOWN):
            return key
        for side in self.ground.sides.values():
            if any(key == fold_word(form) for forms in side.names.values() for form in forms.values()):
                return side.id
        for language in self.ground.languages:
            for start, end, found, *_ in self.ground.find_sides(words, language):
                if start == 0 and end == len(words):
                    return str(found)
        return None

    def owner_of(self, words: str | None) -> Side:
        """The side of a row's own words, else of the list, else unknown."""
        return self.side(words or self.owner or UNKNOWN)

    def moment(self, words: str, column: str) -> Moment:
        """A day or an instant: ISO 8601, or 11.09.2022; of a time of day without a zone the day. Raises Fault."""
        dotted = _DOTTED_DAY.match(words)
        iso = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}" if dotted else words
        try:
            return moment_of(iso[:10] if _LOCAL_TIME.fullmatch(iso) else iso, self.zone)
        except ValueError:
            raise Fault(
                f"{column} is no date: {words[:40]!r}", "Write it as 2022-09-11, or 2022-09-11T21:00:00Z."
            ) from None


def position(lon: str, lat: str) -> tuple[float | None, float | None]:
    """WGS84 degrees of a row, (None, None) where both are empty. Raises Fault."""
    if not lon.strip() and not lat.strip():
        return None, None
    try:
        east, north = (float(_DECIMAL_COMMA.sub(r"\1.\2", each.strip())) for each in (lon, lat))
    except ValueError:
        east = north = math.nan
    if not (abs(east) <= 180 and abs(north) <= 90):
        raise Fault(f"{lat.strip()!r}, {lon.strip()!r} is no position", "Write latitude and longitude in degrees.")
    return east, north


def area_km2(row: Row, column: str) -> float | None:
    """Square kilometres, at least 0; None where the cell is empty or the column is not there. Raises Fault."""
    words = row.get(column, "")
    if not words:
        return None
    if not is_number(words) or not 0 <= float(words) < math.inf:
        raise Fault(f"{column} is no area: {words[:40]!r}", "Write km² as 1234.5, or nothing where it is not known.")
    return float(words)


def whole(words: str, column: str) -> int:
    """A whole number, at least 0, also written in groups of three ("3,160", "3 160") or as 3160.0. Raises Fault."""
    plain = re.sub(r"[ \u00a0\u2009\u202f]", "", words)
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"\D", "", plain)
    if not is_number(plain) or not 0 <= float(plain) < 1e12 or float(plain) % 1:
        raise Fault(f"{column} is no count: {words[:40]!r}", "Write a whole number.")
    return int(float(plain))


def is_number(words: str) -> bool:
    """Whether the words are a finite number with a decimal point."""
    try:
        return math.isfinite(float(words))
    except ValueError:
        return False
