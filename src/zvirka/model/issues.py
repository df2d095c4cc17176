"""Issues: what a stage did not understand and did not guess; counted and shown, never swallowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.canonical import digest
from zvirka.model.spans import Span

IssueCode = Literal[
    "not_read",
    "partly_read",
    "not_looked_at",
    "language_not_read",
    "passage_not_understood",
    "date_unknown",
    "place_ambiguous",
    "unit_suspect",
    "map_invalid",
    "row_invalid",
    "source_unknown",
    "judgement_unattached",
    "judgements_contradict",
    "other_days",
    "other_places",
]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing not understood. path: file relative to the folder. place: where in it ("line 3"), or None.

    message: file, place, value in one clause. remedy: what the person can do. span: the words, where it is about words.
    claim: id of the claim it is about, if any. count: how many like cases this record stands for (at least 1).
    """

    code: IssueCode
    path: str
    message: str
    remedy: str
    place: str | None = None
    item: str | None = None
    fragment: str | None = None
    span: Span | None = None
    claim: str | None = None
    count: int = 1

    @property
    def id(self) -> str:
        """Digest of what the issue is about, so that the same issue keeps its id over runs."""
        span = [self.span.start, self.span.end] if self.span else None
        return digest(
            "issue", self.code, self.path, self.item, self.fragment, self.place, span, self.claim, self.message
        )
