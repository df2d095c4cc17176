"""Readers of maps and lists run in a confined worker: plain data out, refusals with file and place."""

from __future__ import annotations

import pytest

from tests.observe.drawn import feature, layer, ring
from zvirka.confine import Confine
from zvirka.model.errors import FormatError
from zvirka.observe.maps import read_boundary, read_layer
from zvirka.observe.tables import read_table

MAP = layer(
    feature("red", ring(0, 0, 1, 1)), feature("red", ring(0, 0, 1, 1), [[0, 0], [5, 5], [5, 0], [0, 5], [0, 0]])
)
OPTIONS = {
    "path": "maps/a.geojson",
    "status_property": "state",
    "layer": None,
    "held": ["red"],
    "unknown": [],
    "time_property": None,
}


def test_the_worker_gives_what_the_function_gives() -> None:
    with Confine() as confined:
        assert confined.run("zvirka.observe.maps:read_layer", [(MAP, OPTIONS)]) == [read_layer(MAP, **OPTIONS)]
        assert confined.run("zvirka.observe.maps:read_boundary", [(MAP, {"path": "b"})]) == [
            read_boundary(MAP, path="b")
        ]
        table = b"date,tank\n2030-03-01,4\n2030-03-02\n"
        options = {"path": "c", "kind": "official_counts"}
        assert confined.run("zvirka.observe.tables:read_table", [(table, options)]) == [read_table(table, **options)]


def test_a_refusal_comes_back_in_the_place_of_its_result() -> None:
    with Confine() as confined:
        good, bad = confined.run("zvirka.observe.maps:read_layer", [(MAP, OPTIONS), (b"{", OPTIONS)])
    assert good["polygons"] == 2
    with pytest.raises(FormatError, match=r"maps/a\.geojson"):
        raise bad
