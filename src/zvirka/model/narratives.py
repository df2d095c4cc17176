"""What was said over time: by one speaker, of one matter, and how what a source said turned out later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from zvirka.model.claims import StatementType
from zvirka.model.sources import Side

TurnKind = Literal["reversed", "holder", "corrected", "label"]
"""How two statements of one speaker stand against each other. reversed: affirmed in one, denied in the other. holder: two sides are
said to hold one place. corrected: another figure of the same day, place and count. label: another official term for the same."""


def said_between(days: Iterable[tuple[date | None, date | None]]) -> tuple[date | None, date | None]:
    """(earliest, latest) day on which an utterance was made, by the (first, last) days that its renderings allow; None is not known."""
    told = list(days)
    earliest = max((first for first, _ in told if first is not None), default=None)
    latest = min((last for _, last in told if last is not None), default=None)
    if earliest is not None and latest is not None and earliest > latest:
        earliest = latest
    return earliest, latest


@dataclass(frozen=True, slots=True)
class Statement:
    """One utterance of a speaker, all of its renderings merged. claims: their ids, the one that stands for it first. reports: how many
    carry it. earliest, latest: days on which it was said, as far as known. measure, places: what it is about."""

    claims: tuple[str, ...]
    reports: int
    earliest: date | None
    latest: date | None
    type: StatementType
    measure: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of stance, shown by two quotes and never inferred from one. earlier, later: ids of claims of two dated statements.

    earlier_day: the last day on which the earlier can have been said. later_day: the first day of the later, always after it.
    """

    kind: TurnKind
    earlier: str
    earlier_day: date
    later: str
    later_day: date


@dataclass(frozen=True, slots=True)
class Speech:
    """What one speaker said over time. speaker: key ("source:maliar"; "name:SIDE:…" by name only;
    "outlet:SIDE:…" for a report's own voice). side, group: as its claims have it.

    statements: by day, those of unknown day last, then by claim. turns: by the later day, then claim.
    """

    speaker: str
    side: Side
    group: str
    statements: tuple[Statement, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """One day of a claim's life. reports: how many appeared that day; origins: how many of their speakers had not said it before."""

    day: date
    reports: int
    origins: int


FateKind = Literal["reworded", "edited", "gone"]
"""What became of a post. reworded: a later wording of it, which was read too, does not say it. edited: it was changed after it was
posted, and what it said before was not read. gone: a later export of the chat lacks it: deleted, or left out of the export."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a post that says it. claim: in that post. day: on which it was last changed; of the last post of the export that lacks
    it; None where not known. later: the claim that the later wording has in its place, or None."""

    kind: FateKind
    claim: str
    day: date | None
    later: str | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """The life of one thing said in answer to a question. claims: ids of all that say it, first seen first.

    first: the first day a report of it appeared, None where no day is known. origins: how many speakers say it. spread: by day. undated:
    reports of no known day. revised: (claim, the same speaker's next figure of the same place and count, for a later day or later for
    the same), one a speaker. withdrawn: (claim, claim of the same speaker that denies it later). Both in order of ids. fates: of posts
    that say it, by claim.
    """

    question: str
    claims: tuple[str, ...]
    first: date | None
    origins: int
    spread: tuple[Spread, ...]
    undated: int
    revised: tuple[tuple[str, str], ...]
    withdrawn: tuple[tuple[str, str], ...]
    fates: tuple[Fate, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """How a source's statements of one type turned out, as people judged it: counts, never a score.

    borne_out, partly, refuted: statements judged so. disputed: judged differently by two people, or in two renderings. open: not
    judged. low, high: 95 % interval (Wilson 1927) of the share borne out among those judged, None where none is.
    """

    speaker: str
    topic: StatementType
    borne_out: int
    partly: int
    refuted: int
    disputed: int
    open: int
    low: float | None
    high: float | None
