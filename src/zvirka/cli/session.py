"""Commands for working with a case all day: find, areas, doctor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from zvirka.cli.commands import _case, _clock, _json, _language, _needed, zvirka
from zvirka.cli.shown import one_line, shown


@zvirka.command()
@click.argument("words", nargs=-1, required=True)
@_case
@click.option(
    "--kind",
    type=click.Choice(("text", "claim", "source", "picture")),
    help="Only these: picture is text that a program read off one.",
)
@click.option("--language", help="Only what is written in this language (en, uk, ru, …).")
@click.option("--since", help="Only from this day on, as 2022-09-06.")
@click.option("--until", help="Only up to this day.")
@click.option("--outlet", help="Only from outlets with these letters in their name.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many to show.")
@_json
def find(
    words: tuple[str, ...],
    case: Path | None,
    kind: str | None,
    language: str | None,
    since: str | None,
    until: str | None,
    outlet: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """Find WORDS in a case's texts, claims and sources.

    All words must be there, in any form. Names of places, sources and equipment are found in English, Ukrainian and Russian whichever you
    write. Links open the working copy at the marked words.
    """
    from zvirka.pipeline.searching import Filters
    from zvirka.pipeline.searching import find as find_words

    filters = Filters(kind or "", language or "", _day("--since", since), _day("--until", until), outlet or "")
    folder = _needed(case)
    count, hits = find_words(folder, " ".join(words), filters, limit)
    if as_json:
        _print_rows(hit.plain() for hit in hits)
        return 0
    for hit in hits:
        click.echo(shown(hit.shown(folder)) + "\n")
    click.echo(f"{count} found" + (f", {len(hits)} shown" if len(hits) < count else "") + ".")
    return 0


@zvirka.command()
@_case
@click.option("--since", required=True, help="The first day, as 2022-09-06: from its start.")
@click.option("--until", required=True, help="The last day: to its end.")
@_language
@_json
def areas(case: Path | None, since: str, until: str, language: str | None, as_json: bool) -> None:
    """Measure what each map of a case shows to have changed between any two days.

    For each source and border: ground regained (low to high), lost, held and unknown, with the maps compared. The map nearest to the start
    of the first day counts, and the last one by the end of the last.
    """
    from zvirka.pipeline.areas_between import areas_between, areas_rows, areas_text

    folder = _needed(case)
    found = areas_between(
        folder, date.fromisoformat(_day("--since", since)), date.fromisoformat(_day("--until", until))
    )
    if as_json:
        _print_rows(areas_rows(found))
    else:
        click.echo(shown(areas_text(folder, found, language)))


@zvirka.command()
@_case
@click.option("--now", help="The clock to use, as 2022-09-20T08:00:00Z (default: the system's).")
@_json
def doctor(case: Path | None, now: str | None, as_json: bool) -> int:
    """Check Python, libraries, packs and the clock, and with --case whether the case stands."""
    from zvirka.pipeline.doctor import doctor as look

    checks = look(case, _clock(now))
    if as_json:
        _print_rows(
            {"check": each.name, "found": each.found, "fault": each.fault, "remedy": each.remedy} for each in checks
        )
    else:
        for each in checks:
            told = f"{each.found} {each.fault.rstrip('.')}{'.' if each.fault else ''}".strip()
            remedy = f" {each.remedy}" if each.fault else ""
            click.echo(one_line(f"{'FAULT' if each.fault else 'ok':<6}{each.name}: {told}{remedy}"))
    return max((int(each.code) for each in checks if each.fault), default=0)


def _print_rows(rows: Iterable[dict[str, object]]) -> None:
    from zvirka.model.canonical import canonical_json
    from zvirka.model.case import SCHEMA

    for row in rows:
        click.echo(canonical_json({"schema": SCHEMA, **row}))


def _day(option: str, value: str | None) -> str:
    if value is None:
        return ""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as fault:
        raise click.BadParameter(f"{value} is no day; write it as 2022-09-06.", param_hint=option) from fault
