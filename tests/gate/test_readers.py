"""Marks of several readers become one, and how far they agree is told as found claims are held against marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gate.gold_files import GoldClaim, GoldPlace, GoldSource
from gate.readers import agreed, agreement

TEXT = "The mayor said twelve tanks burned near Kupiansk on Monday. Two houses fell in. Nobody was hurt."
TANKS = GoldClaim(
    type="equipment_loss",
    quote="twelve tanks burned near Kupiansk",
    nth=1,
    also_types=("strike",),
    polarity="affirmed",
    modality="asserted",
    literal=None,
    sources=(GoldSource("The mayor", "official", "ukraine"),),
    quantity={"value": 12, "unit": "items"},
    places=(GoldPlace("Kupiansk", "Kupiansk", "near"),),
    times={"event": (date(2023, 6, 12), date(2023, 6, 12))},
    optional=False,
)
HOUSES = replace(
    TANKS,
    type="civilian_harm",
    quote="Two houses fell in",
    also_types=(),
    sources=(),
    quantity={"value": 2, "unit": "items"},
    places=(),
    times={},
)


def test_marks_of_one_reader_stay_as_they_are() -> None:
    assert agreed(TEXT, [[TANKS, HOUSES]]) == (TANKS, HOUSES)


def test_the_same_marks_three_times_are_those_marks_in_the_order_of_the_text() -> None:
    assert agreed(TEXT, [[HOUSES, TANKS]] * 3) == (TANKS, HOUSES)


def test_what_two_of_three_mark_counts_and_what_one_marks_is_optional() -> None:
    assert [mark.optional for mark in agreed(TEXT, [[TANKS], [TANKS, HOUSES], []])] == [False, True]
    assert [mark.optional for mark in agreed(TEXT, [[TANKS], [HOUSES], [HOUSES]])] == [True, False]


def test_a_mark_that_two_of_three_call_optional_is() -> None:
    loose = replace(TANKS, optional=True)
    assert [mark.optional for mark in agreed(TEXT, [[loose], [TANKS], [loose]])] == [True]
    assert [mark.optional for mark in agreed(TEXT, [[loose], [TANKS], [TANKS]])] == [False]


def test_the_type_is_what_most_give_and_any_given_type_is_accepted() -> None:
    clash = replace(TANKS, type="clash", also_types=("raid",))
    (mark,) = agreed(TEXT, [[TANKS], [clash], [clash]])
    assert (mark.type, mark.also_types) == ("clash", ("equipment_loss", "raid", "strike"))


def test_a_type_that_one_further_reader_would_merely_accept_is_not() -> None:
    lenient = replace(TANKS, also_types=("framing",))
    assert agreed(TEXT, [[TANKS], [lenient], [TANKS]])[0].also_types == ("strike",)


def test_marks_of_the_same_words_are_one_though_their_ends_differ() -> None:
    wider = replace(TANKS, quote="twelve tanks burned near Kupiansk on Monday")
    assert [mark.quote for mark in agreed(TEXT, [[TANKS], [wider], [wider]])] == [TANKS.quote]


def test_kind_and_side_are_those_most_give_of_the_same_chain() -> None:
    other = replace(TANKS, sources=(GoldSource("mayor", "media", "russia"),))
    longer = replace(TANKS, sources=(GoldSource("The mayor", "unnamed", None), GoldSource("Kupiansk", "media", None)))
    assert agreed(TEXT, [[TANKS], [other], [other]])[0].sources == (GoldSource("The mayor", "media", "russia"),)
    assert agreed(TEXT, [[TANKS], [longer], [longer]])[0].sources == TANKS.sources


def test_of_what_the_first_reader_passed_over_only_slots_that_two_give_are_scored() -> None:
    other = replace(TANKS, quantity={"value": 20}, sources=(GoldSource("houses", None, None),), times={})
    (mark,) = agreed(TEXT, [[], [TANKS], [other]])
    assert (mark.quantity, mark.sources, mark.times) == ({}, None, {})
    assert mark.places == (GoldPlace("Kupiansk", "Kupiansk", None),)
    assert agreed(TEXT, [[], [TANKS], [TANKS]])[0].sources == TANKS.sources


def test_readers_who_mark_the_same_agree_wholly() -> None:
    told = agreement([(TEXT, [[TANKS, HOUSES]] * 3)])
    assert (told.f1, told.sources, told.kinds, told.sides) == (1.0, (12, 12), (6, 6), (6, 6))


def test_agreement_is_the_same_whoever_is_first() -> None:
    fewer = [replace(TANKS, type="strike", also_types=(), sources=(GoldSource("The mayor", "media", "ukraine"),))]
    one, other = agreement([(TEXT, [[TANKS, HOUSES], fewer])]), agreement([(TEXT, [fewer, [TANKS, HOUSES]])])
    assert one == other
    assert 0 < one.f1 < 1
    assert one.kinds == (0, 1)


def test_what_is_optional_is_held_against_nobody() -> None:
    loose = replace(HOUSES, optional=True)
    assert agreement([(TEXT, [[TANKS, loose], [TANKS]])]).f1 == 1.0


def test_readers_who_mark_nothing_have_no_agreement() -> None:
    assert agreement([(TEXT, [[], []])]).f1 == 0
