"""Whose words a story goes on with: people brought in by name, and what is retold of them without a verb."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read


def _told(words: str, code: str) -> dict[str, list[tuple[str, bool]]]:
    """By the first words of each claim: its sources, and whether they are carried over."""
    claims, _ = read(words, code)
    return {claim.quote.exact[:12]: [(step.name, step.carried) for step in claim.attribution] for claim in claims}


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        (
            "en",
            "Taras, who mends roofs in Balakliia, kept the key. “They burned three tanks behind the school.”",
            "Taras",
        ),
        ("uk", "Пекар Микола міста не кидав. «Вони спалили три танки біля школи».", "Пекар Микола"),
        ("ru", "Слесарь Николай города не бросал. «Они сожгли три танка у школы».", "Слесарь Николай"),
    ],
)
def test_a_quotation_without_a_verb_is_of_whoever_the_sentence_before_brings_in(
    code: str, words: str, name: str
) -> None:
    ((source, _),) = next(iter(_told(words, code).values()))
    assert source == name


@pytest.mark.parametrize(
    ("code", "words", "name"),
    [
        (
            "en",
            "“They shelled us all night,” says Oksana, a nurse from Izium. Three shells hit her house.",
            "Oksana, a nurse from Izium",
        ),
        (
            "uk",
            "«Стріляли всю ніч», – каже сусідка Оксана. Три снаряди влучили в її будинок.",
            "сусідка Оксана",
        ),
        ("ru", "«Стреляли всю ночь», – говорит соседка Оксана. Три снаряда попали в её дом.", "соседка Оксана"),
    ],
)
def test_what_happened_to_a_witness_who_just_spoke_is_told_by_her(code: str, words: str, name: str) -> None:
    assert _told(words, code)[words.split(". ", 1)[1][:12]] == [(name, True)]


def test_what_stands_between_two_sentences_of_one_witness_is_his_too() -> None:
    words = (
        "Дев'ятого вересня, за спогадами пані Тамари, вартові втекли. Біля складу кинули три «Урали» й зенітку. "
        "«Один переодягався просто під моїм вікном», – хихоче вона."
    )
    assert _told(words, "uk")["Біля складу "] == [("пані Тамари", True)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "“They shelled us all night,” says Oksana, a nurse.\n\nThree shells hit her house."),
        ("en", "“They shelled us all night,” says Oksana, a nurse. Three shells hit the school."),
        ("en", "“They shelled us all night,” say residents. The Russians hit her house on Monday."),
        ("en", "“They shelled us all night,” said Oleh Synehubov. Three shells hit her house."),
    ],
)
def test_a_new_paragraph_or_a_sentence_that_means_nobody_before_is_the_voice_s_own(code: str, words: str) -> None:
    claims, _ = read(words, code)
    assert [step.name for step in claims[-1].attribution] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("uk", "– Дев'ятого березня скинули бомбу на будинок. Загинуло сорок чотири людини, – каже сусід Павло."),
        ("ru", "– Девятого марта сбросили бомбу на дом. Погибли сорок четыре человека, – говорит сосед Павел."),
    ],
)
def test_a_line_of_dialogue_is_whole_his_whom_its_end_names(code: str, words: str) -> None:
    sources = {name for steps in _told(words, code).values() for name, _ in steps}
    assert sources == {"сусід Павло"} if code == "uk" else sources == {"сосед Павел"}
    assert len(_told(words, code)) == 2
