"""From the statements of a region to what each says in the run of the text: taken-over types and sides, its figures."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from zvirka.extract.clause_types import ClauseTypes
from zvirka.extract.mentions import QuantityMention
from zvirka.extract.reading import Reading, TextReader, starting, within
from zvirka.extract.regions import Region
from zvirka.extract.statement_finder import StatementFinder
from zvirka.extract.statements import GROUND_TYPES, LISTED, RIVALLED, Statement, opens_list
from zvirka.extract.text_state import INHERIT_SENTENCES, TextState
from zvirka.extract.tokens import Match
from zvirka.extract.triggers import Trigger
from zvirka.model.claims import StatementType
from zvirka.model.spans import Span

_COUNTED_GROUND = frozenset({"area", "settlements"})
_HARM: frozenset[StatementType] = frozenset({"casualties", "civilian_harm"})
_TURNED: frozenset[StatementType] = frozenset({"territory_regained", "territory_lost"})
_FOUGHT: frozenset[StatementType] = frozenset({"clash", "advance", "withdrawal", "prisoners", "casualties"})
"""Types told of armies: the wounded of the next sentence are theirs."""
_OBJECT = 3
"""Tokens between a word for killing and the figure of those killed."""
_DOERS = 6
"""Tokens before a word for killing among which those are named who killed."""
_BESIDE = 4
"""Words on either side of a word for harm that tell whom it befell."""
_NUMBERED = 2
"""Tokens of a paragraph's number with its mark."""
_HEADING = 2
"""Words of the longest heading of a paragraph."""
_HEADING_MARKED = 24
"""Tokens of the longest heading, its numbers and marks counted."""
_LEAST_TOLD = 8
"""Characters of the shortest words of the voice's own that may say something no listed word tells."""
_RIVAL = 10
"""Tokens of the longest words that only give another figure for what was just counted."""
_KEPT = 1 << 10
"""Triggers remembered with another type."""
_SHORT_SENTENCE = 8
"""Tokens of a sentence that only comments on the one before ("I am joking, of course.")."""

_THINGS = frozenset({"things", "items", "settlements"})
_MAY_COUNT: Mapping[StatementType, frozenset[str]] = {
    "strike": _THINGS | {"share"},
    "clash": _THINGS,
    "equipment_loss": _THINGS | {"share"},
    "sighting": _THINGS | {"people"},
    "conduct": _THINGS | {"people"},
    "raid": _THINGS | {"people"},
    "withdrawal": _THINGS | {"people", "share"},
    "assessment": frozenset({"people"}),
    "control": frozenset({"people"}),
    "communication": frozenset({"people"}),
    "border_crossing": _THINGS | {"people"},
    "background": _THINGS | {"people"},
    "media_posted": _THINGS,
    "policy_position": _THINGS | {"people"},
}
"""What a type's claims may count though the words that make them do not ask for it."""


