"""Files to items and texts: each file once, in the order given, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from zvirka.capture.globs import matches, nearest
from zvirka.capture.load import CASE_FILE, Loaded, Rule, load, media_of
from zvirka.capture.readers import text as text_reader
from zvirka.capture.readers.output import Output, Report, checked
from zvirka.capture.remarks import FUTURE_SLACK, of_dates, of_reading
from zvirka.capture.report import GroundView, Overrides, given_by_case, settle
from zvirka.capture.walk import Found
from zvirka.model.case import Case
from zvirka.model.errors import InputError
from zvirka.model.issues import Issue
from zvirka.model.items import Item, MediaKind, Text, item_id
from zvirka.model.ports import Confined

BATCH_FILES = 64
BATCH_BYTES = 32 * 2**20
"""A batch ends at either, so that memory does not grow with the folder."""
READERS: dict[MediaKind, tuple[str, str]] = {
    "html": ("zvirka.capture.readers.html:read_html", "html/1"),
    "markdown": ("zvirka.capture.readers.markdown:read_markdown", "markdown/1"),
    "reports": ("zvirka.capture.readers.reports:read_reports", "reports/1"),
}
"""Confined readers by kind, and the name and version that texts carry. Plain text is read in this process."""


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
        loaded = [load(each, case) for each in batch]
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


def _read(loaded: Sequence[Loaded], confined: Confined) -> list[Output | InputError | None]:
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


def _options(loaded: Loaded) -> dict[str, str | int]:
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
    loaded: Loaded,
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
    issues = [*of_reading(loaded, item, media, output, bool(settled)), *of_dates(settled, reports, item, latest)]
    visible = output.visible_characters if isinstance(output, Output) else None
    return Captured(
        loaded.found, item, loaded.data, tuple(each.text for each in settled), tuple(issues), loaded.rules, visible
    )


def _item(loaded: Loaded, media: MediaKind, reports: Sequence[Report], case: Case) -> Item:
    """Address, outlet and publication in the id are the case's, else the item's own where it is a single report."""
    rule = given_by_case(case, loaded.found.path)
    own = reports[0] if len(reports) == 1 and reports[0].fragment is None else None
    address = rule.address or (own.address if own else None)
    outlet = rule.outlet or (own.outlet if own else None)
    published = str(rule.published) if rule.published else (own.published if own else None)
    identity = item_id(loaded.sha256, loaded.found.path, address, outlet, published)
    return Item(identity, loaded.sha256, loaded.found.path, media, loaded.size_bytes)
