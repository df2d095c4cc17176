"""Publish: an account as sentences, pages and files. Pure: gives (path, bytes), writes nothing and makes no new facts."""

from __future__ import annotations

from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import Footnote, Sentence, sentence

__all__ = ["AccountIndex", "Footnote", "Sentence", "sentence"]
