"""Sources told behind where they spoke, by what they wrote in their own channel, on a line of their own; words that name nobody."""

from __future__ import annotations

import pytest

from tests.extract.helpers import one, read


def _sources(words: str) -> set[tuple[str, ...]]:
    return {tuple(step.name for step in claim.attribution) for claim in read(words, "ru")[0]}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Два солдата погибли. Об этом в своем Telegram-канале сообщило МЧС ДНР.", "МЧС ДНР"),
        ("Два солдата погибли. Об этом в Telegram-канале сообщил губернатор Пётр Лугин.", "губернатор Пётр Лугин"),
        ("Два солдата погибли, написал в телеграм-канале глава области Иван Зорин.", "глава области Иван Зорин"),
        ("Два солдата погибли, сообщил на своей странице мэр Лимана Олег Рыбин.", "мэр Лимана Олег Рыбин"),
        ("«Два солдата погибли», — рассказал в телеграм-канале «Окопник» Зорин.", "Зорин"),
    ],
)
def test_whoever_writes_in_a_channel_of_his_own_is_the_source_not_the_channel(words: str, name: str) -> None:
    assert _sources(words) == {(name,)}


def test_a_channel_in_which_several_report_is_still_the_source() -> None:
    assert one("Два солдата погибли, сообщили в телеграм-канале администрации.", "ru").attribution[0].kind == "channel"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("В Минобороны журналистам заявили, что потеряли два танка.", "Минобороны"),
        ("В «Укрэнерго» жителям сообщили, что подстанция разрушена ракетой.", "«Укрэнерго»"),
    ],
)
def test_a_seat_ends_before_those_who_are_told_something_there(words: str, name: str) -> None:
    assert _sources(words) == {(name,)}


@pytest.mark.parametrize(
    "words",
    [
        "С мест сообщают, что рота отошла из Сватова.",
        "Перед вылетом пилоту предложили перегнать вертолёт за границу, ракета лежала рядом.",
    ],
)
def test_where_when_and_to_whom_are_no_sources(words: str) -> None:
    assert _sources(words) == {()}


def test_bold_marks_before_a_verb_of_saying_part_nothing() -> None:
    claims = read("Атака дронов на порт отражена, **сбиты две ракеты над бухтой, **сообщил губернатор", "ru")[0]
    assert [claim.attribution[0].name for claim in claims] == ["губернатор"] * len(claims) != []


def test_a_line_that_opens_with_a_dash_tells_who_said_the_quotation_above_it() -> None:
    words = "«Рота отошла из Сватова. Рота потеряла два танка»,\n\n— сказал полковник Зорин."
    assert _sources(words) == {("полковник Зорин",)}


def test_whoever_goes_on_without_being_named_again_is_the_official_who_spoke_before() -> None:
    words = "Министр обороны Пётр Лугин заявил, что войска идут вперёд. И отметил, что рота отошла из Сватова."
    claim = one(words, "ru", "withdrawal")
    assert (claim.attribution[0].name, claim.quote.exact) == ("Министр обороны Пётр Лугин", "рота отошла из Сватова")


def test_known_to_be_dead_inside_a_quotation_is_said_by_whoever_is_quoted() -> None:
    claim = one("«Известно о пяти погибших бойцах», — сказал губернатор Зорин.", "ru")
    assert [step.name for step in claim.attribution] == ["губернатор Зорин"]


def test_a_person_told_of_without_a_word_of_harm_is_counted_nowhere() -> None:
    claims = read("Бойцов допросили военные следователи. Их спросили, знал ли об этих схемах командир.", "ru")[0]
    assert all(claim.quantity is None for claim in claims)


def test_somebody_who_was_wounded_is_still_one() -> None:
    assert one("При обстреле села ранена пенсионерка.", "ru", "civilian_harm").quantity is not None


@pytest.mark.parametrize(
    ("name", "kind", "side"),
    [
        ("Собянин", "official", "russia"),
        ("Герман Галущенко", "official", "ukraine"),
        ("ВВС Украины", "official", "ukraine"),
        ("SHOT", "channel", "russia"),
        ("ЦАХАЛ", "official", "third"),
        ("Правоохранители", "official", "unknown"),
    ],
)
def test_voices_that_posts_name_without_an_office_are_known(name: str, kind: str, side: str) -> None:
    source = one(f"{name}: уничтожены два танка.", "ru").attribution[0]
    assert (source.kind, source.side) == (kind, side)


