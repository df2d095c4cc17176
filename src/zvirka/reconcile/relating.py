"""Claims of one question beside each other: grouped by what they say, compared, each relation a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from operator import attrgetter

import numpy as np
from msgspec import Struct, structs

from zvirka.ground import Ground
from zvirka.model.findings import Dimension, Link, LinkReason, Question
from zvirka.model.judgements import Pair, Told, pair
from zvirka.reconcile.scope import ClaimRelation, compare
from zvirka.reconcile.views import View

ALL_PAIRS, ALL_PAIRS_FORMED = 40, 12
"""House rule: up to so many different figures of a question, asked or formed, are linked each with each (780 and 66 pairs). Beyond, figures
of one scope with their neighbours in size and the extremes with each other (conflicts of a scope show there), a speaker's with the one
before, and the first so many with the highlighted ones: links grow with the claims, never with their square."""
AGREE = frozenset({"same", "supports"})


class Group(Struct, frozen=True, gc=False):
    """Claims of a question that say one thing of one scope: compared, backed and linked once. views: by `View.order`. head: the first
    of them, which stands for the group."""

    head: View
    views: tuple[View, ...]


def group(views: Iterable[View]) -> list[Group]:
    """Claims grouped by what is compared of them, so that what follows costs by figures and not by reports. views: by `View.order`."""
    alike: dict[tuple[object, ...], list[View]] = defaultdict(list)  # most are told apart by little
    for view in views:
        alike[view.figure and view.figure.value, view.as_of, view.whose, view.since_days].append(view)
    if len(alike) == 1:
        return _grouped(next(iter(alike.values())))
    groups: list[Group] = []
    for members in alike.values():
        groups += _grouped(members)
    groups.sort(key=lambda entry: entry.head.order)
    return groups


def _grouped(views: Sequence[View]) -> list[Group]:
    if len(views) == 1:
        return [Group(views[0], tuple(views))]
    found: dict[tuple[object, ...], list[View]] = defaultdict(list)
    for view in views:
        claim, figure = view.claim, view.figure
        quantity = claim.quantity
        key = (
            claim.type, view.positive, view.plain, figure, quantity and quantity.unit, view.basis == "measured",
            view.part, view.kind, view.left,
            view.as_of, view.as_of_said, view.places, view.place_kind, view.since_days, view.since, view.definition,
            view.whose, claim.actor, None if figure else claim.target,
        )  # fmt: skip
        found[key].append(view)
    return [Group(members[0], tuple(members)) for members in found.values()]


Relation = tuple[View, View, ClaimRelation]
Related = dict[Pair, Relation]


def relate(groups: Sequence[Group], shown: Sequence[View], ground: Ground, all_pairs: int = ALL_PAIRS) -> Related:
    """Relations between groups by their heads, between highlighted claims, and within a group of its head with each other claim.

    all_pairs: up to so many groups are related each with each.
    """
    pairs = [(entry.head, other) for entry in groups if len(entry.views) > 1 for other in entry.views[1:]]
    pairs += combinations(shown, 2)
    heads = [entry.head for entry in groups]
    if len(heads) <= all_pairs:
        pairs += combinations(heads, 2)
    else:
        pairs += _neighbours(heads)
        pairs += [(one, head) for one in shown for head in heads[:all_pairs] if head is not one]
    related: Related = {}
    for left, right in pairs:
        key = (left.id, right.id) if left.id < right.id else (right.id, left.id)
        if key not in related:
            related[key] = (left, right, compare(left, right, ground))
    return related


def said_by_people(related: Related, groups: Sequence[Group], told: Told) -> dict[Pair, str]:
    """Sets in `related` what people said of pairs of claims, and of the groups they stand in; gives who said so, by pair."""
    if not told.same and not told.apart:
        return {}
    views = {view.id: view for entry in groups for view in entry.views}
    heads = {view.id: entry.head.id for entry in groups for view in entry.views}
    said: dict[Pair, str] = {}
    for both in (*told.same, *told.apart):
        if not views.keys() >= {*both}:
            continue
        for left, right in {both, pair(heads[both[0]], heads[both[1]])} if both in told.same else {both}:
            if left == right:
                continue
            before = related.get((left, right))
            if both in told.same:
                one = ClaimRelation("same", (), (), (LinkReason("person"),))
                related[left, right] = (views[left], views[right], one)
                said[left, right] = told.same[both]
            elif before is not None and before[2].kind in (*AGREE, "conflicts"):
                related[left, right] = (*before[:2], structs.replace(before[2], kind="cannot_tell"))
    return said


class Kinds(Struct, frozen=True):
    """Relations of one question by what each is looked at for. agreeing: of a kind of AGREE. slips: those that show a suspect unit."""

    agreeing: list[Relation]
    conflicts: list[Relation]
    supersedes: list[Relation]
    slips: list[Relation]


def by_kind(related: Related) -> Kinds:
    """The relations that bear on more than their link."""
    kinds = Kinds([], [], [], [])
    for each in related.values():
        found = each[2]
        if found.kind in AGREE:
            kinds.agreeing.append(each)
        elif found.kind == "conflicts":
            kinds.conflicts.append(each)
        elif found.kind == "supersedes":
            kinds.supersedes.append(each)
        if found.slip is not None:
            kinds.slips.append(each)
    return kinds


def links(related: Related, question: Question, said: Mapping[Pair, str]) -> list[Link]:
    """A link each relation that tells something. said: who said so of a pair, where people did."""
    made = []
    for (one, other), (_, _, found) in related.items():
        kind, reasons = found.kind, found.reasons
        if kind == "cannot_tell":
            continue
        if kind == "supersedes" and found.later == other:
            one, other = other, one
        if found.unknown_in:
            reasons = (*reasons, _unknown_in(found.unknown_in))
        made.append(Link(kind, one, other, reasons, found.differs_in, "rule", question.id))
    if said:
        by = ((link, said.get(pair(link.left, link.right))) for link in made)
        made = [link if person is None else replace(link, by=person) for link, person in by]
    return made


@cache
def _unknown_in(dimensions: tuple[Dimension, ...]) -> LinkReason:
    return LinkReason("unknown_in", tuple(("dimension", dimension) for dimension in dimensions))


def in_order_of_id(links: Sequence[Link]) -> tuple[Link, ...]:
    """Links by their id: by the first 64 bits of it in a column, so that no million ids are held at once."""
    firsts = np.fromiter((int(link.id[:16], 16) for link in links), np.uint64, len(links))
    order = np.argsort(firsts)
    firsts.sort()
    if (firsts[1:] == firsts[:-1]).any():  # two in a row, or the same link twice
        return tuple(sorted(links, key=attrgetter("id")))
    del firsts
    return tuple(map(links.__getitem__, order.data))


def _neighbours(heads: Sequence[View]) -> list[tuple[View, View]]:
    """Pairs that tell most, few a head. Of one scope: neighbours in the order of their figures and the extremes, without figures
    neighbours in time. Of one speaker: neighbours in time, and those of one figure. Of one number, and of one speaker's day: neighbours
    in different units."""
    scopes: dict[tuple[object, ...], list[View]] = defaultdict(list)
    speakers: dict[tuple[object, ...], list[View]] = defaultdict(list)
    for head in heads:
        figure, source = head.figure, head.source
        if figure is None:
            scopes[head.claim.type, head.places, head.plain].append(head)
            if source is not None:
                speakers[source, head.places].append(head)
            continue
        if head.as_of is not None:
            measured = head.basis == "measured"
            scopes[
                head.as_of, head.places, head.since_days, head.plain, head.claim.type,
                head.definition, head.part, head.kind, head.left, figure.dimension, measured,
            ].append(head)  # fmt: skip
        if source is not None:
            speakers[source, head.places, True].append(head)
            speakers[source, figure.shown, figure.unit, True].append(head)
    pairs: list[tuple[View, View]] = []
    for members in scopes.values():
        if len(members) > 1:
            ordered = sorted(members, key=_by_size)
            pairs += pairwise(ordered)
            if len(members) > 2 and ordered[0].figure is not None:
                pairs.append((min(members, key=_by_most), ordered[-1]))
    for members in speakers.values():
        if len(members) > 1:
            pairs += pairwise(sorted(members, key=_in_time))
    pairs += _of_other_units(heads)
    return [(one, other) for one, other in pairs if one is not other]


def _of_other_units(heads: Sequence[View]) -> list[tuple[View, View]]:
    """Neighbours in different units of one number, and of one speaker's day; none where all figures have one unit."""
    told = [head for head in heads if head.claim.quantity is not None and head.claim.quantity.value is not None]
    if len({_unit(head) for head in told}) < 2:
        return []
    numbers: dict[object, list[View]] = defaultdict(list)
    for head in told:
        numbers[head.claim.quantity and head.claim.quantity.value].append(head)
        if head.source is not None:
            numbers[head.source, head.as_of].append(head)
    pairs = (both for members in numbers.values() for both in pairwise(sorted(members, key=_by_unit)))
    return [(one, other) for one, other in pairs if _unit(one) != _unit(other)]


def _by_size(view: View) -> tuple[object, ...]:
    """Figures by the least they allow; without figures by the day."""
    if view.figure is None:
        return _in_time(view)
    return (view.figure.allowed.low, view.figure.allowed.high, view.positive, view.order)


def _by_most(view: View) -> tuple[object, ...]:
    return (view.figure.allowed.high if view.figure else 0.0, view.order)


def _in_time(view: View) -> tuple[object, ...]:
    return (view.as_of or date.min, view.since or date.min, view.order)


def _by_unit(view: View) -> tuple[str, tuple[object, ...]]:
    return (_unit(view), view.order)


def _unit(view: View) -> str:
    return view.claim.quantity.unit if view.claim.quantity else ""
