"""Renderings of one utterance: what one report of it leaves out, another tells.

A speaker says one figure once; ten reports of it each drop something: what is counted, the place, the start of the count, the name
behind "she". Claims of one speaker (or of nobody but a pronoun), one type and one number, said on the same day, are renderings of one
utterance where nothing told in both differs. A slot that one leaves open takes what the others tell, where they tell one thing; two
renderings that differ leave it open. The claim's own words stay as they are: what is added is marked as ours, with the claim it is from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from zvirka.model.findings import LinkReason
from zvirka.reconcile.figures import Figure
from zvirka.reconcile.views import View, in_square_metres, overlap

CROWDED, NEAR_DAYS = 20, 7
"""House rule: where one speaker tells one number in more than so many ways, only those told within a week of a claim can be renderings of
what it tells."""
RETOLD_DAYS = 1
"""House rule: of two reports that bound what was said only by their own dates, one may carry it up to a day later: evening addresses
are in the next morning's papers."""
Key = tuple[object, ...]


class _Telling(Struct, frozen=True, gc=False):
    """What one or more claims tell of an utterance beside its number; claims that tell the same are one. head: the first of them."""

    head: View
    said: tuple[date | None, date | None]
    places: tuple[str, ...]
    since: tuple[date, date] | None
    defined: bool
    definition: str


def merged(views: Iterable[View]) -> list[View]:
    """The views in their order, each completed from other renderings of its utterance."""
    views = list(views)
    keys = [_key(view) if view.source is not None else () for view in views]
    full = _tellings(views, keys)
    if any(view.pronoun for view in views):
        by_number: dict[Key, list[_Telling]] = defaultdict(list)
        for tellings in full.values():
            for telling in tellings:
                by_number[_number(telling.head)].append(telling)
        views = [_spoken(view, by_number) for view in views]
        keys = [_key(view) if view.source is not None else () for view in views]
        full = _tellings(views, keys)
    kept = {key: _Renderings(tellings) for key, tellings in full.items() if len(tellings) > 1}
    return [_completed(view, kept[key]) if key in kept else view for view, key in zip(views, keys, strict=True)]


class _Renderings:
    """What is told of one number of one speaker, in the order of the claims, and by day where it is much."""

    def __init__(self, tellings: Sequence[_Telling]) -> None:
        self.tells = (
            any(telling.places for telling in tellings),
            any(telling.since for telling in tellings),
            any(telling.defined for telling in tellings),
        )
        self._tellings = tellings
        self._by_day = sorted(tellings, key=_day_told) if len(tellings) > CROWDED else None
        self._days = [_day_told(telling) for telling in self._by_day or ()]

    def beside(self, view: View) -> Sequence[_Telling]:
        """The tellings that may be of one utterance with a claim; of many those of the days around it."""
        day = view.said[1]
        if self._by_day is None or day is None:
            return self._tellings
        first, last = (
            bisect_left(self._days, _days_from(day, -NEAR_DAYS)),
            bisect_right(self._days, _days_from(day, NEAR_DAYS)),
        )
        near = self._by_day[first:last]
        return near if len(near) < 2 else sorted(near, key=_in_order)


def _in_order(telling: _Telling) -> tuple[object, ...]:
    return telling.head.order


def _day_told(telling: _Telling) -> int:
    return telling.said[1].toordinal() if telling.said[1] else 0


def _days_from(day: date, days: int) -> int:
    return day.toordinal() + days


def in_clear_unit(views: Iterable[View]) -> dict[str, Figure]:
    """{claim: the figure of another rendering} of claims whose unit is a slip or stands for another one, where the same number of the
    same speaker stands in a clear unit elsewhere ("3,800 square metres" beside 3,800 km²)."""
    views = [view for view in views if view.source is not None and _rendered(view)]
    clear: dict[Key, list[View]] = defaultdict(list)
    for view in views:
        if not _slipped(view):
            clear[_key(view)].append(view)
    found: dict[str, Figure] = {}
    for view in views:
        beside = [other for other in clear.get(_key(view), ()) if _slipped(view) and said_together(view, other)]
        if beside:
            figure = min(beside, key=lambda other: other.order).figure
            if figure is not None:
                found[view.id] = figure
    return found


def _slipped(view: View) -> bool:
    return in_square_metres(view) or (view.figure is not None and view.figure.read_as is not None)


def same_number(left: View, right: View) -> bool:
    """Whether two claims of one known speaker tell one number of one matter."""
    return left.source is not None and _rendered(left) and _key(left) == _key(right)


def said_together(left: View, right: View) -> bool:
    """Whether two claims may be of one day's words: days said that overlap, or both known only from reports at most a day apart."""
    return _said_together(left.said, right.said)


