"""E-mail, mailboxes and pages saved as one file."""

from __future__ import annotations

import pytest

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL, UKRAINIAN
from zvirka.capture import sniff
from zvirka.capture.readers.html import read_html
from zvirka.capture.readers.mail import read_mail, read_mailbox, take_attachments
from zvirka.capture.readers.mhtml import read_mhtml
from zvirka.model.errors import FormatError

ADDRESS = "https://courier.example/ford"


def test_a_message_gives_subject_words_sender_and_date() -> None:
    data = samples.mail("Ранкове зведення", f"{UKRAINIAN}\r\n\r\n{SENTINEL}\r\n")
    (report,) = read_mail(data)["reports"]
    assert sniff(data, len(data)).media == "mail"
    assert report["text"] == f"Ранкове зведення\n\n{UKRAINIAN}\n{SENTINEL}"
    assert (report["outlet"], report["published"]) == ("Hill Courier", "Mon, 12 Sep 2022 10:15:00 +0300")


def test_lines_that_the_mail_program_broke_are_joined_and_quotes_stay() -> None:
    words = "The ford near the old mill is open for all traffic again, the district\nsaid in the evening.\n> quoted line\n> and another"
    (report,) = read_mail(samples.mail("S", words))["reports"]
    assert report["text"].split("\n")[2:] == [
        "The ford near the old mill is open for all traffic again, the district said in the evening.",
        "> quoted line",
        "> and another",
    ]


def test_a_message_in_html_is_read_as_its_visible_words() -> None:
    html = f"<html><head><style>p {{color: red}}</style></head><body><p>{UKRAINIAN}</p><p>{SENTINEL}</p></body></html>"
    (report,) = read_mail(samples.mail("S", "", html=html))["reports"]
    assert report["text"].split("\n")[2:] == [UKRAINIAN, SENTINEL]


def test_attachments_are_members_with_their_bytes() -> None:
    data = samples.mail("S", SENTINEL, {"losses.csv": b"a,b\n1,2\n", "../../photo.jpg": samples.jpeg()})
    output = read_mail(data)
    assert [(member["name"], member["size_bytes"]) for member in output["members"]] == [
        ("losses.csv", 8),
        ("../../photo.jpg", len(samples.jpeg())),
    ]
    assert take_attachments(data, [1, 0]) == [samples.jpeg(), b"a,b\n1,2\n"]


@pytest.mark.parametrize("cut", [True, False])
def test_of_a_message_the_end_is_found_or_its_absence_reported(cut: bool) -> None:
    output = read_mail(samples.mail("S", SENTINEL, {"a.txt": b"x"}, cut=cut))
    assert SENTINEL in output["reports"][0]["text"]
    assert ["cut" in note["message"] for note in output["notes"]] == [True] * cut


def test_a_mailbox_is_a_report_a_message_and_members_of_all() -> None:
    first = samples.mail("One", "Words.\r\nFrom here the road is open.\r\n", {"a.txt": b"1"})
    second = samples.mail("Two", SENTINEL, {"a.txt": b"22"}).replace(b"<1@", b"<2@")
    data = samples.mailbox([first, second, second])
    output = read_mailbox(data)
    assert sniff(data, len(data)).media == "mailbox"
    assert [report["fragment"] for report in output["reports"]] == [
        "1@courier.example",
        "2@courier.example",
        "2@courier.example#2",
    ]
    assert output["reports"][1]["text"] == f"Two\n\n{SENTINEL}"
    assert [member["name"] for member in output["members"]] == ["1/a.txt", "2/a.txt", "3/a.txt"]
    assert take_attachments(data, [member["index"] for member in output["members"]]) == [b"1", b"22", b"22"]


@pytest.mark.parametrize("charset", ["x\0y", "unicode_escape", "idna", "hex", "no-such"])
def test_a_message_in_letters_that_nobody_knows_takes_no_other_with_it(charset: str) -> None:
    good = samples.mail("One", SENTINEL)
    odd = samples.mail("Two", "Words.").replace(b"utf-8", charset.encode()).replace(b"<1@", b"<2@")
    assert charset.encode() in odd
    reports = read_mailbox(samples.mailbox([odd, good]))["reports"]
    assert reports[1]["text"] == f"One\n\n{SENTINEL}"


def test_a_mailbox_without_the_line_that_begins_a_message_is_one_message() -> None:
    (report,) = read_mailbox(samples.mail("One", SENTINEL))["reports"]
    assert SENTINEL in report["text"]


def test_a_page_saved_as_one_file_is_read_like_the_page_with_the_address_it_was_saved_from() -> None:
    html = samples.page(f"{UKRAINIAN} {SENTINEL}")
    data = samples.mhtml(html, ADDRESS)
    (report,) = read_mhtml(data)["reports"]
    (page,) = read_html(html.encode(), "utf-8")["reports"]
    assert sniff(data, len(data)).media == "mhtml"
    assert report == {**page, "address": ADDRESS}
    assert report["text"].endswith(SENTINEL)
    assert report["published"] == "2022-09-12"


def test_a_saved_page_that_is_cut_is_said_to_be() -> None:
    output = read_mhtml(samples.mhtml(samples.page(SENTINEL), ADDRESS, cut=True))
    assert SENTINEL in output["reports"][0]["text"]
    assert ["cut" in note["message"] for note in output["notes"]] == [True]
    whole = samples.mhtml(samples.page(SENTINEL), ADDRESS)
    assert any("cut" in note["message"] for note in read_mhtml(whole[:600])["notes"])
    with pytest.raises(FormatError, match="without a page"):
        read_mhtml(whole[: whole.index(b"Content-Type: text/html")])


@pytest.mark.parametrize(
    "comment",
    [
        f"<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Tue Nov 01 2022\n-->",
        f"<!-- saved from url=(0028){ADDRESS} -->",
    ],
)
def test_a_page_saved_by_a_browser_keeps_its_address_and_pictures_in_it_are_no_words(comment: str) -> None:
    inlined = f'<img src="data:image/png;base64,{"iVBORw0KGgo" * 20_000}">'
    page = samples.page(f"{UKRAINIAN} {inlined} {SENTINEL}").replace("<html lang=en>", f"<html lang=en>{comment}")
    data = page.encode()
    (report,) = read_html(data, "utf-8")["reports"]
    assert sniff(data[:65_536], len(data)).media == "html"
    assert report["address"] == ADDRESS
    assert report["text"].endswith(SENTINEL)
    assert "base64" not in report["text"]
    assert "iVBOR" not in report["text"]
