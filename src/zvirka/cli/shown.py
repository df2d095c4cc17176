"""What comes from files is shown so that it cannot steer the terminal it is shown on."""

from __future__ import annotations

from zvirka.model.visible import HIDDEN


def shown(text: str) -> str:
    """The text with each character that steers, turns or hides written as its escape (`\\x1b`); lines and all other characters stay."""
    return HIDDEN.sub(lambda found: _escaped(found[0]), text)


def one_line(text: str) -> str:
    """The same on one line, whatever names and values stand in it."""
    return shown(text).replace("\n", "\\n").replace("\t", "\\t")


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"


def counted(number: int, thing: str) -> str:
    """A number of things in English: "1 file", "0 files"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
