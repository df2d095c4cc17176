"""Progress is shown for what takes longer than two seconds, and for nothing shorter."""

from __future__ import annotations

import io

import pytest

from zvirka.pipeline import progress
from zvirka.pipeline.progress import OnTerminal, counted


class Clock:
    """A clock that tests wind."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        """The time it shows."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Progress looks at this clock."""
    wound = Clock()
    monkeypatch.setattr(progress, "time", wound)
    return wound


def test_short_work_shows_nothing(clock: Clock) -> None:
    out = io.StringIO()
    with OnTerminal(out) as shown:
        shown.stage("reading files", 3)
        for _ in counted(shown, range(3)):
            clock.now += 0.5
    assert out.getvalue() == ""


def test_long_work_shows_how_far_it_is_and_clears_its_line(clock: Clock) -> None:
    out = io.StringIO()
    with OnTerminal(out) as shown:
        shown.stage("reading files", 3)
        for _ in counted(shown, range(3)):
            clock.now += 1.5
    assert "reading files 2 of 3" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")
