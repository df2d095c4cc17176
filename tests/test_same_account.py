"""The same input gives the same account, byte for byte: shuffled files, one core or several, either engine, run twice."""

from __future__ import annotations

import hashlib
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.model.account import Account
from zvirka.pipeline.demonstration import demonstration
from zvirka.publish import working_copy

NOW = datetime(2022, 10, 24, 8, tzinfo=UTC)


def account_bytes(working: Path) -> dict[str, str]:
    """Digest of every file of a working copy, by path."""
    return {
        path.relative_to(working).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(working.rglob("*"))
        if path.is_file()
    }


def faces(account: Account) -> list[object]:
    """What the findings say, without the ids of claims: those hang on the item, and another order of lines is another item."""
    return [
        (each.question.id, each.relation, each.backing, each.sides, each.origins, each.reports, each.range, each.rank)
        for each in account.findings
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's reports."""
    target = tmp_path_factory.mktemp("demo") / "in"
    with demonstration() as source:
        shutil.copytree(source, target)
    return target


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The account made in one process."""
    case = tmp_path_factory.mktemp("one") / "case"
    found = account_bytes(zvirka.run(folder, case, engine="local", jobs=1, now=NOW).working.parent)
    assert len(found) > 20
    return found


def test_on_several_cores(folder: Path, expected: dict[str, str], tmp_path: Path) -> None:
    result = zvirka.run(folder, tmp_path / "case", engine="local", jobs=3, now=NOW)
    assert account_bytes(result.working.parent) == expected


def test_on_daft(folder: Path, expected: dict[str, str], tmp_path: Path) -> None:
    result = zvirka.run(folder, tmp_path / "case", engine="daft", jobs=2, now=NOW)
    assert account_bytes(result.working.parent) == expected


def test_from_files_written_in_another_order(folder: Path, expected: dict[str, str], tmp_path: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    random.Random(7).shuffle(files)
    for path in files:
        target = tmp_path / "in" / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    result = zvirka.run(tmp_path / "in", tmp_path / "case", jobs=1, now=NOW)
    assert account_bytes(result.working.parent) == expected


def test_from_a_report_file_with_its_lines_in_another_order(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "in")
    reports = next((tmp_path / "in").rglob("reports.jsonl"))
    first = zvirka.run(folder, tmp_path / "first", jobs=1, now=NOW).account
    lines = reports.read_text(encoding="utf-8").splitlines()
    random.Random(3).shuffle(lines)
    reports.write_text("\n".join(lines) + "\n", encoding="utf-8")
    second = zvirka.run(tmp_path / "in", tmp_path / "second", jobs=1, now=NOW).account

    assert faces(first) == faces(second)


def test_running_again_changes_nothing(folder: Path, expected: dict[str, str], tmp_path: Path) -> None:
    for _ in range(2):
        result = zvirka.run(folder, tmp_path / "case", jobs=1, now=NOW)
    assert account_bytes(result.working.parent) == expected
    before = (tmp_path / "case" / "log.jsonl").read_bytes()
    zvirka.run(folder, tmp_path / "case", jobs=1, now=datetime(2022, 11, 1, tzinfo=UTC))
    assert (tmp_path / "case" / "log.jsonl").read_bytes() == before


def test_without_what_was_derived(folder: Path, expected: dict[str, str], tmp_path: Path) -> None:
    zvirka.run(folder, tmp_path / "case", jobs=1, now=NOW)
    shutil.rmtree(tmp_path / "case" / "derived")
    shutil.rmtree(tmp_path / "case" / "working")
    result = zvirka.run(folder, tmp_path / "case", jobs=1, now=NOW)
    assert account_bytes(result.working.parent) == expected


def test_in_a_moved_folder(folder: Path, expected: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "elsewhere" / "reports")
    result = zvirka.run(tmp_path / "elsewhere" / "reports", jobs=1, now=NOW)
    assert result.case_folder == tmp_path / "elsewhere" / "reports-case"
    assert account_bytes(result.working.parent) == expected


def test_one_report_more_makes_the_pages_of_a_fresh_run(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "in")
    held_back = sorted(path for path in (tmp_path / "in").rglob("*.md"))[:3]
    assert held_back
    for number, path in enumerate(held_back):
        path.rename(tmp_path / f"{number}")
    for number, path in enumerate(held_back):
        zvirka.run(tmp_path / "in", tmp_path / "case", jobs=1, now=NOW)
        (tmp_path / f"{number}").rename(path)
    result = zvirka.run(tmp_path / "in", tmp_path / "case", jobs=1, now=NOW)

    pages = dict(working_copy(result.account, result.ground, "2022-10-24T08:00:00Z"))
    found = account_bytes(result.working.parent)
    del found[".zvirka-working-copy"]
    assert found == {path: hashlib.sha256(data).hexdigest() for path, data in pages.items()}
