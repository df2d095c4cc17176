"""judge, undo and history as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zvirka.cli.commands import zvirka
from zvirka.cli.ending import run_to_exit_code

REPORT = (
    "Ukrainian forces have recaptured about 120 square kilometres in Kharkiv oblast, the General Staff said on Sunday."
)


def typed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors of one command."""
    code = run_to_exit_code(zvirka, words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_decision_is_made_seen_and_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "report.txt").write_text(REPORT, encoding="utf-8")
    folder, case = str(tmp_path / "in"), str(tmp_path / "case")
    run = ("run", folder, "--case", case, "--jobs", "1", "--now", "2022-09-20T08:00:00Z")
    typed(capsys, *run)
    _, claims, _ = typed(capsys, "export", "claims", "--case", case)
    claim = json.loads(claims.splitlines()[0])["id"]
    code, out, _ = typed(
        capsys, "judge", "--case", case, "reject", claim[:8], "--by", "Ann", "--why", "a slip", "--json"
    )
    made = json.loads(out)
    assert (code, made["kind"], made["by"], made["why"]) == (0, "reject", "Ann", "a slip")
    typed(capsys, *run)
    _, out, _ = typed(capsys, "export", "judgements", "--case", case)
    assert [(each["id"], each["standing"]) for each in map(json.loads, out.splitlines())] == [(made["id"], "acts")]
    code, out, _ = typed(capsys, "undo", made["id"][:8], "--case", case, "--by", "Ann")
    assert code == 0
    assert "took back: reject" in out
    typed(capsys, *run)
    code, out, _ = typed(capsys, "history", "1", "--case", case)
    assert code == 0
    assert "a slip" in out
    code, _, err = typed(capsys, "judge", "not-same", claim, "--case", case)
    assert code == 2
    assert "not-same takes ONE OTHER" in err
    assert typed(capsys, "judge", "reject", claim, "--case", str(tmp_path / "none"))[0] == 2
