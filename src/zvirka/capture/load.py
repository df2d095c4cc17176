"""One file's bytes: read once, hashed, and told what they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from zvirka.capture.globs import matches
from zvirka.capture.sniff import HEAD_BYTES, Sniffed, sniff
from zvirka.capture.walk import Found
from zvirka.model.case import BoundaryRule, Case, ListRule, MapRule
from zvirka.model.items import MediaKind

CASE_FILE = "case.toml"
"""Path of the file that says what the case is."""
LARGEST_READ_BYTES = 128 * 2**20
"""What is larger is hashed and kept, but not read: a reader holds bytes and characters at once within the worker's memory."""

STREAM_ABOVE_BYTES = 8 * 2**20
STREAMED: frozenset[MediaKind] = frozenset({"telegram"})
"""Kinds whose reader goes through a file larger than that piece by piece; of those no more than the head is held here."""

Rule = MapRule | BoundaryRule | ListRule


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as read. data: None over the limit or where reading failed; fault then says why. rules: what case.toml calls it.

    depth: how many files it lies inside of. address: what the file around it says its address is.
    """

    found: Found
    sha256: str
    size_bytes: int
    data: bytes | None
    sniffed: Sniffed
    rules: tuple[Rule, ...]
    fault: str | None = None
    depth: int = 0
    address: str | None = None


def load(found: Found, case: Case) -> Loaded:
    """Reads one file; what the system refuses is a fault, not an error."""
    rules = rules_of(case, found.path)
    try:
        sha256, size, head, data = _bytes(found.file)
    except OSError as error:
        return Loaded(found, "", 0, None, Sniffed("unknown", None, ""), rules, f"cannot be read ({error.strerror})")
    return Loaded(found, sha256, size, data, sniff(head, size), rules)


def _bytes(file: Path) -> tuple[str, int, bytes, bytes | None]:
    """Digest, size, head and, up to the limit, all bytes; the file is read once."""
    digest = hashlib.sha256()
    kept: list[bytes] = []
    size, limit = 0, LARGEST_READ_BYTES
    with file.open("rb") as stream:
        while chunk := stream.read(2**20):
            digest.update(chunk)
            size += len(chunk)
            if not kept and len(chunk) == 2**20 and sniff(chunk[:HEAD_BYTES], 2**20).media in STREAMED:
                limit = STREAM_ABOVE_BYTES
            if size <= limit or not kept:
                kept.append(chunk)
            else:
                kept = kept[:1]
    data = b"".join(kept) if size <= limit else None
    return digest.hexdigest(), size, b"".join(kept[:1])[:HEAD_BYTES], data


def rules_of(case: Case, path: str) -> tuple[Rule, ...]:
    """The maps, boundaries and lists of case.toml that mean this path, in its order."""
    maps = [rule for rule in case.maps if matches(path, rule.files)]
    boundaries = [rule for rule in case.boundaries if matches(path, rule.file)]
    lists = [rule for rule in case.lists if matches(path, rule.file) or matches(path, rule.cells or "")]
    return (*maps, *boundaries, *lists)


def media_of(loaded: Loaded) -> MediaKind:
    """The kind: by content, but what case.toml names as map, boundary or list is that, and broken ones are observe's to report."""
    if loaded.found.path == CASE_FILE:
        return "case"
    if loaded.rules and loaded.size_bytes:
        tables = (rule for rule in loaded.rules if isinstance(rule, ListRule) and matches(loaded.found.path, rule.file))
        return "table" if any(tables) else "geojson"
    return loaded.sniffed.media


def largest_mb() -> int:
    """`LARGEST_READ_BYTES` in MiB."""
    return LARGEST_READ_BYTES // 2**20
