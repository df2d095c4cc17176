"""The figures a reader meets side by side, to be explained first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from zvirka.reconcile.views import OBJECTS, View

NUMBERS_A_REPORT = 12
"""So many different numbers of one report are paired, in the order they are told; a longer list is a table, not two rival figures."""

Number = tuple[float, str]


def highlights(views: Sequence[View], place: str, dimension: str) -> tuple[View, ...]:
    """At most two claims whose figures differ, in the order they are told.

    First the two figures that stand side by side in one report, of one place and definition as told there, so that they look
    like a contradiction; of several such pairs the one most origins carry. Else the two most carried figures that differ, else the only
    one. Told of the question's own place, each is represented by its best named source's claim, which may be of another one: that is
    then part of the explanation. views: by `View.order`. place: the question's. dimension: what its figures measure.
    """
    fit = [
        view
        for view in views
        if (figure := view.figure) is not None
        and figure.dimension == dimension
        and figure.shown is not None
        and view.plain
        and view.positive
        and view.claim.type not in OBJECTS
    ]
    if not fit:
        return ()
    carriers: dict[Number, set[str]] = defaultdict(set)
    by_number: dict[Number, list[View]] = defaultdict(list)
    here = []
    for view in fit:
        number = _number(view)
        if view.places == (place,):
            here.append(view)
            carriers[number].add(view.origin)
        by_number[number].append(view)
    pairs = list(_side_by_side(here, carriers))
    if pairs:
        _, first, second = min(pairs, key=lambda pair: pair[0])
        return (_best(first, by_number[_number(first)]), _best(second, by_number[_number(second)]))
    most = sorted(carriers, key=lambda number: (-len(carriers[number]), by_number[number][0].order, number))
    for number in most[1:]:
        if _apart(by_number[most[0]][0], by_number[number][0]):
            both = sorted((most[0], number), key=lambda entry: by_number[entry][0].order)
            return tuple(_best(by_number[entry][0], by_number[entry]) for entry in both)
    return (_best(by_number[most[0]][0], by_number[most[0]]),) if most else ()


def _side_by_side(
    fit: Sequence[View], carriers: dict[Number, set[str]]
) -> Iterable[tuple[tuple[object, ...], View, View]]:
    reports: dict[str, dict[Number, View]] = defaultdict(dict)
    for view in fit:
        if view.primary and len(reports[view.report]) < NUMBERS_A_REPORT:
            reports[view.report].setdefault(_number(view), view)
    for report, numbers in reports.items():
        for one, other in combinations(numbers, 2):
            left, right = numbers[one], numbers[other]
            if _apart(left, right) and left.definition == right.definition and not _explained(left, right):
                carried = len(carriers[one]) + len(carriers[other])
                first, second = sorted((left, right), key=lambda view: view.claim.quote.start)
                yield (
                    (-carried, first.published, report, first.claim.quote.start, second.claim.quote.start),
                    first,
                    second,
                )


def _explained(left: View, right: View) -> bool:
    """Whether the report itself tells the two apart by two starts of their windows."""
    return left.since is not None and right.since is not None and left.since != right.since


def _best(told: View, same_number: Sequence[View]) -> View:
    """The claim that stands for a figure: of the source the report has it from, where that is known, else of any; named before by
    office before unnamed; in a unit of what is counted before a slip of it ("2,500 km"); the source's own words before a retelling;
    best qualified first (a retelling drops the bound, the place or the window), then the earliest."""
    of_source = (
        [view for view in same_number if view.source == told.source] if told.source is not None else list(same_number)
    )
    return min(of_source or [told], key=_standing)


def _standing(view: View) -> tuple[object, ...]:
    slip = view.figure is not None and view.figure.read_as is not None
    own = view.source is not None and not view.claim.attribution
    return (not view.named, view.resolved is None, slip, not own, -_qualified(view), view.order)


def _qualified(view: View) -> int:
    quantity = view.claim.quantity
    known = (
        quantity is not None and quantity.bound != "exact",
        bool(view.place),
        view.since is not None,
        not view.as_of_said,
    )
    return sum(known)


def _number(view: View) -> Number:
    return (view.figure.shown or 0.0, view.figure.unit) if view.figure else (0.0, "")


def _apart(left: View, right: View) -> bool:
    return left.figure is None or right.figure is None or not left.figure.core.meets(right.figure.core)
