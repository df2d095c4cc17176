"""Telegram Desktop exports in JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.readers.telegram_samples import account, as_json, chat, post
from tests.capture.small import SmallGround, capture
from zvirka.capture import Captured, load, read_items, walk
from zvirka.capture.readers import telegram_post, telegram_scan
from zvirka.capture.readers.telegram import BATCH_POSTS, read_telegram
from zvirka.capture.readers.telegram_post import decoded, decoded_all
from zvirka.confine import Confine
from zvirka.model.case import Case, ItemsRule
from zvirka.model.errors import InputError
from zvirka.model.items import Text

SENTINEL = "The last post of all."
LINKED = [
    "Trucks crossed ",
    {"type": "bold", "text": "the ford"},
    " – ",
    {"type": "text_link", "text": "here", "href": "https://example.org/1"},
    ".",
]


KEPT = (b'"messages": [', b'"type": "message"')
"""Without these, what stands there is no chat, or a message of Telegram itself."""


def posts(count: int) -> list[dict[str, Any]]:
    return [post(number, f'Post {number} about }} ] {{ the "ford" \\ and more.') for number in range(1, count)] + [
        post(count, SENTINEL)
    ]


def read(data: bytes) -> Any:
    return read_telegram(data, "utf-8")


def fragments(output: Any) -> list[str]:
    return [report["fragment"] for report in output["reports"]]


@pytest.fixture
def exported(tmp_path: Path, confined: Confine) -> Captured:
    given = [
        post(1, LINKED),
        post(2, "Answered.", reply_to_message_id=1, edited="2022-09-12T12:00:00", edited_unixtime="1662973200"),
        post(3, "Passed on.", forwarded_from="Ministry of the Plain", author="A. Editor"),
        post(4, "A caption.", photo="photos/photo_1@12-09-2022_10-19-00.jpg", width=10, height=10),
        post(
            5,
            "",
            poll={
                "question": "Is the ford open?",
                "closed": False,
                "total_voters": 9,
                "answers": [
                    {"text": "Yes", "voters": 8, "chosen": False},
                    {"text": "No", "voters": 1, "chosen": False},
                ],
            },
        ),
        {
            "id": 6,
            "type": "service",
            "date": "2022-09-12T10:21:00",
            "date_unixtime": "1662967260",
            "actor": "Hill Courier",
            "action": "pin_message",
            "message_id": 1,
            "text": "",
            "text_entities": [],
        },
        {"id": 7, "type": "unsupported"},
        post(8, "", file="(File not included. Change data exporting settings to download.)", media_type="video_file"),
        post(9, "", photo="photos/photo_2.jpg"),
        post(10, SENTINEL),
    ]
    (tmp_path / "telegram").mkdir()
    (tmp_path / "telegram" / "result.json").write_bytes(as_json(chat(given)))
    return capture(tmp_path, confined)["telegram/result.json"]


def by_fragment(got: Captured) -> dict[str | None, Text]:
    return {text.fragment: text for text in got.texts}


def test_a_post_is_its_words_with_the_words_of_its_links_and_the_time_it_was_posted(exported: Captured) -> None:
    text = by_fragment(exported)["1"]
    assert text.text == "Trucks crossed the ford – here."
    assert (str(text.published), dict(text.known)["published"]) == ("2022-09-12T07:16:00Z", "read")
    assert (text.reader, text.address, text.position) == ("telegram/1", None, 0)


def test_the_voice_is_the_channel_with_the_side_the_pack_gives_it(exported: Captured) -> None:
    voice = by_fragment(exported)["1"].voice
    assert (voice.name, voice.kind, voice.side) == ("Hill Courier", "media", "highland")


def test_edits_answers_forwards_signatures_and_files_are_kept_beside_the_words(exported: Captured) -> None:
    texts = by_fragment(exported)
    assert (texts["2"].reply_to, str(texts["2"].edited)) == ("1", "2022-09-12T09:00:00Z")
    assert (texts["3"].forwarded_from, texts["3"].author, texts["3"].voice.name) == (
        "Ministry of the Plain",
        "A. Editor",
        "Hill Courier",
    )
    assert texts["4"].media == ("telegram/photos/photo_1@12-09-2022_10-19-00.jpg",)


def test_a_poll_is_read_without_its_votes(exported: Captured) -> None:
    assert by_fragment(exported)["5"].text == "Is the ford open?\n- Yes\n- No"


def test_what_telegram_itself_says_is_no_report_and_what_has_no_words_is_counted(exported: Captured) -> None:
    assert [text.fragment for text in exported.texts] == ["1", "2", "3", "4", "5", "10"]
    assert [(issue.code, issue.count, issue.message) for issue in exported.issues] == [
        ("partly_read", 1, "1 posts were left out by Telegram Desktop, which could not export them"),
        (
            "not_looked_at",
            2,
            "2 posts hold no words, only pictures, videos and the like, 1 of them with files that were not exported",
        ),
    ]


def test_a_whole_account_gives_all_chats_and_its_posts_are_called_by_chat_and_number() -> None:
    talk = chat(
        [post(1, "Mine.", **{"from": "A. Person"}), post(2, "Yours.", reply_to_message_id=1, **{"from": None})],
        "A group",
        "private_group",
        9,
    )
    saved = {"type": "saved_messages", "id": 1, "messages": [post(3, "Noted.")]}
    output = read(as_json(account(talk, saved, left=(chat(posts(3)),))))
    assert fragments(output) == ["9/1", "9/2", "1/3", "1500/1", "1500/2", "1500/3"]
    assert [(each["outlet"], each["kind"]) for each in output["reports"]][:4] == [
        ("A. Person", "public"),
        ("A group", "public"),
        ("Hill Courier", "public"),
        ("Hill Courier", "channel"),
    ]
    assert output["reports"][1]["reply_to"] == "9/1"
    assert (output["notes"], output["reports"][-1]["text"]) == ([], SENTINEL)


@pytest.mark.parametrize(
    "layout",
    [
        {"indent": 1},
        {"indent": 4},
        {"indent": None},
        {"separators": (",", ":")},
        {"sort_keys": True},
        {"sort_keys": True, "indent": 2},
    ],
)
def test_any_layout_of_the_same_json_gives_the_same_posts(layout: dict[str, Any]) -> None:
    for export in (chat(posts(9)), account(chat(posts(4)), chat(posts(5), number=2))):
        assert read(json.dumps(export, **layout).encode()) == read(as_json(export))


def test_an_address_is_given_only_where_the_export_names_the_channel_s_user_name() -> None:
    output = read(as_json({"username": "hillcourier"} | chat(posts(2))))
    assert output["reports"][1]["address"] == "https://t.me/hillcourier/2"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_export_cut_anywhere_gives_what_came_before_and_names_the_place(data: st.DataObject) -> None:
    whole = as_json(account(chat(posts(6))))
    at = data.draw(st.integers(whole.index(b'"chats"'), len(whole) - 1))
    output = read(whole[:at])
    assert fragments(output) == fragments(read(whole))[: len(output["reports"])]
    assert [note["code"] for note in output["notes"]] == ["partly_read"]
    assert "before its end" in output["notes"][0]["message"]
    assert int(output["notes"][0]["place"].removeprefix("byte ")) <= at


def test_only_a_whole_export_shows_its_last_post() -> None:
    whole = as_json(chat(posts(6)))
    assert read(whole)["reports"][-1]["text"] == SENTINEL
    cut = read(whole[: whole.index(SENTINEL.encode()) + 5])
    assert fragments(cut) == ["1", "2", "3", "4", "5"]
    assert "after post 5" in cut["notes"][0]["message"]


@pytest.mark.parametrize("size", [64, 300, 2**20])
@pytest.mark.parametrize(
    ("damage", "lost"),
    [
        ((b'"Post 3', b'"Post "3'), "3"),
        ((b'"Post 3', b"Post 3"), "3"),
        ((b'"id": 4,\n   "type": "message",', b'"id": 4,\n   "type": "message",\n   "photo": {},'), "4"),
        ((b'"text": "Post 2', b'"text": 5, "texd": "'), "2"),
    ],
)
def test_one_broken_post_is_named_with_its_place_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch, size: int, damage: tuple[bytes, bytes], lost: str
) -> None:
    monkeypatch.setattr(telegram_scan, "CHUNK_BYTES", size)
    whole = as_json(chat(posts(9)))
    assert whole.count(damage[0]) >= 1
    output = read(whole.replace(*damage))
    assert fragments(output) == [str(number) for number in range(1, 10) if str(number) != lost]
    (note,) = output["notes"]
    assert f"after post {int(lost) - 1}" in note["message"]
    assert int(note["place"].removeprefix("byte ")) == whole.index(b'{\n   "id": ' + lost.encode())


def test_control_characters_as_telegram_writes_them_and_halves_of_characters_are_read() -> None:
    whole = as_json(chat([post(1, "one two"), post(2, "half"), post(3, SENTINEL)]))
    output = read(whole.replace(b"one two", b"one\\x0Btwo \\\\x41").replace(b"half", b"half \\ud83d"))
    assert [report["text"] for report in output["reports"]] == ["one\x0btwo \\x41", "half \ufffd", SENTINEL]


def test_a_post_too_long_for_any_post_does_not_hide_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_scan, "MOST_POST_BYTES", 4000)
    monkeypatch.setattr(telegram_scan, "CHUNK_BYTES", 500)
    given = [post(1, "First."), post(2, "x" * 3000), *posts(5)[2:]]
    output = read(as_json(chat(given)))
    assert output["reports"][0]["text"] == "First."
    assert output["notes"]
    assert "2" not in fragments(output)


def test_what_stands_behind_the_end_is_said_and_a_second_export_behind_it_is_read() -> None:
    whole = as_json(chat(posts(3)))
    assert [note["code"] for note in read(whole + b' "and": more')["notes"]] == ["partly_read"]
    joined = read(whole + b"\n" + as_json(chat([post(9, SENTINEL)], number=8)))
    assert (fragments(joined), joined["notes"]) == (["1", "2", "3", "9"], [])


def test_ids_that_come_twice_are_told_apart_and_said() -> None:
    output = read(as_json(chat([post(1, "One."), post(1, "Another one.")])))
    assert fragments(output) == ["1", "1#2"]
    assert "stands there before" in output["notes"][0]["message"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_exports_saved_again_in_other_encodings_are_read(tmp_path: Path, confined: Confine, codec: str) -> None:
    (tmp_path / "result.json").write_bytes(as_json(chat(posts(3))).decode().encode(codec))
    got = capture(tmp_path, confined)["result.json"]
    assert (got.kind, [text.text for text in got.texts][-1], got.issues) == ("telegram", SENTINEL, ())


def test_without_a_zone_days_are_kept_and_the_zone_is_asked_for_once(tmp_path: Path, confined: Confine) -> None:
    old = [
        post(number, f"Post {number}.", date_unixtime=None, date=f"2022-09-1{number}T00:30:00") for number in (1, 2, 3)
    ]
    (tmp_path / "result.json").write_bytes(as_json(chat(old)))
    got = capture(tmp_path, confined)["result.json"]
    assert [str(text.published) for text in got.texts] == ["2022-09-11", "2022-09-12", "2022-09-13"]
    (issue,) = got.issues
    assert (issue.code, issue.count, issue.fragment) == ("date_unknown", 3, "1")
    assert 'time_zone = "Europe/Kyiv"' in issue.remedy
    case = Case(items=(ItemsRule("*.json", time_zone="Europe/London"),))
    told = capture(tmp_path, confined, case)["result.json"]
    assert [str(text.published) for text in told.texts] == [
        "2022-09-10T23:30:00Z",
        "2022-09-11T23:30:00Z",
        "2022-09-12T23:30:00Z",
    ]
    assert (told.texts[0].published.day.isoformat() if told.texts[0].published else "", told.issues) == (
        "2022-09-11",
        (),
    )


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_damaged_bytes_never_stop_the_reading(data: st.DataObject) -> None:
    whole = bytearray(as_json(account(chat(posts(4)))))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    output = read(bytes(whole))
    assert all(report["text"] for report in output["reports"])
    assert len(output["reports"]) == 4 or output["notes"] or any(word not in whole for word in KEPT)


def parts(folder: Path, confined: Confine) -> Iterator[Captured]:
    yield from read_items(walk(folder), Case(), SmallGround(), confined)  # type: ignore[arg-type]


def test_a_large_export_comes_in_parts_with_the_texts_of_a_small_one(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 2 * BATCH_POSTS + 3
    (tmp_path / "result.json").write_bytes(as_json(chat([*posts(count), {"id": count + 1, "type": "unsupported"}])))
    (whole,) = parts(tmp_path, confined)
    monkeypatch.setattr(load, "STREAM_ABOVE_BYTES", 1000)
    monkeypatch.setattr(load, "LARGEST_READ_BYTES", 1000)
    got = list(parts(tmp_path, confined))
    assert [each.part for each in got] == list(range(len(got)))
    assert max(len(each.texts) for each in got) <= BATCH_POSTS
    assert tuple(text for each in got for text in each.texts) == whole.texts
    assert got[-1].issues == whole.issues != ()
    assert {each.item for each in got} == {whole.item}
    assert [each.data for each in got] == [None] * len(got)


def test_a_large_export_that_is_cut_gives_its_posts_and_the_place(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "STREAM_ABOVE_BYTES", 1000)
    whole = as_json(chat(posts(3000)))
    (tmp_path / "result.json").write_bytes(whole[:-200])
    got = list(parts(tmp_path, confined))
    assert [text.fragment for each in got for text in each.texts] == [str(number) for number in range(1, 3000)]
    assert [(issue.code, "after post 2999" in issue.message) for issue in got[-1].issues] == [("partly_read", True)]


def test_chunks_of_any_size_give_the_same_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = as_json(account(chat(posts(5)), chat([post(1, LINKED), post(2, "")], number=3)))
    before = read(whole)
    for size in (1, 7, 50, 999):
        monkeypatch.setattr(telegram_scan, "CHUNK_BYTES", size)
        assert read(whole) == before


def test_the_scan_holds_no_more_than_a_chunk_and_a_post() -> None:
    data = as_json(chat(posts(20_000)))
    scan = telegram_scan.Scan(io.BytesIO(data), lambda raw: telegram_scan.Post())
    held = max(len(scan._data) for _ in scan)
    assert held < 2 * telegram_scan.CHUNK_BYTES < len(data)


def test_posts_decoded_together_are_the_posts_and_stand_where_they_do_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some come twice, one has no number, one needs mending and one is broken."""
    monkeypatch.setattr(telegram_scan, "CHUNK_BYTES", 3000)
    given = posts(60)
    given[7]["id"] = given[8]["id"] = 3
    del given[20]["id"]
    data = (
        as_json(chat(given))
        .replace(b"Post 30", b"Post\\x0B30")
        .replace(b'"type": "message"', b'"type": 5', 50)
        .replace(b'"type": 5', b'"type": "message"', 49)
    )
    read_so = telegram_scan.Scan(io.BytesIO(data), decoded, decoded_all)
    read_singly = telegram_scan.Scan(io.BytesIO(data), decoded)

    def found(scan: telegram_scan.Scan) -> list[Any]:
        return [
            (each.posts[number], each.place(number)) if isinstance(each, telegram_scan.Found) else each
            for each in scan
            for number in range(len(each.posts) if isinstance(each, telegram_scan.Found) else 1)
        ]

    assert found(read_so) == found(read_singly)
    monkeypatch.setattr(telegram_scan, "CHUNK_BYTES", 2**20)
    whole = list(telegram_scan.Scan(io.BytesIO(as_json(chat(posts(60)))), decoded, decoded_all))
    assert [len(each.posts) for each in whole if isinstance(each, telegram_scan.Found)] == [59, 1]


