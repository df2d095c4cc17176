"""Which finding is shown first, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from zvirka.model.findings import Backing, Finding, Question, Relation, Sides
from zvirka.reconcile.views import OBJECTS, View


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of a finding that its rank goes by."""

    relation: Relation
    backing: Backing
    sides: Sides


def rank_reasons(
    question: Question, faces: Faces, origins: int, highlighted: int, outside: Collection[str], views: Sequence[View]
) -> tuple[tuple[str, str], ...]:
    """Why a finding ranks where it does, in the order in which it is compared. outside: claims about its place that evidence is against."""
    numbers = {figure for view in views if view.plain and (figure := view.figure) is not None}
    against = len({(view.speaker, view.figure, view.as_of) for view in views if view.id in outside}) if outside else 0
    reasons = [
        ("asked", "yes" if question.asked else ""),
        ("conflict", "yes" if faces.relation == "conflict" else ""),
        ("outside", "yes" if faces.backing == "outside" else ""),
        ("side_by_side", "yes" if highlighted > 1 else ""),
        _counted("against", against),
        ("both_sides", "yes" if faces.sides == "both" else ""),
        _counted("origins", origins),
        _counted("figures", len({figure.shown for figure in numbers})),
        ("object", "yes" if question.measure.partition(":")[0] in OBJECTS else ""),
    ]
    return tuple(reason for reason in reasons if reason[1])


@lru_cache(10_000)
def _counted(name: str, count: int) -> tuple[str, str]:
    return (name, str(count) if count or name == "origins" else "")


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Findings in the order they are shown, rank from 1: asked ones as asked, then those of fact before those of utterances: contradicted,
    outside the evidence, with two figures side by side, with evidence against a claim, said by both sides, by number of origins and of
    figures; then measure, place, id."""
    order = sorted(range(len(findings)), key=lambda index: _rank_key(findings[index], index))
    return [_at(rank, findings[index]) for rank, index in enumerate(order, 1)]


_NAMES = tuple(field.name for field in fields(Finding))
_RANK, _values = _NAMES.index("rank"), attrgetter(*_NAMES)


def _at(rank: int, finding: Finding) -> Finding:
    """The finding with its rank; `replace` takes four times as long."""
    values: list[Any] = [*_values(finding)]
    values[_RANK] = rank
    return Finding(*values)


def _rank_key(finding: Finding, index: int) -> tuple[object, ...]:
    reasons = dict(finding.rank_reasons)
    asked = "asked" in reasons
    numbers = tuple(-int(reasons.get(name) or 0) for name in ("origins", "figures"))
    flags = tuple(name not in reasons for name in ("conflict", "outside", "side_by_side", "against", "both_sides"))
    question = finding.question
    return (
        not asked,
        index if asked else 0,
        "utterance" in reasons,
        *flags,
        *numbers,
        question.measure,
        question.place,
        str(question.since),
        question.id,
    )
