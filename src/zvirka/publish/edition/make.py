"""An edition of an account: what the plan lets out, redacted, numbered after the one before, with what it says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from zvirka.ground.ground import Ground
from zvirka.model.account import Account, Change
from zvirka.model.canonical import sha256_hex
from zvirka.model.case import SCHEMA
from zvirka.model.findings import Finding, Question
from zvirka.model.wire import to_canonical, to_plain
from zvirka.publish.edition.cite import citation
from zvirka.publish.edition.edition import Correction, Edition, EditionRef
from zvirka.publish.edition.gate import Plan
from zvirka.publish.edition.redact import Keyed, redacted
from zvirka.publish.export import kind_of
from zvirka.publish.words import Words


@dataclass(frozen=True, slots=True)
class Before:
    """The edition before, as far as the next one needs it. corrections: its corrections log, latest first.

    otherwise: what a redacted account says otherwise (`reconcile.changes`, with the figures that were said).
    """

    reference: EditionRef
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    otherwise: Callable[[Account], Sequence[Change]]


def make_edition(
    account: Account,
    plan: Plan,
    ground: Ground,
    *,
    at: str,
    keyed: Keyed,
    before: Before | None = None,
    note: str = "",
) -> Edition:
    """The edition after `before`. at: ISO 8601 UTC. note: a person's words on what is corrected, or ""."""
    made = redacted(account, plan, ground, keyed)
    told = tuple(before.otherwise(made)) if before is not None else ()
    number = before.reference.number + 1 if before is not None else 1
    address = f"editions/{number}/"
    told_whole = content(made, plan.under_review)
    digest = sha256_hex(told_whole)
    corrected = tuple(each for each in told if each.field != "new")
    log = before.corrections if before is not None else ()
    if corrected or note:
        log = (Correction(number, at, note, corrected), *log)
    reviewers = tuple(dict.fromkeys(name for finding in made.findings for name in finding.decided_by))
    rule = account.case.publish
    words = Words(ground, account.case.language, account.time_zone)
    title = account.case.title or words.say("untitled")
    return Edition(
        number=number,
        address=address,
        base=rule.address,
        digest=digest,
        content=told_whole,
        at=at,
        previous=before.reference if before is not None else None,
        account=replace(made, changes=told, before=before.reference.at if before is not None else None),
        under_review=plan.under_review,
        withheld=tuple(sorted(Counter(each.reason for each in plan.held).items())),
        corrections=log,
        chosen_by=rule.chosen_by or rule.publisher or ", ".join(reviewers),
        items=account.coverage.items,
        citation=citation(title, rule.publisher, reviewers, number, at, rule.address + address, digest),
    )


def content(account: Account, under_review: Sequence[Question]) -> bytes:
    """What an edition says, without its number and time, as canonical JSON (RFC 8785): the same content is the same edition.

    Its SHA-256 is the edition's digest; it is given out as `content.json`, so that anybody can compare the two.
    """
    left_out = ("changes", "before", "ledger")
    told = {each.name: getattr(account, each.name) for each in fields(account) if each.name not in left_out}
    told["observations"] = [to_plain(each) | {"kind": kind_of(each)} for each in account.observations]
    waiting = [each.id for each in under_review]
    return to_canonical({"schema": SCHEMA, "account": told, "under_review": waiting}).encode()
