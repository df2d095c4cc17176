"""What was not understood in a text, and figures that look like a slip."""

from __future__ import annotations

from collections.abc import Iterator

from zvirka.extract.reading import FOREIGN, Reading
from zvirka.extract.statements import GROUND_TYPES
from zvirka.extract.text_state import TextState
from zvirka.ground.units import Units
from zvirka.model.claims import Claim
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.spans import Span

_SMALLEST_KM2 = 1.0
"""Ground said to have changed hands that comes to less than this is a suspected slip of the unit. House rule: places that
texts report as taken are villages and more, and the smallest settlement cells of the gazetteer are larger."""


def unit_suspect(text: Text, claim: Claim, units: Units) -> Iterator[Issue]:
    """A figure of ground in a unit that measures no area, or too small for ground that changed hands."""
    quantity = claim.quantity
    if (
        quantity is None
        or quantity.counted != "area"
        or quantity.value is None
        or quantity.form not in {"level", "change", "rate"}
    ):
        return
    if units.dimension(quantity.unit) != "area":
        why = f"ground is counted in {quantity.unit}, which measures no area"
    elif claim.type in GROUND_TYPES and units.convert(quantity.value, quantity.unit, "km2") < _SMALLEST_KM2:
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


def too_dense(text: Text, reading: Reading, start: int, claims: int) -> Issue:
    """Where a text has given more claims, or told more often who says what, than any report: it is read up to there."""
    sentence = reading.document.sentences[reading.document.sentence_at(start)]
    return Issue(
        "partly_read",
        text.path,
        f"{text.path}: is denser than any report ({claims:,} claims up to character {start:,}); the rest was not read",
        "Put the rest into a file of its own if it matters.",
        item=text.item,
        fragment=text.fragment,
        span=Span.of(text.text, sentence.start, sentence.end),
    )


def left_over(text: Text, reading: Reading, state: TextState, end: int) -> Iterator[Issue]:
    """A figure that no statement took, in text[:end]."""
    for index, quantity in enumerate(reading.quantities):
        if quantity.span.start >= end:
            break
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


def unread(text: Text, reading: Reading, state: TextState, language: str, end: int) -> Iterator[Issue]:
    """Sentences of text[:end], in a language read in part, that report or state something and gave no claim, in one record."""
    tokens = reading.document.tokens
    triggered = {reading.document.sentence_at(tokens.starts[match.first]) for match in reading.triggers}
    cued = {
        reading.document.sentence_at(mention.cue.start) for mention in reading.attributions if mention.cue is not None
    }
    for mention in reading.attributions:
        said = {reading.document.sentence_at(span.start) for span in mention.content}
        elsewhere = any(reading.document.sentences[at].noise == FOREIGN for at in said)
        if mention.cue is not None and (elsewhere or not said.isdisjoint(state.understood)):
            state.understood.add(reading.document.sentence_at(mention.cue.start))
    missed = [
        index
        for index in sorted(triggered | cued)
        if index not in state.understood
        and reading.document.sentences[index].noise is None
        and reading.document.sentences[index].start < end
    ]
    if missed:
        yield Issue(
            "language_not_read",
            text.path,
            f"{text.path}: {len(missed)} sentences in {language!r} report something that was not understood",
            "Read them in the text; this language is read only in part so far.",
            item=text.item,
            fragment=text.fragment,
            count=len(missed),
        )


def dates_unknown(text: Text, reading: Reading) -> Iterator[Issue]:
    """Words like "yesterday" in a text whose publication date nobody gave, in one record."""
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
