"""Whose words stand in a quotation: six styles of marks, dialogue by dashes, several paragraphs, and speakers named later."""

from __future__ import annotations

import pytest

from tests.extract.helpers import read

STYLES = ["«…»", "„…“", "“…”", "‘…’", '"…"', "‹…›"]
WORDS = {
    "en": ("We lost 12 tanks near Izium", "the sergeant said", "The Russians left 20 vehicles behind"),
    "uk": ("Ми втратили 12 танків під Ізюмом", "сказав сержант", "Росіяни залишили 20 машин"),
    "ru": ("Мы потеряли 12 танков под Изюмом", "сказал сержант", "Россияне оставили 20 машин"),
}
NOBODY = ("",)


def speakers(words: str, language: str) -> dict[float, tuple[str, ...]]:
    """Names of the sources of each claim that has a figure, closest first, by figure."""
    return {
        claim.quantity.value or 0.0: tuple(step.name for step in claim.attribution)
        for claim in read(words, language)[0]
        if claim.quantity is not None
    }


def quoted(style: str, words: str) -> str:
    return style.replace("…", words)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", sorted(WORDS))
def test_both_quotations_around_a_speaker_are_his(style: str, language: str) -> None:
    first, said, second = WORDS[language]
    comma, dash = (",", "") if language == "en" else ("", ", —")
    text = f"{quoted(style, first + comma)}{dash} {said}. {quoted(style, second)}."
    assert {figure: [name.split()[-1] for name in names] for figure, names in speakers(text, language).items()} == {
        12.0: [said.replace(" said", "").split()[-1]],
        20.0: [said.replace(" said", "").split()[-1]],
    }


@pytest.mark.parametrize("style", [style for style in STYLES if style != "‘…’"])
@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_quotation_that_its_paragraph_leaves_open_goes_on_in_the_next(style: str, language: str) -> None:
    first, said, second = WORDS[language]
    opening, closing = style.split("…")
    comma, dash = (",", "") if language == "en" else ("", ", —")
    more = first.replace("12", "13")
    text = f"{quoted(style, first + comma)}{dash} {said}. {opening}{more}.\n\n{opening}{second}.{closing}"
    found = speakers(text, language)
    assert set(found) == {12.0, 13.0, 20.0}
    assert len(set(found.values())) == 1
    assert all(found.values())


def test_a_quotation_left_open_is_not_taken_for_anothers() -> None:
    text = (
        "“We lost 12 tanks near Izium,” the sergeant said. “It rained.\n"
        "“The Russians left 20 vehicles behind,” added Petro Orlenko, an analyst.\n"
        "“ORLENKO: And 5 people were killed.”"
    )
    assert speakers(text, "en")[20.0] == ("Petro Orlenko, an analyst",)
    assert "the sergeant" not in speakers(text, "en")[5.0]


def test_a_quotation_closed_in_its_paragraph_does_not_go_on() -> None:
    text = (
        "“We lost 12 tanks near Izium,” the sergeant said. “Nobody asked why.”\n\nThe Russians left 20 vehicles behind."
    )
    assert speakers(text, "en") == {12.0: ("the sergeant",), 20.0: ()}


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        (
            "ru",
            "— Мы потеряли 12 танков под Изюмом, — сказал сержант. — Россияне оставили 20 машин. Погибли 5 человек.",
            {12.0: ("сержант",), 20.0: ("сержант",), 5.0: ("сержант",)},
        ),
        (
            "uk",
            "— Коли це було? — спитав лікар.\n— У понеділок, — відповів сержант. — Загинули 5 людей.",
            {5.0: ("сержант",)},
        ),
        (
            "uk",
            "— Ми втратили 12 танків під Ізюмом.\n— Коли? Там загинули 5 людей, — сказав сержант.",
            {12.0: NOBODY, 5.0: ("сержант",)},
        ),
        (
            "en",
            "— We lost 12 tanks near Izium, said the sergeant. — Five people were killed.",
            {12.0: ("the sergeant",), 5.0: ("the sergeant",)},
        ),
        ("ru", "Потери за день:\n— уничтожены 12 танков;\n— погибли 5 человек.", {12.0: (), 5.0: ()}),
    ],
)  # fmt: skip
def test_lines_of_dialogue_are_said_by_who_speaks_in_them_and_else_by_somebody(
    language: str, text: str, found: dict[float, tuple[str, ...]]
) -> None:
    """Entries of a list behind dashes are no dialogue."""
    assert speakers(text, language) == found


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "“He [Zelensky] said 12 villages were liberated,” the aide recalled.", ("Zelensky", "the aide")),
        ("en", "“We took 12 villages near Izium. We go on.” Those were the words of the brigade commander.", ("the brigade commander",)),
        ("uk", "«За тиждень ми взяли 12 сіл під Ізюмом». Це слова командира бригади.", ("командира бригади",)),
        ("ru", "«За неделю мы взяли 12 сёл под Изюмом». Это слова командира бригады.", ("командира бригады",)),
        ("en", "“We lost 12 tanks near Izium,” he said. “It rained,” Petro Orlenko, an analyst, added.", ("Petro Orlenko, an analyst",)),
        ("uk", "«Ми втратили 12 танків під Ізюмом», — каже він. «Ми пішли», — додав сержант Петро Орленко.", ("сержант Петро Орленко",)),
        ("en", "Twelve villages were liberated near Izium, one official said. The official, Petro Orlenko, spoke.", ("Petro Orlenko",)),
    ],
)  # fmt: skip
def test_who_is_named_by_an_editor_or_later_is_the_speaker(language: str, text: str, names: tuple[str, ...]) -> None:
    assert speakers(text, language) == {12.0: names}


def test_a_pronoun_before_everybody_stays_one_where_no_quotation_follows() -> None:
    assert speakers("“We lost 12 tanks near Izium,” she said. Petro Orlenko said that it rained.", "en") == {
        12.0: ("she",)
    }


@pytest.mark.parametrize(
    ("language", "text", "least"),
    [
        ("en", "At least one channel wrote that 12 tanks were destroyed near Izium.", 1),
        ("en", "At least three channels wrote that 12 tanks were destroyed near Izium.", 3),
        ("uk", "Щонайменше два канали написали, що під Ізюмом знищено 12 танків.", 2),
        ("ru", "Как минимум два телеграм-канала сообщили, что под Изюмом уничтожены 12 танков.", 2),
    ],
)
def test_at_least_so_many_channels_bound_how_many_sources_there_are(language: str, text: str, least: int) -> None:
    claims = [claim for claim in read(text, language)[0] if claim.quantity is not None]
    assert [[(step.kind, step.at_least) for step in claim.attribution] for claim in claims] == [[("channel", least)]]
