"""Finds the posts of a Telegram export in a stream of JSON and decodes each by itself, without holding the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

from zvirka.capture.readers.telegram_post import Post

CHUNK_BYTES = 2**20
MOST_POST_BYTES = 8 * 2**20
"""A post above this is none: Telegram allows 4,096 characters a message, and an entity a few of them (house rule)."""

_TO_BRACKET = re.compile(rb'[^{}\[\]"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^{}\[\]"]*+)*+([{}\[\]])', re.DOTALL)
_TOKEN = re.compile(rb'[\s,:]*+(?:("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*+:)?|([{}\[\]])|([^\s,:{}\[\]"]++)|("))', re.DOTALL)
NEXT_POST = re.compile(rb'\}\s*,\s*(?=\{\s*"id"\s*:\s*-?\d+\s*,\s*"type"\s*:\s*")')
"""Between two posts as Telegram Desktop writes them: where to go on after one that is broken."""
_BETWEEN = re.compile(rb"[\s,]*+")
_OPENING = b"{["


@dataclass(slots=True)
class Chat:
    """What stands before a chat's messages. name, type, id, username: None where it is not there. alone: the file is this chat."""

    alone: bool
    head: dict[str, str | int | None]


@dataclass(slots=True)
class Found:
    """Posts that follow each other. at: how many bytes of the file stand before the first. raw: their bytes, joined by `joint`."""

    posts: list[Post]
    at: int
    raw: bytes = b""
    joint: bytes = b""

    def place(self, number: int) -> int:
        """How many bytes of the file stand before the post of that number, from 0."""
        begin = 0
        for _ in range(number):
            begin = self.raw.index(self.joint, begin) + len(self.joint) - 1
        return self.at + begin


@dataclass(slots=True)
class Bad:
    """What is no post, where one should be; the next that was found comes after it."""

    why: str
    at: int


@dataclass(slots=True)
class Broken:
    """Where the file cannot be followed any further. at: bytes before that place. cut: the file ends there."""

    at: int
    cut: bool


Part = Chat | Found | Bad | Broken


@dataclass(slots=True)
class _Frame:
    """An open bracket of what is no post. fields: its plain values, as far as they are a chat's own."""

    square: bool
    key: str | None = None
    fields: dict[str, str | int | None] = field(default_factory=dict)


class Scan:
    """Runs over a stream once. Iterate: each Chat before its posts, and Broken last where the end is missing."""

    def __init__(
        self,
        stream: BinaryIO,
        decode: Callable[[bytes], Post],
        decode_all: Callable[[bytes], list[Post]] | None = None,
    ) -> None:
        """decode: a post of its bytes; decode_all: the posts of a JSON array, much faster. Both raise ValueError for what is none."""
        self._stream = stream
        self._decode = decode
        self._decode_all = decode_all
        self._closing = self._joint = b""
        self._one_by_one = 0
        self._data = b""
        self._base = 0
        self._ended = False

    def __iter__(self) -> Iterator[Part]:
        stack: list[_Frame] = []
        at = 0
        while True:
            found = self._token(at)
            if found is None:
                if stack or self._data[at:].strip():
                    yield Broken(self._base + at, cut=True)
                return
            begin, at = self._base + at, found.end()
            if not stack and found[3] not in (b"{", b"["):  # something stands behind the end
                yield Broken(begin, cut=False)
                return
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
            elif stack.pop().square != (found[3] == b"]"):
                yield Broken(self._base + found.start(3), cut=False)
                return
            at = self._forget(at)

    def _posts(self, at: int) -> Generator[Part, None, tuple[bool, int]]:
        """The array's posts; then whether the file breaks there, and where to go on. Holds a chunk and its posts."""
        self._closing = b""
        while True:
            at = _BETWEEN.match(self._data, at).end()  # type: ignore[union-attr]  # matches nothing as well
            mark = self._data[at : at + 1]
            if mark == b"]":
                return False, at + 1
            why = "no object"
            try:
                if mark == b"{" and (found := self._many(at) or self._object(at)) is not None:
                    yield found[0]
                    at = found[1]
                    continue
            except ValueError as error:  # msgspec's errors are such
                why, mark = str(error), b"bad"
            if mark in (b"", b"{") and len(self._data) - at <= MOST_POST_BYTES and self._more(at):
                at = 0
                continue
            following = self._next_post(at)
            if following is None:
                yield Broken(self._base + at, self._ended and mark != b"bad")
                return True, at
            yield Bad(why, self._base + at)
            at = following

    def _many(self, at: int) -> tuple[Found, int] | None:
        """All posts from here on that are read to their ends, and where the last one ends; None where they are none all.

        Told by the looks of Telegram Desktop's files: between posts the lines are always the same.
        """
        if self._decode_all is None or self._base + at < self._one_by_one:
            return None
        self._indented(at)
        end = self._data.rfind(self._joint, at) + len(self._closing)
        if end < at + len(self._closing):
            return None
        raw = self._data[at:end]
        try:
            return Found(self._decode_all(b"[%b]" % raw), self._base + at, raw, self._joint), end
        except ValueError:  # one of them is none, or needs mending
            self._one_by_one = self._base + end
            return None

    def _indented(self, at: int) -> None:
        """Tells from the first post's indentation how a post is closed, and what stands between two."""
        if not self._closing:
            line = self._data.rfind(b"\n", max(0, at - 64), at)
            indent = self._data[line:at] if line >= 0 else b"\0"
            self._closing = indent + b"}" if not indent.strip() else b"\0"
            self._joint = self._closing + b"," + indent + b"{"

    def _object(self, at: int) -> tuple[Found, int] | None:
        """The post that begins here and where it ends; None where its end is not read yet. Raises ValueError where it is none.

        Telegram Desktop indents by depth, and no line breaks stand inside JSON strings: the first line with the bracket
        that closes this depth is mostly the end. Where that gives no post, brackets are counted.
        """
        self._indented(at)
        end = self._data.find(self._closing, at)
        if end >= 0:
            end += len(self._closing)
            with suppress(ValueError):
                return Found([self._decode(self._data[at:end])], self._base + at), end
        counted = self._counted_end(at)
        return None if counted is None else (Found([self._decode(self._data[at:counted])], self._base + at), counted)

    def _counted_end(self, at: int) -> int | None:
        depth = 0
        while (found := _TO_BRACKET.match(self._data, at)) is not None:
            at = found.end()
            depth += 1 if found[1] in _OPENING else -1
            if not depth:
                return at
        return None

    def _next_post(self, at: int) -> int | None:
        """Where the next post begins that can be told by its looks, as far as a post may be long; None where none does."""
        while (found := NEXT_POST.search(self._data, at)) is None:
            if len(self._data) - at > MOST_POST_BYTES or not self._more(at):
                return None
            at = 0
        return found.end()

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
        chunk = self._stream.read(max(CHUNK_BYTES, len(self._data) - keep_from))
        self._ended = not chunk
        if chunk:
            self._base += keep_from
            self._data = self._data[keep_from:] + chunk
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
