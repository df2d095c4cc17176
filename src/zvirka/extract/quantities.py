"""Figures in running text: value, unit, bound and form, with exact spans. The words are the language pack's `quantities`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from zvirka.extract.mentions import QuantityMention
from zvirka.extract.numbers import NumberScanner
from zvirka.extract.quantity_drafts import Draft, Drafts
from zvirka.extract.quantity_lookups import Lookups
from zvirka.extract.quantity_mentions import Mentions
from zvirka.extract.quantity_parts import Parts
from zvirka.extract.quantity_words import QuantityWords
from zvirka.ground.ground import Ground
from zvirka.ground.words import fold


class QuantityReader:
    """Finds quantities in texts of one language.

    Only what carries a unit, a share or a comparison counts: bare numbers, dates, times of day, model names and list numbers
    are none. Bounds follow the table of DESIGN section 2; values are in the unit as written.
    """

    def __init__(self, ground: Ground, language: str, numbers: NumberScanner | None = None) -> None:
        """numbers: the language's, where another reader scans the same texts."""
        self._words = QuantityWords(ground, language, numbers)

    def read(self, text: str) -> list[QuantityMention]:
        """The quantities of a text by start; spans are offsets into it and hold figure and unit, hedges apart."""
        return self.read_all(text)[0]

    def read_all(
        self, text: str, machines: Sequence[QuantityMention] = ()
    ) -> tuple[list[QuantityMention], list[QuantityMention], list[QuantityMention]]:
        """The quantities of a text; its figures without a unit as counts of people, for words that count nothing else; and its
        figures before a word that is no unit, as counts of things, for clauses that tell of some.

        machines: what the text counts of equipment, which figures behind may be parts of.
        """
        lookups = Lookups(text, fold(text), self._words)
        drafts, mentions = Drafts(lookups), Mentions(lookups)
        named = sorted((mention.span.start, mention.span.end) for mention in machines)
        counted = [draft for draft in drafts.counted() if not _of_machines(draft, lookups, named)]
        found = [*counted, *drafts.headed(counted), *drafts.shares(), *drafts.ratios()]
        kept: list[Draft] = []
        for draft in sorted(found, key=lambda entry: (entry.start, -entry.end)):
            if not kept or draft.start >= kept[-1].end:
                kept.append(draft)
        bare = drafts.bare()
        quantities = mentions.finish(kept)
        parts = Parts(lookups, [*quantities, *machines]).find(bare)
        told = [
            mention if whole is None else replace(mention, part_of=whole.span)
            for mention, (_, whole) in zip(mentions.finish([draft for draft, _ in parts]), parts, strict=True)
        ]
        everything = sorted([*quantities, *told], key=lambda mention: (mention.span.start, -mention.span.end))
        taken = {mention.span.start for mention in everything}
        bare_drafts = sorted([*drafts.lone(bare), *drafts.unlisted(bare)], key=lambda draft: (draft.start, draft.unit))
        finished = list(zip(bare_drafts, mentions.finish(bare_drafts), strict=True))
        lone = [mention for draft, mention in finished if draft.rule == "lone"]
        unlisted = [
            mention for draft, mention in finished if draft.rule == "unlisted" and mention.span.start not in taken
        ]
        return everything, lone, unlisted


def _of_machines(draft: Draft, lookups: Lookups, machines: Sequence[tuple[int, int]]) -> bool:
    """Whether a figure is that of machines, of whose name what it would count is only the beginning ("54 of 67 attack drones").
    machines: start and end, in text order."""
    start, end = lookups.folded.span(draft.start, draft.end)
    at = bisect_right(machines, (start, len(lookups.text))) - 1
    if at < 0:
        return False
    begin, past = machines[at]
    if start == begin:
        return draft.unit == "people" or end < past
    return start < past != end
