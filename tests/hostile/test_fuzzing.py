"""Every reader has a fuzzing target; `make trials` runs each some thousand times (trials/test_readers.py), a few run here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import zvirka
from tests.hostile import fuzzing
from zvirka.confine import Confine
from zvirka.model.errors import FormatError

EACH = 9
SOURCE = Path(zvirka.__file__).parent


@pytest.fixture(scope="module")
def confined() -> Iterator[Confine]:
    with Confine() as made:
        yield made


def test_every_reader_of_reports_has_a_target() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "capture").rglob("*.py"))
    named = set(re.findall(r'"(zvirka\.capture[\w.]+:\w+)"', text))
    assert len(named) > 20
    assert named <= {target.function for target in fuzzing.targets().values()}


@pytest.mark.parametrize("name", sorted(set(fuzzing.targets()) - {"streamed telegram"}))
def test_what_a_reader_gives_back_is_its_output_or_says_what_to_do(name: str, confined: Confine) -> None:
    found = fuzzing.run(fuzzing.targets()[name], EACH, name, confined)
    assert found.executions == EACH
    assert found.wrong == []


def test_the_judge_sees_what_is_wrong() -> None:
    target, found = fuzzing.targets()["html"], fuzzing.Outcome()
    bad = {"reports": [{"text": "abc", "marks": [[9, "p"]]}]}
    for result in (bad, {"reports": 1}, RuntimeError("x"), FormatError("", file="a")):
        found.take(target, b"data", result)
    assert len(found.wrong) == 4
    found.take(target, b"data", FormatError("is no page", file="a"))
    assert found.ended["refused"] == 1
