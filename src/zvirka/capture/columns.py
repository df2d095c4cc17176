"""What the columns of a sheet are called, in every language there is a pack of."""

from __future__ import annotations

from typing import Any, Protocol

COLUMNS = ("text", "title", "published", "address", "outlet", "language", "id")
"""What a column of a sheet of reports may hold; the keys of `columns` in case.toml's [[items]] and of the packs' [columns]."""


class Packs(Protocol):
    """Where the words are looked up, as `ground.Ground`."""

    @property
    def languages(self) -> tuple[str, ...]: ...
    def language(self, code: str) -> Any: ...


def column_names(packs: Packs) -> dict[str, list[str]]:
    """Headings by what their column holds, the likeliest first, of all languages read."""
    names: dict[str, list[str]] = {key: [] for key in COLUMNS}
    for code in packs.languages:
        for key, words in packs.language(code).get("columns", {}).items():
            names.setdefault(key, []).extend(words)
    return names
