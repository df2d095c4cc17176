"""Who does it to whom, as the speaker means it: "we", "the enemy", and whose home the ground is."""

from __future__ import annotations

from collections.abc import Sequence

from zvirka.extract.reading import Reading, TextReader
from zvirka.extract.statements import Statement
from zvirka.extract.triggers import Trigger
from zvirka.model.claims import StatementType
from zvirka.model.places import PlaceSlot


class PartyReader:
    """Resolves the sides of statements in texts of one language."""

    def __init__(self, reader: TextReader) -> None:
        self._ground = reader.ground
        self._statements = reader.statements
        self.sides = frozenset(reader.ground.sides)

    def parties(self, reading: Reading, statement: Statement, speaker: str) -> tuple[str | None, str | None]:
        """Actor and target of a statement. speaker: side of who speaks."""
        actor, target = self._own(reading, statement, speaker)
        actor, target = self._enemy(reading, statement, speaker, actor, target)
        if statement.trigger.either and actor is None and target is None and not statement.passive:
            actor = self._boasting(reading, statement, speaker)
        return actor, target

    def _boasting(self, reading: Reading, statement: Statement, speaker: str) -> str | None:
        """Who took ground, where only who tells of it is told: the speaker's own side, the other one where it is admitted
        or denied."""
        if speaker not in self._ground.sides or not statement.region.chain:
            return None
        conceded = reading.attributions[statement.region.chain[0]].commitment in {"admitted", "denied"}
        others = [side for side in self._ground.sides if side != speaker]
        return (others[0] if len(others) == 1 else None) if conceded else speaker

    def _own(self, reading: Reading, statement: Statement, speaker: str) -> tuple[str | None, str | None]:
        """Actor and target, where "we" and "its troops" stand for the speaker's side."""
        actor, target = statement.actor, statement.target
        if actor is not None or target is not None or speaker not in self._ground.sides:
            return actor, target
        tokens = reading.document.tokens
        first, past = tokens.at(statement.quote.start), statement.at.first
        if not self._statements.lexicon("own").find(tokens, first, max(first, past)):
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
        doer = self._statements.lexicon("enemy_doer").find(tokens, first, max(first, statement.at.first))
        if doer and actor is None and statement.trigger.subject == "actor" and not statement.passive:
            return others[0], target
        named = self._statements.lexicon("enemy").find(tokens, first, past)
        if named and statement.trigger.type == "control" and actor is None:
            return others[0], target
        if named and target is None:
            return actor, others[0]
        return actor, target

    def _told_above(self, reading: Reading, statement: Statement) -> bool:
        """Whether the line above a list names the enemy."""
        tokens, enemy = reading.document.tokens, self._statements.lexicon("enemy")
        return any(enemy.find(tokens, tokens.at(start), tokens.at(end)) for start, end in statement.region.beside)

    def type_at_home(
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
