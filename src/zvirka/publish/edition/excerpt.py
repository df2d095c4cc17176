"""Excerpts: of a report only the words that published claims point at, with every span moved along."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from zvirka.model.claims import Claim
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes, TimeSlot

GAP = " … "
"""Between passages that do not touch in the report (U+2026)."""
_NEAR = 3
"""Characters between two spans that are shown rather than cut, where they hold no letter or digit: a comma, a quote mark."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """text: the passages in the report's order. starts, moved: where each begins in the report, and in the excerpt."""

    text: str
    starts: tuple[int, ...]
    moved: tuple[int, ...]

    @classmethod
    def of(cls, text: str, spans: Iterable[Span]) -> Excerpt:
        """The excerpt of a text that holds these spans."""
        passages: list[tuple[int, int]] = []
        for start, end in sorted((span.start, span.end) for span in spans):
            if passages and (start <= passages[-1][1] or _close(text[passages[-1][1] : start])):
                passages[-1] = (passages[-1][0], max(end, passages[-1][1]))
            else:
                passages.append((start, end))
        moved, length = [], 0
        for start, end in passages:
            moved.append(length)
            length += end - start + len(GAP)
        shown = GAP.join(text[start:end] for start, end in passages)
        return cls(shown, tuple(start for start, _ in passages), tuple(moved))

    def offset(self, start: int) -> int:
        """Where a code point of a passage stands now."""
        place = bisect_right(self.starts, start) - 1
        return self.moved[place] + start - self.starts[place]

    def span(self, span: Span) -> Span:
        """A span of the report as one of the excerpt, with the words that stand there now."""
        start = self.offset(span.start)
        return Span.of(self.text, start, start + span.end - span.start)


def _close(gap: str) -> bool:
    return len(gap) <= _NEAR and not any(char.isalnum() for char in gap)


Move = Callable[[Span], Span]


def spans_of(claim: Claim) -> Iterator[Span]:
    """Every span of a claim."""
    seen: list[Span] = []

    def keep(span: Span) -> Span:
        seen.append(span)
        return span

    moved(claim, keep)
    return iter(seen)


def moved(claim: Claim, move: Move) -> Claim:
    """The claim with every span of it moved."""

    def maybe(span: Span | None) -> Span | None:
        return None if span is None else move(span)

    def slot(time: TimeSlot | None) -> TimeSlot | None:
        return None if time is None else replace(time, as_written=maybe(time.as_written))

    quantity, times = claim.quantity, claim.times
    return replace(
        claim,
        label=maybe(claim.label),
        quote=move(claim.quote),
        equipment=tuple(replace(each, as_written=move(each.as_written)) for each in claim.equipment),
        attribution=tuple(replace(each, quote=maybe(each.quote), cue=maybe(each.cue)) for each in claim.attribution),
        hedges=tuple(move(each) for each in claim.hedges),
        quantity=None
        if quantity is None
        else replace(
            quantity,
            of=maybe(quantity.of),
            relative_to=maybe(quantity.relative_to),
            part_of=maybe(quantity.part_of),
            as_written=move(quantity.as_written),
        ),
        places=tuple(
            replace(each, as_written=maybe(each.as_written), inherited_from=maybe(each.inherited_from))
            for each in claim.places
        ),
        times=ClaimTimes(slot(times.event), slot(times.as_of), slot(times.since), slot(times.until), slot(times.said)),
    )
