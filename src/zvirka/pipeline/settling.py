"""Judgements on the account that was made: how each stands, what it bears on, who decided which question, where people differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.findings import Finding, Link, LinkKind, LinkReason
from zvirka.model.issues import Issue
from zvirka.model.judgements import VALUES, VERDICTS, Judgement, Standing, aspect, pair, stand
from zvirka.pipeline.deciding import Decisions
from zvirka.pipeline.decisions_csv import NAME
from zvirka.pipeline.subjects import World, attached, kinds_of

AGREE = "Agree, then one of you takes it back with `zvirka undo`."
Found = Mapping[str, Sequence[str] | None]
"""Ids of the subjects of each judgement, None where one is not in the account."""


def settle(
    account: Account,
    decisions: Decisions,
    before: World,
    as_read: tuple[Claim, ...],
    of_source: Mapping[str, Sequence[str]],
    issues: Iterable[Issue],
) -> Account:
    """The account with every judgement, how it stands and what it bears on; people's links; issues of those that do not act.

    before: the world as it was read. of_source: {source key: claims that name it}. issues: of judgements, raised before.
    """
    questions = [finding.question for finding in account.findings]
    world = World(
        before.ground, list(before.claims.values()), list(before.texts.values()), questions, account.observations
    )
    judgements = sorted(decisions.judgements, key=lambda each: each.sort_key)
    found = {each.id: attached(world, each) for each in judgements}
    standing = stand(judgements, found)
    bearing = _Bearing(world, of_source, {each.id: each for each in judgements}, found)
    told = [Standing(each, standing[each.id], bearing.of(each)) for each in judgements]
    links = _links(told, found, account.links, world)
    settled = [_settled(finding, told, links, world) for finding in account.findings]
    raised = [
        *account.issues,
        *issues,
        *_issues(told, found, decisions.lost, world),
        *(issue for _, issue in settled if issue),
    ]
    return replace(
        account,
        judgements=tuple(told),
        as_read=as_read,
        links=links,
        findings=tuple(finding for finding, _ in settled),
        issues=tuple(raised),
    )


@dataclass(frozen=True, slots=True)
class _Bearing:
    """What judgements bear on: their subjects, the claims of a source or a report, and for an undo what it takes back."""

    world: World
    of_source: Mapping[str, Sequence[str]]
    by_id: Mapping[str, Judgement]
    found: Found

    def of(self, judgement: Judgement) -> tuple[str, ...]:
        """Ids of claims, questions, reports and observations, sorted."""
        undone: Judgement | None = judgement
        while undone is not None and undone.kind == "undo":
            undone = self.by_id.get(undone.supersedes or "")
        ids: set[str] = set()
        for key in (self.found[undone.id] or ()) if undone else ():
            ids.update(self.of_source.get(key, () if ":" in key and key not in self.world.texts else (key,)))
            if key in self.world.texts:
                ids.update(self.world.claims_of.get(key, ()))
        return tuple(sorted(ids))


def describe(judgement: Judgement) -> str:
    """What somebody decided, in a few words for a message."""
    if judgement.kind == "slot":
        return f"{judgement.slot} is {judgement.value or 'not said'}"
    if judgement.kind == "side":
        return f"{judgement.subjects[0].id} is of side {judgement.value}"
    if judgement.kind in VALUES:
        return f"{judgement.kind} {(judgement.value or '').replace('_', ' ')}"
    return judgement.kind.replace("_", " ")


def row_of(judgement: Judgement) -> str:
    """Where a judgement stands, for people."""
    return f"{NAME}, {judgement.id[:12]}"


def _links(told: Sequence[Standing], found: Found, links: Sequence[Link], world: World) -> tuple[Link, ...]:
    """The links with people's own that reconcile did not make: it compares claims of one question only, and no objects."""
    made = {link.id: link for link in links}
    said = {pair(link.left, link.right) for link in links if link.by != "rule"}
    for each in told:
        judgement, ids = each.judgement, found[each.judgement.id]
        if each.standing != "acts" or judgement.kind not in ("same", "same_object", "duplicate") or not ids:
            continue
        ends = pair(ids[0], ids[1])
        kind: LinkKind = (
            "same_object" if judgement.kind == "same_object" else "same" if ids[0] in world.claims else "retells"
        )
        if kind == "same_object":
            gone = [
                key
                for key, link in made.items()
                if link.kind == "candidate_object" and pair(link.left, link.right) == ends
            ]
            for key in gone:
                del made[key]
        elif ends in said:
            continue
        reason = LinkReason("person", (("why", judgement.why),) if judgement.why else ())
        link = Link(kind, *ends, (reason,), by=judgement.by)
        made[link.id] = link
    return tuple(made[key] for key in sorted(made))


