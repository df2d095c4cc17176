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


def test_who_signs_a_post_says_what_nobody_else_is_told_to_say() -> None:
    """A last line of a dash and a name, or of an office in brackets, is who speaks; an enemy is then known."""
    for sign in ("— State Border Guard Service", "\n— State Border Guard Service", "(State Border Guard Service)"):
        told = claims(f"The enemy has occupied Vyshneve. Three civilians were killed. {sign}")
        assert {each.attribution[0].name for each in told} == {"State Border Guard Service"}
        assert [each.actor for each in told if each.type in {"control", "territory_lost"}] == ["russia"]


def test_a_dash_and_a_name_inside_a_long_text_sign_nothing_before() -> None:
    """Only the last line of a post signs it."""
    words = "Three civilians were killed in Nikopol.\n— Petro Ivanenko\nTwo houses were shelled."
    assert all(not each.attribution for each in claims(words) if each.type == "civilian_harm")


def test_an_hour_ends_a_sentence_where_a_new_one_opens() -> None:
    """ "At 2:15 a.m. One woman …" is two sentences, "at 5 a.m. Kyiv time" is one."""
    assert figures(
        "Russian bombs hit a house in Zaporizhzhia at 2:15 a.m. One woman was killed, ten were wounded."
    ) == [
        ("civilian_harm", 1, 1),
        ("civilian_harm", 10, 10),
    ]
    assert len(claims("Russian troops shelled Nikopol at 5 a.m. Kyiv time.")) == 1


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Air defences shot down 54 of 67 attack drones.", 54),
        ("Air defences shot down 31 of 40 Shahed-type attack drones.", 31),
    ],
)
def test_attack_drones_are_counted_as_drones(words: str, wanted: float) -> None:
    """ "67 attack" is only the beginning of what is counted."""
    assert figures(words) == [("equipment_loss", wanted, wanted)]


def test_parts_of_a_whole_are_each_where_they_are_told() -> None:
    """ "Including 43 over one region and 24 over another": the whole is in neither, each part in its own."""
    words = "Moscow said 145 drones were shot down, including 43 over Bryansk region and 24 over Kursk region."
    told = [(each.quantity.value, [place.name for place in each.places]) for each in claims(words) if each.quantity]
    assert told == [(145, []), (43, ["Bryansk Oblast"]), (24, ["Kursk Oblast"])]


def test_a_list_without_marks_counts_totals_and_increments() -> None:
    """ "Tanks 9,391 (+8)" is a total and what came to it."""
    told = figures("Russian losses: tanks 9,391 (+8); artillery systems 20,667 (+25).")
    assert [low for kind, low, _ in told if kind == "equipment_loss"] == [9391, 8, 20667, 25]


def test_soldiers_lost_beside_machines_are_counted() -> None:
    """What is lost right behind the word may be people before it is machines."""
    assert sorted(figures("Russia lost 1,200 soldiers and two tanks near Toretsk.")) == [
        ("casualties", 1200, 1200),
        ("equipment_loss", 2, 2),
    ]


def test_an_age_and_one_of_two_people_are_no_number_of_people() -> None:
    """ "A woman of 41" is one woman, "a woman and a man" are not one person."""
    assert figures("One of the wounded, a woman of 41, is in hospital after the shelling of Nikopol.") == [
        ("civilian_harm", 1, 1)
    ]
    assert figures("A woman and a man were wounded in the shelling of Nikopol.") == []


def test_a_noun_of_saying_and_a_passive_estimate_have_no_speaker() -> None:
    """ "A Ukrainian estimate" estimates nothing itself, nor does "a population estimated at"."""
    words = "The Telegraph, citing a confidential Ukrainian estimate, reported that 80,000 soldiers were killed."
    assert sources(words) == {"The Telegraph", "a confidential Ukrainian estimate"}
    assert sources("More than 1,000 civilians were killed, out of a population estimated at 120,000.") == set()


def test_a_name_with_a_short_article_is_one_place() -> None:
    """ "El Fasher" begins with a word of two letters."""
    told = claims("About 120 people were killed in El Fasher in three days of shelling.")
    assert [place.name for place in told[0].places] == ["El Fasher"]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("A resident of Belgorod was killed and three others wounded when a drone hit a bus.", ("civilian_harm", 3, 3)),
        ("One person was killed and four others injured in the shelling.", ("civilian_harm", 4, 4)),
        ("About 9,000 subscribers were left without power after the strike on Poltava.", ("background", None, None)),
        ("Russia returned the bodies of 1,000 fallen defenders to Ukraine.", ("background", 1000, 1000)),
    ],
)
def test_others_subscribers_and_the_fallen_are_counted(words: str, wanted: tuple[str, float, float]) -> None:
    """Words between a figure and those it counts, and those who are left without power."""
    assert wanted in figures(words)


def test_debris_that_fell_takes_no_ground() -> None:
    """What "had fallen" on a roof is no district that fell."""
    words = "The mayor of Kyiv said debris had fallen on a roof in the Solomianskyi district after the Russian attack."
    assert not {each.type for each in claims(words)} & {"territory_lost", "control"}
    assert [each.type for each in claims("Kyiv said that Pokrovsk had fallen.")] == ["territory_lost"]


def test_motor_vehicles_are_counted_in_a_list_of_losses() -> None:
    """A ministry's usual list ends in them."""
    words = (
        "Russia's Ministry of Defence: the enemy lost two tanks, four armoured fighting vehicles and 11 motor vehicles."
    )
    assert [low for _, low, _ in figures(words)] == [2, 4, 11]
