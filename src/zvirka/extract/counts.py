"""How many machines a text counts, with the words that bound the number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from zvirka.extract.mentions import EquipmentMention, QuantityMention
from zvirka.extract.tokens import Lexicon, Tokens
from zvirka.ground.words import expand_all
from zvirka.model.quantities import Bound, Form
from zvirka.model.spans import Span

_LOW = frozenset({"exact", "at_least", "conservative"})
_HIGH = frozenset({"exact", "at_most", "nearly"})
_LONGEST_HEDGE = 4
"""Words before a count searched for a hedge that ends right before it."""


class CountReader:
    """Makes quantities of counted equipment; hedges are those of the language's figures (pack section `quantities`)."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        hedges = pack.get("quantities", {}).get("hedges", {})
        self._hedges = Lexicon((phrase, bound) for bound, phrases in hedges.items() for phrase in expand_all(phrases))

        units = pack.get("quantities", {}).get("units", {})
        self._pieces = Lexicon((phrase, True) for phrase in expand_all(units.get("items", ())))
        words = pack.get("quantities", {}).get("words", {})
        self._part = Lexicon((phrase, True) for phrase in expand_all(words.get("part", ())))

    def parts(self, tokens: Tokens, whole: Span, part: Span) -> bool:
        """Whether words like "including" stand between two figures."""
        return bool(self._part.find(tokens, tokens.at(whole.end), tokens.at(part.start)))

    def pieces(self, tokens: Tokens, span: Span) -> bool:
        """Whether words like "pieces of" stand in a count: what is named behind is a sort of what was counted."""
        return bool(self._pieces.find(tokens, tokens.at(span.start), tokens.at(span.end)))

    def of(self, tokens: Tokens, item: EquipmentMention) -> QuantityMention:
        """The quantity of an equipment mention that is counted. Bounds as in DESIGN section 2."""
        if item.count is None:
            told: Bound = "vague" if item.high is None else "between"
            return QuantityMention(
                item.span, (), None, item.low, item.high, "items", told, "items", "change", rule="counted"
            )
        first = tokens.at(item.span.start)
        bound = "exact"
        hedges: tuple[Span, ...] = ()
        for start in range(max(0, first - _LONGEST_HEDGE), first):
            past, values = self._hedges.match(tokens.norms, start, first)
            span = tokens.span(start, past)
            if values and past == first and span is not None:
                bound, hedges = values[0], (span,)
                break
        low = item.count if bound in _LOW else None
        high = item.count if bound in _HIGH else None
        increment = tokens.text[max(0, item.span.start - 2) : item.span.start].endswith(("(+", "+"))
        form, rule = ("rate", "increment") if increment else ("change", "counted")
        return QuantityMention(
            item.span, hedges, item.count, low, high, "items", cast(Bound, bound), "items", cast(Form, form), rule=rule
        )