class RegionStatements:
    """Finds the statements of regions in texts of one language and gives each its figures."""

    def __init__(self, reader: TextReader) -> None:
        self._reader = reader
        taught = ClauseTypes(reader.ground.language(reader.language).get("clause_types", {}))
        self._finder = StatementFinder(reader.statements, reader.attribution.pack.words, taught)

    def of(self, reading: Reading, region: Region, state: TextState) -> list[tuple[Statement, list[QuantityMention]]]:
        """Each statement with the figures it takes; without those a counted one of the same clause makes needless."""
        if (
            (region.aside and not state.heads and _empty(reading, region))
            or _heading(reading, region)
            or region.taken()
        ):
            return []
        if region.chain and not region.carried and reading.attributions[region.chain[0]].rule == "denial":
            denied = self._denied(reading, region, state)
            if denied is not None or not reading.attributions[region.chain[0]].type:
                state.last = denied or state.last
                return [] if denied is None else [(denied, [])]
        statements = self._finder.find(reading, region, self._jokes(reading, region, state))
        statements = self._listed(reading, region, statements, state)
        if statements:
            statements = self._same_actor(reading, region, statements, state)
            statements = [self._harmed(reading, statement, state) for statement in statements]
        assigned = self._assign(reading, region, statements, state)
        if not assigned and not region.aside and (region.chain or region.end - region.start >= _LEAST_TOLD):
            assigned = self._else(reading, region, state)
        if not assigned:
            return []
        state.counted = next((row[0] for row in reversed(assigned) if row[0].trigger.type in RIVALLED), state.counted)
        state.last = assigned[-1][0]
        assigned = self._without_state(reading, assigned)
        counted = {row[0].quote for row in assigned if row[1] and row[0].trigger.type in GROUND_TYPES}
        return [
            row for row in assigned if row[1] or row[0].trigger.type not in GROUND_TYPES or row[0].quote not in counted
        ]

    def _without_state(
        self, reading: Reading, rows: list[tuple[Statement, list[QuantityMention]]]
    ) -> list[tuple[Statement, list[QuantityMention]]]:
        """Without the state that ground is in ("the occupied land", "control over") where the same words tell that it changes hands."""
        pack, norms = self._reader.statements, reading.document.tokens.norms

        def noun(statement: Statement) -> bool:
            return any(pack.holds("control_noun", each) for each in norms[statement.at.first : statement.at.past])

        def state(statement: Statement) -> bool:
            words = norms[statement.at.first : statement.at.past]
            return noun(statement) or any(word.endswith(pack.attributive_endings) for word in words)

        turned = {row[0].quote for row in rows if row[0].trigger.type in _TURNED and not state(row[0])}
        turned |= {row[0].quote for row in rows if row[0].trigger.type == "territory_regained"}
        tried = {row[0].quote for row in rows if row[0].trigger.type == "clash"}
        return [
            row
            for row in rows
            if row[1]
            or row[0].trigger.type not in {"control", "territory_lost"}
            or not ((row[0].quote in turned and state(row[0])) or (row[0].quote in tried and noun(row[0])))
        ]

    def _else(
        self, reading: Reading, region: Region, state: TextState
    ) -> list[tuple[Statement, list[QuantityMention]]]:
        """What a region without a statement may still say: another's figure, or what words tell that count only there."""
        if opens_list(reading.document, region):
            return []
        rival = self._rival(reading, region, state)
        if rival is not None:
            return [(rival, [])]
        statements = self._finder.last(reading, region, self._jokes(reading, region, state))
        if not statements:
            return []
        statements = self._same_actor(reading, region, statements, state)
        statements = [self._harmed(reading, each, state) for each in statements]
        return self._assign(reading, region, statements, state)

    def _denied(self, reading: Reading, region: Region, state: TextState) -> Statement | None:
        """What "The mayor denies this" denies: the statement just before it."""
        last, cue = state.last, reading.attributions[region.chain[0]].cue
        if last is None or cue is None or region.sentence - last.region.sentence > INHERIT_SENTENCES:
            return None
        quote = _clause(reading, region)
        if quote is None:
            return None
        tokens = reading.document.tokens
        at = Match(tokens.at(cue.start), tokens.at(cue.end), last.trigger)
        return replace(
            last,
            region=region,
            quote=quote,
            at=at,
            label=None,
            polarity="negated",
            modality="asserted",
            taken_over=True,
        )

    def _rival(self, reading: Reading, region: Region, state: TextState) -> Statement | None:
        """Another's figure for what was just counted, without its thing: "The brigade names nine", "Ukraine – 52"."""
        last = state.counted
        if last is None or region.sentence - last.region.sentence > INHERIT_SENTENCES:
            return None
        tokens = reading.document.tokens
        first, past = tokens.at(region.start), tokens.at(region.end)
        lone = within(reading.lone, region.start, region.end)
        same = region.sentence == last.region.sentence
        if len(lone) != 1 or past - first > _RIVAL or not (region.chain or same):
            return None
        quote = _clause(reading, region)
        at = tokens.at(lone[0].span.start)
        if quote is None or within(reading.times, lone[0].span.start, lone[0].span.end):
            return None
        match = Match(at, at + 1, last.trigger)
        return replace(last, region=region, quote=quote, at=match, label=None, target=None, actor=None, taken_over=True)

    def _listed(
        self, reading: Reading, region: Region, statements: list[Statement], state: TextState
    ) -> list[Statement]:
        """A line of figures under "Losses since then:" says what that line says; state keeps the line above."""
        if opens_list(reading.document, region):
            state.heads = {each.trigger.type: each for each in statements if each.trigger.type in LISTED}
            return [each for each in statements if each.trigger.type not in LISTED or _counts(reading, each)]
        if not state.heads or statements:
            return statements
        things = any(each.counted for each in within(reading.equipment, region.start, region.end))
        people = any(each.counted == "people" for each in within(reading.quantities, region.start, region.end))
        quote = _clause(reading, region)
        type_: StatementType = "equipment_loss" if things else "casualties"
        head = state.heads.get(type_) or next(iter(state.heads.values()))
        if quote is None or not (things or people):
            state.heads = {}
            return statements
        counts = frozenset({"items" if things else "people"})
        state.understood.add(head.region.sentence)
        head = replace(head, trigger=replace(head.trigger, type=type_, counts=counts))
        above = head.region
        beside = (*region.beside, (above.start, above.end))
        region = replace(
            region, chain=region.chain or above.chain, carried=region.carried or above.carried, beside=beside
        )
        return [replace(head, region=region, quote=quote, label=None, taken_over=True)]

    def _same_actor(
        self, reading: Reading, region: Region, statements: list[Statement], state: TextState
    ) -> list[Statement]:
        """A clause that names no side goes on with the one before it in the region, or with the last sentence's after a pronoun."""
        words = self._reader.attribution.pack.words
        first = reading.document.tokens.at(region.start)
        pronoun = first < len(reading.document.tokens.norms) and words.is_a(
            "carried", reading.document.tokens.norms[first]
        )
        last = state.actor if pronoun else None
        out: list[Statement] = []
        for statement in statements:
            role = statement.trigger.subject
            if out and statement.trigger.status == "destroyed" and out[-1].trigger.type == "strike":
                last = None  # what somebody launched is shot down by others
            if last is not None and role == "actor" and statement.actor is None and not statement.passive:
                statement = replace(
                    statement, actor=last, target=None if statement.target == last else statement.target
                )
            elif (
                last is not None
                and role == "owner"
                and statement.target is None
                and statement.trigger.type != "civilian_harm"
            ):
                statement = replace(statement, target=last)
            subject = statement.target if role == "owner" else statement.actor
            last = subject or statement.actor or last
            out.append(statement)
        state.actor = last or state.actor
        return out

    def _harmed(self, reading: Reading, statement: Statement, state: TextState) -> Statement:
        """Killed and injured people of whom nothing tells that they are soldiers: of the kind just spoken of, else civilians."""
        kind = statement.trigger.type
        if kind not in _HARM:
            return statement
        sentence = statement.region.sentence
        if state.harm is not None and self._counted_on(reading, statement, state.harm):
            kind = state.harm[1]
        elif kind == "casualties" and not self._soldiers(reading, statement):
            near = state.harm is not None and sentence - state.harm[0] <= INHERIT_SENTENCES
            told = state.harm[1] if near and state.harm is not None else "civilian_harm"
            kind = "casualties" if self._among_fighters(reading, statement, state) else told
        elif (
            kind == "civilian_harm"
            and (statement.trigger.subject == "owner" or statement.trigger.likely)
            and self._soldiers_beside(reading, statement)
        ):
            kind = "casualties"
        state.harm = (sentence, kind)
        if kind == statement.trigger.type:
            return statement
        return replace(statement, trigger=_befalling(statement.trigger, kind))

    def _among_fighters(self, reading: Reading, statement: Statement, state: TextState) -> bool:
        """Whether a channel of the front speaks, or the paragraph has just told of fighting, and the sentence names no civilians, no
        building and no place: soldiers are meant."""
        last, document = state.last, reading.document
        here = document.sentences[statement.region.sentence]
        fought = (
            last is not None
            and last.trigger.type in _FOUGHT
            and document.sentences[last.region.sentence].paragraph == here.paragraph
        )
        civilians = state.harm is not None and state.harm[1] == "civilian_harm"
        civilians = (
            civilians and state.harm is not None and statement.region.sentence - state.harm[0] <= INHERIT_SENTENCES
        )
        if statement.target is not None or not (fought or (state.channel and not civilians)):
            return False
        first, past = document.words[statement.region.sentence]
        lexicon = self._reader.statements.lexicon
        civil = any(lexicon(name).find(document.tokens, first, past) for name in ("civilians", "structure"))
        return not civil and not within(reading.places, here.start, here.end)

    def _soldiers_beside(self, reading: Reading, statement: Statement) -> bool:
        """Whether a word for soldiers and none for civilians stands beside the word for harm, and no trading ship."""
        tokens, pack = reading.document.tokens, self._reader.statements
        first, past = max(0, statement.at.first - _BESIDE), min(len(tokens.norms), statement.at.past + _BESIDE)
        civil = any(pack.lexicon(name).find(tokens, first, past) for name in ("civilians", "merchant"))
        return not civil and bool(pack.lexicon("military").find(tokens, first, past))

    def _doers(self, reading: Reading, statement: Statement) -> bool:
        """Whether soldiers stand right before a word for killing, no mark between: those who did it, and no victims."""
        tokens, past = reading.document.tokens, statement.at.first
        first = past
        while first > 0 and tokens.norms[first - 1][0].isalnum() and past - first < _DOERS:
            first -= 1
        sides = within(reading.sides, tokens.starts[first], tokens.starts[past])
        return any(each.word in {"army", "people"} for each in sides) or bool(
            self._reader.statements.lexicon("military").find(tokens, first, past)
        )

    def _counted_on(self, reading: Reading, statement: Statement, harm: tuple[int, StatementType]) -> bool:
        """Whether a figure goes on with those whom the sentence has just counted, and its words name nobody else ("300 dead and
        2,700 injured")."""
        tokens, quote = reading.document.tokens, statement.quote
        if not statement.trigger.likely or harm[0] != statement.region.sentence:
            return False
        other = self._reader.statements.lexicon("civilians" if harm[1] == "casualties" else "military")
        counts = within(reading.quantities, quote.start, quote.end)
        return bool(counts) and not other.find(tokens, tokens.at(quote.start), tokens.at(quote.end))

    def _soldiers(self, reading: Reading, statement: Statement) -> bool:
        """Whether words of the sentence tell that losses are an army's; of its clause alone where a blow is told before: those who
        struck are not those who were hit."""
        if statement.target is not None:
            return True
        document, region = reading.document, statement.region
        whole = document.sentences[region.sentence]
        if self._reader.statements.lexicon("merchant").find(document.tokens, *document.words[region.sentence]):
            return False  # seamen of a trading ship
        around = statement.quote if _struck(reading, statement) else whole
        if _kills(reading, statement) and self._doers(reading, statement):
            around = Span.of(document.text, document.tokens.starts[statement.at.first], around.end)
        first, past = document.tokens.at(around.start), document.tokens.at(around.end)
        speakers = [reading.attributions[index].source for index in region.chain]

        def told(start: int, end: int) -> bool:
            return not any(each is not None and each.start <= start and end <= each.end for each in speakers)

        if any(
            each.word in {"army", "people"} and told(each.span.start, each.span.end)
            for each in within(reading.sides, around.start, around.end)
        ):
            return True
        tokens = document.tokens
        found = self._reader.statements.lexicon("military").find(tokens, first, past)
        return any(told(tokens.starts[each.first], tokens.ends[each.past - 1]) for each in found)

    def _jokes(self, reading: Reading, region: Region, state: TextState) -> bool:
        """Whether the region's sentence is told as a joke; looked up once a sentence."""
        if region.sentence not in state.jokes:
            state.jokes[region.sentence] = self._joke(reading, region)
        return state.jokes[region.sentence]

    def _joke(self, reading: Reading, region: Region) -> bool:
        lexicon = self._reader.statements.lexicon("joke")
        words = reading.document.words
        tokens = reading.document.tokens
        if lexicon.find(tokens, *words[region.sentence]):
            return True
        following = words[region.sentence + 1] if region.sentence + 1 < len(words) else (0, 0)
        return following[1] - following[0] <= _SHORT_SENTENCE and bool(lexicon.find(tokens, *following))

    def _assign(
        self, reading: Reading, region: Region, statements: list[Statement], state: TextState
    ) -> list[tuple[Statement, list[QuantityMention]]]:
        """Each figure of the region to the statement it belongs to; a bare figure makes a statement of the last type."""
        rows: list[tuple[Statement, list[QuantityMention]]] = [(statement, []) for statement in statements]
        bare: list[tuple[Statement, list[QuantityMention]]] = []
        start = bisect_left(reading.quantities.starts, region.start)
        for index in range(start, len(reading.quantities)):
            quantity = reading.quantities[index]
            if quantity.span.start >= region.end:
                break
            if index in state.used or not region.holds(quantity.span.start, quantity.span.end):
                continue
            row = _nearest(rows, quantity)
            if row is not None:
                row[1].append(quantity)
                state.used.add(index)
            elif (taken := self._taken_over(reading, region, quantity, state)) is not None:
                state.used.add(index)
                bare.append((taken, [quantity]))
        for row in rows:
            _left_over(reading, *row, state)
        return [*rows, *bare]

    def _taken_over(
        self, reading: Reading, region: Region, quantity: QuantityMention, state: TextState
    ) -> Statement | None:
        last = state.ground_statement
        ground = quantity.counted in _COUNTED_GROUND or quantity.form in {"share", "ratio"}
        if quantity.rule == "comparison" or (quantity.form in {"share", "ratio"} and _triggered(reading, region)):
            return None
        if last is None or not ground or region.sentence - last.region.sentence > INHERIT_SENTENCES:
            return None
        quote = _clause(reading, region)
        if quote is None:
            return None
        return replace(
            last,
            region=region,
            quote=quote,
            label=None,
            target=None,
            taken_over=True,
            presupposed=False,
            polarity="affirmed",
            modality="asserted",
        )


