"""`zvirka judge` and `zvirka undo`: decisions given on the command line, on the account a case holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from zvirka.ground import load_ground
from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError, InputError
from zvirka.model.judgements import PAIRS, VALUED, VALUES, Judgement, JudgementKind, Subject
from zvirka.model.wire import to_plain
from zvirka.pipeline.accounts import current_account
from zvirka.pipeline.deciding import decide, take_back
from zvirka.pipeline.settling import describe
from zvirka.pipeline.subjects import World
from zvirka.publish.visible import one_line
from zvirka.record import Record

_ARGUMENTS = {
    "slot": "CLAIM SLOT VALUE",
    "side": "SOURCE SIDE",
    "grade": "SOURCE A-F",
    "credibility": "CLAIM 1-6",
    "likelihood": "CLAIM|QUESTION WORD",
    "outcome": f"CLAIM {'|'.join(VALUES['outcome'])}",
}
_TWO_WORDS = frozenset({"side", *VALUES, *PAIRS})
"""Kinds that take two arguments: two subjects, or one and a value."""


def judge_case(
    case_folder: Path, kind: JudgementKind, words: Sequence[str], by: str, why: str, now: datetime | None
) -> Judgement:
    """Keeps one decision on what the case's account shows. words: the command's arguments. Raises InputError, CaseError."""
    shape = _ARGUMENTS.get(kind, "ONE OTHER" if kind in PAIRS else "CLAIM or QUESTION")
    wanted = 3 if kind == "slot" else 2 if kind in _TWO_WORDS else 1
    if len(words) != wanted and not (kind == "slot" and len(words) == 2):
        shown = kind.replace("_", "-")
        raise InputError(
            f"{shown} takes {shape}", value=" ".join(words), remedy=f"Write `zvirka judge {shown} {shape} --case DIR`."
        )
    record, world = _open(case_folder)
    slot = words[1] if kind == "slot" else None
    value = (
        words[-1] if kind in ("side", *VALUES) else (words[2] if len(words) == 3 else "") if kind == "slot" else None
    )
    subjects = words[:1] if kind in VALUED else words
    return decide(record, world, _at(now), kind, subjects, by, why, slot, value)


def undo_case(
    case_folder: Path, words: str | None, by: str, why: str, now: datetime | None
) -> tuple[Judgement, Judgement]:
    """Takes back a decision by the start of its id, else this person's last one; gives the undo and what it takes back."""
    record, world = _open(case_folder)
    return take_back(record, world, _at(now), words, by, why)


def judged_text(judgement: Judgement, undone: Judgement | None = None) -> str:
    """What is printed of a decision that was kept."""
    what = f"took back: {describe(undone)}" if undone is not None else describe(judgement)
    about = (undone or judgement).subjects
    words = "; ".join(
        f"“{each.quote.exact[:100]}”" if each.quote else each.about or _report(each) or each.id for each in about
    )
    lines = [
        one_line(f"{judgement.id[:12]}  {judgement.by}: {what} — {words}", 400),
        "Kept. It acts from the next `zvirka run` on.",
    ]
    return "\n".join(lines)


def _report(subject: Subject) -> str:
    return f"{subject.path}#{subject.fragment}" if subject.path and subject.fragment else subject.path


def judged_json(judgement: Judgement) -> str:
    """The same as JSON."""
    plain: dict[str, Any] = to_plain(judgement)
    return canonical_json({"schema": SCHEMA, "id": judgement.id, **plain})


def _open(case_folder: Path) -> tuple[Record, World]:
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Run `zvirka run FOLDER --case DIR` first.")
    account = current_account(record)
    ground = load_ground(account.case.theatre, case_folder)
    read = {claim.id: claim for claim in account.claims} | {claim.id: claim for claim in account.as_read}
    questions = [finding.question for finding in account.findings]
    return record, World(ground, list(read.values()), account.texts, questions, account.observations)


def _at(now: datetime | None) -> str:
    return (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
