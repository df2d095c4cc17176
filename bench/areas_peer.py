"""Gains and losses by day with geopandas, in an environment of its own; needs nothing but that peer.

    python bench/areas_peer.py geopandas < asked.json > answered.json

Asked: {"files": [path of a GeoJSON file, a day each, in order], "runs"}. Answered: {"version", "seconds": [of each run], "cpu_s",
"peak_mb", "held_km2": [by day], "gained_km2", "given_up_km2": [by step]}. The work: read each day's file, mend it, put it into
the same kind of equal-area plane, overlay it with the day before both ways. Areas are those of the plane: geopandas has no
geodesic ones.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import resource
import sys
import time
from typing import Any


def run(files: list[str]) -> dict[str, list[float]]:
    """Areas in km² by day and step."""
    peer: Any = importlib.import_module("geopandas")
    held: list[float] = []
    gained: list[float] = []
    given_up: list[float] = []
    before: Any = None
    plane = ""
    for path in files:
        shown = peer.read_file(path)
        if not plane:
            west, south, east, north = shown.total_bounds
            plane = f"+proj=laea +lat_0={(south + north) / 2:.6f} +lon_0={(west + east) / 2:.6f} +ellps=WGS84 +units=m"
        now = peer.GeoDataFrame(geometry=shown.geometry.make_valid().to_crs(plane).make_valid())
        held.append(float(now.area.sum()) / 1e6)
        if before is not None:
            gained.append(float(peer.overlay(now, before, how="difference").area.sum()) / 1e6)
            given_up.append(float(peer.overlay(before, now, how="difference").area.sum()) / 1e6)
        before = now
    return {"held_km2": held, "gained_km2": gained, "given_up_km2": given_up}


def main() -> None:
    """Answers one question."""
    asked = json.load(sys.stdin)
    seconds, computing = [], []
    found: dict[str, list[float]] = {}
    for _ in range(asked["runs"]):
        start, cpu = time.perf_counter(), time.process_time()
        found = run(asked["files"])
        seconds.append(time.perf_counter() - start)
        computing.append(time.process_time() - cpu)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    version = importlib.metadata.version(sys.argv[1])
    json.dump({"version": version, "seconds": seconds, "cpu_s": computing, "peak_mb": peak_mb, **found}, sys.stdout)


if __name__ == "__main__":
    main()
