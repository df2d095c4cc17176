"""Edits of items.csv: what people set there, with who and when; never overwritten, only followed by the next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from zvirka.model.canonical import sha256_hex
from zvirka.model.wire import to_line


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell. path, fragment ("" where the item is one report): which report. field: the column. old: what stood there before.

    new: what a person set; "" where they emptied the cell, or its row is gone: then what the item says holds again.
    """

    path: str
    fragment: str
    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Edited:
    """The edits that one run found. by: whose run it was, "" where not known. at: when it found them, ISO 8601 UTC.

    before: id of the edits found before these, None for the first.
    """

    by: str
    at: str
    edits: tuple[Edit, ...]
    before: str | None = None

    @cached_property
    def data(self) -> bytes:
        """The object it is kept as."""
        return to_line(self).encode("utf-8")

    @cached_property
    def id(self) -> str:
        """SHA-256 of `data`."""
        return sha256_hex(self.data)
