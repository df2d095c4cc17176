"""Blacking out, letter for letter, and excerpts of what is left."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fakes import Builder
from zvirka.ground import Ground
from zvirka.model.places import PlaceSlot
from zvirka.model.sources import Attribution
from zvirka.model.spans import Span
from zvirka.publish.edition.excerpt import Excerpt
from zvirka.publish.edition.grid import GRID_DEG, snapped, snapped_place
from zvirka.publish.edition.private import BLOCK, EXACT, Private, address_allowed


@pytest.mark.parametrize(
    "written",
    [
        "49.12345, 36.54321",
        "49.123 36.543",
        "49,12345; 36,54321",
        "49.12345N 36.54321E",
        "49°12'34.5\"N",
        "49° 12′ 34″ N",
        "37U CQ 12345 67890",
        "8GW4V57C+X2",
    ],
)
def test_coordinates_are_seen_however_they_are_written(written: str) -> None:
    assert EXACT.search(f"at {written} by the mill")


@pytest.mark.parametrize(
    "figure", ["2,500, 6,000", "from 3,800 to 8,500", "T-80BVM 12", "1.5 km", "9.11.2022", "2 000 000"]
)
def test_figures_are_no_coordinates(figure: str) -> None:
    assert not EXACT.search(figure)


def told_of(name: str, kind: str, ground: Ground, named: tuple[str, ...] = ()) -> Private:
    """What is private where somebody posted."""
    made = Builder()
    made.report("Words.", outlet=name, kind=kind)
    return Private.of(made.account(), ground, named)


def test_a_private_name_is_covered_in_every_case_form(ground: Ground) -> None:
    private = told_of("Oksana Petrenchuk", "public", ground)
    for words in ("Oksana Petrenchuk", "OKSANA PETRENCHUK", "from Petrenchuka", "Oksany"):
        assert BLOCK in private.covered(words, "en")
        assert len(private.covered(words, "en")) == len(words)


def test_the_month_of_a_date_is_nobody(ground: Ground) -> None:
    """It stays readable in the words for a source; a given name that is a month does not."""
    private = Private.of(Builder().account(), ground, ())
    words = "A verified video posted on 11 September by April"
    step = Attribution(words, "document", "unknown", False, 1, None, "said", False, Span(0, len(words), words), None)
    covered = [words[start:end] for start, end in private.role_spans(step, frozenset(), "en")]
    assert covered == ["A", "April"]


def test_what_everybody_posts_on_is_nobody(ground: Ground) -> None:
    """The name of a medium stays readable in the words for a source, a name beside it does not."""
    private = Private.of(Builder().account(), ground, ())
    words = "a channel on Telegram by Oksana"
    step = Attribution(words, "channel", "unknown", False, 1, None, "said", False, Span(0, len(words), words), None)
    covered = [words[start:end] for start, end in private.role_spans(step, frozenset(), "en")]
    assert covered == ["Oksana"]


def test_places_and_known_sources_stay_readable(ground: Ground) -> None:
    """Also where a private name holds one."""
    private = told_of("Kharkiv Petrenchuk", "public", ground)
    assert private.covered("Kharkiv said nothing", "en") == "Kharkiv said nothing"


def test_who_may_be_named(ground: Ground) -> None:
    assert told_of("A Paper", "media", ground).names == ()
    assert told_of("front_oksana", "channel", ground).names == ("front_oksana",)
    assert told_of("front_oksana", "channel", ground, ("Front_Oksana",)).names == ()


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://paper.example/1", True),
        ("https://user:secret@paper.example/1", False),
        ("javascript:alert(1)", False),
        ("https://maps.example/@49.12345,36.54321", False),
        ("http://[broken", False),
        (None, False),
    ],
)
def test_addresses_lead_to_the_web_and_tell_no_place(address: str | None, allowed: bool) -> None:
    assert (address_allowed(address) is not None) == allowed
    assert address_allowed(address, ["other.example"]) is None


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(sorted(GRID_DEG)))
@example(180.0, 90.0, "adm1")
def test_a_snapped_point_is_within_its_radius_and_its_cell(lon: float, lat: float, kind: str) -> None:
    """All points of a cell become one, at most half a cell away."""
    cell = GRID_DEG[kind]  # type: ignore[index]
    x, y = snapped(lon, lat, cell)
    assert x is not None
    assert y is not None
    assert abs(x - lon) <= cell / 2 + 1e-6
    assert abs(y - lat) <= cell / 2 + 1e-6
    assert snapped(x, y, cell) == (x, y)
    slot = PlaceSlot("at", "", "", kind, lon, lat, 1.0, None, None)  # type: ignore[arg-type]
    radius = snapped_place(slot)[2]
    assert radius is not None
    assert radius > cell * 111_195 / 2


def test_what_is_nowhere_is_snapped_nowhere() -> None:
    assert snapped(None, 49.0, 0.1) == (None, None)
    assert snapped(999.0, 49.0, 0.1) == (None, None)


@given(st.text(min_size=1, max_size=60), st.data())
def test_an_excerpt_holds_every_span_and_no_other_letter(text: str, data: st.DataObject) -> None:
    """Spans keep their words; what lies between them is gone, but for a comma or the like."""
    pairs = data.draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 8)), min_size=1, max_size=5))
    spans = [Span.of(text, start, min(len(text), start + size)) for start, size in pairs]
    made = Excerpt.of(text, spans)
    for span in spans:
        moved = made.span(span)
        assert moved.exact == span.exact == made.text[moved.start : moved.end]
    inside = {place for span in spans for place in range(span.start, span.end)}
    letters = sum(char.isalnum() for char in made.text)
    assert letters == sum(text[place].isalnum() for place in inside)
