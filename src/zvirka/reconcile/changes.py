"""What changed since the account before, by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zvirka.model.account import Change
from zvirka.model.claims import Claim, figure_said
from zvirka.model.findings import Finding, Range

FACES = ("relation", "backing", "sides", "origins", "reports", "range", "by_side", "decided_by")
Figures = Mapping[str, Sequence[str]]
"""{question: the figures of its claims, each "WHO: WORDS" as written, sorted}."""


def figures_said(findings: Iterable[Finding], claims: Iterable[Claim]) -> dict[str, list[str]]:
    """The figures of each finding, in words of the texts: what `changes` compares besides the faces."""
    said = {claim.id: figure_said(claim) for claim in claims if claim.quantity is not None}
    return {
        finding.question.id: sorted({said[each.claim] for each in finding.claims if each.claim in said})
        for finding in findings
    }


def changes(
    before: Sequence[Finding],
    after: Sequence[Finding],
    said_before: Figures | None = None,
    said_after: Figures | None = None,
) -> list[Change]:
    """Differences by question: those of `after` in its order (new ones, or each face that differs, then figures that came or
    went), then the gone ones in theirs. said_before, said_after: what `figures_said` gives; without both, figures are not compared."""
    known = {finding.question.id: finding for finding in before}
    found: list[Change] = []
    for finding in after:
        old = known.pop(finding.question.id, None)
        if old is None:
            found.append(Change(finding.question.id, "new", "", _title(finding)))
            continue
        for face in FACES:
            was, now = _shown(old, face), _shown(finding, face)
            if was != now:
                found.append(Change(finding.question.id, face, was, now))
        if said_before is not None and said_after is not None:
            found += _figures(finding.question.id, said_before, said_after)
    return found + [Change(gone, "gone", _title(finding), "") for gone, finding in known.items()]


def _figures(question: str, before: Figures, after: Figures) -> list[Change]:
    was, now = before.get(question, ()), after.get(question, ())
    came = [Change(question, "figure_new", "", said) for said in now if said not in set(was)]
    return came + [Change(question, "figure_gone", said, "") for said in was if said not in set(now)]


def _title(finding: Finding) -> str:
    question = finding.question
    return " ".join(str(part) for part in (question.measure, question.place, question.since or "") if part)


def _shown(finding: Finding, face: str) -> str:
    value = getattr(finding, face)
    if isinstance(value, Range):
        ends = "–".join("" if end is None else f"{end:.6g}" for end in (value.low, value.high))
        return f"{ends} {value.unit}" + (f" ({value.as_of})" if value.as_of else "")
    if face == "decided_by":
        return ", ".join(finding.decided_by)
    if isinstance(value, tuple):
        return "; ".join(f"{view.side}{f', {view.group}' if view.group else ''} {len(view.claims)}" for view in value)
    return "" if value is None else str(value)
