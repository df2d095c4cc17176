"""Hostile files of every format: each is read, or an issue says what was not; `make trials` reads them all."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.hostile.corpus import Made, made
from tests.hostile.reading import faults, written
from zvirka.confine import Confine

PARTS = 2
EVERY = 6
"""Continuous integration reads every sixth file."""


@pytest.mark.parametrize("part", range(PARTS))
def test_of_every_hostile_file_something_is_told_and_no_end_is_lost_in_silence(part: int, tmp_path: Path) -> None:
    chosen = list(islice(made(), part * EVERY, None, PARTS * EVERY))
    files = written(tmp_path, chosen)
    assert len(files) > 300
    with Confine() as confined:
        assert list(faults(tmp_path, files, confined)) == []


def test_the_watch_sees_an_end_that_is_lost(tmp_path: Path) -> None:
    files = written(tmp_path, [Made("a.txt", b"Words of a report, and no end.", True), Made("b.txt", b"", True)])
    files["c.txt"] = Made("c.txt", b"never written", True)
    with Confine() as confined:
        found = list(faults(tmp_path, files, confined))
    assert [line.partition(":")[0] for line in found] == ["a.txt", "c.txt"]
