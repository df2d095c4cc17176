"""Voices: who says something, of which kind and side, and who they have it from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.spans import Span

SourceKind = Literal[
    "official",
    "official_document",
    "military_unnamed",
    "eyewitness",
    "politician",
    "analyst",
    "tracker",
    "channel",
    "blogger",
    "media",
    "video",
    "public",
    "unnamed",
    "author",
]
Commitment = Literal["stated", "claimed", "confirmed", "admitted", "hedged", "denied"]
Side = str
"""A side's id of the theatre pack (for Ukraine `ukraine`, `russia`), or `third`, or `unknown`."""

THIRD: Side = "third"
UNKNOWN: Side = "unknown"


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice an item speaks with. name: as given (outlet, channel), or "" where nothing is known."""

    name: str
    kind: SourceKind
    side: Side


@dataclass(frozen=True, slots=True)
class Attribution:
    """One step of "who had it from whom". Order in a claim: closest to the event first, the item's own voice never.

    name: the source as the text names it. named: a person or body by its own name rather than by role alone.
    at_least: lower bound on how many sources stand behind the words ("at least one channel" is 1).
    medium: where it was said ("Facebook"), as written, or None. carried: taken over from an earlier sentence.
    quote, cue: the words of source and cue; None where the text holds none (a headline's colon is a cue).
    """

    name: str
    kind: SourceKind
    side: Side
    named: bool
    at_least: int
    medium: str | None
    commitment: Commitment
    carried: bool
    quote: Span | None
    cue: Span | None
