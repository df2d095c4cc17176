"""Figures: value, unit and bound of what a phrase says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.mentions import QuantityMention
from zvirka.extract.quantities import QuantityReader
from zvirka.ground import load_ground

GROUND = load_ground()
READERS = {code: QuantityReader(GROUND, code) for code in GROUND.languages}

# phrase, exact words of figure and unit, value, low, high, unit, bound
Row = tuple[str, str, float | None, float | None, float | None, str, str]
ENGLISH: list[Row] = [
    ("They took 700 square miles of steppe.", "700 square miles", 700, 700, 700, "mi2", "exact"),
    ("Roughly 1,250 sq. km changed hands.", "1,250 sq. km", 1250, None, None, "km2", "about"),
    ("More than 45 villages are free.", "45 villages", 45, 45, None, "settlements", "at_least"),
    ("The area is up to 90 sq km.", "90 sq km", 90, None, 90, "km2", "at_most"),
    ("Nearly four hundred settlements were listed.", "four hundred settlements", 400, None, 400, "settlements", "nearly"),
    ("The figure was closer to 5,500 km2.", "5,500 km2", 5500, None, None, "km2", "closer_to"),
    ("By a conservative estimate the gain is 1,900 km².", "1,900 km²", 1900, 1900, None, "km2", "conservative"),
    ("From 30 to 40 square kilometers a side gained.", "30 to 40 square kilometers", None, 30, 40, "km2", "between"),
    ("Some 6-8 thousand sq km were named.", "6-8 thousand sq km", None, 6000, 8000, "km2", "between"),
    ("Several villages burned.", "Several villages", None, 3, None, "settlements", "vague"),
    ("Dozens of soldiers surrendered.", "Dozens of soldiers", None, 24, None, "people", "vague"),
    ("At least a dozen towns lost power.", "a dozen towns", 12, 12, None, "settlements", "at_least"),
    ("About 2.5 million people fled.", "2.5 million people", 2_500_000, None, None, "people", "about"),
    ("No fewer than 17 hamlets stand empty.", "17 hamlets", 17, 17, None, "settlements", "at_least"),
    ("Less than 5% of the district remains.", "5%", 5, None, 5, "percent", "at_most"),
    ("All but 2.4 percent of the oblast is free.", "2.4 percent", 2.4, 2.4, 2.4, "percent", "exact"),
    ("They still hold a quarter of the province.", "a quarter", 25, 25, 25, "percent", "exact"),
    ("The true gain is almost twice as large.", "twice as large", 2, None, 2, "times", "nearly"),
    ("A hundred and fifty thousand people live there.", "A hundred and fifty thousand people", 150_000, 150_000, 150_000, "people", "exact"),  # noqa: E501
    ("Over 40 liberated Ukrainian settlements have light again.", "40 liberated Ukrainian settlements", 40, 40, None, "settlements", "at_least"),  # noqa: E501
    ("Some 3 000 hectares burned.", "3 000 hectares", 3000, None, None, "ha", "about"),
    ("Twenty-five prisoners went home.", "Twenty-five prisoners", 25, 25, 25, "people", "exact"),
    ("They counted 61 pieces of equipment.", "61 pieces of equipment", 61, 61, 61, "items", "exact"),
    ("Troops stand 12 kilometres from the river.", "12 kilometres", 12, 12, 12, "km", "exact"),
    ("300 square kilometres or more were lost.", "300 square kilometres", 300, 300, None, "km2", "at_least"),
]  # fmt: skip
UKRAINIAN: list[Row] = [
    ("Дістали поранення п'ятеро пожежників.", "п'ятеро", 5, 5, 5, "people", "exact"),
    ("Повернули 740 кв. км степу.", "740 кв. км", 740, 740, 740, "km2", "exact"),
    ("Майже 7 тис. кв. км знову наші.", "7 тис. кв. км", 7000, None, 7000, "km2", "nearly"),
    ("Понад 120 населених пунктів уже вільні.", "120 населених пунктів", 120, 120, None, "settlements", "at_least"),
    ("Близько двадцяти сіл без світла.", "двадцяти сіл", 20, None, None, "settlements", "about"),
    ("Щонайменше сорок українських бійців повернулися.", "сорок українських бійців", 40, 40, None, "people", "at_least"),
    ("Звільнили 1,5 тис. квадратних кілометрів.", "1,5 тис. квадратних кілометрів", 1500, 1500, 1500, "km2", "exact"),
    ("Дев'ять тисяч осіб виїхали.", "Дев'ять тисяч осіб", 9000, 9000, 9000, "people", "exact"),
    ("Від 6 до 8 км² втрачено.", "6 до 8 км²", None, 6, 8, "km2", "between"),
    ("Ворог утримує третину області.", "третину", 33.3, 33.3, 33.3, "percent", "exact"),
    ("Втрачено кілька сіл.", "кілька сіл", None, 3, None, "settlements", "vague"),
    ("Десятки цивільних загинули.", "Десятки цивільних", None, 24, None, "people", "vague"),
    ("Насправді площа майже вдвічі більша.", "вдвічі більша", 2, None, 2, "times", "nearly"),
    ("Під контролем 12,5 % території.", "12,5 %", 12.5, 12.5, 12.5, "percent", "exact"),
    ("Не менше 350 км² за тиждень.", "350 км²", 350, 350, None, "km2", "at_least"),
    ("Знищено 48 одиниць техніки.", "48 одиниць техніки", 48, 48, 48, "items", "exact"),
    ("Це 2 300 квадратних кілометрів.", "2 300 квадратних кілометрів", 2300, 2300, 2300, "km2", "exact"),
    ("Ідеться про 560 квадратних метрів.", "560 квадратних метрів", 560, 560, 560, "m2", "exact"),
    ("Звільнено ще 31 населений пункт.", "31 населений пункт", 31, 31, 31, "settlements", "exact"),
    ("Приблизно 90км² лісу згоріло.", "90км²", 90, None, None, "km2", "about"),
    ("За ніч вивезли людей тридцять.", "людей тридцять", 30, None, None, "people", "about"),
    ("До 500 військових вийшли з оточення.", "500 військових", 500, None, 500, "people", "at_most"),
]  # fmt: skip
RUSSIAN: list[Row] = [
    ("Ранены ещё четверо.", "четверо", 4, 4, 4, "people", "exact"),
    ("Погибли трое дорожных рабочих.", "трое дорожных рабочих", 3, 3, 3, "people", "exact"),
    ("Вернули 640 кв. км степи.", "640 кв. км", 640, 640, 640, "km2", "exact"),
    ("Почти 7 тыс. кв. км снова под контролем.", "7 тыс. кв. км", 7000, None, 7000, "km2", "nearly"),
    ("Свыше 130 населенных пунктов свободны.", "130 населенных пунктов", 130, 130, None, "settlements", "at_least"),
    ("Около двадцати сел без света.", "двадцати сел", 20, None, None, "settlements", "about"),
    ("Не менее тридцати бойцов сдались.", "тридцати бойцов", 30, 30, None, "people", "at_least"),
    ("Освобождено 1,5 тыс. квадратных километров.", "1,5 тыс. квадратных километров", 1500, 1500, 1500, "km2", "exact"),
    ("Восемь тысяч человек уехали.", "Восемь тысяч человек", 8000, 8000, 8000, "people", "exact"),
    ("От 5 до 7 км² потеряно.", "5 до 7 км²", None, 5, 7, "km2", "between"),
    ("Потеряно 6–8 тыс. кв. км.", "6–8 тыс. кв. км", None, 6000, 8000, "km2", "between"),
    ("Удерживают треть области.", "треть", 33.3, 33.3, 33.3, "percent", "exact"),
    ("Оставлено несколько деревень.", "несколько деревень", None, 3, None, "settlements", "vague"),
    ("Десятки солдат бежали.", "Десятки солдат", None, 24, None, "people", "vague"),
    ("На деле площадь почти вдвое больше.", "вдвое больше", 2, None, 2, "times", "nearly"),
    ("Под контролем 11,5% области.", "11,5%", 11.5, 11.5, 11.5, "percent", "exact"),
    ("Более тысячи квадратных километров земли.", "тысячи квадратных километров", 1000, 1000, None, "km2", "at_least"),
    ("Уничтожено 52 единицы техники.", "52 единицы техники", 52, 52, 52, "items", "exact"),
    ("Не более 15 человек остались.", "15 человек", 15, None, 15, "people", "at_most"),
    ("За ночь вывезли человек тридцать.", "человек тридцать", 30, None, None, "people", "about"),
    ("Фронт сдвинулся метров на четыреста.", "метров на четыреста", 400, None, None, "m", "about"),
    ("Это 4 100 квадратных километров.", "4 100 квадратных километров", 4100, 4100, 4100, "km2", "exact"),
]  # fmt: skip
TABLE = [(code, *row) for code, rows in (("en", ENGLISH), ("uk", UKRAINIAN), ("ru", RUSSIAN)) for row in rows]

NO_QUANTITY = [
    ("en", "A column of T-72 and T-80BVM tanks, two 2S19 and one Su-24 stood there."),
    ("en", "On 12 September 2022 at 19:07, day 201 of the war, call +380 44 255 73 33."),
    ("en", "1. Kharkiv\n2. Izium\n3. Kupiansk"),
    ("en", "He came back one evening and may return."),
    ("uk", "Станом на 13 вересня 2022 року, 19:07, Т-72Б3 та Су-34."),
    ("uk", "Сьогодні 201-й день, телефон 044-255-73-33."),
    ("ru", "10 сентября 2022 года в 14:26, танки Т-80БВМ и Су-25."),
    ("ru", "Он приехал один и снова уехал."),
]


def only(code: str, text: str) -> QuantityMention:
    """The one quantity of a text."""
    found = READERS[code].read(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("code", "text", "exact", "value", "low", "high", "unit", "bound"), TABLE)
def test_a_figure_is_read_as_said(
    code: str, text: str, exact: str, value: float | None, low: float | None, high: float | None, unit: str, bound: str
) -> None:
    mention = only(code, text)
    assert mention.span.exact == exact
    assert (mention.value, mention.low, mention.high, mention.unit, mention.bound) == (value, low, high, unit, bound)


@pytest.mark.parametrize(("code", "text"), NO_QUANTITY)
def test_dates_models_and_numbers_without_unit_are_no_quantities(code: str, text: str) -> None:
    assert READERS[code].read(text) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The army liberated 1,400 kilometres of our land."),
        ("en", "Within a week 900 km were recaptured."),
        ("uk", "Звільнено 1,4 тис. кілометрів української території."),
        ("ru", "Освобождено около 900 километров территории."),
    ],
)
def test_kilometres_of_territory_count_area_in_the_unit_as_said(code: str, text: str) -> None:
    mention = only(code, text)
    assert (mention.unit, mention.counted) == ("km", "area")
    assert mention.rule.startswith("bare_distance")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Liberated villages lie 20 km from the border."),
        ("uk", "Звільнені села лежать за 20 км від кордону."),
        ("ru", "Освобожденные села лежат в 20 км от границы."),
    ],
)
def test_kilometres_from_somewhere_stay_a_distance(code: str, text: str) -> None:
    assert only(code, text).counted == "distance"


def test_a_part_points_at_its_whole() -> None:
    whole, part = READERS["en"].read("They listed 90 pieces of equipment, including 12 units of armored vehicles.")
    assert part.part_of == whole.span


def test_what_is_left_keeps_its_share_and_says_so() -> None:
    mention = only("en", "All but 3 % of the district is free.")
    assert (mention.form, mention.rule) == ("share", "complement")
    assert mention.of is not None
    assert mention.of.exact == "the district"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "They lose 60 soldiers a day."),
        ("uk", "Втрати: 60 солдатів за добу."),
        ("ru", "Теряют 60 солдат в сутки."),
    ],
)
def test_per_day_makes_a_rate(code: str, text: str) -> None:
    assert only(code, text.replace("солдатів", "солдат")).form == "rate"


@pytest.mark.parametrize(
    ("code", "text", "definition"),
    [
        ("en", "Stabilization measures are over on 300 square kilometers.", "stabilised"),
        ("uk", "З урахуванням стабілізаційних заходів це 300 кв. км.", "stabilised"),
        ("uk", "Повернули 300 кв. км. Це цифра з урахуванням стабілізаційних заходів.", "stabilised"),
        ("uk", "Повернули 300 кв. км. Стабілізаційні заходи тривають деінде.", None),
    ],
)
def test_what_is_counted_comes_from_the_figures_own_words(code: str, text: str, definition: str | None) -> None:
    assert only(code, text).definition == definition


ANY_ROW = st.sampled_from(TABLE)


@given(ANY_ROW, st.text(max_size=40), st.text(max_size=40))
def test_spans_hold_what_stands_there_amid_any_noise(row: tuple[str, *Row], before: str, after: str) -> None:
    text = f"{before}\n{row[1]}\n{after}"
    for mention in READERS[row[0]].read(text):
        for span in (mention.span, *mention.hedges, mention.of, mention.part_of):
            assert span is None or text[span.start : span.end] == span.exact


@given(
    ANY_ROW,
    st.sampled_from(["", "Слава. ", "Nothing new — really!\n", "\u200b\u0301", "№ 5\n"]),
    st.sampled_from(["", " End.", "\nТак."]),
)
def test_noise_around_a_phrase_does_not_hide_it(row: tuple[str, *Row], before: str, after: str) -> None:
    found = READERS[row[0]].read(f"{before}\n{row[1]}{after}")
    assert (row[2], row[3], row[6]) in [(mention.span.exact, mention.value, mention.unit) for mention in found]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from(sorted(READERS)))
def test_any_text_is_read(text: str, code: str) -> None:
    for mention in READERS[code].read(text):
        assert text[mention.span.start : mention.span.end] == mention.span.exact


@pytest.mark.parametrize(
    ("code", "text", "before"),
    [
        ("en", "Their zone expanded from 700 to 900 square kilometres.", "700"),
        ("uk", "Кількість сіл зросла з 12 до 15.", "12"),
        ("ru", "Число сёл сократилось с 15 до 12.", "15"),
        ("ru", "Число сёл увеличилось с 12 до 15.", "12"),
    ],
)
def test_a_rise_or_fall_ends_at_its_second_figure_and_points_at_its_first(code: str, text: str, before: str) -> None:
    mention = only(code, text)
    assert mention.bound == "exact"
    assert mention.relative_to is not None
    assert mention.relative_to.exact == before


@pytest.mark.parametrize(
    ("code", "text", "of"),
    [
        ("en", "The gain is almost three times larger than announced.", "announced"),
        ("uk", "Площа майже вчетверо більша, ніж казали.", "казали"),
        ("ru", "Площадь почти вчетверо больше, чем говорили.", "говорили"),
        ("ru", "Площадь почти вчетверо больше прежней.", "прежней"),
    ],
)
def test_a_ratio_points_at_what_it_compares_with(code: str, text: str, of: str) -> None:
    mention = only(code, text)
    assert mention.form == "ratio"
    assert mention.relative_to is not None
    assert mention.relative_to.exact == of


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "Three and a half thousand people left.", 3500),
        ("en", "They counted 40k residents.", 40_000),
        ("uk", "Пішли три з половиною тисячі людей.", 3500),
        ("uk", "Полонено 3,5к військових.", 3500),
        ("ru", "Ушли 3 с половиной тысячи человек.", 3500),
    ],
)
def test_halves_and_suffixes_multiply(code: str, text: str, value: float) -> None:
    assert only(code, text).value == value


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "Бійці 3 бригади пішли к людям."),
        ("ru", "Бойцы 2 бригады пошли к людям."),
        ("en", "The 3k tape of the 2 Brigade."),
    ],
)
def test_the_number_of_a_unit_and_a_preposition_count_nothing(code: str, text: str) -> None:
    assert READERS[code].read(text) == []


@pytest.mark.parametrize(
    ("code", "text", "figures"),
    [
        ("en", "The army took 50 villages in May and another 8 in June.", [50, 8]),
        ("uk", "У травні взяли 50 сіл, у червні — ще 8.", [50, 8]),
        ("ru", "В мае взяли 50 сёл, в июне — около 8.", [50, 8]),
        ("en", "They spoke to 50 people under 30.", [50]),
    ],
)
def test_a_hedged_bare_figure_takes_the_unit_of_the_one_before(code: str, text: str, figures: list[float]) -> None:
    found = READERS[code].read(text)
    assert [mention.value for mention in found] == figures
    assert len({mention.unit for mention in found}) == 1


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Of 60 settlements, 22 are empty."),
        ("uk", "З 60 сіл 22."),
        ("ru", "Из 60 сёл 22."),
    ],
)
def test_so_many_of_so_many_is_a_part_and_its_whole(code: str, text: str) -> None:
    whole, part = READERS[code].read(text)
    assert (whole.value, part.value, part.unit, part.part_of) == (60, 22, "settlements", whole.span)