@lru_cache(maxsize=_KEPT)
def _befalling(trigger: Trigger, kind: StatementType) -> Trigger:
    """A word's trigger where its harm befell the kind of people that is told elsewhere."""
    return replace(trigger, type=kind)


def _empty(reading: Reading, region: Region) -> bool:
    """Whether no word that makes a statement and no figure begins in a region: most of what only frames others' words."""
    starts, at = reading.quantities.starts, bisect_left(reading.quantities.starts, region.start)
    if at < len(starts) and starts[at] < region.end:
        return False
    tokens = reading.document.tokens
    first = bisect_left(reading.firsts, tokens.at(region.start))
    return first == len(reading.firsts) or tokens.starts[reading.firsts[first]] >= region.end


def _heading(reading: Reading, region: Region) -> bool:
    """Whether a region is all of a short sentence behind a number or a bullet that its paragraph goes on after: "2. Losses."."""
    document, at = reading.document, region.sentence
    sentences, norms = document.sentences, document.tokens.norms
    here, (first, past) = sentences[at], document.words[at]
    if past - first > _HEADING_MARKED or at + 1 >= len(sentences) or sentences[at + 1].paragraph != here.paragraph:
        return False
    words = 0
    for word in norms[first:past]:
        words += word[0].isalpha()
        if words > _HEADING:
            return False
    if within(reading.quantities, here.start, here.end):
        return False
    opens = at == 0 or sentences[at - 1].paragraph != here.paragraph
    if not opens:  # the number may be taken for a sentence of its own
        before = document.words[at - 1]
        inner = at > 1 and sentences[at - 2].paragraph == here.paragraph
        return not inner and before[1] - before[0] <= _NUMBERED and norms[before[0]].isdigit()
    return here.numbered or norms[first].isdigit() or not norms[first][0].isalnum()


