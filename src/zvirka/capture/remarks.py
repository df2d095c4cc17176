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
from zvirka.model.times import Moment

_SAVE_AS = (
    ("old Office document", "open it in its program and save it as DOCX, XLSX or PDF"),
    ("RTF document", "open it in its program and save it as DOCX or ODT"),
    ("OpenDocument presentation", "open it in its program and save it as PDF"),
)
"""By a part of the name `sniff` gives: what a person can do with a kind that has no reader."""
NO_DATE = "when it was published is not known"
"""How the issue begins that counts an item's reports without a date."""
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
    elif loaded.data is None and output is None and media not in ("unknown", "image", "video"):
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
    if not has_texts and not output.members and all(note.code == "partly_read" for note in output.notes):
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
    into = next((into for name, into in _SAVE_AS if name in loaded.sniffed.name), None)
    remedy = f"It is kept. To have its words read, {into or 'add them as text, Markdown, HTML or report JSONL'}."
    return Issue("not_looked_at", path, f"is {loaded.sniffed.name}, which no reader reads", remedy, item=item.id)


class DateRemarks:
    """What is said about an item's dates: those nobody knows, and clocks nobody names, once each; dates after `latest` one by one.

    zone: name of the case's time zone, where times without an offset are to be asked about; None where not.
    """

    def __init__(self, item: Item, latest: datetime | None, zone: str | None = None) -> None:
        self._item, self._latest, self._zone = item, latest, zone
        self._undated = self._zoneless = 0
        self._first: tuple[Settled, int | None] | None = None
        self._first_zoneless: Settled | None = None
        self._words: str | None = None
        self._future: list[Issue] = []

    def take(self, settled: Sequence[Settled], reports: Sequence[Report]) -> None:
        """The next reports; settled: those of them that have words."""
        lines = [report.line for report in reports if report.text.strip()]
        for each, line in zip(settled, lines, strict=True):
            published = each.text.published
            if published is None:
                self._undated += 1
                self._first = self._first or (each, line)
                self._words = self._words or each.bad_date
            elif self._latest is not None and (published.instant or _instant(published)) > self._latest:
                self._future.append(self._issue(f"published {published} lies in the future", each, line))
            if each.zoneless and self._zone is not None:
                self._zoneless += 1
                self._first_zoneless = self._first_zoneless or each

    def issues(self) -> Iterator[Issue]:
        """What there is to say, after the last reports."""
        if self._first is not None:
            shown = NO_DATE
            shown += f" ({self._words[:60]!r} is no date)" if self._words else ""
            remedy = "Set published in items.csv, or in case.toml under [[items]]."
            yield self._issue(shown, *self._first, remedy, self._undated)
        if self._first_zoneless is not None:
            said = "gives times of day without their time zone, so only the days are known, as that clock showed them"
            remedy = (
                f'Add time_zone = "{self._zone}", or whichever clock the computer that saved it had, '
                "to its entry in case.toml under [[items]]."
            )
            yield self._issue(said, self._first_zoneless, None, remedy, self._zoneless)
        yield from self._future

    def _issue(
        self,
        said: str,
        about: Settled,
        line: int | None,
        remedy: str = "Correct published in items.csv.",
        count: int = 1,
    ) -> Issue:
        place = f"line {line}" if line else None
        path, item, fragment = self._item.path, self._item.id, about.text.fragment
        return Issue("date_unknown", path, said, remedy, place=place, item=item, fragment=fragment, count=count)


def _instant(published: Moment) -> datetime:
    return published.instant or datetime.combine(published.day, time(), UTC)
