"""Of what was said over time, an edition tells what stands in published claims, of speakers who may be named."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from tests.publish.edition.making import edition_of, keyed, published
from tests.publish.edition.test_redact import accepted
from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground
from zvirka.model.judgements import Subject
from zvirka.model.narratives import Life, SourceRecord, Speech, Spread, Statement, Turn
from zvirka.model.spans import Span
from zvirka.model.terms import Term, Use
from zvirka.publish.edition import Edition
from zvirka.publish.words import LANGUAGES

FIRST, LATER = date(2022, 9, 9), date(2022, 9, 12)
OTHER = "a claim that stays"


def told(language: str = "en", grades: bool = False) -> Kharkiv:
    """The example with a speaker who turned, the life of a figure and a term; each also of a claim that nobody accepted."""
    made = accepted(language)
    made.case = replace(made.case, publish=replace(made.case.publish, grades=grades))
    by_id = {claim.id: claim for claim in made.claims}
    one, other = (by_id[each.claim] for each in made.area_finding.claims[:2])
    out = {each.claim for finding in (made.area_finding, made.border_finding) for each in finding.claims}
    stays = next(claim for claim in made.claims if claim.id not in out)
    texts = {text.item: text for text in made.texts}
    labelled = replace(one, label=Span.of(texts[one.item].text, one.quote.start, one.quote.start + 5))
    made.claims[made.claims.index(one)] = labelled
    statements = (
        Statement((one.id, stays.id), 2, FIRST, FIRST, one.type, one.type, ("geonames:706482",)),
        Statement((other.id,), 1, None, LATER, other.type, other.type, ()),
        Statement((stays.id,), 1, LATER, LATER, stays.type, stays.type, ()),
    )
    turns = (Turn("corrected", one.id, FIRST, other.id, LATER), Turn("corrected", one.id, FIRST, stays.id, LATER))
    made.speeches = (
        Speech("name:ukraine:nobody known", "ukraine", "", statements[2:], ()),
        Speech("source:maliar", "ukraine", "ministry of defence", statements, turns),
    )
    spread = (Spread(FIRST, 2, 2),)
    question = made.area_finding.question.id
    made.lives = (
        Life(question, (one.id, other.id), FIRST, 2, spread, 0, ((one.id, other.id),), ()),
        Life("no question of this edition", (stays.id,), FIRST, 1, spread, 0, (), ()),
    )
    words = labelled.label.exact if labelled.label else ""
    uses = (Use(one.id, FIRST, "ukraine", "A Ministry", words), Use(stays.id, LATER, "russia", "Another", "kept words"))
    made.terms = (Term("regrouping", "withdrawal", "russia", uses), Term(OTHER, "raid", None, uses[1:]))
    made.records = (
        SourceRecord("name:ukraine:nobody known", one.type, 1, 0, 0, 0, 0, 0.2, 1.0),
        SourceRecord("source:maliar", one.type, 8, 0, 2, 1, 3, 0.4902, 0.9433),
        SourceRecord("source:maliar", "prisoners", 1, 0, 0, 0, 0, 0.2, 1.0),
    )
    made.judge("likelihood", "Ann Editor", Subject("question", question), why="a reason that stays", value="likely")
    made.judge("credibility", "Ben Helper", Subject("claim", one.id), why="a reason that stays", value="2")
    made.judge("grade", "Ann Editor", Subject("source", "Hanna Maliar"), why="a reason that stays", value="B")
    made.judgements[-1] = replace(made.judgements[-1], acts_on=(one.id,))
    return made


def edition(ground: Ground, language: str = "en", grades: bool = False) -> Edition:
    """Its edition."""
    return edition_of(told(language, grades).account(), ground)


def test_only_claims_that_go_out_are_told_of(ground: Ground) -> None:
    account = edition(ground).account
    claims = {claim.id for claim in account.claims}
    (speech,), (life,), (term,) = account.speeches, account.lives, account.terms
    assert [len(each.claims) for each in speech.statements] == [1, 1]
    named = {id for each in speech.statements for id in each.claims} | {*life.claims} | {use.claim for use in term.uses}
    named |= {id for turn in speech.turns for id in (turn.earlier, turn.later)}
    named |= {id for both in life.revised for id in both}
    assert named <= claims
    assert len(speech.turns) == 1
    assert speech.statements[0].reports == 1


def test_a_speaker_without_a_published_claim_is_not_named(ground: Ground) -> None:
    files = published(edition(ground, grades=True), ground)
    assert not [path for path, data in files.items() if b"nobody known" in data or b"kept words" in data]


def test_a_likelihood_goes_out_with_the_answer_it_is_of_and_without_its_reason(ground: Ground) -> None:
    account = edition(ground).account
    valued = {each.judgement.kind: each for each in account.judgements if each.judgement.kind != "accept"}
    assert valued.keys() == {"likelihood", "credibility"}
    assert valued["likelihood"].judgement.by == "Ann Editor"
    assert valued["credibility"].judgement.by == "desk", "who accepted nothing here is not named"
    assert {each.judgement.why for each in account.judgements} == {""}
    assert valued["credibility"].acts_on[0] in {claim.id for claim in account.claims}


def test_grades_and_records_of_sources_stay_unless_the_case_gives_them_out(ground: Ground) -> None:
    kept = edition(ground).account
    assert not kept.records
    given = edition(ground, grades=True).account
    assert [(each.speaker, each.topic) for each in given.records] == [("source:maliar", "territory_regained")]
    (grade,) = (each.judgement for each in given.judgements if each.judgement.kind == "grade")
    assert (grade.subjects[0].id, grade.value, grade.by) == ("Hanna Maliar", "B", "Ann Editor")


def test_what_is_judged_otherwise_is_another_content(ground: Ground) -> None:
    made = told()
    first = edition_of(made.account(), ground)
    made.judgements[-3] = replace(
        made.judgements[-3], judgement=replace(made.judgements[-3].judgement, value="very_likely")
    )
    assert edition_of(made.account(), ground).digest != first.digest


def test_the_text_free_tables_hold_neither_the_words_nor_the_users_of_a_term(ground: Ground) -> None:
    files = published(edition(ground), ground)
    (bare,) = (json.loads(line) for line in files["data/text-free/terms.jsonl"].splitlines())
    assert bare["uses"] == [{"claim": bare["uses"][0]["claim"], "day": "2022-09-09", "side": "ukraine"}]
    (whole,) = csv.DictReader(io.StringIO(files["data/terms.csv"].decode(), newline=""))
    assert "words" in whole["uses"]


def test_a_speaker_no_pack_knows_goes_by_a_keyed_number(ground: Ground) -> None:
    made = told()
    speech = made.speeches[1]
    made.speeches = (replace(speech, speaker="name:ukraine:somebody else"),)
    (given,) = edition_of(made.account(), ground).account.speeches
    assert given.speaker == f"name:{keyed('name:ukraine:somebody else')[:16]}"


HEADINGS = {
    "en": ("Official term", "First use in what is given out: 9 September 2022", "The life of what was said"),
    "uk": ("Офіційний термін", "Перше вживання в оприлюдненому: 9 вересня 2022", "Життя сказаного"),
    "ru": ("Официальный термин", "Первое употребление в обнародованном: 9 сентября 2022", "Жизнь сказанного"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_shows_terms_speakers_and_lives(ground: Ground, language: str) -> None:
    files = published(edition(ground, grades=True), ground)
    page = files[f"{language}/narratives.html"].decode()
    term, first, life = HEADINGS[language]
    assert term in page
    assert first in page
    assert re.search("49–94 ?%", page.replace("\u00a0", " "))
    main = page.split("<main")[-1].split("</main>")[0]
    assert not re.search(r"[{}]|None|turn_|record_|&lt;a", main)
    links = re.findall(r'href="(items/[^"#]+)#([^"]+)"', main)
    assert links
    assert all(f'id="{mark}"' in files[f"{language}/{path}"].decode() for path, mark in links)
    asked = [data.decode() for path, data in files.items() if path.startswith(f"{language}/questions/")]
    assert sum(life in each for each in asked) == 1


def test_that_nobody_graded_a_source_is_not_said_where_grades_stay(ground: Ground) -> None:
    page = published(edition(ground), ground)["en/narratives.html"].decode()
    assert "Nobody has graded" not in page
