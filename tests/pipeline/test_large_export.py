"""A large export goes through a run in parts and is kept as one item."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.capture.readers.telegram_samples import as_json, chat, post
from zvirka.capture import load
from zvirka.model.canonical import sha256_hex
from zvirka.pipeline.run import run
from zvirka.record import Record

NOW = datetime(2023, 1, 1, tzinfo=UTC)
LONG = "The council met again and talked about the bridge. " * 120


def export(folder: Path) -> bytes:
    posts = [post(number, LONG) for number in range(1, 101)]
    posts.append(post(101, "The General Staff said that 12 tanks were destroyed in Kharkiv Oblast on 11 September."))
    data = as_json(chat(posts))
    folder.mkdir()
    (folder / "result.json").write_bytes(data)
    return data


def test_a_run_keeps_a_large_export_as_one_item_with_all_its_posts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = export(tmp_path / "folder")
    whole = run(tmp_path / "folder", tmp_path / "whole", now=NOW, jobs=1)
    monkeypatch.setattr(load, "STREAM_ABOVE_BYTES", 1000)
    parts = run(tmp_path / "folder", tmp_path / "parts", now=NOW, jobs=1)
    assert len(data) > 2**20
    assert [item.object for item in parts.account.items] == [sha256_hex(data)]
    assert [text.fragment for text in parts.account.texts] == [str(number) for number in range(1, 102)]
    assert parts.account == whole.account
    assert any(claim.type == "equipment_loss" for claim in parts.account.claims)
    assert not Record(tmp_path / "parts").verify().problems
    with (tmp_path / "parts" / "items.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 101
