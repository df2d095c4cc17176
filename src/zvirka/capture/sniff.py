"""What a thing is, told by its content. Its name is never asked."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from zvirka.capture import sniff_code, sniff_documents, sniff_posts
from zvirka.capture.encodings import Encoding, encoding_of
from zvirka.model.items import MediaKind

HEAD_BYTES = 65_536
"""How much of a file decides."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """media: what it is. encoding: of its characters, None where it is no text. name: for the person, where media is unknown."""

    media: MediaKind
    encoding: Encoding | None
    name: str


_MAGIC = (
    (0, rb"\xff\xd8\xff", "a JPEG image"),
    (0, rb"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, rb"GIF8[79]a", "a GIF image"),
    (0, rb"BM.{4}\0\0\0\0", "a BMP image"),
    (0, rb"II\*\0|MM\0\*", "a TIFF image"),
    (0, rb"RIFF.{4}WEBP", "a WebP image"),
    (0, rb"RIFF.{4}AVI ", "an AVI video"),
    (0, rb"RIFF.{4}WAVE", "a WAV recording"),
    (4, rb"ftyp(hei[cxms]|hev[cxms]|mif[12]|msf1|avi[fs])", "a HEIF or AVIF image"),
    (4, rb"ftyp", "an MP4 or QuickTime video"),
    (0, rb"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (0, rb"FLV\x01", "a Flash video"),
    (0, rb"\x47.{187}\x47.{187}\x47", "an MPEG transport stream video"),
    (0, rb"\0\0\x01\xba", "an MPEG video"),
    (0, rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "a Windows Media video"),
    (0, rb"\0\0\0\x0cjP  \r\n\x87\n", "a JPEG 2000 image"),
    (0, rb"OggS", "an Ogg recording"),
    (0, rb"ID3|\xff[\xfb\xf3\xf2]", "an MP3 recording"),
    (0, rb"fLaC", "a FLAC recording"),
    (0, rb"%PDF-", "a PDF document"),
    (0, rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, rb"\{\\rtf", "an RTF document"),
    (0, rb"BZh", "a bzip2 archive"),
    (0, rb"\xfd7zXZ\0", "an xz archive"),
    (0, rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, rb"Rar!\x1a\x07", "a RAR archive"),
    (257, rb"ustar", "a tar archive"),
    (0, rb"SQLite format 3\0", "an SQLite database"),
    (0, rb"PAR1", "a Parquet table"),
    (0, rb"MZ", "a Windows program"),
    (0, rb"\x7fELF", "a Linux program"),
)
"""Offset, signature, name. Source: the formats' own specifications as collected in the file(1) magic database."""
_READ_BY_MAGIC: dict[str, MediaKind] = {"a PDF document": "pdf"}
"""Kinds of what has a signature and a reader; images and videos are told by the end of their names."""
_MAGIC_COMPILED = tuple((offset, re.compile(pattern, re.DOTALL), name) for offset, pattern, name in _MAGIC)

_GEOJSON = re.compile(
    r'"type"\s*:\s*"(FeatureCollection|Feature|GeometryCollection|(Multi)?(Polygon|Point|LineString))"'
)
_REPORT_KEYS = re.compile(r'"(report_id|text)"\s*:')
_HTML = re.compile(
    r"<(!doctype\s+html|(html|head|body|title|meta|base|link|style|script|main|article|section|header|div|p|h1|h2|h3"
    r"|span|table|ul|ol|b|i|a|font|center|form|blockquote|br|img|nav)\b[^<>]{0,2000}>)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*(<\?xml|<!DOCTYPE|<[A-Za-z][\w:.-]*(\s+[\w:.-]+\s*=|\s*/?>))")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)")
_MARKDOWN = re.compile(
    r"^#{1,6}[ \t]+\S"  # a heading
    r"|^[^\s].*\n(===+|---+)[ \t]*$"  # a heading, underlined
    r"|!?\[[^\[\]\n]{1,300}\]\((?:https?://|/|\.|#|mailto:|[\w-]{1,60}\.)[^)\n]{0,1000}\)"  # a link or picture
    r"|^(```|~~~)"  # a block of code
    r"|\*\*[^\s*][^*\n]{0,500}\*\*"  # bold words
    r"|^>[ \t]+\S",  # a quotation
    re.MULTILINE,
)


def sniff(head: bytes, whole_size: int) -> Sniffed:
    """What bytes are. head: the first `HEAD_BYTES` of them. whole_size: bytes in all.

    Text that is nothing else is plain text; what is no text has media "unknown" and a name by its magic bytes.
    """
    if whole_size == 0:
        return Sniffed("unknown", None, "empty")
    for offset, pattern, name in _MAGIC_COMPILED:
        if pattern.match(head, offset) and not _spoken(name, head):
            return Sniffed(_kind_of(name), None, name)
    document = sniff_documents.of_bytes(head)
    if document is not None:
        return Sniffed(document[0], None, document[1])
    encoding = encoding_of(head, whole=whole_size <= len(head))
    if encoding is None:
        return Sniffed("unknown", None, "binary data of no known kind")
    text = encoding.decode(head)[0].lstrip("\ufeff")
    return _of_text(text, encoding, whole_size <= len(head))


