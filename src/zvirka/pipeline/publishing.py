"""`zvirka publish`: the gate, the edition kept whole in the case and told to the log, and its copy where others can read it."""

from __future__ import annotations

import hmac
import json
import os
import secrets as chance
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.ground import Ground
from zvirka.model.account import Account, Change
from zvirka.model.canonical import canonical_bytes
from zvirka.model.case import SCHEMA
from zvirka.model.claims import Claim
from zvirka.model.errors import CaseError, Damaged, InputError, PublicationRefused, StorageFault
from zvirka.model.findings import Coverage, Finding
from zvirka.model.wire import from_plain
from zvirka.pipeline.accounts import Kept, kept_account, kept_key
from zvirka.pipeline.decisions_csv import read_rows
from zvirka.pipeline.edition_files import write_files, write_one
from zvirka.pipeline.memory import few_collections
from zvirka.pipeline.views import open_case
from zvirka.publish.edition import Before, Correction, Edition, EditionRef, Embargo, Plan, make_edition, plan, secrets
from zvirka.publish.edition.files import ABOUT, CONTENT, latest, root_page
from zvirka.reconcile import changes, figures_said
from zvirka.record import Record
from zvirka.record.commitments import PUBLISHED
from zvirka.record.disk import faults_named, new_folder, write_whole
from zvirka.record.editions import FOLDER, MANIFEST, edition_problems, is_whole, manifest
from zvirka.record.lock import held

