from __future__ import annotations

from collections.abc import Iterator

import pytest

from zvirka.confine import Confine


@pytest.fixture(scope="session")
def confined() -> Iterator[Confine]:
    """One worker for all tests of capture, as a run has one."""
    with Confine() as running:
        yield running
