"""Times of a claim: when it was said, when it happened, which state it describes, since when it counts."""

from __future__ import annotations

from dataclasses import replace

from zvirka.extract.mentions import AttributionMention, TimeMention, TimeRole
from zvirka.extract.reading import Reading, within
from zvirka.extract.statements import Statement
from zvirka.model.times import ClaimTimes, Moment, TimeSlot

_FRAME_SENTENCES = 6
"""How many sentences back a time that opened one is taken over from."""
_OPENS = 6
"""Characters (bullets, blanks) that may stand before a time that opens its sentence."""
_COUNTING_WORDS = 5
"""Words before a day searched for "in one day"."""


def said_slot(reading: Reading, mention: AttributionMention | None, published: Moment | None) -> TimeSlot | None:
    """When the closest source spoke: the time words beside its cue, else on the day of publication at the latest.

    mention: None where the item's own voice speaks, which says it on the day of publication.
    """
    if mention is None:
        return None if published is None else TimeSlot(published.day, published.day, None, "publication")
    words = _beside_cue(reading, mention)
    if words is not None:
        return slot_of(words)
    return None if published is None else TimeSlot(None, published.day, None, "publication")


def _beside_cue(reading: Reading, mention: AttributionMention) -> TimeMention | None:
    anchor = mention.cue or mention.source
    if anchor is None:
        return None
    start, end = reading.document.frame(anchor, mention.content)
    outside = [
        time
        for time in within(reading.times, start, end)
        if time.role in {None, "said", "event"} and not _alone(reading, time) and not _around(reading, mention, time)
    ]
    if mention.source is not None:
        outside = [
            time
            for time in outside
            if time.role == "said" or not _inside(time, mention.source.start, mention.source.end)
        ] or outside
    told = [time for time in outside if time.role == "said"] or outside
    return min(told, key=lambda time: (abs(time.span.start - anchor.start), time.span.start), default=None)


def _around(reading: Reading, mention: AttributionMention, time: TimeMention) -> bool:
    """Whether what is said goes around its source and cue, which commas part off ("On the 19th, she says, the shelling started"):
    a day before them is of what is said."""
    anchors = [span for span in (mention.source, mention.cue) if span is not None]
    text = reading.document.text
    first, last = min(span.start for span in anchors), max(span.end for span in anchors)
    after = text[last : last + 2]
    return time.span.end <= first and text[time.span.end : first].rstrip().endswith(",") and after.startswith(",")


def _alone(reading: Reading, time: TimeMention) -> bool:
    """Whether words beside a day make it the day counted, not the day of saying ("on 11 May alone", "in one day")."""
    tokens = reading.document.tokens
    first, past = tokens.at(time.span.start), tokens.at(time.span.end)
    found = reading.counting.find(tokens, max(0, first - _COUNTING_WORDS), min(len(tokens.norms), past + 2))
    return any(match.past <= first or match.first >= past for match in found)


def _inside(time: TimeMention, start: int, end: int) -> bool:
    return start <= time.span.start and time.span.end <= end


def slot_of(mention: TimeMention) -> TimeSlot:
    """The slot of a time mention."""
    return TimeSlot(mention.earliest, mention.latest, mention.span, mention.basis)


def claim_times(
    reading: Reading,
    statement: Statement,
    said: TimeSlot | None,
    *,
    cumulative: bool,
    state_of: bool,
    framed: list[TimeMention],
    inherited_since: TimeSlot | None,
) -> ClaimTimes:
    """The five times of a claim. cumulative: it counts a change over a window;
    state_of: it tells a state, so that a day beside it is the day of the state. A window told by its month alone ends
    when it was told about."""
    found = _by_role(reading, statement, framed)
    event = found.get("event")
    since, until, as_of = (_slot(found.get(name)) for name in ("since", "until", "as_of"))
    span = _window(event)
    if cumulative and event is not None and span is not None and since is None and until is None:
        since, until = span
        event = None
        if said is not None and said.latest is not None and until.latest is not None and until.latest > said.latest:
            until = TimeSlot(said.latest, said.latest, until.as_written, until.basis)
    if state_of and as_of is None and event is not None and event.latest is not None:
        as_of, event = slot_of(event), None
    if as_of is None and until is not None and until.latest is not None:
        as_of = TimeSlot(until.latest, until.latest, until.as_written, until.basis)
    if as_of is None and cumulative and event is not None and event.earliest is not None:
        as_of = TimeSlot(event.earliest, event.latest, event.span, event.basis)
    if as_of is None and said is not None:
        as_of = TimeSlot(None, said.latest, None, "said")
    if since is None and cumulative:
        since = inherited_since
    return ClaimTimes(_slot(event), as_of, since, until, said)


