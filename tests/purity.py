"""The watch over the pure stages: what counts as impure, and two ways of seeing it.

Extract, observe, reconcile and publish open no file, no socket and no process and read no clock. An audit hook (PEP 578)
sees the first three while the stages run; a scan of the source sees the clock and chance, which raise no audit events.
Hooks cannot be removed, so `watch` belongs into a process of its own.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

PURE = ("extract", "observe", "reconcile", "publish")
IMPURE_EVENTS = (
    *("open", "os.", "shutil.", "glob.", "tempfile.", "pathlib.", "mmap.", "sqlite3.", "fcntl."),
    *("socket.", "ssl.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser."),
    *("subprocess.", "pty.", "signal."),
)
"""Beginnings of the names of audit events (Python library reference, "Audit events table")."""

CLOCK_AND_CHANCE = {"time", "random", "secrets", "uuid", "sched", "timeit"}
"""Modules of the standard library that tell the time or roll dice; a pure stage imports none of them."""
NOW = {"now", "today", "utcnow"}
"""Class methods of datetime and date that read the clock."""
FROM_SYSTEM = {"urandom", "getrandom", "environ", "getenv", "times"}
"""What else of `os` differs from one run to the next."""


def stage_of(name: str) -> str | None:
    """The pure stage that a module of this name belongs to, if any."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "zvirka" and parts[1] in PURE else None


def stage_at_work(frame: FrameType | None) -> str | None:
    """The pure stage in whose function `frame` runs, at whatever depth.

    Not counted: a module's own body (resources are loaded at import), Python's import machinery reading code, and
    `zvirka.confine`, the one way out, whose port the pipeline passes in.
    """
    found = None
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith(("importlib._bootstrap", "zvirka.confine")):
            return None
        stage = stage_of(name)
        if stage is not None:
            if frame.f_code.co_name == "<module>":
                return None
            found = stage
        frame = frame.f_back
    return found


def watch(seen: list[str], entered: set[str]) -> None:
    """From now on lists in `seen` what a pure stage does to the outside, and in `entered` the stages that ran at all."""

    def audit(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(IMPURE_EVENTS):
            stage = stage_at_work(sys._getframe(1))
            if stage is not None:
                seen.append(f"{stage}: {event} {args[:1]}")

    def profile(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name != "<module>":
            stage = stage_of(str(frame.f_globals.get("__name__", "")))
            if stage is not None:
                entered.add(stage)

    sys.addaudithook(audit)
    sys.setprofile(profile)


def clock_reads(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of everything in Python source that reads a clock, rolls dice or asks the system."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [
                node.module or "",
                *(alias.name for alias in node.names if node.module == "os" and alias.name in FROM_SYSTEM),
            ]
        elif isinstance(node, ast.Attribute) and (
            node.attr in NOW or (node.attr in FROM_SYSTEM and ast.unparse(node.value) == "os")
        ):
            yield node.lineno, ast.unparse(node)
            continue
        else:
            continue
        if any(name.partition(".")[0] in CLOCK_AND_CHANCE or name in FROM_SYSTEM for name in names):
            yield node.lineno, ast.unparse(node)


def clock_reads_in(package: Path) -> list[str]:
    """`clock_reads` of every pure stage in a copy of the package, as "file:line: text"."""
    return [
        f"{path.relative_to(package)}:{line}: {text}"
        for stage in PURE
        for path in sorted((package / stage).rglob("*.py"))
        for line, text in clock_reads(path.read_text("utf-8"))
    ]
