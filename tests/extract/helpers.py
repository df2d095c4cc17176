"""Texts and claims for the tests of extraction."""

from __future__ import annotations

from datetime import date
from functools import cache

from zvirka.extract import RulesExtractor
from zvirka.ground import load_ground
from zvirka.model.claims import Claim
from zvirka.model.issues import Issue
from zvirka.model.items import Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment

PUBLISHED = date(2022, 9, 14)
"""A Wednesday."""


def text_of(words: str, language: str | None = "en", published: date | None = PUBLISHED) -> Text:
    """A text as capture gives it, from an outlet of no side."""
    moment = None if published is None else Moment(published)
    voice = Voice("The Test Courier", "media", "unknown")
    return Text("item", None, "report.txt", words, text_digest(words), language, moment, None, voice, "plain")


@cache
def extractor() -> RulesExtractor:
    """The rules over the theatre of the war in Ukraine; one for all tests of a process, since it keeps nothing of a text."""
    return RulesExtractor(load_ground())


def read(
    words: str, language: str | None = "en", published: date | None = PUBLISHED
) -> tuple[list[Claim], list[Issue]]:
    """Claims and issues of a text."""
    found = extractor().extract([text_of(words, language, published)])[0]
    return list(found.claims), list(found.issues)


def one(words: str, language: str = "en", kind: str | None = None) -> Claim:
    """The only claim of a text, or its only claim of a type."""
    claims = [claim for claim in read(words, language)[0] if kind is None or claim.type == kind]
    assert len(claims) == 1, [(claim.type, claim.quote.exact) for claim in claims]
    return claims[0]
