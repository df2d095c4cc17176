"""Files to items and texts."""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.capture.small import SmallGround, capture
from zvirka.capture import Found, items, load, missing_files, read_items
from zvirka.confine import Confine
from zvirka.model.canonical import sha256_hex
from zvirka.model.case import BoundaryRule, Case, ItemsRule, ListRule, MapRule
from zvirka.model.errors import CaseError
from zvirka.model.issues import Issue
from zvirka.model.items import text_digest
from zvirka.model.times import Moment

NOW = datetime(2023, 1, 1, tzinfo=UTC)
WORDS = "The council said on 12 September that the ford was open.\nThree trucks crossed it."
PAGE = (
    f"<html lang=en><head><meta property=og:site_name content='Hill Courier'><meta name=date content=2022-09-12></head>"
    f"<article><p>{WORDS}</p>"
)


def codes(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.code for issue in issues]


def write(folder: Path, **files: bytes | str) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def test_a_plain_text_comes_back_verbatim_with_its_digests(tmp_path: Path, confined: Confine) -> None:
    write(tmp_path, a=WORDS)
    got = capture(tmp_path, confined)["a"]
    (text,) = got.texts
    assert text.text == WORDS
    assert text.digest == text_digest(WORDS)
    assert got.item is not None
    assert got.item.object == sha256_hex(WORDS.encode())
    assert got.data == WORDS.encode()
    assert (text.language, text.reader, got.kind) == ("en", "text/1", "text")


