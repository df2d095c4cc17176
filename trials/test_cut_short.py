"""An erasure, a bag, a case made of one and a seal, killed before each of their calls that change the disk.

`make trials` runs it and writes a line to bench/history/trials_cut_short.jsonl.
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.pipeline.test_cut_short import EVERY, case_to_cut, cuts
from trials.told import told


def test_every_cut(tmp_path: Path) -> None:
    began = time.monotonic()
    case = case_to_cut(tmp_path)
    found = {act: cuts(act, case, tmp_path / act, 1) for act in EVERY}
    wrong = [f"{act}: {each}" for act, told_of in found.items() for each in told_of["wrong"]]  # type: ignore[attr-defined]
    calls = {act: int(str(told_of["cuts"])) for act, told_of in found.items()}
    told("trials_cut_short", "acts on a case cut short", sum(calls.values()), wrong, began, **calls)
