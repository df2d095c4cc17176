"""items.csv tells a person's edits from what the tool wrote."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from zvirka.model.errors import CaseError
from zvirka.model.items import Item, Text, text_digest
from zvirka.model.sources import Voice
from zvirka.model.times import Moment
from zvirka.pipeline.items_csv import NAME, read_edits, write_items


def text_of(path: str, outlet: str = "Herald", known: tuple[tuple[str, str], ...] = (("outlet", "read"),)) -> Text:
    voice = Voice(outlet, "media", "unknown")
    return Text(
        "i" + path,
        None,
        path,
        "words",
        text_digest("words"),
        "en",
        Moment(date(2022, 9, 1)),
        None,
        voice,
        "text 1",
        known,
    )


ITEM = Item("imap", "0" * 64, "map.geojson", "geojson", 3)


def edit(folder: Path, path: str, column: str, value: str) -> None:
    with (folder / NAME).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        if row["path"] == path:
            row[column] = value
    with (folder / NAME).open("w", newline="") as out:
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)


def test_what_the_tool_wrote_is_no_edit(tmp_path: Path) -> None:
    write_items(tmp_path, [ITEM], [text_of("a.txt"), text_of("b.txt")])
    assert read_edits(tmp_path) == {}


def test_an_edit_is_read_and_outlives_the_next_writing(tmp_path: Path) -> None:
    write_items(tmp_path, [ITEM], [text_of("a.txt"), text_of("b.txt")])
    edit(tmp_path, "b.txt", "outlet", "Gazette")
    assert read_edits(tmp_path) == {("b.txt", ""): {"outlet": "Gazette"}}
    write_items(tmp_path, [ITEM], [text_of("a.txt"), text_of("b.txt", "Gazette", (("outlet", "items_csv"),))])
    assert read_edits(tmp_path) == {("b.txt", ""): {"outlet": "Gazette"}}


def test_an_emptied_cell_takes_the_edit_back(tmp_path: Path) -> None:
    write_items(tmp_path, [ITEM], [text_of("b.txt", "Gazette", (("outlet", "items_csv"),))])
    edit(tmp_path, "b.txt", "outlet", "")
    assert read_edits(tmp_path) == {}


def test_a_changed_reading_is_no_edit(tmp_path: Path) -> None:
    write_items(tmp_path, [ITEM], [text_of("a.txt", "Old name")])
    write_items(tmp_path, [ITEM], [text_of("a.txt", "New name")])
    assert read_edits(tmp_path) == {}


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    write_items(tmp_path, [ITEM], [text_of("=cmd.txt", "=HYPERLINK(1)")])
    assert "'=HYPERLINK(1)" in (tmp_path / NAME).read_text()
    assert read_edits(tmp_path) == {}


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("path,outlet\na.txt,x\n")
    with pytest.raises(CaseError, match="column fragment is missing"):
        read_edits(tmp_path)
