"""The first part of every run: a folder is opened, its files are read and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from zvirka.capture import Captured, Found, missing_files, read_items, walk
from zvirka.ground import Ground
from zvirka.ground.geonames import FOLDER as GAZETTEERS
from zvirka.model.case import Case
from zvirka.model.errors import CaseError
from zvirka.model.issues import Issue
from zvirka.model.items import Item, Text
from zvirka.model.ports import Confined
from zvirka.pipeline.case_check import check_case, check_edits, ground_of
from zvirka.pipeline.case_file import NAME as CASE_FILE
from zvirka.pipeline.case_file import read_case
from zvirka.pipeline.edit_log import standing_edits
from zvirka.pipeline.packed import packed
from zvirka.pipeline.progress import Progress
from zvirka.pipeline.reading import Reading
from zvirka.pipeline.schemas import case_schema
from zvirka.record import Record
from zvirka.record.disk import write_whole

CAPTURE_BATCH = 256
CAPTURE_BYTES = 64 * 2**20
"""Items written and logged together, at most: one flush of the log for each such batch."""
Given = tuple[list[Item], list[Text], list[Issue]]
"""What the folder holds: items, texts, and what could not be read, each in the order found."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder of reports with its case. folder: absolute. record: of the case's folder."""

    folder: Path
    case: Case
    ground: Ground
    record: Record


def open_folder(folder: Path, case_folder: Path | None) -> Opened:
    """Opens `folder` with the case at `case_folder` (FOLDER-case beside it, unless told otherwise). Raises CaseError."""
    folder = folder.resolve()
    case_folder = (case_folder or folder.with_name(folder.name + "-case")).resolve()
    if case_folder == folder:
        raise CaseError(
            "the case cannot be the folder itself", file=str(folder), remedy="Name another folder with --case."
        )
    _check_case_folder(case_folder)
    case_schema(case_folder)
    case = read_case(folder)
    ground = ground_of(case, folder)
    check_case(case, ground)
    return Opened(folder, case, ground, Record(case_folder))


def _check_case_folder(case_folder: Path) -> None:
    for path in (case_folder, *case_folder.parents):
        if path.exists() and not path.is_dir():
            raise CaseError(
                "the case cannot lie in a file", file=str(path), remedy="Name a folder with --case, or one to be made."
            )


def capture(opened: Opened, confined: Confined, clock: datetime, progress: Progress, again: bool) -> Given:
    """Reads the folder's files and keeps those that the record does not hold. again: also those that stand as they stood.

    Raises CaseError, RecordError; anything wrong with a file is an issue.
    """
    folder, case, ground, record = opened.folder, opened.case, opened.ground, opened.record
    held: set[Item] = (
        set() if again else record.held()
    )  # before all else that reads the log: what it checked is relied on
    found = walk(folder, record.folder)
    own = _theatre_files(folder, case, [each.path for each in found])
    edits = standing_edits(record)
    check_edits(edits, ground)
    progress.stage("reading files", len(found.found))
    issues: list[Issue] = [*found.issues]
    items: list[Item] = []
    texts: list[Text] = []
    at = clock.strftime("%Y-%m-%dT%H:%M:%SZ")
    waiting: list[tuple[Item, bytes | Path]] = []

    def read(files: Iterable[Found]) -> Iterator[Captured]:
        return read_items(files, case, ground, confined, edits, clock)

    settings = (packed(case), ground.version, case.time_zone or ground.time_zone)
    reading = Reading(record.derived, read, settings, edits, clock, again)
    for captured, known in reading.captured(found.found, held):
        if captured.found.path in own and captured.item is not None:
            captured = replace(captured, item=replace(captured.item, media="case"), texts=(), issues=())
        _take(captured, items, texts, issues)
        if captured.item is not None and not captured.part and not (known or captured.item in held):
            waiting.append((captured.item, captured.data if captured.data is not None else captured.found.file))
        if len(waiting) >= CAPTURE_BATCH or sum(item.size_bytes for item, _ in waiting) >= CAPTURE_BYTES:
            record.capture(at, waiting)
            waiting = []
        if not captured.part:
            progress.step()
    record.capture(at, waiting)
    record.keep_held()
    reading.keep()
    issues += missing_files(case, [item.path for item in items])
    if not texts:
        remedy = "Put the reports into the folder: text, Markdown, HTML or report JSONL."
        issues.append(Issue("not_read", ".", "the folder holds no report that could be read", remedy))
    return items, texts, issues


def _take(captured: Captured, items: list[Item], texts: list[Text], issues: list[Issue]) -> None:
    if captured.item is not None and not captured.part:
        items.append(captured.item)
    texts += captured.texts
    issues += captured.issues


def keep_case_files(opened: Opened, items: Iterable[Item]) -> None:
    """Copies case.toml and the case's own theatre pack, so that the case stands without the folder."""
    folder, case_folder = opened.folder, opened.record.folder
    paths = [item.path for item in items if item.media == "case"]
    for path in paths:
        data = (folder / path).read_bytes()
        target = case_folder / path
        if not target.exists() or target.read_bytes() != data:
            write_whole(target, data)
    if CASE_FILE not in paths and (case_folder / CASE_FILE).exists():
        (case_folder / CASE_FILE).unlink()


def _theatre_files(folder: Path, case: Case, paths: Iterable[str]) -> set[str]:
    """Files of the case's own theatre pack and gazetteers: data about words, not reports."""
    prefixes = [f"{GAZETTEERS}/"]
    if (folder / case.theatre).is_dir():
        prefixes.append(case.theatre.removeprefix("./").rstrip("/") + "/")
    return {path for path in paths if path.startswith(tuple(prefixes))}
