"""What the person at the desk is told about a file that was not read, or not in whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from zvirka.capture.load import Loaded, largest_mb
from zvirka.capture.readers.output import Note, Output, Report
from zvirka.capture.report import Settled
from zvirka.model.errors import InputError
from zvirka.model.issues import Issue
from zvirka.model.items import Item, MediaKind

FUTURE_SLACK = timedelta(days=1)
"""Publication may lie this far after the run's clock before it is remarked on: clocks and zones differ by less."""


def of_reading(
    loaded: Loaded, item: Item, media: MediaKind, output: Output | InputError | None, has_texts: bool
) -> Iterator[Issue]:
    """What was not read of a file's bytes. output: what its reader gave, its error, or None where no reader was asked."""
    path = loaded.found.path
    if media == "case":
        return
    if not loaded.size_bytes:
        yield Issue("not_read", path, "is empty", "Save it again, or take it out of the folder.", item=item.id)
    elif loaded.data is None and media != "unknown":
        limit = f"is larger than {largest_mb()} MB"
        yield Issue("not_read", path, limit, "Split it into smaller files.", item=item.id)
    elif isinstance(output, InputError):
        remedy = output.remedy or "Check whether the file is damaged."
        shown = f"{output.problem} ({output.value[:80]!r})" if output.value else output.problem
        yield Issue("not_read", path, shown, remedy, place=output.place, item=item.id)
    elif isinstance(output, Output):
        yield from _of_output(output, path, item, loaded, has_texts)
    elif not loaded.rules:
        yield _not_looked_at(loaded, media, item)


def _of_output(output: Output, path: str, item: Item, loaded: Loaded, has_texts: bool) -> Iterator[Issue]:
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


def _not_looked_at(loaded: Loaded, media: MediaKind, item: Item) -> Issue:
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


def of_dates(
    settled: Sequence[Settled], reports: Sequence[Report], item: Item, latest: datetime | None
) -> Iterator[Issue]:
    """Dates nobody knows, once an item with their number, and dates after `latest`, each by itself."""
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
