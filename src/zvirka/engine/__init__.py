"""The engine: runs batch functions over tables in this process, on all cores, or on Daft.

Both adapters keep the promises of `zvirka.model.ports.EnginePort`: the same rows, byte for byte, whichever
engine ran, with however many jobs, from input in whatever order. Importing this package does not import Daft.
"""

from __future__ import annotations

from zvirka.engine.choose import AUTO_LOCAL_ROWS, jobs_for, make_engine
from zvirka.engine.local import InProcessEngine

__all__ = ["AUTO_LOCAL_ROWS", "InProcessEngine", "jobs_for", "make_engine"]
