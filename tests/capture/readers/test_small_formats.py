"""Subtitles, lists of links, what auto-archiver writes, pictures and videos."""

from __future__ import annotations

import json

import pytest

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL, UKRAINIAN
from zvirka.capture import sniff
from zvirka.capture.readers.archived import read_archived
from zvirka.capture.readers.links import LISTED, read_links
from zvirka.capture.readers.pictures import read_image
from zvirka.capture.readers.subtitles import read_subtitles
from zvirka.capture.readers.videos import read_video
from zvirka.model.errors import FormatError

CUES = [
    ("00:00:01", "<i>The ford</i> at the mill"),
    ("00:00:04", "is open again."),
    ("00:01:02", "{\\an8}Nobody &amp; nothing"),
    ("01:02:03", SENTINEL),
]


def srt(cues: list[tuple[str, str]]) -> bytes:
    return "\r\n".join(
        f"{number}\r\n{at},500 --> {at},900\r\n{words}\r\n" for number, (at, words) in enumerate(cues, 1)
    ).encode()


def vtt(cues: list[tuple[str, str]]) -> bytes:
    blocks = [f"{at.removeprefix('00:')}.500 --> {at}.900 align:start\n{words}" for at, words in cues]
    return "\n\n".join(["WEBVTT Kind: captions; Language: en", "NOTE a remark", *blocks]).encode()


@pytest.mark.parametrize("made", [srt, vtt])
def test_cues_are_joined_to_text_with_their_times_at_exact_offsets(made: object) -> None:
    data = made(CUES)  # type: ignore[operator]
    (report,) = read_subtitles(data, "utf-8")["reports"]
    assert sniff(data, len(data)).media == "subtitles"
    assert report["text"] == f"The ford at the mill is open again.\nNobody & nothing {SENTINEL}"
    starts = [(report["text"][at:].split(" ")[0], time) for at, time in report["marks"]]
    assert starts == [("The", "00:00:01"), ("is", "00:00:04"), ("Nobody", "00:01:02"), ("The", "01:02:03")]


def test_rolling_captions_say_each_line_once() -> None:
    rolling = [
        ("00:00:01", "the ford is"),
        ("00:00:02", "the ford is\nopen again"),
        ("00:00:03", "open again\nsince noon"),
    ]
    (report,) = read_subtitles(vtt(rolling), "utf-8")["reports"]
    assert report["text"] == "the ford is open again since noon"


def test_subtitles_that_end_in_a_time_are_said_to_be_cut() -> None:
    (note,) = read_subtitles(srt(CUES)[: -len(SENTINEL) - 2], "utf-8")["notes"]
    assert "cut" in note["message"]


def test_a_list_of_links_is_kept_and_none_is_fetched() -> None:
    lines = [
        "# from the morning desk",
        "https://t.example/c/1",
        "- https://t.example/c/2",
        "3. <https://t.example/c/3>",
    ]
    data = "\n".join(lines).encode()
    output = read_links(data, "utf-8")
    assert sniff(data, len(data)).media == "links"
    assert output["reports"] == []
    assert [(note["place"], note["code"], "kept, not fetched" in note["message"]) for note in output["notes"]] == [
        (f"line {number}", "not_looked_at", True) for number in (2, 3, 4)
    ]


def test_many_links_are_counted_and_a_shortcut_is_one() -> None:
    many = "\n".join(f"https://t.example/{number}" for number in range(LISTED + 7)).encode()
    assert [note["count"] for note in read_links(many, "utf-8")["notes"]][-1] == 7
    shortcut = b"[InternetShortcut]\r\nURL=https://t.example/c/1\r\nIconIndex=0\r\n"
    assert sniff(shortcut, len(shortcut)).media == "links"
    assert len(read_links(shortcut, "utf-8")["notes"]) == 1


def test_words_with_a_link_are_no_list_of_links() -> None:
    data = b"The ford is open again, see\nhttps://t.example/c/1\n"
    assert sniff(data, len(data)).media == "text"


POST = {
    "_processed_at": "2022-11-01 08:00:00+00:00",
    "url": "https://t.example/c/9",
    "timestamp": "2022-09-11 20:04:00+00:00",
    "title": "Morning",
    "content": f"{UKRAINIAN}\n{SENTINEL}",
    "author": "Hill Courier",
}


def of_json(post: dict[str, str]) -> bytes:
    return json.dumps(
        {"status": "telethon: success", "metadata": post, "media": []}, indent=4, ensure_ascii=False
    ).encode()


