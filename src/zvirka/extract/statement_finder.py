"""Statements of a region: the words that make one, and how far each reaches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from zvirka.extract.clause_types import ClauseTypes, features_of
from zvirka.extract.clauses import Clause
from zvirka.extract.cues import Words
from zvirka.extract.hints import armed, hinted, settled, surely
from zvirka.extract.parts import ClauseParts
from zvirka.extract.phrases import QUOTE_MARKS
from zvirka.extract.reading import Reading, starting, within
from zvirka.extract.regions import Region
from zvirka.extract.statements import WEAK, Statement
from zvirka.extract.tokens import Match, Tokens
from zvirka.extract.triggers import LABEL_RANK, StatementPack, Trigger, statement_type
from zvirka.model.claims import StatementType
from zvirka.model.sources import UNKNOWN

_MARKS = frozenset(",;:—–()")
_NONE: frozenset[str] = frozenset()
_POSSESSIVE = ("'s", "’s", "s'", "s’")
"""Ends of a source whose word of saying is a noun ("the soldiers' calls for help")."""
_LESS = ("clash", "policy_position", "background", "assessment", "framing")
"""The types of WEAK, that which tells of most first."""
_LEAST_WORDS = 3
"""Tokens of the shortest words that are an assessment or a position by the verb that says them."""
_OCCASION = 4
"""Tokens before a blow among which a word like "after" makes it the occasion of what is said."""
_BRIEFLY = WEAK | {"media_posted"}
"""Types that a word or two hardly tell for themselves."""
_LEAST_SEGMENT = 3
"""Words of the shortest stretch that tells something for itself."""
_TRIED: frozenset[StatementType] = frozenset({"strike", "territory_regained", "advance", "control", "border_crossing"})
"""What attackers who are beaten off only tried."""
_FIRED = frozenset({"missile", "drone", "ammunition"})
"""Classes of arms that are fired: a blow tells of them as well as a loss."""
_THINGS_NEAR = 4
"""Tokens behind a word of loss among which the machine stands that was lost."""
_OF_WEIGHT = frozenset(
    {"official", "politician", "analyst", "military_unnamed", "blogger", "tracker", "channel", "official_document"}
)
"""Kinds of source whose expectations and wishes are claims."""


class StatementFinder:
    """Finds statements by the words of one language."""

    def __init__(self, pack: StatementPack, words: Words, taught: ClauseTypes) -> None:
        self.pack = pack
        self.taught = taught
        self.words = words
        self.parts = ClauseParts(pack)

    def find(self, reading: Reading, region: Region, joke: bool) -> list[Statement]:
        """The statements of a region in text order."""
        ordered = self._order(reading, region)
        if ordered is not None:
            return [ordered]
        groups = self._groups(reading, region, last=False) or self._by_cue(reading, region)
        parts = self._parts(reading, region)
        found = self._stated(reading, region, groups, joke, parts)
        if found and self._wanted(reading, region):
            found = [each for each in found if not self._occasion(reading, each)]
        if not found:
            return [_planned(reading, each) for each in self._as_said(reading, region, joke)]
        if len(parts) > 1 and not region.aside:
            silent = [part for part in parts if not any(_meets(each, part, reading) for each in found)]
            found += [told for part in silent for told in self._last(reading, _within(reading, region, part), joke)]
            found.sort(key=lambda each: each.quote.start)
        return found

    def _wanted(self, reading: Reading, region: Region) -> bool:
        """Whether a region is what its source wants, asks for or promises."""
        mention = reading.attributions[region.chain[0]] if region.chain and not region.carried else None
        return mention is not None and mention.type == "policy_position" and mention.kind in _OF_WEIGHT

    def _occasion(self, reading: Reading, statement: Statement) -> bool:
        """Whether a blow is only what somebody wants something for: "asked for more weapons after the attack on the plant"."""
        at = statement.at.first
        found = self.pack.lexicon("aftermath").find(reading.document.tokens, max(0, at - _OCCASION), at)
        return statement.trigger.type == "strike" and bool(found)

    def last(self, reading: Reading, region: Region, joke: bool) -> list[Statement]:
        """What a region without a statement states by the words that count only there, else by what it hints at: each clause of
        it for itself."""
        parts = self._parts(reading, region)
        if len(parts) == 1:
            return self._last(reading, region, joke)
        return [told for part in parts for told in self._last(reading, _within(reading, region, part), joke)]

    def _last(self, reading: Reading, region: Region, joke: bool) -> list[Statement]:
        found = self._stated(reading, region, self._groups(reading, region, last=True), joke)
        found = found or self._hinted(reading, region, joke)
        found = found or [_planned(reading, each) for each in self._as_said(reading, region, joke, denial=True)]
        return found

    def _parts(self, reading: Reading, region: Region) -> list[tuple[int, int]]:
        """The clauses of a region as token ranges; one, where parts of it are others' words."""
        tokens = reading.document.tokens
        first, past = tokens.at(region.start), tokens.at(region.end)
        return [(first, past)] if region.holes else self.parts.of(reading.document, first, past)

    def _stated(
        self,
        reading: Reading,
        region: Region,
        groups: list[list[Match[Trigger]]],
        joke: bool,
        parts: Sequence[tuple[int, int]] = (),
    ) -> list[Statement]:
        segments = self._segments(reading, region, groups)
        found: list[Statement] = []
        for segment, members, spare in _unbroken(reading, _joined(segments, groups)):
            near = _narrowed(segment, members, parts)
            tries = [(segment, members), (segment, spare)]
            if near != segment:
                tries.insert(0, (near, members))
            told = (self._chosen(reading, region, where, which, joke) for where, which in tries if which)
            found.extend(next((each for each in told if each), []))
        return [_planned(reading, statement) for statement in found]

    def _as_said(self, reading: Reading, region: Region, joke: bool, *, denial: bool = False) -> list[Statement]:
        """What words without a trigger are by the verb that says them: what is expected is an assessment, what is called
        for a position; only of those whose word on the war counts. denial: only what is denied, else all but that."""
        mention = reading.attributions[region.chain[0]] if region.chain and not region.carried else None
        if mention is None or not mention.type or not reading.of_war or mention.kind not in _OF_WEIGHT:
            return []
        noun = mention.source is not None and mention.source.exact.endswith(_POSSESSIVE)
        if noun or (mention.commitment == "denied") != denial:
            return []
        tokens = reading.document.tokens
        region = _with_cue(reading, region)
        first, past = tokens.at(region.start), tokens.at(region.end)
        if past - first < _LEAST_WORDS:
            return []
        trigger = Trigger(statement_type(mention.type), LABEL_RANK, "actor", _NONE, _NONE, None, in_source=False)
        clause = Clause(reading, region, (first, past), self.pack, self.words)
        told = clause.statement(Match(first, first + 1, trigger), joke)
        return [] if told is None else [told]

    def _hinted(self, reading: Reading, region: Region, joke: bool) -> list[Statement]:
        """What words without a trigger are by what they hint at, else by who says them."""
        match = hinted(reading, region, self.pack, self.taught, self.parts)
        if match is None:
            return []
        tokens = reading.document.tokens
        clause = Clause(reading, region, (tokens.at(region.start), tokens.at(region.end)), self.pack, self.words)
        told = clause.statement(match, joke)
        return [] if told is None else [_planned(reading, told)]

    def _groups(self, reading: Reading, region: Region, *, last: bool) -> list[list[Match[Trigger]]]:
        tokens = reading.document.tokens
        groups: list[list[Match[Trigger]]] = []
        first = tokens.at(region.start)
        matches = reading.triggers
        start = bisect_left(reading.firsts, first)
        for index in range(start, len(matches)):
            match = matches[index]
            if tokens.starts[match.first] >= region.end:
                break
            if match.value.last != last or not region.holds(tokens.starts[match.first], tokens.ends[match.past - 1]):
                continue
            if region.aside and not match.value.in_source and not _counts_here(reading, region, match.value):
                continue
            if groups and match.past <= groups[-1][0].past:
                groups[-1].append(match)  # a word inside a longer one: read where the longer one does not fit
            else:
                groups.append([match])
        return groups

    def _order(self, reading: Reading, region: Region) -> Statement | None:
        """What a region says, where its source orders it ("the minister ordered the troops to leave"): an order, not the deed.

        Who orders is the actor; the order is told by whoever speaks around it.
        """
        mention = reading.attributions[region.chain[0]] if region.chain and not region.carried else None
        if mention is None or mention.cue is None or mention.source is None or mention.modality != "normative":
            return None
        tokens = reading.document.tokens
        first, past = tokens.at(mention.cue.start), tokens.at(mention.cue.end)
        start = bisect_left(reading.firsts, first)
        found = [
            each for each in reading.triggers[start : start + 4] if each.first < past and each.value.type == "order"
        ]
        begin = min(mention.source.start, mention.cue.start)
        if not found or reading.document.sentence_at(begin) != region.sentence or begin > region.start:
            return None
        holes = tuple(hole for hole in region.holes if hole[0] >= region.end)
        around = replace(region, start=begin, chain=region.chain[1:], holes=holes)
        clause = Clause(reading, around, (tokens.at(begin), tokens.at(region.end)), self.pack, self.words)
        told = clause.statement(found[0], joke=False)
        side = None if mention.side == UNKNOWN else mention.side
        return None if told is None else replace(told, actor=told.actor or side, modality="asserted")

    def _by_cue(self, reading: Reading, region: Region) -> list[list[Match[Trigger]]]:
        """Where the words said hold no trigger: the word of saying itself, if it is one ("Oryx counted 14 tanks")."""
        cue = reading.attributions[region.chain[0]].cue if region.chain and not region.carried else None
        if cue is None or not within(reading.equipment, region.start, region.end):
            return []
        tokens = reading.document.tokens
        start = bisect_left(reading.firsts, tokens.at(cue.start))
        found = [match for match in reading.triggers[start : start + 4] if tokens.starts[match.first] < cue.end]
        return [found] if found else []

    def _segments(
        self, reading: Reading, region: Region, groups: Sequence[Sequence[Match[Trigger]]]
    ) -> list[tuple[int, int]]:
        """One stretch of tokens a trigger; those of neighbours are the same where nothing parts them."""
        tokens = reading.document.tokens
        if not groups:
            return []
        heads = [group[0] for group in groups]
        first, past = tokens.at(region.start), tokens.at(region.end)
        if len(groups) == 1:
            return [(first, past)]
        if self._share(tokens, first, past):
            return [(first, past)] * len(groups)
        starts, ends = [first], []
        counts = [frozenset().union(*(match.value.counts for match in group if _counting(match))) for group in groups]
        for index, (left, right) in enumerate(pairwise(heads)):
            listed = self._listed(reading, region, left.past, right.first, counts[index], counts[index + 1])
            told, told_next = left.value.type, right.value.type
            other = told != told_next and WEAK.isdisjoint({told, told_next})
            listed |= self._places(reading, left.past, right.first)
            whole = _figures(reading, left.past, right.first)
            cut = self._cut(tokens, left.past, right.first, listed, whole, other=other)
            if cut is None:
                ends.append(-1)
                starts.append(-1)
            else:
                ends.append(cut)
                starts.append(cut)
        ends.append(past)
        return _filled(starts, ends)

    def _share(self, tokens: Tokens, first: int, past: int) -> bool:
        """Whether words begin with what a share of is told ("Of 75 drones launched overnight, 74 were downed")."""
        while first < past and not tokens.norms[first][0].isalnum():
            first += 1
        behind = range(first + 1, min(past, first + 4))
        return (
            first < past
            and self.words.is_a("share_of", tokens.norms[first])
            and any(tokens.norms[at][0].isdecimal() or self.words.is_a("number", tokens.norms[at]) for at in behind)
        )

    def _listed(
        self, reading: Reading, region: Region, first: int, past: int, left: frozenset[str], right: frozenset[str]
    ) -> set[int]:
        """Starts of figures between two triggers that only the left one takes: a list goes on there ("86 tanks, 12 guns and …")."""
        tokens = reading.document.tokens
        start, end = (tokens.starts[at] for at in (first, past)) if first < past else (0, 0)
        found: set[int] = set()
        if left <= right or start >= end:
            return found
        if "items" in left and "items" not in right:
            for thing in starting(reading.equipment, start, end):
                if thing.counted and thing.span.end <= region.end:
                    found.add(thing.span.start)
        for figure in starting(reading.quantities, start, end):
            if figure.counted in left and figure.counted not in right and figure.span.end <= region.end:
                found.add(figure.span.start)
        return found

    def _places(self, reading: Reading, first: int, past: int) -> set[int]:
        """Starts of places between two triggers that are the last of a list: behind another and a joining word, no subject of
        what follows ("hit Kharkiv and Sumy to disrupt …")."""
        tokens = reading.document.tokens
        if first >= past:
            return set()
        places = starting(reading.places, tokens.starts[first], tokens.ends[past - 1])
        return {
            place.span.start
            for before, place in pairwise(places)
            if tokens.at(place.span.start) - tokens.at(before.span.end) == 1
            and self.words.is_a("clause_opener", tokens.norms[min(tokens.at(place.span.end), len(tokens.norms) - 1)])
        }

    def _cut(
        self, tokens: Tokens, first: int, past: int, listed: set[int], whole: set[int], *, other: bool
    ) -> int | None:
        """The best place to part two triggers: before a mark with a joining word, a mark, or a joining word; not at a token of `whole`.
        other: the second tells of something else than the first, so that a colon right before it parts them too ("Blasts in the
        port: 9 jets destroyed")."""
        best: tuple[int, int] | None = None
        if past - first == 1 and self.pack.holds("joiners", tokens.norms[first]):
            return None  # "killed and wounded" are one
        for at in range(first, past):
            if at in whole:
                continue
            word = tokens.norms[at]
            joins = self.pack.holds("separators", word)
            rank = (
                3
                if word == ";"
                else 2
                if word in _MARKS and at + 1 < past and self.pack.holds("separators", tokens.norms[at + 1])
                else 0
            )
            opens = word == ":" and (other or at + 1 < past) and tokens.norms[at + 1] not in QUOTE_MARKS
            rank = rank or (1 if word in {",", "—", "–"} or opens or joins else 0)
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
        context = Clause(reading, region, segment, self.pack, self.words)
        if self._share(reading.document.tokens, *segment) and len(members) > 1:
            members = members[1:]  # what a share of is told is only what it is of
        fitting = [match for group in members for match in context.rows(group)]
        if len(fitting) <= 1:
            fitting = [match for match in fitting if not context.premise(match)]
            made = [context.statement(match, joke) for match in self._surely(context, fitting)]
            return [statement for statement in made if statement is not None]
        if any(match.value.type == "clash" for match in fitting) and context.repelled():
            fitting = [match for match in fitting if match.value.type not in _TRIED]
        if fitting and not context.adjunct(fitting[0]):
            fitting = [match for match in fitting if not context.adjunct(match)]
        strong = [match for match in fitting if match.value.type not in WEAK] or sorted(fitting, key=_plainest)[:1]
        if all(context.presupposed(match) for match in strong):  # "the tanks left behind show that …" says both
            strong += [match for match in fitting if match.value.type in WEAK and match not in strong]
        told = [match for match in strong if not context.setting(match)]
        strong = told or strong  # "a week before the withdrawal tanks drove through": when, not what
        kept: dict[StatementType, Match[Trigger]] = {}
        for match in sorted(strong, key=lambda each: (each.value.rank, each.first)):
            first = kept.setdefault(match.value.type, match)
            if first.value.status != match.value.status:
                kept[match.value.type] = first._replace(value=replace(first.value, status=None))
        _settle(kept)
        harmed = [kept[type_] for type_ in ("civilian_harm", "casualties") if type_ in kept]
        if "strike" in kept and harmed and not any(context.negated(match) for match in harmed):
            del kept["strike"]  # "killed by shelling", "a strike killed": the harm it did says more
        chosen = sorted(kept.values(), key=lambda each: each.first)
        chosen = [match for match in chosen if not context.premise(match)]
        made = [context.statement(match, joke) for match in self._surely(context, chosen)]
        return [statement for statement in made if statement is not None]

    def _surely(self, context: Clause, matches: list[Match[Trigger]]) -> list[Match[Trigger]]:
        """The words that make a statement of a clause; where it is one, with the type of the whole clause if that is far likelier: what
        counts machines is of machines."""
        if len(matches) != 1 or not self.taught.types or settled(matches[0].value) or context.negated(matches[0]):
            return matches
        if matches[0].value.type == "equipment_loss" and any(
            each.counted or (each.cls not in _FIRED and _right_behind(context.tokens, matches[0], each.span.start))
            for each in context.equipment
        ):
            return matches
        seen = features_of(context.reading, self.pack, context.first, context.past, context.region.holes)
        return [surely(matches[0], self.taught.chances(seen), armed=armed(seen), built="C:structure" in seen)]


