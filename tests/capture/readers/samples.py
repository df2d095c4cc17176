"""Files as programs write them, made here: each generator takes the words and gives the bytes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

SENTINEL = "The last sentence names the ford at Willow Bend."
"""Ends every sample: what is read to its end holds it."""
UKRAINIAN = "Військові повернулися до села Вербове, повідомив голова громади. Міст зруйновано."
RUSSIAN = "Колонна вышла из посёлка вечером, сообщил глава района. Мост разрушен."


def zipped(files: Mapping[str, bytes], stored: bool = False) -> bytes:
    """A ZIP of these members in this order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return sink.getvalue()


def pdf(pages: Sequence[Sequence[str]], scanned: Sequence[int] = (), encrypted: bool = False) -> bytes:
    """A PDF with a line a string, letters as glyph ids with a ToUnicode map, as word processors write them.

    scanned: numbers of pages that hold a picture and no text. encrypted: names a password in the trailer.
    """
    letters = sorted({char for page in pages for line in page for char in line})
    ids = {char: index for index, char in enumerate(letters, start=1)}
    mapped = "\n".join(f"<{index:04x}> <{char.encode('utf-16-be').hex()}>" for char, index in ids.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(ids)} beginbfchar\n{mapped}\nendbfchar\nendcmap end end"
    )
    objects: list[bytes] = [b"", b""]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(data: bytes, more: str = "") -> int:
        packed = zlib.compress(data)
        return add(
            b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more.encode(), packed)
        )

    unicode = stream(cmap.encode())
    descendant = add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sample /DW 500 /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    font = add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>"
        % (descendant, unicode)
    )
    picture = stream(
        bytes(64), "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    kids = []
    for number, page in enumerate(pages, start=1):
        shown = "q 500 0 0 700 50 50 cm /Im1 Do Q" if number in scanned else _shown(page, ids)
        content = stream(shown.encode())
        kids.append(
            add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
                b" /Resources << /Font << /F1 %d 0 R >> /XObject << /Im1 %d 0 R >> >> >>" % (content, font, picture)
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    return _pdf_file(objects, encrypted)


def _shown(page: Sequence[str], ids: Mapping[str, int]) -> str:
    lines = [f"<{''.join(f'{ids[char]:04x}' for char in line)}> Tj 0 -14 Td" for line in page]
    return "BT /F1 11 Tf 50 790 Td\n" + "\n".join(lines) + "\nET"


def _pdf_file(objects: Sequence[bytes], encrypted: bool) -> bytes:
    sink = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(sink))
        sink += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(sink)
    sink += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    sink += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    sink += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, lock if encrypted else b"")
    return bytes(sink + b"startxref\n%d\n%%%%EOF\n" % table)


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def word_paragraph(words: str) -> str:
    """A paragraph in two runs, as Word parts them."""
    half = len(words) // 2
    runs = (words[:half], words[half:])
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in runs) + "</w:p>"


