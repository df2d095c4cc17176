"""Signatures of texts, a whole batch in columns: words, runs of four words, MinHash and its bands.

Words are found in arrays of code points: a table says of each what it is once normalised. The few texts with a character of which
that cannot be said alone (combining marks, scripts that compose) are normalised one by one; both ways give the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

SHINGLE_WORDS = 4
"""Words in a shingle. House rule: two people telling one fact share names and figures, seldom four words in a row."""
PERMUTATIONS = 64
BANDS = 16
ROWS = PERMUTATIONS // BANDS
"""Banding of Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4: 16 bands of 4 rows catch a pair of Jaccard
similarity s with probability 1 - (1 - s^4)^16: 0.99 at 0.7, 0.89 at 0.6, 0.64 at 0.5."""
SEED = 20220912
"""Seed of the 64 multipliers and offsets; fixed, since signatures are kept between runs."""
BATCH_CHARACTERS = 100_000
"""Texts are signed in batches of about so many characters: the arrays of one stay in the processor's cache."""
FEW_CHARACTERS = 20_000
"""For fewer the table, which takes longer than signing them, is not made: each of their kinds is looked at by itself."""

_WORD = re.compile(r"\w+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`ʹ′‘\u00ad\u200b\u200d\u2060\ufeff"))
_DROPPED_ONES = re.compile(f"[{''.join(map(chr, _APOSTROPHES))}]")
_SEPARATOR, _DROPPED, _ALONE = 0, 0xFFFE, 0xFFFF
"""What the table says of a code point besides what it becomes: it parts words, it is left out, its text goes the slow way."""
_TOLD = ((0, 0x0590), (0x2000, 0x3400), (0xE000, 0x10000))
"""Blocks the table covers: Latin, Greek, Cyrillic, Armenian; punctuation and symbols; private use and compatibility forms. A
letter beyond the first composes with neighbours or may, and goes the slow way."""
_GENERATOR = np.random.Generator(np.random.PCG64(SEED))
_MULTIPLIERS = (_GENERATOR.integers(1, 2**32, PERMUTATIONS, dtype=np.uint64) | np.uint64(1)).astype(np.uint32)
_OFFSETS = _GENERATOR.integers(0, 2**32, PERMUTATIONS, dtype=np.uint64).astype(np.uint32)
_BASE = 0x9E3779B97F4A7C15
"""An odd multiplier, the golden ratio in 64 bits, so that it has an inverse modulo 2^64."""
_SHINGLE_POWERS = np.array([(1_000_003**power) % 2**64 for power in range(SHINGLE_WORDS)], dtype=np.uint64)

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is compared of one report. digest: of its normalised words (BLAKE2b, 16 bytes, hexadecimal). words: how many.

    shingles: 64-bit hashes of its runs of four words in the order of the text, little-endian, one after the other; one of all words
    where there are fewer. bands: 16 keys of 64 bits in the same form; two reports that share one at its place are a candidate pair.
    """

    report: str
    digest: str
    words: int
    shingles: bytes
    bands: bytes


def signatures(report: str, text: str) -> Signature:
    """The signature of one report's text: case, punctuation, apostrophes and white space do not count."""
    return sign_many([(report, text)])[0]


def sign_many(reports: Sequence[tuple[str, str]]) -> list[Signature]:
    """The signatures of (report, text), in their order. What a text gets does not depend on the others."""
    signed: list[Signature] = []
    for batch in _batches(reports):
        signed += _sign(batch)
    return signed


def normalised_words(text: str) -> list[str]:
    """The words of a text as compared: NFKC, case folded, apostrophes and invisible characters dropped, ё as е."""
    folded = _DROPPED_ONES.sub("", unicodedata.normalize("NFKC", text)).casefold().replace("ё", "е")
    return _WORD.findall(folded.encode("utf-8", "replace").decode("utf-8"))


