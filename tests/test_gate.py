"""Every gate's score reaches its floor, and a score below its floor is noticed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from gate import __main__ as gate
from gate import polnear


@pytest.mark.skipif("ZVIRKA_SHARED" not in os.environ, reason="ZVIRKA_SHARED is not set: the gates' data are not here")
def test_scores_reach_their_floors() -> None:
    assert gate.main() == 0


def test_a_missed_floor_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    floors = json.loads(gate.FLOORS.read_text("utf-8"))["polnear_dev"]
    monkeypatch.setenv("ZVIRKA_SHARED", "anywhere")

    def scored(folder: Path) -> dict[str, float]:
        return {name: floor - 0.001 for name, floor in floors.items()}

    monkeypatch.setattr(polnear, "score", scored)
    assert gate.main() == 1


def test_without_the_data_there_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZVIRKA_SHARED", raising=False)
    assert gate.main() == 2
