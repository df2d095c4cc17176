"""From one thing told to claims, one for each of its parallel sources, with all their slots."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from zvirka.extract.equipment_slots import equipment_slot, named_before, told_things
from zvirka.extract.mentions import AttributionMention, QuantityMention, TimeMention
from zvirka.extract.parties import PartyReader
from zvirka.extract.place_slots import PlaceContext, PlaceFiller
from zvirka.extract.quantity_slots import QuantityFiller, form_of
from zvirka.extract.reading import Reading, TextReader, within
from zvirka.extract.regions import Region
from zvirka.extract.statements import GROUND_TYPES, Statement
from zvirka.extract.tellings import Telling, phrase
from zvirka.extract.text_state import INHERIT_SENTENCES, TextState
from zvirka.extract.time_slots import claim_times, framed_times, inheriting, opened_by, said_slot
from zvirka.extract.witness_sides import AT_HOME
from zvirka.model.claims import Claim, Extractor, Modality, Reason, StatementType, claim_id
from zvirka.model.items import Text
from zvirka.model.sources import THIRD, UNKNOWN, Attribution, SourceKind
from zvirka.model.spans import Span
from zvirka.model.times import ClaimTimes, TimeSlot

_FRAMED: frozenset[StatementType] = frozenset(
    {
        "strike",
        "clash",
        "raid",
        "equipment_loss",
        "casualties",
        "prisoners",
        "civilian_harm",
        "advance",
        "withdrawal",
        "conduct",
    }
)
"""Types that happen at a time: they take over one that opened an earlier sentence of their paragraph."""
_STATE: frozenset[SourceKind] = frozenset({"official", "official_document", "military_unnamed", "politician"})
"""Kinds of source that are of the side of a medium that passes them on, where their words name none."""
_LEAST_SHARED = 4
"""Letters that two forms of one outlet's name share at least …"""
_ENDING = 2
"""… and letters of the endings in which they may differ."""
_ABROAD: frozenset[SourceKind] = frozenset({"official", "unnamed"})
"""Kinds of source that are third where such a medium passes them on and their words name no side."""
_SEEING = frozenset({"video", "tracker"})
"""Kinds of source that show a thing standing there, not who lost it."""
_PLACES_BACK = 64
"""How many place mentions back a reference is followed: bounds the work in long texts."""


