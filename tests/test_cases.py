"""The demonstration comes out as it was: whole accounts as golden files.

After a change that is meant to change them: `make golden`, and look at the difference before committing it.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

import zvirka
from zvirka.model.canonical import canonical_json
from zvirka.pipeline.views import export_chunks

CASES = sorted((Path(__file__).resolve().parents[1] / "cases").glob("*/input"))
NOW = datetime(2022, 10, 24, 8, tzinfo=UTC)
KINDS = ("claims", "observations", "findings", "links", "issues")


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.parent.name)
def test_the_account_is_as_expected(folder: Path, tmp_path: Path) -> None:
    result = zvirka.run(folder, tmp_path / "case", jobs=1, now=NOW)
    expected = folder.with_name("expected")
    for kind in KINDS:
        lines = b"".join(export_chunks(result.case_folder, kind, "jsonl", "en")).decode().splitlines()
        made = "".join(canonical_json(without_version(json.loads(line))) + "\n" for line in lines)
        path = expected / f"{kind}.jsonl"
        if os.environ.get("ZVIRKA_WRITE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(made, encoding="utf-8")
        assert made.splitlines() == path.read_text(encoding="utf-8").splitlines(), kind


def without_version(record: dict[str, object]) -> dict[str, object]:
    """The record without the digest of the code that made it, which changes with every commit."""
    return {name: value for name, value in record.items() if name != "extractor"}