def name_by_signature(head: bytes) -> str:
    """What bytes are called by their signature, "" where they have none."""
    return next((name for offset, pattern, name in _MAGIC_COMPILED if pattern.match(head, offset)), "")


def _kind_of(name: str) -> MediaKind:
    if name in _READ_BY_MAGIC:
        return _READ_BY_MAGIC[name]
    return "image" if name.endswith("image") else "video" if name.endswith("video") else "unknown"


def _spoken(name: str, head: bytes) -> bool:
    """Signatures of plain letters ("MZ", "BZh", "BM") may as well begin a sentence: there the rest must be no text."""
    return head[:2].isalpha() and not name.endswith("document") and encoding_of(head, False) is not None


def _of_text(text: str, encoding: Encoding, whole: bool) -> Sniffed:
    begin = text.lstrip()
    document = sniff_posts.of_text(begin) or sniff_documents.of_text(begin) or sniff_code.of_text(begin)
    if document is not None:
        return Sniffed(document[0], encoding, document[1])
    if begin.startswith(("{", "[")) and re.match(r'[{[]\s*("|\{|\[|\}|\]|-?\d|true\b|false\b|null\b)', begin):
        return _of_json(begin, encoding)
    if _HTML.match(_past_prologue(begin)):
        return Sniffed("html", encoding, "a web page")
    if _XML.match(text):
        return Sniffed("unknown", encoding, "XML of no known kind")
    if _is_table(text, whole):
        return Sniffed("table", encoding, "a table")
    if _FRONT_MATTER.match(begin) or _MARKDOWN.search(text):
        return Sniffed("markdown", encoding, "Markdown")
    return Sniffed("text", encoding, "plain text")


def _past_prologue(text: str) -> str:
    """What follows an XML declaration and comments; step by step, since a pattern for many comments can take for ever."""
    while (opened := next((mark for mark in ("<?xml", "<!--") if text[:5].lower().startswith(mark)), None)) is not None:
        _, closed, text = text.partition("?>" if opened == "<?xml" else "-->")
        text = text.lstrip() if closed else ""
    return text


def _of_json(begin: str, encoding: Encoding) -> Sniffed:
    if _GEOJSON.search(begin):
        return Sniffed("geojson", encoding, "GeoJSON")
    keys = {
        found[1]
        for line in begin.splitlines()
        if line.lstrip().startswith("{")
        for found in _REPORT_KEYS.finditer(line)
    }
    if (
        begin.startswith("{")
        and "text" in keys
        and ("report_id" in keys or re.search(r'"(url|outlet|published|lang)"\s*:', begin))
    ):
        return Sniffed("reports", encoding, "reports, one a line")
    if begin.startswith("{") and "report_id" in keys:
        return Sniffed("reports", encoding, "reports, one a line")
    if re.match(r"\[[^\]\"{}]*\]\s*[^\s,\]}]", begin):  # "[12 September] Reports say": brackets of prose
        return Sniffed("text", encoding, "plain text")
    return Sniffed("unknown", encoding, "JSON of no known kind")


def _is_table(text: str, whole: bool) -> bool:
    """A head line of short names and lines with as many fields, parted by one of , ; tab.

    Prose has commas too, but puts a space after most of them and ends its lines with a full stop.
    """
    lines = text.splitlines()
    sample = "\n".join(lines if whole else lines[:-1])[:20_000]
    if sample.count("\n") < 1 and not whole:
        return False
    for mark in ",;\t":
        first = sample.partition("\n")[0]
        if first.count(mark) < 1 or (mark != "\t" and first.count(mark + " ") * 2 > first.count(mark)):
            continue
        rows = _rows(sample, mark, cut=not whole or len(sample) == 20_000)
        if rows and _looks_like_head(rows[0]) and len(rows) > 1 and _even(rows):
            return True
    return False


def _rows(sample: str, mark: str, cut: bool) -> list[list[str]]:
    try:
        rows = [row for row in csv.reader(sample.splitlines(keepends=True), delimiter=mark) if row]
    except csv.Error:
        return []
    return rows[:-1] if cut else rows


def _looks_like_head(row: list[str]) -> bool:
    names = [name.strip().strip('"') for name in row]
    named = [name for name in names if name]
    return (
        len(named) > 1
        and len(set(named)) == len(named)
        and all(
            len(name.split()) <= 5 and len(name) <= 60 and not name.endswith((".", "!", "?", ":")) for name in named
        )
    )


def _even(rows: list[list[str]]) -> bool:
    """At least nine rows in ten are as long as the head: a broken row does not make a table a text."""
    return sum(1 for row in rows[1:] if len(row) == len(rows[0])) >= 0.9 * len(rows[1:])
