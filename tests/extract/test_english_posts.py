"""Turns that English posts and reports of wars use, read as a desk would read them."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read
from zvirka.model.claims import Claim


def claims(words: str) -> list[Claim]:
    """The claims of a text."""
    return read(words)[0]


def figures(words: str) -> list[tuple[str, float | None, float | None]]:
    """Type, least and most of every figure claimed."""
    return [(each.type, each.quantity.low, each.quantity.high) for each in claims(words) if each.quantity is not None]


def sources(words: str) -> set[str]:
    """Every source named in a claim of a text."""
    return {step.name for each in claims(words) for step in each.attribution}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("The strike killed 14 and wounded 31 more.", [("civilian_harm", 14, 14), ("civilian_harm", 31, 31)]),
        ("The blast killed three and injured seven others.", [("civilian_harm", 3, 3), ("civilian_harm", 7, 7)]),
        ("The bombing killed 11 and wounded dozens more.", [("civilian_harm", 11, 11), ("civilian_harm", 24, None)]),
    ],
)
def test_killed_and_wounded_are_counted_each_for_themselves(
    words: str, wanted: list[tuple[str, float, float | None]]
) -> None:
    """The figure before "and" counts those of the verb before it, not of the one behind."""
    assert figures(words) == wanted


@pytest.mark.parametrize(
    "words",
    [
        "The battalion admitted it had lost nine of its own men near Toretsk.",
        "The brigade lost nine of its men near Toretsk.",
    ],
)
def test_men_of_its_own_are_soldiers(words: str) -> None:
    """Who loses men of its own loses soldiers, as many as it says."""
    assert figures(words) == [("casualties", 9, 9)]


def test_the_injured_told_behind_dead_soldiers_are_soldiers() -> None:
    """ "300 dead and 2,700 injured" counts one kind of people."""
    words = (
        "Kyiv says Russia lost 900 soldiers in Kursk region. Its allies put the figure at 310 dead and 2,800 injured."
    )
    assert [kind for kind, _, _ in figures(words)] == ["casualties"] * 3


def test_those_hurt_beside_a_market_are_no_soldiers_for_who_shelled_it() -> None:
    """Of two kinds told in one sentence without a word of their own, the second is that of the first."""
    words = "At least 26 people were killed and dozens injured when militants shelled a market in Kramatorsk."
    assert {kind for kind, _, _ in figures(words)} == {"civilian_harm"}


def test_machines_behind_a_word_with_a_hyphen_are_counted() -> None:
    """ "87 operational-tactical UAVs" are UAVs."""
    words = "Russian losses over the day: 12 tanks, 87 operational-tactical UAVs and 3 Soviet-era howitzers."
    assert [low for _, low, _ in figures(words)] == [12, 87, 3]


@pytest.mark.parametrize(
    "words",
    [
        "Two trucks and a UAV control point were destroyed.",
        "Two trucks and a drone launch site were destroyed.",
        "Two trucks and an artillery depot were destroyed.",
    ],
)
def test_what_a_machine_only_describes_is_not_that_machine(words: str) -> None:
    """A control point of drones is no drone lost."""
    lost = [thing.cls for each in claims(words) if each.type == "equipment_loss" for thing in each.equipment]
    assert "drone" not in lost
    assert [(low, high) for kind, low, high in figures(words) if kind == "equipment_loss"] == [(2, 2)]


def test_what_a_drone_strikes_is_no_second_strike() -> None:
    """ "A drone attacked a car" is one strike, by one drone."""
    assert figures("A drone attacked a car in Nikopol.") == [("strike", 1, 1)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Late in the evening Petrenko said that Russian troops had left the village.", "Petrenko"),
        ("Last month the minister Petrenko said that Russia had fired 40 missiles.", "the minister Petrenko"),
        ("The army confirmed reports that two villages had been captured.", "The army"),
        ("The ministry rejected claims that Russian troops had shelled the school.", "The ministry"),
        ("The Centre for Human Rights put the toll at six dead.", "The Centre for Human Rights"),
    ],
)
def test_who_says_it_is_named_without_the_words_around(words: str, name: str) -> None:
    """Neither a time before the name nor a verb behind it is part of it, and nobody else is heard."""
    assert sources(words) == {name}


@pytest.mark.parametrize(
    "words",
    [
        "The previous reporting period saw 180 ceasefire violations in Donetsk region.",
        "The war shows no sign of ending: Russian troops shelled Kherson.",
        "You know the town has changed when shells hit the market.",
        "Kyiv has not commented on the capture of the village, which Russian troops entered on Monday.",
    ],
)
def test_nobody_is_heard_where_nobody_speaks(words: str) -> None:
    """Nouns made of verbs of saying, "you know" and what is told of a thing not commented on have no source."""
    assert claims(words)
    assert sources(words) == set()


def test_violations_of_a_ceasefire_are_counted() -> None:
    """A monitor's count of violations is a figure of what was done, and machines beyond agreed lines are a sighting."""
    told = claims("In Luhansk region the SMM recorded 263 ceasefire violations.")
    assert [(each.type, each.attribution[0].kind, each.quantity and each.quantity.low) for each in told] == [
        ("conduct", "official", 263)
    ]
    seen = claims("The Mission observed 12 howitzers in violation of withdrawal lines near Popasna.")
    assert [(each.type, each.quantity and each.quantity.low) for each in seen] == [("sighting", 12)]


def test_to_be_taken_to_hospital_is_harm_alone() -> None:
    """Nobody did them wrong by taking them there."""
    assert {each.type for each in claims("His wife was taken to hospital with shrapnel wounds.")} == {"civilian_harm"}


def test_an_adjective_of_a_country_is_no_place() -> None:
    """ "In Israeli strikes" tells whose, not where."""
    told = claims("At least 46 people were killed in Israeli strikes.")
    assert [place.name for each in told for place in each.places] == []


def test_one_of_several_channels_is_a_channel_by_its_name_too() -> None:
    """ "One of them, NAME," is of those the sentence is of."""
    words = "Ukrainian channels admit that contact with the brigade was lost; one of them, Steppe Wind, puts the dead at 40."
    told = [each for each in claims(words) if each.quantity is not None]
    assert [(step.kind, step.side) for step in told[0].attribution] == [("channel", "ukraine")]
