"""From what was found in a text to claims with all their slots, and issues for what was not understood."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from zvirka.extract.mentions import AttributionMention, EquipmentMention, QuantityMention
from zvirka.extract.place_slots import PlaceContext, PlaceFiller
from zvirka.extract.reading import Reading, TextReader, within
from zvirka.extract.regions import Region, Regions
from zvirka.extract.statements import Statement, StatementFinder, opens_list
from zvirka.extract.time_slots import claim_times, framed_times, said_slot
from zvirka.extract.triggers import Trigger
from zvirka.model.claims import Claim, EquipmentSlot, Extractor, Reason, StatementType, claim_id
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.places import PlaceSlot
from zvirka.model.quantities import Form, Quantity, QuantityBasis
from zvirka.model.sources import UNKNOWN, Attribution
from zvirka.model.spans import Span
from zvirka.model.times import TimeSlot

_GROUND_TYPES = frozenset({"territory_regained", "territory_lost", "control"})
_COUNTED_GROUND = frozenset({"area", "settlements"})
_LISTED: frozenset[StatementType] = frozenset({"casualties", "equipment_loss"})
"""Types whose figures may stand line by line under a heading."""
_OF_PEOPLE = frozenset({"casualties", "prisoners", "civilian_harm"})
"""Types whose figure counts people where it names nothing else."""
_LONE_REACH = 6
"""Words between such a figure and the word it belongs to."""
_CHANGES = frozenset(
    {"territory_regained", "territory_lost", "equipment_loss", "casualties", "prisoners", "civilian_harm"}
)
_AGAIN = frozenset({"media_posted", "sighting"})
_COUNTING_THINGS = frozenset({"equipment_loss", "sighting", "strike"})
"""Types that take the number of each class of equipment counted in their clause."""
_SEEING = frozenset({"video", "tracker"})
"""Kinds of source that show a thing standing there, not who lost it."""
_ASSESSING = frozenset({"analyst", "tracker"})
_INHERIT_SENTENCES = 1
"""How many sentences back the type of a bare figure is taken over from."""
_SHORT_SENTENCE = 8
"""Tokens of a sentence that only comments on the one before ("I am joking, of course.")."""
_PLACES_BACK = 64
"""How many place mentions back a reference is followed: bounds the work in long texts."""
_SMALLEST_KM2 = 1.0
"""Ground said to have changed hands that comes to less than this is a suspected slip of the unit. House rule: places that
texts report as taken are villages and more, and the smallest settlement cells of the gazetteer are larger."""


@dataclass(slots=True)
class _State:
    """What later sentences take over from earlier ones."""

    ground_statement: Statement | None = None
    actor: str | None = None
    since: dict[str, TimeSlot] = field(default_factory=dict)
    spoke: dict[str, Region] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    heads: dict[StatementType, Statement] = field(default_factory=dict)
    understood: set[int] = field(default_factory=set)


class Assembler:
    """Makes the claims of texts of one language."""

    def __init__(self, reader: TextReader, extractor: Extractor) -> None:
        self._reader = reader
        self._ground = reader.ground
        self._finder = StatementFinder(reader.statements, reader.attribution.pack.words)
        self._places = PlaceFiller(reader.ground, reader.language)
        self._extractor = extractor

    def assemble(self, text: Text, reading: Reading) -> tuple[list[Claim], list[Issue]]:
        """Claims by quote position, and issues."""
        state = _State()
        claims: list[Claim] = []
        issues: list[Issue] = []
        words = self._reader.attribution.pack.words
        for region in Regions(reading.document, reading.attributions, words).read():
            for claim in self._region(text, reading, region, state):
                claims.append(claim)
                state.understood.add(region.sentence)
                state.understood.update(self._cue_sentences(reading, region))
                issues.extend(self._suspect(text, claim))
        issues.extend(self._left_over(text, reading, state))
        issues.extend(self._unread(text, reading, state))
        issues.extend(_dates_unknown(text, reading))
        claims = self._define(reading, claims)
        claims.sort(key=lambda claim: (claim.quote.start, claim.quote.end, claim.id))
        return claims, issues

    def _cue_sentences(self, reading: Reading, region: Region) -> Iterator[int]:
        for index in region.chain:
            cue = reading.attributions[index].cue
            if cue is not None:
                yield reading.document.sentence_at(cue.start)

    # -- one region -------------------------------------------------------------------------------------------

    def _region(self, text: Text, reading: Reading, region: Region, state: _State) -> Iterator[Claim]:
        statements = self._finder.find(reading, region, self._jokes(reading, region))
        statements = self._listed(reading, region, statements, state)
        statements = self._same_actor(reading, region, statements, state)
        assigned = self._assign(reading, region, statements, state)
        counted = {row[0].quote for row in assigned if row[1] and row[0].trigger.type in _GROUND_TYPES}
        for statement, quantities in assigned:
            if not quantities and statement.trigger.type in _GROUND_TYPES and statement.quote in counted:
                continue
            made = list(self._claims(text, reading, statement, quantities, state))
            yield from made
            if statement.trigger.type in _GROUND_TYPES and made:
                state.ground_statement = statement

    def _listed(self, reading: Reading, region: Region, statements: list[Statement], state: _State) -> list[Statement]:
        """A line of figures under "Losses since then:" says what that line says; state keeps the line above."""
        if opens_list(reading.document, region):
            state.heads = {each.trigger.type: each for each in statements if each.trigger.type in _LISTED}
            return [each for each in statements if each.trigger.type not in _LISTED or _counts(reading, each)]
        if not state.heads or statements:
            return statements
        things = any(each.count is not None for each in within(reading.equipment, region.start, region.end))
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
        self, reading: Reading, region: Region, statements: list[Statement], state: _State
    ) -> list[Statement]:
        """A clause that names no side goes on with the one before it in the region, or with the last sentence's after a pronoun."""
        words = self._reader.attribution.pack.words
        first = reading.document.tokens.at(region.start)
        pronoun = first < len(reading.document.tokens.norms) and words.is_a(
            "carried", reading.document.tokens.norms[first]
        )
        last = state.actor if pronoun else None
        out = []
        for statement in statements:
            role = statement.trigger.subject
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

    def _jokes(self, reading: Reading, region: Region) -> bool:
        lexicon = self._reader.statements.lexicon("joke")
        words = reading.document.words
        tokens = reading.document.tokens
        if lexicon.find(tokens, *words[region.sentence]):
            return True
        following = words[region.sentence + 1] if region.sentence + 1 < len(words) else (0, 0)
        return following[1] - following[0] <= _SHORT_SENTENCE and bool(lexicon.find(tokens, *following))

    def _assign(
        self, reading: Reading, region: Region, statements: list[Statement], state: _State
    ) -> list[tuple[Statement, list[QuantityMention]]]:
        """Each figure of the region to the statement it belongs to; a bare figure makes a statement of the last type."""
        rows: list[tuple[Statement, list[QuantityMention]]] = [(statement, []) for statement in statements]
        bare: list[tuple[Statement, list[QuantityMention]]] = []
        start = bisect_left(reading.quantities, region.start, key=lambda each: each.span.start)
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
        return [*rows, *bare]

    def _taken_over(
        self, reading: Reading, region: Region, quantity: QuantityMention, state: _State
    ) -> Statement | None:
        last = state.ground_statement
        ground = quantity.counted in _COUNTED_GROUND or quantity.form in {"share", "ratio"}
        if quantity.rule == "comparison" or (quantity.form in {"share", "ratio"} and _triggered(reading, region)):
            return None
        if last is None or not ground or region.sentence - last.region.sentence > _INHERIT_SENTENCES:
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

    def _claims(
        self, text: Text, reading: Reading, statement: Statement, quantities: list[QuantityMention], state: _State
    ) -> Iterator[Claim]:
        equipment = within(reading.equipment, statement.quote.start, statement.quote.end)
        counted = [each for each in equipment if each.count is not None]
        if statement.trigger.type in _COUNTING_THINGS and counted:
            yield from self._losses(text, reading, statement, quantities, counted, equipment, state)
            return
        if not quantities and statement.trigger.type in _OF_PEOPLE:
            quantities = self._lone(reading, statement)
        if not quantities:
            if not _needs_figure(statement):
                yield from self._one(text, reading, statement, statement.quote, None, equipment, state)
            return
        windows = _windows(reading, statement, quantities)
        for quantity in quantities:
            quote = statement.quote if len(quantities) == 1 else _phrase(reading, quantity)
            told = replace(statement, window=windows.get(quantity.span.start))
            yield from self._one(text, reading, told, quote, quantity, equipment, state)

    def _lone(self, reading: Reading, statement: Statement) -> list[QuantityMention]:
        """The figure without a unit that stands nearest to a word that counts people ("over a hundred were captured")."""
        tokens = reading.document.tokens
        start, end = statement.quote.start, statement.quote.end
        taken = [
            *(each.span for each in within(reading.times, start, end)),
            *(each.span for each in within(reading.quantities, start, end)),
            *(each.span for each in within(reading.places, start, end)),
            *(each.span for each in within(reading.equipment, start, end) if each.count is not None),
        ]
        fitting = []
        for mention in within(reading.lone, start, end):
            at = tokens.at(mention.span.start)
            apart = max(statement.at.first - at, at - statement.at.past + 1)
            if apart <= _LONE_REACH and not any(_overlap(mention.span, span) for span in taken):
                fitting.append((apart, mention))
        return [min(fitting, key=lambda row: (row[0], row[1].span.start))[1]] if fitting else []

    def _losses(
        self,
        text: Text,
        reading: Reading,
        statement: Statement,
        quantities: list[QuantityMention],
        counted: list[EquipmentMention],
        equipment: Sequence[EquipmentMention],
        state: _State,
    ) -> Iterator[Claim]:
        """One claim for every class counted, and one for the whole where a figure gives it ("102 pieces, including …")."""
        rows: list[tuple[QuantityMention, list[EquipmentMention]]] = [
            (each, []) for each in quantities if not any(_overlap(each.span, item.span) for item in counted)
        ]
        for item in counted:
            mention = next((each for each in quantities if _overlap(each.span, item.span)), None)
            rows.append(
                (
                    mention or self._reader.counts.of(reading.document.tokens, item),
                    [item, *_named_with(equipment, item)],
                )
            )
        rows.sort(key=lambda row: row[0].span.start)
        before: QuantityMention | None = None
        for mention, things in rows:
            if before is not None and mention.part_of is None:
                part = self._reader.counts.parts(reading.document.tokens, before.span, mention.span)
                mention = replace(mention, part_of=before.part_of or before.span) if part or before.part_of else mention
            quote = _entry(reading, mention, things) if len(rows) > 1 else statement.quote
            yield from self._one(text, reading, statement, quote, mention, things, state)
            before = mention

    # -- one claim --------------------------------------------------------------------------------------------

    def _one(
        self,
        text: Text,
        reading: Reading,
        statement: Statement,
        quote: Span,
        mention: QuantityMention | None,
        equipment: Sequence[EquipmentMention],
        state: _State,
    ) -> Iterator[Claim]:
        chain = [reading.attributions[index] for index in statement.region.chain]
        if statement.trigger.status == "abandoned" and chain and chain[0].kind in _SEEING:
            statement = replace(statement, trigger=replace(statement.trigger, type="sighting"))
        for attribution in _chains(chain, statement.region.carried):
            yield from self._claim(text, reading, statement, quote, mention, equipment, state, chain, attribution)

    def _claim(
        self,
        text: Text,
        reading: Reading,
        statement: Statement,
        quote: Span,
        mention: QuantityMention | None,
        equipment: Sequence[EquipmentMention],
        state: _State,
        chain: Sequence[AttributionMention],
        attribution: tuple[Attribution, ...],
    ) -> Iterator[Claim]:
        scope = statement.trigger.type in _GROUND_TYPES
        speaker = attribution[0].side if attribution else text.voice.side
        key = (chain[0].known or attribution[0].name) if attribution else ""
        places, reasons = self._places.fill(
            reading,
            statement,
            self._place_context(reading, statement, mention, speaker, state.spoke.get(key)),
            scope=scope,
        )
        actor, target = self._own(reading, statement, speaker)
        actor, target = self._enemy(reading, statement, speaker, actor, target)
        type_ = self._from_home(statement.trigger, places, actor, target)
        id_ = claim_id(text.item, text.fragment, text.digest, type_, quote, attribution)
        if id_ in state.ids and mention is not None:
            quote = _phrase(reading, mention)
            id_ = claim_id(text.item, text.fragment, text.digest, type_, quote, attribution)
        if id_ in state.ids:
            return
        state.ids.add(id_)
        if statement.taken_over and not any(reason.rule == "inherited:sentence" for reason in reasons):
            reasons = (*reasons, Reason("type", "inherited:sentence"))
        again = self._again(reading, statement, equipment, target)
        things = () if again else tuple(_equipment(each, statement, target) for each in self._things(equipment))
        cumulative = mention is not None and type_ != "control" and _form(statement, mention) in {"change", "ratio"}
        said = said_slot(reading, chain[0] if chain else None, text.published)
        times = claim_times(
            reading,
            statement,
            said,
            cumulative=cumulative,
            state_of=type_ == "control",
            framed=framed_times(reading, chain[0] if chain else None),
            inherited_since=state.since.get(key) if scope else None,
        )
        if mention is not None and mention.rule == "increment":
            times = replace(times, since=None, until=None)
        if times.since is not None and times.since.basis != "inherited" and scope:
            state.since[key] = replace(times.since, basis="inherited")
        if statement.region.sentence != (state.spoke[key].sentence if key in state.spoke else None):
            state.spoke[key] = statement.region
        yield Claim(
            id=id_,
            item=text.item,
            path=text.path,
            fragment=text.fragment,
            text_digest=text.digest,
            language=self._reader.language,
            type=type_,
            label=statement.label,
            polarity=statement.polarity,
            modality=statement.modality,
            literal=statement.literal,
            presupposed=statement.presupposed,
            actor=actor,
            target=target,
            equipment=things + again,
            quote=quote,
            voice=text.voice,
            attribution=attribution,
            hedges=self._hedges(reading, quote, mention),
            quantity=self._quantity(reading, statement, mention, attribution),
            places=places,
            times=times,
            extractor=self._extractor,
            reasons=(*reasons, *(Reason(f"equipment.{len(things)}", "inherited:sentence") for _ in again)),
        )

    def _from_home(
        self, trigger: Trigger, places: Sequence[PlaceSlot], actor: str | None, target: str | None
    ) -> StatementType:
        """Ground is regained or lost for the side at home there: what another takes is lost, what another loses regained.

        Where no place tells whose home it is, words that do not either ("took") mean the theatre's own country.
        """
        type_ = trigger.type
        home = self._home(places)
        if home is None and trigger.either:
            place = self._ground.gazetteer.get(self._ground.country)
            home = place.side if place is not None else None
        if home is None:
            return type_
        if type_ == "territory_regained" and actor in self._ground.sides and actor != home:
            return "territory_lost"
        if type_ == "territory_lost" and target in self._ground.sides and target != home:
            return "territory_regained"
        return type_

    def _home(self, places: Sequence[PlaceSlot]) -> str | None:
        gazetteer = self._ground.gazetteer
        for slot in places:
            for id_ in (slot.id, *gazetteer.ancestors(slot.id)) if slot.id else ():
                place = gazetteer.get(id_)
                if place is not None and place.side:
                    return place.side
        return None

    def _things(self, equipment: Sequence[EquipmentMention]) -> list[EquipmentMention]:
        """Without the bare class of a model that stands in the same clause ("the T-80BVM, a recent tank")."""
        modelled = {each.cls for each in equipment if each.model is not None}
        return [
            each for each in equipment if each.model is not None or each.count is not None or each.cls not in modelled
        ]

    def _again(
        self, reading: Reading, statement: Statement, equipment: Sequence[EquipmentMention], target: str | None
    ) -> tuple[EquipmentSlot, ...]:
        """For a picture or a sighting that names no model: the model last named in the paragraph, if it is of that class."""
        if statement.trigger.type not in _AGAIN or any(
            each.model is not None or each.count is not None for each in equipment
        ):
            return ()
        sentence = reading.document.sentences[statement.region.sentence]
        at = statement.region.sentence
        while at > 0 and reading.document.sentences[at - 1].paragraph == sentence.paragraph:
            at -= 1
        start = reading.document.sentences[at].start
        before = [each for each in within(reading.equipment, start, statement.quote.start) if each.model is not None]
        if not before or any(each.cls != before[-1].cls for each in equipment):
            return ()
        slot = replace(_equipment(before[-1], statement, target), count=None, status=None)
        return (replace(slot, as_written=equipment[0].span) if equipment else slot,)

    def _own(self, reading: Reading, statement: Statement, speaker: str) -> tuple[str | None, str | None]:
        """Actor and target, where "we" and "its troops" stand for the speaker's side."""
        actor, target = statement.actor, statement.target
        if actor is not None or target is not None or speaker not in self._ground.sides:
            return actor, target
        tokens = reading.document.tokens
        first, past = tokens.at(statement.quote.start), statement.at.first
        if not self._reader.statements.lexicon("own").find(tokens, first, max(first, past)):
            return actor, target
        moved = statement.passive or statement.trigger.subject == "owner"
        return (None, speaker) if moved else (speaker, None)

    def _enemy(
        self, reading: Reading, statement: Statement, speaker: str, actor: str | None, target: str | None
    ) -> tuple[str | None, str | None]:
        """Actor and target, where the speaker's "enemy" means the other one of two sides: who does it where a word for the
        enemy as a subject stands before the verb, else who bears it."""
        others = [side for side in self._ground.sides if side != speaker]
        if speaker not in self._ground.sides or len(others) != 1:
            return actor, target
        tokens = reading.document.tokens
        first, past = tokens.at(statement.quote.start), tokens.at(statement.quote.end)
        if actor == others[0]:
            return actor, target
        if target is None and statement.taken_over and self._told_above(reading, statement):
            return actor, others[0]
        doer = self._reader.statements.lexicon("enemy_doer").find(tokens, first, max(first, statement.at.first))
        if doer and actor is None and statement.trigger.subject == "actor" and not statement.passive:
            return others[0], target
        named = self._reader.statements.lexicon("enemy").find(tokens, first, past)
        if named and statement.trigger.type == "control" and actor is None:
            return others[0], target
        if named and target is None:
            return actor, others[0]
        return actor, target

    def _told_above(self, reading: Reading, statement: Statement) -> bool:
        """Whether the line above a list names the enemy."""
        tokens, enemy = reading.document.tokens, self._reader.statements.lexicon("enemy")
        return any(enemy.find(tokens, tokens.at(start), tokens.at(end)) for start, end in statement.region.beside)

    def _place_context(
        self,
        reading: Reading,
        statement: Statement,
        mention: QuantityMention | None,
        speaker: str,
        last: Region | None,
    ) -> PlaceContext:
        sentence = reading.document.sentences[statement.region.sentence]
        stop = bisect_left(reading.places, statement.quote.end, key=lambda each: each.span.start)
        before = [place for place in reading.places[max(0, stop - _PLACES_BACK) : stop] if place.ids]
        if not before:  # "In the north of the oblast …, said the governor of Kharkiv oblast"
            before = [place for place in within(reading.places, sentence.start, sentence.end) if place.ids]
        known = None if speaker == UNKNOWN else speaker
        inherit = [(reading.document.sentences[0].start, reading.document.sentences[0].end)]
        if last is not None and 0 < statement.region.sentence - last.sentence <= _INHERIT_SENTENCES:
            inherit.insert(0, (last.start, last.end))
        side = statement.actor or statement.target
        share = mention is not None and mention.form == "share"
        return PlaceContext(known, before, sentence.start, inherit, side, share, statement.window)

    def _quantity(
        self,
        reading: Reading,
        statement: Statement,
        mention: QuantityMention | None,
        attribution: tuple[Attribution, ...],
    ) -> Quantity | None:
        if mention is None:
            return None
        type_ = statement.trigger.type
        return Quantity(
            mention.value,
            mention.low,
            mention.high,
            mention.unit,
            mention.bound,
            "items" if type_ == "equipment_loss" and mention.counted == "area" else mention.counted,
            _form(statement, mention),
            mention.of,
            mention.relative_to,
            mention.part_of,
            self._definition(reading, statement, mention),
            self._basis(reading, statement, attribution),
            mention.span,
        )

    def _hedges(self, reading: Reading, quote: Span, mention: QuantityMention | None) -> tuple[Span, ...]:
        """The words that bound the figure and those that soften the statement, in text order."""
        tokens = reading.document.tokens
        found = list(mention.hedges) if mention is not None else []
        for match in self._reader.statements.lexicon("hedging").find(
            tokens, tokens.at(quote.start), tokens.at(quote.end)
        ):
            span = tokens.span(match.first, match.past)
            if span is not None and not any(_overlap(span, other) for other in found):
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

    # -- after all claims -------------------------------------------------------------------------------------

    def _define(self, reading: Reading, claims: list[Claim]) -> list[Claim]:
        """A sentence that only says what the figures before it count gives them their definition."""
        out = list(claims)
        words = self._reader.definitions
        if not words:
            return out
        for index, sentence in enumerate(reading.document.sentences):
            if index == 0 or within(reading.quantities, sentence.start, sentence.end):
                continue
            tokens, span = reading.document.tokens, reading.document.words[index]
            if not self._reader.statements.lexicon("figures").find(tokens, *span):
                continue
            for match in self._reader.defining.find(tokens, *span):
                self._define_before(reading, out, index, match.value)
                break
        return out

    def _define_before(self, reading: Reading, claims: list[Claim], index: int, definition: str) -> None:
        previous = reading.document.sentences[index - 1]
        for at, claim in enumerate(claims):
            inside = previous.start <= claim.quote.start < previous.end
            if (
                inside
                and claim.quantity is not None
                and claim.quantity.definition is None
                and claim.type in _GROUND_TYPES
            ):
                reason = Reason("quantity.definition", "inherited:following")
                claims[at] = replace(
                    claim, quantity=replace(claim.quantity, definition=definition), reasons=(*claim.reasons, reason)
                )

    def _suspect(self, text: Text, claim: Claim) -> Iterator[Issue]:
        quantity = claim.quantity
        if (
            quantity is None
            or quantity.counted != "area"
            or quantity.value is None
            or quantity.form not in {"level", "change", "rate"}
        ):
            return
        units = self._ground.units
        if units.dimension(quantity.unit) != "area":
            why = f"ground is counted in {quantity.unit}, which measures no area"
        elif claim.type in _GROUND_TYPES and units.convert(quantity.value, quantity.unit, "km2") < _SMALLEST_KM2:
            why = f"{quantity.as_written.exact!r} is less than {_SMALLEST_KM2:g} km2"
        else:
            return
        yield Issue(
            "unit_suspect",
            text.path,
            f"{text.path}: {quantity.as_written.exact!r}: suspected slip of the unit ({why})",
            "Compare with the source; the figure is kept as it was said.",
            item=text.item,
            fragment=text.fragment,
            span=quantity.as_written,
            claim=claim.id,
        )

    def _left_over(self, text: Text, reading: Reading, state: _State) -> Iterator[Issue]:
        """A figure that no statement took."""
        for index, quantity in enumerate(reading.quantities):
            sentence = reading.document.sentences[reading.document.sentence_at(quantity.span.start)]
            if index in state.used or sentence.noise is not None:
                continue
            yield Issue(
                "passage_not_understood",
                text.path,
                f"{text.path}: {quantity.span.exact!r}: not understood what is counted or said of it",
                "Read the sentence; add a judgement if the figure matters.",
                item=text.item,
                fragment=text.fragment,
                span=quantity.span,
            )

    def _unread(self, text: Text, reading: Reading, state: _State) -> Iterator[Issue]:
        """Sentences in a language read in part that report or state something and gave no claim, in one record."""
        if not self._reader.partly:
            return
        tokens = reading.document.tokens
        triggered = {reading.document.sentence_at(tokens.starts[match.first]) for match in reading.triggers}
        cued = {
            reading.document.sentence_at(mention.cue.start)
            for mention in reading.attributions
            if mention.cue is not None
        }
        for mention in reading.attributions:
            if mention.cue is not None and any(
                reading.document.sentence_at(span.start) in state.understood for span in mention.content
            ):
                state.understood.add(reading.document.sentence_at(mention.cue.start))
        missed = [
            index
            for index in sorted(triggered | cued)
            if index not in state.understood and reading.document.sentences[index].noise is None
        ]
        if missed:
            yield Issue(
                "language_not_read",
                text.path,
                f"{text.path}: {len(missed)} sentences in {self._reader.language!r} report something that was not understood",
                "Read them in the text; this language is read only in part so far.",
                item=text.item,
                fragment=text.fragment,
                count=len(missed),
            )