def _figures(reading: Reading, first: int, past: int) -> set[int]:
    """Tokens inside the figures between two triggers, their first left out: "between 5,000 and 7,000" is one."""
    tokens = reading.document.tokens
    if first >= past:
        return set()
    figures = starting(reading.quantities, tokens.starts[first], tokens.ends[past - 1])
    return {at for each in figures for at in range(tokens.at(each.span.start) + 1, tokens.at(each.span.end))}


def _right_behind(tokens: Tokens, match: Match[Trigger], start: int) -> bool:
    """Whether a machine is what a word is followed by ("destroyed two launchers of …")."""
    return 0 <= tokens.at(start) - match.past < _THINGS_NEAR


def _planned(reading: Reading, statement: Statement) -> Statement:
    """What a source plans to do itself: it is the doer, and whoever tells of the plan the source."""
    chain = statement.region.chain
    mention = reading.attributions[chain[0]] if chain and not statement.region.carried else None
    if mention is None or mention.modality != "predicted" or mention.rule != "clause":
        return statement
    side = None if mention.side == UNKNOWN else mention.side
    if statement.trigger.subject == "actor" and statement.actor is None and not statement.passive:
        statement = replace(statement, actor=side, target=None if statement.target == side else statement.target)
    if len(chain) > 1:
        statement = replace(statement, region=replace(statement.region, chain=chain[1:]))
    return statement


