"""From what was found in a text to claims with all their slots, and issues for what was not understood."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.extract.claim_maker import ClaimMaker
from zvirka.extract.parts import ClauseParts
from zvirka.extract.quantity_slots import QuantityFiller
from zvirka.extract.reading import Reading, TextReader
from zvirka.extract.region_statements import RegionStatements
from zvirka.extract.regions import Region, Regions
from zvirka.extract.statements import GROUND_TYPES
from zvirka.extract.tellings import Teller
from zvirka.extract.text_issues import dates_unknown, left_over, too_dense, unit_suspect, unread
from zvirka.extract.text_state import TextState
from zvirka.extract.told_links import ToldLinks
from zvirka.model.claims import Claim, Extractor
from zvirka.model.findings import Link
from zvirka.model.issues import Issue
from zvirka.model.items import Text


class Assembler:
    """Makes the claims and issues of texts of one language."""

    def __init__(self, reader: TextReader, extractor: Extractor) -> None:
        self._reader = reader
        self._statements = RegionStatements(reader)
        self._parts = ClauseParts(reader.statements)
        self._teller = Teller(reader.counts)
        self._maker = ClaimMaker(reader, extractor)
        self._quantities = QuantityFiller(reader)
        self._told = ToldLinks(reader.ground.language(reader.language))

    def assemble(
        self, text: Text, reading: Reading, state: TextState | None = None
    ) -> tuple[list[Claim], list[Issue], list[Link]]:
        """Claims by quote position, issues, and the links that the text tells. state: what it takes over from the post it answers."""
        state = TextState() if state is None else state
        state.channel = text.voice.kind in {"channel", "blogger", "military_unnamed", "analyst", "tracker"}
        claims: list[Claim] = []
        issues: list[Issue] = []
        words = self._reader.attribution.pack.words
        most, end = reading.document.most(), reading.document.end()
        for region in Regions(reading.document, reading.attributions, words, self._parts).read():
            if len(claims) >= most:
                end = region.start
                break
            for claim in self._region(text, reading, region, state):
                claims.append(claim)
                state.understood.add(region.sentence)
                state.understood.update(_cue_sentences(reading, region))
                issues.extend(unit_suspect(text, claim, self._reader.ground.units))
        if end < len(reading.document.text):
            issues.append(too_dense(text, reading, end, len(claims)))
        issues.extend(left_over(text, reading, state, end))
        if self._reader.partly:
            issues.extend(unread(text, reading, state, self._reader.language, end))
        issues.extend(dates_unknown(text, reading))
        claims = self._quantities.define(reading, claims)
        claims.sort(key=lambda claim: (claim.quote.start, claim.quote.end, claim.id))
        return claims, issues, self._told.read(reading, claims)

    def _region(self, text: Text, reading: Reading, region: Region, state: TextState) -> Iterator[Claim]:
        for statement, quantities in self._statements.of(reading, region, state):
            made = [
                claim
                for telling in self._teller.tell(reading, statement, quantities)
                for claim in self._maker.make(text, reading, telling, state)
            ]
            yield from made
            if statement.trigger.type in GROUND_TYPES and made:
                state.ground_statement = statement


def _cue_sentences(reading: Reading, region: Region) -> Iterator[int]:
    for index in region.chain:
        cue = reading.attributions[index].cue
        if cue is not None:
            yield reading.document.sentence_at(cue.start)
