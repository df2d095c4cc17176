"""Functions that misbehave on purpose, to be run in a confined worker. The first byte of the data chooses."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zvirka.model.errors import CaseError, FormatError

_CALLS = 0


def echo(data: bytes, **options: Any) -> dict[str, Any]:
    return {"data": data, "options": options, "length": len(data)}


def count_calls(data: bytes) -> int:
    global _CALLS
    _CALLS += 1
    return _CALLS


def act(data: bytes, where: str = "", port: int = 0) -> Any:
    """Does the bad thing the data names, or gives the data back in capitals."""
    action = _ACTIONS.get(data.decode("ascii"))
    return data.upper() if action is None else action(where, port)


def _allocate(where: str, port: int) -> Any:
    held = []
    while True:
        held.append(bytearray(2**24))


def _spin(where: str, port: int) -> Any:
    while True:
        pass


def _sleep(where: str, port: int) -> Any:
    time.sleep(1000)


def _raise_format(where: str, port: int) -> Any:
    raise FormatError("no polygons", file="a.geojson", place="feature 3", value="Poin\ud800t", remedy="Give polygons.")


def _raise_case(where: str, port: int) -> Any:
    raise CaseError("no such column")


def _raise_value(where: str, port: int) -> Any:
    raise ValueError("odd \ud800 value")


def _recurse(where: str, port: int) -> Any:
    return _recurse(where, port)


def _write(where: str, port: int) -> Any:
    with contextlib.suppress(Exception):
        Path(where).write_text("caught", encoding="ascii")


def _write_low(where: str, port: int) -> Any:
    return os.open(where, os.O_WRONLY | os.O_CREAT)


def _remove(where: str, port: int) -> Any:
    os.remove(where)  # noqa: PTH107


def _connect(where: str, port: int) -> Any:
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def _start(where: str, port: int) -> Any:
    subprocess.run([sys.executable, "-c", ""], check=False)


def _fork(where: str, port: int) -> Any:
    return os.fork()


def _shell(where: str, port: int) -> Any:
    return os.system("true")


def _speak(where: str, port: int) -> Any:
    print("this is not for the pipe" * 1000)
    os.write(1, b"neither is this")
    sys.stdin.read()
    return "spoken"


def _scribble(where: str, port: int) -> Any:
    """Writes rubbish into every pipe it can find, as code that has taken the worker over would."""
    for number in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(number, b"\x00\x00\x00\x00\x00\x00\x00\x03abc")
    return "scribbled"


def _announce(where: str, port: int) -> Any:
    for number in range(3, 20):
        with contextlib.suppress(OSError):
            os.write(number, b"\x7f" + b"\xff" * 7)
    time.sleep(1000)


_ACTIONS = {
    "allocate": _allocate,
    "spin": _spin,
    "sleep": _sleep,
    "vanish": lambda where, port: os._exit(7),
    "exit": lambda where, port: sys.exit(3),
    "abort": lambda where, port: os.abort(),
    "format": _raise_format,
    "case": _raise_case,
    "value": _raise_value,
    "recurse": _recurse,
    "write": _write,
    "write_low": _write_low,
    "remove": _remove,
    "connect": _connect,
    "start": _start,
    "fork": _fork,
    "shell": _shell,
    "speak": _speak,
    "scribble": _scribble,
    "announce": _announce,
    "huge": lambda where, port: b"x" * (3 * 2**20),
    "object": lambda where, port: object(),
    "surrogate": lambda where, port: "\ud800",
    "deep": lambda where, port: _nested(100_000),
    "environment": lambda where, port: sorted(os.environ),
}


def _nested(depth: int) -> list[Any]:
    outer: list[Any] = []
    for _ in range(depth):
        outer = [outer]
    return outer


def count_up(path: str, upto: int = 3, then: str = "") -> Iterator[Any]:
    """Yields numbers with the length of the file, then does what `act` would."""
    size = len(Path(path).read_bytes())
    for number in range(upto):
        yield {"number": number, "size": size}
    if then:
        yield act(then.encode("ascii"), path)


def blow_up(path: str, megabytes: int) -> Iterator[bytes]:
    """Yields one result of that size."""
    yield b"x" * (megabytes * 2**20)
