"""Maps and lists of a folder: versions of a list beside each other, settlements by their cells, equipment in the ledger."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from tests.observe.drawn import ring
from zvirka.model.account import Account
from zvirka.model.observations import AreaObservation, CountObservation, RevisionObservation

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
CASE = """
schema = 1
[[boundaries]]
place = "geonames:706482"
file = "border.geojson"
source = "drawn"
[[questions]]
measure = "territory_regained"
place = "geonames:706482"
since = 2022-09-06
[[lists]]
kind = "oryx_events"
file = "newer.csv"
source = "Watch"
as_of = 2022-09-16
[[lists]]
kind = "oryx_events"
file = "older.csv"
source = "Watch"
as_of = 2022-09-12
[[lists]]
kind = "settlement_statuses"
file = "statuses.csv"
source = "Villages"
cells = "cells.geojson"
"""
EVENTS = "country,origin,system,status,url,date_recorded\n"
LINK = "https://example.org/a"
NAMES = [f"test:{number}" for number in range(8)]


def drawn(*features: tuple[str, list[list[float]]]) -> str:
    shapes = [
        {"type": "Feature", "properties": {"place_id": id}, "geometry": {"type": "Polygon", "coordinates": [outline]}}
        for id, outline in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": shapes})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of lists alone: two versions of one, and settlements in eight strips of land from west to east."""
    rows = [f"Russia,x,{number} T-80BVM,destroyed,{LINK}/{number},2022-09-0{number}\n" for number in (1, 2, 3)]
    statuses = [
        f"{name},{name},{35.05 + number * 0.1:.2f},49.5,{'held' if number > line else 'liberated'},"
        f"{'russia' if number > line else 'ukraine'},2022-09-{day},Watcher\n"
        for day, line in (("05", -1), ("12", 5))
        for number, name in enumerate(NAMES)
    ]
    files = {
        "case.toml": CASE,
        "older.csv": EVENTS + "".join(rows),
        "newer.csv": EVENTS + rows[0] + rows[2],
        "statuses.csv": "place,place_id,lon,lat,status,holder,as_of,source\n" + "".join(statuses),
        "border.geojson": drawn(("", ring(35, 49, 35.8, 50))),
        "cells.geojson": drawn(
            *((name, ring(35 + n / 10, 49, 35 + (n + 1) / 10, 50)) for n, name in enumerate(NAMES)),
            ("", ring(35, 49, 36, 50)),
        ),
    }
    target = tmp_path_factory.mktemp("lists") / "in"
    target.mkdir()
    for name, text in files.items():
        (target / name).write_text(text, encoding="utf-8")
    return target


def run(folder: Path) -> Account:
    return zvirka.run(folder, folder.parent / "case", jobs=1, now=NOW).account


@pytest.fixture(scope="module")
def account(folder: Path) -> Account:
    return run(folder)


def test_of_two_versions_of_a_list_the_later_counts_and_what_it_took_back_is_told(account: Account) -> None:
    totals = [seen.total for seen in account.observations if isinstance(seen, CountObservation)]
    assert max(totals) == 2
    [revision] = [seen for seen in account.observations if isinstance(seen, RevisionObservation)]
    assert (str(revision.day), revision.before, revision.after, revision.lowered) == ("2022-09-02", 2, 1, True)
    assert (str(revision.before_at), str(revision.after_at)) == ("2022-09-12", "2022-09-16")
    [held] = account.ledger.lists
    assert (held.source, held.rows, held.lacks) == ("Watch", 2, ("place", "position", "day_of_loss"))


def test_settlements_give_areas_that_stand_aside_the_same_on_every_run(account: Account, folder: Path) -> None:
    assert run(folder).observations == account.observations
    seen = {str(each.as_of): each for each in account.observations if isinstance(each, AreaObservation)}
    assert {(each.source, each.aside) for each in seen.values()} == {("Villages", "cells")}
    assert (seen["2022-09-05"].since, seen["2022-09-05"].unknown_km2) == (None, 0.0)
    regained = seen["2022-09-12"]
    assert str(regained.since) == "2022-09-05"
    assert regained.regained_low_km2 is not None
    assert regained.regained_low_km2 / (seen["2022-09-05"].held_km2 or 0) == pytest.approx(5 / 8, abs=0.01)
    assert (regained.regained_high_km2 or 0) / (seen["2022-09-05"].held_km2 or 0) == pytest.approx(7 / 8, abs=0.01)
    told = [issue for issue in account.issues if issue.path == "cells.geojson"]
    assert [(issue.code, issue.count) for issue in told] == [("partly_read", 1)]
    assert not any(finding.observations for finding in account.findings)