BAD = {
    "empty": (b"", "not_read", "empty"),
    "blank": (b" \n\t ", "not_read", "no words"),
    "noise": (bytes(range(256)) * 8, "not_looked_at", "binary data"),
    "photo": (b"\xff\xd8\xff\xe0 and so on", "not_looked_at", "JPEG"),
    "json": (b'{"some": [1, 2', "not_looked_at", "JSON"),
    "broken": (b'{"report_id": "a", "text": "cut', "not_read", "no words"),
    "map": (b'{"type": "FeatureCollection", "features": []}', "not_looked_at", "GeoJSON"),
    "list": (b"date,place\n2022-09-01,Hill\n2022-09-02,Ford\n", "not_looked_at", "table"),
    "bare": (b"<html><body></body></html>", "not_read", "no words"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_said_in_a_line_with_a_remedy_and_the_rest_goes_on(
    tmp_path: Path, confined: Confine, name: str
) -> None:
    data, code, words = BAD[name]
    write(tmp_path, **{name: data, "a": WORDS, "z": WORDS})
    got = capture(tmp_path, confined)
    assert len(got["a"].texts) == len(got["z"].texts) == 1
    last = got[name].issues[-1]
    assert (last.code, last.path) == (code, name)
    assert words in last.message
    assert last.remedy
    item = got[name].item
    assert item is not None
    assert item.object == sha256_hex(data)


def test_a_page_nested_without_end_keeps_its_words(tmp_path: Path, confined: Confine) -> None:
    write(tmp_path, deep="<html>" + "<span>" * 100_000 + "Deep words." + "</span>" * 100_000)
    assert [text.text for text in capture(tmp_path, confined)["deep"].texts] == ["Deep words."]


def test_a_reader_that_dies_costs_its_own_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(items.READERS, "html", ("tests.capture.test_items:die_or_read", "html/1"))
    write(tmp_path, a=PAGE, b=PAGE + "<p>KILL", c=PAGE)
    with Confine() as confined:
        got = capture(tmp_path, confined)
    assert [len(got[name].texts) for name in "abc"] == [1, 0, 1]
    (issue,) = got["b"].issues
    assert (issue.code, issue.path) == ("not_read", "b")
    assert "died" in issue.message


def die_or_read(data: bytes, **options: Any) -> Any:
    """Stands in for a reader that a crafted page crashes."""
    import os

    from zvirka.capture.readers.html import read_html

    if b"KILL" in data:
        os._exit(1)
    return read_html(data, **options)


@pytest.mark.parametrize("forged", [7, {"reports": [{"text": 5}]}, {"reports": "x"}, [], None])
def test_rubbish_from_a_reader_that_was_taken_over_is_an_issue(tmp_path: Path, forged: Any) -> None:
    class Forging:
        def run(self, function: str, batch: Any) -> list[Any]:
            return [forged] * len(batch)

    write(tmp_path, a=PAGE)
    assert codes(capture(tmp_path, Forging())["a"].issues) == ["not_read"]


def test_a_file_that_went_away_is_an_issue(tmp_path: Path, confined: Confine) -> None:
    (got,) = read_items([Found("gone.txt", tmp_path / "gone.txt", 5)], Case(), SmallGround(), confined)
    assert got.item is None
    assert codes(got.issues) == ["not_read"]


def test_a_file_over_the_limit_is_hashed_and_kept_but_not_read(
    tmp_path: Path, confined: Confine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "LARGEST_READ_BYTES", 1000)
    data = WORDS.encode() * 50_000
    write(tmp_path, a=data)
    got = capture(tmp_path, confined)["a"]
    assert got.item is not None
    assert (got.item.object, got.item.size_bytes, got.data, got.texts) == (sha256_hex(data), len(data), None, ())
    assert codes(got.issues) == ["not_read"]


def test_a_guessed_encoding_and_faulty_bytes_are_said(tmp_path: Path, confined: Confine) -> None:
    words = "Військові повернулися до селища, повідомив голова громади. Міст зруйновано."
    write(tmp_path, old=words.encode("windows-1251"), torn=words.encode() + b"\xff" + words.encode())
    got = capture(tmp_path, confined, Case(items=(ItemsRule("*", published=Moment(date(2022, 9, 1))),)))
    assert got["old"].texts[0].text == words
    assert "windows-1251" in got["old"].issues[0].message
    assert got["torn"].texts[0].text == f"{words}\ufffd{words}"
    assert [(issue.code, issue.count) for issue in got["torn"].issues] == [("partly_read", 1)]


def test_an_encoding_that_the_page_declares_is_no_guess(tmp_path: Path, confined: Confine) -> None:
    words = "Міст через річку зруйновано, повідомив голова громади."
    page = f"<meta charset=windows-1251><meta name=date content=2022-09-12><p>{words}".encode("windows-1251")
    write(tmp_path, a=page, b=page.replace(b"<meta charset=windows-1251>", b""))
    got = capture(tmp_path, confined)
    assert [text.text for each in got.values() for text in each.texts] == [words, words]
    assert [codes(each.issues) for each in got.values()] == [[], ["partly_read"]]


def test_the_case_wins_over_edits_and_edits_over_the_item(tmp_path: Path, confined: Confine) -> None:
    write(tmp_path, a=PAGE)
    rules = (
        ItemsRule("*", published=Moment(date(2022, 9, 1)), outlet="First"),
        ItemsRule("a", published=Moment(date(2022, 9, 2))),
    )
    edits = {("a", ""): {"published": "2022-09-03", "address": "https://example.org/edited", "side": "plain"}}
    (text,) = capture(tmp_path, confined, Case(items=rules), edits)["a"].texts
    assert (str(text.published), text.voice.name, text.address, text.voice.side) == (
        "2022-09-02",
        "First",
        "https://example.org/edited",
        "plain",
    )
    assert dict(text.known) == {
        "published": "case",
        "outlet": "case",
        "address": "items_csv",
        "language": "read",
        "side": "items_csv",
    }
    (plain,) = capture(tmp_path, confined)["a"].texts
    assert (str(plain.published), plain.voice.name, plain.voice.side) == ("2022-09-12", "Hill Courier", "highland")
    assert dict(plain.known) == {
        "published": "read",
        "outlet": "read",
        "address": "unknown",
        "language": "read",
        "side": "solved",
    }


def test_an_edit_that_is_no_date_is_refused_with_its_place(tmp_path: Path, confined: Confine) -> None:
    write(tmp_path, a=WORDS)
    with pytest.raises(CaseError, match="soon"):
        capture(tmp_path, confined, None, {("a", ""): {"published": "soon"}})


@pytest.mark.parametrize(
    ("outlet", "kind", "side"),
    [
        ("Hill Courier", "media", "highland"),
        ("The Hill Courier", "media", "highland"),
        ("MINISTRY OF THE PLAIN", "official", "plain"),
        ("Friends of the Ministry of the Plain and of all its many rivers", "media", "unknown"),
        ("Nobody's Paper", "media", "unknown"),
        (None, "unnamed", "unknown"),
    ],
)
def test_a_voice_is_the_known_source_that_the_outlet_is_and_never_guessed(
    tmp_path: Path, confined: Confine, outlet: str | None, kind: str, side: str
) -> None:
    write(tmp_path, a=WORDS)
    (text,) = capture(tmp_path, confined, Case(items=(ItemsRule("a", outlet=outlet),)))["a"].texts
    assert (text.voice.name, text.voice.kind, text.voice.side) == (outlet or "", kind, side)


def test_unknown_dates_are_said_once_an_item_and_counted(tmp_path: Path, confined: Confine) -> None:
    lines = [
        {"report_id": str(n), "text": WORDS, "published": when} for n, when in enumerate([None, "soon", "2022-09-01"])
    ]
    write(tmp_path, a="\n".join(json.dumps(line) for line in lines))
    (issue,) = capture(tmp_path, confined)["a"].issues
    assert (issue.code, issue.count, issue.place) == ("date_unknown", 2, "line 1")
    assert "soon" in issue.message


def test_a_date_in_the_future_is_said_and_kept(tmp_path: Path, confined: Confine) -> None:
    lines = [{"report_id": day, "text": WORDS, "published": day} for day in ("2023-01-01", "2023-01-02", "2091-01-01")]
    write(tmp_path, a="\n".join(json.dumps(line) for line in lines))
    got = capture(tmp_path, confined, now=NOW)["a"]
    assert [str(text.published) for text in got.texts] == ["2023-01-01", "2023-01-02", "2091-01-01"]
    assert [(issue.code, issue.fragment, issue.place) for issue in got.issues] == [
        ("date_unknown", "2091-01-01", "line 3")
    ]


def test_what_case_toml_names_goes_to_observe_and_has_no_texts(tmp_path: Path, confined: Confine) -> None:
    write(tmp_path, m='{"type": "FeatureCollection"', b="{}", l="one column only\nx\n", a=WORDS)
    rules = (MapRule("X", "m"), BoundaryRule("place:1", "b", "Y"), ListRule("sightings", "l"))
    got = capture(tmp_path, confined, Case(maps=rules[:1], boundaries=rules[1:2], lists=rules[2:]))  # type: ignore[arg-type]
    assert [(got[name].kind, got[name].rules, got[name].texts, got[name].issues) for name in "mbl"] == [
        ("geojson", (rules[0],), (), ()),
        ("geojson", (rules[1],), (), ()),
        ("table", (rules[2],), (), ()),
    ]
    assert got["m"].data == b'{"type": "FeatureCollection"'


def test_the_case_file_itself_is_neither_read_nor_an_issue(tmp_path: Path, confined: Confine) -> None:
    (tmp_path / "case.toml").write_text("schema = 1\n", encoding="utf-8")
    got = capture(tmp_path, confined)["case.toml"]
    assert (got.kind, got.texts, got.issues) == ("case", (), ())


def test_a_file_that_case_toml_names_and_nobody_has_is_said_with_the_nearest_name() -> None:
    case = Case(
        boundaries=(BoundaryRule("p", "bordr.geojson", "X"),),
        lists=(ListRule("settlement_statuses", "a.txt", cells="lists/a.csv"),),
        items=(ItemsRule("a.txt"),),
    )
    found = missing_files(case, ["a.txt", "border.geojson"])
    assert [(issue.code, issue.path, issue.remedy) for issue in found] == [
        ("not_read", "case.toml", "Did you mean border.geojson?"),
        ("not_read", "case.toml", "Put the file into the folder, or take the entry out."),
    ]


def test_ids_stay_when_the_folder_moves_and_differ_for_the_same_bytes_elsewhere_in_it(
    tmp_path: Path, confined: Confine
) -> None:
    one = tmp_path / "one"
    one.mkdir()
    write(one, a=WORDS, b=WORDS, c=PAGE)
    shutil.copytree(one, tmp_path / "two" / "deeper")
    before, after = capture(one, confined), capture(tmp_path / "two" / "deeper", confined)
    assert [got.item for got in before.values()] == [got.item for got in after.values()]
    assert [got.texts for got in before.values()] == [got.texts for got in after.values()]
    assert len({got.item.id for got in before.values() if got.item}) == 3


def test_the_order_of_the_files_changes_nothing_in_what_they_give(tmp_path: Path, confined: Confine) -> None:
    write(tmp_path, a=WORDS, b=PAGE, c=b"", d="# Heading\n\nWords.", e='{"report_id": "x", "text": "Words."}')
    found = [Found(name, tmp_path / name, 1) for name in "abcde"]
    forth = list(read_items(found, Case(), SmallGround(), confined))
    back = list(read_items(reversed(found), Case(), SmallGround(), confined))
    assert forth == back[::-1]


PIECES = st.sampled_from(
    [
        b"<html>",
        b"<p>",
        b"</article>",
        b'{"report_id": "a", "text": "x"}\n',
        b'{"text":',
        b"# H\n",
        b"---\n",
        b"a,b\n",
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"**",
        b"[x](https://e.org)",
        b"\r\n",
        "Слова. ".encode(),
        "Слова".encode("windows-1251"),
        b"words ",
        b"\xd0",
        b'"type": "Polygon"',
        b"\xed\xa0\x80",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=12).map(b"".join)))
def test_any_bytes_give_texts_or_an_issue_and_are_kept(confined: Confine, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), x=data)
        got = capture(Path(folder), confined, now=NOW)["x"]
    assert got.texts or got.issues
    assert got.data == data
    for text in got.texts:
        assert text.text.strip()
        assert text.digest == sha256_hex(text.text.encode("utf-8"))
