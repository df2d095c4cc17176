"""What changed since the account before, by question."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.model.account import Change
from zvirka.model.findings import Finding, Range

FACES = ("relation", "backing", "sides", "origins", "reports", "range")


def changes(before: Sequence[Finding], after: Sequence[Finding]) -> list[Change]:
    """Differences by question: those of `after` in its order (new ones, or each face that differs), then the gone ones in theirs."""
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
    return found + [Change(gone, "gone", _title(finding), "") for gone, finding in known.items()]


def _title(finding: Finding) -> str:
    question = finding.question
    return " ".join(str(part) for part in (question.measure, question.place, question.since or "") if part)


def _shown(finding: Finding, face: str) -> str:
    value = getattr(finding, face)
    if isinstance(value, Range):
        ends = "–".join("" if end is None else f"{end:.6g}" for end in (value.low, value.high))
        return f"{ends} {value.unit}" + (f" ({value.as_of})" if value.as_of else "")
    return "" if value is None else str(value)
