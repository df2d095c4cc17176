"""Suggestions: what an optional extractor points at in a text. It has words and a type; every slot is read by our own code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from zvirka.model.canonical import sha256_hex
from zvirka.model.claims import StatementType
from zvirka.model.issues import Issue
from zvirka.model.spans import Span
from zvirka.model.wire import to_line

NameKind = Literal["person", "organisation", "place"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that may make a claim. quote: the words. source, cue: who is said to say so, and by which word.

    figure, place, time: where its quantity, place and day stand, None where no such words were pointed at. There is no field for a
    value, a side or a finding: those are nothing to suggest.
    """

    type: StatementType
    quote: Span
    source: Span | None = None
    cue: Span | None = None
    figure: Span | None = None
    place: Span | None = None
    time: Span | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """Words that may name somebody or something."""

    span: Span
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Suggested:
    """What one plug-in points at in one report. report: its key (`Text.report`). issues: what it left out or could not look at.

    whole: False where a part of the text was not looked at; then the plug-in is asked again in the next run.
    """

    report: str
    suggestions: tuple[Suggestion, ...] = ()
    names: tuple[Name, ...] = ()
    issues: tuple[Issue, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Answer:
    """What a hosted plug-in was answered, as it came. plugin: its name. address: who answered. asked: SHA-256 of the question's bytes.

    item: the item whose words the question held. at: when, ISO 8601 UTC. body: the answer's bytes, in base64.
    """

    plugin: str
    address: str
    asked: str
    item: str
    at: str
    body: str

    @cached_property
    def data(self) -> bytes:
        """The object it is kept as."""
        return to_line(self).encode("utf-8")

    @cached_property
    def id(self) -> str:
        """SHA-256 of `data`."""
        return sha256_hex(self.data)
