"""Judgements in the record: the words in an object each, in the log a salted commitment to it.

The object's name is the judgement's id, so whoever holds the id (decisions.csv does) finds the words at once; where that file
was lost, they are found by trying the salts of all objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zvirka.model.errors import Damaged
from zvirka.model.judgements import Judgement
from zvirka.model.wire import from_plain
from zvirka.record.commitments import ERASED, JUDGED, committed_judgement
from zvirka.record.log import Log
from zvirka.record.objects import Kept, Objects


def commitment(kept: Kept, id: str) -> str:
    """What the log says of a judgement."""
    return kept.commitment(committed_judgement(id))


class Judgements:
    """The judgements of a case."""

    def __init__(self, objects: Objects, log: Log) -> None:
        self._objects = objects
        self._log = log

    def keep(self, at: str, judgements: Sequence[Judgement]) -> None:
        """Keeps and logs those that the log does not hold yet. at: when they are recorded. Raises Busy, StorageFault, Damaged."""
        with self._log.alone(
            at
        ):  # as in Record.capture: two that make one salt would log what the other's no longer holds
            logged = set(self._logged())
            events: list[tuple[str, Mapping[str, object]]] = []
            for judgement in judgements:
                self._objects.put(judgement.data, judgement.id)
                kept = self._objects.add_salt(judgement.id)
                mark = commitment(kept, judgement.id)
                if mark not in logged:
                    logged.add(mark)
                    events.append((JUDGED, {"judgement": mark, "object": kept.commitment(judgement.id)}))
            if events:
                self._log.append(at, events)

    def all(self, known: Iterable[str] = (), until: str | None = None) -> tuple[list[Judgement], int]:
        """What the log holds as far as it reaches now, in its order; and how many of them have lost their words.

        known: ids to try first; only where they are not all of it are the salts of all objects tried. until: only those recorded by
        then (ISO 8601, UTC), whatever day they say they were made. Raises Damaged.
        """
        wanted = {mark: place for place, mark in enumerate(self._logged(until))}
        found: dict[int, Judgement] = {}
        for ids in (known, self._objects.all()):
            if len(found) < len(wanted):
                found |= dict(self._matching(ids, wanted))
        return [found[place] for place in sorted(found)], len(wanted) - len(found)

    def _matching(self, ids: Iterable[str], wanted: Mapping[str, int]) -> Iterator[tuple[int, Judgement]]:
        for id in ids:
            kept = self._objects.kept(id)
            place = wanted.get(commitment(kept, id)) if kept is not None else None
            if place is not None and self._objects.path(id).exists():
                yield place, read_judgement(self._objects.get(id), id)

    def _logged(self, until: str | None = None) -> list[str]:
        """The commitments to judgements in the log's order, without those that were erased."""
        told: dict[str, None] = {}
        for event in self._log.events_of(JUDGED, ERASED):
            if event["kind"] == JUDGED:
                if until is None or event["at"] <= until:
                    told.setdefault(str(event["judgement"]))
            elif event["kind"] == ERASED:
                for mark in event["of"]:
                    told.pop(str(mark), None)
        return list(told)


def read_judgement(data: bytes, name: str) -> Judgement:
    """The judgement of its object's bytes. Raises Damaged where they are none."""
    try:
        return from_plain(Judgement, json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Damaged(
            f"a decision cannot be read: {fault}",
            file=f"objects/{name[:2]}/{name}",
            remedy="Restore it from a copy of the case.",
        ) from fault
