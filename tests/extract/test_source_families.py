"""Families of words for who speaks: trades, offices, kin, units, parties, papers, of other wars too."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read

_EN = "{} said that 40 tanks were destroyed near Izium."
_UK = "{} повідомляє, що під Ізюмом знищено 40 танків."


@pytest.mark.parametrize(
    ("code", "source", "kind", "side"),
    [
        ("en", "A taxi driver", "eyewitness", "unknown"),
        ("en", "A charcoal seller", "eyewitness", "unknown"),
        ("en", "The Chief Monitor", "official", None),
        ("en", "A local policeman", "official", None),
        ("en", "A weapons expert", "analyst", None),
        ("en", "A flight tracker", "tracker", None),
        ("en", "The Hamas-run health ministry", "official", "third"),
        ("en", "The Taliban", None, "third"),
        ("en", "A Wagner fighter", "military_unnamed", "russia"),
        ("en", "The 810th Marine Brigade", None, "russia"),
        ("en", "The 3rd Assault Brigade", "official", "ukraine"),
        ("en", "The Ukrainians", "official", "ukraine"),
        ("en", "A pro-war blogger", "blogger", "russia"),
        ("en", "A leaked memo", "official_document", None),
        ("uk", "Таксист", "eyewitness", "unknown"),
        ("uk", "Двоюрідна сестра", "eyewitness", "unknown"),
        ("uk", "Армія Таїланду", "official", "third"),
        ("uk", "МОЗ Гази", "official", "third"),
        ("uk", "Народна депутатка", "politician", "ukraine"),
        ("uk", "Боєць «Вагнера»", "military_unnamed", "russia"),
        ("uk", "Ексканцлер Німеччини", "politician", "third"),
        ("uk", "Співрозмовник у портовій адміністрації", "unnamed", None),
        ("uk", "Мобік із Тули", "military_unnamed", "russia"),
    ],
)
def test_a_source_is_of_the_kind_and_side_its_words_tell(
    code: str, source: str, kind: str | None, side: str | None
) -> None:
    claims = read((_EN if code == "en" else _UK).format(source), code)[0]
    (told, *rest) = claims[0].attribution
    assert (told.kind if kind else None, told.side if side else None, rest) == (kind, side, [])


def test_the_last_entry_behind_a_dash_tells_who_died_and_not_who_speaks() -> None:
    claims = read("22 квітня в Ізюмі загинули 26 людей, майже всі – туристи.", "uk")[0]
    assert claims
    assert all(not claim.attribution for claim in claims)


def test_a_marine_told_by_what_he_asked_for_is_a_soldier() -> None:
    words = "On 16 May 53 wounded were carried out of Azovstal, says Denys, a marine who asked that his surname be left out."
    assert [step.kind for step in read(words, "en")[0][0].attribution] == ["military_unnamed"]


def test_two_sources_in_an_army_are_military() -> None:
    words = "Загони перейшли кордон під Ізюмом, пише Reuters із посиланням на два джерела в сирійській армії."
    assert [step.kind for step in read(words, "uk")[0][0].attribution] == ["military_unnamed", "media"]
