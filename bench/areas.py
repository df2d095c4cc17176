"""Areas from real control maps: seconds a snapshot, and how far the figures are from those to hold (DESIGN sections 1 and 7).

Gains and losses by day are measured beside geopandas in the same run (`bench/areas_peer.py`).
"""

from __future__ import annotations

import calendar
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from bench.race import environment
from zvirka.ground.compile import read_theatre
from zvirka.ground.ground import Ground
from zvirka.model.case import BoundaryRule, MapRule
from zvirka.model.observations import AreaObservation
from zvirka.observe.maps import plan, read_boundary, read_layer, resolved, snapshots
from zvirka.observe.territory import Region, areas, region_of

ZONE = ZoneInfo("Europe/Kyiv")
THEATRE = Path(__file__).resolve().parent.parent / "packs" / "theatres" / "ukraine"
FOLDERS = {"deepstate": "deepstate", "isw": "isw", "liveuamap": "liveuamap_nzz"}
DAILY = MapRule("DeepState", "*.geojson", None, "deepstatemap_data_%Y%m%d", holder="russia")
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}
Result = dict[str, object]
MONTHS = {(2024, 8): 363.0, (2024, 10): 490.0, (2024, 11): 730.0}
"""DeepState's own figures for ground taken in a month, km², as the press reported them (October "about")."""


def kharkiv(shared: Path, runs: int) -> list[Result]:
    """The three map sources of September 2022, read and measured within the oblast."""
    ground = Ground(read_theatre(THEATRE), {})
    control = shared / "data" / "local-only-kharkiv2022-control"
    border = (control / "kharkiv_oblast.geojson").read_bytes()
    rule = BoundaryRule("geonames:706482", "kharkiv_oblast.geojson", "Natural Earth 10m")
    here = region_of(rule, hashlib.sha256(border).hexdigest(), read_boundary(border, path=rule.file))
    results: list[Result] = []
    for profile, folder in FOLDERS.items():
        files = {path.name: path.read_bytes() for path in sorted((control / folder).glob("*.geojson"))}
        maps = resolved(MapRule(profile, "*.geojson", profile=profile), ground)
        seconds, found = _timed(partial(measured, maps, files, here, [date(2022, 9, 6)]), runs)
        results.append(
            {"bench": f"areas_{profile}", "snapshots": len(found), "s_per_snapshot": round(seconds / len(found), 4)}
        )
    return results


def months(shared: Path, runs: int) -> list[Result]:
    """Four months of daily maps of the whole country: gains and losses by day, and the published months.

    A map stamped with a day describes its end, so a month runs from the last map before it to its own last map. Where there is no map
    before it, as many days are taken from its first map on: a month short of one day would be compared with a whole one.
    """
    files = daily(shared)
    seconds, found = _timed(partial(measured, DAILY, files, None, []), runs)
    held = {one.as_of.day: one.held_km2 or 0.0 for one in found}
    result: Result = {
        "bench": "areas_daily",
        "days": len(found),
        "s_per_day": round(seconds / len(found), 4),
        **{f"{name}_{days}_days": figure for days in (30, len(found)) for name, figure in _apart(days).items()},
        "gained_km2": round(sum(one.gained_km2 or 0.0 for one in found), 2),
        "given_up_km2": round(sum(one.given_up_km2 or 0.0 for one in found), 2),
    }
    for (year, month), published in MONTHS.items():
        first = date(year, month, 1)
        days = timedelta(days=calendar.monthrange(year, month)[1])
        start = max((day for day in held if day < first), default=min(held))
        end = max(day for day in held if day <= start + days)
        change = held[end] - held[start]
        result[f"{year}-{month:02d}"] = {
            "from": str(start),
            "to": str(end),
            "measured_km2": round(change, 1),
            "published_km2": published,
            "off_share": round(change / published - 1, 4),
        }
    return [result, *_geopandas(files, runs)]


def daily(shared: Path) -> dict[str, bytes]:
    """The maps by file name, unpacked."""
    folder = shared / "data" / "deepstate-polygons"
    return {path.stem: gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.geojson.gz"))}


def _apart(days: int) -> Result:
    """Processor seconds a day and peak memory of the first days in a process of their own."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.areas", str(days)], capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD}
    )  # fmt: skip
    return dict(json.loads(ran.stdout))


def _geopandas(files: Mapping[str, bytes], runs: int) -> list[Result]:
    try:
        python = environment("geopandas")
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"areas: geopandas is left out, because it cannot be installed here: {fault}", file=sys.stderr)
        return []
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in files.items():
            (Path(scratch) / name).write_bytes(data)
        asked = {"files": [str(Path(scratch) / name) for name in files], "runs": runs}
        script = Path(__file__).with_name("areas_peer.py")
        ran = subprocess.run(
            [str(python), "-W", "ignore", str(script), "geopandas"], input=json.dumps(asked),
            capture_output=True, text=True, check=False, env={**os.environ, **ONE_THREAD},
        )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(f"geopandas ended with {ran.returncode}:\n{ran.stderr}")
    answered = json.loads(ran.stdout)
    return [
        {
            "bench": "areas_daily_geopandas",
            "version": answered["version"],
            "days": len(files),
            "s_per_day": round(median(answered["seconds"]) / len(files), 4),
            "cpu_s_per_day": round(median(answered["cpu_s"]) / len(files), 4),
            "peak_mb": round(answered["peak_mb"], 1),
            "gained_km2": round(sum(answered["gained_km2"]), 2),
            "given_up_km2": round(sum(answered["given_up_km2"]), 2),
        }
    ]


def _some_days(days: int) -> Result:
    files = dict(list(daily(Path(os.environ["ZVIRKA_SHARED"])).items())[:days])
    start = time.process_time()
    measured(DAILY, files, None, [])
    computing = time.process_time() - start
    # ru_maxrss of a child begins with what its parent held; the high-water mark of its own address space does not.
    peak_kb = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text("ascii"))
    peak = {"peak_mb": round(int(peak_kb[1]) / 1024, 1)} if peak_kb else {}
    return {"cpu_s_per_day": round(computing / days, 4), **peak}


def measured(
    rule: MapRule, files: Mapping[str, bytes], region: Region | None, since: Iterable[date]
) -> list[AreaObservation]:
    """All observations of one source, from bytes."""
    reads, _ = plan(rule, files, ZONE)
    layers = [(one, one.path, read_layer(files[one.path], **one.options)) for one in reads]
    shown, _ = snapshots(rule, layers, ZONE)
    return areas(shown, region, since, ZONE)


def _timed(work: Callable[[], list[AreaObservation]], runs: int) -> tuple[float, list[AreaObservation]]:
    """Median wall-clock seconds and the last result."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - start)
    return median(seconds), found


def areas_bench(runs: int) -> list[Result]:
    """All of it; nothing, and a word about it, where the shared data are not at hand."""
    shared = os.environ.get("ZVIRKA_SHARED")
    if not shared:
        print("areas: left out, because ZVIRKA_SHARED is not set", file=sys.stderr)
        return []
    return kharkiv(Path(shared), runs) + months(Path(shared), runs)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_some_days(int(sys.argv[1]))))
    else:
        for line in areas_bench(3):
            print(line)
