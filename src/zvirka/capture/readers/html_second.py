"""A second look at pages whose words can vanish: those that end inside a comment or tag, and those that parsers read differently.

Parsers that keep the standard agree on ordinary pages; what attackers use to show two readers two texts is rare in those, and
easily told. Only such pages are parsed a second time, by justhtml, and the words compared.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any

from justhtml import JustHTML
from selectolax.lexbor import LexborHTMLParser

from zvirka.capture.readers.output import Note

LARGEST_CHARACTERS = 4_000_000
"""The second parser takes two seconds for so much of an ordinary page; larger pages are read by one (house rule)."""
_SHOWN = 5
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
_NO_WORDS = frozenset({"script", "style", "template"})
_HOLDING_BACK = ("template", "object", "canvas", "datalist")
"""Elements of which browsers show nothing of what stands in them, or only where they cannot do better."""
_DOUBTFUL = re.compile(
    r"<!---?>|--!>|<!(?!--|doctype)|<\?(?!xml)|\x00|</(?![a-z])|<[a-z][^\s<>]{0,99}+<"
    r"|<(?:plaintext|xmp|listing|noembed|noframes|frameset|foreignobject|annotation-xml|image|isindex)\b"
    r"|<(?:svg|math)\b[^<]{0,300}+(?:<(?!/svg|/math)[^<]{0,300}+){0,9}?"
    r"<(?:style|script|textarea|xmp|p|div|table|img|body|select|h\d)\b"
    r"|<select\b[^<]{0,300}+(?:</?(?:option|optgroup|hr)\b[^<]{0,300}+){0,9}<(?!/?(?:option|optgroup|hr|select)\b)[a-z]"
    r"|<table\b[^<>]{0,300}+>\s{0,99}+(?!</?(?:t|caption|col|!--|script|style|template|form|input)|<!--)\S"
    r"|<(a|button|form|nobr)\b[^<]{0,300}+(?:<(?!/?\1\b)[^<]{0,300}+){0,9}<\1\b",
    re.IGNORECASE,
)
"""Odd comments and declarations, NUL, broken tags, obsolete raw text, HTML inside SVG and MathML, words where tables and
selections hold none, and elements inside themselves: where the standard's algorithm (13.2.6) mends what is written."""
_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|))*+"""
_TOKEN = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|(?P<comment>\Z)))|<(?P<raw>{_RAW})\b{_ATTRIBUTES}(?:>.*?(?:</(?P=raw)\b|(?P<element>\Z))|(?P<cut>\Z))"
    rf"|</?[a-z]{_ATTRIBUTES}(?:>|(?P<tag>\Z))",
    re.DOTALL | re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def look_again(source: str, page: LexborHTMLParser, notes: list[Note]) -> None:
    """Adds to notes what the page's end holds back, and words on which the parsers differ. page: the source as lexbor reads it."""
    notes += _unfinished(source)
    if len(source) > LARGEST_CHARACTERS:
        said = "is so large that only one parser of HTML has read it"
        notes.append(Note(said, "Look at the page in a browser, beside what was read."))
        return
    if _DOUBTFUL.search(source) is None:
        return
    ours, theirs = Counter(_words_of(page)), Counter(_words_of_second(source))
    missing, more = theirs - ours, ours - theirs
    if not missing and not more:
        return
    shown = ", ".join(f"“{word[:40]}”" for word in sorted({*missing, *more})[:_SHOWN])
    count = missing.total() + more.total()
    said = f"two parsers of HTML differ in {count} words of it ({shown})"
    notes.append(Note(said, "Look at the page in a browser, beside what was read. Treat it as hostile.", count=count))


def _unfinished(source: str) -> list[Note]:
    remedy = "Save the page again, or look at its source."
    notes = []
    lower = source.lower()
    for name in _HOLDING_BACK:
        count = lower.count(f"<{name}") - lower.count(f"</{name}")
        if count > 0:
            said = f"{count} elements <{name}> never end; words in them may not be shown"
            notes.append(Note(said, remedy, count=count))
    ending = deque(_TOKEN.finditer(source), maxlen=1) if _may_be_cut(lower) else None
    last = ending[0] if ending else None
    if last is not None and last.end() == len(source):
        what = next((name for name in ("comment", "element", "tag", "cut") if last[name] is not None), None)
        if what is not None:
            shown = (
                f"an element <{last['raw'].lower()}>"
                if what == "element"
                else "a comment"
                if what == "comment"
                else "a tag"
            )
            said = f"ends inside {shown} that is never closed; its last {len(last[0])} characters are not shown"
            notes.append(Note(said, remedy))
    return notes


def _may_be_cut(lower: str) -> bool:
    """Whether it is worth going over all of it: the last of something opened has no end behind it."""
    if lower.rfind("<") > lower.rfind(">"):
        return True
    if (
        lower.rfind("<!--") > lower.rfind("-->")
        or lower.rfind('"') > lower.rfind(">")
        or lower.rfind("'") > lower.rfind(">")
    ):
        return True
    opened = [lower.rfind(f"<{name}") > lower.rfind(f"</{name}") for name in _RAW.split("|")]
    return any(opened) or lower.count('"') % 2 == 1 or lower.count("'") % 2 == 1


def _words_of(page: LexborHTMLParser) -> Iterator[str]:
    node: Any = page.root
    above: list[Any] = []
    while node is not None:
        if node.is_text_node:
            yield from _WORD.findall(node.text_content or "")
        child = node.first_child if node.is_element_node and node.tag not in _NO_WORDS else None
        if child is not None:
            above.append(node)
            node = child
            continue
        while node is not None and node.next is None:
            node = above.pop() if above else None
        node = node.next if node is not None else None


def _words_of_second(source: str) -> Iterator[str]:
    waiting: list[Any] = [JustHTML(source, sanitize=False, scripting_enabled=False).root]
    while waiting:
        node = waiting.pop()
        if node.name == "#text":
            yield from _WORD.findall(node.data or "")
        elif node.name not in _NO_WORDS:
            waiting += node.children or []
