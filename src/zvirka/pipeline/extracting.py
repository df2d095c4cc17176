"""Runs extract over texts: batches through the engine, each text once per content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zvirka.extract import RulesExtractor
from zvirka.ground import Ground, load_ground
from zvirka.model.canonical import digest, sha256_hex
from zvirka.model.claims import Claim
from zvirka.model.findings import Link
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.ports import EnginePort
from zvirka.pipeline.cache import Inputs, cached_map, result_table
from zvirka.pipeline.packed import FORMAT, packed, packed_each, unpacked
from zvirka.pipeline.versions import code_version
from zvirka.record.derived import Derived


def extract_texts(
    derived: Derived,
    engine: EnginePort,
    ground: Ground,
    theatre: str,
    folder: Path,
    zone: ZoneInfo,
    texts: Sequence[Text],
) -> tuple[list[Claim], list[Issue], list[Link]]:
    """Claims sorted by id, issues of all texts, and the links that texts tell between their claims.

    theatre, folder: from which workers load the same ground.
    """
    inputs = Inputs({sha256_hex(document): document for document in _documents(texts)}, bytes.decode)
    version = digest(code_version("extract", "ground", "model"), ground.version, zone.key, FORMAT)
    function = partial(extract_batch, theatre=theatre, folder=str(folder))
    results = cached_map(derived, engine, "claims", version, inputs, function)
    claims: list[Claim] = []
    issues: list[Issue] = []
    links: list[Link] = []
    for key in sorted(results):
        for kind, _, document in results[key]:
            if kind == "claim":
                claims.append(unpacked(Claim, document))
            elif kind == "link":
                links.append(unpacked(Link, document))
            else:
                issues.append(unpacked(Issue, document))
    return sorted(claims, key=lambda each: each.id), issues, links


def _documents(texts: Sequence[Text]) -> list[bytes]:
    """Each text as JSON, in a line of its own below it the post that it answers, where that is at hand."""
    packs = packed_each(text if text.dated is None else replace(text, dated=None) for text in texts)
    if all(text.reply_to is None for text in texts):
        return packs
    posts = {(text.item, text.fragment): pack for text, pack in zip(texts, packs, strict=True)}
    answered = (None if text.reply_to is None else posts.get((text.item, text.reply_to)) for text in texts)
    return [pack if post is None else pack + b"\n" + post for pack, post in zip(packs, answered, strict=True)]


def extract_batch(table: Any, *, theatre: str, folder: str) -> Any:
    """The batch function: texts as JSON in, claims, issues and links as JSON out (`cache.INPUT` to `cache.RESULT`)."""
    keys = table["key"].to_pylist()
    lines = [document.split("\n") for document in table["json"].to_pylist()]
    texts = [unpacked(Text, line[0]) for line in lines]
    answered = {text.report: unpacked(Text, line[1]) for text, line in zip(texts, lines, strict=True) if len(line) > 1}
    rows: list[tuple[str, str, str, str]] = []
    for key, found in zip(keys, extractor_of(theatre, folder).extract(texts, answered), strict=True):
        rows += [(key, "claim", claim.id, packed(claim)) for claim in found.claims]
        rows += [(key, "issue", issue.id, packed(issue)) for issue in found.issues]
        rows += [(key, "link", link.id, packed(link)) for link in found.links]
    return result_table(rows)


@lru_cache(maxsize=4)  # a long process (a desk, a trial) runs many folders
def extractor_of(theatre: str, folder: str) -> RulesExtractor:
    return RulesExtractor(load_ground(theatre, Path(folder)))
