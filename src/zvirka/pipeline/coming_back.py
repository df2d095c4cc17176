"""Coming back to a case: what changed since a run or a day, and a question as one file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.pipeline.accounts import kept_account, load_account, runs_kept
from zvirka.pipeline.as_known import as_known
from zvirka.pipeline.views import _only, open_case
from zvirka.publish import one_page
from zvirka.publish.changed import changed_text
from zvirka.reconcile import changes, figures_said
from zvirka.record import Record
from zvirka.record.disk import write_whole


def show_since(case_folder: Path, since: str, question: str | None, language: str | None, as_json: bool) -> str:
    """What changed in figures, relations and backing since a run (number) or day; of one question where it is named.

    Raises CaseError, InputError.
    """
    account, ground = open_case(case_folder)
    kept = kept_account(Record(case_folder), since, ZoneInfo(account.time_zone))
    said = kept.figures, figures_said(account.findings, account.claims)
    found = changes(kept.findings, account.findings, *said)
    if question is not None:
        asked = _only(account, question).findings[0].question.id
        found = [each for each in found if each.question == asked]
    if as_json:
        rows = [
            {"question": each.question, "field": each.field, "before": each.before, "after": each.after}
            for each in found
        ]
        return canonical_json({"schema": SCHEMA, "run": kept.run, "at": kept.at, "changes": rows})
    before = f"{kept.at} ({kept.run})"
    return changed_text(
        replace(account, changes=tuple(found), before=before), ground, language or account.case.language
    )


def list_runs(case_folder: Path, as_json: bool) -> str:
    """The runs whose findings are kept: number and when each account was made."""
    open_case(case_folder)
    runs = runs_kept(Record(case_folder))
    if as_json:
        return canonical_json({"schema": SCHEMA, "runs": [{"run": run, "at": at} for run, at in runs]})
    return "\n".join(f"{run:>4}  {at}" for run, at in runs)


def write_question(
    case_folder: Path, question: str, language: str | None, target: Path, moment: str | None = None
) -> Path:
    """A question as one HTML file at `target`, as known at a moment where one is given. Raises CaseError, InputError, StorageFault."""
    if moment is not None:
        found = as_known(case_folder, moment)
        account, ground, made = found.account, found.ground, found.at
    else:
        account, ground = open_case(case_folder)
        loaded = load_account(Record(case_folder))
        made = loaded[1] if loaded else ""
    if language is not None:
        account = replace(account, case=replace(account.case, language=language))
    write_whole(target, one_page(account, ground, made, _only(account, question).findings[0]))
    return target
