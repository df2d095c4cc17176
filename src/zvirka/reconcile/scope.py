"""Scope before conflict: in what two claims differ, or a claim and a question, with the reason for each dimension.

Unknown is neither same nor conflict: only claims of which nothing differs and nothing is unknown can conflict or agree.
"""

from __future__ import annotations

import math
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from msgspec import Struct

from zvirka.ground import Ground
from zvirka.model.findings import ClaimScope, Dimension, LinkKind, LinkReason, Question
from zvirka.model.quantities import Quantity
from zvirka.reconcile.figures import AREA_OF_LENGTH, Figure, Interval, bounds
from zvirka.reconcile.renderings import said_together
from zvirka.reconcile.telling import HALF, stems_of
from zvirka.reconcile.views import CUMULATIVE, OBJECTS, View, overlap

ORDER: tuple[Dimension, ...] = ("as_of", "place", "since", "definition", "unit", "basis")
State = Literal["same", "differs", "unknown"]
Kind = LinkKind | Literal["cannot_tell"]
CHANGE_SLACK_DAYS = 3
"""House rule: two reports of an event without a figure, dated only by when they were said, tell of one event up to three days apart."""
SLIP_FACTOR = 1000.0
"""House rule: one number in two units of area whose sizes differ at least so much (m² and km²) is one figure slipped, not two."""


Judged = tuple[int, LinkReason]
"""One dimension judged: one bit of `_of_bits` (0 where it is the same), and the rule and values that rests on."""


def _judged(dimension: Dimension, state: State, rule: str, data: tuple[tuple[str, str], ...] = ()) -> Judged:
    bit = 1 << ORDER.index(dimension)
    return {"same": 0, "differs": bit, "unknown": bit << len(ORDER)}[state], LinkReason(rule, data)


_MEMORY = 100_000
"""So many pairs of days, windows and places are remembered: a case has few different ones and compares them over and over."""


class ClaimRelation(Struct, frozen=True, gc=False):
    """How two claims stand to each other. kind "cannot_tell" makes no link. later: id of the later claim where kind is supersedes.

    differs_in, unknown_in: in the fixed order of dimensions. slip: id of the claim whose unit is suspect, or None.
    """

    kind: Kind
    differs_in: tuple[Dimension, ...]
    unknown_in: tuple[Dimension, ...]
    reasons: tuple[LinkReason, ...]
    later: str | None = None
    slip: str | None = None


def scope(view: View, question: Question, ground: Ground) -> ClaimScope:
    """How a claim stands to a question. Nothing is asked of a dimension the question leaves open; as-of only where it asks a day."""
    judged: list[Judged] = []
    figure = view.figure
    if question.as_of is not None:
        judged.append(_days(view.as_of, question.as_of))
    if question.place and view.places != (question.place,):
        judged.append(_place(view.places, (question.place,), ground))
    if figure is not None and question.since is not None and view.claim.type in CUMULATIVE:
        judged.append(_since_of(view.since_days, question.since))
    if view.definition:
        judged.append(_definition(view.definition, ""))
    if view.part:
        judged.append(_PART)
    if figure is not None:
        if figure.read_as:
            judged.append(_LENGTH)
        elif figure.dimension != natural_dimension(question.measure):
            judged.append(_OTHER_DIMENSION)
    bits = 0
    for bit, _ in judged:
        bits |= bit
    if not bits:
        return ClaimScope(view.id, "in_scope", (), (), view.added)
    differs, unknown = _of_bits(bits)
    state: Literal["in_scope", "differs", "unknown"] = "differs" if differs else "unknown" if unknown else "in_scope"
    return ClaimScope(view.id, state, differs, unknown, view.added)


@cache
def natural_dimension(measure: str) -> str:
    """What figures of a measure are in: "area" for territory and control, else settlements, people, items, distance."""
    kind, _, counted = measure.partition(":")
    if kind in ("equipment_loss", "sighting"):
        return "items"
    if counted in ("settlements", "people", "items", "distance"):
        return counted
    return "people" if kind in ("casualties", "prisoners", "civilian_harm") else "area"


