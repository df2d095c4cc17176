"""One post of a Telegram export: its JSON, and the report it is."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from zvirka.capture.readers.output import Report

_CONTROL = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
"""Telegram Desktop writes control characters as \\x0B, which is no JSON (SerializeString in its export_output_json.cpp)."""
_HALF = re.compile("[\ud800-\udfff]")
_NOT_SAVED = re.compile(r"\(((File|Photo|Story) |\w+ (not included|unavailable|exceeds))")
"""What stands in the place of a file that was left out of the export (pushPath in the same file)."""


class Part(msgspec.Struct, gc=False):
    """A stretch of text with a meaning: bold, a link, a mention … href is not among the words and stays in the object."""

    text: str = ""


class Answer(msgspec.Struct):
    """One answer of a poll; how many chose it stays in the object."""

    text: str | list[str | Part] = ""


class Poll(msgspec.Struct):
    """A poll. question: as text, in newer exports with its entities."""

    question: str | list[str | Part] = ""
    answers: list[Answer] = []


class Post(msgspec.Struct, gc=False):
    """The fields of a message that are read; `from` is a word of Python. Ids and Unix times come as numbers or as text."""

    id: int | str | None = None
    type: str = "message"
    date: str | None = None
    date_unixtime: int | str | None = None
    edited: str | None = None
    edited_unixtime: int | str | None = None
    sender: str | None = msgspec.field(name="from", default=None)
    author: str | None = None
    forwarded_from: str | None = None
    saved_from: str | None = None
    reply_to_message_id: int | str | None = None
    reply_to_peer_id: int | str | None = None
    text: str | list[str | Part] = ""
    poll: Poll | None = None
    photo: str | None = None
    file: str | None = None


_DECODER = msgspec.json.Decoder(Post)
decoded_all = msgspec.json.Decoder(list[Post]).decode
"""The posts of a JSON array as it stands. Raises ValueError where they are none."""


def decoded(raw: bytes) -> Post:
    """The post of its JSON; control characters and halves of characters that Telegram Desktop writes wrongly are mended.

    Raises ValueError (of which msgspec's errors are) where it is no post even so.
    """
    try:
        return _DECODER.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    text = raw.decode("utf-8", "replace")
    mended = _CONTROL.sub(lambda found: f"\\u00{found[1]}" if found[1] else found[0], text)
    try:
        value = _whole(json.loads(mended, strict=False))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return msgspec.convert(value, Post)


def _whole(value: Any) -> Any:
    """The same JSON with U+FFFD for halves of characters, which msgspec does not let through."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return {key: _whole(each) for key, each in value.items()} if isinstance(value, dict) else value


def words_of(post: Post) -> str:
    """The words that were posted: text or caption, then a poll's question and answers, each on its line."""
    text = _joined(post.text)
    if post.poll is not None:
        lines = [_joined(post.poll.question), *(f"- {_joined(each.text)}" for each in post.poll.answers)]
        text = "\n".join([text, *lines] if text else lines)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip().strip("\ufeff").strip()


def _joined(text: str | list[str | Part]) -> str:
    if isinstance(text, str):
        return text
    return "".join([part if isinstance(part, str) else part.text for part in text])


class Voices(msgspec.Struct, frozen=True):
    """What a chat says of whoever speaks in it. name, username: None where it gives none. prefix: of its posts' ids."""

    name: str | None
    username: str | None
    channel: bool
    prefix: str

    @classmethod
    def of(cls, chat: dict[str, Any], prefix: str) -> Voices:
        """chat: what stands before its messages."""
        name, username = chat.get("name"), chat.get("username")
        return cls(
            name if isinstance(name, str) else None,
            username.lstrip("@") if isinstance(username, str) else None,
            str(chat.get("type") or "").endswith("channel"),
            prefix,
        )


def report_of(post: Post, words: str, fragment: str, chat: Voices) -> Report:
    """The report a post is. In a channel the voice is the channel; in groups and talks it is who wrote it."""
    name, channel = chat.name, chat.channel
    answers = post.reply_to_message_id if post.reply_to_peer_id is None else None
    return Report(
        words,
        fragment,
        published=_time(post.date_unixtime) or post.date,
        outlet=name if channel else post.sender or name,
        address=f"https://t.me/{chat.username}/{post.id}" if chat.username else None,
        author=post.author or (post.sender if channel and post.sender != name else None),
        forwarded_from=post.forwarded_from or post.saved_from,
        reply_to=None if answers is None else f"{chat.prefix}{answers}",
        edited=_time(post.edited_unixtime) or post.edited,
        media=media_of(post),
        kind="channel" if channel else "public",
    )


def media_of(post: Post) -> list[str]:
    """Files of the post, relative to the export; for one that was left out, Telegram's words in brackets."""
    named = [each for each in (post.photo, post.file) if each]
    return [each[found.start() :] if (found := _NOT_SAVED.search(each)) else each.replace("\\", "/") for each in named]


_MINUTES = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return datetime.fromtimestamp(number * 86_400, UTC).date().isoformat()


def _time(seconds: int | str | None) -> str | None:
    """ISO 8601 in UTC of Unix time, None where there is none or no clock shows it."""
    if seconds is None:
        return None
    try:
        day, second = divmod(int(seconds), 86_400)
        return f"{_day(day)}T{_MINUTES[second // 60]}:{second % 60:02}+00:00"
    except (ValueError, OverflowError, OSError):
        return None
