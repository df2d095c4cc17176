"""Mentions made of drafts: hedges, bounds, wholes and definitions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from zvirka.extract.mentions import MentionCounts, QuantityMention
from zvirka.extract.quantity_drafts import Draft
from zvirka.extract.quantity_lookups import WORD, Lookups
from zvirka.extract.quantity_words import THINGS
from zvirka.model.quantities import Bound, Counted, Form
from zvirka.model.spans import Span

_COUNTED: dict[str, Counted] = {
    "area": "area",
    "distance": "distance",
    "people": "people",
    "settlements": "settlements",
    "items": "items",
    "percent": "area",
    "times": "area",
}
_OF_TERRITORY = 16
"""How far behind a distance somebody moved, in characters, a word for ground still makes it an area ("2,000 km of our land")."""
_AREA_WINDOW = 80
"""How far from a bare distance, in characters, a word of regaining ground makes it a figure of area."""


class Mentions:
    """The mentions of one text."""

    def __init__(self, lookups: Lookups) -> None:
        self.lookups = lookups
        self.words, self.page = lookups.words, lookups.page
        self.cues, self.cue_ends = lookups.cues, lookups.cue_ends
        self.text, self.folded = lookups.text, lookups.folded
        self.hedges, self.hedges_after = lookups.hedges, lookups.hedges_after

    def finish(self, drafts: Sequence[Draft]) -> list[QuantityMention]:
        """Hedges, bounds, wholes and definitions for drafts in order of position."""
        if not drafts:
            return []
        far = [(start, end, cast(Bound, values[0])) for start, end, values in self.lookups.found["far"]]
        mentions: list[QuantityMention] = []
        for number, draft in enumerate(drafts):
            hedges, bound, complement = self._hedges(draft)
            if bound == "exact" and draft.bound == "exact":
                start_of = self.lookups.sentence_start(draft.start)
                since = max([start_of, *(drafts[number - 1].end,)] if number else [start_of])
                index = bisect_left(far, (draft.start,)) - 1
                hit = far[index] if index >= 0 and since <= far[index][0] and far[index][1] <= draft.start else None
                if hit is not None and "\n" not in self.page[hit[1] : draft.start]:
                    hedges, bound = [(hit[0], hit[1])], hit[2]
            mentions.append(self._mention(draft, hedges, bound, complement, mentions))
        return self._defined(mentions)

    def _mention(
        self,
        draft: Draft,
        hedges: list[tuple[int, int]],
        bound: Bound,
        complement: bool,
        before: Sequence[QuantityMention],
    ) -> QuantityMention:
        low, high = _bounds(draft, bound)
        unit, counted, rule = self._area_of_distance(draft)
        if draft.form == "ratio" and draft.end + 1 in self.cues.get("comparisons", {}):
            rule = "comparison"
        increment = self.page[max(0, draft.start - 2) : draft.start].endswith("(+")
        form: Form = "rate" if increment or self._rate(draft.end) else draft.form
        part = self._part_of(draft, before)
        return QuantityMention(
            span=self.lookups.span(draft.start, draft.end),
            hedges=tuple(self.lookups.span(start, end) for start, end in sorted(hedges)),
            value=draft.value,
            low=low,
            high=high,
            unit=unit,
            bound=bound if draft.bound == "exact" else draft.bound,
            counted=counted,
            form=form,
            of=self._whole_of(draft) if draft.form == "share" else None,
            relative_to=None if draft.relative_to is None else self.lookups.span(*draft.relative_to),
            part_of=part,
            rule="increment" if increment else "complement" if complement else rule,
        )

    def _hedges(self, draft: Draft) -> tuple[list[tuple[int, int]], Bound, bool]:
        """Hedges right before and after a figure, the bound they give together, and whether it is what is left ("all but")."""
        found: list[tuple[int, int]] = []
        bounds: list[Bound] = []
        complement = False
        position = draft.start
        for _ in range(4):
            position = self.lookups.before(position)
            hedge = self.hedges.get(position)
            left = self.cue_ends.get("complement", {}).get(position)
            bridge = self.cue_ends.get("bridge", {}).get(position)
            if left is not None:
                complement, position = True, left
                found.append((left, self.cues["complement"][left]))
            elif hedge is not None and self.lookups.before(hedge[0]) in self.cue_ends.get("rises", {}):
                break  # "rose to 40" bounds nothing
            elif hedge is not None and draft.rule == "from_to" and self.page[hedge[0] : position] in self.words.to:
                break  # nor does "з 41 до 179"
            elif hedge is not None:
                start, names = hedge
                found.append((start, position))
                bounds.append(cast(Bound, names[0]))
                position = start
            elif bridge is not None:
                position = bridge
            else:
                break
        after = self.hedges_after.get(draft.end + 1)
        if after is not None and self._hedged_over(after[0]):
            after = None  # "92 villages and more than 40 hamlets": the words bound the next figure
        if after is not None and self.page[draft.end : draft.end + 1] == " ":
            found.append((draft.end + 1, after[0]))
            bounds.append(cast(Bound, after[1][0]))
        firm: list[Bound] = [bound for bound in bounds if bound != "about"]
        return found, (firm or bounds or ["exact"])[0], complement

    def _hedged_over(self, at: int) -> bool:
        """Whether an offset lies inside a hedge."""
        ends = range(at + 1, at + self.lookups.longest_hedge)
        return any(end in self.hedges and self.hedges[end][0] < at for end in ends)

    def _area_of_distance(self, draft: Draft) -> tuple[str, MentionCounts, str]:
        """Unit, what is counted, and rule: a bare distance of territory ("2,000 km of our land") counts area, its unit kept as said."""
        dimension = self.words.dimension(draft.unit)
        if draft.unit == THINGS:
            return "items", "things", draft.rule
        if dimension != "distance":
            return draft.unit, _COUNTED[dimension], draft.rule
        for gap in (1, 2):
            if draft.end + gap in self.cues.get("distance_cues", {}):
                return draft.unit, "distance", draft.rule
        tail = self.page[draft.end : draft.end + 48]
        territory = self.cues.get("territory", {})
        moved = self.words.distance_before.search(self.page[max(0, draft.start - 48) : draft.start]) is not None
        if moved and not any(start in territory for start in range(draft.end, draft.end + _OF_TERRITORY)):
            return draft.unit, "distance", draft.rule
        if any(start in territory for start in range(draft.end, draft.end + len(tail.split(".")[0]))):
            return draft.unit, "area", "bare_distance:territory"
        start, end = self.lookups.sentence_start(draft.start), self.lookups.sentence_end(draft.end)
        near = self.page[max(start, draft.start - _AREA_WINDOW) : min(end, draft.end + _AREA_WINDOW)]
        if any(re.search(rf"\b{re.escape(cue)}", near) for cue in self.words.area_cues):
            return draft.unit, "area", "bare_distance:verb"
        return draft.unit, "distance", draft.rule

    def _part_of(self, draft: Draft, before: Sequence[QuantityMention]) -> Span | None:
        """The whole that "including 23 …" is a part of: the figure before in the sentence."""
        head = self.page[max(0, draft.start - 40) : draft.start].rstrip()
        ends = self.cue_ends.get("part", {})
        at = max(0, draft.start - 40) + len(head)
        if at not in ends or not before:
            return None
        whole = before[-1].span
        same = self.lookups.sentence_start(whole.start) == self.lookups.sentence_start(draft.start)
        return whole if same else None

    def _whole_of(self, draft: Draft) -> Span | None:
        """The words naming what a share is of, up to the next preposition, verb or mark."""
        position = draft.end
        word = WORD.match(self.page, position + 1) if self.page[position : position + 1] == " " else None
        if word is not None and word.group() in self.words.of:
            position = word.end()
        elif self.words.of:
            return None
        start, end = None, None
        for _ in range(5):
            word = WORD.match(self.page, position + 1) if self.page[position : position + 1] == " " else None
            if word is None or (word.group() in self.words.stop):
                break
            start = word.start() if start is None else start
            end = position = word.end()
        return None if start is None or end is None else self.lookups.span(start, end)

    def _rate(self, end: int) -> bool:
        return any(end + gap in self.cues.get("rate", {}) for gap in (0, 1))

    def _defined(self, mentions: list[QuantityMention]) -> list[QuantityMention]:
        """What is counted, where the sentence of a figure of area or, failing that, the next one, pointing back ("this", "це"), says so."""
        areas = [
            index
            for index, mention in enumerate(mentions)
            if mention.counted == "area" and mention.form in ("level", "change")
        ]
        if not areas:
            return mentions
        links = sorted(self.folded.span(link, link)[0] for link in self.cues.get("definition_links", ()))
        for start, end, ids in self.lookups.found["definitions"]:
            at = self.folded.span(start, end)[0]
            opening = self.lookups.sentence_start(at)
            first, last = self._between(mentions, areas, opening, self.lookups.sentence_end(at + 1))
            linked = bisect_right(links, at) > bisect_left(links, opening) and self.text[opening - 1 : opening] != "\n"
            if first == last and linked:
                first, last = self._between(mentions, areas, self.lookups.sentence_start(max(0, opening - 2)), opening)
            if first < last:
                after = bisect_left(areas, at, first, last, key=lambda index: mentions[index].span.start)
                near = areas[max(first, after - 1) : min(last, after + 1)]
                nearest = min(near, key=lambda index: abs(mentions[index].span.start - at))
                if mentions[nearest].definition is None:
                    mentions[nearest] = replace(mentions[nearest], definition=str(ids[0]))
        return mentions

    @staticmethod
    def _between(mentions: Sequence[QuantityMention], areas: Sequence[int], start: int, end: int) -> tuple[int, int]:
        """First and past-the-last of the figures of area that stand in start..end, as positions in areas."""
        first = bisect_left(areas, start, key=lambda index: mentions[index].span.start)
        return first, bisect_left(areas, end, key=lambda index: mentions[index].span.start)


def _bounds(draft: Draft, bound: Bound) -> tuple[float | None, float | None]:
    """low and high of the table in DESIGN section 2."""
    if draft.bound != "exact":
        return draft.low, draft.high
    if bound in ("at_least", "conservative"):
        return draft.value, None
    if bound in ("at_most", "nearly"):
        return None, draft.value
    return (draft.value, draft.value) if bound == "exact" else (None, None)
