"""The gazetteer of the Ukrainian theatre and the laws of place relations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.ground import load_ground

GROUND = load_ground()
G = GROUND.gazetteer
OBLAST, CITY, UKRAINE, RUSSIA, BELGOROD = (
    "geonames:706482",
    "geonames:706483",
    "geonames:690791",
    "geonames:2017370",
    "geonames:578071",
)
KUPIANSK, CRIMEA = "geonames:703656", "geonames:703883"
ANY_PLACE = st.one_of(st.sampled_from(G.ids), st.sampled_from(G.ids).map("{}#north".format))
MIRROR = {
    "same": "same",
    "contains": "within",
    "within": "contains",
    "overlaps": "overlaps",
    "disjoint": "disjoint",
    "unknown": "unknown",
}


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (OBLAST, OBLAST, "same"),
        (UKRAINE, OBLAST, "contains"),
        (KUPIANSK, OBLAST, "within"),
        (OBLAST, BELGOROD, "disjoint"),
        (OBLAST, RUSSIA, "disjoint"),
        (CRIMEA, UKRAINE, "within"),
        (f"{OBLAST}#north", OBLAST, "within"),
        (f"{OBLAST}#north", KUPIANSK, "unknown"),
        (f"{OBLAST}#north", BELGOROD, "disjoint"),
        (f"{UKRAINE}#south", OBLAST, "unknown"),
        (f"{OBLAST}#direction", OBLAST, "overlaps"),
        ("zvirka:ua-ru-border", OBLAST, "overlaps"),
        ("zvirka:ua-donbas", "geonames:709716", "contains"),
        ("zvirka:ua-donbas", OBLAST, "unknown"),
        ("zvirka:nowhere", OBLAST, "unknown"),
    ],
)
def test_how_two_places_lie_to_each_other(a: str, b: str, relation: str) -> None:
    assert G.relation(a, b) == relation
    assert G.relation(b, a) == MIRROR[relation]


@given(ANY_PLACE, ANY_PLACE)
def test_relations_mirror_each_other(a: str, b: str) -> None:
    assert G.relation(b, a) == MIRROR[G.relation(a, b)]


@given(ANY_PLACE, ANY_PLACE, ANY_PLACE)
def test_containment_carries_over(a: str, b: str, c: str) -> None:
    if G.contains(a, b) and G.contains(b, c):
        assert G.contains(a, c)


@pytest.mark.parametrize(
    ("id", "language", "case", "name"),
    [
        (OBLAST, "en", "genitive", "Kharkiv Oblast"),
        (OBLAST, "uk", "genitive", "Харківської області"),
        (OBLAST, "uk", "locative", "Харківській області"),
        (OBLAST, "ru", "genitive", "Харьковской области"),
        (OBLAST, "ru", "accusative", "Харьковскую область"),
        (CITY, "uk", "locative", "Харкові"),
        (KUPIANSK, "uk", "genitive", "Куп'янська"),
        (KUPIANSK, "ru", "locative", "Купянске"),
        ("geonames:706587", "uk", "genitive", "Козачої Лопані"),
        ("geonames:706587", "ru", "locative", "Казачьей Лопани"),
        (UKRAINE, "ru", "instrumental", "Украиной"),
        (CRIMEA, "uk", "locative", "Криму"),
        (f"{OBLAST}#north", "uk", "locative", "півночі Харківської області"),
        (f"{UKRAINE}#south", "en", "nominative", "southern Ukraine"),
        (f"{CITY}#direction", "ru", "locative", "Харьковском направлении"),
        ("zvirka:nowhere", "en", "nominative", "zvirka:nowhere"),
    ],
)
def test_names_stand_in_the_case_asked_for(id: str, language: str, case: str, name: str) -> None:
    assert G.name(id, language, case) == name


@given(st.sampled_from(G.ids), st.sampled_from(GROUND.languages))
def test_every_name_of_a_listed_place_leads_back_to_it(id: str, language: str) -> None:
    place = G.get(id)
    assert place is not None
    if language in place.names:
        name = G.name(id, language)
        hits = [hit for hit in G.find(name, language) if (hit.start, hit.end) == (0, len(name))]
        assert hits
        assert id in hits[0].ids


def test_namesakes_are_ranked_by_what_the_news_means() -> None:
    assert G.find("in Lyman", "en")[0].ids[0] == "geonames:704204"
    assert G.find("Balakliia", "en")[0].ids == ("geonames:712926",)


def test_every_listed_place_but_countries_and_what_crosses_them_lies_in_one() -> None:
    countries = {UKRAINE, RUSSIA, "geonames:630336"}
    for id in G.ids:
        place = G.get(id)
        assert place is not None
        crosses = place.kind == "region" and not place.parent and place.touches
        if place.kind in ("adm1", "adm2", "settlement", "facility", "region") and not crosses:
            assert countries & set(G.ancestors(id)), id