def test_an_address_parts_no_clause() -> None:
    claim = one("Рота [отошла](https://t.me/okop/12?x=1) из Сватова к реке.", "ru", "withdrawal")
    assert claim.quote.exact == "Рота [отошла](https://t.me/okop/12?x=1) из Сватова к реке"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Сбиты два дрона над рекой. Ещё три ракеты упали в поле, — Собянин", "Собянин"),
        ("Цель поездки — узнать, когда армия отойдёт из Сватова, — Bild.", "Bild"),
        ("Взрывы в Киевской области, — украинские СМИ", "украинские СМИ"),
        (
            "Рота сдалась в плен. Об этом РИА Новости рассказал замкомандира взвода Олег Рыбин.",
            "замкомандира взвода Олег Рыбин",
        ),
        (
            "Тело солдата обнаружили под завалами после удара ракеты, заявил мэр Лимана Олег Рыбин.",
            "мэр Лимана Олег Рыбин",
        ),
    ],
)
def test_who_signs_a_post_or_tells_an_outlet_says_all_of_it(words: str, name: str) -> None:
    assert _sources(words) == {(name,)}


@pytest.mark.parametrize(
    "words",
    [
        "UPD: сбиты два дрона над рекой.",
        "День 67: ракета упала на порт, сбиты два дрона.",
    ],
)
def test_marks_of_a_post_are_nobody(words: str) -> None:
    assert _sources(words) == {()}


@pytest.mark.parametrize(
    "words",
    [
        "Школьник из Москвы зарубил отца топором. Он нанёс несколько ударов по голове, мать погибла. Подросток сам пришёл в полицию.",
        "В Казани сосед зарезал пенсионерку и убежал. Женщина погибла на месте, квартира разграблена.",
    ],
)
def test_crimes_of_peace_are_no_war(words: str) -> None:
    assert read(words, "ru")[0] == []


def test_a_soldier_s_crime_in_a_war_still_is_told() -> None:
    assert one("Оккупанты в Буче ограбили аптеку и зарезали продавца, погиб мирный житель.", "ru", "civilian_harm")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("В сообщении Минобороны говорится, что уничтожены два танка.", "Минобороны"),
        ("В вечернем отчёте Генштаба отмечается, что уничтожены два танка.", "Генштаба"),
    ],
)
def test_whose_report_says_it_is_the_source(words: str, name: str) -> None:
    assert _sources(words) == {(name,)}


@pytest.mark.parametrize(
    "words", ["В сообщении говорится, что уничтожены два танка.", "Также отмечается, что рота отошла из Сватова."]
)
def test_a_report_of_nobody_named_has_no_source(words: str) -> None:
    assert _sources(words) == {()}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("При обстрелах за год погибли 1 млн 577 тысяч человек.", 1_577_000),
        ("При обстрелах за год погибли 2 тыс. 345 человек.", 2_345),
        ("При обстрелах за год погибли 2 тысячи человек, 300 пропали.", 2_000),
    ],
)
def test_a_figure_told_in_two_steps_is_one(words: str, value: int) -> None:
    claims = [claim for claim in read(words, "ru")[0] if claim.quantity is not None]
    assert claims
    assert claims[0].quantity is not None
    assert claims[0].quantity.value == value


def test_a_claim_does_not_begin_with_the_rest_of_a_link() -> None:
    claims = read("Аналитики, изучив снимки, [сделали вывод,](https://okop.ua/x) что рота отошла из Сватова.", "ru")[0]
    assert [claim.quote.exact for claim in claims if claim.type == "withdrawal"] == ["что рота отошла из Сватова"]


def test_an_agenda_is_no_summons() -> None:
    words = "Обстрел порта останется в повестке дня, заявил мэр Лимана Олег Рыбин. Войска стоят у реки."
    assert [claim for claim in read(words, "ru")[0] if claim.type == "order"] == []


@pytest.mark.parametrize(
    ("words", "types"),
    [
        ("Армия Украины не способна вернуть потерянные территории, заявил Зеленский.", ["territory_regained"]),
        ("Войска пытаются вернуть контроль над Донецкой областью.", ["clash"]),
        ("ВСУ освободили и контролируют село Пойма в Херсонской области.", ["territory_regained", "control"]),
        ("ПВО за ночь уничтожила и перехватила 47 украинских беспилотников.", ["equipment_loss"]),
        ("Перехвачен разговор солдата с женой.", ["communication"]),
    ],
)
def test_the_state_that_ground_was_in_is_no_claim_beside_its_change(words: str, types: list[str]) -> None:
    assert [claim.type for claim in read(words, "ru")[0]] == types


def test_who_does_not_explain_how_says_nothing() -> None:
    words = "Российские потери убитыми превышают 700 тысяч (разведка не объясняет, как получена эта оценка)."
    claim = one(words, "ru", "casualties")
    assert (claim.attribution, claim.quantity and claim.quantity.low) == ((), 700_000)
