"""Lineage: which reports are copies of one another, so that origins are counted and not reports.

The steps stand apart: `sign_many` reports, `candidate_pairs` by shared bands, `near_copy` a pair, exactly, `origins` once at the
end. Nothing here depends on the order of the reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zvirka.model.findings import Link, LinkReason
from zvirka.model.ports import FoundBefore
from zvirka.reconcile.before import recalled
from zvirka.reconcile.lineage_signing import BANDS, Signature, sign_many, signatures

__all__ = [
    "Groups",
    "Signature",
    "candidate_pairs",
    "copies",
    "copy_links",
    "near_copy",
    "origins",
    "sign_many",
    "signatures",
]

NEAR_JACCARD = 0.6
NEAR_CONTAINMENT = 0.8
"""House rules, chosen so that a copy with a new first or last sentence is one, and two tellings of one fact are not: at least
0.6 of all shingles shared, or 0.8 of the shorter one's."""
SHORT_WORDS = 12
"""A report shorter than this is a copy only where all its words are the same: short posts about one fact look alike by nature."""
CONTAINED_WORDS = 30
"""Containment counts only from this many words on: a shared headline is no retelling of the article."""
BUCKET_ALL_PAIRS = 32
BUCKET_NEIGHBOURS = 8
"""A bucket with more distinct texts than the first is paired with its smallest and with the next eight only, so that work
stays linear in it; what is near to many still hangs together through union."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How two reports stand, as it is kept. reason: why they are copies, None where they are not."""

    reason: LinkReason | None


def candidate_pairs(all_signatures: Sequence[Signature]) -> list[tuple[str, str]]:
    """Pairs of reports that may be copies: the same words, or at least one band in common. Sorted, smaller key first.

    Of reports with the same words only the one with the smallest key is paired with other texts. Texts are paired in the order of their
    digests, so that one more copy of a report changes no pair of the others.
    """
    by_digest: dict[str, list[Signature]] = defaultdict(list)
    for signature in all_signatures:
        if signature.words:
            by_digest[signature.digest].append(signature)
    pairs: set[tuple[str, str]] = set()
    firsts = []
    for digest in sorted(by_digest):
        same = by_digest[digest]
        first = same[0] if len(same) == 1 else min(same, key=lambda each: each.report)
        firsts.append(first)
        if len(same) > 1:
            pairs.update(_pair(first.report, other.report) for other in same if other.report != first.report)
    for left, right in _sharing_a_band(firsts):
        pairs.add(_pair(firsts[left].report, firsts[right].report))
    return sorted(pairs)


