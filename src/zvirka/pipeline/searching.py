"""Finding words in a case: texts, claims and sources, in three languages and all case forms.

A query's words are compared by stem. Where some of them name a place, source or piece of equipment, each of its names in any language and
case will do. All words of a query must be there. Nothing heavy is loaded to answer: names and endings lie in the index, which
`pipeline.indexing` makes.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from zvirka.ground.stems import Stem, Stemmer
from zvirka.model.errors import InputError
from zvirka.model.visible import visible
from zvirka.record.index import NAME, Filters, Index

__all__ = ["Filters", "Hit", "find"]
LONGEST_NAME = 6
"""Words of a query that may together be one name."""
AROUND = 90
"""Characters of a snippet on each side of the first word found."""
MARKED = 12
"""Words found that are marked in a snippet at most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. words: (start, end, exact) in the text, of the words found. snippet: text[snippet_start:…].

    path, fragment: the report's, "" for sources. mark: where in the file the words stand ("page 3", "00:01:12"), "" where it has no
    such parts; mark_shown: the same in the case's language. link: page of the working copy, relative to the case folder, "" where
    it has none.
    """

    kind: str
    path: str
    fragment: str
    language: str
    day: str
    outlet: str
    snippet: str
    snippet_start: int
    words: tuple[tuple[int, int, str], ...]
    link: str
    claim: str
    mark: str = ""
    mark_shown: str = ""

    def plain(self) -> dict[str, object]:
        """As --json prints it."""
        words = [{"start": start, "end": end, "exact": exact} for start, end, exact in self.words]
        known = {
            name: getattr(self, name)
            for name in ("kind", "path", "fragment", "mark", "language", "day", "outlet", "link", "claim")
        }
        return {**known, "snippet": {"start": self.snippet_start, "text": self.snippet}, "words": words}

    def shown(self, case_folder: Path) -> str:
        """For the terminal: where it stands, the words in their surroundings between » and «, and the link."""
        pieces, at = [], self.snippet_start
        for start, end, exact in self.words:
            pieces += [self.snippet[at - self.snippet_start : start - self.snippet_start], f"»{exact}«"]
            at = end
        marked = " ".join("".join([*pieces, self.snippet[at - self.snippet_start :]]).split())
        place = self.mark_shown or self.fragment
        where = " · ".join(part for part in (self.kind, self.outlet, self.day, self.path, place) if part)
        lines = [visible(where), f"  {visible(marked)}"]
        return "\n".join([*lines, *([f"  {case_folder / self.link}"] if self.link else [])])


def find(case_folder: Path, query: str, filters: Filters, limit: int) -> tuple[int, list[Hit]]:
    """(how many, the best `limit`) documents with all words of `query`.

    Makes the index anew from the current account where it is missing. Raises CaseError for a case without an account, InputError
    for a query without a word.
    """
    if not (case_folder / NAME).exists():
        _rebuild(case_folder)
    with Index(case_folder) as index:
        if not index.about("endings"):
            _rebuild(case_folder)
        stemmer = Stemmer(json.loads(index.about("endings")))
        groups = _groups(query, stemmer, index)
        if not groups:
            raise InputError("holds no word to look for", value=query, remedy="Write at least one word.")
        count, rows = index.find(groups, filters, limit)
        return count, [_hit(row, groups, stemmer) for row in rows]


def _rebuild(case_folder: Path) -> None:
    from zvirka.pipeline.indexing import update_index
    from zvirka.pipeline.views import open_case

    update_index(case_folder, *open_case(case_folder))


def _groups(query: str, stemmer: Stemmer, index: Index) -> list[list[str]]:
    """For each word or name of the query, the phrases that will do; the longest name first."""
    stems = [word.stem for word in stemmer.words(query)]
    groups: list[list[str]] = []
    at = 0
    while at < len(stems):
        for size in range(min(LONGEST_NAME, len(stems) - at), 0, -1):
            phrase = " ".join(stems[at : at + size])
            named = index.names_of(phrase)
            if named or size == 1:
                groups.append(_shortest({phrase, *named}))
                at += size
                break
    return groups


def _shortest(phrases: set[str]) -> list[str]:
    """The phrases without those that hold another of them, which find nothing more; sorted."""
    kept: list[str] = []
    for phrase in sorted(phrases, key=lambda each: (len(each), each)):
        if not any(f" {short} " in f" {phrase} " for short in kept):
            kept.append(phrase)
    return sorted(kept)


def _hit(row: dict[str, Any], groups: list[list[str]], stemmer: Stemmer) -> Hit:
    text, about = row["text"], row["about"]
    spans = _spans(list(stemmer.words(text)), groups)[:MARKED]
    first = spans[0][0] if spans else 0
    start = max(0, first - AROUND)
    start = start if start == 0 else text.find(" ", start, first) + 1 or start
    end = min(len(text), first + 2 * AROUND)
    end = end if end == len(text) else max(text.rfind(" ", first, end), min(first + 1, len(text)))
    words = tuple((left, right, text[left:right]) for left, right in spans if start <= left and right <= end)
    return Hit(
        row["kind"], about["path"], about["fragment"], row["language"], row["day"], row["outlet"],
        text[start:end], start, words, _link(about, words, first), about.get("claim", ""),
        *_mark(about, first),
    )  # fmt: skip


def _mark(about: dict[str, Any], first: int) -> tuple[str, str]:
    """Where in the file a text's first word found, or a claim, stands: as it is called there, and in the case's language."""
    marks = about.get("at", ())
    index = bisect_right(marks, first, key=lambda mark: mark[0]) - 1
    return (marks[index][1], marks[index][2]) if index >= 0 else ("", "")


def _spans(words: list[Stem], groups: list[list[str]]) -> list[tuple[int, int]]:
    """Where phrases of the groups stand, leftmost and longest, none overlapping."""
    wanted: dict[str, list[list[str]]] = {}
    for phrase in sorted({phrase for group in groups for phrase in group}, key=lambda each: -each.count(" ")):
        wanted.setdefault(phrase.split(" ")[0], []).append(phrase.split(" "))
    spans: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        for stems in wanted.get(words[at].stem, ()):
            if [word.stem for word in words[at : at + len(stems)]] == stems:
                spans.append((words[at].start, words[at + len(stems) - 1].end))
                at += len(stems) - 1
                break
        at += 1
    return spans


def _link(about: dict[str, Any], words: tuple[tuple[int, int, str], ...], first: int) -> str:
    """The item's page: at the claim that holds the words found; else at the words themselves (WICG text fragments)."""
    if "page" not in about:
        return ""
    page = about.get("at_page", bisect_right(about.get("starts", [0]), first) - 1)
    href = f"working/items/{about['page']}{f'-{page + 1}' if page else ''}.html"
    if "mark" in about:
        return f"{href}#c-{about['mark']}"
    for start, end, mark in about.get("marks", ()):
        if any(start <= left < end for left, _, _ in words):
            return f"{href}#c-{mark}"
    return href + (f"#:~:text={quote(words[0][2], safe='')}" if words else "")
