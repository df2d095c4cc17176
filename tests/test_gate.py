"""Every gate's score reaches its floor, and a score below its floor is noticed."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from gate import __main__ as gate
from gate import accuracy, own_gold

MEASURES = {"f1": 0.5, "precision": 0.5, "recall": 0.5, "slots_reached": 0.5, "marked": 4.0, "found": 4.0, "right": 2.0}


def score_everything(monkeypatch: pytest.MonkeyPatch, change: float) -> None:
    """Every score is its floor changed by so much, without reading anything."""
    floors = json.loads(gate.FLOORS.read_text("utf-8"))
    scores = {
        name: {**MEASURES, **{key: floor + change for key, floor in wanted.items()}} for name, wanted in floors.items()
    }
    monkeypatch.setenv("ZVIRKA_SHARED", "anywhere")
    monkeypatch.setattr(own_gold, "score_all", list)
    monkeypatch.setattr(gate, "own_scores", lambda texts: scores)
    monkeypatch.setattr(gate, "SHARED", {})


@pytest.mark.skipif("ZVIRKA_SHARED" not in os.environ, reason="ZVIRKA_SHARED is not set: the gates' data are not here")
def test_scores_reach_their_floors() -> None:
    assert gate.main() == 0


def test_a_missed_floor_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    score_everything(monkeypatch, -0.001)
    assert gate.main() == 1


def test_without_the_data_there_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    score_everything(monkeypatch, 0.0)
    monkeypatch.delenv("ZVIRKA_SHARED")
    assert gate.main() == 2


def test_raising_keeps_scores_floors_and_page_and_a_later_run_passes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    score_everything(monkeypatch, 0.02)
    (tmp_path / "floors.json").write_bytes(gate.FLOORS.read_bytes())
    before = json.loads(gate.FLOORS.read_text("utf-8"))
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(own_gold, "STORED", tmp_path / "found" / "open.jsonl")
    monkeypatch.setattr(accuracy, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(accuracy, "PAGE", tmp_path / "accuracy.md")
    assert gate.main(["--raise"]) == 0
    after = json.loads(gate.FLOORS.read_text("utf-8"))
    assert {name: set(wanted) for name, wanted in after.items()} == {
        name: set(wanted) for name, wanted in before.items()
    }
    assert all(after[name][key] > floor for name, wanted in before.items() for key, floor in wanted.items())
    assert (tmp_path / "accuracy.md").read_text("utf-8").startswith("# How well texts are read")
    assert gate.main() == 0


def test_the_sealed_half_is_scored_only_when_asked_for_and_each_time_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Sequence[str]] = []
    monkeypatch.setattr(own_gold, "score_all", lambda halves: asked.append(halves))
    monkeypatch.setattr(own_gold, "groups", lambda texts: {f"{code}/sealed": MEASURES for code in accuracy.LANGUAGES})
    stored = {"date": "2020-01-01", "code": "c0de", "scores": {"own_gold/en/open": {**MEASURES, "f1": 0.8}}}
    (tmp_path / "results.json").write_text(json.dumps(stored), "utf-8")
    monkeypatch.setattr(accuracy, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(accuracy, "PAGE", tmp_path / "accuracy.md")
    assert [gate.main(["--sealed"]), gate.main(["--sealed", "--faults", "--show-blind"])] == [0, 0]
    assert asked == [("sealed",), ("sealed",)]
    kept = json.loads(accuracy.RESULTS.read_text("utf-8"))
    assert [*kept] == [*stored, "sealed"]
    assert [set(time["scores"]) for time in kept["sealed"]] == [
        {f"own_gold/{code}/sealed" for code in accuracy.LANGUAGES}
    ] * 2
    page = accuracy.PAGE.read_text("utf-8")
    assert page.count("F1 of claims English 0.500, Ukrainian 0.500, Russian 0.500") == 2
    assert "lies 0.300 below the six open texts alone" in page
    assert all(line.split()[0].partition("/")[2] in ("", "sealed") for line in capsys.readouterr().out.splitlines())
    gate.write_results({**kept, "sealed": []})
    assert "sealed" not in accuracy.PAGE.read_text("utf-8")


def test_raising_the_floors_keeps_when_the_sealed_half_was_scored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(own_gold, "STORED", tmp_path / "found" / "open.jsonl")
    monkeypatch.setattr(accuracy, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(accuracy, "PAGE", tmp_path / "accuracy.md")
    sealed = [{"date": "2020-01-01", "code": "c0de", "scores": {"own_gold/en/sealed": MEASURES}}]
    accuracy.RESULTS.write_text(json.dumps({"sealed": sealed}), "utf-8")
    gate.keep({}, {"own_gold/en/open": MEASURES}, [])
    kept = json.loads(accuracy.RESULTS.read_text("utf-8"))
    assert (kept["sealed"], kept["scores"]) == (sealed, {"own_gold/en/open": MEASURES})


def test_a_floor_never_falls() -> None:
    assert gate.risen({"a": {"f1": 0.5, "p": 0.5}, "b": {"f1": 0.5}}, {"a": {"f1": 0.4, "p": 0.619}}) == {
        "a": {"f1": 0.5, "p": 0.61},
        "b": {"f1": 0.5},
    }


def test_a_fall_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    score_everything(monkeypatch, -0.01)
    monkeypatch.setattr(gate, "keep", lambda *_: pytest.fail("kept"))
    assert gate.main(["--raise"]) == 1


def test_the_page_on_accuracy_is_what_the_stored_scores_say() -> None:
    assert accuracy.PAGE.read_text("utf-8") == accuracy.page()
