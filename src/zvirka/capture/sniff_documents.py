"""Documents, mail, archives and lists of links, told by their first bytes; see `sniff` for the rest."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from zvirka.model.items import MediaKind

_LOCAL_HEADER_BYTES = 30
"""Fixed part of a local file header (PKWARE APPNOTE 6.3.10, 4.3.7)."""
_OPEN_DOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
"""What the first member, `mimetype`, holds (OpenDocument 1.3 part 2, 3.3)."""
_OPEN_DOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.(presentation|graphics|formula|chart)")
_PACKAGE_FIRST = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"customXml/")
"""With what Office Open XML packages begin (ECMA-376 part 2, 7.2); other archives that hold such names begin otherwise."""

_HEADER = rb"[A-Za-z][A-Za-z0-9-]{0,70}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*"
_MAIL = re.compile(
    rb"(?:"
    + _HEADER
    + rb"){2,500}\r?\n|(?:"
    + _HEADER
    + rb"){4,500}|(?:"
    + _HEADER
    + rb"){3}[A-Za-z-]{1,70}:[^\r\n]{60000,}\Z"
)
"""Headers and the empty line behind them, several headers, or such as are too long for the head (RFC 5322, 2.1.1: 998 characters)."""
_MAIL_NAMES = re.compile(
    rb"^(From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Content-Type|Delivered-To):",
    re.IGNORECASE | re.MULTILINE,
)
"""Header fields (RFC 5322, 3.6; RFC 2045) of which a message has at least three: fewer stand in notes that people type."""
_PDF_WITHIN = re.compile(rb"[\s\S]{1,1024}?^%PDF-\d\.\d\s[\s\S]{0,4096}?\d \d obj\b", re.MULTILINE)
"""Servers and mail programs leave lines before a PDF's own first one; readers look for it in the first 1,024 bytes."""
_MAILBOX = re.compile(rb"From \S+ [^\r\n]{10,80}\r?\n[A-Za-z-]{2,70}:")
_SAVED_PAGE = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_SAVED_BY = re.compile(
    rb"^(Snapshot-Content-Location:|From:\s*<?Saved by|X-MAF|Content-Type:[^\r\n]*(\r?\n[ \t][^\r\n]*)*type=\"?text/html)",
    re.IGNORECASE | re.MULTILINE,
)
_CUES = re.compile(r"\s*\d+[ \t]*\n(\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}[ \t]*-->")
_ADDRESS_LINE = re.compile(r"[ \t]*([-*•][ \t]*|\d{1,4}[.)][ \t]*)?<?(URL=)?https?://\S+[ \t]*$", re.IGNORECASE)
_SHORTCUT = re.compile(r"\[(InternetShortcut|\{[0-9A-F-]+\})(\.\w+)?\]|[A-Za-z]+=[^\s/]*$", re.IGNORECASE)
"""Lines of a Windows shortcut (.url) around its URL= line."""
ARCHIVED_PAGE = "<h2>Archived media for "
"""With this begins the report that auto-archiver writes about a post (its html_formatter's template)."""
_ARCHIVED_JSON = re.compile(r'\{\s*"status"\s*:\s*"[^"]*",\s*"metadata"\s*:\s*\{')
_ARCHIVED_TABLE = re.compile(r"status,metadata,media\r?\n")


def of_bytes(head: bytes) -> tuple[MediaKind, str] | None:
    """Kind and name where bytes, whatever their encoding, say it: ZIP packages, gzip, WARC, mail. head: the file's beginning."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(head)
    if head.startswith(b"\x1f\x8b"):
        warc = _begin_of_gzip(head).startswith(b"WARC/")
        return ("warc", "a WARC web archive") if warc else ("archive", "a gzip archive")
    if re.match(rb"WARC/\d", head):
        return "warc", "a WARC web archive"
    if _PDF_WITHIN.match(head):
        return "pdf", "a PDF document"
    if _MAILBOX.match(head):
        return "mailbox", "a mailbox"
    found = _MAIL.match(head)
    if found is not None and len({name.lower() for name in _MAIL_NAMES.findall(found[0])}) >= 3:
        saved = _SAVED_PAGE.search(found[0]) and _SAVED_BY.search(found[0])
        return ("mhtml", "a saved page (MHTML)") if saved else ("mail", "an e-mail")
    return None


def of_text(text: str) -> tuple[MediaKind, str] | None:
    """Kind and name of characters: subtitles, lists of links, what auto-archiver writes."""
    if text.startswith("WEBVTT") and text[6:7] in ("", " ", "\t", "\n", "\r"):
        return "subtitles", "subtitles"
    if _CUES.match(text.replace("\r\n", "\n")[:300]):
        return "subtitles", "subtitles"
    if _ARCHIVED_JSON.match(text) or _ARCHIVED_TABLE.match(text) or ARCHIVED_PAGE in text:
        return "archived", "an auto-archiver report"
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if lines and any(_ADDRESS_LINE.match(line) for line in lines):
        shortcut = text.lstrip().startswith("[")
        if all(_ADDRESS_LINE.match(line) or (shortcut and _SHORTCUT.match(line)) for line in lines):
            return "links", "a list of links"
    return None


def _of_zip(head: bytes) -> tuple[MediaKind, str]:
    names = list(_names(head))
    first = names[0] if names else b""
    if first == b"mimetype" and _OPEN_DOCUMENT_TEXT in head[:200]:
        return "odt", "an OpenDocument text"
    if first == b"mimetype" and b"opendocument.spreadsheet" in head[:200]:
        return "xlsx", "an OpenDocument spreadsheet"
    if first == b"mimetype" and (kind := _OPEN_DOCUMENT.search(head[:200])) is not None:
        return "unknown", f"an OpenDocument {kind[1].decode()}"
    if first.startswith(_PACKAGE_FIRST):
        typed = b"[Content_Types].xml" in names
        if b"word/document.xml" in names or (typed and any(name.startswith(b"word/") for name in names)):
            return "docx", "a Word document"
        if b"xl/workbook.xml" in names or (typed and any(name.startswith(b"xl/") for name in names)):
            return "xlsx", "an Excel workbook"
    return "archive", "a ZIP archive"


def _names(head: bytes) -> Iterator[bytes]:
    """Names of the local headers the head holds, in order; where sizes come after the data, the next header is searched for."""
    at = 0
    while head[at : at + 4] == b"PK\x03\x04" and at + _LOCAL_HEADER_BYTES <= len(head):
        flags = int.from_bytes(head[at + 6 : at + 8], "little")
        packed = int.from_bytes(head[at + 18 : at + 22], "little")
        name_bytes = int.from_bytes(head[at + 26 : at + 28], "little")
        extra_bytes = int.from_bytes(head[at + 28 : at + 30], "little")
        data = at + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes
        yield head[at + _LOCAL_HEADER_BYTES : at + _LOCAL_HEADER_BYTES + name_bytes]
        at = head.find(b"PK\x03\x04", data) if flags & 8 else data + packed
        if at < 0:
            return


def _begin_of_gzip(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""
