"""Which side people without an office are of."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _told(words: str, code: str) -> dict[str, tuple[str, str]]:
    """{source: (side, rule that told it)} of the witnesses of a text."""
    claims, _ = read(words, code)
    return {
        claim.attribution[0].name: (
            claim.attribution[0].side,
            next((each.rule for each in claim.reasons if each.field == "attribution.0.side"), ""),
        )
        for claim in claims
        if claim.attribution and claim.attribution[0].kind == "eyewitness"
    }


@pytest.mark.parametrize(
    ("code", "words", "side"),
    [
        ("en", "A baker from Sudzha said three tanks had burned.", "russia"),
        ("en", "Izium residents said three tanks had burned at night.", "ukraine"),
        ("en", "A nurse from Georgia said three tanks had burned at night.", "third"),
        ("uk", "Мешканці Шебекіна розповіли, що вночі згоріли три танки.", "russia"),
        ("uk", "Пенсіонерка з Вовчанська розповіла, що вночі згоріли три танки.", "ukraine"),
        ("ru", "Жители Рыльска рассказали, что ночью сгорели три танка.", "russia"),
        ("ru", "Врач из Херсона рассказал, что ночью сгорели три танка.", "ukraine"),
    ],
)
def test_who_is_told_to_be_from_a_town_is_of_its_country(code: str, words: str, side: str) -> None:
    assert [told for told, _ in _told(words, code).values()] == [side]


@pytest.mark.parametrize(
    ("code", "words", "side"),
    [
        (
            "en",
            "The road to Izium is full of cars. At the market in Balakliia people queue for bread. It rained all week. "
            "A driver said three tanks had burned at night.",
            "ukraine",
        ),
        (
            "en",
            "BATUMI, Georgia - The camp is full. Tents from Turkey stand in rows. Nobody sleeps much. "
            "A driver said three tanks had burned at night.",
            "third",
        ),
        (
            "uk",
            "У Суджі не працює жодна крамниця. На дорозі до Курська порожньо. Дощ іде третій день. "
            "Водій розповів, що вночі згоріли три танки.",
            "russia",
        ),
        (
            "ru",
            "В Изюме не работает ни один магазин. По дороге на Балаклею никого. Дождь идёт третий день. "
            "Водитель рассказал, что ночью сгорели три танка.",
            "ukraine",
        ),
    ],
)
def test_whom_a_story_speaks_with_is_of_the_country_it_tells_of(code: str, words: str, side: str) -> None:
    assert [told for told, _ in _told(words, code).values()] == [side]


def test_a_single_sentence_tells_not_where_a_driver_lives() -> None:
    """He may have come from anywhere."""
    assert _told("A driver said three tanks had burned in Izium.", "en") == {"A driver": ("unknown", "")}


def test_a_story_of_two_countries_leaves_a_driver_of_neither() -> None:
    words = (
        "In Sumy the shops are shut. In Kharkiv they are open. In Kursk there is no bread, and in Belgorod no light.\n\n"
        "It rained all week.\n\nA driver said three tanks had burned at night."
    )
    assert _told(words, "en") == {"A driver": ("unknown", "")}


def test_a_pensioner_told_to_be_russian_is_so_in_a_ukrainian_town() -> None:
    """What stands before a name holds each time it is told."""
    words = (
        "In Sumy the buses come in at night. In the hall in Sumy people drink tea, most from Yunakivka.\n\n"
        'A Russian pensioner, Tamara Lvovna, was carried out of her cellar. "Three tanks burned at the school," Tamara Lvovna said.'
    )
    assert _told(words, "en") == {"Tamara Lvovna": ("russia", "side:lives")}


def test_a_first_name_that_is_a_town_s_too_is_no_home() -> None:
    told = _told("Волонтёр Владимир рассказал, что ночью сгорели три танка.", "ru")
    assert [side for side, _ in told.values()] == ["unknown"]


def test_where_a_witness_lives_does_not_tell_who_did_it() -> None:
    """Whom a resident means, his home does not say."""
    claims, _ = read("A baker from Sudzha said Goncharovka had been taken on Friday.", "en")
    assert {claim.actor for claim in claims} == {None}


@pytest.mark.parametrize(
    ("code", "words", "source"),
    [
        (
            "en",
            "TBILISI, Georgia - Shops are shut in the Georgian capital. The governor's office said 30 people had been killed. "
            "Georgian radio speaks of more. It rained all week.",
            "governor",
        ),
        (
            "en",
            "GOMA, Congo - The Congolese army left on Monday. Rwanda denies it sent anybody. "
            "The rebels said three tanks had burned.",
            "rebels",
        ),
    ],
)
def test_who_is_heard_in_another_country_s_war_is_third(code: str, words: str, source: str) -> None:
    claims, _ = read(words, code)
    sides = {step.side for claim in claims for step in claim.attribution if source in step.name}
    assert sides == {"third"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "ru",
            "Газета «Вестник» из США пишет об Украине. В США ждут выборов. Водитель рассказал, что ночью сгорели три танка. "
            "Американцы, британцы и французы спорят.",
        ),
        (
            "en",
            "Washington, London and Paris talk of Ukraine. American papers write of it. It rained. "
            "A driver said three tanks had burned.",
        ),
    ],
)
def test_a_text_that_names_the_theatre_s_country_makes_nobody_third(code: str, words: str) -> None:
    assert [side for side, _ in _told(words, code).values()] == ["unknown"]


def test_an_unnamed_office_is_of_no_third_country_where_a_side_is_told_too() -> None:
    """It may be that side's own."""
    words = "The minister of Russia flew to Seoul. Two Korean papers wrote of it. The department said three tanks had burned."
    claims, _ = read(words, "en")
    assert [step.side for claim in claims for step in claim.attribution if "department" in step.name] == ["unknown"]


@pytest.mark.parametrize(
    ("code", "text", "side"),
    [
        ("ru", "Киевлянка рассказала, что под обстрелом погибли двое.", "ukraine"),
        ("uk", "Херсонці кажуть, що воду відключили через обстріл.", "ukraine"),
        ("en", "A Muscovite said drones hit the depot.", "russia"),
    ],
)
def test_people_of_a_town_by_their_name_are_of_its_country(code: str, text: str, side: str) -> None:
    (source,) = read(text, code)[0][0].attribution
    assert (source.kind, source.side) == ("eyewitness", side)
