"""The commands of custody: keep, seal, prove, bag, unbag, erase, redact, fetch."""

from __future__ import annotations

from pathlib import Path

import click

from zvirka.cli.commands import _case, _clock, _folder, _json, _language, _needed, _progress, zvirka
from zvirka.cli.judging import _by, _now
from zvirka.cli.shown import counted, one_line
from zvirka.cli.shown import shown as safe
from zvirka.model.errors import ExitCode

_file = click.Path(path_type=Path, exists=True, dir_okay=False)


_key = click.option(
    "--key", type=_file, envvar="ZVIRKA_KEY", help="Sign with this SSH key (or the public one that an agent holds)."
)
_signer = click.option(
    "--signer", envvar="ZVIRKA_SIGNER", help="Who signs, as maria@desk.example (default: your name here)."
)


@zvirka.command()
@click.argument("folder", type=_folder)
@_case
@click.option("--by", envvar="ZVIRKA_BY", help="Who keeps it (default: ZVIRKA_BY, else your name on this machine).")
@_key
@_signer
@_now
@_language
@_json
def keep(
    folder: Path,
    case: Path | None,
    by: str | None,
    key: Path | None,
    signer: str | None,
    now: str | None,
    language: str | None,
    as_json: bool,
) -> int:
    """Keep every file of FOLDER as it is and seal the record, without reading claims.

    The case lies beside the folder (FOLDER-case) unless --case says otherwise. A certificate of custody in it names every file with its
    SHA-256, to sign and to read out. A later run of the folder goes on from there.
    """
    from zvirka.pipeline.keeping import keep as keep_folder

    with _progress() as progress:
        kept = keep_folder(
            folder,
            case,
            by=by or _user(),
            key=key,
            signer=signer or _user(),
            language=language,
            now=_clock(now),
            progress=progress,
        )
    sealed = kept.sealed
    told = {
        "certificate": str(kept.certificate),
        "checkpoint": sealed.checkpoint.id,
        "issues": [{"path": each.path, "message": each.message, "remedy": each.remedy} for each in kept.issues],
        "items": len(kept.items),
        "signature": sealed.signature.name if sealed.signature else None,
    }
    lines = [one_line(f"{each.path}: {each.message}. {each.remedy}") for each in kept.issues]
    lines.append(f"{counted(len(kept.items), 'file')} kept and sealed: {sealed.checkpoint.id}")
    lines.append(f"Certificate: {one_line(str(kept.certificate))}")
    _tell(told, "\n".join(lines), as_json)
    return int(ExitCode.SOME_NOT_READ if kept.issues else ExitCode.DONE)


@zvirka.command()
@_case
@_key
@_signer
@click.option(
    "--time-stamp", "authorities", multiple=True, help="Ask this authority (https://…) for a time stamp. This goes out."
)
@click.option(
    "--root", "roots", multiple=True, help="AUTHORITY=FILE.pem: root certificate to check its stamps against."
)
@click.option(
    "--request",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what an authority is to stamp, to carry it.",
)
@click.option("--answer", type=_file, help="Take an authority's answer to such a request; --time-stamp names it.")
@_now
@_json
def seal(
    case: Path | None,
    key: Path | None,
    signer: str | None,
    authorities: tuple[str, ...],
    roots: tuple[str, ...],
    request: Path | None,
    answer: Path | None,
    now: str | None,
    as_json: bool,
) -> int:
    """Make a checkpoint of a case's log; sign it, have it time-stamped.

    Write its digest down, or send it to somebody: whoever has it can tell later that nothing recorded by then was changed.
    """
    from zvirka.pipeline.sealing import seal as seal_case
    from zvirka.pipeline.sealing import take_answer, write_request

    folder, at = _needed(case), _at(now)
    certificates = dict(_root(given) for given in roots)
    if answer is not None:
        if len(authorities) != 1:
            raise click.UsageError("Which authority gave this answer? Name one with --time-stamp.")
        kept = take_answer(folder, at, answer, authorities[0], next(iter(certificates.values()), None))
        _tell({"stamp": kept.name}, f"checkpoints/{kept.name}", as_json)
        return 0
    if request is not None:
        checkpoint = write_request(folder, at, request)
        _tell({"checkpoint": checkpoint.id, "request": str(request)}, f"{checkpoint.id}  {request}", as_json)
        return 0
    made = seal_case(folder, at, key=key, signer=signer or _user(), authorities=authorities, roots=certificates)
    checkpoint = made.checkpoint
    told = {
        "at": checkpoint.at,
        "checkpoint": checkpoint.id,
        "lines": checkpoint.lines,
        "root": checkpoint.root,
        "signature": made.signature.name if made.signature else None,
        "stamps": [each.name for each in made.stamps],
    }
    beside = [each.name for each in (made.signature, *made.stamps) if each is not None]
    shown = f"{checkpoint.id}  checkpoints/{checkpoint.name}  {checkpoint.lines} events, {checkpoint.at}"
    _tell(told, "\n".join([shown, *(f"checkpoints/{name}" for name in beside)]), as_json)
    return 0


