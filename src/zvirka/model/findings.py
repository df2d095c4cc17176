"""Questions, links and findings: the contested matter, typed relations, and the answer with all that bears on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zvirka.model.canonical import digest, quoted, sha256_hex
from zvirka.model.made import many
from zvirka.model.sources import Side
from zvirka.model.times import Moment

Dimension = Literal["as_of", "place", "since", "definition", "unit", "basis"]
"""What claims may differ in, in the order they are told."""
ScopeState = Literal["in_scope", "differs", "unknown"]
LinkKind = Literal[
    "same",
    "supports",
    "conflicts",
    "differs_in_scope",
    "supersedes",
    "retells",
    "same_origin",
    "same_object",
    "candidate_object",
    "same_picture",
    "same_scene",
    "cause",
    "inference",
]
"""cause, inference: a text tells left as what brought right about, or concludes right from left; told so, never found by us.
candidate_object: a loss-list row that may show the object of a claim; a candidate, never identity. same_picture: two files hold copies
of one picture. same_scene: two pictures share points of one scene, which a person is to look at; never identity either."""
Relation = Literal["agree", "conflict", "single", "none"]
Backing = Literal["fits", "outside", "partly", "none", "cannot_tell"]
Sides = Literal["both", "one", "third_only", "none"]


UTTERANCE = "utterance"
"""What begins the measure of a question of what a known speaker said on a day: "utterance:maliar:territory_regained"."""


@many
@dataclass(frozen=True, slots=True)
class Question:
    """A contested matter: measure, place, window. Definition, unit and as-of never split it.

    measure: a statement type, with ":counted" where something other than area is counted ("territory_regained:settlements",
    "equipment_loss:tank"); or an utterance (`UTTERANCE`).
    place: gazetteer id, or "" for no known place. since, until: window in civil days or None.
    as_of: the day the answer is wanted for, None for the latest. asked: stands in the case file.
    """

    id: str
    measure: str
    place: str
    since: date | None
    until: date | None
    as_of: date | None
    asked: bool


def question_id(measure: str, place: str, since: date | None, until: date | None) -> str:
    """The id of a question: digest of its canonical key."""
    return digest("question", measure, place, since and since.isoformat(), until and until.isoformat())


@many
@dataclass(frozen=True, slots=True)
class LinkReason:
    """Why a link holds. rule: id of the rule. data: pairs of names and values as strings, in the rule's order."""

    rule: str
    data: tuple[tuple[str, str], ...] = ()


@many
@dataclass(frozen=True, slots=True)
class Link:
    """A typed relation between two claims, texts or observations by id. Symmetric kinds keep left < right.

    by: "rule" or the name of the person who decided. question: id of the question it was seen in, or None.
    """

    kind: LinkKind
    left: str
    right: str
    reasons: tuple[LinkReason, ...]
    differs_in: tuple[Dimension, ...] = ()
    by: str = "rule"
    question: str | None = None

    @property
    def id(self) -> str:
        """Digest of kind, ends and question."""
        question = "null" if self.question is None else quoted(self.question)
        told = f'["link","{self.kind}",{quoted(self.left)},{quoted(self.right)},{question}]'
        return sha256_hex(told.encode())  # as `digest` of them, in two thirds of the time: links are most of an account


