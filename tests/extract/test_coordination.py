"""Clauses of one rank in a sentence: each tells for itself, beside the others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.extract.helpers import read
from zvirka.extract import RulesExtractor
from zvirka.extract.coordination import clause_starts
from zvirka.ground import load_ground

DAY = date(2024, 5, 16)


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("The garage took a direct hit: the gate was torn off and the wall came down.", 3),
        ("Two women were hurt on Lisova Street, and a kiosk burned out.", 2),
        ("The navy fired eight missiles, five of which were downed.", 2),
        ("Our guns kept firing but the column had turned back.", 2),
        ("Twelve men were killed and 40 wounded.", 1),
        ("The brigade lost two tanks and an armoured vehicle.", 1),
        ("They left the village and blew up the dam.", 1),
        ("The front may break if the bridges and the railway to the south are lost.", 1),
        ("When the tanks came and the shelling began, she hid.", 1),
    ],
)
def test_a_clause_begins_where_a_further_verb_has_its_own_subject(sentence: str, parts: int) -> None:
    """A joining word, a colon, or a share of what was told opens one; a second verb of the same subject does not."""
    reader = RulesExtractor(load_ground("ukraine")).reader("en")
    document = reader.document(sentence)
    starts = list(clause_starts(document, 0, len(sentence), reader.attribution.pack.words))
    assert len(starts) + 1 == parts


def test_clauses_of_one_sentence_share_its_day_and_source() -> None:
    """What a clause leaves out stands in the one beside it."""
    found, _ = read(
        "On 14 May a drone hit the depot in Romny and two guards were wounded, the governor of Sumy region said.",
        "en",
        DAY,
    )
    assert len(found) == 2
    assert {claim.attribution[0].name for claim in found} == {"the governor of Sumy region"}
    assert {str(claim.times.event.earliest) for claim in found if claim.times.event} == {"2024-05-14"}


def test_an_agency_s_dateline_is_no_part_of_what_is_said() -> None:
    """Town, day and agency only tell where and when it was written."""
    found, _ = read("SUMY, May 16 (North Wire) - Russian troops seized the village of Pokrovka on Tuesday.", "en", DAY)
    assert [claim.quote.exact for claim in found] == ["Russian troops seized the village of Pokrovka on Tuesday"]


def test_what_a_share_is_of_is_not_told_for_itself() -> None:
    """ "Of 40 drones launched, 31 were shot down" tells one loss of 31."""
    found, _ = read("Of 40 drones launched overnight, 31 were shot down, the air force said.", "en", DAY)
    assert [(claim.type, claim.quantity and claim.quantity.value) for claim in found] == [("equipment_loss", 31)]


def test_what_is_done_by_saying_it_keeps_its_word() -> None:
    """Where nothing else in the words said makes a statement, the verb that says them does."""
    found, _ = read("The shelling of Sumy went on. The Polish government condemned the tactic.", "en", DAY)
    assert ("policy_position", "condemned the tactic") in [(claim.type, claim.quote.exact) for claim in found]
