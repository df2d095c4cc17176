"""Markdown: the words as they stand, line by line, without the marks (CommonMark 0.31), and what the front matter says."""

from __future__ import annotations

import re
from typing import Any

from zvirka.capture.encodings import Encoding
from zvirka.capture.readers.output import Output, Report, plain, replaced_note, tidy

VERSION = "markdown/1"
_KEYS = {
    "title": ("title",),
    "published": ("date", "published", "pubdate", "datepublished"),
    "outlet": ("outlet", "publisher", "site", "source", "author"),
    "address": ("url", "link", "address", "canonical", "source"),
    "language": ("lang", "language"),
}
"""Front matter keys by meaning, best first."""
_FRONT_LINE = re.compile(r"[\w-]+[ \t]*:|[ \t]*-[ \t]|[ \t]*#|[ \t]+\S")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_RULE = re.compile(r" {0,3}([-*_])([ \t]*\1){2,}[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*")
_DEFINITION = re.compile(r" {0,3}\[[^\]^]+\]:[ \t]*\S+([ \t]+[\"'(].*)?[ \t]*")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHIFT = 0xF0000
"""Escaped signs wait as private-use characters while marks are taken out."""
_SHIFTED = re.compile("[\U000f0021-\U000f007e]")
_INLINE = (
    (re.compile(r"<!--[^\n]{0,2000}?-->"), ""),
    (re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)"), r"\1"),  # pictures
    (re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"']*[\"'])?\)"), r"\1"),  # links
    (re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),  # links by reference
    (re.compile(r"<((?:https?|mailto):[^<>\s]+)>"), r"\1"),
    (re.compile(r"(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"(\*{1,3})(?=[^\s*])([^*\n]+?)(?<=[^\s*])\1(?!\*)"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^\n]{1,500}?)(?<=[^\s_])\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)([^~\n]+)~~"), r"\1"),
)


def read_markdown(data: bytes, encoding: str, mark_bytes: int = 0) -> Any:
    """One report; a title of the front matter stands first where the text does not begin with it."""
    source, replaced = Encoding(encoding, mark_bytes).decode(data)
    lines = tidy(source).split("\n")
    front, body = _front_matter(lines)
    text = tidy("\n".join(_without_marks(body)))
    title = front.get("title")
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    report = Report(
        text=text,
        published=front.get("published"),
        outlet=_outlet(front.get("outlet")),
        address=front.get("address") if _is_address(front.get("address")) else None,
        language=front.get("language"),
    )
    return plain(Output([report], replaced_note(replaced, encoding)))


def _front_matter(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Simple "key: value" lines between two "---"; anything richer there stays in the text, so that nothing is lost."""
    if not lines or lines[0].strip() != "---":
        return {}, lines
    end = next((number for number, line in enumerate(lines) if number and line.strip() in ("---", "...")), 0)
    if not end or any(line.strip() and not _FRONT_LINE.match(line) for line in lines[1:end]):
        return {}, lines
    pairs = [line.partition(":") for line in lines[1:end] if ":" in line and not line[0].isspace()]
    given = {key.strip().lower(): _scalar(value) for key, _, value in pairs}
    front = {}
    for name, keys in _KEYS.items():
        values = [given[key] for key in keys if given.get(key) and (name != "address" or _is_address(given[key]))]
        if name == "outlet":
            values = [value for value in values if not _is_address(value)]
        if values:
            front[name] = values[0]
    return front, lines[end + 1 :]


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return re.sub(r"[ \t]+#.*$", "", value)


def _is_address(value: str | None) -> bool:
    return value is not None and re.match(r"https?://\S+$", value) is not None


def _outlet(value: str | None) -> str | None:
    return value or None


def _without_marks(lines: list[str]) -> list[str]:
    out: list[str] = []
    fence = ""
    for line in lines:
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            else:
                out.append(line)
        elif opened:
            fence = opened[1]
        elif _UNDERLINE.fullmatch(line) or _RULE.fullmatch(line) or _DEFINITION.fullmatch(line):
            out.append("")
        else:
            out.append(_line(line))
    return out


def _line(line: str) -> str:
    line = re.sub(r"^( {0,3}>[ \t]?)+", "", line)
    line = re.sub(r"^ {0,3}#{1,6}(?:[ \t]+|$)(.*?)(?:[ \t]+#+)?[ \t]*$", r"\1", line)
    line = re.sub(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?", "", line)
    escapes = not _SHIFTED.search(line)  # a line that holds such characters itself keeps its backslashes
    if escapes:
        line = _ESCAPE.sub(lambda found: chr(ord(found[1]) + _SHIFT), line)
    for pattern, kept in _INLINE:
        line = pattern.sub(kept, line)
    if escapes:
        line = _SHIFTED.sub(lambda found: chr(ord(found[0]) - _SHIFT), line)
    return line.rstrip()
