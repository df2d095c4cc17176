"""Linked data of an edition: ClaimReview (schema.org) where people decided, and Web Annotations (W3C, 2017) of the words of reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zvirka.model.canonical import canonical_bytes
from zvirka.model.claims import Claim
from zvirka.model.findings import ClaimBacking, ClaimScope, Finding
from zvirka.publish.edition.edition import Edition
from zvirka.publish.edition.private import BLOCK
from zvirka.publish.edition.shown import Shown

_PEOPLE = frozenset({"official", "politician", "eyewitness", "public", "author", "blogger", "unnamed"})
"""Kinds of sources that schema.org calls a Person."""


def reviewed(finding: Finding) -> Iterator[tuple[ClaimScope, ClaimBacking | None]]:
    """The claims of a finding of which it says something: what evidence shows of them, or in what they differ from the question."""
    backings = {each.claim: each for each in finding.backings}
    for scope in finding.claims if finding.decided_by else ():
        backing = backings.get(scope.claim)
        if scope.scope == "differs" or (backing is not None and backing.backing in ("fits", "outside", "partly")):
            yield scope, backing


def claim_reviews(shown: Shown) -> list[dict[str, Any]]:
    """A ClaimReview for each such claim. The rating is in words and has no number: what differs in scope is not false."""
    return [
        review(shown, finding, scope, backing)
        for finding in shown.edition.account.findings
        for scope, backing in reviewed(finding)
    ]


def review(shown: Shown, finding: Finding, scope: ClaimScope, backing: ClaimBacking | None) -> dict[str, Any]:
    """One ClaimReview."""
    edition, claim = shown.edition, shown.index.claims[scope.claim]
    cited = edition.citation
    by: list[dict[str, str]] = [{"@type": "Person", "name": name} for name in finding.decided_by]
    made: dict[str, Any] = {
        "@type": "ClaimReview",
        "@id": f"{shown.address(finding)}&c-{claim.id[:12]}",
        "url": shown.address(finding),
        "datePublished": cited.day,
        "author": {"@type": "Organization", "name": cited.publisher} if cited.publisher else by,
        "claimReviewed": claim.quote.exact,
        "itemReviewed": _claim(shown, claim),
        "reviewRating": {"@type": "Rating", "alternateName": shown.standing(scope, backing)},
        "reviewBody": shown.sentence(finding),
        "isBasedOn": shown.address(finding),
    }
    return made


def _claim(shown: Shown, claim: Claim) -> dict[str, Any]:
    who = shown.who(claim)
    text = shown.index.text_of(claim)
    kind = claim.attribution[0].kind if claim.attribution else claim.voice.kind
    made: dict[str, Any] = {
        "@type": "Claim",
        "author": {"@type": "Person" if kind in _PEOPLE else "Organization", "name": who},
    }
    if claim.times.said is not None and claim.times.said.latest is not None:
        made["datePublished"] = claim.times.said.latest.isoformat()
    if text is not None and text.address:
        made["appearance"] = {"@type": "CreativeWork", "url": text.address}
    return made


def graph(reviews: list[dict[str, Any]]) -> dict[str, Any]:
    """A JSON-LD document of reviews."""
    return {"@context": "https://schema.org", "@graph": reviews}


def annotation_collection(shown: Shown) -> bytes:
    """An AnnotationCollection: each claim's words in its report, with the questions they bear on. Words withheld select nothing."""
    edition: Edition = shown.edition
    items = [_annotation(shown, claim) for claim in edition.account.claims]
    return canonical_bytes(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": f"{shown.root}annotations.json",
            "type": "AnnotationCollection",
            "label": edition.citation.title,
            "total": len(items),
            "first": {
                "id": f"{shown.root}annotations.json#1",
                "type": "AnnotationPage",
                "startIndex": 0,
                "items": items,
            },
        }
    )


def _annotation(shown: Shown, claim: Claim) -> dict[str, Any]:
    text = shown.index.text_of(claim)
    target: dict[str, Any] = {
        "source": text.address if text is not None and text.address else shown.marked(claim).partition("#")[0]
    }
    if BLOCK not in claim.quote.exact:
        target["selector"] = {"type": "TextQuoteSelector", "exact": claim.quote.exact}
    body = [
        {
            "type": "TextualBody",
            "purpose": "linking",
            "format": "text/plain",
            "language": shown.words.language,
            "value": each,
        }
        for each in shown.bears_on(claim)
    ]
    return {
        "id": shown.marked(claim),
        "type": "Annotation",
        "motivation": "linking",
        "created": shown.edition.at,
        "body": body,
        "target": target,
    }
