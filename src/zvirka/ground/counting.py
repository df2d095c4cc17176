"""Words of one language that say what a figure counts, how it was got, and who is meant: read from its pack, matched in claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zvirka.ground.words import Hit, Phrases
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
        """What a figure counts of what its type may count ("killed", "killed+wounded", "depth"), by the word nearest to it between the
        figures beside it and those that hang together with that word; "" where none stands there or it says that all is counted."""
        phrases = self._kinds.get(claim.type)
        if phrases is None or claim.quantity is None:
            return ""
        text, start = claim.quote.exact, claim.quantity.as_written.start - claim.quote.start
        end = claim.quantity.as_written.end - claim.quote.start
        if not 0 <= start < end <= len(text):
            return ""
        following = next((at for at in range(end, len(text)) if text[at].isdecimal()), len(text))
        before = next((at + 1 for at in range(start - 1, -1, -1) if text[at].isdecimal()), 0)
        ahead = phrases.find(text[start:following])
        behind = phrases.find(text[before:start])[::-1]
        gap_ahead = max(ahead[0].start - (end - start), 0) if ahead else len(text)
        gap_behind = start - before - behind[0].end if behind else len(text)
        found = _together(behind) if gap_behind <= gap_ahead else _together(ahead)
        return "" if found & {*self.whole} else "+".join(sorted(found))

    def is_pronoun(self, name: str) -> bool:
        """Whether a source is told only by a pronoun."""
        return name.strip().casefold() in self._pronouns

    def is_complement(self, claim: Claim) -> bool:
        """Whether words like "all but" stand among those that bound the figure."""
        return any(self._complement.find(hedge.exact) for hedge in claim.hedges)


_JOINED = range(2, 7)
"""House rule: words for what is counted so many characters apart hang together: an "and", "or" or stroke stands between them
("killed and wounded", "убитых или раненых"); more is another clause, one space alone a chance ("12 km deep along a front")."""


def _together(hits: Sequence[Hit[str]]) -> frozenset[str]:
    """The values of the first hit and of those that hang together with it; hits in order away from the figure."""
    found: set[str] = set()
    for number, hit in enumerate(hits):
        if number and max(hit.start - hits[number - 1].end, hits[number - 1].start - hit.end) not in _JOINED:
            break
        found.update(hit.values)
    return frozenset(found)
