"""Look-ups over an account, so that pages and sentences find what bears on a finding without searching."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zvirka.model.account import Account, Relevance
from zvirka.model.canonical import digest
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, Finding, Link
from zvirka.model.issues import Issue
from zvirka.model.items import Item, Text
from zvirka.model.judgements import Standing
from zvirka.model.narratives import Life, Speech, Turn
from zvirka.model.observations import AreaObservation, DisagreementObservation, Observation
from zvirka.publish.stretches import mark_at

SHORT = 12
"""Hex digits of a short id (48 bits); more where two ids of an account would meet."""


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id with a short form for file names and anchors: equal ids the same one, different ids different ones.

    An id that is not hexadecimal (a report's key holds a fragment's name, which is a stranger's text) is digested first.
    """
    full = {each: each if _is_hex(each) else digest("short", each) for each in sorted(set(ids))}
    size = SHORT
    while len({value[:size] for value in full.values()}) < len(set(full.values())):
        size += 4
    return {each: value[:size] for each, value in full.items()}


def _is_hex(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


class AccountIndex:
    """has_maps, has_lists: whether there is a page of these.

    claims, observations, texts, items by id; links by question and by end; short ids for file names.
    """

    def __init__(self, account: Account) -> None:
        self.account = account
        self.claims: dict[str, Claim] = {claim.id: claim for claim in account.claims}
        self.observations: dict[str, Observation] = {each.id: each for each in account.observations}
        self.items: dict[str, Item] = {item.id: item for item in account.items}
        self.has_maps = any(
            isinstance(each, (AreaObservation, DisagreementObservation)) for each in account.observations
        )
        self.has_lists = bool(account.ledger.lists or account.ledger.resightings)
        self.texts: dict[str, Text] = {text.report: text for text in account.texts}
        self.origin: dict[str, str] = dict(account.origins)
        self.relevance: dict[str, Relevance] = dict(account.relevance)
        self._by_report: dict[str, list[Claim]] = {}
        for claim in account.claims:
            self._by_report.setdefault(report_of(claim), []).append(claim)
        self._by_question: dict[str, list[Link]] = {}
        self._by_end: dict[str, list[Link]] = {}
        for link in account.links:
            if link.question is not None:
                self._by_question.setdefault(link.question, []).append(link)
            for end in {link.left, link.right}:
                self._by_end.setdefault(end, []).append(link)
        self.lives_of: dict[str, list[Life]] = {}
        for life in account.lives:
            self.lives_of.setdefault(life.question, []).append(life)
        self._turns: dict[str, list[tuple[Speech, Turn]]] = {}
        for speech in account.speeches:
            for turn in speech.turns:
                self._turns.setdefault(turn.later, []).append((speech, turn))
        self._issues: dict[str, list[Issue]] = {}
        for issue in account.issues:
            if issue.claim is not None:
                self._issues.setdefault(issue.claim, []).append(issue)
        self._findings = {finding.question.id: finding for finding in account.findings}
        self.findings_of: dict[str, list[Finding]] = {}
        for finding in account.findings:
            for id in (*(scope.claim for scope in finding.claims), *finding.left_out):
                self.findings_of.setdefault(id, []).append(finding)
        self.spoken: dict[str, str] = {
            scope.claim: value.removeprefix("source:")
            for finding in account.findings
            for scope in finding.claims
            for reason in scope.reasons
            for key, value in reason.data
            if reason.rule in ("rendering", "one_name") and key == "speaker" and value.startswith("source:")
        }
        self.judgements: dict[str, Standing] = {each.judgement.id: each for each in account.judgements}
        self.as_read: dict[str, Claim] = {claim.id: claim for claim in account.as_read}
        self.decisions_of: dict[str, list[Standing]] = {}
        for each in account.judgements:
            for id in each.acts_on if each.judgement.kind != "undo" else ():
                self.decisions_of.setdefault(id, []).append(each)
        same: dict[str, list[str]] = {}
        for report, origin in account.origins:
            same.setdefault(origin, []).append(report)
        self._same_origin = same
        self.short_question = short_ids(finding.question.id for finding in account.findings)
        self.short_report = short_ids(self.texts)
        self.short_claim = short_ids(self.claims)

    def finding(self, question: str) -> Finding | None:
        """The finding of a question."""
        return self._findings.get(question)

    def text_of(self, claim: Claim) -> Text | None:
        """The text a claim stands in."""
        return self.texts.get(report_of(claim))

    def mark_of(self, claim: Claim) -> str:
        """Where in its item a claim's words begin, as `publish.stretches` names it; "" where the item has no pages or the like."""
        text = self.text_of(claim)
        return mark_at(text.marks if text else (), claim.fragment, claim.quote.start)

    def claims_of_report(self, report: str) -> Sequence[Claim]:
        """The claims of one report, in the account's order."""
        return self._by_report.get(report, ())

    def claims_of_item(self, item: str, fragment: str | None) -> Sequence[Claim]:
        """The claims of one fragment of an item."""
        return self.claims_of_report(item if fragment is None else f"{item}#{fragment}")

    def links_of_question(self, question: str) -> Sequence[Link]:
        """Links seen in one question, in the account's order."""
        return self._by_question.get(question, ())

    def links_of(self, end: str) -> Sequence[Link]:
        """Links with this claim, report or observation at one end."""
        return self._by_end.get(end, ())

    def turns_of(self, finding: Finding) -> list[tuple[Speech, Turn]]:
        """Changes of stance between two claims of a finding, by the later day."""
        ids = {each.claim for each in finding.claims} if self._turns else set()
        found = [both for id in ids for both in self._turns.get(id, ()) if both[1].earlier in ids]
        return sorted(found, key=lambda both: (both[1].later_day, both[1].later, both[1].earlier))

    def told_again(self, claim: str) -> list[tuple[Link, Claim]]:
        """The statements of other reports that a claim retells, with the link that says what was lost."""
        links = (link for link in self._by_end.get(claim, ()) if link.kind == "retells" and link.left == claim)
        return [(link, self.claims[link.right]) for link in links if link.right in self.claims]

    def tied(self, claim: str) -> list[tuple[Link, Claim]]:
        """The statements that the claim's own text ties to it as cause or premise, effect or conclusion, with the link."""
        links = (link for link in self._by_end.get(claim, ()) if link.kind in ("cause", "inference"))
        ends = ((link, link.right if link.left == claim else link.left) for link in links)
        return [(link, self.claims[end]) for link, end in ends if end in self.claims]

    def issues_of(self, claim: str) -> Sequence[Issue]:
        """Issues about one claim."""
        return self._issues.get(claim, ())

    def same_origin(self, report: str) -> list[str]:
        """The other reports that go back to the same origin."""
        return [other for other in self._same_origin.get(self.origin.get(report, ""), ()) if other != report]


def report_of(claim: Claim) -> str:
    """The key of the report a claim stands in (as `Text.report`)."""
    return claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"


def backing_of(finding: Finding, claim: str) -> ClaimBacking | None:
    """What evidence says to one claim of a finding."""
    return next((each for each in finding.backings if each.claim == claim), None)
