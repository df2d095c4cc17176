"""Reconcile as a whole: claims and observations in, questions, findings, links and issues out.

Each step stands apart, so that batches of it can run in an engine: `Viewer.view` a claim, `form_questions` a measure and
place, `Joins.of` a claim, `find` a question, `ranked` once.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from functools import partial
from itertools import chain
from operator import attrgetter
from zoneinfo import ZoneInfo

from zvirka.ground import Ground
from zvirka.model.account import Relevance
from zvirka.model.case import Case
from zvirka.model.claims import Claim
from zvirka.model.findings import Coverage, Finding, Link, Question
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.judgements import NOTHING_TOLD, Told
from zvirka.model.narratives import Life, Speech
from zvirka.model.observations import (
    AreaObservation,
    CountObservation,
    LossObservation,
    Observation,
    PictureObservation,
    StatusObservation,
)
from zvirka.model.ports import FoundBefore
from zvirka.reconcile.answers import Answers
from zvirka.reconcile.evidence import Statuses
from zvirka.reconcile.finding import Evidence, Found, find
from zvirka.reconcile.lineage import Signature
from zvirka.reconcile.losses import LossLists
from zvirka.reconcile.maps import Maps
from zvirka.reconcile.narratives import lives, spoken, utterances_of
from zvirka.reconcile.people import people_of
from zvirka.reconcile.posts import Posts, posts_of
from zvirka.reconcile.questions import Joins, form_questions
from zvirka.reconcile.ranking import ranked
from zvirka.reconcile.relating import in_order_of_id
from zvirka.reconcile.relevance import ASIDE, Days, of_the_days, set_aside, stand, text_of_the_days
from zvirka.reconcile.renderings import merged
from zvirka.reconcile.retelling import Lineage, lineage_of
from zvirka.reconcile.shares import resolved
from zvirka.reconcile.utterances import find_utterance, utterance_questions
from zvirka.reconcile.views import View, Viewer, in_order


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What reconcile found out. questions and findings: in the order they are shown. links, issues: by their ids.

    origins: {report: the report it goes back to}, itself where it copies none. relevance: (claim, how it stands), by claim.
    speeches: what each known speaker said over time. lives: of what was said in answer to each question, in the findings' order.
    """

    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    issues: tuple[Issue, ...]
    origins: Mapping[str, str]
    relevance: tuple[tuple[str, Relevance], ...] = ()
    speeches: tuple[Speech, ...] = ()
    lives: tuple[Life, ...] = ()


