"""Nothing asks the network unasked: every call of the system for a socket is watched, in every process a command starts.

The commands of a desk's day are watched in `test_day.py`; here is the other engine.
"""

from __future__ import annotations

from pathlib import Path

from tests.hostile import desk
from tests.hostile.forms import FORMS

REPORT = "Ukrainian forces have recaptured about 120 square kilometres in Kharkiv oblast since 6 September."


def test_a_run_on_daft_does_not_go_to_the_network(tmp_path: Path) -> None:
    call, reports = desk.Commands(tmp_path), tmp_path / "in"
    reports.mkdir()
    (reports / "a.html").write_bytes(FORMS["html"](f"{REPORT} See https://hit.invalid/x and //hit.invalid."))
    run = ("-m", "zvirka", "run", str(reports), "--case", str(tmp_path / "case"), "--engine", "daft")
    call(*run, "--now", desk.NOW)
    assert (tmp_path / "case" / "working" / "data" / "claims.jsonl").read_bytes() != b""
    assert call.sockets == []


def test_the_watch_sees_a_socket_of_a_process_that_a_command_starts(tmp_path: Path) -> None:
    call = desk.Commands(tmp_path)
    call("-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import socket; socket.socket()'])")
    assert len(call.sockets) == 1
