"""What stands beside a loss, a retreat or a name and is none of it."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one, read


def test_people_who_were_evacuated_are_none_of_the_losses_told_before_them() -> None:
    words = "Ukraine lost 40 soldiers near Izium and 121,000 people had been evacuated, officials said."
    told = {claim.type: claim.quantity.value for claim in read(words)[0] if claim.quantity is not None}
    assert told == {"casualties": 40, "background": 121000}


@pytest.mark.parametrize(
    "words",
    [
        "Russian forces fled, leaving nine T-72 tanks behind near Izium, the ministry said.",
        "The Russian army left nine T-72 tanks behind near Izium, the ministry said.",
    ],
)
def test_machines_left_behind_are_lost_not_withdrawn(words: str) -> None:
    claim = one(words, kind="equipment_loss")
    assert claim.equipment[0].status == "abandoned"
    assert claim.target == "russia"
    assert claim.quantity is not None
    assert claim.quantity.value == 9


def test_a_bridge_that_was_gone_withdrew_from_nowhere() -> None:
    words = "By dawn the bridge near Kupiansk was gone, and the troops were gone too, residents said."
    assert [claim.quote.exact for claim in read(words)[0] if claim.type == "withdrawal"] == ["the troops were gone too"]


@pytest.mark.parametrize("verb", ["taken", "captured", "retaken", "liberated"])
def test_villages_taken_are_told_also_in_a_text_that_says_nothing_else_of_war(verb: str) -> None:
    claim = one(f"Near Izium 12 villages were {verb}, an official said.")
    assert claim.type == "territory_regained"
    assert claim.quantity is not None
    assert claim.quantity.counted == "settlements"


@pytest.mark.parametrize(
    ("words", "language", "name", "day"),
    [
        ("Врио губернатора Смирнов 12 августа сообщил о 12 погибших.", "ru", "Врио губернатора Смирнов", "12 августа"),
        ("Губернатор Гладков 3 сентября 2022 заявил, что погибли трое.", "ru", "Губернатор Гладков", "3 сентября 2022"),
        ("Речник Череватий 12 вересня повідомив про 20 звільнених сіл.", "uk", "Речник Череватий", "12 вересня"),
    ],
)
def test_the_day_of_saying_is_no_part_of_a_name(words: str, language: str, name: str, day: str) -> None:
    claim = one(words, language)
    assert claim.attribution[0].name == name
    assert claim.times.said is not None
    assert claim.times.said.as_written is not None
    assert claim.times.said.as_written.exact == day


def test_what_somebody_had_spoken_of_is_his() -> None:
    claim = one("The spokesman had spoken of 30 tanks lost near Izium.")
    assert claim.attribution[0].name == "The spokesman"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ukraine's president urged allies to send more weapons after the missile attack on Kharkiv.", "en"),
        ("The ministry promised to send more air defence after the strike on Kramatorsk.", "en"),
        ("Министр пообещал прислать больше зениток после удара по Белгороду.", "ru"),
    ],
)
def test_a_blow_that_somebody_wants_something_after_is_no_report_of_a_blow(words: str, language: str) -> None:
    assert [claim.type for claim in read(words, language)[0]] == ["policy_position"]


def test_harm_told_after_a_blow_is_harm() -> None:
    claim = one("The mayor said that two people were killed after the attack on Kharkiv.")
    assert claim.type == "civilian_harm"
