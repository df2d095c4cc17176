"""What later sentences of a text take over from earlier ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from zvirka.extract.regions import Region
from zvirka.extract.statements import Statement
from zvirka.model.claims import StatementType
from zvirka.model.times import TimeSlot

INHERIT_SENTENCES = 1
"""How many sentences back the type of a bare figure or the area of a source is taken over from."""


@dataclass(slots=True)
class TextState:
    """State of one text while its regions are gone through in order; every field grows or is replaced on the way.

    since, spoke: by who speaks. used: indices of figures taken by a statement. ids: of the claims made.
    heads: the line above a list, by type. understood: sentences that gave a claim. harm: the last sentence that told of killed
    and injured people, and of which. counted: the last statement of how many people or machines were lost.
    last: the last statement of all. channel: whether the text's own voice writes of armies: a channel of the front, an analyst.
    jokes: by sentence, whether it is told as one.
    """

    ground_statement: Statement | None = None
    actor: str | None = None
    since: dict[str, TimeSlot] = field(default_factory=dict)
    spoke: dict[str, Region] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    heads: dict[StatementType, Statement] = field(default_factory=dict)
    understood: set[int] = field(default_factory=set)
    harm: tuple[int, StatementType] | None = None
    jokes: dict[int, bool] = field(default_factory=dict)
    counted: Statement | None = None
    last: Statement | None = None
    channel: bool = False

    def answered(self) -> TextState:
        """The state in which a post begins that answers the one this is the state of: what was said last was said just before."""
        return TextState(
            ground_statement=_just_before(self.ground_statement),
            counted=_just_before(self.counted),
            last=_just_before(self.last),
        )


def _just_before(statement: Statement | None) -> Statement | None:
    return None if statement is None else replace(statement, region=replace(statement.region, sentence=0))
