"""Loading a ground: from the compiled packs, or from a folder of TOML files that comes with a case."""

from __future__ import annotations

import difflib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from zvirka.ground.compile import read_language, read_table, read_theatre
from zvirka.ground.geonames import tables
from zvirka.ground.ground import Ground
from zvirka.model.errors import CaseError

COMPILED = Path(__file__).resolve().parent / "compiled"
PACKS = Path(__file__).resolve().parents[3] / "packs"
"""Where the packs lie in a checkout; an installed package has the compiled ones only."""

Document = dict[str, Any]
KEPT = 4
"""Grounds kept for the next call: one holds about 26 MB, and a long process opens many folders."""


def load_ground(theatre: str = "ukraine", folder: Path | None = None) -> Ground:
    """The ground of a theatre: the name of a pack, or the path of a folder of TOML files, relative to `folder`.

    Raises CaseError for an unknown name (with what was probably meant) and for a pack that cannot be used. Cached.
    """
    return reload_ground(theatre, None if folder is None else str(Path(folder).resolve()))


def reload_ground(theatre: str, folder: str | None) -> Ground:
    """What a pickled Ground becomes in another process."""
    added = tables(None if folder is None else Path(folder))
    return _load(theatre, folder, tuple((str(path), path.stat().st_mtime_ns) for path in added))


@lru_cache(maxsize=KEPT)
def _load(theatre: str, folder: str | None, added: tuple[tuple[str, int], ...]) -> Ground:
    """added: the gazetteers people added, with their days, so that one added later counts at once."""
    own = _own_folder(theatre, folder)
    if own is None and not added:
        return _packed(theatre)
    document = _document("theatres", "theatre", theatre) if own is None else read_theatre(own)
    more = [read_table(Path(path)) for path, _ in added]
    # a pack of its own is found again by its own folder, unless gazetteers beside it have to be found too
    origin = (str(own), None) if own is not None and not added else (theatre, folder)
    return _ground({**document, "tables": [*document.get("tables", ()), *more]}, origin)


@lru_cache(maxsize=KEPT)
def _packed(theatre: str) -> Ground:
    """A theatre that comes with the tool: one for all folders."""
    return _ground(_document("theatres", "theatre", theatre), (theatre, None))


def _ground(document: Document, origin: tuple[str, str | None]) -> Ground:
    languages = language_documents()
    missing = [code for code in document["theatre"]["languages"] if code not in languages]
    if missing:
        raise CaseError("no pack for a language of the theatre", place="[theatre] languages", value=missing[0])
    # all packs, not only the languages read here: the interface speaks each of them whatever the theatre's languages are
    return Ground(document, languages, origin)


def language_documents() -> dict[str, Document]:
    """The merged documents of all language packs, by code."""
    return {code: _document("languages", "languages", code) for code in _names("languages", "languages")}


def _own_folder(theatre: str, folder: str | None) -> Path | None:
    path = Path(theatre) if folder is None else Path(folder) / theatre
    is_path = "/" in theatre or "\\" in theatre or theatre.startswith(".")
    if path.is_dir() and (is_path or folder is not None) and any(path.glob("*.toml")):
        return path.resolve()
    if is_path:
        raise CaseError(
            "no theatre pack here",
            place="theatre",
            value=theatre,
            remedy="Give a folder of TOML files, relative to the case's folder.",
        )
    return None


def _names(kind: str, prefix: str) -> list[str]:
    found = {path.stem.removeprefix(prefix + "-") for path in COMPILED.glob(f"{prefix}-*.json")}
    if PACKS.is_dir():
        found |= {path.name for path in (PACKS / kind).glob("*") if any(path.glob("*.toml"))}
    return sorted(found)


def _document(kind: str, prefix: str, name: str) -> Document:
    names = _names(kind, prefix)
    if name not in names:
        close = difflib.get_close_matches(name, names, 1)
        remedy = f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(names) or 'none; run make packs'}."
        raise CaseError("no such pack", place=prefix, value=name, remedy=remedy)
    compiled, source = COMPILED / f"{prefix}-{name}.json", PACKS / kind / name
    if source.is_dir() and not _fresh(compiled, source):
        return read_language(source) if kind == "languages" else read_theatre(source)
    document: Document = json.loads(compiled.read_text("utf-8"))
    return document


def _fresh(compiled: Path, source: Path) -> bool:
    """Whether the compiled file is newer than everything it was made from, so that edits of a checkout's packs count at once."""
    newest = max(
        (
            path.stat().st_mtime_ns
            for path in (*source.glob("*.toml"), *source.glob("*.tsv"), *source.glob("*.json"), source)
        ),
        default=0,
    )
    return compiled.exists() and compiled.stat().st_mtime_ns >= newest
