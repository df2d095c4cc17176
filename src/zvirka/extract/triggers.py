"""The words of a language pack that make statements, made ready (pack sections statements, statement_words, labels)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args

from zvirka.extract.tokens import Lexicon, phrase_words, word_set
from zvirka.model.claims import StatementType
from zvirka.model.errors import CaseError


@dataclass(frozen=True, slots=True)
class Trigger:
    """What the pack says of a word. rank: row number; of several rows that fit a clause the lowest wins.

    subject: what the side that is the word's subject is: actor, target, owner (of equipment or ground lost), or "".
    counts: kinds of figure that fit. needs: one of these must stand in the clause; place_object is a place that no
    preposition governs. unless: word classes of which none may stand there ("freed" of a minister, "left" of a train).
    in_source: also makes a statement inside the words that name a source.
    """

    type: StatementType
    rank: int
    subject: str
    counts: frozenset[str]
    needs: frozenset[str]
    status: str | None
    in_source: bool
    unless: frozenset[str] = frozenset()
    either: bool = False
    """Whether the word says nothing of whose the ground was before ("took"): told by who is at home there."""
    war: bool = False
    """Whether the word counts only in a text that tells of war ("the house burned down", "nobody was hurt")."""
    last: bool = False
    """Whether the word counts only where nothing else in the same words makes a statement."""
    negated: bool = False
    """Whether the words themselves deny it ("no one was hurt")."""
    likely: bool = False
    """Whether the type is told by all words of the clause together rather than by this one."""


class StatementPack:
    """All trigger lexicons and word classes of a language."""

    def __init__(self, pack: Mapping[str, Any], theatre_labels: Mapping[str, str]) -> None:
        rows = pack.get("statements", ())
        self.triggers = Lexicon((words, _trigger(row, rank)) for rank, row in enumerate(rows) for words in row["words"])
        words = pack.get("statement_words", {})
        self.words = {name: Lexicon((phrase, True) for phrase in phrases) for name, phrases in words.items()}
        classes = [(phrase, name) for name, phrases in words.items() for phrase in phrases]
        self._word_classes = Lexicon(each for each in classes if len(phrase_words(each[0])) == 1)
        self.longer_classes = Lexicon(each for each in classes if len(phrase_words(each[0])) > 1)
        """Phrases of two words and more of all classes, by name."""
        self.single = defaultdict(frozenset[str], {name: word_set(phrases) for name, phrases in words.items()})
        self.attributive_endings = tuple(words.get("attributive_endings", ())) or ("\0",)
        self.finite_endings = tuple(words.get("finite_endings", ()))
        self.opening_endings = tuple(words.get("opening_endings", ())) or ("\0",)
        self.instrument_endings = tuple(words.get("instrument_endings", ())) or ("\0",)
        labels: dict[str, str] = dict(theatre_labels)
        for row in pack.get("labels", ()):
            labels.update((phrase, row["type"]) for phrase in row["words"])
        self.hints: Lexicon[tuple[int, StatementType]] = Lexicon(
            (word, (rank, statement_type(row["type"])))
            for rank, row in enumerate(pack.get("hints", ()))
            for word in row["words"]
        )
        self.figures: dict[str, StatementType] = {
            counted: statement_type(name) for counted, name in pack.get("hint_figures", {}).items()
        }
        """What a figure alone tells of, by what it counts."""
        self.labels: Lexicon[StatementType] = Lexicon((phrase, statement_type(kind)) for phrase, kind in labels.items())

    def by_label(self, type_: StatementType) -> Trigger:
        """The trigger an official term is where no plainer word stands in its clause."""
        return Trigger(type_, LABEL_RANK, "actor", frozenset(), frozenset(), None, False)

    def holds(self, name: str, word: str) -> bool:
        """Whether a folded word is in a class of single words."""
        return word in self.single[name]

    def classes_of(self, word: str) -> list[str]:
        """The classes that a folded word alone is in."""
        return self._word_classes.match((word,), 0, 1)[1]

    def lexicon(self, name: str) -> Lexicon[bool]:
        """The phrases of a class, an empty lexicon where the pack has none."""
        return self.words.get(name, _EMPTY)


LABEL_RANK = 10_000
"""Behind every row of the pack."""
_EMPTY: Lexicon[bool] = Lexicon(())


def hinted_only(trigger: Trigger) -> bool:
    """Whether no word of the pack tells a trigger's type: all words of its clause together do."""
    return trigger.likely and trigger.rank == LABEL_RANK


def _trigger(row: Mapping[str, Any], rank: int) -> Trigger:
    return Trigger(
        statement_type(row["type"]),
        rank,
        row.get("subject", ""),
        frozenset(row.get("counts", ())),
        frozenset(row.get("needs", ())),
        row.get("status"),
        bool(row.get("in_source", False)),
        frozenset(row.get("unless", ())),
        bool(row.get("either", False)),
        bool(row.get("war", False)),
        bool(row.get("last", False)),
        bool(row.get("negated", False)),
    )


def statement_type(name: str) -> StatementType:
    """A pack's name for a type. Raises CaseError for one there is not."""
    if name not in get_args(StatementType):
        raise CaseError("a language pack names an unknown type of statement", value=name, place="[[statements]]")
    return cast(StatementType, name)