def compare(left: View, right: View, ground: Ground) -> ClaimRelation:
    """How two claims of one measure stand to each other. Symmetric: the same kind, dimensions and ends either way round."""
    if right.order < left.order:
        left, right = right, left
    slip = unit_slip(left, right, ground)
    bits, reasons = _dimensions(left, right, ground, slip)
    differs, unknown = _of_bits(bits)
    if not (left.plain and right.plain):
        return ClaimRelation("cannot_tell", differs, unknown, (*reasons, _NOT_ASSERTED), None, slip)
    if left.source == right.source:
        if same_utterance(left, right):
            return ClaimRelation("same_origin", differs, unknown, (*reasons, _utterance(left.speaker)), None, slip)
        if _supersedes(left, right, differs, unknown):
            later = left if _when(left) >= _when(right) else right
            why = _EDITED if reworded(left, right) else _later(left.source)
            reasons += (*_rate(left, right), why)
            return ClaimRelation("supersedes", differs, unknown, tuple(reasons), later.id)
    if differs:
        if differs == ("as_of",):
            reasons += _rate(left, right)
        return ClaimRelation("differs_in_scope", differs, unknown, tuple(reasons), None, slip)
    if unknown:
        return ClaimRelation("cannot_tell", (), unknown, tuple(reasons))
    kind, reason = _matter(left, right)
    if kind == "conflicts" and one_post(left, right):
        return ClaimRelation("cannot_tell", (), (), (*reasons, _EDITED))
    if kind == "conflicts" and reason.rule == "intervals_apart" and one_breath(left, right):
        return ClaimRelation(
            "differs_in_scope", ("definition",), (), (*reasons, LinkReason("definition:one_breath", reason.data))
        )
    return ClaimRelation(kind, (), (), (*reasons, reason))


def one_breath(left: View, right: View) -> bool:
    """Whether one speaker gives both figures in one report: nobody contradicts himself in a breath, so they count two things,
    also where the words do not say which ("12 km", "a front of 40 km")."""
    told = left.source is not None or not (left.claim.attribution or right.claim.attribution)
    return left.report == right.report and left.speaker == right.speaker and told


def same_utterance(left: View, right: View) -> bool:
    """Whether two claims go back to one utterance: the same figure (or words, or without figures one place), and either
    copies of one report with the same closest source, or one known source with days said that overlap (unknown days do not)."""
    if left.source != right.source or left.claim.type != right.claim.type or left.positive != right.positive:
        return False
    if not _same_figure(left, right) or (left.figure is None and left.place != right.place):
        return False
    if left.origin == right.origin:
        return left.figure is not None or left.claim.quote.exact == right.claim.quote.exact
    return left.source is not None and said_together(left, right)


def unit_slip(left: View, right: View, ground: Ground) -> str | None:
    """The id of the claim whose unit is suspect beside the other, or None.

    Either the same number stands in two units of area that differ a thousandfold, or one source's figure for one day and
    place stands in km² and in another unit of area and the two do not meet, or meet only as lengths, as if km² had been turned into
    miles ("over 3,000" of them into "almost 2,000 square miles"): then the other unit is the suspect.
    """
    one, other = left.claim.quantity, right.claim.quantity
    if one is None or other is None or one.unit == other.unit or one.value is None or other.value is None:
        return None
    units = ground.units
    if (
        one.unit not in units.ids
        or other.unit not in units.ids
        or {units.dimension(one.unit), units.dimension(other.unit)} != {"area"}
    ):
        return None
    ratio = units.convert(1.0, one.unit, other.unit)
    if one.value == other.value and max(ratio, 1 / ratio) >= SLIP_FACTOR:
        return left.id if ratio < 1 else right.id
    if left.source is None or left.source != right.source or left.as_of != right.as_of:
        return None
    if left.figure is None or right.figure is None or "km2" not in (one.unit, other.unit):
        return None
    apart = left.place == right.place and not left.figure.allowed.meets(right.figure.allowed)
    one_place = left.place == right.place or not (left.place and right.place)
    if apart or (one_place and _as_lengths(left.figure, right.figure, one, other, ground)):
        return left.id if one.unit != "km2" else right.id
    return None


