"""Words of one language that say what a figure counts, how it was got, and who is meant: read from its pack, matched in claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zvirka.ground.words import Phrases
from zvirka.model.claims import Claim
from zvirka.model.quantities import QuantityBasis


class Counting:
    """Sections scope, bases, kinds, attribution and quantities of a language document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.whole: tuple[str, ...] = tuple(document.get("scope", {}).get("whole_definitions", ()))
        self._bases: Phrases[QuantityBasis] = Phrases(
            (word, basis) for basis, words in document.get("bases", {}).items() for word in words
        )
        self._kinds = {
            type_: Phrases((word, kind) for kind, words in kinds.items() for word in words)
            for type_, kinds in document.get("kinds", {}).items()
        }
        self._pronouns = frozenset(
            word.casefold() for word in document.get("attribution", {}).get("words", {}).get("pronoun", ())
        )
        self._complement: Phrases[bool] = Phrases(
            (word, True) for word in document.get("quantities", {}).get("words", {}).get("complement", ())
        )

    def basis(self, claim: Claim) -> QuantityBasis | None:
        """How a claim's figure was got: measured or assessed where its words say so ("measured" weighs more), else as it was read."""
        if claim.quantity is None:
            return None
        steps = [span for step in claim.attribution for span in (step.quote, step.cue) if span is not None]
        texts = [claim.quote.exact, *(span.exact for span in (*claim.hedges, *steps))]
        found = {value for text in texts for hit in self._bases.find(text) for value in hit.values}
        if "measured" in found:
            return "measured"
        return "assessed" if "assessed" in found and claim.quantity.basis == "claimed" else claim.quantity.basis

    def kind(self, claim: Claim) -> str:
        """What a figure counts of what its type may count ("killed", "killed+wounded"), by the words between it and the next figure,
        else between the figure before and it; "" where they do not tell."""
        phrases = self._kinds.get(claim.type)
        if phrases is None or claim.quantity is None:
            return ""
        text, start = claim.quote.exact, claim.quantity.as_written.start - claim.quote.start
        end = claim.quantity.as_written.end - claim.quote.start
        if not 0 <= start < end <= len(text):
            return ""
        following = next((at for at in range(end, len(text)) if text[at].isdecimal()), len(text))
        before = next((at + 1 for at in range(start - 1, -1, -1) if text[at].isdecimal()), 0)
        for part in (text[start:following], text[before:start]):
            found = {value for hit in phrases.find(part) for value in hit.values}
            if found:
                return "" if found & {*self.whole} else "+".join(sorted(found))
        return ""

    def is_pronoun(self, name: str) -> bool:
        """Whether a source is told only by a pronoun."""
        return name.strip().casefold() in self._pronouns

    def is_complement(self, claim: Claim) -> bool:
        """Whether words like "all but" stand among those that bound the figure."""
        return any(self._complement.find(hedge.exact) for hedge in claim.hedges)
