"""Telegram Desktop exports in HTML: messages.html, messages2.html … Each page names its chat and is read by itself.

Written after Telegram Desktop's own writer (Telegram/SourceFiles/export/output/export_output_html.cpp). Pages hold no chat id,
no kind of chat and no edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.html_bounds import parsed
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy

VERSION = "telegram_page/1"
_TIME = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")
"""FormatDateTime of Telegram Desktop; without the offset in exports made before 2022."""
_VIA = re.compile(r"\s+via @\w+$")
_PAGE = re.compile(r"messages\d{0,6}\.html")
_FILES = "a.photo_wrap, a.video_file_wrap, a.animated_wrap, a.sticker_wrap, a.media"
_NO_FILE = "div.media div.description"


def read_telegram_page(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """The posts of one page. Where every post is from the chat itself, that is a channel and the voice; else who wrote it is.

    A page that lists chats or contacts holds no posts and is not looked at. `beside`: the pages the chat goes on in.
    """
    source, replaced = Encoding(encoding, mark_bytes).decode(data)
    notes = replaced_note(replaced, encoding)
    page = parsed(source, notes)
    if page.css_first("div.history") is None:
        said = "is a list in a Telegram export, not a chat"
        return plain(
            Output(
                [],
                [*notes, Note(said, "Nothing is to be done: the chats are pages of their own.", code="not_looked_at")],
            )
        )
    chat = _own_words(page.css_first("div.page_header div.text"))
    reading = _Reading(chat)
    for message in page.css("div.message"):
        reading.take(message)
    if not source.rstrip().endswith("</html>"):
        last = f"post {reading.reports[-1].fragment}" if reading.reports else "the beginning"
        remedy = "Posts after this place are missing: export the chat again, and see that the file is copied whole."
        notes.append(Note(f"the page ends before its end, after {last}", remedy, f"byte {len(data)}"))
    if reading.wordless:
        said = f"{reading.wordless} posts hold no words, only pictures, videos and the like"
        remedy = "The files beside the export are kept; look at them yourself."
        notes.append(Note(said, remedy, None, reading.wordless, "not_looked_at"))
    beside = [link.attributes.get("href") or "" for link in page.css("a.pagination")]
    return plain(Output(reading.voiced(), notes, beside=[name for name in beside if _PAGE.fullmatch(name)]))


@dataclass(slots=True)
class _Before:
    """What a post takes over from the one before where the page does not repeat it."""

    name: str = ""
    forwarded: str = ""


class _Reading:
    """The posts of one page so far."""

    def __init__(self, chat: str) -> None:
        self.chat = chat
        self.reports: list[Report] = []
        self.wordless = 0
        self._before = _Before()
        self._seen: dict[str, int] = {}

    def take(self, message: Any) -> None:
        """The next message; what Telegram itself says (a day, somebody joined) is no report."""
        attributes = message.attributes
        if "service" in (attributes.get("class") or "").split():
            return
        report = self._report(message, (attributes.get("id") or "").removeprefix("message"))
        if report.text:
            self.reports.append(report)
        else:
            self.wordless += 1

    def voiced(self) -> list[Report]:
        """The reports with their voice: the channel, or whoever wrote each."""
        channel = all(report.outlet in (self.chat, "") for report in self.reports)
        if not channel:
            return [
                msgspec.structs.replace(report, outlet=report.outlet or self.chat or None) for report in self.reports
            ]
        return [msgspec.structs.replace(report, outlet=self.chat or None, kind="channel") for report in self.reports]

    def _report(self, message: Any, number: str) -> Report:
        forwarded = message.css_first("div.forwarded.body")
        names = message.css("div.from_name")
        inner = forwarded.css("div.from_name") if forwarded is not None else []
        if len(names) > len(inner):
            self._before = _Before(_own_words(names[0]))
        if inner:
            self._before.forwarded = _own_words(inner[0])
        date = message.css_first("div.date")
        answered = message.css_first("div.reply_to a")
        reply = re.search(r"message(-?\d+)$", (answered.attributes.get("href") or "") if answered is not None else "")
        return Report(
            _words(message),
            self._distinct(number),
            published=_moment((date.attributes.get("title") or "") if date is not None else ""),
            outlet=self._before.name,
            author=_own_words(message.css_first("div.signature")) or None,
            forwarded_from=self._before.forwarded or None if forwarded is not None else None,
            reply_to=reply[1] if reply else None,
            media=list(_media(message)),
            kind="public",
        )

    def _distinct(self, number: str) -> str:
        self._seen[number] = self._seen.get(number, 0) + 1
        return number if self._seen[number] == 1 else f"{number}#{self._seen[number]}"


def _words(message: Any) -> str:
    """Text or caption, then a poll's question and answers, each on its line."""
    lines = [_whole(each) for each in message.css("div.body > div.text")[:1]]
    for poll in message.css("div.media_poll"):
        lines += [_own_words(each) for each in poll.css("div.question, div.answer")]
    return tidy("\n".join(line for line in lines if line))


def _whole(element: Any) -> str:
    """The words of an element with its line breaks; the writer breaks lines by <br> only."""
    parts = []
    for node in element.traverse(include_text=True):
        if node.is_text_node:
            parts.append((node.text_content or "").replace("\n", " "))
        elif node.tag == "br":
            parts.append("\n")
    return "\n".join(line.strip() for line in "".join(parts).split("\n")).strip()


def _own_words(element: Any) -> str:
    """The words that stand in an element itself, not those of elements in it (dates, counts of votes)."""
    if element is None:
        return ""
    node, parts = element.first_child, []
    while node is not None:
        if node.is_text_node:
            parts.append(node.text_content or "")
        node = node.next
    return _VIA.sub("", tidy(re.sub(r"\s+", " ", "".join(parts))))


def _media(message: Any) -> Iterator[str]:
    for link in message.css(_FILES):
        address = link.attributes.get("href") or ""
        if address and not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
            yield address
    for missing in message.css(_NO_FILE):
        yield f"({_own_words(missing)})"


def _moment(title: str) -> str | None:
    found = _TIME.search(title)
    return None if found is None else f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}"
