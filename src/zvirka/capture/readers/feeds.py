"""Feeds saved as files: RSS 2.0, 1.0 and 0.9x, Atom, JSON Feed. Each entry is a fragment.

Sources: RSS 2.0 (rssboard.org/rss-specification), RDF Site Summary 1.0 (web.resource.org/rss/1.0/spec), RFC 4287 (Atom),
JSON Feed 1.1 (jsonfeed.org/version/1.1). Document types and entities are refused (defusedxml): no feed needs them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, tostring

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.html_bounds import parsed
from zvirka.capture.readers.html_layout import lay_out
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy

VERSION = "feed/1"
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(#\d+|#[xX][0-9A-Fa-f]+|\w+);")
_ENTRIES = ("item", "entry")
_BODIES = ("encoded", "content", "description", "summary")
"""Elements that hold an entry's words, fullest first (`encoded` is content:encoded)."""
_DATES = ("pubDate", "published", "date", "issued", "updated", "modified")
"""Elements that hold when an entry was published, best first (`date` is dc:date; `issued`, `modified` are Atom 0.3's)."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MISSING = "Entries after this place are missing: save the feed again."


def read_feed(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """The entries, title first. Outlet: the feed's title. One that breaks off is read up to there, with a note of the place."""
    if data[mark_bytes:].lstrip()[:1] == b"{":
        return plain(_json_feed(data, encoding, mark_bytes))
    declares = re.search(rb"^\s*<\?xml[^>]*\sencoding\s*=", data[mark_bytes:200]) is not None or mark_bytes > 0
    source = data if declares else Encoding(encoding).decode(data)[0].encode("utf-8")
    entries = _Entries()
    head: dict[str, str] = {}
    try:
        for element in _elements(source.lstrip(), head):
            entries.take(element)
    except DefusedXmlException:
        said = "it declares a document type or entities, which no feed needs"
        note = Note(said, "Treat the file as hostile, or save the feed again.", code="not_read")
        return plain(Output([], [note]))
    except (ParseError, LookupError, ValueError) as error:
        line = getattr(error, "position", (0,))[0]
        entries.broken(str(error), f"line {line}" if line else None)
    reports = entries.voiced(head.get("title"), head.get("language"))
    return plain(Output(reports, entries.notes, declared_encoding=encoding if declares else None))


