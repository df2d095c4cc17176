"""Publication dates solved from a text's own words: what each says, and what all of them leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zvirka.extract.date_words import DateWords
from zvirka.extract.dating import OPEN_DAYS, DateSolver
from zvirka.extract.times import TimeReader
from zvirka.ground import load_ground
from zvirka.model.items import Dating

GROUND = load_ground()
READERS = {code: TimeReader(GROUND, code) for code in GROUND.languages}
SOLVERS = {code: DateSolver(DateWords(GROUND, code, reader), reader) for code, reader in READERS.items()}
SINCE, UNTIL = date(2022, 7, 8), date(2022, 11, 20)
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "uk": [
        "січня",
        "лютого",
        "березня",
        "квітня",
        "травня",
        "червня",
        "липня",
        "серпня",
        "вересня",
        "жовтня",
        "листопада",
        "грудня",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
}
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "uk": ["понеділок", "вівторок", "середу", "четвер", "п'ятницю", "суботу", "неділю"],
    "ru": ["понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"],
}
TODAY = {
    "en": "Today, {day}, shells hit the town.",
    "uk": "Сьогодні, {day}, місто обстріляли.",
    "ru": "Сегодня, {day}, город обстреляли.",
}
YESTERDAY = {
    "en": "The column left yesterday, {day}.",
    "uk": "Колона пішла вчора, {day}.",
    "ru": "Колонна ушла вчера, {day}.",
}
WITH_WEEKDAY = {
    "en": "On {weekday}, {day}, the column left.",
    "uk": "У {weekday}, {day}, колони вийшли.",
    "ru": "В {weekday}, {day}, колонны вышли.",
}
LANGUAGES = st.sampled_from(sorted(MONTHS))
DAYS = st.dates(SINCE, UNTIL)


def solve(language: str, text: str, since: date | None = SINCE, until: date | None = UNTIL) -> Dating | None:
    """What a text says of its date within the case's days."""
    return SOLVERS[language].solve(text, since, until)


def written(day: date, language: str, year: bool = False) -> str:
    """ "12 September", in a language."""
    return f"{day.day} {MONTHS[language][day.month - 1]}" + (f" {day.year}" if year else "")


SOLVED = [
    ("en", "Troops entered the town today, 14 September, its mayor said.", date(2022, 9, 14)),
    ("en", "They crossed yesterday, the 11th. Fighting had begun on 6 September.", date(2022, 9, 12)),
    ("en", "BALAKLIIA, Sept. 9 — The bridge is down, a driver said.", date(2022, 9, 9)),
    ("en", "Evening report\n12 September 2022, 21:30\nThe bridge is down.", date(2022, 9, 12)),
    ("en", "Two days ago (11 September) the bridge was blown up.", date(2022, 9, 13)),
    ("en", "14 September (today) was calm.", date(2022, 9, 14)),
    ("en", "Tomorrow, 15 September, they will vote.", date(2022, 9, 14)),
    ("en", "The bridge was hit on 12 September. The vote will take place on 12 September.", date(2022, 9, 12)),
    (
        "uk",
        "Учора, 11-го числа, війська зайшли в село. Бої тривали з 6 вересня, коли пост захопили.",
        date(2022, 9, 12),
    ),
    ("uk", "12.09.2022\nВійська увійшли в місто.", date(2022, 9, 12)),
    ("uk", "Позавчора (10 вересня) міст підірвали.", date(2022, 9, 12)),
    ("ru", "Вчера, 13 сентября, войска вышли к реке.", date(2022, 9, 14)),
    ("ru", "Опубликовано: 14 сентября 2022 года\nГород обстреляли.", date(2022, 9, 14)),
]


@pytest.mark.parametrize(("language", "text", "day"), SOLVED)
def test_words_that_leave_one_day_settle_it(language: str, text: str, day: date) -> None:
    found = solve(language, text)
    assert found is not None
    assert (found.state, found.earliest, found.latest) == ("day", day, day)


SPANS = [
    ("en", "On Monday, 12 September, the column left.", date(2022, 9, 12), date(2022, 9, 18)),
    ("en", "They took it two days after the 6th of September.", date(2022, 9, 8), None),
    ("en", "They left two days after the 6th. It was calm on 3 September.", date(2022, 9, 8), None),
    ("en", "The army took three villages on 7 September and lost one on 10 September.", date(2022, 9, 10), None),
    ("en", "As of 12 September, 20 villages are free.", date(2022, 9, 12), None),
    ("en", "The bridge will open on 20 September.", None, date(2022, 9, 20)),
    ("en", "On 10 September 2022 it fell. “Yesterday, 9 September, nobody slept,” he said.", date(2022, 9, 10), None),
    ("uk", "Через два дні після 6 вересня вони зайняли село.", date(2022, 9, 8), None),
    ("uk", "Станом на 12 вересня звільнено 20 сіл.", date(2022, 9, 12), None),
    ("ru", "Через два дня после 6 сентября заняли село.", date(2022, 9, 8), None),
]


@pytest.mark.parametrize(("language", "text", "earliest", "latest"), SPANS)
def test_words_that_leave_several_days_leave_a_span(
    language: str, text: str, earliest: date | None, latest: date | None
) -> None:
    found = solve(language, text)
    assert found is not None
    assert (found.state, found.earliest, found.latest) == ("span", earliest, latest)


