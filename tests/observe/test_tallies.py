"""Running tallies and versions of lists: what was taken back is told."""

from __future__ import annotations

from datetime import date

from tests.observe.test_lists import read, tallies
from zvirka.model.observations import RevisionObservation
from zvirka.model.times import Moment
from zvirka.observe.tallies import revisions

HEAD = "snapshot,country,equipment_type,destroyed,abandoned,captured,damaged,date_recorded\n"


def told(found: list[object]) -> list[tuple[str, str, str, int, int, bool]]:
    return [
        (one.cls_as_written, one.status, str(one.day), one.before, one.after, one.lowered)
        for one in found
        if isinstance(one, RevisionObservation)
    ]


def test_running_tallies_are_counted_by_class_and_state_of_each_version() -> None:
    text = HEAD + "2030-03-01,Redland,Tanks,10,2,5,1,2030-03-01\n2030-03-03,Redland,Tanks,12,2,9,1,2030-03-03\n"
    found, issues = read("list_tallies", text)
    assert [(one.status, str(one.day), one.total, one.increment) for one in tallies(found)] == [
        ("abandoned", "2030-03-01", 2, None),
        ("abandoned", "2030-03-03", 2, 0),
        ("captured", "2030-03-01", 5, None),
        ("captured", "2030-03-03", 9, 4),
        ("damaged", "2030-03-01", 1, None),
        ("damaged", "2030-03-03", 1, 0),
        ("destroyed", "2030-03-01", 10, None),
        ("destroyed", "2030-03-03", 12, 2),
    ]
    assert {(one.cls, one.owner, one.date_basis) for one in tallies(found)} == {("tank", "reds", "snapshot")}
    assert (told(list(found)), issues) == ([], [])


def test_a_tally_silently_lowered_in_a_later_version_is_told() -> None:
    text = HEAD + "2030-03-01,Redland,Tanks,10,2,5,1,\n2030-03-02,Redland,Tanks,9,3,5,1,\n"
    found, _ = read("list_tallies", text)
    assert told(list(found)) == [("Tanks", "destroyed", "2030-03-02", 10, 9, True)]


def test_an_official_tally_that_goes_down_is_told() -> None:
    found, _ = read("official_counts", "date,tank\n2030-03-01,10\n2030-03-02,8\n2030-03-03,11\n")
    assert told(list(found)) == [("tank", "lost", "2030-03-02", 10, 8, True)]


def test_the_former_name_of_a_heading_is_not_counted_beside_it() -> None:
    text = HEAD + "2030-03-09,Redland,Tanks,4,0,0,0,2030-01-01\n2030-03-09,Redland,TANKS,7,0,0,0,2030-03-09\n"
    found, _ = read("list_tallies", text)
    assert [one.total for one in tallies(found) if one.status == "destroyed"] == [7]


def test_headings_unknown_to_the_pack_and_broken_rows_are_told() -> None:
    text = (
        HEAD
        + "2030-03-01,Redland,Hovercraft,4,0,0,0,\nnever,Redland,Tanks,4,0,0,0,\n2030-03-01,Redland,Tanks,x,0,0,0,\n"
    )
    found, issues = read("list_tallies", text)
    assert found == []
    assert sorted((one.code, one.place) for one in issues) == [
        ("partly_read", None),
        ("row_invalid", "line 3"),
        ("row_invalid", "line 4"),
    ]


def test_a_change_in_a_version_is_told_once_not_on_all_later_days() -> None:
    head = "country,origin,system,status,url,date_recorded\n"
    days = [f"Redland,x,{day} M-7,destroyed,,2030-03-{day:02}\n" for day in range(1, 9)]
    older, _ = read("oryx_events", head + "".join(days), source="Watch")
    newer, _ = read("oryx_events", head + "".join(days[:2] + days[3:]), source="Watch")
    taken = (Moment(date(2030, 3, 8)), Moment(date(2030, 3, 9)))
    assert told(list(revisions(older, newer, *taken))) == [("tank", "destroyed", "2030-03-03", 3, 2, True)]


def test_what_a_later_version_says_otherwise_of_the_same_days_is_told() -> None:
    head = "country,origin,system,status,url,date_recorded\n"
    kept = "Redland,x,1 M-7,destroyed,,2030-03-01\n"
    gone = "Redland,x,2 M-7,destroyed,,2030-03-02\n"
    late = "Redland,x,1 M-7,captured,,2030-03-02\n"
    older, _ = read("oryx_events", head + kept + gone, source="Watch")
    newer, _ = read("oryx_events", head + kept + late, source="Watch")
    taken = (Moment(date(2030, 3, 2)), Moment(date(2030, 3, 9)))
    found = revisions(older, newer, *taken)
    assert told(list(found)) == [("tank", "destroyed", "2030-03-02", 2, 1, True)]
    assert (found[0].before_at, found[0].after_at) == taken
    assert revisions(older, older, *taken) == []
