"""What a gazetteer holds and finds: rows of compiled tables, places made of them, and places as they are named in a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from zvirka.model.places import PlaceKind
from zvirka.model.sources import Side

RANK = 5
"""The rank of a place whose pack gives none."""
UNCERTAINTY_M: dict[PlaceKind, float] = {
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


class Row(NamedTuple):
    """A row of a table of places, taken apart only when it is asked for. columns: the table's header."""

    id: str
    kind: str
    rank: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def has_stems(self) -> bool:
        """Whether the table has columns of adjectives."""
        return any(name.startswith("stem_") for name in self.columns)

    def listed(self, column: str) -> list[str]:
        """The parts of a cell, "a|b|c"; none where the table has no such column."""
        if column not in self.columns:
            return []
        cell = self.cells[self.columns.index(column)]
        return cell.split("|") if cell else []

    def entry(self) -> dict[str, Any]:
        """The same place as it would stand in [[places]]."""
        cells = {name: cell for name, cell in zip(self.columns, self.cells, strict=True) if cell}
        made: dict[str, Any] = {
            "id": self.id,
            "kind": self.kind,
            "rank": self.rank,
            "names": {},
            "forms": {},
            "stem": {},
        }
        for name, cell in cells.items():
            if name in ("lon", "lat", "uncertainty_m"):
                made[name] = float(cell)
            elif name.startswith("stem_"):
                made["stem"][name.removeprefix("stem_")] = cell.split("|")
            elif name in ("parent", "seat", "side"):
                made[name] = cell
            elif name not in ("id", "kind", "rank"):
                made["names"][name], *made["forms"][name] = cell.split("|")
        return made


def read_rows(table: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of a compiled table: {columns: [...], rows: "tab-separated lines"}."""
    columns = tuple(table["columns"])
    at_id, at_kind, at_rank = (columns.index(name) for name in ("id", "kind", "rank"))
    for line in table["rows"].splitlines():
        cells = tuple(line.split("\t"))
        yield Row(cells[at_id], cells[at_kind], int(cells[at_rank] or RANK), columns, cells)


@dataclass(frozen=True, slots=True)
class Place:
    """A place. names: by language, nominative. forms: other names by language. lon, lat: WGS84 degrees or None.

    parent: the place it lies in, "" at the top; within, covers, touches: further places it lies in, holds or reaches into.
    uncertainty_m: radius that holds it. side: home side of a country or first-level unit. seat: its chief town.
    area_km2: its area as its statistical office gives it, 0 where the pack gives none.
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
    area_km2: float = 0.0


class PlaceForm(NamedTuple):
    """How a place was named. via: name, form, former, adjective, direction or compass. cases: grammatical cases the form may stand in."""

    via: str
    cases: tuple[str, ...] = ()


class PlaceHit(NamedTuple):
    """A place name in a text: offsets, gazetteer ids best first, and how it was named.

    sure: whether the words alone say that it is one. A village called "Peace" is meant only where the words around say so.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    form: PlaceForm
    sure: bool = True


def place_of(entry: Mapping[str, Any]) -> Place:
    """The place of an entry of [[places]]."""
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
        uncertainty_m=float(entry.get("uncertainty_m", UNCERTAINTY_M[kind])),
        side=entry.get("side"),
        seat=entry.get("seat", ""),
        rank=int(entry.get("rank", RANK)),
        area_km2=float(entry.get("area_km2", 0.0)),
    )
