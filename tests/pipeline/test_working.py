"""The working copy is written where it changed, mended where it was touched, and left alone where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from zvirka.pipeline.working import MARK, write_working


class Pages:
    """Two pages, and how often they were asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.pages = {"index.html": b"front", "items/one.html": b"one"}

    def __call__(self) -> Iterator[tuple[str, bytes]]:
        self.asked += 1
        yield from self.pages.items()


def standing(folder: Path) -> dict[str, bytes]:
    """All files but the mark."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }


def test_pages_that_stand_are_not_made_again(tmp_path: Path) -> None:
    pages = Pages()
    for _ in range(3):
        write_working(tmp_path / "w", tmp_path / "note.json", "key", pages)
    assert pages.asked == 1
    write_working(tmp_path / "w", tmp_path / "note.json", "other key", pages)
    assert pages.asked == 2


@pytest.mark.parametrize("what", ["deleted", "changed", "added", "note emptied", "note broken"])
def test_whatever_was_touched_is_as_before_after_the_next_writing(tmp_path: Path, what: str) -> None:
    pages, folder = Pages(), tmp_path / "w"
    write_working(folder, tmp_path / "note.json", "key", pages)
    page = folder / "items" / "one.html"
    if what == "deleted":
        page.unlink()
    elif what == "changed":
        before = page.stat()
        page.write_bytes(b"two")
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    elif what == "added":
        (folder / "stray.html").write_bytes(b"x")
    else:
        (tmp_path / "note.json").write_bytes(b"" if "emptied" in what else b"[1")
    write_working(folder, tmp_path / "note.json", "key", pages)
    assert standing(folder) == pages.pages


def test_a_writing_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    pages, folder = Pages(), tmp_path / "w"
    write_working(folder, tmp_path / "note.json", "key", pages)

    def cut() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new front"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_working(folder, tmp_path / "note.json", "new key", cut)
    write_working(folder, tmp_path / "note.json", "key", pages)
    assert standing(folder) == pages.pages


def test_pages_that_are_gone_are_removed_with_their_folders(tmp_path: Path) -> None:
    pages, folder = Pages(), tmp_path / "w"
    write_working(folder, tmp_path / "note.json", "key", pages)
    del pages.pages["items/one.html"]
    write_working(folder, tmp_path / "note.json", "less", pages)
    assert standing(folder) == pages.pages
    assert not (folder / "items").exists()
