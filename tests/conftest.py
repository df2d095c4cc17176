"""What all tests share: properties are tried on the same examples each time, and never fail for being slow on a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("zvirka", deadline=None, derandomize=True)
settings.load_profile("zvirka")