def _batches(reports: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    start = size = 0
    for at, (_, text) in enumerate(reports):
        size += len(text)
        if size >= BATCH_CHARACTERS:
            yield reports[start : at + 1]
            start, size = at + 1, 0
    if start < len(reports):
        yield reports[start:]


def _sign(batch: Sequence[tuple[str, str]]) -> list[Signature]:
    texts = [text for _, text in batch]
    codes, begins = _codes(texts)
    mapped = _mapped(codes)
    alone = np.unique(np.searchsorted(begins, np.flatnonzero(mapped == _ALONE), side="right") - 1)
    if alone.size:
        for index in alone.tolist():
            texts[index] = " ".join(normalised_words(texts[index]))
        raw = np.zeros(len(texts), dtype=bool)
        raw[alone] = True
        codes, begins = _codes(texts)
        lengths = np.diff(begins, append=len(codes))
        mapped = np.where(np.repeat(raw, lengths), np.where(codes == ord(" "), _SEPARATOR, codes), _mapped(codes))
        mapped = mapped.astype(np.uint32)
        dropped = (mapped == _DROPPED) & ~np.repeat(raw, lengths)
    else:
        dropped = mapped == _DROPPED
    if dropped.any():
        begins = begins - np.concatenate(([0], np.cumsum(dropped)))[begins]
        mapped = mapped[~dropped]
    return _of_words([report for report, _ in batch], mapped, begins)


def _codes(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Code points of the texts, a space after each, and where each begins."""
    joined = (" ".join(texts) + " ").encode("utf-32-le", "surrogatepass")
    lengths = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    return np.frombuffer(joined, dtype="<u4"), np.concatenate(([0], np.cumsum(lengths)[:-1]))


def _mapped(codes: npt.NDArray[np.uint32]) -> npt.NDArray[Any]:
    if codes.size < FEW_CHARACTERS:
        kinds, which = np.unique(codes, return_inverse=True)
        return np.array([_told(code) for code in kinds.tolist()], dtype=np.uint16)[which]
    table = _table()
    if int(codes.max()) < table.size:
        return table[codes]
    high = codes >= table.size
    mapped = table[np.where(high, 0, codes)]
    kinds, which = np.unique(codes[high], return_inverse=True)
    mapped[high] = np.array([_becomes(code) for code in kinds.tolist()], dtype=table.dtype)[which]
    return mapped


def _told(code: int) -> int:
    """What the table says of a code point, or of one beyond it `_becomes`."""
    if 0xD800 <= code < 0xE000:
        return _SEPARATOR
    covered = code >= 0x10000 or any(first <= code < end for first, end in _TOLD)
    return _becomes(code) if covered else _ALONE


@lru_cache(maxsize=1)
def _table() -> npt.NDArray[np.uint16]:
    table = np.full(0x10000, _ALONE, dtype=np.uint16)
    for first, end in _TOLD:
        table[first:end] = [_becomes.__wrapped__(code) for code in range(first, end)]
    table[0xD800:0xE000] = _SEPARATOR
    return table


@lru_cache(maxsize=4096)
def _becomes(code: int) -> int:
    character = chr(code)
    if ord(character) in _APOSTROPHES:
        return _DROPPED
    if unicodedata.combining(character) or (unicodedata.category(character)[0] == "M" and code not in (0xFE0E, 0xFE0F)):
        return _ALONE
    normal = unicodedata.normalize("NFKC", character)
    folded = normal.translate(_APOSTROPHES).casefold().replace("ё", "е")
    if any(map(unicodedata.combining, normal)) or (folded != normal.casefold() and len(normal) > 1):
        return _ALONE
    if not _WORD.search(folded):
        return _SEPARATOR
    return ord(folded) if len(folded) == 1 and code < 0x0590 and ord(folded) < _DROPPED else _ALONE


def _of_words(reports: Sequence[str], codes: npt.NDArray[Any], begins: npt.NDArray[np.int64]) -> list[Signature]:
    in_word = codes != _SEPARATOR
    edges = np.flatnonzero(np.diff(in_word, prepend=False))
    starts, ends = edges[::2], edges[1::2]
    first_word = np.searchsorted(starts, begins)
    counts = np.diff(first_word, append=starts.size)
    hashes = _word_hashes(codes, starts, ends)
    shingles, first_shingle = _shingles(hashes, first_word, counts)
    sizes = np.diff(first_shingle, append=shingles.size)
    bands = _bands(shingles, first_shingle, sizes)
    # Words with one separator between them, for the digest: of each run of separators the last is kept.
    kept = in_word.copy()
    kept[:-1] |= in_word[1:]
    words = codes[kept].astype("<u4", copy=False)
    place = np.concatenate(([0], np.cumsum(kept)))[np.concatenate((begins, [codes.size]))]
    all_words, all_shingles = words.tobytes(), shingles.astype("<u8", copy=False).tobytes()
    all_bands, a_row = bands.tobytes(), 8 * BANDS
    ends, runs, lasts = (4 * place).tolist(), (8 * first_shingle).tolist(), (8 * (first_shingle + sizes)).tolist()
    signed = []
    for index, (report, many) in enumerate(zip(reports, counts.tolist(), strict=True)):
        exact = all_words[ends[index] : ends[index + 1]].strip(b"\0") if many else b""
        signed.append(
            Signature(
                report, blake2b(exact, digest_size=16).hexdigest(), many, all_shingles[runs[index] : lasts[index]],
                all_bands[a_row * index : a_row * (index + 1)] if many else b"",
            )
        )  # fmt: skip
    return signed


def _word_hashes(codes: npt.NDArray[Any], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Hashes:
    """A polynomial in the code points of each word, mixed (the finaliser of SplitMix64)."""
    powers, inverses = _powers(1 << max(18, int(codes.size).bit_length()))
    sums = np.zeros(codes.size + 1, dtype=np.uint64)
    np.cumsum(codes * powers[: codes.size], out=sums[1:])
    return _mixed((sums[ends] - sums[starts]) * inverses[starts])


def _mixed(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


@lru_cache(maxsize=2)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """Powers of the base modulo 2^64, and their inverses."""
    both = []
    for base in (_BASE, pow(_BASE, -1, 2**64)):
        powers = np.full(size, base, dtype=np.uint64)
        powers[0] = 1
        both.append(np.multiply.accumulate(powers))
    return both[0], both[1]


def _shingles(
    hashes: Hashes, first_word: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """(shingles of all texts in their order, where those of each begin)."""
    sizes = np.where(counts >= SHINGLE_WORDS, counts - SHINGLE_WORDS + 1, np.minimum(counts, 1))
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    at = np.arange(int(sizes.sum())) + np.repeat(first_word - first, sizes)
    padded = np.concatenate((hashes, np.zeros(SHINGLE_WORDS, dtype=np.uint64)))
    short = np.repeat(counts, sizes)
    total = padded[at]
    for step in range(1, SHINGLE_WORDS):
        following = padded[at + step] * _SHINGLE_POWERS[step]
        total = total + (following if int(counts.min()) >= SHINGLE_WORDS else np.where(short > step, following, 0))
    return total, first


def _bands(shingles: Hashes, first: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """16 band keys a text, as rows; texts without a word have a row of no meaning."""
    lows = np.zeros((PERMUTATIONS, sizes.size), dtype=np.uint32)
    some = np.flatnonzero(sizes)
    if some.size:
        small = (_mixed(shingles) >> np.uint64(32)).astype(np.uint32)
        begins = first[some]
        for number in range(PERMUTATIONS):
            mixed = small * _MULTIPLIERS[number] + _OFFSETS[number]
            mixed ^= mixed >> np.uint32(15)
            mixed *= np.uint32(0x2C1B3C6D)
            lows[number, some] = np.minimum.reduceat(mixed, begins)
    keys = np.zeros((BANDS, sizes.size), dtype=np.uint64)
    for row in range(ROWS):
        keys = _mixed(keys + lows[row::ROWS].astype(np.uint64) + np.uint64(_BASE))
    return np.ascontiguousarray(keys.T.astype("<u8"))
