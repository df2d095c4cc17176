"""A second theatre is data alone: Kursk oblast as the scene, August 2024, two invented reports from folder to findings."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.ground import load_ground
from zvirka.model.account import Account

CASE = Path(__file__).parent / "data" / "second_theatre"
KURSK, SUDZHA_RAION, SUDZHA = "geonames:538555", "zvirka:ru-raion-kursk-sudzhanskiy", "geonames:486816"


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    """The account of the case, read from a copy of its folder."""
    folder = tmp_path_factory.mktemp("second") / "folder"
    shutil.copytree(CASE, folder)
    return zvirka.run(folder, folder.parent / "case", jobs=1, now=datetime(2024, 8, 20, 8, tzinfo=UTC)).account


def test_figures_of_both_sides_stand_with_place_and_side(account: Account) -> None:
    found = {
        (claim.quantity.value, claim.quantity.unit, claim.places[0].id, claim.attribution[0].side)
        for claim in account.claims
        if claim.quantity is not None and claim.places and claim.attribution
    }
    assert (28.0, "settlements", SUDZHA_RAION, "russia") in found
    assert (1000.0, "km2", KURSK, "ukraine") in found


def test_fighting_is_placed_in_the_villages_named(account: Account) -> None:
    places = {place.id for claim in account.claims if claim.type == "clash" for place in claim.places}
    assert {SUDZHA, "zvirka:ru-kursk-malaya-loknya", "zvirka:ru-kursk-snagost", "geonames:544906"} <= places


def test_its_clock_and_its_country_are_those_of_the_scene() -> None:
    ground = load_ground("kursk-2024")
    assert (ground.time_zone, ground.country) == ("Europe/Moscow", "geonames:2017370")
    assert ground.gazetteer.contains(KURSK, SUDZHA)
    assert ground.gazetteer.find("на Суджанском направлении", "ru")[0].ids[0] == f"{SUDZHA}#direction"
