"""Where and when, told elsewhere in the text: what its opening is about, parts of a town, parts of a day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import read

TOLD = date(2022, 9, 14)


def _places(words: str, code: str) -> list[list[str]]:
    claims, _ = read(words, code)
    return [[place.name for place in claim.places] for claim in claims]


def _events(words: str, code: str) -> list[tuple[date | None, date | None] | None]:
    claims, _ = read(words, code, TOLD)
    events = [claim.times.event for claim in claims]
    return [None if event is None else (event.earliest, event.latest) for event in events]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("en", "Lyman under fire\n\nMissiles struck the market.\n\nTwo women were killed.", "Lyman"),
        ("uk", "Лиман під вогнем\n\nРакети влучили в ринок.\n\nЗагинуло дві жінки.", "Лиман"),
    ],
)
def test_what_the_opening_is_about_holds_where_no_other_place_is_told(code: str, words: str, name: str) -> None:
    assert _places(words, code)[-1] == [name]


def test_an_area_around_the_opening_s_town_leaves_it_what_the_text_is_about() -> None:
    words = "Missiles hit Lyman, Donetsk Oblast\n\nMissiles struck the market.\n\nTwo women were killed."
    assert _places(words, "en")[-1] == ["Lyman"]


def test_a_place_that_no_gazetteer_holds_is_not_the_opening_s() -> None:
    words = "Lyman under fire\n\nMissiles struck the market.\n\nTwo women were killed in Qwertyville."
    assert "Lyman" not in _places(words, "en")[-1]


def test_a_digest_of_papers_is_about_several_places() -> None:
    words = "Lyman in the papers\n\nReuters reports two dead.\n\nBBC says that three soldiers were killed."
    assert all("Lyman" not in places for places in _places(words, "en")[1:])


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("en", "Izium is quiet. Russian troops hold the eastern outskirts.", "Izium"),
        ("ru", "Изюм затих. Российские войска удерживают южную окраину.", "Изюм"),
    ],
)
def test_a_part_of_a_town_is_the_town_told_before(code: str, words: str, name: str) -> None:
    assert _places(words, code)[-1] == [name]


def test_outskirts_of_a_named_town_are_that_town_alone() -> None:
    assert _places("Изюм затих. Бои идут на окраине Лимана.", "ru")[-1] == ["Лиман"]


def test_a_town_in_the_title_of_a_channel_is_no_place_spoken_of() -> None:
    words = "Izium is quiet. The channel Lyman Voice says that Russian troops hold the town."
    assert _places(words, "en")[-1] == ["Izium"]


def test_a_village_before_a_pronoun_is_no_adjective() -> None:
    assert _places("Урожайное мы оставили.", "ru") == [["Урожайное"]]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Fighting went on in Izium on 7 September. Two tanks were burnt in the small hours."),
        ("ru", "Бои шли в Изюме 7 сентября. К обеду сгорели два танка."),
        ("uk", "Бої тривали в Ізюмі 7 вересня. Опівдні згоріли два танки."),
        ("uk", "Бої тривали в Ізюмі 7 вересня. Того вечора згоріли два танки."),
    ],
)
def test_a_part_of_a_day_is_of_the_day_told_just_before(code: str, words: str) -> None:
    assert _events(words, code)[-1] == (date(2022, 9, 7), date(2022, 9, 7))


def test_a_part_of_a_day_far_from_any_day_tells_none() -> None:
    assert _events("Бои шли в Изюме. К обеду сгорели два танка.", "ru")[-1] is None


def test_a_part_of_a_day_beside_its_weekday_is_of_that_day() -> None:
    assert _events("Бои шли 1 сентября. Два танка сгорели вечером в понедельник.", "ru")[-1] == (
        date(2022, 9, 12),
        date(2022, 9, 12),
    )


def test_yesterday_s_strike_was_yesterday() -> None:
    assert _events("После вчерашнего удара погибли две женщины.", "ru") == [(date(2022, 9, 13), date(2022, 9, 13))]


def test_when_the_source_was_met_is_when_it_spoke() -> None:
    (claim,) = read("За словами бійців, з якими вчора розмовляв, ворог утратив три танки.", "uk", TOLD)[0]
    assert claim.times.event is None
    assert claim.times.said is not None
    assert claim.times.said.latest == date(2022, 9, 13)


def test_a_town_that_is_only_near_is_not_what_a_text_is_about() -> None:
    told = "The order reached Russian troops {} Kharkiv on Friday.\n\nThe night was long.\n\nRussian soldiers left on bicycles."
    for where, places in (("near", 0), ("in", 1)):
        claims, _ = read(told.format(where))
        (left,) = [claim for claim in claims if "bicycles" in claim.quote.exact]
        assert len(left.places) == places
