"""Names of what lies in other files: data to show, never paths to write to."""

from __future__ import annotations

import re

LONGEST_NAME = 240
"""Characters; longer names are cut in the middle."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, line breaks, half characters and marks that turn the direction of what is shown (Unicode TR 36, 2.10)."""


class Distinct:
    """Gives each name once: a second "a.txt" becomes "a.txt#2"."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, name: str) -> str:
        """The name made harmless and distinct."""
        base = harmless(name)
        found, number = base, 1
        while found in self._seen:
            number += 1
            found = f"{base}#{number}"
        self._seen.add(found)
        return found


def harmless(name: str) -> str:
    """The name on one line, as it stands but for signs that hide or break something; never empty."""
    shown = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", name).strip() or "unnamed"
    if len(shown) <= LONGEST_NAME:
        return shown
    half = LONGEST_NAME // 2
    return f"{shown[:half]}…{shown[-half:]}"
