"""Pages made to take forever are read in a time that grows with their length."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from zvirka.capture.readers.html import read_html
from zvirka.capture.readers.html_bounds import LARGE_CHARACTERS, MOST_ATTRIBUTES, MOST_DEPTH, parsed
from zvirka.capture.readers.html_second import look_again
from zvirka.capture.readers.output import Note

SENTINEL = "The ford was open again on Monday morning."


def read(page: str) -> tuple[str, list[Any]]:
    output = read_html(page.encode(), "utf-8")
    return output["reports"][0]["text"], output["notes"]


def test_attributes_beyond_the_bound_are_left_out_and_said() -> None:
    many = " ".join(f"a{number}='1 > 0'" for number in range(100_000))
    text, notes = read(f"<body><p {many} class=x>{SENTINEL}</p></body>")
    assert text == SENTINEL
    assert [(note["code"], note["count"]) for note in notes] == [("partly_read", 1)]
    assert f"more than {MOST_ATTRIBUTES} attributes" in notes[0]["message"]


def test_words_of_elements_beyond_the_depth_are_kept_and_that_is_said() -> None:
    deep = 100_000
    text, notes = read("<body>" + "<div>" * deep + SENTINEL + "</div>" * deep + f"<p>{SENTINEL}</p></body>")
    assert text.split("\n") == [SENTINEL, SENTINEL]
    assert [(note["code"], note["count"]) for note in notes] == [("partly_read", deep - MOST_DEPTH)]


def test_long_values_scripts_and_unclosed_paragraphs_are_no_reason_to_take_anything_out() -> None:
    script = "<script>" + "if(a<b){c d e f g h}" * MOST_DEPTH + "</script>"
    image = f"<img alt='x > y' src=data:{'A' * 10_000}><img src='data:{'A ' * 10_000}'>"
    page = f"<!-- {'<div>' * MOST_DEPTH} --><body>{script}{image}{'<p>Words.<br>' * 2 * MOST_DEPTH}{SENTINEL}</body>"
    notes: list[Note] = []
    assert len(parsed(page, notes).css("p")) == 2 * MOST_DEPTH
    text, said = read(page)
    assert text.endswith(SENTINEL)
    assert notes == said == []


@given(st.text(alphabet="<>/ab='\" !-", max_size=60))
@example("<!--")
@example("<a b='")
def test_within_the_bounds_a_page_is_what_it_was(page: str) -> None:
    padded = page + "<br>" * (LARGE_CHARACTERS // 4)
    notes: list[Note] = []
    of_its_end: list[Note] = []
    whole = LexborHTMLParser(padded)
    assert parsed(padded, notes).html == whole.html
    look_again(padded, whole, of_its_end)
    assert notes == of_its_end, "only what is to be said of any page"
