"""Exact words: a span points into one text and holds what stands there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """start, end: code-point offsets into one Text, 0 <= start < end. exact: `text[start:end]`, always."""

    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.exact):
            raise ValueError(f"span {self.start}:{self.end} does not fit {self.exact!r}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of text[start:end]; raises ValueError where that is empty or outside the text."""
        return cls(start, end, text[start:end])
