"""What a clause is by all of its words together."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extract.helpers import read
from zvirka.extract.clause_types import ClauseTypes, features_of
from zvirka.extract.reading import TextReader
from zvirka.ground import load_ground
from zvirka.model.claims import Claim


def claims(words: str) -> list[Claim]:
    """The claims of a text."""
    return read(words)[0]


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(load_ground("ukraine"), "en")


@pytest.fixture(scope="module")
def taught(reader: TextReader) -> ClauseTypes:
    return ClauseTypes(reader.ground.language("en")["clause_types"])


def seen(reader: TextReader, words: str, holes: tuple[tuple[int, int], ...] = ()) -> set[str]:
    reading = reader.read(words, None)
    return features_of(reading, reader.statements, 0, len(reading.document.tokens.norms), holes)


def test_words_beginnings_and_neighbours_are_seen(reader: TextReader) -> None:
    found = seen(reader, "Shelling wrecked 12 houses")
    assert {"wrecked", "wrec~", "wrecke~", "^ shell", "shell wreck", "wreck 0", "0 house"} <= found


def test_words_of_others_are_not_seen(reader: TextReader) -> None:
    words = "They heard that shelling wrecked houses and went home"
    hole = (words.index("that"), words.index("and"))
    assert not {"shelling", "houses", "wrec~"} & seen(reader, words, (hole,))
    assert {"heard", "home"} <= seen(reader, words, (hole,))


def test_what_is_not_there_is_seen_too(reader: TextReader) -> None:
    bare, full = seen(reader, "Nothing is left of it"), seen(reader, "Russia lost 12 tanks and 30 people near Kupiansk")
    kinds = {"E:none", "Q:none", "S:none", "P:none"}
    assert kinds <= bare
    assert kinds.isdisjoint(full)


def test_a_clause_of_more_words_is_of_a_larger_size(reader: TextReader) -> None:
    sizes = [
        each
        for count in (1, 4, 7, 11, 40)
        for each in sorted(seen(reader, " ".join(["roof"] * count)))
        if each[:2] == "N:"
    ]
    assert sizes == ["N:0", "N:1", "N:2", "N:3", "N:3"]


@given(st.sets(st.sampled_from(["shelling", "house", "tank", "video", "order", "zzz", "0", "T:strike", "H:strike"])))
def test_chances_sum_to_one_or_nothing_is_known(features: set[str]) -> None:
    taught = ClauseTypes(load_ground("ukraine").language("uk")["clause_types"])
    chances = taught.chances(features | {"ракет~"})
    assert math.isclose(sum(chances.values()), 1.0)
    assert taught.chances({"no such feature"}) == {}


def test_without_examples_nothing_is_likely() -> None:
    assert ClauseTypes({}).likeliest({"shelling"}) is None


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("We buried my neighbour under the apple tree.", "civilian_harm"),
        ("We have had no word from his unit since Tuesday.", "communication"),
    ],
)
def test_a_clause_without_a_word_of_the_pack_is_what_it_is_like(words: str, type_: str) -> None:
    found = claims("Fighting goes on around the town, shells fall on it. " + words)
    assert type_ in {claim.type for claim in found}


def test_a_type_told_by_all_words_says_so() -> None:
    found = claims("Fighting goes on around the town, shells fall on it. We buried my neighbour under the apple tree.")
    likely = next(claim for claim in found if claim.type == "civilian_harm")
    assert ("type", "hinted") in {(reason.field, reason.rule) for reason in likely.reasons}


def test_what_states_nothing_is_no_claim() -> None:
    found = claims("Fighting goes on around the town, shells fall on it. Good morning, friends, put the kettle on.")
    assert all("kettle" not in claim.quote.exact for claim in found)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Nine tenths of the market has been destroyed."),
        ("en", "A picture of Friday has the pumping station burnt out."),
        ("ru", "Виадук через реку Оскол повреждён."),
    ],
)
def test_without_arms_nothing_of_arms_is_lost(code: str, words: str) -> None:
    opening = {"en": "The town was shelled on Friday. ", "ru": "Посёлок обстреляли в пятницу. "}[code]
    found = read(opening + words, language=code)[0]
    assert len(found) > 1
    assert "equipment_loss" not in {claim.type for claim in found}


def test_with_arms_they_are_lost() -> None:
    found = claims("The town was shelled on Friday. Nine tanks have been destroyed.")
    assert "equipment_loss" in {claim.type for claim in found}


def test_an_answer_to_a_blow_is_a_position() -> None:
    found = claims("Fighting goes on around the town. The ministry said it would retaliate for any strike on the dam.")
    assert "policy_position" in {claim.type for claim in found}
    assert "strike" not in {claim.type for claim in found}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "The helicopter was hit on Friday. Eleven airmen died."),
        ("ru", "Атака началась на рассвете. Ротного убило на мосту."),
        ("uk", "Атака почалася вдосвіта. Двоє кулеметників загинули."),
    ],
)
def test_soldiers_by_rank_and_trade_are_casualties(code: str, words: str) -> None:
    assert "casualties" in {claim.type for claim in read(words, language=code)[0]}
