"""Ukrainian and Russian reports of many kinds: who says what, how much, where and since when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import one, read
from zvirka.model.claims import Claim

KHARKIV = "geonames:706482"


def _figures(words: str, code: str, kind: str | None = None) -> list[tuple[float | None, str]]:
    claims, _ = read(words, code)
    return [
        (claim.quantity.value, claim.quantity.unit)
        for claim in claims
        if claim.quantity is not None and (kind is None or claim.type == kind)
    ]


def _source(claim: Claim) -> tuple[str, str, str]:
    step = claim.attribution[0]
    return step.name, step.kind, step.side


@pytest.mark.parametrize(
    ("code", "words", "name", "kind", "side"),
    [
        (
            "ru",
            "Над областью сбиты 7 беспилотников, заявило 3 мая министерство обороны России.",
            "министерство обороны России",
            "official",
            "russia",
        ),
        (
            "ru",
            "Как сообщило 3 мая Минобороны РФ, российские войска оставили Лиман.",
            "Минобороны РФ",
            "official",
            "russia",
        ),
        (
            "ru",
            "Минобороны РФ сообщило в четверг об освобождении двух сёл.",
            "Минобороны РФ",
            "official",
            "russia",
        ),
        (
            "uk",
            "Звільнено 14 населених пунктів, повідомила у Facebook заступниця міністра оборони Ганна Маляр.",
            "заступниця міністра оборони Ганна Маляр",
            "official",
            "ukraine",
        ),
        (
            "uk",
            "Речник угруповання «Дуб» Іван Петренко повідомив 9 листопада, що звільнено 14 населених пунктів.",
            "Речник угруповання «Дуб» Іван Петренко",
            "official",
            "ukraine",
        ),
        (
            "uk",
            "Увечері 12 листопада Зеленський повідомив, що звільнено 14 населених пунктів.",
            "Зеленський",
            "official",
            "ukraine",
        ),
        (
            "ru",
            "«Освобождены 14 сёл», — сказал журналистам глава области Иван Петров.",
            "глава области Иван Петров",
            "official",
            "unknown",
        ),
        (
            "uk",
            "Російські війська захопили Соледар, визнали в ЗСУ 25 січня.",
            "ЗСУ",
            "official",
            "ukraine",
        ),
        (
            "uk",
            "Залужний доповів президентові, що звільнено 14 населених пунктів.",
            "Залужний",
            "official",
            "ukraine",
        ),
    ],
)
def test_the_source_is_who_speaks(code: str, words: str, name: str, kind: str, side: str) -> None:
    """Dates, media and those who are told stand between a verb and its source; names in quotation marks inside it."""
    claims, _ = read(words, code)
    assert claims
    assert all(_source(claim) == (name, kind, side) for claim in claims if claim.attribution)
    assert all(claim.attribution for claim in claims)


def test_an_official_of_a_place_is_of_the_side_at_home_there() -> None:
    """Nobody lists the governor; his oblast does."""
    claim = one("Губернатор Курской области Пётр Иванов сообщил, что погибли двое мирных жителей.", "ru")
    assert _source(claim) == ("Губернатор Курской области Пётр Иванов", "official", "russia")


def test_an_occupation_administration_is_of_the_side_that_set_it_up() -> None:
    """Its oblast is Ukrainian, its officials speak for Russia."""
    words = "Глава оккупационной администрации Херсонской области Пётр Иванов сообщил, что погибли двое мирных жителей."
    assert one(words, "ru").attribution[0].side == "russia"


DAILY = """Загальні втрати противника з 24.02.22 по 13.09.22 орієнтовно становлять:
особового складу ‒ близько 51 200 (+300) осіб,
танків ‒ 2150 (+15) од,
артилерійських систем – 1270 (+6) од,
літаків – 243 (+1) од."""


def test_every_figure_of_a_daily_list_of_losses_is_a_claim() -> None:
    """Totals since the beginning and increments of the day."""
    claims, _ = read(DAILY, "uk")
    found = {(claim.type, claim.quantity.value, claim.quantity.form) for claim in claims if claim.quantity is not None}
    totals = {("equipment_loss", value, "change") for value in (2150, 1270, 243)} | {("casualties", 51200, "change")}
    increments = {("equipment_loss", value, "rate") for value in (15, 6, 1)} | {("casualties", 300, "rate")}
    assert found == totals | increments
    assert len(claims) == 8


def test_an_increment_does_not_count_since_the_beginning() -> None:
    """The heading's days bound the totals alone."""
    claims, _ = read(DAILY, "uk")
    since = {
        claim.quantity.form: claim.times.since.earliest if claim.times.since else None
        for claim in claims
        if claim.quantity
    }
    assert since == {"change": date(2022, 2, 24), "rate": None}