@many
@dataclass(frozen=True, slots=True)
class ClaimScope:
    """How a claim stands to a question: scope with the dimensions in which it differs or is unknown.

    reasons: what was read into the claim beyond its own words (another rendering of its utterance, the figure a ratio comes to),
    marked as ours.
    """

    claim: str
    scope: ScopeState
    differs_in: tuple[Dimension, ...]
    unknown_in: tuple[Dimension, ...]
    reasons: tuple[LinkReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Bears:
    """The dates on which one map source bears a figure out: first and last moment of one unbroken run of fitting observations."""

    source: str
    first: Moment
    last: Moment


@many
@dataclass(frozen=True, slots=True)
class ClaimBacking:
    """What evidence says to one claim. low, high: hull of all sources at the claim's as-of, in km² (or the count's unit).

    at: the moment of the latest observation used. fits_on: dates on which each source bears the figure out; empty when
    none does. observations: ids used, sorted. reasons: rules with what each source shows.
    """

    claim: str
    backing: Backing
    at: Moment | None
    low: float | None
    high: float | None
    fits_on: tuple[Bears, ...]
    observations: tuple[str, ...]
    reasons: tuple[LinkReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A printable range. unit: unit id. as_of: the latest observation or claim it stands on. method: rule id in words.

    best: None where nothing singles one out. source: map source or "all". observations: ids it stands on, sorted.
    """

    low: float | None
    best: float | None
    high: float | None
    unit: str
    as_of: Moment | None
    method: str
    source: str
    observations: tuple[str, ...]


@many
@dataclass(frozen=True, slots=True)
class Estimate:
    """What the claims behind a finding come to; never in the place of a figure somebody gave.

    method: "vote" (the number most speakers give), "median" (of what each gives last; low and high are the extremes), "envelope" (an
    interval of what only grows). unit: unit id. as_of: the day it is for. coverage: how often such intervals are meant to hold the truth,
    None where it is no such interval. origins: how many speakers it is made of. refused: why there is none
    ("tied", "one_speaker", "since_unknown",
    "wider_than_value", "outside_evidence"), "" where there is. claims: ids it is made of, sorted.
    """

    method: str
    low: float | None
    best: float | None
    high: float | None
    unit: str
    as_of: date | None
    coverage: float | None
    origins: int
    refused: str
    claims: tuple[str, ...]


@many
@dataclass(frozen=True, slots=True)
class SideView:
    """What one side says: hull of its figures that stand behind the finding (None without), origins, reports and ids of all its claims.

    group: sub-group inside the side ("occupation administration"), "" for none; each has a view of its own.
    """

    side: Side
    low: float | None
    high: float | None
    origins: int
    reports: int
    claims: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read to look for an answer: "not found" means not found in this. Counts of reports and items."""

    items: int
    reports: int
    reports_read: int
    not_read: int
    not_looked_at: int


@many
@dataclass(frozen=True, slots=True)
class Finding:
    """The answer to a question with everything that bears on it. Four faces apart, never one score.

    relation: of the claims in scope. backing: by evidence. sides: who says so. origins of reports: how many
    closest known sources (and, where none is told apart, reports, copies counted once) stand behind how many reports, among the
    claims that do not differ from the question. differing: how many claims differ in scope, by dimension, in order.
    highlights: claim ids of the figures a reader meets side by side, at most two, to be explained first.
    rank: 1 is shown first. rank_reasons: rule ids with values, why it ranks there. range is over all sources, ranges by source.
    judged: ids of the judgements that hold and bear on it, history: of all that ever did, in order of time. decided_by: names of
    those whose accept, reject or unsure settles the question itself. left_out: ids of claims that would join it but were rejected.
    estimates: what the claims behind it come to. admissions: ids of claims by which a side admits what hurts it, sorted.
    """

    id: str
    question: Question
    relation: Relation
    backing: Backing
    sides: Sides
    origins: int
    reports: int
    differing: tuple[tuple[Dimension, int], ...]
    range: Range | None
    ranges: tuple[Range, ...]
    by_side: tuple[SideView, ...]
    claims: tuple[ClaimScope, ...]
    backings: tuple[ClaimBacking, ...]
    observations: tuple[str, ...]
    highlights: tuple[str, ...]
    rank: int
    rank_reasons: tuple[tuple[str, str], ...]
    searched: Coverage
    judged: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    admissions: tuple[str, ...] = ()


Status = Literal[
    "decided",
    "outside",
    "contradict",
    "both_sides",
    "fits",
    "origins",
    "one_origin",
    "different_scope",
    "nothing_found",
    "cannot_tell",
]
"""The plain words a finding is shown under, in the order in which the first that holds is taken (DESIGN section 2)."""


def status(finding: Finding) -> Status:
    """The first of the ten plain words that holds of a finding, in DESIGN section 2's order.

    Origins are those of all reports that carry a claim of the finding; where every claim that carries one differs in
    scope (relation "none" with differing claims) the finding is "different_scope", not a count of origins.
    """
    differs = any(count for _, count in finding.differing)
    holds: tuple[tuple[Status, bool], ...] = (
        ("decided", bool(finding.decided_by)),
        ("outside", finding.backing == "outside"),
        ("contradict", finding.relation == "conflict"),
        ("both_sides", finding.sides == "both"),
        ("fits", finding.backing == "fits"),
        ("origins", finding.origins > 1 and finding.relation != "none"),
        ("one_origin", finding.origins == 1 and finding.relation != "none"),
        ("different_scope", differs),
        ("origins", finding.origins > 1),
        ("one_origin", finding.origins == 1),
        ("nothing_found", finding.reports == 0 and finding.backing in ("none", "cannot_tell")),
    )
    return next((key for key, held in holds if held), "cannot_tell")