class ClaimMaker:
    """Makes the claims of texts of one language."""

    def __init__(self, reader: TextReader, extractor: Extractor) -> None:
        self._language = reader.language
        self._places = PlaceFiller(reader.ground, reader.language)
        self._parties = PartyReader(reader)
        self._quantities = QuantityFiller(reader)
        self._sources = reader.ground.sources
        self._extractor = extractor

    def make(self, text: Text, reading: Reading, telling: Telling, state: TextState) -> Iterator[Claim]:
        """The claims of a telling; none where the text made the same one before."""
        statement = telling.statement
        chain = self._of_medium([reading.attributions[index] for index in statement.region.chain])
        chain = [each for each in chain if each.rule != "told_to" or not _is_voice(text, each)]
        if statement.region.carried or not chain:
            chain = _own_act(reading, statement.quote) or chain
        if statement.trigger.status == "abandoned" and chain and chain[0].kind in _SEEING:
            telling = replace(
                telling, statement=replace(statement, trigger=replace(statement.trigger, type="sighting"))
            )
        passed_on = self._forwarded(text)
        for attribution in _chains(chain, statement.region.carried):
            claim = self._claim(text, reading, telling, state, chain, (*attribution, *passed_on))
            if claim is not None:
                yield claim

    def _of_medium(self, chain: list[AttributionMention]) -> list[AttributionMention]:
        """A state's source whose words name no side is of the side of the medium that passes it on ("the Ukrainian site X,
        citing sources in military intelligence"); officials and unnamed people whom a medium of a country at no war here speaks
        with are third."""
        for at in range(len(chain) - 2, -1, -1):
            near, medium = chain[at], chain[at + 1]
            ours = medium.kind == "media" and medium.side in self._parties.sides
            abroad = medium.kind == "media" and medium.side == THIRD and near.kind in _ABROAD
            if (abroad or (ours and near.kind in _STATE)) and near.side in {None, UNKNOWN}:
                chain[at] = replace(near, side=medium.side, side_rule="side:medium")
        return chain

    def _forwarded(self, text: Text) -> tuple[Attribution, ...]:
        """Whose post a post passes on, as the platform names them: the words are theirs, none of them tells who they are."""
        if not text.forwarded_from:
            return ()
        known = next((info for _, _, info in self._sources.find(text.forwarded_from, self._language)), None)
        kind, side = (known.kind, known.side) if known is not None else ("channel", UNKNOWN)
        return (Attribution(text.forwarded_from, kind, side, True, 1, None, "stated", False, None, None),)

    def _claim(
        self,
        text: Text,
        reading: Reading,
        telling: Telling,
        state: TextState,
        chain: Sequence[AttributionMention],
        attribution: tuple[Attribution, ...],
    ) -> Claim | None:
        """The claim of a telling by one chain of sources; None where the text made the same one before."""
        statement, mention = telling.statement, telling.figure
        scope = statement.trigger.type in GROUND_TYPES
        speaker = attribution[0].side if attribution else text.voice.side
        if chain and chain[0].side_rule in AT_HOME:
            speaker = UNKNOWN  # where somebody lives does not tell whose soldiers he means
        key = (chain[0].known if chain else "") or (attribution[0].name if attribution else "")
        context = self._place_context(reading, statement, mention, speaker, state.spoke.get(key))
        places, of_places = self._places.fill(reading, statement, context, scope=scope)
        actor, target = self._parties.parties(reading, statement, speaker)
        type_ = self._parties.type_at_home(statement.trigger, places, actor, target)
        told = _identified(text, reading, telling, state, type_, attribution)
        if told is None:
            return None
        quote, id_ = told
        again = named_before(reading, statement, telling.equipment, target)
        things = (
            () if again else tuple(equipment_slot(each, statement, target) for each in told_things(telling.equipment))
        )
        said = said_slot(reading, chain[0] if chain else None, text.published)
        framed = framed_times(reading, chain[0] if chain else None)
        times, of_times = _times(reading, telling, type_, said, framed, state.since.get(key) if scope else None)
        if times.since is not None and times.since.basis != "inherited" and scope:
            state.since[key] = replace(times.since, basis="inherited")
        if statement.region.sentence != (state.spoke[key].sentence if key in state.spoke else None):
            state.spoke[key] = statement.region
        return Claim(
            id=id_,
            item=text.item,
            path=text.path,
            fragment=text.fragment,
            text_digest=text.digest,
            language=self._language,
            type=type_,
            label=statement.label,
            polarity=statement.polarity,
            modality=_modality(statement, times, text),
            literal=statement.literal,
            presupposed=statement.presupposed,
            actor=actor,
            target=target,
            equipment=things + again,
            quote=quote,
            voice=text.voice,
            attribution=attribution,
            hedges=self._quantities.hedges(reading, quote, mention),
            quantity=self._quantities.fill(reading, statement, mention, attribution),
            places=places,
            times=times,
            extractor=self._extractor,
            reasons=(
                *of_places,
                *_of_type(statement, of_places),
                *of_times,
                *(Reason(f"equipment.{len(things)}", "inherited:sentence") for _ in again),
                *([Reason(f"attribution.{len(attribution) - 1}", "forwarded")] if text.forwarded_from else []),
                *(
                    Reason(f"attribution.{at}.side", each.side_rule)
                    for at, each in enumerate(chain)
                    if each.side_rule and not each.parallel
                ),
            ),
        )

    def _place_context(
        self,
        reading: Reading,
        statement: Statement,
        mention: QuantityMention | None,
        speaker: str,
        last: Region | None,
    ) -> PlaceContext:
        sentence = reading.document.sentences[statement.region.sentence]
        stop = bisect_left(reading.scenes.starts, statement.quote.end)
        before = [place for place in reading.scenes[max(0, stop - _PLACES_BACK) : stop] if place.ids]
        if not before and reading.scenes:  # "In the north of the oblast …, said the governor of Kharkiv oblast"
            before = [place for place in within(reading.scenes, sentence.start, sentence.end) if place.ids]
        known = None if speaker == UNKNOWN else speaker
        inherit = [(reading.document.sentences[0].start, reading.document.sentences[0].end)]
        if last is not None and 0 < statement.region.sentence - last.sentence <= INHERIT_SENTENCES:
            inherit.insert(0, (last.start, last.end))
        side = statement.actor or statement.target
        share = mention is not None and mention.form == "share"
        sentences = reading.document.sentences
        opens = reading.document.openings[statement.region.sentence]
        return PlaceContext(
            known, before, sentence.start, inherit, side, share, mention is not None and mention.counted == "area",
            statement.window, reading.seats, reading.elsewhere, paragraph=sentences[opens].start, opening=reading.document.lead,
        )  # fmt: skip


