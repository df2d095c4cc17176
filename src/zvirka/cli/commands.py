"""The commands and their options."""

from __future__ import annotations

import contextlib
import getpass
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zvirka import __version__
from zvirka.cli.shown import counted, one_line, shown
from zvirka.model.errors import InputError

if TYPE_CHECKING:
    from zvirka.pipeline.progress import Progress
    from zvirka.pipeline.run import RunResult

LANGUAGES = ("en", "uk", "ru")
LAYERS = ("claims", "attributions", "places", "times", "quantities", "equipment")
EXPORTS = (
    "claims", "observations", "findings", "links", "issues", "judgements", "items", "ledger", "terms", "speakers", "lives", "records"
)  # fmt: skip
FORMATS = ("jsonl", "csv")

_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_case = click.option("--case", "case", type=click.Path(path_type=Path, file_okay=False), help="The case folder.")
_language = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Language of what is printed (default: the case's)."
)
_as_known = click.option(
    "--as-known",
    "moment",
    metavar="TIME",
    help="As the case knew it then: a day (to its end), a time, or a run's number. Nothing is changed.",
)
_folder = click.Path(path_type=Path, exists=True, file_okay=False)
_given = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="zvirka")
def zvirka() -> None:
    """Turn contested war reports into an account that can be printed.

    Put in the posts, articles, maps and loss lists you have on one fight. Get the figure you can print, as of when, on
    whose word, and why others differ.

    \b
    Exit codes: 0 done; 1 done, some inputs not read (listed); 2 usage or case file;
    3 record busy or damaged; 4 publication refused; 70 fault of zvirka; 74 storage fault.
    """


def _engine_options(command: Any) -> Any:
    for option in (
        click.option(
            "--engine",
            type=click.Choice(("auto", "local", "daft")),
            default="auto",
            show_default=True,
            help="What runs the batches; the account is the same.",
        ),
        click.option(
            "--jobs", type=click.IntRange(1), help="Worker processes (default: one a core, fewer for small folders)."
        ),
        click.option("--now", help="The clock to use, as 2022-09-20T08:00:00Z (default: the system's)."),
    ):
        command = option(command)
    return command


@zvirka.command()
@click.argument("folder", type=_folder)
@_case
@_engine_options
@click.option("--read-again", is_flag=True, help="Read every file anew, also those that look as they did.")
@_as_known
@click.option(
    "--plugin",
    "plugins",
    multiple=True,
    metavar="NAME[.KEY=VALUE]",
    help="Ask an optional extractor too (llm, spacy), or set one of its options; may be given several times.",
)
@_language
@_json
def run(
    folder: Path,
    case: Path | None,
    engine: str,
    jobs: int | None,
    now: str | None,
    read_again: bool,
    moment: str | None,
    plugins: tuple[str, ...],
    language: str | None,
    as_json: bool,
) -> int:
    """Read FOLDER and write its account.

    The case lies beside the folder (FOLDER-case) unless --case says otherwise. Running again costs only what changed. With
    --as-known the account is made of what the record held by then, with today's code; its pages are written apart.
    """
    from zvirka.pipeline.as_known import run_as_known
    from zvirka.pipeline.run import run as run_folder

    with _progress() as progress:
        if moment is not None and plugins:
            raise click.UsageError("--as-known asks nobody: leave --plugin out.")
        if moment is not None:
            result = run_as_known(folder, case, moment, engine=engine, jobs=jobs, progress=progress)
            return _show_result(result, language, as_json)
        result = run_folder(
            folder,
            case,
            engine=engine,
            jobs=jobs,
            now=_clock(now),
            progress=progress,
            read_again=read_again,
            by=os.environ.get("ZVIRKA_BY") or getpass.getuser(),
            plugins=plugins,
        )
    return _show_result(result, language, as_json)


