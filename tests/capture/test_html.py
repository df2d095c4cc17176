"""Web pages to texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvirka.capture.readers.html import read_html

LONG = "The council of the hill villages said on Tuesday that the ford was open, and that three trucks had crossed it before noon. "


def read(page: str) -> dict[str, Any]:
    """The one report of a page."""
    output = read_html(page.encode(), "utf-8")
    assert len(output["reports"]) == 1
    return dict(output["reports"][0])


def text(page: str) -> str:
    return str(read(page)["text"])


PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Ford open | Hill Courier</title>
<meta property="og:site_name" content="Hill Courier"><link rel="canonical" href="https://example.org/ford">
<meta property="article:published_time" content="2022-09-13T10:00:00+03:00"><style>p {{ color: red }}</style></head>
<body class="home menu-open"><header><a href="/">Hill Courier</a></header><nav><ul><li>Weather</li></ul></nav>
<div class="has-sidebar"><main><article><p class="byline">By our desk</p><h1>Ford open</h1>
<p>{LONG}</p><div class="ad-slot"><p>Buy a tent for 300!</p></div><script>var a = "1,000 readers";</script>
<p hidden>Nobody sees this.</p><p style="display: none">Nor this.</p>
<p>Second <b>para</b>graph,<br>after a break. {LONG}</p><aside>Read also: tents</aside></article>
<div class="related"><article><p>Another story</p></article></div></main></div>
<div id="cookieBanner">We use cookies</div><footer>All rights reserved</footer></body></html>"""


def test_the_article_is_read_and_what_stands_around_it_is_not() -> None:
    once = LONG.strip()
    assert text(PAGE) == f"Ford open\nBy our desk\n{once}\nSecond paragraph,\nafter a break. {once}"


def test_the_page_tells_site_address_date_and_language() -> None:
    report = read(PAGE)
    assert report["outlet"] == "Hill Courier"
    assert report["address"] == "https://example.org/ford"
    assert report["published"] == "2022-09-13T10:00:00+03:00"
    assert report["language"] == "en-GB"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"datePublished": "2022-09-13"}]}</script>',
        '<meta name="DC.date.issued" content="2022-09-13">',
        '<meta itemprop="datePublished" content="2022-09-13">',
        '<time datetime="2021-01-01">x</time><time pubdate datetime="2022-09-13">y</time>',
    ],
)
def test_the_date_is_found_wherever_pages_keep_it(head: str) -> None:
    assert read(f"<html><head>{head}</head><body><p>{LONG}</p></body></html>")["published"] == "2022-09-13"


def test_broken_and_bottomless_json_in_a_page_does_not_matter() -> None:
    for broken in ("{", "[" * 100_000):
        page = f'<script type="application/ld+json">{broken}</script><p>{LONG}'
        assert text(page) == LONG.strip()


def test_a_page_without_an_article_gives_its_paragraphs() -> None:
    links = "".join(f"<a href=/{n}>Topic {n}</a> " for n in range(30))
    page = f"<body><div class=top>{links}</div><div><div class=text><p>{LONG}</p><p>{LONG}</p></div></div><div>{links}</div></body>"
    assert text(page) == f"{LONG.strip()}\n{LONG.strip()}"


@pytest.mark.parametrize(
    "page", ["<nav>Only a menu</nav>", "<footer><p>Only a menu</p></footer>", "<div class=ad>Only a menu</div>"]
)
def test_where_nothing_looks_like_an_article_all_visible_text_is_taken(page: str) -> None:
    assert text(page) == "Only a menu"


def test_an_article_inside_furniture_by_name_is_still_read() -> None:
    assert (
        text(f"<div class='content sidebar social'><h1>Title</h1><p>{LONG}</p></div><nav>Menu</nav>")
        == f"Title\n{LONG.strip()}"
    )


def test_a_page_of_many_cards_keeps_every_card() -> None:
    cards = "".join(f"<article><h2>Card {n}</h2><p>{LONG}</p></article>" for n in range(4))
    assert all(f"Card {n}" in text(f"<main>{cards}</main>") for n in range(4))


def test_a_title_stands_first_where_the_page_has_no_headline() -> None:
    page = f"<title>Ford open - Courier</title><meta property='og:site_name' content='Courier'><p>{LONG}</p>"
    assert text(page).splitlines()[0] == "Ford open"


