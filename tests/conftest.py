"""What all tests share: properties are tried on the same examples each time, and never fail for being slow on a busy machine."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.internal.conjecture import providers

settings.register_profile("zvirka", deadline=None, derandomize=True)
settings.load_profile("zvirka")

# Hypothesis draws some examples from constants of the modules that happen to be loaded: others on each worker, in each order.
_NONE = providers.Constants()
providers._get_local_constants = lambda: _NONE