@zvirka.command()
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("zvirka-demo"),
    show_default=True,
    help="Where to put the case.",
)
@_engine_options
@_language
@_json
def demo(to: Path, engine: str, jobs: int | None, now: str | None, language: str | None, as_json: bool) -> int:
    """Run the demonstration: Kharkiv oblast, September 2022."""
    from zvirka.pipeline.demonstration import demonstration
    from zvirka.pipeline.run import run as run_folder

    with demonstration() as folder, _progress() as progress:
        result = run_folder(folder, to, engine=engine, jobs=jobs, now=_clock(now), progress=progress)
    return _show_result(result, language, as_json)


@zvirka.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--layer", type=click.Choice(LAYERS), default="claims", show_default=True, help="What to print, one JSON line each."
)
@click.option("--published", help="When the files were published, as 2022-09-12, for words like “on Monday”.")
@click.option("--theatre", default="ukraine", show_default=True, help="Theatre pack by name, or a folder with one.")
@click.option("--sure", is_flag=True, help="With --layer attributions: only those that are seldom wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array instead of lines.")
def extract(files: tuple[Path, ...], layer: str, published: str | None, theatre: str, sure: bool, as_json: bool) -> int:
    """Print what the words of FILES say, one JSON line each."""
    from zvirka.model.errors import ExitCode
    from zvirka.pipeline.layers import layer_lines

    if sure and layer != "attributions":
        raise click.UsageError("--sure is for --layer attributions")
    lines, notes, whole = layer_lines(files, layer, published, theatre, only_sure=sure)
    for note in notes:
        click.echo(one_line(note), err=True)
    if as_json:
        click.echo("[" + ",\n".join(lines) + "]")
    else:
        for line in lines:
            click.echo(line)
    return int(ExitCode.DONE if whole else ExitCode.SOME_NOT_READ)