@pytest.mark.parametrize(("tag", "depth"), [("b", 100_000), ("span", 100_000), ("div", 20_000), ("blockquote", 10_000)])
def test_words_below_any_depth_of_nesting_are_kept(tag: str, depth: int) -> None:
    page = "<p>Above.</p>" + f"<{tag}>" * depth + "Deep words." + f"</{tag}>" * depth + "<p>Below.</p>"
    assert text(page).split("\n") == ["Above.", "Deep words.", "Below."]


def test_little_taken_from_much_is_said() -> None:
    page = f"<article><p>{LONG}{LONG}</p></article>" + "<div><p>Other words stand here.</p></div>" * 200
    notes = read_html(page.encode(), "utf-8")["notes"]
    assert [note["code"] for note in notes] == ["partly_read"]
    assert "visible characters" in notes[0]["message"]


def test_a_declared_encoding_wins_over_a_guess_but_not_over_valid_utf8() -> None:
    page = f'<meta charset="windows-1251"><p>{LONG} Міст'
    assert "Міст" in read_html(page.encode("windows-1251"), "koi8-u")["reports"][0]["text"]
    assert "Міст" in read_html(page.encode(), "utf-8")["reports"][0]["text"]
    for odd in ("rot13", "nonsense", "base64", "idna", "zlib"):
        assert read_html(f'<meta charset="{odd}"><p>{LONG}'.encode(), "windows-1252")["reports"]


WORDS = st.text(alphabet="абвіїєґabc019 .,'’—", min_size=1, max_size=40).filter(lambda words: words.strip() != "")


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_every_paragraph_of_an_article_comes_back_in_order(paragraphs: list[str]) -> None:
    page = "<article>" + "".join(f"<p>{words}</p>" for words in paragraphs) + "</article>"
    assert text(page).split("\n") == [" ".join(words.split()) for words in paragraphs]


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<p>",
                "<nav>",
                "</nav>",
                "<article>",
                "</b>",
                "<b>",
                "<h1>",
                "<td>",
                "<!--",
                "-->",
                "<table>",
                "<svg>",
                "&#0;",
                "<script>",
            ]
        ),
        max_size=30,
    )
)
def test_any_heap_of_tags_is_read_without_fault(tags: list[str]) -> None:
    many = "words" * 20  # more than the tags' own signs, so that no heap of them is the article
    output = read_html((many + "".join(tags) + many).encode(), "utf-8")
    assert "words" in output["reports"][0]["text"]


def test_what_stands_in_a_shadow_root_of_a_saved_page_is_read() -> None:
    for mode in ("shadowrootmode", "shadowmode"):
        page = f'<body><article><p>{LONG}</p><div><template {mode}="open"><p>Inside.</p></template></div><p>End.</p></article>'
        assert text(page).split("\n") == [LONG.strip(), "Inside.", "End."]
    assert "Unseen" not in text(f"<body><article><p>{LONG}</p><template><p>Unseen</p></template></article>")


def test_a_long_part_of_a_document_does_not_hide_the_paragraphs_around_it() -> None:
    page = f"<body><p>First. {LONG * 2}</p><p>Second.</p><div><p>{LONG * 5}</p></div><p>End.</p></body>"
    assert [line[:6] for line in text(page).split("\n")] == ["First.", "Second", "The co", "End."]


def test_raised_numbers_of_notes_do_not_spoil_words_and_powers_of_units_stay() -> None:
    notes = '<a href="#1"><sup>1</sup></a> it<sup><a href="#2">[2]</a></sup>'
    page = f"<article><p>ISW assessed{notes}: 5 km<sup>2</sup>. {LONG}</p></article>"
    assert text(page).startswith("ISW assessed it: 5 km2. ")


def test_a_row_of_a_table_is_a_line_also_where_each_cell_holds_a_paragraph() -> None:
    rows = "<tr><td><p>Town</p></td> <td>\n<p>Tanks</p>\n</td></tr><tr><td><div>Izium</div></td><td>9</td></tr>"
    page = (
        f"<article><p>{LONG}</p><table>{rows}</table><table><tr><td><p>One.</p><p>Two.</p></td></tr></table></article>"
    )
    assert text(page).split("\n")[1:] == ["Town Tanks", "Izium 9", "One.", "Two."]