def _said_together(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    if one[1] is None or other[1] is None:
        return False
    if one[0] is None and other[0] is None:
        return abs((one[1] - other[1]).days) <= RETOLD_DAYS
    return overlap(one, other)


def _rendered(view: View) -> bool:
    """Whether a claim's figure is looked for in other renderings: a plain one that counts something, no share or part."""
    quantity = view.claim.quantity
    return quantity is not None and view.figure is not None and quantity.form in ("change", "level") and not view.part


def _number(view: View) -> Key:
    """What all renderings of an utterance have in common, whoever speaks: type, what is counted, the number as written."""
    quantity = view.claim.quantity
    if quantity is None:
        return ()
    number = (quantity.value, None, None) if quantity.value is not None else (None, quantity.low, quantity.high)
    return (view.measure, view.positive, view.plain, quantity.counted, *number)


def _key(view: View) -> Key:
    return (view.source, *_number(view)) if view.figure is not None and _rendered(view) else ()


def _tellings(views: Iterable[View], keys: Iterable[Key]) -> dict[Key, list[_Telling]]:
    """What is told of each number of each known speaker, in the order of the claims; what two claims tell alike once. keys: `_key` of
    each, () for those of nobody known."""
    found: dict[Key, dict[Key, View]] = defaultdict(dict)
    for view, key in zip(views, keys, strict=True):
        if key:
            told = (view.said, view.places, view.since_days, view.defined, view.definition)
            heads = found[key]
            known = heads.get(told)
            if known is None or view.order < known.order:
                heads[told] = view
    return {
        key: sorted([_Telling(head, *told) for told, head in heads.items()], key=_in_order)  # type: ignore[arg-type]
        for key, heads in found.items()
    }


def _agree(view: View, other: _Telling) -> bool:
    """Whether nothing that both tell differs."""
    if not _said_together(view.said, other.said):
        return False
    if view.places and other.places and view.places != other.places:
        return False
    if view.since_days and other.since and not overlap(view.since_days, other.since):
        return False
    if view.kind != other.head.kind and view.kind and other.head.kind:
        return False
    return not (view.defined and other.defined and view.definition != other.definition)


def _spoken(view: View, by_number: dict[Key, list[_Telling]]) -> View:
    """A claim told of "her" or "them" is of the only known speaker of that number that day, where there is just one."""
    if not view.pronoun or not _rendered(view):
        return view
    fitting = [telling.head for telling in by_number.get(_number(view), ()) if _agree(view, telling)]
    if len({head.source for head in fitting}) != 1:
        return view
    head = fitting[0]
    reason = LinkReason("rendering", (("claim", head.id), ("speaker", head.speaker)))
    return replace(
        view, source=head.source, speaker=head.speaker, resolved=head.resolved, named=head.named, side=head.side, group=head.group,
        stands=head.stands, added=(*view.added, reason),
    )  # fmt: skip


def _completed(view: View, renderings: _Renderings) -> View:
    """A claim with what the other renderings of its utterance tell and it does not."""
    places, since, defined = renderings.tells
    if not ((places and not view.places) or (since and view.since_days is None) or (defined and not view.defined)):
        return view
    fitting = [telling for telling in renderings.beside(view) if telling.head.id != view.id and _agree(view, telling)]
    if not fitting:
        return view
    if not view.places:
        view = _placed(view, [telling for telling in fitting if telling.places])
    if view.since_days is None:
        view = _since(view, [telling for telling in fitting if telling.since])
    if not view.defined:
        view = _defined(view, [telling for telling in fitting if telling.defined])
    return view


def _placed(view: View, told: Sequence[_Telling]) -> View:
    if len({telling.places for telling in told}) != 1:
        return view
    head = told[0].head
    reason = LinkReason("rendering", (("claim", head.id), ("place", " ".join(head.places))))
    return replace(view, place=head.place, places=head.places, place_kind=head.place_kind, added=(*view.added, reason))


def _since(view: View, told: Sequence[_Telling]) -> View:
    if len({telling.since for telling in told}) != 1:
        return view
    head = told[0].head
    reason = LinkReason("rendering", (("claim", head.id), ("since", str(head.since))))
    return replace(view, since=head.since, since_days=head.since_days, added=(*view.added, reason))


def _defined(view: View, told: Sequence[_Telling]) -> View:
    if len({telling.definition for telling in told}) != 1:
        return view
    head = told[0].head
    if not head.definition:
        return view
    reason = LinkReason("rendering", (("claim", head.id), ("definition", head.definition)))
    return replace(view, definition=head.definition, defined=True, added=(*view.added, reason))
