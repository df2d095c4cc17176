"""Lists: rows to observations, and one clear line for what could not be read."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.observe.drawn import ZONE, small_ground
from zvirka.ground import load_ground
from zvirka.model.case import ListRule
from zvirka.model.errors import FormatError
from zvirka.model.issues import Issue
from zvirka.model.observations import CountObservation, LossObservation, Observation
from zvirka.observe.lists import list_observations
from zvirka.observe.tables import COLUMNS, read_table

ORYX = "country,origin,system,status,url,date_recorded\n"
SIGHTINGS = "date,owner,class,model,status,count,place,lat,lon,source,address,note\n"
STATUSES = "place,place_id,lat,lon,status,holder,as_of,source,address\n"
AREAS = "source,place,boundary,as_of,since,held_km2,unknown_km2,regained_low_km2,regained_high_km2,method,address\n"
GROUND = small_ground()


def read(kind: str, text: str, **rule: Any) -> tuple[list[Observation], list[Issue]]:
    table = read_table(text.encode(), path="list.csv", kind=kind)
    return list_observations(ListRule(kind, "list.csv", **rule), table, item="item", ground=GROUND, zone=ZONE)


def rows(found: list[Observation]) -> list[LossObservation]:
    return [one for one in found if isinstance(one, LossObservation)]


def tallies(found: list[Observation]) -> list[CountObservation]:
    return [one for one in found if isinstance(one, CountObservation)]


def test_official_tallies_become_counts_by_class_and_day_with_their_increments() -> None:
    text = "date,day,heavy things,more heavy things,lorries,place\n2030-03-02,2,15,1,70.0,x\n2030-03-01,1,10,0,70,x\n2030-03-04,4,16,1,,x\n"
    found, issues = read("official_counts", text)
    assert [(one.cls, str(one.day), one.total, one.increment) for one in tallies(found)] == [
        ("tank", "2030-03-01", 10, None),
        ("tank", "2030-03-02", 16, 6),
        ("tank", "2030-03-04", 17, 1),
        ("truck", "2030-03-01", 70, None),
        ("truck", "2030-03-02", 70, 0),
    ]
    assert {(one.source, one.owner, one.status, one.date_basis) for one in tallies(found)} == {
        ("Ministry", "reds", "lost", "published")
    }
    assert issues == []


def test_a_cell_that_is_no_count_leaves_the_others_of_its_day() -> None:
    found, [issue] = read("official_counts", "date,tank,Lorries\n2030-03-01,4,7\n2030-03-02,-,9\n")
    assert [(one.cls, str(one.day), one.total) for one in tallies(found)] == [
        ("tank", "2030-03-01", 4),
        ("truck", "2030-03-01", 7),
        ("truck", "2030-03-02", 9),
    ]
    assert (issue.place, "'-'" in issue.message) == ("line 3", True)


@pytest.mark.parametrize("written", ["3160", "3,160", "3 160", "3\u00a0160", "3’160", "3160.0"])
def test_counts_may_be_written_in_groups_of_three(written: str) -> None:
    [one], issues = read("official_counts", f'date,tank\n2030-03-01,"{written}"\n')
    assert tallies([one])[0].total == 3160
    assert issues == []


@pytest.mark.parametrize("written", ["3,16", "3,1600", "31,60,000", "3.160", "1,5"])
def test_what_may_be_a_decimal_is_no_count(written: str) -> None:
    found, [issue] = read("official_counts", f'date,tank\n2030-03-01,"{written}"\n')
    assert found == []
    assert "is no count" in issue.message


def test_positions_may_have_a_decimal_comma_and_days_dots() -> None:
    found, issues = read("sightings", SIGHTINGS + '11.03.2030,reds,tank,M-7,seen,1,Milltown,"52,001","30,25",A,,\n')
    [one] = rows(found)
    assert (one.lat, one.lon, str(one.day)) == (52.001, 30.25, "2030-03-11")
    assert issues == []


@pytest.mark.parametrize(
    ("language", "written", "status"),
    [
        ("uk", "покинуто, згодом захоплений", "abandoned, captured"),
        ("uk", "Знищена", "destroyed"),
        ("ru", "подбит и брошен", "damaged, abandoned"),
        ("en", "Damaged beyond repair", "damaged"),
        ("en", "seen", "seen"),
    ],
)
def test_states_are_told_in_the_languages_of_the_theatre(language: str, written: str, status: str) -> None:
    table = read_table(
        (SIGHTINGS + f'2022-09-11,russia,tank,T-72,"{written}",1,Izium,,,A,,\n').encode(), path="a", kind="sightings"
    )
    found, _ = list_observations(
        ListRule("sightings", "a"), table, item="item", ground=load_ground("ukraine"), zone=ZONE
    )
    assert rows(found)[0].status == status, language


def test_a_column_of_figures_of_no_known_class_is_told_and_a_column_of_words_is_not() -> None:
    _, [issue] = read("official_counts", "date,gizmos,remark\n2030-03-01,4,quiet\n")
    assert (issue.code, issue.place) == ("partly_read", "column gizmos")


def test_a_column_named_like_a_class_needs_no_entry_in_the_pack() -> None:
    found, _ = read("official_counts", "date,Tanks\n2030-03-01,4\n")
    assert [(one.cls, one.total) for one in tallies(found)] == [("tank", 4)]


def test_the_case_says_whose_list_it_is_and_whose_losses() -> None:
    found, _ = read("official_counts", "date,tank\n2030-03-01,4\n", source="Watch", owner="blues")
    assert [(one.source, one.owner) for one in tallies(found)] == [("Watch", "blues")]


def test_rows_of_oryx_keep_their_number_words_and_evidence_and_are_never_merged() -> None:
    line = "Redland,Redland,37 M-7,abandoned and captured,https://example.org/1,2030-03-02\n"
    found, issues = read("oryx_events", ORYX + line + line)
    first, second = rows(found)
    assert (first.model, first.cls, first.number, first.model_as_written) == ("m-7", "tank", "37", "37 M-7")
    assert (first.status, first.owner, first.date_basis, first.evidence) == (
        "abandoned, captured",
        "reds",
        "recorded",
        "https://example.org/1",
    )
    assert (first.row, second.row) == (2, 3)
    assert first.id != second.id
    assert issues == []


def test_listed_rows_are_added_up_by_owner_class_status_and_day() -> None:
    text = ORYX + "".join(
        f"{country},x,{system},{status},,{day}\n"
        for country, system, status, day in (
            ("Redland", "1 M-7", "destroyed", "2030-03-01"),
            ("Redland", "1 M-7", "destroyed", "2030-03-03"),
            ("Redland", "2 M-7", "destroyed", "2030-03-03"),
            ("Redland", "1 truck", "destroyed", "2030-03-03"),
            ("Blueland", "1 M-7", "captured", "2030-03-02"),
        )
    )
    found, _ = read("oryx_events", text)
    assert [
        (one.owner, one.cls, one.status, str(one.day), one.total, one.increment, one.rows) for one in tallies(found)
    ] == [
        ("blues", "tank", "captured", "2030-03-02", 1, None, 1),
        ("reds", "tank", "destroyed", "2030-03-01", 1, None, 1),
        ("reds", "tank", "destroyed", "2030-03-03", 3, 2, 3),
        ("reds", "truck", "destroyed", "2030-03-03", 1, None, 1),
    ]


def test_unknown_equipment_is_kept_as_written_and_told_once_with_its_count() -> None:
    found, [issue] = read("oryx_events", ORYX + "Redland,x,5 Hovercraft,sunk,,2030-03-01\n" * 3)
    assert {(one.cls, one.model, one.model_as_written, one.status) for one in rows(found)} == {
        ("unknown", None, "5 Hovercraft", "sunk")
    }
    assert (issue.code, issue.count) == ("partly_read", 3)
    assert "5 Hovercraft" in issue.message


def test_rows_of_warspotting_carry_place_coordinates_and_date_of_loss() -> None:
    text = (
        "id,type,model,status,lost_by,date,nearest_location,geolocation,oryx_url\n"
        '8,Tanks,M-7,Captured,Redland,2030-03-05,"Milltown, South district","48.1,30.25",https://example.org/2\n'
        '9,Tanks,M-7,Captured,Redland,2030-03-05,"Nowhere, South district",,\n'
    )
    found, [issue] = read("warspotting", text)
    here, nowhere = rows(found)
    assert (here.place, here.place_as_written) == ("here:mill-s", "Milltown, South district")
    assert (here.lat, here.lon, here.number, here.date_basis, here.status) == (48.1, 30.25, "8", "loss", "captured")
    assert here.evidence == "https://example.org/2"
    assert (nowhere.place, nowhere.lon, nowhere.evidence) == (None, None, None)
    assert (issue.code, issue.count) == ("place_ambiguous", 1)


def test_sightings_name_their_own_source_and_count_and_may_lack_a_model() -> None:
    text = SIGHTINGS + "2030-03-05,reds,tank,,abandoned,9,Milltown,,,A newspaper,https://example.org/3,on a road\n"
    found, issues = read("sightings", text)
    [one] = rows(found)
    assert (one.cls, one.model, one.count, one.source, one.date_basis) == ("tank", None, 9, "A newspaper", "seen")
    assert [(each.total, each.rows) for each in tallies(found)] == [(9, 1)]
    assert issues == []


def test_a_place_outside_the_district_named_or_far_from_the_position_is_no_match() -> None:
    text = SIGHTINGS + (
        '2030-03-05,reds,tank,M-7,seen,1,"Milltown, North district",,,A,,\n'
        "2030-03-05,reds,tank,M-7,seen,1,Milltown,48.1,30.1,A,,\n"
        "2030-03-05,reds,tank,M-7,seen,1,Milltown,40,30,A,,\n"
        '2030-03-05,reds,tank,M-7,seen,1,"North district, South district",,,A,,\n'
    )
    found, [issue] = read("sightings", text)
    assert [one.place for one in rows(found)] == ["here:mill-n", "here:mill-s", None, None]
    assert (issue.code, issue.count) == ("place_ambiguous", 2)


def test_settlement_statuses_keep_every_opinion() -> None:
    text = STATUSES + (
        "Milltown,here:mill-n,50,36,held,Redland,2030-03-01,Agency,https://example.org/4\n"
        "Milltown,,,,contested,unknown,2030-03-01T10:00:00Z,Mayor,\n"
    )
    found, _ = read("settlement_statuses", text)
    assert [(one.place, one.status, one.holder, str(one.as_of), one.source) for one in found] == [  # type: ignore[union-attr]
        ("here:mill-n", "held", "reds", "2030-03-01", "Agency"),
        ("here:mill-n", "contested", "unknown", "2030-03-01T10:00:00Z", "Mayor"),
    ]


def test_measured_areas_are_cited_with_what_is_not_known_left_open() -> None:
    text = (
        AREAS + "Atlas,here:north,Border,2030-03-05T21:00:00Z,2030-03-01,100.5,,7,9.25,overlay,https://example.org/5\n"
    )
    [one], issues = read("measured_areas", text, owner="reds")
    assert (one.held_km2, one.unknown_km2, one.regained_low_km2, one.regained_high_km2, one.lost_km2) == (
        100.5,
        None,
        7,
        9.25,
        None,
    )  # type: ignore[union-attr]
    assert (one.method, one.holder, str(one.since), one.address) == (  # type: ignore[union-attr]
        "as cited: overlay",
        "reds",
        "2030-03-01",
        "https://example.org/5",
    )
    assert issues == []


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("oryx_events", ORYX + "Redland,x,M-7,lost,,yesterday\n", "'yesterday'"),
        ("oryx_events", ORYX + "Elsewhere,x,M-7,lost,,2030-03-01\n", "'Elsewhere' is no side"),
        ("oryx_events", ORYX + "Redland,x,M-7,lost\n", "4 fields where the heading has 6"),
        ("sightings", SIGHTINGS + "2030-03-05,reds,tank,M-7,seen,many,Milltown,,,A,,\n", "'many'"),
        ("sightings", SIGHTINGS + "2030-03-05,reds,tank,M-7,seen,1.5,Milltown,,,A,,\n", "'1.5'"),
        ("sightings", SIGHTINGS + "2030-03-05,reds,tank,M-7,seen,1,Milltown,95,37,A,,\n", "no position"),
        ("sightings", SIGHTINGS + "2030-03-05,reds,tank,M-7,seen,1,Milltown,49,,A,,\n", "no position"),
        ("settlement_statuses", STATUSES + "Milltown,,,,free,,2030-03-01,A,\n", "'free' is no status"),
        ("settlement_statuses", STATUSES + "Milltown,,,,held,,2030-03-01,,\n", "source is missing"),
        ("measured_areas", AREAS + "Atlas,p,B,2030-03-05,,1,,9,7,m,\n", "above regained_high_km2"),
        ("measured_areas", AREAS + "Atlas,p,B,2030-03-05,,-1,,7,9,m,\n", "held_km2 is no area"),
        ("measured_areas", AREAS + "Atlas,p,B,2030-03-05,,nan,,7,9,m,\n", "held_km2 is no area"),
        ("measured_areas", AREAS + ",p,B,2030-03-05,,1,,7,9,m,\n", "source is missing"),
        ("official_counts", "date,tank\n2030-03-01,4\n2030-03-01,5\n", "there twice"),
        ("official_counts", "date,tank\n2030-03-01,4\n2030-03-02,a few\n", "'a few'"),
    ],
)
def test_a_bad_row_is_an_issue_with_its_line_and_the_rest_goes_on(kind: str, text: str, words: str) -> None:
    found, issues = read(kind, text)
    [issue] = [one for one in issues if one.code == "row_invalid"]
    assert words in issue.message
    assert issue.remedy
    assert issue.place == f"line {text.count(chr(10))}"
    assert len(found) == text.count("\n") - 2


@pytest.mark.parametrize("kind", sorted(COLUMNS))
def test_a_missing_column_is_refused_naming_it_and_the_columns_present(kind: str) -> None:
    *kept, gone = COLUMNS[kind]
    with pytest.raises(FormatError) as caught:
        read_table((",".join([*kept, "other"]) + "\n1,2\n").encode(), path="list.csv", kind=kind)
    assert (caught.value.file, caught.value.place) == ("list.csv", "line 1")
    assert repr(gone) in caught.value.problem
    assert "other" in (caught.value.value or "")


def test_a_column_nearly_named_right_is_guessed_in_the_remedy() -> None:
    with pytest.raises(FormatError, match="Rename 'dates' to 'date'"):
        read_table(b"dates,tank\n", path="list.csv", kind="official_counts")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_delimiters_byte_order_marks_and_capitals_do_not_matter(mark: str, start: str) -> None:
    text = (
        start
        + mark.join(["Place", " STATUS", "As_of", "source"])
        + "\r\n"
        + mark.join(["Milltown", "held", "2030-03-01", "A"])
        + "\r\n\r\n"
    )
    [found], issues = read("settlement_statuses", text)
    assert (found.place, issues) == ("here:mill-n", [])  # type: ignore[union-attr]


def test_lines_are_those_of_the_file_also_after_values_that_span_lines() -> None:
    text = (
        SIGHTINGS
        + '2030-03-05,reds,tank,M-7,seen,1,Milltown,,,A,,"two\nlines"\n\n2030-03-06,reds,tank,M-7,seen,1,Milltown,,,A,,\n'
    )
    assert [one.row for one in rows(read("sightings", text)[0])] == [2, 5]


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xff\xfea", b'date,"tank\n1'])
def test_what_is_no_table_is_refused_with_the_file(data: bytes) -> None:
    with pytest.raises(FormatError) as caught:
        read_table(data, path="list.csv", kind="oryx_events")
    assert caught.value.file == "list.csv"


def test_ids_do_not_depend_on_the_order_of_rows_or_on_further_rows() -> None:
    lines = [f"Redland,x,{n} M-7,destroyed,,2030-03-0{n}\n" for n in (1, 2, 3)]
    few = {one.id for one in rows(read("oryx_events", ORYX + "".join(lines[:2]))[0])}
    many = {one.id for one in rows(read("oryx_events", ORYX + "".join(lines[::-1]))[0])}
    assert few < many


@given(
    st.sampled_from(sorted(COLUMNS)),
    st.lists(st.lists(st.text(max_size=6) | st.sampled_from(["1", "2030-03-01", "reds"]), max_size=9), max_size=5),
)
def test_every_row_becomes_an_observation_or_an_issue(kind: str, values: list[list[str]]) -> None:
    heading = list(COLUMNS[kind]) + (["tank"] if kind == "official_counts" else [])
    lines = [(row + [""] * len(heading))[: len(heading)] for row in values]
    text = "\n".join(",".join('"' + value.replace('"', '""') + '"' for value in line) for line in [heading, *lines])
    try:
        found, issues = read(kind, text)
    except FormatError as caught:
        fault: FormatError | None = caught
        found, issues = [], []
    else:
        fault = None
    if fault is not None:
        assert fault.file == "list.csv"
        return
    kept = [line for line in lines if any(value.strip() for value in line)]
    bad = Counter(one.code for one in issues)["row_invalid"]
    if kind == "official_counts":
        assert len(kept) >= bad
    else:
        assert len([one for one in found if not isinstance(one, CountObservation)]) + bad == len(kept)


def test_headings_of_the_desk_stand_for_columns_where_the_case_says_so() -> None:
    columns = {"date": "Коли", "class": "Що", "model": "Модель", "status": "Стан", "place": "Де"}
    text = (
        "коли;Що;Модель;Стан;Де;model note\n12.09.2022;tank;T-72;destroyed;;x\n2022-09-12 10:15;tank;T-72;captured;;y\n"
    )
    table = read_table(text.encode(), path="list.csv", kind="sightings", columns=columns)
    assert [row["date"] for _, row in table["rows"]] == ["12.09.2022", "2022-09-12 10:15"]
    rule = ListRule("sightings", "list.csv", columns=tuple(columns.items()))
    found, issues = list_observations(rule, table, item="i", ground=small_ground(), zone=ZONE)
    assert [str(loss.day) for loss in rows(found)] == ["2022-09-12", "2022-09-12"]
    assert [issue for issue in issues if issue.code == "row_invalid"] == []
