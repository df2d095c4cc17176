"""Two reports' claims beside each other: which are one statement told twice, which cannot be, and in which order both tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from zvirka.ground import Ground
from zvirka.model.claims import Claim, Reason
from zvirka.model.places import PlaceSlot
from zvirka.reconcile.telling import stems_of

WORDS_SHARED = 0.25
"""House rule: statements with a quarter of the longer words of the shorter one in common speak of one thing, with half surely so."""
KINDS: Mapping[str, str] = {
    "raid": "move", "advance": "move", "border_crossing": "move",
    "casualties": "harm", "civilian_harm": "harm",
    "strike": "fight", "clash": "fight",
    "territory_regained": "ground", "control": "ground",
    "withdrawal": "leaving", "territory_lost": "leaving",
    "sighting": "object", "media_posted": "object", "equipment_fact": "object",
}  # fmt: skip
"""Types that two tellings of one fact choose between."""
_OF_TEXT = "inherited:opening"
"""The rule of a place that only the opening of its text tells."""
_HINTED = Reason("type", "hinted")


def aligned(left: Sequence[Claim], right: Sequence[Claim], ground: Ground, least: float) -> list[tuple[Claim, Claim]]:
    """Claims of both that say the same, one to one, best first and among equals in the order of the reports."""
    scored = []
    for at, one in enumerate(left):
        for beside, other in enumerate(right):
            score = sameness(one, other, ground)
            if score is not None and score >= least:
                away = abs(at / max(len(left), 1) - beside / max(len(right), 1))
                scored.append((-score, away, one.quote.start, other.quote.start, at, beside))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for *_, at, beside in sorted(scored):
        if at not in taken_left and beside not in taken_right:
            taken_left.add(at)
            taken_right.add(beside)
            pairs.append((at, beside))
    return [(left[at], right[beside]) for at, beside in sorted(pairs)]


def sameness(one: Claim, other: Claim, ground: Ground) -> float | None:
    """How much two claims have in common, None where they cannot be one statement: another kind, polarity, figure, model, place or day."""
    alike = KINDS.get(one.type, one.type) == KINDS.get(other.type, other.type)
    if one.polarity != other.polarity or not (alike or _hinted(one) or _hinted(other)):
        return None
    score = 0.5 if one.type == other.type else 0.0
    for part in (_figures(one, other), _equipment(one, other, ground), _places(one, other, ground), _days(one, other)):
        if part is None:
            return None
        score += part
    words = in_words(one, other)
    return score + (2.0 if words >= 2 * WORDS_SHARED else 1.0 if words >= WORDS_SHARED else 0.0) + 0.5


def _hinted(claim: Claim) -> bool:
    """Whether only weak words told the type of a claim: another telling may well be read as another."""
    return any(reason == _HINTED for reason in claim.reasons)


def in_words(one: Claim, other: Claim) -> float:
    """The share of the longer words of the shorter quote that the other has; 0 in two languages."""
    if one.language != other.language:
        return 0.0
    left, right = stems_of(one.quote.exact), stems_of(other.quote.exact)
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _figures(one: Claim, other: Claim) -> float | None:
    left, right = one.quantity, other.quantity
    if left is None or right is None:
        return 0.0
    numbers = [[each for each in (given.value, given.low, given.high) if each is not None] for given in (left, right)]
    if not numbers[0] or not numbers[1]:
        return 0.0
    if set(numbers[0]) & set(numbers[1]):
        return 2.0
    return None if figured(one) and figured(other) else 0.0


def figured(claim: Claim) -> bool:
    """Whether a claim gives a figure; one person told in the singular is none ("a woman was killed", "the death of a woman")."""
    return claim.quantity is not None and (claim.quantity.unit, claim.quantity.value) != ("people", 1.0)


def _equipment(one: Claim, other: Claim, ground: Ground) -> float | None:
    if not one.equipment or not other.equipment:
        return 0.0
    left, right = ({slot.cls for slot in claim.equipment} for claim in (one, other))
    models = [{slot.model for slot in claim.equipment if slot.model} for claim in (one, other)]
    kin = any(
        model == beside or ground.equipment.is_a(model, beside) or ground.equipment.is_a(beside, model)
        for model in models[0]
        for beside in models[1]
    )
    return None if not left & right or (models[0] and models[1] and not kin) else 1.0


def _places(one: Claim, other: Claim, ground: Ground) -> float | None:
    left, right = _told_at(one), _told_at(other)
    if not left or not right:
        return 0.0
    small = [[slot for slot in slots if slot.kind not in ("country", "adm1")] or slots for slots in (left, right)]
    relations = {ground.gazetteer.relation(slot.id, beside.id) for slot in small[0] for beside in small[1]}
    if "same" in relations:
        return 1.0
    return 0.5 if relations & {"within", "contains"} else None


def _told_at(claim: Claim) -> list[PlaceSlot]:
    """The places of a claim but those it came from, and but the one that only its text's opening tells: a shorter telling may open
    with another."""
    weak = {reason.field for reason in claim.reasons if reason.rule == _OF_TEXT}
    return [
        slot for at, slot in enumerate(claim.places) if slot.id and slot.role != "from" and f"places.{at}" not in weak
    ]


def _days(one: Claim, other: Claim) -> float | None:
    left, right = one.times.event, other.times.event
    if left is None or right is None or "said" in (left.basis, right.basis):
        return 0.0
    first = [slot.earliest or slot.latest for slot in (left, right)]
    last = [slot.latest or slot.earliest for slot in (left, right)]
    if first[0] is None or first[1] is None or last[0] is None or last[1] is None:
        return 0.0
    return 1.0 if first[0] <= last[1] and first[1] <= last[0] else None


def contradictions(
    left: Sequence[Claim], right: Sequence[Claim], same: Iterable[tuple[Claim, Claim]], ground: Ground
) -> list[tuple[Claim, Claim]]:
    """Claims of one type in both reports that differ in figure, model, place or day, where neither has a fellow in the other."""
    matched = {claim.id for both in same for claim in both}
    free = [[claim for claim in claims if claim.id not in matched] for claims in (left, right)]
    return [
        (one, other)
        for one in free[0]
        for other in free[1]
        if one.type == other.type and one.polarity == other.polarity and sameness(one, other, ground) is None
    ]


def grown(claims: Sequence[Claim], others: Sequence[Claim], same: Iterable[tuple[Claim, Claim]]) -> bool:
    """Whether a report has a further figure of ground for what the other counts, too: who recalls last week's figure has a new one."""
    matched = {claim.id for both in same for claim in both}
    free = [claim for claim in claims if claim.id not in matched]
    return any(
        one.type == other.type
        and _counts_ground(one, other)
        and _figures(one, other) is None
        and _window(one) == _window(other)
        for one in free
        for other in others
    )


def _counts_ground(one: Claim, other: Claim) -> bool:
    counted = {claim.quantity.counted if claim.quantity else None for claim in (one, other)}
    return len(counted) == 1 and counted <= {"area", "settlements"}


def _window(claim: Claim) -> date | None:
    return claim.times.since.earliest if claim.times.since else None


def in_order(
    pairs: Sequence[tuple[Claim, Claim]], left: Sequence[Claim], right: Sequence[Claim]
) -> list[tuple[Claim, Claim]]:
    """The longest run of pairs that both reports tell in one order."""
    place = {claim.id: at for at, claim in enumerate(right)}
    best: list[list[tuple[Claim, Claim]]] = []
    for both in pairs:
        before = [run for run in best if place[run[-1][1].id] < place[both[1].id]]
        best.append([*max(before, key=len, default=[]), both])
    return max(best, key=len, default=[])
