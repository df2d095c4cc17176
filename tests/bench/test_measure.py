"""The measuring itself: a failed command is no measurement, and figures are those of the child."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import pytest

from bench.measure import measure
from bench.run import count_items


def test_a_failing_command_is_not_measured() -> None:
    """What it printed is in the message."""
    with pytest.raises(RuntimeError, match="ended with 3:\nno such case"):
        measure([sys.executable, "-c", "import sys; print('no such case'); sys.exit(3)"], 1)


def test_an_accepted_exit_code_is_measured() -> None:
    """Some inputs not read is a finished run."""
    measured = measure([sys.executable, "-c", "import sys; print('done'); sys.exit(1)"], 2, accept=(0, 1))
    assert len(measured.seconds) == 2
    assert measured.output == "done\n"


def test_memory_is_that_of_the_child() -> None:
    """A child that fills 200 MB more peaks about 200 MB higher; both fill more than this process ever held, which Linux carries over."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    small, large = (
        measure([sys.executable, "-c", f"b = b'x' * {held + more}"], 1).peak_mb[0]
        for more in (200_000_000, 400_000_000)
    )
    assert 190 < large - small < 210


def test_preparation_comes_before_each_run(tmp_path: Path) -> None:
    """Each run finds what the preparation left, not what the run before left."""
    marker = tmp_path / "marker"
    program = f"import pathlib; p = pathlib.Path({str(marker)!r}); assert p.read_text() == 'new'; p.write_text('used')"
    measured = measure([sys.executable, "-c", program], 3, before=lambda: marker.write_text("new"))  # type: ignore[arg-type,return-value]
    assert len(measured.seconds) == 3


def test_items_are_rows_and_not_lines(tmp_path: Path) -> None:
    """A line break inside a field is no new item."""
    (tmp_path / "items.csv").write_text('path,note\na.txt,"one\ntwo"\nb.txt,\n', "utf-8")
    assert count_items(tmp_path) == 2
