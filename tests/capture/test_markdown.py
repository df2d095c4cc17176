"""Markdown to texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture.readers.markdown import read_markdown


def read(source: str) -> dict[str, Any]:
    return dict(read_markdown(source.encode("utf-8", "surrogatepass"), "utf-8")["reports"][0])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Heading #\n\nWords", "Heading\n\nWords"),
        ("Heading\n=======\nWords", "Heading\n\nWords"),
        ("- one\n* two\n3. three", "one\ntwo\n3. three"),
        ("> quoted\n> twice", "quoted\ntwice"),
        ("**bold** and *soft* and _soft_ and ***both***", "bold and soft and soft and both"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ('See [the post](https://example.org/a_(b) "title").', "See the post."),
        ("![A map](map.png) below", "A map below"),
        ("Read [this][1].\n\n[1]: https://example.org", "Read this."),
        ("A `code` and ~~gone~~", "A code and gone"),
        ("```\n# kept as is\n```\nafter", "# kept as is\nafter"),
        ("one<!-- a note --> two", "one two"),
        ("\\*no\\* emphasis", "*no* emphasis"),
        ("<https://example.org/x>", "https://example.org/x"),
    ],
)
def test_marks_go_and_words_stay(source: str, text: str) -> None:
    assert read(source)["text"] == text


def test_front_matter_tells_title_date_source_address_and_language() -> None:
    report = read(
        '---\ntitle: "Ford open"\ndate: 2022-09-12\nsource: Hill Courier\nurl: https://example.org/f\nlang: uk\n---\nWords.'
    )
    told = {
        "text": "Ford open\n\nWords.",
        "fragment": None,
        "published": "2022-09-12",
        "outlet": "Hill Courier",
        "address": "https://example.org/f",
        "language": "uk",
        "line": None,
    }
    assert {key: report[key] for key in told} == told


def test_a_source_that_is_an_address_is_no_outlet() -> None:
    report = read("---\nsource: https://example.org/f\nauthor: A. Writer\n---\nWords.")
    assert (report["outlet"], report["address"]) == ("A. Writer", "https://example.org/f")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read("---\nWords of prose stand here.\n---\nMore.")["text"] == "Words of prose stand here.\n\nMore."


@given(
    st.lists(
        st.text(alphabet="абвії abc 123 ., —’", min_size=1, max_size=30).map(str.strip).filter(bool),
        min_size=1,
        max_size=6,
    )
)
def test_lines_without_marks_stay_verbatim(lines: list[str]) -> None:
    assert read("\n".join(lines))["text"].split("\n") == [line.rstrip() for line in lines]


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_letters_stay(source: str) -> None:
    assert isinstance(read(source)["text"], str)
