"""A page laid out flat: its visible words in order, and where articles, headlines, paragraphs and furniture begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from selectolax.lexbor import LexborHTMLParser

Extent = tuple[int, int]
"""First piece and one past the last."""

BREAK = "\n"
CELL = "\t"

_INVISIBLE = frozenset(
    [
        "script",
        "style",
        "template",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "math",
        "object",
        "embed",
        "canvas",
        "datalist",
        "param",
    ]
)
_FURNITURE_TAGS = frozenset(
    [
        "nav",
        "footer",
        "aside",
        "dialog",
        "menu",
        "noscript",
        "iframe",
        "audio",
        "video",
        "button",
        "select",
        "textarea",
        "input",
    ]
)
_FURNITURE_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "complementary",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
    ]
)
"""ARIA roles (WAI-ARIA 1.2) of what stands around an article."""
_FURNITURE_NAMES_WORDS = (
    "ad ads adv advert adverts advertisement advertising adsbygoogle adslot banner banners sponsor sponsored promo "
    "promoted outbrain taboola cookie cookies consent gdpr newsletter subscribe subscription popup modal social "
    "share sharing sharer related recommended recommendations readalso comments breadcrumb breadcrumbs sidebar menu "
    "navbar nav navigation pagination pager footer skip "
)
_FURNITURE_NAMES = frozenset(_FURNITURE_NAMES_WORDS.split())
"""Words in class and id by which pages name what stands around an article: names of code, in English whatever the page speaks."""
_BLOCKS_WORDS = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary "
    "table tbody tfoot thead tr ul "
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_SPACE = re.compile(r"[ \t\n\r\f]+")
_NOTE_NUMBER = re.compile(r"\s*[\[(]?\s*\d{1,3}\s*[\])]?\s*")
_PROTECTED = frozenset(["html", "body", "article", "main", "h1"])


@dataclass(slots=True)
class Layout:
    """pieces: runs of text, BREAK and CELL. furniture: for each piece whether it stands around the article."""

    pieces: list[str] = field(default_factory=list)
    furniture: list[bool] = field(default_factory=list)
    articles: list[Extent] = field(default_factory=list)
    bodies: list[Extent] = field(default_factory=list)
    mains: list[Extent] = field(default_factory=list)
    headlines: list[Extent] = field(default_factory=list)
    paragraphs: dict[Extent, int] = field(default_factory=dict)
    _sums: tuple[list[int], list[int]] = ([0], [0])

    @property
    def size(self) -> int:
        """How many pieces."""
        return len(self.pieces)

    def characters(self, start: int, end: int, without_furniture: bool) -> int:
        """How many characters that are no space."""
        sums = self._sums[without_furniture]
        return sums[end] - sums[start]

    def lines(self, start: int, end: int, without_furniture: bool) -> list[str]:
        """The words as lines: one a block, space inside collapsed, empty ones left out."""
        kept = (
            BREAK if self.furniture[index] and without_furniture else self.pieces[index] for index in range(start, end)
        )
        return [line for line in (_SPACE.sub(" ", part).strip(" ") for part in _split(kept)) if line.strip()]

    def outermost(self, extents: list[Extent]) -> list[Extent]:
        """Those that lie in no other, in order."""
        out: list[Extent] = []
        for extent in sorted(set(extents), key=lambda each: (each[0], -each[1])):
            if not out or extent[0] >= out[-1][1]:
                out.append(extent)
        return out

    def most_paragraphs(self, least: int) -> Extent | None:
        """The element whose own paragraphs hold most text: at least `least` characters and half of all there is in paragraphs.

        An element around it with as much as `least` in paragraphs of its own is the article too, and it but a part of that.
        """
        if not self.paragraphs:
            return None
        best = max(self.paragraphs, key=lambda extent: (self.paragraphs[extent], -extent[0], -extent[1]))
        most = self.paragraphs[best]
        if most < least or most * 2 < sum(self.paragraphs.values()):
            return None
        around = (extent for extent, held in self.paragraphs.items() if held >= least)
        return min(
            (each for each in around if each[0] <= best[0] and best[1] <= each[1]), key=lambda each: (each[0], -each[1])
        )

    def finish(self, doubtful: list[Extent], certain: list[Extent], parents: list[tuple[Extent, list[Extent]]]) -> None:
        """Settles what is furniture: what is so only by name or place is not where it holds half of the page's words.

        parents: elements with their own paragraphs.
        """
        lengths = [0 if piece in (BREAK, CELL) else len(_SPACE.sub("", piece)) for piece in self.pieces]
        visible = list(accumulate(lengths, initial=0))
        spans = certain + [(start, end) for start, end in doubtful if (visible[end] - visible[start]) * 2 < visible[-1]]
        depth = [0] * (self.size + 1)
        for start, end in spans:
            depth[start] += 1
            depth[end] -= 1
        self.furniture = [count > 0 for count in accumulate(depth)][: self.size]
        own = (0 if around else length for length, around in zip(lengths, self.furniture, strict=True))
        self._sums = (visible, list(accumulate(own, initial=0)))
        self.headlines = [(start, end) for start, end in sorted(self.headlines) if not all(self.furniture[start:end])]
        for extent, paragraphs in parents:
            held = sum(self.characters(start, end, without_furniture=True) for start, end in paragraphs)
            self.paragraphs[extent] = self.paragraphs.get(extent, 0) + held


@dataclass(slots=True)
class _Open:
    """An element whose end is not reached. named: furniture by its class or id. protected: holds an article, main part or headline.

    cell_words: it is all that a cell of a table holds, and no line of its own.
    """

    tag: str
    start: int
    named: bool
    role: str
    body: bool
    cell_words: bool
    protected: bool = False
    paragraphs: list[Extent] = field(default_factory=list)


def lay_out(page: LexborHTMLParser) -> Layout:
    """The layout of a parsed page; one pass, no recursion."""
    layout = Layout()
    builder = _Builder(layout)
    node: Any = page.root
    above: list[Any] = []
    while node is not None:
        opened = builder.enter(node)
        child = node.first_child if opened else None
        if child is not None:
            above.append(node)
            node = child
            continue
        if opened:
            builder.leave()
        while node is not None and node.next is None:
            node = above.pop() if above else None
            if node is not None:
                builder.leave()
        node = node.next if node is not None else None
    layout.finish(builder.doubtful, builder.certain, builder.parents)
    return layout


class _Builder:
    """What the pass over the tree gathers. parents: elements with paragraphs of their own."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.stack: list[_Open] = []
        self.doubtful: list[Extent] = []
        self.certain: list[Extent] = []
        self.parents: list[tuple[Extent, list[Extent]]] = []
        self._inside = 0
        self._pre = 0

    def enter(self, node: Any) -> bool:
        """Takes a node in; whether it was opened, so that its children come next and `leave` after them."""
        if node.is_text_node:
            self._words(node.text_content or "")
        if not node.is_element_node:
            return False
        tag, attributes = node.tag, node.attributes
        if tag in _INVISIBLE or _hidden(attributes) or self._note_number(node):
            return False
        cell_words = tag in ("p", "div") and bool(self.stack) and self.stack[-1].tag in ("td", "th") and _alone(node)
        if tag == "br" or (tag in _BLOCKS and not cell_words):
            self.layout.pieces.append(BREAK)
        elif tag in ("td", "th"):
            self.layout.pieces.append(CELL)
        role = (attributes.get("role") or "").lower()
        body = "articlebody" in (attributes.get("itemprop") or "").lower()
        if tag in ("article", "main", "h1") or body or role == "main":
            self._protect()
        self._inside += tag in ("article", "main")
        self._pre += tag == "pre"
        named = tag not in _PROTECTED and _named(attributes)
        self.stack.append(_Open(tag, self.layout.size, named, role, body, cell_words))
        return True

    def _note_number(self, node: Any) -> bool:
        """Whether it is the raised number of a note, a link ("assessed¹ that"): glued to a word it would spoil it. km² is no link."""
        raised = {node.tag, self.stack[-1].tag if self.stack else ""} == {"a", "sup"}
        return raised and _NOTE_NUMBER.fullmatch(node.text(deep=True)) is not None

    def leave(self) -> None:
        """Closes the element opened last."""
        element = self.stack.pop()
        if element.tag in _BLOCKS and not element.cell_words:
            self.layout.pieces.append(BREAK)
        self._inside -= element.tag in ("article", "main")
        self._pre -= element.tag == "pre"
        extent = (element.start, self.layout.size)
        self._file(element, extent)
        if element.paragraphs:
            self.parents.append((extent, element.paragraphs))
        if element.tag == "p" and self.stack:
            self.stack[-1].paragraphs.append(extent)

    def _words(self, text: str) -> None:
        if self._pre:
            for line in text.split("\n"):
                self.layout.pieces += [line, BREAK]
        elif text:
            self.layout.pieces.append(_SPACE.sub(" ", text))

    def _protect(self) -> None:
        """Marks all open elements. Above one that is marked all are, so the work stays linear."""
        for element in reversed(self.stack):
            if element.protected:
                break
            element.protected = True

    def _file(self, element: _Open, extent: Extent) -> None:
        layout, tag = self.layout, element.tag
        if tag == "article":
            layout.articles.append(extent)
        elif tag == "main" or element.role == "main":
            layout.mains.append(extent)
        elif tag == "h1":
            layout.headlines.append(extent)
        if element.body:
            layout.bodies.append(extent)
        if tag in _FURNITURE_TAGS:
            self.certain.append(extent)
        elif not element.protected and (
            element.named or element.role in _FURNITURE_ROLES or (tag == "header" and not self._inside)
        ):
            self.doubtful.append(extent)


def _alone(node: Any) -> bool:
    """Whether an element has no sibling but space: word processors put a paragraph into each cell."""
    return all(
        beside is None or (beside.is_text_node and not (beside.text_content or "").strip() and further is None)
        for beside, further in (
            (node.prev, node.prev and node.prev.prev),
            (node.next, node.next and node.next.next),
        )
    )


def _hidden(attributes: dict[str, str | None]) -> bool:
    style = re.sub(r"\s", "", attributes.get("style") or "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _named(attributes: dict[str, str | None]) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", names).lower()
    return (attributes.get("aria-hidden") == "true") or not _FURNITURE_NAMES.isdisjoint(re.split(r"[^a-z]+", apart))


def _split(pieces: Iterator[str]) -> Iterator[str]:
    line: list[str] = []
    for piece in pieces:
        if piece == BREAK:
            yield "".join(line)
            line = []
        else:
            line.append(piece)
    yield "".join(line)
