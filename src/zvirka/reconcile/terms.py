"""Who used which official term when: claims' labels brought together by the theatre's lexicon, in whatever language they were said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from zvirka.ground import Ground
from zvirka.ground.words import fold
from zvirka.model.claims import Claim
from zvirka.model.items import Text
from zvirka.model.terms import Term, Use


def terms_of(claims: Iterable[Claim], texts: Iterable[Text], ground: Ground) -> tuple[Term, ...]:
    """The terms that claims were labelled with, by id. Order of the input is irrelevant."""
    published = {text.report: text.published.day for text in texts if text.published}
    entries = {row["id"]: row for row in ground.theatre.get("labels", ())}
    grouped: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.label is not None:
            folded = fold(claim.label.exact).text
            known = next((id for id, form in _forms(ground, claim.language) if form.fullmatch(folded)), None)
            grouped[known or folded].append(claim)
    return tuple(_term(id, grouped[id], entries.get(id, {}), published) for id in sorted(grouped))


def _term(id: str, claims: list[Claim], entry: Mapping[str, Any], published: Mapping[str, date]) -> Term:
    uses = sorted((_use(claim, published) for claim in claims), key=lambda use: (use.day or date.max, use.claim))
    types = sorted(claim.type for claim in claims)
    return Term(id, max(types, key=types.count), entry.get("side"), tuple(uses))


def _use(claim: Claim, published: Mapping[str, date]) -> Use:
    said = claim.times.said
    report = claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"
    day = (said.earliest or said.latest) if said is not None else None
    closest = claim.attribution[0] if claim.attribution else claim.voice
    words = claim.label.exact if claim.label is not None else ""
    return Use(claim.id, day or published.get(report), closest.side, closest.name, words)


@lru_cache(maxsize=16)
def _forms(ground: Ground, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(id, pattern of all its forms in a language) of each entry; "*" ends a form that any letters may follow."""
    found = []
    for row in ground.theatre.get("labels", ()):
        forms = row["forms"].get(language, ())
        forms = [forms] if isinstance(forms, str) else forms
        parts = [r"\w*".join(re.escape(fold(part).text) for part in form.split("*")) for form in forms]
        if parts:
            found.append((str(row["id"]), re.compile("|".join(parts))))
    return tuple(found)
