"""What a text ties together: causes and conclusions in its own words, told by one source, in three languages."""

from __future__ import annotations

import pytest

from tests.extract.helpers import extractor, text_of

EXTRACTOR = extractor()
CAUSE, CONCLUDED = "cause", "inference"
TAKEN, LOST, LEFT = "territory_regained", "equipment_loss", "withdrawal"


def told(words: str, language: str) -> list[tuple[str, str, str]]:
    """(kind, type of the cause or premise, type of the effect or conclusion) of each link, the words of tying checked."""
    found = EXTRACTOR.extract([text_of(words, language)])[0]
    claims = {claim.id: claim for claim in found.claims}
    for link in found.links:
        data = dict(link.reasons[0].data)
        assert words[int(data["start"]) : int(data["end"])] == data["words"]
    return [(link.kind, claims[link.left].type, claims[link.right].type) for link in found.links]


@pytest.mark.parametrize(
    ("language", "words", "kind", "left", "right"),
    [
        ("en", "Ukraine liberated 12 villages near Izium because Russian troops withdrew from the city.", CAUSE, LEFT, TAKEN),
        ("en", "Because Russian troops withdrew from Izium, Ukraine liberated 12 villages.", CAUSE, LEFT, TAKEN),
        ("en", "Russian troops withdrew from Izium. As a result, Ukraine liberated 12 villages.", CAUSE, LEFT, TAKEN),
        ("en", "The ministry said that Russian troops had withdrawn from Izium because Ukraine had destroyed 12 tanks.", CAUSE, LOST, LEFT),
        ("en", "The army left 20 tanks near Izium, which suggests that the troops withdrew in panic.", CONCLUDED, LOST, LEFT),
        ("en", "Judging by the 20 abandoned tanks near Izium, the Russians fled Izium.", CONCLUDED, LOST, LEFT),
        ("uk", "Україна звільнила 12 сіл під Ізюмом, тому що російські війська відступили з міста.", CAUSE, LEFT, TAKEN),
        ("uk", "Російські війська відступили з Ізюма, тому Україна звільнила 12 сіл.", CAUSE, LEFT, TAKEN),
        ("uk", "Росіяни втратили 20 танків під Ізюмом. Отже, вони відступили з Ізюма.", CONCLUDED, LOST, LEFT),
        ("ru", "Украина освободила 12 сёл под Изюмом, потому что российские войска отступили из города.", CAUSE, LEFT, TAKEN),
        ("ru", "Российские войска отступили из Изюма, поэтому Украина освободила 12 сёл.", CAUSE, LEFT, TAKEN),
        ("ru", "Россияне бросили 20 танков под Изюмом. Это означает, что они отступили из Изюма.", CONCLUDED, LOST, LEFT),
    ],
)  # fmt: skip
def test_the_text_tells_which_statement_brought_about_or_bears_out_which(
    language: str, words: str, kind: str, left: str, right: str
) -> None:
    assert told(words, language) == [(kind, left, right)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Ukraine liberated 12 villages, not because Russian troops withdrew from Izium."),
        ("uk", "Україна звільнила 12 сіл не тому що російські війська відступили з Ізюма."),
        ("uk", "Два дні тому російські війська відступили з Ізюма, а Україна звільнила 12 сіл."),
        ("en", "Ukraine liberated 12 villages near Izium. Russian troops withdrew from the city."),
        (
            "en",
            "Kyiv said Ukraine liberated 12 villages. Because of this, Moscow said, Russian troops withdrew from Izium.",
        ),
    ],
)
def test_statements_that_no_word_of_one_source_ties_are_not_linked(language: str, words: str) -> None:
    assert len(EXTRACTOR.extract([text_of(words, language)])[0].claims) >= 2
    assert told(words, language) == []
