"""Files to items and texts: each file once, in the order given, whatever it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from zvirka.capture.globs import matches, nearest
from zvirka.capture.readers import text as text_reader
from zvirka.capture.readers.output import Note, Output, Report, checked
from zvirka.capture.report import GroundView, Overrides, Settled, given_by_case, settle
from zvirka.capture.sniff import HEAD_BYTES, Sniffed, sniff
from zvirka.capture.walk import Found
from zvirka.model.case import BoundaryRule, Case, ListRule, MapRule
from zvirka.model.errors import InputError
from zvirka.model.issues import Issue
from zvirka.model.items import Item, MediaKind, Text, item_id
from zvirka.model.ports import Confined

CASE_FILE = "case.toml"
LARGEST_READ_BYTES = 128 * 2**20
"""What is larger is hashed and kept, but not read: a reader holds bytes and characters at once within the worker's memory."""
BATCH_FILES = 64
BATCH_BYTES = 32 * 2**20
"""A batch ends at either, so that memory does not grow with the folder."""
FUTURE_SLACK = timedelta(days=1)
"""Publication may lie this far after the run's clock before it is remarked on: clocks and zones differ by less."""

READERS: dict[MediaKind, tuple[str, str]] = {
    "html": ("zvirka.capture.readers.html:read_html", "html/1"),
    "markdown": ("zvirka.capture.readers.markdown:read_markdown", "markdown/1"),
    "reports": ("zvirka.capture.readers.reports:read_reports", "reports/1"),
}
"""Confined readers by kind, and the name and version that texts carry. Plain text is read in this process."""

Rule = MapRule | BoundaryRule | ListRule


@dataclass(frozen=True, slots=True)
class Captured:
    """What came of one file. item: None where its bytes could not be had; issues then say why.

    data: its bytes, None where it is larger than `LARGEST_READ_BYTES` (then stream `found.file`). rules: what case.toml calls
    it: maps, boundaries, lists; such items have no texts, their bytes are for `observe`. texts: in the item's order.
    visible_characters: what a person would see of a page, None where nothing is left out.
    """

    found: Found
    item: Item | None
    data: bytes | None
    texts: tuple[Text, ...]
    issues: tuple[Issue, ...]
    rules: tuple[Rule, ...] = ()
    visible_characters: int | None = None

    @property
    def kind(self) -> MediaKind:
        """What it is."""
        return self.item.media if self.item is not None else "unknown"


@dataclass(frozen=True, slots=True)
class _Loaded:
    found: Found
    sha256: str
    size_bytes: int
    data: bytes | None
    sniffed: Sniffed
    rules: tuple[Rule, ...]
    fault: str | None = None


def read_items(
    found: Iterable[Found],
    case: Case,
    ground: GroundView,
    confined: Confined,
    overrides: Overrides | None = None,
    now: datetime | None = None,
) -> Iterator[Captured]:
    """One Captured a file, in the order given; works in batches, so memory does not grow with the folder.

    overrides: people's edits of items.csv. now: the run's clock (aware), against which publication in the future is remarked
    on. Raises CaseError where case.toml or items.csv hold what is no value; anything wrong with a file is an issue.
    """
    zone = ZoneInfo(case.time_zone or ground.time_zone)
    latest = None if now is None else now.astimezone(UTC) + FUTURE_SLACK
    for batch in _batches(found):
        loaded = [_load(each, case) for each in batch]
        outputs = _read(loaded, confined)
        for each, output in zip(loaded, outputs, strict=True):
            yield _captured(each, output, case, ground, overrides or {}, zone, latest)


