"""Hours, nights and days that count from what the text told before."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import extractor, read
from zvirka.model.times import Moment

PUBLISHED = date(2023, 6, 25)
"""A Sunday."""


def _told(words: str, code: str) -> list[tuple[str, str, str]]:
    """Words, first and last day of the times of a text."""
    found = extractor().reader(code).times.read(words, Moment(PUBLISHED), hours=True)
    return [(each.span.exact, str(each.earliest), str(each.latest)) for each in found]


@pytest.mark.parametrize(
    ("code", "words", "last"),
    [
        ("en", "On Friday rebels came. At 3 p.m. a shell hit the mill.", ("At 3 p.m.", "2023-06-23", "2023-06-23")),
        ("en", "A shell hit the mill at 09:40.", ("at 09:40", "2023-06-25", "2023-06-25")),
        ("uk", "Що було вчора. Близько п'ятої ранку вони пішли на місто.", ("Близько п'ятої ранку", "2023-06-24", "2023-06-24")),
        ("uk", "О четвертій ранку рух відновили.", ("О четвертій ранку", "2023-06-25", "2023-06-25")),
        ("ru", "Вечер вторника. В 15:40 взрывом разворотило мельницу.", ("В 15:40", "2023-06-20", "2023-06-20")),
        ("ru", "С шести утра идёт обстрел.", ("С шести утра", "2023-06-25", "2023-06-25")),
    ],
)  # fmt: skip
def test_an_hour_is_of_the_day_told_before_else_of_publication(
    code: str, words: str, last: tuple[str, str, str]
) -> None:
    assert _told(words, code)[-1] == last


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("uk", "О 15:40 буде брифінг."),
        ("ru", "Дождь пойдёт с шести утра."),
        ("en", "The convoy left at 40 in a column."),
    ],
)
def test_what_is_to_come_weather_and_other_figures_give_no_hour(code: str, words: str) -> None:
    assert _told(words, code) == []


def test_an_hour_in_a_story_of_other_days_is_of_none_that_is_known() -> None:
    assert _told("They left on 3 March 2022. " + "It was cold. " * 9 + "They came back at 09:40.", "en") == [
        ("on 3 March 2022", "2022-03-03", "2022-03-03")
    ]


def test_an_hour_beside_its_day_says_nothing_more() -> None:
    assert _told("At 3 p.m. on Monday a shell hit the mill.", "en") == [("on Monday", "2023-06-19", "2023-06-19")]


@pytest.mark.parametrize(
    ("code", "words", "last"),
    [
        ("en", "On 22 June bombs fell. Two days before the strike lorries stood there.", ("Two days before", "2023-06-20")),
        ("uk", "22 червня впали бомби. За два дні до удару там стояли вантажівки.", ("За два дні до", "2023-06-20")),
        ("ru", "22 июня упали бомбы. Где груз сейчас? За двое суток до удара стояли грузовики.", ("За двое суток до", "2023-06-20")),
        ("en", "On the twelfth, it fell. It burned. So did a van. Three days earlier planes came.", ("Three days earlier", "2023-06-09")),
        ("uk", "Пізно ввечері в п'ятницю почався заколот. На світанку зайняли штаб.", ("На світанку", "2023-06-24")),
        ("uk", "Учора стріляли. Ще вранці корабель протаранив буксир.", ("Ще вранці", "2023-06-24")),
        ("ru", "В ночь на двадцать третье били «Грады».", ("В ночь на двадцать третье", "2023-06-22")),
        ("en", "On 22 June bombs fell. Since 20 June six have died. Three died the previous night.", ("the previous night", "2023-06-21")),
    ],
)  # fmt: skip
def test_days_are_counted_from_the_day_that_the_story_is_at(code: str, words: str, last: tuple[str, str]) -> None:
    assert _told(words, code)[-1][:2] == last


def test_a_neuter_ordinal_is_a_day_only_of_a_night() -> None:
    assert _told("Седьмое, восьмое и девятое места заняли гости.", "ru") == []


def test_a_weekday_in_the_title_of_a_paper_is_none() -> None:
    told = _told("The Sunday Chronicle says they came on Saturday.", "en")
    assert told == [("on Saturday", "2023-06-24", "2023-06-24")]


def test_a_day_that_what_is_said_goes_around_its_source_with_is_of_what_is_said() -> None:
    claims, _ = read("On the 9th, she said, the shelling killed five civilians.", "en", PUBLISHED)
    assert [str(claim.times.event.earliest) for claim in claims if claim.times.event] == ["2023-06-09"]
    claims, _ = read("On Friday the mayor said the shelling killed five civilians.", "en", PUBLISHED)
    assert [claim.times.event for claim in claims] == [None]


def test_the_day_behind_the_number_of_an_entry_is_read() -> None:
    words = "6/ 10 червня, світанок. Ракети вдарили по одинадцяти авіабазах."
    claims, _ = read(words, "uk", PUBLISHED)
    assert [str(claim.times.event.earliest) for claim in claims if claim.times.event] == ["2023-06-10"]
