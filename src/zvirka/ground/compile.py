"""Packs: TOML by hand in, one canonical JSON document a language and a theatre out. Standard library only.

packs/languages/<code>/*.toml: top-level tables (sections), merged into one document; a section stands in one file only.
packs/theatres/<name>/*.toml: sections theatre, sides, places, sources, equipment, labels, maps, lists.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from zvirka.model.canonical import canonical_json
from zvirka.model.errors import CaseError

Document = dict[str, Any]

_WORDS = (dict,)
_FIELDS: dict[str, dict[str, tuple[type, ...]]] = {
    "theatre": {
        "name": (str,),
        "title": (dict, str),
        "time_zone": (str,),
        "languages": (list,),
        "country": (str,),
        "in_office": (dict,),
        "note": (str,),
    },
    "sides": {
        "id": (str,),
        "country": (str,),
        "country_forms": _WORDS,
        "names": _WORDS,
        "adjective": _WORDS,
        "people": _WORDS,
        "army": _WORDS,
        "government": _WORDS,
        "pro": _WORDS,
        "residents": _WORDS,
        "note": (str,),
    },
    "places": {
        "id": (str,),
        "kind": (str,),
        "parent": (str,),
        "within": (list,),
        "covers": (list,),
        "touches": (list,),
        "lon": (int, float),
        "lat": (int, float),
        "uncertainty_m": (int, float),
        "area_km2": (int, float),
        "side": (str,),
        "names": _WORDS,
        "forms": _WORDS,
        "stem": _WORDS,
        "cases": _WORDS,
        "former": (list,),
        "sure": (bool,),
        "seat": (str,),
        "rank": (int,),
        "source": (str,),
        "note": (str,),
    },
    "sources": {
        "id": (str,),
        "kind": (str,),
        "side": (str,),
        "group": (str,),
        "names": _WORDS,
        "forms": _WORDS,
        "roles": (list,),
        "place": (str,),
        "note": (str,),
    },
    "equipment": {
        "id": (str,),
        "parent": (str,),
        "names": (dict, list),
        "words": _WORDS,
        "lists": (list,),
        "entered_service": (int,),
        "note": (str,),
    },
    "labels": {
        "id": (str,),
        "type": (str,),
        "side": (str,),
        "forms": _WORDS,
        "names": _WORDS,
        "since": (date, str),
        "note": (str,),
    },
    "maps": {
        "id": (str,),
        "time_in_name": (str,),
        "time_property": (str,),
        "status_property": (str,),
        "holder": (str,),
        "held": (list,),
        "unknown": (list,),
        "note": (str,),
    },
    "lists": {
        "id": (str,),
        "source": (str,),
        "owner": (str,),
        "classes": _WORDS,
        "ignored": (list,),
        "note": (str,),
    },
}
_REQUIRED = {
    "sides": ("id", "names"),
    "places": ("id", "kind", "names"),
    "sources": ("id", "kind", "side", "names"),
    "equipment": ("id",),
    "labels": ("id", "forms"),
    "maps": ("id",),
    "lists": ("id",),
}
_PLACE_KINDS = (
    "country",
    "adm1",
    "adm2",
    "settlement",
    "direction",
    "region",
    "border",
    "river",
    "facility",
    "unknown",
)


_BOUNDS = {
    "lon": (-180, 180),
    "lat": (-90, 90),
    "rank": (0, 1_000_000),
    "uncertainty_m": (0, 20_038_000),
    "area_km2": (0, 510_100_000),
}
"""What numbers of a place can be: degrees (WGS84), half of the equator in metres, the surface of the Earth."""
TABLE_COLUMNS = ("id", "kind", "rank", "lon", "lat")
"""Columns every table of places has."""


def compile_packs(packs_dir: Path, out_dir: Path) -> list[Path]:
    """Check every pack under packs_dir and write languages-<code>.json and theatre-<name>.json into out_dir.

    Returns the files written, sorted. Raises CaseError naming file and entry for what cannot be used.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for kind, prefix, read in (("languages", "languages", read_language), ("theatres", "theatre", read_theatre)):
        parent = packs_dir / kind
        folders = sorted(path for path in parent.iterdir() if path.is_dir()) if parent.is_dir() else []
        for folder in folders:
            if not any(folder.glob("*.toml")):
                continue
            path = out_dir / f"{prefix}-{folder.name}.json"
            text = canonical_json(read(folder)) + "\n"
            if not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")
            path.touch()
            written.append(path)
    return written


