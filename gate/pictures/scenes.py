"""Same scene on photographs of others: opensfm-scenes of the shared data, two places, every pair within one walk and across."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from gate.pictures.copies import fingerprint_of
from zvirka.observe.pictures.frames import Frame
from zvirka.observe.pictures.matching import copies
from zvirka.observe.pictures.scenes import same_scene


def score(folder: Path) -> dict[str, Any]:
    """Shares of pairs called one scene: neighbours (all of berlin, consecutive numbers of lund), pairs across the places, and of all
    those how many were called copies of one picture. Raises ValueError where the photographs are not there."""
    seen = {path.stem.removeprefix("data_"): fingerprint_of(path.read_bytes()) for path in sorted(folder.glob("*.jpg"))}
    if len(seen) < 2:
        raise ValueError(f"{folder} holds no photographs")
    pairs = list(combinations(seen, 2))
    near = [each for each in pairs if _near(*each)]
    across = [each for each in pairs if each[0][:4] != each[1][:4]]
    return {
        "neighbours": len(near),
        "neighbours_found": round(_called(near, seen) / len(near), 4),
        "across": len(across),
        "across_called_one_scene": round(_called(across, seen) / len(across), 4),
        "called_copies": sum(copies(seen[one], seen[other]) is not None for one, other in (*near, *across)),
    }


def _near(one: str, other: str) -> bool:
    if one[:4] != other[:4]:
        return False
    return one.startswith("berlin") or int(other[-2:]) - int(one[-2:]) == 1


def _called(pairs: list[tuple[str, str]], seen: Mapping[str, Frame]) -> int:
    return sum(same_scene(seen[one], seen[other]) is not None for one, other in pairs)
