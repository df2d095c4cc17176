"""Figures told once, those that evidence stands against, and the two that one report tells side by side."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes import Builder, question
from tests.publish.kharkiv import Kharkiv
from zvirka.ground import Ground
from zvirka.model.findings import ClaimBacking
from zvirka.publish import AccountIndex, sentence, terminal, working_copy
from zvirka.publish.figure_rows import figure_rows, told_together
from zvirka.publish.words import Words


def test_one_speakers_number_of_one_day_is_one_figure_however_it_is_retold(ground: Ground) -> None:
    """A slip of the unit, a dropped bound and a dropped place go with the figure as its source told it."""
    made = Builder()
    words = ("ISW says about 2,500 km", "ISW has 2,500 square kilometres", "ISW put it at 2,500 square kilometres")
    reports = [made.report(text) for text in words]
    about: dict[str, Any] = {"source": "ISW", "kind": "analyst", "side": "third", "value": 2500, "as_of": "2022-09-09"}
    slip = made.claim(reports[0], "about 2,500 km", unit="km", bound="about", **about)
    clean = made.claim(reports[1], "2,500 square kilometres", **about)
    bare = made.claim(reports[2], "2,500 square kilometres", **(about | {"place": ""}))
    finding = made.finding(question("territory_regained"), (slip, clean, bare))
    (row,) = figure_rows(finding, AccountIndex(made.account()), Words(ground, "en", "Europe/Kyiv"))
    assert row.figure == "2,500 km²"
    assert row.reports == 3


def test_the_two_figures_one_report_tells_side_by_side_are_found() -> None:
    """Beside the sources' own claims, which stand for them."""
    made = Builder()
    article = made.report("one says 2,500 and another says 6,000", outlet="The Paper")
    others = [made.report("ISW: 2,500"), made.report("Maliar: almost 6,000")]
    told = [made.claim(article, "one says 2,500", value=2500), made.claim(article, "another says 6,000", value=6000)]
    own = [made.claim(others[0], "2,500", value=2500), made.claim(others[1], "almost 6,000", value=6000)]
    finding = made.finding(question("territory_regained"), (*told, *own), highlights=own)
    assert told_together(finding, AccountIndex(made.account())) == [{claim.id for claim in told}]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_a_figure_outside_the_maps_stands_at_the_question_whatever_the_rest_says(language: str, ground: Ground) -> None:
    """On the overview and on the question's own page, with what the maps showed, and a way to its marked words."""
    made = Builder(language=language)
    report = made.report("A writer says 10,000 were freed")
    claim = made.claim(report, "10,000 were freed", value=10000, as_of="2022-09-11")
    against = ClaimBacking(claim.id, "outside", None, 5381.04, 8388.9, (), ())
    about = question("territory_regained", asked=True)
    made.finding(about, (claim,), backing="partly", backings=(against,))
    pages = dict(working_copy(made.account(), ground, "2022-10-01"))
    low, high = {"en": ("5,381", "8,389")}.get(language, ("5381", "8389"))
    for path in ("index.html", next(path for path in pages if path.startswith("questions/"))):
        (line,) = [line for line in pages[path].decode().splitlines() if 'class="against"' in line]
        assert f"{low}–{high}" in line
        assert "#c-" in line


def test_the_terminal_prints_whole_square_kilometres_and_the_note_exact_ones(ground: Ground) -> None:
    """Decimals of an area say less than the border drawn."""
    account = Kharkiv().account()
    shown = terminal(account, ground, "en")
    assert "7,054–8,584 km²" in shown
    finding = next(each for each in account.findings if each.question.asked)
    notes = sentence(finding, AccountIndex(account), ground, "en").footnotes
    assert any("7,054.1" in note.text for note in notes)


def test_small_areas_keep_their_decimal(ground: Ground) -> None:
    """0.4 km² is not nothing."""
    assert Words(ground, "en", "Europe/Kyiv").span(0.4, 140.6, "km2", whole=True) == "0.4–141 km²"


def test_the_highlighted_figures_come_first(ground: Ground) -> None:
    """Whatever day they describe."""
    lines = terminal(Kharkiv().account(), ground, "en").splitlines()
    figures = lines[lines.index("Figures:") + 1 :]
    assert "2,500" in figures[0]
    assert "6,000" in figures[2]


def test_where_one_report_was_read_nothing_is_said_of_others(ground: Ground) -> None:
    """ "Nothing else read (0 items) confirms it" would be no news."""
    made = Builder()
    report = made.report("The mayor says they left")
    claim = made.claim(report, "they left", "withdrawal", source="The mayor", actor="russia")
    finding = made.finding(question("withdrawal"), (claim,), relation="single")
    text = sentence(finding, AccountIndex(made.account()), ground, "en").text
    assert "nothing else was read" in text
    assert "0 items" not in text


def test_a_part_counted_is_said_beside_its_figure(ground: Ground) -> None:
    """A plain reader would take it for all."""
    made = Builder()
    report = made.report("Zelensky: 4,000 square kilometres are stabilised")
    claim = made.claim(
        report, "4,000 square kilometres", "control", source="Zelensky", value=4000, definition="stabilised"
    )
    finding = made.finding(question("control"), (claim,), relation="none")
    assert "stabilised ground only" in sentence(finding, AccountIndex(made.account()), ground, "en").text


def test_a_sentence_takes_none_of_two_rival_holders(ground: Ground) -> None:
    """Nor does it hide which report says which."""
    made = Builder()
    words = (("ukraine", "They hold it"), ("russia", "The others hold it"))
    claims = [
        made.claim(made.report(text, outlet="", path=f"{side}.txt"), text, "control", actor=side)
        for side, text in words
    ]
    finding = made.finding(question("control"), claims, relation="conflict", origins=2, reports=2)
    text = sentence(finding, AccountIndex(made.account()), ground, "en").text
    assert "tell of control of" in text
    assert "Russia (russia.txt" in text
    assert "; Ukraine (ukraine.txt" in text


def test_a_sentence_tells_who_affirms_a_raid_and_who_denies_it(ground: Ground) -> None:
    made = Builder()
    claims = [
        made.claim(made.report(text, outlet="", path=f"{name}.txt"), text, "raid", polarity=polarity)
        for name, text, polarity in (("one", "They came over", "affirmed"), ("two", "None came over", "negated"))
    ]
    finding = made.finding(question("raid"), claims, relation="conflict", origins=2, reports=2)
    text = sentence(finding, AccountIndex(made.account()), ground, "en").text
    assert "Said by one.txt" in text
    assert "; denied by two.txt" in text


def test_a_figure_says_what_it_counts_where_its_words_tell(ground: Ground) -> None:
    """Twelve dead and twelve wounded are two things."""
    made = Builder()
    report = made.report("Shelling killed 12 and wounded 121 people")
    claim = made.claim(
        report, "Shelling killed 12 and wounded 121 people", "civilian_harm", value=12, unit="people", counted="people"
    )
    finding = made.finding(question("civilian_harm"), (claim,), relation="none")
    assert "12 people killed" in sentence(finding, AccountIndex(made.account()), ground, "en").text
    assert "12 осіб (загиблі)" in sentence(finding, AccountIndex(made.account()), ground, "uk").text