def _struck(reading: Reading, statement: Statement) -> bool:
    """Whether a blow is told in the sentence of a statement outside its own words."""
    tokens = reading.document.tokens
    first, past = reading.document.words[statement.region.sentence]
    at = bisect_left(reading.firsts, first)
    while at < len(reading.triggers) and reading.triggers[at].first < past:
        start, end = tokens.starts[reading.triggers[at].first], tokens.ends[reading.triggers[at].past - 1]
        outside = end <= statement.quote.start or start >= statement.quote.end
        if reading.triggers[at].value.type == "strike" and outside:
            return True
        at += 1
    return False


def _kills(reading: Reading, statement: Statement) -> bool:
    """Whether a statement tells by a verb whom somebody killed or hurt, and how many ("soldiers killed 12 people")."""
    if statement.trigger.subject != "actor" or statement.passive:
        return False
    tokens = reading.document.tokens
    at = tokens.starts[statement.at.first]
    behind = tokens.ends[min(statement.at.past + _OBJECT, len(tokens.norms)) - 1]
    return any(
        figure.counted == "people" for figure in starting(reading.quantities, at, min(behind, statement.quote.end))
    )


def _triggered(reading: Reading, region: Region) -> bool:
    """Whether words of the region speak of something of their own: a share in it is of that."""
    tokens = reading.document.tokens
    first = bisect_left(reading.firsts, tokens.at(region.start))
    return first < len(reading.triggers) and tokens.starts[reading.triggers[first].first] < region.end


