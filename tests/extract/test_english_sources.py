"""Who speaks in English texts: clauses with "who", outlets told, semicolons, capitals that open a sentence, given names."""

from __future__ import annotations

from datetime import date

from tests.extract.helpers import read
from zvirka.model.claims import Claim

DAY = date(2023, 8, 16)


def told(words: str) -> list[Claim]:
    """The claims of a text of war."""
    found, _ = read(f"The war in Ukraine goes on.\n\n{words}", "en", DAY)
    return [claim for claim in found if claim.quote.start > 28]


def chain(claim: Claim) -> list[tuple[str, str, str]]:
    return [(step.name, step.kind, step.side) for step in claim.attribution]


def test_who_speaks_may_be_told_by_a_clause_without_commas() -> None:
    """The noun next to the verb belongs to the clause."""
    claims = told("A pensioner who fled the village said shells hit the school.")
    assert chain(claims[0])[0][:2] == ("A pensioner who fled the village", "eyewitness")


def test_a_figure_behind_says_is_said_and_does_not_say() -> None:
    """ "…, who heads the district, says more than 40 shells fell" has one speaker."""
    claims = told("Ivan Hrib, who heads the district administration, says more than 40 shells fell on the town.")
    assert [name for name, _, _ in chain(claims[0])] == ["Ivan Hrib, who heads the district administration"]


def test_an_outlet_that_somebody_told_stands_behind_him() -> None:
    """First who knew it, then through whom the text has it."""
    claims = told("Two pilots told the Lakeside Herald that a missile struck the depot in Kupiansk.")
    assert [(name, kind) for name, kind, _ in chain(claims[0])] == [
        ("Two pilots", "military_unnamed"),
        ("Lakeside Herald", "media"),
    ]


def test_words_behind_a_semicolon_go_on_with_who_spoke_before_it() -> None:
    """Both halves are the governor's."""
    claims = told("A drone hit a bakery in Orikhiv, the governor said; two bakers were wounded.")
    assert [[name for name, _, _ in chain(claim)] for claim in claims] == [["the governor"], ["the governor"]]


def test_officials_of_a_capital_that_opens_the_sentence_are_of_no_side() -> None:
    """Where they speak tells whose they are."""
    claims = told("In Warsaw, two officials said that missiles struck a bridge near Kherson.")
    assert chain(claims[0])[0][2] == "third"


def test_a_person_by_a_given_name_without_an_office_is_a_witness() -> None:
    """Nobody told what else she is."""
    claims = told('"A shell hit the roof of our house," said Oksana.')
    assert chain(claims[0])[0][:2] == ("Oksana", "eyewitness")


def test_what_is_only_meant_is_no_gain() -> None:
    """Whoever is too few to take a town has not taken it."""
    assert [claim.type for claim in told("The Russian force is too small to take the city of Kharkiv.")] == [
        "assessment"
    ]


def test_what_only_tells_when_is_not_told() -> None:
    """The retreat is told as the time of the losses."""
    claims = told("More than 100 soldiers were wounded during the retreat.")
    assert [claim.type for claim in claims] == ["casualties"]


def test_a_sentence_that_opens_with_a_place_and_closes_with_its_source_is_said_by_it() -> None:
    """ "In X, debris hit Y, the governor said" is no mere introduction."""
    claims = told("In Ryazan, debris hit a refinery, the governor said; nobody was hurt.")
    assert [[step[0] for step in chain(claim)] for claim in claims] == [["the governor"], ["the governor"]]
    assert [claim.polarity for claim in claims] == ["affirmed", "negated"]


def test_the_day_behind_that_opens_no_clause() -> None:
    """ "That day" is when, not what was said."""
    claims = told("The prosecutors counted fourteen dead civilians that day.")
    assert [claim.quantity and claim.quantity.value for claim in claims] == [14]
    assert chain(claims[0])[0][0] == "The prosecutors"


def test_attacks_beaten_off_are_fighting_whatever_they_tried() -> None:
    """To break an encirclement was only tried."""
    claims = told("Russian troops repelled eight attempts to break the encirclement near Pokrovsk.")
    assert [claim.type for claim in claims] == ["clash"]


def test_a_hyphen_of_a_model_counts_nothing() -> None:
    """Tu-160 is one model, not 160 of another."""
    claims = told("Three bombers were damaged, including Tu-95 and Tu-160.")
    assert {slot.count for claim in claims for slot in claim.equipment} <= {3, None}


def test_a_town_that_is_hit_is_where_it_was() -> None:
    """Though its name is a word for a government too."""
    claims = told("Overnight Kyiv was attacked by cruise missiles.")
    assert [place.name for place in claims[0].places] == ["Kyiv"]
