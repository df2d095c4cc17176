"""The account: everything a run found out, as one value that `publish` renders and `pipeline` stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zvirka.model.case import Case
from zvirka.model.claims import Claim
from zvirka.model.findings import Coverage, Finding, Link
from zvirka.model.issues import Issue
from zvirka.model.items import Item, Text
from zvirka.model.judgements import Standing
from zvirka.model.ledger import EMPTY, Ledger
from zvirka.model.narratives import Life, SourceRecord, Speech
from zvirka.model.observations import Observation
from zvirka.model.terms import Term

Relevance = Literal[
    "open", "measure", "place", "origins", "evidence", "side", "change", "window", "elsewhere", "nowhere"
]
"""How a claim stands to the case: `reconcile.relevance` holds the rule. open: nothing is asked, so every claim of its days stands."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to the account before. question: its id. field: "new", "gone" or a face or figure of the finding
    ("relation", "backing", "sides", "origins", "reports", "range", "by_side"), or
    "figure_new", "figure_gone": a claim's words. before, after: shown values, "" where there is none."""

    question: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a run found out. Every sequence is sorted by its records' own total key, ending in the id.

    origins: pairs (report key, origin key): reports with the same origin key go back to one origin. changes: since the
    account before, in the order of the findings. before: when that account was made (ISO 8601) or None.
    relevance: pairs (claim id, how it stands to the case), by id. ledger: the equipment of all lists.
    terms: official terms with who used them when, by id. speeches: what each known speaker said over time, by speaker. lives: of what was
    said in answer to each question, in the order of the findings. records: how people judged that what a source said turned out.
    judgements: all that the record holds, in order of time. as_read: claims that judgements corrected, as they were read.
    """

    case: Case
    time_zone: str
    items: tuple[Item, ...]
    texts: tuple[Text, ...]
    claims: tuple[Claim, ...]
    observations: tuple[Observation, ...]
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    issues: tuple[Issue, ...]
    origins: tuple[tuple[str, str], ...]
    coverage: Coverage
    changes: tuple[Change, ...] = ()
    before: str | None = None
    judgements: tuple[Standing, ...] = ()
    as_read: tuple[Claim, ...] = ()
    relevance: tuple[tuple[str, Relevance], ...] = ()
    ledger: Ledger = EMPTY
    terms: tuple[Term, ...] = ()
    speeches: tuple[Speech, ...] = ()
    lives: tuple[Life, ...] = ()
    records: tuple[SourceRecord, ...] = ()
