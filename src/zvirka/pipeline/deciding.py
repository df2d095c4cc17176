"""Decisions into the record: rows of decisions.csv and those given on the command line, each kept once and for good."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from zvirka.model.errors import InputError
from zvirka.model.judgements import (
    KINDS,
    PAIRS,
    VALUED,
    VALUES,
    Judgement,
    JudgementKind,
    Subject,
    SubjectKind,
    aspect,
    superseded,
)
from zvirka.model.sources import THIRD, UNKNOWN
from zvirka.pipeline.decisions_csv import Row, anchored, as_cells, read_rows, write_rows
from zvirka.pipeline.subjects import World, kinds_of
from zvirka.record import Record
from zvirka.record.lock import held


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the record holds, in the order of the log. lost: how many judgements the log knows whose words are gone."""

    judgements: tuple[Judgement, ...]
    lost: int


def take_in(record: Record, world: World, at: str, new: Sequence[Judgement] = ()) -> Decisions:
    """Reads what people wrote into decisions.csv into the record, with `new` after it, and writes the file as the record has it.

    The file is written first, then the objects, then the log: whatever is cut off in between, the next call makes it good from
    the file. world: what rows may be about. Raises CaseError where a row is wrong, Busy, StorageFault, Damaged.
    """
    with _alone(record.folder, at):
        rows = read_rows(record.folder)
        if not rows and not new and not record.exists():
            return Decisions((), 0)
        kept, lost = record.judgements.all([row.cells["id"] for row in rows])
        fresh = _Rows(rows, kept, world, at).fresh()
        known = {each.id for each in kept}
        for judgement in new:
            fresh += [judgement] if judgement.id not in known | {each.id for each in fresh} else []
        everything = (*kept, *fresh)
        write_rows(record.folder, everything)
        if fresh:
            if not record.exists():
                record.note(at, "opened", {})
            record.judgements.keep(at, fresh)
        return Decisions(everything, lost)


@contextmanager
def _alone(folder: Path, at: str) -> Iterator[None]:
    """Holds the file against other runs and judges while it is read and written; never for the length of a run."""
    if not folder.exists():
        yield
        return
    with held(folder / ".lock-decisions", f"process {os.getpid()} on {socket.gethostname()} since {at}"):
        yield


class _Rows:
    """Rows of the file against what the record holds."""

    def __init__(self, rows: Sequence[Row], kept: Sequence[Judgement], world: World, at: str) -> None:
        self._rows = rows
        self._kept = {each.id: each for each in kept}
        self._cells = {each.id: _given(as_cells(each)) for each in kept}
        self._same = {(_given(as_cells(each)), each.at) for each in kept}
        self._edits = {(_given(as_cells(each)), each.supersedes) for each in kept}
        self._world = world
        self._at = at
        self._renamed: dict[str, str] = {}
        self._made: list[Judgement] = []

    def fresh(self) -> list[Judgement]:
        """Judgements that only the file holds, in the file's order."""
        for row in self._rows:
            id = row.cells["id"]
            if id in self._cells and self._cells[id] == row.given:
                continue
            judgement = self._judgement(row)
            if id not in self._cells and (row.given, row.cells["at"]) in self._same:
                continue  # the same decision under an id that a spreadsheet mangled
            if (row.given, id) in self._edits:
                continue  # an edit taken in before, saved once more by a program that still had the old file open
            if judgement.id not in self._kept:
                self._kept[judgement.id] = judgement
                self._made.append(judgement)
            if id:
                self._renamed[id] = judgement.id
        return self._made

    def _judgement(self, row: Row) -> Judgement:
        cells, id = row.cells, row.cells["id"]
        subjects = anchored(row)
        whole = _built(row, subjects or (), self._supersedes(row))
        if id not in self._cells and subjects is not None and whole.id == id:
            return whole
        at = cells["at"] if id not in self._cells and cells["at"] else self._at
        if subjects is None or not subjects:
            subjects = self._subjects(row)
        made = replace(whole, subjects=subjects, at=_time(row, at))
        _check(made, self._world, row)
        if id in self._cells:
            return replace(made, supersedes=id)
        return with_superseded(made, [*self._kept.values()], self._world) if made.supersedes is None else made

    def _supersedes(self, row: Row) -> str | None:
        words = row.cells["supersedes"]
        if not words:
            if row.cells["kind"] == "undo":
                raise row.fault("does not say what it takes back", "supersedes", "Write the id of that decision there.")
            return None
        found = self._renamed.get(words) or next((id for id in sorted(self._kept) if id.startswith(words)), None)
        if found is None and row.cells["kind"] == "undo" and not row.cells["id"]:
            raise row.fault("is no decision there is", "supersedes", "Write the id of the decision it takes back.")
        return found or words

    def _subjects(self, row: Row) -> tuple[Subject, ...]:
        kind: JudgementKind = row.cells["kind"]  # type: ignore[assignment]  # `_built` refused all others
        found = []
        for place, words in enumerate(_wanted(row, kind)):
            kinds = kinds_of(kind, place)
            try:
                found.append(self._world.subject(words, kinds, kind))
            except InputError:
                found.append(Subject(kinds[0], words))  # shown as unattached, and tried again in every run
        return tuple(found)


def _given(cells: dict[str, str]) -> tuple[str, ...]:
    return Row(0, cells).given


def _wanted(row: Row, kind: JudgementKind) -> list[str]:
    if kind == "undo":
        return []
    names = ("subject", "other") if kind in PAIRS else ("subject",)
    for name in names:
        if not row.cells[name]:
            raise row.fault(f"{kind} says it of nothing", name, "Write the id of the claim, question or report there.")
    return [row.cells[name] for name in names]