@zvirka.command()
@_case
@click.option("--to", type=click.Path(path_type=Path), required=True, help="The new folder to make.")
@_now
@_json
def bag(case: Path | None, to: Path, now: str | None, as_json: bool) -> int:
    """Pack a case's record as a bag (BagIt) that others can check with standard tools: VERIFY.sh in it says how.

    It holds every captured byte. To give out less, publish.
    """
    from zvirka.pipeline.bag import write_bag

    count = write_bag(_needed(case), to, _at(now)[:10])
    _tell({"files": count, "folder": str(to)}, f"{count} files in {to}. Check it with: sh {to / 'VERIFY.sh'}", as_json)
    return 0


@zvirka.command()
@click.argument("folder", type=_folder)
@_case
@_json
def unbag(folder: Path, case: Path | None, as_json: bool) -> int:
    """Check the bag FOLDER and make a case of it."""
    from zvirka.pipeline.bag import read_bag

    count = read_bag(folder, _needed(case))
    _tell({"files": count, "case": str(case)}, f"{count} files in {case}.", as_json)
    return 0


@zvirka.command()
@click.argument("what", nargs=-1, required=True)
@_case
@_by
@click.option("--why", required=True, help="Why it goes; kept in the tombstone. Name nobody who is to be forgotten.")
@click.option("--authority", required=True, help="On whose word: a request, an order, a policy.")
@click.option(
    "--folder", type=_folder, help="Where the reports lie (default: the case's name without -case, where that is)."
)
@_now
@_json
def erase(
    what: tuple[str, ...],
    case: Path | None,
    by: str | None,
    why: str,
    authority: str,
    folder: Path | None,
    now: str | None,
    as_json: bool,
) -> int:
    """Erase WHAT (paths, or starts of ids) from a case: bytes, salts, and the decisions that quote them.

    The log and all older checkpoints still verify; a tombstone says who, why and on whose authority. Run the case again afterwards.
    """
    from zvirka.pipeline.erasing import erase_items

    case_folder = _needed(case)
    beside = case_folder.resolve().with_name(case_folder.resolve().name.removesuffix("-case"))
    given = folder or (beside if beside != case_folder.resolve() and beside.is_dir() else None)
    gone = erase_items(case_folder, what, by=by or _user(), why=why, authority=authority, at=_at(now), folder=given)
    told = {
        "elsewhere": [item.path for item in gone.elsewhere],
        "items": [item.path for item in gone.items],
        "judgements": gone.judgements,
        "objects": gone.tombstone.objects,
        "tombstone": gone.tombstone.id,
    }
    lines = [f"erased: {one_line(item.path)}" for item in gone.items]
    lines += [f"stays, the same bytes in a file that was not erased: {one_line(item.path)}" for item in gone.elsewhere]
    lines.append(
        f"{counted(gone.tombstone.objects, 'object')} gone for good, {counted(gone.judgements, 'decision')} among them. "
        f"Tombstone {gone.tombstone.id[:12]}."
    )
    _tell(told, "\n".join(lines), as_json)
    return 0


