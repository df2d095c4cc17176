"""What the tests of publish share."""

from __future__ import annotations

import pytest

from zvirka.ground import Ground, load_ground


@pytest.fixture(scope="session")
def ground() -> Ground:
    """The ground of the theatre the example is of."""
    return load_ground("ukraine")
