"""A claim of a PDF says its page, one of subtitles its time, one of a sheet its row: wherever it is shown, in three languages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from tests.capture.readers import samples
from zvirka.pipeline.searching import find
from zvirka.pipeline.views import export_chunks, show
from zvirka.record.index import Filters

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
FIGURE = (
    "The General Staff said on 12 September 2022 that Ukraine had regained {n} square kilometres in Kharkiv oblast."
)
SUBTITLES = (
    f"1\n00:00:01,000 --> 00:00:04,000\nGood evening.\n\n2\n00:01:12,500 --> 00:01:19,000\n{FIGURE.format(n=310)}\n"
)
SHOWN = {
    "en": ("page 2", "at 00:01:12", "row 3"),
    "uk": ("сторінка 2", "на 00:01:12", "рядок 3"),
    "ru": ("страница 2", "на 00:01:12", "строка 3"),
}


@pytest.fixture(params=sorted(SHOWN))
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A case of three files in a language."""
    folder = tmp_path / "in"
    folder.mkdir()
    pages = [
        ["The first page tells of nothing but the weather."],
        [FIGURE.format(n=300)[:60], FIGURE.format(n=300)[60:].strip()],
    ]
    (folder / "brief.pdf").write_bytes(samples.pdf(pages))
    (folder / "news.srt").write_text(SUBTITLES, encoding="utf-8")
    rows = [
        "Text,Date",
        "The weather in the hills was good on that day.,2022-09-12",
        f'"{FIGURE.format(n=320)}",2022-09-12',
    ]
    (folder / "own.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "case.toml").write_text(f'[case]\ntitle = "Marks"\nlanguage = "{request.param}"\n', encoding="utf-8")
    return zvirka.run(folder, jobs=1, now=NOW).case_folder, request.param


def test_item_pages_question_pages_and_the_terminal_say_page_time_and_row(case: tuple[Path, str]) -> None:
    folder, language = case
    items = "".join(path.read_text("utf-8") for path in sorted((folder / "working" / "items").glob("*.html")))
    questions = "".join(path.read_text("utf-8") for path in sorted((folder / "working" / "questions").glob("*.html")))
    terminal = show(folder, None, None, as_json=False)
    for words in SHOWN[language]:
        assert words in items
        assert words in questions
        assert words in terminal
    for words in SHOWN[language][:2]:
        assert f'data-at="{words}"' in items, "beside the words where it begins"


def test_find_tells_them_as_the_file_has_them_and_in_the_language_of_the_case(case: tuple[Path, str]) -> None:
    folder, language = case
    for kind in ("text", "claim"):
        hits = find(folder, "regained", Filters(kind=kind), 10)[1]
        assert {hit.mark for hit in hits} == {"page 2", "00:01:12", "row 3"}
        assert {hit.mark_shown for hit in hits} == set(SHOWN[language])
        assert all(hit.mark_shown in hit.shown(folder) for hit in hits)


def test_the_export_of_claims_has_them_as_the_file_has_them(case: tuple[Path, str]) -> None:
    lines = b"".join(export_chunks(case[0], "claims", "jsonl", None)).decode().splitlines()
    told = {(claim["path"], claim["mark"]) for claim in map(json.loads, lines) if claim["type"] == "territory_regained"}
    assert told == {("brief.pdf", "page 2"), ("news.srt", "00:01:12"), ("own.csv", "row 3")}
