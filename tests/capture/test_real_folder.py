"""Capture on the real folder of shared data."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.capture.small import SmallGround
from zvirka.capture import missing_files, read_items, walk
from zvirka.confine import Confine
from zvirka.model.case import Case, ItemsRule, ListRule, MapRule
from zvirka.model.times import Moment

pytestmark = pytest.mark.skipif("ZVIRKA_SHARED" not in os.environ, reason="ZVIRKA_SHARED is not set")
CASE = Case(
    items=(ItemsRule("article.txt", published=Moment(datetime(2022, 9, 12, tzinfo=UTC).date())),),
    maps=(MapRule("All", "**/*.geojson"),),
    lists=(ListRule("any", "lists/*.csv"),),
)


def test_every_file_of_the_real_folder_is_read_or_named_and_every_report_has_its_date(
    tmp_path: Path, confined: Confine
) -> None:
    script = Path(os.environ["ZVIRKA_SHARED"]) / "make-real-folder"
    assert script.exists(), "ZVIRKA_SHARED is set, and the shared data is not there"
    subprocess.run([script, tmp_path / "real"], check=True)
    found = walk(tmp_path / "real")
    got = list(read_items(found, CASE, SmallGround(), confined, now=datetime(2026, 1, 1, tzinfo=UTC)))
    assert missing_files(CASE, [each.path for each in found]) == ()
    assert [issue for each in got for issue in each.issues] == []
    texts = [text for each in got for text in each.texts]
    lines = (tmp_path / "real" / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(texts) == 1 + len(lines)
    assert {text.language for text in texts} == {"en", "uk", "ru"}
    assert all(text.published is not None for text in texts)
    article = (tmp_path / "real" / "article.txt").read_text(encoding="utf-8")
    assert texts[0].text == article.strip()
    assert {each.kind for each in got if each.rules} == {"geojson", "table"}
