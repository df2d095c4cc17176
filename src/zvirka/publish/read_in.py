"""What was read into a claim beyond its own words, in words: the figure a ratio comes to, what another rendering told; marked as ours."""

from __future__ import annotations

from zvirka.model.findings import ClaimScope, LinkReason
from zvirka.publish.index import AccountIndex
from zvirka.publish.speakers import figure_of
from zvirka.publish.words import Words

_RENDERED = ("speaker", "place", "since", "definition")
"""What another rendering of the same statement can have told, by the key of the reason's data."""


def comes_to(scope: ClaimScope, words: Words) -> str:
    """The range that a ratio or share comes to: "6,460–7,600 km²"; "" where the claim's own figure says it."""
    for reason in scope.reasons:
        data = dict(reason.data)
        if "low" in data and "high" in data:
            return words.span(float(data["low"]), float(data["high"]), data["unit"], whole=True)
    return ""


def read_in(scope: ClaimScope, index: AccountIndex, words: Words) -> str:
    """All that was read into a claim, a sentence each, joined; "" where nothing was."""
    return " ".join(_sentence(reason, scope, index, words) for reason in scope.reasons)


def _sentence(reason: LinkReason, scope: ClaimScope, index: AccountIndex, words: Words) -> str:
    data = dict(reason.data)
    rule = reason.rule
    if rule == "rendering":
        rule = next(key for key in _RENDERED if key in data)
    other = index.claims.get(data.get("claim", ""))
    return words.say(
        f"read_{rule}",
        range=comes_to(scope, words),
        figure=figure_of(other, words) if other is not None else words.say("unknown"),
        place=words.place(data["place"], "bare") if "place" in data and rule != "place" else "",
    )
