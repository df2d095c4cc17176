"""The equipment of a claim: named in its clause, or the model last named before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zvirka.extract.mentions import EquipmentMention
from zvirka.extract.reading import Reading, within
from zvirka.extract.statements import Statement
from zvirka.model.claims import EquipmentSlot

_AGAIN = frozenset({"media_posted", "sighting"})


def told_things(equipment: Sequence[EquipmentMention]) -> list[EquipmentMention]:
    """Without the bare class of a model that stands in the same clause ("the T-80BVM, a recent tank")."""
    modelled = {each.cls for each in equipment if each.model is not None}
    return [each for each in equipment if each.model is not None or each.counted or each.cls not in modelled]


def named_before(
    reading: Reading, statement: Statement, equipment: Sequence[EquipmentMention], target: str | None
) -> tuple[EquipmentSlot, ...]:
    """For a picture or a sighting that names no model: the model last named in the paragraph, if it is of that class."""
    if statement.trigger.type not in _AGAIN or any(each.model is not None or each.counted for each in equipment):
        return ()
    start = reading.document.sentences[reading.document.opening(statement.region.sentence)].start
    before = [each for each in within(reading.equipment, start, statement.quote.start) if each.model is not None]
    if not before or any(each.cls != before[-1].cls for each in equipment):
        return ()
    slot = replace(equipment_slot(before[-1], statement, target), count=None, status=None)
    return (replace(slot, as_written=equipment[0].span) if equipment else slot,)


def equipment_slot(mention: EquipmentMention, statement: Statement, target: str | None) -> EquipmentSlot:
    """The slot of a machine named in a statement. target: side that bears it, None where nobody is told."""
    loss = statement.trigger.type == "equipment_loss"
    owner = mention.owner or (target if loss or statement.trigger.subject == "owner" else None)
    status = statement.trigger.status if loss else mention.status if statement.trigger.type == "sighting" else None
    return EquipmentSlot(mention.model, mention.cls, mention.count, owner, status, mention.span)
