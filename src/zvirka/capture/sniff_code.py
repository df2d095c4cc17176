"""Style sheets and scripts, which lie beside saved pages and exports and are no reports; see `sniff` for the rest."""

from __future__ import annotations

import re

from zvirka.model.items import MediaKind

_COMMENT = re.compile(r"\s*(/\*.*?\*/|//[^\n]*\n)", re.DOTALL)
_AT_RULE = re.compile(r"\s*@[\w-]+[^{};]{0,500}[;{]")
_DECLARATION = re.compile(r"\s*[\w-]+\s*:\s*\S")
_BEGINS_SCRIPT = re.compile(
    r"""["']use strict["']\s*;|[!(;\s]*(async\s+)?function\b\s*\w*\s*\(|(var|let|const)\s+[\w${\[]|window(\.\w|\[)|document\.\w"""
    r"""|self\.\w|import\s+[\w{*]|export\s+\w|\$\(|\(\s*\(?[\w,\s]*\)?\s*=>"""
)
_IN_SCRIPT = re.compile(r"function\s*\w*\s*\([^()]{0,1000}\)\s*\{|=>\s*[{(]")


def of_text(text: str) -> tuple[MediaKind, str] | None:
    """The kind "unknown" with a name for a style sheet or script. text: the file's beginning, without space before it."""
    if text.startswith("<"):  # a page, whose own style sheet may stand near its beginning
        return None
    while (comment := _COMMENT.match(text)) is not None:
        text = text[comment.end() :]
    if _is_style_sheet(text):
        return "unknown", "a style sheet"
    if _BEGINS_SCRIPT.match(text) and _IN_SCRIPT.search(text[:20_000]):
        return "unknown", "a script"
    return None


def _is_style_sheet(text: str) -> bool:
    """Two blocks in braces, one behind the other, that hold declarations only."""
    at, blocks = 0, 0
    while blocks < 2:
        while (rule := _AT_RULE.match(text, at)) is not None:
            at = rule.end()
        start, end = text.find("{", at), text.find("}", at)
        if not 0 <= start - at < 1000 or end < start:
            return False
        parts = [
            part for part in re.sub(r"/\*.*?\*/", "", text[start + 1 : end], flags=re.DOTALL).split(";") if part.strip()
        ]
        if not all(_DECLARATION.match(part) for part in parts):
            return False
        blocks += bool(parts)
        at = end + 1
    return True
