"""The pairs of scope: half of them blind, all known words of the model, and a wrong one is noticed."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from gate import scope
from zvirka.model.findings import LinkKind


def pairs() -> list[dict[str, object]]:
    found: list[dict[str, object]] = tomllib.loads(scope.PAIRS.read_text("utf-8"))["pairs"]
    return found


def test_there_are_sixty_pairs_half_of_them_blind() -> None:
    assert Counter(pair["half"] for pair in pairs()) == {"open": 30, "blind": 30}


def test_every_relation_expected_is_one_there_is() -> None:
    assert {pair["relation"] for pair in pairs()} <= {*get_args(LinkKind), "cannot_tell"}


def test_relation_and_reason_are_right_in_95_of_100_pairs() -> None:
    assert min(scope.score().values()) >= 0.95


def test_a_pair_with_another_relation_or_another_reason_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = scope.PAIRS.read_text("utf-8")
    first = 'relation = "differs_in_scope", reason = "as_of:days"'
    for wrong in (
        'relation = "conflicts", reason = "as_of:days"',
        'relation = "differs_in_scope", reason = "place:same"',
    ):
        path = tmp_path / "pairs.toml"
        path.write_text(text.replace(first, wrong, 1), "utf-8")
        monkeypatch.setattr(scope, "PAIRS", path)
        assert len(scope.faults()) == 1
        assert scope.faults()[0].startswith("pair 1: differs_in_scope")