CONTRADICTIONS = [
    ("en", "Today, 14 September, and today, 16 September, nothing was seen."),
    ("en", "On Tuesday, 12 September, the column left."),
    ("en", "Yesterday, 9 September, nothing moved. On 20 September the bridge was hit."),
    ("uk", "У вівторок, 12 вересня, колони вийшли."),
    ("ru", "Во вторник, 12 сентября, колонны вышли."),
]


@pytest.mark.parametrize(("language", "text"), CONTRADICTIONS)
def test_words_that_contradict_each_other_settle_nothing_and_are_all_shown(language: str, text: str) -> None:
    found = solve(language, text)
    assert found is not None
    assert (found.state, found.earliest, found.latest) == ("contradiction", None, None)
    assert found.constraints


SILENT = [
    ("en", "The column left yesterday."),
    ("en", "Yesterday 11 people died."),
    ("en", "If it rains on 12 September, the road will close."),
    ("uk", "Учора колона пішла."),
    ("ru", "Вчера погибли 11 человек."),
    ("en", ""),
]


@pytest.mark.parametrize(("language", "text"), SILENT)
def test_words_that_name_no_day_of_their_own_say_nothing(language: str, text: str) -> None:
    assert solve(language, text) is None


def test_without_the_days_of_a_case_a_year_comes_from_the_words_alone() -> None:
    bare = solve("en", "Today, 14 September, shells hit the town.", None, None)
    assert bare is not None
    assert (bare.state, bare.window) == ("no_year", None)
    full = solve("en", "Today, 14 September 2022, shells hit the town.", None, None)
    assert full is not None
    assert (full.state, full.earliest) == ("day", date(2022, 9, 14))


def test_a_full_date_outside_the_days_of_the_case_is_believed_before_them() -> None:
    found = solve("en", "Today, 14 September 2024, shells hit the town.")
    assert found is not None
    assert (found.state, found.earliest) == ("day", date(2024, 9, 14))


def test_over_years_a_day_without_its_weekday_settles_no_year_and_with_it_does() -> None:
    since, until = date(2022, 1, 1), date(2025, 12, 31)
    bare = solve("en", "Today, 14 September, shells hit the town.", since, until)
    assert bare is not None
    assert bare.state == "span"
    named = solve("en", "Today, Wednesday, 14 September, shells hit the town.", since, until)
    assert named is not None
    assert named.earliest == date(2022, 9, 14)


@settings(max_examples=60)
@given(LANGUAGES, DAYS)
def test_today_and_yesterday_beside_their_day_give_the_day_of_publication(language: str, day: date) -> None:
    for template, back in ((TODAY, 0), (YESTERDAY, 1)):
        text = template[language].format(day=written(day - timedelta(days=back), language))
        found = solve(language, text, SINCE - timedelta(days=1), UNTIL)
        assert found is not None
        assert found.earliest == found.latest == day, text


@settings(max_examples=60)
@given(LANGUAGES, st.dates(SINCE + timedelta(days=1), UNTIL), st.integers(0, 6))
def test_a_weekday_that_fits_its_day_leaves_the_week_from_it_and_another_one_no_day(
    language: str, day: date, off: int
) -> None:
    weekday = WEEKDAYS[language][(day.weekday() + off) % 7]
    found = solve(language, WITH_WEEKDAY[language].format(day=written(day, language), weekday=weekday))
    assert found is not None
    assert found.state == ("contradiction" if off else "span")
    if not off:
        assert found.earliest == day


@settings(max_examples=60)
@given(LANGUAGES, st.lists(DAYS, min_size=1, max_size=4), DAYS)
def test_more_words_never_leave_more_days(language: str, past: list[date], today: date) -> None:
    text = TODAY[language].format(day=written(today, language))
    alone = solve(language, text)
    more = " ".join([text, *(YESTERDAY[language].format(day=written(day, language)) for day in past)])
    found = solve(language, more)
    assert alone is not None
    assert found is not None
    assert alone.state == "day"
    assert found.state in ("day", "contradiction")
    assert found.state != "day" or found.earliest == today


@settings(max_examples=60)
@given(LANGUAGES, st.text(alphabet="\u0301\u200b\u202e😀 \n«»()—", max_size=6), DAYS)
def test_the_words_shown_are_those_of_the_text(language: str, noise: str, day: date) -> None:
    text = f"{noise}{TODAY[language].format(day=written(day, language, True))} {noise}"
    found = SOLVERS[language].solve(text, SINCE, UNTIL)
    for each in found.constraints if found else ():
        assert text[each.span.start : each.span.end] == each.span.exact


def test_a_table_of_days_is_not_solved_and_costs_no_more_than_one() -> None:
    days = (date(2021, 1, 1) + timedelta(days=number) for number in range(1500))
    found = solve("en", "\n".join(f"Yesterday, {written(day, 'en', True)}, it rained." for day in days))
    assert found is not None
    assert found.state == "no_year"


def test_an_open_window_ends_before_a_date_falls_on_its_weekday_again() -> None:
    for year in range(2000, 2040):
        for later in range(1, OPEN_DAYS // 365 + 1):
            assert date(year, 9, 12).weekday() != date(year + later, 9, 12).weekday()
