"""Reads hostile files as a run does, and says what came of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.capture.readers.samples import SENTINEL
from tests.capture.small import SmallGround
from tests.hostile.corpus import Made
from zvirka.capture import read_items, walk
from zvirka.capture.members import MARK
from zvirka.model.case import Case
from zvirka.model.issues import Issue
from zvirka.model.ports import Confined

_SAYS_SO = frozenset({"not_read", "partly_read", "not_looked_at"})


def written(folder: Path, files: Iterable[Made]) -> dict[str, Made]:
    """Writes them, and gives them by path."""
    found = {}
    for each in files:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.data)
        found[each.path] = each
    return found


def faults(folder: Path, files: dict[str, Made], confined: Confined) -> Iterator[str]:
    """Reads the folder. What broke a promise: a file of which nothing is told, or whose sentinel is gone without a word."""
    ends: set[str] = set()
    told: dict[str, list[Issue]] = {}
    seen: set[str] = set()
    for captured in read_items(walk(folder), Case(), SmallGround(), confined):
        path = captured.found.path.partition(MARK)[0]
        seen.add(path)
        told.setdefault(path, []).extend(issue for issue in captured.issues if issue.code in _SAYS_SO)
        if any(SENTINEL in text.text for text in captured.texts):
            ends.add(path)
        for issue in captured.issues:
            if not issue.message or not issue.remedy or "\n" in issue.message:
                yield f"{path}: an issue nobody can act on: {issue}"
        if captured.texts:
            told.setdefault(f"{path} texts", [])
    for path, made in files.items():
        if path not in seen and made.data:
            yield f"{path}: nothing is told of it"
        elif path not in ends and not told.get(path) and (made.carries or f"{path} texts" not in told):
            yield f"{path}: its end is missing and nothing says so"
        elif made.sure and path not in ends:
            yield f"{path}: its end was not read: {told.get(path)}"
