"""Making the index of a case from its account: every text, claim and source, and the names of all that a theatre knows.

What is looked up in it is `pipeline.searching`'s.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from zvirka.ground import Ground
from zvirka.ground.stems import Stemmer
from zvirka.model.account import Account
from zvirka.model.canonical import canonical_json, digest, sha256_hex
from zvirka.model.observations import PictureObservation
from zvirka.pipeline.packed import packed
from zvirka.publish import AccountIndex
from zvirka.publish.marks import page_of, page_starts
from zvirka.publish.stretches import mark_at
from zvirka.publish.words import Words
from zvirka.record.index import Document, Index

_VERSION = 3
"""Of what a document holds; raise it when `_documents` changes."""


def update_index(
    case_folder: Path, account: Account, ground: Ground, index: AccountIndex | None = None, made_of: str = ""
) -> None:
    """Makes the index of a case hold this account: only documents that changed are touched, found by their digests.

    index: the account's, where it is at hand. made_of: digest of account, code and packs: where the index was made of the same, nothing
    is looked at; "" looks.
    """
    endings = _endings(ground)
    stemmer = Stemmer(endings)
    made_with = digest("index", _VERSION, endings, ground.version)
    with Index(case_folder) as kept, kept.alone():
        if kept.about("made_with") != made_with:
            kept.update(list(kept.digests()), (), {"endings": canonical_json(endings), "made_with": made_with})
            kept.set_names(_names(ground))
        elif made_of and kept.about("made_of") == made_of:
            return
        held = kept.digests()
        wanted = {key: (mark, make) for key, mark, make in _documents(index or AccountIndex(account), ground)}
        gone = [key for key, mark in held.items() if key not in wanted or wanted[key][0] != mark]
        new = (_document(key, mark, make, stemmer) for key, (mark, make) in wanted.items() if held.get(key) != mark)
        kept.update(gone, new, {"made_of": made_of})


def _endings(ground: Ground) -> dict[str, Any]:
    return {code: ground.language(code).get("search", {}).get("suffixes", []) for code in ground.languages}


@lru_cache(maxsize=1)  # 31,000 names take most of a second, and a desk opens many cases of one theatre
def _names(ground: Ground) -> tuple[tuple[str, str], ...]:
    stemmer = Stemmer(_endings(ground))
    found: list[tuple[str, str]] = []
    for kind, known in (("place", ground.gazetteer), ("source", ground.sources), ("equipment", ground.equipment)):
        for id in known.ids:
            phrases = {stemmer.phrase(form) for form in known.spellings(id)}
            found += [(phrase, f"{kind}:{id}") for phrase in sorted(phrases) if phrase]
    return tuple(found)


Made = tuple[str, str, str, str, str, dict[str, Any]]
"""kind, language, day, outlet, text, about."""


def _documents(index: AccountIndex, ground: Ground) -> Iterator[tuple[str, str, Made]]:
    """(key, digest, what it holds) of everything that can be found."""
    account = index.account
    words = Words(ground, account.case.language, account.time_zone)
    behind = {each.claim for finding in account.findings for each in finding.claims}
    shown = {
        index.texts[report].report for claim in behind if (report := _report_of(index.claims.get(claim))) in index.texts
    }
    for text in account.texts:
        day = text.published.day.isoformat() if text.published else ""
        about: dict[str, Any] = {"path": text.path, "fragment": text.fragment or ""}
        row = mark_at((), text.fragment, 0)
        if marks := text.marks or ([(0, row)] if row else []):
            about["at"] = [[offset, name, words.mark(name)] for offset, name in marks]
        if text.report in shown:
            claims = index.claims_of_report(text.report)
            about["starts"] = page_starts(text.text)
            about["page"] = index.short_report[text.report]
            about["marks"] = [[each.quote.start, each.quote.end, index.short_claim[each.id]] for each in claims]
        made = ("text", text.language or "", day, text.voice.name, text.text, about)
        yield f"text:{text.report}", _mark((text.digest, made[1:4], about)), made
    sources: dict[tuple[str, str], int] = {}
    for claim in account.claims:
        said = claim.times.said.latest if claim.times.said else None
        names = [each.name for each in claim.attribution] or [claim.voice.name]
        about = {"path": claim.path, "fragment": claim.fragment or "", "claim": claim.id, "start": claim.quote.start}
        report = _report_of(claim)
        if report in index.texts and (mark := index.mark_of(claim)):
            about["at"] = [[0, mark, words.mark(mark)]]
        if report in shown:
            page = page_of(page_starts(index.texts[report].text), claim.quote.start)
            about |= {"page": index.short_report[report], "mark": index.short_claim[claim.id], "at_page": page}
        told = f"{', '.join(names)}: {claim.quote.exact}"
        about["head"] = len(told) - len(claim.quote.exact)
        made = ("claim", claim.language, said.isoformat() if said else "", claim.voice.name, told, about)
        yield f"claim:{claim.id}", _mark(made), made
        for each in claim.attribution:
            sources[each.name, each.side] = sources.get((each.name, each.side), 0) + 1
    for seen in account.observations:
        if isinstance(seen, PictureObservation) and seen.on_screen:
            told = "\n".join(line.text for line in seen.on_screen)
            made = ("picture", "", "", "", told, {"path": seen.path, "fragment": ""})
            yield f"picture:{seen.id}", _mark(made), made
    for (name, side), count in sources.items():
        made = ("source", "", "", "", name, {"path": "", "fragment": "", "side": side, "claims": count})
        yield f"source:{side}:{name}", _mark(made), made


def _mark(made: tuple[Any, ...]) -> str:
    return sha256_hex(packed(made).encode("utf-8"))


def _report_of(claim: Any) -> str:
    return "" if claim is None else claim.item if claim.fragment is None else f"{claim.item}#{claim.fragment}"


def _document(key: str, mark: str, made: Made, stemmer: Stemmer) -> Document:
    kind, language, day, outlet, text, about = made
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return Document(key, mark, kind, language, day, outlet, clean, canonical_json(about), stemmer.phrase(clean))
