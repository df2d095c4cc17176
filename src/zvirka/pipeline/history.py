"""How a finding moved: what people decided about it, and what changed from account to account."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError, InputError
from zvirka.model.findings import Finding
from zvirka.pipeline.accounts import current_account, kept_account, runs_kept
from zvirka.pipeline.settling import describe
from zvirka.publish.visible import one_line
from zvirka.reconcile import changes
from zvirka.record import Record


@dataclass(frozen=True, slots=True)
class Moved:
    """One step. at: when, ISO 8601 UTC. what: "decision" or "account". words: what happened, in English. by: the person, "" for a run."""

    at: str
    what: str
    words: str
    by: str = ""


def history(record: Record, question: str) -> tuple[Finding, list[Moved]]:
    """The finding of a question (by rank or the start of its id) and its steps, oldest first. Raises InputError, CaseError."""
    account = current_account(record)
    finding = next(
        (each for each in account.findings if each.question.id.startswith(question) or str(each.rank) == question), None
    )
    if finding is None:
        raise InputError(
            "there is no such question", value=question, remedy="`zvirka show --case DIR` lists them by rank."
        )
    steps = _of_accounts(record, finding.question.id, ZoneInfo(account.time_zone))
    wanted = set(finding.history)
    for each in account.judgements:
        judgement = each.judgement
        if judgement.id in wanted:
            why = f" ({judgement.why})" if judgement.why else ""
            about = judgement.subjects[0] if judgement.subjects else None
            words = f" “{about.quote.exact[:80]}”" if about and about.quote else ""
            steps.append(
                Moved(judgement.at, "decision", f"{describe(judgement)}{words}{why} [{each.standing}]", judgement.by)
            )
    return finding, sorted(steps, key=lambda step: (step.at, step.what, step.words))


def _of_accounts(record: Record, question: str, zone: ZoneInfo) -> list[Moved]:
    steps: list[Moved] = []
    before: tuple[Finding, ...] = ()
    for run, at in runs_kept(record):
        try:
            findings = kept_account(record, str(run), zone).findings
        except CaseError:
            continue  # its findings were deleted with `derived`: the next one kept is compared with the one before it
        here = [each for each in findings if each.question.id == question]
        for change in changes([each for each in before if each.question.id == question], here):
            moved = (
                "first answered"
                if change.field == "new"
                else f"{change.field}: {change.before or 'none'} → {change.after or 'none'}"
            )
            steps.append(Moved(at, "account", f"run {run}: {moved}"))
        before = findings
    return steps


def history_text(case_folder: Path, question: str, as_json: bool) -> str:
    """What `zvirka history` prints."""
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Run `zvirka run FOLDER --case DIR` first.")
    finding, steps = history(record, question)
    if as_json:
        told = [{"at": each.at, "what": each.what, "words": each.words, "by": each.by} for each in steps]
        return canonical_json({"schema": SCHEMA, "question": finding.question.id, "steps": told})
    lines = [one_line(f"{each.at}  {each.by + ': ' if each.by else ''}{each.words}", 400) for each in steps]
    return "\n".join(lines) or "Nothing has happened to it yet."
