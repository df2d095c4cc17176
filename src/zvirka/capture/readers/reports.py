"""Report JSONL: one JSON object a line with report_id, url, outlet, lang, published, text."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy

VERSION = "reports/1"
KEYS = ("report_id", "url", "outlet", "lang", "published", "text")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
LISTED = 20
"""How many faulty lines are named one by one; the rest is counted in one note, so that a broken file does not bury the others."""


def read_reports(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """A report a line. A line that cannot be read becomes a note with its number; the rest goes on.

    A report_id met before gets "#2", "#3" …; a line without one is called by its number ("line 7").
    """
    text, replaced = Encoding(encoding, mark_bytes).decode(data)
    reports: list[Report] = []
    faults: list[Note] = []
    unknown: Counter[str] = Counter()
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip(" \t\r\ufeff"):
            _take(line.strip(" \t\r\ufeff"), number, reports, faults, unknown, seen)
    notes = replaced_note(replaced, encoding) + _capped(faults)
    if unknown:
        keys = ", ".join(sorted(unknown)[:10]) + (" …" if len(unknown) > 10 else "")
        notes.append(
            Note(f"keys that no reader knows were left aside: {tidy(keys)}", f"Known here: {', '.join(KEYS)}.")
        )
    return plain(Output(reports, notes))


def _take(
    line: str, number: int, reports: list[Report], faults: list[Note], unknown: Counter[str], seen: set[str]
) -> None:
    place = f"line {number}"
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        shown = f"{error.msg} at character {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        faults.append(Note(f"the line is no JSON: {shown}", "Mend the line; the others were read.", place))
        return
    if not isinstance(value, dict):
        faults.append(Note("the line is no report (no JSON object)", "Write it as {…}.", place))
        return
    unknown.update(key for key in value if key not in KEYS)
    fields = {key: _word(key, value.get(key), place, faults) for key in KEYS}
    body = tidy(fields["text"] or "")
    if not body:
        faults.append(Note("the report holds no text", 'Give it its "text".', place))
        return
    if _HALF_CHARACTER.search(fields["text"] or ""):
        faults.append(Note("half characters (lone surrogates) were read as U+FFFD", "Export the reports again.", place))
    fragment = _distinct(fields["report_id"], place, faults, seen)
    reports.append(Report(body, fragment, fields["published"], fields["outlet"], fields["url"], fields["lang"], number))


def _word(key: str, value: object, place: str, faults: list[Note]) -> str | None:
    """The value as a text; a number is an id or a date as well, anything else is a fault."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and key != "text":
        return str(value)
    if not isinstance(value, str):
        faults.append(Note(f"{key} is no text", "Write it in quotes.", place))
        return None
    return (value if key == "text" else tidy(value)) or None


def _distinct(given: str | None, place: str, faults: list[Note], seen: set[str]) -> str:
    base = given or place
    fragment, number = base, 1
    while fragment in seen:
        number += 1
        fragment = f"{base}#{number}"
    if number > 1:
        faults.append(
            Note(
                f"report_id {base} stands there before; this one is called {fragment}",
                "Give each report its own id.",
                place,
            )
        )
    seen.add(fragment)
    return fragment


def _capped(faults: list[Note]) -> list[Note]:
    if len(faults) <= LISTED:
        return faults
    rest = faults[LISTED:]
    more = Note(
        f"{len(rest)} more lines with faults like these",
        "Mend the lines named first, and run again.",
        f"from {rest[0].place}",
        len(rest),
    )
    return [*faults[:LISTED], more]