def _own_act(reading: Reading, quote: Span) -> list[AttributionMention]:
    """Whoever does by saying what the words tell, where they hold both the subject and the verb; no more than one."""
    first = bisect_left(reading.acts, quote.start, key=_cue_start)
    past = bisect_left(reading.acts, quote.end, key=_cue_start)
    held = (
        each
        for each in reading.acts[first:past]
        if each.source and each.cue and quote.start <= each.source.start and each.cue.end <= quote.end
    )
    return list(islice(held, 1))


def _cue_start(mention: AttributionMention) -> int:
    return mention.cue.start if mention.cue is not None else -1


def _identified(
    text: Text,
    reading: Reading,
    telling: Telling,
    state: TextState,
    type_: StatementType,
    attribution: tuple[Attribution, ...],
) -> tuple[Span, str] | None:
    """Words and id of a claim; those of its figure alone where the whole made one before; None where the text made the same one."""
    quote = telling.quote
    id_ = claim_id(text.item, text.fragment, text.digest, type_, quote, attribution)
    if id_ in state.ids and telling.figure is not None:
        quote = phrase(reading, telling.figure)
        id_ = claim_id(text.item, text.fragment, text.digest, type_, quote, attribution)
    if id_ in state.ids:
        return None
    state.ids.add(id_)
    return quote, id_


def _modality(statement: Statement, times: ClaimTimes, text: Text) -> Modality:
    """How a claim is meant: what is told of a day after the text was published is foretold, whatever the form of its verb."""
    event, published = times.event, text.published
    ahead = (
        event is not None and event.earliest is not None and published is not None and event.earliest > published.day
    )
    return "predicted" if ahead and statement.modality == "asserted" else statement.modality


def _of_type(statement: Statement, of_places: tuple[Reason, ...]) -> Iterator[Reason]:
    """Why a claim has its type, where its own words do not tell."""
    if statement.taken_over and not any(reason.rule == "inherited:sentence" for reason in of_places):
        yield Reason("type", "inherited:sentence")
    if statement.trigger.last or statement.trigger.likely:
        yield Reason("type", "hinted")


def _times(
    reading: Reading,
    telling: Telling,
    type_: StatementType,
    said: TimeSlot | None,
    framed: list[TimeMention],
    since: TimeSlot | None,
) -> tuple[ClaimTimes, tuple[Reason, ...]]:
    """The times of a claim, and why one was taken over. since: the window its source counts in."""
    statement, mention = telling.statement, telling.figure
    cumulative = mention is not None and type_ != "control" and form_of(statement, mention) in {"change", "ratio"}
    times = claim_times(
        reading,
        statement,
        said,
        cumulative=cumulative,
        state_of=type_ == "control",
        framed=framed,
        inherited_since=since,
    )
    reasons: tuple[Reason, ...] = ()
    frame = opened_by(reading, statement) if type_ in _FRAMED and times.event is None and times.since is None else None
    if frame is not None and times.until is None:
        times = inheriting(times, frame, cumulative=cumulative)
        reasons = (Reason("times.until" if times.event is None else "times.event", "inherited:sentence"),)
    if mention is not None and mention.rule == "increment":
        times = replace(times, since=None, until=None)
    return times, reasons


def _is_voice(text: Text, mention: AttributionMention) -> bool:
    """Whether the outlet that somebody told it is the one whose text this is."""
    name = "" if mention.source is None else mention.source.exact.strip('«»“”„"').casefold()
    own = text.voice.name.casefold()
    return bool(name) and (f" {name} " in f" {own} " or _forms(name, own))


def _forms(one: str, other: str) -> bool:
    """Whether two names differ in the ending of a case alone ("«Прибоя»", "Прибой")."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= _LEAST_SHARED and max(len(one), len(other)) - shared <= _ENDING


def _chains(chain: Sequence[AttributionMention], carried: bool) -> list[tuple[Attribution, ...]]:
    """The attribution of a claim, once for each of several parallel sources."""
    chains: list[tuple[Attribution, ...]] = [()]
    for mention in chain:
        steps = steps_of(mention, carried)
        chains = [(*done, step) for step in steps for done in chains]
    return chains


def steps_of(mention: AttributionMention, carried: bool) -> list[Attribution]:
    """The attribution of what a mention says, once for each of its parallel sources."""
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
