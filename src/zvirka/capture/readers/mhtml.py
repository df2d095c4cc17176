"""Pages saved as one file, MHTML (RFC 2557): the page itself, by the same reader as other web pages."""

from __future__ import annotations

import re
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Any

import msgspec

from zvirka.capture.encodings import encoding_of
from zvirka.capture.readers.html import read_html
from zvirka.capture.readers.output import Note, checked, plain
from zvirka.model.errors import FormatError

VERSION = "mhtml/1"
_CUT = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect")
"""Defects (email.errors) of files whose end is missing."""


def read_mhtml(data: bytes) -> Any:
    """One report, of the page that was saved; its address is the one it was saved from where the page names none."""
    saved = BytesParser(policy=policy.compat32).parsebytes(data)
    pages = [part for part in saved.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise FormatError("is a saved page without a page", remedy="Save it again, as a web page.")
    page = _root(saved, pages)
    payload = page.get_payload(decode=True)
    body = payload if isinstance(payload, bytes) else b""
    output = checked(read_html(body, _charset(page, body), 0))
    address = _address(saved, page)
    reports = [msgspec.structs.replace(each, address=each.address or address) for each in output.reports]
    notes = list(output.notes)
    if any(type(defect).__name__ in _CUT for part in saved.walk() for defect in part.defects):
        notes.append(Note("the end of the file is missing: it may be cut", "Save the page again."))
    return plain(msgspec.structs.replace(output, reports=reports, notes=notes))


def _root(saved: Message, pages: list[Message]) -> Message:
    """The part that `start` names (RFC 2387, 3.2), else the one saved from the file's own address, else the first."""
    start = saved.get_param("start")
    location = saved.get("Snapshot-Content-Location")
    for page in pages:
        if start and page.get("Content-ID") == start:
            return page
        if location and page.get("Content-Location") == location:
            return page
    return pages[0]


def _charset(page: Message, body: bytes) -> str:
    given = page.get_content_charset()
    try:
        if given and isinstance(b"".decode(given), str):
            return given
    except (LookupError, ValueError):
        pass
    told = encoding_of(body[:65_536], len(body) <= 65_536)
    return told.name if told else "utf-8"


def _address(saved: Message, page: Message) -> str | None:
    for given in (saved.get("Snapshot-Content-Location"), page.get("Content-Location")):
        if given and re.match(r"https?://\S+$", str(given).strip()):
            return str(given).strip()
    return None
