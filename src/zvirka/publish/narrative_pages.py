"""The page of what was said over time: official terms, speakers, changes of stance, and what people judged of sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zvirka.model.account import Account
from zvirka.model.claims import Claim
from zvirka.model.judgements import Standing
from zvirka.model.narratives import Speech, Statement, Turn
from zvirka.model.terms import Term, Use
from zvirka.publish.speakers import figure_of, place_of
from zvirka.publish.views import View, Views
from zvirka.publish.visible import one_line
from zvirka.publish.words import Words

WORDS = 180
"""Characters of a quote in a table; the marked words are a click away."""
_QUOTES = frozenset('"“”„«»')
Cell = str | tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Most:
    """How much is shown: terms, uses of one, changes of stance, speakers (those with most statements first), statements of one. What is
    left out is counted, and stands in the data files. first_use: the message of a term's first use."""

    terms: int = 60
    uses: int = 40
    turns: int = 60
    speakers: int = 40
    statements: int = 30
    first_use: str = "term_first_use"


WORKING = Most()


def narrative_sections(views: Views, most: Most = WORKING) -> list[View]:
    """Tables of the page; empty where nobody known said anything and no official term was used."""
    account = views.index.account
    sections = [*_terms(views, most), *_turns(views, most), *_speakers(views, most)]
    return [*sections, _sources(views)] if sections or account.records else []


def judged_sources(account: Account) -> bool:
    """Whether people judged any source: graded it, or said how a statement of it turned out."""
    return bool(account.records or _grades(account.judgements))


