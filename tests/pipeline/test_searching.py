"""Find: any form, any of three languages, the words marked, a link to them; the index follows the account."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.model.errors import InputError
from zvirka.pipeline.searching import find
from zvirka.record.index import NAME, Filters, Index

NOW = datetime(2022, 9, 20, 8, tzinfo=UTC)
POSTS = [
    ("1", "en", "The Herald", "2022-09-12", "Ukraine recaptured 300 square kilometres in Kharkiv oblast, the General Staff said."),
    ("2", "uk", "Вісник", "2022-09-11", "Під Ізюмом росіяни покинули дев'ять танків Т-80БВМ, заявив речник Генштабу."),
    ("3", "ru", "Лента", "2022-09-10", "В Изюме горит склад, сообщил мэр. Ёлки и зелёный туман."),
    ("4", "ru", "Лента", "2022-10-01", "Курс доллара вырос."),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four posts in three languages."""
    path = tmp_path / "in"
    path.mkdir()
    write(path, POSTS)
    return path


def write(folder: Path, posts: list[tuple[str, str, str, str, str]]) -> None:
    keys = ("report_id", "lang", "outlet", "published", "text")
    lines = [json.dumps(dict(zip(keys, post, strict=True)), ensure_ascii=False) for post in posts]
    (folder / "posts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def run(folder: Path) -> Path:
    return zvirka.run(folder, jobs=1, now=NOW).case_folder


def texts(case: Path, query: str, **filters: str) -> set[str]:
    return {hit.fragment for hit in find(case, query, Filters(**{"kind": "text", **filters}), 50)[1]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Izium", {"2", "3"}), ("Izyum", {"2", "3"}), ("Ізюмі", {"2", "3"}), ("изюма", {"2", "3"}), ("ІЗЮМ", {"2", "3"}),
        ("t-80bvm", {"2"}), ("танк", {"2"}), ("tanks izium", {"2"}), ("елка", {"3"}), ("зелёного", {"3"}),
        ("доллар", {"4"}), ("Kharkiv recaptured", {"1"}), ("Генштаб", {"1", "2"}), ("nothing of this", set()),
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_form_and_a_name_in_three_languages(folder: Path, query: str, found: set[str]) -> None:
    assert texts(run(folder), query) == found


def test_words_found_are_exact_and_stand_in_the_snippet(folder: Path) -> None:
    for hit in find(run(folder), "Ізюм", Filters(), 50)[1]:
        assert hit.words
        for start, end, exact in hit.words:
            inside = start - hit.snippet_start
            assert hit.snippet[inside : inside + end - start] == exact
            assert re.match("[ІиИi]", exact, re.IGNORECASE)


def test_links_open_a_page_at_marked_words(folder: Path) -> None:
    case = run(folder)
    linked = [hit for hit in find(case, "recaptured", Filters(), 50)[1] if hit.link]
    assert {hit.kind for hit in linked} == {"text", "claim"}
    for hit in linked:
        path, _, anchor = hit.link.partition("#")
        assert f'id="{anchor}"' in (case / path).read_text(encoding="utf-8")


def test_filters_narrow(folder: Path) -> None:
    case = run(folder)
    assert texts(case, "Izium", language="ru") == {"3"}
    assert texts(case, "Izium", since="2022-09-11") == {"2"}
    assert texts(case, "Izium", until="2022-09-10") == {"3"}
    assert texts(case, "Izium", outlet="ЛЕНТ") == {"3"}
    assert find(case, "General Staff", Filters(kind="source"), 5)[1][0].kind == "source"


def test_the_index_follows_what_was_added_changed_and_taken_out(folder: Path) -> None:
    case = run(folder)
    with Index(case) as index:
        before = index.digests()
    write(folder, [*POSTS[:3], ("5", "en", "The Herald", "2022-09-13", "Rain fell on Izium.")])
    run(folder)
    assert texts(case, "Izium") == {"2", "3", "5"}
    assert texts(case, "доллар") == set()
    assert before
    (case / NAME).unlink()
    assert texts(case, "Izium") == {"2", "3", "5"}, "made anew from the account"
    (case / NAME).write_bytes(b"no database at all" * 100)
    run(folder)
    assert texts(case, "Izium") == {"2", "3", "5"}


@pytest.mark.parametrize(
    "query", ["", "…", '" OR stems : *', "a AND NOT b", "NEAR(", "*", "-", "'; DROP TABLE documents"]
)
def test_a_query_is_words_and_never_a_command(folder: Path, query: str) -> None:
    case = run(folder)
    with contextlib.suppress(InputError):
        find(case, query, Filters(), 5)
    assert texts(case, "Izium") == {"2", "3"}
