"""Judgements: a person's decisions, with who, when and why; never overwritten, only superseded.

A judgement keeps what it is about as it was seen (`Subject`), so that it can be attached again when ids change. What it
says is one value of one *aspect* ("verdict on this claim", "side of this source", "grade of this source"); two people who give
one aspect two values contradict each other, and then neither acts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from zvirka.model.canonical import sha256_hex
from zvirka.model.spans import Span
from zvirka.model.wire import to_line

JudgementKind = Literal[
    "accept", "reject", "unsure", "same", "not_same", "slot", "side", "same_object", "duplicate", "undo",
    "grade", "credibility", "likelihood", "outcome",
]  # fmt: skip
"""accept, reject, unsure: of a claim or a question. same, not_same: two claims say one thing, or two reports are copies.
slot: a claim's slot has another value. side: of a source. same_object: a claim and a claim or list row show one object.
duplicate: two reports have one origin. undo: takes back the judgement it supersedes, and says nothing else. grade: a source's
reliability. credibility: a claim's. likelihood: of a claim, or of a question's answer. outcome: how a claim turned out later."""
KINDS: tuple[JudgementKind, ...] = get_args(JudgementKind)
VALUES: Mapping[JudgementKind, tuple[str, ...]] = {
    "grade": ("A", "B", "C", "D", "E", "F"),
    "credibility": ("1", "2", "3", "4", "5", "6"),
    "likelihood": ("remote", "very_unlikely", "unlikely", "even", "likely", "very_likely", "almost_certain"),
    "outcome": ("borne_out", "partly", "refuted"),
}
"""Values of kinds that take one of a list. Grades A to F and 1 to 6: the Admiralty code as NATO has it (AJP-2.1, annex A: reliability of
the source and credibility of what it says apart; F and 6 are "cannot be judged"). Likelihood: the seven terms of the United States'
Intelligence Community Directive 203 (2015), D.6.e.2. No rule of the tool ever sets one of them: they stand where a person judged."""
LIKELIHOOD_PERCENT: Mapping[str, tuple[int, int]] = {
    "remote": (1, 5), "very_unlikely": (5, 20), "unlikely": (20, 45), "even": (45, 55), "likely": (55, 80),
    "very_likely": (80, 95), "almost_certain": (95, 99),
}  # fmt: skip
"""What each word means in per cent, by the same directive's table."""
VERDICTS: frozenset[str] = frozenset({"accept", "reject", "unsure"})
PAIRS: frozenset[str] = frozenset({"same", "not_same", "same_object", "duplicate"})
"""Kinds about two subjects."""
VALUED: frozenset[str] = frozenset({"slot", "side", *VALUES})
"""Kinds that say a value of their subject."""
SubjectKind = Literal["claim", "question", "source", "report", "observation"]
JudgementStanding = Literal["acts", "contradicted", "superseded", "unattached"]
"""acts: it is in force. contradicted: another person decided otherwise; both are shown, neither acts. superseded: by a later
judgement or an undo. unattached: what it is about is not in the account."""
Pair = tuple[str, str]
"""Two ids, smaller first."""


@dataclass(frozen=True, slots=True)
class AnchorStep:
    """The spans of one attribution step of a claim as it was seen; None where the text held none."""

    quote: Span | None
    cue: Span | None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a judgement is about, as it was seen.

    id: of a claim, question, report (its key) or observation; a source's name as written. item, path, fragment, text_digest:
    of a claim or report. type, quote, attribution: of a claim. about: a question's measure, place and window, for people.
    """

    kind: SubjectKind
    id: str
    item: str = ""
    path: str = ""
    fragment: str | None = None
    text_digest: str = ""
    type: str = ""
    quote: Span | None = None
    attribution: tuple[AnchorStep, ...] = ()
    about: str = ""


def question_seen(subject: Subject) -> tuple[str, str, date | None, date | None]:
    """Measure, place ("" for none), since and until of a question as `about` keeps them; a single day is the window's first."""
    days: list[date] = []
    words: list[str] = []
    for part in subject.about.split(" "):
        try:
            days.append(date.fromisoformat(part))
        except ValueError:
            words.append(part)
    measure, place = (*words, "", "")[:2]
    since, until = (*days, None, None)[:2]
    return measure, place, since, until


