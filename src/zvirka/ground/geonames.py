"""Gazetteers of people's own: dumps in GeoNames' format made into tables of places, and the tables a case or a user has.

Format: geonames.org/export, table 'geoname' (19 tab-separated columns) and table 'alternateNamesV2' (10). GeoNames is CC BY 4.0.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zvirka.model.errors import CaseError

FOLDER = "gazetteers"
"""Of a case's folder, and of a user's data folder: where tables lie, one a file."""
MOST_ROWS = 100_000
"""Places a dump may give: with names in three languages, as many take 330 MB (measured), 45,000 take 180 MB."""
MOST_NAMES = 12
"""Names of a place kept in a language; the dump's order is by alphabet, so what is beyond is as arbitrary as what is not."""
_COLUMNS = 19
_KINDS = {"P": "settlement", "A.ADM1": "adm1", "A.ADM2": "adm2", "H.STM": "river", "H.STMI": "river"}
"""Feature class, or class and code, to kind of place; other features are not taken."""
_RANKS = ((100_000, 6), (5_000, 7), (0, 8))
"""People, and the rank from there on: behind every place of a pack (`[[places]]` rank)."""


@dataclass(slots=True)
class Added:
    """What a dump gave. rows: lines of the table; skipped: lines of features that are no places here, by feature."""

    rows: list[str] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


def read_dump(file: Path, alphabets: Mapping[str, str], alternates: Path | None = None) -> Added:
    """The table of a dump, line by line. alphabets: letters of each language, by which a name without language is told.

    alternates: a dump of alternateNamesV2, which says the languages. Raises CaseError naming file and line.
    """
    languages = sorted(alphabets)
    letters = {code: re.compile(rf"[{re.escape(alphabets[code])}'’ʼ\- ]+", re.IGNORECASE) for code in languages}
    units = _units(file)
    told = _told(alternates, set(languages)) if alternates is not None else {}
    added = Added()
    for number, cells in _lines(file, _COLUMNS):
        kind = _KINDS.get(cells[6]) or _KINDS.get(f"{cells[6]}.{cells[7]}")
        if kind is None:
            key = f"{cells[6]}.{cells[7]}"
            added.skipped[key] = added.skipped.get(key, 0) + 1
            continue
        if len(added.rows) >= MOST_ROWS:
            raise CaseError(
                f"more than {MOST_ROWS:,} places",
                file=file.name,
                place=f"line {number}",
                remedy="Cut the dump to the units you need (column 11 is the first-level unit).",
            )
        added.rows.append(_row(cells, kind, units, letters, told.get(cells[0], {}), file, number))
    if not added.rows:
        raise CaseError("no places in this dump", file=file.name, remedy="Give a file such as UA.txt of geonames.org.")
    return added


def header(languages: Iterable[str]) -> str:
    """The first line of a table made by `read_dump`."""
    return "\t".join(("id", "kind", "parent", "lon", "lat", "rank", *sorted(languages)))


def tables(folder: Path | None) -> list[Path]:
    """The tables of a case's folder and of the user, sorted by name; those of the case come first. None: the user's none either.

    Of the case's folder, links that lead out of it and pipes are not among them: capture says so of each.
    """
    if folder is None:
        return []
    own, users = folder / FOLDER, user_folder()
    inside = folder.resolve()
    return [
        *(path for path in sorted(own.glob("*.tsv")) if path.is_file() and path.resolve().is_relative_to(inside)),
        *(path for path in sorted(users.glob("*.tsv")) if path.is_file()),
    ]


def user_folder() -> Path:
    """Where the user's tables lie (XDG base directory specification)."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "zvirka" / FOLDER


def _row(
    cells: list[str],
    kind: str,
    units: Mapping[str, str],
    letters: Mapping[str, re.Pattern[str]],
    told: Mapping[str, list[str]],
    file: Path,
    number: int,
) -> str:
    id, name, ascii_name, others, lat, lon, country, unit, people = (cells[at] for at in (0, 1, 2, 3, 4, 5, 8, 10, 14))
    if not re.fullmatch(r"[0-9]{1,12}", id) or not _degrees(lat, 90) or not _degrees(lon, 180):
        raise CaseError(
            "no id or no coordinates", file=file.name, place=f"line {number}", value=f"{id} {lat} {lon}"[:60]
        )
    if not re.fullmatch(r"[0-9]{0,11}", people):
        raise CaseError("no number of people", file=file.name, place=f"line {number}", value=people[:40])
    names: dict[str, list[str]] = {code: list(told.get(code, ())) for code in letters}
    for other in (name, ascii_name, *others.split(",")):
        plain = other.strip()
        for code, alphabet in letters.items():
            if plain[:1].isupper() and alphabet.fullmatch(plain) and not (told and told.get(code)):
                names[code].append(plain)
    listed = ("|".join(dict.fromkeys(each.replace("|", "/") for each in names[code][:MOST_NAMES])) for code in letters)
    rank = next(rank for least, rank in _RANKS if int(people or 0) >= least)
    parent = units.get(f"{country}.{unit}", "") if kind != "adm1" else ""
    return "\t".join((f"geonames:{id}", kind, parent, lon, lat, str(rank), *listed))


def _degrees(words: str, most: int) -> bool:
    return re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,20})?", words) is not None and abs(float(words)) <= most


def _units(file: Path) -> dict[str, str]:
    """First-level units of a dump: country and code to id."""
    return {
        f"{cells[8]}.{cells[10]}": f"geonames:{cells[0]}"
        for _, cells in _lines(file, _COLUMNS)
        if cells[6] == "A" and cells[7] == "ADM1"
    }


def _told(file: Path, languages: set[str]) -> dict[str, dict[str, list[str]]]:
    """Id to names by language, preferred ones first; colloquial ones are kept, historic ones too: reports use them."""
    found: dict[str, dict[str, list[str]]] = {}
    for _, cells in _lines(file, 4):
        if cells[2] in languages and cells[3][:1].isupper():
            listed = found.setdefault(cells[1], {}).setdefault(cells[2], [])
            listed.insert(0 if len(cells) > 4 and cells[4] == "1" else len(listed), cells[3])
    return found


def _lines(file: Path, least: int) -> Iterator[tuple[int, list[str]]]:
    for number, line in _numbered(file):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < least:
            raise CaseError(
                f"{len(cells)} columns, at least {least} wanted",
                file=file.name,
                place=f"line {number}",
                remedy="Give the file as GeoNames exports it: tab-separated, without a header.",
            )
        yield number, cells


def _numbered(file: Path) -> Iterator[tuple[int, str]]:
    number = 0
    try:
        with file.open(encoding="utf-8", errors="strict", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                yield number, line
    except UnicodeDecodeError as fault:
        raise CaseError(
            "is not UTF-8", file=file.name, place=f"after line {number}", remedy="Give the file as GeoNames exports it."
        ) from fault


def alphabets_of(languages: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Letters of each language that its pack names (`[places] alphabet`)."""
    found = {code: document.get("places", {}).get("alphabet", "") for code, document in languages.items()}
    return {code: letters for code, letters in found.items() if letters}
