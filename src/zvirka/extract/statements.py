"""Statements in a region: which words make one, how far it reaches, and how it is meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from zvirka.extract.cues import Words
from zvirka.extract.document import Document
from zvirka.extract.mentions import QuantityMention
from zvirka.extract.phrases import QUOTE_MARKS, ornament
from zvirka.extract.reading import Reading, SideMention, within
from zvirka.extract.regions import Region
from zvirka.extract.tokens import Match, Tokens
from zvirka.extract.triggers import StatementPack, Trigger
from zvirka.model.claims import Modality, Polarity, StatementType
from zvirka.model.spans import Span

_WEAK = frozenset({"framing", "assessment", "background", "clash", "policy_position"})
"""Types that say less about the ground: dropped where a clause also makes another statement."""
_MARKS = frozenset(",;:—–()")
_HARMING = frozenset({"casualties", "equipment_loss", "prisoners"})
"""Types whose object is often told by an adjective of its side alone ("two Ukrainian guns")."""
_LISTED = frozenset({"casualties", "equipment_loss"})
"""Types told as a list of figures under a line that says what they are ("Losses of the enemy as of today:")."""
_DONE_BY = frozenset({"strike"})
"""Types whose words are nouns as often as verbs: a side after them may as well be the doer, so none is guessed."""
_OUTER = frozenset({",", ";", ":", ".", "—", "–", "-", "!", "…"})
_WHERE = frozenset({"territory_regained", "territory_lost", "control", "withdrawal", "advance"})
"""Types whose object is a place."""
_LONGEST_NAME = 3
"""Words in the longest unknown name."""
_OBJECT_WORDS = 6
"""Words behind a trigger among which its object begins."""
_NEAR = 7
"""Words before a trigger searched for negation and the like."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that states something. quote: its words. at: its trigger. taken_over: the type comes from an earlier clause."""

    region: Region
    quote: Span
    trigger: Trigger
    at: Match[Trigger]
    label: Span | None
    polarity: Polarity
    modality: Modality
    literal: bool
    presupposed: bool
    actor: str | None
    target: str | None
    passive: bool
    taken_over: bool = False
    unknown: Span | None = None
    """A name behind its word that the gazetteer does not know."""
    window: tuple[int, int] | None = None
    """Where its places are looked for, if not in its quote."""


