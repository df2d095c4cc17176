"""Whose words they are in press reviews and in short frames: whom an outlet spoke to, bodies before a colon, halves of a sentence."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _names(words: str, code: str) -> list[list[str]]:
    return [[step.name for step in claim.attribution] for claim in read(words, code)[0]]


@pytest.mark.parametrize(
    ("code", "words", "chain"),
    [
        (
            "ru",
            "The New York Times цитирует источник в Белом доме: под Краснодоном стоят шесть гаубиц.",
            ["источник в Белом доме", "The New York Times"],
        ),
        (
            "ru",
            "«Медуза» поговорила с отцом срочника: его сын попал в плен.",
            ["отцом срочника", "«Медуза»"],
        ),
        (
            "ru",
            "Телеканал «Юг-ТВ» показал интервью с пленным: под Краснодоном стоят шесть гаубиц.",
            ["пленным", "Телеканал «Юг-ТВ»"],
        ),
        (
            "uk",
            "Газета «Дніпровий край» поговорила з командиром: росіяни відійшли з Піщаного.",
            ["командиром", "Газета «Дніпровий край»"],
        ),
        (
            "en",
            "The Guardian quotes an officer in the General Staff: Russian troops left Snihurivka.",
            ["an officer in the General Staff", "The Guardian"],
        ),
    ],
)
def test_whom_an_outlet_quotes_before_a_colon_is_told_through_it(code: str, words: str, chain: list[str]) -> None:
    assert _names(words, code) == [chain]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("uk", "Корабель отримав своє. Міноборони рф: 13 ракет збили.", "Міноборони рф"),
        ("en", "Israel counts its dead. Iran's health ministry: 224 killed in Tehran.", "Iran's health ministry"),
    ],
)
def test_a_body_before_a_colon_speaks_in_the_middle_of_a_paragraph_too(code: str, words: str, name: str) -> None:
    assert _names(words, code)[-1] == [name]


def test_what_follows_a_body_in_the_middle_of_a_paragraph_is_the_voice_s_own() -> None:
    words = "Корабель отримав своє. Міноборони рф: 13 ракет збили. На супутнику видно, як корабель сів на дно."
    assert _names(words, "uk")[-1] == []


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        (
            "en",
            "According to the mayor, three people were wounded in Kharkiv; two people were killed in Izium.",
            "the mayor",
        ),
        ("uk", "За даними поліції, поранено трьох людей; двоє загинули в Ізюмі.", "поліції"),
        ("ru", "По данным полиции, ранены трое; в Клинцах погибли двое.", "полиции"),
    ],
)
def test_what_stands_behind_a_semicolon_goes_on_with_the_source_before_it(code: str, words: str, name: str) -> None:
    assert _names(words, code) == [[name], [name]]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("ru", "Россияне не взяли Часов Яр, возражает спикер бригады.", "спикер бригады"),
        ("ru", "Киев обновил список погибших: 772 имени.", "Киев"),
        ("uk", "Росіяни не взяли Часів Яр, парирує речник бригади.", "речник бригади"),
    ],
)
def test_answers_and_lists_are_of_whoever_gives_them(code: str, words: str, name: str) -> None:
    assert [name] in _names(words, code)


def test_a_short_rest_behind_an_inserted_source_is_its_words_too() -> None:
    assert _names("Минулого тижня, повідомляють місцеві медики, загинули четверо.", "uk") == [["місцеві медики"]]


@pytest.mark.parametrize(
    ("code", "words", "chain"),
    [
        (
            "en",
            "Russian troops have left Toretsk, according to Finnish analysts cited in the Helsinki Courier.",
            ["Finnish analysts", "Helsinki Courier"],
        ),
        (
            "ru",
            "Чиновники, с которыми говорила WSJ, утверждают, что самолёт сбили.",
            ["Чиновники", "WSJ"],
        ),
        (
            "uk",
            "Командири, з якими говорила «Українська правда», кажуть, що росіяни взяли Часів Яр.",
            ["Командири", "«Українська правда»"],
        ),
    ],
)
def test_the_outlet_told_behind_a_source_passes_its_words_on(code: str, words: str, chain: list[str]) -> None:
    assert _names(words, code) == [chain]


@pytest.mark.parametrize(
    "head",
    ["Варшавская Rzeczpospolita восстанавливает вечер по минутам.", "Варшавская Rzeczpospolita пишет о трагедии."],
)
def test_a_press_review_goes_on_with_the_paper_that_a_paragraph_begins_with(head: str) -> None:
    others = "The Guardian сообщает, что в Киеве взорвался склад. CNN сообщает, что в Лиме сгорел рынок."
    words = f"{others}\n\n{head} В Пшеводуве убиты двое рабочих."
    assert _names(words, "ru")[-1] == ["Варшавская Rzeczpospolita"]


def test_behind_one_outlet_alone_a_report_speaks_for_itself() -> None:
    words = "The Guardian сообщает, что в Киеве взорвался склад. В Пшеводуве убиты двое рабочих."
    assert _names(words, "ru")[-1] == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (
            "Three tanks were burned at the yard, boasts a retired railwayman who hid there.",
            "a retired railwayman who hid there",
        ),
        ("Three tanks were burned at the yard, Olha remembers.", "Olha"),
    ],
)
def test_witnesses_boast_and_remember(words: str, name: str) -> None:
    assert _names(words, "en") == [[name]]


def test_a_word_like_a_verb_between_article_and_noun_starts_no_clause() -> None:
    assert _names("Three tanks were burned at the yard, said the injured men.", "en") == [["the injured men"]]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Город взяли вчера, в один голос говорят соседи.", "соседи"),
        ("Город взяли вчера, в среду заявил Зеленский.", "Зеленский"),
        ("Депутат Госдумы Иван Мельников предложил «закрыть небо над Сумами».", "Депутат Госдумы Иван Мельников"),
    ],
)
def test_how_or_when_it_was_said_may_stand_before_the_verb_and_an_offer_is_told_by_who_makes_it(
    words: str, name: str
) -> None:
    assert _names(words, "ru") == [[name]]


def test_what_somebody_tells_nothing_of_is_not_told_by_nothing() -> None:
    words = "Міноборони, до речі, про прорив не сказало нічого, а Z-канали вже «взяли» Добропілля."
    assert ["нічого"] not in _names(words, "uk")
