"""Whose words they are: acts of speech, eyes and ears, outlets behind their sources, pronouns."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _chains(words: str, code: str) -> list[list[tuple[str, str, str]]]:
    claims, _ = read(words, code)
    return [[(step.name, step.kind, step.side) for step in claim.attribution] for claim in claims]


def _names(words: str, code: str) -> list[list[str]]:
    return [[name for name, _, _ in chain] for chain in _chains(words, code)]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("uk", "Канцлер Австрії закликав сторони вивести війська.", "Канцлер Австрії"),
        ("ru", "Глава МИД Норвегии призвала стороны прекратить обстрелы.", "Глава МИД Норвегии"),
    ],
)
def test_who_urges_others_to_do_something_says_so(code: str, words: str, name: str) -> None:
    assert _names(words, code) == [[name]]


def test_an_order_to_do_something_is_an_event_and_nobody_s_words() -> None:
    assert _names("Командир приказал отвести войска из Изюма.", "ru") == [[]]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("ru", "Киев обвинил 64-ю бригаду в обстреле больницы.", "Киев"),
        ("uk", "Москва звинуватила 92-гу бригаду в обстрілі лікарні.", "Москва"),
    ],
)
def test_an_accusation_is_the_accuser_s(code: str, words: str, name: str) -> None:
    (claim,) = read(words, code)[0]
    assert [step.name for step in claim.attribution] == [name]
    assert claim.quote.exact.startswith(name)


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("ru", "Сторож видел, как за мостом сгорели два танка.", "Сторож"),
        ("ru", "Соседи видели два сгоревших танка.", "Соседи"),
        ("uk", "Сторож бачив, як за мостом згоріли два танки.", "Сторож"),
    ],
)
def test_who_saw_it_is_its_source(code: str, words: str, name: str) -> None:
    assert _names(words, code) == [[name]]


def test_explosions_heard_in_a_town_are_heard_by_nobody_named() -> None:
    assert [] in _names("Москва сообщила о двух сбитых дронах; в Керчи слышали взрывы.", "ru")


@pytest.mark.parametrize(
    ("code", "words", "names"),
    [
        ("uk", "Його сестра чула від водія, що в селі згоріло три танки.", ["водія", "Його сестра"]),
        ("ru", "От его шофёра она слышала, что в селе сгорели три танка.", ["его шофёра", "она"]),
        ("en", "The nurse heard from a driver that three tanks had been burnt.", ["a driver", "The nurse"]),
    ],
)
def test_hearsay_names_whom_it_was_heard_from(code: str, words: str, names: list[str]) -> None:
    assert _names(words, code) == [names]


@pytest.mark.parametrize(
    ("code", "words", "chain"),
    [
        (
            "ru",
            "Источник газеты «Полдень» в ГУР сообщил, что сгорели три танка.",
            [
                ("Источник газеты «Полдень» в ГУР", "military_unnamed", "ukraine"),
                ("газеты «Полдень»", "media", "unknown"),
            ],
        ),
        (
            "ru",
            "Три собеседника The Harbour Post в Сенате говорят, что сгорели три танка.",
            [("Три собеседника The Harbour Post в Сенате", "unnamed", "third"), ("The Harbour Post", "media", "third")],
        ),
        (
            "en",
            "Two Reuters sources said three tanks had been burnt.",
            [("Two Reuters sources", "unnamed", "third"), ("Reuters", "media", "third")],
        ),
    ],
)
def test_an_outlet_stands_behind_its_own_source(code: str, words: str, chain: list[tuple[str, str, str]]) -> None:
    assert _chains(words, code) == [chain]


def test_officials_whom_a_paper_of_no_side_speaks_with_are_of_no_side() -> None:
    (chain,) = _chains("The Washington Post quotes two officials as saying that three tanks had been burnt.", "en")
    assert [side for _, _, side in chain] == ["third", "third"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "ru",
            "Галина выехала из Изюма в мае. «Сгорели три танка», – рассказывает она. По её словам, ранены двое солдат.",
        ),
        (
            "uk",
            "Галина виїхала з Ізюма в травні. «Згоріли три танки», – розповідає вона. За її словами, поранено двох солдатів.",
        ),
    ],
)
def test_pronouns_mean_the_first_name_that_opened_a_sentence(code: str, words: str) -> None:
    assert {tuple(chain) for chain in _chains(words, code) if chain} == {(("Галина", "eyewitness", "unknown"),)}


def test_a_minister_s_name_behind_his_office_is_no_stranger_s() -> None:
    words = "Загинули двоє моряків. Про це повідомив міністр розвитку громад Ілля Гречко. За його словами, поранено ще трьох."
    assert {kind for chain in _chains(words, "uk") for _, kind, _ in chain} == {"official"}


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("uk", "Речник групи у вівторок це визнав, додавши, що ворог втратив три танки.", "Речник групи"),
        ("ru", "5 мая он вышел и сказал, что сгорели три танка.", "он"),
        ("ru", "«Город освобождён», – Олег Борт, глава администрации.", "Олег Борт, глава администрации"),
        ("ru", "Ранены 15 человек (Госслужба по чрезвычайным ситуациям).", "Госслужба по чрезвычайным ситуациям"),
    ],
)
def test_speakers_told_in_passing_are_found(code: str, words: str, name: str) -> None:
    assert [name] in _names(words, code)


@pytest.mark.parametrize(
    ("code", "words", "source"),
    [
        ("ru", "Минобороны РФ:\n\nСилами ПВО уничтожены два беспилотника.", "Минобороны РФ"),
        ("uk", "Генштаб ЗСУ:\nЗа добу відбито 14 атак. Знищено два танки.", "Генштаб ЗСУ"),
        (
            "en",
            "Ukraine's General Staff:\n\nTwelve attacks were repelled. Two tanks were destroyed.",
            "Ukraine's General Staff",
        ),
    ],
)
def test_a_line_that_is_only_a_body_and_a_colon_tells_who_says_the_paragraph_below(
    code: str, words: str, source: str
) -> None:
    claims, _ = read(words, code)
    assert claims
    assert {tuple(step.name for step in claim.attribution) for claim in claims} == {(source,)}


def test_what_a_line_with_a_colon_heads_ends_with_its_paragraph() -> None:
    claims, _ = read("Ukraine's General Staff:\n\nTwo tanks were destroyed.\n\nTwo women were killed in Kherson.", "en")
    assert [len(claim.attribution) for claim in claims] == [1, 0]


def test_a_line_with_a_colon_that_names_nobody_tells_no_source() -> None:
    claims, _ = read("Losses of the day:\n\nTwo tanks were destroyed.", "en")
    assert [claim.attribution for claim in claims] == [()]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "uk",
            "РФ направила атаку на Хмельницьку область, де розташований аеродром, ППО збила 36 крилатих ракет — головне",
        ),
        ("ru", "Войска осенью 2022 года сообщали, что сбили два самолёта."),
    ],
)
def test_a_time_and_the_mark_of_a_headline_are_no_sources(code: str, words: str) -> None:
    claims, _ = read(words, code)
    assert claims
    assert not {step.name for claim in claims for step in claim.attribution} & {"головне", "осенью 2022 года"}
