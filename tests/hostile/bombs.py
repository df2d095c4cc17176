"""Small files that cost much: packed, nested, repeated, self-referring; and packages that lie."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL, zipped

MB = 2**20
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
REMOTE = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "https://hit.invalid/a.dtd">'
BLOWN = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "' + "x" * 50_000 + '">]>'


def bombs() -> Iterator[tuple[str, bytes]]:
    """Name and bytes. Those that also hold the sentinel in a part that can be read are named "some-…"."""
    yield from _packed()
    yield from _xml()
    yield from _pdfs()
    yield from _pages()
    yield from _json()
    yield from _pictures()


def _packed() -> Iterator[tuple[str, bytes]]:
    zeros = zipped({"zeros.txt": bytes(200 * MB)})
    yield "zeros.zip", zeros
    yield "some-beside.zip", zipped({"zeros.bin": bytes(60 * MB), "words.txt": SENTINEL.encode()})
    yield "zeros.gz", gzip.compress(bytes(200 * MB), mtime=0)
    yield "zeros-twice.gz", gzip.compress(gzip.compress(bytes(200 * MB), mtime=0), mtime=0)
    yield "letters.gz", gzip.compress(b"a" * (200 * MB), mtime=0)
    nested = SENTINEL.encode()
    for depth in range(12):
        nested = zipped({f"{depth}.{'zip' if depth else 'txt'}": nested})
        yield f"{'some' if depth < 3 else 'too'}-deep-{depth:02}.zip", nested
    inside = SENTINEL.encode()
    for depth in range(8):
        inside = gzip.compress(inside, mtime=0)
        yield f"{'some' if depth < 3 else 'too'}-deep-{depth:02}.txt.gz", inside
    yield "many.zip", zipped({f"{number}.txt": b"x" for number in range(12_000)}, stored=True)
    wide = zipped({f"{number}.zip": zipped({f"{each}.txt": b"x" for each in range(300)}) for number in range(40)})
    yield "wide.zip", wide
    yield "overlapping.zip", _overlapping(200)
    yield "prefixed.zip", b"#!/bin/sh\n" + zipped({"a.txt": SENTINEL.encode()})
    yield "quine-like.zip", zipped({"a.zip": zeros[:100]})
    lying = bytearray(zipped({"a.txt": b"x" * 1000}))
    at = lying.rfind(b"PK\x01\x02")
    struct.pack_into("<I", lying, at + 24, 0xFFFFFFF0)
    yield "lying-large.zip", bytes(lying)
    struct.pack_into("<I", lying, at + 24, 3)
    yield "lying-small.zip", bytes(lying)
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", kind) as packed:
            packed.writestr("zeros.txt", bytes(100 * MB))
        yield f"zeros-{kind}.zip", sink.getvalue()
    record = samples.warc_record(
        "response",
        "https://a.example/",
        samples.answer(gzip.compress(bytes(200 * MB)), more="Content-Encoding: gzip\r\n"),
    )
    yield "zeros.warc", samples.warc([record])
    yield (
        "zeros.warc.gz",
        samples.warc(
            [record, samples.warc_record("response", "https://a.example/b", samples.answer(bytes(200 * MB)))], True
        ),
    )
    yield (
        "long.warc",
        samples.warc([samples.warc_record("response", "https://a.example/", samples.answer(b"x"), length=10**15)]),
    )


def _overlapping(entries: int) -> bytes:
    """Many entries of one stretch of bytes (Fifield 2019, "A better zip bomb")."""
    data = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = data.compress(bytes(20 * MB)) + data.flush()
    crc = zlib.crc32(bytes(20 * MB))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), 20 * MB, 1, 0) + b"a" + body
    central = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), 20 * MB, 4, 0, 0, 0, 0, 0, 0
        )
        + b"%04d" % number
        for number in range(entries)
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, entries, entries, len(central), len(local), 0)
    return local + central + end


def _xml() -> Iterator[tuple[str, bytes]]:
    for name, prologue, use in (
        ("laughs", LAUGHS, "&a9;"),
        ("outside", OUTSIDE, "&x;"),
        ("remote", REMOTE, ""),
        ("blown", BLOWN, "&x;" * 2000),
    ):
        body = samples.word_paragraph(SENTINEL).replace("</w:t>", f"{use}</w:t>", 1)
        yield f"{name}.docx", samples.docx([body], prologue=prologue)
        item = f"<item><title>{use}</title><description>{SENTINEL}</description></item>"
        root = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>"
        yield f"{name}.rss", f"{prologue.replace('DOCTYPE a', 'DOCTYPE rss')}{root}".encode()
        content = f"{prologue}<a>{use}{SENTINEL}</a>".encode()
        yield f"{name}.odt", _replaced(samples.odt(""), "content.xml", content)
        yield f"{name}.ods", _replaced(samples.ods({}), "content.xml", content)
        yield f"{name}.xlsx", _replaced(samples.xlsx({"x": [("Text",)]}), "xl/workbook.xml", content)
        yield f"{name}.xml", f"{prologue}<a>{use}{SENTINEL}</a>".encode()
    deep = "<text:span>" * 50_000 + SENTINEL + "</text:span>" * 50_000
    yield "some-deep.odt", samples.odt(f"<text:p>{deep}</text:p>")
    table = "<text:p>x</text:p>"
    for _ in range(2000):
        table = f"<table:table><table:table-row><table:table-cell>{table}</table:table-cell></table:table-row></table:table>"
    yield "some-tables.odt", samples.odt(table + f"<text:p>{SENTINEL}</text:p>")
    yield "some-spaces.odt", samples.odt(f'<text:p><text:s text:c="999999999"/>{SENTINEL}</text:p>')
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    repeated = f'<table:table-row table:number-rows-repeated="999999999">{cell}</table:table-row>'
    yield "repeated.ods", samples.ods({"x": repeated})
    many = " ".join(f"a{number}='1'" for number in range(100_000))
    yield "many-attributes.docx", samples.docx([f"<w:p {many}><w:r><w:t>{SENTINEL}</w:t></w:r></w:p>"])
    yield "zeros.docx", samples.docx([samples.word_paragraph("a" * (30 * MB)), samples.word_paragraph(SENTINEL)])
    far = '<worksheet><sheetData><row r="199999"><c r="XFD199999" t="str"><v>x</v></c></row></sheetData></worksheet>'
    yield "far-cell.xlsx", _replaced(samples.xlsx({"x": [("Text",)]}), "xl/worksheets/sheet1.xml", far.encode())


def _replaced(package: bytes, name: str, data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as packed:
        return zipped({each: data if each == name else packed.read(each) for each in packed.namelist()})


def _pdfs() -> Iterator[tuple[str, bytes]]:
    plain = samples.pdf([["A page of words, long enough to be one.", SENTINEL]])
    for name, old, new in (
        ("kids-loop", b"/Kids [", b"/Kids [2 0 R "),
        ("count", b"/Count 1", b"/Count 999999999"),
        ("length", b"/Length ", b"/Length 99999999999"),
        ("root", b"/Root 1 0 R", b"/Root 99 0 R"),
        ("size", b"/Size ", b"/Size 999999999"),
        ("parent", b"/Parent 2 0 R", b"/Parent 9 0 R"),
        ("no-table", b"startxref", b"startxxxx"),
        ("action", b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        ("launch", b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /Launch /F (/bin/sh) >>"),
        ("prev", b"trailer\n<<", b"trailer\n<< /Prev 15 "),
    ):
        yield f"{name}.pdf", plain.replace(old, new, 1)
    yield "zeros.pdf", _stream_pdf(zlib.compress(bytes(300 * MB)), "/FlateDecode")
    twice = zlib.compress(zlib.compress(bytes(300 * MB), 9), 9)
    yield "zeros-twice.pdf", _stream_pdf(twice, "[/FlateDecode /FlateDecode]")
    yield "operators.pdf", _stream_pdf(zlib.compress(b"BT (x) Tj ET " * 2_000_000), "/FlateDecode")
    yield "nested.pdf", _stream_pdf(b"[" * 500_000, "")
    yield "runs.pdf", _stream_pdf(b"\x81x" * 500_000 + b"\x80", "/RunLengthDecode")
    yield "filters.pdf", _stream_pdf(b"61" * 1000, "[" + "/ASCIIHexDecode " * 5000 + "]")


def _stream_pdf(content: bytes, filters: str) -> bytes:
    named = f"/Filter {filters}" if filters else ""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), named.encode(), content),
    ]
    sink = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(sink))
        sink += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(sink)
    sink += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return bytes(sink + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table)


def _pages() -> Iterator[tuple[str, bytes]]:
    for tag in ("div", "b", "font", "table", "a", "form", "select", "svg", "math", "template", "button", "nobr"):
        yield (
            f"{'held' if tag == 'template' else 'some'}-deep-{tag}.html",
            f"<html><body>{f'<{tag}>' * 20_000}<p>{SENTINEL}</p>".encode(),
        )
    yield "some-formatting.html", f"<html><body>{'<a><b><p>' * 3000}<p>{SENTINEL}</p>".encode()
    yield "some-attributes.html", f"<html><body><p {' '.join(f'a{n}=1' for n in range(60_000))}>{SENTINEL}</p>".encode()
    yield (
        "some-entities.html",
        f"<html><body><p>{'&notanentity;&#x110000;&#0;&amp' * 20_000}</p><p>{SENTINEL}</p>".encode(),
    )
    yield "some-foster.html", f"<html><body>{'<table><b>x' * 3000}<p>{SENTINEL}</p>".encode()
    yield "some-comments.html", f"<html><body>{'<!--->' * 20_000}<p>{SENTINEL}</p>".encode()
    yield "some-less-than.html", f"<html><body><p>{'<' * 100_000}</p><p>{SENTINEL}</p>".encode()


def _json() -> Iterator[tuple[str, bytes]]:
    end = {"report_id": "end", "text": SENTINEL, "published": "2022-09-12"}
    lines = [
        '{"report_id": "deep", "text": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"report_id": "a", "text": "first", "text": "' + SENTINEL + '"}',
        '{"report_id": "n", "text": "a", "published": 1e999}',
        '{"report_id": 1' + "0" * 5000 + ', "text": "long number"}',
        '{"report_id": NaN, "text": "nan", "published": -Infinity}',
        '{"report_id": "s", "text": "\\ud800 half \\udfff"}',
    ]
    for number, line in enumerate(lines):
        yield f"some-line-{number}.jsonl", f"{line}\n{json.dumps(end)}\n".encode()
    yield "deep.geojson", b'{"type":"FeatureCollection","features":' + b"[" * 100_000
    yield (
        "deep.telegram.json",
        b'{"name":"x","type":"public_channel","id":1,"messages":[{"id":1,"type":"message","text":' + b"[" * 100_000,
    )
    yield "deep.csv", b"id,text\n1," + b'"' * 99_999 + SENTINEL.encode()
    yield (
        "some-wide.csv",
        b"id,date,text\n"
        + b"1,2022-09-12,short words of a report here\n" * 2
        + b"2,2022-09-12,"
        + SENTINEL.encode()
        + b"," * 100_000,
    )


def _pictures() -> Iterator[tuple[str, bytes]]:
    large = 2**31 - 1
    yield "large.png", samples.png(size=(large, large))
    yield "large.jpeg", samples.jpeg(size=(65535, 65535))
    yield (
        "large.webp",
        b"RIFF" + (30).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) + b"\xff" * 6,
    )
    yield "large.gif", b"GIF89a\xff\xff\xff\xff" + bytes(20)
    yield "large.bmp", b"BM" + bytes(16) + struct.pack("<ii", -(2**31), large) + bytes(40)
    block = bytearray(samples.exif())
    for at in range(8, len(block) - 4, 7):
        looped = bytearray(block)
        struct.pack_into(">I", looped, at, 8)
        yield f"loop-{at}.jpeg", samples.jpeg(bytes(looped))
    text = zlib.compress(bytes(100 * MB))
    chunk = (
        struct.pack(">I", len(text) + 3)
        + b"zTXt"
        + b"a\0\0"
        + text
        + struct.pack(">I", zlib.crc32(b"zTXta\0\0" + text))
    )
    whole = samples.png()
    yield "text.png", whole[:33] + chunk + whole[33:]
    yield "boxes.mp4", struct.pack(">I", 16) + b"ftypisom" + bytes(4) + (struct.pack(">I", 8) + b"moov") * 50_000
    yield "box-zero.mp4", struct.pack(">I", 16) + b"ftypisom" + bytes(4) + struct.pack(">I", 0) + b"moov" + bytes(8)
    yield (
        "box-long.mp4",
        struct.pack(">I", 16) + b"ftypisom" + bytes(4) + struct.pack(">I4sQ", 1, b"moov", 2**63) + bytes(8),
    )
