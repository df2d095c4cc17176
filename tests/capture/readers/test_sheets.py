"""Sheets of reports and of losses, Excel and CSV."""

from __future__ import annotations

import csv
import io
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capture.readers import samples
from tests.capture.readers.samples import SENTINEL, UKRAINIAN, Cell
from tests.capture.small import PACKS
from zvirka.capture import sniff
from zvirka.capture.readers.open_sheets import open_sheets_of
from zvirka.capture.readers.sheets import as_csv, csv_rows, read_table, read_workbook
from zvirka.capture.readers.workbook import sheets_of
from zvirka.model.errors import FormatError

NAMES: dict[str, list[str]] = {}
for code in ("en", "uk", "ru"):
    for key, words in tomllib.loads((PACKS / code / "columns.toml").read_text("utf-8"))["columns"].items():
        NAMES.setdefault(key, []).extend(words)


def told(output: dict[str, Any]) -> list[tuple[Any, ...]]:
    keys = ("fragment", "text", "published", "outlet", "address", "line")
    return [tuple(report[key] for key in keys) for report in output["reports"]]


def test_a_workbook_of_posts_is_read_by_its_headings_below_a_title() -> None:
    rows: list[list[Cell]] = [
        ["Monitoring, week 37"],
        [],
        ["№", "Дата", "Джерело", "Текст допису", "Посилання"],
        [1, (44816.0, "date"), "Канал громади", UKRAINIAN, "https://t.example/c/1"],
        [2, (44816.4375, "own"), "Hill Courier", SENTINEL, "see above"],
    ]
    data = samples.xlsx({"Дописи": rows})
    assert sniff(data[:65_536], len(data)).media == "xlsx"
    assert told(read_workbook(data, {}, NAMES)) == [
        ("1", UKRAINIAN, "2022-09-12", "Канал громади", "https://t.example/c/1", 4),
        ("2", SENTINEL, "2022-09-12T10:30:00", "Hill Courier", None, 5),
    ]


def test_columns_that_case_toml_names_win_and_a_wrong_name_is_said() -> None:
    data = samples.xlsx({"A": [["note", "text", "when"], [SENTINEL, "a code of many letters", "12.09.2022"]]})
    output = read_workbook(data, {"text": "Note", "published": "When", "outlet": "Who"}, NAMES)
    assert told(output) == [("row 2", SENTINEL, "12.09.2022", None, None, 2)]
    assert ["'Who'" in note["message"] for note in output["notes"]] == [True]


def test_sheets_without_words_are_named_and_the_others_read() -> None:
    tally: list[list[Cell]] = [["date", "tanks"], [(44816.0, "date"), 7]]
    posts: list[list[Cell]] = [["post", "date"], [SENTINEL, "2022-09-12"]]
    output = read_workbook(samples.xlsx({"Tally": tally, "Posts": posts}), {}, NAMES)
    assert [report["fragment"] for report in output["reports"]] == ["Posts row 2"]
    assert [(note["code"], "Tally" in note["message"]) for note in output["notes"]] == [("not_looked_at", True)]
    alone = read_workbook(samples.xlsx({"Tally": tally}), {}, NAMES)
    assert (alone["reports"], [note["code"] for note in alone["notes"]]) == ([], ["not_looked_at"])


def test_rows_without_words_are_counted_and_ids_met_before_are_told_apart() -> None:
    rows: list[list[Cell]] = [
        ["id", "text", "title"],
        ["a", SENTINEL, None],
        ["a", None, "Only a heading, but a long one"],
        ["b", None, None],
    ]
    output = read_workbook(samples.xlsx({"S": rows}), {}, NAMES)
    assert [report["fragment"] for report in output["reports"]] == ["a", "a#2"]
    assert [(note["place"], note["count"]) for note in output["notes"]] == [("row 4", 1)]


def test_days_of_old_mac_workbooks_count_from_1904() -> None:
    ((_, rows),) = sheets_of(samples.xlsx({"S": [[(43354.0, "date"), 3.5, 4.0]]}, since_1904=True))
    assert rows == [(1, ["2022-09-12", "3.5", "4"])]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_is_cut_ends_with_an_error_that_says_so(share: float) -> None:
    data = samples.xlsx({"S": [["text", "date"], [SENTINEL, "2022-09-12"]]})
    with pytest.raises(FormatError, match="cut or damaged"):
        read_workbook(data[: int(len(data) * share)], {}, NAMES)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_of_posts_is_read_with_the_line_each_begins_in(mark: str) -> None:
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=mark).writerows(
        [
            ["Текст", "Дата", "Ссылка"],
            ["Two\nlines, and more words", "12.09.2022", ""],
            [SENTINEL, "", "https://e.example"],
        ]
    )
    data = sink.getvalue().encode("utf-8")
    assert sniff(data, len(data)).media == "table"
    assert told(read_table(data, "utf-8", {}, NAMES)) == [
        ("row 2", "Two\nlines, and more words", "12.09.2022", None, None, 2),
        ("row 4", SENTINEL, None, None, "https://e.example", 4),
    ]


