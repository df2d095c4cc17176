"""Lists of links: kept, not fetched. Zvirka never goes to the network by itself."""

from __future__ import annotations

import re
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.output import Note, Output, plain, replaced_note, tidy

VERSION = "links/1"
LISTED = 50
"""How many are named one by one; the rest is counted."""
_ADDRESS = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_REMEDY = "Save the page, or archive it, and add the file."


def read_links(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """No reports: a note for each address, with its line."""
    source, replaced = Encoding(encoding, mark_bytes).decode(data)
    found = [
        (number, match[0])
        for number, line in enumerate(tidy(source).split("\n"), start=1)
        for match in _ADDRESS.finditer(line)
    ]
    notes = [
        Note(f"{address[:300]} is a link: kept, not fetched", _REMEDY, f"line {number}", code="not_looked_at")
        for number, address in found[:LISTED]
    ]
    rest = found[LISTED:]
    if rest:
        words = f"{len(rest)} more links: kept, not fetched"
        notes.append(Note(words, _REMEDY, f"from line {rest[0][0]}", len(rest), "not_looked_at"))
    return plain(Output([], [*replaced_note(replaced, encoding), *notes]))
