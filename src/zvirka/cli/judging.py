"""The commands for what people decide: judge, undo, history."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import click

from zvirka.cli.commands import _as_known, _case, _clock, _json, _language, _needed, zvirka
from zvirka.cli.shown import shown

KINDS = (
    "accept", "reject", "unsure", "same", "not-same", "slot", "side", "same-object", "duplicate",
    "grade", "credibility", "likelihood", "outcome",
)  # fmt: skip

_by = click.option("--by", envvar="ZVIRKA_BY", help="Who decides (default: ZVIRKA_BY, else your name on this machine).")
_why = click.option("--why", default="", help="Why; shown beside the decision.")
_now = click.option("--now", help="The clock to use, as 2022-09-20T08:00:00Z (default: the system's).")


@zvirka.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("what", nargs=-1, required=True)
@_case
@_by
@_why
@_now
@_json
def judge(
    kind: str, what: tuple[str, ...], case: Path | None, by: str | None, why: str, now: str | None, as_json: bool
) -> int:
    """Keep a decision, with who, when and why.

    \b
    accept | reject | unsure  CLAIM or QUESTION   this stands; leave it out; cannot be told
    same | not-same           ONE OTHER           two claims say one thing, or two reports are copies
    slot                      CLAIM SLOT VALUE    as in: slot 3fa94c quantity.unit km2
    side                      SOURCE SIDE         as in: side "The Herald" ukraine
    same-object               CLAIM OTHER         a claim and a claim or list row show one object
    duplicate                 REPORT REPORT       two reports have one origin
    grade                     SOURCE A-F          how reliable a source is; F: cannot be judged
    credibility               CLAIM 1-6           how credible a claim is; 6: cannot be judged
    likelihood                CLAIM|QUESTION WORD remote, very-unlikely, unlikely, even, likely, very-likely, almost-certain
    outcome                   CLAIM WORD          how it turned out: borne-out, partly, refuted

    Claims, questions and rows go by the start of their id (of the address of marked words, behind #), questions by rank
    too, reports by path. Decisions stand in decisions.csv, and act from the next run on.
    """
    from zvirka.pipeline.by_hand import judge_case, judged_json, judged_text

    named: Any = kind.replace("-", "_")
    made = judge_case(_needed(case), named, what, by or getpass.getuser(), why, _clock(now))
    click.echo(judged_json(made) if as_json else shown(judged_text(made)))
    return 0


@zvirka.command()
@click.argument("decision", required=False)
@_case
@_by
@_why
@_now
@_json
def undo(decision: str | None, case: Path | None, by: str | None, why: str, now: str | None, as_json: bool) -> int:
    """Take back a DECISION by the start of its id, else your last one.

    Nothing is deleted: the undo is a decision too, and can be taken back.
    """
    from zvirka.pipeline.by_hand import judged_json, judged_text, undo_case

    made, undone = undo_case(_needed(case), decision, by or getpass.getuser(), why, _clock(now))
    click.echo(judged_json(made) if as_json else shown(judged_text(made, undone)))
    return 0


@zvirka.command()
@click.argument("question")
@_case
@_as_known
@_language
@_json
def history(question: str, case: Path | None, moment: str | None, language: str | None, as_json: bool) -> int:
    """Show how the finding of a QUESTION moved, and why.

    The QUESTION goes by its rank or the start of its id. After each change stands what caused it: claims, evidence and decisions that
    came or went.
    """
    from zvirka.pipeline.history import history_text

    found = history_text(_needed(case), question, as_json, language, moment)
    click.echo(found if as_json else shown(found))
    return 0
