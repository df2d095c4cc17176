"""Report JSONL to texts."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture.readers.output import tidy
from zvirka.capture.readers.reports import LISTED, read_reports


def read(*lines: object) -> dict[str, Any]:
    data = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return dict(read_reports(data.encode("utf-8", "surrogatepass"), "utf-8"))


def test_a_line_is_a_report_with_all_its_fields() -> None:
    line = {
        "report_id": "a",
        "url": "https://example.org",
        "outlet": "X",
        "lang": "uk",
        "published": "2022-09-08T08:47",
        "text": "Слова.",
    }
    (report,) = read(line)["reports"]
    told = {
        "text": "Слова.",
        "fragment": "a",
        "published": "2022-09-08T08:47",
        "outlet": "X",
        "address": "https://example.org",
        "language": "uk",
        "line": 1,
    }
    assert {key: report[key] for key in told} == told


def test_a_broken_line_is_named_by_number_and_the_rest_goes_on() -> None:
    output = read(
        {"report_id": "a", "text": "One."}, '{"report_id": "b", "text": ', "", {"report_id": "c", "text": "Three."}, "7"
    )
    assert [report["fragment"] for report in output["reports"]] == ["a", "c"]
    assert [note["place"] for note in output["notes"]] == ["line 2", "line 5"]


def test_ids_met_twice_get_a_number_that_no_other_report_has() -> None:
    lines = [{"report_id": name, "text": name} for name in ("a", "a#2", "a", "a")]
    output = read(*lines)
    assert [report["fragment"] for report in output["reports"]] == ["a", "a#2", "a#3", "a#4"]
    assert [note["place"] for note in output["notes"]] == ["line 3", "line 4"]


def test_a_report_without_an_id_is_called_by_its_line() -> None:
    assert [report["fragment"] for report in read({"text": "One."}, {"text": "Two."})["reports"]] == [
        "line 1",
        "line 2",
    ]


def test_unknown_keys_are_said_once_for_all_lines() -> None:
    notes = read(*[{"report_id": str(n), "text": "x", "views": n, "author": ""} for n in range(9)])["notes"]
    assert len(notes) == 1
    assert "author, views" in notes[0]["message"]


def test_many_faults_are_counted_and_none_is_lost() -> None:
    notes = read(*["{"] * 100, {"report_id": "a", "text": "x"})["notes"]
    assert len(notes) == LISTED + 1
    assert sum(note["count"] for note in notes) == 100


def test_wrong_types_empty_texts_and_half_characters_are_said() -> None:
    output = read(
        {"report_id": 7, "text": "x", "url": ["u"]},
        {"text": " "},
        {"text": ["x"]},
        '{"report_id": "s", "text": "a \\ud800 b"}',
    )
    assert [report["fragment"] for report in output["reports"]] == ["7", "s"]
    assert output["reports"][1]["text"] == "a \ufffd b"
    assert {note["place"] for note in output["notes"]} == {"line 1", "line 2", "line 3", "line 4"}


def test_a_line_nested_without_end_and_a_number_without_end_cost_only_their_lines() -> None:
    output = read("[" * 200_000, '{"text": ' + "9" * 10_000 + "}", {"text": "Words."})
    assert [report["text"] for report in output["reports"]] == ["Words."]
    assert [note["place"] for note in output["notes"]] == ["line 1", "line 2"]


@given(st.lists(st.text(min_size=1).filter(lambda words: tidy(words) != ""), max_size=6))
def test_every_lines_text_comes_back_verbatim(texts: list[str]) -> None:
    output = read(*[{"report_id": str(n), "text": words} for n, words in enumerate(texts)])
    assert [report["text"] for report in output["reports"]] == [tidy(words) for words in texts]
