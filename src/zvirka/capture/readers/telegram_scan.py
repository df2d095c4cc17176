"""Finds the posts of a Telegram export in a stream of JSON, each as its own slice of bytes, without holding the rest.

One pattern runs over whole strings in one step and stops at brackets only, so the search costs little more than reading.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

CHUNK_BYTES = 2**20
MOST_POST_BYTES = 8 * 2**20
"""A post above this is none: Telegram allows 4,096 characters a message, and an entity a few of them (house rule)."""

_TO_BRACKET = re.compile(rb'[^{}\[\]"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^{}\[\]"]*+)*+([{}\[\]])', re.DOTALL)
_TOKEN = re.compile(rb'[\s,:]*+(?:("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*+:)?|([{}\[\]])|([^\s,:{}\[\]"]++)|("))', re.DOTALL)
NEXT_POST = re.compile(rb'\}\s*,\s*(?=\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:\s*")')
"""Between two posts as Telegram Desktop writes them: where to go on after one that is broken."""
_OPENING = b"{["


@dataclass(slots=True)
class Chat:
    """What stands before a chat's messages. name, type, id, username: None where it is not there. alone: the file is this chat."""

    alone: bool
    head: dict[str, str | int | None]


@dataclass(slots=True)
class Raw:
    """A post's bytes, or senseless ones between posts, and how many bytes of the file stand before them."""

    data: bytes
    at: int


@dataclass(slots=True)
class Broken:
    """Where the file cannot be followed any further. at: bytes before that place. cut: the file ends there."""

    at: int
    cut: bool


@dataclass(slots=True)
class _Frame:
    """An open bracket of what is no post. fields: its plain values, as far as they are a chat's own."""

    square: bool
    key: str | None = None
    fields: dict[str, str | int | None] = field(default_factory=dict)


class Scan:
    """Runs over a stream once. Iterate: each Chat before its posts, and Broken last where the end is missing."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._data = b""
        self._base = 0
        self._ended = False

    def __iter__(self) -> Iterator[Chat | Raw | Broken]:
        stack: list[_Frame] = []
        at = 0
        while True:
            found = self._token(at)
            if found is None:
                if stack or self._data[at:].strip():
                    yield Broken(self._base + at, cut=True)
                return
            found, at = found, found.end()
            if found[1] is not None:
                self._string(found, stack)
            elif found[4] is not None:
                _value(stack, _plain(found[4]))
            elif found[3] in (b"{", b"["):
                frame = _Frame(found[3] == b"[")
                if frame.square and stack and stack[-1].key == "messages":
                    yield Chat(len(stack) == 1, stack[-1].fields)
                    broken, at = yield from self._posts(at)
                    if broken:
                        return
                else:
                    stack.append(frame)
            elif not stack or stack.pop().square != (found[3] == b"]"):
                yield Broken(self._base + found.start(3), cut=False)
                return
            at = self._forget(at)

    def _posts(self, at: int) -> Generator[Chat | Raw | Broken, None, tuple[bool, int]]:
        """The objects up to the array's end; whether the file breaks there, and where to go on. Holds one of them and a chunk."""
        depth, start = 0, at
        match = _TO_BRACKET.match
        while True:
            found = match(self._data, at)
            if found is None:
                begin = start if depth else at
                if len(self._data) - begin <= MOST_POST_BYTES and self._more(begin):
                    at, start = at - begin, 0
                    continue
                depth, at = 0, self._next_post(begin)
                yield Raw(self._data[begin:at], self._base + begin)
                if at < len(self._data):
                    continue
                yield Broken(self._base + begin, cut=self._ended)
                return True, at
            if not depth and self._data[at : found.end() - 1].strip(b" \r\n\t,"):
                begin, at = at, self._next_post(at)
                yield Raw(self._data[begin:at], self._base + begin)
                continue
            at = found.end()
            if found[1] in _OPENING:
                depth += 1
                if depth == 1:
                    start = at - 1
            else:
                depth -= 1
                if depth == 0:
                    yield Raw(self._data[start:at], self._base + start)
                elif depth < 0:
                    return False, at

    def _next_post(self, begin: int) -> int:
        """Where the next post begins that can be told by its looks, in what was read; else the end of that."""
        found = NEXT_POST.search(self._data, begin)
        return len(self._data) if found is None else found.end()

    def _token(self, at: int) -> re.Match[bytes] | None:
        """The next token, None at the end. One that touches the end of what was read may go on, so more is read first."""
        while True:
            found = _TOKEN.match(self._data, at)
            if found is not None and found[5] is None and (self._ended or found.end() + 64 < len(self._data)):
                return found
            if len(self._data) - at > MOST_POST_BYTES or not self._more(0):
                return found if found is not None and found[5] is None else None

    def _more(self, keep_from: int) -> bool:
        """Reads on, forgetting what stands before `keep_from`: as much again as is kept, so that long values cost no more."""
        self._base += keep_from
        kept = self._data[keep_from:]
        chunk = self._stream.read(max(CHUNK_BYTES, len(kept)))
        self._data = kept + chunk
        self._ended = self._ended or not chunk
        return bool(chunk)

    def _forget(self, at: int) -> int:
        if at < CHUNK_BYTES:
            return at
        self._base += at
        self._data = self._data[at:]
        return 0

    def _string(self, found: re.Match[bytes], stack: list[_Frame]) -> None:
        if not stack:
            return
        if found[2] is not None and not stack[-1].square:
            stack[-1].key = str(_plain(found[1]))
        else:
            _value(stack, _plain(found[1]))


def _value(stack: list[_Frame], value: str | int | None) -> None:
    if stack and stack[-1].key in ("name", "type", "id", "username"):
        stack[-1].fields[stack[-1].key] = value


def _plain(token: bytes) -> str | int | None:
    try:
        value = msgspec.json.decode(token[:10_000])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return token[:10_000].strip(b'"').decode("utf-8", "replace")
    return value if isinstance(value, (str, int)) else None
