"""Telegram Desktop exports in JSON: one chat, or a whole account; of any size, batch by batch.

Written after Telegram Desktop's own writer (Telegram/SourceFiles/export/output/export_output_json.cpp).
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO, cast

from zvirka.capture.readers.output import Note, Output, Report, plain
from zvirka.capture.readers.telegram_post import Post, Voices, decoded, decoded_all, media_of, report_of, words_of
from zvirka.capture.readers.telegram_scan import Bad, Broken, Chat, Found, Scan

VERSION = "telegram/1"
BATCH_POSTS = 1000
LISTED = 20
"""How many faulty posts are named one by one; the rest is counted in one note."""
_UNNAMED = ("saved_messages", "replies", "verification_codes")
"""Chats to which Telegram Desktop gives no name."""


def read_telegram(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """The posts of an export that fits into memory. A post is a fragment called by its id, with its chat's where there are several.

    Messages of Telegram itself (somebody joined, a title changed) are no reports. Posts without words are counted in a note.
    """
    batches = list(_batches(lambda: io.BytesIO(data), encoding, mark_bytes))
    reports = [report for batch in batches for report in batch.reports]
    return plain(Output(reports, [note for batch in batches for note in batch.notes]))


def stream_telegram(path: str, encoding: str, mark_bytes: int = 0) -> Iterator[Output]:
    """The same of a file of any size, at most `BATCH_POSTS` a batch; notes come last."""
    yield from _batches(partial(io.FileIO, path), encoding, mark_bytes)


def _utf8(stream: io.BytesIO | io.FileIO, encoding: str, mark_bytes: int) -> BinaryIO:
    stream.seek(mark_bytes)
    if encoding in ("utf-8", "ascii"):
        return cast(BinaryIO, stream)
    return cast(BinaryIO, codecs.EncodedFile(stream, "utf-8", encoding, errors="replace"))


def _batches(opened: Callable[[], io.BytesIO | io.FileIO], encoding: str, mark_bytes: int) -> Iterator[Output]:
    with opened() as stream:
        reading = _Reading(lambda: _heads(opened, encoding, mark_bytes))
        for found in Scan(_utf8(stream, encoding, mark_bytes), decoded, decoded_all):
            reading.take(found)
            while len(reading.reports) >= BATCH_POSTS:
                yield Output(reading.reports[:BATCH_POSTS])
                reading.reports = reading.reports[BATCH_POSTS:]
        yield Output(reading.reports, reading.notes())


class _Reading:
    """What has been read so far. Ids are remembered for one chat only."""

    def __init__(self, heads: Callable[[], list[dict[str, Any]]]) -> None:
        self.reports: list[Report] = []
        self._heads = heads
        self._all_heads: list[dict[str, Any]] = []
        self._chat = Voices(None, None, False, "")
        self._seen: set[str] = set()
        self._times: dict[str, int] = {}
        self._chats = 0
        self._last: str | None = None
        self._faults: list[Note] = []
        self._counts = {"faults": 0, "unsupported": 0, "wordless": 0, "left_out": 0}

    def take(self, found: Chat | Found | Bad | Broken) -> None:
        """The next thing the scan found."""
        if isinstance(found, Found):
            for number, post in enumerate(found.posts):
                self._post(post, found, number)
        elif isinstance(found, Chat):
            self._open(found)
        elif isinstance(found, Bad):
            said = f"what stands after {self._after()} is no post: {found.why[:200]}"
            self._fault(said, "Export the chat again; the other posts were read.", found.at)
        else:
            said = "the export ends before its end" if found.cut else "the export cannot be followed from here on"
            remedy = "Posts after this place are missing: export the chat again, and see that the file is copied whole."
            self._fault(f"{said}, after {self._after()}", remedy, found.at)

    def _fault(self, said: str, remedy: str, at: int) -> None:
        """Remembers as many as are named, and where the rest begins."""
        self._counts["faults"] += 1
        if len(self._faults) <= LISTED:
            self._faults.append(Note(said, remedy, f"byte {at}"))

    def _after(self) -> str:
        return "the beginning" if self._last is None else f"post {self._last}"

    def _open(self, chat: Chat) -> None:
        head = chat.head
        if "name" not in head and head.get("type") not in _UNNAMED:
            self._all_heads = self._all_heads or self._heads()
            head = self._all_heads[self._chats]
        self._chat = Voices.of(head, "" if chat.alone else f"{head.get('id') or self._chats}/")
        self._seen, self._times = set(), {}
        self._chats += 1

    def _post(self, post: Post, found: Found, number: int) -> None:
        if post.type != "message":
            self._counts["unsupported"] += post.type != "service"
            return
        words = words_of(post)
        if not words:
            media = media_of(post)
            self._counts["wordless"] += 1
            self._counts["left_out"] += any(name.startswith("(") for name in media)
            return
        fragment = f"{self._chat.prefix}{post.id if post.id is not None else f'byte {found.place(number)}'}"
        if fragment in self._seen:
            fragment = self._distinct(fragment, found, number)
        self._seen.add(fragment)
        self.reports.append(report_of(post, words, fragment, self._chat))
        self._last = fragment

    def _distinct(self, base: str, found: Found, number: int) -> str:
        """Another name for a post whose own has been given."""
        times = self._times[base] = self._times.get(base, 1) + 1
        while (fragment := f"{base}#{times}") in self._seen:
            times = self._times[base] = times + 1
        said = f"post {base} stands there before; this one is called {fragment}"
        at = found.place(number) if len(self._faults) <= LISTED else found.at
        self._fault(said, "Check whether exports were joined by hand.", at)
        return fragment

    def notes(self) -> list[Note]:
        """What was not read, faults named up to `LISTED`."""
        notes = self._faults[:LISTED]
        if rest := self._counts["faults"] - len(notes):
            said = f"{rest} more places with faults like these"
            place = f"from {self._faults[LISTED].place}"
            notes.append(Note(said, "Mend the places named first, and run again.", place, rest))
        if count := self._counts["unsupported"]:
            said = f"{count} posts were left out by Telegram Desktop, which could not export them"
            notes.append(Note(said, "Export the chat again with a newer Telegram Desktop.", count=count))
        if count := self._counts["wordless"]:
            missing = self._counts["left_out"]
            more = f", {missing} of them with files that were not exported" if missing else ""
            said = f"{count} posts hold no words, only pictures, videos and the like{more}"
            notes.append(
                Note(said, "The files beside the export are kept; look at them yourself.", None, count, "not_looked_at")
            )
        return notes


def _heads(opened: Callable[[], io.BytesIO | io.FileIO], encoding: str, mark_bytes: int) -> list[dict[str, Any]]:
    """The heads of all chats, where some stand behind their messages (files saved again with sorted keys).

    Goes through the whole file: what comes after a chat's messages is then filled in.
    """
    with opened() as stream:
        return [found.head for found in Scan(_utf8(stream, encoding, mark_bytes), decoded) if isinstance(found, Chat)]
