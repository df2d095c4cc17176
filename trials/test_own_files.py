"""What people and other programs write for us, broken and hostile, thousands of times: taken, or refused in words.

`make trials` runs it and writes a line for each kind to bench/history/trials_own_files.jsonl. ZVIRKA_TRIALS sets another thousand.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.hostile import own_files
from trials.told import told
from zvirka.ground import load_ground

EACH = 2 * int(os.environ.get("ZVIRKA_TRIALS", "1000"))


@pytest.mark.parametrize("name", own_files.TARGETS)
def test_own_files(name: str, tmp_path: Path) -> None:
    began = time.monotonic()
    executions = EACH // 20 if own_files.TARGETS[name].slow else EACH
    taken, wrong = own_files.run(name, executions, tmp_path, load_ground("ukraine"))
    told("trials_own_files", name, executions, wrong, began, taken=taken)
