"""Which encoding bytes are in, and their characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks (Unicode Standard 23.8), the longer before the shorter it begins with."""

_CYRILLIC = ("windows-1251", "koi8-u")
_FREQUENT = frozenset("оаеинтісрвлкумд")
"""The fifteen commonest letters of Ukrainian and Russian together: about three quarters of the letters of a text in either."""
_LOW_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f]")
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f\\x7f-\\x9f]")
_LATIN_HIGH = frozenset("‘’“”„–—…•«»§°²³€£àâäáãåæçèéêëìíîïñòóôöøùúûüýßœšžÀÂÄÁÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜŠŽ\xa0")
"""What West European texts in windows-1252 hold beyond ASCII."""


_BYTES_PAIRED = re.compile("[" + "".join(f"\\u{high:02x}20-\\u{high:02x}7e" for high in range(0x20, 0x7F)) + "]{16,}")
"""Letters of ASCII read two by two: so many of them in a row are no Chinese, but a piece in another encoding."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """name: Python's codec. mark_bytes: length of the byte order mark. guessed: told by letter statistics, not by the bytes' form."""

    name: str
    mark_bytes: int = 0
    guessed: bool = False

    def decode(self, data: bytes) -> tuple[str, int]:
        """The characters, and how many had to be replaced by U+FFFD."""
        body = data[self.mark_bytes :]
        try:
            text = body.decode(self.name)
            return _BYTES_PAIRED.subn("\ufffd", text) if self.name.startswith("utf-16") else (text, 0)
        except UnicodeDecodeError:
            text = body.decode(self.name, "replace")
            text = _BYTES_PAIRED.sub("\ufffd", text) if self.name.startswith("utf-16") else text
            return text, text.count("\ufffd") - body.count(b"\xef\xbf\xbd") * (self.name == "utf-8")


def encoding_of(head: bytes, whole: bool) -> Encoding | None:
    """The encoding of a text's first bytes; None where they are no text. whole: nothing follows the head.

    A byte order mark decides; then UTF-8 by its form; then, for bytes beyond ASCII, windows-1251 or koi8-u by how many of
    them are the commonest letters, then windows-1252 by its marks and accents. Anything else that is mostly valid is UTF-8
    with faults. Zero bytes and other control characters mean no text.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            encoding = Encoding(name, len(mark))
            return encoding if _is_text(encoding.decode(head)[0]) else None
    if not _is_text(head.decode("latin-1"), high_controls=True):
        return None
    trimmed = head if whole else head[: len(head) - _cut(head)]
    try:
        trimmed.decode("utf-8")
        return Encoding("utf-8")
    except UnicodeDecodeError:
        return _without_form(trimmed)


def _without_form(head: bytes) -> Encoding | None:
    text = head.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    multibyte = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    if multibyte >= wrong:
        return Encoding("utf-8")
    high = [byte for byte in head if byte > 0x7F]
    scores = {name: _cyrillic_score(bytes(high), name) for name in _CYRILLIC}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.4 and len(high) >= 4:
        return Encoding(best, guessed=True)
    western = bytes(high).decode("windows-1252", "replace")
    if len(high) <= len(head) / 4 and all(char in _LATIN_HIGH for char in western):
        return Encoding("windows-1252", guessed=True)
    return Encoding("utf-8") if len(high) <= len(head) / 10 else None


def _cyrillic_score(high: bytes, name: str) -> float:
    """Share of the bytes that are common small letters; read in the wrong one of the two, small letters turn capital."""
    text = high.decode(name, "replace")
    return sum(1 for char in text if char in _FREQUENT) / max(1, len(text))


def _is_text(text: str, high_controls: bool = False) -> bool:
    """No zero characters, and hardly any other control characters (tab, line breaks, form feed and escape are none)."""
    controls = len((_LOW_CONTROLS if high_controls else _CONTROLS).findall(text))
    return "\0" not in text and controls <= len(text) / 200


def _cut(head: bytes) -> int:
    """How many last bytes may be the beginning of a UTF-8 character that the head cuts (at most 3)."""
    for back in range(1, min(3, len(head)) + 1):
        byte = head[-back]
        if byte >= 0xC0:
            return back
        if byte < 0x80:
            return 0
    return 0
