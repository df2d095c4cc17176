"""Batches bounded by number and by bytes, so that memory does not grow with the folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar


class Sized(Protocol):
    """What knows how large it is."""

    @property
    def size_bytes(self) -> int: ...


S = TypeVar("S", bound=Sized)


def batched(entries: Iterable[S], most: int, most_bytes: int) -> Iterator[list[S]]:
    """The entries in order, in lists of at most `most` and at most `most_bytes` in all; a larger entry stands alone."""
    batch: list[S] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) >= most or size + entry.size_bytes > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size_bytes
    if batch:
        yield batch