def read_language(folder: Path) -> Document:
    """The merged document of a language pack: {section: …}. Raises CaseError."""
    merged: Document = {}
    home: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        for section, content in _toml(path).items():
            if section in merged:
                raise CaseError(
                    f"section stands in {home[section]} too",
                    file=_shown(path),
                    place=f"[{section}]",
                    remedy="Keep it in one file.",
                )
            if not isinstance(content, (dict, list)):
                raise CaseError(
                    "a language pack holds tables only",
                    file=_shown(path),
                    place=section,
                    remedy="Put the value into a table.",
                )
            merged[section] = _plain(content)
            home[section] = path.name
    for path in sorted(folder.glob("*.json")):  # made, not written by hand
        merged |= json.loads(_text(path))
    return merged


def read_theatre(folder: Path) -> Document:
    """The checked document of a theatre pack: {theatre: {…}, sides: […], places: […], …}. Raises CaseError."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise CaseError(
            "no theatre pack here",
            file=_shown(folder),
            remedy="A pack is a folder of TOML files with a [theatre] table.",
        )
    document: Document = {"theatre": {}, **{section: [] for section in _FIELDS if section != "theatre"}}
    for path in files:
        for section, content in _toml(path).items():
            if section not in _FIELDS:
                raise CaseError(
                    "unknown section", file=_shown(path), place=f"[{section}]", remedy=_did_you_mean(section, _FIELDS)
                )
            if section == "theatre":
                if document["theatre"]:
                    raise CaseError("[theatre] stands twice in the pack", file=_shown(path))
                _check_fields(path, "theatre", "[theatre]", content)
                document["theatre"] = _plain(content)
            else:
                document[section] += _entries(path, section, content)
    document["tables"] = [read_table(path) for path in sorted(folder.glob("*.tsv"))]
    _check_theatre(folder, document)
    return document


def read_table(path: Path) -> Document:
    """A table of places: {columns: [...], rows: "…"}, its rows checked. Raises CaseError naming file and line.

    Tab-separated, a header first. Columns: id, kind, rank, lon, lat; parent, seat, side, uncertainty_m; for each language a column of
    its code (names joined by "|", the chief one first) and stem_CODE (stems of adjectives).
    """
    header, *lines = _text(path).splitlines() or [""]
    columns = header.split("\t")
    for name in TABLE_COLUMNS:
        if name not in columns:
            raise CaseError("column is missing", file=_shown(path), place="line 1", value=name)
    known = {*TABLE_COLUMNS, "parent", "seat", "side", "uncertainty_m"}
    for name in columns:
        if name not in known and not re.fullmatch(r"(stem_)?[a-z]{2,3}", name):
            raise CaseError("unknown column", file=_shown(path), place="line 1", value=name)
    numbers = [columns.index(name) for name in ("lon", "lat", "rank", "uncertainty_m") if name in columns]
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise CaseError(
                f"{len(cells)} cells under {len(columns)} columns",
                file=_shown(path),
                place=f"line {number}",
                remedy="Write one tab between cells.",
            )
        if cells[columns.index("kind")] not in _PLACE_KINDS:
            raise CaseError(
                "unknown kind of place",
                file=_shown(path),
                place=f"line {number}",
                value=cells[columns.index("kind")],
                remedy=_did_you_mean(cells[columns.index("kind")], _PLACE_KINDS),
            )
        for column in numbers:
            if cells[column] and not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cells[column]):
                raise CaseError(
                    f"{columns[column]} is no number",
                    file=_shown(path),
                    place=f"line {number}",
                    value=cells[column][:40],
                )
            if cells[column]:
                _bounded(path, f"line {number}", columns[column], float(cells[column]))
    return {"columns": columns, "rows": "\n".join(lines)}


def _entries(path: Path, section: str, content: Any) -> list[Any]:
    if not isinstance(content, list):
        raise CaseError(
            "must be an array of tables",
            file=_shown(path),
            place=f"[[{section}]]",
            remedy=f"Write [[{section}]] for each.",
        )
    for number, entry in enumerate(content, 1):
        place = f"item {number} of [[{section}]]" + (f" ({entry['id']})" if isinstance(entry.get("id"), str) else "")
        _check_fields(path, section, place, entry)
        for name in _REQUIRED[section]:
            if name not in entry:
                raise CaseError(f"{name} is missing", file=_shown(path), place=place, remedy=f"Add {name} = …")
        if section == "places" and entry["kind"] not in _PLACE_KINDS:
            raise CaseError(
                "unknown kind of place",
                file=_shown(path),
                place=place,
                value=entry["kind"],
                remedy=_did_you_mean(entry["kind"], _PLACE_KINDS),
            )
    return [_plain(entry) for entry in content]


def _check_fields(path: Path, section: str, place: str, entry: Any) -> None:
    fields = _FIELDS[section]
    if not isinstance(entry, dict):
        raise CaseError("must be a table", file=_shown(path), place=place)
    for name, value in entry.items():
        if name not in fields:
            raise CaseError(f"unknown key {name!r}", file=_shown(path), place=place, remedy=_did_you_mean(name, fields))
        if not isinstance(value, fields[name]) or (isinstance(value, bool) and fields[name] != (bool,)):
            wanted = " or ".join(kind.__name__ for kind in fields[name])
            raise CaseError(
                f"{name} has the wrong type",
                file=_shown(path),
                place=place,
                value=str(value),
                remedy=f"It must be {wanted}.",
            )


def _bounded(path: Path, place: str, name: str, value: float) -> None:
    """Raises CaseError where a number of a place is none that a place can have; also for NaN."""
    low, high = _BOUNDS[name]
    if not low <= value <= high:
        raise CaseError(
            f"{name} is not between {low:,} and {high:,}", file=_shown(path), place=place, value=str(value)[:40]
        )


def _check_theatre(folder: Path, document: Document) -> None:
    header = document["theatre"]
    for name in ("name", "time_zone", "languages"):
        if name not in header:
            raise CaseError(f"{name} is missing", file=_shown(folder), place="[theatre]", remedy=f"Add {name} = …")
    for section in ("sides", "places", "sources", "equipment", "labels", "maps", "lists"):
        seen: set[str] = set()
        for entry in document[section]:
            if entry["id"] in seen:
                raise CaseError(
                    "stands twice in the pack", file=_shown(folder), place=f"[[{section}]]", value=entry["id"]
                )
            seen.add(entry["id"])
    for entry in document["places"]:
        for name in _BOUNDS:
            if entry.get(name) is not None:
                _bounded(folder, f"[[places]] {entry['id']}", name, entry[name])
    seen = {entry["id"] for entry in document["places"]}
    for table in document["tables"]:
        for line in table["rows"].splitlines():
            id = line.split("\t")[table["columns"].index("id")]
            if id in seen:
                raise CaseError("stands twice in the pack", file=_shown(folder), place="tables of places", value=id)
            seen.add(id)
    _check_references(folder, document)


def _check_references(folder: Path, document: Document) -> None:
    ids = {section: {entry["id"] for entry in document[section]} for section in ("sides", "places", "equipment")}
    sides = ids["sides"] | {"third", "unknown"}
    rows = [
        dict(zip(table["columns"], line.split("\t"), strict=True))
        for table in document["tables"]
        for line in table["rows"].splitlines()
    ]
    ids["places"] |= {row["id"] for row in rows}

    def check(section: str, entry: Mapping[str, Any], field: str, values: Iterable[str], known: set[str]) -> None:
        for value in values:
            if value and value.partition("#")[0] not in known:
                raise CaseError(
                    f"{field} names nothing in the pack",
                    file=_shown(folder),
                    place=f"[[{section}]] {entry['id']}",
                    value=value,
                    remedy=_did_you_mean(value, known),
                )

    for place in document["places"]:
        for field in ("within", "covers", "touches"):
            check("places", place, field, place.get(field, ()), ids["places"])
        check("places", place, "parent", (place.get("parent", ""), place.get("seat", "")), ids["places"])
        check("places", place, "side", (place.get("side", ""),), sides)
    for row in rows:
        check("places", row, "parent", (row.get("parent", ""), row.get("seat", "")), ids["places"])
    for node in document["equipment"]:
        check("equipment", node, "parent", (node.get("parent", ""),), ids["equipment"])
    for source in document["sources"]:
        check("sources", source, "side", (source["side"],), sides)
    for profile in document["maps"]:
        check("maps", profile, "holder", (profile.get("holder", ""),), sides)
    for ready in document["lists"]:
        check("lists", ready, "owner", (ready.get("owner", ""),), sides)
        check("lists", ready, "classes", ready.get("classes", {}).values(), ids["equipment"] | {"personnel"})
    for side in document["sides"]:
        check("sides", side, "country", (side.get("country", ""),), ids["places"])


def _toml(path: Path) -> Document:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"not valid TOML: {error}", file=_shown(path), remedy="Mend the line named.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise CaseError("not UTF-8", file=_shown(path), remedy="Save it as UTF-8.") from error


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _did_you_mean(value: str, known: Iterable[str]) -> str:
    import difflib

    close = difflib.get_close_matches(value, list(known), 1)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(sorted(known)[:12])}."