_KEY = "key"
_NOTHING = Coverage(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case before its gate: its folder and working account, what would go out, and the edition it would go out as (None: nothing may)."""

    folder: Path
    account: Account
    ground: Ground
    plan: Plan
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class Published:
    """What was given out. new: False where the last edition says the same already. folder: the edition's, in the publication.

    again: numbers of editions that the log held before and that were written to the publication now, as it did not hold them.
    """

    edition: EditionRef
    new: bool
    folder: Path
    prepared: Prepared
    again: tuple[int, ...]


def prepare(case_folder: Path, at: datetime, note: str = "", *, keep: bool = False) -> Prepared:
    """The plan of a publication at `at` (aware) and what would come of it. keep: keep the key of its ids, where there is none yet;
    else nothing is written. Raises CaseError, RecordError, PublicationRefused where `note` corrects nothing."""
    with few_collections():
        return _prepared(case_folder, at, note, keep)


def _prepared(case_folder: Path, at: datetime, note: str, keep: bool) -> Prepared:
    account, ground = open_case(case_folder)
    record = Record(case_folder)
    embargo = Embargo(at, ZoneInfo(account.time_zone), account.case.publish, ground)
    planned = plan(account, embargo, _stale(record, account), _pending(record, account))
    before = _before(record, account)
    if planned.blocked or (not planned.out and (before is None or not before.findings)):
        return Prepared(case_folder, account, ground, planned, None)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = make_edition(account, planned, ground, at=moment, keyed=_keyed(case_folder, keep), before=before, note=note)
    if note:
        _check_note(note, made, before)
    return Prepared(case_folder, account, ground, planned, made)


def publish(case_folder: Path, to: Path, at: datetime, note: str = "", jobs: int | None = 1) -> Published:
    """Gives out what may go out, as a new edition unless the last one says the same; brings all editions to the folder `to`.

    An edition is written whole under `editions/N` of the case before the log holds it, and copied only after that; what lies there
    of a publication that was killed is made anew. jobs: worker processes; None: one a core, fewer for a small edition (a script that
    asks for more than one needs the usual `if __name__ == "__main__"`). Raises PublicationRefused, CaseError, InputError, RecordError.
    """
    _check_target(case_folder, to)
    if not case_folder.is_dir():  # says what it is instead
        prepare(case_folder, at)
    # one at a time for all of it: two would each take the other's half-written edition away
    holder = f"process {os.getpid()} on {socket.gethostname()}, which publishes since {at.isoformat()}"
    with held(case_folder / ".lock-publishing", holder):
        return _publish(case_folder, to, at, note, jobs)


def _publish(case_folder: Path, to: Path, at: datetime, note: str, jobs: int | None) -> Published:
    prepared = prepare(case_folder, at, note, keep=True)
    edition = prepared.edition
    if edition is None:
        raise PublicationRefused(
            *_refusal(prepared.plan), remedy="`zvirka publish --dry-run` lists what stays, and why."
        )
    record = Record(case_folder)
    kept = _kept(record)
    _check_given(kept, to)
    if edition.previous is not None and edition.previous.digest == edition.digest:
        again = deliver(case_folder, to)
        return Published(edition.previous, False, to / edition.previous.address, prepared, again)
    digest = _write(case_folder / FOLDER / str(edition.number), prepared, edition, jobs)
    with record.log.alone(edition.at):
        if len(_kept(record)) != len(kept):
            raise PublicationRefused("somebody else published in the meantime", remedy="Publish again.")
        event: Mapping[str, object] = {"edition": edition.number, "digest": edition.digest, "manifest": digest}
        record.log.append(edition.at, [(PUBLISHED, event)])
    written = deliver(case_folder, to)
    again = tuple(number for number in written if number != edition.number)
    return Published(edition.reference, True, to / edition.address, prepared, again)


def _check_note(note: str, made: Edition, before: Before | None) -> None:
    """Raises PublicationRefused where a correction was told and the edition before says the same, or there is none.

    The same command once more, after one that was killed, is no new correction.
    """
    if before is None:
        raise PublicationRefused(
            "there is no edition yet that --correction could correct", remedy="Publish without --correction."
        )
    last = before.corrections[0] if before.corrections else None
    told = last is not None and (last.number, last.note) == (before.reference.number, note)
    if before.reference.digest == made.digest and not told:
        raise PublicationRefused(
            f"nothing has changed since edition {before.reference.number}, so there is nothing to correct",
            remedy="Decide (`zvirka judge`, `zvirka undo`), run the case, look at the question and accept it again, then publish.",
        )


def _check_given(kept: Sequence[tuple[int, str]], to: Path) -> None:
    """Raises InputError where `to` holds editions of another case, or one of this case that is not as it was given out."""
    logged = {str(number): digest for number, digest in kept}
    for target in sorted((to / FOLDER).glob("[0-9]*")):
        if not target.name.isdigit():
            continue
        digest = logged.get(target.name)
        problem = (
            next(edition_problems(target, digest), None) if digest else "the log of the case holds no such edition"
        )
        if problem is None:
            continue
        if digest is None or is_whole(target):
            raise InputError(
                "this folder holds the editions of another case",
                file=str(to),
                place=f"{FOLDER}/{target.name}",
                remedy="Name another with --to; nothing was published.",
            )
        raise InputError(
            f"is not as it was given out: {problem}",
            file=str(target),
            remedy="An edition never changes: name another folder with --to, or take that one away.",
        )


def deliver(case_folder: Path, to: Path) -> tuple[int, ...]:
    """Copies every edition of the case to `to`, where it is not there yet, and the files of the root that name the latest.

    What is there must have been checked. Gives the numbers of the editions it copied.
    """
    kept = _kept(Record(case_folder))
    written: list[int] = []
    for number, digest in kept:
        source, target = case_folder / FOLDER / str(number), to / FOLDER / str(number)
        for problem in edition_problems(source, digest):
            raise Damaged(problem, remedy="Restore the case from a copy.")
        if target.exists():
            continue
        written.append(number)
        with new_folder(target) as partly:
            shutil.copytree(source, partly, dirs_exist_ok=True)
            for problem in edition_problems(partly, digest):
                raise StorageFault(
                    "what was written is not what was read before",
                    file=problem,
                    remedy="Check the disk, then publish again: nothing of it is lost.",
                )
    for path, data in _root_files(case_folder, [number for number, _ in kept]):
        write_whole(to / path, data)
    return tuple(written)


def _root_files(case_folder: Path, numbers: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """What changes from edition to edition: where the latest is, and the corrections log of all."""
    about = _about(case_folder, numbers[-1])
    yield "latest.json", latest(EditionRef(about["number"], about["at"], about["digest"], about["address"]))
    yield "index.html", root_page(about["title"], about["address"])
    latest_folder = case_folder / FOLDER / str(numbers[-1])
    for name in ("feed.xml", "feed.json"):
        yield name, (latest_folder / "root" / name).read_bytes()
    yield "corrections.json", canonical_bytes({"schema": SCHEMA, "corrections": about["corrections"]})


def _refusal(planned: Plan) -> tuple[str]:
    if planned.blocked:
        return (f"nothing may go out: {planned.blocked[0].rstrip('.')}",)
    return ("nothing may go out: no finding passed the gate",)


def _check_target(case_folder: Path, to: Path) -> None:
    case, target = case_folder.resolve(), to.resolve()
    if target == case or case in target.parents or target in case.parents:
        raise InputError(
            "is the case, or lies in or around it",
            file=str(to),
            remedy="Name a folder of its own: what is in it is public.",
        )
    if to.exists() and not to.is_dir():
        raise InputError("is no folder", file=str(to), remedy="Name a folder with --to.")


def _stale(record: Record, account: Account) -> frozenset[str]:
    """Ids of acceptances of a question whose finding is not, today, what it was when it was accepted.

    Where the findings of that time are no longer kept, nobody can tell, and it counts as changed.
    """
    zone = ZoneInfo(account.time_zone)
    now = {finding.question.id: _said(finding) for finding in account.findings}
    figures = figures_said(account.findings, account.claims)
    kept: dict[str, tuple[Kept, dict[str, Finding]]] = {}

    def same(question: str, at: str) -> bool:
        key = kept_key(record, at, zone)
        if key not in kept:
            read = kept_account(record, at, zone)
            kept[key] = read, {one.question.id: _said(one) for one in read.findings}
        then, said = kept[key]
        told_same = said.get(question) == now[question] and then.figures.get(question, []) == figures.get(question, [])
        return told_same and then.at <= at

    found: set[str] = set()
    for each in account.judgements:
        if each.judgement.kind == "accept" and each.standing == "acts":
            try:
                if not all(same(question, each.judgement.at) for question in each.acts_on if question in now):
                    found.add(each.judgement.id)
            except CaseError:
                found.add(each.judgement.id)
    return frozenset(found)


def _pending(record: Record, account: Account) -> int:
    """How many decisions of the log and of decisions.csv the account was made without."""
    known = {each.judgement.id for each in account.judgements}
    told = [row.cells["id"] for row in read_rows(record.folder)]
    logged, _ = record.judgements.all([*told, *known])
    new = {each.id for each in logged} | set(filter(None, told))
    return len(new - known) + told.count("")


def _said(finding: Finding) -> Finding:
    """The finding without what other reports, or the deciding itself, change of it."""
    return replace(finding, rank=0, rank_reasons=(), searched=_NOTHING, judged=(), history=(), decided_by=())


def _kept(record: Record) -> list[tuple[int, str]]:
    """(number, digest of its manifest) of every edition the log holds."""
    return [(int(each["edition"]), str(each["manifest"])) for each in record.log.events() if each["kind"] == PUBLISHED]


def _before(record: Record, account: Account) -> Before | None:
    kept = _kept(record)
    if not kept:
        return None
    number, digest = kept[-1]
    for problem in edition_problems(record.folder / FOLDER / str(number), digest):
        raise Damaged(
            problem, remedy="Restore the case from a copy: the next edition says what it corrects in this one."
        )
    about = _about(record.folder, number)
    content = json.loads((record.folder / FOLDER / str(number) / CONTENT).read_bytes())
    zone = ZoneInfo(account.time_zone)
    reference = EditionRef(number, about["at"], about["digest"], about["address"])
    findings = tuple(from_plain(Finding, each, zone) for each in content["account"]["findings"])
    corrections = tuple(from_plain(Correction, each, zone) for each in about["corrections"])
    claims = tuple(from_plain(Claim, each, zone) for each in content["account"]["claims"])
    said = figures_said(findings, claims)

    def otherwise(after: Account) -> Sequence[Change]:
        return changes(findings, after.findings, said, figures_said(after.findings, after.claims))

    return Before(reference, findings, corrections, otherwise)


def _about(case_folder: Path, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case_folder / FOLDER / str(number) / ABOUT).read_bytes())
    return found


def _keyed(case_folder: Path, keep: bool) -> Callable[[str], str]:
    """Gives ids as they are given out: HMAC-SHA256 (RFC 2104) under a key of the case, which no edition holds."""
    path = case_folder / FOLDER / _KEY
    if path.is_file():
        with faults_named(path):
            key = path.read_bytes()
    else:
        key = chance.token_hex(32).encode()
        if keep:
            write_whole(path, key)

    @cache
    def keyed(name: str) -> str:
        return hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256").hex()

    return keyed


def _write(folder: Path, prepared: Prepared, edition: Edition, jobs: int | None) -> str:
    """Writes an edition whole and puts it in its place; gives the digest of its manifest."""
    shutil.rmtree(folder, ignore_errors=True)  # of a publication that was killed: the log holds no such edition
    private = secrets(prepared.account, prepared.plan, prepared.ground)
    with new_folder(folder) as partly:
        digests = write_files(partly, edition, prepared.ground, private, jobs)
        return write_one(partly / MANIFEST, manifest(digests))
