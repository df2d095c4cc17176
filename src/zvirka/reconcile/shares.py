"""Ratios and shares resolved against what they are of: "almost twice" a figure told before, "9 %" of an oblast, "all but 1.8 %" of it.

What a claim compares with is the figure its words name ("than the 40 reported"), or where they name none the nearest one its speaker
told before in the same report, of the same measure. What it is a share of is the figure or the place its words name, or where they
name none the place that share was told of before. What cannot be found stays as said, with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from zvirka.model.findings import LinkReason
from zvirka.model.spans import Span
from zvirka.reconcile.figures import Figure, Interval, bounds, made
from zvirka.reconcile.renderings import in_clear_unit, said_together, same_number
from zvirka.reconcile.views import TERRITORY, View, Viewer

REACH = 600
"""House rule: a figure that a ratio names in no words stands at most so many characters before it: two or three sentences."""
PARTIAL = "partial"
"""What a figure counts of which its speaker says in the same breath that the whole is more ("really almost twice"): a part of it."""
LEFT = "left"
"""What a figure counts that is told by what it leaves out ("all but 1.8 %"): what is still held."""


def resolved(views: Iterable[View], viewer: Viewer) -> list[View]:
    """The views in their order, ratios and shares with the figure they come to."""
    views = list(views)
    relative = [view for view in views if _form(view) in ("ratio", "share")]
    if not relative:
        return views
    reports: dict[str, list[View]] = defaultdict(list)
    wanted = {view.report for view in relative}
    for view in views:
        if view.report in wanted and view.claim.quantity is not None:
            reports[view.report].append(view)
    clear = in_clear_unit(views)
    found: dict[str, View] = {}
    for view in sorted(relative, key=lambda view: (view.report, view.claim.quote.start, view.id)):
        before = [found.get(other.id, other) for other in reports[view.report] if other.id != view.id]
        found[view.id] = (_ratio if _form(view) == "ratio" else _share)(view, before, clear, viewer)
    parts = {view.id: base for view in found.values() if (base := _part_told(view, reports[view.report])) is not None}
    return _partial([found.get(view.id, view) for view in views], parts)


def _part_told(view: View, others: Sequence[View]) -> View | None:
    """The figure of which a ratio says that it is not all: told before for the same place, window and day, and less."""
    if _form(view) != "ratio" or view.figure is None or view.claim.quantity is None or view.claim.quantity.relative_to:
        return None
    told = {dict(reason.data)["claim"] for reason in view.added if reason.rule == "ratio_of"}
    base = next((other for other in others if other.id in told), None)
    if base is None or base.figure is None or view.figure.allowed.low <= base.figure.core.high:
        return None
    same = base.places == view.places and base.since_days == view.since_days and base.as_of == view.as_of
    return base if same and not base.definition else None


def _partial(views: list[View], parts: dict[str, View]) -> list[View]:
    """The views with those figures, in all renderings, as parts. parts: {ratio: the figure it is told of}."""
    for ratio, base in sorted(parts.items()):
        reason = LinkReason("told_as_part", (("claim", ratio),))
        views = [
            replace(view, definition=PARTIAL, defined=True, added=(*view.added, reason))
            if not view.defined and same_number(view, base) and said_together(view, base)
            else view
            for view in views
        ]
    return views


def _form(view: View) -> str:
    quantity = view.claim.quantity
    return quantity.form if quantity is not None and view.figure is not None else ""


def _ratio(view: View, others: Sequence[View], clear: dict[str, Figure], viewer: Viewer) -> View:
    """A ratio as a multiple of the figure it compares with."""
    quantity = view.claim.quantity
    if quantity is None:
        return view
    if quantity.relative_to is not None:
        base = _named(quantity.relative_to, others)
    else:
        base = _before(view, [other for other in others if other.measure == view.measure and _form(other) != "ratio"])
    if base is None:
        return _open(view, "ratio_of_unknown")
    return _times(view, base, clear.get(base.id, base.figure), "ratio_of", 1.0)


def _share(view: View, others: Sequence[View], clear: dict[str, Figure], viewer: Viewer) -> View:
    """A share as so much of the figure, or of the area of the place, that it is of."""
    quantity = view.claim.quantity
    if quantity is None:
        return view
    whole = quantity.of or quantity.part_of
    base = _named(whole, others) if whole is not None else None
    if base is not None:
        return _times(view, base, clear.get(base.id, base.figure), "share_of", 0.01)
    if view.claim.type not in TERRITORY:
        return _open(view, "share_of_unknown")
    if not view.places:
        shares = [
            other for other in others if _form(other) == "share" and other.places and other.measure == view.measure
        ]
        before = _before(view, shares)
        if before is None:
            return _open(view, "share_of_unknown")
        reason = LinkReason("share_of_place_before", (("claim", before.id), ("place", before.place)))
        view = replace(
            view, place=before.place, places=before.places, place_kind=before.place_kind, added=(*view.added, reason)
        )
    return _of_place(view, viewer)


def _of_place(view: View, viewer: Viewer) -> View:
    """A share of a place as that share of its area, where the theatre gives it."""
    known = viewer.ground.gazetteer.get(view.place) if len(view.places) == 1 else None
    quantity = view.claim.quantity
    if known is None or not known.area_km2 or quantity is None:
        return _open(view, "share_of_unmeasured_place")
    area = made(
        "area", known.area_km2, "km2", Interval(known.area_km2, known.area_km2, "km2"), Interval(known.area_km2, known.area_km2, "km2"),
        None,
    )  # fmt: skip
    figure = _multiple(view, area, 0.01)
    if figure is None:
        return _open(view, "share_of_unmeasured_place")
    told = (("place", view.place), ("area_km2", f"{known.area_km2:.6g}"), *_shown(figure))
    view = replace(view, figure=figure, added=(*view.added, LinkReason("share_of_place", told)))
    if viewer.complement(view.claim):
        return replace(view, definition=LEFT, defined=True, left=True)
    return view


def _times(view: View, base: View, of: Figure | None, rule: str, unit: float) -> View:
    figure = _multiple(view, of, unit) if of is not None else None
    if figure is None:
        return _open(view, f"{rule}_unknown")
    since = {} if view.since_days else {"since": base.since, "since_days": base.since_days}
    where = {} if view.places else {"place": base.place, "places": base.places, "place_kind": base.place_kind}
    told = (("claim", base.id), *_shown(figure))
    return replace(view, figure=figure, added=(*view.added, LinkReason(rule, told)), **since, **where)


def _multiple(view: View, of: Figure, unit: float) -> Figure | None:
    """So many times, or so many hundredths of, a figure: what the words of the one allow of the number of the other."""
    quantity = view.claim.quantity
    allowed, core = bounds(quantity) if quantity is not None else (None, None)
    if quantity is None or allowed is None or core is None:
        return None
    value = None if quantity.value is None or of.shown is None else quantity.value * unit * of.shown
    return made(
        of.dimension, value, of.unit, _product(allowed, of.core, unit), _product(core, of.core, unit), of.read_as
    )  # fmt: skip


def _product(span: tuple[float, float], of: Interval, unit: float) -> Interval:
    return Interval(max(0.0, span[0]) * unit * of.low, span[1] * unit * of.high, of.unit)


def _named(words: Span, others: Iterable[View]) -> View | None:
    """The claim whose figure stands in the words."""
    inside = [
        other
        for other in others
        if other.claim.quantity is not None
        and words.start < other.claim.quantity.as_written.end
        and other.claim.quantity.as_written.start < words.end
    ]
    return min(inside, key=lambda other: other.order, default=None)


def _before(view: View, others: Iterable[View]) -> View | None:
    """The nearest claim before it in the report, of the same voice, within REACH."""
    start = view.claim.quote.start
    near = [
        other
        for other in others
        if other.claim.type == view.claim.type
        and other.source == view.source
        and other.positive
        and other.figure is not None
        and start - other.claim.quote.start > 0
        and start - other.claim.quote.end <= REACH
    ]
    return max(near, key=lambda other: (other.claim.quote.start, other.id), default=None)


def _open(view: View, rule: str) -> View:
    return replace(view, added=(*view.added, LinkReason(rule)))


def _shown(figure: Figure) -> tuple[tuple[str, str], ...]:
    return (("low", f"{figure.allowed.low:.6g}"), ("high", f"{figure.allowed.high:.6g}"), ("unit", figure.unit))
