"""Progress for a person at a terminal: what is being done, how far, and nothing at all for the first two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Protocol, TextIO, TypeVar

T = TypeVar("T")
QUIET_S = 2.0
"""Nothing is shown for work shorter than this."""
REDRAW_S = 0.1


class Progress(Protocol):
    """Where a run tells how far it is."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage of `total` steps (None: unknown) begins."""

    def step(self, count: int = 1) -> None:
        """So many steps of the stage are done."""


class Silent:
    """Tells nobody."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Nothing."""

    def step(self, count: int = 1) -> None:
        """Nothing."""


class OnTerminal:
    """One line on a terminal, drawn over and over; use as a context manager, which clears it at the end."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._shown = False
        self._name, self._total, self._done = "", None, 0

    _total: int | None

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins."""
        self._name, self._total, self._done = name, total, 0
        self._draw(force=True)

    def step(self, count: int = 1) -> None:
        """So many more steps are done."""
        self._done += count
        self._draw()

    def __enter__(self) -> OnTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _draw(self, force: bool = False) -> None:
        now = time.monotonic()
        if now - self._begun < QUIET_S or (now - self._drawn < REDRAW_S and not force):
            return
        self._drawn, self._shown = now, True
        far = f" {self._done:,}" + (f" of {self._total:,}" if self._total else "") if self._done or self._total else ""
        self._out.write(f"\r\x1b[K{self._name}{far} … {now - self._begun:.0f} s")
        self._out.flush()


def counted(progress: Progress, entries: Iterable[T]) -> Iterator[T]:
    """The entries, with a step told for each."""
    for entry in entries:
        yield entry
        progress.step()
