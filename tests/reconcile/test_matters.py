"""What is one matter and what is not: borders, who holds a place, whose losses, which models, which claim stands for a figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reconcile.hand import (
    BELGOROD,
    IZIUM,
    KHARKIV,
    Folder,
    asked_finding,
    ground,
    loss,
    maps,
    place,
    said_by,
    sept,
)
from zvirka.model.claims import EquipmentSlot
from zvirka.model.spans import Span
from zvirka.reconcile import compare

BORDER, STRETCH = "zvirka:ua-ru-border", "zvirka:ua-ru-border-kharkiv"
OLEH, VITALY = said_by("Oleh Syniehubov", "ukraine"), said_by("Vitaly Ganchev", "russia")


def gear(cls: str, model: str | None = None, owner: str | None = "russia") -> EquipmentSlot:
    return EquipmentSlot(model, cls, None, owner, None, Span(0, 1, "x"))


def counted(words: str, value: int, kind: str, unit: str = "people") -> str:
    """What the figure `value` of some words counts, as a claim's view has it."""
    folder, at = Folder(), words.index(str(value))
    claim = folder.claim("one", words, value, kind=kind, by=OLEH, at=IZIUM, unit=unit)
    assert claim.quantity is not None
    written = Span(at, at + len(str(value)), str(value))
    return folder.view(replace(claim, quantity=replace(claim.quantity, as_written=written))).kind


def test_who_advanced_to_a_stretch_of_a_border_reached_the_border_and_both_sides_say_so() -> None:
    folder = Folder()
    folder.claim("one", "they advanced to the border", kind="advance", by=OLEH, at=(place(STRETCH, "to"),))
    folder.claim("two", "they came out at the frontier", kind="border_crossing", by=VITALY, at=(place(BORDER, "at"),))
    (finding,) = folder.reconcile(asked=()).findings
    assert (finding.question.measure, finding.question.place) == ("border_crossing", BORDER)
    assert (finding.sides, finding.relation) == ("both", "agree")


def test_a_distance_from_the_border_is_no_arrival_at_it() -> None:
    folder = Folder()
    folder.claim("one", "fifty kilometres from the border", kind="advance", by=OLEH, at=(place(STRETCH, "from"),))
    assert folder.reconcile(asked=()).findings == ()


def test_who_is_driven_over_a_border_left_the_ground_before_it() -> None:
    folder = Folder()
    slots = (place(KHARKIV, "at"), place(BORDER, "at"))
    claim = folder.claim(
        "one", "all of them were driven out", kind="withdrawal", by=OLEH, at=slots, as_of=12, actor="russia"
    )
    assert folder.view(claim).places == (KHARKIV,)
    (finding,) = folder.reconcile(maps(), asked=()).findings
    assert finding.backing == "outside"


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("ukraine", "russia", "conflicts"),
        ("ukraine", "ukraine", "supports"),
        ("ukraine", None, "cannot_tell"),
    ],
)
def test_two_sides_cannot_hold_one_place(one: str | None, other: str | None, kind: str) -> None:
    folder = Folder()
    left = folder.claim("one", "it is held", kind="control", by=OLEH, at=IZIUM, as_of=12, actor=one)
    right = folder.claim("two", "it is kept", kind="control", by=VITALY, at=IZIUM, as_of=12, actor=other)
    assert compare(folder.view(left), folder.view(right), ground()).kind == kind


def test_ground_won_elsewhere_says_nothing_of_who_holds_a_town() -> None:
    folder = Folder()
    folder.claim("one", "the town is held", kind="control", by=OLEH, at=IZIUM, as_of=12, actor="ukraine")
    wide = folder.claim("two", "2,500 square kilometres are held", 2500, kind="control", by=OLEH, at=KHARKIV, as_of=12)
    loose = folder.claim("three", "900 square kilometres are held", 900, kind="control", by=OLEH, as_of=12, at=None)
    own = folder.claim("four", "30 square kilometres are held", 30, kind="control", by=OLEH, at=IZIUM, as_of=12)
    town = next(f for f in folder.reconcile(asked=()).findings if f.question.place == IZIUM)
    joined = {entry.claim for entry in town.claims}
    assert own.id in joined
    assert not joined & {wide.id, loose.id}


def test_two_figures_of_one_breath_count_two_things_and_contradict_nobody() -> None:
    folder = Folder()
    words = "They took 30 square kilometres, and 100 square kilometres."
    folder.report("one", words, sept(12))
    left, right = (
        folder.claim("one", part, value, by=OLEH, at=KHARKIV, since=6, as_of=12)
        for part, value in (("30 square kilometres", 30), ("100 square kilometres", 100))
    )
    relation = compare(folder.view(left), folder.view(right), ground())
    assert (relation.kind, relation.differs_in) == ("differs_in_scope", ("definition",))
    other = folder.claim("two", "a hundred", 100, by=VITALY, at=KHARKIV, since=6, as_of=12)
    assert compare(folder.view(left), folder.view(other), ground()).kind == "conflicts"


@pytest.mark.parametrize(
    ("words", "value", "kind"),
    [
        ("shelling killed 12 and wounded 121 people", 12, "killed"),
        ("shelling killed 12 and wounded 121 people", 121, "wounded"),
        ("12 killed, 121 wounded", 12, "killed"),
        ("12 killed, 121 wounded", 121, "wounded"),
        ("some 40 killed and wounded there", 40, "killed+wounded"),
    ],
)
def test_the_nearest_word_says_what_a_figure_counts(words: str, value: int, kind: str) -> None:
    assert counted(words, value, "casualties") == kind