class StatementFinder:
    """Finds statements by the words of one language."""

    def __init__(self, pack: StatementPack, words: Words) -> None:
        self.pack = pack
        self.words = words

    def find(self, reading: Reading, region: Region, joke: bool) -> list[Statement]:
        """The statements of a region in text order."""
        groups = self._groups(reading, region) or self._by_cue(reading, region)
        segments = self._segments(reading, region, groups)
        found: list[Statement] = []
        for segment, members in _joined(segments, groups):
            found.extend(self._chosen(reading, region, segment, members, joke))
        return found

    def _groups(self, reading: Reading, region: Region) -> list[list[Match[Trigger]]]:
        tokens = reading.document.tokens
        groups: list[list[Match[Trigger]]] = []
        first = tokens.at(region.start)
        matches = reading.triggers
        start = bisect_left(matches, first, key=lambda match: match.first)
        for index in range(start, len(matches)):
            match = matches[index]
            if tokens.starts[match.first] >= region.end:
                break
            if not region.holds(tokens.starts[match.first], tokens.ends[match.past - 1]):
                continue
            if region.aside and not match.value.in_source and not _counts_here(reading, region, match.value):
                continue
            if groups and groups[-1][0].first == match.first and groups[-1][0].past >= match.past:
                groups[-1].append(match)
            else:
                groups.append([match])
        return groups

    def _by_cue(self, reading: Reading, region: Region) -> list[list[Match[Trigger]]]:
        """Where the words said hold no trigger: the word of saying itself, if it is one ("Oryx counted 14 tanks")."""
        cue = reading.attributions[region.chain[0]].cue if region.chain and not region.carried else None
        if cue is None or not within(reading.equipment, region.start, region.end):
            return []
        tokens = reading.document.tokens
        start = bisect_left(reading.triggers, tokens.at(cue.start), key=lambda match: match.first)
        found = [match for match in reading.triggers[start : start + 4] if tokens.starts[match.first] < cue.end]
        return [found] if found else []

    def _segments(
        self, reading: Reading, region: Region, groups: Sequence[Sequence[Match[Trigger]]]
    ) -> list[tuple[int, int]]:
        """One stretch of tokens a trigger; those of neighbours are the same where nothing parts them."""
        tokens = reading.document.tokens
        heads = [group[0] for group in groups]
        first, past = tokens.at(region.start), tokens.at(region.end)
        if not heads:
            return []
        starts, ends = [first], []
        counts = [
            frozenset().union(*(match.value.counts for match in group if match.value.type not in _WEAK))
            for group in groups
        ]
        for index, (left, right) in enumerate(pairwise(heads)):
            cut = self._cut(
                tokens, left.past, right.first, self._listed(reading, region, counts[index], counts[index + 1])
            )
            if cut is None:
                ends.append(-1)
                starts.append(-1)
            else:
                ends.append(cut)
                starts.append(cut)
        ends.append(past)
        return _filled(starts, ends)

    def _listed(self, reading: Reading, region: Region, left: frozenset[str], right: frozenset[str]) -> frozenset[int]:
        """Starts of figures that only the left of two triggers takes: a list goes on there ("86 tanks, 12 guns and …")."""
        things = [
            each.span.start for each in within(reading.equipment, region.start, region.end) if each.count is not None
        ]
        starts = things if "items" in left and "items" not in right else []
        for figure in within(reading.quantities, region.start, region.end):
            if figure.counted in left and figure.counted not in right:
                starts.append(figure.span.start)
        return frozenset(starts)

    def _cut(self, tokens: Tokens, first: int, past: int, listed: frozenset[int] = frozenset()) -> int | None:
        """The best place to part two triggers: before a mark with a joining word, a mark, or a joining word."""
        best: tuple[int, int] | None = None
        if past - first == 1 and self.pack.holds("joiners", tokens.norms[first]):
            return None  # "killed and wounded" are one
        for at in range(first, past):
            word = tokens.norms[at]
            joins = self.pack.holds("separators", word)
            rank = (
                3
                if word == ";"
                else 2
                if word in _MARKS and at + 1 < past and self.pack.holds("separators", tokens.norms[at + 1])
                else 0
            )
            rank = rank or (1 if word in {",", "—", "–"} or joins else 0)
            if (
                word != ";"
                and listed
                and any(tokens.starts[near] in listed for near in range(at + 1, min(past, at + 4)))
            ):
                rank = 0
            if rank and (best is None or rank >= best[0]):
                best = (rank, at)
        return None if best is None else best[1]

    def _chosen(
        self,
        reading: Reading,
        region: Region,
        segment: tuple[int, int],
        members: list[list[Match[Trigger]]],
        joke: bool,
    ) -> list[Statement]:
        context = _Context(reading, region, segment, self.pack, self.words)
        fitting = [match for group in members for match in context.rows(group)]
        strong = [match for match in fitting if match.value.type not in _WEAK] or fitting[:1]
        kept: dict[StatementType, Match[Trigger]] = {}
        for match in sorted(strong, key=lambda each: (each.value.rank, each.first)):
            first = kept.setdefault(match.value.type, match)
            if first.value.status != match.value.status:
                kept[match.value.type] = replace(first, value=replace(first.value, status=None))
        _settle(kept)
        chosen = sorted(kept.values(), key=lambda each: each.first)
        made = [context.statement(match, joke) for match in chosen]
        return [statement for statement in made if statement is not None]


def _settle(kept: dict[StatementType, Match[Trigger]]) -> None:
    """Of two types that tell one thing in one clause, leaves the one that says more.

    Things shot down that somebody launched are losses, things stolen from people are conduct, a raid that goes in is a raid.
    """
    loss, strike = kept.get("equipment_loss"), kept.get("strike")
    if loss is not None and strike is not None and loss.first < strike.first:
        del kept["strike"]
    conduct = kept.get("conduct")
    if loss is not None and conduct is not None and loss.first < conduct.past and conduct.first < loss.past:
        del kept["equipment_loss"]
    if "raid" in kept and "advance" in kept:
        del kept["advance"]


