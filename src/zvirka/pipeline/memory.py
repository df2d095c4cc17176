"""Python's search for reference cycles, held back while a run makes millions of records that have none."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

NEW_OBJECTS = 2_000_000
"""Container objects made before the next search (Python's own 700 to 2,000 cost a third of the time on 10,000 reports)."""


@contextlib.contextmanager
def few_collections() -> Iterator[None]:
    """Searches rarely while the block lasts; what the caller had set comes back afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
