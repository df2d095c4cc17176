"""The figures of a finding as rows: each distinct one once, whoever retells it; and the two that one report tells side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, ClaimScope, Finding
from zvirka.model.quantities import Quantity
from zvirka.publish.index import AccountIndex, report_of
from zvirka.publish.read_in import comes_to
from zvirka.publish.speakers import SQUARES, as_of_day, figure_of, listed_name, place_of, scope_place, speaker
from zvirka.publish.words import Words


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Claims with the same speaker, figure, day and place as one row. claims: ids, first the one shown. order: for sorting."""

    claim: Claim
    claims: tuple[str, ...]
    who: str
    figure: str
    place: str
    reports: int
    scope: ClaimScope
    backing: ClaimBacking | None


def figure_rows(finding: Finding, index: AccountIndex, words: Words) -> list[FigureRow]:
    """Each distinct figure of a finding once, by the day it describes, then size, then name: who, what, how often.

    One speaker's number for one day and place is one figure, however a retelling bounds it or slips its unit ("2,500 km"); told
    without a place it goes with the same one told with a place, where that is the only one.
    """
    grouped: dict[_Told, dict[str, list[ClaimScope]]] = {}
    for scope in finding.claims:
        claim = index.claims.get(scope.claim)
        if claim is not None and claim.quantity is not None:
            place = scope_place(claim)
            places = grouped.setdefault(_told(claim, claim.quantity, words), {})
            places.setdefault(place.id or place.name if place else "", []).append(scope)
    for places in grouped.values():
        if len(places) == 2 and "" in places:
            next(found for place, found in places.items() if place).extend(places.pop(""))
    backings = {backing.claim: backing for backing in finding.backings}
    groups = [group for places in grouped.values() for group in places.values()]
    rows = [_row(group, index, words, backings, finding.highlights) for group in groups]
    return sorted(rows, key=_order)


_Told = tuple[str, float | None, float | None, float | None, str, str, str]


def _told(claim: Claim, quantity: Quantity, words: Words) -> _Told:
    """Speaker, number, unit, day and definition: what makes two claims one figure wherever their words bound it otherwise."""
    who = speaker(claim, words)
    unit = SQUARES.get(quantity.unit, quantity.unit) if quantity.counted == "area" else quantity.unit
    ends = (None, None) if quantity.value is not None else (quantity.low, quantity.high)
    return (who.id or who.name, quantity.value, *ends, unit, str(as_of_day(claim)), str(quantity.definition))


def _row(
    group: list[ClaimScope],
    index: AccountIndex,
    words: Words,
    backings: dict[str, ClaimBacking],
    highlights: Iterable[str],
) -> FigureRow:
    first = set(highlights)
    chosen = min(group, key=lambda scope: (scope.claim not in first, *_retold(index.claims[scope.claim])))
    claim = index.claims[chosen.claim]
    rest = [scope.claim for scope in group if scope is not chosen]
    reports = {(index.claims[scope.claim].item, index.claims[scope.claim].fragment) for scope in group}
    who = listed_name(speaker(claim, words), words)
    figure, amount = figure_of(claim, words), comes_to(chosen, words)
    return FigureRow(
        claim,
        (chosen.claim, *rest),
        who,
        words.say("figure_comes_to", figure=figure, range=amount) if amount else figure,
        place_of(claim, words),
        len(reports),
        chosen,
        backings.get(chosen.claim),
    )


def _retold(claim: Claim) -> tuple[bool, ...]:
    """What a retelling loses: the unit, the source's own voice, the place, the bound."""
    quantity = claim.quantity
    slip = quantity is not None and quantity.counted == "area" and quantity.unit in SQUARES
    return (slip, bool(claim.attribution), not claim.places, quantity is not None and quantity.bound == "exact")


def _order(row: FigureRow) -> tuple[str, float, str, str]:
    quantity = row.claim.quantity
    value = 0.0
    if quantity is not None:
        value = next((end for end in (quantity.value, quantity.low, quantity.high) if end is not None), 0.0)
    return (str(as_of_day(row.claim) or "9999"), value, row.who, row.claim.id)


def told_together(finding: Finding, index: AccountIndex) -> list[set[str]]:
    """Pairs of claims in which one report tells the numbers of both highlighted figures, in the finding's order; their ids."""
    shown = [index.claims[id] for id in finding.highlights if id in index.claims]
    numbers = [number for claim in shown if (number := _number(claim)) is not None]
    if len(numbers) < 2:
        return []
    reports: dict[str, dict[float, str]] = {}
    for scope in finding.claims:
        claim = index.claims.get(scope.claim)
        number = _number(claim) if claim is not None else None
        if claim is not None and number in numbers:
            reports.setdefault(report_of(claim), {}).setdefault(number, claim.id)
    found = [set(ids.values()) for ids in reports.values() if len(ids) > 1]
    return [pair for pair in found if pair != set(finding.highlights)]


def _number(claim: Claim) -> float | None:
    return claim.quantity.value if claim.quantity is not None else None
