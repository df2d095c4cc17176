"""Statements: which types a sentence makes, and how each is meant, in three languages."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.extract.helpers import one, read
from zvirka.model.claims import Claim

SENTENCES = tomllib.loads(Path(__file__).with_name("statements.toml").read_text("utf-8"))["sentences"]
DAY = date(2023, 8, 16)


def _meant(claim: Claim) -> str:
    words = [
        claim.type,
        "not" if claim.polarity == "negated" else "",
        claim.modality if claim.modality != "asserted" else "",
        "" if claim.literal else "unliteral",
        "presupposed" if claim.presupposed else "",
    ]
    return " ".join(word for word in words if word)


@pytest.mark.parametrize("row", SENTENCES, ids=[f"{row['language']}-{number}" for number, row in enumerate(SENTENCES)])
def test_a_sentence_makes_the_claims_a_reader_would_mark(row: dict[str, str]) -> None:
    """No type more, none less, each as it is meant."""
    found, _ = read(row["text"], row["language"], DAY)
    assert sorted({_meant(claim) for claim in found}) == row["claims"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Syrskyi ordered the battalion to leave Soledar, two officers said."),
        ("uk", "Сирський наказав батальйону залишити Соледар, кажуть двоє офіцерів."),
        ("ru", "Сырский приказал батальону оставить Соледар, говорят два офицера."),
    ],
)
def test_what_is_ordered_is_an_order_and_not_the_deed(code: str, words: str) -> None:
    """Who orders is the actor; the one who tells of it is the source."""
    order = one(words, code)
    assert (order.type, order.actor, order.modality) == ("order", "ukraine", "asserted")
    assert [step.kind for step in order.attribution] == ["military_unnamed"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Russia intends to withdraw from Enerhodar, a diplomat said."),
        ("uk", "Росія має намір відвести війська з Енергодара, сказав дипломат."),
        ("ru", "Россия намерена вывести войска из Энергодара, сказал дипломат."),
    ],
)
def test_what_is_planned_is_predicted_of_who_plans_it(code: str, words: str) -> None:
    claim = one(words, code, "withdrawal")
    assert (claim.modality, claim.actor) == ("predicted", "russia")


def test_a_negation_governs_the_word_next_to_it_and_no_later_one() -> None:
    """In "nobody was hurt in the strike" there was a strike."""
    found = {claim.type: claim.polarity for claim in read("No soldiers were killed in the missile strike on Izium.")[0]}
    assert found == {"casualties": "negated", "strike": "affirmed"}


def test_not_only_negates_nothing() -> None:
    assert one("Not only did Ukrainian troops liberate Izium.").polarity == "affirmed"


def test_a_participle_beside_its_thing_is_presupposed() -> None:
    """What is left behind is taken for granted by a sentence that judges it; both are said."""
    found = read("The amount of Russian armour left behind demonstrates a lack of planning.")[0]
    assert {(claim.type, claim.presupposed) for claim in found} == {("equipment_loss", True), ("assessment", False)}


def test_what_it_was_done_with_is_no_loss() -> None:
    found = read("Ворог пошкодив ракетами склад у Миколаєві.", "uk")[0]
    assert [claim.type for claim in found if claim.type == "equipment_loss"] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "A teenager attacked his neighbour in the yard and injured a woman."),
        ("uk", "Підліток ударив сусідку й поранив жінку під час сварки."),
        ("ru", "Победитель конкурса ударил соседа и ранил женщину в ссоре."),
    ],
)
def test_what_tells_of_no_war_makes_no_claims(code: str, words: str) -> None:
    assert read(words, code)[0] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("uk", "Президент звільнив міністра з посади в Харкові."),
        ("ru", "Президент освободил министра от должности в Харькове."),
    ],
)
def test_who_is_dismissed_is_no_liberated_ground(code: str, words: str) -> None:
    assert [claim.type for claim in read(words, code)[0] if claim.type == "territory_regained"] == []


def test_a_heading_with_a_colon_is_no_source() -> None:
    """ "Shelling of the region: …" names nobody who says so."""
    found = read("Shelling of Luhansk region: Russian troops bombed Lysychansk.")[0]
    assert {claim.attribution for claim in found} == {()}


@pytest.mark.parametrize(
    ("code", "words", "type_"),
    [
        ("ru", "Ракеты вывели из строя аэродром в Полтаве.", "strike"),
        ("ru", "Артиллеристы вывели из строя два танка противника.", "equipment_loss"),
        ("uk", "Ракети вивели з ладу аеродром у Полтаві.", "strike"),
        ("uk", "Артилеристи вивели з ладу два танки ворога.", "equipment_loss"),
        ("en", "The strike put the bridge at Kupiansk out of action.", "strike"),
    ],
)
def test_what_is_put_out_of_action_is_not_withdrawn(code: str, words: str, type_: str) -> None:
    assert [claim.type for claim in read(words, code)[0]] == [type_]


def test_what_somebody_goes_on_to_say_behind_a_colon_is_his() -> None:
    claim = one("Война. Уходили ночью, вспоминает сапёр: двоих ранило у переправы.", "ru", "casualties")
    assert [step.name for step in claim.attribution] == ["сапёр"]
    assert claim.quote.exact == "двоих ранило у переправы"
