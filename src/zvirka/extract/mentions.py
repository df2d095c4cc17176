"""What the readers of one text find before it becomes claims: sentences and mentions, all with exact offsets.

Nobody changes one that he was given; they are not frozen because making frozen ones took a sixth of all reading."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from zvirka.model.claims import Modality
from zvirka.model.places import PlaceKind, PlaceRole
from zvirka.model.quantities import Bound, Counted, Form
from zvirka.model.sources import Commitment, Side, SourceKind
from zvirka.model.spans import Span
from zvirka.model.times import TimeBasis

MentionCounts = Counted | Literal["things"]
"""What a figure counts; things are what is neither equipment nor people (houses, brigades, mines), given out as items."""
TimeRole = Literal["event", "as_of", "since", "until", "said"]


@dataclass(slots=True)
class Sentence:
    """text[start:end] without outer white space; paragraph: running number from 0; noise: rule id where it can't make claims.

    numbered: whether a number of a list or thread ("3/", "(2/7)", "b)", "②") stands before it.
    """

    start: int
    end: int
    paragraph: int
    noise: str | None = None
    numbered: bool = False


@dataclass(slots=True)
class QuantityMention:
    """A figure with its unit. span: figure and unit; hedges: words that bound it. Slots as in `model.Quantity`.

    negated complements ("all but 1.8 %") give form share with bound and `of` as said.
    """

    span: Span
    hedges: tuple[Span, ...]
    value: float | None
    low: float | None
    high: float | None
    unit: str
    bound: Bound
    counted: MentionCounts
    form: Form
    of: Span | None = None
    relative_to: Span | None = None
    part_of: Span | None = None
    definition: str | None = None
    rule: str = ""


@dataclass(slots=True)
class TimeMention:
    """A day or span of days. role: what the words beside it say it is ("as of", "since"), None where they do not.

    span: the date words; cue: the role's words ("as of"), None without. earliest, latest: civil days, None where open or unknown.
    """

    span: Span
    role: TimeRole | None
    cue: Span | None
    earliest: date | None
    latest: date | None
    basis: TimeBasis
    rule: str = ""


@dataclass(slots=True)
class PlaceMention:
    """A place by name or by reference. ids: gazetteer ids, best first; empty for a reference ("the stretch", "the border")
    that takes its place from elsewhere. reference: class of the reference word ("area", "border", "country", "home",
    "settlement", "here"), None for a name. role: from the preposition or case, None where they do not tell."""

    span: Span
    ids: tuple[str, ...]
    role: PlaceRole | None
    kind: PlaceKind
    reference: str | None = None
    rule: str = ""


@dataclass(slots=True)
class EquipmentMention:
    """Equipment by model or class. count: how many where a number stands right before it; low, high: where that is vague
    ("several": no less than low) or a range."""

    span: Span
    model: str | None
    cls: str
    count: float | None
    status: str | None = None
    owner: Side | None = None
    low: float | None = None
    high: float | None = None

    @property
    def counted(self) -> bool:
        """Whether the text says how many, be it vaguely."""
        return self.count is not None or self.low is not None


@dataclass(slots=True)
class AttributionMention:
    """Source, cue, content (PolNeAR's terms). source, cue: spans or None; content: one or more spans in order.

    carried: the source was taken over from an earlier sentence. kind, side: None until resolved. nested: index of the
    attribution this one stands inside of, None at the outermost.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    commitment: Commitment
    carried: bool
    medium: Span | None = None
    at_least: int = 1
    named: bool = False
    kind: SourceKind | None = None
    side: Side | None = None
    nested: int | None = None
    rule: str = ""
    of: Span | None = None
    """Where the source is only a pronoun: the earlier words it stands for."""
    known: str = ""
    """Id of the source in the theatre pack, "" where its words alone tell what it is."""
    modality: Modality = "asserted"
    """How the content is meant, where the cue tells ("plans to")."""
    type: str = ""
    """Which statement the content is, where only the cue tells."""
    parallel: tuple[tuple[Span, Side, str], ...] = ()
    """Where the words name sources of two sides at once ("both X and Y sources"): each one's words, side and name ("X … sources")."""
    side_rule: str = ""
    """Which rule told the side, "" where the words or the theatre pack name it."""
    within: Span | None = None
    """Cue of the attribution that passes this one on ("NAME, citing SOURCE, reports"), where no content holds its cue."""


_FIELDS = attrgetter(*AttributionMention.__slots__)


def retold(mention: AttributionMention, **changes: Any) -> AttributionMention:
    """`dataclasses.replace` in a third of its time: each source is told anew three or four times before it stands."""
    made = AttributionMention(*_FIELDS(mention))
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def without(mentions: Sequence[AttributionMention], dropped: Container[int]) -> list[AttributionMention]:
    """The attributions but those at these places; what stood inside one of them stands inside none."""
    kept = [at for at in range(len(mentions)) if at not in dropped]
    if len(kept) == len(mentions):
        return list(mentions)
    moved = {old: new for new, old in enumerate(kept)}
    return [
        mentions[at]
        if mentions[at].nested is None
        else retold(mentions[at], nested=moved.get(mentions[at].nested or 0))
        for at in kept
    ]