def _settled(
    finding: Finding, told: Sequence[Standing], links: Sequence[Link], world: World
) -> tuple[Finding, Issue | None]:
    """The finding with the judgements that bear on it. It is decided by those who gave a verdict on the question, or accepted a claim
    in its scope; by nobody where two people accepted claims that contradict each other: then an issue says so."""
    ids = {finding.question.id, *(each.claim for each in finding.claims), *finding.left_out, *finding.observations}
    bearing = [each for each in told if not ids.isdisjoint(each.acts_on)]
    in_scope = {each.claim for each in finding.claims if each.scope == "in_scope"}
    verdicts = [each for each in bearing if each.standing == "acts" and each.judgement.kind in VERDICTS]
    accepted = [
        (each.judgement.by, id)
        for each in verdicts
        if each.judgement.kind == "accept"
        for id in each.acts_on
        if id in in_scope
    ]
    deciding = [each.judgement.by for each in verdicts if finding.question.id in each.acts_on]
    issue = _accepted_conflict(finding, accepted, links, world)
    names = () if issue else tuple(dict.fromkeys([*deciding, *(by for by, _ in accepted)]))
    settled = replace(
        finding,
        judged=tuple(
            each.judgement.id
            for each in bearing
            if each.standing in ("acts", "contradicted") and each.judgement.kind != "undo"
        ),
        history=tuple(each.judgement.id for each in bearing),
        decided_by=names,
    )
    return settled, issue


def _accepted_conflict(
    finding: Finding, accepted: Sequence[tuple[str, str]], links: Sequence[Link], world: World
) -> Issue | None:
    by = {id: name for name, id in accepted}
    for link in links if len(set(by.values())) > 1 else ():
        if link.kind == "conflicts" and link.left in by and link.right in by and by[link.left] != by[link.right]:
            left, right = world.claims[link.left], world.claims[link.right]
            said = "; ".join(f"{by[each.id]}: {each.quote.exact[:80]!r}" for each in (left, right))
            message = f"people accepted claims that contradict each other ({said}); the question stays open"
            return Issue(
                "judgements_contradict",
                left.path,
                message,
                AGREE,
                place=f"question {finding.question.id[:12]}",
                claim=left.id,
            )
    return None


def _issues(told: Sequence[Standing], found: Found, lost: int, world: World) -> list[Issue]:
    issues = []
    if lost:
        message = f"the log knows {lost} decisions whose words are gone"
        remedy = "Restore objects/ and decisions.csv from a copy of the case."
        issues.append(Issue("judgement_unattached", "log.jsonl", message, remedy, count=lost))
    disputes: dict[tuple[str, ...], list[Judgement]] = defaultdict(list)
    for each in told:
        if each.standing == "unattached":
            issues.append(_unattached(each.judgement, world))
        elif each.standing == "contradicted":
            disputes[aspect(each.judgement, found[each.judgement.id] or [])].append(each.judgement)
    return issues + [_dispute(each, found, world) for each in disputes.values()]


def _unattached(judgement: Judgement, world: World) -> Issue:
    place, missing = next((place, each) for place, each in enumerate(judgement.subjects) if world.attach(each) is None)
    never_seen = not (missing.path or missing.about or missing.kind == "source")
    kinds = " or ".join(kinds_of(judgement.kind, place)) if never_seen else missing.kind
    words = missing.quote.exact[:80] if missing.quote else missing.about or missing.id[:80]
    message = f"{judgement.by} decided ({describe(judgement)}) on a {kinds} that is not in the account: {words!r}"
    remedy = "Decide anew on what stands there now, or take it back with `zvirka undo`."
    if missing.kind == "question" and (alike := world.alike(missing)):
        ids = ", ".join(f"question:{question.id[:12]}" for question in alike[:4])
        remedy = f"Its days moved, and more than one question is like it: decide anew on one of {ids}, or take it back with `zvirka undo`."
    return Issue(
        "judgement_unattached",
        missing.path or NAME,
        message,
        remedy,
        place=row_of(judgement),
        fragment=missing.fragment,
    )


def _dispute(judgements: Sequence[Judgement], found: Found, world: World) -> Issue:
    said = "; ".join(f"{each.by}: {describe(each)}" for each in judgements)
    about = next((id for id in found[judgements[0].id] or () if id in world.claims), None)
    claim = world.claims[about] if about else None
    return Issue(
        "judgements_contradict", claim.path if claim else NAME, f"people decided differently ({said}); neither acts", AGREE,
        place=row_of(judgements[0]), claim=about, item=claim.item if claim else None,
        fragment=claim.fragment if claim else None, span=claim.quote if claim else None,
    )  # fmt: skip
