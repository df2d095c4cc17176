"""docs/promises.md names tests that are there, and figures that were measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("\n")
    if line.startswith("| ") and not line.startswith("| What is promised")
]


def measured(bench: str, trial: str) -> list[tuple[int, int]]:
    """(failures, trials) of each time the trial was run, in order; of a bench with a line for each of its parts, of all parts together."""
    lines = (ROOT / "bench" / "history" / f"{bench}.jsonl").read_text(encoding="utf-8").splitlines()
    parts: dict[object, list[tuple[int, int]]] = {}
    for line in map(json.loads, lines):
        if not trial or line.get("trial") == trial:
            wrong = line.get("failures", line.get("lost", line.get("differ")))
            parts.setdefault(line.get("trial"), []).append((int(wrong), int(line.get("trials", line.get("sequences")))))
    return [
        (sum(wrong for wrong, _ in each), sum(count for _, count in each))
        for each in zip(*parts.values(), strict=False)
    ]


def test_there_are_promises() -> None:
    assert len(ROWS) >= 16
    assert all(len(row) == 5 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0])[:40])
def test_a_promise_names_its_test_and_a_figure_that_was_measured(row: list[str]) -> None:
    _, proved, figure, failures, below = row
    for path in re.findall(r"`((?:tests|trials)/[\w/.]+)`", proved):
        assert (ROOT / path).is_file(), path
    bench, _, trial = figure.partition(": ")
    if not (ROOT / "bench" / "history" / f"{bench}.jsonl").exists():
        assert failures == "all", "what has no figure in history is a finite list"
        return
    rounds = measured(bench, trial)
    said = {f"{wrong} of {trials:,}": trials for wrong, trials in rounds}
    assert failures.removesuffix(", all") in said
    assert failures.startswith(f"{rounds[-1][0]} of "), "the newest run failed otherwise"
    if not failures.endswith("all"):
        assert below == f"{300 / said[failures]:.2g} %"
