"""Confined readers: batches of untrusted bytes through persistent worker processes with limits."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from zvirka.confine.frames import Call, Failure, Limits, Reply
from zvirka.confine.process import Ended, WorkerProcess, failure_of
from zvirka.confine.worker import SENT_BACK
from zvirka.model.errors import InputError


class Confine:
    """Implements `model.ports.Confined`. A context manager; workers start when first needed and live until it closes.

    memory_mb: address space (MiB) on top of what the loaded modules take; Linux only (macOS grants no RLIMIT_AS).
    cpu_s: computing seconds a member; Linux and macOS. wall_s: seconds a member, everywhere; on Windows this and the audit
    hook are all there is. output_mb: MiB a result may have. workers: processes a batch is spread over.

    A function must be module-level, take (data, **options) and give plain data (None, bool, int, float, str, bytes, lists,
    string-keyed dicts); tuples come back as lists. It may read files (its own modules' data) and nothing else: sockets,
    writing, processes are refused, and on Linux its network namespace is empty where the kernel allows that.

    Not guarded against: a reader whose native code was taken over can still read files of this user and falsify the results
    of later members in the same worker; it cannot send anything away, and its results are data, never code.
    """

    def __init__(
        self, memory_mb: int = 1024, cpu_s: float = 60, wall_s: float = 60, output_mb: int = 256, workers: int = 1
    ) -> None:
        if min(memory_mb, cpu_s, wall_s, output_mb, workers) <= 0:
            raise ValueError("limits and workers must be above zero")
        self._limits = Limits(memory_mb * 2**20, math.ceil(cpu_s), output_mb * 2**20)
        self._wall_s = wall_s
        self._workers = workers
        self._idle: SimpleQueue[WorkerProcess | None] = SimpleQueue()
        for _ in range(workers):
            self._idle.put(None)

    def __enter__(self) -> Confine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the worker processes; a later `run` starts new ones."""
        for _ in range(self._workers):
            worker = self._idle.get()
            if worker is not None:
                worker.close()
            self._idle.put(None)

    def run(self, function: str, batch: Sequence[tuple[bytes, dict[str, Any]]]) -> list[Any]:
        """One result a member, in order; an exception (InputError or a subclass) in the place of a member that has none.

        function: "package.module:name". Where a worker dies or a limit is hit, the member is asked again alone in a fresh
        worker, so that nobody pays for what an earlier member left behind; only the second time it is the culprit.
        """
        calls = [Call(function, data, options) for data, options in batch]
        if self._workers == 1 or len(calls) < 2:
            return [self._one(call) for call in calls]
        with ThreadPoolExecutor(min(self._workers, len(calls))) as threads:
            return list(threads.map(self._one, calls))

    def stream(self, function: str, file: Path, options: dict[str, Any], kind: Any = Any) -> Iterator[Any]:
        """What a generator yields, as it comes: for files too large to be held. function: called as f(path, **options).

        kind: the type of each result (a msgspec.Struct), so that it need not be made from plain data here; Any for that.

        Runs in a worker of its own that ends with the iteration; computing and waiting time are allowed anew for each result.
        Raises InputError (or a subclass) where it fails: after the results that came before that.
        """
        worker = WorkerProcess(self._limits, self._wall_s)
        try:
            for reply in worker.replies(Call(function, os.fsencode(file), options, stream=True), kind):
                if reply.failure is not None:
                    raise _exception(reply.failure)
                if reply.more:
                    yield reply.result
        except Ended as ended:
            raise _exception(failure_of(ended)) from ended
        finally:
            worker.close()

    def _one(self, call: Call) -> Any:
        worker, kept = self._idle.get(), None
        try:
            used = worker is not None and worker.used
            kept, reply = self._ask(worker, call)
            if used and kept is None:
                kept, reply = self._ask(None, call)
        finally:
            self._idle.put(kept)
        return reply.result if reply.failure is None else _exception(reply.failure)

    def _ask(self, worker: WorkerProcess | None, call: Call) -> tuple[WorkerProcess | None, Reply[Any]]:
        """The reply, and the worker unless it is gone or no longer to be trusted."""
        worker = worker or WorkerProcess(self._limits, self._wall_s)
        try:
            reply = worker.ask(call)
        except Ended as ended:
            return None, Reply(failure=failure_of(ended))
        except BaseException:  # Ctrl-C while waiting: its answer would be taken for the next call's
            worker.close()
            raise
        if reply.failure is not None and reply.failure.fatal:
            worker.close()
            return None, reply
        return worker, reply


def _exception(failure: Failure) -> InputError:
    kind = SENT_BACK.get(failure.kind, InputError)
    return kind(failure.problem, file=failure.file, place=failure.place, value=failure.value, remedy=failure.remedy)