def _as_lengths(left: Figure, right: Figure, one: Quantity, other: Quantity, ground: Ground) -> bool:
    """Whether the bare numbers of two areas are apart, and would be one were they lengths in those units."""
    lengths = {area: length for length, area in AREA_OF_LENGTH.items()}
    if left.core.meets(right.core) or one.unit not in lengths or other.unit not in lengths:
        return False
    cores = []
    for each in (one, other):
        low, high = bounds(each)[1] or (math.inf, -math.inf)
        low, high = (ground.units.convert(end, lengths[each.unit], "km") for end in (low, high))
        cores.append(Interval(low, high, "km"))
    return cores[0].meets(cores[1])


def _dimensions(left: View, right: View, ground: Ground, slip: str | None) -> tuple[int, list[LinkReason]]:
    """(bits, reasons) of each dimension that is not the same, in the fixed order; those nobody asks of are left out."""
    one, other = left.figure, right.figure
    loose = one is None and other is None and (left.as_of_said or right.as_of_said)
    judged: list[Judged] = []
    if left.as_of != right.as_of or left.as_of is None:
        judged.append(_days(left.as_of, right.as_of, CHANGE_SLACK_DAYS if loose else 0))
    if left.places != right.places or not left.places:
        judged.append(_place(left.places, right.places, ground))
    if (one or other) and left.claim.type in CUMULATIVE:
        judged.append(_since(left.since_days, right.since_days))
    if left.definition != right.definition:
        judged.append(_definition(left.definition, right.definition))
    elif left.part != right.part:
        judged.append(_PART)
    else:
        if left.part:
            judged.append(_PARTS)
        if one and other:
            if left.kind != right.kind:
                judged.append(_kinds(left.kind, right.kind))
            elif left.whose != right.whose and left.whose is not None and right.whose is not None:
                judged.append(_whose(left.whose, right.whose))
    if slip is not None:
        judged.append(_judged("unit", "differs", "unit:suspected_slip", (("claim", slip),)))
    elif one and other:
        if one.dimension != other.dimension:
            judged.append(_unit(one.dimension, other.dimension))
        elif one.read_as or other.read_as:
            judged.append(_LENGTH)
    if left.basis != right.basis and left.basis and right.basis and "measured" in (left.basis, right.basis):
        judged.append(_basis(left.basis, right.basis))
    bits = 0
    reasons = []
    for bit, reason in judged:
        if bit:
            bits |= bit
            reasons.append(reason)
    return bits, reasons


@lru_cache(_MEMORY)
def _days(one: date | None, other: date | None, slack_days: int = 0) -> Judged:
    """as_of: the days described, at most `slack_days` apart."""
    if one is None or other is None:
        return _judged("as_of", "unknown", "as_of:unknown")
    if abs((one - other).days) > slack_days:
        return _judged("as_of", "differs", "as_of:days", _ends(one.isoformat(), other.isoformat()))
    return _judged("as_of", "same", "as_of:days")


@lru_cache(_MEMORY)
def _place(one: tuple[str, ...], other: tuple[str, ...], ground: Ground) -> Judged:
    """Places, of which a claim may name several. Two known places that are not the same differ, also where the gazetteer cannot
    tell how they lie to each other; only a place not known is unknown."""
    if not one or not other:
        return _judged("place", "unknown", "place:unknown", _ends(" ".join(one), " ".join(other)))
    if one == other:
        return _judged("place", "same", "place:same")
    if len(one) > 1 or len(other) > 1:
        return _judged("place", "differs", "place:several", _ends(" ".join(one), " ".join(other)))
    relation = ground.gazetteer.relation(one[0], other[0])
    symmetric = {"within": "contains", "unknown": "undetermined"}.get(relation, relation)
    state: State = "same" if relation == "same" else "differs"
    return _judged("place", state, f"place:{symmetric}", _ends(one[0], other[0]))


@lru_cache(_MEMORY)
def _since(one: tuple[date, date] | None, other: tuple[date, date] | None) -> Judged:
    """since: the days on which two windows may start."""
    if one is None or other is None:
        return _judged("since", "unknown", "since:unknown")
    if overlap(one, other):
        return _judged("since", "same", "since:days")
    return _judged("since", "differs", "since:days", _ends(one[0].isoformat(), other[0].isoformat()))


@lru_cache(_MEMORY)
def _since_of(window: tuple[date, date] | None, since: date) -> Judged:
    """since: whether a window may start on the day a question asks from."""
    if window is None:
        return _judged("since", "unknown", "since:unknown")
    if window[0] <= since <= window[1]:
        return _judged("since", "same", "since:days")
    return _judged("since", "differs", "since:days", _ends(window[0].isoformat(), since.isoformat()))


