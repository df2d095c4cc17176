"""Pages made to take forever: elements with thousands of attributes, or nested in thousands of others.

For every attribute lexbor looks through those before it, and for every element through those around it, so that half a
megabyte costs minutes. What goes beyond the bounds is taken out ahead of it, words never, and said.
"""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from zvirka.capture.readers.html_second import look_again
from zvirka.capture.readers.output import Note

LARGE_CHARACTERS = 100_000
"""Smaller pages cost half a second at worst, and are parsed as they are."""
MOST_ATTRIBUTES = 1000
"""Of one element. Pages have a few dozen; this many cost 2 ms (house rule)."""
MOST_DEPTH = 5000
"""Elements around an element. Blink flattens what lies deeper than 512 (kMaximumHTMLParserDOMTreeDepth); this many cost 25 ms."""

_ATTRIBUTE = r"""[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</\1|\Z)"
    rf"|<(/?)([a-zA-Z][^\s/>]*+)((?:{_ATTRIBUTE})*+)[\s/]*+>?",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element that holds no elements, or a tag (HTML standard, 13.2.5). Takes in what it looked at, so that nothing is
looked at twice."""
_UNCOUNTED_WORDS = (
    "area base br col embed hr img input link meta param source track wbr "
    "p li dd dt option optgroup tr td th thead tbody tfoot rt rp colgroup caption html head body "
)
_UNCOUNTED = frozenset(_UNCOUNTED_WORDS.split())
"""Elements without an end, and those that the next of their kind or of their parent ends: these never nest by themselves."""


def parsed(source: str, notes: list[Note]) -> LexborHTMLParser:
    """The page, in a time that grows with its length alone. notes: gets what was taken out of it for that, and what may be missing."""
    if len(source) >= LARGE_CHARACTERS:
        bounds = _Bounds()
        source = _TAG.sub(bounds.kept, source)
        notes += bounds.notes()
    page = LexborHTMLParser(source.replace("\0", "\ufffd"))
    look_again(source, page, notes)
    return page


class _Bounds:
    """Goes over a page's tags in their order. Counts what it takes out."""

    def __init__(self) -> None:
        self._depth = self._flattened = self._cut = 0

    def kept(self, tag: re.Match[str]) -> str:
        """What stays of a tag."""
        if tag[3] is None:
            return tag[0]
        if tag[3].lower() not in _UNCOUNTED:
            self._depth = max(self._depth + (-1 if tag[2] else 1), 0)
            if self._depth + bool(tag[2]) > MOST_DEPTH:
                self._flattened += not tag[2]
                return " "
        if len(tag[4]) <= 2 * MOST_ATTRIBUTES:
            return tag[0]
        last = next(islice(_ATTRIBUTES.finditer(tag[4]), MOST_ATTRIBUTES - 1, None), None)
        if last is None or last.end() == len(tag[4]):
            return tag[0]
        self._cut += 1
        return tag[0][: tag.start(4) - tag.start() + last.end()] + ">"

    def notes(self) -> list[Note]:
        """What was taken out."""
        notes, remedy = [], "Its words were read. Treat the file as hostile."
        if count := self._cut:
            said = f"{count} elements have more than {MOST_ATTRIBUTES} attributes; the rest of those was not looked at"
            notes.append(Note(said, remedy, count=count))
        if count := self._flattened:
            said = f"{count} elements lie in more than {MOST_DEPTH} others; of these only the words were taken"
            notes.append(Note(said, remedy, count=count))
        return notes
