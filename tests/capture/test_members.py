"""Files inside files, from the folder to texts and issues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL, UKRAINIAN, answer, page, warc, warc_record
from tests.capture.small import capture
from zvirka.capture import members
from zvirka.confine import Confine
from zvirka.model.canonical import sha256_hex
from zvirka.model.case import Case, ItemsRule, ListRule

REPORT = json.dumps({"report_id": "r1", "published": "2022-09-12", "outlet": "Hill Courier", "text": SENTINEL}).encode()
URL = "https://courier.example/ford"


def test_each_file_in_an_archive_is_an_item_with_its_own_bytes_and_path(tmp_path: Path, confined: Confine) -> None:
    inner = {"may/a.txt": UKRAINIAN.encode(), "reports.jsonl": REPORT, "photo": samples.jpeg()}
    (tmp_path / "posts.zip").write_bytes(samples.zipped(inner))
    got = capture(tmp_path, confined)
    assert list(got) == ["posts.zip", "posts.zip!/may/a.txt", "posts.zip!/reports.jsonl", "posts.zip!/photo"]
    assert [got[f"posts.zip!/{name}"].data for name in inner] == list(inner.values())
    assert [each.kind for each in got.values()] == ["archive", "text", "reports", "image"]
    for name, data in inner.items():
        item = got[f"posts.zip!/{name}"].item
        assert item is not None
        assert (item.object, item.size_bytes, item.path) == (sha256_hex(data), len(data), f"posts.zip!/{name}")
    (text,) = got["posts.zip!/reports.jsonl"].texts
    assert (text.text, text.fragment, str(text.published)) == (SENTINEL, "r1", "2022-09-12")


def test_case_toml_names_files_in_archives_like_others(tmp_path: Path, confined: Confine) -> None:
    (tmp_path / "a.zip").write_bytes(
        samples.zipped({"post": UKRAINIAN.encode(), "list.csv": b"date,place\n2022-09-12,Ford\n"})
    )
    rules = Case(
        items=(ItemsRule("a.zip!/*", outlet="Hill Courier"),), lists=(ListRule("sightings", "a.zip!/list.csv"),)
    )
    got = capture(tmp_path, confined, rules)
    assert got["a.zip!/post"].texts[0].voice.name == "Hill Courier"
    assert got["a.zip!/list.csv"].rules == rules.lists


def test_the_same_bytes_in_and_out_of_an_archive_are_one_object_and_two_items(
    tmp_path: Path, confined: Confine
) -> None:
    (tmp_path / "a.txt").write_bytes(UKRAINIAN.encode())
    (tmp_path / "b.zip").write_bytes(samples.zipped({"a.txt": UKRAINIAN.encode()}))
    items = [each.item for each in capture(tmp_path, confined).values() if each.item and each.item.media == "text"]
    assert len({item.object for item in items}) == 1
    assert len({item.id for item in items}) == 2


def test_archives_in_archives_are_opened_three_deep_and_the_next_is_said(tmp_path: Path, confined: Confine) -> None:
    data = UKRAINIAN.encode()
    for level in range(5):
        data = samples.zipped({f"level{level}" if level else "words.txt": data})
    (tmp_path / "deep.zip").write_bytes(data)
    got = capture(tmp_path, confined)
    last = list(got.values())[-1]
    assert [each.kind for each in got.values()] == ["archive"] * 4
    assert [(issue.code, issue.path, "3 files deep" in issue.message) for issue in last.issues] == [
        ("not_read", last.found.path, True)
    ]


def test_what_comes_out_of_one_file_is_bounded_over_all_its_archives(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members.Budget.__init__, "__defaults__", (5, members.MOST_BYTES))
    inner = samples.zipped({f"{number}.txt": UKRAINIAN.encode() for number in range(4)})
    (tmp_path / "a.zip").write_bytes(samples.zipped({"one.zip": inner, "two.zip": inner}))
    got = capture(tmp_path, confined)
    assert len(got) == 1 + 5
    left = [issue.count for each in got.values() for issue in each.issues if issue.code == "not_read"]
    assert sum(left) == 2 + 4 + 4 - 5


def test_pages_of_a_web_archive_are_read_with_their_address(tmp_path: Path, confined: Confine) -> None:
    cyrillic = f"<html><article><p>{UKRAINIAN} {UKRAINIAN}</p></article>".encode("windows-1251")
    records = [
        warc_record("response", URL, answer(page(SENTINEL).encode())),
        warc_record("response", URL + "/2", answer(cyrillic, "text/html; charset=windows-1251")),
    ]
    (tmp_path / "crawl.warc.gz").write_bytes(warc(records, packed=True))
    got = capture(tmp_path, confined)
    first, second = got[f"crawl.warc.gz!/{URL}"], got[f"crawl.warc.gz!/{URL}/2"]
    assert first.texts[0].text.endswith(SENTINEL)
    assert (first.texts[0].address, str(first.texts[0].published)) == (URL, "2022-09-12")
    assert second.texts[0].text == f"{UKRAINIAN} {UKRAINIAN}"
    assert [issue.code for issue in second.issues] == ["date_unknown"]


def test_a_message_is_read_and_so_is_what_is_attached_to_it(tmp_path: Path, confined: Confine) -> None:
    attached = {
        "report.docx": samples.docx([samples.word_paragraph(SENTINEL)]),
        "more.zip": samples.zipped({"a.txt": UKRAINIAN.encode()}),
    }
    (tmp_path / "m.eml").write_bytes(samples.mail("Morning", UKRAINIAN, attached))
    got = capture(tmp_path, confined)
    assert [(path, each.kind) for path, each in got.items()] == [
        ("m.eml", "mail"),
        ("m.eml!/report.docx", "docx"),
        ("m.eml!/more.zip", "archive"),
        ("m.eml!/more.zip!/a.txt", "text"),
    ]
    assert got["m.eml!/report.docx"].texts[0].text == SENTINEL
    assert str(got["m.eml"].texts[0].published) == "2022-09-12T07:15:00Z"


def test_a_file_that_cannot_be_taken_out_is_said_and_the_others_come(tmp_path: Path, confined: Confine) -> None:
    data = bytearray(samples.zipped({"a.txt": b"one two three", "b.txt": UKRAINIAN.encode()}, stored=True))
    data[data.find(b"one two three")] ^= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    got = capture(tmp_path, confined)
    (issue,) = got["a.zip!/a.txt"].issues
    assert (issue.code, issue.path, got["a.zip!/a.txt"].item) == ("not_read", "a.zip!/a.txt", None)
    assert "damaged" in issue.message
    assert got["a.zip!/b.txt"].texts


def test_an_archive_over_the_limit_is_opened_from_the_disk(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zvirka.capture import load

    monkeypatch.setattr(load, "LARGEST_READ_BYTES", 100)
    (tmp_path / "a.zip").write_bytes(samples.zipped({"a.txt": UKRAINIAN.encode(), "b.bin": bytes(range(256)) * 9}))
    (tmp_path / "c.warc").write_bytes(warc([warc_record("response", URL, answer(page(SENTINEL).encode()))]))
    got = capture(tmp_path, confined)
    assert got["a.zip"].data is None
    assert got["a.zip"].issues == ()
    assert got["a.zip!/a.txt"].texts[0].text == UKRAINIAN
    assert got[f"c.warc!/{URL}"].texts[0].text.endswith(SENTINEL)


def test_every_format_gives_its_words_or_one_issue_with_place_and_remedy(tmp_path: Path, confined: Confine) -> None:
    whole = {
        "a.pdf": samples.pdf([[SENTINEL]]),
        "b.docx": samples.docx([samples.word_paragraph(SENTINEL)]),
        "c.odt": samples.odt(f"<text:p>{SENTINEL}</text:p>"),
        "d.xlsx": samples.xlsx({"S": [["text", "date"], [SENTINEL, "2022-09-12"]]}),
        "e.eml": samples.mail("S", SENTINEL),
        "f.mhtml": samples.mhtml(page(SENTINEL), URL),
        "g.srt": f"1\n00:00:01,000 --> 00:00:02,000\n{SENTINEL}\n".encode(),
    }
    for name, data in whole.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"named-wrongly-{name}.bin").write_bytes(data)
        (tmp_path / f"cut-{name}").write_bytes(data[: len(data) // 2])
    got = capture(tmp_path, confined)
    for name in whole:
        assert got[name].texts[0].text.endswith(SENTINEL), name
        assert got[f"named-wrongly-{name}.bin"].kind == got[name].kind
        cut = got[f"cut-{name}"]
        problems = [issue for issue in cut.issues if issue.code in ("not_read", "partly_read")]
        if name != "g.srt":  # subtitles, like plain text, do not say where they end
            assert problems or SENTINEL in cut.texts[0].text, name
        assert all(issue.path == f"cut-{name}" and issue.remedy for issue in problems)