def docx(body: Sequence[str], header: str = "", footnote: str = "", prologue: str = "") -> bytes:
    """A Word document of these XML bodies (`word_paragraph`, `word_table`). prologue: before the document's root element."""
    document = f"{prologue}<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    files = {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": b"<x/>", "word/document.xml": document.encode()}
    if header:
        files["word/header1.xml"] = f"<w:hdr {_W}>{word_paragraph(header)}</w:hdr>".encode()
        files["word/header2.xml"] = files["word/header1.xml"]
    if footnote:
        files["word/footnotes.xml"] = (
            f"<w:footnotes {_W}><w:footnote>{word_paragraph(footnote)}</w:footnote></w:footnotes>".encode()
        )
    return zipped(files)


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table."""
    cells = ("".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def odt(body: str, header: str = "") -> bytes:
    """An OpenDocument text whose office:text holds this XML."""
    content = f"<office:document-content {_ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    styles = (
        f"<office:document-styles {_ODF}><office:master-styles><style:master-page><style:header><text:p>{header}</text:p>"
        "</style:header></style:master-page></office:master-styles></office:document-styles>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("styles.xml", styles)
    return sink.getvalue()


Cell = str | int | float | tuple[float, str] | None
"""A text, a number, a serial number shown as a date ("date" or "own"), or nothing."""


def ods(sheets: Mapping[str, str]) -> bytes:
    """An OpenDocument spreadsheet: the XML of its rows by sheet."""
    tables = "".join(f'<table:table table:name="{escape(name)}">{rows}</table:table>' for name, rows in sheets.items())
    content = (
        f"<office:document-content {_ODF}><office:body><office:spreadsheet><table:tracked-changes/>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
    return sink.getvalue()


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], since_1904: bool = False) -> bytes:
    """A workbook with shared strings and date styles, empty cells left out, as Excel and LibreOffice write them."""
    ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings: list[str] = []
    files = {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": b"<x/>"}
    listed, related = "", ""
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        body = "".join(
            f'<row r="{index}">{"".join(_cell(index, column, cell, strings) for column, cell in enumerate(row))}</row>'
            for index, row in enumerate(rows, start=1)
        )
        files[f"xl/worksheets/sheet{number}.xml"] = (
            f"<worksheet {ns}><sheetData>{body}</sheetData></worksheet>".encode()
        )
        listed += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        related += f'<Relationship Id="rId{number}" Type="worksheet" Target="worksheets/sheet{number}.xml"/>'
    epoch = '<workbookPr date1904="1"/>' if since_1904 else ""
    r = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    files["xl/workbook.xml"] = f"<workbook {ns} {r}>{epoch}<sheets>{listed}</sheets></workbook>".encode()
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    files["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{relations}">{related}</Relationships>'.encode()
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    files["xl/sharedStrings.xml"] = f"<sst {ns}>{shared}</sst>".encode()
    files["xl/styles.xml"] = (
        f'<styleSheet {ns}><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    ).encode()
    return zipped(files)


def _cell(row: int, column: int, value: Cell, strings: list[str]) -> str:
    reference = f"{chr(65 + column)}{row}"
    if value is None:
        return ""
    if isinstance(value, str):
        strings.append(value)
        return f'<c r="{reference}" t="s"><v>{len(strings) - 1}</v></c>'
    if isinstance(value, tuple):
        return f'<c r="{reference}" s="{1 if value[1] == "date" else 2}"><v>{value[0]}</v></c>'
    return f'<c r="{reference}"><v>{value}</v></c>'


def mail(
    subject: str, words: str, attached: Mapping[str, bytes] | None = None, html: str = "", cut: bool = False
) -> bytes:
    """A message as a mail server hands it on; with attachments it is multipart/mixed, cut: without its last boundary."""
    head = (
        "Received: from a.example by b.example; Mon, 12 Sep 2022 10:15:02 +0300\r\n"
        'From: "Hill Courier" <desk@courier.example>\r\nTo: desk@example.org\r\n'
        f"Subject: =?utf-8?B?{base64.b64encode(subject.encode()).decode()}?=\r\n"
        "Date: Mon, 12 Sep 2022 10:15:00 +0300\r\nMessage-ID: <1@courier.example>\r\nMIME-Version: 1.0\r\n"
    )
    kind, body = ("html", html) if html else ("plain", words)
    text = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + _base64(
        body.encode()
    )
    if not attached:
        return (head + text).encode()
    parts = [text] + [
        f'Content-Type: application/octet-stream; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{_base64(data)}'
        for name, data in attached.items()
    ]
    body = "".join(f"--edge\r\n{part}\r\n" for part in parts) + ("" if cut else "--edge--\r\n")
    return (head + 'Content-Type: multipart/mixed; boundary="edge"\r\n\r\n' + body).encode()


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


def mailbox(messages: Sequence[bytes]) -> bytes:
    """A mailbox of these messages, with line ends as Unix has them."""
    return b"".join(
        b"From desk@courier.example Mon Sep 12 10:15:00 2022\n"
        + message.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
        + b"\n\n"
        for message in messages
    )


def page(words: str, title: str = "Reports from the hill", day: str = "2022-09-12") -> str:
    """An article's page."""
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title><meta name=date content={day}></head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>{title}</h1><p>{words}</p></article></body></html>"
    )


def mhtml(html: str, address: str, cut: bool = False) -> bytes:
    """A page as Chromium saves it as one file."""
    quoted = html.encode().hex(" ").upper().replace(" ", "=")
    lines = [f"={quoted}"[start : start + 72] + "=" for start in range(0, len(quoted) + 1, 72)]
    return (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\nSubject: A page\r\n"
        "Date: Tue, 1 Nov 2022 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Edge----"\r\n\r\n'
        f"------Edge----\r\nContent-Type: text/html\r\nContent-ID: <frame@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {address}\r\n\r\n"
        + "\r\n".join(lines)[:-1]
        + "\r\n------Edge----\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {address}/a.png\r\n\r\niVBORw0KGgo=\r\n" + ("" if cut else "------Edge------\r\n")
    ).encode()


def warc_record(kind: str, address: str, block: bytes, more: str = "", length: int | None = None) -> bytes:
    """A record with a right digest; length: what it says where that is not so."""
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-11-01T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\n{more}Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(
    body: bytes, media: str = "text/html; charset=utf-8", status: int = 200, more: str = "", length: int | None = None
) -> bytes:
    """An HTTP answer."""
    said = "" if "chunked" in more else f"Content-Length: {len(body) if length is None else length}\r\n"
    return f"HTTP/1.1 {status} OK\r\nContent-Type: {media}\r\n{more}{said}\r\n".encode() + body