def _dates_unknown(text: Text, reading: Reading) -> Iterator[Issue]:
    open_ = [
        time for time in reading.times if time.basis == "publication" and time.earliest is None and time.latest is None
    ]
    if text.published is None and open_:
        yield Issue(
            "date_unknown",
            text.path,
            f"{text.path}: {open_[0].span.exact!r} counts from the publication date, which is unknown",
            "Give the date in items.csv or case.toml.",
            item=text.item,
            fragment=text.fragment,
            span=open_[0].span,
            count=len(open_),
        )


def _form(statement: Statement, mention: QuantityMention) -> Form:
    """A figure of ground that changed hands, or of losses, counts a change; of ground held, a level."""
    if mention.form not in {"level", "change"}:
        return mention.form
    return "change" if statement.trigger.type in _CHANGES else "level"


def _triggered(reading: Reading, region: Region) -> bool:
    """Whether words of the region speak of something of their own: a share in it is of that."""
    tokens = reading.document.tokens
    first = bisect_left(reading.triggers, tokens.at(region.start), key=lambda each: each.first)
    return first < len(reading.triggers) and tokens.starts[reading.triggers[first].first] < region.end


def _counts(reading: Reading, statement: Statement) -> bool:
    """Whether a figure or a counted machine stands in the statement's own words."""
    start, end = statement.quote.start, statement.quote.end
    counted = any(each.count is not None for each in within(reading.equipment, start, end))
    return counted or bool(within(reading.quantities, start, end))


