"""Merkle tree of the log's lines (RFC 6962, section 2.1): its root, proofs that one line is in it, that a longer log continues it.

A leaf is SHA-256(0x00 ‖ line), a node SHA-256(0x01 ‖ left ‖ right); the tree over n leaves is split at the largest power of two
below n. Lines are without their newline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def leaf_hash(line: bytes) -> bytes:
    """SHA-256(0x00 ‖ line), 32 bytes (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + line).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree over the lines added so far; holds one hash for each bit of their number, so a log of any length fits."""

    def __init__(self) -> None:
        self._full: list[tuple[int, bytes]] = []
        self.lines = 0

    def add(self, line: bytes) -> None:
        """Adds the next line."""
        size, top = 1, leaf_hash(line)
        while self._full and self._full[-1][0] == size:
            top = _node(self._full.pop()[1], top)
            size *= 2
        self._full.append((size, top))
        self.lines += 1

    def root(self) -> bytes:
        """The tree's hash; of no lines it is the hash of nothing."""
        if not self._full:
            return hashlib.sha256(b"").digest()
        top = self._full[-1][1]
        for _, left in reversed(self._full[:-1]):
            top = _node(left, top)
        return top


def _split(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    at = _split(len(leaves))
    return _node(_root(leaves[:at]), _root(leaves[at:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at `index` (RFC 6962, section 2.1.1), lowest first. leaves: their hashes. Raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    at = _split(len(leaves))
    if index < at:
        return [*inclusion_proof(leaves[:at], index), _root(leaves[at:])]
    return [*inclusion_proof(leaves[at:], index - at), _root(leaves[:at])]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that the proof leads to from a leaf's hash at `index` of `size` (RFC 9162, section 2.1.3.2); None where it cannot fit."""
    if not 0 <= index < size:
        return None
    here, last, top = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if here & 1 or here == last:
            top = _node(step, top)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            top = _node(top, step)
        here, last = here >> 1, last >> 1
    return top if last == 0 else None
