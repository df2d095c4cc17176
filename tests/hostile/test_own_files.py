"""Case files, tables, dumps, packs and answers that are broken or hostile are refused in words; `make trials` tries each more often."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import own_files
from zvirka.ground import Ground, load_ground

EACH = 120


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


@pytest.mark.parametrize("name", own_files.TARGETS)
def test_what_is_written_for_us_is_taken_or_refused_in_words(name: str, tmp_path: Path, ground: Ground) -> None:
    own = own_files.TARGETS[name]
    for seed in own.seeds:
        own.read(seed, tmp_path, ground)  # a good one is taken
    taken, wrong = own_files.run(name, EACH // 20 if own.slow else EACH, tmp_path, ground)
    assert wrong == []
    assert own.slow or taken


def test_the_judge_sees_what_is_not_said(tmp_path: Path, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(data: bytes, folder: Path, ground: Ground) -> None:
        raise KeyError("x")

    monkeypatch.setitem(own_files.TARGETS, "bad", own_files.Own([b"a\nb"], read))
    assert len(own_files.run("bad", 5, tmp_path, ground)[1]) == 5
