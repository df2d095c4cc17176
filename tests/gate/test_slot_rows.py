"""The sentences whose slots are scored: their number, their format, and that they reach their floors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gate import __main__ as gate
from gate import slot_rows


@pytest.mark.parametrize("language", slot_rows.LANGUAGES)
def test_every_slot_of_a_language_is_marked_thirty_times_or_more(language: str) -> None:
    rows = slot_rows.read_rows(language)
    assert sum(row.marks.sources is not None for row in rows) >= 50
    assert (
        min(
            sum(bool(row.marks.quantity) for row in rows),
            sum(len(row.marks.places) for row in rows),
            sum(len(row.marks.times) for row in rows),
        )
        >= 30
    )


@pytest.mark.parametrize("language", slot_rows.LANGUAGES)
def test_the_rows_reach_their_floors(language: str) -> None:
    floors = json.loads(gate.FLOORS.read_text("utf-8"))[f"slot_rows/{language}"]
    scores = slot_rows.score(language)
    assert {key: scores[key] for key in floors if scores[key] < floors[key]} == {}


@pytest.mark.parametrize(
    "mark",
    ["s: the mayor | sheriff | ukraine", "s: nobody | official | ukraine", "p: Lyman", "t: when 2023-06-14", "x: 1"],
)
def test_a_mark_that_is_none_is_refused_with_its_row(tmp_path: Path, mark: str) -> None:
    table = f'published = "2023-06-14"\nrows = [["In Lyman, the mayor said, two houses burned.", "{mark}"]]\n'
    (tmp_path / "en.toml").write_text(table, "utf-8")
    with pytest.raises(ValueError, match="In Lyman"):
        slot_rows.read_rows("en", tmp_path)


@pytest.mark.parametrize("language", slot_rows.LANGUAGES)
@pytest.mark.parametrize(("name", "table"), [("source_rows", slot_rows.SOURCES), ("frame_rows", slot_rows.SLOTS)])
def test_framed_sentences_reach_their_floors(language: str, name: str, table: str) -> None:
    floors = json.loads(gate.FLOORS.read_text("utf-8"))[f"{name}/{language}"]
    assert len(slot_rows.read_rows(language, table=table)) >= 120
    scores = slot_rows.score(language, table)
    assert {key: scores[key] for key in floors if scores[key] < floors[key]} == {}
