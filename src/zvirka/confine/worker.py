"""The confined end: loads a function, locks itself in, then answers calls until its input closes.

Order: leave the network (Linux), import, give up files, sockets and processes (audit hook), limit memory, answer. The hook
stops what Python code does; it is no wall against native code that was taken over. Against that stand the limits of the
system: an empty network namespace where the kernel grants one, RLIMIT_FSIZE 0 (no file grows), RLIMIT_NPROC where not root.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec

from zvirka.confine.frames import Call, Failure, Limits, Reply, read_frame, write_frame
from zvirka.model.errors import CaseError, FormatError, InputError, ZvirkaError

CLONE_NEWUSER = 0x10000000  # <linux/sched.h>
CLONE_NEWNET = 0x40000000  # <linux/sched.h>
PR_SET_NO_NEW_PRIVS = 38  # <linux/prctl.h>
SENT_BACK = {kind.__name__: kind for kind in (InputError, CaseError, FormatError)}
"""Errors that keep their class on the way back."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = frozenset(
    {
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "os.forkpty",
        "os.startfile",
        "os.startfile/2",
        "os.kill",
        "os.killpg",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.mkdir",
        "os.link",
        "os.symlink",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "os.chflags",
        "os.lockf",
        "os.utime",
        "os.setxattr",
        "os.removexattr",
        "subprocess.Popen",
        "pty.spawn",
        "signal.pthread_kill",
        "webbrowser.open",
        "urllib.Request",
        "sqlite3.connect",
    }
)
"""Audit events (docs.python.org/3/library/audit_events.html) that reach out of the worker."""
_REFUSED_FAMILIES = ("socket.", "winreg.", "ftplib.", "http.client.", "smtplib.", "telnetlib.", "poplib.", "imaplib.")


class Refused(BaseException):
    """The function tried to reach out. A BaseException, so that no `except Exception` of a reader hides it."""


def main() -> None:
    """Serves calls on the pipes that were this process's standard input and output; an empty first reply says it is ready."""
    calls, replies = _private_pipes()
    first = read_frame(calls)
    if first is None:
        return
    limits = msgspec.msgpack.decode(first, type=Limits)
    sys.dont_write_bytecode = True
    _leave_network()
    write_frame(replies, _encoded(Reply()))
    locked = False
    while (frame := read_frame(calls)) is not None:
        call = msgspec.msgpack.decode(frame, type=Call)
        del frame
        loaded = _load(call.function)
        if not locked:
            _lock(limits)
            locked = True
        for answer in _answers(loaded, call, limits):
            write_frame(replies, answer)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes under new numbers; what the function prints or reads goes to the null device."""
    calls = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.close(null)
    return calls, replies


def _load(function: str) -> Callable[..., Any] | Failure:
    module, _, name = function.partition(":")
    try:
        loaded: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except Exception as error:
        return Failure("InputError", f"the reader {function} could not be loaded: {error}")
    return loaded


def _answers(loaded: Callable[..., Any] | Failure, call: Call, limits: Limits) -> Iterator[bytes]:
    if isinstance(loaded, Failure):
        yield _encoded(Reply(failure=loaded))
        return
    _allow_cpu(limits.cpu_s)
    try:
        if call.stream:
            for result in loaded(os.fsdecode(call.data), **call.options):
                yield _fitting(Reply(result=result, more=True), limits)
                _allow_cpu(limits.cpu_s)
            answer = _encoded(Reply())
        else:
            answer = _fitting(Reply(result=loaded(call.data, **call.options)), limits)
    except BaseException as error:
        answer = _encoded(Reply(failure=_failure(error)))
    yield answer


def _fitting(reply: Reply[Any], limits: Limits) -> bytes:
    answer = _encoded(reply)
    if len(answer) > limits.output_bytes:
        shown_mb = limits.output_bytes // 2**20
        return _encoded(
            Reply(
                failure=Failure("InputError", f"what was read is larger than {shown_mb} MB", remedy="Split the file.")
            )
        )
    return answer


def _encoded(reply: Reply[Any]) -> bytes:
    return msgspec.msgpack.encode(reply)


def _failure(error: BaseException) -> Failure:
    if isinstance(error, ZvirkaError):
        kind = next((name for name, each in SENT_BACK.items() if type(error) is each), "InputError")
        return Failure(
            kind, *(_sendable(part) for part in (error.problem, error.file, error.place, error.value, error.remedy))
        )
    if isinstance(error, MemoryError):
        return Failure("InputError", "reading it needs more memory than allowed", remedy="Split the file.", fatal=True)
    if isinstance(error, Refused):
        return Failure(
            "InputError",
            f"its reader tried what no reader may do: {error}",
            remedy="Treat the file as hostile.",
            fatal=True,
        )
    if isinstance(error, RecursionError):
        return Failure("InputError", "it is nested too deeply to be read")
    return Failure("InputError", _sendable(f"it could not be read ({type(error).__name__}: {str(error)[:200]})") or "")


def _sendable(text: str | None) -> Any:
    return None if text is None else str(text).encode("utf-8", "backslashreplace").decode("utf-8")


def _lock(limits: Limits) -> None:
    _limit_memory(limits.memory_bytes)
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITING):
            raise Refused("open a file for writing")
    elif event in _REFUSED or event.startswith(_REFUSED_FAMILIES):
        raise Refused(event)


def _leave_network() -> None:
    """Moves into an empty network namespace where Linux lets this user (unshare(2)); elsewhere the hook stands alone."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None)
        system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _limit_memory(memory_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    # The platform may know but not grant a limit (macOS refuses RLIMIT_AS): the others still hold.
    ceiling = _address_space_bytes() + memory_bytes
    for name, value in (("RLIMIT_AS", ceiling), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0), ("RLIMIT_NPROC", 0)):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            resource.setrlimit(getattr(resource, name), (value, value))


def _address_space_bytes() -> int:
    """What modules and their thread arenas have reserved by now; 1 GiB where the system does not tell (not Linux)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as status:  # noqa: PTH123 - proc(5): first field, pages
            return int(status.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 2**30


def _allow_cpu(cpu_s: int) -> None:
    """Sets the soft CPU limit `cpu_s` from now: RLIMIT_CPU counts a process's whole life, and this worker lives long."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + cpu_s, hard))
