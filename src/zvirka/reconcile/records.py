"""How what a source said turned out: counts of what people judged, by topic, with an interval; never a score."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from zvirka.model.judgements import Standing
from zvirka.model.narratives import SourceRecord, Speech, Statement

Z95 = 1.959963984540054
"""The normal quantile of 0.975."""


def records_of(speeches: Iterable[Speech], judgements: Iterable[Standing]) -> tuple[SourceRecord, ...]:
    """A record for each speaker and topic of which somebody judged how a statement turned out, by speaker and topic.

    A statement counts once, in however many reports it stands. Where the judgements of its renderings differ, or two people differ, it
    is disputed and counts for nothing. Without a judgement in force there is no record: what nobody judged says nothing of a source.
    """
    told: dict[str, set[str]] = defaultdict(set)
    for each in judgements:
        if each.judgement.kind == "outcome" and each.standing in ("acts", "contradicted"):
            for id in each.acts_on:
                told[id].add(each.judgement.value or "")
    if not told:
        return ()
    return tuple(record for speech in speeches for record in _of_speech(speech, told))


def _of_speech(speech: Speech, told: dict[str, set[str]]) -> list[SourceRecord]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    types = {statement.type for statement in speech.statements}
    for statement in speech.statements:
        counts[statement.type][_outcome(statement, told)] += 1
    made = []
    for topic in sorted(types):
        found = counts[topic]
        judged = found["borne_out"] + found["partly"] + found["refuted"]
        if judged + found["disputed"] == 0:
            continue
        low, high = share(found["borne_out"], judged) if judged else (None, None)
        made.append(
            SourceRecord(
                speech.speaker, topic, found["borne_out"], found["partly"], found["refuted"], found["disputed"], found["open"],
                low, high,
            )
        )  # fmt: skip
    return made


def _outcome(statement: Statement, told: dict[str, set[str]]) -> str:
    said = {value for id in statement.claims for value in told.get(id, ())}
    return "open" if not said else "disputed" if len(said) > 1 else said.pop()


def share(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, by the score method (Wilson 1927, JASA 22, 209-212; recommended for small counts by Brown, Cai and
    DasGupta 2001). 0 <= hits <= of, of >= 1; rounded to four digits, as far as anybody reads it."""
    z2 = Z95**2
    middle = (hits + z2 / 2) / (of + z2)
    half = Z95 / (of + z2) * math.sqrt(hits * (of - hits) / of + z2 / 4)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)
