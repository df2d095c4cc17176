"""Every format that is read, as a function of words: the file holds them, and ends with the sentinel."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import zlib
from collections.abc import Callable
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from tests.capture.readers import samples, telegram_samples
from tests.capture.readers.samples import SENTINEL

Form = Callable[[str], bytes]


def coded(text: str) -> bytes:
    """UTF-8, half characters as they would stand in it."""
    return text.encode("utf-8", "surrogatepass")


def named(words: str) -> str:
    """A sheet's name."""
    return whole(words).replace('"', "")[:31] or "x"


def whole(words: str) -> str:
    """Characters that UTF-8 can hold."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _page(words: str, inner: str) -> bytes:
    attribute = html.escape(words)
    return coded(
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{attribute}</title>"
        f'<meta property="og:site_name" content="{attribute}"><meta name=author content="{attribute}">'
        f'<meta name=date content="2022-09-12"></head><body><nav>Home</nav><article><h1>Reports from the hill</h1>'
        f"<p>{inner}</p><p>Villagers told of lorries on the road to the river all day, and of two that did not come back."
        f"</p><p>{SENTINEL}</p></article></body></html>"
    )


def _csv(words: str) -> bytes:
    sink = io.StringIO(newline="")
    table = csv.writer(sink)
    table.writerows([("id", "date", "source", "text"), ("1", "2022-09-12", words, f"{words} and more {SENTINEL}")])
    return coded(sink.getvalue())


def _report(words: str, **more: str) -> str:
    report = {"report_id": "r1", "outlet": words, "lang": "en", "published": "2022-09-12", "url": words}
    return json.dumps(report | {"text": f"{words} {SENTINEL}"} | more)


def _rss(words: str) -> bytes:
    said = escape(words)
    return coded(
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{said}</title><item><title>{said}</title>'
        f"<link>{said}</link><guid>{said}</guid><pubDate>Mon, 12 Sep 2022 10:15:00 +0300</pubDate>"
        f"<description>{escape(html.escape(words))} {SENTINEL}</description></item></channel></rss>"
    )


def _atom(words: str) -> bytes:
    said = escape(words)
    return coded(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{said}</title><entry><id>{said}</id><title>{said}</title>'
        f"<link href={quoteattr(words)}/><updated>2022-09-12T10:15:00Z</updated>"
        f'<content type="html">{escape(words)} &lt;p&gt;{SENTINEL}&lt;/p&gt;</content></entry></feed>'
    )


def _json_feed(words: str) -> bytes:
    item = {"id": words, "url": words, "title": words, "content_text": f"{words} {SENTINEL}"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": words}
    return json.dumps(feed | {"items": [item | {"date_published": "2022-09-12T10:15:00Z"}]}).encode()


def _post(words: str) -> telegram_samples.Plain:
    return telegram_samples.post(1, f"{words} {SENTINEL}", **{"from": words, "author": words, "forwarded_from": words})


def _geojson(words: str) -> bytes:
    ring = [[36, 49], [37, 49], [37, 50], [36, 49]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"status": words, "name": words}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _archived(words: str) -> bytes:
    about = {"title": words, "content": f"{words} {SENTINEL}", "url": words, "author": words, "timestamp": words}
    return json.dumps({"status": "x: success", "metadata": about, "media": []}).encode()


def _subtitles(words: str) -> bytes:
    line = " ".join(words.split())
    return coded(f"1\n00:00:01,000 --> 00:00:02,000\n{line}\n\n2\n00:00:03,000 --> 00:00:04,000\n{SENTINEL}\n")


def _vtt(words: str) -> bytes:
    line = " ".join(words.split())
    style = "STYLE\n::cue { background: url(https://hit.invalid/x) }\n\n"
    return coded(
        f"WEBVTT\n\n{style}NOTE {line}\n\n00:01.000 --> 00:02.000 align:start\n<v {line}>{line}\n\n00:03.000 --> 00:04.000\n{SENTINEL}\n"
    )


def kml(words: str) -> bytes:
    """A drawn area, with words for its names."""
    said = escape(whole(words))
    ring = "36,49 37,49 37,50 36,50 36,49"
    shape = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    mark = f"<Placemark><name>{said}</name><description>{said}</description><styleUrl>#a</styleUrl>{shape}</Placemark>"
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>held</name>{mark}</Folder></Document></kml>'.encode()


def kmz(words: str) -> bytes:
    """The same, packed."""
    return samples.zipped({"doc.kml": kml(words)})


def _sheet_row(words: str) -> str:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (("Text", "Date"), (f"{words} {SENTINEL}", "2022-09-12"))
    return "".join(
        f"<table:table-row>{''.join(cell.format(escape(value)) for value in row)}</table:table-row>" for row in rows
    )


def _warc(words: str, packed: bool) -> bytes:
    page = samples.page(f"{html.escape(words)} {SENTINEL}").encode("utf-8", "replace")
    address = "https://courier.example/" + quote(whole(words)[:500])
    return samples.warc([samples.warc_record("response", address, samples.answer(page))], packed)


def _wacz(words: str) -> bytes:
    return samples.wacz(_warc(words, True), ["https://courier.example/" + quote(whole(words)[:500])])


def _zip(words: str) -> bytes:
    name = whole(words).replace("\0", "")[:200] or "nameless"
    return samples.zipped({name: coded(f"{words} {SENTINEL}"), "b/last.txt": SENTINEL.encode()})


FORMS: dict[str, Form] = {
    "txt": lambda words: coded(f"{words}\n{SENTINEL}"),
    "md": lambda words: coded(f"---\ntitle: {' '.join(words.split())}\n---\n# Heading\n\n{words}\n\n{SENTINEL}\n"),
    "html": lambda words: _page(words, html.escape(words)),
    "raw.html": lambda words: _page(words, words),
    "jsonl": lambda words: (_report(words) + "\n").encode(),
    "csv": _csv,
    "xlsx": lambda words: samples.xlsx(
        {named(words): [("Text", "Date"), (f"{whole(words)} {SENTINEL}", "2022-09-12")]}
    ),
    "ods": lambda words: samples.ods({named(words): _sheet_row(whole(words))}),
    "docx": lambda words: samples.docx(
        [samples.word_paragraph(whole(words)), samples.word_paragraph(SENTINEL)], header=whole(words)
    ),
    "odt": lambda words: samples.odt(f"<text:p>{escape(whole(words))}</text:p><text:p>{SENTINEL}</text:p>"),
    "pdf": lambda words: samples.pdf([[whole(words)[:2000]], ["Words of a second page of it.", SENTINEL]]),
    "eml": lambda words: samples.mail(
        whole(words), f"{whole(words)} {SENTINEL}", {whole(words)[:100].replace('"', ""): b"attached"}
    ),
    "html.eml": lambda words: samples.mail(
        whole(words), "", html=samples.page(f"{html.escape(whole(words))} {SENTINEL}")
    ),
    "mbox": lambda words: samples.mailbox([samples.mail(whole(words), f"{whole(words)} {SENTINEL}")]),
    "mhtml": lambda words: samples.mhtml(
        samples.page(f"{html.escape(whole(words))} {SENTINEL}"), "https://courier.example/" + quote(whole(words)[:500])
    ),
    "srt": _subtitles,
    "vtt": _vtt,
    "archived.json": _archived,
    "zip": _zip,
    "txt.gz": lambda words: gzip.compress(coded(f"{words} {SENTINEL}"), mtime=0),
    "warc": lambda words: _warc(words, False),
    "warc.gz": lambda words: _warc(words, True),
    "wacz": _wacz,
    "telegram.json": lambda words: telegram_samples.as_json(telegram_samples.chat([_post(whole(words))], whole(words))),
    "messages.html": lambda words: telegram_samples.as_page([_post(whole(words))], whole(words)),
    "rss": _rss,
    "atom": _atom,
    "feed.json": _json_feed,
}
"""With words: what comes of them is text."""
BARE: dict[str, Form] = {
    "url.txt": lambda words: coded("https://courier.example/a\n"),
    "geojson": _geojson,
    "kml": kml,
    "kmz": kmz,
    "png": lambda words: samples.png(samples.exif()),
    "jpeg": lambda words: samples.jpeg(samples.exif()),
    "tiff": lambda words: samples.exif(),
    "webp": lambda words: (
        b"RIFF" + (30).to_bytes(4, "little") + b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(10) + bytes(8)
    ),
    "gif": lambda words: b"GIF89a" + bytes(40),
    "bmp": lambda words: b"BM" + bytes(60),
    "mp4": lambda words: samples.mp4(),
    "heic": lambda words: bytes(4) + b"ftypheic" + bytes(20) + b"ispe" + bytes(20),
    "mkv": lambda words: b"\x1aE\xdf\xa3" + bytes(60),
    "bin": lambda words: zlib.compress(coded(words)),
}
"""Without: they are kept, and that nobody looked at them is an issue."""
ALL = FORMS | BARE
ENDS = frozenset(
    {
        "xlsx",
        "ods",
        "docx",
        "odt",
        "pdf",
        "zip",
        "txt.gz",
        "wacz",
        "warc.gz",
        "telegram.json",
        "feed.json",
        "atom",
        "rss",
    }
)
"""Formats that say themselves where they end, so that a cut one cannot pass for a whole one."""
ESCAPING = frozenset(
    {"html", "jsonl", "xlsx", "ods", "docx", "odt", "pdf", "eml", "html.eml", "mbox", "mhtml", "warc", "wacz"}
) | {
    "telegram.json",
    "messages.html",
    "feed.json",
    "archived.json",
    "rss",
}
"""Formats in which words cannot be taken for structure: where they are printable, the sentinel behind them must be read."""
