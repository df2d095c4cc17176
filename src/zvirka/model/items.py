"""Items and texts: what was given to us and what a named reader got out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zvirka.model.canonical import digest, sha256_hex
from zvirka.model.sources import Voice
from zvirka.model.spans import Span
from zvirka.model.times import Moment

MediaKind = Literal[
    "text",
    "markdown",
    "html",
    "reports",
    "geojson",
    "table",
    "case",
    "unknown",
    "pdf",
    "docx",
    "odt",
    "xlsx",
    "mail",
    "mailbox",
    "mhtml",
    "subtitles",
    "links",
    "archived",
    "archive",
    "warc",
    "image",
    "video",
    "telegram",
    "telegram_page",
    "feed",
]
"""What the content of an object is, told by the content, not by the name (`case`: case.toml itself; `archived`: what auto-
archiver writes about a post; `xlsx`: a workbook, Excel's or OpenDocument's; `archive`: files in a file, ZIP, WACZ or gzip;
`telegram`, `telegram_page`: a Telegram Desktop export in JSON or HTML)."""
KnownFrom = Literal["case", "items_csv", "read", "solved", "unknown"]
"""How a value of an item is known: case.toml, items.csv (a person's edit), read from the item, solved, not known."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing as given to us. object: SHA-256 of its bytes. path: POSIX path relative to the folder.

    id: digest of object, path, and address, outlet and publication as the item itself or the folder first gave them.
    """

    id: str
    object: str
    path: str
    media: MediaKind
    size_bytes: int


def item_id(object_sha256: str, path: str, address: str | None, outlet: str | None, published: str | None) -> str:
    """The id of an item (DESIGN section 2: digest of object, path or address, outlet, published)."""
    return digest("item", object_sha256, path, address, outlet, published)


DateRule = Literal["dateline", "beside", "weekday", "after", "past", "future"]
"""What words tell of the day a text was published. dateline: a line that holds nothing but a date. beside: a word that counts from
publication beside the day it means ("yesterday, 11 September"). weekday: a day and its weekday agree in some years only. after: a
day counted from another one, told as past. past, future: a day told as past, or as still to come."""
DatingState = Literal["day", "span", "contradiction", "no_year"]


@dataclass(frozen=True, slots=True)
class DateConstraint:
    """One thing a text says of the day it was published. earliest, latest: the days it alone leaves, None where it leaves that end open.

    span: the words. decides: False for a habit of writers ("on Monday, 12 September" is written within a week of it), which narrows
    a span and never decides a day.
    """

    rule: DateRule
    span: Span
    earliest: date | None
    latest: date | None
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Dating:
    """What a text's own words say of the day it was published, as `extract.dating` reads them.

    state: one day is left; a span is; they contradict each other; or nothing says which year. earliest, latest: what is left, both ends
    inclusive, None where open. window: the days looked in, from the case's or the text's own full dates; None without a year.
    """

    state: DatingState
    earliest: date | None
    latest: date | None
    window: tuple[date, date] | None
    constraints: tuple[DateConstraint, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What a reader got out of one fragment of an item, and what is known about that report.

    fragment: id within the item (a report_id), None where the item is one report.
    text: Unicode as read; all offsets are code points into it.
    language: "en", "uk", "ru", another ISO 639-1 code, or None where not told. published: None where unknown.
    known: pairs (field, KnownFrom) for published, outlet, address, language, voice side, sorted by field.
    position: running number of the fragment in its item, from 0. marks: where in the item stretches of the text come from, as
    pairs (offset where one begins, its name), by offset: (0, "page 1"), (2310, "page 2"); empty where the item has no such parts.
    author: who signed it within its outlet. forwarded_from: whose post it is passed on from, as the platform names them.
    reply_to: fragment of the post it answers, in the same chat. edited: when it was last changed. media: files that belong to
    it, as paths relative to the folder, or the platform's words where they were not saved. dated: what its own words say of the day
    it was published, where nothing else told that; None where they say nothing, or were not asked.
    """

    item: str
    fragment: str | None
    path: str
    text: str
    digest: str
    language: str | None
    published: Moment | None
    address: str | None
    voice: Voice
    reader: str
    known: tuple[tuple[str, str], ...] = ()
    position: int = 0
    marks: tuple[tuple[int, str], ...] = ()
    author: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    edited: Moment | None = None
    media: tuple[str, ...] = ()
    dated: Dating | None = None

    @property
    def report(self) -> str:
        """The report's key: item id, with the fragment where there is one."""
        return self.item if self.fragment is None else f"{self.item}#{self.fragment}"


def text_digest(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return sha256_hex(text.encode("utf-8", "surrogatepass"))
