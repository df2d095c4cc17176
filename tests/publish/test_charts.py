"""The pictures: well-formed, bounded, escaped, the same every time."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from zvirka.publish.charts import WIDTH, Event, Figure, range_chart, timeline

ENDS = st.none() | st.floats(0, 1e9, allow_nan=False)
FIGURES = st.builds(
    Figure, st.text(max_size=30), st.text(max_size=10), ENDS, ENDS, ENDS, st.sampled_from(["claim", "map", "outside"])
)
DAYS = st.none() | st.dates(date(2022, 1, 1), date(2023, 1, 1))
EVENTS = st.builds(Event, st.text(max_size=30), DAYS, DAYS, DAYS, st.sampled_from(["as_of", "event"]))


def printable(text: str) -> str:
    """XML 1.0 allows no control characters; callers show them as code points before."""
    return re.sub("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


@given(st.lists(FIGURES, max_size=6))
def test_a_range_chart_is_well_formed_and_inside_its_frame(rows: list[Figure]) -> None:
    """Every mark of every row lies inside the picture, whatever the figures."""
    svg = printable(range_chart(rows, "t", "d", lambda value: f"{value:.0f}"))
    assert bool(svg) == any(end is not None for row in rows for end in (row.low, row.value, row.high))
    if svg:
        root = ElementTree.fromstring(svg)
        for element in root.iter():
            for name in ("x", "x1", "x2", "cx"):
                if name in element.attrib:
                    assert 0 <= float(element.attrib[name]) <= WIDTH
        assert not re.search(r"\d\.\d\d", re.sub(r"<text.*?</text>", "", svg))


@given(st.lists(EVENTS, max_size=6))
def test_a_timeline_is_well_formed(rows: list[Event]) -> None:
    """Days of any span give a picture, none gives nothing."""
    svg = printable(timeline(rows, "t", "d", str))
    assert bool(svg) == any(day for row in rows for day in (row.said, row.first, row.last))
    if svg:
        ElementTree.fromstring(svg)


def test_a_picture_has_a_title_and_a_description() -> None:
    """A reader of the screen is told what it is."""
    svg = range_chart([Figure("a", "1", None, 1.0, None)], "The <title>", "The desc", str)
    assert 'role="img"' in svg
    assert '<title id="range-t">The &lt;title&gt;</title><desc id="range-d">The desc</desc>' in svg


def test_larger_figures_stand_further_right() -> None:
    """The axis keeps the order and the proportion of the figures."""
    rows = [Figure("a", "", None, 100.0, None), Figure("b", "", None, 200.0, None), Figure("c", "", None, 300.0, None)]
    at = [float(found) for found in re.findall(r'<circle cx="([\d.]+)"', range_chart(rows, "t", "d", str))]
    assert at == sorted(at)
    assert abs((at[1] - at[0]) - (at[2] - at[1])) <= 0.2


def test_an_open_bound_is_an_arrow_to_its_side() -> None:
    """ "At least" points right, "at most" left."""
    assert "l-6 -4" in range_chart([Figure("a", "", 5.0, 5.0, None)], "t", "d", str)
    assert "l6 -4" in range_chart([Figure("a", "", None, 5.0, 5.0)], "t", "d", str)


def test_said_and_described_stand_apart() -> None:
    """The day it was said is a ring, the day it describes a dot on another height."""
    start = date(2022, 9, 9)
    svg = timeline([Event("a", start + timedelta(3), start, start)], "t", "d", str)
    ring = re.search(r'cy="([\d.]+)" r="3.5" class="ring"', svg)
    point = re.search(r'cy="([\d.]+)" r="3.5" class="point"', svg)
    assert ring
    assert point
    assert float(ring[1]) < float(point[1])


@given(st.integers(0, 4000))
def test_days_of_the_axis_leave_each_other_room(days: int) -> None:
    start = date(2022, 1, 1)
    svg = timeline(
        [Event("a", start + timedelta(days), start, start)], "t", "d", lambda day: day.strftime("%d вересня")
    )
    places = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*class="tick"', svg)]
    assert len(places) == len(set(places)) >= 2
    assert all(after - before >= 1.5 * 10 * 6 for before, after in pairwise(places)) or len(places) == 2
