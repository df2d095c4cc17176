"""What a thing is, told by its content."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture import sniff
from zvirka.capture.encodings import encoding_of
from zvirka.capture.readers.markdown import read_markdown
from zvirka.model.items import MediaKind

UKRAINIAN = "Наші військові повернулися до селища за річкою, повідомив голова громади. Мости зруйновано."
RUSSIAN = "Военные вернулись в посёлок за рекой, сообщил глава общины. Мосты разрушены, дорога закрыта."
PROSE = "The mayor said the bridge was open again, and that trucks were moving. Nobody was hurt.\n"

KINDS = [
    (PROSE.encode(), "text"),
    (UKRAINIAN.encode(), "text"),
    (b"#Hill #Plain\nTags of a post, not a heading.", "text"),
    (b"[12 September] Reports from the hill, as far as we have them.", "text"),
    (b"Hill, Plain\nRiver, Ford\n", "text"),
    (b"I think <3 hearts beat 4 < 5", "text"),
    (b"MZ is how this note begins, and it goes on in plain words.", "text"),
    (b"# A heading\n\nWords below it.", "markdown"),
    (b"---\ntitle: A title\n---\nWords.", "markdown"),
    (b"See [the post](https://example.org/1) for more.", "markdown"),
    (b"<!DOCTYPE html><html><body><p>Hello</p></body></html>", "html"),
    (b"\n<!-- saved page -->\n<HTML lang=en><p>Hi", "html"),
    (b"<div>" * 1000, "html"),
    (b"<!DOCTYPE html><html><head><style>p {color: red} a {margin: 1em}</style></head><body><p>Hi", "html"),
    (
        b"<html><style>p{color:red}@media print{a{margin:0}}b{top:1px}</style><script>var a = function () {}</script>",
        "html",
    ),
    (b"p {color: red}\na {margin: 1em}\n", "unknown"),
    (b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "xlsx"),
    (b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.presentation", "unknown"),
    (b'<p class="x">Words</p>', "html"),
    (b"<?xml version='1.0'?><kml></kml>", "unknown"),
    (b'{"report_id": "a", "text": "Words."}\n', "reports"),
    (b'{"text": "Words.", "url": "https://example.org", "outlet": "X"}', "reports"),
    (b'{"report_id": "a", "text": "cut off', "reports"),
    (b'{"type": "FeatureCollection", "features": []}', "geojson"),
    (b'{"features": [{"geometry": {"type": "Polygon", "coordinates": []}}]}', "geojson"),
    (b'{"some": "thing"}', "unknown"),
    (b"[1, 2, 3]", "unknown"),
    (b"date,place,count\n2022-09-01,Hill,3\n2022-09-02,Ford,4\n", "table"),
    (b"date;place;count\n2022-09-01;Hill;3\n", "table"),
    ("date\tplace\n2022-09-01\tПагорб, поле\n".encode(), "table"),
    (b'name,note\n"Hill","one, two, and three."\n', "table"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
    (b"%PDF-1.7\n", "pdf"),
    (b"", "unknown"),
    (b'{\n "name": "Hill",\n "type": "public_channel",\n "id": 5,\n "messages": [', "telegram"),
    (b'{"messages": [{"id": 1, "text": "x", "type": "message"}], "name": "Hill"}', "telegram"),
    (b'{\n "about": "Here it is.",\n "contacts": {\n  "about": "Contacts.",\n  "list": [', "telegram"),
    (b'{"messages": [{"role": "user", "text": "no Telegram"}]}', "unknown"),
    (b'<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class="page_wrap">', "telegram_page"),
    (b"<p>How to export: the page is called Exported Data</p>", "html"),
    (b'<?xml version="1.0"?>\n<!-- a -- b -->\n<rss version="2.0"><channel>', "feed"),
    (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
    (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">', "feed"),
    (b"<feed><cow>hay</cow></feed>", "unknown"),
    (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "feed"),
]


@pytest.mark.parametrize(("data", "media"), KINDS)
def test_the_kind_is_told_by_content(data: bytes, media: str) -> None:
    assert sniff(data, len(data)).media == media


@pytest.mark.parametrize(
    ("data", "media", "name"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image", "a JPEG image"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image", "a PNG image"),
        (b"%PDF-1.7\n", "pdf", "a PDF document"),
        (b"PK\x03\x04\x14\0\0\0", "archive", "a ZIP archive"),
        (b"\0\0\0\x20ftypisom", "video", "an MP4 or QuickTime video"),
        (b"{\\rtf1\\ansi words}", "unknown", "an RTF document"),
        (bytes(range(256)) * 4, "unknown", "binary data of no known kind"),
        (b'{"some": "thing"}', "unknown", "JSON of no known kind"),
    ],
)
def test_what_is_no_text_is_named_by_its_magic_bytes(data: bytes, media: str, name: str) -> None:
    told = sniff(data, len(data))
    assert (told.media, told.name) == (media, name)


@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN])
@pytest.mark.parametrize("name", ["windows-1251", "koi8-u"])
def test_old_cyrillic_encodings_are_told_by_letters_and_said_to_be_guessed(text: str, name: str) -> None:
    data = text.encode(name, "replace")
    encoding = encoding_of(data, whole=True)
    assert encoding is not None
    assert (encoding.name, encoding.guessed) == (name, True)


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(name: str) -> None:
    data = UKRAINIAN.encode(name)
    encoding = encoding_of(data, whole=True)
    assert encoding is not None
    assert not encoding.guessed
    assert encoding.decode(data) == (UKRAINIAN, 0)


def test_western_quotes_of_an_old_editor_are_read_as_such() -> None:
    encoding = encoding_of("“The road is open,” the mayor’s office said.".encode("windows-1252"), whole=True)
    assert encoding is not None
    assert encoding.name == "windows-1252"


def test_utf8_with_a_fault_stays_utf8_and_the_fault_is_counted() -> None:
    data = UKRAINIAN.encode() + b"\xff" + UKRAINIAN.encode()
    encoding = encoding_of(data, whole=True)
    assert encoding is not None
    assert encoding.name == "utf-8"
    assert encoding.decode(data) == (UKRAINIAN + "\ufffd" + UKRAINIAN, 1)


@given(
    st.text(alphabet=st.characters(min_codepoint=0x80, exclude_categories=["Cs", "Cc"]), min_size=1),
    st.integers(1, 200),
)
def test_valid_utf8_cut_anywhere_by_the_head_is_utf8(text: str, end: int) -> None:
    head = text.encode()[:end]
    encoding = encoding_of(head, whole=False)
    assert encoding is not None
    assert encoding.name == "utf-8"


@given(st.binary(max_size=300))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    assert sniff(data, len(data)).media in get_args(MediaKind)


@pytest.mark.parametrize(
    "piece",
    [
        "<!-- x -->",
        "<!--",
        "[",
        "[a](http://",
        "**a",
        "<a ",
        "---\n",
        "a,",
        '"',
        "{",
        "_a ",
        "a\n-",
        "\n> ",
        "<?xml ",
        "`a",
        "![",
        "\\*",
    ],
)
def test_no_heap_of_marks_takes_for_ever(piece: str) -> None:
    """Steps grow with the length here; a pattern that tries all ways out would not end within the age of the test run."""
    data = (piece * 20_000).encode()[:65_536] + b" x"
    assert sniff(data, len(data)).media
    assert read_markdown(data, "utf-8")["reports"]


STYLES = b"/* of a page */\n@charset 'utf-8';\nbody {\n  margin: 0;\n  font: 12px/18px sans-serif;\n}\n.page { color: #fff }\n"
SCRIPT = b'"use strict";\n\nwindow.Seen = false;\nfunction look(place) {\n  return place.hash;\n}\nlook(location);\n'


@pytest.mark.parametrize(
    ("data", "name"), [(STYLES, "a style sheet"), (SCRIPT, "a script"), (b"a{b:c}d{e:f;g:h}", "a style sheet")]
)
def test_what_lies_beside_saved_pages_is_no_report(data: bytes, name: str) -> None:
    told = sniff(data, len(data))
    assert (told.media, told.name) == ("unknown", name)


@pytest.mark.parametrize(
    "words",
    [
        "Let us say it is open; the ford {as of: Monday} is free. {note: unread} Trucks crossed (they said);\nthen left;\n",
        "Import of grain: none. {a} {b}\n",
        "Export to the south stopped; return is late; (two trucks);\n(three);\n",
        "window. It was open; return fire; (here);\n",
        "{",
        "// note\n",
    ],
)
def test_prose_with_brackets_stays_prose(words: str) -> None:
    assert sniff(words.encode(), len(words)).media == "text"
