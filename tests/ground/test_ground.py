"""Sides, messages, units and equipment of a ground."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.ground import load_ground
from zvirka.ground.ground import Ground, plural
from zvirka.model.errors import CaseError

GROUND = load_ground()


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("the Russians left", "en", [("Russians", "russia", "people")]),
        ("a pro-Russian channel", "en", [("pro-Russian", "russia", "pro")]),
        ("the Armed Forces of Ukraine", "en", [("Armed Forces of Ukraine", "ukraine", "army")]),
        ("українські військові", "uk", [("українські військові", "ukraine", "army")]),
        ("ЗСУ та росіяни", "uk", [("ЗСУ", "ukraine", "army"), ("росіяни", "russia", "people")]),
        ("российские войска и ВСУ", "ru", [("российские войска", "russia", "army"), ("ВСУ", "ukraine", "army")]),
    ],
)
def test_words_for_sides_are_found(text: str, language: str, found: list[tuple[str, str, str]]) -> None:
    assert [(text[start:end], side, kind) for start, end, side, kind in GROUND.find_sides(text, language)] == found


def test_messages_fill_slots_and_choose_plural_forms() -> None:
    document = {
        "messages": {"n": {"one": "{n} звіт", "few": "{n} звіти", "many": "{n} звітів"}, "deep": {"key": "так, {who}"}}
    }
    ground = Ground({"theatre": {"name": "x", "time_zone": "UTC", "languages": ["uk"]}}, {"uk": document})
    assert [ground.message("uk", "n", n=n) for n in (1, 3, 5, 11, 22)] == [
        "1 звіт",
        "3 звіти",
        "5 звітів",
        "11 звітів",
        "22 звіти",
    ]
    assert ground.message("uk", "deep.key", who="Оля") == "так, Оля"
    with pytest.raises(CaseError, match="no such message"):
        ground.message("uk", "absent")
    with pytest.raises(CaseError, match="slot"):
        ground.message("uk", "deep.key")


@pytest.mark.parametrize(
    ("code", "n", "category"), [("en", 1, "one"), ("en", 0, "other"), ("ru", 21, "one"), ("ru", 1.5, "other")]
)
def test_plural_categories_follow_cldr(code: str, n: float, category: str) -> None:
    assert plural(code, n) == category


@given(st.sampled_from(GROUND.units.ids), st.sampled_from(GROUND.units.ids), st.floats(min_value=1e-3, max_value=1e6))
def test_units_convert_there_and_back_or_not_at_all(one: str, other: str, value: float) -> None:
    units = GROUND.units
    if units.dimension(one) == units.dimension(other):
        assert units.convert(units.convert(value, one, other), other, one) == pytest.approx(value)
    else:
        with pytest.raises(ValueError, match="measures"):
            units.convert(value, one, other)


def test_a_square_mile_is_as_large_as_everywhere() -> None:
    assert GROUND.units.convert(1, "mi2", "km2") == pytest.approx(2.589988, abs=1e-6)


@pytest.mark.parametrize(
    ("words", "cls_words", "id"),
    [
        ("37 T-80BVM", "Tanks", "t-80bvm"),
        ("T-80BV Obr. 1989", None, "t-80bv-obr-1989"),
        ("12 T-72B3 Obr. 2016", "Tanks", "t-72b3-obr-2016"),
        ("2S19 Msta-S", "Self-propelled artillery", "2s19"),
        ("Unknown tank", "Tanks", "tank"),
        ("", "Infantry mobility vehicles", "imv"),
        ("BTR-82A", "infantry fighting vehicle", "btr-82a"),
        ("Т-80БВМ", None, "t-80bvm"),
    ],
)
def test_list_spellings_lead_to_their_node(words: str, cls_words: str | None, id: str) -> None:
    node = GROUND.equipment.from_list(words, cls_words)
    assert node is not None
    assert node.id == id


def test_a_spelling_nobody_knows_leads_nowhere() -> None:
    assert GROUND.equipment.from_list("X-999 Zorgon") is None


def test_every_node_stands_below_equipment() -> None:
    assert all(GROUND.equipment.is_a(id, "equipment") for id in GROUND.equipment.ids)
    assert GROUND.equipment.is_a("t-80bvm", "t-80")
    assert not GROUND.equipment.is_a("t-80", "t-80bvm")


@pytest.mark.parametrize(
    ("id", "language", "name"),
    [("t-80bvm", "en", "T-80BVM"), ("t-80bvm", "uk", "Т-80БВМ"), ("t-80bvm", "ru", "Т-80БВМ"), ("nothing", "en", None)],
)
def test_a_model_is_named_in_the_script_of_the_language(id: str, language: str, name: str | None) -> None:
    assert load_ground().equipment.name(id, language) == name
