"""Claims of what plug-ins point at: the words are theirs, every slot is read by the rules and packs of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zvirka.extract.claim_maker import ClaimMaker
from zvirka.extract.clauses import Clause
from zvirka.extract.mentions import AttributionMention, QuantityMention
from zvirka.extract.reading import Reading, TextReader
from zvirka.extract.regions import Region
from zvirka.extract.rules import RulesExtractor, with_solved_day
from zvirka.extract.statements import Statement, overlap
from zvirka.extract.tellings import Teller
from zvirka.extract.text_state import TextState
from zvirka.extract.tokens import Match
from zvirka.model.claims import Claim, Extractor, Reason
from zvirka.model.items import Text
from zvirka.model.sources import Commitment
from zvirka.model.spans import Span
from zvirka.model.suggestions import Suggestion


def suggested_claims(rules: RulesExtractor, text: Text, given: Sequence[Suggestion], by: Extractor) -> list[Claim]:
    """The claims of suggestions about one text, by quote position; none where its language is not read.

    Sides, sources' kinds, figures, days and places are what our own readers make of the words pointed at; words of noise make none, and
    a figure that our readers cannot read is left out, with the reason "not_read" at `quantity`. by: who suggested.
    """
    language = rules.language_of(text)
    if language is None or not given:
        return []
    reader = rules.reader(language)
    reading = reader.read(text.text, text.published, text.voice.side)
    pointed = _Pointed(reader, text, reading, by)
    claims = [claim for suggestion in given for claim in pointed.claims(suggestion)]
    return [with_solved_day(text, claim) for claim in sorted(claims, key=lambda each: (each.quote, each.id))]


class _Pointed:
    """Makes the claims of one text."""

    def __init__(self, reader: TextReader, text: Text, reading: Reading, by: Extractor) -> None:
        self._reader, self._text, self._reading = reader, text, reading
        self._maker = ClaimMaker(reader, by)
        self._teller = Teller(reader.counts)
        self._state = TextState()

    def claims(self, given: Suggestion) -> list[Claim]:
        """The claims of one suggestion."""
        document = self._reading.document
        given = replace(given, source=self._worded(given.source), cue=self._worded(given.cue))
        sentence = document.sentence_at(given.quote.start)
        if not document.sentences or document.sentences[sentence].noise is not None:
            return []
        mention = self._attribution(given)
        reading = replace(self._reading, attributions=[mention] if mention is not None else [], acts=())
        holes = tuple(sorted((each.start, each.end) for each in (given.source, given.cue) if each is not None))
        beside = ((given.time.start, given.time.end),) if given.time is not None else ()
        chain = (0,) if mention is not None else ()
        region = Region(sentence, given.quote.start, given.quote.end, chain, False, holes, beside=beside)
        statement = self._statement(given, reading, region)
        if statement is None:
            return []
        figures = self._figures(given, reading)
        made = [
            claim
            for telling in self._teller.tell(reading, statement, figures)
            for claim in self._maker.make(self._text, reading, telling, self._state)
        ]
        unread = given.figure is not None and not any(claim.quantity for claim in made)
        return (
            [replace(each, reasons=(*each.reasons, Reason("quantity", "not_read"))) for each in made]
            if unread
            else made
        )

    def _worded(self, span: Span | None) -> Span | None:
        """A span that holds a word, None for any other: white space names nobody."""
        tokens = self._reading.document.tokens
        return span if span is not None and tokens.at(span.start) < tokens.at(span.end) else None

    def _figures(self, given: Suggestion, reading: Reading) -> list[QuantityMention]:
        """What our readers make of the figure pointed at; machines with a number are counted where no other figure stands there."""
        figure = given.figure
        if figure is None:
            return []
        found = [each for each in reading.quantities if overlap(each.span, figure)]
        machines = [each for each in reading.equipment if each.counted and overlap(each.span, figure)]
        return found or [self._reader.counts.of(reading.document.tokens, each) for each in machines]

    def _statement(self, given: Suggestion, reading: Reading, region: Region) -> Statement | None:
        """The statement of the type suggested; who does it, whether it is denied and how it is meant, by our own words."""
        tokens, pack = reading.document.tokens, self._reader.statements
        first, past = tokens.at(region.start), tokens.at(region.end)
        if first >= past:
            return None
        clause = Clause(reading, region, (first, past), pack, self._reader.attribution.pack.words)
        inside = [match for match in reading.triggers if first <= match.first and match.past <= past]
        own = next((match for match in inside if match.value.type == given.type), None)
        at = own or (inside[0] if inside else Match(past - 1, past, pack.by_label(given.type)))
        trigger = replace(own.value if own is not None else pack.by_label(given.type), needs=frozenset())
        statement = clause.statement(Match(at.first, at.past, trigger), joke=False)
        if statement is None:
            return None
        window = (given.place.start, given.place.end) if given.place is not None else None
        return replace(statement, trigger=replace(statement.trigger, type=given.type), window=window)

    def _attribution(self, given: Suggestion) -> AttributionMention | None:
        """Source and cue with the kind, side and commitment that our packs know."""
        if given.source is None and given.cue is None:
            return None
        document, pack = self._reading.document, self._reader.attribution.pack
        pronoun = given.source is not None and pack.words.is_a(
            "carried", document.tokens.norms[document.tokens.at(given.source.start)]
        )
        mention = AttributionMention(
            given.source, given.cue, (given.quote,), self._commitment(given.cue), carried=pronoun, rule="suggested"
        )
        published = self._text.published
        day = None if published is None else published.day
        return self._reader.voices.resolve(document, [mention], day, self._text.voice.side)[0]

    def _commitment(self, cue: Span | None) -> Commitment:
        """What the pack says of the cue; "stated" where it does not know the word."""
        if cue is None:
            return "stated"
        tokens, pack = self._reading.document.tokens, self._reader.attribution.pack
        first, past = tokens.at(cue.start), tokens.at(cue.end)
        for lexicon in (pack.verbs, pack.prepositions, pack.references, pack.nouns):
            for match in lexicon.find(tokens, first, past):
                return match.value.commitment
        return "stated"
