"""The ledger: rows are not vehicles, pictures are not rows, and claims stand beside what pictures show."""

from __future__ import annotations

from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.ground import Ground, load_ground
from zvirka.model.case import ListRule
from zvirka.model.ledger import Ledger
from zvirka.model.observations import CountObservation, LossObservation, Observation
from zvirka.model.times import Moment
from zvirka.observe.lists import list_observations
from zvirka.observe.tables import read_table
from zvirka.reconcile.ledger import ledger_of, vehicles_of

TANK, FAMILY, OTHER = "t-80bvm", "t-80", "t-72b3"
LINK = "https://example.org/a"


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


def row(
    number: int,
    source: str = "Watch",
    model: str | None = TANK,
    status: str = "captured",
    day: int = 11,
    evidence: str | None = LINK,
    owner: str = "russia",
    basis: str = "loss",
    place: str | None = None,
    own: str | None = None,
) -> LossObservation:
    return LossObservation(
        id=f"{source}-{number:03}",
        source=source,
        owner=owner,
        cls="tank",
        model=model,
        model_as_written=model or "tank",
        status=status,
        count=1,
        day=Moment(date(2022, 9, day)),
        date_basis=basis,
        place=None,
        place_as_written=place,
        lon=37.2 if place else None,
        lat=49.2 if place else None,
        evidence=evidence,
        row=number,
        number=own,
        items=("item",),
    )


def count(source: str, status: str, day: int, total: int, basis: str, cls: str = "tank") -> CountObservation:
    moment = Moment(date(2022, 9, day))
    return CountObservation(
        f"{source}{cls}{status}{day}", source, "russia", cls, status, moment, total, None, basis, 1, ("i",)
    )


def verdicts(ledger: Ledger) -> list[tuple[str, tuple[str, ...]]]:
    return [(pair.verdict, pair.reasons) for picture in ledger.pictures for pair in picture.pairs]


def test_two_lists_with_one_link_and_one_model_of_it_have_one_vehicle_with_dated_states(ground: Ground) -> None:
    ledger = ledger_of(
        [
            row(7, place="Izium"),
            row(1, "List", day=12, basis="recorded", evidence="http://www.example.org/a?s=20", status="abandoned"),
            row(2, "List", OTHER, day=12, basis="recorded"),
        ],
        ground,
    )
    [vehicle] = ledger.vehicles
    assert (vehicle.model, vehicle.place_as_written, vehicle.owner) == (TANK, "Izium", "russia")
    assert [(state.status, str(state.day), state.date_basis) for state in vehicle.states] == [
        ("captured", "2022-09-11", "loss"),
        ("abandoned", "2022-09-12", "recorded"),
    ]
    [picture] = ledger.pictures
    assert (picture.address, picture.vehicles_low, picture.vehicles_high) == ("example.org/a", 2, 2)
    assert sorted(verdicts(ledger)) == [
        ("different", ("other_model",)),
        ("different", ("other_model",)),
        ("same", ("one_link_one_model",)),
    ]


def test_a_family_and_its_member_may_be_one_vehicle_and_the_narrower_names_it(ground: Ground) -> None:
    [vehicle] = ledger_of([row(1, model=FAMILY), row(1, "List")], ground).vehicles
    assert vehicle.model == TANK


@pytest.mark.parametrize(
    ("second", "verdict", "reason"),
    [
        (row(2), "different", "one_list_counts_both"),
        (row(2, status="damaged"), "undecided", "states_may_follow"),
        (row(2, owner="ukraine"), "different", "other_owner"),
        (row(2, model=OTHER), "different", "other_model"),
    ],
)
def test_rows_of_one_list_and_picture_are_told_apart_with_the_reason(
    second: LossObservation, verdict: str, reason: str, ground: Ground
) -> None:
    assert verdicts(ledger_of([row(1), second], ground)) == [(verdict, (reason,))]


def test_a_row_that_a_list_repeats_under_its_own_number_is_the_same(ground: Ground) -> None:
    ledger = ledger_of([row(1, own="77"), row(2, own="77")], ground)
    assert verdicts(ledger) == [("same", ("row_repeated",))]
    [tally], [picture] = ledger.tallies, ledger.pictures
    assert (tally.rows, tally.vehicles_low, tally.vehicles_high) == (2, 1, 1)
    assert (picture.vehicles_low, picture.vehicles_high) == (1, 1)


def test_where_a_list_has_several_of_the_model_it_stays_undecided_which_is_meant(ground: Ground) -> None:
    ledger = ledger_of([row(1), row(1, "List"), row(2, "List")], ground)
    assert verdicts(ledger).count(("undecided", ("several_of_the_model",))) == 2
    assert ledger.vehicles == ()


def test_rows_in_several_states_are_fewer_vehicles_at_least_and_rows_in_one_state_are_not(ground: Ground) -> None:
    assert vehicles_of([row(1, status="damaged"), row(2, status="captured")]) == (1, 2)
    assert vehicles_of([row(1), row(2)]) == (2, 2)
    assert vehicles_of([row(1, evidence=None, status="damaged"), row(2, evidence=None)]) == (2, 2)
    [tally] = ledger_of([row(1, status="damaged"), row(2), row(3, evidence="x.example/b")], ground).tallies
    assert (tally.rows, tally.vehicles_low, tally.vehicles_high, tally.pictures) == (3, 2, 3, 2)


