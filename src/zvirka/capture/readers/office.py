"""Word and OpenDocument texts: paragraphs, tables a row a line, headers and footnotes (ECMA-376 part 1, OpenDocument 1.3)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Set
from typing import Any

from zvirka.capture.readers.output import Note, Output, Report, plain, tidy
from zvirka.capture.readers.xml_walk import Event, attribute, opened, part, walk
from zvirka.model.errors import FormatError

DOCX_VERSION = "docx/2"
ODT_VERSION = "odt/2"
_WORD_SKIPPED = frozenset({"Fallback", "del", "moveFrom", "delText", "instrText", "pict"})
"""A second form of what stands before it, tracked deletions, codes of fields."""
_OPEN_SKIPPED = frozenset(
    {"annotation", "note-citation", "tracked-changes", "bibliography-source", "forms", "sequence-decls", "script"}
)
_PARAGRAPHS = frozenset({"p", "h"})
_BREAKS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_MOST_SPACES = 100


def read_docx(data: bytes) -> Any:
    """One report: page headers, the text, footnotes and endnotes, page footers; deletions under revision are left out."""
    with opened(io.BytesIO(data), "a Word document") as package:
        root = part(package, "word/document.xml")
        if root is None:
            raise FormatError("is no Word document", place="word/document.xml", remedy="Save it anew in its program.")
        lines = _Lines(_WORD_SKIPPED, frozenset({"t"})).of(root)
        heads = _others(package, r"word/header\d*\.xml")
        feet = [*_others(package, r"word/(footnotes|endnotes)\.xml"), *_others(package, r"word/footer\d*\.xml")]
    return _output([*heads, *lines, *feet])


def read_odt(data: bytes) -> Any:
    """One report: page headers, the text with its notes, page footers; comments and deletions under revision are left out."""
    with opened(io.BytesIO(data), "an OpenDocument text") as package:
        root = part(package, "content.xml")
        if root is None:
            raise FormatError("is no OpenDocument text", place="content.xml", remedy="Save it anew in its program.")
        lines = _Lines(_OPEN_SKIPPED, None).of(root)
        styles = part(package, "styles.xml")
    heads = _of_styles(styles, "header")
    return _output([*heads, *lines, *_of_styles(styles, "footer")])


def _others(package: zipfile.ZipFile, pattern: str) -> list[str]:
    """Lines of the parts so named, each line once: every section of a document repeats its headers."""
    names = sorted(name for name in package.namelist() if re.fullmatch(pattern, name))
    lines = [line for name in names for line in _Lines(_WORD_SKIPPED, frozenset({"t"})).of(part(package, name))]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _of_styles(styles: Any, name: str) -> list[str]:
    if styles is None:
        return []
    found = [each for each in styles.iter() if isinstance(each.tag, str) and each.tag.endswith("}" + name)]
    lines = [line for each in found for line in _Lines(_OPEN_SKIPPED, None).of(each)]
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _output(lines: list[str]) -> Any:
    text = tidy("\n".join(lines))
    notes = (
        [] if text else [Note("holds no words, perhaps only pictures", "Have its text recognised.", code="not_read")]
    )
    return plain(Output([Report(text)] if text else [], notes))


class _Lines:
    """Lines of a tree. spoken: local names of the elements whose text is words; None: everything in a paragraph is."""

    def __init__(self, skipped: Set[str], spoken: Set[str] | None) -> None:
        self._skipped, self._spoken = skipped, spoken
        self._lines: list[str] = []
        self._paragraphs: list[list[str]] = []
        self._cells: list[list[str]] = []
        self._rows: list[list[str]] = []
        self._open: list[str] = []
        self._inside: list[str] = []

    def of(self, root: Any) -> list[str]:
        """All lines in the document's order."""
        for event in walk(root, self._skipped):
            self._take(event)
        return self._lines

    def _take(self, event: Event) -> None:
        what, words, element = event
        if what == "text":
            if self._paragraphs and (self._spoken is None or self._open[-1] in self._spoken):
                self._paragraphs[-1].append(words if self._spoken else re.sub(r"[ \t\r\n]+", " ", words))
        elif what == "start":
            self._open.append(words)
            self._begin(words, element)
        else:
            self._open.pop()
            self._end(words)

    def _begin(self, tag: str, element: Any) -> None:
        if tag in _PARAGRAPHS:
            self._paragraphs.append([])
        elif tag in ("tc", "table-cell"):
            self._cells.append([])
        elif tag in ("tr", "table-row"):
            self._rows.append([])
        elif self._paragraphs and tag in _BREAKS:
            self._paragraphs[-1].append(_BREAKS[tag])
        elif self._paragraphs and tag == "s" and self._spoken is None:
            count = attribute(element, "c") or "1"
            self._paragraphs[-1].append(" " * (min(int(count), _MOST_SPACES) if count.isdecimal() else 1))

    def _end(self, tag: str) -> None:
        if tag in _PARAGRAPHS and self._paragraphs:
            self._add("".join(self._paragraphs.pop()))
        elif tag in ("tc", "table-cell") and self._cells:
            cell = " ".join(line.strip() for line in self._cells.pop() if line.strip())
            if self._rows:
                self._rows[-1].append(re.sub(r"\s+", " ", cell))
        elif tag in ("tr", "table-row") and self._rows:
            row = self._rows.pop()
            if any(row):
                self._add("\t".join(row))

    def _add(self, line: str) -> None:
        """To the cell around it, else to the lines; what stands inside a paragraph, a note or box, follows that paragraph."""
        if self._cells:
            self._cells[-1].append(line)
        elif self._paragraphs:
            self._inside.append(line)
        else:
            self._lines += [line, *self._inside]
            self._inside.clear()
