"""Feeds saved as files."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.small import capture
from zvirka.capture.readers.feeds import read_feed
from zvirka.confine import Confine

SENTINEL = "The last entry of all."
ENTRIES = [
    {
        "id": f"https://example.org/{number}",
        "title": f"Title {number} & more",
        "html": f"<p>The ford is <b>open</b>, {number} trucks.</p><p>{words}</p>",
    }
    for number, words in enumerate(["First words.", "Words “quoted”.", SENTINEL], start=1)
]


def rss(entries: list[dict[str, str]] = ENTRIES, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """RSS 2.0 as WordPress writes it."""
    items = "".join(
        f"<item><title>{escape(each['title'])}</title><link>{each['id']}</link><dc:creator><![CDATA[A. Writer]]></dc:creator>"
        f'<pubDate>Mon, 12 Sep 2022 10:15:00 +0300</pubDate><guid isPermaLink="false">{each["id"]}</guid>'
        f"<description><![CDATA[A teaser.]]></description><content:encoded><![CDATA[{each['html']}]]></content:encoded></item>\n"
        for each in entries
    )
    return (
        f'{head}\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Hill Courier</title><link>https://example.org</link><language>en-GB</language>"
        f"<image><title>Logo</title></image>\n{items}</channel></rss>\n"
    ).encode()


def rdf(entries: list[dict[str, str]] = ENTRIES) -> bytes:
    """RSS 1.0: items stand beside the channel."""
    items = "".join(
        f'<item rdf:about="{each["id"]}"><title>{escape(each["title"])}</title><link>{each["id"]}</link>'
        f"<description>{escape(each['html'])}</description>"
        "<dc:date>2022-09-12T10:15:00+03:00</dc:date><dc:creator>A. Writer</dc:creator></item>"
        for each in entries
    )
    return (
        '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.org"><title>Hill Courier</title>'
        f"<dc:language>en</dc:language><items/></channel>{items}</rdf:RDF>"
    ).encode()


def atom(entries: list[dict[str, str]] = ENTRIES) -> bytes:
    """Atom with HTML as text in the first entry and as elements in the others."""
    parts = []
    for number, each in enumerate(entries):
        content = (
            f'<content type="html">{escape(each["html"])}</content>'
            if not number
            else f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{each["html"]}</div></content>'
        )
        parts.append(
            f'<entry><title>{escape(each["title"])}</title><link rel="edit" href="https://example.org/edit"/><link href="{each["id"]}"/>'
            f"<id>{each['id']}</id><updated>2022-09-13T00:00:00Z</updated><published>2022-09-12T10:15:00+03:00</published>"
            f"<author><name>A. Writer</name></author>{content}</entry>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- made by hand -->\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
        f"<title>Hill Courier</title><id>urn:x</id><author><name>The desk</name></author>{''.join(parts)}</feed>"
    ).encode()


def json_feed(entries: list[dict[str, str]] = ENTRIES) -> bytes:
    items = [
        {
            "id": each["id"],
            "url": each["id"],
            "title": each["title"],
            "content_html": each["html"],
            "date_published": "2022-09-12T10:15:00+03:00",
            "authors": [{"name": "A. Writer"}],
        }
        for each in entries
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "Hill Courier", "language": "en", "items": items}
    return json.dumps(head, ensure_ascii=False, indent=2).encode()


FORMS = {"rss": rss, "rdf": rdf, "atom": atom, "json": json_feed}


def read(data: bytes) -> Any:
    return read_feed(data, "utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_every_entry_is_a_report_with_what_the_feed_says_of_it(tmp_path: Path, confined: Confine, form: str) -> None:
    (tmp_path / "saved").write_bytes(FORMS[form]())
    got = capture(tmp_path, confined)["saved"]
    assert (got.kind, got.issues, len(got.texts)) == ("feed", (), 3)
    first, last = got.texts[0], got.texts[-1]
    assert first.text == "Title 1 & more\nThe ford is open, 1 trucks.\nFirst words."
    assert last.text.endswith(SENTINEL)
    assert (first.fragment, first.address, first.author) == (
        "https://example.org/1",
        "https://example.org/1",
        "A. Writer",
    )
    assert (str(first.published), first.voice.name, first.voice.side) == (
        "2022-09-12T07:15:00Z",
        "Hill Courier",
        "highland",
    )
    assert (first.language, first.reader) == ("en", "feed/1")


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_feed_cut_anywhere_gives_its_first_entries_and_the_place(form: str, data: st.DataObject) -> None:
    whole = FORMS[form]().rstrip()
    at = data.draw(st.integers(whole.index(ENTRIES[0]["id"].encode()), len(whole) - 1))
    output = read(whole[:at])
    assert output["reports"] == read(whole)["reports"][: len(output["reports"])] or form in ("rdf", "json")
    assert {note["code"] for note in output["notes"]} == {"partly_read"}, (
        "one more where the cut goes through a character"
    )
    assert any("line" in (note["place"] or "") for note in output["notes"])
    if SENTINEL in "".join(report["text"] for report in output["reports"]):
        assert whole.index(SENTINEL.encode()) < at


def short(items: str, title: str = "All news", before: str = "") -> bytes:
    return f'{before}<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


BOMB = short(
    "<item><title>x</title></item>",
    "&b;",
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
)


def test_document_types_and_entities_are_refused(tmp_path: Path, confined: Confine) -> None:
    (tmp_path / "bomb.xml").write_bytes(BOMB)
    got = capture(tmp_path, confined)["bomb.xml"]
    assert (got.kind, got.texts) == ("feed", ())
    assert [(issue.code, "document type" in issue.message) for issue in got.issues] == [("not_read", True)]


def test_a_feed_in_an_old_encoding_is_read_as_it_declares() -> None:
    source = (
        rss(head='<?xml version="1.0" encoding="windows-1251"?>').decode().replace("First words.", "Міст відкрито.")
    )
    assert "Міст відкрито." in read_feed(source.encode("windows-1251"), "windows-1251")["reports"][0]["text"]


def test_a_feed_in_an_old_encoding_that_declares_none_is_read_by_its_letters() -> None:
    source = rss(head="").decode().replace("First words.", "Міст відкрито.").replace("“quoted”", "")
    assert "Міст відкрито." in read_feed(source.encode("windows-1251"), "windows-1251")["reports"][0]["text"]


def test_plain_descriptions_keep_their_lines_and_entries_without_an_id_are_counted() -> None:
    source = short(
        "<item><description>One line.\nAnother.</description></item><item><title>Only a title</title></item>"
    )
    output = read(source)
    assert [(report["fragment"], report["text"]) for report in output["reports"]] == [
        ("entry 1", "One line.\nAnother."),
        ("entry 2", "Only a title"),
    ]


def test_in_a_gathered_feed_each_entry_keeps_its_own_outlet() -> None:
    own = '<source url="https://example.org">Hill Courier</source>'
    source = short(f"<item><title>A</title>{own}</item><item><title>B</title></item>")
    assert [report["outlet"] for report in read(source)["reports"]] == ["Hill Courier", "All news"]


def test_entries_with_one_id_are_told_apart_and_empty_ones_are_said() -> None:
    entries = [ENTRIES[0], ENTRIES[0] | {"title": "Again"}, {"id": "x", "title": "", "html": ""}]
    output = read(rdf(entries))
    assert [report["fragment"] for report in output["reports"]] == [ENTRIES[0]["id"], ENTRIES[0]["id"] + "#2"]
    assert [note["message"] for note in output["notes"]] == ["entry x holds no words"]


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_damaged_feeds_never_stop_the_reading(form: str, data: st.DataObject) -> None:
    whole = bytearray(FORMS[form]())
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert all(report["text"] for report in read(bytes(whole))["reports"])
