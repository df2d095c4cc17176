"""Signatures of texts, by which copies are found: each text is signed once per content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zvirka.model.canonical import digest
from zvirka.model.items import Text
from zvirka.model.ports import EnginePort
from zvirka.pipeline.cache import Inputs, cached_map, result_table
from zvirka.pipeline.packed import FORMAT, packed, unpacked
from zvirka.pipeline.versions import code_version
from zvirka.reconcile import Signature, sign_many
from zvirka.record.derived import Derived


def sign_texts(derived: Derived, engine: EnginePort, texts: Sequence[Text]) -> list[Signature]:
    """The signature of each text, in their order."""
    inputs = Inputs({text.digest: text.text for text in texts}, packed)
    version = digest(code_version("reconcile", "model"), FORMAT)
    results = cached_map(derived, engine, "signatures", version, inputs, sign_batch)
    made = {key: unpacked(Signature, rows[0][2]) for key, rows in results.items()}
    return [_of(made[text.digest], text.report) for text in texts]


def _of(made: Signature, report: str) -> Signature:
    return Signature(report, made.digest, made.words, made.shingles, made.bands)


def sign_batch(table: Any) -> Any:
    """The batch function: words as JSON in, signatures without their report as JSON out (`cache.INPUT` to `cache.RESULT`)."""
    keys, words = table["key"].to_pylist(), table["json"].to_pylist()
    signed = sign_many([("", unpacked(str, each)) for each in words])
    return result_table([(key, "signature", "", packed(each)) for key, each in zip(keys, signed, strict=True)])