@zvirka.command()
@click.argument("what", type=click.Choice(EXPORTS))
@_case
@click.option("--format", "format_", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@_as_known
@_language
@click.option("--json", "as_json", is_flag=True, help="The same as --format jsonl.")
def export(what: Any, case: Path | None, format_: Any, moment: str | None, language: str | None, as_json: bool) -> int:
    """Print a case's claims, observations, findings, links, issues, people's judgements or items."""
    from zvirka.pipeline.views import export_chunks

    for chunk in export_chunks(_needed(case), what, "jsonl" if as_json else format_, language, moment):
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()
    return 0


@zvirka.command()
@_case
@click.argument("question", required=False)
@click.option("--since", help="What changed since a run (its number) or a day (2022-09-12, or with a time).")
@click.option("--runs", is_flag=True, help="List the runs that can be compared with.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the QUESTION as one HTML file, to send or print.",
)
@_as_known
@_language
@_json
def show(
    case: Path | None,
    question: str | None,
    since: str | None,
    runs: bool,
    html: Path | None,
    moment: str | None,
    language: str | None,
    as_json: bool,
) -> int:
    """Show a case's questions, or one QUESTION by the start of its id or its rank."""
    if moment is not None and (since is not None or runs):
        raise click.UsageError("--as-known shows one moment; --since and --runs compare runs.")
    if since is not None or runs or html is not None:
        return _show_more(_needed(case), question, since, html, language, as_json, moment)
    from zvirka.pipeline.views import show as show_case

    found = show_case(_needed(case), question, language, as_json, moment)
    click.echo(found if as_json else shown(found))
    return 0


@zvirka.command()
@click.argument("folder", type=_folder, required=False)
@click.option("--sample", help="Read the bytes of only so many of the objects, as 5%, chosen anew each time.")
@click.option("--proof", type=_given, help="Check a proof that `zvirka prove` made; no case is needed.")
@click.option("--file", "proved", type=_given, help="With --proof: the file that is said to be what was recorded.")
@click.option("--checkpoint", default="", help="With --proof: the checkpoint's digest, as you were given it before.")
@click.option("--signers", type=_given, help="With --proof: the keys you trust (ssh-keygen's allowed_signers).")
@click.option("--roots", type=_folder, help="With --proof: root certificates you trust, AUTHORITY.pem in a folder.")
@_json
def verify(
    folder: Path | None,
    sample: str | None,
    proof: Path | None,
    proved: Path | None,
    checkpoint: str,
    signers: Path | None,
    roots: Path | None,
    as_json: bool,
) -> int:
    """Check that no kept byte and no logged event of the case FOLDER has changed, and what its seals say; or check a proof."""
    from zvirka.model.canonical import canonical_json
    from zvirka.model.errors import ExitCode

    if proof is not None:
        if folder is not None or sample is not None:
            raise click.UsageError("A proof is checked by itself: leave out the folder and --sample.")
        return _verify_proof(proof, proved, checkpoint, signers, roots, as_json)
    if folder is None:
        raise click.UsageError("Which case? Give its folder, or a proof with --proof.")
    if proved or checkpoint or signers or roots:
        raise click.UsageError("--file, --checkpoint, --signers and --roots go with --proof.")
    from zvirka.pipeline.views import verify as verify_case

    verdict = verify_case(folder, _share(sample))
    if as_json:
        told = {name: getattr(verdict, name) for name in ("events", "objects", "read")}
        click.echo(
            canonical_json({"schema": 1, **told, "problems": list(verdict.problems), "notes": list(verdict.notes)})
        )
    else:
        for line in (*verdict.notes, *verdict.problems):
            click.echo(one_line(line))
        outcome = counted(len(verdict.problems), "problem") if verdict.problems else "all as recorded"
        read = "" if verdict.read == verdict.objects else f" ({verdict.read} read)"
        counts = f"{counted(verdict.events, 'event')}, {counted(verdict.objects, 'object')}"
        click.echo(f"{counts}{read}: {outcome}.")
    return int(ExitCode.RECORD if verdict.problems else ExitCode.DONE)


def _verify_proof(
    proof: Path, file: Path | None, checkpoint: str, signers: Path | None, roots: Path | None, as_json: bool
) -> int:
    from zvirka.model.canonical import canonical_json
    from zvirka.model.errors import ExitCode
    from zvirka.pipeline.proving import check

    problems, notes = check(proof, file=file, checkpoint=checkpoint, signers=signers, roots=roots)
    if as_json:
        click.echo(canonical_json({"schema": 1, "problems": problems, "notes": notes}))
    else:
        for line in (*notes, *problems):
            click.echo(one_line(line))
        click.echo(f"{counted(len(problems), 'problem')}." if problems else "The proof holds.")
    return int(ExitCode.RECORD if problems else ExitCode.DONE)


def _share(sample: str | None) -> float:
    if sample is None:
        return 1.0
    try:
        share = float(sample.removesuffix("%")) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise click.UsageError(f"--sample {sample}: write a share of the objects, as 5%.")
    return share


def _show_more(
    case: Path,
    question: str | None,
    since: str | None,
    html: Path | None,
    language: str | None,
    as_json: bool,
    moment: str | None,
) -> int:
    from zvirka.pipeline.coming_back import list_runs, show_since, write_question

    if html is not None:
        if question is None:
            raise click.UsageError("Which question? Give its rank or the start of its id before --html.")
        click.echo(one_line(str(write_question(case, question, language, html, moment))))
    elif since is not None:
        found = show_since(case, since, question, language, as_json)
        click.echo(found if as_json else shown(found))
    else:
        found = list_runs(case, as_json)
        click.echo(found if as_json else shown(found))
    return 0


def _show_result(result: RunResult, language: str | None, as_json: bool) -> int:
    from zvirka.pipeline.views import result_json, result_text, unread_lines

    if as_json:
        click.echo(result_json(result, language))
    else:
        for line in unread_lines(result):
            click.echo(one_line(line))
        click.echo(shown(result_text(result, language)))
    return int(result.exit_code)


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    from zvirka.pipeline.progress import OnTerminal, Silent

    if not sys.stderr.isatty():
        yield Silent()
        return
    with OnTerminal() as shown:
        yield shown


def _clock(now: str | None) -> datetime | None:
    if now is None:
        return None
    try:
        moment = datetime.fromisoformat(now)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise InputError("is no time", file="--now", value=now, remedy="Write it as 2022-09-20T08:00:00Z.") from fault
    return moment


def _needed(case: Path | None) -> Path:
    if case is None:
        raise click.UsageError("Which case? Give it with --case DIR.")
    return case