def test_a_depth_and_a_front_are_two_distances() -> None:
    words = "they stand 12 kilometres deep along a front of 40 kilometres"
    assert [counted(words, value, "advance", "km") for value in (12, 40)] == ["", "front"]


def test_who_left_and_who_else_left_are_two_events() -> None:
    folder = Folder()
    left = folder.claim("one", "the first left", kind="withdrawal", by=OLEH, at=IZIUM, event=12, actor="russia")
    right = folder.claim("two", "the others left", kind="withdrawal", by=VITALY, at=IZIUM, event=12, actor="ukraine")
    assert compare(folder.view(left), folder.view(right), ground()).kind == "cannot_tell"


def test_counts_of_two_sides_losses_count_different_things() -> None:
    folder = Folder()
    views = [
        folder.view(
            folder.claim(
                f"r{value}",
                f"{value} tanks were burnt",
                value,
                kind="equipment_loss",
                by=OLEH,
                as_of=12,
                since=6,
                unit="items",
                counted="items",
                equipment=(gear("tank", owner=owner),),
            )
        )
        for value, owner in ((47, "russia"), (12, "ukraine"), (90, "russia"))
    ]
    apart = compare(views[0], views[1], ground())
    assert (apart.kind, apart.differs_in) == ("differs_in_scope", ("definition",))
    assert compare(views[0], views[2], ground()).kind == "conflicts"


@pytest.mark.parametrize(
    ("said", "row", "candidate"),
    [
        ("t-80bvm", "T-80BVM", True),
        ("t-80bvm", "T-80", True),
        ("t-80", "T-80BVM", True),
        ("t-80bv", "T-80BV Obr. 1989", True),
        ("t-80bvm", "T-80BV", False),
        ("t-80bv", "T-80BVM", False),
        ("t-80u", "T-80BVM", False),
    ],
)
def test_a_row_is_a_candidate_where_the_two_models_may_be_words_for_one_vehicle(
    said: str, row: str, candidate: bool
) -> None:
    folder = Folder()
    folder.claim("one", "it stood there", kind="sighting", event=11, at=IZIUM, equipment=(gear("tank", said),))
    found = folder.reconcile([loss("1", "List", row, 11, IZIUM, "https://example.org/1")], asked=())
    assert bool([link for link in found.links if link.kind == "candidate_object"]) == candidate


def test_a_named_model_is_not_looked_for_by_its_class_and_a_class_not_by_its_pictures() -> None:
    rows = [
        loss("1", "List", "T-72B3", 11, IZIUM, "https://example.org/1"),
        loss("2", "Other", "T-64BV", 11, None, "https://example.org/1", row=2),
    ]
    for equipment, count in (((gear("tank"), gear("tank", "t-80u")), 0), ((gear("tank"),), 1)):
        folder = Folder()
        folder.claim("one", "they stood there", kind="sighting", event=11, at=IZIUM, equipment=equipment)
        links = folder.reconcile(rows, asked=()).links
        assert len([link for link in links if link.kind == "candidate_object"]) == count


def test_a_figure_is_represented_in_a_unit_of_what_is_counted_before_a_slip_of_it() -> None:
    folder = Folder()
    isw = said_by("ISW", "third")
    folder.claim("a", "about 2,500 km of ground", 2500, "about", by=isw, as_of=9, said=9, unit="km")
    clean = folder.claim("b", "2,500 square kilometres of ground", 2500, by=isw, as_of=9, said=10)
    folder.claim("c", "2,500 were told of", 2500, as_of=10)
    folder.claim("c2", "6,000 were told of", 6000, by=said_by("Hanna Maliar", "ukraine"), as_of=12)
    finding = folder.reconcile(maps()).findings[0]
    assert clean.id in finding.highlights


def test_a_raid_beside_a_border_keeps_its_own_place() -> None:
    folder = Folder()
    slots = (place(BELGOROD, "to"), place(BORDER, "at"))
    claim = folder.claim("one", "they raided it", kind="raid", by=VITALY, at=slots, actor="ukraine")
    assert folder.view(claim).place == BELGOROD


def test_two_figures_of_two_days_tell_the_rate_that_both_need() -> None:
    folder = Folder()
    folder.claim("a", "2,000 by the tenth", 2000, by=said_by("ISW", "third"), as_of=10, since=6)
    folder.claim("b", "8,000 by the thirteenth", 8000, by=said_by("Hanna Maliar", "ukraine"), as_of=13, since=6)
    relation = compare(folder.view(folder.claims[0]), folder.view(folder.claims[1]), ground())
    assert relation.kind == "differs_in_scope"
    assert dict(relation.reasons[-1].data) == {"a_day": "2000", "unit": "km2", "days": "3"}


def test_who_corrects_its_own_figure_of_one_day_later_supersedes_it_and_contradicts_nobody() -> None:
    folder = Folder()
    first = folder.claim("a", "2,000 were freed", 2000, by=said_by("ISW", "third"), as_of=10, since=6, said=10)
    later = folder.claim("b", "it was 3,000", 3000, by=said_by("ISW", "third"), as_of=10, since=6, said=14)
    relation = compare(folder.view(first), folder.view(later), ground())
    assert (relation.kind, relation.later) == ("supersedes", later.id)
    other = folder.claim("c", "it was 3,000", 3000, by=said_by("Hanna Maliar", "ukraine"), as_of=10, since=6, said=14)
    assert compare(folder.view(first), folder.view(other), ground()).kind == "conflicts"
    assert asked_finding(folder.reconcile()).relation == "agree", "what was taken back contradicts nobody"
