"""KML, KMZ and gzip: the same maps as GeoJSON, and nothing of what can be hidden in XML and archives."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.observe.drawn import ZONE, layer, ring
from zvirka.model.case import MapRule
from zvirka.model.errors import FormatError
from zvirka.observe import layers
from zvirka.observe.layers import read_features
from zvirka.observe.maps import plan, read_boundary, read_layer

RED = "30,50,0 31,50,0 31,51,0 30,51,0 30,50,0"
HOLE = "30.4,50.4 30.6,50.4 30.6,50.6 30.4,50.6 30.4,50.4"


def polygon(outer: str, *holes: str) -> str:
    inner = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{each}</coordinates></LinearRing></innerBoundaryIs>"
        for each in holes
    )
    return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{outer}</coordinates></LinearRing></outerBoundaryIs>{inner}</Polygon>"


def kml(*placemarks: str, head: str = "") -> bytes:
    body = "".join(placemarks)
    return f'<?xml version="1.0"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode()


def placemark(shape: str, said: str = "") -> str:
    return f"<Placemark>{said}{shape}</Placemark>"


def kmz(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return out.getvalue()


def test_a_polygon_with_a_hole_is_what_it_is_in_geojson() -> None:
    drawn = {"type": "Polygon", "coordinates": [ring(30, 50, 31, 51), ring(30.4, 50.4, 30.6, 50.6)]}
    same = layer({"type": "Feature", "properties": {}, "geometry": drawn})
    told = kml(placemark(polygon(RED, HOLE)))
    assert read_boundary(told, path="a.kml") == read_boundary(same, path="a.geojson")


def test_placemarks_are_told_apart_by_style_folder_and_data() -> None:
    said = '<styleUrl>#red</styleUrl><ExtendedData><Data name="note"><value>old</value></Data></ExtendedData>'
    span = "<TimeSpan><begin>2030-03-01</begin><end>2030-03-05</end></TimeSpan><name>Front</name>"
    inside = f"<Folder><name>Held</name>{placemark(polygon(RED), said + span)}</Folder>"
    [feature] = read_features(kml(inside), "a.kml")
    assert feature.properties == {
        "name": "Front",
        "style": "red",
        "folder": "Held",
        "folders": "Held",
        "note": "old",
        "time": "2030-03-01",
        "end": "2030-03-05",
    }
    [held] = read_layer(kml(inside), path="a.kml", status_property="folder", held=["Held"], time_property="time")[
        "layers"
    ]
    assert held["time"] == "2030-03-01"
    assert held["held"] is not None


def test_several_geometries_give_their_polygons_and_points_show_nothing() -> None:
    many = f"<MultiGeometry>{polygon(RED)}<Point><coordinates>30,50</coordinates></Point></MultiGeometry>"
    read = read_layer(kml(placemark(many), placemark("<Point><coordinates>1,1</coordinates></Point>")), path="a.kml")
    assert (read["polygons"], read["ignored"]) == (1, 1)


def test_a_kmz_gives_its_kml_and_gzip_what_is_in_it() -> None:
    plain = kml(placemark(polygon(RED)))
    packed = kmz(("doc.kml", plain), ("files/icon.png", b"x"))
    expected = read_layer(plain, path="a")
    assert read_layer(packed, path="a") == expected
    assert read_layer(gzip.compress(plain), path="a") == expected


def test_the_time_of_a_packed_file_is_in_its_name_without_gz() -> None:
    rule = MapRule("Atlas", "*", None, "%Y%m%d", holder="reds")
    [read], issues = plan(rule, ["20300301.geojson.gz"], ZONE)
    assert (str(read.moment), issues) == ("2030-03-01", [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (kml(head='<!DOCTYPE kml [<!ENTITY a "aaaa">]>'), "entities"),
        (kml(head='<!DOCTYPE kml SYSTEM "http://example.org/x.dtd">'), "entities"),
        (b"<kml><Document>", "cut or damaged"),
        (b"<html></html>", "no KML"),
        (kml("<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>"), "nothing is fetched"),
        (kml(placemark(polygon("30;50 31;50"))), "longitude,latitude"),
        (kml(placemark("<Polygon></Polygon>")), "no outer ring"),
        (kml(placemark(polygon("nan,nan 1,1 2,2 nan,nan"))), "not longitude and latitude"),
        (kml("<Folder>" * 300 + "</Folder>" * 300), "nested too deeply"),
        (kmz(("readme.txt", b"x")), "without a .kml"),
        (kmz(("a/one.kml", kml()), ("doc.kml", kml())), "holds 2 maps.*a/one.kml, doc.kml"),
        (kmz(("doc.kml", kml()))[:60], "cut or damaged"),
        (gzip.compress(kml())[:-9], "cut"),
        (b"\x1f\x8bnothing of the kind", "damaged"),
    ],
    ids=[str(number) for number in range(14)],
)
def test_what_is_hostile_or_broken_is_refused_naming_the_file(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words) as caught:
        read_layer(data, path="maps/a.kml")
    assert "maps/a.kml" in str(caught.value)


@pytest.mark.parametrize("pack", [lambda data: kmz(("doc.kml", data)), gzip.compress], ids=["kmz", "gzip"])
def test_what_unpacks_to_more_than_a_map_is_refused(
    pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = kml(placemark(polygon(RED)))
    monkeypatch.setattr(layers, "LARGEST_BYTES", len(plain))
    assert read_layer(pack(plain), path="a")["polygons"] == 1
    with pytest.raises(FormatError, match="unpacks to more"):
        read_layer(pack(plain + b" "), path="a")


@given(
    st.one_of(st.binary(max_size=80).map(lambda tail: b"PK\x03\x04" + tail), st.text(max_size=80).map(lambda t: kml(t)))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_layer(data, path="a")
    except FormatError:
        return
    assert b"kml" in data
