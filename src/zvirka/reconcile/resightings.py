"""Re-sightings: one object seen again, as a report tells it or a person decided, with what follows from that and what does not.

Claims and rows are joined, by the rule that stands as reason:
- `one_report`: a report tells of one machine of a model in a picture or a sighting, and then of "the tank" again, at no other place;
- `decided`: a person said that they show one object (`zvirka judge … same-object`).
Rows that only share an address are one picture and so seen once: vehicles of the ledger, no re-sighting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from zvirka.ground import Ground
from zvirka.ground.words import fold, fold_model
from zvirka.model.canonical import digest
from zvirka.model.claims import Claim, EquipmentSlot
from zvirka.model.findings import Link
from zvirka.model.ledger import Resighting, Sighting
from zvirka.model.observations import EQUIPMENT_STATUSES, LossObservation, Observation
from zvirka.model.sources import UNKNOWN
from zvirka.reconcile.views import OBJECTS, place_of

_BY_THEN = frozenset({"circulated", "recorded", "published"})
"""What a day is where the object was there by it, and for how long before is not told."""
Joins = dict[tuple[str, str], str]


def resightings_of(
    claims: Iterable[Claim], observations: Iterable[Observation], links: Sequence[Link], ground: Ground
) -> tuple[Resighting, ...]:
    """All of a case, sorted by id, whatever the order of what is given. links: those of people among them join, candidates are named."""
    told = {claim.id: claim for claim in claims}
    rows = {seen.id: seen for seen in observations if isinstance(seen, LossObservation)}
    joins: Joins = dict(_told_again(told.values(), ground))
    for link in links:
        if link.kind == "same_object" and link.by != "rule" and {link.left, link.right} <= told.keys() | rows.keys():
            joins[link.left, link.right] = "decided"
    found = []
    for ids, rules in _groups(joins):
        seen = sorted(
            (_sighting(told[id]) if id in told else _of_row(rows[id]) for id in ids),
            key=lambda each: (each.earliest or date.max, each.latest or date.max, each.id),
        )
        if any(_apart(one, other) for one, other in combinations(seen, 2)):
            slots = [slot for id in ids if id in told and (slot := _one(told[id])) is not None]
            found.append(_resighting(seen, rules, slots, [rows[id] for id in ids if id in rows], links, ground))
    return tuple(sorted(found, key=lambda each: each.id))


def _told_again(claims: Iterable[Claim], ground: Ground) -> Iterator[tuple[tuple[str, str], str]]:
    """Pairs of claims of one report: the first names the model, the later only what kind of thing it is."""
    by_report: dict[tuple[str, str | None, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        slot = _one(claim)
        if slot is not None and slot.model is not None and claim.type in OBJECTS and claim.polarity == "affirmed":
            by_report[claim.item, claim.fragment, slot.model].append(claim)
    for (_, _, model), told in sorted(by_report.items(), key=lambda each: str(each[0])):
        forms = [fold_model(fold(form)).text for form in ground.equipment.spellings(model)]
        for first, later in combinations(sorted(told, key=lambda each: (each.quote.start, each.id)), 2):
            again = _one(later)
            words = fold_model(fold(again.as_written.exact)).text if again else ""
            named = any(form in words for form in forms)
            if not named and _where([_sighting(first), _sighting(later)], ground) != "other":
                yield (first.id, later.id), "one_report"


def _one(claim: Claim) -> EquipmentSlot | None:
    """The single machine a claim is of, or None."""
    slots = claim.equipment
    return slots[0] if len(slots) == 1 and slots[0].count in (None, 1) else None


def _groups(joins: Mapping[tuple[str, str], str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(ids, rules that join them) of what hangs together."""
    group: dict[str, set[str]] = {}
    for left, right in joins:
        both = group.get(left, {left}) | group.get(right, {right})
        for id in both:
            group[id] = both
    for ids in sorted({tuple(sorted(each)) for each in group.values()}):
        yield ids, tuple(sorted({rule for (left, _), rule in joins.items() if left in ids}))


def _sighting(claim: Claim) -> Sighting:
    slot, place = _one(claim), place_of(claim)
    day = claim.times.event or claim.times.as_of
    return Sighting(
        "claim",
        claim.id,
        day.earliest if day else None,
        day.latest if day else None,
        "circulated" if claim.type == "media_posted" else "told",
        slot.status if slot else None,
        (place.id or None) if place else None,
        place.name if place else None,
    )


def _of_row(row: LossObservation) -> Sighting:
    day = row.day.day if row.day else None
    return Sighting("row", row.id, day, day, row.date_basis, row.status, row.place, row.place_as_written)


def _apart(one: Sighting, other: Sighting) -> bool:
    """Whether one lies wholly before the other."""
    return any(
        first.latest is not None and last.earliest is not None and first.latest < last.earliest
        for first, last in ((one, other), (other, one))
    )


def _where(seen: Sequence[Sighting], ground: Ground) -> str:
    """same, other or unknown: how the places of sightings stand to each other."""
    pairs = list(combinations([each.place for each in seen], 2))
    relations = [ground.gazetteer.relation(one, other) if one and other else "unknown" for one, other in pairs]
    if "disjoint" in relations:
        return "other"
    settled = [
        relation == "same" or one == other for relation, (one, other) in zip(relations, pairs, strict=True) if one
    ]
    return "same" if settled and all(settled) and len(settled) == len(pairs) else "unknown"


def _resighting(
    seen: Sequence[Sighting],
    rules: tuple[str, ...],
    slots: Sequence[EquipmentSlot],
    rows: Sequence[LossObservation],
    links: Iterable[Link],
    ground: Ground,
) -> Resighting:
    where = _where(seen, ground)
    states = {each.status for each in seen if each.status and set(each.status.split(", ")) <= set(EQUIPMENT_STATUSES)}
    by_then = seen[0].basis in _BY_THEN
    of: list[EquipmentSlot | LossObservation] = [*slots, *rows]
    models = sorted({model for each in of if (model := each.model) is not None})
    models.sort(key=lambda one: -sum(ground.equipment.is_a(one, other) for other in models))
    owners = sorted({each.owner for each in of if each.owner})
    ids = {each.id for each in seen}
    candidates = {
        end
        for link in links
        if link.kind == "candidate_object" and ids & {link.left, link.right}
        for end in (link.left, link.right)
    }
    follows = ["seen_again", *(["by_first_day"] if by_then else [])]
    follows += [{"same": "one_place", "other": "other_place"}[where]] if where != "unknown" else []
    follows += ["state_changed"] if len(states) > 1 else []
    open_ = [
        "one_object",
        *(["still_between"] if where != "other" else []),
        "why_there",
        *(["since_when"] if by_then else []),
    ]
    return Resighting(
        digest("resighting", sorted(ids)),
        owners[0] if len(owners) == 1 else UNKNOWN,
        next((each.cls for each in of), "unknown"),
        models[0] if models else None,
        rules,
        tuple(seen),
        tuple(follows),
        tuple(open_),
        tuple(sorted(candidates - ids)),
    )