def _nearest(
    rows: list[tuple[Statement, list[QuantityMention]]], quantity: QuantityMention
) -> tuple[Statement, list[QuantityMention]] | None:
    """The statement whose clause holds the figure, else the nearest whose word takes such a figure."""
    fitting = [row for row in rows if _takes(row[0], quantity)]
    holding = [row for row in fitting if row[0].quote.start <= quantity.span.start < row[0].quote.end]
    return min(holding or fitting, key=lambda row: _distance(row[0].quote, quantity.span), default=None)


def _takes(statement: Statement, quantity: QuantityMention) -> bool:
    counts = statement.trigger.counts
    if quantity.form == "ratio":
        return "area" in counts
    if quantity.form == "share":
        return "share" in counts or quantity.unit in counts
    return quantity.counted in counts


def _distance(quote: Span, span: Span) -> int:
    return max(quote.start - span.end, span.start - quote.end, 0)


def _windows(
    reading: Reading, statement: Statement, quantities: Sequence[QuantityMention]
) -> dict[int, tuple[int, int]]:
    """By start of figure, the stretch from it to the next, where several figures each have a place of their own behind them
    ("20 villages in A and 5 in B")."""
    starts = sorted(quantity.span.start for quantity in quantities)
    if len(starts) < 2:
        return {}
    windows = dict(zip(starts, pairwise([*starts, max(statement.quote.end, starts[-1])]), strict=True))
    places = [place for place in within(reading.places, statement.quote.start, statement.quote.end) if place.ids]
    own = [any(left <= place.span.start < right for place in places) for left, right in windows.values()]
    outside = any(place.span.start < starts[0] and place.role is not None for place in places)
    return windows if all(own) and not outside else {}