@pytest.mark.parametrize(
    ("code", "words", "figures"),
    [
        ("uk", "Збито 22 із 25 «шахедів».", [(22, "items")]),
        ("ru", "Сбиты 13 из 15 беспилотников.", [(13, "items")]),
        ("uk", "Росіяни втратили 364 танки та 12 літаків.", [(364, "items"), (12, "items")]),
        ("ru", "Россия потеряла более 20 тыс. убитыми и 80 тыс. ранеными.", [(20000, "people"), (80000, "people")]),
        ("ru", "Украинская пехота продвинулась на полтора километра.", [(1.5, "km")]),
        ("uk", "Кількість загиблих зросла до 40.", [(40, "people")]),
        ("ru", "Число погибших при ударе выросло до 89.", [(89, "people")]),
        ("ru", "Погибли 14 человек, ещё 108 получили ранения.", [(14, "people"), (108, "people")]),
        ("uk", "Полонених від початку операції щонайменше 600.", [(600, "people")]),
        ("uk", "Росія випустила по Україні 84 крилаті ракети та 24 безпілотники.", [(84, "items"), (24, "items")]),
        ("uk", "З Вовчанська евакуювали 7 тис. людей.", [(7000, "people")]),
        ("uk", "Втрати росіян становили 77 950 осіб, зокрема 740 за добу.", [(77950, "people"), (740, "people")]),
        ("uk", "Із полону повернули 95 українських захисників.", [(95, "people")]),
    ],
)
def test_no_figure_is_lost(code: str, words: str, figures: list[tuple[float, str]]) -> None:
    """Parts of a whole, losses after losses, people told by participles, totals that rose to a figure."""
    assert _figures(words, code) == figures


def test_a_rise_to_a_figure_bounds_nothing() -> None:
    """ "до" after "зросла" is no "up to"."""
    claim = one("Кількість загиблих зросла до 40.", "uk")
    assert claim.quantity is not None
    assert (claim.quantity.bound, claim.quantity.low) == ("exact", 40)


def test_what_else_is_counted_is_no_count_of_people() -> None:
    """Eleven sites are not eleven people."""
    claim = one("Слідчі знайшли 11 місць, де росіяни катували людей.", "uk")
    assert claim.type in {"civilian_harm", "conduct"}
    assert claim.quantity is None


def test_the_north_of_the_oblast_is_of_the_oblast_named_before() -> None:
    """And the border reached there is the strip of that oblast."""
    words = "Бои шли в Харьковской области. На севере области украинские войска вышли к границе."
    claim = one(words, "ru", "border_crossing")
    assert [(place.role, place.id) for place in claim.places] == [
        ("at", f"{KHARKIV}#north"),
        ("to", "zvirka:ua-ru-border-kharkiv"),
    ]


def test_north_of_a_town_is_near_the_town() -> None:
    """No part of the country."""
    claim = one("Українські війська просунулися на північ від Авдіївки.", "uk")
    assert [(place.role, place.id) for place in claim.places] == [("near", "geonames:713122")]