@lru_cache(_MEMORY)
def _definition(one: str, other: str) -> Judged:
    """A plain figure counts everything; one that says it counts a part differs from it and from another part."""
    return _judged("definition", "differs", "definition:counts", _ends(one or "plain", other or "plain"))


_PART = _judged("definition", "differs", "definition:part_of")
"""A part of a figure ("including 23") differs from a whole."""
_PARTS = _judged("definition", "unknown", "definition:parts")
"""Of what two parts are parts is not known."""


@lru_cache(_MEMORY)
def _kinds(one: str, other: str) -> Judged:
    """Killed are not all losses, nor wounded; captured are not destroyed."""
    return _judged("definition", "differs", "definition:kind", _ends(one or "all", other or "all"))


@lru_cache(_MEMORY)
def _whose(one: str, other: str) -> Judged:
    """What two figures count differs where one side's ground or losses stand in one and another's in the other."""
    return _judged("definition", "differs", "definition:whose", _ends(one, other))


_OTHER_DIMENSION = _judged("unit", "differs", "unit:dimension")
"""A figure measures something else than a question asks."""
_LENGTH = _judged("unit", "unknown", "unit:length_for_ground")
"""A figure's words name a length for ground."""


@lru_cache(_MEMORY)
def _unit(one: str, other: str) -> Judged:
    """Two figures measure two things."""
    return _judged("unit", "differs", "unit:dimension", _ends(one, other))


@lru_cache(_MEMORY)
def _basis(one: str, other: str) -> Judged:
    """Measured figures stand apart from said ones; who assessed and who claimed is told by the source, and may conflict."""
    return _judged("basis", "differs", "basis:measured", _ends(one, other))


def _matter(left: View, right: View) -> tuple[Kind, LinkReason]:
    """Of two claims with one scope: whether their figures, or without figures their words, agree."""
    one, other = left.figure, right.figure
    if one is None and other is None:
        if left.claim.type in CUMULATIVE and left.place != right.place:
            return "cannot_tell", LinkReason("no_figure")
        if left.whose != right.whose and (left.claim.type == "control" or None not in (left.whose, right.whose)):
            return _holders(left, right)
        if left.positive != right.positive and left.whose is None and not _in_like_words(left, right):
            return _holders(left, right)  # "the town holds" and "did not fall" may say one thing, or speak of two
        kind: Kind = "supports" if left.positive == right.positive else "conflicts"
        return kind, LinkReason("polarity", (("left", str(left.positive)), ("right", str(right.positive))))
    if one is None or other is None:
        return "cannot_tell", LinkReason("no_figure")
    data = (_span("left", one.allowed), _span("right", other.allowed))
    if left.positive != right.positive:
        return (
            ("conflicts", LinkReason("polarity", data))
            if _same_figure(left, right)
            else ("cannot_tell", LinkReason("denied_figure", data))
        )
    if left.claim.type in OBJECTS:
        return "cannot_tell", LinkReason("sightings_are_no_totals", data)
    if not one.allowed.meets(other.allowed):
        return "conflicts", LinkReason("intervals_apart", data)
    return ("same" if _same_figure(left, right) else "supports"), LinkReason("intervals_meet", data)


def _in_like_words(left: View, right: View) -> bool:
    """Whether two claims of one language share half of the longer words of the shorter."""
    one, other = stems_of(left.claim.quote.exact), stems_of(right.claim.quote.exact)
    fewer = min(len(one), len(other))
    return left.claim.language == right.claim.language and fewer > 0 and len(one & other) >= HALF * fewer


def _holders(left: View, right: View) -> tuple[Kind, LinkReason]:
    """Of two claims about different sides, or control by a side not told: only that two sides hold one place contradict each other."""
    data = (("left", str(left.whose)), ("right", str(right.whose)))
    rivals = left.claim.type == "control" and left.positive and right.positive and None not in (left.whose, right.whose)
    return ("conflicts", LinkReason("held_by_both", data)) if rivals else ("cannot_tell", LinkReason("whose", data))


