"""Runs extract over texts: batches through the engine, each text once per content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from zvirka.extract import RulesExtractor
from zvirka.ground import Ground, load_ground
from zvirka.model.canonical import canonical_json, digest
from zvirka.model.claims import Claim
from zvirka.model.issues import Issue
from zvirka.model.items import Text
from zvirka.model.ports import EnginePort
from zvirka.model.wire import from_plain, to_plain
from zvirka.pipeline.cache import RESULT, cached_map
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
) -> tuple[list[Claim], list[Issue]]:
    """Claims sorted by id, and issues of all texts. theatre, folder: from which workers load the same ground."""
    inputs = {digest("text", to_plain(text)): canonical_json(to_plain(text)) for text in texts}
    version = digest(code_version("extract", "ground", "model"), ground.version, zone.key)
    function = partial(extract_batch, theatre=theatre, folder=str(folder), zone=zone.key)
    results = cached_map(derived, engine, "claims", version, inputs, function)
    claims: list[Claim] = []
    issues: list[Issue] = []
    for key in sorted(results):
        for kind, _, document in results[key]:
            if kind == "claim":
                claims.append(from_plain(Claim, json.loads(document), zone))
            else:
                issues.append(from_plain(Issue, json.loads(document), zone))
    return sorted(claims, key=lambda each: each.id), issues


def extract_batch(table: Any, *, theatre: str, folder: str, zone: str) -> Any:
    """The batch function: texts as JSON in, claims and issues as JSON out (`cache.INPUT` to `cache.RESULT`)."""
    keys = table["key"].to_pylist()
    texts = [from_plain(Text, json.loads(document), ZoneInfo(zone)) for document in table["json"].to_pylist()]
    rows: list[tuple[str, str, str, str]] = []
    for key, found in zip(keys, _extractor(theatre, folder).extract(texts), strict=True):
        rows += [(key, "claim", claim.id, canonical_json(to_plain(claim))) for claim in found.claims]
        rows += [(key, "issue", issue.id, canonical_json(to_plain(issue))) for issue in found.issues]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in RESULT.names]
    return pa.table(dict(zip(RESULT.names, columns, strict=True)), schema=RESULT)


@lru_cache(maxsize=4)  # a long process (a desk, a trial) runs many folders
def _extractor(theatre: str, folder: str) -> RulesExtractor:
    return RulesExtractor(load_ground(theatre, Path(folder)))
