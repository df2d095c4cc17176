"""One writer at a time, for the length of one append or of one batch of captures."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from zvirka.model.errors import Busy
from zvirka.record.disk import faults_named

WAIT_S = 30.0
"""How long one waits for another; an append takes milliseconds, a batch of 256 reports a second or two."""


@contextlib.contextmanager
def held(path: Path, holder: str) -> Iterator[None]:
    """Holds the lock file at `path`; `holder` says who, for others to read. Raises Busy after WAIT_S."""
    with faults_named(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        opened = path.open("a+b", buffering=0)
    with opened as handle:
        deadline = time.monotonic() + WAIT_S
        while not _try_lock(handle.fileno()):
            if time.monotonic() > deadline:
                raise Busy(
                    f"the record is busy, held by {_holder(path)}",
                    file="log.jsonl",
                    remedy="Wait for the other run to end, then try again.",
                )
            time.sleep(0.01)
        try:
            with faults_named(path):
                handle.truncate(_NOTE_AT)
                handle.write(holder.encode("utf-8"))
            yield
        finally:
            _unlock(handle.fileno())


_NOTE_AT = 1
"""The note on the holder starts behind the one byte that Windows locks."""


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):  # on some systems a locked file can't be read: then the holder stays unknown
        return path.read_bytes()[_NOTE_AT:].decode("utf-8", "replace") or "an unknown run"
    return "an unknown run"


if os.name == "nt":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
