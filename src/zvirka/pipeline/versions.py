"""Code versions: digests of the source of a stage, so that a changed rule makes its tables anew and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from zvirka.model.canonical import digest, sha256_hex

_SOURCE = (".py", ".html", ".css")


@cache
def code_version(*packages: str) -> str:
    """SHA-256 over the names and bytes of all source files, templates too, of these packages of zvirka ("extract", "model", …)."""
    parts: list[object] = []
    for package in sorted(packages):
        found = _sources(resources.files("zvirka").joinpath(package), package)
        parts += [[name, sha256_hex(data)] for name, data in sorted(found)]
    return digest(*parts)


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(_SOURCE):
            yield f"{name}/{entry.name}", entry.read_bytes()
