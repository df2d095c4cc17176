"""The gate before publication: a finding goes out if a named person accepted it as it stands, and nothing in it is too fresh."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from zvirka.model.account import Account
from zvirka.model.findings import Finding, Question
from zvirka.model.judgements import Standing
from zvirka.model.observations import Observation
from zvirka.publish.edition.edition import HeldReason
from zvirka.publish.edition.embargo import Embargo
from zvirka.publish.index import AccountIndex

BLOCKING = ("judgement_unattached",)
"""Issues with which nothing is given out: a decision that is about nothing any more may have been about what goes out."""
_REFUSALS = ("reject", "unsure")


@dataclass(frozen=True, slots=True)
class Held:
    """Something that stays. question: id of its question. row: id of the row of a list that is left out, or None for a whole finding.

    people: names that accepted it, or decided otherwise. until: when it may go out, as far as that is a matter of time.
    """

    question: str
    reason: HeldReason
    people: tuple[str, ...] = ()
    until: datetime | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go out and what stays. out: findings in the account's order. accepted: {question: names of those who accepted it}.

    held: findings and rows that stay, in the same order. under_review: questions that may be named as waiting for a person.
    blocked: why nothing at all goes out, a message each.
    """

    out: tuple[Finding, ...]
    accepted: dict[str, tuple[str, ...]]
    held: tuple[Held, ...]
    under_review: tuple[Question, ...]
    blocked: tuple[str, ...]


def plan(account: Account, embargo: Embargo, stale: Collection[str] = (), pending: int = 0) -> Plan:
    """Applies the gate. stale: ids of judgements made on a finding that has changed since. pending: how many decisions the account
    does not know yet; one of them may take an acceptance back."""
    index = AccountIndex(account)
    out: list[Finding] = []
    held: list[Held] = []
    waiting: list[Question] = []
    accepted: dict[str, tuple[str, ...]] = {}
    for finding in account.findings:
        people, reason = verdict(finding, account.judgements, stale, embargo.rule.reviewers)
        fresh, rows = _fresh(finding, index, embargo)
        if reason is None and fresh is None:
            out.append(finding)
            accepted[finding.question.id] = people
            held += rows
            continue
        held.append(
            fresh if reason is None and fresh is not None else Held(finding.question.id, reason or "fresh", people)
        )
        if embargo.rule.under_review and fresh is None and reason not in (None, "decided_otherwise"):
            waiting.append(finding.question)
    made = "1 decision was" if pending == 1 else f"{pending} decisions were"
    waits = (f"{made} made since the last run. Run the case again, then publish.",) if pending else ()
    blocked = waits + tuple(
        f"{each.path}: {each.message}. {each.remedy}" for each in account.issues if each.code in BLOCKING
    )
    return Plan(tuple(out), accepted, tuple(held), tuple(waiting), blocked)


def verdict(
    finding: Finding, judgements: Sequence[Standing], stale: Collection[str], reviewers: int
) -> tuple[tuple[str, ...], HeldReason | None]:
    """The names of those who accepted a question, and why that is not enough (None: it is).

    Only a verdict on the question itself counts: who accepts one of its claims has not said that the answer may be printed. Two
    spellings of a name that differ in case and spaces only are one person.
    """
    about = [
        each
        for each in judgements
        if finding.question.id in each.acts_on and any(one.kind == "question" for one in each.judgement.subjects)
    ]
    if any(each.standing == "contradicted" for each in about):
        return _names(about), "contradicted"
    acting = [each for each in about if each.standing == "acts"]
    refusing = [each for each in acting if each.judgement.kind in _REFUSALS]
    if refusing:
        return _names(refusing), "decided_otherwise"
    accepting = [each for each in acting if each.judgement.kind == "accept"]
    current = _names([each for each in accepting if each.judgement.id not in stale])
    if not _names(accepting):
        return (), "not_accepted"
    if len(current) < reviewers:
        return _names(accepting), "changed_since" if len(_names(accepting)) >= reviewers else "second_reviewer"
    return current, None


def _names(judgements: Sequence[Standing]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for each in judgements:
        name = " ".join(each.judgement.by.split())
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _fresh(finding: Finding, index: AccountIndex, embargo: Embargo) -> tuple[Held | None, list[Held]]:
    """What holds the whole finding back, and which rows stay while it goes out.

    Any claim that is held back holds the finding: without it, it would not be what was accepted. A row of a list does so only where
    the answer itself is a position; elsewhere it is counted and not shown.
    """
    question = finding.question
    worst: list[Held] = []
    for each in finding.claims:
        claim = index.claims.get(each.claim)
        if claim is None:
            continue
        age = embargo.claim(claim, index.text_of(claim))
        if age in ("fresh", "unknown"):
            until = embargo.free_at(claim, index.text_of(claim)) if age == "fresh" else None
            worst.append(Held(question.id, "fresh" if age == "fresh" else "age_unknown", (), until))
    rows = [held for id in observations_of(finding) if (held := _row(question, index.observations.get(id), embargo))]
    if embargo.is_position(question):
        worst += [Held(question.id, "fresh" if each.until else "age_unknown", (), each.until) for each in rows]
    if not worst:
        return None, rows
    unknown = next((each for each in worst if each.until is None), None)
    return unknown or max(worst, key=lambda each: str(each.until)), []


def _row(question: Question, seen: Observation | None, embargo: Embargo) -> Held | None:
    age = embargo.row(seen) if seen is not None else "no_position"
    if seen is None or age in ("old", "no_position"):
        return None
    if age == "unknown":
        return Held(question.id, "row_age_unknown", row=seen.id)
    return Held(question.id, "row_fresh", (), embargo.free_at(seen), seen.id)


def observations_of(finding: Finding) -> tuple[str, ...]:
    """All observations a finding names, sorted."""
    found = {*finding.observations, *(id for each in finding.backings for id in each.observations)}
    found |= {id for each in (finding.range, *finding.ranges) if each is not None for id in each.observations}
    return tuple(sorted(found))
