"""How a finding moved: what people decided about it, and what changed from account to account."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.model.account import Account, Change
from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError
from zvirka.model.findings import Finding
from zvirka.model.wire import to_plain
from zvirka.pipeline.accounts import kept_account, runs_kept
from zvirka.pipeline.as_known import as_known
from zvirka.pipeline.edit_log import edits_logged, of_reports
from zvirka.pipeline.views import _only, open_case
from zvirka.publish.moved import Because, EditTold, Step, Steps
from zvirka.publish.visible import one_line
from zvirka.reconcile import changes
from zvirka.record import Record


def steps_of(record: Record, account: Account, finding: Finding) -> list[Step]:
    """What moved a finding of the current account, oldest first; the decisions before the run they acted in."""
    wanted = set(finding.history)
    steps = [Step(each.judgement.at, 0, each) for each in account.judgements if each.judgement.id in wanted]
    carried = {(text.path, text.fragment or "") for text in account.texts if text.report in _reports(account, finding)}
    steps += [
        Step(edited.at, 0, EditTold(edited.by, edit))
        for edited, edit in of_reports(edits_logged(record), dict.fromkeys(carried))
    ]
    steps += _of_accounts(record, finding.question.id, ZoneInfo(account.time_zone))
    return sorted(steps, key=lambda step: (step.at, step.run))


def _reports(account: Account, finding: Finding) -> set[str]:
    """The reports behind a finding, rejected claims included."""
    ids = {*(each.claim for each in finding.claims), *finding.left_out}
    return {
        claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"
        for claim in account.claims
        if claim.id in ids
    }


def _of_accounts(record: Record, question: str, zone: ZoneInfo) -> list[Step]:
    steps: list[Step] = []
    before: list[Finding] = []
    figures: dict[str, list[str]] = {}
    for run, at in runs_kept(record):
        try:
            kept = kept_account(record, str(run), zone)
        except CaseError:
            continue  # its findings were deleted with `derived`: the next one kept is compared with the one before it
        here = [each for each in kept.findings if each.question.id == question]
        moved = changes(before, here, figures, kept.figures)
        steps += [Step(at, run, change) for change in moved]
        if moved and before and here:
            steps.append(Step(at, run, _because(before[0], here[0])))
        before, figures = here, kept.figures
    return steps


def _because(before: Finding, after: Finding) -> Because:
    """What joined and left a finding between two accounts."""
    claims = [{each.claim for each in finding.claims} for finding in (before, after)]
    seen = [
        {*finding.observations, *(id for each in finding.ranges for id in each.observations)}
        for finding in (before, after)
    ]
    moved = [claims[1] - claims[0], claims[0] - claims[1], seen[1] - seen[0], seen[0] - seen[1]]
    return Because(*(tuple(sorted(ids)) for ids in (*moved, {*before.judged} ^ {*after.judged})))


def history_text(
    case_folder: Path, question: str, as_json: bool, language: str | None = None, moment: str | None = None
) -> str:
    """What `zvirka history` prints of a question (by rank or the start of its id), up to a moment where one is given.

    Raises InputError, CaseError.
    """
    known = as_known(case_folder, moment) if moment is not None else None
    account, ground = (known.account, known.ground) if known is not None else open_case(case_folder)
    finding = _only(account, question).findings[0]
    steps = steps_of(Record(case_folder), account, finding)
    steps = [step for step in steps if known is None or step.at <= known.at]
    told = Steps(account, ground, language or account.case.language)
    if as_json:
        rows = [_plain(step, told.words(step)) for step in steps]
        return canonical_json({"schema": SCHEMA, "question": finding.question.id, "steps": rows})
    return "\n".join(one_line(f"{step.at}  {told.words(step)}", 400) for step in steps) or told.nothing()


def _plain(step: Step, words: str) -> dict[str, Any]:
    row = {"at": step.at, "words": words}
    if isinstance(step.told, Change):
        change = step.told
        moved = {"field": change.field, "before": change.before, "after": change.after}
        return {**row, "what": "account", "by": "", "run": step.run, **moved}
    if isinstance(step.told, Because):
        return {**row, "what": "because", "by": "", "run": step.run, **to_plain(step.told)}
    if isinstance(step.told, EditTold):
        edit = step.told.edit
        cell = {
            "path": edit.path,
            "fragment": edit.fragment,
            "field": edit.field,
            "before": edit.old,
            "after": edit.new,
        }
        return {**row, "what": "edit", "by": step.told.by, **cell}
    judgement = step.told.judgement
    decided = {"decision": judgement.id, "kind": judgement.kind, "standing": step.told.standing}
    return {**row, "what": "decision", "by": judgement.by, **decided}
