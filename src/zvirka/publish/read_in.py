"""What was read into a claim beyond its own words, in words: the figure a ratio comes to, what another rendering told; marked as ours."""

from __future__ import annotations

from zvirka.model.findings import ClaimScope, LinkReason
from zvirka.publish.words import Words

_RENDERED = ("speaker", "place", "since", "definition")
"""What another rendering of the same statement can have told, by the key of the reason's data."""


def comes_to(scope: ClaimScope, words: Words) -> str:
    """The range that a ratio or share comes to: "6,460–7,600 km²"; "" where the claim's own figure says it."""
    for reason in scope.reasons:
        data = dict(reason.data)
        if data.keys() >= {"low", "high", "unit"}:
            return words.span(float(data["low"]), float(data["high"]), data["unit"], whole=True)
    return ""


def read_in(scope: ClaimScope, words: Words) -> str:
    """All that was read into a claim, a sentence each, joined; "" where nothing was."""
    return " ".join(words.say(f"read_{_told(reason)}", range=comes_to(scope, words)) for reason in scope.reasons)


def _told(reason: LinkReason) -> str:
    """The rule, or what another rendering told; "statement" where a redacted reason no longer says what."""
    if reason.rule != "rendering":
        return reason.rule
    return next((key for key, _ in reason.data if key in _RENDERED), "statement")