def _elements(source: bytes, head: dict[str, str]) -> Iterator[Element]:
    """The entries as they end; fills `head` with the feed's title and language. Raises ParseError at the place it breaks."""
    above: list[Element] = []
    for event, element in iterparse(io.BytesIO(source), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            if not above and element.get(_LANGUAGE):
                head["language"] = element.get(_LANGUAGE) or ""
            above.append(element)
            continue
        above.pop()
        if _name(element) in _ENTRIES and not any(_name(each) in _ENTRIES for each in above):
            yield element
            element.clear()
        elif above and _name(above[-1]) in ("channel", "feed") and _name(element) in ("title", "language"):
            head.setdefault(_name(element), _words(_markup(element), []))


class _Entries:
    """The entries so far."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.notes: list[Note] = []
        self._seen: set[str] = set()

    def take(self, entry: Element) -> None:
        """One element of RSS or Atom."""
        values: dict[str, Element] = {}
        for child in entry:
            if _name(child) != "link" or child.get("rel", "alternate") == "alternate":
                values.setdefault(_name(child), child)
        bodies = (_words(_markup(values[name]), self.notes) for name in _BODIES if name in values)
        link = values.get("link")
        address = None if link is None else link.get("href") or _own(link)
        given = next((_own(values[name]) for name in ("guid", "id") if name in values and _own(values[name])), None)
        published = next((_own(values[name]) for name in _DATES if name in values and _own(values[name])), None)
        self.add(
            _words(_markup(values["title"]), self.notes) if "title" in values else "",
            next((body for body in bodies if body), ""),
            given or entry.get(_ABOUT),
            address=address if address and re.match("https?://", address) else None,
            published=published,
            author=_author(values),
            outlet=_outlet(values.get("source")),
            language=entry.get(_LANGUAGE),
        )

    def add(self, title: str, body: str, given: str | None, **known: str | None) -> None:
        """An entry's words, and what it is called. known: fields of its report."""
        fragment = self._distinct(given or known.get("address") or f"entry {len(self.reports) + len(self.notes) + 1}")
        text = tidy(body if body.startswith(title) else f"{title}\n{body}" if body else title)
        if text:
            self.reports.append(Report(text, fragment, **known))  # type: ignore[arg-type]  # names are Report's own
        else:
            self.notes.append(Note(f"entry {fragment} holds no words", "Open its address, and save the page."))

    def broken(self, why: str, place: str | None) -> None:
        """Notes that the feed breaks off."""
        after = f"after entry {self.reports[-1].fragment}" if self.reports else "before its first entry"
        self.notes.append(Note(f"the feed is broken {after}: {why[:200]}", _MISSING, place))

    def voiced(self, outlet: str | None, language: str | None) -> list[Report]:
        """The reports, with the feed's title and language where they have none of their own."""
        return [
            msgspec.structs.replace(each, outlet=each.outlet or outlet, language=each.language or language)
            for each in self.reports
        ]

    def _distinct(self, base: str) -> str:
        fragment, number = base, 1
        while fragment in self._seen:
            number += 1
            fragment = f"{base}#{number}"
        self._seen.add(fragment)
        return fragment


def _json_feed(data: bytes, encoding: str, mark_bytes: int) -> Output:
    source, replaced = Encoding(encoding, mark_bytes).decode(data)
    entries = _Entries()
    items = re.search(r'"items"\s*:\s*\[', source)
    try:
        head = json.loads(source)
        listed = head.get("items") if isinstance(head, dict) else None
    except (ValueError, RecursionError) as error:
        head, listed = _json_head(source[: items.start()] if items else source), None
        listed = list(_whole_items(source, items.end())) if items else []
        why, place = str(error), getattr(error, "lineno", None)
    else:
        why, place = "", None
    for item in listed if isinstance(listed, list) else []:
        if isinstance(item, dict):
            _take_json({key: value for key, value in item.items() if value}, entries)
    if why:
        entries.broken(why, f"line {place}" if place else None)
    reports = entries.voiced(_text(head.get("title")), _text(head.get("language")))
    return Output(reports, replaced_note(replaced, encoding) + entries.notes)


def _json_head(begin: str) -> dict[str, Any]:
    try:
        head: dict[str, Any] = json.loads(begin.rstrip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return {}
    return head


def _whole_items(source: str, at: int) -> Iterator[Any]:
    """The items that can be read one by one from where the list begins."""
    decoder = json.JSONDecoder()
    while True:
        at = at + len(source[at : at + 1000]) - len(source[at : at + 1000].lstrip(" \t\r\n,"))
        try:
            item, at = decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            return
        yield item


def _take_json(item: dict[str, Any], entries: _Entries) -> None:
    authors = item.get("authors") or [item.get("author")]
    names = [_text(each.get("name")) for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    page = _text(item.get("content_html")) or ""
    body = _text(item.get("content_text")) or _words(page, entries.notes) or _text(item.get("summary"))
    entries.add(
        _text(item.get("title")) or "",
        body or "",
        _text(item.get("id")),
        address=_text(item.get("url")),
        published=_text(item.get("date_published")) or _text(item.get("date_modified")),
        author=", ".join(name for name in names if name) or None,
        language=_text(item.get("language")),
    )


def _text(value: object) -> str | None:
    return tidy(str(value)) or None if isinstance(value, (str, int)) else None


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _own(element: Element) -> str:
    return tidy(element.text or "")


def _markup(element: Element) -> str:
    """The element's content as written: characters, or the elements of XHTML in Atom."""
    if len(element):
        return "".join([element.text or "", *(tostring(child, encoding="unicode") for child in element)])
    return element.text or ""


def _words(markup: str, notes: list[Note]) -> str:
    """Words of HTML, a line a block; what holds no markup stays as it stands, but for space at the ends of lines."""
    if not _MARKUP.search(markup):
        return tidy("\n".join(line.strip() for line in markup.splitlines()))
    layout = lay_out(parsed(re.sub(r"<(/?)(\w+:)", r"<\1", markup), notes))
    return tidy("\n".join(layout.lines(0, layout.size, without_furniture=False)))


def _author(values: dict[str, Element]) -> str | None:
    """dc:creator, Atom's author/name, or the name in brackets behind RSS's address of the author."""
    for element in (values[name] for name in ("creator", "author") if name in values):
        inner = next((_own(child) for child in element if _name(child) == "name"), "")
        words = inner or _own(element)
        bracketed = re.fullmatch(r"\S+@\S+\s*\((.+)\)", words)
        if words:
            return bracketed[1] if bracketed else words
    return None


def _outlet(source: Element | None) -> str | None:
    """Whose entry it is, in a feed gathered from several (RSS `source`, Atom `source/title`)."""
    if source is None:
        return None
    title = next((_own(child) for child in source if _name(child) == "title"), "")
    return title or _own(source) or None
