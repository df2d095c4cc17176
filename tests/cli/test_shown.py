"""Names and values from files do not steer the terminal, and a fault ends in one line with a code of its own."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.test_cli import zvirka
from zvirka.cli.ending import run_to_exit_code
from zvirka.cli.shown import one_line, shown


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_nothing_shown_can_steer(text: str) -> None:
    line = one_line(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u2066\u2069\u200f" for char in line)
    assert len(line.splitlines()) <= 1
    assert shown("two\nlines\tof Їжак 👍") == "two\nlines\tof Їжак 👍"


def test_a_name_with_escape_codes_is_printed_harmlessly(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    try:
        (tmp_path / "in" / "a\x1b[2J\nforged: all was read\u202e.txt").write_text("")
    except OSError:
        pytest.skip("this file system takes no such names")
    ran = zvirka("run", tmp_path / "in", "--jobs", "1")
    assert ran.returncode == 1
    assert "a\\x1b[2J\\nforged: all was read\\u202e.txt: is empty" in ran.stdout
    assert "\x1b" not in ran.stdout


def test_a_mistake_of_ours_ends_in_one_line_and_not_with_the_code_of_done(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def broken() -> None:
        raise ValueError("a\nb")

    monkeypatch.delenv("ZVIRKA_TRACE", raising=False)
    assert run_to_exit_code(broken, []) == 70
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert "fault of zvirka" in printed
    assert "a\\nb" in printed


def test_what_the_system_refuses_is_a_storage_fault(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def refused() -> None:
        raise IsADirectoryError(21, "Is a directory", "log.jsonl")

    assert run_to_exit_code(refused, []) == 74
    assert capsys.readouterr().err.startswith("zvirka: the disk refused log.jsonl: Is a directory.")
