"""Answers that plug-ins got, in the record: each an object, in the log a salted commitment to it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zvirka.model.errors import Damaged
from zvirka.model.suggestions import Answer
from zvirka.model.wire import from_plain
from zvirka.record.commitments import ANSWERED, ERASED, committed_answer
from zvirka.record.log import Log
from zvirka.record.objects import Objects


class Answers:
    """The answers of a case."""

    def __init__(self, objects: Objects, log: Log) -> None:
        self._objects = objects
        self._log = log

    def keep(self, answer: Answer) -> None:
        """Keeps and logs it, once. Raises Busy, StorageFault, Damaged."""
        with self._log.alone(
            answer.at
        ):  # as in Record.capture: two that make one salt would log what the other's no longer holds
            there = self._objects.kept(answer.id) is not None
            self._objects.put(answer.data, answer.id)
            kept = self._objects.add_salt(answer.id)
            mark = kept.commitment(committed_answer(answer.id))
            if not there or mark not in self._logged():
                self._log.append(answer.at, [(ANSWERED, {"answer": mark, "object": kept.commitment(answer.id)})])

    def all(self) -> list[Answer]:
        """What the log holds, in its order; those whose bytes are missing are left out (`verify` names them). Raises Damaged."""
        wanted = {mark: place for place, mark in enumerate(self._logged())}
        found = dict(self._matching(wanted)) if wanted else {}
        return [found[place] for place in sorted(found)]

    def _matching(self, wanted: dict[str, int]) -> Iterator[tuple[int, Answer]]:
        for id in self._objects.all():
            kept = self._objects.kept(id)
            place = wanted.get(kept.commitment(committed_answer(id))) if kept is not None else None
            if place is not None and self._objects.path(id).exists():
                yield place, _read(self._objects.get(id), id)

    def _logged(self) -> list[str]:
        marks: dict[str, None] = {}
        for event in self._log.events_of(ANSWERED, ERASED):
            if event["kind"] == ANSWERED:
                marks.setdefault(str(event["answer"]))
            else:
                for mark in event["of"]:
                    marks.pop(str(mark), None)
        return list(marks)


def _read(data: bytes, name: str) -> Answer:
    try:
        return from_plain(Answer, json.loads(data))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise Damaged(
            f"an answer that a plug-in got cannot be read: {fault}",
            file=f"objects/{name[:2]}/{name}",
            remedy="Restore it from a copy of the case.",
        ) from fault
