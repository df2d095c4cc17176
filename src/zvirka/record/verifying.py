"""Checks a record against itself: log, objects, salts, commitments, checkpoints, signatures, time stamps. Names all that does not hold."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zvirka.model.errors import Damaged, RecordError
from zvirka.record.checkpoints import Checkpoint, Checkpoints, read_checkpoint
from zvirka.record.commitments import (
    ANSWERED,
    CAPTURED,
    EDITED,
    ERASED,
    IN_FOLDER,
    JUDGED,
    PUBLISHED,
    SEALED,
    WITNESSED,
    committed_answer,
    committed_edits,
    committed_item,
    committed_judgement,
    committed_tombstone,
)
from zvirka.record.editions import FOLDER, edition_problems
from zvirka.record.log import HEAD, Log
from zvirka.record.objects import Objects
from zvirka.record.signatures import SIGNERS, signature_problem

ERASING = "erasing.json"
"""What stands in the case while an erasure is under way."""
_OBJECT = re.compile(r"(?P<fold>[0-9a-f]{2})/(?P=fold)[0-9a-f]{62}(\.salt)?")
_CHECKPOINT = re.compile(r"\d{9,}\.(json|json\.sig|[a-z0-9.-]+\.tsr)|roots/[a-z0-9.-]+\.pem")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found. problems: one line each, naming the file and what is wrong with it; empty when all holds.

    events: lines of the log. objects: how many there are; read: how many of them had their bytes read (all, or a sample).
    notes: what was found that is no fault: who signed, when it was stamped, what could not be checked here.
    """

    events: int
    objects: int
    problems: tuple[str, ...]
    read: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Logged:
    """What the log commits to. marks: commitment → (seq, what it is of). erased: commitments whose bytes were erased since."""

    events: int = 0
    marks: dict[str, tuple[int, str]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    sealed: dict[str, int] = field(default_factory=dict)
    witnessed: dict[str, str] = field(default_factory=dict)
    published: dict[str, str] = field(default_factory=dict)


def verify(folder: Path, objects: Objects, log: Log, share: float = 1.0) -> Verdict:
    """Checks the record in `folder`. share: of the objects, how many have their bytes read (0 to 1; chosen at random anew each time)."""
    problems: list[str] = []
    notes: list[str] = []
    logged = _read_log(log, problems)
    problems += _strangers(folder / "objects", _OBJECT) + _strangers(folder / "checkpoints", _CHECKPOINT)
    names = list(objects.all())
    chosen = set(names if share >= 1 else random.SystemRandom().sample(names, min(len(names), _of(len(names), share))))
    seen: set[str] = set()
    for sha256 in names:
        problems += _object_problems(objects, sha256, logged, seen, sha256 in chosen)
    problems += [
        f"log.jsonl: line {seq + 1} records a {what if what in ('judgement', 'edits', 'answer') else 'capture'} whose {what} is missing"
        for mark, (seq, what) in logged.marks.items()
        if mark not in seen and mark not in logged.erased
    ]
    for edition, digest in logged.published.items():
        problems += edition_problems(folder / FOLDER / edition, digest)
    _check_checkpoints(folder, logged, problems, notes)
    if (folder / ERASING).exists():
        problems.append(f"{ERASING}: an erasure was cut short; `zvirka erase` again, or the next run, ends it")
    return Verdict(logged.events, len(names), tuple(problems), len(chosen), tuple(notes))


def _of(count: int, share: float) -> int:
    return max(1, round(count * share)) if count else 0


def _read_log(log: Log, problems: list[str]) -> _Logged:
    found = _Logged()
    try:
        for event in log.events():
            found.events += 1
            kind, seq = event["kind"], int(event["seq"])
            for what in {
                CAPTURED: ("item", "object"),
                JUDGED: ("judgement", "object"),
                EDITED: ("edits", "object"),
                ANSWERED: ("answer", "object"),
            }.get(kind, ()):
                found.marks[str(event[what])] = (seq, what)
            if kind == ERASED:
                found.erased |= {str(mark) for mark in event["of"]}
                found.marks[str(event["tombstone"])] = (seq, "tombstone")
            if kind == IN_FOLDER and (unknown := {*event["gone"], *event["back"]} - found.marks.keys()):
                problems.append(
                    f"log.jsonl: line {seq + 1} speaks of {len(unknown)} items that no line before it records"
                )
            if kind == WITNESSED:
                found.witnessed[str(event["file"])] = str(event["digest"])
            if kind == PUBLISHED:
                found.published[str(event["edition"])] = str(event["manifest"])
            if kind == SEALED:
                found.sealed[str(event["checkpoint"])] = seq
    except Damaged as damage:
        problems.append(str(damage))
    return found


def _strangers(folder: Path, known: re.Pattern[str]) -> list[str]:
    """Files in a folder of the record that it has not made; half-written ones of killed runs apart."""
    paths = (path for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink())
    names = ((path.relative_to(folder).as_posix(), path) for path in paths)
    return [
        f"{folder.name}/{name}: {'is a link, not a file' if path.is_symlink() else 'is not of the record'}"
        for name, path in names
        if (path.is_symlink() or not known.fullmatch(name))
        and not path.name.startswith(".tmp-")
        and name not in (HEAD, SIGNERS)
    ]


def _object_problems(objects: Objects, sha256: str, logged: _Logged, seen: set[str], read: bool) -> list[str]:
    name = f"objects/{sha256[:2]}/{sha256}"
    found: list[str] = []
    path = objects.path(sha256)
    if not path.exists():
        found.append(f"{name}: the bytes are missing")
    elif read and _digest(path) != sha256:
        found.append(f"{name}: the bytes have changed")
    try:
        kept = objects.kept(sha256)
    except RecordError as damage:
        return [*found, str(damage)]
    if kept is None:
        return [*found, f"{name}.salt: the salt is missing"]
    marks = logged.marks
    for item in kept.items:
        for what, mark in (("item", kept.commitment(committed_item(item))), ("object", kept.commitment(sha256))):
            if mark in logged.erased:
                found.append(
                    f"{name}.salt: the {what} at {item.path} was erased and is still here; `zvirka erase` again ends it"
                )
            elif mark in marks:
                seen.add(mark)
            else:
                found.append(f"{name}.salt: the {what} at {item.path} is not what the log records")
    of_people = {kept.commitment(committed_judgement(sha256)), kept.commitment(committed_tombstone(sha256))}
    of_people |= {kept.commitment(committed_edits(sha256)), kept.commitment(committed_answer(sha256))}
    told = of_people & marks.keys()
    if told & logged.erased:
        found.append(f"{name}: was erased and is still here; `zvirka erase` again ends it")
    elif told:
        seen |= {*told, kept.commitment(sha256)}
    elif not kept.items:
        found.append(f"{name}: no item brought it and the log records no judgement of it")
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _check_checkpoints(folder: Path, logged: _Logged, problems: list[str], notes: list[str]) -> None:
    checkpoints = Checkpoints(folder / "checkpoints", folder / "log.jsonl")
    problems += checkpoints.problems()
    there: set[str] = set()
    for path in checkpoints.paths():
        try:
            checkpoint = read_checkpoint(path)
        except Damaged:
            continue  # named by problems() above
        there.add(checkpoint.id)
        for problem, note in outside(path, checkpoint):
            problems += [problem] if problem else []
            notes += [note] if note else []
    for name, digest in sorted(logged.witnessed.items()):
        file = checkpoints.folder / name
        if not file.is_file() or _digest(file) != digest:
            problems.append(
                f"checkpoints/{name}: {'has changed' if file.is_file() else 'is missing'} since the log recorded it"
            )
    problems += [
        f"log.jsonl: line {seq + 1} records a checkpoint that is missing"
        for mark, seq in logged.sealed.items()
        if mark not in there
    ]


def outside(path: Path, checkpoint: Checkpoint) -> Iterator[tuple[str | None, str | None]]:
    """(problem, note) of the signature and of each time stamp that lie beside the file of a checkpoint."""
    if path.with_name(path.name + ".sig").exists():
        yield signature_problem(path)
    if any(path.parent.glob(f"{path.stem}.*.tsr")):
        # Loaded where there is a stamp: certificates take a third of a second that other checks need not pay.
        from zvirka.record.timestamps import time_stamp_problem, time_stamps

        for stamp in time_stamps(path.parent, checkpoint):
            yield time_stamp_problem(stamp, checkpoint)
