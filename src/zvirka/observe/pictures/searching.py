"""Pictures seen before: for each frame of a case, which other frames are copies of the same picture.

Equal bytes and PDQ hashes within 31 of 256 bits (turned and mirrored ones too) say so at once. All others are proposed by local features:
nearest neighbours of every point in one FLANN index over all frames, and decided by `matching.copies`, frame by frame. Copies known
already are one group, of which one frame is proposed, and a neighbour counts by how much nearer it is than the first one of
another group (the ratio test over groups): otherwise two copies of a picture would outdo each other and both be missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from zvirka.observe.pictures.fingerprint import mirrored
from zvirka.observe.pictures.frames import Array, Frame, differing_bits
from zvirka.observe.pictures.matching import Overlay, copies

SAME_BITS = 31
"""PDQ's recommended threshold (its paper of 2019, and ThreatExchange's pdq/README)."""
LEAST_QUALITY = 50
"""PDQ's recommended least quality: flatter pictures have hashes that many share."""
INDEXED_POINTS = 400
ASKED_POINTS = 300
"""Strongest points of a frame that are put into the index, and that are looked up in it (and as many of its mirror image)."""
NEIGHBOURS = 8
_GROUP_RATIO = 0.9
_NEAR = 130.0
"""Distance (of 512 for unit vectors) under which a neighbour counts however near others are: so copies cannot outvote each other."""
PROPOSED = 6
"""Groups a query is compared with, best first."""
_FARTHEST = 512.0
_TREES, _CHECKS = 4, 48


@dataclass(frozen=True, slots=True)
class Copy:
    """Frame number `right` is a copy of frame number `left`. overlay: how they lie on each other, None where only the hash says so.

    turned: which of the eight positions of `Frame.pdq` fits, None where the hash does not say so. bits: by how many bits of 256.
    """

    left: int
    right: int
    overlay: Overlay | None
    turned: int | None
    bits: int | None


class Index:
    """Frames that can be asked for copies. Numbers of frames are their positions in the sequence given."""

    def __init__(self, frames: Sequence[Frame], digests: Sequence[str]) -> None:
        """digests: of the bytes each frame comes from, with its time."""
        self.frames = frames
        self.group = list(range(len(frames)))
        self._hashes = np.stack([frame.pdq[0] for frame in frames]) if frames else np.zeros((0, 32), np.uint8)
        self._quality = np.array([frame.quality for frame in frames], np.int64)
        first: dict[str, int] = {}
        for number, digest in enumerate(digests):
            self.join(first.setdefault(digest, number), number)
        self._owner = np.repeat(np.arange(len(frames)), [min(len(f.descriptors), INDEXED_POINTS) for f in frames])
        self._index = self._built([frame.descriptors[:INDEXED_POINTS] for frame in frames])

    def join(self, one: int, other: int) -> None:
        """Two frames are of one group from now on."""
        kept, gone = sorted((self.root(one), self.root(other)))
        self.group[gone] = kept

    def root(self, number: int) -> int:
        """The first frame of a frame's group."""
        while self.group[number] != number:
            self.group[number] = self.group[self.group[number]]
            number = self.group[number]
        return number

    def by_hash(self, frame: Frame, leave_out: int | None = None) -> list[tuple[int, int, int]]:
        """(frame, position, bits) of all whose hash is within SAME_BITS of one of this frame's eight, nearest first."""
        if frame.quality < LEAST_QUALITY or not len(self._hashes):
            return []
        bits = differing_bits(frame.pdq[:, None, :], self._hashes[None])
        turned, nearest = bits.argmin(0), bits.min(0)
        found = np.flatnonzero((nearest <= SAME_BITS) & (self._quality >= LEAST_QUALITY))
        return sorted(
            ((int(at), int(turned[at]), int(nearest[at])) for at in found if at != leave_out),
            key=lambda each: (each[2], each[0]),
        )

    def proposed(self, frame: Frame, leave_out: int | None = None) -> list[tuple[int, bool]]:
        """(frame, whether mirrored) of those that share points with this one, one a group and at most PROPOSED, best first.

        leave_out: the frame's own number."""
        if self._index is None or not len(frame.descriptors):
            return []
        asked = frame.descriptors[:ASKED_POINTS], mirrored(frame)[1][:ASKED_POINTS]
        cv2.setRNGSeed(0)
        near, squares = self._index.knnSearch(
            np.concatenate(asked).astype(np.float32), NEIGHBOURS, params={"checks": _CHECKS}
        )
        owners = np.where(near >= 0, self._owner[np.maximum(near, 0)], -1)
        return self._voted(owners, np.sqrt(np.maximum(squares, 0)), len(asked[0]), leave_out)

    def _voted(self, owners: Array, distances: Array, plain: int, leave_out: int | None) -> list[tuple[int, bool]]:
        """plain: how many of the rows are of the frame as it is; the others are of its mirror image."""
        votes: dict[tuple[int, bool], dict[int, float]] = {}
        for number, (row, away) in enumerate(zip(owners.tolist(), distances.tolist(), strict=True)):
            seen: dict[int, tuple[float, int]] = {}
            for owner, distance in zip(row, away, strict=True):
                if owner >= 0 and owner != leave_out:
                    seen.setdefault(self.root(owner), (distance, owner))
            far = max(away[-1], 1e-6) if len(seen) > 1 else _FARTHEST
            for group, (distance, owner) in seen.items():
                if distance < _GROUP_RATIO * far or distance < _NEAR:
                    frames = votes.setdefault((group, number >= plain), {})
                    frames[owner] = frames.get(owner, 0.0) + max(1.0 - (distance / far) ** 2, 0.05)
        total = {each: sum(frames.values()) for each, frames in votes.items()}
        first = sorted(votes, key=lambda each: (-total[each], each))[:PROPOSED]
        return [(max(votes[each], key=lambda one: (votes[each][one], -one)), each[1]) for each in first]

    def _built(self, parts: list[Array]) -> Any:
        if not sum(len(part) for part in parts):
            return None
        cv2.setNumThreads(1)
        cv2.setRNGSeed(0)
        self._kept = np.concatenate(parts).astype(np.float32)  # FLANN keeps no copy
        return cv2.flann.Index(self._kept, {"algorithm": 1, "trees": _TREES})  # 1: FLANN_INDEX_KDTREE


def seen_before(index: Index, frame: Frame, leave_out: int | None = None, skip_known: bool = False) -> list[Copy]:
    """Copies of this frame among the index's, by number. leave_out: the frame's own number, which `right` is then.

    skip_known: whether frames known to be of its group are passed over (needs leave_out).
    """
    right = -1 if leave_out is None else leave_out
    found: dict[int, Copy] = {}
    for number, turned, bits in index.by_hash(frame, leave_out):
        found[number] = Copy(number, right, copies(index.frames[number], frame), turned, bits)
    for number, mirror in index.proposed(frame, leave_out):
        known = leave_out is not None and skip_known and index.root(number) == index.root(leave_out)
        if number not in found and not known:
            # A frame is proposed as it is and mirrored; the index's frame is the left one, so mirroring either is the same.
            overlay = copies(index.frames[number], frame, (mirror,))
            if overlay is not None:
                found[number] = Copy(number, right, overlay, None, None)
    return [found[number] for number in sorted(found)]
