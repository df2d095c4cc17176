"""The records of an edition as JSON lines and CSV, with a codebook; and a variant without the words of any text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import resources
from typing import Any

from zvirka.ground.ground import Ground
from zvirka.model.canonical import canonical_json
from zvirka.publish.blocks import untold
from zvirka.publish.edition.edition import Edition
from zvirka.publish.export import FORMATS, Cells, Exported, ExportedRecord, export_blocks, exported
from zvirka.publish.index import AccountIndex
from zvirka.publish.sentences import composed
from zvirka.publish.words import Words

TABLES: tuple[Exported, ...] = ("findings", "claims", "observations", "links", "items")
"""Kinds of records given out; judgements stand in findings by name, issues stay."""
CODEBOOK = resources.files("zvirka.publish.edition").joinpath("codebook.csv").read_bytes()
"""What every column of every table means; read here, once."""
_WORDS = frozenset(
    {
        "exact",
        "sentence",
        "footnotes",
        "model_as_written",
        "place_as_written",
        "cls_as_written",
        "note",
        "medium",
        "label",
    }
)
"""Names of values that hold words of a text, or quote them."""


def data_files(edition: Edition, ground: Ground) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of data/*.jsonl and data/*.csv, the same under data/text-free/, and the codebook."""
    language = edition.account.case.language
    index = AccountIndex(edition.account)
    words = Words(ground, language, edition.account.time_zone)
    for what in TABLES:
        records = exported(index, what, lambda finding: composed(finding, index, words), language, untold)
        bare = [replace(each, cells=partial(_bare_cells, each)) for each in records]
        for form in FORMATS:
            yield f"data/{what}.{form}", b"".join(block.make() for block in export_blocks(records, form))
            yield f"data/text-free/{what}.{form}", b"".join(block.make() for block in export_blocks(bare, form))
    yield "data/codebook.csv", CODEBOOK


def codebook() -> list[dict[str, str]]:
    """The rows of the codebook: table, column, meaning."""
    return list(csv.DictReader(io.StringIO(CODEBOOK.decode("utf-8"))))


def _bare_cells(record: ExportedRecord) -> Cells:
    stripped = {name: _bare(value, name) for name, (value, _) in record.cells().items() if name not in _WORDS}
    return {name: (value, canonical_json(value)) for name, value in stripped.items()}


def _bare(value: Any, name: str) -> Any:
    """The value without words of a text: spans keep their offsets, sources their kind and side, places their id."""
    if isinstance(value, list):
        return [_bare(each, name) for each in value]
    if not isinstance(value, dict):
        return value
    left_out = _WORDS | {"name"} if name == "attribution" or (name == "places" and not value.get("id")) else _WORDS
    return {key: _bare(each, key) for key, each in value.items() if key not in left_out}