def _needs_figure(statement: Statement) -> bool:
    needs = statement.trigger.needs
    return bool(needs) and needs <= {"area", "settlements", "distance", "items", "figure"}


def _phrase(reading: Reading, mention: QuantityMention) -> Span:
    """A figure with the words that bound it, where they stand beside it."""
    start, end = mention.span.start, mention.span.end
    for hedge in mention.hedges:
        if start - hedge.end <= 2 and hedge.end <= start:
            start = hedge.start
    return Span.of(reading.document.text, start, end)


def _entry(reading: Reading, mention: QuantityMention, things: Sequence[EquipmentMention]) -> Span:
    """A figure with the thing it counts, also where that stands before it ("tanks – 2838")."""
    phrase = _phrase(reading, mention)
    if mention.rule == "increment" and reading.document.text[phrase.start - 1 : phrase.start] == "+":
        return Span.of(reading.document.text, phrase.start - 1, phrase.end)
    spans = [phrase, *(each.span for each in things if _overlap(each.span, mention.span))]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return Span.of(reading.document.text, start, end)


def _named_with(equipment: Sequence[EquipmentMention], item: EquipmentMention) -> list[EquipmentMention]:
    """Models told right after a counted one ("nine T-80U and T-80BV tanks"): the number is of all of them."""
    after = []
    for each in equipment:
        if each.span.start >= item.span.end:
            if each.count is not None:
                break
            if each.model is not None and each.cls == item.cls:
                after.append(each)
    return after


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


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