def test_a_number_given_to_every_post_costs_no_more_than_numbers_of_their_own() -> None:
    """So that a hostile file cannot make us wait: names are given out, not searched for."""
    given = posts(5000)
    for each in given:
        each["id"] = 1
    output = read(as_json(chat(given)))
    assert fragments(output)[:3] == ["1", "1#2", "1#3"]
    assert fragments(output)[-1] == "1#5000"
    assert [note["count"] for note in output["notes"]] == [1] * 20 + [4999 - 20]


@given(st.integers(-62_135_596_800, 253_402_300_799))
def test_unix_times_are_written_as_python_writes_them(seconds: int) -> None:
    assert telegram_post._time(seconds) == datetime.fromtimestamp(seconds, UTC).isoformat()
    assert telegram_post._time(str(10**18 + abs(seconds))) is None


class Failing:
    """A worker that ends after its first batch."""

    def __init__(self, confined: Confine) -> None:
        self._confined = confined

    def run(self, function: str, batch: Any) -> list[Any]:
        return self._confined.run(function, batch)

    def stream(self, function: str, file: Path, options: dict[str, Any], kind: Any = Any) -> Iterator[Any]:
        yield next(self._confined.stream(function, file, options, kind))
        raise InputError("its reader died")


def test_where_the_worker_dies_the_posts_that_came_are_kept_and_the_rest_is_said_to_be_missing(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "STREAM_ABOVE_BYTES", 1000)
    (tmp_path / "result.json").write_bytes(as_json(chat(posts(3000))))
    got = list(read_items(walk(tmp_path), Case(), SmallGround(), Failing(confined)))  # type: ignore[arg-type]
    assert sum(len(each.texts) for each in got) == BATCH_POSTS
    assert [(issue.code, issue.message) for issue in got[-1].issues] == [
        ("partly_read", f"its reader died, after {BATCH_POSTS} posts")
    ]


def test_an_export_that_grows_while_it_is_read_is_said_to_have_changed(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "STREAM_ABOVE_BYTES", 1000)
    file = tmp_path / "result.json"
    file.write_bytes(as_json(chat(posts(3000))))
    stream = parts(tmp_path, confined)
    next(stream)
    with file.open("ab") as more:
        more.write(b"\n")
    assert [issue.message for issue in list(stream)[-1].issues] == ["changed while it was read"]