def _built(row: Row, subjects: tuple[Subject, ...], supersedes: str | None) -> Judgement:
    """The row as a judgement. Raises CaseError where a cell that every decision needs is empty or wrong."""
    cells = row.cells
    kind = cells["kind"].replace("-", "_")
    if kind not in KINDS:
        raise row.fault("is no kind of decision", "kind", f"Use one of {', '.join(KINDS)}.")
    cells["kind"] = kind
    if not cells["by"]:
        raise row.fault("does not say who decided", "by", "Write the name there.")
    slot, value = cells["slot"] or None, as_value(kind, cells["value"])
    if kind == "slot" and slot is None:
        raise row.fault("does not say which slot", "slot", "Write its path there, such as quantity.unit.")
    return Judgement(
        kind,
        subjects,
        cells["by"],
        cells["at"],
        cells["why"],
        slot if kind == "slot" else None,
        value if kind in VALUED else None,
        supersedes,
    )


def _time(row: Row, at: str) -> str:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise row.fault("is no time", "at", "Leave it empty, or write 2022-09-20T08:00:00Z.") from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _check(judgement: Judgement, world: World, row: Row) -> None:
    try:
        check(judgement, world)
    except InputError as fault:
        raise row.fault(fault.problem, fault.place or "kind", fault.remedy or "Mend that cell.") from fault


def as_value(kind: JudgementKind, words: str) -> str:
    """A value as it is kept, from how a person writes it: "b" is B, "Very likely" is very_likely."""
    written = "_".join(words.replace("-", " ").split())
    return next((value for value in VALUES.get(kind, ()) if value.casefold() == written.casefold()), words)


def check(judgement: Judgement, world: World) -> None:
    """Raises InputError where its slot or value cannot be: a side the case has not, a slot the claim has not, a grade there is not."""
    known = VALUES.get(judgement.kind)
    if known is not None and judgement.value not in known:
        raise InputError(
            f"is no {judgement.kind}", place="value", value=judgement.value, remedy=f"Use one of {', '.join(known)}."
        )
    if judgement.kind == "side":
        sides = (*world.ground.sides, THIRD, UNKNOWN)
        if judgement.value not in sides:
            raise InputError(
                "is no side of this case",
                place="value",
                value=judgement.value,
                remedy=f"Use one of {', '.join(sides)}.",
            )
    if judgement.kind == "slot":
        from zvirka.pipeline.slots import corrected

        found = world.attach(judgement.subjects[0])
        if found is not None and found in world.claims:
            corrected(world.claims[found], judgement.slot or "", judgement.value or "", judgement.by, world.ground)
    ids = [subject.id for subject in judgement.subjects]
    if len(set(ids)) < len(ids):
        raise InputError("names one thing twice", place="other", value=ids[0], remedy="Name two different ones.")


def decide(
    record: Record,
    world: World,
    at: str,
    kind: JudgementKind,
    words: Sequence[str],
    by: str,
    why: str = "",
    slot: str | None = None,
    value: str | None = None,
) -> Judgement:
    """Makes a judgement of what somebody says, and keeps it. words: what its subjects are called. Raises InputError."""
    kinds: list[tuple[SubjectKind, ...]] = [kinds_of(kind, place) for place in range(len(words))]
    subjects = [world.subject(each, kinds[place], kind) for place, each in enumerate(words)]
    if kind in ("same", "not_same") and len({subject.kind for subject in subjects}) > 1:
        raise InputError("is about a claim and a report", value=" ".join(words), remedy="Name two of one kind.")
    value = as_value(kind, value) if value is not None else None
    made = Judgement(kind, tuple(subjects), _clean(by), at, _clean(why), slot, value)
    if not made.by:
        raise InputError("does not say who decided", file="--by", remedy="Give a name.")
    check(made, world)
    kept = take_in(record, world, at).judgements
    made = with_superseded(made, kept, world)
    take_in(record, world, at, [made])
    return made


def take_back(
    record: Record, world: World, at: str, words: str | None, by: str, why: str = ""
) -> tuple[Judgement, Judgement]:
    """Takes back a judgement by the beginning of its id, else the last one of this person that holds; gives the undo and what it
    takes back. An undo can be taken back too. Raises InputError where there is none."""
    kept = take_in(record, world, at).judgements
    gone = superseded(kept)
    holding = [each for each in kept if each.id not in gone]
    if words is None:
        found = [each for each in holding if each.by == _clean(by) and each.kind != "undo"][-1:]
    else:
        found = [each for each in holding if each.id.startswith(words)]
    if len(found) != 1:
        raise InputError(
            "fits more than one decision" if found else "there is no such decision that still holds",
            value=words,
            remedy="`zvirka export judgements --case DIR` lists them with their ids.",
        )
    made = Judgement("undo", (), _clean(by), at, _clean(why), supersedes=found[0].id)
    take_in(record, world, at, [made])
    return made, found[0]


def with_superseded(judgement: Judgement, kept: Sequence[Judgement], world: World) -> Judgement:
    """With what it takes the place of: what the same person last decided on the same aspect, if that still holds."""
    mine = _aspect(judgement, world)
    gone = superseded(kept)
    before = [
        each
        for each in kept
        if each.by == judgement.by and each.kind != "undo" and each.id not in gone and _aspect(each, world) == mine
    ]
    return replace(judgement, supersedes=before[-1].id) if before else judgement


def _aspect(judgement: Judgement, world: World) -> tuple[str, ...]:
    return aspect(judgement, [world.attach(subject) or subject.id for subject in judgement.subjects])


def _clean(text: str) -> str:
    return " ".join(text.split())
