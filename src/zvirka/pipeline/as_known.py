"""`--as-known`: the account of a moment of the record. What lay in the folder, stood in items.csv and was decided by then, read with
today's code; what came later does not bear on it. Nothing in the case changes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePosixPath

from zvirka.capture import FUTURE_SLACK
from zvirka.confine import Confine
from zvirka.engine import make_engine
from zvirka.ground import Ground, load_ground
from zvirka.model.account import Account
from zvirka.model.canonical import digest
from zvirka.model.errors import CaseError, InputError
from zvirka.model.issues import Issue
from zvirka.model.items import Item
from zvirka.pipeline.accounts import account_digest, is_day, runs_kept
from zvirka.pipeline.capturing import open_folder, read_again
from zvirka.pipeline.case_check import zone_of
from zvirka.pipeline.case_file import read_case
from zvirka.pipeline.dating import dated
from zvirka.pipeline.deciding import Decisions
from zvirka.pipeline.edit_log import edits_logged, in_force
from zvirka.pipeline.judging import Judging, judged_ground
from zvirka.pipeline.memory import few_collections
from zvirka.pipeline.picturing import look_at_pictures
from zvirka.pipeline.progress import Progress, Silent
from zvirka.pipeline.run import NOT_READ, RunResult, account_of
from zvirka.pipeline.schemas import case_schema
from zvirka.pipeline.subjects import World
from zvirka.pipeline.versions import code_version
from zvirka.pipeline.working import digest_of, write_working
from zvirka.publish import working_files
from zvirka.record import Record
from zvirka.record.disk import faults_named
from zvirka.record.present import Present

LAST_SECOND = time(23, 59, 59)
FOLDER = "as-known"
"""In `derived`: where pages of such accounts are written."""


@dataclass(frozen=True, slots=True)
class AsKnown:
    """at: the moment (ISO 8601, UTC). Items of then that have been erased since are missing: an issue of the account counts them.
    overlays: what shows why pictures are linked, PNGs by link."""

    account: Account
    ground: Ground
    at: str
    overlays: Mapping[str, bytes]


def as_known(
    case_folder: Path,
    moment: str,
    *,
    engine: str = "auto",
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> AsKnown:
    """The account a run at that moment would have made of the case with today's code.

    moment: a time (2022-09-20T10:00, civil, in the case's zone unless it says another), a day (2022-09-20: to its end) or the number of a
    run. What the record does not hold cannot be known again: files that no run had read, links out of the folder. Raises InputError for
    what names no moment, CaseError where nothing had been recorded by then, RecordError.
    """
    record = Record(case_folder.resolve())
    if not record.exists():
        raise CaseError("is no case", file=str(case_folder), remedy="Run `zvirka run FOLDER --case DIR` first.")
    case_schema(case_folder)
    at = _instant(record, moment)
    present = record.present(at)
    if not present.items:
        raise CaseError(
            "knew nothing yet",
            file=str(case_folder),
            value=moment,
            remedy=f"The record begins at {next(record.log.events())['at']}.",
        )
    record.derived = record.derived.reading_only()
    with few_collections(), _laid_out(record, present.items) as folder:
        account, ground, overlays = _replayed(record, folder, at, present, engine, jobs, progress or Silent())
    return AsKnown(account, judged_ground(account, ground), at, overlays)


def run_as_known(
    folder: Path,
    case_folder: Path | None,
    moment: str,
    *,
    engine: str = "auto",
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> RunResult:
    """What a run of `folder` would have made then, its pages in the case's `derived`; the folder itself is not read.

    Raises as `as_known` does, StorageFault.
    """
    case_folder = (case_folder or folder.resolve().with_name(folder.resolve().name + "-case")).resolve()
    found = as_known(case_folder, moment, engine=engine, jobs=jobs, progress=progress)
    not_read = tuple(issue for issue in found.account.issues if issue.code in NOT_READ)
    return RunResult(found.account, found.ground, case_folder, _write_pages(case_folder, found), not_read)


def _write_pages(case_folder: Path, found: AsKnown) -> Path:
    name = found.at.replace(":", "").replace("-", "")
    folder = case_folder / "derived" / FOLDER / name
    version = digest(found.ground.version, code_version("publish", "model", "ground"))
    write_working(
        folder,
        folder.with_name(name + ".json"),
        digest(FOLDER, account_digest(found.account), found.at, version, sorted(found.overlays)),
        lambda: working_files(found.account, found.ground, found.at, digest_of(version), found.overlays),
    )
    return folder / "index.html"


def _replayed(
    record: Record, folder: Path, at: str, present: Present, engine: str, jobs: int | None, progress: Progress
) -> tuple[Account, Ground, Mapping[str, bytes]]:
    clock = datetime.fromisoformat(at)
    opened = open_folder(folder, record.folder)
    opened.record.derived = record.derived
    zone = zone_of(opened.case, opened.ground)
    edits = in_force(edited for edited in edits_logged(record) if edited.at <= at)
    judgements, lost = record.judgements.all(until=at)
    decisions = Decisions(tuple(judgements), lost)
    wanted = {item.object for item in present.items}
    with Confine() as confined:
        held, texts, issues = read_again(opened, confined, clock, progress, edits, present.items)
        for sha256 in sorted(wanted - {item.object for item in held}):
            record.objects.get(sha256)  # raises Damaged: its bytes are not those that were captured
        issues += _erased(present.erased)
        progress.stage("reading claims", None)
        batches = make_engine(engine, jobs, rows=len(texts))
        try:
            texts, issues = dated(
                record.derived, batches, opened.ground, zone, opened.case, folder, held, texts, issues
            )
            pictures = look_at_pictures(record, held, issues, opened.ground, progress, jobs or os.cpu_count() or 1)
            account = account_of(
                opened, zone, confined, batches, (held, texts, list(pictures.issues)), pictures, progress,
                lambda claims, dated_texts: Judging.of(decisions, World(opened.ground, claims, dated_texts)),
            )  # fmt: skip
        finally:
            batches.close()
    return account, opened.ground, pictures.overlays


def _erased(count: int) -> list[Issue]:
    what = "items that lay in the folder then have been erased since"
    remedy = "Nothing brings them back; the log holds who erased them and why."
    return [Issue("not_read", ".", what, remedy, count=count)] if count else []


@contextmanager
def _laid_out(record: Record, items: tuple[Item, ...]) -> Iterator[Path]:
    """A folder with the bytes of these items at their paths, for as long as the block lasts. Raises Damaged, StorageFault."""
    derived = record.folder / "derived"
    derived.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=derived, prefix=".as-known-") as place:
        folder = Path(place) / "folder"
        folder.mkdir()
        for item in items:
            path = PurePosixPath(item.path)
            if path.is_absolute() or ".." in path.parts:
                raise CaseError(
                    "leads out of the folder", file="objects", value=item.path, remedy="Run `zvirka verify`."
                )
            with faults_named(record.objects.path(item.object)):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(record.objects.path(item.object), folder / path)
        yield folder


def _instant(record: Record, moment: str) -> str:
    """The moment in UTC, as the log writes it."""
    runs = {str(run): at for run, at in runs_kept(record)}
    if moment in runs:
        return runs[moment]
    case = read_case(record.folder)
    zone = zone_of(case, load_ground(case.theatre, record.folder))
    try:
        told = (
            datetime.combine(date.fromisoformat(moment), LAST_SECOND)
            if is_day(moment)
            else datetime.fromisoformat(moment)
        )
        told = (told.replace(tzinfo=zone) if told.tzinfo is None else told).astimezone(UTC)
        told + FUTURE_SLACK  # how far ahead of the clock a report may be dated
    except (ValueError, OverflowError) as fault:
        raise InputError(
            "is no moment",
            file="--as-known",
            value=moment,
            remedy="Write 2022-09-20, 2022-09-20T10:00 or the number of a run; `zvirka show --runs` lists them.",
        ) from fault
    return told.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
