"""Who speaks in the middle of a sentence: inserted in one of its clauses, told by how he was met, told by a noun or by a paper."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read
from zvirka.model.claims import Claim


def _chain(claim: Claim) -> list[tuple[str, str, str]]:
    return [(step.name, step.kind, step.side) for step in claim.attribution]


def _told(words: str, code: str, quoted: str) -> list[tuple[str, str, str]]:
    claims = [claim for claim in read(words, code)[0] if quoted in claim.quote.exact]
    assert claims, [claim.quote.exact for claim in read(words, code)[0]]
    return _chain(claims[0])


@pytest.mark.parametrize(
    ("code", "words", "own", "others"),
    [
        (
            "en",
            "Russian troops left Izium on Friday, where, according to the Red Cross, 40 people had been killed.",
            "left Izium",
            "40 people",
        ),
        (
            "en",
            "Ukrainian forces took Izium, but, according to the Red Cross, shells killed 12 people there.",
            "took Izium",
            "12 people",
        ),
        (
            "uk",
            "Росіяни обстріляли Суми; минулого тижня, повідомляють медики, загинули четверо людей.",
            "Суми",
            "четверо",
        ),
        ("uk", "Росіяни обстріляли Суми, де, за даними Червоного Хреста, загинули 12 людей.", "обстріляли", "12 людей"),
    ],
)
def test_a_source_inserted_in_one_clause_says_nothing_of_the_clause_before(
    code: str, words: str, own: str, others: str
) -> None:
    assert _told(words, code, own) == []
    assert len(_told(words, code, others)) == 1


def test_what_had_been_agreed_agrees_to_nothing() -> None:
    words = "The 110th Brigade says that an exchange of 40 prisoners had been agreed."
    assert [name for name, _, _ in _told(words, "en", "exchange")] == ["The 110th Brigade"]


def test_a_reason_that_is_cited_is_no_source() -> None:
    words = "Two armed men refused the monitors passage at a checkpoint in Makiivka, citing mines."
    assert all("mines" not in name for claim in read(words, "en")[0] for name, _, _ in _chain(claim))


@pytest.mark.parametrize(
    "words",
    [
        "A nurse whom I reached by phone says that shells killed 12 people in Izium.",
        "A nurse I spoke to says that shells killed 12 people in Izium.",
    ],
)
def test_somebody_is_told_by_how_the_author_met_him(words: str) -> None:
    (name, kind, _), *rest = _told(words, "en", "12 people")
    assert name.startswith("A nurse")
    assert (kind, rest) == ("eyewitness", [])


def test_a_source_quoted_by_a_paper_comes_before_the_paper() -> None:
    words = "A Ukrainian security source quoted by the Coastal Herald says that the arsenal at Karachev was destroyed."
    assert _told(words, "en", "destroyed") == [
        ("A Ukrainian security source", "military_unnamed", "ukraine"),
        ("Coastal Herald", "media", "third"),
    ]


def test_a_guest_of_a_paper_speaks_through_it() -> None:
    words = "A retired general in the Coastal Herald says that the Russian army lost 40 tanks near Izium."
    assert [(kind, side) for _, kind, side in _told(words, "en", "40 tanks")] == [
        ("analyst", "unknown"),
        ("media", "third"),
    ]


def test_the_paper_that_was_told_something_is_the_one_named_before() -> None:
    words = "The Coastal Herald counts 41 people killed in Kharkiv. The emergency service told the paper that 11 people were injured."
    assert [name for name, _, _ in _told(words, "en", "11 people")] == ["The emergency service", "The Coastal Herald"]


@pytest.mark.parametrize(
    ("paper", "side"),
    [
        ("The Coastal Herald", "third"),
        ("Uralsky Vestnik", "russia"),
        ("Poltavski Visti", "ukraine"),
        ("The Kharkiv Courier", "ukraine"),
        ("The Rostov Courier", "russia"),
    ],
)
def test_a_paper_is_of_the_country_its_title_tells(paper: str, side: str) -> None:
    words = f"{paper} reports that Russian troops left Izium on Friday."
    assert [(kind, told) for _, kind, told in _told(words, "en", "left Izium")] == [("media", side)]


def test_one_of_them_is_of_the_army_told_of() -> None:
    words = "Ukrainian soldiers walked along the road. “They shelled us near Debaltseve,” one of them said."
    assert [(kind, side) for _, kind, side in _told(words, "en", "shelled")] == [("military_unnamed", "ukraine")]


def test_he_is_who_was_told_to_be_among_many() -> None:
    words = (
        "We took 25 prisoners in Vuhledar, among them a company commander. He says that 107 men were left in the town."
    )
    assert [kind for _, kind, _ in _told(words, "en", "107 men")] == ["military_unnamed"]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        ("en", "By official figures, 12 people were killed in Izium.", "official figures"),
        ("uk", "За офіційними даними, в Ізюмі загинули 12 людей.", "офіційними даними"),
    ],
)
def test_official_figures_are_an_official_source(code: str, words: str, name: str) -> None:
    assert [(told, kind) for told, kind, _ in _told(words, code, "12")] == [(name, "official")]


def test_a_verb_left_out_behind_a_semicolon_is_the_one_before() -> None:
    words = "Москва стверджує, що втратила 5 танків під Ізюмом; Київ – що знищено 40 танків."
    assert [side for _, _, side in _told(words, "uk", "40 танків")] == ["ukraine"]
    assert [side for _, _, side in _told(words, "uk", "5 танків")] == ["russia"]


def test_who_is_told_with_an_age_in_words_is_no_official() -> None:
    words = "Марія Левчук, сімдесят один рік, ішла з Ізюма дві ночі. Вона каже, що загинули 12 людей."
    assert [kind for _, kind, _ in _told(words, "uk", "12 людей")] == ["eyewitness"]


def test_who_speaks_in_a_line_of_dialogue_and_is_only_he_is_a_witness() -> None:
    words = "Нас чекає Сергій Левчук.\n\n– Росіяни обстріляли Ізюм. Загинуло сорок чотири людини, – розповідає він."
    assert [kind for _, kind, _ in _told(words, "uk", "сорок чотири")] == ["eyewitness"]


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        (
            "en",
            "Police said at least 12 people were killed in Sumy and the mayor said 14 had been injured.",
            "the mayor",
        ),
        ("uk", "Поліція повідомила, що в Сумах загинули 12 людей, і мер заявив, що поранено 14.", "мер"),
    ],
)
def test_what_another_says_behind_and_goes_through_nobody(code: str, words: str, name: str) -> None:
    assert [told for told, _, _ in _told(words, code, "14")] == [name]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("A neighbour saw three tanks on the bridge in Izium.", ["eyewitness"]),
        ("A Reuters reporter saw 12 destroyed tanks near Izium.", ["media"]),
        ("The army saw its worst losses near Izium, with 40 tanks destroyed.", []),
        ("The town of Izium saw 40 tanks destroyed.", []),
    ],
)
def test_who_saw_it_tells_it_and_a_town_sees_nothing(words: str, kinds: list[str]) -> None:
    assert [kind for _, kind, _ in _told(words, "en", "tanks")] == kinds


def test_who_saw_it_speaks_in_the_quotation_right_behind() -> None:
    words = "A neighbour saw Russian soldiers at the bridge in Izium. “They took 12 men off the bus and shot them.”"
    assert [kind for _, kind, _ in _told(words, "en", "shot them")] == ["eyewitness"]


@pytest.mark.parametrize(
    ("code", "words", "chain"),
    [
        (
            "en",
            "The Guardian spoke to three soldiers of the 47th Brigade. One of them said that 12 vehicles were lost in Avdiivka.",
            ["military_unnamed", "media"],
        ),
        (
            "uk",
            "Газета «Наш край» опитала військових. Командир роти твердить, що під Ізюмом знищено 40 танків.",
            ["military_unnamed", "media"],
        ),
        (
            "uk",
            "Газета «Наш край» опитала військових. Міністерство оборони твердить, що під Ізюмом знищено 40 танків.",
            ["official"],
        ),
    ],
)
def test_whom_a_paper_asked_speaks_through_it(code: str, words: str, chain: list[str]) -> None:
    told = _told(words, code, "12 vehicles" if code == "en" else "40 танків")
    assert [kind for _, kind, _ in told] == chain


def test_one_channel_is_of_the_side_of_those_told_of_before() -> None:
    words = (
        "Військових розбір.\n\nРосійські воєнкори пишуть різне. Канал «Сокіл» визнає, що під Ізюмом знищено 40 танків."
    )
    assert [(kind, side) for _, kind, side in _told(words, "uk", "40 танків")] == [("channel", "russia")]


def test_a_body_in_a_foreign_capital_is_of_that_country() -> None:
    words = "The State Border Service in Baku said that 12 people were killed."
    assert [side for _, _, side in _told(words, "en", "12 people")] == ["third"]
