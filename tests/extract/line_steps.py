"""Counts the lines of Python that reading takes, so that growth is tested without a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Lines executed while `work` runs, those inside loops, comprehensions and generators once for each time round."""
    done = 0

    def line(frame: FrameType, event: str, value: Any) -> Any:
        nonlocal done
        done += 1
        return line

    def call(frame: FrameType, event: str, value: Any) -> Any:
        return line

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return done
