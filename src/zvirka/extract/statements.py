"""A statement, the types that are treated alike, and where its words begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zvirka.extract.document import Document
from zvirka.extract.phrases import QUOTE_MARKS, ornament
from zvirka.extract.regions import Region
from zvirka.extract.tokens import Match
from zvirka.extract.triggers import Trigger
from zvirka.model.claims import Modality, Polarity, StatementType
from zvirka.model.spans import Span

WEAK = frozenset({"framing", "assessment", "background", "clash", "policy_position"})
"""Types that say less about the ground: dropped where a clause also makes another statement."""
LISTED: frozenset[StatementType] = frozenset({"casualties", "equipment_loss"})
"""Types whose figures may stand line by line under a line that says what they are ("Losses of the enemy as of today:")."""
RIVALLED: frozenset[StatementType] = frozenset({"casualties", "civilian_harm", "prisoners", "equipment_loss"})
"""Types for whose figure another source may give a bare one of its own."""
GROUND_TYPES = frozenset({"territory_regained", "territory_lost", "control"})
"""Types that tell whose ground is whose."""
_LINKING = frozenset("](")
"""Marks between the words of a Markdown link and its address."""
_OUTER = frozenset({",", ";", ":", ".", "—", "–", "-", "!", "…"})


@dataclass(slots=True)
class Statement:
    """A clause that states something. quote: its words. at: its trigger. taken_over: the type comes from an earlier clause."""

    region: Region
    quote: Span
    trigger: Trigger
    at: Match[Trigger]
    label: Span | None
    polarity: Polarity
    modality: Modality
    literal: bool
    presupposed: bool
    actor: str | None
    target: str | None
    passive: bool
    taken_over: bool = False
    unknown: Span | None = None
    """A name behind its word that the gazetteer does not know."""
    window: tuple[int, int] | None = None
    """Where its places are looked for, if not in its quote."""


def opens_list(document: Document, region: Region) -> bool:
    """Whether a region is the last of a line that ends in a colon."""
    sentences = document.sentences
    here = sentences[region.sentence]
    if region.sentence + 1 >= len(sentences) or sentences[region.sentence + 1].paragraph == here.paragraph:
        return False
    return document.text[here.start : here.end].rstrip("*_ ").endswith(":") and region.end >= here.end - 2


def quote_of(document: Document, first: int, past: int) -> Span | None:
    """The words of tokens first..past-1 without marks at their ends, nor one half of a pair of quotation marks."""
    tokens = document.tokens
    first = _past_address(tokens.norms, first, past)
    while first < past and (
        outer(tokens.norms[first]) or _half(document, first, tokens.starts[first], tokens.ends[past - 1])
    ):
        first += 1
    while past > first and (
        outer(tokens.norms[past - 1]) or _half(document, past - 1, tokens.starts[first], tokens.ends[past - 1])
    ):
        past -= 1
    return tokens.span(first, past)


def _past_address(norms: Sequence[str], first: int, past: int) -> int:
    """Past the rest of a link whose words belong to what stands before ("[they concluded,](ADDRESS) that …")."""
    at = first
    while at < past and norms[at] in _LINKING:
        at += 1
    linked = at + 1 < past and at > first and norms[at].startswith(("http://", "https://")) and norms[at + 1] == ")"
    return at + 2 if linked else first


def outer(word: str) -> bool:
    """Whether a word is a mark that belongs to no statement where it stands at its end."""
    return word in _OUTER or ornament(word)


def _half(document: Document, at: int, start: int, end: int) -> bool:
    """Whether token `at` is a quotation mark whose other half lies outside start..end."""
    tokens = document.tokens
    if tokens.norms[at] not in QUOTE_MARKS:
        return False
    quote = document.quote_at(tokens.starts[at])
    return quote is None or quote[0] < start or quote[1] > end


def overlap(left: Span, right: Span) -> bool:
    """Whether two spans of one text share a character."""
    return left.start < right.end and right.start < left.end
