"""What stands as it stood is not read again; whatever did change is; and the account is that of a fresh run."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.capture.readers.telegram_samples import as_json, chat, post
from zvirka.capture import Captured, Found, load, read_items
from zvirka.model.account import Account
from zvirka.pipeline import capturing, reading
from zvirka.pipeline.run import run
from zvirka.record import Record

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
SAID = (
    "Ukrainian forces have recaptured about {} square kilometres in Kharkiv oblast, the General Staff said on Sunday."
)
FILES = ("a.txt", "b.txt", "sub/c.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three reports."""
    for number, name in enumerate(FILES):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SAID.format(120 + number), encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that readers were given, in order."""
    paths: list[str] = []

    def told(files: Iterable[Found], *rest: Any) -> Iterator[Captured]:
        files = list(files)
        paths.extend(each.path for each in files)
        return read_items(files, *rest)

    monkeypatch.setattr(capturing, "read_items", told)
    return paths


def again(folder: Path, now: datetime = NOW, **options: bool) -> Account:
    """The account of one more run, which must be that of a fresh one."""
    account = run(folder, jobs=1, now=now, **options).account
    fresh = run(folder, folder.parent / "fresh", jobs=1, now=now).account
    shutil.rmtree(folder.parent / "fresh")
    parts = ("items", "texts", "claims", "findings", "issues", "coverage")
    known = {part: getattr(account, part) for part in parts}
    assert known == {part: getattr(fresh, part) for part in parts}
    return account


def test_files_that_stand_are_not_read_again(folder: Path, read: list[str]) -> None:
    run(folder, jobs=1, now=NOW)
    assert read == [*FILES]
    read.clear()
    run(folder, jobs=1, now=NOW)
    assert read == []
    (folder / "d.txt").write_text(SAID.format(700), encoding="utf-8")
    run(folder, jobs=1, now=NOW)
    assert read == ["d.txt"]


def test_a_file_that_was_only_touched_is_not_read_again_and_a_changed_one_is(folder: Path, read: list[str]) -> None:
    run(folder, jobs=1, now=NOW)
    os.utime(folder / "a.txt")
    (folder / "b.txt").write_text(SAID.format(999), encoding="utf-8")
    read.clear()
    account = run(folder, jobs=1, now=NOW).account
    assert read == ["b.txt"]
    assert {claim.quantity.value for claim in account.claims if claim.quantity} == {120, 999, 122}
    again(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time of change that cannot be set")
def test_other_bytes_of_the_same_length_and_date_are_noticed_even_where_stamps_are_relied_on(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RACY_NS", -(10**18))
    run(folder, jobs=1, now=NOW)
    before = (folder / "a.txt").stat()
    (folder / "a.txt").write_text(SAID.format(125), encoding="utf-8")
    os.utime(folder / "a.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    read.clear()
    run(folder, jobs=1, now=NOW)
    assert read == ["a.txt"]


def test_a_file_whose_stamp_is_relied_on_is_not_even_hashed(
    folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "RACY_NS", -(10**18))
    run(folder, jobs=1, now=NOW)
    monkeypatch.setattr(reading, "_sha256", lambda file: pytest.fail(f"{file} was opened"))
    read.clear()
    run(folder, jobs=1, now=NOW)
    assert read == []


def test_a_file_changed_just_before_it_was_noted_is_hashed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, jobs=1, now=NOW)
    hashed: list[str] = []
    monkeypatch.setattr(reading, "_sha256", lambda file: hashed.append(file.name) or "")
    run(folder, jobs=1, now=NOW)
    assert sorted(hashed) == ["a.txt", "b.txt", "c.txt"]


def test_reading_again_reads_everything(folder: Path, read: list[str]) -> None:
    run(folder, jobs=1, now=NOW)
    read.clear()
    run(folder, jobs=1, now=NOW, read_again=True)
    assert read == [*FILES]


def test_an_edit_of_items_csv_reads_its_own_file_alone(folder: Path, read: list[str]) -> None:
    case = run(folder, jobs=1, now=NOW).case_folder
    with (case / "items.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    next(row for row in rows if row["path"] == "b.txt")["outlet"] = "The Herald"
    with (case / "items.csv").open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    read.clear()
    account = run(folder, jobs=1, now=NOW).account
    assert read == ["b.txt"]
    assert {text.path for text in account.texts if text.voice.name == "The Herald"} == {"b.txt"}
    read.clear()
    assert run(folder, jobs=1, now=NOW).account.texts == account.texts
    assert read == []


def test_another_case_file_reads_everything_anew(folder: Path, read: list[str]) -> None:
    run(folder, jobs=1, now=NOW)
    (folder / "case.toml").write_text('schema = 1\n[[items]]\nfiles = "a.txt"\npublished = 2022-09-12\n')
    read.clear()
    account = again(folder)
    assert set(read) >= {*FILES, "case.toml"}
    assert {str(text.published) for text in account.texts} == {"2022-09-12", "None"}


def test_a_file_of_which_the_record_lost_the_bytes_is_read_and_kept_again(folder: Path, read: list[str]) -> None:
    result = run(folder, jobs=1, now=NOW)
    lost = next(item for item in result.account.items if item.path == "b.txt")
    Record(result.case_folder).objects.path(lost.object).unlink()
    read.clear()
    run(folder, jobs=1, now=NOW)
    assert read == ["b.txt"]
    assert Record(result.case_folder).verify().problems == ()


def test_a_date_in_the_future_is_remarked_on_as_long_as_it_is_one(folder: Path) -> None:
    (folder / "case.toml").write_text('schema = 1\n[[items]]\nfiles = "a.txt"\npublished = 2022-09-25\n')
    late = datetime(2022, 9, 28, tzinfo=UTC)

    def remarks(now: datetime) -> int:
        issues = again(folder, now).issues
        return sum(issue.path == "a.txt" and "future" in issue.message for issue in issues)

    assert [remarks(now) for now in (NOW, NOW, late, late, NOW)] == [1, 1, 0, 0, 1]


def test_a_file_that_could_not_be_read_is_tried_again(folder: Path, read: list[str]) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    run(folder, jobs=1, now=NOW)
    read.clear()
    again(folder)
    assert read[0] == "broken.pdf"


def test_files_in_an_archive_are_known_with_it(folder: Path, read: list[str]) -> None:
    shutil.make_archive(str(folder / "posts"), "zip", folder / "sub")
    run(folder, jobs=1, now=NOW)
    read.clear()
    account = run(folder, jobs=1, now=NOW).account
    assert read == []
    assert "posts.zip!/c.txt" in {text.path for text in account.texts}
    again(folder)


def test_an_export_that_comes_in_parts_is_known_as_a_whole(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "STREAM_ABOVE_BYTES", 1000)
    monkeypatch.setattr(reading, "FLUSH_CHARACTERS", 1000)
    (tmp_path / "in").mkdir()
    words = "The council met again and talked about the bridge. " * 120
    posts = [post(number, words) for number in range(1, 201)]
    (tmp_path / "in" / "result.json").write_bytes(as_json(chat(posts)))
    first = run(tmp_path / "in", jobs=1, now=NOW).account
    read.clear()
    assert run(tmp_path / "in", jobs=1, now=NOW).account == first
    assert read == []
    assert len(first.texts) == 200


def test_a_page_of_a_chat_is_read_again_where_other_files_lie_beside_it(folder: Path, read: list[str]) -> None:
    page = (
        '<html><body><div class="page_wrap"><div class="page_body chat_page"><div class="history">'
        '<a class="pagination block_link" href="messages2.html">Next</a>'
        '<div class="message default clearfix" id="message1"><div class="body">'
        '<div class="pull_right date details" title="10.09.2022 12:00:00 UTC+03:00">12:00</div>'
        '<div class="from_name">Channel</div><div class="text">The bridge was hit on Friday.</div></div></div>'
        "</div></div></div></body></html>"
    )
    (folder / "messages.html").write_text(page, encoding="utf-8")
    missing = [issue for issue in again(folder).issues if "messages2.html" in issue.message]
    assert len(missing) == 1
    (folder / "messages2.html").write_text(page.replace("messages2", "messages"), encoding="utf-8")
    read.clear()
    assert not [issue for issue in again(folder).issues if "messages2.html" in issue.message]
    assert read[:2] == ["messages.html", "messages2.html"]