@dataclass(frozen=True)
class Judgement:
    """One decision. subjects: one, or two for `PAIRS`, none for undo. slot: dotted path into the claim ("quantity.unit",
    "places.0.id"). value: the right value as written: of the slot, the side of a source, or one of `VALUES`. by: name of the person.

    at: when, ISO 8601 UTC. why: their reason, "" where none was given. supersedes: id of the judgement it takes the place of.
    """

    kind: JudgementKind
    subjects: tuple[Subject, ...]
    by: str
    at: str
    why: str = ""
    slot: str | None = None
    value: str | None = None
    supersedes: str | None = None

    @cached_property
    def data(self) -> bytes:
        """The object it is kept as."""
        return to_line(self).encode("utf-8")

    @cached_property
    def id(self) -> str:
        """SHA-256 of `data`: whoever has the words has the id, and the other way round."""
        return sha256_hex(self.data)

    @property
    def says(self) -> str:
        """What it says of its aspect: the value of kinds that have one, else its kind."""
        return (self.value or "") if self.kind in VALUED else self.kind

    @property
    def sort_key(self) -> tuple[str, str]:
        """Order of time, then id."""
        return (self.at, self.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """A judgement and how it stands in an account. acts_on: ids of claims, questions, reports and observations it bears on, sorted."""

    judgement: Judgement
    standing: JudgementStanding
    acts_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What judgements in force tell the comparing of claims. left_out: rejected claims.

    same, copies: pairs of claims or of reports that people say are one, with who said so. apart, not_copies: that are not.
    """

    left_out: frozenset[str] = frozenset()
    same: Mapping[Pair, str] = field(default_factory=dict)
    apart: frozenset[Pair] = frozenset()
    copies: Mapping[Pair, str] = field(default_factory=dict)
    not_copies: frozenset[Pair] = frozenset()


NOTHING_TOLD = Told()


def pair(left: str, right: str) -> Pair:
    """Two ids, smaller first."""
    return (left, right) if left <= right else (right, left)


def aspect(judgement: Judgement, subjects: Sequence[str]) -> tuple[str, ...]:
    """What a judgement is one opinion of. subjects: ids of its subjects as they are attached (a source: its key)."""
    if judgement.kind in VERDICTS:
        return ("verdict", *subjects)
    if judgement.kind in ("same", "not_same", "duplicate"):
        return ("same", *sorted(subjects))
    if judgement.kind == "same_object":
        return ("same_object", *sorted(subjects))
    return (judgement.kind, judgement.slot or "", *subjects)


def superseded(judgements: Sequence[Judgement]) -> frozenset[str]:
    """Ids of judgements that another one which is itself in force takes the place of. Ids are digests of what they name, so
    there are no circles."""
    after: dict[str, list[str]] = {}
    for each in judgements:
        if each.supersedes is not None:
            after.setdefault(each.supersedes, []).append(each.id)
    gone: set[str] = set()
    for each in sorted(judgements, key=lambda one: _depth(one.id, after)):
        if any(later not in gone for later in after.get(each.id, ())):
            gone.add(each.id)
    return frozenset(gone)


def _depth(id: str, after: Mapping[str, Sequence[str]]) -> int:
    """Length of the longest chain of judgements that supersede this one."""
    depth, level = 0, list(after.get(id, ()))
    while level:
        depth += 1
        level = [later for each in level for later in after.get(each, ())]
    return depth


def stand(
    judgements: Sequence[Judgement], attached: Mapping[str, Sequence[str] | None]
) -> dict[str, JudgementStanding]:
    """How each stands, by id. attached: ids of its subjects as found in the account, None where one was not found.

    Of one person's judgements on one aspect the latest holds. Where people who hold differ, all of theirs are contradicted.
    """
    gone = superseded(judgements)
    standing: dict[str, JudgementStanding] = {}
    holding: dict[tuple[str, ...], dict[str, Judgement]] = {}
    for each in sorted(judgements, key=lambda one: one.sort_key):
        found = attached.get(each.id)
        if each.id in gone:
            standing[each.id] = "superseded"
        elif each.kind == "undo":
            standing[each.id] = "acts"
        elif found is None:
            standing[each.id] = "unattached"
        else:
            people = holding.setdefault(aspect(each, found), {})
            if each.by in people:
                standing[people[each.by].id] = "superseded"
            people[each.by] = each
    for people in holding.values():
        differ = len({_opinion(each) for each in people.values()}) > 1
        standing |= {each.id: "contradicted" if differ else "acts" for each in people.values()}
    return standing


def _opinion(judgement: Judgement) -> str:
    return "same" if judgement.kind == "duplicate" else judgement.says
