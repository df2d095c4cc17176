"""Places as claims name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.spans import Span

PlaceRole = Literal["at", "scope", "from", "to", "near"]
PlaceKind = Literal[
    "country", "adm1", "adm2", "settlement", "direction", "region", "border", "river", "facility", "unknown"
]


@dataclass(frozen=True, slots=True)
class PlaceSlot:
    """A place in its role. id: gazetteer id ("geonames:706482"), "" where the place is named by no name we know.

    lon, lat: WGS84 degrees, None where unknown. uncertainty_m: radius in metres that holds the place.
    as_written: its words here. inherited_from: words elsewhere in the text that it was taken over from.
    """

    role: PlaceRole
    id: str
    name: str
    kind: PlaceKind
    lon: float | None
    lat: float | None
    uncertainty_m: float | None
    as_written: Span | None
    inherited_from: Span | None
