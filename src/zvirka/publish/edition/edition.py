"""The edition: an account as given out, frozen and citable. All that pages, feeds and exports may hold stands in it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from zvirka.model.account import Account, Change
from zvirka.model.findings import Question

HeldReason = Literal[
    "not_accepted",
    "second_reviewer",
    "contradicted",
    "decided_otherwise",
    "changed_since",
    "fresh",
    "age_unknown",
    "row_fresh",
    "row_age_unknown",
]
"""Why a finding stays. not_accepted: nobody accepted the question. second_reviewer: the case asks for more people. contradicted: people
decided differently. decided_otherwise: rejected, or marked unsure. changed_since: it is not what was accepted any more. fresh,
age_unknown: it tells of positions or media younger than the embargo, or of no known day; row_…: a row of a list of the same kind,
which is left out of a finding that goes out."""


@dataclass(frozen=True, slots=True)
class EditionRef:
    """An edition by name. number: from 1. at: ISO 8601 UTC. digest: of its content. address: its folder ("editions/2/"), below the root."""

    number: int
    at: str
    digest: str
    address: str


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of the corrections log: what edition `number` says otherwise than the one before. note: a person's words, or "".

    changes: of findings the edition before held; findings that are new in it are no corrections.
    """

    number: int
    at: str
    note: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite an edition. address: where it stands, absolute if the case says where it is published, else below the root."""

    title: str
    publisher: str
    reviewers: tuple[str, ...]
    day: str
    address: str
    short: str
    full: str
    bibtex: str
    ris: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What is given out. `publish.edition.make_edition` makes it from an account; pages and exports read nothing else.

    number: from 1. address: its folder below the root of the publication ("editions/1/"). base: address of that root ("" unknown),
    ending in "/". content: what it says (`account` and `under_review`) as canonical JSON; digest: its SHA-256, so that the same
    content has the same digest.
    at: when it was made, ISO 8601 UTC. previous: the edition before. account: the redacted account: its findings are those allowed
    out, its claims, texts, observations and links what bears on them, every field by allow-list; its `changes` since the edition
    before, its `before` that one's time. Texts hold only the words that published claims point at, with " … " between; "█" stands for
    words withheld. under_review: questions that wait for a person, if the case lets them be named; show no figures.
    withheld: (reason, how many findings or rows stay for it); says nothing else of them. corrections: of this edition and all before,
    latest first. chosen_by: who chose the items. items: how many were given.
    """

    number: int
    address: str
    base: str
    digest: str
    content: bytes = field(repr=False)
    at: str
    previous: EditionRef | None
    account: Account
    under_review: tuple[Question, ...]
    withheld: tuple[tuple[HeldReason, int], ...]
    corrections: tuple[Correction, ...]
    chosen_by: str
    items: int
    citation: Citation

    @property
    def reference(self) -> EditionRef:
        """This edition by name."""
        return EditionRef(self.number, self.at, self.digest, self.address)
