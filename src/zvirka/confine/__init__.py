"""Runs readers of untrusted bytes in worker processes that cannot hurt us: see `Confine`."""

from __future__ import annotations

from zvirka.confine.confine import Confine

__all__ = ["Confine"]
