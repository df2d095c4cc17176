"""Lineage: which reports are copies of one another, so that origins are counted and not reports.

The steps stand apart so that an engine can run them over tables: `signatures` a report, buckets by `bands`,
`pairs_in_bucket` a bucket, `near_copy` a pair, `origins` once at the end. Nothing here depends on the order of the reports.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from zvirka.model.canonical import sha256_hex
from zvirka.model.findings import Link, LinkReason

SHINGLE_WORDS = 4
"""Words in a shingle. House rule: two people telling one fact share names and figures, seldom four words in a row."""
PERMUTATIONS = 64
BANDS = 16
ROWS = PERMUTATIONS // BANDS
"""Banding of Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4: 16 bands of 4 rows catch a pair of Jaccard
similarity s with probability 1 - (1 - s^4)^16: 0.98 at 0.7, 0.89 at 0.6, 0.64 at 0.5."""
SEED = 20220912
"""Seed of the 64 multipliers and offsets; fixed, since signatures are kept between runs."""
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

_WORD = re.compile(r"\w+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`ʹ′‘\u00ad\u200b\u200d\u2060\ufeff"))
_GENERATOR = np.random.Generator(np.random.PCG64(SEED))
_MULTIPLIERS = _GENERATOR.integers(1, 2**63, PERMUTATIONS, dtype=np.uint64) | np.uint64(1)
_OFFSETS = _GENERATOR.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)
_SHINGLE_POWERS = np.array([(1_000_003**power) % 2**64 for power in range(SHINGLE_WORDS)], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of one report. digest: SHA-256 of its normalised words. words: how many.

    shingles: sorted distinct 64-bit hashes of runs of four words, little-endian, one after the other. bands: 16 keys; two reports that
    share one are a candidate pair.
    """

    report: str
    digest: str
    words: int
    shingles: bytes
    bands: tuple[str, ...]


def signatures(report: str, text: str) -> Signature:
    """The signature of one report's text: case, punctuation, apostrophes and white space do not count."""
    words = normalised_words(text)
    hashes = _shingle_hashes(words)
    return Signature(
        report, sha256_hex(" ".join(words).encode("utf-8")), len(words), hashes.astype("<u8").tobytes(), _bands(hashes)
    )


def normalised_words(text: str) -> list[str]:
    """The words of a text as compared: NFKC, case folded, apostrophes and invisible characters dropped, ё as е."""
    folded = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold().replace("ё", "е")
    return _WORD.findall(folded.encode("utf-8", "replace").decode("utf-8"))


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8"), digest_size=8).digest(), "little")


def _shingle_hashes(words: Sequence[str]) -> npt.NDArray[np.uint64]:
    if not words:
        return np.empty(0, dtype=np.uint64)
    hashes = np.fromiter((_word_hash(word) for word in words), dtype=np.uint64, count=len(words))
    size = min(SHINGLE_WORDS, len(words))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, size)
    return np.unique((windows * _SHINGLE_POWERS[:size]).sum(axis=1, dtype=np.uint64))


def _bands(hashes: npt.NDArray[np.uint64]) -> tuple[str, ...]:
    if not hashes.size:
        return ()
    lows = np.full(PERMUTATIONS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, hashes.size, 4096):
        mixed = hashes[start : start + 4096, None] * _MULTIPLIERS + _OFFSETS
        mixed ^= mixed >> np.uint64(29)
        lows = np.minimum(lows, mixed.min(axis=0))
    rows = lows.reshape(BANDS, ROWS)
    return tuple(f"{band:02d}:{blake2b(rows[band].tobytes(), digest_size=8).hexdigest()}" for band in range(BANDS))


def pairs_in_bucket(members: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Candidate pairs of one band bucket. members: (digest, report). Only the smallest report of each digest is paired.

    Texts are paired in the order of their digests, so that one more copy of a report changes no pair of the others.
    """
    first: dict[str, str] = {}
    for digest, report in members:
        first[digest] = min(report, first.get(digest, report))
    ordered = [first[digest] for digest in sorted(first)]
    reach = len(ordered) if len(ordered) <= BUCKET_ALL_PAIRS else BUCKET_NEIGHBOURS
    pairs = {_pair(ordered[0], other) for other in ordered[1:]}
    for index, left in enumerate(ordered):
        pairs.update(_pair(left, right) for right in ordered[index + 1 : index + 1 + reach])
    return sorted(pairs)


def candidate_pairs(all_signatures: Sequence[Signature]) -> list[tuple[str, str]]:
    """Pairs of reports that may be copies: the same words, or at least one band in common. Sorted, smaller key first."""
    by_digest: dict[str, list[str]] = defaultdict(list)
    buckets: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for signature in all_signatures:
        if signature.words:
            by_digest[signature.digest].append(signature.report)
    seen: set[str] = set()
    for signature in all_signatures:
        if not signature.words or signature.digest in seen:
            continue
        seen.add(signature.digest)
        for band in signature.bands:
            buckets[band].append((signature.digest, min(by_digest[signature.digest])))
    pairs = {_pair(min(reports), other) for reports in by_digest.values() for other in reports if other != min(reports)}
    for members in buckets.values():
        if len(members) > 1:
            pairs.update(pairs_in_bucket(members))
    return sorted(pairs)


def near_copy(left: Signature, right: Signature) -> bool:
    """Whether two reports are copies: the same words, or enough of the same runs of words (thresholds above). Symmetric."""
    return similarity(left, right) is not None


def similarity(left: Signature, right: Signature) -> LinkReason | None:
    """Why two reports are copies, or None where they are not. An empty text is nobody's copy."""
    if not left.words or not right.words:
        return None
    if left.digest == right.digest:
        return LinkReason("copy:exact", (("words", str(left.words)),))
    fewer = min(left.words, right.words)
    if fewer < SHORT_WORDS:
        return None
    one, other = (np.frombuffer(each.shingles, dtype="<u8") for each in (left, right))
    common = np.intersect1d(one, other, assume_unique=True).size
    jaccard = common / (one.size + other.size - common)
    contained = common / min(one.size, other.size)
    if jaccard >= NEAR_JACCARD or (contained >= NEAR_CONTAINMENT and fewer >= CONTAINED_WORDS):
        return LinkReason("copy:near", (("jaccard", f"{jaccard:.3f}"), ("containment", f"{contained:.3f}")))
    return None


def copies(all_signatures: Sequence[Signature]) -> list[tuple[str, str]]:
    """The candidate pairs that are copies, sorted."""
    by_report = {signature.report: signature for signature in all_signatures}
    return [
        (left, right) for left, right in candidate_pairs(all_signatures) if near_copy(by_report[left], by_report[right])
    ]


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


def copy_links(all_signatures: Iterable[Signature], origin_of: Mapping[str, str]) -> list[Link]:
    """A `retells` link from each copy to its origin, with what they have in common; sorted by left."""
    by_report = {signature.report: signature for signature in all_signatures}
    links = []
    for report, origin in sorted(origin_of.items()):
        if report != origin and report in by_report and origin in by_report:
            reason = similarity(by_report[report], by_report[origin]) or LinkReason("copy:of_a_copy")
            links.append(Link("retells", report, origin, (reason,)))
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
