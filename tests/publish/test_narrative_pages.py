"""Pages of what was said over time, in three languages: terms, speakers, changes of stance, sources, lives, retellings."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.fakes import Builder
from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground
from zvirka.model.claims import Claim
from zvirka.model.findings import Link, LinkReason
from zvirka.model.judgements import Subject
from zvirka.model.narratives import Life, SourceRecord, Speech, Spread, Statement, Turn
from zvirka.model.terms import Term, Use
from zvirka.publish import working_copy
from zvirka.publish.words import LANGUAGES

FIRST, LATER = date(2022, 9, 9), date(2022, 9, 12)


def pages(made: Builder, ground: Ground) -> dict[str, str]:
    """{path: page} of its working copy."""
    files = working_copy(made.account(), ground, "2022-09-20T08:00:00Z")
    return {path: data.decode() for path, data in files if path.endswith(".html")}


def told(made: Kharkiv) -> list[Claim]:
    """The claims of the area question, in its order."""
    by_id = {claim.id: claim for claim in made.claims}
    return [by_id[each.claim] for each in made.area_finding.claims]


def over_time(language: str = "en") -> Kharkiv:
    """The example with a term, a speaker who turned, a life and a retelling."""
    made = Kharkiv(language)
    one, other = told(made)[:2]
    question = made.area_finding.question.id
    first = Statement((one.id,), 3, FIRST, FIRST, one.type, one.type, ())
    then = Statement((other.id,), 1, None, LATER, other.type, other.type, ())
    turn = Turn("corrected", one.id, FIRST, other.id, LATER)
    made.speeches = (Speech("source:maliar", "ukraine", "ministry of defence", (first, then), (turn,)),)
    spread = (Spread(FIRST, 2, 2), Spread(LATER, 1, 0))
    made.lives = (Life(question, (one.id,), FIRST, 2, spread, 0, ((one.id, other.id),), ((one.id, other.id),)),)
    made.terms = (
        Term("regrouping", "withdrawal", "russia", (Use(one.id, FIRST, "russia", "A Ministry", "regrouping"),)),
    )
    lost = LinkReason("drift:number_changed", (("was", "2,500"), ("is", "25,000")))
    made.links.append(Link("retells", other.id, one.id, (LinkReason("retold:statement"), lost)))
    return made


def question_page(found: dict[str, str], heading: str) -> str:
    """The page of the question that has this heading."""
    (page,) = [page for path, page in found.items() if path.startswith("questions/") and heading in page]
    return page


def test_the_page_tells_term_speaker_and_turn_with_links_to_the_words(ground: Ground) -> None:
    page = pages(over_time(), ground)["speakers.html"]
    for words in (
        "Official term “regrouping” — beside the neutral: Withdrawal",
        "Whose word, by the lexicon: Russia.",
        "In use since 10 September 2022 (Russian Ministry of Defence",
        "First use in what was read: 9 September 2022, A Ministry (Russia).",
        "Maliar (Ukraine: ministry of defence)",
        "not after 12 September 2022",
        "another figure for the same day and place",
    ):
        assert words in page, words
    assert len(re.findall(r'href="items/[0-9a-f]+\.html#c-[0-9a-f]+"', page)) == 5


def test_a_question_tells_the_life_of_what_was_said(ground: Ground) -> None:
    page = question_page(pages(over_time(), ground), "The life of what was said")
    assert "2 origins behind 3 reports" in page
    assert "later figure: " in page
    assert "denied later: " in page


def test_a_claim_says_whose_words_it_tells_again_and_what_it_lost(ground: Ground) -> None:
    page = question_page(pages(over_time(), ground), "The life of what was said")
    assert re.search(r"Tells again what .+</a>: figure changed: 2,500 → 25,000\.", page)


def test_nothing_is_said_of_a_source_that_nobody_judged(ground: Ground) -> None:
    page = pages(over_time(), ground)["speakers.html"]
    assert "Nobody has graded a source" in page
    assert "%" not in page.split("What people judged of sources")[1]


def test_records_and_grades_stand_with_who_judged(ground: Ground) -> None:
    made = over_time()
    made.records = (SourceRecord("source:maliar", "control", 8, 0, 2, 1, 3, 0.4902, 0.9433),)
    made.judge("grade", "Ann Editor", Subject("source", "Hanna Maliar"), value="B")
    page = pages(made, ground)["speakers.html"]
    assert "B: usually reliable (decided by Ann Editor)" in page
    assert "borne out 8, partly 0, refuted 2, disputed 1, not judged 3" in page
    assert "49–94 % borne out" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_cases_language_and_holds_no_empty_slot(ground: Ground, language: str) -> None:
    page = pages(over_time(language), ground)["speakers.html"]
    assert f'<html lang="{language}">' in page
    assert not re.search(r"[{}]|None|turn_|drift_|record_", page.split("<main")[-1].split("</main>")[0])


def test_a_case_in_which_nobody_named_said_anything_has_no_such_page(ground: Ground) -> None:
    assert "speakers.html" not in pages(Kharkiv(), ground)
