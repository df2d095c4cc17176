"""Where the demonstration case lies: in the wheel, or beside the source in a checkout."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from zvirka.model.errors import InputError

NAME = "kharkiv-2022"


@contextlib.contextmanager
def demonstration() -> Iterator[Path]:
    """The folder of the demonstration's reports, for as long as the block lasts. Raises InputError where it is not installed."""
    packaged = resources.files("zvirka").joinpath("_cases", NAME, "input")
    if packaged.is_dir():
        with resources.as_file(packaged) as folder:
            yield folder
        return
    checkout = Path(__file__).resolve().parents[3] / "cases" / NAME / "input"
    if not checkout.is_dir():
        raise InputError(
            "the demonstration case is not installed", remedy="Install zvirka from its wheel, or run in a checkout."
        )
    yield checkout
