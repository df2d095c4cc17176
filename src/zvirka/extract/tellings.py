"""What a statement tells, one thing at a time: each figure and each class of equipment counted on its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from zvirka.extract.counts import CountReader
from zvirka.extract.mentions import EquipmentMention, QuantityMention
from zvirka.extract.reading import InOrder, Reading, held, within
from zvirka.extract.statements import Statement, overlap, quote_of
from zvirka.extract.triggers import Trigger, hinted_only
from zvirka.model.spans import Span

_OF_PEOPLE = frozenset({"casualties", "prisoners", "civilian_harm"})
"""Types whose figure counts people where it names nothing else."""
_LONE_PEOPLE = _OF_PEOPLE | {"background"}
"""Types that take a bare figure, as one of people."""
_OF_THINGS = frozenset({"equipment_loss", "sighting", "strike", "conduct", "raid", "clash", "withdrawal"})
"""Types whose figure counts things where it names none that a pack lists."""
_NO_STATUS = frozenset({"", "of", "them"})
"""How a part is told that do not say what became of it."""
_ARTICLE_REACH = 3
"""Words before a machine searched for the article that counts it."""
_LONE_REACH = 6
"""Words between such a figure and the word it belongs to."""
_DESCRIBING = 5
"""Words between an article and a person, the article included ("a 72 - year - old woman")."""
_COUNTING_THINGS = frozenset({"equipment_loss", "sighting", "strike"})
"""Types that take the number of each class of equipment counted in their clause."""


_COUNTING_ONE = frozenset({"policy_position", "background", "withdrawal", "advance"})
"""Types that take the number of the only machines counted in their clause ("Belgium will give 30 jets")."""


_TELLING_FIGURES = frozenset({"policy_position", "media_posted", "conduct", "advance"})
"""Types that take the only figure of their clause, whatever it counts ("four brigades are on their way")."""


@dataclass(slots=True)
class Telling:
    """One thing a statement tells, before it is a claim. quote: its words. figure: None where it counts nothing."""

    statement: Statement
    quote: Span
    figure: QuantityMention | None
    equipment: Sequence[EquipmentMention]


class Teller:
    """Parts the statements of one language by what they count."""

    def __init__(self, counts: CountReader) -> None:
        self._counts = counts

    def tell(self, reading: Reading, statement: Statement, quantities: list[QuantityMention]) -> Iterator[Telling]:
        """The tellings of a statement that takes these figures, in text order; none where it needs a figure and has none."""
        equipment = held(statement.region, within(reading.equipment, statement.quote.start, statement.quote.end))
        if statement.trigger.type in _COUNTING_THINGS:
            equipment = _with_articles(reading, equipment)
        if statement.trigger.type == "strike" and not statement.passive:
            equipment = [*_striking(reading, statement, equipment)]
        counted = [each for each in equipment if each.counted]
        quantities = self._with_whole(reading, statement, quantities, counted)
        if statement.trigger.type in _COUNTING_THINGS and counted:
            yield from self._losses(reading, statement, quantities, counted, equipment)
            return
        if not quantities and statement.trigger.type in _LONE_PEOPLE:
            quantities = _nearest(reading, statement, reading.lone)
            if not quantities and statement.trigger.type in _OF_PEOPLE:
                quantities = _one_person(reading, statement)
            if not quantities and statement.trigger.type == "civilian_harm":
                quantities = _nearest(reading, statement, _things(reading, statement))
        elif not quantities and statement.taken_over:
            quantities = [_as_counted(each, statement) for each in _nearest(reading, statement, reading.lone)]
        elif not quantities and not counted and statement.trigger.type in _OF_THINGS:
            quantities = _nearest(reading, statement, reading.unlisted)
        if not quantities and len(counted) == 1 and statement.trigger.type in _COUNTING_ONE:
            quantities = [self._counts.of(reading.document.tokens, counted[0])]
        if not quantities and not counted and statement.trigger.type in _TELLING_FIGURES:
            quantities = _only(reading, statement)
        if not quantities:
            if not _needs_figure(statement):
                yield Telling(statement, statement.quote, None, equipment)
            return
        windows = _windows(reading, statement, quantities)
        for number, quantity in enumerate(quantities):
            quote = statement.quote if len(quantities) == 1 else phrase(reading, quantity)
            if number == 0 and len(quantities) > 1:
                quote = _from_start(reading, statement, quote)
            told = replace(statement, window=windows.get(quantity.span.start)) if windows else statement
            opening = reading.document.sentences[statement.region.sentence].start
            things = _part_of_machines(quantity, within(reading.equipment, opening, quantity.span.start))
            yield Telling(_of_status(told, quantity), quote, quantity, things or equipment)

    def _with_whole(
        self,
        reading: Reading,
        statement: Statement,
        quantities: list[QuantityMention],
        counted: list[EquipmentMention],
    ) -> list[QuantityMention]:
        """The figures of a statement as it means them: for parts or a share of a bare figure before them that figure ("forty-one
        were hurt, among them two children"), none that others are so many of ("out of 80 men eight came back"), and no part that
        only tells more of a figure beside it ("24 people, thirteen of them children, were killed")."""
        type_ = statement.trigger.type
        wholes = {*(each.span for each in quantities), *(each.span for each in counted)}
        quantities = [each for each in quantities if each.rule != "part:them" or each.part_of not in wholes]
        if type_ in _OF_PEOPLE:
            fronted = {
                each.part_of
                for each in quantities
                if each.rule == "part:of" and not _told_before(reading, statement, each)
            }
            quantities = [each for each in quantities if each.span not in fronted]
        first = min([*(each.span for each in quantities), *(each.span for each in counted)], default=None)
        if first is None or not (type_ in _LONE_PEOPLE or type_ in _OF_THINGS):
            return quantities
        shares = bool(quantities) and all(each.form == "share" for each in quantities)
        figures = reading.lone if type_ in _LONE_PEOPLE else _things(reading, statement)
        before = [each for _, each in _fitting(reading, statement, figures) if each.span.end <= first.start]
        tokens = reading.document.tokens
        whole = [each for each in before if shares or self._counts.parts(tokens, each.span, first)][-1:]
        return whole or quantities

    def _losses(
        self,
        reading: Reading,
        statement: Statement,
        quantities: list[QuantityMention],
        counted: list[EquipmentMention],
        equipment: Sequence[EquipmentMention],
    ) -> Iterator[Telling]:
        """One claim for every class counted, and one for the whole where a figure gives it ("102 pieces, including …")."""
        # "of 40 drones 31 were shot down": the 40 were not lost
        fronted = {each.part_of for each in quantities if each.rule == "part:of"}
        counted = [item for item in counted if item.span not in fronted]
        rows: list[tuple[QuantityMention, list[EquipmentMention]]] = [
            (each, _part_of_machines(each, equipment))
            for each in quantities
            if not any(overlap(each.span, item.span) for item in counted)
        ]
        for item in counted:
            mention = next((each for each in quantities if overlap(each.span, item.span)), None)
            rows.append(
                (
                    mention or self._counts.of(reading.document.tokens, item),
                    [item, *_named_with(equipment, item)],
                )
            )
        rows.sort(key=lambda row: row[0].span.start)
        told = {thing.span for _, things in rows for thing in things}
        rest = [item for item in _listed_alone(reading, equipment, self._counts) if item.span not in told]
        if rest and all(mention.bound == "vague" for mention, _ in rows):  # "dozens of tanks, trucks and ambulances"
            rows = [(mention, [*things, *rest]) for mention, things in rows]
            rest = []
        rows = self._parted(reading, rows)
        windows = _windows(reading, statement, [mention for mention, _ in rows])
        before: QuantityMention | None = None
        for mention, things in rows:
            quote = _entry(reading, mention, things) if len(rows) > 1 else statement.quote
            if before is None and len(rows) > 1:
                quote = _from_start(reading, statement, quote)
            window = windows.get(mention.span.start)
            told_at = statement if window is None else replace(statement, window=window)
            yield Telling(_of_status(told_at, mention), quote, mention, things)
            before = mention
        for item in rest:
            figure = None if not item.counted else self._counts.of(reading.document.tokens, item)
            yield Telling(statement, item.span, figure, [item])

    def _parted(
        self, reading: Reading, rows: Sequence[tuple[QuantityMention, list[EquipmentMention]]]
    ) -> list[tuple[QuantityMention, list[EquipmentMention]]]:
        """Rows of figures with the whole that those behind words like "including" are parts of."""
        parted: list[tuple[QuantityMention, list[EquipmentMention]]] = []
        for mention, things in rows:
            before = parted[-1][0] if parted else None
            if before is not None and mention.part_of is None:
                part = self._counts.parts(reading.document.tokens, before.span, mention.span)
                mention = replace(mention, part_of=before.part_of or before.span) if part or before.part_of else mention
            parted.append((mention, things))
        return parted


def _told_before(reading: Reading, statement: Statement, part: QuantityMention) -> bool:
    """Whether what happened is told between a whole and its part: of 80 killed eight officers, 80 were killed."""
    tokens = reading.document.tokens
    return part.part_of is not None and tokens.at(part.part_of.end) <= statement.at.first < tokens.at(part.span.start)


def _part_of_machines(mention: QuantityMention, equipment: Sequence[EquipmentMention]) -> list[EquipmentMention]:
    """The machines that a part without a name of its own counts: those counted last before it ("14 tanks: nine destroyed")."""
    if not mention.rule.startswith("part"):
        return []
    kind, _, status = mention.rule.partition(":")
    before = [item for item in equipment if item.counted and item.span.end <= mention.span.start]
    if kind != "part" or not before:
        return []
    status_of = before[-1].status if status in _NO_STATUS else status
    return [replace(before[-1], span=mention.span, count=mention.value, status=status_of)]


def _of_status(statement: Statement, mention: QuantityMention) -> Statement:
    """The statement with what became of a part by its own word: "14 tanks seen: five abandoned" is a loss of five."""
    if not mention.rule.startswith("part"):
        return statement
    kind, _, status = mention.rule.partition(":")
    if kind != "part" or status in _NO_STATUS:
        return statement
    return replace(statement, trigger=_loss(statement.trigger, status))


@lru_cache(maxsize=1024)
def _loss(trigger: Trigger, status: str) -> Trigger:
    return replace(trigger, type="equipment_loss", status=status)


def _nearest(reading: Reading, statement: Statement, figures: InOrder[QuantityMention]) -> list[QuantityMention]:
    """Of figures without a known unit, the one that stands nearest to the word that needs it ("over a hundred were captured",
    "three guided bombs fell")."""
    fitting = _fitting(reading, statement, figures)
    return [min(fitting, key=lambda row: (row[0], row[1].span.start))[1]] if fitting else []


def _only(reading: Reading, statement: Statement) -> list[QuantityMention]:
    """The only figure in the words of a statement, where no bare one stands before it and it is neither what is left out ("all but
    1,200 customers"), nor the whole that others are of ("three of its twelve brigades"), nor a share or ratio, whose whole is untold."""
    start, end = statement.quote.start, statement.quote.end
    times, tokens = within(reading.times, start, end), reading.document.tokens
    found = [*within(reading.quantities, start, end), *within(reading.unlisted, start, end)]
    found = [each for each in found if not any(overlap(each.span, time.span) for time in times)]
    if len(found) != 1 or found[0].rule == "complement" or found[0].form in {"share", "ratio"}:
        return []
    first = tokens.at(found[0].span.start)
    before = within(reading.lone, start, found[0].span.start)
    return found if not before and (first == 0 or tokens.norms[first - 1] not in reading.owners) else []


def _things(reading: Reading, statement: Statement) -> InOrder[QuantityMention]:
    """The figures of a statement that count things, named by a pack or not."""
    start, end = statement.quote.start, statement.quote.end
    named = [each for each in within(reading.quantities, start, end) if each.counted == "things"]
    found = [*named, *within(reading.unlisted, start, end)]
    return InOrder(sorted(found, key=lambda each: (each.span.start, -each.span.end)))


def _fitting(
    reading: Reading, statement: Statement, figures: InOrder[QuantityMention]
) -> list[tuple[int, QuantityMention]]:
    """Figures near enough to the word that needs one, in text order, with how many words they are apart from it."""
    tokens = reading.document.tokens
    start, end = statement.quote.start, statement.quote.end
    taken = [
        *(each.span for each in within(reading.times, start, end)),
        *(each.span for each in within(reading.quantities, start, end)),
        *(each.span for each in within(reading.places, start, end)),
        *(each.span for each in within(reading.equipment, start, end) if each.counted),
    ]
    fitting = []
    for mention in within(figures, start, end):
        at = tokens.at(mention.span.start)
        apart = max(statement.at.first - at, at - statement.at.past + 1)
        near = apart <= _LONE_REACH or mention.span.start == start
        if near and not any(span is not mention.span and overlap(mention.span, span) for span in taken):
            fitting.append((apart, mention))
    return fitting


def _one_person(reading: Reading, statement: Statement) -> list[QuantityMention]:
    """One who is told in the singular, where nobody else is told beside ("a 72-year-old woman was killed")."""
    if within(reading.quantities, statement.quote.start, statement.quote.end):
        return []
    tokens = reading.document.tokens
    first, past = tokens.at(statement.quote.start), tokens.at(statement.quote.end)
    if hinted_only(statement.trigger) and "people" not in statement.trigger.counts:
        return []  # somebody told of in a clause that no word of harm stands in
    if _fitting(reading, statement, _things(reading, statement)):
        return []  # "31 slain civilian": as many as that
    near = range(max(first, statement.at.first - _LONE_REACH), min(past, statement.at.past + _LONE_REACH))
    for at in near:
        if tokens.norms[at] not in reading.persons or len(tokens.raw(at)) != len(tokens.norms[at]):
            continue
        follows = tokens.norms[at + 1 : min(at + 3, past)]
        start = _article_before(reading, max(first, at - _DESCRIBING), at) if reading.person_articles else at
        more = len(follows) == 2 and follows[0] in {",", *reading.joiners} and _another(reading, follows[1])
        if start is not None and first < start and tokens.norms[start - 1] in reading.joiners:
            before = tokens.norms[max(first, start - _LONE_REACH) : start - 1]
            if any(word in reading.persons for word in before):
                return []  # "a woman of 41 and a man": two
        span = tokens.span(start, at + 1) if start is not None and not more else None
        told = any(
            each.source and each.source.start <= tokens.starts[at] < each.source.end for each in reading.attributions
        )
        if span is not None and not told:
            return [QuantityMention(span, (), 1.0, 1.0, 1.0, "people", "exact", "people", "change", rule="one")]
    return []


def _another(reading: Reading, word: str) -> bool:
    """Whether a word begins somebody else of a list: "a mother and her son", "a woman, 72", "жінка та двоє її онуків"."""
    return word in reading.persons or word in reading.person_articles or word in reading.owners or not word.isalpha()


def _article_before(reading: Reading, first: int, at: int) -> int | None:
    norms = reading.document.tokens.norms
    start = next((back for back in range(at - 1, first - 1, -1) if norms[back] in reading.person_articles), None)
    between = norms[start + 1 : at] if start is not None else ()
    return start if all(word[0].isalnum() or word == "-" for word in between) else None


def _as_counted(mention: QuantityMention, statement: Statement) -> QuantityMention:
    """A bare figure as a count of what the statement counts."""
    if statement.trigger.type in _OF_PEOPLE:
        return mention
    return replace(mention, counted="items", unit="items")


def _windows(
    reading: Reading, statement: Statement, quantities: Sequence[QuantityMention]
) -> dict[int, tuple[int, int]]:
    """By start of figure, the stretch from it to the next, where several figures each have a place of their own behind them
    ("20 villages in A and 5 in B")."""
    ordered = sorted(quantities, key=lambda each: each.span.start)
    starts = [quantity.span.start for quantity in ordered]
    if len(starts) < 2:
        return {}
    windows = dict(zip(starts, pairwise([*starts, max(statement.quote.end, starts[-1])]), strict=True))
    places = [place for place in within(reading.places, statement.quote.start, statement.quote.end) if place.ids]
    own = [any(left <= place.span.start < right for place in places) for left, right in windows.values()]
    outside = any(place.span.start < starts[0] and place.role is not None for place in places)
    if all(own) and not outside:
        return windows
    # "145 drones were downed, including 43 over A and 24 over B": the whole is nowhere that its parts are
    parts = ordered[0].part_of is None and all(each.part_of == ordered[0].span for each in ordered[1:])
    return {**windows, starts[0]: (statement.quote.start, starts[1])} if parts and all(own[1:]) else {}


def _needs_figure(statement: Statement) -> bool:
    needs = statement.trigger.needs
    return bool(needs) and needs <= {"area", "settlements", "distance", "items", "figure"}


def phrase(reading: Reading, mention: QuantityMention) -> Span:
    """A figure with the words that bound it, where they stand beside it."""
    start, end = mention.span.start, mention.span.end
    for hedge in mention.hedges:
        if start - hedge.end <= 2 and hedge.end <= start:
            start = hedge.start
    return Span.of(reading.document.text, start, end)


def _from_start(reading: Reading, statement: Statement, entry: Span) -> Span:
    """The first of several figures with the words that say what happened, where those stand before it in its clause."""
    at = reading.document.tokens.starts[statement.at.first]
    if not statement.quote.start <= at < entry.start:
        return entry
    tokens = reading.document.tokens
    whole = quote_of(reading.document, tokens.at(statement.quote.start), tokens.at(entry.end))
    return whole or entry


def _entry(reading: Reading, mention: QuantityMention, things: Sequence[EquipmentMention]) -> Span:
    """A figure with the thing it counts, also where that stands before it ("tanks – 2838")."""
    span = phrase(reading, mention)
    if mention.rule == "increment" and reading.document.text[span.start - 1 : span.start] == "+":
        return Span.of(reading.document.text, span.start - 1, span.end)
    spans = [span, *(each.span for each in things if overlap(each.span, mention.span))]
    start, end = min(each.start for each in spans), max(each.end for each in spans)
    return Span.of(reading.document.text, start, end)


def _listed_alone(
    reading: Reading, equipment: Sequence[EquipmentMention], counts: CountReader
) -> list[EquipmentMention]:
    """Machines without a number in a list of counted ones: "two tanks, three guns and a radar"; an article counts one."""
    tokens, found, listed = reading.document.tokens, [], False
    for left, right in pairwise(equipment):
        between = tokens.norms[tokens.at(left.span.end) : tokens.at(right.span.start)]
        marks = [word for word in between if word not in reading.articles]
        joined = 0 < len(marks) <= 2 and all(word == "," or word in reading.joiners for word in marks)
        listed = joined and (listed or (left.counted and not counts.pieces(tokens, left.span)))
        if listed and not right.counted and right.cls != left.cls:
            found.append(replace(right, count=1.0) if len(marks) < len(between) else right)
    return found


def _with_articles(reading: Reading, equipment: Sequence[EquipmentMention]) -> list[EquipmentMention]:
    """One machine is counted by its article, words that describe it between ("a burnt-out BMP-2"), where no other is counted."""
    if any(each.counted for each in equipment):
        return list(equipment)
    tokens, told = reading.document.tokens, []
    for each in equipment:
        at = tokens.at(each.span.start)
        before = tokens.norms[max(0, at - _ARTICLE_REACH) : at + 1]
        last = next((back for back in range(1, len(before) + 1) if before[-back] in reading.articles), 0)
        between = before[len(before) - last + 1 : -1] if last else []
        plain = bool(last) and all(word[0].isalpha() and word not in reading.joiners for word in between)
        told.append(replace(each, count=1.0) if plain else each)
    return told


def _striking(
    reading: Reading, statement: Statement, equipment: Sequence[EquipmentMention]
) -> Sequence[EquipmentMention]:
    """Of single machines on both sides of a word of striking, those that strike ("a drone attacked a car")."""
    tokens, at = reading.document.tokens, statement.at
    counted = [each for each in equipment if each.counted]
    before = [each for each in counted if tokens.at(each.span.start) < at.past]
    if not before or any(each.count != 1.0 for each in counted):
        return equipment
    return [each for each in equipment if not each.counted or each in before]


def _named_with(equipment: Sequence[EquipmentMention], item: EquipmentMention) -> list[EquipmentMention]:
    """Models told right after a counted one ("nine T-80U and T-80BV tanks"): the number is of all of them."""
    after = []
    for each in equipment:
        if each.span.start >= item.span.end:
            if each.counted:
                break
            if each.model is not None and each.cls == item.cls:
                after.append(each)
    return after
