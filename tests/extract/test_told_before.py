"""A surname alone, or "the ministry", means the one that the text told in full before."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def sources(language: str, words: str) -> list[tuple[str, str, str]]:
    return [
        (claim.attribution[0].name, claim.attribution[0].kind, claim.attribution[0].side)
        for claim in read(words, language)[0]
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Russian general Anton Vilkov said 30 tanks were destroyed. Two villages were captured, Vilkov said."),
        (
            "uk",
            "Російський генерал Антон Вільков сказав, що знищено 30 танків. Захоплено два села, за словами Вількова.",
        ),
        (
            "ru",
            "Российский генерал Антон Вильков сказал, что уничтожено 30 танков. Захвачены два села, по словам Вилькова.",
        ),
    ],
)
def test_a_surname_alone_means_who_was_told_in_full(language: str, words: str) -> None:
    first, second = sources(language, words)
    assert first == second
    assert first[2] == "russia"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Russia's Defense Ministry said 30 tanks were destroyed. The ministry said two villages were taken."),
        ("ru", "По данным Минобороны РФ, уничтожено 30 танков. Взяты два села, сообщили в ведомстве."),
        ("ru", "По данным Минобороны РФ, уничтожено 30 танков. Ведомство сообщило, что взяты два села."),
        ("uk", "За даними Міноборони РФ, знищено 30 танків. Відомство повідомило, що захоплено два села."),
        ("uk", "За даними Міноборони РФ, знищено 30 танків. Захоплено два села, повідомили у відомстві."),
    ],
)
def test_a_body_alone_means_the_one_told_before(language: str, words: str) -> None:
    found = sources(language, words)
    assert len(found) == 2
    assert {side for _, _, side in found} == {"russia"}


def test_a_surname_of_two_people_means_neither() -> None:
    told = "Russian officer Anton Vilkov said 30 tanks were destroyed. Villager Olha Vilkov said two men were killed."
    text = f"{told} Vilkov said five people died."
    assert sources("en", text)[-1] == ("Vilkov", "public", "unknown")


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("en", "Zelensky at a meeting with Putin said 30 tanks were destroyed.", "Zelensky"),
        ("uk", "Шойгу на зустрічі з Путіним заявив, що знищено 30 танків.", "Шойгу"),
        ("ru", "Шойгу на совещании у Путина заявил, что уничтожено 30 танков.", "Шойгу"),
    ],
)
def test_whom_somebody_met_is_not_who_says_it(language: str, words: str, name: str) -> None:
    assert [source for source, _, _ in sources(language, words)] == [name]
