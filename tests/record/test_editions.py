"""Kept editions: a folder stands whole or not at all, and its manifest names whatever is no longer as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from zvirka.model.canonical import sha256_hex
from zvirka.record.disk import new_folder
from zvirka.record.editions import MANIFEST, edition_problems, manifest

FILES = {"content.json": b"{}", "data/claims.csv": b"id\r\n"}


@pytest.fixture
def kept(tmp_path: Path) -> tuple[Path, str]:
    """An edition's folder, and the digest of its manifest."""
    listed = manifest({path: sha256_hex(data) for path, data in FILES.items()})
    with new_folder(tmp_path / "editions" / "1") as partly:
        for path, data in (*FILES.items(), (MANIFEST, listed)):
            (partly / path).parent.mkdir(exist_ok=True)
            (partly / path).write_bytes(data)
    return tmp_path / "editions" / "1", sha256_hex(listed)


def test_a_whole_edition_has_no_problems(kept: tuple[Path, str]) -> None:
    assert list(edition_problems(*kept)) == []
    assert [path.name for path in kept[0].parent.iterdir()] == ["1"]


@pytest.mark.parametrize(
    ("path", "data", "problem"),
    [
        ("data/claims.csv", b"id\n", "editions/1/data/claims.csv: the bytes have changed"),
        ("data/claims.csv", None, "editions/1/data/claims.csv: is missing"),
        ("more.html", b"", "editions/1/more.html: is not of the edition"),
        (MANIFEST, b"", f"editions/1/{MANIFEST}: has changed since the log recorded it"),
        (MANIFEST, None, "editions/1: the edition is missing"),
    ],
)
def test_what_is_no_longer_as_it_was_is_named(
    kept: tuple[Path, str], path: str, data: bytes | None, problem: str
) -> None:
    if data is None:
        (kept[0] / path).unlink()
    else:
        (kept[0] / path).write_bytes(data)
    assert list(edition_problems(*kept)) == [problem]


def test_a_folder_that_was_not_finished_leaves_nothing(tmp_path: Path) -> None:
    """Neither where it was to stand nor beside it; what a killed one left is taken away."""
    (tmp_path / "2.partly").mkdir()
    (tmp_path / "2.partly" / "half").write_bytes(b"half")

    def stopped() -> None:
        with new_folder(tmp_path / "2") as partly:
            assert list(partly.iterdir()) == []
            (partly / "page.html").write_bytes(b"page")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        stopped()
    assert list(tmp_path.iterdir()) == []
