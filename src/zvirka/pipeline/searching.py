"""Finding words in a case: texts, claims and sources, in three languages and all case forms.

A query's words are compared by stem. Where some of them name a place, source or piece of equipment, each of its names in any language and
case will do. All words of a query must be there. Nothing heavy is loaded to answer: names and endings lie in the index.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from zvirka.ground.stems import Stem, Stemmer
from zvirka.model.canonical import canonical_json, digest
from zvirka.model.errors import CaseError, InputError
from zvirka.model.visible import visible
from zvirka.record.index import NAME, Document, Filters, Index

if TYPE_CHECKING:
    from zvirka.ground import Ground
    from zvirka.model.account import Account

__all__ = ["Filters", "Hit", "find", "rebuild", "update_index"]
KINDS = ("text", "claim", "source")
LONGEST_NAME = 6
"""Words of a query that may together be one name."""
AROUND = 90
"""Characters of a snippet on each side of the first word found."""
MARKED = 12
"""Words found that are marked in a snippet at most."""
_VERSION = 1
"""Of what a document holds; raise it when `_documents` changes."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found. words: (start, end, exact) in the text, of the words found. snippet: text[snippet_start:…].

    path, fragment: the report's, "" for sources. link: page of the working copy, relative to the case folder, "" where it has none.
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

    def plain(self) -> dict[str, object]:
        """As --json prints it."""
        words = [{"start": start, "end": end, "exact": exact} for start, end, exact in self.words]
        known = {
            name: getattr(self, name)
            for name in ("kind", "path", "fragment", "language", "day", "outlet", "link", "claim")
        }
        return {**known, "snippet": {"start": self.snippet_start, "text": self.snippet}, "words": words}

    def shown(self, case_folder: Path) -> str:
        """For the terminal: where it stands, the words in their surroundings between » and «, and the link."""
        pieces, at = [], self.snippet_start
        for start, end, exact in self.words:
            pieces += [self.snippet[at - self.snippet_start : start - self.snippet_start], f"»{exact}«"]
            at = end
        marked = " ".join("".join([*pieces, self.snippet[at - self.snippet_start :]]).split())
        where = " · ".join(part for part in (self.kind, self.outlet, self.day, self.path, self.fragment) if part)
        lines = [visible(where), f"  {visible(marked)}"]
        return "\n".join([*lines, *([f"  {case_folder / self.link}"] if self.link else [])])


def update_index(case_folder: Path, account: Account, ground: Ground) -> None:
    """Makes the index of a case hold this account: only documents that changed are touched, found by their digests."""
    endings = {code: ground.language(code).get("search", {}).get("suffixes", []) for code in ground.languages}
    stemmer = Stemmer(endings)
    made_with = digest("index", _VERSION, endings, ground.version)
    with Index(case_folder) as index, index.alone():
        held = index.digests()
        if index.about("made_with") != made_with:
            index.update(list(held), (), {"endings": canonical_json(endings), "made_with": made_with})
            index.set_names(_names(ground, stemmer))
            held = {}
        wanted = {key: (mark, make) for key, mark, make in _documents(account, ground)}
        gone = [key for key, mark in held.items() if key not in wanted or wanted[key][0] != mark]
        new = (_document(key, mark, make, stemmer) for key, (mark, make) in wanted.items() if held.get(key) != mark)
        index.update(gone, new, {})


def find(case_folder: Path, query: str, filters: Filters, limit: int) -> tuple[int, list[Hit]]:
    """(how many, the best `limit`) documents with all words of `query`. Raises CaseError without an index, InputError without a word."""
    if not (case_folder / NAME).exists():
        rebuild(case_folder)
    with Index(case_folder) as index:
        endings = json.loads(index.about("endings") or "null")
        if endings is None:
            raise CaseError("the index is empty", file=NAME, remedy="Delete it, then try again.")
        stemmer = Stemmer(endings)
        groups = _groups(query, stemmer, index)
        if not groups:
            raise InputError("holds no word to look for", value=query, remedy="Write at least one word.")
        count, rows = index.find(groups, filters, limit)
        return count, [_hit(row, groups, stemmer) for row in rows]


def rebuild(case_folder: Path) -> None:
    """Makes the index anew from the current account. Raises CaseError where the case has none."""
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


def _names(ground: Ground, stemmer: Stemmer) -> Iterator[tuple[str, str]]:
    for kind, known in (("place", ground.gazetteer), ("source", ground.sources), ("equipment", ground.equipment)):
        for id in known.ids:
            phrases = {stemmer.phrase(form) for form in known.spellings(id)}
            yield from ((phrase, f"{kind}:{id}") for phrase in sorted(phrases) if phrase)


Made = tuple[str, str, str, str, str, dict[str, Any]]
"""kind, language, day, outlet, text, about."""


def _documents(account: Account, ground: Ground) -> Iterator[tuple[str, str, Made]]:
    """(key, digest, what it holds) of everything that can be found."""
    from zvirka.publish import AccountIndex
    from zvirka.publish.marks import page_of, page_starts

    index = AccountIndex(account)
    behind = {each.claim for finding in account.findings for each in finding.claims}
    shown = {
        index.texts[report].report for claim in behind if (report := _report_of(index.claims.get(claim))) in index.texts
    }
    for text in account.texts:
        day = text.published.day.isoformat() if text.published else ""
        about: dict[str, Any] = {"path": text.path, "fragment": text.fragment or ""}
        if text.report in shown:
            claims = index.claims_of_report(text.report)
            about["starts"] = page_starts(text.text)
            about["page"] = index.short_report[text.report]
            about["marks"] = [[each.quote.start, each.quote.end, index.short_claim[each.id]] for each in claims]
        made = ("text", text.language or "", day, text.voice.name, text.text, about)
        yield f"text:{text.report}", digest(text.digest, made[1:4], about), made
    sources: dict[tuple[str, str], int] = {}
    for claim in account.claims:
        said = claim.times.said.latest if claim.times.said else None
        names = [each.name for each in claim.attribution] or [claim.voice.name]
        about = {"path": claim.path, "fragment": claim.fragment or "", "claim": claim.id, "start": claim.quote.start}
        report = _report_of(claim)
        if report in shown:
            page = page_of(page_starts(index.texts[report].text), claim.quote.start)
            about |= {"page": index.short_report[report], "mark": index.short_claim[claim.id], "at_page": page}
        words = f"{', '.join(names)}: {claim.quote.exact}"
        about["head"] = len(words) - len(claim.quote.exact)
        made = ("claim", claim.language, said.isoformat() if said else "", claim.voice.name, words, about)
        yield f"claim:{claim.id}", digest(made), made
        for each in claim.attribution:
            sources[each.name, each.side] = sources.get((each.name, each.side), 0) + 1
    for (name, side), count in sources.items():
        made = ("source", "", "", "", name, {"path": "", "fragment": "", "side": side, "claims": count})
        yield f"source:{side}:{name}", digest(made), made


def _report_of(claim: Any) -> str:
    return "" if claim is None else claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"


def _document(key: str, mark: str, made: Made, stemmer: Stemmer) -> Document:
    kind, language, day, outlet, text, about = made
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return Document(key, mark, kind, language, day, outlet, clean, canonical_json(about), stemmer.phrase(clean))


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
    )  # fmt: skip


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
