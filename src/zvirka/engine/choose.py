"""Which engine a run gets."""

from __future__ import annotations

import os

from zvirka.engine.local import InProcessEngine
from zvirka.model.errors import InputError
from zvirka.model.ports import EnginePort

AUTO_LOCAL_ROWS = 500_000
"""Most rows of the largest table for which "auto" stays in this process.

Mapping and joining 400,000 posts of 600 characters with four jobs took 2.5 s here and 3.8 s on Daft (4 cores, Linux,
Daft 0.7), and 1,000 posts 0.03 s with one job against 0.8 s: up to that size Daft only costs its start.
"""

ROWS_A_JOB = 250
"""Fewest rows that are worth a worker's start: each new process loads code and packs for about a second, and running the real
folder (114 reports) took 6.0 s with one job and 7.6 s with four on four busy cores.
"""


def make_engine(name: str = "auto", jobs: int | None = 1, *, rows: int | None = None) -> EnginePort:
    """The engine called `name`: "local" (this process and its workers), "daft", or "auto".

    jobs: worker processes, at least 1; None means one for each core this process may use, but none with fewer rows than
    `ROWS_A_JOB`.
    rows: rows of the largest table to come, as far as known. "auto" is "daft" above `AUTO_LOCAL_ROWS` of them,
    else "local", also where `rows` is unknown; it never changes the results, only time and memory.
    Raises InputError for another name or for fewer jobs than one.
    """
    if jobs is None:
        jobs = usable_cores() if rows is None else jobs_for(rows)
    if jobs < 1:
        raise InputError("an engine needs at least one job", value=str(jobs), remedy="Give --jobs 1 or more.")
    if name == "auto":
        name = "daft" if rows is not None and rows > AUTO_LOCAL_ROWS else "local"
    if name == "local":
        return InProcessEngine(jobs)
    if name == "daft":
        from zvirka.engine.daft_engine import DaftEngine  # loads Daft: only when it is asked for

        return DaftEngine(jobs)
    raise InputError("there is no such engine", value=name, remedy='Engines are "auto", "local" and "daft".')


def jobs_for(rows: int) -> int:
    """How many worker processes so many rows are worth: at most one for each core this process may use, at least 1."""
    return max(1, min(usable_cores(), rows // ROWS_A_JOB))


def usable_cores() -> int:
    """How many cores this process may use, at least 1: what the scheduler allows, where the system says so."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
