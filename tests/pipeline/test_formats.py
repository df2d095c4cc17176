"""What desks put in as they have it: documents, sheets and archives, from the folder to the account."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

import zvirka
from tests.capture.readers import samples
from tests.observe.pictures.files import encoded
from zvirka.model.errors import CaseError
from zvirka.model.observations import LossObservation, PictureObservation
from zvirka.pipeline.case_file import parse_case
from zvirka.pipeline.views import verify

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
SAID = "Ukrainian forces have recaptured about {} square kilometres in Kharkiv oblast since 6 September, the General Staff said on Sunday."
CASE = """
schema = 1
[[items]]
files = "**/*"
published = 2022-09-12
[[items]]
files = "bag.zip!/notes.xlsx"
columns = {text = "Note", outlet = "Whose"}
[[lists]]
kind = "sightings"
file = "bag.zip!/seen.xlsx"
source = "Desk"
owner = "russia"
columns = {date = "Дата", class = "Клас", model = "Модель", status = "Стан", place = "Де"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A PDF, and a ZIP of a Word document, a sheet of notes, a sheet of sightings and a photo."""
    target = tmp_path / "in"
    target.mkdir()
    notes: list[list[samples.Cell]] = [["Whose", "Note"], ["Hill Courier", SAID.format(300)]]
    seen: list[list[samples.Cell]] = [
        ["Спостереження", None],
        ["Дата", "Де", "Клас", "Модель", "Стан"],
        [(44812.0, "date"), "Ізюм", "Tanks", "T-72B", "destroyed"],
        ["08.09.2022", "Balakliia", "Tanks", "T-80BV", "captured"],
    ]
    bag = {
        "report.docx": samples.docx([samples.word_paragraph(SAID.format(200))]),
        "notes.xlsx": samples.xlsx({"Sheet1": notes}),
        "seen.xlsx": samples.xlsx({"About": [["Nothing here"]], "Data": seen}),
        "photo.jpg": encoded(Image.new("RGB", (64, 48), "grey"), "JPEG", exif=b"Exif\0\0" + samples.exif()),
    }
    (target / "report.pdf").write_bytes(samples.pdf([[SAID.format(100)]]))
    (target / "bag.zip").write_bytes(samples.zipped(bag))
    (target / "case.toml").write_text(CASE, encoding="utf-8")
    return target


def test_claims_of_every_format_are_in_the_account_with_their_exact_words(folder: Path) -> None:
    result = zvirka.run(folder, jobs=1, now=NOW)
    texts = {text.report: text for text in result.account.texts}
    amounts = {}
    for claim in result.account.claims:
        text = texts[claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"]
        assert claim.quantity is not None
        assert text.text[claim.quote.start : claim.quote.end] == claim.quote.exact
        amounts[text.path] = claim.quantity.value
    assert amounts == {"report.pdf": 100.0, "bag.zip!/report.docx": 200.0, "bag.zip!/notes.xlsx": 300.0}
    assert {text.path: text.voice.name for text in texts.values()}["bag.zip!/notes.xlsx"] == "Hill Courier"
    assert verify(result.case_folder).problems == ()


def test_a_sheet_with_headings_of_its_own_is_a_list_once_case_toml_maps_them(folder: Path) -> None:
    result = zvirka.run(folder, jobs=1, now=NOW)
    losses = [each for each in result.account.observations if isinstance(each, LossObservation)]
    assert sorted((loss.place or "", str(loss.day), loss.model, loss.status) for loss in losses) == [
        ("geonames:707292", "2022-09-08", "t-72b", "destroyed"),
        ("geonames:712926", "2022-09-08", "t-80bv", "captured"),
    ]
    assert [issue.path for issue in result.account.issues if issue.code in ("row_invalid", "not_read")] == []


def test_items_csv_has_a_row_for_what_lies_in_an_archive_and_edits_of_it_win(folder: Path) -> None:
    case = zvirka.run(folder, jobs=1, now=NOW).case_folder
    rows = list(csv.DictReader((case / "items.csv").open(newline="", encoding="utf-8")))
    paths = [row["path"] for row in rows]
    assert {"bag.zip", "bag.zip!/report.docx", "bag.zip!/photo.jpg", "bag.zip!/notes.xlsx"} <= set(paths)
    next(row for row in rows if row["path"] == "bag.zip!/report.docx")["outlet"] = "The Herald"
    with (case / "items.csv").open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    texts = {text.path: text for text in zvirka.run(folder, jobs=1, now=NOW).account.texts}
    assert texts["bag.zip!/report.docx"].voice.name == "The Herald"


def test_a_photo_in_an_archive_is_looked_at_and_says_what_it_claims_of_itself(folder: Path) -> None:
    account = zvirka.run(folder, jobs=1, now=NOW).account
    (photo,) = [each for each in account.observations if isinstance(each, PictureObservation)]
    assert (photo.path, photo.outcome) == ("bag.zip!/photo.jpg", "read")
    assert "taken 2022-09-10 14:03:11 +03:00" in photo.says


def test_a_name_in_an_archive_that_is_not_there_is_said(folder: Path) -> None:
    (folder / "case.toml").write_text(CASE.replace("seen.xlsx", "sen.xlsx"), encoding="utf-8")
    issues = zvirka.run(folder, jobs=1, now=NOW).account.issues
    assert [issue.remedy for issue in issues if issue.path == "case.toml"] == ["Did you mean bag.zip!/seen.xlsx?"]


@pytest.mark.parametrize("columns", ['"text"', "{text = 1}", '{txt = "Note"}'])
def test_columns_that_are_no_table_of_headings_are_refused(columns: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(f'schema = 1\n[[items]]\nfiles = "a.xlsx"\ncolumns = {columns}\n'.encode())
    assert "[[items]]" in json.dumps(caught.value.place)
