"""Telegram Desktop exports in HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.readers.telegram_samples import as_json, as_page, chat, post
from tests.capture.small import capture
from zvirka.capture.readers.telegram import read_telegram
from zvirka.capture.readers.telegram_page import read_telegram_page
from zvirka.confine import Confine

SENTINEL = "The last post of all."
GIVEN = [
    post(
        1,
        [
            "Trucks & carts ",
            {"type": "bold", "text": "crossed"},
            "\n\nthe <ford>",
            {"type": "text_link", "text": "here", "href": "https://example.org"},
        ],
    ),
    post(2, [{"type": "spoiler", "text": "Hidden words"}, " and\nplain ones."]),
    post(3, "Answered.", reply_to_message_id=1),
    {"id": 4, "type": "service", "date_unixtime": "1662967260", "actor": "Hill Courier", "text": ""},
    post(5, "Passed on.", forwarded_from="Ministry of the Plain"),
    post(6, "A caption.", photo="photos/photo_1.jpg", author="A. Editor"),
    post(
        7, "", poll={"question": "Is it open?", "answers": [{"text": "Yes", "voters": 8}, {"text": "No", "voters": 1}]}
    ),
    post(8, "", photo="photos/photo_2.jpg"),
    post(9, SENTINEL),
]
SAME = ("text", "fragment", "outlet", "kind", "forwarded_from", "reply_to", "media", "author")


def read(data: bytes) -> Any:
    return read_telegram_page(data, "utf-8")


def test_a_page_gives_the_posts_that_the_same_export_in_json_gives() -> None:
    page, whole = read(as_page(GIVEN)), read_telegram(as_json(chat(GIVEN)), "utf-8")
    assert [[report[name] for name in SAME] for report in page["reports"]] == [
        [report[name] for name in SAME] for report in whole["reports"]
    ]
    assert [note["message"] for note in page["notes"]] == [note["message"] for note in whole["notes"]]


def test_the_pages_of_a_chat_are_read_one_by_one_and_one_that_is_missing_is_named(
    tmp_path: Path, confined: Confine
) -> None:
    folder = tmp_path / "chat_001"
    folder.mkdir()
    (folder / "messages.html").write_bytes(as_page([post(1, "One."), post(2, "Two.")], following="messages2.html"))
    (folder / "messages2.html").write_bytes(as_page([post(3, "Three.")], following="messages3.html"))
    got = capture(tmp_path, confined)
    assert [[text.fragment for text in each.texts] for each in got.values()] == [["1", "2"], ["3"]]
    assert [str(text.published) for each in got.values() for text in each.texts] == [
        f"2022-09-12T07:1{number}:00Z" for number in (6, 7, 8)
    ]
    first, second = got.values()
    assert (first.kind, first.issues, first.texts[0].voice.side) == ("telegram_page", (), "highland")
    assert [(issue.code, issue.message) for issue in second.issues] == [
        ("partly_read", "goes on in messages3.html, which is not in its folder")
    ]


def test_a_page_asks_for_no_file_but_a_page_of_the_export() -> None:
    assert read(as_page(GIVEN, following="../../etc/passwd"))["beside"] == []


def test_a_post_without_a_name_has_that_of_the_post_before() -> None:
    given = [
        post(1, "Mine.", **{"from": "A. Person"}),
        post(2, "Mine too.", **{"from": "A. Person"}),
        post(3, "Yours.", **{"from": "B. Person"}),
    ]
    reports = read(as_page(given, name="A group"))["reports"]
    assert [(report["outlet"], report["kind"]) for report in reports] == [
        ("A. Person", "public"),
        ("A. Person", "public"),
        ("B. Person", "public"),
    ]


def test_pages_made_before_2022_ask_for_their_zone(tmp_path: Path, confined: Confine) -> None:
    (tmp_path / "messages.html").write_bytes(as_page([post(1, "One."), post(2, "Two.")], offset=""))
    got = capture(tmp_path, confined)["messages.html"]
    assert [str(text.published) for text in got.texts] == ["2022-09-12"] * 2
    assert [(issue.code, issue.count) for issue in got.issues] == [("date_unknown", 2)]


def test_a_page_that_is_cut_names_the_last_post_it_has() -> None:
    whole = as_page(GIVEN)
    cut = read(whole[: whole.index(SENTINEL.encode())])
    assert SENTINEL not in [report["text"] for report in cut["reports"]]
    assert [note["code"] for note in cut["notes"]][:1] == ["partly_read"]
    assert "after post 7" in cut["notes"][0]["message"]
    assert read(whole)["reports"][-1]["text"] == SENTINEL


LISTS = (
    '<!DOCTYPE html>\n<html>\n<head>\n<title>Exported Data</title>\n</head>\n<body>\n<div class="page_wrap">'
    '<div class="page_header"><div class="text bold">Contacts</div></div><div class="page_body list_page">'
    '<div class="entry_list"><div class="entry">+1 555</div></div></div></div></body></html>'
)


def test_lists_of_chats_and_contacts_are_no_reports(tmp_path: Path, confined: Confine) -> None:
    (tmp_path / "contacts.html").write_text(LISTS)
    got = capture(tmp_path, confined)["contacts.html"]
    assert (got.kind, got.texts, [issue.code for issue in got.issues]) == ("telegram_page", (), ["not_looked_at"])


@pytest.mark.parametrize("words", ["a", "Ukrainian: їжак", "x < y & z", "line\n\nline", "“quoted”"])
def test_words_come_through_as_written(words: str) -> None:
    assert read(as_page([post(1, words)]))["reports"][0]["text"] == words


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_damaged_pages_never_stop_the_reading(data: st.DataObject) -> None:
    whole = bytearray(as_page(GIVEN))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert all(report["text"] for report in read(bytes(whole))["reports"])
