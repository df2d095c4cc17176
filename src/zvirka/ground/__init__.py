"""Ground: what words mean. Units, places, sources and sides, equipment and lexicons, read from compiled packs.

`load_ground()` gives a `Ground`. The names are resolved on first use so that the build hook can import
`zvirka.ground.compile`, which needs the standard library only, where nothing else is installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zvirka.ground.equipment import Equipment, EquipmentNode
    from zvirka.ground.ground import Ground, Side
    from zvirka.ground.load import load_ground
    from zvirka.ground.place_rows import Place
    from zvirka.ground.places import Gazetteer
    from zvirka.ground.sources import SourceInfo, Sources
    from zvirka.ground.units import Units

__all__ = [
    "Equipment",
    "EquipmentNode",
    "Gazetteer",
    "Ground",
    "Place",
    "Side",
    "SourceInfo",
    "Sources",
    "Units",
    "load_ground",
]

_HOME = {
    "Equipment": "equipment",
    "EquipmentNode": "equipment",
    "Gazetteer": "places",
    "Ground": "ground",
    "Place": "place_rows",
    "Side": "ground",
    "SourceInfo": "sources",
    "Sources": "sources",
    "Units": "units",
    "load_ground": "load",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"zvirka.ground.{_HOME[name]}"), name)
