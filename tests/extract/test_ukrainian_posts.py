"""What Ukrainian posts tell and do not: whose words they are, what a number counts, where it was, and where there is no war at all."""

from __future__ import annotations

import pytest

from tests.extract.helpers import extractor, read


def told(words: str) -> list[tuple[str, str]]:
    """Type and words of each claim."""
    return [(claim.type, claim.quote.exact) for claim in read(words, "uk")[0]]


@pytest.mark.parametrize(
    "words",
    [
        "Борисову повідомили про підозру у співпраці з окупантами.",
        "Правоохоронцям повідомлено про підозру у співпраці з окупантами.",
        "Росіяни обстріляли Суми. Вдруге виконувати наказ відмовилася рота, що діє на Авдіївському напрямку.",
        "Наступ ЗСУ на Херсонщині: знищені 3 ворожі танки біля Дніпра",
        "Посилять відповідальність за втечу з армії. Про це свідчить опублікований на сайті парламенту перелік змін.",
    ],
)
def test_who_was_told_what_was_to_be_done_and_what_happened_say_nothing(words: str) -> None:
    """A dative, an infinitive, an event's noun and a participle are no sources."""
    claims = read(words, "uk")[0]
    assert claims
    assert not any(claim.attribution for claim in claims)


@pytest.mark.parametrize(
    ("words", "name", "side"),
    [
        ("При цьому аналітики вважають, що росіяни відступлять з Херсона.", "аналітики", "unknown"),
        ("Аеродром у Криму атакували партизани – американські ЗМІ.", "американські ЗМІ", "third"),
        ("Росіяни атакують Харків ракетами щоночі, — німецьке видання Welt.", "німецьке видання Welt", "third"),
        ("Склад у Харкові після обстрілу загасили, повідомили Суспільному у ДСНС регіону.", "ДСНС регіону", "ukraine"),
    ],
)
def test_a_source_is_named_by_its_own_words(words: str, name: str, side: str) -> None:
    """Neither the words that open a sentence nor the station that was told are part of it; a country's adjective is."""
    claims = read(words, "uk")[0]
    assert [(step.name, step.side) for claim in claims for step in claim.attribution] == [(name, side)]


def test_a_conjunction_says_nothing() -> None:
    """ "Оскільки" before a word of conviction goes on with what was said."""
    words = "Мер заявив, що росіяни обстріляли Суми ракетами, оскільки переконаний, що удар був з Курська."
    claims = read(words, "uk")[0]
    assert claims
    assert all(step.name == "Мер" for claim in claims for step in claim.attribution)


def test_a_blow_does_not_count_what_it_destroyed() -> None:
    """Behind a colon stands what the blow did."""
    claims = read("Вибухи у Криму: знищено 9 літаків", "uk")[0]
    assert [(claim.type, claim.quantity and claim.quantity.value) for claim in claims] == [
        ("strike", None),
        ("equipment_loss", 9.0),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Російська ракета влучила в будинок на вулиці Миру, 18, є постраждалі.",
        "Запрошуємо мешканців постраждалого від обстрілу будинку по Зестафонській, 18 на зустріч.",
    ],
)
def test_a_house_number_counts_nobody(words: str) -> None:
    """A figure behind a street's name is no number of people."""
    claims = read(words, "uk")[0]
    assert claims
    assert all(claim.quantity is None for claim in claims)


def test_a_figure_behind_a_town_still_counts_people() -> None:
    """Only streets have numbers."""
    claims = read("Вночі обстріляли Нікополь, 8 загинули.", "uk")[0]
    assert [claim.quantity.value for claim in claims if claim.quantity] == [8.0]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Обстріли Миколаєва тривали всю ніч. У Донецькій області атаковано Авдіївку.", "Миколаїв"),
        ("У Миколаївській області росіяни обстріляли Первомайське, у Донецькій області тривають бої.", "Первомайське"),
    ],
)
def test_of_namesakes_the_chief_city_and_the_one_in_the_unit_told_first_are_meant(words: str, place: str) -> None:
    """A region named elsewhere in the text makes no village of a city, nor moves one."""
    assert place in {slot.name for slot in read(words, "uk")[0][0].places}


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ("Російський дрон упав неподалік кордону з Калінінградською областю.", False),
        ("Російський дрон упав біля польського кордону.", False),
        ("Росіяни обстріляли села біля кордону з Білоруссю.", False),
        ("Росіяни обстріляли села біля кордону з Росією.", True),
        ("Росіяни обстріляли села біля кордону.", True),
    ],
)
def test_a_border_between_others_is_not_the_theatres(words: str, ours: bool) -> None:
    """Whose border it is, the word before it or the name behind tells."""
    claims = read(words, "uk")[0]
    assert claims
    assert any("кордон" in slot.name for claim in claims for slot in claim.places if slot.id) is ours


@pytest.mark.parametrize(
    ("words", "type_", "modality"),
    [
        ("Вчора було атаковано аеродром під Житомиром.", "strike", "asserted"),
        ("Наші солдати знищили російський склад БК.", "strike", "asserted"),
        ("Українські дрони знищать ворожий штаб у Херсоні.", "strike", "predicted"),
        ("Окупанти грабують тих, хто має гроші, у Маріуполі.", "conduct", "asserted"),
        ("У Львові пролунали вибухи.", "strike", "asserted"),
    ],
)
def test_what_is_struck_and_how_it_is_meant(words: str, type_: str, modality: str) -> None:
    """Nobody fights with an aerodrome, a depot destroyed is struck, who has money is told to do nothing."""
    assert (type_, modality) in {(claim.type, claim.modality) for claim in read(words, "uk")[0]}


