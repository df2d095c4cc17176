"""The working copy is written where it changed, mended where it was touched, and left alone where it stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.pipeline.working import MARK, digest_of, write_working
from zvirka.publish.blocks import Block, File, fresh


class Pages:
    """Two pages, and how often they were asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self.pages = {"index.html": b"front", "items/one.html": b"one"}

    def __call__(self) -> Iterator[File]:
        self.asked += 1
        yield from ((path, [fresh(data)]) for path, data in self.pages.items())


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

    def cut() -> Iterator[File]:
        yield "index.html", [fresh(b"new front")]
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


class Lines:
    """A file of numbered lines, made of their words; made: the lines that had to be made."""

    def __init__(self, *lines: str) -> None:
        self.lines, self.made = list(lines), list[str]()

    def _make(self, line: str) -> bytes:
        self.made.append(line)
        return f"{line}\n".encode()

    def __call__(self) -> Iterator[File]:
        blocks = [Block(line, partial(self._make, line)) for line in self.lines]
        yield "lines.txt", [fresh(f"{len(blocks)} lines\n".encode()), *blocks]


def test_only_blocks_made_of_something_else_are_made(tmp_path: Path) -> None:
    folder, note = tmp_path / "w", tmp_path / "note.json"
    write_working(folder, note, "1", Lines("a", "b", "c"))
    later = Lines("new", "c", "b", "b2")
    write_working(folder, note, "2", later)
    assert later.made == ["new", "b2"]
    assert standing(folder) == {"lines.txt": b"4 lines\nnew\nc\nb\nb2\n"}


def test_a_file_of_blocks_that_was_touched_is_made_whole(tmp_path: Path) -> None:
    folder, note = tmp_path / "w", tmp_path / "note.json"
    write_working(folder, note, "1", Lines("a", "b"))
    (folder / "lines.txt").write_bytes(b"2 lines\nX\nb\nmore")
    later = Lines("a", "b", "c")
    write_working(folder, note, "2", later)
    assert later.made == ["a", "b", "c"]
    assert standing(folder) == {"lines.txt": b"3 lines\na\nb\nc\n"}


@settings(max_examples=60, deadline=None)
@given(runs=st.lists(st.lists(st.sampled_from("abcdef"), max_size=6, unique=True), min_size=1, max_size=6))
def test_a_file_put_together_from_kept_blocks_is_the_file_made_anew(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("w")
    for number, run in enumerate(runs):
        write_working(folder / "w", folder / "note", str(number), Lines(*run))
        write_working(folder / f"fresh{number}", folder / f"note{number}", "x", Lines(*run))
        assert standing(folder / "w") == standing(folder / f"fresh{number}")


def test_records_have_one_digest_under_one_version_and_others_under_another() -> None:
    one, again, other = digest_of("1"), digest_of("1"), digest_of("2")
    assert one("a", ["b", None]) == again("a", ["b", None])
    assert len({one("a", "b"), one("ab"), one(["a", "b"]), one("a", "b", None), other("a", "b")}) == 5