def test_an_exported_sheet_of_auto_archiver_is_read() -> None:
    heading = ["Link", "Archive status", "Archive location", "Upload timestamp", "Upload title", "Text content"]
    row = [
        "https://t.example/c/9",
        "telethon: success",
        "https://store.example/9.html",
        "2022-09-11T20:04:00+00:00",
        "",
        SENTINEL,
    ]
    data = "\n".join(",".join(each) for each in (heading, row)).encode()
    assert told(read_table(data, "utf-8", {}, NAMES)) == [
        ("row 2", SENTINEL, "2022-09-11T20:04:00+00:00", None, "https://t.example/c/9", 2)
    ]


def test_a_list_of_losses_without_words_is_left_to_case_toml() -> None:
    data = b"country,equipment_type,system,status,url,date_recorded\nX,Tanks,1 T-72B,destroyed,https://e.example/1,2022-09-12\n"
    output = read_table(data, "utf-8", {}, NAMES)
    assert (output["reports"], [note["code"] for note in output["notes"]]) == ([], ["not_looked_at"])


def test_a_workbook_as_csv_keeps_row_numbers_and_takes_the_sheet_with_the_headings() -> None:
    lost: list[list[Cell]] = [
        ["Losses"],
        [],
        ["Дата", "Тип", "К-сть"],
        [(44816.0, "date"), "tank\nheavy", 3],
        [],
        [(44817.0, "date"), "tank", None],
    ]
    made = as_csv(samples.xlsx({"About": [["a note"]], "Data": lost}), ["Дата", "Тип"])
    assert made.decode().split("\n") == [
        "",
        "",
        "Дата,Тип,К-сть",
        "2022-09-12,tank heavy,3",
        "",
        "2022-09-13,tank,",
        "",
    ]
    with pytest.raises(FormatError, match="no sheet"):
        as_csv(samples.xlsx({"About": [["a note"]]}), ["date"])


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_what_was_written_into_a_workbook_comes_out_of_it(rows: list[list[str]]) -> None:
    ((_, found),) = sheets_of(samples.xlsx({"S": rows}))
    kept = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    assert [(number, [*cells, *[""] * 6][:6]) for number, cells in found] == [
        (number, [*row, *[""] * 6][:6]) for number, row in kept
    ]


@given(st.lists(st.lists(CELLS.filter(bool), min_size=2, max_size=5), min_size=1, max_size=8))
def test_rows_of_a_csv_come_out_as_written(rows: list[list[str]]) -> None:
    width = max(len(row) for row in rows)
    full = [[*row, *["x"] * (width - len(row))] for row in rows]
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=";", quoting=csv.QUOTE_ALL).writerows(full)
    plain = all(not set(",\t") & set(cell) for row in full for cell in row)
    if plain:
        assert [row for _, row in csv_rows(sink.getvalue())] == full


def cell(words: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{f'<text:p>{words}</text:p>' if words else ''}</table:table-cell>"


def test_an_open_document_sheet_of_posts_is_read_like_a_workbook() -> None:
    date = 'office:value-type="date" office:date-value="2022-09-12"'
    rows = [
        [cell("Monitoring, week 37"), cell(attributes='table:number-columns-repeated="16383"')],
        [cell("Дата"), cell("Текст допису"), cell("Посилання")],
        [cell("12.09.22", date), cell(f"{UKRAINIAN}</text:p><text:p>Далі<text:s text:c='2'/>буде."), cell("https://t.example/c/1")],
        [cell("12.09.22", date), cell(f"{SENTINEL}<office:annotation><text:p>a comment</text:p></office:annotation>"), cell()],
    ]  # fmt: skip
    lines = [f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows]
    empty = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    end = empty.replace('"3"', '"1048570"')
    data = samples.ods(
        {
            "Дописи": f"{lines[0]}{empty}<table:table-header-rows>{lines[1]}</table:table-header-rows>{''.join(lines[2:])}{end}"
        }
    )
    assert sniff(data[:65_536], len(data)).media == "xlsx"
    assert told(read_workbook(data, {}, NAMES)) == [
        ("row 6", f"{UKRAINIAN}\nДалі  буде.", "2022-09-12", None, "https://t.example/c/1", 6),
        ("row 7", SENTINEL, "2022-09-12", None, None, 7),
    ]


def test_numbers_and_truths_of_an_open_document_sheet_are_as_in_a_workbook() -> None:
    numbers = [
        cell("3 000", 'office:value-type="float" office:value="3000.0"'),
        cell("5 %", 'office:value-type="percentage" office:value="0.05"'),
        cell("так", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("x", 'table:number-columns-repeated="2"'),
        "<table:covered-table-cell/>",
        cell("end"),
    ]
    data = samples.ods({"A": f'<table:table-row table:number-rows-repeated="2">{"".join(numbers)}</table:table-row>'})
    row = ["3000", "0.05", "TRUE", "x", "x", "", "end"]
    assert open_sheets_of(data) == [("A", [(1, row), (2, row)])]


def test_a_sheet_that_repeats_itself_without_end_is_refused() -> None:
    wide = cell("x", 'table:number-columns-repeated="16384"')
    for rows in ("200000", "99999999"):
        data = samples.ods({"A": f'<table:table-row table:number-rows-repeated="{rows}">{wide}</table:table-row>'})
        with pytest.raises(FormatError, match="too large"):
            open_sheets_of(data)
