"""PDF documents: their text page by page. A page that is a picture has none, and is said."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DeprecationError, PyPdfError

from zvirka.capture.readers.output import Note, Output, Report, plain, tidy
from zvirka.capture.readers.paragraphs import ENDS, joined, without_heads
from zvirka.model.errors import FormatError, InputError

VERSION = "pdf/2"
MOST_PAGES = 1_000
MOST_CHARACTERS = 20_000_000
LEAST_LETTERS = 15
"""A page with fewer is taken as one without text: scans carry page numbers and stamps (house rule)."""
MOST_UNREADABLE = 0.1
"""From this share on, characters without Unicode mean that the page's fonts do not tell their letters (house rule)."""
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
"""Glyphs of the font, not letters of the text (Unicode Standard 7.1, Alphabetic Presentation Forms)."""
_BULLET = re.compile("^([ \\t]*)[\ue000-\uf8ff](?=[ \\t])", re.MULTILINE)
"""At the head of a line a sign without Unicode is a bullet of a symbol font."""
_NOTE_NUMBER = re.compile(r"(?<=[^\W\d_]{3})([1-9]\d?)(?=[\s,.;:!?)»”]|$)", re.MULTILINE)
_NOTE_LINE = re.compile(r"^[ \t]*([1-9]\d?)[ \t]+[^\W\d_]", re.MULTILINE)
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)")
_BROKEN = (
    PyPdfError,
    DeprecationError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
    OSError,
    AssertionError,
    NotImplementedError,
    ArithmeticError,
    struct.error,
    zlib.error,
)
"""What pypdf raises on files that break the format's rules."""
_OCR = "Have its text recognised (OCR), and add that."


def read_pdf(data: bytes) -> Any:
    """One report: pages parted by a blank line, each marked with where it begins ("page 3")."""
    reader = _opened(data)
    pages, notes, empty, unreadable = _pages(reader)
    text, marks = _together(pages)
    total = len(reader.pages)
    if not text and not notes:
        words = f"is a scan: {total} pages of pictures without text" if total else "has no pages"
        return plain(Output([], [Note(words, _OCR, code="not_read")]))
    if empty and text:
        notes.append(Note(f"pages without text, most likely scanned: {_listed(empty)}", _OCR, count=len(empty)))
    if unreadable:
        words = f"pages whose fonts do not tell their letters: {_listed(unreadable)}"
        notes.append(Note(words, _OCR, count=len(unreadable)))
    if total > MOST_PAGES:
        words = f"{total - MOST_PAGES} of {total} pages were not read"
        notes.append(Note(words, "Split the document.", f"from page {MOST_PAGES + 1}", total - MOST_PAGES))
    if b"%%EOF" not in data[-2048:]:
        notes.append(Note("the end of the file is missing: it may be cut", "Copy or download it again."))
    return plain(Output([Report(text, marks=marks)] if text else [], notes))


def _opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("is encrypted", remedy="Save a copy without its password, and add that.")
        len(reader.pages)
        return reader
    except InputError:
        raise
    except _BROKEN as fault:
        raise _fault(fault) from fault
    except Exception as fault:  # pypdf's DependencyError is no PyPdfError: AES without a library for it
        if type(fault).__name__ != "DependencyError":
            raise
        raise InputError("is encrypted", remedy="Save a copy without encryption, and add that.") from fault


def _fault(fault: BaseException) -> FormatError:
    if type(fault).__name__ == "FileNotDecryptedError":
        return FormatError("is encrypted", remedy="Save a copy without its password, and add that.")
    return FormatError("is a PDF that is cut or damaged", value=str(fault)[:100], remedy="Copy or download it again.")


def _pages(reader: PdfReader) -> tuple[list[str], list[Note], list[int], list[int]]:
    """Texts by page; notes of pages that broke; numbers of pages without text, and of those with fonts nobody can read."""
    pages: list[str] = []
    notes: list[Note] = []
    empty: list[int] = []
    unreadable: list[int] = []
    size = 0
    for number in range(1, min(len(reader.pages), MOST_PAGES) + 1):
        try:
            words = reader.pages[number - 1].extract_text()
        except _BROKEN as fault:
            notes.append(Note(f"could not be read ({type(fault).__name__})", _OCR, f"page {number}"))
            pages.append("")
            continue
        size += len(words)
        if size > MOST_CHARACTERS:
            notes.append(Note("the rest is too long to be read", "Split the document.", f"from page {number}"))
            break
        words = _without_note_numbers(_BULLET.sub(r"\1•", words.translate(_LIGATURES)))
        bad = len(_UNREADABLE.findall(words))
        letters = sum(1 for char in words if char.isalpha())
        if bad > MOST_UNREADABLE * max(1, letters + bad) and bad > LEAST_LETTERS:
            unreadable.append(number)
        elif letters < LEAST_LETTERS:
            empty.append(number)
        pages.append(tidy(words) if number not in unreadable else "")
    return [tidy("\n".join(joined(lines))) for lines in without_heads(pages)], notes, empty, unreadable


def _without_note_numbers(page: str) -> str:
    """The page without the raised numbers of its footnotes ("assessed1 that"): those glued to a word and beginning a line below.

    Units ("km2") and models ("BM21", "Su25") are shorter or end in a capital.
    """
    below = {found[1]: found.start() for found in _NOTE_LINE.finditer(page)}

    def kept(found: re.Match[str]) -> str:
        at = found.start()
        return "" if below.get(found[1], -1) > at and page[at - 1].islower() else found[0]

    return _NOTE_NUMBER.sub(kept, page)


def _together(pages: list[str]) -> tuple[str, list[tuple[int, str]]]:
    """A sentence that goes on over the end of a page is not parted."""
    marks: list[tuple[int, str]] = []
    parts: list[str] = []
    at = 0
    for number, page in enumerate(pages, start=1):
        if page:
            goes_on = bool(parts) and page[0].islower() and not ENDS.search(parts[-1])
            gap = "" if not parts else " " if goes_on else "\n\n"
            at += len(gap)
            marks.append((at, f"page {number}"))
            parts += [gap, page]
            at += len(page)
    return "".join(parts), marks


def _listed(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers[:10]) + (" …" if len(numbers) > 10 else "")