def _section(words: Words, title: str, intro: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> View:
    return {"title": title, "intro": intro, "columns": [words.say(name) for name in columns], "rows": rows, "more": 0}


def _terms(views: Views, most: Most) -> Iterator[View]:
    words = views.words
    entries = {str(row["id"]): row for row in words.ground.theatre.get("labels", ())}
    terms = sorted(views.index.account.terms, key=lambda term: (-len(term.uses), term.id))
    for term in sorted(terms[: most.terms], key=lambda term: term.id):
        entry = entries.get(term.id, {})
        columns = ["col_day", "col_who", "col_side", "col_words"]
        rows = [_use(use, views) for use in term.uses[: most.uses]]
        name = words.say("quoted", words=_term_name(term, entry, words))
        title = words.say("term_title", term=name, type=words.rule(f"type_{term.type}", term.type))
        section = _section(words, title, " ".join(_about(term, entry, words, most.first_use)), columns, rows)
        yield section | {"more": max(0, len(term.uses) - most.uses), "data": "data/terms.csv"}
    if len(terms) > most.terms:
        yield _section(words, words.say("h_other_terms"), "", [], []) | {
            "more": len(terms) - most.terms,
            "data": "data/terms.csv",
        }


def _term_name(term: Term, entry: Mapping[str, Any], words: Words) -> str:
    names = entry.get("names", {})
    return one_line(str(names.get(words.language) or term.uses[0].words), 60)


def _about(term: Term, entry: Mapping[str, Any], words: Words, first_use: str) -> list[str]:
    """Whose word it is and since when, by the lexicon; its first use in what was read, and who of each side uses it."""
    told = []
    if term.side is not None:
        told.append(words.say("term_side", side=words.side(term.side)))
    if entry.get("since"):
        note = one_line(str(entry.get("note", "")), 240)
        day = words.day(date.fromisoformat(str(entry["since"])), True)
        told.append(words.say("term_since_lexicon", day=day, note=note.rstrip(".")) + ".")
    first = term.first
    if first is not None and first.day is not None:
        told.append(
            words.say(
                first_use,
                day=words.day(first.day, True),
                who=one_line(first.speaker, 80),
                side=words.side(first.side),
            )
        )
    told.append(
        words.say("term_users", sides="; ".join(
            words.say("colon", name=words.side(side), value=", ".join(sorted({one_line(use.speaker, 60) for use in uses})))
            for side, uses in _by_side(term).items()
        ))
    )  # fmt: skip
    return told


def _by_side(term: Term) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = defaultdict(list)
    for use in term.uses:
        found[use.side].append(use)
    return dict(sorted(found.items()))


def _use(use: Use, views: Views) -> list[Cell]:
    words = views.words
    claim = views.index.claims.get(use.claim)
    day = words.day(use.day, True) if use.day else words.say("unknown")
    return [
        day,
        one_line(use.speaker, 80),
        words.side(use.side),
        _quote(claim, views) if claim else one_line(use.words, 80),
    ]


def _quote(claim: Claim, views: Views) -> Cell:
    """A claim's words with the address of where they are marked, where the working copy has that page."""
    exact = claim.quote.exact.strip()
    if exact[:1] in _QUOTES and exact[-1:] in _QUOTES:
        exact = exact[1:-1]
    shown = views.words.say("quoted", words=one_line(exact, WORDS))
    return (shown, views.claim_href(claim, "")) if claim.id in views.index.findings_of else shown


def _what(statement: Statement, views: Views) -> str:
    """What a statement is about in short: its figure or type, and the place."""
    words = views.words
    claim = views.index.claims[statement.claims[0]]
    what = words.rule(f"type_{statement.type}", statement.type)
    parts = [figure_of(claim, words)]
    parts += [place_of(claim, words, "nominative")] if claim.places else []
    parts += [words.say("label_negated")] if claim.polarity == "negated" else []
    parts += [words.say(f"modality_{claim.modality}")] if claim.modality != "asserted" else []
    parts += [words.say("label_not_literal")] if not claim.literal else []
    about = ", ".join(part for part in parts if part)
    return words.say("colon", name=what, value=about) if about else what


def _turns(views: Views, most: Most) -> Iterator[View]:
    words = views.words
    turns = [(speech, turn) for speech in views.index.account.speeches for turn in speech.turns]
    if not turns:
        return
    rows = [_turn(speech, turn, views) for speech, turn in turns[: most.turns]]
    columns = ["col_who", "col_change", "col_before", "col_after"]
    section = _section(words, words.say("h_turns"), words.say("turns_note"), columns, rows)
    yield section | {"more": max(0, len(turns) - most.turns), "data": "data/speakers.csv"}


def _turn(speech: Speech, turn: Turn, views: Views) -> list[Cell]:
    told = views.turn(speech, turn)
    here = views.index.findings_of
    quotes = zip((turn.earlier, turn.later), told["told"], strict=True)
    return [
        told["who"],
        told["kind"],
        *((each["words"], views.claim_href(views.index.claims[id], "") if id in here else None) for id, each in quotes),
    ]


def _speakers(views: Views, most: Most) -> Iterator[View]:
    """What each speaker said, day by day; who said but one thing is counted. Media stand in the data: what they carry is others' words."""
    words, claims = views.words, views.index.claims
    speeches = [
        each for each in views.index.account.speeches if not _is_media(each, claims[each.statements[0].claims[0]])
    ]
    several = [speech for speech in speeches if len(speech.statements) > 1]
    several.sort(key=lambda speech: (-len(speech.statements), speech.speaker))
    columns = ["col_said", "col_what", "col_words", "col_reports"]
    for number, speech in enumerate(several[: most.speakers]):
        side = views.side(speech.side, speech.group)
        title = words.say("speaker_title", who=views.spoken_by(speech), side=side)
        told = speech.statements
        rows = [_statement(each, views) for each in told[: most.statements]]
        section = _section(words, title, words.say("speakers_note") if number == 0 else "", columns, rows)
        yield section | {"more": max(0, len(told) - most.statements), "data": "data/speakers.csv"}
    left = len(speeches) - len(several[: most.speakers])
    if left:
        note = words.say("speakers_left", n=left)
        yield _section(words, words.say("h_other_speakers"), note, [], []) | {"data": "data/speakers.csv"}


def _is_media(speech: Speech, claim: Claim) -> bool:
    return speech.speaker.startswith("outlet:") and claim.voice.kind == "media"


def _statement(statement: Statement, views: Views) -> list[Cell]:
    words = views.words
    if statement.earliest is None and statement.latest is not None:
        day = words.say("not_after", day=words.day(statement.latest, True))
    else:
        day = words.days(statement.earliest, statement.latest, year=True)
    claim = views.index.claims[statement.claims[0]]
    return [day, _what(statement, views), _quote(claim, views), str(statement.reports)]


def _sources(views: Views) -> View:
    """What people judged of sources: grades, and how statements turned out; unknown where nobody did."""
    words, account = views.words, views.index.account
    names = {speech.speaker: views.spoken_by(speech) for speech in account.speeches}
    rows: list[list[Cell]] = [_grade(each, words) for each in _grades(account.judgements)]
    for record in account.records:
        judged = record.borne_out + record.partly + record.refuted
        share = "–"
        if record.low is not None and record.high is not None:
            share = words.say("record_share", low=round(100 * record.low), high=round(100 * record.high))
        counts = words.say(
            "record_counts", borne_out=record.borne_out, partly=record.partly, refuted=record.refuted,
            disputed=record.disputed, open=record.open,
        )  # fmt: skip
        topic = words.rule(f"type_{record.topic}", record.topic)
        rows.append([names.get(record.speaker, record.speaker), topic, counts, share if judged else "–"])
    columns = ["col_source", "col_what", "col_judged", "col_share"]
    note = words.say("records_note" if rows else "records_none")
    section = _section(words, words.say("h_records"), note, columns if rows else [], rows)
    return section | {"data": "data/records.csv"}


def _grades(judgements: Sequence[Standing]) -> list[Standing]:
    told = [each for each in judgements if each.judgement.kind == "grade"]
    return [each for each in told if each.standing in ("acts", "contradicted")]


def _grade(told: Standing, words: Words) -> list[Cell]:
    judgement = told.judgement
    grade = judgement.value or ""
    said = words.say("colon", name=grade, value=words.rule(f"grade_{grade}", grade))
    by = words.say("decision_badge", what=said, by=one_line(judgement.by, 60))
    if told.standing == "contradicted":
        by = words.say("colon", name=by, value=words.say("standing_contradicted"))
    name = one_line(judgement.subjects[0].id, 80)
    return [name, words.say("record_grade"), by, one_line(judgement.why, 160) or "–"]
