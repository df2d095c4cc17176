"""What auto-archiver writes about a post it archived: metadata.json, its HTML report, and the CSV of its csv_db module."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.html_bounds import parsed
from zvirka.capture.readers.output import Note, Output, Report, plain, replaced_note, tidy
from zvirka.model.errors import FormatError

VERSION = "archived/1"
_AUTHOR = ("author", "author_name", "uploader", "channel", "username", "account", "group_id")
"""Keys under which its extractors put who posted, best first; else there is none and the address stands alone."""


def read_archived(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """A report a post: title and content, with the post's address and time of upload (not of archiving). Media are not looked at."""
    source, replaced = Encoding(encoding, mark_bytes).decode(data)
    notes = replaced_note(replaced, encoding)
    begin = source.lstrip("\ufeff \t\r\n")
    if begin.startswith("{"):
        found = [("", _of_json(begin))]
    elif begin.startswith("<"):
        found = [("", _of_page(begin, notes))]
    else:
        found = list(_of_table(source, notes))
    reports = []
    for place, post in found:
        report = _report(post, place)
        if report is None:
            words = f"{post.get('url') or 'the post'} was archived without words"
            notes.append(Note(words, "Look at its media.", place or None, code="not_looked_at"))
        else:
            reports.append(report)
    return plain(Output(reports, notes))


def _report(post: Mapping[str, Any], place: str) -> Report | None:
    title, content = _word(post, "title"), _word(post, "content")
    text = tidy(content if not title or content.startswith(title) else f"{title}\n\n{content}" if content else title)
    address = _word(post, "url")
    if not text:
        return None
    author = next((_word(post, key) for key in _AUTHOR if _word(post, key)), None)
    line = int(place.removeprefix("line ")) if place else None
    return Report(text, place or None, _word(post, "timestamp") or None, author, address or None, line=line)


def _word(post: Mapping[str, Any], key: str) -> str:
    value = post.get(key)
    return tidy(str(value)) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _of_json(source: str) -> dict[str, Any]:
    try:
        document = json.loads(source)
    except (ValueError, RecursionError) as fault:
        raise FormatError("is cut or no JSON", value=str(fault)[:80], remedy="Archive the post again.") from fault
    about = document.get("metadata")
    if not isinstance(about, dict):
        raise FormatError("says nothing of the post it archived", place="metadata", remedy="Archive the post again.")
    return about


def _of_page(source: str, notes: list[Note]) -> dict[str, Any]:
    """Keys and values of the table "metadata" of the report's template."""
    page = parsed(source, notes)
    found: dict[str, Any] = {}
    for row in page.css("table.metadata tr"):
        cells = [cell.text(deep=True).strip() for cell in row.css("td")]
        if len(cells) == 2:
            found.setdefault(cells[0], cells[1])
    heading = page.css_first("h2 span.copy")
    if "url" not in found and heading is not None:
        found["url"] = heading.text(deep=True).strip()
    if "</html" not in source[-200:].lower():
        raise FormatError("is cut: the report has no end", remedy="Copy or download it again.")
    return found


def _of_table(source: str, notes: list[Note]) -> Iterator[tuple[str, dict[str, Any]]]:
    csv.field_size_limit(sys.maxsize)
    lines = csv.DictReader(io.StringIO(source, newline=""))
    begin = lines.line_num
    for row in lines:
        place, begin = f"line {max(begin, 1) + 1}", lines.line_num
        try:
            value = _plain(ast.parse(row.get("metadata") or "", mode="eval").body)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            notes.append(Note("its metadata cannot be read: the row may be cut", "Write the CSV again.", place))
            continue
        yield place, value if isinstance(value, dict) else {}


def _plain(node: ast.expr) -> Any:
    """The value of a Python literal; datetime.datetime(…) as ISO 8601, other calls as None. Raises ValueError for anything else."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [_plain(each) for each in node.elts]
    if isinstance(node, ast.Dict):
        return {str(_plain(key)): _plain(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_plain(node.operand)
    if isinstance(node, ast.Call):
        return _moment(ast.unparse(node))
    if isinstance(node, (ast.Name, ast.Attribute)):
        return None
    raise ValueError(ast.dump(node)[:80])


def _moment(call: str) -> str | None:
    """ "datetime.datetime(2022, 9, 12, 10, 15, tzinfo=datetime.timezone.utc)" as "2022-09-12T10:15:00+00:00"."""
    found = re.match(r"datetime\.datetime\((\d{4}), (\d{1,2}), (\d{1,2})((?:, \d+){0,4})", call)
    if found is None:
        return None
    hour, minute, second = ([int(part) for part in found[4].split(", ")[1:]] + [0, 0, 0])[:3]
    zone = "+00:00" if re.search(r"timezone\.utc|tzutc\(\)|UTC", call) else ""
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}T{hour:02}:{minute:02}:{second:02}{zone}"
