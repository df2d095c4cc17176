"""What parent and worker say to each other: length-prefixed MessagePack of plain data, never pickle.

A reader that was taken over can write whatever it likes into the pipe; all it reaches is a decoder of plain data
(None, bool, int, float, str, bytes, lists, string-keyed maps) with an upper length.
"""

from __future__ import annotations

from typing import Any, BinaryIO, Generic, TypeVar

import msgspec

T = TypeVar("T")

PREFIX_BYTES = 8
"""Length of the big-endian count of bytes before each frame."""


class Limits(msgspec.Struct, frozen=True):
    """The worker's first frame. memory_bytes: on top of what the loaded modules take."""

    memory_bytes: int
    cpu_s: int
    output_bytes: int


class Call(msgspec.Struct, frozen=True):
    """One member of a batch: `function` ("package.module:name") is called as f(data, **options).

    stream: data is a path in the system's encoding; f(path, **options) yields results, and each is a reply of its own.
    """

    function: str
    data: bytes
    options: dict[str, Any]
    stream: bool = False


class Failure(msgspec.Struct, frozen=True):
    """An exception as plain data. fatal: the worker's state is doubtful (out of memory); it is to be replaced."""

    kind: str
    problem: str
    file: str | None = None
    place: str | None = None
    value: str | None = None
    remedy: str | None = None
    fatal: bool = False


class Reply(msgspec.Struct, Generic[T], frozen=True):
    """What came of a call: a result, or a failure. more: further replies to the same call follow."""

    result: T | None = None
    failure: Failure | None = None
    more: bool = False


class FrameTooLong(Exception):
    """The other end announced more bytes than it may send."""


def write_frame(pipe: BinaryIO, data: bytes) -> None:
    """Writes one frame and flushes."""
    pipe.write(len(data).to_bytes(PREFIX_BYTES, "big"))
    pipe.write(data)
    pipe.flush()


def read_frame(pipe: BinaryIO, limit_bytes: int | None = None) -> bytes | None:
    """The next frame, None where the other end has gone. Raises FrameTooLong before reading a body over the limit."""
    prefix = _exactly(pipe, PREFIX_BYTES)
    if prefix is None:
        return None
    length = int.from_bytes(prefix, "big")
    if limit_bytes is not None and length > limit_bytes:
        raise FrameTooLong
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, length: int) -> bytes | None:
    data = pipe.read(length)  # buffered: short only at the end of the stream
    return data if len(data) == length else None
