"""Re-sightings: one object at different days, with what follows from that and what does not."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tests.fakes import Builder
from tests.reconcile.test_ledger import row
from zvirka.ground import Ground, load_ground
from zvirka.model.claims import Claim
from zvirka.model.findings import Link, LinkReason
from zvirka.model.ledger import Resighting
from zvirka.reconcile.resightings import resightings_of

IZIUM, KUPIANSK = "geonames:707292", "geonames:703656"


@pytest.fixture(scope="module")
def ground() -> Ground:
    return load_ground("ukraine")


def told(
    later: str = "the tank was still by the mill", day: str = "2022-09-11", first_place: str = "", place: str = ""
) -> tuple[Claim, Claim]:
    """Two claims of one report: a picture of a T-80BVM that went round, and a later sighting."""
    case = Builder()
    report = case.report(f"A photo of a T-80BVM went round on 9 September. Later {later}.")
    first = case.claim(
        report, "A photo of a T-80BVM went round", "media_posted", model="t-80bvm", event="2022-09-09", place=first_place, role="at"
    )  # fmt: skip
    second = case.claim(report, later, "sighting", model="t-80bvm", event=day, place=place, role="at")
    return first, second


def person(left: str, right: str) -> Link:
    return Link("same_object", left, right, (LinkReason("person"),), by="Anna")


def one(found: tuple[Resighting, ...]) -> Resighting:
    [made] = found
    return made


def test_a_report_that_tells_of_the_tank_again_gives_one_object_with_dated_sightings(ground: Ground) -> None:
    first, second = told()
    made = one(resightings_of([second, first], [], [], ground))
    assert (made.model, made.cls, made.owner, made.joined_by) == ("t-80bvm", "tank", "russia", ("one_report",))
    assert [(each.kind, each.id, str(each.earliest), each.basis) for each in made.sightings] == [
        ("claim", first.id, "2022-09-09", "circulated"),
        ("claim", second.id, "2022-09-11", "told"),
    ]


def test_what_a_picture_shows_was_there_by_the_day_it_went_round_and_since_when_stays_open(ground: Ground) -> None:
    made = one(resightings_of(told(), [], [], ground))
    assert made.follows == ("seen_again", "by_first_day")
    assert made.open == ("one_object", "still_between", "why_there", "since_when")


@pytest.mark.parametrize(
    ("later", "day", "places"),
    [
        ("another T-80BVM stood by the mill", "2022-09-11", ("", "")),
        ("the tank was still by the mill", "2022-09-09", ("", "")),
        ("the tank was by a mill elsewhere", "2022-09-11", (IZIUM, KUPIANSK)),
    ],
    ids=["names its model anew", "same day", "other place"],
)
def test_what_may_be_another_machine_or_the_same_day_is_no_resighting(
    ground: Ground, later: str, day: str, places: tuple[str, str]
) -> None:
    assert resightings_of(told(later, day, *places), [], [], ground) == ()


def test_two_reports_are_joined_by_a_person_alone(ground: Ground) -> None:
    case = Builder()
    claims = [
        case.claim(
            case.report(f"A T-80BVM stood there, day {day}."), "A T-80BVM stood there", "sighting", model="t-80bvm",
            event=f"2022-09-{day:02}", place=place, role="at",
        )
        for day, place in ((9, IZIUM), (11, KUPIANSK))
    ]  # fmt: skip
    assert resightings_of(claims, [], [], ground) == ()
    made = one(resightings_of(claims, [], [person(claims[0].id, claims[1].id)], ground))
    assert made.joined_by == ("decided",)
    assert made.follows == ("seen_again", "other_place")
    assert made.open == ("one_object", "why_there")


def test_rows_in_two_states_that_a_person_calls_one_vehicle_changed_their_state(ground: Ground) -> None:
    rows = [
        replace(row(1, status="abandoned", day=9, basis="seen"), place=IZIUM),
        replace(row(2, status="captured", day=12, basis="seen"), place=IZIUM),
    ]
    assert resightings_of([], rows, [], ground) == ()
    rule = Link("same_object", rows[0].id, rows[1].id, (LinkReason("rule"),))
    assert resightings_of([], rows, [rule], ground) == ()
    made = one(resightings_of([], rows, [person(rows[0].id, rows[1].id)], ground))
    assert made.follows == ("seen_again", "one_place", "state_changed")
    assert "since_when" not in made.open
    assert [each.status for each in made.sightings] == ["abandoned", "captured"]


def test_rows_of_a_list_stay_candidates(ground: Ground) -> None:
    first, second = told()
    listed = row(5)
    candidate = Link("candidate_object", second.id, listed.id, (LinkReason("candidate:model_place_date"),))
    made = one(resightings_of([first, second], [listed], [candidate], ground))
    assert made.candidates == (listed.id,)
    assert listed.id not in {each.id for each in made.sightings}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_what_is_given_does_not_matter(ground: Ground, seed: int) -> None:
    claims = list(told())
    rows = [row(number, day=day, basis="seen") for number, day in ((1, 9), (2, 12), (3, 14))]
    links = [person(rows[0].id, rows[1].id), person(rows[2].id, rows[1].id), person(claims[1].id, rows[0].id)]
    expected = resightings_of(claims, rows, links, ground)
    assert len(one(expected).sightings) == 5
    for each in (claims, rows, links):
        Random(seed).shuffle(each)
    assert resightings_of(claims, rows, links, ground) == expected