class _Context:
    """One segment of a region with what stands in it."""

    def __init__(
        self, reading: Reading, region: Region, segment: tuple[int, int], pack: StatementPack, words: Words
    ) -> None:
        self.words = words
        self.reading = reading
        self.tokens = reading.document.tokens
        self.region = region
        self.first, self.past = segment
        self.pack = pack
        while self.first < self.past - 1 and pack.holds("joiners", self.tokens.norms[self.first]):
            self.first += 1
        while self.past - 1 > self.first and self._trails(self.tokens.norms[self.past - 1]):
            self.past -= 1
        span = quote_of(reading.document, self.first, self.past)
        self.quote = span
        start, end = (span.start, span.end) if span is not None else (region.start, region.start)
        self.quantities: list[QuantityMention] = within(reading.quantities, start, end)
        self.equipment = within(reading.equipment, start, end)
        self.sides = within(reading.sides, start, end)
        self.places = within(reading.places, start, end)
        self.times = within(reading.times, start, end)
        self.region_sides = within(reading.sides, region.start, region.end)
        self.region_places = within(reading.places, region.start, region.end)

    def _trails(self, word: str) -> bool:
        return _outer(word) or self.pack.holds("joiners", word)

    def rows(self, group: list[Match[Trigger]]) -> list[Match[Trigger]]:
        """Of the rows that list one word, the first that fits, and each other one that takes a figure the first does not."""
        fitting = [match for match in sorted(group, key=lambda each: each.value.rank) if self.fits(match)]
        taken: set[str] = set()
        kept: list[Match[Trigger]] = []
        for match in fitting:
            counted = {figure.counted for figure in self.quantities if figure.counted in match.value.counts}
            counted |= {figure.counted for figure in self.quantities if figure.form in match.value.counts}
            if "items" in match.value.counts and any(each.count is not None for each in self.equipment):
                counted.add("items")
            if not kept or counted - taken:
                kept.append(match)
                taken |= counted
        return kept

    def fits(self, match: Match[Trigger]) -> bool:
        """Whether something the trigger needs stands in the clause, or for sides and places in the region."""
        needs = match.value.needs
        if match.value.type in _LISTED and self.opens_list():
            return True
        return not needs or any(self._has(need, match) for need in needs)

    def opens_list(self) -> bool:
        """Whether the region ends in a colon and its line says no more: what it is about follows line by line."""
        return opens_list(self.reading.document, self.region)

    def _has(self, need: str, match: Match[Trigger]) -> bool:
        """need: a class, several joined by "+" that must all stand there, or "figure:" and what is counted."""
        if "+" in need:
            return all(self._has(part, match) for part in need.split("+"))
        if need.startswith("figure:"):
            return any(figure.counted == need.removeprefix("figure:") for figure in self.quantities)
        if need == "doer":
            start = self.tokens.starts[match.first]
            return any(side.span.end <= start for side in self.sides)
        if need == "from":
            return any(place.role == "from" for place in self.places)
        if need == "place_object" and self.unknown_object(match) is not None:
            return True
        if need == "side":
            return bool(self.region_sides)
        if need == "place":
            return bool(self.region_places)
        if need == "place_object":
            reach = self.tokens.ends[min(match.past + _OBJECT_WORDS, self.past) - 1]
            return any(
                place.role is None and place.ids and place.kind != "country" and place.span.start < reach
                for place in self.places
            )
        if need == "equipment":
            return bool(self.equipment)
        if need == "figure":
            return bool(self.quantities)
        if need in {"area", "settlements", "people", "distance", "items"} and any(
            q.counted == need for q in self.quantities
        ):
            return True
        if need in {"share", "ratio"} and any(q.form == need for q in self.quantities):
            return True
        lexicon = self.pack.lexicon(need)
        return need not in {"area", "settlements", "distance", "items", "share", "percent", "ratio"} and bool(
            lexicon.find(self.tokens, self.first, self.past)
        )

    def statement(self, match: Match[Trigger], joke: bool) -> Statement | None:
        """The statement of a trigger in this segment."""
        if self.quote is None:
            return None
        actor, target = self._parties(match)
        kind, label = self._label(match.value.type)
        trigger = match.value
        if kind is not None and trigger.type in _WEAK:
            trigger = replace(trigger, type=kind, subject="actor", status=None)
        return Statement(
            self.region,
            self.quote,
            trigger,
            match,
            label,
            "negated" if self._negated(match) else "affirmed",
            self._modality(match),
            not joke and not self._scare(match) and not self._before("joke", match),
            self._presupposed(match),
            actor,
            target,
            self._passive(match),
            unknown=self.unknown_object(match) if "place_object" in trigger.needs or trigger.type in _WHERE else None,
        )

    def unknown_object(self, match: Match[Trigger]) -> Span | None:
        """A name right behind the trigger that no gazetteer, side or date knows: "took Orlivka", "took the village of X"."""
        at = match.past
        while at < self.past and self.pack.holds("before_name", self.tokens.norms[at]):
            at += 1
        end = at
        while end < self.past and end - at < _LONGEST_NAME and self.tokens.raw(end)[0].isupper():
            end += 1
        span = self.tokens.span(at, end) if at < end else None
        if span is None:
            return None
        spans = [each.span for each in self.region_sides] + [each.span for each in self.region_places]
        spans += [each.span for each in self.equipment] + [each.span for each in self.times]
        return None if any(each.start < span.end and span.start < each.end for each in spans) else span

    def _label(self, type_: StatementType) -> tuple[StatementType | None, Span | None]:
        labels = self.reading.labels
        found = []
        for at in range(bisect_left(labels, self.first, key=lambda match: match.first), len(labels)):
            if labels[at].first >= self.past:
                break
            if labels[at].past <= self.past:
                found.append(labels[at])
        if not found:
            return None, None
        best = max(found, key=lambda match: (match.value == type_, match.past - match.first, -match.first))
        return best.value, self.tokens.span(best.first, best.past)

    def _parties(self, match: Match[Trigger]) -> tuple[str | None, str | None]:
        passive = self._passive(match)
        start = self.tokens.starts[match.first]
        subject, agent, source, after = None, None, None, None
        for mention in self.sides:
            role = self._side_role(mention, match)
            if role == "agent":
                agent = agent or mention.side
            elif role == "source":
                source = source or mention.side
            elif mention.span.end <= start:
                subject = self._subject(subject, mention)
            elif self._holder(mention, match):
                agent = agent or mention.side
            elif match.value.type in _DONE_BY:
                continue
            elif mention.word in {"army", "people"} or (mention.word == "adjective" and match.value.type in _HARMING):
                after = after or mention.side
        if match.value.subject == "owner":
            return agent or source, subject or after
        return self._cast(match.value.subject, passive, subject, agent, source or after)

    def _holder(self, mention: SideMention, match: Match[Trigger]) -> bool:
        """Whether a side right behind "under the control (of)" is the one that holds."""
        at = self.tokens.at(mention.span.start)
        return at - match.past <= 1 and self.pack.holds("control_noun", self.tokens.norms[match.past - 1])

    def _passive(self, match: Match[Trigger]) -> bool:
        at = match.first - 1
        while at > self.first and at > match.first - 4 and self.words.adverb(self.tokens.norms[at]):
            at -= 1
        return at >= self.first and self.pack.holds("being", self.tokens.norms[at])

    def _subject(self, subject: str | None, mention: SideMention) -> str | None:
        return mention.side if subject is None or mention.word != "country" else subject

    def _cast(
        self, subject_is: str, passive: bool, subject: str | None, agent: str | None, other: str | None
    ) -> tuple[str | None, str | None]:
        if subject_is == "target":
            return (agent, subject or other) if passive or other is None else (subject, other)
        if subject_is != "actor":
            return subject, None
        if passive:
            return agent, other if other != agent else None
        if agent is not None and subject is None:
            return agent, other
        return subject or agent, other if other != subject else None

    def _side_role(self, mention: SideMention, match: Match[Trigger]) -> str:
        at = self.tokens.at(mention.span.start)
        for before in range(at - 1, max(self.first - 1, at - 4), -1):
            word = self.tokens.norms[before]
            if before >= match.past and self.pack.holds("agent", word):
                return "agent"
            if before >= match.first and self.pack.holds("source_side", word):
                return "source"
        return ""

    def _before(self, name: str, match: Match[Trigger]) -> bool:
        return bool(self.pack.lexicon(name).find(self.tokens, max(self.first, match.first - _NEAR), match.first))

    def _negated(self, match: Match[Trigger]) -> bool:
        """Whether a word of negation stands before, none that only bounds a figure ("no fewer than")"""
        hedges = [hedge for figure in self.quantities for hedge in figure.hedges]
        found = self.pack.lexicon("negation").find(self.tokens, max(self.first, match.first - _NEAR), match.first)
        starts = [self.tokens.starts[each.first] for each in found]
        return any(not any(hedge.start <= start < hedge.end for hedge in hedges) for start in starts)

    def _modality(self, match: Match[Trigger]) -> Modality:
        if (
            self.tokens.norms[self.past - 1] == "?"
            or self.tokens.norms[min(self.past, len(self.tokens.norms) - 1)] == "?"
        ):
            return "question"
        names: tuple[Modality, ...] = ("normative", "conditional", "predicted")
        for name in names:
            if self._before(name, match):
                return name
        return "asserted"

    def _scare(self, match: Match[Trigger]) -> bool:
        """Whether the word stands in a short quotation of its own inside someone's sentence."""
        quote = self.reading.document.quote_at(self.tokens.starts[match.first])
        if quote is None or self.region.chain:
            return False
        words = self.tokens.at(quote[1]) - self.tokens.at(quote[0])
        return (
            words <= 7
            and quote[0] > self.region.start
            and quote[1] - quote[0] < 0.5 * (self.region.end - self.region.start)
        )

    def _presupposed(self, match: Match[Trigger]) -> bool:
        before = match.first - 1
        if before < self.first:
            return False
        word = self.tokens.norms[before]
        return self.pack.holds("article", word) or (
            self.pack.holds("relative", word)
            and any(self.pack.holds("article", self.tokens.norms[at]) for at in range(self.first, before))
        )


