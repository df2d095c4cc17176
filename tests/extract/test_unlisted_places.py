"""A name behind a word of place that no gazetteer holds is the claim's place, in its own words and without a position."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _places(words: str, code: str) -> list[tuple[str, str, str]]:
    """Role, name and id of the places of the first claim."""
    claims, _ = read(words, code)
    return [(place.role, place.name, place.id) for place in claims[0].places]


def _last(words: str, code: str) -> list[tuple[str, str]]:
    """Role and name of the places of the last claim."""
    claims, _ = read(words, code)
    return [(place.role, place.name) for place in claims[-1].places]


@pytest.mark.parametrize(
    ("code", "words", "place"),
    [
        ("en", "Five civilians were killed by shells in Omdurman on Monday.", ("at", "Omdurman", "")),
        ("en", "Shells killed five civilians in the border town of Gisenyi.", ("at", "Gisenyi", "")),
        ("en", "Rebels shot down a helicopter near Deir Hafir.", ("near", "Deir Hafir", "")),
        ("uk", "Двоє цивільних загинули від обстрілу в Шринагарі.", ("at", "Шринагарі", "")),
        ("uk", "Артилерія обстріляла село Ламбвейка.", ("at", "Ламбвейка", "")),
        ("ru", "В Идлибе при обстреле погибли пятеро мирных жителей.", ("at", "Идлибе", "")),
        ("ru", "Боевики отошли из села Анделах.", ("from", "Анделах", "")),
        ("en", "Shells killed five civilians in the Kafr district on Monday.", ("at", "Kafr district", "")),
        ("en", "Shells killed five civilians in rebel-held Saraqib.", ("at", "Saraqib", "")),
        ("en", "Rebels shot down a helicopter south of Deir Hafir.", ("near", "Deir Hafir", "")),
        ("uk", "Двоє цивільних загинули від обстрілу в індійському Пунчі.", ("at", "Пунчі", "")),
        ("ru", "При обстреле в Цумадинском районе погибли пятеро мирных жителей.", ("at", "Цумадинском районе", "")),
    ],
)
def test_a_name_behind_a_word_of_place_is_the_place(code: str, words: str, place: tuple[str, str, str]) -> None:
    assert _places(words, code) == [place]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Five civilians were killed by shells in Indian missile strikes."),
        ("en", "Five civilians were killed by shells in August."),
        ("en", "Five civilians were killed by shells, it said in Telegram posts."),
        ("en", "Five civilians were killed by shells in the GHQ compound."),
        ("en", "Five civilians were killed by shells, in the Evening Chronicle: a picture."),
        ("uk", "Двоє цивільних загинули від обстрілу на Великдень."),
        ("ru", "Пятеро мирных жителей погибли при обстреле, сказали в Кремле."),
    ],
)
def test_months_peoples_platforms_and_what_is_short_for_a_body_are_no_places(code: str, words: str) -> None:
    assert _places(words, code) == []


def test_a_place_that_the_gazetteer_holds_stands_beside_a_name_that_it_does_not() -> None:
    places = _places("Shells killed five civilians in Izium, a convoy to Gisenyi was hit too.", "en")
    assert [name for _, name, _ in places] == ["Izium"]
    places = _places("Shells killed five civilians in Izium and Gisenyi.", "en")
    assert [name for _, name, _ in places] == ["Izium", "Gisenyi"]


def test_who_speaks_from_a_place_speaks_of_it_unless_wars_are_only_talked_about_there() -> None:
    assert _places("Officials in Washington said five civilians were killed by shells.", "en") == []
    assert _places("Residents of the village of Gisenyi said five civilians were killed by shells.", "en") == [
        ("at", "Gisenyi", "")
    ]
    assert _places("Officials in Gisenyi said five civilians were killed by shells.", "en") == [("at", "Gisenyi", "")]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("ru", "Украинские бойцы сообщают: под Бильогоровкой сожжён танк.", "Белогоровка"),
        ("ru", "Украинские части отходят. Дальше россияне могут пойти на Сиверск.", "Северск"),
        ("en", "Ukrainian troops said a tank was destroyed near Belohorovka.", "Bilohorivka"),
        ("ru", "В Саракибе сирийские войска потеряли танк.", "Саракибе"),
        ("ru", "Нашими освобождён хутор Колмаков, сгорел танк ВСУ.", "Колмаков"),
        ("ru", "В селе Становое сгорел танк ВСУ.", "Становое"),
        ("ru", "В деревне Дуровка сгорел танк ВСУ.", "Дуровка"),
    ],
)
def test_a_place_spelt_by_another_language_is_the_listed_one_in_texts_about_its_country(
    code: str, words: str, name: str
) -> None:
    assert name in [place for _, place in _last(words, code)]


def test_a_village_alone_may_be_a_namesake_and_makes_no_text_one_of_its_country() -> None:
    claims, _ = read("От Гори до Каралети пылали дома. В Тквиави российские солдаты убили восьмерых жителей.", "ru")
    assert [place.name for place in claims[-1].places] == ["Тквиави"]


@pytest.mark.parametrize(
    ("code", "words", "last"),
    [
        ("ru", "Змеиный обстрелян ночью. На острове уничтожено четыре комплекса ПВО.", ("at", "остров Змеиный")),
        ("en", "Russian troops entered Vovchansk on Monday. They hold the northern part of it.", ("at", "Vovchansk")),
        ("en", "Fighting went on in Kurakhove. The thermal power station was destroyed.", ("at", "Kurakhove")),
        ("en", "Avdiivka direction, 19 February\n\nOur guys are mopping up the coke plant.", ("at", "Avdiivka")),
        (
            "en",
            "Ukrainian forces have started to withdraw from the besieged rail hub of Debaltseve.",
            ("from", "Debaltseve"),
        ),
        (
            "ru",
            "1. Каховская ГЭС. Плотина разрушена в ночь на 6 июня. Киев обвиняет 205-ю бригаду.",
            ("at", "Каховская ГЭС"),
        ),
        ("uk", "Орки лізли на Роботине всю ніч.", ("to", "Роботине")),
    ],
)
def test_works_islands_and_parts_of_towns_are_where_their_town_or_island_is(
    code: str, words: str, last: tuple[str, str]
) -> None:
    assert last in [(place.role, place.name) for claim in read(words, code)[0] for place in claim.places]


@pytest.mark.parametrize(
    ("code", "words", "names"),
    [
        ("en", "Shells killed five civilians in Saraqib, Binnish and Ariha.", ["Saraqib", "Binnish", "Ariha"]),
        ("uk", "Двоє цивільних загинули від обстрілу в Саракібі та Аріхі.", ["Саракібі", "Аріхі"]),
        ("ru", "Боевики отошли из Саракиба, Бинниша и Арихи.", ["Саракиба", "Бинниша", "Арихи"]),
    ],
)
def test_a_list_goes_on_with_its_word_of_place(code: str, words: str, names: list[str]) -> None:
    assert [name for _, name, _ in _places(words, code)] == names


@pytest.mark.parametrize(
    ("code", "words", "last"),
    [
        ("en", "Rebels entered Saraqib on Monday. Shells killed five civilians.", ("at", "Saraqib")),
        ("en", "Rebels entered Saraqib on Monday. They shelled the town for hours.", ("at", "the town")),
        ("uk", "У Саракібі тривають бої. Від обстрілу загинули двоє цивільних.", ("at", "Саракібі")),
        ("ru", "В Саракибе идут бои. При обстреле погибли пятеро мирных жителей.", ("at", "Саракибе")),
    ],
)
def test_a_sentence_without_a_place_takes_over_such_a_name(code: str, words: str, last: tuple[str, str]) -> None:
    assert _last(words, code) == [last]


@pytest.mark.parametrize(
    ("code", "words", "last"),
    [
        ("ru", "Бои идут в Цумадинском районе. У Цумады боевики сбили вертолёт.", ("near", "Цумады")),
        ("ru", "В Саракибе идут бои. Ночью у Саракиба боевики сбили вертолёт.", ("near", "Саракиба")),
        ("en", "Rebels hold half of Saraqib. Troops fought in Saraqib.", ("at", "Saraqib")),
    ],
)
def test_a_name_told_as_a_place_is_one_behind_any_word(code: str, words: str, last: tuple[str, str]) -> None:
    assert _last(words, code) == [last]


def test_where_people_talk_about_a_war_is_not_where_it_is_fought() -> None:
    words = "In Washington officials discussed the war. Shells killed five civilians on Monday."
    assert _last(words, "en") == []


@pytest.mark.parametrize(
    ("code", "words", "names"),
    [
        ("en", "Rebels entered Saraqib on Monday. Troops fought in the west of the country.", []),
        ("en", "Rebels entered Kupiansk on Monday. Troops fought in the west of the country.", ["western Ukraine"]),
        ("ru", "Боевики вошли в Тархуну. Бои шли на западе страны.", []),
    ],
)
def test_the_country_of_a_text_about_another_one_is_not_the_theatres(code: str, words: str, names: list[str]) -> None:
    found = [place.name for place in read(words, code)[0][-1].places]
    assert [name for name in found if "Ukrain" in name or "Украин" in name] == names


@pytest.mark.parametrize(
    ("code", "words", "names"),
    [
        ("en", "Ukraine was attacked again. Two people were killed by debris in the capital.", ["Kyiv"]),
        ("uk", "Росія знову вдарила по Україні. У столиці загинули двоє людей.", ["Київ"]),
        ("ru", "Беспилотники взорвались в Москве. В столице погибли два человека.", ["Москва"]),
        ("en", "Rebels entered Saraqib on Monday. Two people were killed by shells in the capital.", ["the capital"]),
    ],
)
def test_the_capital_is_the_one_named_last_or_the_theatres(code: str, words: str, names: list[str]) -> None:
    assert [name for _, name in _last(words, code)] == names
