"""Loaded words as they were used: an official term beside the neutral type it stands for, with who used it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zvirka.model.claims import StatementType
from zvirka.model.sources import Side


@dataclass(frozen=True, slots=True)
class Use:
    """One claim that has the term. day: when it was said, else when its report was published; None where neither is known.

    side, speaker: of who is closest to the event, else of the report's own voice. words: as written.
    """

    claim: str
    day: date | None
    side: Side
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term and its uses, by day, those of unknown day last, then by claim.

    id: of the theatre's lexicon of labels, or the folded words where it has no entry for them. type: the neutral name of what it is
    said of. side: whose word it is, by the lexicon; None where it does not say.
    """

    id: str
    type: StatementType
    side: Side | None
    uses: tuple[Use, ...]

    @property
    def first(self) -> Use | None:
        """The first use of a known day, in what was read."""
        return next((use for use in self.uses if use.day is not None), None)

    @property
    def first_by_side(self) -> dict[Side, Use]:
        """The same of each side, by side."""
        found: dict[Side, Use] = {}
        for use in self.uses:
            if use.day is not None:
                found.setdefault(use.side, use)
        return dict(sorted(found.items()))
