"""Control maps: what a file shows, at which moment, and what is told of what could not be read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.observe.drawn import RULE, ZONE, feature, layer, ring, small_ground
from zvirka.model.case import MapRule
from zvirka.model.errors import CaseError, FormatError
from zvirka.observe.maps import plan, read_boundary, read_layer, resolved, snapshots, without_swapped

STATES = {"status_property": "state", "held": ["red"], "unknown": ["grey"]}


def area(hexed: str) -> float:
    return float(shapely.from_wkb(hexed).area)


def read_all(rule: MapRule, files: dict[str, bytes]) -> tuple[list[Any], list[Any]]:
    reads, issues = plan(rule, files, ZONE)
    found, more = snapshots(
        rule, [(one, f"item {one.path}", read_layer(files[one.path], **one.options)) for one in reads], ZONE
    )
    return found, issues + more


def test_polygons_are_told_apart_by_their_class_and_others_show_nothing() -> None:
    data = layer(
        feature("red", ring(0, 0, 2, 1)), feature("grey", ring(2, 0, 3, 1)), feature("green", ring(3, 0, 9, 1))
    )
    [shown] = read_layer(data, path="a", **STATES)["layers"]
    assert (area(shown["held"]), area(shown["unknown"]), shown["statuses"]) == (2, 1, ["green", "grey", "red"])


def test_points_and_lines_are_counted_and_ignored() -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [0, 0]}}
    nothing = {"type": "Feature", "properties": None, "geometry": None}
    read = read_layer(layer(point, nothing, feature("red", ring(0, 0, 1, 1))), path="a", **STATES)
    assert (read["polygons"], read["ignored"]) == (1, 2)


def test_a_crossing_outline_is_mended_and_reported_with_file_number_and_reason() -> None:
    bow = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    found, issues = read_all(
        RULE, {"maps/2030-03-01.geojson": layer(feature("green", ring(5, 5, 6, 6)), feature("red", bow))}
    )
    assert shapely.from_wkb(found[0].held).area == pytest.approx(2)
    [issue] = issues
    assert (issue.code, issue.path, issue.place) == ("map_invalid", "maps/2030-03-01.geojson", "feature 2")
    assert "Self-intersection" in issue.message


def test_an_outline_of_more_stray_holes_than_can_be_mended_is_refused_with_its_number() -> None:
    holes = [ring(50 + n / 1000, 1, 50 + n / 1000 + 0.0005, 1.1) for n in range(10_001)]
    with pytest.raises(FormatError, match=r"feature 2: this outline of 10002 rings is not valid"):
        read_layer(
            layer(feature("red", ring(5, 5, 6, 6)), feature("red", ring(0, 0, 1, 1), *holes)), path="a", **STATES
        )


def test_an_outline_that_no_memory_is_enough_to_mend_is_refused_with_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def out_of_memory(*_: object, **__: object) -> None:
        raise shapely.GEOSException("std::bad_alloc")

    monkeypatch.setattr(shapely, "make_valid", out_of_memory)
    bow = [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]
    with pytest.raises(FormatError, match="feature 1: this outline crosses itself too often"):
        read_layer(layer(feature("red", bow)), path="a", **STATES)


def test_overlapping_parts_of_one_polygon_are_united_not_cancelled() -> None:
    shape = {"type": "MultiPolygon", "coordinates": [[ring(0, 0, 2, 1)], [ring(1, 0, 3, 1)]]}
    data = layer({"type": "Feature", "properties": {"state": "red"}, "geometry": shape})
    assert area(read_layer(data, path="a", **STATES)["layers"][0]["held"]) == pytest.approx(3)


def test_collections_give_their_polygons_and_rings_without_area_are_told() -> None:
    members = [
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {
            "type": "GeometryCollection",
            "geometries": [{"type": "Polygon", "coordinates": [ring(0, 0, 1, 1), [[0.2, 0.2], [0.3, 0.3]]]}],
        },
    ]
    shape = {"type": "GeometryCollection", "geometries": members}
    read = read_layer(layer({"type": "Feature", "properties": {"state": "red"}, "geometry": shape}), path="a", **STATES)
    assert area(read["layers"][0]["held"]) == 1
    assert read["problems"] == [[1, "a ring of fewer than four positions has no area"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[1]", "no object"),
        (b'{"type": "Topology"}', "This is TopoJSON"),
        (b'{"geometryType": "esriGeometryPolygon", "features": []}', "not one of RFC 7946"),
        (b'{"type": "Feature"}\n{"type": "Note"}', "no JSON"),
        (b'{"type": "FeatureCollection"}', "no list of features"),
        (b'{"type": "FeatureCollection", "features": [7]}', "feature 1"),
        (layer(feature("red", "broken")), "something other than positions"),
        (
            layer(feature("red", [[500000, 6400000], [600000, 6400000], [600000, 6500000], [500000, 6400000]])),
            "web Mercator",
        ),
        (
            layer(feature("red", ring(0, 0, 1, 1))).replace(b'"state"', b'"colour"'),
            "no polygon has the property 'state'",
        ),
        (
            json.dumps(
                {"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3857"}}, "features": []}
            ).encode(),
            "not in WGS84",
        ),
        (
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "crs": {"properties": {"href": "https://example.org/crs"}},
                    "features": [],
                }
            ).encode(),
            "not in WGS84",
        ),
        (b'{"type":' * 100_000, ""),
    ],
)
def test_broken_structure_is_refused_naming_the_file_and_the_place(data: bytes, words: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_layer(data, path="maps/bad.geojson", **STATES)
    assert words in str(caught.value)
    assert caught.value.file == "maps/bad.geojson"
    assert caught.value.remedy


def test_declared_wgs84_is_accepted() -> None:
    data = json.loads(layer(feature("red", ring(0, 0, 1, 1))))
    data["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert read_layer(json.dumps(data).encode(), path="a", **STATES)["polygons"] == 1


def refusal(data: bytes) -> FormatError | None:
    """What `read_layer` refuses the bytes with, if it does."""
    try:
        read_layer(data, path="a", **STATES)
    except FormatError as fault:
        return fault
    return None


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    fault = refusal(data)
    assert fault is None or fault.remedy


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection"]), json_values)
def test_any_coordinates_are_read_or_refused(kind: str, value: Any) -> None:
    shape = {"type": kind, "coordinates": value, "geometries": value}
    fault = refusal(layer({"type": "Feature", "properties": {"state": "red"}, "geometry": shape}))
    assert fault is None or fault.place == "feature 1"


@pytest.mark.parametrize(
    ("pattern", "stem", "expected"),
    [
        ("%Y-%m-%d", "2030-03-04", "2030-03-04"),
        ("atlas %d.%m.%y", "atlas 04.03.30", "2030-03-04"),
        ("%Y-%m-%dT%H%M%SZ", "2030-03-04T223000Z", "2030-03-04T22:30:00Z"),
        ("%Y%m%d%H%z", "2030030401+0200", "2030-03-03T23:00:00Z"),
        ("%s", "1898980200", "2030-03-05T22:30:00Z"),
    ],
)
def test_the_time_is_read_from_the_name_as_a_day_or_an_instant(pattern: str, stem: str, expected: str) -> None:
    reads, issues = plan(replace(RULE, time_in_name=pattern), [f"maps/{stem}.geojson"], ZONE)
    assert [str(read.moment) for read in reads] == [expected]
    assert issues == []


def test_an_instant_late_in_the_evening_belongs_to_the_next_civil_day_further_east() -> None:
    reads, _ = plan(replace(RULE, time_in_name="%Y-%m-%dT%H%M%SZ"), ["2030-03-04T223000Z.geojson"], ZONE)
    assert reads[0].moment is not None
    assert reads[0].moment.day.isoformat() == "2030-03-05"


def test_a_name_without_a_time_is_an_issue_and_not_read() -> None:
    reads, [issue] = plan(RULE, ["maps/final(2).geojson"], ZONE)
    assert reads == []
    assert (issue.code, issue.path) == ("map_invalid", "maps/final(2).geojson")


def test_layers_of_one_day_are_united_and_other_layers_are_listed_as_not_used() -> None:
    rule = resolved(MapRule("Atlas", "maps/*.geojson", profile="layered"), small_ground())
    files = {
        "maps/20300301_Control.geojson": layer(feature("", ring(0, 0, 1, 1))),
        "maps/20300301_Advance.geojson": layer(feature("", ring(0.5, 0, 2, 1))),
        "maps/20300301_Claims.geojson": layer(feature("", ring(0, 0, 9, 9))),
        "maps/20300302_Claims.geojson": layer(feature("", ring(0, 0, 9, 9))),
    }
    [found], [issue] = read_all(rule, files)
    assert shapely.from_wkb(found.held).area == pytest.approx(2)
    assert found.items == ("item maps/20300301_Advance.geojson", "item maps/20300301_Control.geojson")
    assert (issue.code, issue.count, issue.place) == ("not_looked_at", 2, "layer Claims")


def test_a_day_that_lacks_a_layer_is_left_out_rather_than_shown_as_given_up() -> None:
    rule = resolved(MapRule("Atlas", "maps/*.geojson", profile="layered"), small_ground())
    found, [issue] = read_all(rule, {"maps/20300301_Control.geojson": layer(feature("", ring(0, 0, 1, 1)))})
    assert found == []
    assert "Advance is missing" in issue.message


def test_a_file_without_any_polygon_shows_nothing_rather_than_ground_given_up() -> None:
    found, [issue] = read_all(RULE, {"maps/2030-03-01.geojson": layer()})
    assert found == []
    assert "no polygon" in issue.message


def test_a_source_none_of_whose_polygons_is_held_is_an_issue_naming_the_classes_present() -> None:
    rule = replace(RULE, held=("rde",))
    found, [issue] = read_all(rule, {"maps/2030-03-01.geojson": layer(feature("red", ring(0, 0, 1, 1)))})
    assert found == []
    assert "present: red" in issue.message


def test_a_map_on_which_nothing_is_held_any_more_is_a_map() -> None:
    files = {
        "maps/2030-03-01.geojson": layer(feature("red", ring(0, 0, 1, 1)), feature("green", ring(2, 0, 3, 1))),
        "maps/2030-03-02.geojson": layer(feature("green", ring(0, 0, 1, 1))),
    }
    found, issues = read_all(RULE, files)
    assert [shapely.from_wkb(one.held).area for one in found] == [1, 0]
    assert issues == []


def test_a_day_whose_classes_are_all_new_may_have_been_named_anew() -> None:
    files = {
        "maps/2030-03-01.geojson": layer(feature("red", ring(0, 0, 1, 1))),
        "maps/2030-03-02.geojson": layer(feature("red army", ring(0, 0, 1, 1))),
    }
    found, [issue] = read_all(RULE, files)
    assert [shapely.from_wkb(one.held).area for one in found] == [1, 0]
    assert (issue.path, "red army" in issue.message) == ("maps/2030-03-02.geojson", True)


def test_classes_are_the_same_in_capitals_and_with_spaces_around() -> None:
    read = read_layer(layer(feature(" Red", ring(0, 0, 1, 1)), feature("GREY", ring(2, 0, 3, 1))), path="a", **STATES)
    [shown] = read["layers"]
    assert (area(shown["held"]), area(shown["unknown"])) == (1, 1)


def test_a_map_with_latitude_first_is_not_used_and_one_of_elsewhere_is() -> None:
    border = shapely.to_wkb(shapely.box(36, 49, 38, 50))
    files = {
        "maps/2030-03-01.geojson": layer(feature("red", ring(36.5, 49.2, 37, 49.8))),
        "maps/2030-03-02.geojson": layer(feature("red", ring(49.2, 36.5, 49.8, 37))),
        "maps/2030-03-03.geojson": layer(feature("red", ring(10, 10, 11, 11))),
    }
    found, _ = read_all(RULE, files)
    kept, [issue] = without_swapped(found, [border], "maps/*")
    assert [str(one.moment) for one in kept] == ["2030-03-01", "2030-03-03"]
    assert issue.place == "2030-03-02"
    assert "in each other's place" in issue.message
    assert without_swapped(found, [], "maps/*") == (found, [])


def test_features_a_line_are_read_as_a_collection() -> None:
    lines = [json.dumps(feature("red", ring(at, 0, at + 1, 1))) for at in (0, 2)]
    for text in ("\n".join(lines), "".join(f"\x1e{line}\n" for line in lines)):
        [shown] = read_layer(text.encode(), path="a", **STATES)["layers"]
        assert area(shown["held"]) == 2


def test_an_outline_across_the_180th_meridian_must_be_cut_there() -> None:
    across = [[179, 50], [-179, 50], [-179, 51], [179, 51], [179, 50]]
    with pytest.raises(FormatError, match="180th meridian") as caught:
        read_layer(layer(feature("red", across)), path="a", **STATES)
    assert "from 179 to -179" in str(caught.value)
    world = read_layer(layer(feature("red", ring(-180, -90, 180, 90))), path="a", **STATES)
    assert area(world["layers"][0]["held"]) == 360 * 180


@pytest.mark.parametrize("kind", ["spikes", "scribble"])
def test_a_tangle_is_refused_before_it_is_looked_at(kind: str) -> None:
    at = np.arange(2**17)  # its square is no 32-bit number
    if kind == "spikes":
        far, turn = 1 + 0.3 * np.sin(at), 2 * np.pi * at / len(at)
    else:
        far, turn = np.modf(at * 0.618033988749895)[0], at * 2.399963
    tangle = np.column_stack([36 + far * np.cos(turn), 49 + far * np.sin(turn)]).tolist()
    with pytest.raises(FormatError, match="a tangle: its 131,072 edges"):
        read_layer(layer(feature("red", tangle)), path="a", **STATES)


def test_a_long_smooth_outline_is_no_tangle() -> None:
    turn = np.linspace(0, 2 * np.pi, 100_000)
    far = 1 + 0.1 * np.sin(40 * turn) + 0.01 * np.sin(700 * turn)
    drawn = np.column_stack([36 + far * np.cos(turn), 49 + far * np.sin(turn)]).tolist()
    [shown] = read_layer(layer(feature("red", drawn)), path="a", **STATES)["layers"]
    assert area(shown["held"]) == pytest.approx(np.trapezoid(far**2 / 2, turn), rel=1e-6)


def test_times_inside_the_polygons_make_several_moments_of_one_file() -> None:
    rule = replace(RULE, time_in_name=None, time_property="until")
    data = layer(
        feature("red", ring(0, 0, 2, 1), until="2030-03-01"),
        feature("red", ring(0, 0, 1, 1), until="2030-03-03"),
        feature("red", ring(0, 0, 1, 1), until="spring"),
    )
    found, [issue] = read_all(rule, {"any name.geojson": data})
    assert [(str(one.moment), shapely.from_wkb(one.held).area) for one in found] == [
        ("2030-03-01", 2),
        ("2030-03-03", 1),
    ]
    assert "'spring'" in issue.message


def test_without_a_class_every_polygon_is_held() -> None:
    rule = replace(RULE, status_property=None, held=(), unknown=())
    [found], _ = read_all(
        rule, {"maps/2030-03-01.geojson": layer(feature("x", ring(0, 0, 1, 1)), feature("y", ring(1, 0, 3, 1)))}
    )
    assert shapely.from_wkb(found.held).area == pytest.approx(3)
    assert found.unknown is None


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (MapRule("Atlas", "*", profile="layred"), "Did you mean 'layered'?"),
        (MapRule("Atlas", "*", holder="reds"), "time_in_name"),
        (replace(RULE, held=()), "held"),
        (replace(RULE, holder=None), "reds, blues"),
        (replace(RULE, holder="greens"), "no side"),
        (replace(RULE, time_in_name="%Y_{layer}_%d"), "begin or end"),
    ],
)
def test_a_rule_that_says_too_little_is_refused_with_what_to_add(rule: MapRule, words: str) -> None:
    with pytest.raises(CaseError) as caught:
        resolved(rule, small_ground())
    assert words in str(caught.value)
    assert "Atlas" in str(caught.value)


def test_what_the_case_says_wins_over_the_profile() -> None:
    rule = resolved(MapRule("Atlas", "*", profile="layered", held=("Control",)), small_ground())
    assert (rule.held, rule.time_in_name, rule.holder) == (("Control",), "%Y%m%d_{layer}", "reds")


def test_a_boundary_without_polygons_is_refused() -> None:
    with pytest.raises(FormatError, match="encloses no ground"):
        read_boundary(layer(), path="border.geojson")


boxes = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 4), st.integers(1, 4)).map(
    lambda b: ring(30 + b[0] / 10, 50 + b[1] / 10, 30 + (b[0] + b[2]) / 10, 50 + (b[1] + b[3]) / 10)
)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from(["red", "grey"]), boxes), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_the_order_of_features_and_files_does_not_matter(drawn: list[Any], random: Any) -> None:
    features = [feature(state, shape) for state, shape in drawn]
    shuffled = random.sample(features, len(features))
    rule = replace(RULE, time_in_name="%Y-%m-%d_{layer}", status_property=None, held=("a", "b"), unknown=())
    first = read_layer(layer(*features), path="a", **STATES)["layers"]
    assert read_layer(layer(*shuffled), path="a", **STATES)["layers"] == first
    files = {f"2030-03-01_{name}.geojson": layer(*part) for name, part in (("a", features[:1]), ("b", features))}
    reads, _ = plan(rule, files, ZONE)
    entries = [(one, one.path, read_layer(files[one.path], **one.options)) for one in reads]
    assert snapshots(rule, entries, ZONE) == snapshots(rule, entries[::-1], ZONE)


@pytest.mark.parametrize("outline", [[[36, 49], [37, 49]], [[36, 49], [36, 49], [36, 49], [36, 49]]])
def test_a_border_that_encloses_no_ground_is_refused(outline: list[list[float]]) -> None:
    with pytest.raises(FormatError):
        read_boundary(layer(feature("", outline)), path="border.geojson")


@pytest.mark.parametrize("stem", ["0001-01-01", "9999-12-31"])
def test_a_file_name_whose_day_is_a_filler_gives_no_time(stem: str) -> None:
    rule = replace(RULE, time_in_name="%Y-%m-%d", time_property=None)
    reads, issues = plan(rule, [f"{stem}.geojson"], ZONE)
    assert reads == []
    assert [issue.code for issue in issues] == ["map_invalid"]
