"""Publish: an account as sentences, pages and files. Pure: gives (path, bytes), writes nothing and makes no new facts.

The case's time zone must have been opened before (`load_ground` and the readers do), since `zoneinfo` reads a file the first time.
"""

from __future__ import annotations

from zvirka.publish.export import export
from zvirka.publish.index import AccountIndex
from zvirka.publish.pages import one_page, working_copy, working_files
from zvirka.publish.sentences import Footnote, Sentence, sentence
from zvirka.publish.terminal import terminal

__all__ = [
    "AccountIndex",
    "Footnote",
    "Sentence",
    "export",
    "one_page",
    "sentence",
    "terminal",
    "working_copy",
    "working_files",
]