def _with_cue(reading: Reading, region: Region) -> Region:
    """What somebody does by saying it, with the word for it right before ("called for talks", "condemned the attack")."""
    mention = reading.attributions[region.chain[0]]
    cue = mention.cue
    if cue is None or mention.type not in {"policy_position", "assessment"} or cue.end > region.start:
        return region
    if reading.document.text[cue.end : region.start].strip():
        return region
    holes = tuple(each for each in region.holes if each[0] >= region.start)
    return replace(region, start=cue.start, holes=holes)


def _settle(kept: dict[StatementType, Match[Trigger]]) -> None:
    """Of two types that tell one thing in one clause, leaves the one that says more.

    Things shot down that somebody launched are losses, things stolen from people are conduct, a raid that goes in is a raid.
    """
    loss, strike = kept.get("equipment_loss"), kept.get("strike")
    if loss is not None and strike is not None and loss.first < strike.first:
        del kept["strike"]
    if loss is not None and loss.value.status != "abandoned":
        kept.pop("sighting", None)  # a wreck that stands there is a loss, seen
    conduct = kept.get("conduct")
    if loss is not None and conduct is not None and loss.first < conduct.past and conduct.first < loss.past:
        del kept["equipment_loss"]
    if "raid" in kept and "advance" in kept:
        del kept["advance"]
    order = kept.get("order")
    if order is not None:  # what is ordered is not done yet
        for type_ in [type_ for type_, match in kept.items() if match.first > order.first]:
            del kept[type_]