def test_claims_stand_beside_pictures_by_day_and_status_and_only_on_days_a_list_was_kept(ground: Ground) -> None:
    claimed = [count("Staff", "lost", day, 100 + 10 * day, "published") for day in (4, 5, 6, 7)]
    kept = [
        count("List", status, day, total, "snapshot")
        for status, day, total in (("destroyed", 5, 50), ("captured", 5, 20), ("destroyed", 7, 55), ("captured", 7, 45))
    ]
    [found] = ledger_of([*claimed, *kept], ground).comparisons
    assert (found.claimed_last - found.claimed_first, found.listed_last - found.listed_first) == (20, 30)
    assert found.by_status == (("captured", 20, 45), ("destroyed", 50, 55))
    assert [(str(day), *both) for day, *both in found.days] == [("2022-09-05", 150, 70), ("2022-09-07", 170, 100)]


def test_a_list_that_goes_on_without_a_class_is_compared_to_its_own_end(ground: Ground) -> None:
    claimed = [count("Staff", "lost", day, 10 * day, "published") for day in (4, 9)]
    watched = [count("Watch", "destroyed", 5, 2, "loss"), count("Watch", "destroyed", 9, 1, "loss", "truck")]
    watched.append(count("Watch", "destroyed", 3, 1, "loss", "truck"))
    [found] = ledger_of([*claimed, *watched], ground).comparisons
    assert (str(found.first), str(found.last), found.listed_first, found.listed_last) == (
        "2022-09-04",
        "2022-09-09",
        0,
        2,
    )


STAFF = "date,tank\n2022-09-05,2068\n2022-09-16,2199\n"
TALLIES = (
    "snapshot,country,equipment_type,destroyed,abandoned,captured,damaged\n"
    "2022-09-05,Russia,Tanks,627,51,288,42\n2022-09-16,Russia,Tanks,672,51,361,44\n"
)
"""Tanks as the General Staff published them and as Oryx tallied them (scarnecchia/oryx_data, CC BY 4.0), on two days."""


def listed(kind: str, text: str, ground: Ground) -> list[Observation]:
    table = read_table(text.encode(), path=f"{kind}.csv", kind=kind)
    found, issues = list_observations(
        ListRule(kind, f"{kind}.csv"), table, item=kind, ground=ground, zone=ZoneInfo("Europe/Kyiv")
    )
    assert issues == []
    return found


def test_between_5_and_16_september_2022_staff_added_131_tanks_and_oryx_120_of_which_73_captured(
    ground: Ground,
) -> None:
    tallies = [*listed("official_counts", STAFF, ground), *listed("list_tallies", TALLIES, ground)]
    [found] = ledger_of(tallies, ground).comparisons
    assert (found.owner, found.cls) == ("russia", "tank")
    assert found.claimed_last - found.claimed_first == 131
    assert found.listed_last - found.listed_first == 120
    made_up = {status: last - first for status, first, last in found.by_status}
    assert made_up == {"destroyed": 45, "abandoned": 0, "captured": 73, "damaged": 2}


def test_the_t80bvm_of_izium_is_in_both_lists_by_its_link_and_carries_what_either_knows(ground: Ground) -> None:
    link = "https://twitter.com/UAWeapons/status/1569038512116334592"
    events = (
        "country,origin,system,status,url,date_recorded\n"
        f"Russia,Russia,37 T-80BVM,captured,{link},2022-09-12\nRussia,Russia,1 T-80BV,captured,{link}?s=20,2022-09-12\n"
    )
    seen = (
        "date,owner,class,model,status,count,place,lat,lon,source,address\n"
        f"2022-09-11,russia,tank,T-80BVM,captured,1,Izium,49.192502,37.258539,Spotters,{link}\n"
    )
    ledger = ledger_of([*listed("oryx_events", events, ground), *listed("sightings", seen, ground)], ground)
    [vehicle] = ledger.vehicles
    assert (vehicle.model, vehicle.place, vehicle.lat, vehicle.lon) == (
        "t-80bvm",
        "geonames:707292",
        49.192502,
        37.258539,
    )
    assert [(state.source, state.status, str(state.day)) for state in vehicle.states] == [
        ("Spotters", "captured", "2022-09-11"),
        ("Oryx", "captured", "2022-09-12"),
    ]
    [picture] = ledger.pictures
    assert (len(picture.rows), picture.vehicles_low, picture.vehicles_high) == (3, 2, 2)


def test_what_a_list_lacks_and_never_records_is_said(ground: Ground) -> None:
    staff, watch = ledger_of([row(1, place="Izium"), count("Staff", "lost", 5, 3, "published", "mortar")], ground).lists
    assert (staff.never, watch.never) == (("tank",), ("mortar",))
    assert staff.lacks == ("place", "position", "evidence", "model", "day_of_loss")
    assert watch.lacks == ()


@given(
    st.lists(
        st.builds(
            row,
            st.integers(1, 9),
            st.sampled_from(["Watch", "List"]),
            st.sampled_from([TANK, FAMILY, OTHER, None]),
            st.sampled_from(["captured", "damaged", "abandoned, captured"]),
            evidence=st.sampled_from([LINK, "b.example/c", None]),
        ),
        unique_by=lambda each: each.id,
        max_size=9,
    ),
    st.randoms(),
)
def test_counts_are_ranges_within_the_rows_and_do_not_depend_on_order(
    rows: list[LossObservation], random: Random
) -> None:
    ground = load_ground("ukraine")
    ledger = ledger_of(rows, ground)
    for tally in ledger.tallies:
        assert 1 <= tally.vehicles_low <= tally.vehicles_high == tally.rows
    for picture in ledger.pictures:
        assert 1 <= picture.vehicles_low <= picture.vehicles_high <= len(picture.rows)
    random.shuffle(rows)
    assert ledger_of(rows, ground) == ledger
