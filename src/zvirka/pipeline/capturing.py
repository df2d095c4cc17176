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
from zvirka.pipeline.erasing import end_erasure
from zvirka.pipeline.items_csv import Edits
from zvirka.pipeline.packed import packed
from zvirka.pipeline.progress import Progress
from zvirka.pipeline.reading import Reading
from zvirka.pipeline.schemas import case_schema
from zvirka.record import Record
from zvirka.record.disk import write_whole

CAPTURE_BATCH = 256
CAPTURE_BYTES = 64 * 2**20
CAPTURE_ITEMS = 20_000
"""Objects, bytes and items written and logged together, at most: one flush of the log for each such batch. Many items of the same bytes
go into one batch, because the file that holds an object's items is written anew for each."""
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
    end_erasure(case_folder)
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
    record = opened.record
    held: set[Item] = (
        set() if again else record.held()
    )  # before all else that reads the log: what it checked is relied on
    edits = standing_edits(record)
    reading = _Files(opened, confined, clock, progress, edits, again)
    items = reading.given[0]
    at = clock.strftime("%Y-%m-%dT%H:%M:%SZ")
    waiting: list[tuple[Item, bytes | Path]] = []
    objects: set[str] = set()
    size_bytes = 0
    for captured in reading.captured(held):
        if captured.item is not None and not captured.part and captured.item not in held:
            waiting.append((captured.item, captured.data if captured.data is not None else captured.found.file))
            objects.add(captured.item.object)
            size_bytes += captured.item.size_bytes
        if len(objects) >= CAPTURE_BATCH or size_bytes >= CAPTURE_BYTES or len(waiting) >= CAPTURE_ITEMS:
            record.capture(at, waiting)
            waiting, objects, size_bytes = [], set(), 0
    record.capture(at, waiting)
    record.keep_held()
    record.note_folder(at, items)
    reading.keep()
    return reading.given


def read_again(
    opened: Opened, confined: Confined, clock: datetime, progress: Progress, edits: Edits, held: Iterable[Item]
) -> Given:
    """Reads the folder's files as `capture` does, and keeps nothing. held: the items they are known to be. Raises CaseError."""
    reading = _Files(opened, confined, clock, progress, edits)
    for _ in reading.captured(held):
        pass
    return reading.given


class _Files:
    """The files of a folder, read in order. given: what came of them, whole when the last one was read."""

    def __init__(
        self,
        opened: Opened,
        confined: Confined,
        clock: datetime,
        progress: Progress,
        edits: Edits,
        again: bool = False,
    ) -> None:
        case, ground = opened.case, opened.ground
        check_edits(edits, ground)
        self._found = walk(opened.folder, opened.record.folder)
        self._own = _theatre_files(opened.folder, case, [each.path for each in self._found])
        self._case, self._progress = case, progress
        self.given: Given = ([], [], [*self._found.issues])

        def read(files: Iterable[Found]) -> Iterator[Captured]:
            return read_items(files, case, ground, confined, edits, clock)

        settings = (packed(replace(case, plugins=())), ground.version, case.time_zone or ground.time_zone)
        self._reading = Reading(opened.record.derived, read, settings, edits, clock, again)
        self.keep = self._reading.keep

    def captured(self, held: Iterable[Item]) -> Iterator[Captured]:
        """What came of each file, in order. held: the items of which the record has the bytes."""
        items, texts, issues = self.given
        self._progress.stage("reading files", len(self._found.found))
        for captured, _ in self._reading.captured(self._found.found, held):
            if captured.found.path in self._own and captured.item is not None:
                captured = replace(captured, item=replace(captured.item, media="case"), texts=(), issues=())
            if captured.item is not None and not captured.part:
                items.append(captured.item)
            texts += captured.texts
            issues += captured.issues
            yield captured
            if not captured.part:
                self._progress.step()
        issues += missing_files(self._case, [item.path for item in items])
        if not texts:
            remedy = "Put the reports into the folder: text, Markdown, HTML or report JSONL."
            issues.append(Issue("not_read", ".", "the folder holds no report that could be read", remedy))


def keep_case_files(opened: Opened, items: Iterable[Item]) -> None:
    """Copies case.toml and the case's own theatre pack, so that the case stands without the folder."""
    folder, case_folder = opened.folder, opened.record.folder
    paths = [item.path for item in items if item.media == "case"]
    for path in paths:
        try:
            data = (folder / path).read_bytes()
        except FileNotFoundError as fault:  # a name that is no UTF-8 is shown otherwise than it stands
            raise CaseError("has a name that the case cannot keep", file=path, remedy="Rename the file.") from fault
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
