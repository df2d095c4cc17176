"""Kinds and sides of sources told by the word that heads them, in sentences of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, text_of
from zvirka.model.sources import THIRD, UNKNOWN, Attribution, Voice

_STRUCK = {
    "en": " said a missile had struck a warehouse in Izium on Monday.",
    "uk": " каже, що в понеділок ракета влучила в склад в Ізюмі.",
    "ru": " говорит, что в понедельник ракета попала в склад в Изюме.",
}


def _source(words: str, code: str, side: str = UNKNOWN) -> Attribution:
    text = replace(text_of(words + _STRUCK[code], code), voice=Voice("V", "media", side))
    claims = extractor().extract([text])[0].claims
    assert claims, words
    (step,) = claims[0].attribution
    return step


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        ("en", "A soldier's wife", "eyewitness"),
        ("en", "An officer of the local police", "military_unnamed"),
        ("en", "A French military analyst", "analyst"),
        ("en", "The governor's press service", "official"),
        ("en", "Colonel Petro Babych, a spokesman for the eastern command,", "official"),
        ("en", "A source in the Ukrainian army", "military_unnamed"),
        ("en", "A Spanish news agency", "media"),
        ("uk", "Дружина офіцера", "eyewitness"),
        ("uk", "Місцевий священник", "eyewitness"),
        ("uk", "Військовий оглядач", "analyst"),
        ("uk", "Речник поліції", "official"),
        ("ru", "Жена офицера", "eyewitness"),
        ("ru", "Местная полиция", "official"),
        ("ru", "Журналист областной газеты", "media"),
        ("ru", "Сервис «Мапа войны»", "tracker"),
        ("ru", "Проект «Вода и люди»", "analyst"),
    ],
)
def test_a_source_is_of_the_kind_of_the_word_that_heads_it(code: str, words: str, kind: str) -> None:
    assert _source(words, code).kind == kind


@pytest.mark.parametrize(
    ("code", "words", "side"),
    [
        ("en", "Ukraine's ambassador to Poland", "ukraine"),
        ("en", "Poland's ambassador to Ukraine", "third"),
        ("en", "The Kenyan government", "third"),
        ("uk", "Міноборони Молдови", "third"),
        ("uk", "Посол України в Польщі", "ukraine"),
        ("uk", "Секретар РНБО Данілов", "ukraine"),
        ("ru", "Минобороны Турции", "third"),
        ("ru", "Минобороны", "russia"),
        ("ru", "Посол Польши в Киеве", "third"),
    ],
)
def test_of_a_side_and_another_country_the_first_tells_whose_a_source_is(code: str, words: str, side: str) -> None:
    """An office that every state has is of the country behind it."""
    assert _source(words, code).side == side


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "A Russian opposition politician"),
        ("uk", "Російський опозиційний політик"),
        ("ru", "Российский политик в изгнании"),
    ],
)
def test_who_opposes_a_side_or_left_it_does_not_speak_for_it(code: str, words: str) -> None:
    assert _source(words, code).side == UNKNOWN


def test_an_official_in_exile_stays_of_the_side_whose_office_he_holds() -> None:
    assert _source("The exiled mayor of Mariupol", "en").side == "ukraine"


@pytest.mark.parametrize(
    ("code", "words"), [("en", "A resident of Poland"), ("uk", "Мешканець Польщі"), ("ru", "Житель Польши")]
)
def test_a_witness_of_another_country_is_third(code: str, words: str) -> None:
    assert (_source(words, code).kind, _source(words, code).side) == ("eyewitness", THIRD)
