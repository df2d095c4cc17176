"""Files to items and texts: each file once, in the order given, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from zvirka.capture.batches import batched
from zvirka.capture.columns import column_names
from zvirka.capture.globs import matches, nearest
from zvirka.capture.load import CASE_FILE, STREAMED, Loaded, Rule, load, media_of
from zvirka.capture.members import Budget, unpacked
from zvirka.capture.readers import text as text_reader
from zvirka.capture.readers.output import Output, Report, checked
from zvirka.capture.remarks import FUTURE_SLACK, DateRemarks, of_reading
from zvirka.capture.report import GroundView, Overrides, Settled, Settler, given_by_case
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
    "html": ("zvirka.capture.readers.html:read_html", "html/3"),
    "markdown": ("zvirka.capture.readers.markdown:read_markdown", "markdown/1"),
    "reports": ("zvirka.capture.readers.reports:read_reports", "reports/1"),
    "pdf": ("zvirka.capture.readers.pdf:read_pdf", "pdf/2"),
    "docx": ("zvirka.capture.readers.office:read_docx", "docx/2"),
    "odt": ("zvirka.capture.readers.office:read_odt", "odt/2"),
    "xlsx": ("zvirka.capture.readers.sheets:read_workbook", "sheet/1"),
    "table": ("zvirka.capture.readers.sheets:read_table", "sheet/1"),
    "mail": ("zvirka.capture.readers.mail:read_mail", "mail/1"),
    "mailbox": ("zvirka.capture.readers.mail:read_mailbox", "mail/1"),
    "mhtml": ("zvirka.capture.readers.mhtml:read_mhtml", "mhtml/1"),
    "subtitles": ("zvirka.capture.readers.subtitles:read_subtitles", "subtitles/1"),
    "links": ("zvirka.capture.readers.links:read_links", "links/1"),
    "archived": ("zvirka.capture.readers.archived:read_archived", "archived/1"),
    "archive": ("zvirka.capture.readers.archive:read_archive", "archive/1"),
    "warc": ("zvirka.capture.readers.warc:read_warc", "warc/1"),
    "image": ("zvirka.capture.readers.pictures:read_image", "image/1"),
    "video": ("zvirka.capture.readers.videos:read_video", "video/1"),
    "telegram": ("zvirka.capture.readers.telegram:read_telegram", "telegram/1"),
    "telegram_page": ("zvirka.capture.readers.telegram_page:read_telegram_page", "telegram_page/1"),
    "feed": ("zvirka.capture.readers.feeds:read_feed", "feed/1"),
}
"""Confined readers by kind, and the name and version that texts carry. Plain text is read in this process."""
STREAMERS: dict[MediaKind, str] = {"telegram": "zvirka.capture.readers.telegram:stream_telegram"}
"""Confined generator functions, called as f(path, **options), for files of these kinds above `load.STREAM_ABOVE_BYTES`."""
ZONE_ASKED: frozenset[MediaKind] = frozenset({"telegram", "telegram_page", "feed"})
"""Kinds whose older files give times of day without their zone."""
LOOKS_BESIDE: frozenset[MediaKind] = frozenset({"telegram_page"})
"""Kinds of which it is remarked on which files are missing next to them."""
FROM_DISK: frozenset[MediaKind] = frozenset({"archive", "warc"})
"""Kinds whose reader opens the file itself where it is too large to be handed over."""


@dataclass(frozen=True, slots=True)
class Captured:
    """What came of one file. item: None where its bytes could not be had; issues then say why.

    data: its bytes, None where it is larger than `LARGEST_READ_BYTES` (then stream `found.file`). rules: what case.toml calls
    it: maps, boundaries, lists; such items have no texts, their bytes are for `observe`. texts: in the item's order.
    visible_characters: what a person would see of a page, None where nothing is left out. part: 0, 1, 2 … where a file's texts
    come in parts because it is large: all with the same item, the last with all issues; else 0.
    """

    found: Found
    item: Item | None
    data: bytes | None
    texts: tuple[Text, ...]
    issues: tuple[Issue, ...]
    rules: tuple[Rule, ...] = ()
    visible_characters: int | None = None
    part: int = 0

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
    """One Captured a file, in the order given, or several where it is large; memory does not grow with the folder or its files.

    overrides: people's edits of items.csv. now: the run's clock (aware), against which publication in the future is remarked
    on. Raises CaseError where case.toml or items.csv hold what is no value; anything wrong with a file is an issue.
    """
    zone = ZoneInfo(case.time_zone or ground.time_zone)
    latest = None if now is None else now.astimezone(UTC) + FUTURE_SLACK
    for batch in batched(found, BATCH_FILES, BATCH_BYTES):
        loaded = [load(each, case) for each in batch]
        yield from _all(loaded, None, case, ground, confined, overrides or {}, zone, latest)


def _all(
    loaded: Sequence[Loaded],
    budget: Budget | None,
    case: Case,
    ground: GroundView,
    confined: Confined,
    overrides: Overrides,
    zone: tzinfo,
    latest: datetime | None,
) -> Iterator[Captured]:
    """Each file, and behind it what lies in it. budget: what may still come out of the file of the folder around them."""
    for each, read in zip(loaded, _read(loaded, confined, case, ground), strict=True):
        if each.data is None and media_of(each) in STREAMED and each.fault is None:
            yield from _streamed(each, case, ground, confined, overrides, zone, latest)
            continue
        left = budget or Budget()
        output = left.allowed(each, read) if isinstance(read, Output) and read.members else read
        yield _captured(each, output, case, ground, overrides, zone, latest)
        if isinstance(output, Output) and output.members:
            for batch in unpacked(each, output.members, case, confined):
                yield from _all(batch, left, case, ground, confined, overrides, zone, latest)


def missing_files(case: Case, paths: Sequence[str]) -> tuple[Issue, ...]:
    """An issue for each pattern of case.toml that means no file, with the nearest name there is."""
    named = [("[[items]]", rule.files) for rule in case.items]
    named += [("[[maps]]", rule.files) for rule in case.maps]
    named += [("[[boundaries]]", rule.file) for rule in case.boundaries]
    named += [("[[lists]]", file) for rule in case.lists for file in (rule.file, rule.cells) if file]
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


def _read(
    loaded: Sequence[Loaded], confined: Confined, case: Case, ground: GroundView
) -> list[Output | InputError | None]:
    """What the readers gave, None where none was asked."""
    outputs: list[Output | InputError | None] = [None] * len(loaded)
    waiting: dict[MediaKind, list[int]] = {}
    for index, each in enumerate(loaded):
        media = media_of(each)
        if each.rules and media in ("geojson", "table"):
            continue
        if each.data is None and (each.fault is not None or media not in FROM_DISK or each.depth):
            continue
        if media == "text" and each.data is not None and each.sniffed.encoding is not None:
            encoding = each.sniffed.encoding
            outputs[index] = checked(text_reader.read_text(each.data, encoding.name, encoding.mark_bytes))
        elif media in READERS:
            waiting.setdefault(media, []).append(index)
    for media, indexes in waiting.items():
        batch = [(loaded[index].data or b"", _options(loaded[index], case, ground)) for index in indexes]
        for index, result in zip(indexes, confined.run(READERS[media][0], batch), strict=True):
            outputs[index] = _output(result)
    return outputs


def _options(loaded: Loaded, case: Case, ground: GroundView, streamed: bool = False) -> dict[str, Any]:
    encoding, media = loaded.sniffed.encoding, loaded.sniffed.media
    options: dict[str, Any] = {}
    if encoding is not None:
        options = {"encoding": encoding.name, "mark_bytes": encoding.mark_bytes}
    if media in ("table", "xlsx"):
        options["columns"] = dict(given_by_case(case, loaded.found.path).columns)
        options["names"] = column_names(ground)
    if loaded.data is None and not streamed:
        options["file"] = str(loaded.found.file)
    return options


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
        remedy = (
            "Unpack it yourself into the folder." if loaded.depth else "Check that it exists and that you may read it."
        )
        return Captured(loaded.found, None, None, (), (Issue("not_read", path, loaded.fault, remedy),), loaded.rules)
    reports = output.reports if isinstance(output, Output) else []
    if loaded.address:
        reports = [msgspec.structs.replace(each, address=each.address or loaded.address) for each in reports]
    item = _item(loaded, media, reports, case)
    settled = _settled(reports, 0, _settler(item, case, ground, overrides, zone))
    dates = DateRemarks(item, latest, str(zone) if media in ZONE_ASKED else None)
    dates.take(settled, reports)
    issues = [*of_reading(loaded, item, media, output, bool(settled)), *dates.issues()]
    issues += _missing_beside(loaded, item, output)
    visible = output.visible_characters if isinstance(output, Output) else None
    return Captured(
        loaded.found, item, loaded.data, tuple(each.text for each in settled), tuple(issues), loaded.rules, visible
    )


def _missing_beside(loaded: Loaded, item: Item, output: Output | InputError | None) -> Iterator[Issue]:
    """Pages that the file says come before or after it and that are not next to it. Inside an archive nobody can tell."""
    for name in output.beside if isinstance(output, Output) and not loaded.depth else []:
        if not (loaded.found.file.parent / name).exists():
            said = f"goes on in {name}, which is not in its folder"
            yield Issue("partly_read", loaded.found.path, said, "Put it there, or export the chat again.", item=item.id)


def _streamed(
    loaded: Loaded,
    case: Case,
    ground: GroundView,
    confined: Confined,
    overrides: Overrides,
    zone: tzinfo,
    latest: datetime | None,
) -> Iterator[Captured]:
    """A large file in parts: one for each batch its reader gives, and a last one with what is to be said about all of it."""
    media, file = media_of(loaded), loaded.found.file
    item = _item(loaded, media, [], case)
    dates = DateRemarks(item, latest, str(zone) if media in ZONE_ASKED else None)
    settler = _settler(item, case, ground, overrides, zone)
    output: Output | InputError = Output([])
    batch: Output
    position = part = texts = 0
    before, options = _stamp(file), _options(loaded, case, ground, streamed=True)
    try:
        for batch in confined.stream(STREAMERS[media], file, options, Output):
            output = batch
            settled = _settled(batch.reports, position, settler)
            dates.take(settled, batch.reports)
            yield Captured(loaded.found, item, None, tuple(each.text for each in settled), (), loaded.rules, part=part)
            position, part, texts = position + len(batch.reports), part + 1, texts + len(settled)
    except InputError as error:
        output = error
    issues = [*of_reading(loaded, item, media, output, texts > 0), *dates.issues()]
    if isinstance(output, InputError) and texts:
        issues[0] = replace(issues[0], code="partly_read", message=f"{issues[0].message}, after {texts} posts")
    if _stamp(file) != before:
        said = "changed while it was read"
        issues.append(Issue("partly_read", loaded.found.path, said, "Run again when it is copied whole.", item=item.id))
    yield Captured(loaded.found, item, None, (), tuple(issues), loaded.rules, part=part)


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _settler(item: Item, case: Case, ground: GroundView, overrides: Overrides, zone: tzinfo) -> Settler:
    reader = READERS[item.media][1] if item.media in READERS else text_reader.VERSION
    return Settler(item.id, item.path, reader, case, ground, overrides, zone)


def _settled(reports: Sequence[Report], first: int, settler: Settler) -> list[Settled]:
    """Those with words; first: how many reports of the item came before."""
    return [
        settler.settle(report, position) for position, report in enumerate(reports, start=first) if report.text.strip()
    ]


def _item(loaded: Loaded, media: MediaKind, reports: Sequence[Report], case: Case) -> Item:
    """Address, outlet and publication in the id are the case's, else the item's own where it is a single report."""
    rule = given_by_case(case, loaded.found.path)
    own = reports[0] if len(reports) == 1 and reports[0].fragment is None else None
    address = rule.address or (own.address if own else None)
    outlet = rule.outlet or (own.outlet if own else None)
    published = str(rule.published) if rule.published else (own.published if own else None)
    identity = item_id(loaded.sha256, loaded.found.path, address, outlet, published)
    return Item(identity, loaded.sha256, loaded.found.path, media, loaded.size_bytes)