@pytest.mark.parametrize(
    "words",
    [
        "Київський апеляційний суд відмовив у задоволенні скарги. Рішення може оскаржити Верховна Рада.",
        "Тисячі жителів вийшли у Сімферополі на мітинг на підтримку України.",
        "Почалася велика війна. Звідти ненависть до тих, хто не дав сповнитися їхнім мріям.",
        "Наша спільна мета – показати, що відбувається на ринку праці. Тримаємо позицію.",
    ],
)
def test_local_news_are_no_claims_of_ground_or_fighting(words: str) -> None:
    """Courts, rallies, dreams and goals move no front."""
    assert not {type_ for type_, _ in told(words)} & {"withdrawal", "clash", "policy_position", "territory_regained"}


def test_one_sides_offices_and_towns_make_no_text_of_war() -> None:
    """The other side's name beside a town does."""
    reader = extractor().reader("uk")
    assert not reader.read("Бюро розслідувань провело на Одещині обшуки в судах. Верховна Рада знає.", None).of_war
    assert reader.read("Зруйнований РФ стадіон у Чернігові відбудують.", None).of_war


def test_away_from_words_of_war_sayings_and_shows_are_not_read_by_likeness() -> None:
    """A sentence far from any word of war is no position and no picture of it; beside one it may be."""
    war = "Росіяни обстріляли Харків ракетами. Поранено трьох людей."
    peace = "Надворі тепло. Магазини працюють до дев'ятої. Діти пішли до школи. Це відео можна слухати на повторі. Гарного дня."
    assert not any("повторі" in quote for _, quote in told(f"{war}\n\n{peace}"))


@pytest.mark.parametrize("where", ["На каналі", "У каналі"])
def test_a_channel_by_its_name_in_quotation_marks_speaks_from_inside(where: str) -> None:
    """A full stop within the name ends nothing."""
    claims = read(f"{where} «Донбас.Хроніка» повідомили про обстріл Макіївки.", "uk")[0]
    assert [(step.name, step.kind) for claim in claims for step in claim.attribution] == [
        ("каналі «Донбас.Хроніка»", "channel")
    ]


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("Мер Мелітополя повідомив про обстріл міста росіянами.", "Міори"),
        ("Зверненням Володимира Петренка до росіян стали обстріли Харкова.", "Володимир"),
        ("Сили ППО збили росіянам чотири ракети над Одесою.", "Сіль"),
        ("Росіяни обстріляли Харків, на зустрічі із Трампом говорили про це.", "Трампом"),
        ("Росіяни обстріляли Харків, у Трампа мовчать.", "Трампа"),
        ("Росіяни обстріляли Харків ракетами у День ракетних військ.", "День"),
        ("Росіяни обстріляли кораблі біля Червоного моря ракетами.", "Червоне"),
    ],
)
def test_offices_people_feasts_and_seas_are_no_villages(words: str, wrong: str) -> None:
    """A capital makes no place."""
    claims = read(words, "uk")[0]
    assert claims
    assert wrong not in {slot.name for claim in claims for slot in claim.places}


@pytest.mark.parametrize(
    ("words", "types"),
    [
        ("У місті Токмак загарбники обслуговують свою військову техніку.", {"territory_regained", "territory_lost"}),
        ("Понад тисячу наших колег вступили до лав ЗСУ.", {"advance"}),
        ("За нами правда! Воїни ЗСУ боронять Дебальцеве.", {"control"}),
        ("Воїни ЗСУ на місці. Найбільший удар стихії прийняв Ізмаїл.", {"strike"}),
        ("Бійцям потрібні два джипи. Карта Monobank: 5375. Росіяни поруч.", {"background"}),
        ("Росіяни вдарили по НПЗ та критично важливих об'єктах у Полтаві.", {"assessment"}),
    ],
)
def test_occupiers_named_recruits_mottoes_weather_and_accounts_are_no_such_claims(words: str, types: set[str]) -> None:
    """Each word tells something else beside others."""
    assert not {type_ for type_, _ in told(words)} & types


@pytest.mark.parametrize(
    ("words", "type_", "name"),
    [
        ("Захоплено коригувальника РФ, який наводив ракети на Харків.", "prisoners", None),
        ("За даними Генштабу окупанти обстріляли Запоріжжя ракетами.", "strike", "Генштабу"),
        (
            "«Росіяни обстріляли Суми ракетами», - прокоментував це речник ЗСУ Юрій Ігнат.",
            "strike",
            "речник ЗСУ Юрій Ігнат",
        ),
        ("Окупанти постійно звітують про обстріли Харкова.", "strike", "Окупанти"),
        ("ЗСУ ударили по базі в Мелітополі – Мер.", "strike", "Мер"),
    ],
)
def test_captives_and_who_says_so_in_few_words(words: str, type_: str, name: str | None) -> None:
    """People taken are prisoners; a source ends before the clause and begins behind what it speaks of."""
    claims = [claim for claim in read(words, "uk")[0] if claim.type == type_]
    assert [claim.attribution[0].name if claim.attribution else None for claim in claims] == [name]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (
            "Russian soldiers stole bicycles. On a radio, a neighbour said, commanders did not answer calls for help.",
            "en",
        ),
        ("Сусід розповів, що по рації російські командири не відповідали на виклики про допомогу.", "uk"),
        ("Сосед рассказал, что по рации российские командиры не отвечали на просьбы о помощи.", "ru"),
    ],
)
def test_calls_left_without_an_answer_are_told_alike_in_every_language(words: str, code: str) -> None:
    """Nothing is denied where nobody answered: the calls were made."""
    told_of = [claim.polarity for claim in read(words, code)[0] if claim.type == "communication"]
    assert told_of == ["affirmed"]
