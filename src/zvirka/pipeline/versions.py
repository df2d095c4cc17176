"""Code versions: digests of the source of a stage, so that a changed rule makes its tables anew and nothing else does."""

from __future__ import annotations

from functools import cache
from importlib import resources

from zvirka.model.canonical import digest, sha256_hex


@cache
def code_version(*packages: str) -> str:
    """SHA-256 over the names and bytes of all Python files of these packages of zvirka ("extract", "model", …)."""
    parts: list[object] = []
    for package in sorted(packages):
        for entry in sorted(resources.files("zvirka").joinpath(package).iterdir(), key=lambda each: each.name):
            if entry.name.endswith(".py"):
                parts.append([package, entry.name, sha256_hex(entry.read_bytes())])
    return digest(*parts)