def test_the_limits_of_a_district_are_no_state_border() -> None:
    """ "границе района" means another line."""
    claim = one("Украинские войска вышли к границе района.", "ru")
    assert not any(place.kind == "border" for place in claim.places)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("uk", "Українські підрозділи подекуди вийшли до державного кордону."),
        ("ru", "Украинские подразделения местами вышли к государственной границе."),
    ],
)
def test_in_places_is_kept_as_a_hedge(code: str, words: str) -> None:
    """The words soften what is said."""
    claim = one(words, code)
    assert [hedge.exact for hedge in claim.hedges] == [words.split()[2]]
    assert [place.id for place in claim.places] == ["zvirka:ua-ru-border"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("uk", "На Харківщині звільнено 1500 кв. км, де вже проведено стабілізаційні заходи."),
        ("ru", "В Харьковской области освобождено 1500 кв. км, где уже проведены стабилизационные мероприятия."),
    ],
)
def test_where_measures_are_already_done_is_a_definition(code: str, words: str) -> None:
    """An adverb stands between its words."""
    found = [claim.quantity.definition for claim in read(words, code)[0] if claim.quantity]
    assert found == ["stabilised"]


@pytest.mark.parametrize(
    ("code", "words", "type_", "actor"),
    [
        ("uk", "Російські війська захопили Бахмут.", "territory_lost", "russia"),
        ("uk", "За тиждень росіяни захопили 235 кв. км.", "territory_lost", "russia"),
        ("ru", "ВСУ взяли под контроль 41 населённый пункт.", "territory_regained", "ukraine"),
        ("ru", "Город полностью перешёл под контроль ВСУ.", "territory_regained", "ukraine"),
        ("uk", "Під контролем ЗСУ перебувають 28 населених пунктів.", "control", "ukraine"),
    ],
)
def test_who_takes_and_holds_ground(code: str, words: str, type_: str, actor: str) -> None:
    """What the other side takes at home is lost."""
    claim = one(words, code)
    assert (claim.type, claim.actor) == (type_, actor)


def test_the_enemy_before_a_verb_does_it_and_behind_it_bears_it() -> None:
    """The word means the other side of who speaks."""
    done = one("Маляр повідомила: ворог просунувся на 2 км.", "uk")
    assert (done.actor, done.target) == ("russia", None)
    borne = one("Маляр повідомила, що втрати противника перевищили 1500 осіб.", "uk")
    assert (borne.actor, borne.target) == (None, "russia")


def test_a_share_of_something_else_is_not_taken_for_ground() -> None:
    """A clause with losses of its own goes not on with the ground of the sentence before."""
    claims, _ = read("Украинские войска освободили 37 кв. км. Потери роты достигли 40%.", "ru")
    assert [claim.quantity.value for claim in claims if claim.type == "territory_regained" and claim.quantity] == [37]


def test_an_inserted_source_says_what_follows() -> None:
    """ "In fact, notes X, they …"."""
    claim = one("На деле, отмечает DeepState, россияне продвинулись на глубину 5–7 км у Купянска.", "ru")
    assert claim.attribution[0].name == "DeepState"
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.counted) == (5, 7, "distance")


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("uk", "Російські війська захопили село Вигаданівка.", "Вигаданівка"),
        ("ru", "Российские войска заняли посёлок Выдумкино.", "Выдумкино"),
    ],
)
def test_a_place_nobody_lists_is_kept_by_its_name(code: str, words: str, name: str) -> None:
    """The gazetteer knows it not; the claim still says which."""
    claims, _ = read(words, code)
    assert [place.name for claim in claims for place in claim.places] == [name]


def test_two_figures_joined_by_a_dash_are_a_range() -> None:
    """ "два–три" are two to three, not five."""
    claim = one("Украинские войска продвинулись на два–три км.", "ru")
    assert claim.quantity is not None
    assert (claim.quantity.low, claim.quantity.high, claim.quantity.bound) == (2, 3, "between")


def test_a_share_of_machines_lost_is_no_ground() -> None:
    """One claim, of equipment."""
    claim = one("ВСУ потеряли до 80% техники бригады.", "ru")
    assert (claim.type, claim.target) == ("equipment_loss", "ukraine")
