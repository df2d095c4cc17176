"""Strangers' words made safe to show: what would reorder, hide or steer is shown as its code point."""

from __future__ import annotations

from zvirka.model.visible import HIDDEN, symbol, visible

__all__ = ["one_line", "pieces", "symbol", "visible"]


def pieces(text: str) -> list[tuple[str, bool]]:
    """The text in parts: (words, False) as they are, (stand-in, True) for each hidden character."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in HIDDEN.finditer(text):
        if match.start() > end:
            found.append((text[end : match.start()], False))
        found.append((symbol(match.group()), True))
        end = match.end()
    if end < len(text):
        found.append((text[end:], False))
    return found


def one_line(text: str, limit: int = 400) -> str:
    """Words for a note or a terminal: visible, on one line, cut at `limit` code points with an ellipsis."""
    joined = " ".join(visible(text).split())
    return joined if len(joined) <= limit else joined[: limit - 1].rstrip() + "…"
