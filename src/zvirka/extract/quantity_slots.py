"""The figure of a claim: its slots, the words that bound it, and what the text says it counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from zvirka.extract.mentions import QuantityMention
from zvirka.extract.reading import Reading, TextReader, within
from zvirka.extract.statements import GROUND_TYPES, Statement, overlap
from zvirka.model.claims import Claim, Reason
from zvirka.model.quantities import Counted, Form, Quantity, QuantityBasis
from zvirka.model.sources import Attribution
from zvirka.model.spans import Span

_CHANGES = frozenset(
    {"territory_regained", "territory_lost", "equipment_loss", "casualties", "prisoners", "civilian_harm"}
)
_ASSESSING = frozenset({"analyst", "tracker"})


class QuantityFiller:
    """Fills the figures of claims in texts of one language."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader

    def fill(
        self,
        reading: Reading,
        statement: Statement,
        mention: QuantityMention | None,
        attribution: tuple[Attribution, ...],
    ) -> Quantity | None:
        """The quantity of a statement's claim; None where it counts nothing."""
        if mention is None:
            return None
        type_ = statement.trigger.type
        return Quantity(
            mention.value,
            mention.low,
            mention.high,
            mention.unit,
            mention.bound,
            counted_of(mention, of_equipment=type_ == "equipment_loss"),
            form_of(statement, mention),
            mention.of,
            mention.relative_to,
            mention.part_of,
            self._definition(reading, statement, mention),
            self._basis(reading, statement, attribution),
            mention.span,
        )

    def hedges(self, reading: Reading, quote: Span, mention: QuantityMention | None) -> tuple[Span, ...]:
        """The words that bound the figure and those that soften the statement, in text order."""
        tokens = reading.document.tokens
        found = list(mention.hedges) if mention is not None else []
        for match in self._reader.statements.lexicon("hedging").find(
            tokens, tokens.at(quote.start), tokens.at(quote.end)
        ):
            span = tokens.span(match.first, match.past)
            if span is not None and not any(overlap(span, other) for other in found):
                found.append(span)
        return tuple(sorted(found))

    def _definition(self, reading: Reading, statement: Statement, mention: QuantityMention) -> str | None:
        """What the figure counts, where the words for it stand in its own sentence."""
        if mention.definition is None:
            return None
        tokens, words = reading.document.tokens, reading.document.words[statement.region.sentence]
        found = {match.value for match in self._reader.defining.find(tokens, *words)}
        return mention.definition if mention.definition in found else None

    def _basis(self, reading: Reading, statement: Statement, attribution: tuple[Attribution, ...]) -> QuantityBasis:
        if attribution and attribution[0].kind in _ASSESSING:
            return "assessed"
        tokens = reading.document.tokens
        first, past = tokens.at(statement.quote.start), tokens.at(statement.quote.end)
        return "assessed" if self._reader.statements.lexicon("estimate").find(tokens, first, past) else "claimed"

    def define(self, reading: Reading, claims: list[Claim]) -> list[Claim]:
        """A sentence that only says what the figures before it count gives them their definition."""
        out = list(claims)
        tokens, figures = reading.document.tokens, self._reader.statements.lexicon("figures")
        if not self._reader.definitions or not figures.find(tokens):
            return out
        starts = sorted((claim.quote.start, at) for at, claim in enumerate(out))
        for index, sentence in enumerate(reading.document.sentences):
            if index == 0 or within(reading.quantities, sentence.start, sentence.end):
                continue
            span = reading.document.words[index]
            if not figures.find(tokens, *span):
                continue
            for match in self._reader.defining.find(tokens, *span):
                previous = reading.document.sentences[index - 1]
                near = starts[bisect_left(starts, (previous.start, 0)) : bisect_left(starts, (previous.end, 0))]
                self._define(out, sorted(at for _, at in near), match.value)
                break
        return out

    def _define(self, claims: list[Claim], those: Sequence[int], definition: str) -> None:
        for at in those:
            claim = claims[at]
            if claim.quantity is not None and claim.quantity.definition is None and claim.type in GROUND_TYPES:
                reason = Reason("quantity.definition", "inherited:following")
                claims[at] = replace(
                    claim, quantity=replace(claim.quantity, definition=definition), reasons=(*claim.reasons, reason)
                )


def counted_of(mention: QuantityMention, *, of_equipment: bool = False) -> Counted:
    """What a claim's figure counts: things in items; a share of equipment counts items, too."""
    if mention.counted == "things":
        return "items"
    return "items" if of_equipment and mention.counted == "area" else mention.counted


def form_of(statement: Statement, mention: QuantityMention) -> Form:
    """A figure of ground that changed hands, or of losses, counts a change; of ground held, a level."""
    if mention.form not in {"level", "change"}:
        return mention.form
    return "change" if statement.trigger.type in _CHANGES else "level"
