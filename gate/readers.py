"""What several readers marked in one text, each without sight of the others, as one; and how far they agree.

A statement counts where more than half of the readers mark it; what fewer mark a careful reader may or may not mark: it is
optional. A type that any of them gave it is one that a careful reader accepts; of types that a reader would merely accept, those
of the first to mark it, and those that two name. Its slots are those of the first who marked it, with the kind and side of each
source and the manner that most give; of what the first reader of all passed over, only the slots that two give alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gate.words import position, same_stretch, words_overlap

if TYPE_CHECKING:
    from gate.gold_files import GoldClaim, GoldSource

Reading = Sequence["GoldClaim"]
"""The marks of one reader."""
_T = TypeVar("_T")


class Agreement(NamedTuple):
    """Of two readers: marks of one that the other has (both ways round together), marks there are, and of those shared, sources told.

    sources, kinds, sides: alike and compared.
    """

    shared: int
    marks: int
    sources: tuple[int, int]
    kinds: tuple[int, int]
    sides: tuple[int, int]

    @property
    def f1(self) -> float:
        """Share of the marks that the other reader has too; 0 where there are none."""
        return self.shared / self.marks if self.marks else 0.0


def agreed(text: str, readings: Sequence[Reading]) -> tuple[GoldClaim, ...]:
    """The marks of all readers as one, in the order of the text; those of a single reader as they are."""
    if len(readings) == 1:
        return tuple(readings[0])
    groups: list[dict[int, GoldClaim]] = []
    for reader, marks in enumerate(readings):
        firsts = [next(iter(group.values())) for group in groups]
        pairs = dict(_pairs(text, firsts, marks, typed=False))
        taken = {mark: group for group, mark in pairs.items()}
        for at, mark in enumerate(marks):
            if at in taken:
                groups[taken[at]][reader] = mark
            else:
                groups.append({reader: mark})
    merged = [_merged(group, len(readings)) for group in groups]
    return tuple(sorted(merged, key=lambda mark: _stretch(text, mark)))


def agreement(texts: Iterable[tuple[str, Sequence[Reading]]]) -> Agreement:
    """How far each reader has what each other marked, by the rule that found claims are held against marks; texts: with their readings.

    What a reader calls optional is not asked of another, and is not held against its own reader.
    """
    shared = marks = 0
    told = {name: [0, 0] for name in ("words", "kind", "side")}
    for text, readings in texts:
        for wanted, given in permutations(readings, 2):
            pairs = _pairs(text, wanted, given, typed=True)
            both = [(wanted[mine], given[theirs]) for mine, theirs in pairs if not wanted[mine].optional]
            matched = {theirs for _, theirs in pairs}
            extra = sum(not mark.optional for at, mark in enumerate(given) if at not in matched)
            shared += 2 * len(both)
            marks += len(both) + extra + sum(not mark.optional for mark in wanted)
            for mine, yours in both:
                for name, alike, of in _sources_alike(mine, yours):
                    told[name][0] += alike
                    told[name][1] += of
    words, kinds, sides = ((each[0], each[1]) for each in told.values())
    return Agreement(shared, marks, words, kinds, sides)


def _pairs(text: str, wanted: Reading, given: Reading, *, typed: bool) -> list[tuple[int, int]]:
    """Indexes of marks of the same words, one to one: those that count first, then of the same type, then by words shared.

    typed: only such as are of a type that the wanted mark accepts.
    """
    places = [_stretch(text, mark) for mark in given]
    candidates = []
    for mine, mark in enumerate(wanted):
        here = _stretch(text, mark)
        for theirs, other in enumerate(given):
            if places[theirs][0] >= here[1] or places[theirs][1] <= here[0]:
                continue
            accepted = other.type in (mark.type, *mark.also_types)
            fit = same_stretch(text, here, places[theirs])
            if fit > 0 and (accepted or not typed):
                candidates.append((mark.optional, not accepted, -fit, mine, theirs))
    ours: set[int] = set()
    others: set[int] = set()
    found = []
    for *_, mine, theirs in sorted(candidates):
        if mine not in ours and theirs not in others:
            ours.add(mine)
            others.add(theirs)
            found.append((mine, theirs))
    return found


def _merged(group: Mapping[int, GoldClaim], readers: int) -> GoldClaim:
    marks = list(group.values())
    first = marks[0]
    type_ = _most(mark.type for mark in marks)
    also = Counter(type_ for mark in marks for type_ in {mark.type, *mark.also_types})
    accepted = {mark.type for mark in marks} | set(first.also_types) | {name for name, many in also.items() if many > 1}
    merged = replace(
        first,
        type=type_,
        also_types=tuple(sorted(accepted - {type_})),
        polarity=_most(mark.polarity for mark in marks),
        modality=_most(mark.modality for mark in marks),
        sources=_sources(marks),
        optional=2 * sum(not mark.optional for mark in marks) <= readers,
    )
    return merged if 0 in group else _sure(merged, marks[1:])


def _sources(marks: Sequence[GoldClaim]) -> tuple[GoldSource, ...] | None:
    """The first reader's sources, with the kinds and sides that most of those give who tell the same chain."""
    chain = marks[0].sources
    alike = [mark.sources for mark in marks if chain is not None and _same_chain(chain, mark.sources)]
    if chain is None or not alike:
        return chain
    return tuple(
        replace(step, kind=_told(each.kind for each in steps), side=_told(each.side for each in steps))
        for step, steps in ((each[0], each) for each in zip(*(one for one in alike if one is not None), strict=True))
    )


def _sure(mark: GoldClaim, others: Sequence[GoldClaim]) -> GoldClaim:
    """A mark with only those slots that another gives as well."""

    def shared(get: Callable[[GoldClaim], object]) -> bool:
        return any(get(other) == get(mark) for other in others)

    alike = any(_same_chain(mark.sources, other.sources) for other in others)
    return replace(
        mark,
        sources=mark.sources if alike else None,
        quantity=mark.quantity if shared(lambda each: each.quantity) else {},
        places=tuple(
            replace(place, role=None)
            for place in mark.places
            if any(place.name == one.name for other in others for one in other.places)
        ),
        times={
            key: days
            for key, days in mark.times.items()
            if any(key in other.times and other.times[key] == days for other in others)
        },
    )


def _sources_alike(mine: GoldClaim, yours: GoldClaim) -> Iterator[tuple[str, int, int]]:
    """Of sources that both give: what is compared, how many are alike, of how many."""
    if mine.sources is None or yours.sources is None:
        return
    same = _same_chain(mine.sources, yours.sources)
    yield "words", same, 1
    for left, right in zip(mine.sources, yours.sources, strict=False) if same else ():
        for name in ("kind", "side"):
            if getattr(left, name) is not None and getattr(right, name) is not None:
                yield name, getattr(left, name) == getattr(right, name), 1


def _same_chain(left: Sequence[GoldSource] | None, right: Sequence[GoldSource] | None) -> bool:
    if left is None or right is None or len(left) != len(right):
        return False
    return all(words_overlap(one.words, other.words) for one, other in zip(left, right, strict=True))


def _most(values: Iterable[_T]) -> _T:
    """The value that most give, the first given of equals."""
    return Counter(values).most_common(1)[0][0]


def _told(values: Iterable[_T | None]) -> _T | None:
    told = [value for value in values if value is not None]
    return _most(told) if told else None


def _stretch(text: str, mark: GoldClaim) -> tuple[int, int]:
    start = position(text, mark.quote, mark.nth)
    return start, start + len(mark.quote)
