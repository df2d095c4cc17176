"""Equipment in running text: class, model, number, owner and status."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.extract.equipment import EquipmentReader
from zvirka.ground import load_ground

GROUND = load_ground()
READERS = {code: EquipmentReader(GROUND, code) for code in GROUND.languages}


@pytest.mark.parametrize(
    ("code", "text", "exact", "model", "cls", "count"),
    [
        ("en", "They lost 14 tanks.", "14 tanks", None, "tank", 14),
        ("en", "Seven T-72B3 stood there.", "Seven T-72B3", "t-72b3", "tank", 7),
        ("en", "one abandoned Russian BMP-2", "one abandoned Russian BMP-2", "bmp-2", "ifv", 1),
        ("en", "several mortars", "several mortars", None, "mortar", None),
        ("en", "31 artillery systems", "31 artillery systems", None, "artillery", 31),
        ("en", "a T-80BVM of the guards", "T-80BVM", "t-80bvm", "tank", None),
        ("en", "automatic grenade launchers", "automatic grenade launchers", None, "grenade-launcher", None),
        ("uk", "Знищено 12 танків.", "12 танків", None, "tank", 12),
        ("uk", "п'ять російських БМП-1", "п'ять російських БМП-1", "bmp-1", "ifv", 5),
        ("uk", "Т-80БВМ", "Т-80БВМ", "t-80bvm", "tank", None),
        ("uk", "три міномети", "три міномети", None, "mortar", 3),
        ("ru", "Брошены 9 танков.", "9 танков", None, "tank", 9),
        ("ru", "два Су-34", "два Су-34", "su-34", "aircraft", 2),
        ("ru", "T-80БВ у дороги", "T-80БВ", "t-80bv", "tank", None),
        ("ru", "гаубица Мста-Б", "Мста-Б", "2a65", "artillery", None),
    ],
)
def test_equipment_is_found_with_its_number(
    code: str, text: str, exact: str, model: str | None, cls: str, count: float | None
) -> None:
    found = {mention.span.exact: mention for mention in READERS[code].read(text)}
    assert exact in found
    assert (found[exact].model, found[exact].cls, found[exact].count) == (model, cls, count)


def test_status_and_owner_come_from_the_words_beside() -> None:
    (mention,) = READERS["en"].read("Two Russian tanks were destroyed at dawn. A car was stolen.")[:1]
    assert (mention.status, mention.owner) == ("destroyed", "russia")


def test_a_tanker_is_no_tank() -> None:
    assert READERS["uk"].read("Танкер стоїть у порту.") == []


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.sampled_from(sorted(READERS)))
def test_any_text_is_read_and_spans_hold_what_stands_there(text: str, code: str) -> None:
    for mention in READERS[code].read(text):
        assert text[mention.span.start : mention.span.end] == mention.span.exact


@pytest.mark.parametrize(
    ("code", "text", "models"),
    [
        ("en", "A patriot and a leopard.", []),
        ("en", "A Patriot battery and a Leopard.", ["patriot", "leopard-2"]),
        ("ru", "Сбили шахеды и «Калибры».", ["shahed-136"]),
        ("uk", "Передали Бредлі й бредлі.", ["m2a2-bradley", "m2a2-bradley"]),
    ],
)
def test_a_models_nickname_needs_the_capital_its_pack_gives_it(code: str, text: str, models: list[str]) -> None:
    found = READERS[code].read(text)
    assert [mention.model for mention in found if mention.model] == models
