"""Web pages: the article's text without menus and advertisements, and what the page says about itself.

The page is parsed by lexbor as browsers do and laid out flat in one pass without recursion, so that nesting of any depth
keeps its text. Nothing is lost unsaid: how many visible characters were not taken as the article comes back too.
"""

from __future__ import annotations

import re
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.html_bounds import parsed
from zvirka.capture.readers.html_layout import Layout, lay_out
from zvirka.capture.readers.html_meta import Meta, meta_of
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy

VERSION = "html/3"
_SAVED_FROM = re.compile(
    r"(?:Page saved with SingleFile\s+url:\s*|saved from url=\(\d{1,5}\))(https?://[^\s<>\"]{1,2000}?)(?=\s|-->|$)"
)
_SHADOW = re.compile(r"<template(?=\s[^<>]{0,200}?\bshadow(?:root)?mode\s*=)", re.IGNORECASE)
"""How saved pages keep what stands in a shadow root (HTML standard, 4.12.3; Chromium's MHTML writes `shadowmode`); shown like a div."""
LEAST_ARTICLE_CHARACTERS = 140
"""An element with less text than a long sentence is no article by itself (house rule)."""
LEAST_SHARE = 0.2
"""Below this share of the visible characters the person is told that most of the page was left out (house rule)."""


def read_html(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """One report: headline first, paragraphs on lines of their own. Where nothing looks like an article: all visible text."""
    declared = _declared(data, encoding, mark_bytes)
    name, mark = (declared, 0) if declared else (encoding, mark_bytes)
    source, replaced = Encoding(name, mark).decode(data)
    notes = replaced_note(replaced, name)
    page = parsed(_SHADOW.sub("<div", source), notes)
    layout, meta = lay_out(page), meta_of(page)
    start, end = _article(layout)
    lines = layout.lines(start, end, without_furniture=True)
    if not lines:
        lines = layout.lines(0, layout.size, without_furniture=False)
    text = tidy("\n".join(_headline_first(lines, layout, meta, start, end)))
    visible = max(layout.characters(0, layout.size, without_furniture=False), len(text))
    report = Report(text, None, meta.published, meta.outlet, meta.address or _saved_from(source), meta.language)
    notes += _left_out(len(text), visible)
    return plain(Output([report] if text else [], notes, visible, declared))


def _saved_from(source: str) -> str | None:
    """The address in the comment that SingleFile, or a browser saving a page, writes into it."""
    found = _SAVED_FROM.search(source[:8192])
    return found[1] if found else None


def _declared(data: bytes, encoding: str, mark_bytes: int) -> str | None:
    """The encoding the page declares, where its bytes do not decide (HTML standard, 13.2.3.2: in the first 1024 bytes)."""
    found = re.search(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{3,30})""", data[:1024], re.IGNORECASE)
    if mark_bytes or encoding == "utf-8" or found is None:
        return None
    declared = found[1].decode("ascii", "replace").lower()
    try:
        text = data.decode(declared, "replace")
    except (LookupError, ValueError):
        return None
    return declared if isinstance(text, str) and not declared.startswith("utf-") else None


def _article(layout: Layout) -> tuple[int, int]:
    """Where the article lies: <article>, else itemprop articleBody, else <main>, else the element with most paragraphs, else all."""
    whole = (0, layout.size)
    total = layout.characters(0, layout.size, without_furniture=True)
    articles = layout.outermost(layout.articles)
    sizes = [layout.characters(start, end, without_furniture=True) for start, end in articles]
    if articles and _large(max(sizes), total) and max(sizes) * 2 >= sum(sizes):
        return articles[sizes.index(max(sizes))]
    for found in (layout.bodies, layout.mains) if len(articles) < 2 else (layout.mains,):
        spans = layout.outermost(found)
        if spans:
            best = max(spans, key=lambda span: layout.characters(span[0], span[1], without_furniture=True))
            if _large(layout.characters(best[0], best[1], without_furniture=True), total):
                return best
    if articles:
        return whole
    return layout.most_paragraphs(LEAST_ARTICLE_CHARACTERS) or whole


def _large(characters: int, total: int) -> bool:
    return characters >= LEAST_ARTICLE_CHARACTERS or characters * 2 >= max(1, total)


def _headline_first(lines: list[str], layout: Layout, meta: Meta, start: int, end: int) -> list[str]:
    inside = [span for span in layout.headlines if start <= span[0] < end]
    for span in (inside or layout.headlines)[:1]:
        headline = layout.lines(span[0], span[1], without_furniture=False)
        if headline:
            rest = list(lines)
            for line in headline:
                if line in rest:
                    rest.remove(line)
            return headline + rest
    title = meta.title
    if not title or (
        lines and (_folded(lines[0]).startswith(_folded(title)) or _folded(title).startswith(_folded(lines[0])))
    ):
        return lines
    return [title, *(line for line in lines if line != title)]


def _folded(line: str) -> str:
    return re.sub(r"\W+", " ", line).casefold().strip()


def _left_out(read: int, visible: int) -> list[Note]:
    if read >= visible * LEAST_SHARE:
        return []
    return [
        Note(
            f"{read} of {visible} visible characters were taken as the article",
            "If words are missing, save the article as text.",
        )
    ]
