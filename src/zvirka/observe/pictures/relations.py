"""What the pictures of a case say about each other: copies and scenes, as links between their observations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zvirka.model.findings import Link, LinkReason
from zvirka.observe.pictures.frames import Array, Frame
from zvirka.observe.pictures.matching import copies
from zvirka.observe.pictures.scenes import same_scene
from zvirka.observe.pictures.searching import Copy, Index, seen_before


@dataclass(frozen=True, slots=True)
class Given:
    """One frame of the case. observation: id of its file's. object: digest of its file's bytes."""

    observation: str
    object: str
    frame: Frame


@dataclass(frozen=True, slots=True)
class Shown:
    """A link, and what its overlay is drawn of. left, right: positions in the frames given; points as shares of width and height.

    No points where the bytes, or the hashes alone, say so.
    """

    link: Link
    left: int
    right: int
    mirror: bool
    points: tuple[list[list[float]], list[list[float]]]


def relations(given: Sequence[Given]) -> list[Shown]:
    """Links of all frames: first copies, as one tree for each picture (one link fewer than it has copies), then scenes.

    The same for the same frames in the same order.
    """
    index = Index([each.frame for each in given], [f"{each.object} {each.frame.at_s}" for each in given])
    shown = list(_same_bytes(given))
    for number, each in enumerate(given):
        for copy in seen_before(index, each.frame, number, skip_known=True):
            if index.root(copy.left) != index.root(number):
                index.join(copy.left, number)
                if given[copy.left].observation != each.observation:
                    shown.append(_copy(given, copy))
    known = {frozenset((each.link.left, each.link.right)) for each in shown}
    for number, each in enumerate(given):
        for other, mirror in index.proposed(each.frame, number):
            pair = frozenset((each.observation, given[other].observation))
            if mirror or index.root(other) == index.root(number) or len(pair) < 2 or pair in known:
                continue
            found = _scene(given, other, number)
            if found is not None:
                known.add(pair)
                shown.append(found)
    return sorted(_one_a_pair(shown), key=lambda each: (each.link.kind, each.link.left, each.link.right))


def _one_a_pair(shown: Sequence[Shown]) -> list[Shown]:
    """Of several frames of two videos that are copies, the pair with the most points."""
    best: dict[tuple[str, str, str], Shown] = {}
    for each in shown:
        key = (each.link.kind, each.link.left, each.link.right)
        if key not in best or len(each.points[0]) > len(best[key].points[0]):
            best[key] = each
    return list(best.values())


def _same_bytes(given: Sequence[Given]) -> Iterator[Shown]:
    first: dict[str, int] = {}
    seen: set[str] = set()
    for number, each in enumerate(given):
        one = first.setdefault(each.object, number)
        if given[one].observation != each.observation and each.observation not in seen:
            seen.add(each.observation)
            yield _shown(given, "same_picture", one, number, LinkReason("pictures.same_bytes"), False, None)


def _copy(given: Sequence[Given], copy: Copy) -> Shown:
    data: list[tuple[str, str]] = []
    if copy.bits is not None and copy.turned is not None:
        data += [("pdq_bits", str(copy.bits)), ("pdq_position", str(copy.turned))]
    if copy.overlay is None:
        return _shown(
            given, "same_picture", copy.left, copy.right, LinkReason("pictures.same_hash", tuple(data)), False, None
        )
    overlay = copy.overlay
    data = [
        ("inliers", str(overlay.inliers)),
        ("mirrored", "yes" if overlay.mirror else "no"),
        ("alike", f"{overlay.alike:.2f}"),
        ("common", f"{overlay.common:.2f}"),
        *data,
    ]
    points = overlay.left, overlay.right
    return _shown(
        given, "same_picture", copy.left, copy.right, LinkReason("pictures.copy", tuple(data)), overlay.mirror, points
    )


def _scene(given: Sequence[Given], left: int, right: int) -> Shown | None:
    one, other = given[left].frame, given[right].frame
    found = same_scene(one, other)
    if found is None or copies(one, other) is not None:
        return None
    data = (("epipolar", str(found.epipolar)), ("plane", str(found.plane)))
    return _shown(
        given, "same_scene", left, right, LinkReason("pictures.scene", data), False, (found.left, found.right)
    )


def _shown(
    given: Sequence[Given],
    kind: Any,
    left: int,
    right: int,
    why: LinkReason,
    mirror: bool,
    points: tuple[Array, Array] | None,
) -> Shown:
    """The link with its ends in order; where they change places, so do the points, which for a mirrored pair lie mirrored in both."""
    shares = (
        [_shares(each, given[at].frame) for each, at in zip(points, (left, right), strict=True)] if points else [[], []]
    )
    if given[left].observation > given[right].observation:
        left, right = right, left
        shares = [_turned(each) if mirror else each for each in reversed(shares)]
    times = [given[at].frame.at_s for at in (left, right)]
    said = tuple(
        (name, f"{at:.2f}") for name, at in zip(("left_at_s", "right_at_s"), times, strict=True) if at is not None
    )
    reason = LinkReason(why.rule, (*why.data, *said))
    link = Link(kind, given[left].observation, given[right].observation, (reason,))
    return Shown(link, left, right, mirror, (shares[0], shares[1]))


def _shares(points: Array, frame: Frame) -> list[list[float]]:
    width, height = frame.size
    return [[round(float(x) / width, 4), round(float(y) / height, 4)] for x, y in points]


def _turned(points: list[list[float]]) -> list[list[float]]:
    return [[round(1 - x, 4), y] for x, y in points]