def reconcile(
    case: Case,
    texts: Sequence[Text],
    claims: Sequence[Claim],
    observations: Sequence[Observation],
    coverage: Coverage,
    ground: Ground,
    *,
    origins: Mapping[str, str] | None = None,
    signed: Sequence[Signature] | None = None,
    zone: tzinfo | None = None,
    known_issues: Iterable[Issue] = (),
    days: Days | None = None,
    told: Told = NOTHING_TOLD,
    over_time: bool = True,
    before: FoundBefore | None = None,
) -> Reconciled:
    """The whole of reconcile. Order of every input is irrelevant.

    origins: {report: origin} as `lineage.origins` gives it where it was worked out in batches; worked out here without it.
    signed: the `lineage.signatures` of all texts, where they were made before.
    zone: the case's time zone; without it that of the case's or the theatre's name, whose data are read from disk the first time
    a process names it, so pass it in. known_issues: issues raised before: a unit already suspected is not reported twice.
    days: the case's; with them claims that bear on nothing the case asks are set aside (`relevance`), without them all stand.
    told: what people decided; rejected claims stand beside findings, not in them. over_time: with `speeches` and `lives`.
    before: what was found out before by the same code and packs; only questions and pairs of reports of which something changed are
    worked out then, and the result is the same.
    """
    with _uncollected():
        return _reconcile(
            case,
            texts,
            claims,
            observations,
            coverage,
            ground,
            origins,
            signed,
            zone,
            known_issues,
            days,
            told,
            over_time,
            before,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps the cyclic garbage collector out while a great many small records are made, of which none is in a cycle: with 10,000
    claims it took nearly half of the time, passing over all of them again and again. Memory is freed by reference counts as ever."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.freeze()  # the two together make all of them old ones, which the next collection does not pass over
            gc.unfreeze()
            gc.enable()


def _reconcile(
    case: Case,
    texts: Sequence[Text],
    claims: Sequence[Claim],
    observations: Sequence[Observation],
    coverage: Coverage,
    ground: Ground,
    origins: Mapping[str, str] | None,
    signed: Sequence[Signature] | None,
    zone: tzinfo | None,
    known_issues: Iterable[Issue],
    days: Days | None,
    told: Told,
    over_time: bool,
    before: FoundBefore | None,
) -> Reconciled:
    posts = posts_of(texts)
    lineage = (
        lineage_of(texts, claims, ground, told, signed, before, posts)
        if origins is None
        else Lineage(dict(origins), {}, [], ())
    )
    viewer = Viewer(ground, texts, {**lineage.origins, **lineage.claims}, posts.versions, people_of(claims, ground))
    reasons, seen, late = _relevant(case, texts, claims, observations, viewer, days)
    views = [view for view in seen if view.id not in told.left_out]
    zone = zone if zone is not None else ZoneInfo(case.time_zone or ground.time_zone)
    if days is not None:
        coverage = _searched(coverage, texts, reasons, views, late, ground)
    evidence = gather(observations, coverage, ground, zone)
    views = resolved(merged(views), viewer)
    forming = [view for view in views if view.report not in late]
    questions = form_questions(case.questions, forming, ground)
    joined = join(questions, views, ground)
    rejected = join(questions, (view for view in seen if view.id in told.left_out), ground) if told.left_out else {}
    if not over_time:
        del seen, views, forming  # a view is given back with the last question that is answered from it
    published = {text.report: text.published.day for text in texts if text.published} if over_time else {}
    utterances = utterances_of(views, {*lineage.same, *told.same}) if over_time else {}
    answers = Answers(before, observations, coverage, zone, told, published, posts)
    found = []
    for question in questions:
        own, left_out = joined.pop(question.id, []), rejected.get(question.id, [])
        found.append(
            answers.of(
                question, own, left_out,
                partial(find, question, own, evidence, viewer, told, left_out), partial(_lives, own, published, posts, over_time),
            )
        )  # fmt: skip
    for question, own in utterance_questions(utterances):
        found.append(answers.of(question, own, (), partial(find_utterance, question, own, coverage, ground), _no_lives))
    by_question = {answer.finding.question.id: answer.lives for answer in found if answer.lives}
    suspects = {claim: shown_by for entry in found for claim, shown_by in entry.suspects}
    # all different: lineage's are of no question, a question's are one a pair
    linked = [*lineage.links, *chain.from_iterable(entry.links for entry in found)]
    unranked = [entry.finding for entry in found]
    del found, answers, joined, evidence, viewer  # nothing is held twice while the million links are sorted
    findings = ranked(unranked)
    del unranked
    links = in_order_of_id(linked)
    del linked
    return Reconciled(
        tuple(finding.question for finding in findings),
        tuple(findings),
        links,
        (*_issues(suspects, claims, known_issues), *(set_aside(claims, reasons, days) if days is not None else ())),
        lineage.origins,
        tuple(sorted(reasons.items())),
        spoken(utterances, links),
        tuple(life for finding in findings for life in by_question.get(finding.question.id, ())),
    )


def _no_lives(found: Found) -> tuple[Life, ...]:
    """Of an utterance: its life is told with what it answers."""
    return ()


def _lives(
    views: Sequence[View], published: Mapping[str, date], posts: Posts, wanted: bool, found: Found
) -> tuple[Life, ...]:
    return lives(found.finding, views, found.links, published, posts) if wanted else ()


def _relevant(
    case: Case,
    texts: Sequence[Text],
    claims: Sequence[Claim],
    observations: Sequence[Observation],
    viewer: Viewer,
    days: Days | None,
) -> tuple[dict[str, Relevance], list[View], set[str]]:
    """({claim: how it stands}, views of those that stand in their order, reports of other days)."""
    if days is None:
        # made type by type, as questions are answered, so that what is given back together lies together in memory
        return {}, in_order(viewer.view(claim) for claim in sorted(claims, key=attrgetter("type"))), set()
    by_report = {text.report: text for text in texts}
    late = {text.report for text in texts if not text_of_the_days(days, text)}
    reasons: dict[str, Relevance] = {}
    made = []
    for claim in claims:
        report = claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"
        if of_the_days(days, claim, by_report.get(report)):
            made.append(viewer.view(claim))
        else:
            reasons[claim.id] = "window"
    views = in_order(made)
    reasons |= stand(case, views, late, observations, viewer.ground)
    return reasons, [view for view in views if reasons[view.id] not in ASIDE], late


def _searched(
    whole: Coverage,
    texts: Sequence[Text],
    reasons: Mapping[str, Relevance],
    views: Iterable[View],
    late: set[str],
    ground: Ground,
) -> Coverage:
    """What was read to find an answer: where something is asked only reports of the case's days of which a claim stands; noise is no
    search. Else all of its days."""
    asked = any(reason != "open" for reason in reasons.values())
    bearing = {view.report for view in views}
    counted = [text for text in texts if text.report not in late and (not asked or text.report in bearing)]
    left = {text.item for text in texts} - {text.item for text in counted}
    read = sum(1 for text in counted if text.language in ground.languages)
    return replace(whole, items=whole.items - len(left), reports=len(counted), reports_read=read)


def gather(observations: Iterable[Observation], coverage: Coverage, ground: Ground, zone: tzinfo) -> Evidence:
    """Observations of each kind in the order and by the keys they are looked up by."""
    areas, counts, rows, statuses = [], [], [], []
    for seen in observations:
        match seen:
            case AreaObservation():
                if not seen.aside:
                    areas.append(seen)
            case CountObservation():
                counts.append(seen)
            case LossObservation():
                rows.append(seen)
            case StatusObservation():
                statuses.append(seen)
            case PictureObservation():
                pass  # what a picture shows bears on a claim only once a person says so
    return Evidence(Maps(areas, ground, zone), Statuses(statuses), LossLists(rows, counts, ground), coverage, ground)


def join(questions: Sequence[Question], views: Iterable[View], ground: Ground) -> dict[str, list[View]]:
    """{question id: views that join it}, each list in the order of the views."""
    joins = Joins(questions, ground)
    joined: dict[str, list[View]] = defaultdict(list)
    for view in views:
        for question in joins.of(view):
            joined[question.id].append(view)
    return dict(joined)


def _issues(suspects: Mapping[str, str], claims: Iterable[Claim], known: Iterable[Issue]) -> list[Issue]:
    told = {issue.claim for issue in known if issue.code == "unit_suspect"}
    wanted = {*suspects, *suspects.values()}
    by_id = {claim.id: claim for claim in claims if claim.id in wanted} if wanted else {}
    issues = []
    for suspect, shown_by in sorted(suspects.items()):
        claim, other = by_id[suspect], by_id[shown_by]
        quantity, beside = claim.quantity, other.quantity
        if suspect in told or quantity is None or beside is None:
            continue
        words = quantity.as_written.exact
        why = f"{beside.as_written.exact!r} in {other.path}" if suspect != shown_by else "ground of so wide a place"
        issues.append(
            Issue(
                "unit_suspect", claim.path, f"{claim.path}: {words!r} beside {why}: the unit looks wrong",
                "Look at the source; if the unit is a slip, note it in decisions.csv. The figure is compared with none until then.",
                item=claim.item, fragment=claim.fragment, span=quantity.as_written, claim=suspect,
            )
        )  # fmt: skip
    return issues