def _sharing_a_band(firsts: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """Indexes of texts with a band in common, a band after the other: each column of keys is sorted, equal ones lie together."""
    keys = np.frombuffer(b"".join(each.bands for each in firsts), dtype="<u8").reshape(len(firsts), BANDS)
    for band in range(BANDS):
        column = keys[:, band]
        order = np.argsort(column, kind="stable")
        in_order = column[order]
        edges = np.flatnonzero(np.concatenate(([True], in_order[1:] != in_order[:-1], [True])))
        sizes = np.diff(edges)
        for begin, size in zip(edges[:-1][sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
            members = order[begin : begin + size].tolist()
            reach = size if size <= BUCKET_ALL_PAIRS else BUCKET_NEIGHBOURS
            for at, left in enumerate(members):
                for right in members[at + 1 : at + 1 + reach]:
                    yield left, right
            yield from ((members[0], right) for right in members[1:])


def near_copy(left: Signature, right: Signature) -> bool:
    """Whether two reports are copies: the same words, or enough of the same runs of words (thresholds above). Symmetric."""
    return similarity(left, right) is not None


def similarity(left: Signature, right: Signature) -> LinkReason | None:
    """Why two reports are copies, or None where they are not. An empty text is nobody's copy."""
    return _similar(left, right, shingles_of)


def shingles_of(signature: Signature) -> npt.NDArray[np.uint64]:
    """The distinct shingles of a report, sorted."""
    return np.unique(np.frombuffer(signature.shingles, dtype="<u8"))


def _similar(
    left: Signature, right: Signature, shingles: Callable[[Signature], npt.NDArray[np.uint64]]
) -> LinkReason | None:
    if not left.words or not right.words:
        return None
    if left.digest == right.digest:
        return LinkReason("copy:exact", (("words", str(left.words)),))
    fewer = min(left.words, right.words)
    if fewer < SHORT_WORDS:
        return None
    one, other = shingles(left), shingles(right)
    if min(one.size, other.size) < NEAR_JACCARD * max(one.size, other.size) and fewer < CONTAINED_WORDS:
        return None
    common = np.intersect1d(one, other, assume_unique=True).size
    jaccard = common / (one.size + other.size - common)
    contained = common / min(one.size, other.size)
    if jaccard >= NEAR_JACCARD or (contained >= NEAR_CONTAINMENT and fewer >= CONTAINED_WORDS):
        return LinkReason("copy:near", (("jaccard", f"{jaccard:.3f}"), ("containment", f"{contained:.3f}")))
    return None


def copies(all_signatures: Sequence[Signature], before: FoundBefore | None = None) -> list[tuple[str, str]]:
    """The candidate pairs that are copies, sorted. before: answers of pairs looked at before."""
    by_report = {signature.report: signature for signature in all_signatures}
    sorted_shingles: dict[str, npt.NDArray[np.uint64]] = {}

    def shingles(signature: Signature) -> npt.NDArray[np.uint64]:
        known = sorted_shingles.get(signature.digest)
        if known is None:
            known = sorted_shingles[signature.digest] = shingles_of(signature)
        return known

    return [
        (left, right)
        for left, right in candidate_pairs(all_signatures)
        if _answered(by_report[left], by_report[right], shingles, before) is not None
    ]


def _answered(
    left: Signature,
    right: Signature,
    shingles: Callable[[Signature], npt.NDArray[np.uint64]],
    before: FoundBefore | None,
) -> LinkReason | None:
    """As `_similar`. The words of both, whose digests a signature holds, are all it stands on."""
    if before is None or left.digest == right.digest:
        return _similar(left, right, shingles)
    first, second = sorted((left, right), key=lambda each: each.digest)
    found = recalled(
        before, "copy", Compared, (first.digest, second.digest), lambda: Compared(_similar(first, second, shingles))
    )
    return found.reason


def origins(reports: Mapping[str, str | None], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{report: origin}: the origin of a group of copies is its earliest report, then the smallest key.

    reports: key to publication in ISO 8601 (None where unknown: sorts last). pairs: copies.
    """
    groups = Groups(reports)
    for left, right in pairs:
        groups.unite(left, right)
    earliest: dict[str, tuple[str, str]] = {}
    for report, published in reports.items():
        root, key = groups.root(report), (published or "9999", report)
        earliest[root] = min(key, earliest.get(root, key))
    return {report: earliest[groups.root(report)][1] for report in reports}


def copy_links(
    all_signatures: Iterable[Signature], origin_of: Mapping[str, str], before: FoundBefore | None = None
) -> list[Link]:
    """A `retells` link from each copy to its origin, with what they have in common; sorted by left. before: as `copies` has it."""
    by_report = {signature.report: signature for signature in all_signatures}
    links = []
    for report, origin in sorted(origin_of.items()):
        if report != origin and report in by_report and origin in by_report:
            reason = _answered(by_report[report], by_report[origin], shingles_of, before)
            links.append(Link("retells", report, origin, (reason or LinkReason("copy:of_a_copy"),)))
    return links


class Groups:
    """Union-find over strings; the root of a group is its smallest member, whatever order it grew in."""

    def __init__(self, members: Iterable[str] = ()) -> None:
        self._parent = {member: member for member in members}

    def root(self, member: str) -> str:
        """The smallest member of the group; a new member is its own group."""
        path = []
        while (parent := self._parent.setdefault(member, member)) != member:
            path.append(member)
            member = parent
        for passed in path:
            self._parent[passed] = member
        return member

    def unite(self, left: str, right: str) -> None:
        """Makes the groups of both one."""
        small, large = sorted((self.root(left), self.root(right)))
        self._parent[large] = small


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)