def _counts_here(reading: Reading, region: Region, trigger: Trigger) -> bool:
    """Whether a figure the trigger takes stands beside it: no figure is lost for standing in a source's words."""
    figures = within(reading.quantities, region.start, region.end)
    return any(figure.counted in trigger.counts or figure.form in trigger.counts for figure in figures)


def opens_list(document: Document, region: Region) -> bool:
    """Whether a region is the last of a line that ends in a colon."""
    sentences = document.sentences
    here = sentences[region.sentence]
    if region.sentence + 1 >= len(sentences) or sentences[region.sentence + 1].paragraph == here.paragraph:
        return False
    return document.text[here.start : here.end].rstrip("*_ ").endswith(":") and region.end >= here.end - 2


def quote_of(document: Document, first: int, past: int) -> Span | None:
    """The words of tokens first..past-1 without marks at their ends, nor one half of a pair of quotation marks."""
    tokens = document.tokens
    while first < past and (
        _outer(tokens.norms[first]) or _half(document, first, tokens.starts[first], tokens.ends[past - 1])
    ):
        first += 1
    while past > first and (
        _outer(tokens.norms[past - 1]) or _half(document, past - 1, tokens.starts[first], tokens.ends[past - 1])
    ):
        past -= 1
    return tokens.span(first, past)


def _outer(word: str) -> bool:
    return word in _OUTER or ornament(word)


def _half(document: Document, at: int, start: int, end: int) -> bool:
    """Whether token `at` is a quotation mark whose other half lies outside start..end."""
    tokens = document.tokens
    if tokens.norms[at] not in QUOTE_MARKS:
        return False
    quote = document.quote_at(tokens.starts[at])
    return quote is None or quote[0] < start or quote[1] > end


def _filled(starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    for index in range(1, len(starts)):
        if starts[index] == -1:
            starts[index] = starts[index - 1]
    for index in range(len(ends) - 2, -1, -1):
        if ends[index] == -1:
            ends[index] = ends[index + 1]
    return list(zip(starts, ends, strict=True))


def _joined(
    segments: list[tuple[int, int]], groups: list[list[Match[Trigger]]]
) -> list[tuple[tuple[int, int], list[list[Match[Trigger]]]]]:
    joined: list[tuple[tuple[int, int], list[list[Match[Trigger]]]]] = []
    for segment, group in zip(segments, groups, strict=True):
        if joined and joined[-1][0] == segment:
            joined[-1][1].append(group)
        else:
            joined.append((segment, [group]))
    return joined
