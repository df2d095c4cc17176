"""What the command line shows of a case that was run before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from zvirka.ground import Ground, load_ground
from zvirka.model.account import Account
from zvirka.model.canonical import canonical_json
from zvirka.model.case import SCHEMA
from zvirka.model.errors import CaseError, InputError
from zvirka.pipeline.accounts import current_account
from zvirka.pipeline.as_known import as_known
from zvirka.pipeline.judging import judged_ground
from zvirka.pipeline.run import RunResult
from zvirka.pipeline.schemas import case_schema
from zvirka.publish import export, terminal
from zvirka.publish.export import Exported, Format
from zvirka.record import Record
from zvirka.record.verifying import Verdict


def open_case(case_folder: Path, moment: str | None = None) -> tuple[Account, Ground]:
    """The account a case holds, and its ground with sides as people set them. Raises CaseError where there is none.

    moment: the account as known then (`as_known.as_known`). Raises InputError where that is no moment.
    """
    if moment is not None:
        found = as_known(case_folder, moment)
        return found.account, found.ground
    account = current_account(_record(case_folder))
    return account, judged_ground(account, load_ground(account.case.theatre, case_folder))


def export_chunks(
    case_folder: Path, what: Exported, format_: Format, language: str | None, moment: str | None = None
) -> Iterator[bytes]:
    """The bytes of an export (DESIGN section 4) of the case's account. moment: as `open_case` has it."""
    account, ground = open_case(case_folder, moment)
    yield from export(account, ground, what, format_, language or account.case.language)


def show(
    case_folder: Path, question: str | None, language: str | None, as_json: bool, moment: str | None = None
) -> str:
    """The case's questions, or one by its rank or the start of its id. moment: as `open_case` has it."""
    account, ground = open_case(case_folder, moment)
    if as_json:
        lines = export(
            _only(account, question) if question else account,
            ground,
            "findings",
            "jsonl",
            language or account.case.language,
        )
        return b"".join(lines).decode("utf-8").rstrip("\n")
    chosen = language or account.case.language
    where = "" if moment else _near(case_folder / "working" / "index.html")
    shown = _only(account, question) if question else account
    return terminal(shown, ground, chosen, where, whole=question is not None).rstrip("\n")


def verify(case_folder: Path, share: float = 1.0) -> Verdict:
    """Checks the record of a case. share: of the objects, how many have their bytes read (0 to 1)."""
    return _record(case_folder).verify(share)


def result_text(result: RunResult, language: str | None) -> str:
    """What a run prints: the contested figures, the range and the reason, and where the working copy is."""
    chosen = language or result.account.case.language
    return terminal(result.account, result.ground, chosen, _near(result.working)).rstrip()


MOST_UNREAD = 50
"""Inputs not read that are named one by one at the end of a run; the page of issues has them all."""


def unread_lines(result: RunResult) -> list[str]:
    """One line each for what was not read, with what to do."""
    lines = []
    for issue in result.not_read[:MOST_UNREAD]:
        where = issue.path + (f", {issue.place}" if issue.place else "")
        lines.append(f"{where}: {issue.message}. {issue.remedy}")
    left = len(result.not_read) - len(lines)
    return [*lines, *([f"and {left} more; the issues page of the working copy has them all."] if left else [])]


def result_json(result: RunResult, language: str | None) -> str:
    """The same as one JSON object."""
    account = result.account
    document = {
        "schema": SCHEMA,
        "case": str(result.case_folder),
        "working": str(result.working),
        "items": account.coverage.items,
        "reports": account.coverage.reports,
        "claims": len(account.claims),
        "observations": len(account.observations),
        "findings": len(account.findings),
        "changes": len(account.changes),
        "issues": dict(sorted(Counter(issue.code for issue in account.issues).items())),
        "not_read": [
            {"path": issue.path, "place": issue.place, "message": issue.message, "remedy": issue.remedy}
            for issue in result.not_read
        ],
    }
    return canonical_json(document)


def _only(account: Account, question: str) -> Account:
    found = [each for each in account.findings if each.question.id.startswith(question) or str(each.rank) == question]
    if not found:
        raise InputError(
            "there is no such question", value=question, remedy="`zvirka show --case DIR` lists them by rank."
        )
    return replace(account, findings=tuple(found[:1]))


def _record(case_folder: Path) -> Record:
    record = Record(case_folder)
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Run `zvirka run FOLDER --case DIR` first.")
    case_schema(case_folder)
    return record


def _near(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
