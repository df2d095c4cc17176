"""The gates of pictures: scores add up, a missed floor is noticed, and what is drawn is the same each time."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gate.pictures import __main__ as gate
from gate.pictures.copies import Asked, scored
from gate.pictures.displaced import Judged
from gate.pictures.displaced import scored as scored_displacement
from gate.pictures.drawn import photo
from gate.pictures.edits import EDITS
from gate.pictures.rendered import Camera, camera, painted, shifted, vehicle


def test_there_are_nineteen_edits() -> None:
    assert len(EDITS) == 19


def test_a_number_always_draws_the_same_photograph_and_another_number_another() -> None:
    one, again, other = (np.asarray(photo(number, (160, 120))) for number in (5, 5, 6))
    assert np.array_equal(one, again)
    assert np.abs(one.astype(int) - other).mean() > 5


def test_recall_is_by_edit_and_false_images_by_query() -> None:
    made = scored([Asked(0, "grey", True, 0), Asked(1, "grey", False, 1), Asked(0, "logos", True, 0)])
    assert made["recall"] == {"grey": 0.5, "logos": 1.0}
    assert (made["mean_recall"], made["least_recall"], made["photographs"]) == (0.75, 0.5, 2)
    assert made["false_images_a_query"] == round(1 / 3, 6)


def test_verdicts_are_counted_apart_for_what_moved_stood_still_and_is_a_copy() -> None:
    answers = [
        Judged(0, "moved", 0.4, "moved", "epipolar"),
        Judged(1, "moved", 0.4, "no_displacement_found", ""),
        Judged(2, "still", 0.0, "undetermined", "between"),
        Judged(2, "copies", 0.0, "undetermined", "copies"),
    ]
    made = gate.flat(scored_displacement(answers))
    assert (made["moved.moved"], made["moved.no_displacement_found"], made["still.undetermined"]) == (0.5, 0.5, 1.0)
    assert made["copies.undetermined"] == 1.0
    assert made["undetermined"] == round(1 / 3, 4)
    assert made["reasons.between"] == 1


@pytest.mark.parametrize(
    ("name", "kept", "missed"),
    [
        ("mean_recall", 0.95, 0.949),
        ("least_recall", 0.9, 0.89),
        ("false_images_a_query", 0.001, 0.002),
        ("moved.no_displacement_found", 0.01, 0.02),
        ("moved.undetermined", 0.5, 0.51),
        ("still.moved", 0.01, 0.02),
        ("called_copies", 0, 1),
    ],
)
def test_a_missed_floor_is_noticed(name: str, kept: float, missed: float) -> None:
    assert gate.held(name, kept)
    assert not gate.held(name, missed)


@pytest.mark.parametrize(("recall", "code"), [(1.0, 0), (0.5, 1)])
def test_the_gate_keeps_its_figures_and_fails_on_a_missed_floor(
    recall: float, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def score(name: str, options: argparse.Namespace) -> dict[str, Any] | None:
        return {"mean_recall": recall} if name == "copies" else None

    monkeypatch.setattr(gate, "_score", score)
    monkeypatch.setattr(gate, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(gate, "ONE_THREAD", {})
    assert gate.main(["--photos", "1"]) == code
    assert json.loads((tmp_path / "results.json").read_text("utf-8"))["copies"]["mean_recall"] == recall


def test_the_rendered_vehicle_moves_by_what_it_is_shifted() -> None:
    faces, length = vehicle(np.random.default_rng(3))
    by = np.array([0.2 * length, 0.0, 0.0])
    for before, after in zip(faces, shifted(faces, by), strict=True):
        assert np.allclose(after.corners - before.corners, by)


def test_a_camera_sees_what_it_looks_at_in_the_middle_and_what_is_higher_higher() -> None:
    seen_by: Camera = camera(np.array([10.0, 0.0, 2.0]), np.zeros(3), 900.0, 0.0)
    pixels, depths = seen_by.seen(np.array([(0.0, 0.0, 0.0), (0.0, 0.0, 1.0)]))
    assert np.allclose(pixels[0], (512, 384))
    assert pixels[1, 1] < 384
    assert np.isclose(depths[0], np.hypot(10, 2))


def test_surfaces_are_rough() -> None:
    assert painted(np.random.default_rng(1), 20).std() > 5
