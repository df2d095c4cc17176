"""Where one sentence tells two things beside one another: clauses with verbs of their own, parted by a joining word or a colon.

Only in languages whose pack lists the verb forms that make a clause (attribution.words: finite, clause_joiner).
"""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.extract.cues import Words
from zvirka.extract.document import Document

_LEAST = 3
"""Words of the shortest clause."""
_SUBJECT = 12
"""Words behind a joining word among which the clause's verb stands."""
_MARKS = frozenset({",", "—", "–"})
_NO_NOUN = ("determiner", "number", "particle", "inner_preposition", "preposition", "boundary", "joiner", "pronoun", "adverb",
            "infinitive", "possessive")  # fmt: skip
"""Classes of words no noun's words go on with."""
_ENDS = frozenset({",", ";", ":", ".", "!", "?", "—", "–", ")"})


def clause_starts(document: Document, start: int, end: int, words: Words) -> Iterator[int]:
    """Offsets in start..end at which a further clause of the same rank begins, its mark or joining word first."""
    tokens, norms = document.tokens, document.tokens.norms
    first, past = tokens.at(start), tokens.at(end)
    if past - first < 2 * _LEAST or not words.sets.get("finite"):
        return
    begun = first
    for at in range(first + _LEAST, past - _LEAST):
        opened = _opened(norms, at, words)
        if not opened or (document.quote_at(tokens.starts[at]) or (start, end)) != (
            document.quote_at(start) or (start, end)
        ):
            continue
        # what follows is looked at first: of that only a few words, of what stands before all
        if not _clause(norms, opened, min(past, opened + _SUBJECT), words, subject=norms[at] != ":"):
            continue
        if _clause(norms, begun, at, words) and not (
            _hanging(norms, begun, at, words) or _open(norms, begun, at, words)
        ):
            yield tokens.starts[at]
            begun = opened


def _opened(norms: tuple[str, ...], at: int, words: Words) -> int:
    """The first word of the clause that a mark or joining word opens here, 0 where none does."""
    word = norms[at]
    if word == ":":
        return at + 1
    if word in _MARKS:
        if words.is_a("clause_joiner", norms[at + 1]):
            return at + 2
        if words.is_a("own_subject", norms[at + 1]) and not _conditional(norms, at, words):
            return at + 1  # "the plant is ours, the road works"
        return at + 1 if _share(norms, at + 1, words) else 0
    return at + 1 if words.is_a("clause_joiner", word) and norms[at - 1] not in _MARKS else 0


def _conditional(norms: tuple[str, ...], at: int, words: Words) -> bool:
    """Whether what stands before a mark, back to the one before it, is only a time, a condition or a reason."""
    for before in range(at - 1, max(-1, at - _SUBJECT), -1):
        if norms[before] in _ENDS:
            return False
        if words.is_a("subordinator", norms[before]) or words.is_a("boundary", norms[before]):
            return True
    return False


def _share(norms: tuple[str, ...], at: int, words: Words) -> bool:
    """Whether words are a share of what was just told ("six of which", "most of them")."""
    if at + 2 >= len(norms) or not words.is_a("share_of", norms[at + 1]):
        return False
    counted = norms[at][0].isdecimal() or words.is_a("determiner", norms[at]) or words.is_a("number", norms[at])
    return counted and words.is_a("part_of_told", norms[at + 2])


def _clause(norms: tuple[str, ...], first: int, past: int, words: Words, *, subject: bool = False) -> bool:
    """Whether words hold a verb; with subject: behind words it may belong to."""
    if past - first < _LEAST or (subject and not _subject(norms, first, words)):
        return False
    for at in range(first, past):
        if subject and at > first and (norms[at] in _ENDS or words.is_a("boundary", norms[at])):
            return False
        if finite(norms, at, words) and (at > first or not subject or words.is_a("pronoun", norms[first])):
            # "four killed and 16 wounded" is one thing told: its verb stands once
            return not (subject and norms[first][0].isdecimal() and not words.is_a("finite", norms[at]))
    return False


def _subject(norms: tuple[str, ...], first: int, words: Words) -> bool:
    """Whether a clause begins with what may be its subject: no preposition, no verb, no joining word."""
    word = norms[first]
    if not (word[0].isalnum() or word in "\"“«'"):
        return False
    return not (words.is_a("clause_opener", word) or finite(norms, first, words) or words.is_a("relative", word))


def _hanging(norms: tuple[str, ...], first: int, past: int, words: Words) -> bool:
    """Whether the clause before is only a condition, a time or a reason of what follows ("when A and B, C")."""
    return words.is_a("subordinator", norms[first]) and not any(norms[at] == "," for at in range(first, past))


def _open(norms: tuple[str, ...], first: int, past: int, words: Words) -> bool:
    """Whether an inner clause before still waits for its verb ("if the roads and railways are cut")."""
    for at in range(past - 1, first, -1):
        if finite(norms, at, words):
            return False
        if words.is_a("boundary", norms[at]) or words.is_a("relative", norms[at]):
            return True
    return False


def finite(norms: tuple[str, ...], at: int, words: Words) -> bool:
    """Whether a word is a verb that makes a clause; a form that may as well be an adjective only before what no noun is."""
    word = norms[at]
    if words.is_a("finite", word):
        return True
    if len(word) <= 4 or not word.endswith(words.verb_endings or ("\0",)) or words.is_a("adjectival", word):
        return False
    after = norms[at + 1] if at + 1 < len(norms) else "."
    return not after[0].isalpha() or any(words.is_a(name, after) for name in _NO_NOUN)
