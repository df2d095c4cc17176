"""A small real ground for capture: two outlets, one zone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zvirka.capture import Captured, read_items, walk
from zvirka.capture.report import Overrides
from zvirka.model.case import Case
from zvirka.model.ports import Confined
from zvirka.model.sources import SourceKind

PACKS = Path(__file__).resolve().parents[2] / "packs" / "languages"


@dataclass(frozen=True)
class Outlet:
    name: str
    kind: SourceKind
    side: str


class Outlets:
    known = (Outlet("Hill Courier", "media", "highland"), Outlet("Ministry of the Plain", "official", "plain"))

    def resolve(self, name: str, language: str, on: date | None) -> Outlet | None:
        return next((outlet for outlet in self.known if outlet.name.casefold() == name.casefold()), None)

    def find(self, text: str, language: str) -> Sequence[tuple[int, int, Outlet]]:
        places = [(text.casefold().find(outlet.name.casefold()), outlet) for outlet in self.known]
        return [(start, start + len(outlet.name), outlet) for start, outlet in places if start >= 0]


class SmallGround:
    time_zone = "Europe/Kyiv"
    languages = ("en", "uk", "ru")
    sources = Outlets()

    def language(self, code: str) -> Mapping[str, Any]:
        return tomllib.loads((PACKS / code / "columns.toml").read_text("utf-8"))


def capture(
    folder: Path, confined: Confined, case: Case | None = None, overrides: Overrides | None = None, now: object = None
) -> dict[str, Captured]:
    """Everything in a folder, by path."""
    read = read_items(walk(folder), case or Case(), SmallGround(), confined, overrides, now)  # type: ignore[arg-type]
    return {each.found.path: each for each in read}