def of_page(post: dict[str, str]) -> bytes:
    rows = "".join(f"<tr>\n<td>{key}</td><td>{value}</td></tr>" for key, value in post.items())
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body>'
        f'<h2>Archived media for <span class="copy">{post["url"]}</span></h2>'
        '<table class="content"><tr><td>a</td><td>b</td></tr></table>'
        f'<table class="metadata"><tr><th>key</th><th>value</th></tr>{rows}'
        "</table></body></html>"
    ).encode()


def of_table(post: dict[str, str]) -> bytes:
    metadata = repr(post).replace(
        "'2022-09-11 20:04:00+00:00'", "datetime.datetime(2022, 9, 11, 20, 4, tzinfo=datetime.timezone.utc)"
    )
    quoted = metadata.replace('"', '""')
    return f'status,metadata,media\r\ntelethon: success,"{quoted}","[Media(filename=1)]"\r\n'.encode()


@pytest.mark.parametrize("made", [of_json, of_page, of_table])
def test_what_auto_archiver_writes_of_a_post_is_read_with_its_address_and_time(made: object) -> None:
    data = made(POST)  # type: ignore[operator]
    (report,) = read_archived(data, "utf-8")["reports"]
    assert sniff(data, len(data)).media == "archived"
    assert report["text"] == f"Morning\n\n{POST['content']}"
    assert (report["address"], report["outlet"]) == (POST["url"], "Hill Courier")
    assert report["published"].replace("T", " ") == POST["timestamp"]


@pytest.mark.parametrize("made", [of_json, of_page, of_table])
def test_a_report_of_auto_archiver_that_is_cut_is_said_to_be(made: object) -> None:
    data = made(POST)[:-60]  # type: ignore[operator]
    try:
        said = read_archived(data, "utf-8")["notes"][0]["message"]
    except FormatError as error:
        said = error.problem
    assert "cut" in said


def test_a_post_archived_without_words_is_named() -> None:
    (note,) = read_archived(of_json({"url": "https://t.example/c/9"}), "utf-8")["notes"]
    assert (note["code"], "https://t.example/c/9" in note["message"]) == ("not_looked_at", True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            samples.jpeg(samples.exif()),
            "a JPEG image, 4032 × 3024, kept and not looked at; it says of itself: taken 2022-09-10 14:03:11 +03:00,"
            " at 49.21000, 37.26500, by Maker Model 5",
        ),
        (samples.jpeg(samples.exif(south=True)), "at -49.21000, 37.26500"),
        (samples.jpeg(), "a JPEG image, 4032 × 3024, kept and not looked at"),
        (samples.png(samples.exif()), "a PNG image, 800 × 600, kept and not looked at; it says of itself: taken 2022"),
        (samples.png(end=False), "cut or damaged"),
        (samples.jpeg(samples.exif())[:120], "cut or damaged"),
    ],
)
def test_a_picture_is_kept_with_what_it_says_of_itself(data: bytes, words: str) -> None:
    output = read_image(data)
    (note,) = output["notes"]
    assert (output["reports"], note["code"], sniff(data, len(data)).media) == ([], "not_looked_at", "image")
    assert words in note["message"]


@pytest.mark.parametrize("value", [0, 1, 40, 200, 255])
def test_a_picture_with_broken_metadata_is_kept_all_the_same(value: int) -> None:
    whole = samples.jpeg(samples.exif())
    for at in range(2, len(whole)):
        broken = whole[:at] + bytes([value]) + whole[at + 1 :]
        assert [note["code"] for note in read_image(broken)["notes"]] == ["not_looked_at"]


def test_a_video_is_kept_with_what_it_says_of_itself() -> None:
    whole, cut = samples.mp4(), samples.mp4(index=False)
    assert sniff(whole, len(whole)).media == "video"
    (note,) = read_video(whole)["notes"]
    assert note["message"].startswith("is an MP4 or QuickTime video, 1920 × 1080, 12 s")
    assert "taken 2022-09-10 13:30:00 UTC, at 49.21000, 37.26500" in note["message"]
    for broken in (cut, whole[:-1], whole[: len(whole) // 2], whole[:13]):
        assert "cut or damaged" in read_video(broken)["notes"][0]["message"]


@pytest.mark.parametrize("about", [b"{}", b'{"metadata": 1}', b'{"metadata": ["ab"]}', b'{"metadata": null}'])
def test_an_archived_post_of_which_nothing_is_said_is_refused(about: bytes) -> None:
    with pytest.raises(FormatError, match="says nothing of the post"):
        read_archived(about, "utf-8")