def _equipment(mention: EquipmentMention, statement: Statement, target: str | None) -> EquipmentSlot:
    loss = statement.trigger.type == "equipment_loss"
    owner = mention.owner or (target if loss or statement.trigger.subject == "owner" else None)
    status = statement.trigger.status if loss else mention.status if statement.trigger.type == "sighting" else None
    return EquipmentSlot(mention.model, mention.cls, mention.count, owner, status, mention.span)


def _chains(chain: Sequence[AttributionMention], carried: bool) -> list[tuple[Attribution, ...]]:
    """The attribution of a claim, once for each of several parallel sources."""
    chains: list[tuple[Attribution, ...]] = [()]
    for mention in chain:
        steps = _steps(mention, carried)
        chains = [(*done, step) for step in steps for done in chains]
    return chains


def _steps(mention: AttributionMention, carried: bool) -> list[Attribution]:
    kind, side = mention.kind or "unnamed", mention.side or UNKNOWN
    medium = mention.medium.exact if mention.medium is not None else None
    parts = mention.parallel or ((mention.source, side, ""),)
    steps = []
    for quote, part_side, shared in parts:
        name = shared or ((mention.of or quote).exact if quote is not None else "")
        steps.append(
            Attribution(
                name, kind, part_side, mention.named, mention.at_least, medium, mention.commitment,
                mention.carried or carried, quote, mention.cue,
            )
        )  # fmt: skip
    return steps
