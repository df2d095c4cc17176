"""What maps, lists and statuses say to a claim, and when they cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reconcile.hand import (
    IZIUM,
    KHARKIV,
    KYIV,
    RUSSIA,
    UKRAINE,
    Folder,
    area,
    ground,
    loss,
    maps,
    moment,
    place,
    said_by,
    sept,
    slot,
)
from zvirka.model.claims import EquipmentSlot
from zvirka.model.findings import ClaimBacking, Finding
from zvirka.model.observations import CountObservation, Observation, StatusObservation, observation_id
from zvirka.model.spans import Span
from zvirka.reconcile.losses import distance_m, same_address
from zvirka.reconcile.maps import described_day


def backing_of(
    folder: Folder, observations: list[Observation], measure: str = "territory_regained"
) -> ClaimBacking | None:
    """The backing of the last claim in its first question of that measure."""
    finding = finding_of(folder, observations, measure)
    return next((entry for entry in finding.backings if entry.claim == folder.claims[-1].id), None)


def finding_of(folder: Folder, observations: list[Observation], measure: str) -> Finding:
    return next(entry for entry in folder.reconcile(observations).findings if entry.question.measure == measure)


def tally(source: str, cls: str, day: int, total: int, basis: str = "published") -> CountObservation:
    when = moment(f"2022-09-{day:02d}")
    return CountObservation(
        observation_id("count", source, cls, day), source, "russia", cls, "lost", when, total, None, basis, 1, ("list",)
    )


def status(source: str, where: str, day: int, what: str, holder: str) -> StatusObservation:
    return StatusObservation(
        observation_id("status", source, where, day),
        source,
        where,
        where,
        None,
        None,
        what,
        holder,
        moment(f"2022-09-{day:02d}"),
        None,
        1,
        ("list",),
    )


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2022-09-09T22:25:22Z", 9),
        ("2022-09-12T16:06:55Z", 12),
        ("2022-09-05T21:01:07Z", 5),
        ("2022-09-10T01:30:00Z", 10),
        ("2022-09-10", 10),
    ],
)
def test_the_hours_after_midnight_belong_to_the_day_before(instant: str, day: int) -> None:
    assert described_day(moment(instant), KYIV) == date(2022, 9, day)


def test_a_day_without_a_map_has_no_backing_and_an_unknown_day_cannot_be_told() -> None:
    late, undated = Folder(), Folder()
    late.claim("a", "9,000 in all", 9000, since=6, as_of=23, said=23)
    undated.claim("a", "9,000 in all", 9000, since=6, said=None)
    found, other = backing_of(late, maps()), backing_of(undated, maps())
    assert found is not None
    assert other is not None
    assert (found.backing, other.backing) == ("none", "cannot_tell")


def test_of_an_unmapped_place_and_a_part_that_is_said_to_be_stabilised_maps_cannot_tell() -> None:
    elsewhere, part = Folder(), Folder()
    elsewhere.claim("a", "200 there", 200, at=RUSSIA, since=6, said=12)
    part.claim("a", "3,800 stabilised", 3800, since=6, said=14, definition="stabilised")
    for folder in (elsewhere, part):
        found = backing_of(folder, maps())
        assert found is None or found.backing == "cannot_tell"


def test_a_part_larger_than_the_maps_whole_is_outside() -> None:
    folder = Folder()
    folder.claim("a", "9,800 stabilised", 9800, since=6, as_of=14, said=14, definition="stabilised")
    found = backing_of(folder, maps())
    assert found is not None
    assert found.backing == "outside"


def test_a_figure_for_a_larger_place_is_outside_where_it_is_less_than_a_part_of_it_already_shows() -> None:
    folder = Folder()
    folder.claim("a", "2,000 in the country", 2000, at=UKRAINE, since=6, as_of=14, said=14)
    found = next(entry for finding in folder.reconcile(maps()).findings for entry in finding.backings)
    assert (found.backing, found.low, found.high) == ("outside", 8145.5, None)


def test_a_figure_between_two_sources_is_borne_out_in_part() -> None:
    folder = Folder()
    folder.claim("a", "5,000 by then", 5000, since=6, as_of=10, said=10)
    found = backing_of(
        folder,
        [
            area("A", "2022-09-10", 1000, 2000, since="2022-09-05"),
            area("B", "2022-09-10", 7000, 8000, since="2022-09-05"),
        ],
    )
    assert found is not None
    assert found.backing == "partly"


def test_a_map_without_the_baseline_asked_for_bounds_from_one_side_only() -> None:
    folder = Folder()
    folder.claim("a", "900 since the first", 900, since=1, as_of=10, said=10)
    found = backing_of(folder, [area("A", "2022-09-10", 1000, 2000, since="2022-09-05")])
    assert found is not None
    assert (found.backing, found.low, found.high) == ("outside", 1000, None)


def test_a_figure_without_a_place_is_outside_where_even_all_the_place_asked_about_shows_less() -> None:
    for value, expected in ((10_000, "outside"), (3000, "cannot_tell")):
        folder = Folder()
        folder.claim("a", f"{value} of its territory", value, at=None, since=6, as_of=11, said=14)
        found = backing_of(folder, maps())
        assert found is not None
        assert (found.backing, found.fits_on) == (expected, ())


def test_of_maps_measured_against_several_baselines_the_one_asked_for_is_used() -> None:
    folder = Folder()
    folder.claim("a", "1,500 since the sixth", 1500, since=6, as_of=10, said=10)
    seen = [
        area("A", "2022-09-10", 1400, 1600, since="2022-09-05"),
        area("A", "2022-09-10", 100, 200, since="2022-09-09"),
    ]
    finding = finding_of(folder, list(seen), "territory_regained")
    assert (finding.backing, finding.range and finding.range.low, finding.range and finding.range.high) == (
        "fits",
        1400,
        1600,
    )


def test_ground_the_mapped_holder_says_it_won_is_read_from_what_it_gained() -> None:
    folder = Folder()
    folder.claim("a", "2,400 won", 2400, actor="russia", since=6, as_of=10, said=10)
    found = backing_of(folder, maps())
    assert found is not None
    assert found.backing == "none", "these maps measured no ground lost to the holder"


def test_control_is_read_from_what_is_held() -> None:
    folder = Folder()
    folder.claim("a", "still 2,000 held", 2000, kind="control", actor="russia", as_of=12, form="level")
    found = backing_of(folder, maps(), "control")
    assert found is not None
    assert (found.backing, found.low) == ("fits", 1638.8)


def test_a_settlements_change_of_hands_is_read_from_lists_of_statuses() -> None:
    folder = Folder()
    folder.claim("a", "the town was freed", at=IZIUM, event=10, said=10)
    listed = [
        status("A", IZIUM, 10, "liberated", "ukraine"),
        status("B", IZIUM, 9, "held", "russia"),
        status("A", IZIUM, 12, "held", "russia"),
    ]
    for rows, expected in (
        (listed[:1], "fits"),
        (listed[1:2], "cannot_tell"),
        (listed, "fits"),
        (listed[2:], "outside"),
    ):
        finding = next(entry for entry in folder.reconcile(rows, asked=()).findings if entry.question.place == IZIUM)
        assert finding.backing == expected


def test_two_counts_of_one_sighted_class_neither_conflict_nor_are_rival_figures() -> None:
    folder = Folder()
    tanks = [EquipmentSlot(None, "tank", None, "russia", None, Span(0, 1, "t"))]
    for key, value in (("a", 9), ("b", 2)):
        folder.claim(
            key,
            f"{value} tanks there",
            value,
            kind="sighting",
            at=IZIUM,
            as_of=11,
            unit="items",
            counted="items",
            equipment=tanks,
        )
    finding = folder.reconcile(asked=()).findings[0]
    assert (finding.relation, finding.highlights) == ("single", ())


def test_a_list_that_never_records_a_class_cannot_contradict_a_claim_about_it() -> None:
    folder = Folder()
    mortars = [EquipmentSlot(None, "mortar", 3, "russia", "captured", Span(0, 1, "m"))]
    folder.claim(
        "a", "three mortars taken", 3, kind="equipment_loss", unit="items", counted="items", equipment=mortars, as_of=11
    )
    found = backing_of(folder, [tally("Official", "tank", 11, 40)], "equipment_loss:mortar")
    assert found is not None
    assert (found.backing, found.reasons[0].rule) == ("cannot_tell", "class_never_recorded")


def test_a_count_of_losses_is_held_against_the_official_tally_and_only_bounded_by_pictures() -> None:
    tanks = [EquipmentSlot(None, "tank", 86, "russia", None, Span(0, 1, "t"))]
    official = [tally("Official", "tank", day, total) for day, total in ((5, 2000), (12, 2086))]
    pictures = [tally("Pictures", "tank", day, total, "recorded") for day, total in ((5, 1000), (12, 1060))]
    for value, rows, expected in (
        (86, official, "fits"),
        (300, official, "outside"),
        (86, pictures, "cannot_tell"),
        (20, pictures, "outside"),
    ):
        folder = Folder()
        folder.claim(
            "a",
            f"{value} tanks",
            value,
            kind="equipment_loss",
            unit="items",
            counted="items",
            equipment=tanks,
            since=6,
            as_of=12,
        )
        finding = finding_of(folder, list(rows), "equipment_loss:tank")
        assert finding.backing == expected
        assert [entry.low for entry in finding.ranges] == [rows[1].total - rows[0].total]


def test_all_of_a_place_is_borne_out_once_no_source_shows_more_than_slivers_held() -> None:
    folder = Folder()
    folder.claim(
        "a",
        "the last troops left the oblast",
        kind="withdrawal",
        actor="russia",
        at=[place(KHARKIV, "from")],
        as_of=14,
        said=14,
    )
    slivers = [area("A", "2022-09-09", 10, 20, held=8000), area("A", "2022-09-14", 10, 20, held=90)]
    found = backing_of(folder, slivers, "withdrawal")
    assert found is not None
    assert (found.backing, found.low, found.high) == ("fits", 90, 90)


def test_a_sighting_of_a_class_names_rows_of_that_class_near_it_and_nothing_is_identity() -> None:
    folder = Folder()
    tanks = [EquipmentSlot(None, "tank", 2, "russia", "abandoned", Span(0, 1, "t"))]
    folder.claim("a", "two tanks left there", kind="sighting", actor=None, at=IZIUM, event=11, equipment=tanks)
    rows = [
        loss(str(number), "List", "T-72B3", 11, IZIUM, f"https://example.org/{number}", row=number)
        for number in range(1, 30)
    ]
    links = folder.reconcile(rows, asked=()).links
    assert {link.kind for link in links} == {"candidate_object"}
    assert len(links) == 20


def test_addresses_are_one_whatever_their_protocol_host_form_or_query() -> None:
    assert same_address("https://mobile.twitter.com/A/status/1?s=20") == same_address("http://x.com/a/status/1/")
    assert same_address("https://example.org/1") != same_address("https://example.org/2")


def test_distance_between_two_towns_is_good_to_a_kilometre() -> None:
    assert distance_m(37.2585, 49.1925, 36.2527, 49.9808) == pytest.approx(113_500, rel=0.02)


def test_a_source_in_the_pack_that_speaks_itself_is_one_origin_with_those_who_cite_it() -> None:
    folder = Folder()
    folder.claim("a", "about 2,500 there", 2500, "about", by=said_by("ISW", "third"), since=6, said=9)
    folder.claim("b", "ISW has 2,500", 2500, by=said_by("Institute for the Study of War", "third"), since=6, said=9)
    assert ground().sources.resolve("ISW", "en", None) is not None
    finding = folder.reconcile(maps()).findings[0]
    assert (finding.origins, finding.reports, finding.relation) == (1, 2, "single")


def test_a_figure_of_a_span_of_days_is_not_outside_where_maps_of_one_of_them_show_it() -> None:
    """ "By early September" is no claim about the tenth alone."""
    for earliest, backing in ((9, "partly"), (11, "outside")):
        folder = Folder()
        claim = folder.claim("a", "2,500 square kilometres are free", 2500, as_of=11, since=6)
        spanned = replace(claim.times, as_of=slot(sept(earliest), sept(11)))
        folder.claims = [replace(claim, times=spanned)]
        found = folder.reconcile(maps()).findings[0].backings[0]
        assert found.backing == backing
