"""What stands in a text and can't make claims: advertisements, menus, credits, and what was said word for word before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zvirka.extract.mentions import Sentence
from zvirka.extract.tokens import Lexicon, Tokens

_MENU_WORDS = 4
"""A line of at most so many words without a figure or a final mark may be an entry of a menu …"""
_MENU_LINES = 4
"""… where at least so many such lines follow each other. House rule: headings seldom stand four in a row."""
_REPEATED_WORDS = 4
"""Sentences of fewer words may repeat without being a headline said twice."""


class NoiseFinder:
    """Marks noise by the words of a language (pack section `noise`)."""

    def __init__(self, pack: Mapping[str, Any]) -> None:
        section = pack.get("noise", {})
        self._opening = Lexicon((words, True) for words in section.get("opening", ()))
        self._anywhere = Lexicon((words, True) for words in section.get("anywhere", ()))

    def mark(self, tokens: Tokens, sentences: list[Sentence]) -> list[Sentence]:
        """The sentences again, `noise` set to advertisement, repeated or menu where it holds."""
        seen: set[tuple[str, ...]] = set()
        marked: list[Sentence] = []
        for sentence in sentences:
            first, past = tokens.at(sentence.start), tokens.at(sentence.end)
            words = tuple([word for word in tokens.norms[first:past] if word[0].isalnum()])
            rule = None
            if self._advertises(tokens, first, past):
                rule = "advertisement"
            elif len(words) >= _REPEATED_WORDS and words in seen:
                rule = "repeated"
            seen.add(words)
            marked.append(sentence if rule is None else replace(sentence, noise=rule))
        return _mark_menus(tokens, marked)

    def _advertises(self, tokens: Tokens, first: int, past: int) -> bool:
        return bool(self._opening.match(tokens.norms, first, past)[1] or self._anywhere.find(tokens, first, past))


def _mark_menus(tokens: Tokens, sentences: list[Sentence]) -> list[Sentence]:
    run: list[int] = []
    marked = list(sentences)
    lines = [sentence.paragraph for sentence in sentences]
    for index in range(len(sentences) + 1):
        if _alone(lines, index) and _menu_entry(tokens, sentences[index]):
            run.append(index)
            continue
        if len(run) >= _MENU_LINES:
            for at in run:
                marked[at] = replace(marked[at], noise=marked[at].noise or "menu")
        run = []
    return marked


def _alone(lines: list[int], index: int) -> bool:
    if index >= len(lines):
        return False
    before = index > 0 and lines[index - 1] == lines[index]
    after = index + 1 < len(lines) and lines[index + 1] == lines[index]
    return not before and not after


def _menu_entry(tokens: Tokens, sentence: Sentence) -> bool:
    first, past = tokens.at(sentence.start), tokens.at(sentence.end)
    words = tokens.norms[first:past]
    final = words[-1] in {".", "!", "?", "…", ":", ";"} or words[-1].startswith("..")
    return len(words) <= _MENU_WORDS and not final and not any(word[0].isdecimal() for word in words)
