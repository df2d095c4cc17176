"""Times: the civil days a phrase means, and its role."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.mentions import TimeMention
from zvirka.extract.time_patterns import TimePatterns
from zvirka.extract.time_words import TimeWords
from zvirka.extract.times import TimeReader
from zvirka.ground import load_ground
from zvirka.ground.words import fold
from zvirka.model.times import Moment

GROUND = load_ground()
READERS = {code: TimeReader(GROUND, code) for code in GROUND.languages}
GOLD = Path(__file__).resolve().parents[2] / "gate" / "gold"
PUBLISHED = Moment(date(2022, 9, 14))  # a Wednesday


def sep(day: int, month: int = 9, year: int = 2022) -> date:
    """A day of September 2022, or of another month."""
    return date(year, month, day)


# phrase, role, earliest, latest
Row = tuple[str, str | None, date | None, date | None]
ENGLISH: list[Row] = [
    ("As of September 9 the river was crossed.", "as_of", sep(9), sep(9)),
    ("as of 11 Sept. 2022", "as_of", sep(11), sep(11)),
    ("Since 6 September they moved fast.", "since", sep(6), sep(6)),
    ("since the beginning of September", "since", sep(1), sep(1)),
    ("since the start of the month", "since", sep(1), sep(1)),
    ("starting from Sept. 3rd", "since", sep(3), sep(3)),
    ("On Monday the mayor left.", None, sep(12), sep(12)),
    ("on Wednesday nothing happened", None, sep(14), sep(14)),
    ("last Thursday", None, sep(8), sep(8)),
    ("Fires burned yesterday.", None, sep(13), sep(13)),
    ("today", None, sep(14), sep(14)),
    ("as of 48 hours ago", "as_of", sep(12), sep(12)),
    ("three days ago", None, sep(11), sep(11)),
    ("a week ago", None, sep(7), sep(7)),
    ("over the past two weeks", None, date(2022, 8, 31), sep(14)),
    ("in the past few days", None, None, sep(14)),
    ("between 8 and 11 September", None, sep(8), sep(11)),
    ("September 8-11", None, sep(8), sep(11)),
    ("by 12 September", "as_of", sep(12), sep(12)),
    ("until September 10", "until", sep(10), sep(10)),
    ("early September", None, sep(1), sep(10)),
    ("in mid-August", None, date(2022, 8, 11), date(2022, 8, 20)),
    ("late in August", None, date(2022, 8, 21), date(2022, 8, 31)),
    ("in June 2021", None, date(2021, 6, 1), date(2021, 6, 30)),
    ("in May", None, date(2022, 5, 1), date(2022, 5, 31)),
    ("on 2022-09-08", None, sep(8), sep(8)),
    ("since 20 December", "since", date(2021, 12, 20), date(2021, 12, 20)),
    ("on Monday, 12 September", None, sep(12), sep(12)),
    ("this month", None, sep(1), sep(30)),
    ("in an address on September 10", "said", sep(10), sep(10)),
    ("a bridge will open on Friday", None, sep(16), sep(16)),
]  # fmt: skip
UKRAINIAN: list[Row] = [
    ("Станом на 9 вересня міст цілий.", "as_of", sep(9), sep(9)),
    ("З 6 вересня просуваються швидко.", "since", sep(6), sep(6)),
    ("З початку вересня", "since", sep(1), sep(1)),
    ("від початку місяця", "since", sep(1), sep(1)),
    ("починаючи з першого вересня", "since", sep(1), sep(1)),
    ("у понеділок", None, sep(12), sep(12)),
    ("в минулу п'ятницю", None, sep(9), sep(9)),
    ("учора ввечері", None, sep(13), sep(13)),
    ("сьогодні", None, sep(14), sep(14)),
    ("два дні тому", None, sep(12), sep(12)),
    ("за останні два тижні", None, date(2022, 8, 31), sep(14)),
    ("8 вересня 2022 року", None, sep(8), sep(8)),
    ("у дописі від 11 вересня", "said", sep(11), sep(11)),
    ("до 12 вересня", "until", sep(12), sep(12)),
    ("8–11 вересня", None, sep(8), sep(11)),
    ("у серпні", None, date(2022, 8, 1), date(2022, 8, 31)),
    ("наприкінці серпня", None, date(2022, 8, 21), date(2022, 8, 31)),
    ("станом на 12.09.2022", "as_of", sep(12), sep(12)),
    ("двадцять першого серпня", None, date(2022, 8, 21), date(2022, 8, 21)),
]  # fmt: skip
RUSSIAN: list[Row] = [
    ("По состоянию на 9 сентября мост цел.", "as_of", sep(9), sep(9)),
    ("С 6 сентября", "since", sep(6), sep(6)),
    ("с начала сентября", "since", sep(1), sep(1)),
    ("С первого сентября", "since", sep(1), sep(1)),
    ("начиная с 3 сентября", "since", sep(3), sep(3)),
    ("в понедельник", None, sep(12), sep(12)),
    ("в прошлую пятницу", None, sep(9), sep(9)),
    ("вчера вечером", None, sep(13), sep(13)),
    ("сегодня", None, sep(14), sep(14)),
    ("два дня назад", None, sep(12), sep(12)),
    ("за последние две недели", None, date(2022, 8, 31), sep(14)),
    ("8 сентября 2022 года", None, sep(8), sep(8)),
    ("в обращении 10 сентября", "said", sep(10), sep(10)),
    ("по 11 сентября", "until", sep(11), sep(11)),
    ("с 8 по 11 сентября", None, sep(8), sep(11)),
    ("в августе", None, date(2022, 8, 1), date(2022, 8, 31)),
    ("в конце августа", None, date(2022, 8, 21), date(2022, 8, 31)),
    ("к 12 сентября", "as_of", sep(12), sep(12)),
]  # fmt: skip
TABLE = [(code, *row) for code, rows in (("en", ENGLISH), ("uk", UKRAINIAN), ("ru", RUSSIAN)) for row in rows]

NO_TIME = [
    ("en", "They may march on in a second, said April's father."),
    ("en", "We wed in the sun and sat down."),
    ("en", "The 9th brigade took Hill 12.5 and 3.14 more."),
    ("uk", "Вони можуть прийти за мить, третя бригада."),
    ("ru", "Они могут идти маршем, вторая бригада."),
]


def only(code: str, text: str, published: Moment | None = PUBLISHED) -> TimeMention:
    """The one time of a text."""
    found = READERS[code].read(text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("code", "text", "role", "earliest", "latest"), TABLE)
def test_a_phrase_means_its_days(
    code: str, text: str, role: str | None, earliest: date | None, latest: date | None
) -> None:
    mention = only(code, text)
    assert (mention.role, mention.earliest, mention.latest) == (role, earliest, latest)


@pytest.mark.parametrize(("code", "text"), NO_TIME)
def test_verbs_and_ordinals_are_no_dates(code: str, text: str) -> None:
    assert READERS[code].read(text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "It fell on 5 September. Two days later the flag rose."),
        ("uk", "Упало 5 вересня. Через два дні підняли прапор."),
        ("ru", "Упал 5 сентября. Через два дня подняли флаг."),
    ],
)
def test_later_counts_from_the_storys_last_day(code: str, text: str) -> None:
    first, later = READERS[code].read(text, PUBLISHED)
    assert first.earliest == sep(5)
    assert (later.earliest, later.latest, later.basis) == (sep(7), sep(7), "story")


@pytest.mark.parametrize(
    ("code", "text"), [("en", "yesterday"), ("en", "on Monday"), ("uk", "два дні тому"), ("ru", "вчера")]
)
def test_relative_words_without_publication_have_no_days(code: str, text: str) -> None:
    mention = only(code, text, None)
    assert (mention.earliest, mention.latest) == (None, None)


def test_a_date_without_year_takes_it_from_the_texts_last_full_date_when_nothing_else_is_known() -> None:
    first, second = READERS["en"].read("War came on 24 February 2022. On 7 April it was quiet.", None)
    assert (first.earliest, second.earliest) == (date(2022, 2, 24), date(2022, 4, 7))


def test_a_window_has_two_ends_with_their_roles() -> None:
    since, until = READERS["en"].read("From September 6 until today they counted.", PUBLISHED)
    assert (since.role, since.earliest, until.role, until.latest) == ("since", sep(6), "until", sep(14))


ANY_ROW = st.sampled_from(TABLE)


@given(ANY_ROW, st.sampled_from(["", "Тиша.\n", "— «Ні»! ", "№ 7\n", "\u00ad"]), st.sampled_from(["", "\nEnd.", " …"]))
def test_noise_around_a_phrase_does_not_hide_it(row: tuple[str, *Row], before: str, after: str) -> None:
    found = READERS[row[0]].read(f"{before}{row[1]}{after}", PUBLISHED)
    assert (row[3], row[4]) in [(mention.earliest, mention.latest) for mention in found]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from(sorted(READERS)), st.booleans())
def test_any_text_is_read_and_spans_hold_what_stands_there(text: str, code: str, known: bool) -> None:
    for mention in READERS[code].read(text, PUBLISHED if known else None):
        for span in (mention.span, mention.cue):
            assert span is None or text[span.start : span.end] == span.exact
        assert mention.earliest is None or mention.latest is None or mention.earliest <= mention.latest


@given(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["{:%Y-%m-%d}", "{:%d.%m.%Y}"])
)
def test_written_dates_come_back_as_they_are(day: date, pattern: str) -> None:
    assert only("uk", "станом на " + pattern.format(day)).earliest == day


@pytest.mark.parametrize(
    ("code", "text", "earliest", "latest"),
    [
        ("en", "from Friday to Sunday", sep(9), sep(11)),
        ("uk", "з п'ятниці до неділі", sep(9), sep(11)),
        ("ru", "с пятницы по воскресенье", sep(9), sep(11)),
        ("en", "in the first half of August", date(2022, 8, 1), date(2022, 8, 15)),
        ("uk", "в останній декаді серпня", date(2022, 8, 22), date(2022, 8, 31)),
        ("en", "last winter", date(2021, 12, 1), date(2022, 2, 28)),
        ("en", "in the winter of 2019", date(2019, 1, 1), date(2020, 2, 29)),
        ("uk", "минулої доби", sep(13), sep(14)),
        ("ru", "в ночь на 1 сентября", date(2022, 8, 31), sep(1)),
        ("en", "on the 31st.", date(2022, 8, 31), date(2022, 8, 31)),
        ("uk", "протягом 2021 року", date(2021, 1, 1), date(2021, 12, 31)),
        ("ru", "в течение 2021 года", date(2021, 1, 1), date(2021, 12, 31)),
        ("en", "On the twelfth, they left", sep(12), sep(12)),
        ("uk", "Зайшли чотирнадцятого.", sep(14), sep(14)),
        ("uk", "Відійшли другого числа", sep(2), sep(2)),
        ("uk", "до тридцять першого, не пізніше", date(2022, 8, 31), date(2022, 8, 31)),
        ("ru", "Ушли 10-го.", sep(10), sep(10)),
        ("ru", "Третьего числа ударили", sep(3), sep(3)),
        ("en", "as of 11/09/2022", sep(11), sep(11)),
        ("en", "as of 09/11/2022", date(2022, 11, 9), date(2022, 11, 9)),
        ("en", "as of 09/13/2022", sep(13), sep(13)),
    ],
)
def test_spans_nights_and_parts_have_their_days(code: str, text: str, earliest: date, latest: date) -> None:
    mention = only(code, text)
    assert (mention.earliest, mention.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "з початку великого контрнаступу"),
        ("ru", "с начала войны"),
        ("en", "since the start of the spring offensive"),
    ],
)
def test_a_beginning_without_a_day_stays_unknown(code: str, text: str) -> None:
    mention = only(code, text)
    assert (mention.role, mention.earliest, mention.latest) == ("since", None, None)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "Водій 1990 року народження вижив."),
        ("ru", "Мужчина 1966 г.р. ранен."),
        ("uk", "Температура вночі 9 градусів."),
        ("en", "Victims of 9/11 met."),
        ("en", "The 5th, 6th and 7th brigades of the 2014 model."),
    ],
)
def test_births_weather_and_numbers_are_no_times(code: str, text: str) -> None:
    assert READERS[code].read(text, PUBLISHED) == []


def test_a_soft_hyphen_does_not_join_sentences() -> None:
    later, weekday = READERS["en"].read("They will come tomorrow. On Mon\u00adday it rained.", PUBLISHED)
    assert later.earliest == sep(15)
    assert weekday.earliest == sep(12)


@pytest.mark.parametrize("code", sorted(READERS))
def test_nothing_begins_a_time_but_figures_and_the_words_it_is_looked_for_at(code: str) -> None:
    patterns = TimePatterns(TimeWords(GROUND, code))
    gold = sorted((GOLD / code / "open").glob("*.txt"))
    page = fold(
        "\n".join([*(text for other, text, *_ in TABLE if other == code), *(each.read_text("utf-8") for each in gold)])
    )
    begun = {
        word.group() for word in re.finditer(r"(?<![\w/])\w+", page.text) if patterns.any.match(page.text, word.start())
    }
    assert len(begun) > 30
    assert {word for word in begun if not word[0].isdecimal()} <= patterns.first


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "They have taken 82 settlements since the offensive began on 6 September."),
        ("en", "They have taken 82 settlements since the start of the operation on September 6."),
        ("uk", "Відтоді як 6 вересня почався наступ, взято 82 населені пункти."),
        ("uk", "Від початку операції, розпочатої 6 вересня, взято 82 населені пункти."),
        ("ru", "С тех пор как 6 сентября началось наступление, взято 82 населённых пункта."),
        ("ru", "С начала операции, стартовавшей 6 сентября, взято 82 населённых пункта."),
    ],
)
def test_what_counts_since_something_began_counts_since_its_day(language: str, words: str) -> None:
    found = only(language, words)
    assert (found.role, found.earliest, found.latest) == ("since", date(2022, 9, 6), date(2022, 9, 6))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "They burned on the first and second floors."),
        ("en", "He was on the second, she on the third."),
        ("uk", "Бійці 15-го полку та 28-го центру тримали село другого, третього."),
        ("ru", "Ранен боец 15-го полка, второго, третьего."),
    ],
)
def test_ordinals_of_floors_ranks_and_units_are_no_days(code: str, text: str) -> None:
    assert READERS[code].read(text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("code", "text"), [("uk", "29-го ввечері вони зайшли"), ("ru", "Двадцать девятого под утро ударили")]
)
def test_a_part_of_the_day_behind_a_bare_day_is_of_that_day(code: str, text: str) -> None:
    assert {mention.earliest for mention in READERS[code].read(text, PUBLISHED)} == {date(2022, 8, 29)}
