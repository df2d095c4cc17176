"""One person told in three languages, in full or by family name, is one speaker; two people of one name are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reconcile.hand import Folder, asked_finding, ground, said_by
from zvirka.model.claims import Claim
from zvirka.reconcile.people import people_of
from zvirka.reconcile.views import Viewer


def told(*names: tuple[str, str, str]) -> Folder:
    """A claim of each (name, side, language)."""
    folder = Folder()
    for number, (name, side, language) in enumerate(names):
        claim = folder.claim(f"r{number}", f"{900 + number} km² are free", 900.0 + number, by=said_by(name, side))
        folder.claims[-1] = replace(claim, language=language)
    return folder


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Mayor Taras Holovchenko", "ukraine", "en"), ("Тарас Головченко", "ukraine", "uk")),
        (("Taras Holovchenko", "ukraine", "en"), ("Головченка", "unknown", "uk")),
        (("Тараса Головченка", "unknown", "uk"), ("мэр Головченко", "ukraine", "ru")),
        (("Vadym Rudkivskyi, the mayor of Balta", "ukraine", "en"), ("Вадима Рудківського", "ukraine", "uk")),
        (("A commander of the Bison regiment, Ostap Horbal", "ukraine", "en"), ("Остап Горбаль", "ukraine", "uk")),
        (("Vladimir Zagorulko", "russia", "en"), ("Володимир Загорулько", "russia", "uk")),
    ],
)
def test_one_person_has_one_key(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert len({*_keys(one, other)}) == 1


def _keys(*names: tuple[str, str, str]) -> list[str | None]:
    """The key of the speaker of each."""
    folder = told(*names)
    viewer = Viewer(ground(), folder.texts, {}, None, people_of(folder.claims, ground()))
    return [viewer.view(claim).source for claim in folder.claims]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Taras Holovchenko", "ukraine", "en"), ("Іван Головченко", "ukraine", "uk")),
        (("Taras Holovchenko", "ukraine", "en"), ("Тарас Головченко", "russia", "ru")),
        (("Oleh Petrenchuk", "ukraine", "en"), ("Петренко", "ukraine", "uk")),
        (("Ministry of Ports", "ukraine", "en"), ("Department of Ports", "ukraine", "en")),
        (("the Odesa Herald", "unknown", "en"), ("the Kherson Herald", "unknown", "en")),
    ],
)
def test_two_people_or_bodies_stay_two(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert len({*_keys(one, other)}) == 2


def test_a_family_name_that_two_have_is_neither_of_them() -> None:
    names = (
        ("Taras Holovchenko", "ukraine", "en"),
        ("Іван Головченко", "ukraine", "uk"),
        ("Головченко", "ukraine", "uk"),
    )
    assert len({*_keys(*names)}) == 3


def test_a_family_name_alone_is_the_known_person_told_in_full_elsewhere() -> None:
    """With the side the pack gives, and a reason that says so."""
    folder = told(("Denys Monastyrskyi", "ukraine", "en"), ("Монастирського", "unknown", "uk"))
    viewer = Viewer(ground(), folder.texts, {}, None, people_of(folder.claims, ground()))
    bare = viewer.view(folder.claims[1])
    assert (bare.source, bare.side) == ("source:monastyrskyi", "ukraine")
    assert [reason.rule for reason in bare.added] == ["one_name"]


def test_a_family_name_alone_is_nobody_known_where_nobody_tells_it_in_full() -> None:
    assert _keys(("Монастирського", "unknown", "uk")) == ["name:unknown:монастирського"]


def test_what_one_person_said_in_two_languages_is_one_origin() -> None:
    folder = Folder()
    for key, name, language in (("a", "Taras Holovchenko", "en"), ("b", "Головченка", "uk")):
        claim = folder.claim(key, "Some 2,700 km² are free", 2700.0, as_of=12, since=6, by=said_by(name, "ukraine"))
        folder.claims[-1] = replace(claim, language=language)
    found = asked_finding(folder.reconcile())
    assert (found.origins, found.reports) == (1, 2)


def test_the_order_of_the_claims_is_irrelevant() -> None:
    names = [
        ("Taras Holovchenko", "ukraine", "en"), ("Головченка", "unknown", "uk"), ("мэр Головченко", "ukraine", "ru"),
        ("Ivan Petrash", "russia", "en"), ("Петраша", "unknown", "ru"),
    ]  # fmt: skip
    folder = told(*names)
    claims: list[Claim] = folder.claims
    assert people_of(claims, ground()) == people_of(claims[::-1], ground())
