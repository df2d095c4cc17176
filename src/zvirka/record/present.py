"""What the folder held at a moment of the record: what had been captured by then, less what had gone, and what was back.

A capture puts an item into the folder. That one has gone (a file was deleted, renamed or changed), or that one captured before lies
there again, is an event of its own, logged by the run that finds it: so a case that only grows logs none.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zvirka.model.canonical import canonical_json, digest
from zvirka.model.items import Item
from zvirka.record.commitments import CAPTURED, ERASED, IN_FOLDER, committed_item
from zvirka.record.disk import write_whole
from zvirka.record.log import Log
from zvirka.record.objects import Objects

_NOTE = "folder.json"


@dataclass(frozen=True, slots=True)
class Present:
    """items: sorted by path. erased: how many items lay there whose bytes have been erased since, or whose salt is gone."""

    items: tuple[Item, ...]
    erased: int


class Folder:
    """The folder of a case as its log tells it."""

    def __init__(self, objects: Objects, log: Log, derived: Path) -> None:
        self._objects, self._log, self._note = objects, log, derived / _NOTE

    def note(self, at: str, marks: Collection[str], fresh: Collection[str]) -> None:
        """Logs what of the captured lies in the folder no more, or again. marks: the commitments of all items that lie there; fresh: of
        those that were captured just now. Raises Busy, StorageFault, Damaged."""
        here, told = frozenset(marks), self._told()
        if told not in (_digest_of(here), _digest_of(here.difference(fresh))):
            with self._log.alone(at):
                held = self._held(None)[0].keys()
                if gone_or_back := held ^ here:
                    gone, back = sorted(gone_or_back & held), sorted(gone_or_back - held)
                    self._log.append(at, [(IN_FOLDER, {"gone": gone, "back": back})])
        if told != _digest_of(here):
            note = {"present": _digest_of(here), "log_bytes": self._log.length()}
            write_whole(self._note, canonical_json(note).encode())

    def at(self, until: str, known: Mapping[Item, str]) -> Present:
        """What lay there at a moment (ISO 8601, UTC), as the last run until then found it. known: commitments of items, as far as they
        are known; else the salts of all objects are tried. Of two items at one path the later one counts. Raises Damaged."""
        held, erased = self._held(until)
        found = {mark: item for item, mark in known.items() if mark in held}
        if len(found) < len(held):
            found |= {mark: item for mark, item in self._salted() if mark in held}
        by_path = {found[mark].path: found[mark] for mark in sorted(found, key=lambda mark: held[mark])}
        items = tuple(by_path[path] for path in sorted(by_path))
        return Present(items, erased + len(held) - len(found))

    def _held(self, until: str | None) -> tuple[dict[str, int], int]:
        """({commitment of each item that lay there: the number of the event that brought it}, how many others were erased since)."""
        held: dict[str, int] = {}
        erased: set[str] = set()
        for number, event in enumerate(self._log.events_of(CAPTURED, IN_FOLDER, ERASED)):
            if event["kind"] == ERASED:
                erased.update(map(str, event["of"]))
            elif until is None or event["at"] <= until:
                for mark in event.get("gone", ()):
                    held.pop(str(mark), None)
                for mark in [event["item"]] if event["kind"] == CAPTURED else event["back"]:
                    held[str(mark)] = number
        gone = held.keys() & erased
        return {mark: number for mark, number in held.items() if mark not in gone}, len(gone)

    def _salted(self) -> Iterable[tuple[str, Item]]:
        for name in self._objects.all():
            if (kept := self._objects.kept(name)) is not None:
                yield from ((kept.commitment(committed_item(item)), item) for item in kept.items)

    def _told(self) -> str:
        """The digest of what the last run found, "" where it does not go with this log."""
        try:
            note = json.loads(self._note.read_bytes())
            return str(note["present"]) if int(note["log_bytes"]) <= self._log.length() else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""


def _digest_of(marks: Iterable[str]) -> str:
    return digest(*sorted(marks))