def _supersedes(left: View, right: View, differs: tuple[Dimension, ...], unknown: tuple[Dimension, ...]) -> bool:
    """Whether one speaker says another thing of one matter later: of a later day, or later of the same day, which corrects itself."""
    if reworded(left, right):
        return not differs and not unknown and _said_otherwise(left, right)
    if left.source is None or left.source != right.source or unknown or left.positive != right.positive:
        return False
    if differs == ("as_of",):
        return bool(left.figure and right.figure) or (left.claim.type == "control" and left.whose != right.whose)
    if differs or left.figure is None or right.figure is None or left.claim.type in OBJECTS:
        return False
    apart = None not in (left.said[1], right.said[1]) and not said_together(left, right)
    return apart and not left.figure.allowed.meets(right.figure.allowed)


def reworded(left: View, right: View) -> bool:
    """Whether two claims stand in two wordings of one post, of which it is known which came later."""
    one, other = left.version, right.version
    return one_post(left, right) and one is not None and other is not None and one.order != other.order


def one_post(left: View, right: View) -> bool:
    """Whether two claims stand in two wordings of one post."""
    one, other = left.version, right.version
    return one is not None and other is not None and one.post == other.post and left.report != right.report


def _said_otherwise(left: View, right: View) -> bool:
    if left.figure is None or right.figure is None:
        return left.figure is right.figure and (left.positive, left.whose) != (right.positive, right.whose)
    return left.positive == right.positive and not _same_figure(left, right)


def _when(view: View) -> tuple[date, date, tuple[str, str]]:
    order = view.version.order if view.version is not None else ("", "")
    return (view.as_of or date.min, view.said[1] or date.min, order)


def _rate(left: View, right: View) -> tuple[LinkReason, ...]:
    """How fast a count must have grown, or shrunk, for both figures to hold, by their bare numbers."""
    one, other = left.figure, right.figure
    if left.as_of is None or right.as_of is None or one is None or other is None or one.unit != other.unit:
        return ()
    days = (right.as_of - left.as_of).days
    first, last = (one.shown, other.shown) if days > 0 else (other.shown, one.shown)
    return () if not days or first is None or last is None else (_rate_needed(last - first, abs(days), one.unit),)


@lru_cache(_MEMORY)
def _rate_needed(change: float, days: int, unit: str) -> LinkReason:
    return LinkReason("rate_needed", (("a_day", f"{change / days:.6g}"), *_by(unit, days)))


@lru_cache(_MEMORY)
def _by(unit: str, days: int) -> tuple[tuple[str, str], ...]:
    return (("unit", unit), ("days", str(days)))


def _same_figure(left: View, right: View) -> bool:
    """The same number in the same unit; the words around it may differ, since retellings drop them."""
    if (left.figure is None) != (right.figure is None):
        return False
    if left.figure is None or right.figure is None:
        return True
    return (left.figure.shown, left.figure.unit, left.figure.dimension) == (
        right.figure.shown,
        right.figure.unit,
        right.figure.dimension,
    )


_EDITED = LinkReason("post_edited")
_NOT_ASSERTED = LinkReason("not_asserted")


@lru_cache(_MEMORY)
def _utterance(speaker: str) -> LinkReason:
    return LinkReason("same_utterance", (("speaker", speaker),))


@lru_cache(_MEMORY)
def _later(source: str | None) -> LinkReason:
    return LinkReason("same_speaker_later", (("source", str(source)),))


Dimensions = tuple[Dimension, ...]


@cache
def _of_bits(bits: int) -> tuple[Dimensions, Dimensions]:
    """(dimensions that differ, those that are unknown), each in the fixed order: one pair a combination, which millions of links hold."""
    differs = tuple(name for place, name in enumerate(ORDER) if bits >> place & 1)
    return differs, tuple(name for place, name in enumerate(ORDER, len(ORDER)) if bits >> place & 1)


def _ends(one: str, other: str) -> tuple[tuple[str, str], ...]:
    first, second = sorted((one, other))
    return (_named("one", first), _named("other", second))


@lru_cache(_MEMORY)
def _named(name: str, value: str) -> tuple[str, str]:
    """Each pair of a name and a value once, however many reasons hold it."""
    return (name, value)


@lru_cache(_MEMORY)
def _span(name: str, allowed: Interval) -> tuple[str, str]:
    return (name, f"{allowed.low:.6g}..{allowed.high:.6g}")
