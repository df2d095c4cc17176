"""Which files a pattern of case.toml means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence
from functools import cache


def matches(path: str, pattern: str) -> bool:
    """Whether a path (POSIX, relative to the folder) is meant by a pattern of case.toml.

    "*" and "?" stop at "/", "**/" is any number of folders, "[ab]" one of these, all else is itself; case counts. Both
    sides are compared in Unicode form NFC, since some file systems store "й" as two characters.
    """
    return _compiled(pattern).fullmatch(unicodedata.normalize("NFC", path)) is not None


def nearest(name: str, paths: Sequence[str]) -> str | None:
    """The path most like a name that is not there, or None where none is like it."""
    close = difflib.get_close_matches(name, paths, n=1, cutoff=0.6)
    if close:
        return close[0]
    by_stem = {path.rpartition("/")[2]: path for path in reversed(paths)}
    close = difflib.get_close_matches(name.rpartition("/")[2], list(by_stem), n=1, cutoff=0.6)
    return by_stem[close[0]] if close else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    normal = unicodedata.normalize("NFC", pattern.replace("\\", "/").removeprefix("./"))
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", normal)
    return re.compile("".join(_part(part) for part in parts), re.DOTALL)


def _part(part: str) -> str:
    known = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if part in known:
        return known[part]
    if len(part) > 2 and part[0] == "[" and part[-1] == "]":
        inside = part[1:-1]
        negated = inside[0] in "!^" and len(inside) > 1
        body = "".join(char if char == "-" else re.escape(char) for char in inside[negated:])
        try:
            return re.compile(f"[{'^/' if negated else ''}{body}]").pattern
        except re.error:  # "[z-a]" is no range: taken as it stands
            return re.escape(part)
    return re.escape(part)
