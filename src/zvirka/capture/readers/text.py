"""Plain text: the characters as they stand."""

from __future__ import annotations

from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.output import Output, Report, plain, replaced_note, tidy

VERSION = "text/1"


def read_text(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """One report. encoding: Python's codec; mark_bytes: length of the byte order mark."""
    text, replaced = Encoding(encoding, mark_bytes).decode(data)
    return plain(Output([Report(tidy(text))], replaced_note(replaced, encoding)))
