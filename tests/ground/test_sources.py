"""Sources by name in any script and case, and by the office held on a day."""

from __future__ import annotations

from datetime import date

import pytest

from zvirka.ground import load_ground

GROUND = load_ground()
DAY = date(2022, 9, 12)


@pytest.mark.parametrize(
    ("name", "language", "id", "by_role"),
    [
        ("Ukraine’s Deputy Defense Minister", "en", "maliar", True),
        ("Deputy Minister of Defence of Ukraine Anna Malyar", "en", "maliar", False),
        ("Ганною Маляр", "uk", "maliar", False),
        ("Анны Маляр", "ru", "maliar", False),
        ("замминистра обороны Украины", "ru", "maliar", True),
        ("Зеленскому", "ru", "zelensky", False),
        ("президента України", "uk", "zelensky", True),
        ("Russia's president", "en", "putin", True),
        ("Syniehubov", "en", "syniehubov", False),
        ("Олега Синєгубова", "uk", "syniehubov", False),
        ("the Russian Defence Ministry", "en", "defence-ministry-ru", False),
        ("Генштабу ЗСУ", "uk", "general-staff-ua", False),
        ("@UAWeapons", "en", "uaweapons", False),
        ("ISW", "uk", "isw", False),
        ("Кирила Тимошенка", "uk", "tymoshenko-k", False),
        ("Виталию Ганчеву", "ru", "ganchev", False),
    ],
)
def test_a_voice_is_known_by_name_or_office(name: str, language: str, id: str, by_role: bool) -> None:
    found = GROUND.sources.resolve(name, language, DAY)
    assert found is not None
    assert (found.id, found.by_role) == (id, by_role)


@pytest.mark.parametrize(
    ("name", "language", "on"),
    [
        ("the president", "en", DAY),  # whose?
        ("France's president", "en", DAY),
        ("France's deputy defence minister", "en", DAY),
        ("замминистра обороны Польши", "ru", DAY),
        ("Ukraine's Deputy Defense Minister", "en", date(2024, 5, 1)),  # no longer hers
        ("a resident", "en", DAY),
        ("", "en", DAY),
    ],
)
def test_nobody_is_guessed(name: str, language: str, on: date) -> None:
    found = GROUND.sources.resolve(name, language, on)
    assert found is None


def test_opposition_and_occupation_voices_are_kept_apart_inside_their_side() -> None:
    groups = {id: GROUND.sources.get(id) for id in ("nadezhdin", "ganchev", "bezsonov", "defence-ministry-ru")}
    assert {info.side for info in groups.values() if info} == {"russia"}
    assert [info.group for info in groups.values() if info] == [
        "opposition",
        "occupation administration",
        "occupation administration",
        "ministry of defence",
    ]


def test_names_are_found_in_running_text() -> None:
    text = "Maliar and the Institute for the Study of War differ."
    assert [(text[start:end], info.id) for start, end, info in GROUND.sources.find(text, "en")] == [
        ("Maliar", "maliar"),
        ("Institute for the Study of War", "isw"),
    ]
