"""Which files a folder holds."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from zvirka.capture import walk
from zvirka.model.errors import InputError

LINKS = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")


def put(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")


def test_paths_come_in_the_order_of_their_code_points_whatever_the_order_of_creation(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.txt", "a.txt", "Я.txt", "a/b/c.txt", "B.txt", "i.txt", "і.txt"]
    put(tmp_path / "one", *names)
    put(tmp_path / "two", *reversed(names))
    paths = [found.path for found in walk(tmp_path / "one")]
    assert paths == sorted(names)
    assert paths == [found.path for found in walk(tmp_path / "two")]


def test_hidden_files_and_the_case_folder_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", ".hidden", ".git/config", "case/items.csv", "deep/.x/y.txt")
    assert [found.path for found in walk(tmp_path, tmp_path / "case")] == ["a.txt"]


@LINKS
def test_a_link_out_of_the_folder_is_an_issue_and_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "outside/secret.txt", "folder/a.txt")
    (tmp_path / "folder" / "b.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (tmp_path / "folder" / "c").symlink_to(tmp_path / "outside")
    walked = walk(tmp_path / "folder")
    assert [found.path for found in walked] == ["a.txt"]
    assert [(issue.code, issue.path) for issue in walked.issues] == [("not_looked_at", "b.txt"), ("not_looked_at", "c")]


@LINKS
def test_links_inside_give_a_file_but_never_a_loop_and_dead_ones_an_issue(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "sub/b.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    walked = walk(tmp_path)
    assert [found.path for found in walked] == ["a.txt", "link.txt", "sub/b.txt"]
    assert [(issue.code, issue.path) for issue in walked.issues] == [("not_read", "dead.txt")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_an_issue_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    walked = walk(tmp_path)
    assert [issue.code for issue in walked.issues] == ["not_looked_at"]
    assert list(walked) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf8_is_shown_and_can_still_be_read(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_text("x", encoding="utf-8")
    (found,) = walk(tmp_path)
    assert found.path == "bad\\xff.txt"
    assert found.file.read_text(encoding="utf-8") == "x"


def test_a_folder_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        walk(tmp_path / "nowhere")


@LINKS
def test_a_link_that_leads_back_to_itself_is_an_issue(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    (tmp_path / "self").symlink_to("self")
    walked = walk(tmp_path)
    assert [found.path for found in walked] == ["a.txt"]
    assert [issue.path for issue in walked.issues] == ["self"]
