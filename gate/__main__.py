"""Runs the gates: each score must reach its floor in floors.json. A floor only rises.

ZVIRKA_SHARED=DIR python -m gate
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from gate import phrases, polnear

FLOORS = Path(__file__).with_name("floors.json")


def main() -> int:
    """Prints every score beside its floor; 1 where one is missed, 2 where the data is not there."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("ZVIRKA_SHARED is not set: name the folder that holds the data of the gates", file=sys.stderr)
        return 2
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text("utf-8"))
    scores = {"polnear_dev": polnear.score(Path(shared) / "data" / "local-only-polnear-dev")}
    scores |= {f"phrases_{name}": phrases.score(name) for name in phrases.TABLES}
    missed = 0
    for name, wanted in sorted(floors.items()):
        for measure, floor in sorted(wanted.items()):
            reached = scores[name][measure]
            missed += reached < floor
            print(f"{name} {measure}: {reached} (floor {floor}){' MISSED' if reached < floor else ''}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