def opened_by(reading: Reading, statement: Statement) -> TimeMention | None:
    """The day or span that opened an earlier sentence of a sentence's paragraph ("За добу відбулося 57 боїв. Ворог завдав …"),
    where this one tells no time of its own: it holds until another is told. None where there is none, or another source speaks."""
    document, region = reading.document, statement.region
    here = document.sentences[region.sentence]
    if (region.chain and not region.carried) or within(reading.times, here.start, here.end):
        return None
    for index in range(region.sentence - 1, max(-1, region.sentence - 1 - _FRAME_SENTENCES), -1):
        sentence = document.sentences[index]
        if sentence.paragraph != here.paragraph:
            return None
        told = [time for time in within(reading.times, sentence.start, sentence.end) if time.role != "said"]
        if told:
            first = told[0]
            opens = first.span.start - sentence.start <= _OPENS and first.role in {None, "event"}
            return first if opens and first.earliest is not None else None
    return None


def inheriting(times: ClaimTimes, frame: TimeMention, *, cumulative: bool) -> ClaimTimes:
    """The times of a claim that tells none, in the frame of an earlier sentence's: when it happened, or the window it counts."""
    slot = TimeSlot(frame.earliest, frame.latest, frame.span, "inherited")
    if not cumulative or frame.earliest == frame.latest:
        return replace(times, event=slot)
    since, until = (TimeSlot(day, day, frame.span, "inherited") for day in (frame.earliest, frame.latest))
    return replace(times, since=since, until=until, as_of=until)


def _window(event: TimeMention | None) -> tuple[TimeSlot, TimeSlot] | None:
    if event is None or event.earliest is None or event.latest is None or event.earliest == event.latest:
        return None
    return (
        TimeSlot(event.earliest, event.earliest, event.span, event.basis),
        TimeSlot(event.latest, event.latest, event.span, event.basis),
    )


def _slot(found: TimeMention | TimeSlot | None) -> TimeSlot | None:
    return slot_of(found) if isinstance(found, TimeMention) else found


def framed_times(reading: Reading, mention: AttributionMention | None) -> list[TimeMention]:
    """Times beside a cue that are not of the saying: "it was known as of 8 May that …"."""
    anchor = None if mention is None else mention.cue or mention.source
    if mention is None or anchor is None:
        return []
    start, end = reading.document.frame(anchor, mention.content)
    return [
        time
        for time in within(reading.times, start, end)
        if time.role in {"as_of", "since", "until"} or _alone(reading, time) or _around(reading, mention, time)
    ]


def _told(reading: Reading, statement: Statement, time: TimeMention) -> bool:
    """Whether a day stands within what the closest source said ("said shelling had killed five on Monday"): it is the event's."""
    chain = statement.region.chain
    content = reading.attributions[chain[0]].content if chain and not statement.region.carried else ()
    return any(span.start <= time.span.start and time.span.end <= span.end for span in content)


def _by_role(reading: Reading, statement: Statement, framed: list[TimeMention]) -> dict[TimeRole, TimeMention]:
    """The first time of each role in the clause, else in the rest of the region; words without a role tell the event."""
    quote, region = statement.quote, statement.region
    clause = within(reading.times, quote.start, quote.end)
    rest = [
        time
        for time in within(reading.times, *region.reach)
        if not _inside(time, quote.start, quote.end) and not region.away(time.span.start, time.span.end)
    ]
    for start, end in region.beside:
        if not within(reading.quantities, start, end):  # else its days are of its own figure
            rest.extend(within(reading.times, start, end))
    if any(time.role in {None, "event", "since", "until"} for time in clause):
        rest = [time for time in rest if time.role == "as_of"]
    found: dict[TimeRole, TimeMention] = {}
    for time in [*clause, *rest, *framed]:
        role: TimeRole = time.role or "event"
        if role == "said" and _inside(time, quote.start, quote.end) and _told(reading, statement, time):
            role = "event"
        if role != "said":
            known = found.setdefault(role, time)
            if known.earliest is None and known.latest is None:
                found[role] = time  # "наступного дня …, 7 червня": the day that is known
    return found
