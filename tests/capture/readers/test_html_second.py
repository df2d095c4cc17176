"""Pages whose words can vanish: what their end holds back, and what two parsers read differently, is said."""

from __future__ import annotations

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from zvirka.capture.readers import html_second
from zvirka.capture.readers.html import read_html
from zvirka.capture.readers.html_second import LARGEST_CHARACTERS, look_again
from zvirka.capture.readers.output import Note

WORDS = "The bridge was open again on Monday morning."


def said(page: str) -> list[str]:
    output: Any = read_html(f"<html><body><p>First words.</p>{page}".encode(), "utf-8")
    return [note["message"] for note in output["notes"]]


HELD_BACK = {
    "a comment": f"<!-- {WORDS}",
    "an element <script>": f"<script>var a = '<!--'; {WORDS}",
    "an element <style>": f"<STYLE type='a>b'>{WORDS}",
    "an element <textarea>": f"<textarea><p>{WORDS}</p>",
    "an element <iframe>": f"<iframe>{WORDS}",
    "a tag": f'<a href="{WORDS}',
}


@pytest.mark.parametrize("what", HELD_BACK)
def test_what_a_page_ends_inside_of_is_said(what: str) -> None:
    assert [message for message in said(HELD_BACK[what]) if f"ends inside {what} that is never closed" in message]


@pytest.mark.parametrize("name", ["template", "object", "canvas"])
def test_elements_that_hold_words_back_and_never_end_are_said(name: str) -> None:
    assert any(f"<{name}> never end" in message for message in said(f"<{name}><p>{WORDS}"))


FINE = [
    f"<!-- a --><script>if (a < b) document.write('<p>' + \"<!--\")</script><p>{WORDS}</p></body></html>",
    f'<p title="5\'11">{WORDS} It\'s 5" long.</p>',
    f"<svg><title>a</title><path d=M0/></svg><table><tbody><tr><td>{WORDS}</table>",
    f"<p>{WORDS} 3 < 4",
    f"<select><option>a<option>b</select><p>{WORDS}",
]


@pytest.mark.parametrize("page", FINE)
def test_ordinary_pages_are_nothing_to_say_of(page: str) -> None:
    assert said(page) == []


@pytest.mark.parametrize("page", FINE)
def test_ordinary_pages_are_parsed_once(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_second, "JustHTML", None)
    assert said(page) == []


@pytest.mark.parametrize(
    "page",
    [
        "<!--->{}-->",
        "<!--a--!>{}",
        "<table>{}<tr><td>x",
        "<svg><style><a>{}</style></svg>",
        "<math><mi><p>{}",
        "<a>x<a>{}",
        "<select><p>{}",
        "<xmp>{}</xmp>",
        "<![CDATA[{}]]>",
    ],
)
def test_pages_on_which_parsers_can_differ_are_read_by_both(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one, made to read other words, is heard; by itself it agrees with the first."""
    assert not [message for message in said(page.format(WORDS)) if "two parsers" in message]
    real = html_second.JustHTML
    monkeypatch.setattr(html_second, "JustHTML", lambda source, **options: real("<p>Other words.", **options))
    assert [message for message in said(page.format(WORDS)) if "two parsers of HTML differ in" in message]


def test_a_page_too_large_for_the_second_parser_is_said() -> None:
    notes: list[Note] = []
    source = "<!--->" + "word " * (LARGEST_CHARACTERS // 5)
    look_again(source, LexborHTMLParser(source), notes)
    assert ["only one parser" in note.message for note in notes] == [True]
