"""What people decided, as pages and the terminal show it where it acts."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.model.claims import Claim
from zvirka.model.findings import Finding
from zvirka.model.judgements import Judgement, Standing, Subject, question_seen
from zvirka.model.times import Moment
from zvirka.publish.index import AccountIndex
from zvirka.publish.visible import one_line, visible
from zvirka.publish.words import Words

SHOWN = 60
"""Decisions on one page; further ones stand in the data file."""
TONES = {"acts": "in_scope", "contradicted": "outside", "superseded": "none", "unattached": "outside"}


def decided_names(finding: Finding) -> str:
    """Who decided a question, in one line."""
    return one_line(", ".join(finding.decided_by), 80)


def badges(claim: Claim, index: AccountIndex, words: Words) -> list[dict[str, str]]:
    """What people decided on one claim and still hold, in short: "unit: m2 → km2 (Ann)"."""
    return [
        {"words": _badge(each, claim, index, words), "tone": TONES[each.standing]}
        for each in index.decisions_of.get(claim.id, ())
        if each.standing in ("acts", "contradicted")
    ]


def _badge(told: Standing, claim: Claim, index: AccountIndex, words: Words) -> str:
    judgement = told.judgement
    said = words.say("decision_badge", what=what(judgement, index, words, claim), by=one_line(judgement.by, 60))
    return said if told.standing == "acts" else words.say("colon", name=said, value=words.say("standing_contradicted"))


def rows(finding: Finding, index: AccountIndex, words: Words) -> list[dict[str, Any]]:
    """All decisions that bear or bore on a finding, in order of time."""
    return [row(index.judgements[id], index, words) for id in finding.history[:SHOWN] if id in index.judgements]


def row(told: Standing, index: AccountIndex, words: Words) -> dict[str, Any]:
    """One decision: who, when, what on which words, why, and whether it holds."""
    judgement = told.judgement
    about = [index.claims.get(subject.id) for subject in judgement.subjects]
    quotes = [one_line(subject.quote.exact, 160) for subject in judgement.subjects if subject.quote]
    others = [one_line(subject.id, 80) for subject in judgement.subjects if subject.kind == "source"]
    others += [_window(subject, words) for subject in judgement.subjects if _moved(subject, index)]
    undone = index.judgements.get(judgement.supersedes or "") if judgement.kind == "undo" else None
    others += [_undone(undone.judgement, index, words)] if undone else []
    return {
        "id": judgement.id[:12],
        "by": one_line(judgement.by, 60),
        "at": when(judgement.at, words),
        "what": what(judgement, index, words, next((claim for claim in about if claim), None)),
        "on": quotes or others,
        "why": one_line(judgement.why, 300) or words.say("decision_no_reason"),
        "standing": words.say(f"standing_{told.standing}"),
        "tone": TONES[told.standing],
    }


def _undone(judgement: Judgement, index: AccountIndex, words: Words) -> str:
    """What was taken back, and on what, in one line."""
    about = [subject.quote.exact if subject.quote else subject.id[:80] for subject in judgement.subjects[:1]]
    return (
        one_line(words.say("colon", name=what(judgement, index, words), value=" ".join(about)), 160)
        if about
        else judgement.id[:12]
    )


def _moved(subject: Subject, index: AccountIndex) -> bool:
    """Whether it is a question that is not there as it was decided on: what bears on another one was attached by measure and place."""
    return subject.kind == "question" and index.finding(subject.id) is None


def _window(subject: Subject, words: Words) -> str:
    days = [words.day(day, True) for day in question_seen(subject)[2:] if day]
    return words.say("decision_window", days=" – ".join(dict.fromkeys(days)) or words.say("unknown"))


def what(judgement: Judgement, index: AccountIndex, words: Words, claim: Claim | None = None) -> str:
    """What was decided, in words."""
    value = one_line(judgement.value or "", 60) or words.say("not_stated")
    if judgement.kind == "side":
        value = words.side(judgement.value or "unknown")
    if judgement.kind == "likelihood":
        value = words.likelihood(judgement.value or "")
    if judgement.kind == "outcome":
        value = words.rule(f"outcome_{judgement.value}", value)
    if judgement.kind in ("grade", "credibility"):
        value = words.say("colon", name=value, value=words.rule(f"grade_{value}", value))
    was = words.say("not_stated")
    if judgement.kind == "slot" and claim is not None:
        read = index.as_read.get(claim.id, claim)
        was = one_line(_plain(_at(read, judgement.slot or "")), 60) or was
    slot = visible(judgement.slot or "")
    source = one_line(judgement.subjects[0].id, 60) if judgement.kind == "grade" else ""
    return words.say(f"decision_{judgement.kind}", slot=slot, was=was, value=visible(value), source=source)


def when(at: str, words: Words) -> str:
    """The time of a decision in the case's zone and UTC."""
    instant = datetime.fromisoformat(at).astimezone(UTC)
    return words.when_both(Moment(instant.astimezone(ZoneInfo(words.zone)).date(), instant))


def _at(record: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(record, tuple):
            record = record[int(step)] if step.isdecimal() and int(step) < len(record) else None
        else:
            record = getattr(record, "cls" if step == "class" else step, None)
    return record


def _plain(value: Any) -> str:
    if value is None or is_dataclass(value):
        days = [getattr(value, name, None) for name in ("earliest", "latest")]
        return "..".join(dict.fromkeys(day.isoformat() for day in days if isinstance(day, date)))
    return f"{value:g}" if isinstance(value, float) else str(value)