def _counts(reading: Reading, statement: Statement) -> bool:
    """Whether a figure or a counted machine stands in the statement's own words."""
    start, end = statement.quote.start, statement.quote.end
    counted = any(each.counted for each in within(reading.equipment, start, end))
    return counted or bool(within(reading.quantities, start, end))


def _nearest(
    rows: list[tuple[Statement, list[QuantityMention]]], quantity: QuantityMention
) -> tuple[Statement, list[QuantityMention]] | None:
    """The statement whose clause holds the figure, else the nearest whose word takes such a figure."""
    start = quantity.span.start
    for row in rows:
        quote = row[0].quote
        if quote.start <= start < quote.end and _fits(row, quantity):
            return row
    fitting = [row for row in rows if _fits(row, quantity)]
    return min(fitting, key=lambda row: _distance(row[0].quote, quantity.span), default=None)


def _fits(row: tuple[Statement, list[QuantityMention]], quantity: QuantityMention) -> bool:
    return _takes(row[0], quantity) and not (row[1] and row[0].trigger.last)


def _left_over(reading: Reading, statement: Statement, figures: list[QuantityMention], state: TextState) -> None:
    """For a statement that has no figure and may count what its words do not foresee, the nearest one in its clause that no
    other takes ("two bridges were damaged", "18 teenagers were taken away")."""
    wanted = _MAY_COUNT.get(statement.trigger.type)
    start, end = statement.quote.start, statement.quote.end
    if not wanted or figures or any(each.counted for each in within(reading.equipment, start, end)):
        return
    at = reading.document.tokens.starts[statement.at.first]
    first = bisect_left(reading.quantities.starts, start)
    free = []
    for index in range(first, len(reading.quantities)):
        figure = reading.quantities[index]
        if figure.span.start >= end:
            break
        kind = figure.form if figure.form in {"share", "ratio"} else figure.counted
        if index not in state.used and figure.span.end <= end and kind in wanted and figure.form != "rate":
            free.append((abs(figure.span.start - at), index))
    if free:
        index = min(free)[1]
        state.used.add(index)
        figures.append(reading.quantities[index])


def _takes(statement: Statement, quantity: QuantityMention) -> bool:
    counts = statement.trigger.counts
    if statement.trigger.last:
        return True  # nothing else in the words takes it
    if quantity.form == "ratio":
        return "area" in counts
    if quantity.form == "share":
        return "share" in counts or quantity.unit in counts
    return quantity.counted in counts


def _distance(quote: Span, span: Span) -> int:
    return max(quote.start - span.end, span.start - quote.end, 0)


def _clause(reading: Reading, region: Region) -> Span | None:
    text = reading.document.text
    start, end = region.start, region.end
    for left, right in region.holes:
        if left <= start < right:
            start = right
    while start < end and not (text[start].isalnum() or text[start] in '“«"„'):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:!"):
        end -= 1
    return Span.of(text, start, end) if start < end else None
