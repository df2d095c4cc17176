"""The command that gives out: publish."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from zvirka.cli.commands import _clock, _folder, _json, _language, zvirka
from zvirka.cli.judging import _now
from zvirka.cli.shown import shown
from zvirka.model.errors import InputError


@zvirka.command()
@click.argument("case", type=_folder)
@click.option(
    "--to", type=click.Path(path_type=Path), help="The folder to give out, once for all editions of the case."
)
@click.option("--dry-run", is_flag=True, help="Only list what would go out, what stays, and why.")
@click.option("--correction", default="", help="In a sentence, what this edition corrects; for the corrections log.")
@click.option(
    "--jobs", type=click.IntRange(1), help="Worker processes (default: one a core, fewer for small editions)."
)
@_language
@_now
@_json
def publish(
    case: Path,
    to: Path | None,
    dry_run: bool,
    correction: str,
    jobs: int | None,
    language: str | None,
    now: str | None,
    as_json: bool,
) -> int:
    """Give out what people accepted of CASE, as an edition that never changes.

    Only findings that a named person accepted go out (`zvirka judge accept QUESTION`), without private names, exact coordinates and fresh
    positions. The folder holds every edition at its own address, and the latest at its root.
    """
    from zvirka.model.errors import ExitCode
    from zvirka.pipeline.plan_text import plan_json, plan_text, published_json, published_text
    from zvirka.pipeline.publishing import prepare
    from zvirka.pipeline.publishing import publish as give_out

    at = _not_ahead(now)
    if dry_run:
        prepared = prepare(case, at, correction)
        click.echo(plan_json(prepared) if as_json else shown(plan_text(prepared, language)))
        return int(ExitCode.DONE if prepared.edition is not None else ExitCode.PUBLICATION_REFUSED)
    if to is None:
        raise click.UsageError("Where to? Give a folder with --to DIR, or --dry-run.")
    made: Any = give_out(case, to, at, correction, jobs)
    click.echo(published_json(made) if as_json else shown(published_text(made, language)))
    return int(ExitCode.DONE)


def _not_ahead(now: str | None) -> datetime:
    """The clock given, if it is not ahead of the system's: whoever may set it forward could lift the embargo."""
    clock = datetime.now(UTC)
    given = _clock(now)
    if given is not None and given > clock:
        raise InputError(
            "is ahead of the clock",
            file="--now",
            value=now,
            remedy="Positions are held back until their time has come.",
        )
    return given or clock