@zvirka.command()
@click.argument("file", type=_file)
@click.option(
    "--words", multiple=True, required=True, help="What to black out, as it stands in the file; may be given again."
)
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The new file to write.")
@_json
def redact(file: Path, words: tuple[str, ...], to: Path, as_json: bool) -> int:
    """Write a copy of the text FILE with words blacked out, letter for letter: an item of its own for the next run."""
    from zvirka.pipeline.erasing import redact as redact_file

    count = redact_file(file, words, to)
    _tell({"blacked_out": count, "file": str(to)}, f"{count} blacked out in {to}.", as_json)
    return 0


@zvirka.command()
@click.argument("url")
@click.option("--to", type=_folder, required=True, help="The folder to put it into.")
@click.option(
    "--max-bytes", type=click.IntRange(1), default=64 * 2**20, show_default=True, help="Refuse more than this."
)
@click.option("--timeout", type=click.FloatRange(1), default=60.0, show_default=True, help="Seconds for all of it.")
@_json
def fetch(url: str, to: Path, max_bytes: int, timeout: float, as_json: bool) -> int:
    """Ask for URL and keep the answer as a WARC file in a folder. The only command, beside seal, that goes out.

    Only public addresses are asked, on every redirect too.
    """
    from zvirka.pipeline.fetching import fetch as fetch_url

    made = fetch_url(url, to, max_bytes=max_bytes, timeout_s=timeout)
    told = {"digest": made.digest, "path": str(made.path), "status": made.status, "url": made.url}
    _tell(told, f"{made.digest}  {made.path}  status {made.status}", as_json)
    return 0


@zvirka.command()
@click.argument("what")
@_case
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The new file to write.")
@click.option("--checkpoint", default="", help="Prove it in this one (the start of its digest).")
@_json
def prove(what: str, case: Path | None, to: Path, checkpoint: str, as_json: bool) -> int:
    """Prove to others that WHAT was in a case's record when it was sealed, without showing them the rest.

    WHAT is a report (its path, or the start of its id or SHA-256), a decision (the start of its id), or editions/N. The proof is a file;
    `zvirka verify --proof FILE` checks it anywhere.
    """
    from zvirka.pipeline.proving import prove as prove_case
    from zvirka.pipeline.proving import seals

    proof = prove_case(_needed(case), what, to, checkpoint)
    sealed = proof.checkpoint
    beside, others = seals(_needed(case), proof)
    told = {
        "checkpoint": sealed.id,
        "file": str(to),
        "line": proof.seq + 1,
        "lines": sealed.lines,
        "others": [{"at": each.at, "beside": words, "checkpoint": each.id} for each, words in others],
        "sha256": proof.digest,
        "beside": beside,
    }
    lines = [f"{to}: line {proof.seq + 1} of {sealed.lines}, SHA-256 {proof.digest}, checkpoint {sealed.id}"]
    lines.append(f"This checkpoint, of {sealed.at}, is {beside}.")
    lines += [f"It is also in (--checkpoint) {each.id[:12]}, of {each.at}, {words}." for each, words in others]
    _tell(told, "\n".join(lines), as_json)
    return 0


def _root(given: str) -> tuple[str, bytes]:
    authority, _, path = given.rpartition("=")
    if not authority or not Path(path).is_file():
        raise click.UsageError(f"--root {given}: write it as AUTHORITY=FILE.pem, with a file that is there.")
    return authority, Path(path).read_bytes()


def _at(now: str | None) -> str:
    from datetime import UTC, datetime

    return (_clock(now) or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _user() -> str:
    import getpass

    return getpass.getuser()


def _tell(told: dict[str, object], shown: str, as_json: bool) -> None:
    from zvirka.model.canonical import canonical_json

    click.echo(canonical_json({"schema": 1, **told}) if as_json else safe(shown))
