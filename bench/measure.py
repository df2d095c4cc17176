"""Runs a command some times and says how long it took and how much memory it used."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measurement:
    """Several runs of one command.

    seconds: wall time of each run, in the order they ran. cpu_s: computing time of each, its ended workers' included.
    peak_mb: memory (resident, in units of 10^6 bytes) of the largest single process of each run, its workers included one by
    one, not added up; never less than what the measuring process held when it started the command, which Linux carries over
    into the child. output: what the last run printed.
    """

    command: tuple[str, ...]
    seconds: tuple[float, ...]
    peak_mb: tuple[float, ...]
    output: str
    cpu_s: tuple[float, ...] = ()

    def summary(self) -> dict[str, object]:
        """What a line of history holds of it."""
        return {
            "command": " ".join(self.command),
            "runs": len(self.seconds),
            "median_s": round(statistics.median(self.seconds), 4),
            "fastest_s": round(min(self.seconds), 4),
            "slowest_s": round(max(self.seconds), 4),
            "largest_process_mb": round(statistics.median(self.peak_mb), 1),
            **({"median_cpu_s": round(statistics.median(self.cpu_s), 4)} if self.cpu_s else {}),
        }


def measure(
    command: Sequence[str],
    runs: int,
    *,
    accept: Sequence[int] = (0,),
    before: Callable[[], None] | None = None,
    environment: dict[str, str] | None = None,
) -> Measurement:
    """Runs `command` `runs` times, one after another, calling `before` ahead of each, which is not timed.

    Raises RuntimeError with what the command printed for an exit code that is not among `accept`: a command that fails
    is never a fast one. Needs a POSIX system, for the memory of a finished child.
    """
    seconds, peaks, computing, output = [], [], [], ""
    for _ in range(runs):
        if before:
            before()
        with tempfile.TemporaryFile() as printed:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, stdout=printed, stderr=subprocess.STDOUT, env=_as_installed(environment)
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds.append(time.perf_counter() - start)
            process.returncode = os.waitstatus_to_exitcode(status)
            printed.seek(0)
            output = printed.read().decode("utf-8", "replace")
        if process.returncode not in accept:
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{output}")
        computing.append(usage.ru_utime + usage.ru_stime)
        # ru_maxrss is in units of 1024 bytes on Linux and of bytes on macOS (getrusage(2) of each).
        peaks.append(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6)
    return Measurement(tuple(command), tuple(seconds), tuple(peaks), output, tuple(computing))


def _as_installed(environment: dict[str, str] | None) -> dict[str, str]:
    """The environment without the wish never to keep compiled modules: an installed program has them."""
    return {name: value for name, value in (environment or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}


def machine() -> dict[str, object]:
    """What a figure depends on besides the code: system, processor, cores, memory, Python."""
    return {
        "system": sys.platform,
        "processor": os.uname().machine,
        "cores": os.cpu_count() or 1,
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "python": ".".join(map(str, sys.version_info[:3])),
    }


def code_version(root: Path) -> str:
    """The commit measured, with "+" where the work tree differs from it; "unknown" outside a git checkout."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--abbrev=12"],  # noqa: S607 - the git on PATH
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    return described.stdout.strip() or "unknown"
