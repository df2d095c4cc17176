"""Keeping captures and seals, and the next run goes on from there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
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