def missing_files(case: Case, paths: Sequence[str]) -> tuple[Issue, ...]:
    """An issue for each pattern of case.toml that means no file, with the nearest name there is."""
    named = [("[[items]]", rule.files) for rule in case.items]
    named += [("[[maps]]", rule.files) for rule in case.maps]
    named += [("[[boundaries]]", rule.file) for rule in case.boundaries]
    named += [("[[lists]]", rule.file) for rule in case.lists]
    issues = []
    for table, pattern in dict.fromkeys(named):
        if not any(matches(path, pattern) for path in paths):
            like = nearest(pattern, paths)
            remedy = f"Did you mean {like}?" if like else "Put the file into the folder, or take the entry out."
            issues.append(
                Issue(
                    "not_read",
                    CASE_FILE,
                    f"{table} names {pattern}, and the folder holds no such file",
                    remedy,
                    place=f"{table} {pattern}",
                )
            )
    return tuple(issues)


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    size = 0
    for each in found:
        if batch and (len(batch) >= BATCH_FILES or size + each.size_bytes > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += each.size_bytes
    if batch:
        yield batch


def _load(found: Found, case: Case) -> _Loaded:
    rules = rules_of(case, found.path)
    try:
        sha256, size, head, data = _bytes(found.file)
    except OSError as error:
        return _Loaded(found, "", 0, None, Sniffed("unknown", None, ""), rules, f"cannot be read ({error.strerror})")
    return _Loaded(found, sha256, size, data, sniff(head, size), rules)


def _bytes(file: Path) -> tuple[str, int, bytes, bytes | None]:
    """Digest, size, head and, up to the limit, all bytes; the file is read once."""
    digest = hashlib.sha256()
    kept: list[bytes] = []
    size = 0
    with file.open("rb") as stream:
        while chunk := stream.read(2**20):
            digest.update(chunk)
            size += len(chunk)
            if size <= LARGEST_READ_BYTES or not kept:
                kept.append(chunk)
            else:
                kept = kept[:1]
    data = b"".join(kept) if size <= LARGEST_READ_BYTES else None
    return digest.hexdigest(), size, b"".join(kept[:1])[:HEAD_BYTES], data


def rules_of(case: Case, path: str) -> tuple[Rule, ...]:
    """The maps, boundaries and lists of case.toml that mean this path, in its order."""
    maps = [rule for rule in case.maps if matches(path, rule.files)]
    boundaries = [rule for rule in case.boundaries if matches(path, rule.file)]
    lists = [rule for rule in case.lists if matches(path, rule.file)]
    return (*maps, *boundaries, *lists)


def media_of(loaded: _Loaded) -> MediaKind:
    """The kind: by content, but what case.toml names as map, boundary or list is that, and broken ones are observe's to report."""
    if loaded.found.path == CASE_FILE:
        return "case"
    if loaded.rules and loaded.size_bytes:
        return "table" if any(isinstance(rule, ListRule) for rule in loaded.rules) else "geojson"
    return loaded.sniffed.media


def _read(loaded: Sequence[_Loaded], confined: Confined) -> list[Output | InputError | None]:
    """What the readers gave, None where none was asked."""
    outputs: list[Output | InputError | None] = [None] * len(loaded)
    waiting: dict[MediaKind, list[int]] = {}
    for index, each in enumerate(loaded):
        media = media_of(each)
        if each.data is None or each.sniffed.encoding is None or (each.rules and media in ("geojson", "table")):
            continue
        if media == "text":
            encoding = each.sniffed.encoding
            outputs[index] = checked(text_reader.read_text(each.data, encoding.name, encoding.mark_bytes))
        elif media in READERS:
            waiting.setdefault(media, []).append(index)
    for media, indexes in waiting.items():
        batch = [(loaded[index].data or b"", _options(loaded[index])) for index in indexes]
        for index, result in zip(indexes, confined.run(READERS[media][0], batch), strict=True):
            outputs[index] = _output(result)
    return outputs


def _options(loaded: _Loaded) -> dict[str, str | int]:
    encoding = loaded.sniffed.encoding
    return {} if encoding is None else {"encoding": encoding.name, "mark_bytes": encoding.mark_bytes}


def _output(result: object) -> Output | InputError:
    if isinstance(result, InputError):
        return result
    if isinstance(result, Exception):
        return InputError(f"it could not be read ({result})")
    try:
        return checked(result)
    except InputError as error:
        return error


def _captured(
    loaded: _Loaded,
    output: Output | InputError | None,
    case: Case,
    ground: GroundView,
    overrides: Overrides,
    zone: tzinfo,
    latest: datetime | None,
) -> Captured:
    path, media = loaded.found.path, media_of(loaded)
    if loaded.fault is not None:
        remedy = "Check that it exists and that you may read it."
        return Captured(loaded.found, None, None, (), (Issue("not_read", path, loaded.fault, remedy),), loaded.rules)
    reports = output.reports if isinstance(output, Output) else []
    item = _item(loaded, media, reports, case)
    reader = READERS[media][1] if media in READERS else text_reader.VERSION
    settled = [
        settle(report, item.id, path, reader, position, case, ground, overrides, zone)
        for position, report in enumerate(reports)
        if report.text.strip()
    ]
    issues = [*_of_reading(loaded, item, media, output, bool(settled)), *_of_dates(settled, reports, item, latest)]
    visible = output.visible_characters if isinstance(output, Output) else None
    return Captured(
        loaded.found, item, loaded.data, tuple(each.text for each in settled), tuple(issues), loaded.rules, visible
    )


def _item(loaded: _Loaded, media: MediaKind, reports: Sequence[Report], case: Case) -> Item:
    """Address, outlet and publication in the id are the case's, else the item's own where it is a single report."""
    rule = given_by_case(case, loaded.found.path)
    own = reports[0] if len(reports) == 1 and reports[0].fragment is None else None
    address = rule.address or (own.address if own else None)
    outlet = rule.outlet or (own.outlet if own else None)
    published = str(rule.published) if rule.published else (own.published if own else None)
    identity = item_id(loaded.sha256, loaded.found.path, address, outlet, published)
    return Item(identity, loaded.sha256, loaded.found.path, media, loaded.size_bytes)


def _of_reading(
    loaded: _Loaded, item: Item, media: MediaKind, output: Output | InputError | None, has_texts: bool
) -> Iterator[Issue]:
    path = loaded.found.path
    if media == "case":
        return
    if not loaded.size_bytes:
        yield Issue("not_read", path, "is empty", "Save it again, or take it out of the folder.", item=item.id)
    elif loaded.data is None and media != "unknown":
        limit = f"is larger than {LARGEST_READ_BYTES // 2**20} MB"
        yield Issue("not_read", path, limit, "Split it into smaller files.", item=item.id)
    elif isinstance(output, InputError):
        remedy = output.remedy or "Check whether the file is damaged."
        shown = f"{output.problem} ({output.value[:80]!r})" if output.value else output.problem
        yield Issue("not_read", path, shown, remedy, place=output.place, item=item.id)
    elif isinstance(output, Output):
        yield from _of_output(output, path, item, loaded, has_texts)
    elif not loaded.rules:
        yield _not_looked_at(loaded, media, item)


def _of_output(output: Output, path: str, item: Item, loaded: _Loaded, has_texts: bool) -> Iterator[Issue]:
    encoding = loaded.sniffed.encoding
    if encoding is not None and encoding.guessed and output.declared_encoding is None:
        said = f"has no mark of its encoding and was read as {encoding.name}, told by its letters"
        yield Issue("partly_read", path, said, "If letters are wrong, save it as UTF-8.", item=item.id)
    for note in output.notes:
        yield _of_note(note, path, item)
    if not has_texts:
        yield Issue(
            "not_read", path, "holds no words that could be read", "Check whether it is the right file.", item=item.id
        )


def _of_note(note: Note, path: str, item: Item) -> Issue:
    return Issue(note.code, path, note.message, note.remedy, place=note.place, item=item.id, count=note.count)


def _not_looked_at(loaded: _Loaded, media: MediaKind, item: Item) -> Issue:
    path = loaded.found.path
    if media == "geojson":
        return Issue(
            "not_looked_at",
            path,
            "is GeoJSON that case.toml does not name",
            "Add it to case.toml under [[maps]] or [[boundaries]].",
            item=item.id,
        )
    if media == "table":
        return Issue(
            "not_looked_at",
            path,
            "is a table that case.toml does not name",
            "Add it to case.toml under [[lists]].",
            item=item.id,
        )
    remedy = "It is kept. To have its words read, add them as text, Markdown, HTML or report JSONL."
    return Issue("not_looked_at", path, f"is {loaded.sniffed.name}, which no reader reads", remedy, item=item.id)


def _of_dates(
    settled: Sequence[Settled], reports: Sequence[Report], item: Item, latest: datetime | None
) -> Iterator[Issue]:
    lines = [report.line for report in reports if report.text.strip()]
    undated = [(each, line) for each, line in zip(settled, lines, strict=True) if each.text.published is None]
    if undated:
        first, line = undated[0]
        words = next((each.bad_date for each, _ in undated if each.bad_date), None)
        shown = (
            f"when it was published is not known ({words[:60]!r} is no date)"
            if words
            else "when it was published is not known"
        )
        remedy = "Set published in items.csv, or in case.toml under [[items]]."
        place = f"line {line}" if line else None
        yield Issue(
            "date_unknown",
            item.path,
            shown,
            remedy,
            place=place,
            item=item.id,
            fragment=first.text.fragment,
            count=len(undated),
        )
    if latest is None:
        return
    for each, line in zip(settled, lines, strict=True):
        published = each.text.published
        if published is not None and (published.instant or datetime.combine(published.day, time(), UTC)) > latest:
            place = f"line {line}" if line else None
            said = f"published {published} lies in the future"
            yield Issue(
                "date_unknown",
                item.path,
                said,
                "Correct published in items.csv.",
                place=place,
                item=item.id,
                fragment=each.text.fragment,
            )
