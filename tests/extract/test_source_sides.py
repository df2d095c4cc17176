"""Sides and kinds of sources told by what they are, and sources that pass others on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.extract.helpers import extractor, read, text_of
from zvirka.model.claims import Claim
from zvirka.model.sources import UNKNOWN, Voice


def _claims(words: str, code: str, side: str = UNKNOWN) -> list[Claim]:
    text = replace(text_of(words, code), voice=Voice("V", "channel", side))
    return list(extractor().extract([text])[0].claims)


def _only(words: str, code: str, side: str = UNKNOWN) -> Claim:
    claims = _claims(words, code, side)
    assert len(claims) == 1, [(claim.type, claim.quote.exact) for claim in claims]
    return claims[0]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "Reuters reported on Monday, citing two Ukrainian officials, that Russian troops had left Lyman."),
        ("en", "Russian troops left Lyman on Monday, Reuters reported, citing two Ukrainian officials."),
        ("en", "Reuters quotes a Ukrainian official as saying that Russian troops had left Lyman."),
        ("uk", "Reuters із посиланням на українських чиновників пише, що російські війська залишили Лиман."),
        ("uk", "Російські війська залишили Лиман, повідомляє Reuters з посиланням на українських чиновників."),
        ("uk", "Reuters цитує українського чиновника: російські війська залишили Лиман."),
        ("ru", "Reuters со ссылкой на украинских чиновников пишет, что российские войска покинули Лиман."),
        ("ru", "Российские войска покинули Лиман, пишет Reuters со ссылкой на украинских чиновников."),
    ],
)
def test_whom_a_medium_has_it_from_stands_first(code: str, words: str) -> None:
    """The official is closest to the event, the agency passes him on, and neither's name is part of what is claimed."""
    claim = _only(words, code)
    assert claim.type == "withdrawal"
    assert [(step.kind, step.side) for step in claim.attribution] == [("official", "ukraine"), ("media", "third")]
    assert "Reuters" not in claim.quote.exact


@pytest.mark.parametrize(
    ("code", "words", "voice", "side", "rule"),
    [
        (
            "uk",
            "Міністр енергетики повідомив, що в Ізюмі загинули двоє людей.",
            UNKNOWN,
            "ukraine",
            "side:language",
        ),
        ("ru", "Командующий авиацией сообщил, что в Изюме погибли двое жителей.", "russia", "russia", "side:voice"),
        (
            "ru",
            "Турция и Сирия обвинили друг друга в обстреле. Сирийская авиация била по колонне. "
            "Министр обороны сообщил, что погибли двое солдат.",
            UNKNOWN,
            "third",
            "side:scene",
        ),
        (
            "ru",
            "4. Белгород. 27 мая под обстрелом погибла женщина, сообщил губернатор.",
            UNKNOWN,
            "russia",
            "side:place",
        ),
        (
            "en",
            "A Russian spokesman said 40 soldiers had been killed. Another 60 soldiers had been wounded, the spokesman said.",
            UNKNOWN,
            "russia",
            "side:earlier_source",
        ),
    ],
)
def test_a_side_no_word_names_carries_its_rule(code: str, words: str, voice: str, side: str, rule: str) -> None:
    """The reason beside the claim says which rule told the side."""
    claim = _claims(words, code, voice)[-1]
    assert claim.attribution[0].side == side
    assert [each.rule for each in claim.reasons if each.field == "attribution.0.side"] == [rule]


def test_a_foreign_office_is_not_taken_for_the_country_of_the_language() -> None:
    """A Polish minister is none of Ukraine's, whatever the language."""
    claim = _claims("Міністр оборони Польщі заявив, що в Ізюмі загинули двоє людей.", "uk")[0]
    assert claim.attribution[0].side == "third"


def test_what_a_name_is_stands_behind_its_comma() -> None:
    """A teacher by her apposition is an eyewitness."""
    claim = _claims("Ніна Петрівна, колишня вчителька, каже, що солдати винесли з хати пральну машину.", "uk")[0]
    assert claim.attribution[0].kind == "eyewitness"


def test_it_said_means_the_body_named_before() -> None:
    """A sentence that begins with "It said" goes on with the ministry of the one before."""
    words = (
        "The ministry in Moscow denied any loss of ground. It said its troops had repelled three attacks near Robotyne."
    )
    claim = next(claim for claim in _claims(words, "en") if claim.type == "clash")
    assert [step.side for step in claim.attribution] == ["russia"]
    assert claim.actor == "russia"


@pytest.mark.parametrize(
    ("code", "words", "place"),
    [
        ("en", "A missile hit a house in Kryvyi Rih. Another 36 people were wounded.", "Kryvyi Rih"),
        ("ru", "4. Белгород. 27 мая под обстрелом погибла женщина.", "Белгород"),
    ],
)
def test_what_happened_takes_the_place_told_just_before(code: str, words: str, place: str) -> None:
    """A sentence that names no place takes its paragraph's last one, and says so."""
    claim = next(claim for claim in _claims(words, code) if claim.type == "civilian_harm")
    assert [slot.name for slot in claim.places] == [place]
    assert claim.places[0].inherited_from is not None
    assert any(reason.rule == "inherited:sentence" for reason in claim.reasons)


def test_a_dateline_is_no_place_of_what_happened() -> None:
    """Where a report was written says nothing of where tanks were lost."""
    claims = _claims("KYIV, June 14. The army destroyed eight tanks.", "en")
    assert all(not slot.name.startswith("Kyiv") for claim in claims for slot in claim.places)


@pytest.mark.parametrize(
    ("words", "code", "side"),
    [
        ("Moscow's envoy to the OSCE said three tanks had been burnt.", "en", "russia"),
        ("В Душанбе сообщили о трёх сожжённых танках.", "ru", "third"),
    ],
)
def test_whose_an_office_is_is_told_by_its_own_words_or_where_it_is(words: str, code: str, side: str) -> None:
    claims, _ = read(words, code)
    assert {step.side for claim in claims for step in claim.attribution} == {side}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Росіяни обстріляли трасу Лиман – Ізюм.", "uk"),
        ("Russian troops shelled the road Lyman – Izium.", "en"),
    ],
)
def test_a_town_behind_a_dash_ends_a_road_and_says_nothing(words: str, code: str) -> None:
    (claim,) = read(words, code)[0]
    assert not claim.attribution
    assert len(claim.places) == 2
