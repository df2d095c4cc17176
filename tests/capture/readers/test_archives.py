"""ZIP, gzip, WARC and WACZ."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL, answer, chunked, page, warc, warc_record
from zvirka.capture import sniff
from zvirka.capture.readers.archive import RATIO_FROM_BYTES, read_archive, take_archive
from zvirka.capture.readers.names import LONGEST_NAME, Distinct, harmless
from zvirka.capture.readers.warc import read_warc, take_warc
from zvirka.model.errors import FormatError

PAGE = page(SENTINEL).encode()
URL = "https://courier.example/ford"


def names(output: dict[str, Any]) -> list[str]:
    return [member["name"] for member in output["members"]]


def test_the_files_of_an_archive_are_its_members_without_hidden_ones() -> None:
    data = samples.zipped(
        {"b.txt": b"1", "may/a.txt": b"22", ".DS_Store": b"x", "__MACOSX/._b.txt": b"x", "empty/": b""}
    )
    output = read_archive(data)
    assert sniff(data, len(data)).media == "archive"
    assert names(output) == ["b.txt", "may/a.txt"]
    assert take_archive(data, [member["index"] for member in output["members"]]) == [b"1", b"22"]


HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\windows\\x",
    "a\nb.txt",
    "\u202egpj.exe",
    "-rf",
    "=cmd()",
    "a" * 60_000,
    "con",
    "a.txt",
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_names_stay_data_on_one_line() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as packed:
        for name in [*HOSTILE, "a.txt"]:
            info = zipfile.ZipInfo("x")
            info.filename = name
            packed.writestr(info, b"x")
    found = names(read_archive(sink.getvalue()))
    assert len(set(found)) == len(found) == len(HOSTILE) + 1
    assert all(name.isprintable() and "\n" not in name and len(name) <= LONGEST_NAME + 2 for name in found)
    assert found[-2:] == ["a.txt", "a.txt#2"]


@given(st.lists(st.text(max_size=30), max_size=20))
def test_names_are_distinct_and_never_empty(given_names: list[str]) -> None:
    distinct = Distinct()
    found = [distinct(name) for name in given_names]
    assert len(set(found)) == len(found)
    assert all(found)
    assert all(harmless(name) == harmless(harmless(name)) for name in given_names)


@pytest.mark.parametrize("code", ["cp866", "utf-8"])
def test_cyrillic_names_are_read_without_the_mark_of_utf_8(code: str) -> None:
    data = samples.zipped({"AAAAA.txt": b"x"})
    raw = "Вірші".encode(code) if code == "utf-8" else "Стихи".encode(code)
    placed = samples.zipped({"A" * len(raw) + ".txt": b"x"}).replace(b"A" * len(raw), raw)
    assert names(read_archive(placed)) == [f"{raw.decode(code)}.txt"]
    assert names(read_archive(data)) == ["AAAAA.txt"]


def test_a_member_that_would_grow_beyond_measure_is_refused_and_the_others_come() -> None:
    data = samples.zipped({"bomb": bytes(RATIO_FROM_BYTES + 1), "a.txt": SENTINEL.encode()})
    output = read_archive(data)
    assert names(output) == ["a.txt"]
    assert [(note["code"], note["place"], "grow" in note["message"]) for note in output["notes"]] == [
        ("not_read", "bomb", True)
    ]


def test_a_member_that_is_longer_than_it_says_or_damaged_is_said_and_not_given() -> None:
    data = bytearray(samples.zipped({"a.txt": b"one two three", "b.txt": b"x"}, stored=True))
    at = data.find(b"one two three")
    data[at] ^= 1
    taken = take_archive(bytes(data), [0, 1])
    assert "damaged" in taken[0]
    assert taken[1] == b"x"


def test_encrypted_members_are_said_to_be() -> None:
    data = bytearray(samples.zipped({"a.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + offset] |= 1
    (note,) = read_archive(bytes(data))["notes"]
    assert (note["place"], "encrypted" in note["message"]) == ("a.txt", True)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_an_archive_that_is_cut_ends_with_an_error_that_says_so(share: float) -> None:
    data = samples.zipped({"a.txt": SENTINEL.encode()})
    with pytest.raises(FormatError, match="cut or damaged"):
        read_archive(data[: int(len(data) * share)])


def test_a_gzip_file_is_its_content_and_one_that_is_cut_gives_what_is_there() -> None:
    words = b"".join(b"%d words of a long report\n" % number for number in range(5000)) + SENTINEL.encode()
    data = gzip.compress(words)
    assert take_archive(data, [0]) == [words]
    cut = read_archive(data[: len(data) // 2])
    (part,) = take_archive(data[: len(data) // 2], [0])
    assert part
    assert words.startswith(part)
    assert SENTINEL.encode() not in part
    assert ["cut" in note["message"] for note in cut["notes"]] == [True]


@pytest.mark.parametrize("packed", [False, True])
def test_pages_of_a_warc_are_members_by_address_and_parts_of_pages_are_counted(packed: bool) -> None:
    records = [
        warc_record("response", URL, answer(PAGE)),
        warc_record("request", URL, b"GET / HTTP/1.1\r\n\r\n"),
        warc_record("response", URL + "/a.css", answer(b"p {}", "text/css")),
        warc_record("response", URL + "/gone", answer(PAGE, status=404)),
        warc_record("response", URL + "/b.pdf", answer(samples.pdf([[SENTINEL]]), "application/pdf")),
    ]
    data = warc(records, packed)
    output = read_warc(data)
    assert sniff(data, len(data)).media == "warc"
    assert names(output) == [URL, URL + "/b.pdf"]
    assert [member["address"] for member in output["members"]] == [URL, URL + "/b.pdf"]
    assert take_warc(data, [output["members"][0]["index"]]) == [PAGE]
    assert [(note["code"], note["message"][:9]) for note in output["notes"]] == [("not_looked_at", "2 answers")]


BODIES = {
    "plain": answer(PAGE),
    "chunked": answer(chunked(PAGE), more="Transfer-Encoding: chunked\r\n"),
    "gzip": answer(gzip.compress(PAGE), more="Content-Encoding: gzip\r\n"),
    "both": answer(chunked(gzip.compress(PAGE)), more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
    "undone": answer(PAGE, more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
}


@pytest.mark.parametrize("name", BODIES)
def test_the_body_of_an_answer_comes_as_the_server_meant_it(name: str) -> None:
    data = warc([warc_record("response", URL, BODIES[name])])
    assert take_warc(data, [0]) == [PAGE]
    assert read_warc(data)["notes"] == []


def brotli(data: bytes) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "brotli") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


def test_brotli_is_unpacked() -> None:
    data = warc([warc_record("response", URL, answer(brotli(PAGE), more="Content-Encoding: br\r\n"))])
    assert take_warc(data, [0]) == [PAGE]


CUT = {
    "record": warc([warc_record("response", URL, answer(PAGE)[:-40], length=len(answer(PAGE)))])[:-4],
    "answer": warc([warc_record("response", URL, answer(PAGE[:-40], length=len(PAGE)))]),
    "chunks": warc(
        [warc_record("response", URL, answer(chunked(PAGE, end=False), more="Transfer-Encoding: chunked\r\n"))]
    ),
    "packed": warc(
        [warc_record("response", URL, answer(gzip.compress(PAGE)[:-20], more="Content-Encoding: gzip\r\n"))]
    ),
    "crawler": warc([warc_record("response", URL, answer(PAGE), more="WARC-Truncated: length\r\n")]),
    "gzip": warc([warc_record("response", URL, answer(PAGE))], packed=True)[:-30],
}


@pytest.mark.parametrize("name", CUT)
def test_a_record_that_is_cut_is_named_with_its_address_though_its_digest_is_right(name: str) -> None:
    output = read_warc(CUT[name])
    assert names(output) == [URL]
    first = output["notes"][0]
    assert "cut" in first["message"]
    assert first["place"] == f"record 2 ({URL})"


def test_bytes_that_are_not_those_of_the_digest_are_said() -> None:
    data = warc([warc_record("response", URL, answer(PAGE))]).replace(b"Willow", b"Yellow")
    assert "digest" in read_warc(data)["notes"][0]["message"]


def test_what_follows_a_broken_record_is_said_to_be_unread() -> None:
    records = [
        warc_record("response", URL, answer(PAGE)),
        b"garbage here\r\n",
        warc_record("response", URL, answer(PAGE)),
    ]
    (note,) = read_warc(warc(records))["notes"]
    assert (note["place"], "nothing after it" in note["message"]) == ("after record 2", True)


def test_a_wacz_gives_the_pages_of_its_crawl_and_leaves_frames_aside() -> None:
    crawl = warc(
        [
            warc_record("response", URL, answer(PAGE)),
            warc_record("response", "https://ads.example/frame", answer(PAGE)),
        ],
        packed=True,
    )
    data = samples.wacz(crawl, [URL])
    output = read_archive(data)
    assert sniff(data[:65_536], len(data)).media == "archive"
    assert names(output) == [URL]
    assert take_archive(data, [output["members"][0]["index"]]) == [PAGE]
    assert [note["code"] for note in output["notes"]] == ["not_looked_at"]


def test_a_wacz_whose_parts_were_changed_is_said_to_be() -> None:
    crawl = warc([warc_record("response", URL, answer(PAGE))], packed=True)
    (note,) = read_archive(samples.wacz(crawl, [URL], digest="sha256:" + "0" * 64))["notes"]
    assert note["place"] == "archive/data.warc.gz"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 255), st.sampled_from(["zip", "warc", "gz", "wacz"]))
def test_a_changed_byte_never_crashes_a_reader(at: int, value: int, what: str) -> None:
    crawl = warc([warc_record("response", URL, answer(PAGE))], packed=what != "warc")
    data = {
        "zip": samples.zipped({"a.txt": PAGE}),
        "warc": crawl,
        "gz": gzip.compress(PAGE),
        "wacz": samples.wacz(crawl, [URL]),
    }[what]
    broken = bytearray(data)
    broken[at % len(broken)] = value
    read = read_warc if what == "warc" else read_archive
    try:
        output = read(bytes(broken))
    except FormatError:
        return
    assert output["members"] or output["notes"]