def chunked(body: bytes, size: int = 100, end: bool = True) -> bytes:
    """The body in chunks."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + (b"0\r\n\r\n" if end else b"")


def warc(records: Sequence[bytes], packed: bool = False) -> bytes:
    """A WARC file that begins with its warcinfo; packed: each record a gzip member of its own."""
    whole = [warc_record("warcinfo", "", b"software: sample\r\n"), *records]
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in whole)


def wacz(warc_gz: bytes, pages: Sequence[str], digest: str | None = None) -> bytes:
    """A WACZ; digest: of the WARC as its list of parts says, the right one where not given."""
    named = digest or f"sha256:{hashlib.sha256(warc_gz).hexdigest()}"
    resources = [{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": named, "bytes": len(warc_gz)}]
    lines = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"},
        *({"url": url, "ts": "2022-11-01"} for url in pages),
    ]
    return zipped(
        {
            "archive/data.warc.gz": warc_gz,
            "pages/pages.jsonl": "\n".join(json.dumps(line) for line in lines).encode(),
            "datapackage.json": json.dumps({"profile": "data-package", "resources": resources}).encode(),
        },
        stored=True,
    )


def exif(taken: str = "2022:09:10 14:03:11", lat: tuple[int, int, int] = (49, 12, 36), south: bool = False) -> bytes:
    """A TIFF block with maker, time and place, big-endian as cameras write it."""
    values = bytearray()
    base = 8 + (2 + 12 * 4 + 4) + (2 + 12 * 2 + 4) + (2 + 12 * 4 + 4)

    def entry(tag: int, kind: int, count: int, data: bytes) -> bytes:
        if len(data) <= 4:
            return struct.pack(">HHI", tag, kind, count) + data.ljust(4, b"\0")
        values.extend(data)
        return struct.pack(">HHII", tag, kind, count, base + len(values) - len(data))

    def text(words: str) -> bytes:
        return words.encode() + b"\0"

    exif_at = 8 + 2 + 12 * 4 + 4
    gps_at = exif_at + 2 + 12 * 2 + 4
    main = [
        entry(0x010F, 2, 6, text("Maker")),
        entry(0x0110, 2, 8, text("Model 5")),
        entry(0x8769, 4, 1, struct.pack(">I", exif_at)),
        entry(0x8825, 4, 1, struct.pack(">I", gps_at)),
    ]
    own = [entry(0x9003, 2, 20, text(taken)), entry(0x9011, 2, 7, text("+03:00"))]
    lon = struct.pack(">6I", 37, 1, 15, 1, 54, 1)
    degrees = struct.pack(">6I", lat[0], 1, lat[1], 1, lat[2], 1)
    gps = [
        entry(1, 2, 2, b"S\0" if south else b"N\0"),
        entry(2, 5, 3, degrees),
        entry(3, 2, 2, b"E\0"),
        entry(4, 5, 3, lon),
    ]
    parts = [struct.pack(">H", len(each)) + b"".join(each) + bytes(4) for each in (main, own, gps)]
    return b"MM\0*" + struct.pack(">I", 8) + b"".join(parts) + bytes(values)


def jpeg(block: bytes = b"", size: tuple[int, int] = (4032, 3024)) -> bytes:
    """The parts of a JPEG that its readers look at."""
    app = b"Exif\0\0" + block
    marked = b"\xff\xe1" + struct.pack(">H", len(app) + 2) + app if block else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, size[1], size[0], 3) + bytes(9)
    return b"\xff\xd8" + marked + frame + b"\xff\xda\x00\x02" + bytes(50) + b"\xff\xd9"


def png(block: bytes = b"", size: tuple[int, int] = (800, 600), end: bool = True) -> bytes:
    """A PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))]
    parts += [chunk(b"eXIf", block)] if block else []
    parts += [chunk(b"IDAT", zlib.compress(bytes(100)))] + ([chunk(b"IEND", b"")] if end else [])
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def mp4(created: int = 3_745_661_400, place: str = "+49.2100+037.2650/", index: bool = True) -> bytes:
    """An MP4 with a head, one track and a place; created: seconds since 1904."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + kind + body

    head = box(b"mvhd", struct.pack(">4xIIII", created, created, 1000, 12_500) + bytes(80))
    track = box(b"trak", box(b"tkhd", bytes(76) + struct.pack(">II", 1920 << 16, 1080 << 16)))
    user = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place.encode()))
    parts = box(b"ftyp", b"isom\0\0\2\0isommp41") + box(b"mdat", bytes(1000))
    return parts + (box(b"moov", head + track + user) if index else b"")
