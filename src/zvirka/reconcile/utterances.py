"""One utterance and its renderings as a question of their own: what did she say that day, by those who carry it?

Asked of speakers that the packs know, where two outlets carry differently what may be one utterance: a figure of one measure, place and
count, said the same day. It is no question of fact: nothing backs it, and it is one origin, however many carry it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zvirka.ground import Ground
from zvirka.model.canonical import digest
from zvirka.model.findings import UTTERANCE, ClaimScope, Coverage, Finding, Question, question_id
from zvirka.reconcile.finding import Found, by_side, differing
from zvirka.reconcile.relating import Related, by_kind, group, links, relate
from zvirka.reconcile.renderings import said_together
from zvirka.reconcile.views import View, overlap

MOST_PAIRS = 12
"""House rule, as for formed questions (`finding.ALL_PAIRS_FORMED`): up to so many renderings are linked each with each."""
NEAR = 2.0
"""House rule: figures of one speaker's day further apart than twofold are told of two things."""
Utterances = Mapping[str, Sequence[Sequence[View]]]
"""{speaker: renderings of each of its utterances}."""


def utterance_questions(told: Utterances) -> Iterator[tuple[Question, list[View]]]:
    """Questions with the claims that answer each, by speaker, day and measure. Order of the input is irrelevant."""
    found: dict[str, tuple[Question, list[View]]] = {}
    for speaker in sorted(told):
        if not speaker.startswith("source:"):
            continue  # who is known by name alone may be private
        for views in _together(told[speaker]):
            head = min(views, key=lambda view: view.order)
            if head.figure is None or head.said[1] is None or not _rendered(views):
                continue
            question = _question(speaker.removeprefix("source:"), head, views)
            if question.id in found:  # two figures of one day, measure and place count two things
                views = [*found[question.id][1], *views]
            found[question.id] = question, sorted(views, key=lambda view: view.order)
    yield from (found[key] for key in sorted(found, key=lambda key: _order(found[key][0])))


def _rendered(views: Sequence[View]) -> bool:
    """Whether it is carried as two figures, or as one in two units: what all carry alike nobody contests."""
    return (
        len({(view.figure.shown, view.claim.quantity.unit) for view in views if view.figure and view.claim.quantity})
        > 1
    )


def _order(question: Question) -> tuple[str, str, str]:
    return (question.measure, str(question.since), question.id)


def _question(speaker: str, head: View, views: Sequence[View]) -> Question:
    days = [view.said[1] for view in views if view.said[1] is not None]
    day, measure = min(days), f"{UTTERANCE}:{speaker}:{head.measure}"
    place = next((view.place for view in views if view.place), "")
    return Question(question_id(measure, place, day, day), measure, place, day, day, None, False)


def _together(utterances: Sequence[Sequence[View]]) -> Iterator[list[View]]:
    """Utterances of one speaker, with those that may be one under two figures put together: no report has both of them."""
    groups: list[list[View]] = []
    by_matter: dict[tuple[object, ...], list[list[View]]] = defaultdict(list)
    for views in sorted(utterances, key=lambda each: min(view.order for view in each)):
        plain = [view for view in views if view.plain]
        if not plain:
            continue
        head = plain[0]
        beside = by_matter[head.measure, head.positive, head.kind, head.part, head.definition, _form(head)]
        fitting = next(
            (other for other in reversed(beside[-MOST_PAIRS:]) if head.figure and _may_be_one(other, plain)), None
        )
        if fitting is not None:
            fitting += plain
        else:
            beside.append(plain)
            groups.append(plain)
    yield from groups


def _form(view: View) -> str:
    """A figure of its own, a ratio or share by its form, or none: "almost twice" is no rendering of a number."""
    quantity = view.claim.quantity
    if view.figure is None or quantity is None:
        return ""
    return "number" if quantity.form in ("change", "level") else quantity.form


def _may_be_one(one: Sequence[View], other: Sequence[View]) -> bool:
    left, right = one[0], other[0]
    days = left.said[1], right.said[1]
    if days[0] is None or days[0] != days[1]:
        return False  # what a report of the next day has otherwise may have been said anew
    if None not in (left.whose, right.whose) and left.whose != right.whose:
        return False
    if _carriers(one) & _carriers(other) or not _near(left, right):
        return False
    if not said_together(left, right) or (left.places and right.places and left.places != right.places):
        return False
    return not (left.since_days and right.since_days) or overlap(left.since_days, right.since_days)


def _carriers(views: Sequence[View]) -> set[str]:
    """Who carries it; one that carries two figures tells of two utterances, or of two counts."""
    return {view.report for view in views} | {view.claim.voice.name for view in views if view.claim.voice.name.strip()}


def _near(left: View, right: View) -> bool:
    """Whether one figure may be a wrong rendering of the other: in another unit, or at most `NEAR` times as large."""
    one, other = left.figure, right.figure
    if one is None or other is None or left.claim.quantity is None or right.claim.quantity is None:
        return False
    if left.claim.quantity.unit != right.claim.quantity.unit or not one.shown or not other.shown:
        return True
    return max(one.shown, other.shown) <= NEAR * min(one.shown, other.shown)


def find_utterance(question: Question, views: Sequence[View], searched: Coverage, ground: Ground) -> Found:
    """The finding: conflict where two renderings of one scope do not meet or a unit slipped."""
    groups = group(sorted(views, key=lambda view: view.order))
    heads = [entry.head for entry in groups]
    related = relate(groups, (), ground, MOST_PAIRS)
    scopes = {view.id: _scope(view, heads[0], related) for view in views}
    kinds = by_kind(related)
    shown = list(_figures(heads))[:MOST_PAIRS]
    finding = Finding(
        id=digest("finding", question.id), question=question,
        relation="conflict" if kinds.conflicts or kinds.slips else "single",
        backing="none", sides="one" if heads[0].stands else "third_only", origins=1, reports=len({view.report for view in views}),
        differing=differing(groups, scopes), range=None, ranges=(), by_side=by_side(views, set(scopes)),
        claims=tuple(scopes[view.id] for view in sorted(views, key=lambda view: view.order)), backings=(), observations=(),
        highlights=tuple(head.id for head in shown), rank=0, rank_reasons=(("utterance", "yes"),), searched=searched,
    )  # fmt: skip
    return Found(finding, tuple(links(related, question, {})), ())


def _scope(view: View, head: View, related: Related) -> ClaimScope:
    """How a rendering stands to the one that stands for the utterance."""
    found = related.get((min(view.id, head.id), max(view.id, head.id)))
    if found is None or view.id == head.id:
        return ClaimScope(view.id, "in_scope", (), (), view.added)
    differs = found[2].differs_in
    return ClaimScope(view.id, "differs" if differs else "in_scope", differs, (), view.added)


def _figures(heads: Iterable[View]) -> Iterator[View]:
    """One rendering of each figure, in order."""
    seen: set[object] = set()
    for head in heads:
        figure = head.figure and (head.figure.shown, head.figure.unit, head.claim.quantity and head.claim.quantity.unit)
        if figure not in seen:
            seen.add(figure)
            yield head
