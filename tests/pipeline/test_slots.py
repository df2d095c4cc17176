"""A slot set by a person: words stay, what follows from the value follows, what cannot be is refused."""

from __future__ import annotations

from datetime import date

import pytest

from tests.fakes import KHARKIV, UKRAINE, Builder
from zvirka.ground import Ground, load_ground
from zvirka.model.claims import Claim
from zvirka.model.errors import InputError
from zvirka.pipeline.slots import corrected


@pytest.fixture(scope="module")
def ground() -> Ground:
    """The ground of the Ukraine pack."""
    return load_ground()


@pytest.fixture
def claim() -> Claim:
    """A claim of 3,800 m² in Kharkiv oblast."""
    case = Builder()
    text = case.report("They freed 3,800 square metres of the oblast.")
    return case.claim(
        text,
        "They freed 3,800 square metres",
        "territory_regained",
        source="They",
        value=3800,
        unit="m2",
        place=KHARKIV,
    )


def test_a_unit_changes_and_the_words_stay(claim: Claim, ground: Ground) -> None:
    made = corrected(claim, "quantity.unit", "km2", "Ann", ground)
    assert claim.quantity is not None
    assert made.quantity is not None
    assert (made.quantity.unit, made.quantity.as_written) == ("km2", claim.quantity.as_written)
    assert (made.id, made.quote) == (claim.id, claim.quote)
    assert ("quantity.unit", "by:Ann") in {(each.field, each.rule) for each in made.reasons}


@pytest.mark.parametrize(
    ("bound", "low", "high"),
    [("exact", 3800.0, 3800.0), ("at_least", 3800.0, None), ("at_most", None, 3800.0), ("about", None, None)],
)
def test_a_bound_brings_its_ends(
    claim: Claim, ground: Ground, bound: str, low: float | None, high: float | None
) -> None:
    made = corrected(claim, "quantity.bound", bound, "Ann", ground).quantity
    assert made is not None
    assert (made.low, made.high) == (low, high)


def test_a_value_takes_the_ends_along_that_it_was(claim: Claim, ground: Ground) -> None:
    least = corrected(claim, "quantity.bound", "at_least", "Ann", ground)
    made = corrected(least, "quantity.value", "4 000", "Ann", ground).quantity
    assert made is not None
    assert (made.value, made.low, made.high) == (4000, 4000, None)


def test_a_place_brings_its_name_and_point_and_one_may_be_added(claim: Claim, ground: Ground) -> None:
    made = corrected(claim, "places.0.id", UKRAINE, "Ann", ground).places[0]
    assert (made.id, made.kind, made.name) == (UKRAINE, "country", "Ukraine")
    bare = corrected(claim, "places.0", "", "Ann", ground)
    assert bare.places == ()
    added = corrected(bare, "places.0.id", KHARKIV, "Ann", ground).places[0]
    assert (added.id, added.as_written) == (KHARKIV, None)


def test_a_time_is_a_day_or_two_and_may_be_taken_out(claim: Claim, ground: Ground) -> None:
    made = corrected(claim, "times.as_of", "2022-09-10..2022-09-12", "Ann", ground).times.as_of
    assert made is not None
    assert (made.earliest, made.latest, made.as_written) == (date(2022, 9, 10), date(2022, 9, 12), None)
    assert corrected(claim, "times.as_of", "", "Ann", ground).times.as_of is None
    one = corrected(claim, "times.since.earliest", "2022-09-06", "Ann", ground).times.since
    assert one is not None
    assert one.earliest == date(2022, 9, 6)


def test_set_twice_it_says_by_whom_once(claim: Claim, ground: Ground) -> None:
    made = corrected(corrected(claim, "actor", "russia", "Ann", ground), "actor", "ukraine", "Borys", ground)
    assert [each.rule for each in made.reasons if each.field == "actor"] == ["by:Borys"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("", "x"), ("id", "x"), ("quote", "x"), ("quote.exact", "x"), ("language", "uk"), ("nothing", "x"),
        ("quantity.as_written", "x"), ("quantity.as_written.start", "1"), ("quantity.unit", "furlong"),
        ("quantity.value", "many"), ("quantity.value", "nan"), ("quantity.bound", "roughly"), ("quantity", "5"),
        ("type", "nonsense"), ("literal", "perhaps"), ("literal", ""), ("actor", "moon"), ("attribution.0.side", "moon"),
        ("attribution.9.side", "russia"), ("attribution.x.side", "russia"), ("attribution.0", "x"), ("places.0.id", "geonames:0"),
        ("places.7.id", KHARKIV), ("equipment.0.model", "t-72"), ("times.as_of", "last week"),
        ("times.as_of", "2022-09-12..2022-09-10"), ("label", "x"), ("type.more", "x"), ("reasons.0.rule", "x"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(claim: Claim, ground: Ground, path: str, value: str) -> None:
    with pytest.raises(InputError):
        corrected(claim, path, value, "Ann", ground)
