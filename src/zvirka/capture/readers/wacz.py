"""WACZ: a ZIP with WARC files, the list of the crawl's pages, and digests of it all."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

import msgspec

from zvirka.capture.readers import warc
from zvirka.capture.readers.output import Note, Output

LARGEST_PART_BYTES = 512 * 2**20
LARGEST_LIST_BYTES = 32 * 2**20


def is_wacz(packed: zipfile.ZipFile) -> bool:
    """Whether the ZIP is laid out as one."""
    names = packed.namelist()
    return "datapackage.json" in names and any(_is_warc(name) for name in names)


def listed(packed: zipfile.ZipFile) -> Output:
    """The pages as members, named by address; where the list of pages fits none of the answers, all documents."""
    pages = _pages(packed)
    with _streams(packed) as streams:
        output = warc.listed(streams, pages or None)
    if not output.members and pages:
        with _streams(packed) as streams:
            output = warc.listed(streams, None)
    return msgspec.structs.replace(output, notes=[*output.notes, *_changed(packed)])


def taken(packed: zipfile.ZipFile, indexes: list[int]) -> list[Any]:
    """Bodies by index."""
    with _streams(packed) as streams:
        return warc.taken(streams, indexes)


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


@contextmanager
def _streams(packed: zipfile.ZipFile) -> Iterator[Iterator[BinaryIO]]:
    def opened() -> Iterator[BinaryIO]:
        for name in sorted(each for each in packed.namelist() if _is_warc(each)):
            with packed.open(name) as stream:
                yield cast(BinaryIO, stream)

    yield opened()


def _pages(packed: zipfile.ZipFile) -> set[str]:
    """Addresses in pages/*.jsonl, without fragments."""
    found: set[str] = set()
    for name in packed.namelist():
        if name.startswith("pages/") and name.endswith(".jsonl"):
            with packed.open(name) as stream:
                for line in stream.read(LARGEST_LIST_BYTES).decode("utf-8", "replace").splitlines():
                    found.add(_address(line))
    return found - {""}


def _address(line: str) -> str:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    address = value.get("url") if isinstance(value, dict) else None
    return address.partition("#")[0] if isinstance(address, str) else ""


def _changed(packed: zipfile.ZipFile) -> list[Note]:
    """A note for each WARC whose bytes are not those that datapackage.json lists."""
    try:
        document = json.loads(packed.read("datapackage.json")[:LARGEST_LIST_BYTES])
        resources = [each for each in document["resources"] if _is_warc(each["path"])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile):
        return [Note("its list of parts cannot be read", "Treat its contents with care.", "datapackage.json")]
    notes = []
    for resource in resources:
        name, given = resource["path"], str(resource.get("hash", ""))
        if name in packed.namelist() and given.startswith("sha256:") and _sha256(packed, name) != given[7:]:
            words = "its bytes are not those that the list of parts names"
            notes.append(Note(words, "Treat its contents with care.", name))
    return notes


def _sha256(packed: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with packed.open(name) as stream:
            while chunk := stream.read(2**20):
                digest.update(chunk)
    except (zipfile.BadZipFile, OSError, EOFError):
        return ""
    return digest.hexdigest()
