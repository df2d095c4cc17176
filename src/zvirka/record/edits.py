"""Edits of items.csv in the record: those of one run an object, in the log a salted commitment to it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zvirka.model.edits import Edited
from zvirka.model.errors import Damaged
from zvirka.model.wire import from_plain
from zvirka.record.commitments import EDITED, ERASED, committed_edits
from zvirka.record.log import Log
from zvirka.record.objects import Objects


class Edits:
    """The edits of a case."""

    def __init__(self, objects: Objects, log: Log) -> None:
        self._objects = objects
        self._log = log

    def keep(self, at: str, edited: Edited) -> None:
        """Keeps and logs it. Raises Busy, StorageFault, Damaged."""
        with self._log.alone(at):
            self._objects.put(edited.data, edited.id)
            kept = self._objects.add_salt(edited.id)
            mark = kept.commitment(committed_edits(edited.id))
            if mark not in self._logged():
                self._log.append(at, [(EDITED, {"edits": mark, "object": kept.commitment(edited.id)})])

    def all(self, last: str | None = None) -> list[Edited]:
        """What the log holds, in its order. last: id of the latest, if known; else the salts of all objects are tried. Raises Damaged."""
        wanted = {mark: place for place, mark in enumerate(self._logged())}
        found: dict[int, Edited] = {}
        while last is not None and len(found) < len(wanted) and (hit := self._match(last, wanted)) is not None:
            found[hit[0]] = hit[1]
            last = hit[1].before
        if len(found) < len(wanted):
            found |= dict(self._matching(wanted))
        return [found[place] for place in sorted(found)]

    def any(self) -> bool:
        """Whether the log holds any."""
        return bool(self._logged())

    def _matching(self, wanted: dict[str, int]) -> Iterator[tuple[int, Edited]]:
        for id in self._objects.all():
            if (hit := self._match(id, wanted)) is not None:
                yield hit

    def _match(self, id: str, wanted: dict[str, int]) -> tuple[int, Edited] | None:
        kept = self._objects.kept(id)
        place = wanted.get(kept.commitment(committed_edits(id))) if kept is not None else None
        if place is None or not self._objects.path(id).exists():
            return None
        try:
            return place, from_plain(Edited, json.loads(self._objects.get(id)))
        except (ValueError, TypeError, KeyError, AttributeError) as fault:
            raise Damaged(
                f"edits of items.csv cannot be read: {fault}",
                file=f"objects/{id[:2]}/{id}",
                remedy="Restore it from a copy of the case.",
            ) from fault

    def _logged(self) -> list[str]:
        erased: set[str] = set()
        marks: list[str] = []
        for event in self._log.events_of(EDITED, ERASED):
            if event["kind"] == EDITED:
                marks.append(str(event["edits"]))
            elif event["kind"] == ERASED:
                erased |= {str(mark) for mark in event["of"]}
        return [mark for mark in dict.fromkeys(marks) if mark not in erased]
