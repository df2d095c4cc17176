"""Keeping captures and seals, and the next run goes on from there."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import zvirka
from zvirka.cli import zvirka as command
from zvirka.model.canonical import sha256_hex
from zvirka.pipeline.keeping import keep
from zvirka.pipeline.sealing import seal
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
    assert "Files: 3, different ones: 2," in words
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


def test_keeping_again_leaves_the_certificate_of_before(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    first = keep(folder, by="Maria", now=NOW)
    words = first.certificate.read_bytes()
    assert keep(folder, by="Maria", now=NOW).certificate == first.certificate
    other = keep(folder, by="Ihor", now=NOW + timedelta(days=1))
    assert other.certificate.name == first.certificate.stem + "-2.txt"
    assert first.certificate.read_bytes() == words
    assert b"Ihor" in other.certificate.read_bytes()


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


def test_the_certificate_says_since_when_the_record_holds_the_files(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    keep(folder, by="Maria", now=NOW)
    again = keep(folder, by="Ivan", now=NOW + timedelta(hours=1)).certificate.read_text("utf-8")
    assert "Ivan certifies at 2022-09-20T09:00:00Z" in again
    assert "first of them since 2022-09-20T08:00:00Z and all of them since 2022-09-20T08:00:00Z" in again
    (folder / "later.txt").write_text("Later.")
    shutil.rmtree(tmp_path / "in-case" / "derived")
    more = keep(folder, by="Ivan", now=NOW + timedelta(hours=2)).certificate.read_text("utf-8")
    assert "first of them since 2022-09-20T08:00:00Z and all of them since 2022-09-20T10:00:00Z" in more


def test_the_certificate_knows_a_seal_that_was_signed_before_and_trusts_no_broken_signature(tmp_path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    folder = folder_of(tmp_path)
    first = keep(folder, by="Maria", now=NOW)
    assert "The seal is not signed" in first.certificate.read_text("utf-8")
    signature = seal(tmp_path / "in-case", "2022-09-20T08:30:00Z", key=tmp_path / "key", signer="maria").signature
    again = keep(folder, by="Maria", now=NOW + timedelta(hours=1))
    assert again.sealed.checkpoint == first.sealed.checkpoint
    assert again.sealed.signature == signature
    assert "The seal is signed" in again.certificate.read_text("utf-8")
    assert signature is not None
    signature.write_text("no signature")
    assert "The seal is not signed" in keep(folder, by="Maria", now=NOW).certificate.read_text("utf-8")


def test_what_the_docs_say_of_erasing_works_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FOLDER").mkdir()
    (tmp_path / "FOLDER" / "report.txt").write_text("Maria K. saw two tanks near Izium on Monday.")
    keep(Path("FOLDER"), Path("CASE"), by="Maria", now=NOW)
    page = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "custody.md").read_text("utf-8")
    section = page.partition("\n## Erase\n")[2].partition("\n## ")[0]
    steps = [shlex.split(line) for line in re.findall(r"^ {4,}((?:zvirka|rm) .+)$", section, re.MULTILINE)]
    assert [step[:2] for step in steps] == [["zvirka", "redact"], ["rm", "FOLDER/report.txt"], ["zvirka", "erase"]]
    shown = ""
    for program, *given in steps:
        if program == "rm":
            Path(given[0]).unlink()
            continue
        done = CliRunner().invoke(command, given, standalone_mode=False)
        assert done.exception is None, done.exception
        shown += done.output
    assert "1 object gone for good, 0 decisions among them." in shown
    assert "Maria" not in Path("FOLDER/report-redacted.txt").read_text("utf-8")
    assert Record(Path("CASE")).verify().problems == ()


def test_each_how_to_with_commands_says_how_to_have_them() -> None:
    pages = sorted((Path(__file__).resolve().parents[2] / "docs" / "how-to").glob("*.md"))
    with_commands = [page for page in pages if "zvirka " in page.read_text("utf-8")]
    assert len(with_commands) > 5
    lacking = [page.name for page in with_commands if "export PATH=$PWD/.venv/bin:$PATH" not in page.read_text("utf-8")]
    assert lacking == []
