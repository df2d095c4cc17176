"""An erasure, a bag, a case made of one and a seal that are killed at any point: whole or not at all, and the same command ends it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import zvirka
from tests.capture.readers.samples import zipped
from tests.pipeline.test_erasing import folder_of
from zvirka.pipeline.by_hand import judge_case
from zvirka.pipeline.sealing import seal
from zvirka.record import Record

ROOT = Path(__file__).resolve().parents[2]
AT = "2022-09-20T08:00:00Z"
EVERY = {"erase": 23, "bag": 67, "unbag": 53, "seal": 5}
"""One in so many calls is cut before; `make trials` cuts before each."""


def case_to_cut(folder: Path) -> Path:
    """A case of four reports and an archive of two more, one with the bytes of a report that stays; decided, sealed, signed."""
    given = folder_of(folder, 4)
    same = (given / "report001.txt").read_bytes()
    (given / "posts.zip").write_bytes(zipped({"a.txt": same, "b.txt": b"Canary000x wrote this too, on the hill."}))
    case = folder / "in-case"
    claims = zvirka.run(given, jobs=1).account.claims
    for path in ("report000.txt", "report002.txt"):
        judge_case(case, "accept", [next(each.id for each in claims if each.path == path)], "Maria", "seen", None)
    zvirka.run(given, jobs=1)
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", str(key)], check=True)
    seal(case, AT, key=key, signer="maria")
    Record(case).note(AT, "noted", {})  # so that there is something to seal again
    return case


def cuts(act: str, case: Path, work: Path, every: int) -> dict[str, object]:
    """What came of cutting an act short, each `every`-th call."""
    work.mkdir()
    command = [sys.executable, "-m", "tests.pipeline.cut_short", act, str(case), str(work), str(every)]
    done = subprocess.run(
        [*command, str(case.with_name("key"))],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return case_to_cut(tmp_path_factory.mktemp("cut"))


@pytest.mark.parametrize("act", EVERY)
def test_what_is_cut_short_is_whole_or_not_there_and_can_be_ended(act: str, case: Path, tmp_path: Path) -> None:
    found = cuts(act, case, tmp_path / "work", EVERY[act])
    assert found["wrong"] == []
    assert int(str(found["cuts"])) >= 3
