"""Control maps: layers of polygons at moments, read by the rules of `[[maps]]`.

The way of a map: `resolved` fills a rule from its ready profile (data of the theatre pack), `plan` says which files are
layers of which moment, `read_layer` reads one file (a plain function of bytes, to be run in a confined worker),
`snapshots` unites what belongs to one moment. What is held at a moment is then measured by `territory`.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

import shapely
from shapely import MultiPolygon

from zvirka.ground import Ground
from zvirka.model.case import MapRule
from zvirka.model.errors import CaseError, FormatError
from zvirka.model.issues import Issue
from zvirka.model.sources import Side
from zvirka.model.times import FIRST_DAY, LAST_DAY, Moment
from zvirka.model.wire import moment_of
from zvirka.observe.geojson import outline, polygons_of
from zvirka.observe.layers import read_features

datetime.strptime("2022", "%Y").replace(tzinfo=UTC)  # imports what strptime needs now: no later call may open a file
LAYER = "{layer}"
"""In `time_in_name`: where the file name says which layer it holds; the layer then stands for the status of all its polygons."""
_CLOCK = re.compile(r"%[-]?[HIMScXTRs]")
"""strptime directives that hold a time of day."""


@dataclass(frozen=True, slots=True)
class LayerRead:
    """One file to read. moment: what its name says, None where the polygons say it. layer: named by the file name, or None.

    options: keyword arguments of `read_layer`, plain data.
    """

    path: str
    moment: Moment | None
    layer: str | None
    options: dict[str, Any]


_Part = tuple[LayerRead, str, Mapping[str, Any]]
"""One file's part of a moment: plan, item id, a member of `layers` of `read_layer`."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one source shows at one moment, in WGS84 degrees.

    held, unknown: WKB of a MultiPolygon; unknown is None where the source has no such class. items: ids, sorted.
    """

    source: str
    holder: Side
    moment: Moment
    held: bytes
    unknown: bytes | None
    items: tuple[str, ...]


def resolved(rule: MapRule, ground: Ground) -> MapRule:
    """The rule with what it leaves out taken from its profile (a `[[maps]]` entry of the theatre pack).

    Raises CaseError where it then still says too little.
    """
    if rule.profile is not None:
        rule = dataclasses.replace(rule, **_from_profile(rule, ground))
    pattern = rule.time_in_name or ""
    if not pattern and not rule.time_property:
        raise _refused(
            rule,
            "the time of its maps is not told",
            'Add time_in_name = "%Y-%m-%d" (as its files are named) or time_property.',
        )
    if LAYER in pattern and not pattern.startswith(LAYER) and not pattern.endswith(LAYER):
        raise _refused(rule, f"{LAYER} must begin or end time_in_name", "Write the pattern so.", pattern)
    if (rule.status_property or LAYER in pattern) and not rule.held:
        raise _refused(rule, "which of its polygons are held ground is not told", 'Add held = ["…"].')
    sides = ", ".join(ground.sides)
    if not rule.holder:
        raise _refused(rule, "whose ground it shows is not told", f"Add holder = one of {sides}.")
    if rule.holder not in ground.sides:
        raise _refused(rule, "its holder is no side of the theatre", f"Write one of {sides}.", rule.holder)
    return rule


def _from_profile(rule: MapRule, ground: Ground) -> dict[str, Any]:
    profiles = {entry["id"]: entry for entry in ground.theatre.get("maps", ())}
    if rule.profile not in profiles:
        near = get_close_matches(rule.profile or "", profiles, 1)
        hint = (
            f"Did you mean {near[0]!r}?" if near else f"The theatre pack has {', '.join(sorted(profiles)) or 'none'}."
        )
        raise _refused(rule, "there is no such profile", hint, rule.profile)
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in profiles[rule.profile].items()
        if name not in ("id", "note") and not getattr(rule, name)
    }


def _refused(rule: MapRule, problem: str, remedy: str, value: str | None = None) -> CaseError:
    return CaseError(problem, file="case.toml", place=f"[[maps]] of {rule.source}", value=value, remedy=remedy)


def plan(rule: MapRule, paths: Iterable[str], zone: tzinfo) -> tuple[list[LayerRead], list[Issue]]:
    """Which files (POSIX paths) of a resolved rule are to be read, sorted by path, and issues on the others.

    Layers that the rule names neither as held nor as unknown are not read, and listed once a layer.
    """
    reads: list[LayerRead] = []
    issues: list[Issue] = []
    unused: Counter[str] = Counter()
    for path in sorted(paths):
        named = _named(rule, PurePosixPath(path.removesuffix(".gz")).stem, zone)
        if named is None:
            issues.append(
                Issue(
                    "map_invalid",
                    path,
                    f"its name gives no time by the pattern {rule.time_in_name!r}; it was not used",
                    f"Rename the file, or change time_in_name of {rule.source} in case.toml.",
                )
            )
            continue
        moment, layer = named
        if layer is not None and layer not in rule.held + rule.unknown:
            unused[layer] += 1
            continue
        reads.append(LayerRead(path, moment, layer, _options(rule, path, layer)))
    issues.extend(
        Issue(
            "not_looked_at",
            rule.files,
            f"layer {layer!r} is neither held nor unknown ground of {rule.source}; {count} files were not used",
            "Add it to held or unknown of this source in case.toml if it should count.",
            place=f"layer {layer}",
            count=count,
        )
        for layer, count in sorted(unused.items())
    )
    return reads, issues


def read_layer(
    data: bytes,
    *,
    path: str,
    status_property: str | None = None,
    layer: str | None = None,
    held: Sequence[str] = (),
    unknown: Sequence[str] = (),
    time_property: str | None = None,
) -> dict[str, Any]:
    """One GeoJSON, KML or KMZ file as plain data: `{"polygons", "ignored", "problems", "layers"}`.

    polygons: features with an area. ignored: features without (points, lines, null). problems: `[number, words]` of the outlines
    mended. layers: `{"time", "held", "unknown", "statuses"}`, one a value of time_property (else one, time None), by time; held and
    unknown are WKB in hex of united polygons or None where there are none; statuses are the classes seen, sorted.
    A polygon's status is the file's layer, else its status_property (capitals and spaces around it do not matter), else it is held. Raises
    FormatError for broken structure.
    """
    held_names, unknown_names = ({_bare(name) for name in names} for names in (held, unknown))
    features = read_features(data, path)
    polygonal = [feature for feature in features if feature.polygonal]
    for name in (status_property if layer is None else None, time_property):
        if name and polygonal and not any(name in feature.properties for feature in polygonal):
            present = sorted({key for feature in polygonal for key in feature.properties})
            raise FormatError(
                f"no polygon has the property {name!r}",
                file=path,
                value=", ".join(present),
                remedy="Name the right property for this source in case.toml; the value shown lists those present.",
            )
    problems: list[tuple[int, str]] = []
    seen: dict[str | None, set[str]] = {}
    drawn: dict[tuple[str | None, str], list[MultiPolygon]] = {}
    for feature in polygonal:
        time = str(feature.properties.get(time_property)) if time_property else None
        status = layer if layer is not None else _status(feature.properties, status_property)
        seen.setdefault(time, set()).add(status)
        bare = _bare(status)
        kind = (
            "held"
            if bare in held_names or not (status_property or layer)
            else "unknown"
            if bare in unknown_names
            else None
        )
        if kind is not None:
            shape = outline(feature, path)
            problems.extend((feature.number, words) for words in shape.problems)
            drawn.setdefault((time, kind), []).append(shape.area)
    return {
        "polygons": len(polygonal),
        "ignored": len(features) - len(polygonal),
        "problems": [list(problem) for problem in problems],
        "layers": [
            {"time": time, "statuses": sorted(seen[time])}
            | {kind: _united_hex(drawn.get((time, kind), [])) for kind in ("held", "unknown")}
            for time in sorted(seen, key=str)
        ],
    }


def read_boundary(data: bytes, *, path: str) -> dict[str, Any]:
    """A border as plain data: `{"area": WKB hex of all polygons united, "polygons", "problems"}`. Raises FormatError."""
    features = [feature for feature in read_features(data, path) if feature.polygonal]
    shapes = [outline(feature, path) for feature in features]
    area = _united_hex([shape.area for shape in shapes])
    if area is None or shapely.from_wkb(bytes.fromhex(area)).area == 0:
        raise FormatError(
            "this boundary encloses no ground", file=path, remedy="Give a GeoJSON file with the place's border."
        )
    problems = [[f.number, words] for f, shape in zip(features, shapes, strict=True) for words in shape.problems]
    return {"area": area, "polygons": len(features), "problems": problems}


def snapshots(
    rule: MapRule, layers: Iterable[tuple[LayerRead, str, Mapping[str, Any]]], zone: tzinfo
) -> tuple[list[Snapshot], list[Issue]]:
    """The moments of one source, in order, from (plan, item id, what `read_layer` gave) of its files, whatever their order.

    Files of the same moment are united. A moment is left out, with an issue, where its files hold no polygon at all or lack one of
    the rule's layers: an absent file is not ground given up.
    """
    files = sorted(layers, key=lambda entry: entry[0].path)
    issues = [issue for read, item, result in files for issue in mended(result["problems"], read.path, item)]
    by_moment: dict[Moment, list[_Part]] = {}
    for read, item, result in files:
        for part in result["layers"] or [{"time": None, "held": None, "unknown": None, "statuses": []}]:
            moment = read.moment or _moment_of_property(part["time"], zone)
            if moment is None:
                issues.append(_untimed(read.path, item, rule.time_property, part["time"]))
            else:
                by_moment.setdefault(moment, []).append((read, item, part))
    found: list[Snapshot] = []
    for moment in sorted(by_moment, key=lambda each: each.sort_key):
        parts = by_moment[moment]
        missing = _missing(rule, parts)
        if missing:
            issues.append(_left_out(parts[0][0].path, moment, missing))
            continue
        held = _united_wkb(part["held"] for _, _, part in parts)
        unknown = _united_wkb(part["unknown"] for _, _, part in parts) if rule.unknown else None
        items = tuple(sorted({item for _, item, _ in parts}))
        found.append(Snapshot(rule.source, rule.holder or "", moment, held, unknown, items))
    issues += _strange(rule, by_moment)
    statuses = sorted({status for _, _, result in files for part in result["layers"] for status in part["statuses"]})
    if rule.held and statuses and not _held_among(rule, statuses):
        issues.append(
            Issue(
                "map_invalid",
                rule.files,
                f"no map of {rule.source} has a polygon that is held ({', '.join(rule.held)}); present: {', '.join(statuses)[:200]}",
                "Check held of this source in case.toml.",
            )
        )
        found = []
    return found, issues


def mended(problems: Iterable[Sequence[Any]], path: str, item: str | None) -> list[Issue]:
    """Issues for the outlines that `read_layer` or `read_boundary` had to mend."""
    return [
        Issue(
            "map_invalid",
            path,
            f"the outline is not valid and was mended: {words}",
            "Look at this polygon on the map; the area uses the mended outline.",
            place=f"feature {number}",
            item=item,
        )
        for number, words in problems
    ]


def _named(rule: MapRule, stem: str, zone: tzinfo) -> tuple[Moment | None, str | None] | None:
    """Moment and layer of a file name; None where the name does not follow the pattern."""
    pattern = rule.time_in_name
    if not pattern:
        return None, None
    if LAYER not in pattern:
        moment = _moment(stem, pattern, zone)
        return None if moment is None else (moment, None)
    time_first = pattern.endswith(LAYER)
    bare = pattern.replace(LAYER, "")
    cuts = range(1, len(stem)) if time_first else range(len(stem) - 1, 0, -1)
    for cut in cuts:
        time, layer = (stem[:cut], stem[cut:]) if time_first else (stem[cut:], stem[:cut])
        moment = _moment(time, bare, zone)
        if moment is not None:
            return moment, layer
    return None


def _moment(text: str, pattern: str, zone: tzinfo) -> Moment | None:
    """By strptime; "%s" alone is Unix time. With a time of day an instant (UTC unless %z says else), without one a day."""
    try:
        unix = pattern == "%s"
        read = datetime.fromtimestamp(int(text), UTC) if unix else datetime.strptime(text, pattern)  # noqa: DTZ007  (zone below)
    except (ValueError, OverflowError, OSError):
        return None
    if not FIRST_DAY < read.date() < LAST_DAY:
        return None
    if not _CLOCK.search(pattern):
        return Moment(read.date())
    instant = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    return Moment(instant.astimezone(zone).date(), instant.replace(microsecond=0))


def _moment_of_property(value: str | None, zone: tzinfo) -> Moment | None:
    try:
        moment = None if value is None else moment_of(value.strip(), zone)
    except (ValueError, OverflowError):
        return None
    return moment if moment is not None and FIRST_DAY <= moment.day <= LAST_DAY else None


def _untimed(path: str, item: str, name: str | None, value: str | None) -> Issue:
    if value is None:
        return Issue(
            "map_invalid", path, "it holds no polygon; it was not used", "Check the file at its origin.", item=item
        )
    return Issue(
        "map_invalid",
        path,
        f"the property {name!r} of its polygons is no date and no time with a zone: {value[:80]!r}; they were not used",
        "Write it as 2022-09-11 or 2022-09-11T21:00:00Z.",
        item=item,
    )


def _options(rule: MapRule, path: str, layer: str | None) -> dict[str, Any]:
    return {
        "path": path,
        "status_property": rule.status_property if layer is None else None,
        "layer": layer,
        "held": list(rule.held),
        "unknown": list(rule.unknown),
        "time_property": None if rule.time_in_name else rule.time_property,
    }


def _status(properties: Mapping[str, Any], name: str | None) -> str:
    value = properties.get(name) if name else None
    return "" if value is None else str(value)


def _missing(rule: MapRule, parts: Sequence[_Part]) -> str | None:
    """Why a moment cannot be used, in words, or None."""
    if not any(part["statuses"] for _, _, part in parts):
        return "its files hold no polygon"
    if LAYER in (rule.time_in_name or ""):
        absent = [name for name in rule.held + rule.unknown if name not in {read.layer for read, _, _ in parts}]
        if absent:
            return f"layer {', '.join(absent)} is missing"
    return None


def _bare(status: str) -> str:
    return status.strip().casefold()


def _held_among(rule: MapRule, statuses: Iterable[str]) -> bool:
    return not {_bare(status) for status in statuses}.isdisjoint(_bare(name) for name in rule.held)


def _strange(rule: MapRule, by_moment: Mapping[Moment, Sequence[_Part]]) -> list[Issue]:
    """Moments at which nothing is held, with a class that no map of the source has on which something is: given up, or named anew?"""
    classes = {
        moment: {status for _, _, part in parts for status in part["statuses"]} for moment, parts in by_moment.items()
    }
    known = {_bare(name) for name in rule.unknown}
    for found in classes.values():
        if _held_among(rule, found):
            known |= {_bare(status) for status in found}
    return [
        Issue(
            "map_invalid",
            by_moment[moment][0][0].path,
            f"nothing is held on it, and classes are that no earlier or later map has beside held ground: {', '.join(strange)[:200]}; "
            "its ground counts as given up",
            "If one of these means held ground, add it to held of this source in case.toml.",
            item=by_moment[moment][0][1],
        )
        for moment, found in sorted(classes.items(), key=lambda each: each[0].sort_key)
        if rule.held
        and len(known) > len(rule.unknown)
        and not _held_among(rule, found)
        and (strange := sorted(status for status in found if _bare(status) not in known))
    ]


def without_swapped(
    found: Sequence[Snapshot], borders: Sequence[bytes], path: str
) -> tuple[list[Snapshot], list[Issue]]:
    """The snapshots without those that lie outside every border (WKB, WGS84 degrees) as drawn, but not with latitude and longitude changed
    for each other, and an issue on each of these."""
    boxes = shapely.box(*shapely.bounds(shapely.from_wkb(list(borders))).T) if borders else []
    kept: list[Snapshot] = []
    issues: list[Issue] = []
    for snapshot in found:
        west, south, east, north = shapely.total_bounds(
            shapely.from_wkb([each for each in (snapshot.held, snapshot.unknown) if each])
        )
        drawn, turned = shapely.box(west, south, east, north), shapely.box(south, west, north, east)
        empty = not len(boxes) or not west <= east
        if empty or shapely.intersects(boxes, drawn).any() or not shapely.intersects(boxes, turned).any():
            kept.append(snapshot)
        else:
            issues.append(
                Issue(
                    "map_invalid",
                    path,
                    f"the map of {snapshot.moment} was not used: its latitudes and longitudes are in each other's place",
                    "Export it anew with longitude first (RFC 7946, section 3.1.1).",
                    place=str(snapshot.moment),
                    item=snapshot.items[0] if snapshot.items else None,
                )
            )
    return kept, issues


def _left_out(path: str, moment: Moment, why: str) -> Issue:
    remedy = "Add the missing file, or leave this day out; an absent layer is not ground given up."
    return Issue("map_invalid", path, f"the map of {moment} was not used: {why}", remedy, place=str(moment))


def _united(shapes: Sequence[Any]) -> MultiPolygon:
    """Union, the same bytes whatever the order of the parts."""
    if len(shapes) == 1:
        return polygons_of(shapely.normalize(shapes[0]))
    ordered = sorted(shapes, key=lambda shape: bytes(shapely.to_wkb(shape)))
    return polygons_of(shapely.normalize(shapely.union_all(ordered)))


def _united_hex(shapes: Sequence[MultiPolygon]) -> str | None:
    return str(shapely.to_wkb(_united(shapes), hex=True)) if shapes else None


def _united_wkb(parts: Iterable[str | None]) -> bytes:
    shapes = [shapely.from_wkb(part) for part in parts if part is not None]
    return bytes(shapely.to_wkb(_united(shapes)))
