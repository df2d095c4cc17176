"""What a reader gives back, checked on arrival since it may come out of a worker that was taken over."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from zvirka.model.errors import InputError


class Report(msgspec.Struct, frozen=True, gc=False):
    """One report of a file. fragment: its id in the file, None where the file is one report. line: where it begins, from 1.

    published, outlet, address, language: the item's own words for them, None where it gives none. marks, author, forwarded_from,
    reply_to, edited: as in `Text`. media: relative to the file's folder. kind: of its voice, where nothing else tells it.
    """

    text: str
    fragment: str | None = None
    published: str | None = None
    outlet: str | None = None
    address: str | None = None
    language: str | None = None
    line: int | None = None
    marks: list[tuple[int, str]] = []
    author: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    edited: str | None = None
    media: list[str] = []
    kind: str | None = None


class Note(msgspec.Struct, frozen=True):
    """Something the reader did not read, or may not look at. place: where ("line 3"); count: how many like it."""

    message: str
    remedy: str
    place: str | None = None
    count: int = 1
    code: Literal["partly_read", "not_read", "not_looked_at"] = "partly_read"


class Member(msgspec.Struct, frozen=True):
    """A file inside the file. name: as written there, data and never a path to write to. index: what its taker is asked by.

    size_bytes: as the file says, and at most what comes. address, charset: where the file says them of this member.
    """

    name: str
    index: int
    size_bytes: int
    address: str | None = None
    charset: str | None = None


class Output(msgspec.Struct, frozen=True):
    """reports: in the file's order. visible_characters: what a person would see of a page, menus included; None elsewhere.

    declared_encoding: the encoding the page declares, where that was used instead of a guess. members: files inside it.
    beside: names of files next to it in which it goes on.
    """

    reports: list[Report]
    notes: list[Note] = []
    visible_characters: int | None = None
    declared_encoding: str | None = None
    members: list[Member] = []
    beside: list[str] = []


def plain(output: Output) -> Any:
    """Plain data, as a confined function gives it back."""
    return msgspec.to_builtins(output)


def checked(value: Any) -> Output:
    """The output of its plain form. Raises InputError where it is none."""
    try:
        return msgspec.convert(value, Output)
    except (msgspec.ValidationError, RecursionError) as error:
        raise InputError(
            f"its reader sent back what is no report ({error})", remedy="Treat the file as hostile."
        ) from error


def replaced_note(count: int, encoding: str) -> list[Note]:
    """The note for characters that had to be replaced, if any."""
    if not count:
        return []
    return [
        Note(
            f"{count} byte sequences are no {encoding} and were read as U+FFFD",
            "Save the file again as UTF-8.",
            count=count,
        )
    ]


def tidy(text: str) -> str:
    """Line ends as \\n; a byte order mark and space at the ends gone; half characters as U+FFFD; nothing else touched."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip("\n")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