def _counting(match: Match[Trigger]) -> bool:
    """Whether figures beside a word are likely its own: those of a type that says little by itself only where it needs one
    ("121,000 people had been evacuated")."""
    return match.value.type not in WEAK or any(need.startswith("figure") for need in match.value.needs)


def _narrowed(
    segment: tuple[int, int], members: list[list[Match[Trigger]]], parts: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """A segment without the clauses at its ends in which none of its words stands."""
    heads = [group[0].first for group in members]
    held = [part for part in parts if any(part[0] <= head < part[1] for head in heads)]
    if not held:
        return segment
    first, past = max(segment[0], held[0][0]), min(segment[1], held[-1][1])
    return (first, past) if first < past else segment


def _meets(statement: Statement, part: tuple[int, int], reading: Reading) -> bool:
    """Whether a statement's words reach into a clause."""
    tokens = reading.document.tokens
    return statement.quote.start < tokens.ends[part[1] - 1] and tokens.starts[part[0]] < statement.quote.end


def _within(reading: Reading, region: Region, part: tuple[int, int]) -> Region:
    tokens = reading.document.tokens
    return replace(region, start=tokens.starts[part[0]], end=tokens.ends[part[1] - 1])


def _plainest(match: Match[Trigger]) -> tuple[int, int]:
    """Of types that say less about the ground, the one that tells more of what was done first."""
    return _LESS.index(match.value.type), match.first


def _counts_here(reading: Reading, region: Region, trigger: Trigger) -> bool:
    """Whether a figure the trigger takes stands beside it: no figure is lost for standing in a source's words."""
    figures = within(reading.quantities, region.start, region.end)
    return any(figure.counted in trigger.counts or figure.form in trigger.counts for figure in figures)


def _filled(starts: list[int], ends: list[int]) -> list[tuple[int, int]]:
    for index in range(1, len(starts)):
        if starts[index] == -1:
            starts[index] = starts[index - 1]
    for index in range(len(ends) - 2, -1, -1):
        if ends[index] == -1:
            ends[index] = ends[index + 1]
    return list(zip(starts, ends, strict=True))


def _unbroken(
    reading: Reading, segments: list[tuple[tuple[int, int], list[list[Match[Trigger]]]]]
) -> list[tuple[tuple[int, int], list[list[Match[Trigger]]], list[list[Match[Trigger]]]]]:
    """Segments with the words that tell what they say, and those that do where these do not: one too short to tell something for
    itself is put to its neighbour. A figure may stand alone."""
    kept: list[tuple[tuple[int, int], list[list[Match[Trigger]]], list[list[Match[Trigger]]]]] = []
    for segment, members in segments:
        short = _scrap(reading, segment, members)
        if kept and (short or _scrap(reading, kept[-1][0], kept[-1][1])):
            before, told, spare = kept.pop()
            joined = (before[0], segment[1])
            kept.append((joined, told, [*spare, *members]) if short else (joined, members, [*told, *spare]))
        else:
            kept.append((segment, members, []))
    return kept


def _scrap(reading: Reading, segment: tuple[int, int], members: list[list[Match[Trigger]]]) -> bool:
    """Whether a stretch has too few words to tell something for itself, and no figure; what says most of the ground may be short."""
    if any(group[0].value.type not in _BRIEFLY for group in members):
        return False
    tokens = reading.document.tokens
    norms = tokens.norms[segment[0] : segment[1]]
    if sum(word[0].isalpha() for word in norms) >= _LEAST_SEGMENT or any(word[0].isdigit() for word in norms):
        return False
    start, end = tokens.starts[segment[0]], tokens.ends[segment[1] - 1]
    counted = any(each.count is not None for each in within(reading.equipment, start, end))
    return not counted and not within(reading.quantities, start, end)


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
