"""Keeping captures and seals, and the next run goes on from there."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import zvirka
from zvirka.cli import zvirka as command
from zvirka.model.canonical import sha256_hex
from zvirka.pipeline.keeping import keep
from zvirka.record import Record

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(
        "Ukrainian forces retook 12 villages in Kharkiv Oblast, the General Staff said on Monday."
    )
    (folder / "sub" / "b.bin").write_bytes(b"\x00\x01\x02")
    (folder / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    return folder


def test_every_file_is_kept_sealed_and_listed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    kept = keep(folder, by="Maria", now=NOW)
    assert [item.path for item in kept.items] == ["a.txt", "copy.txt", "sub/b.bin"]
    words = kept.certificate.read_text(encoding="utf-8")
    for path in ("a.txt", "sub/b.bin"):
        assert f"{sha256_hex((folder / path).read_bytes())}  " in words
    assert kept.sealed.checkpoint.id in words.replace(" ", "")
    assert "3 files, 2 of them different" in words
    record = Record(tmp_path / "in-case")
    assert record.verify().problems == ()
    assert not (tmp_path / "in-case" / "working").exists()


def test_a_run_after_it_captures_nothing_again(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    keep(folder, by="Maria", now=NOW)
    before = (tmp_path / "in-case" / "log.jsonl").read_bytes()
    result = zvirka.run(folder, jobs=1, now=NOW)
    assert (tmp_path / "in-case" / "log.jsonl").read_bytes() == before
    assert result.account.claims


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_the_certificate_speaks_three_languages(tmp_path: Path, language: str) -> None:
    kept = keep(folder_of(tmp_path), by="Maria", language=language, now=NOW)
    title = {"en": "Certificate of custody", "uk": "Засвідчення зберігання", "ru": "Свидетельство о хранении"}[language]
    assert kept.certificate.read_text(encoding="utf-8").startswith(title)


def test_the_command_keeps_seals_and_says_where_the_certificate_lies(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    given = ["keep", str(folder), "--by", "Maria", "--now", "2022-09-20T08:00:00Z", "--json"]
    done = CliRunner().invoke(command, given, standalone_mode=False)
    told = json.loads(done.output)
    assert done.return_value == 0
    assert told["items"] == 3
    assert told["signature"] is None
    assert told["checkpoint"] in Path(told["certificate"]).read_text("utf-8").replace(" ", "")
    assert Record(tmp_path / "in-case").verify().problems == ()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    done = CliRunner().invoke(command, ["keep", str(folder), "--by", "Maria"], standalone_mode=False)
    assert done.return_value == 1
    assert "broken.pdf: " in done.output
    assert "4 files kept and sealed" in done.output


def test_every_command_that_the_docs_name_is_there() -> None:
    root = Path(__file__).resolve().parents[2]
    pages = [
        *root.glob("*.md"),
        *(root / "docs").rglob("*.md"),
        *(root / "src").rglob("*.py"),
        *(root / "src").rglob("*.md"),
    ]
    named = {
        word
        for page in pages
        for word in re.findall(r"(?:`|^ {4}|^\$ )zvirka ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE)
    }
    assert {"keep", "run", "seal", "bag", "verify"} <= named
    assert named - set(command.commands) == set()
