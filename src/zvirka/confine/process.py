"""The parent's end of one worker process: starts it, asks, waits no longer than allowed, and says how it ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import msgspec

from zvirka.confine.frames import Call, Failure, FrameTooLong, Limits, Reply, read_frame, write_frame
from zvirka.model.errors import ZvirkaError

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from zvirka.confine.worker import main; main()"
_KEPT_ENVIRONMENT = (
    "PATH",
    "SYSTEMROOT",
    "TMPDIR",
    "TEMP",
    "TMP",
    "LANG",
    "LC_ALL",
    "PROJ_DATA",
    "PROJ_LIB",
    "TZDIR",
    "LD_LIBRARY_PATH",
)
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
Decoder = msgspec.msgpack.Decoder[Reply[Any]]
PLAIN: Decoder = msgspec.msgpack.Decoder(Reply[Any])
"""Takes any plain data for a result."""
_START_S = 60.0
"""A worker that has not said it is ready by then never will (a cold start takes about 0.1 s)."""


class Ended(Exception):
    """The worker is gone, and why, for the person at the desk."""


class WorkerProcess:
    """One running worker. used: it has answered before, so its state may not be a fresh one's."""

    def __init__(self, limits: Limits, wall_s: float) -> None:
        """Starts a new interpreter (no fork: this process may have threads). Raises ZvirkaError where none starts."""
        self._limits = limits
        self._wall_s = wall_s
        self.used = False
        paths = [os.path.abspath(path) for path in sys.path]  # noqa: PTH100 - "" is the working folder here
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ} | _ONE_THREAD,
            start_new_session=True,  # Ctrl-C is for the parent, which then closes this one
        )
        try:
            self._exchange(msgspec.msgpack.encode(limits), _START_S)
        except Ended as ended:
            raise ZvirkaError(
                f"the worker that reads files does not start: {ended}", remedy="Run zvirka doctor."
            ) from ended

    def ask(self, call: Call, decoder: Decoder = PLAIN) -> Reply[Any]:
        """The reply to one call. Raises Ended where the worker died, ran out of time or sent what it must not."""
        return self._reply(msgspec.msgpack.encode(call), decoder)

    def replies(self, call: Call, kind: Any) -> Iterator[Reply[Any]]:
        """The replies to a call that streams, as they come; the time allowed is for each. Raises Ended as `ask` does.

        kind: what each result is to be, Any for plain data; one that is not of it is what a worker must not send.
        """
        decoder = msgspec.msgpack.Decoder(Reply[kind])
        reply = self.ask(call, decoder)
        yield reply
        while reply.more:
            reply = self._reply(None, decoder)
            yield reply

    def _reply(self, request: bytes | None, decoder: Decoder) -> Reply[Any]:
        try:
            answer = self._exchange(request, self._wall_s)
            self.used = True
            return decoder.decode(answer)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            self.close()
            raise Ended(f"its reader sent back what is no data ({error})") from error

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # the rest of a request nobody reads any more
                cast(BinaryIO, pipe).close()

    def _exchange(self, request: bytes | None, wall_s: float) -> bytes:
        """The next frame the worker sends; request: what it is asked first, None where it is still answering."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(wall_s, stop)
        watch.daemon = True
        watch.start()
        try:
            if request is not None:
                with contextlib.suppress(BrokenPipeError, OSError):  # it died: the read below finds out
                    write_frame(cast(BinaryIO, self._process.stdin), request)
            answer = read_frame(cast(BinaryIO, self._process.stdout), self._limits.output_bytes + 1024)
        except FrameTooLong:
            self.close()
            raise Ended(f"what was read is larger than {self._limits.output_bytes // 2**20} MB") from None
        finally:
            watch.cancel()
        if answer is None:
            self._process.kill()
            status = self._process.wait()
            self.close()
            raise Ended(f"reading it took longer than {wall_s:g} s" if late.is_set() else _how(status, self._limits))
        return answer


def failure_of(ended: Ended) -> Failure:
    """What the culprit of an ended worker is given."""
    return Failure("InputError", str(ended), remedy="Check whether the file is damaged, or split it.")


def _how(status: int, limits: Limits) -> str:
    if status >= 0:
        return f"its reader died (exit status {status})"
    if -status == getattr(signal, "SIGXCPU", None):
        return f"reading it took more than {limits.cpu_s} s of computing"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"signal {-status}"
    hint = ", most likely for lack of memory" if name == "SIGKILL" else ""
    return f"its reader died ({name}{hint})"
